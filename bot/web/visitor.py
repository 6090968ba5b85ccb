"""Who a visitor is: a random 128-bit id in a signed cookie, and everything else that is signed with the same keys.

There is no sign-in. The id says only "the same browser as before"; whoever wants to be known accepts an invite. On a computer
that others use too the cookie ends when the browser is closed, and 12 hours after it was last used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SHARED_LIFE = timedelta(hours=12)
"""How long somebody on a shared computer is known after the last use: some browsers bring closed windows back."""

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_MINUTES = re.compile(r"[0-9]{1,10}")
_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True)
class Badge:
    """What a cookie says: the visitor's id, and on a computer that others use too when it was last used (aware), else None."""

    visitor: str
    used_at: datetime | None = None

    @property
    def shared(self) -> bool:
        """Whether others use that computer too."""
        return self.used_at is not None

    def holds(self, now: datetime) -> bool:
        """Whether its time isn't over."""
        return self.used_at is None or now - self.used_at < SHARED_LIFE


@dataclass(frozen=True)
class Badges:
    """Makes and reads cookies and form tokens. `keys` are the secret key and, after a change, the one before it."""

    keys: Sequence[bytes]

    def __post_init__(self) -> None:
        if not self.keys or any(len(key) < 16 for key in self.keys):
            raise ValueError("the web chat needs a secret key of at least 16 bytes")

    def new(self, shared_at: datetime | None = None) -> Badge:
        """A visitor that was never here before; with a moment, on a computer that others use too."""
        return Badge(secrets.token_urlsafe(16), shared_at)

    def cookie(self, badge: Badge) -> str:
        """What the browser keeps."""
        if badge.used_at is None:
            return f"{badge.visitor}.{self._mac(self.keys[0], 'cookie', badge.visitor)}"
        minutes = str(int(badge.used_at.timestamp() // 60))
        return f"{badge.visitor}.{minutes}.{self._mac(self.keys[0], 'shared', badge.visitor, minutes)}"

    def read(self, cookie: str) -> Badge | None:
        """The visitor behind a cookie, also one whose time is over; None if we didn't write it."""
        visitor, _, mac = cookie.partition(".")
        minutes, between, last = mac.partition(".")
        if not _ID.fullmatch(visitor):
            return None
        if not between:
            return Badge(visitor) if self._holds(mac, "cookie", visitor) else None
        if not _MINUTES.fullmatch(minutes) or not self._holds(last, "shared", visitor, minutes):
            return None
        return Badge(visitor, datetime.fromtimestamp(int(minutes) * 60, UTC))

    def form_token(self, visitor: str) -> str:
        """Goes into every form of this visitor, so that no other site can fill one in for them."""
        return self._mac(self.keys[0], "form", visitor)

    def form_holds(self, visitor: str, token: str) -> bool:
        """Whether the token came from a form of this visitor."""
        return self._holds(token, "form", visitor)

    def update_id(self, visitor: str, once: str, *what: str) -> str | None:
        """What a repeat is recognised by: the same form sent twice with the same words. None if `once` is no such id.

        The words are in it because a browser may bring an old form back and send another question with it; the key and the
        visitor, because it is stored and may neither be claimed by somebody else nor give the words away.
        """
        return self._mac(self.keys[0], "update", visitor, once, *what) if _ONCE.fullmatch(once) else None

    def _holds(self, mac: str, *what: str) -> bool:
        # Bytes, because compare_digest refuses a str that isn't ASCII, and a cookie can hold anything.
        return any(hmac.compare_digest(self._mac(key, *what).encode(), mac.encode("utf-8", "replace")) for key in self.keys)

    @staticmethod
    def _mac(key: bytes, *what: str) -> str:
        body = "".join(f"{len(part)}:{part}" for part in ("web", *what)).encode("utf-8", "replace")
        return base64.urlsafe_b64encode(hmac.digest(key, body, hashlib.sha256)[:18]).decode()


def once() -> str:
    """A new one-time id for a form."""
    return secrets.token_urlsafe(12)
