"""What the installation itself decides and the conversation needs to know (from `config.yaml`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass
class Ways:
    """How somebody comes into the chat from outside; filled while it starts, as soon as it is known.

    `web` is the address of the web chat without a path, "" where there is none. `telegram` makes of a payload the address that
    opens the chat there, "" as long as the bot's own name isn't known. `email`: lines go out by e-mail.
    """

    web: str = ""
    telegram: Callable[[str], str] = lambda payload: ""
    email: bool = False


@dataclass(frozen=True)
class House:
    """Who runs this, where, and how careful it is.

    `countries` are ISO 3166 codes in the order in which they are offered; `home_country` is used when nothing else is known,
    or "" if the organisation works in several. `serve_drafts` says which unreviewed texts are shown. `safe_words` open the
    emergency card like /sos. `keeps` says in days how long the record of sent answers is kept, for /privacy.
    `open_without_joining` is false where guidance is for people who joined; emergencies and numbers are for everybody.
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
    open_without_joining: bool = True
    ways: Ways = field(default_factory=Ways, compare=False)
