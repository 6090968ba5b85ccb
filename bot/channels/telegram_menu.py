"""What Telegram shows beside the chat: the commands menu and the two descriptions, in each language."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.constants import BotCommandLimit, BotDescriptionLimit
from telegram.error import TelegramError

from bot.channels.base import SlowDown
from bot.channels.telegram_errors import meaning
from bot.library.words import Command, Words

DESCRIPTION, ABOUT = "telegram.description", "telegram.about"
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_TRIES = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds

log = structlog.get_logger(__name__)


class Menu:
    """Keeps the menus as the edition has them, and asks Telegram only for what changed since it was last told."""

    def __init__(self, bot: Bot, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._bot = bot
        self._sleep = sleep
        self._told: dict[tuple[str, str], object] = {}

    async def show(self, words: Words) -> None:
        """Tell Telegram of every language's menu. Tries again for some minutes, then gives up: the chat works without it."""
        for code in words.languages:
            if code != "en" and not _LANGUAGE.fullmatch(code):
                continue  # Telegram knows two-letter languages only
            # English is what Telegram shows to people of any language that has no menu of its own.
            language = None if code == "en" else code
            commands = _commands(words.languages[code].commands or words.languages["en"].commands)
            if commands:
                scope = BotCommandScopeAllPrivateChats()  # in groups the bot has nothing to offer
                call = self._call(self._bot.set_my_commands, commands, scope=scope, language_code=language)
                await self._tell("commands", code, [(command.command, command.description) for command in commands], call)
            if words.has(DESCRIPTION):
                text = words.say(code, DESCRIPTION)[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH]
                await self._tell(DESCRIPTION, code, text, self._call(self._bot.set_my_description, text, language_code=language))
            if words.has(ABOUT):
                text = words.say(code, ABOUT)[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH]
                await self._tell(ABOUT, code, text, self._call(self._bot.set_my_short_description, text, language_code=language))

    @staticmethod
    def _call(method: Callable[..., Awaitable[object]], *args: object, **named: object) -> Callable[[], Awaitable[object]]:
        return lambda: method(*args, **named)

    async def _tell(self, what: str, code: str, wanted: object, call: Callable[[], Awaitable[object]]) -> None:
        if self._told.get((what, code)) == wanted:
            return
        pause = _FIRST_PAUSE
        for _ in range(_TRIES):
            try:
                await call()
            except TelegramError as error:
                met = meaning(error)
                await self._sleep(met.seconds if isinstance(met, SlowDown) else pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._told[what, code] = wanted
                return
        log.warning("menu not set", channel="telegram", what=what, code=code)


def _commands(commands: Sequence[Command]) -> list[BotCommand]:
    """Those that Telegram takes, in their order; other names still work when typed."""
    longest = int(BotCommandLimit.MAX_DESCRIPTION)
    fit = [c for c in commands if _NAME.fullmatch(c.name) and c.menu.strip()]
    return [BotCommand(c.name, c.menu.strip()[:longest]) for c in fit[: int(BotCommandLimit.MAX_COMMAND_NUMBER)]]
