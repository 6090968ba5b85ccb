"""E-mails to people who have only the web chat: to whom they go, and what stops them.

Whoever gets one by somebody's slip of the keys can stop it: each has an address of a page with a token that holds for this person
and this mailbox alone. Looking at that page stops nothing, since mail programs open links by themselves.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection

from bot.channels.base import Recipient
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.posting import Message, Put, look_up, put_up
from bot.delivery.sheet import Sheet
from bot.store import Connection, emails, people
from bot.store.moments import DAY, ms
from bot.talk.house import House
from bot.talk.messages import Button, Press, Reply, Say
from bot.talk.tokens import Signer

PATH = "/mail/"
USEFUL = 14 * DAY
"""So long it is worth telling somebody that their address is written to no more (milliseconds)."""
_MAC_BYTES = 18


class Mails:
    """Addresses for the e-mail channel (see channels.base), and what the links in e-mails do. `pulls` are the channels whose
    people fetch their messages: there they are told what became of their address."""

    def __init__(
        self, breaker: Breaker, signer: Signer, house: House, pulls: Collection[str], clock: Clock,
        next_number: Callable[[], int], announce: Callable[[str, str], None],
    ) -> None:  # fmt: skip
        self._breaker = breaker
        self._keys = signer.keys
        self._house = house
        self._pulls = pulls
        self._clock = clock
        self._next_number = next_number
        self._announce = announce

    async def recipient(self, person: str) -> Recipient | None:
        """Where to write; None for somebody who wants no e-mail (any more), or for whom nothing waits. Raises StoreDown."""
        now = ms(self._clock.now())

        def look(connection: Connection) -> str:
            return emails.of(connection, person) if emails.something_waits(connection, person, now) else ""

        address = await self._breaker.read(look)
        return Recipient(address, self._house.ways.web + PATH + self.token(person, address)) if address else None

    async def refused(self, person: str, address: str) -> None:
        """There is no such mailbox. Raises StoreDown."""
        await self._take_out(person, address, "mail.refused")

    async def holds(self, token: str) -> bool:
        """Whether e-mails go out that this token stops. Raises StoreDown."""
        person = token.partition(".")[0]
        address = await self._breaker.read(lambda connection: emails.of(connection, person))
        return bool(address) and self._is(token, person, address)

    async def stop(self, token: str) -> bool:
        """No e-mails any more to the mailbox that this token came to; False where none went there. Raises StoreDown."""
        person = token.partition(".")[0]
        address = await self._breaker.read(lambda connection: emails.of(connection, person))
        if not address or not self._is(token, person, address):
            return False
        return await self._take_out(person, address, "mail.stopped")

    def token(self, person: str, address: str) -> str:
        """What stops the e-mails of a person to that address, and to no other."""
        return f"{person}.{self._mac(self._keys[0], person, address)}"

    def _is(self, token: str, person: str, address: str) -> bool:
        given = token.partition(".")[2].encode("utf-8", "replace")
        return any(hmac.compare_digest(self._mac(key, person, address).encode(), given) for key in self._keys)

    @staticmethod
    def _mac(key: bytes, person: str, address: str) -> str:
        digest = hmac.digest(key, f"mail\n{person}\n{address}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode()

    async def _take_out(self, person: str, address: str, said: str) -> bool:
        """Forget the address, if it is still theirs, and tell them so where they fetch their messages."""
        now, number = ms(self._clock.now()), self._next_number()
        sheet = Sheet("", "", "", True, now, None, self._house, self._pulls, number=number)

        def take_out(connection: Connection) -> Put | None:
            if emails.of(connection, person) != address:
                return None
            emails.keep(connection, person, "")
            known = people.just(connection, [person]).people.get(person)
            if known is None or known.suspended or known.left is not None:
                return Put()
            button = Button(Say("button.my_mail"), Press("j-my", ("mail",)))
            told = Message(person, Reply((Say(said),), ((button,),), lang=known.language, lane="reminder"), now + USEFUL)
            return put_up(connection, [told], look_up(connection, [person], now), sheet, self._pulls)

        put = await self._breaker.write(take_out)
        if put is None:
            return False
        for chat in put.announce:
            self._announce(*chat)
        return True
