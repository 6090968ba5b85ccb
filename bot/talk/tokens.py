"""What a button carries: a verb and its arguments in at most 64 bytes.

Buttons that only read (`READING`) are plain and self-contained, so that browsing works with the store down and for ever.
Buttons that change something (`CHANGING`) carry a MAC over person, verb and arguments; a button of another person, an
altered or a truncated one is no button at all. Telegram itself warns that callback data need not come from a button it showed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from bot.people import invite
from bot.talk.board.verbs import VERBS as BOARD
from bot.talk.checkins.verbs import VERBS as CHECKINS
from bot.talk.joining.verbs import VERBS as JOINING
from bot.talk.messages import Press
from bot.talk.scheduling.verbs import VERBS as SCHEDULING

LIMIT = 64
_MAC_LENGTH = 12  # characters of base64: 72 bits
_LONGEST_ADDRESS = 200  # characters

# verb: number of arguments at most
READING: dict[str, int] = {
    "a": 1,  # a topic's short answer
    "p": 3,  # a part of a topic: topic, part, place
    "b": 1,  # browse: "" = sections, else a section
    "sos": 1,  # the emergency card: country or ""
    "s": 1,  # one service, whole
    "svc": 1,  # the services for a topic
    "svin": 1,  # here is the place for the services that were asked for: area code
    "num": 1,  # numbers: country or ""
    "fwd": 1,  # send a service on: its id
    "fwdto": 2,  # does somebody else look at their phone? service, no|yes
    "fwdin": 3,  # the text to pass on: service, no|yes, language
    "days": 1,  # days of the field: "" = what is coming up, "past" = what was
    "work": 1,  # "I work with children": what came under a for-you card
    "say": 1,  # a fixed text of the chat: about, privacy, settings, ...
    "where": 2,  # which country? for a topic's part: topic, part
    "in": 3,  # here is the country: country, topic, part
    "else": 0,  # "somewhere else?" on the card
    "more": 1,  # more parts and related topics of a topic
    "src": 1,  # the sources of a topic
    "no": 1,  # not what I asked: topic
    "calm": 0,  # not an emergency
    "show": 1,  # a reply that waited: its row
}
AUTHORISED: dict[str, int] = {
    "wd": 1,  # withdraw this? target
    "wdy": 1,  # yes, withdraw it
    "back": 1,  # show it again? target
    "backy": 1,  # yes, show it again
    "undo": 1,  # take a correction back: its id
    "conf": 1,  # the second person's yes: its id
    "fxs": 1,  # mend this service
    "fxf": 2,  # mend this field: contact number, field
    "fxh": 1,  # how the new value is known
    "fxy": 0,  # yes, mend it
    "fxno": 0,  # leave everything as it is
}
"""Verbs of those who may take back and mend; they are among the changing ones."""
VERBS_OF = {"joining": JOINING, "scheduling": SCHEDULING, "checkins": CHECKINS, "board": BOARD}
OFFICE: dict[str, int] = {verb: n for verbs in VERBS_OF.values() for verb, n in verbs.items()}
"""Verbs of those who joined, or are about to; they are among the changing ones, so that nobody can press for somebody else."""
CHANGING: dict[str, int] = {
    "lang": 1,  # speak this language
    "home": 1,  # keep this country ("" = forget it)
    "want": 1,  # this should be covered: gap or topic or ""
    "use": 2,  # useful or not: topic, yes/no
    "del": 1,  # delete my message: message id
    "gone": 0,  # yes, forget me
    "hide": 0,  # take back what is shown
    "dead": 2,  # this number didn't work: service, contact number
    **AUTHORISED,
    **OFFICE,
}


@dataclass(frozen=True)
class Signer:
    """Makes and reads tokens. `keys` are the secret key and, for 30 days after a change, the one before it."""

    keys: tuple[bytes, ...]

    def write(self, press: Press, person: str) -> str:
        """The token of a press for a person (`channel:person`). Raises ValueError for one that can't be carried."""
        verb, args = press.verb, press.args
        allowed = READING.get(verb, CHANGING.get(verb))
        if allowed is None or len(args) > allowed or any(":" in arg for arg in args):
            raise ValueError(f"no such button: {verb} {args}")
        body = ":".join((verb, *args))
        if verb in CHANGING:
            body = f"{body}:{self._mac(self.keys[0], body, person)}"
        if len(body.encode()) > LIMIT:
            raise ValueError(f"a button of more than {LIMIT} bytes: {body}")
        return body

    def read(self, token: str, person: str) -> Press | None:
        """The press behind a token, or None if this person was never given such a button."""
        if len(token.encode("utf-8", "surrogatepass")) > LIMIT or not token.isascii():
            return None
        verb, *args = token.split(":")
        if verb in READING:
            return Press(verb, tuple(args)) if len(args) <= READING[verb] else None
        if verb not in CHANGING or not args or len(args) - 1 > CHANGING[verb]:
            return None
        body, _, mac = token.rpartition(":")
        if any(hmac.compare_digest(self._mac(key, body, person), mac) for key in self.keys):
            return Press(verb, tuple(args[:-1]))
        return None

    def pseudonym(self, person: str) -> str:
        """Sixteen characters that stand for a person (`channel:person`) and lead back to nobody without the key."""
        return hmac.digest(self.keys[0], f"pseudonym\n{person}".encode(), hashlib.sha256).hex()[:16]

    def invitation(self, id: str) -> str:
        """The code of the invitation that is kept under an id: it stands nowhere, and is made anew whenever its link is drawn."""
        return invite.code_of(hmac.digest(self.keys[0], f"invitation\n{id}".encode(), hashlib.sha256)[: invite.RANDOM_BYTES])

    def calendar(self, person: str) -> str:
        """What stands in the address of somebody's calendar (`channel:person`): whose it is, and that we wrote it."""
        whose = base64.urlsafe_b64encode(person.encode()).decode().rstrip("=")
        return f"{whose}.{self._address(self.keys[0], person)}"

    def calendar_of(self, token: str) -> str | None:
        """Whose calendar an address means (`channel:person`); None for one that we didn't write."""
        whose, _, mac = token.partition(".")
        if not token.isascii() or len(token) > _LONGEST_ADDRESS:
            return None
        try:
            person = base64.urlsafe_b64decode(whose + "=" * (-len(whose) % 4)).decode()
        except ValueError:
            return None
        return person if any(hmac.compare_digest(self._address(key, person), mac) for key in self.keys) else None

    def hashes(self, code: str) -> tuple[str, ...]:
        """Under what an invitation may be kept that has this code: by each key, the present one first."""
        return tuple(invite.hash_of(code, hashlib.sha256(key).digest()) for key in self.keys)

    @staticmethod
    def _address(key: bytes, person: str) -> str:
        return hmac.digest(key, f"calendar\n{person}".encode(), hashlib.sha256).hex()[:32]

    @staticmethod
    def _mac(key: bytes, body: str, person: str) -> str:
        digest = hmac.digest(key, f"{person}\n{body}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest)[:_MAC_LENGTH].decode()
