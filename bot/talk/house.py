"""What the installation itself decides and the conversation needs to know (from `config.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class House:
    """Who runs this, where, and how careful it is.

    `countries` are ISO 3166 codes in the order in which they are offered; `home_country` is used when nothing else is known,
    or "" if the organisation works in several. `serve_drafts` says which unreviewed texts are shown. `safe_words` open the
    emergency card like /sos. `keeps` says in days how long the record of sent answers is kept, for /privacy.
    """

    organisation: str
    contact: str = ""
    safeguarding_contact: str = ""
    data_protection_contact: str = ""
    countries: tuple[str, ...] = ()
    home_country: str = ""
    languages: tuple[str, ...] = ("en",)
    serve_drafts: Literal["all", "not-urgent", "none"] = "all"
    safe_words: tuple[str, ...] = ()
    demo: bool = False
    time_zone: str = "UTC"
    keeps_sent_days: int = 7
    keeps_shown_hours: int = 24
    keeps_session_days: int = 30
