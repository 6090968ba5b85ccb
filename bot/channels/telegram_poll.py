"""Long polling: updates are taken over for good before Telegram is told that they arrived. Only a wrong token stops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeVar

import structlog
from telegram import Bot, InputFile
from telegram.error import Conflict, InvalidToken

from bot.channels.base import Intake, SlowDown
from bot.channels.telegram_errors import meaning
from bot.channels.telegram_request import ConnectionLost
from bot.channels.telegram_updates import ALLOWED, NAME, Reader, update_number
from bot.talk.messages import File

LONG_POLL_SECONDS = 25
_ANSWER_SECONDS = 10  # on top of the long poll: after that the connection is held to be dead
_LIMIT = 100
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds
_REFUSALS = 5

_T = TypeVar("_T")
Sleep = Callable[[float], Awaitable[None]]
State = Literal["starting", "connected", "unreachable", "second poller"]

log = structlog.get_logger(__name__)


class WrongToken(Exception):
    """Telegram doesn't know the token: nothing will work until somebody mends it."""

    def __init__(self) -> None:
        super().__init__("Telegram refuses the bot token — take a valid one from @BotFather and set PRACTICELINE_TELEGRAM_TOKEN")


class QuietBot(Bot):
    """python-telegram-bot's Bot, without the token in its name, and with updates as they came.

    Its own `get_updates` refuses a whole batch for one odd update, and logs the batch. Its own `send_message` reads the sent
    message back into a hundred attributes, which costs as much as sending it; all that is needed of it is its number.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Bot"

    async def put(self, chat: int, text: str, number: int | None = None, **more: object) -> int:
        """Send a message, or edit the one with a number; `more` is named as in the Bot API. Returns its number."""
        data = {"chat_id": chat, "text": text, "message_id": number, **more}
        result = await self._post("sendMessage" if number is None else "editMessageText", data)
        sent = result["message_id"]
        if not isinstance(sent, int):
            raise ConnectionLost("a message without a number")
        return sent

    async def put_file(self, chat: int, file: File, **more: object) -> int:
        """Send a file, a picture as one; `more` is named as in the Bot API. Returns the message's number."""
        method, field = ("sendPhoto", "photo") if file.media.startswith("image/") else ("sendDocument", "document")
        result = await self._post(method, {"chat_id": chat, field: InputFile(file.data, filename=file.name), **more})
        sent = result["message_id"]
        if not isinstance(sent, int):
            raise ConnectionLost("a message without a number")
        return sent

    async def raw_updates(self, offset: int | None) -> Sequence[object]:
        """Wait for updates from `offset` on, which tells Telegram that those before are done with. Empty after a quiet 25 s."""
        result = await self._post(
            "getUpdates",
            {"offset": offset, "limit": _LIMIT, "timeout": LONG_POLL_SECONDS, "allowed_updates": ALLOWED},
            read_timeout=LONG_POLL_SECONDS + _ANSWER_SECONDS,
        )
        if not isinstance(result, list):
            raise ConnectionLost("updates are no list")
        return result


class Patience:
    """Tries until it succeeds, with pauses up to 30 s, and says once that it can't and once that it can again."""

    def __init__(self, sleep: Sleep) -> None:
        self.state: State = "starting"
        self._sleep = sleep
        self._pause = _FIRST_PAUSE
        self._refusals = 0

    async def insist(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """The call's result. Raises WrongToken."""
        while True:
            try:
                result = await call()
            except Exception as error:  # whatever it is, the next try may succeed
                await self._bear(error)
            else:
                self._say("connected")
                self._pause, self._refusals = _FIRST_PAUSE, 0
                return result

    async def _bear(self, error: Exception) -> None:
        match error:
            case InvalidToken():
                # Once it was right, a refusal may be Telegram's own trouble, and stopping for it would need a person to start us.
                self._refusals += 1
                if self.state == "starting" or self._refusals > _REFUSALS:
                    raise WrongToken from None
                self._say("unreachable", error)
            case Conflict():
                self._say("second poller")
            case _:
                self._say("unreachable", error)
        met = meaning(error)
        await self._sleep(met.seconds if isinstance(met, SlowDown) else self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    async def rest(self) -> None:
        """Pause after a fault of our own, as after one of Telegram's."""
        await self._sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _say(self, state: State, error: Exception | None = None) -> None:
        before, self.state = self.state, state
        if state == before:
            return
        if state == "second poller":
            log.warning("another program polls with this token; waiting", channel=NAME)
        elif state == "unreachable":
            log.warning("Telegram can't be reached; trying again", channel=NAME, error=type(error).__name__)
        elif before != "starting":
            log.info("Telegram is back", channel=NAME)


class Poll:
    """The loop. `run` ends only by WrongToken or by being cancelled."""

    def __init__(self, bot: QuietBot, reader: Reader, patience: Patience) -> None:
        self._bot = bot
        self._reader = reader
        self._patience = patience
        self._offset: int | None = None

    async def run(self, intake: Intake) -> None:
        """Fetch, hand over, acknowledge, for ever."""
        # A webhook that is still set would keep the updates from us; what waits for it stays waiting for us.
        await self._patience.insist(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        while True:
            await self._once(intake)

    async def _once(self, intake: Intake) -> None:
        raw = await self._patience.insist(self._fetch)
        if not raw:
            # What we had is confirmed by now. After a quiet week Telegram counts from a new number, which may be lower:
            # an offset kept for so long would hide what comes then.
            self._offset = None
            return
        numbers = [number for update in raw if (number := update_number(update)) is not None]
        incoming = [read for update in raw if (read := self._reader.read(update)) is not None]
        try:
            if incoming:
                await intake.take(incoming)
        except Exception as error:  # not taken over, so not acknowledged: Telegram brings it again
            log.error("updates not taken over", channel=NAME, error=type(error).__name__)
            await self._patience.rest()
            return
        if numbers:
            self._offset = max(numbers) + 1
        else:
            await self._patience.rest()  # a batch without numbers can't be acknowledged; don't spin on it

    async def _fetch(self) -> Sequence[object]:
        try:
            return await self._bot.raw_updates(self._offset)
        except Conflict as conflict:
            if "webhook" in conflict.message.casefold():  # set again meanwhile, by an older program or by hand
                await self._bot.delete_webhook(drop_pending_updates=False)
            raise
