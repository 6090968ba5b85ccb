"""The methods of the Bot API that the double knows, and what they change. No HTTP here."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.doubles.telegram_chat import Message, chat, person
from tests.doubles.telegram_faults import Faults, Limits, migrated
from tests.doubles.telegram_rules import CAPTION, Wrong, check_commands, check_entities, check_keyboard, check_text, units

_T = TypeVar("_T")
Keyboard = list[list[dict[str, Any]]]
BOT_ID = 42


@dataclass(frozen=True)
class Call:
    """One request: the method, what it was called with, and when (monotonic clock, seconds)."""

    method: str
    params: Mapping[str, Any]
    at: float = field(default_factory=time.monotonic)


@dataclass
class Webhook:
    """Where updates are brought."""

    url: str
    secret: str
    allowed: tuple[str, ...]
    last_error: str = ""


class Methods:
    """A Bot API server's state, and the methods that read and change it."""

    def __init__(self, *, username: str = "PracticeLineBot", seed: int = 0, limits: bool = False) -> None:
        self.username = username
        self.faults = Faults(seed)
        self.limits = Limits() if limits else None
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.pending: dict[int, dict[str, Any]] = {}
        self.confirmed = 0  # updates that the bot has acknowledged
        self.webhook: Webhook | None = None
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.answered: dict[str, str] = {}  # presses, with the toast
        self.deleted: set[int] = set()  # messages of theirs that the bot took out
        self._known: set[int] = set()
        self._theirs: dict[int, set[int]] = {}
        self._presses: set[str] = set()
        self._history: dict[int, list[Message]] = {}
        self._allowed: tuple[str, ...] = ()
        self._poller: object = None
        self._next_message = 1
        self._waiting: set[asyncio.Future[None]] = set()
        self.closing = False
        self.on_message: Callable[[Message], None] | None = None  # for loads: called for each new message and edit

    # --- waiting ---

    def wake(self) -> None:
        """Something has changed: let everybody who waits look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], _T | None], seconds: float, what: str = "it") -> _T:
        """What `look` finds, as soon as it finds something. Raises AssertionError after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if (found := look()) is not None:
                        return found
                    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.add(future)
                    await future
        except TimeoutError:
            raise AssertionError(f"waited {seconds:g} s for {what}; calls so far: {dict(self.counts)}") from None

    # --- methods ---

    async def call(self, method: str, params: Mapping[str, Any]) -> Any:
        """Carry out a method. Raises Wrong."""
        do = getattr(self, f"_do_{method.lower()}", None)
        if do is None:
            self.unknown[method] += 1
            raise Wrong(404, "Not Found: method not found")
        result = do(params)
        if asyncio.iscoroutine(result):
            result = await result
        self.wake()
        return result

    def _do_getme(self, _: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Practice Line",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _do_getupdates(self, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Wrong(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        offset = int(params.get("offset") or 0)
        for number in [number for number in self.pending if number < offset]:
            self.confirm(number)
        if (allowed := params.get("allowed_updates")) is not None:
            self._allowed = tuple(allowed)
        self._poller = me = object()
        self.wake()

        def look() -> list[dict[str, Any]] | None:
            if self.webhook:
                raise Wrong(409, "Conflict: terminated by setWebhook request")
            if self._poller is not me:
                raise Wrong(
                    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            batch = [update for update in self.pending.values() if update["update_id"] >= offset]
            return batch[: int(params.get("limit") or 100)] or ([] if self.closing else None)

        try:
            batch = await self.until(look, float(params.get("timeout") or 0))
        except AssertionError:
            return []
        batch = list(batch)
        if self.faults.repeats:
            batch += [update for update in batch if self.faults.random.random() < self.faults.repeats]
        if self.faults.shuffles:
            self.faults.random.shuffle(batch)
        return batch

    def confirm(self, number: int) -> None:
        """The bot has acknowledged an update: forget it."""
        if self.pending.pop(number, None) is not None:
            self.confirmed += 1

    def wants(self, update: Mapping[str, Any]) -> bool:
        """Whether the bot asked for updates of this kind."""
        allowed = self.webhook.allowed if self.webhook else self._allowed
        return not allowed or any(kind in update for kind in allowed) or len(update) < 2

    def _do_setwebhook(self, params: Mapping[str, Any]) -> bool:
        if params.get("drop_pending_updates"):
            self.complaints.append("drop_pending_updates loses what people wrote")
            self.pending.clear()
        allowed = tuple(params.get("allowed_updates") or ())
        self.webhook = Webhook(str(params["url"]), str(params.get("secret_token") or ""), allowed) if params.get("url") else None
        return True

    def _do_deletewebhook(self, params: Mapping[str, Any]) -> bool:
        return self._do_setwebhook({**params, "url": ""})

    def _do_getwebhookinfo(self, _: Mapping[str, Any]) -> dict[str, Any]:
        hook = self.webhook
        info = {"url": hook.url if hook else "", "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        return {**info, **({"last_error_message": hook.last_error} if hook and hook.last_error else {})}

    def _do_sendmessage(self, params: Mapping[str, Any]) -> dict[str, Any]:
        where = self._chat(params)
        text, entities = self._words(params)
        keyboard = check_keyboard(params.get("reply_markup"))
        reply_to = self._reply_to(params, where)
        if self.limits:
            self.limits.spend(where)
        preview = not (params.get("link_preview_options") or {}).get("is_disabled", False)
        silent = bool(params.get("disable_notification"))
        sent = Message(self.next_message(), where, text, entities, keyboard, silent, reply_to, preview)
        sent.versions.append(text)
        self._history.setdefault(where, []).append(sent)
        return self._tell(sent)

    def _do_senddocument(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return self._send_file(params, params.get("document"))

    def _do_sendphoto(self, params: Mapping[str, Any]) -> dict[str, Any]:
        file = params.get("photo")
        if isinstance(file, tuple) and not file[2].startswith((b"\x89PNG", b"\xff\xd8")):
            raise Wrong(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return self._send_file(params, file, picture=True)

    def _send_file(self, params: Mapping[str, Any], file: Any, picture: bool = False) -> dict[str, Any]:
        where = self._chat(params)
        if not isinstance(file, tuple) or not file[2]:
            raise Wrong(400, "Bad Request: there is no document in the request")
        caption = params.get("caption") or ""
        if units(caption) > CAPTION:
            raise Wrong(400, "Bad Request: message caption is too long")
        text = check_text(caption, self.complaints) if caption else ""
        entities = check_entities(text, params.get("caption_entities"), self.complaints)
        keyboard = check_keyboard(params.get("reply_markup"))
        reply_to = self._reply_to(params, where)
        if self.limits:
            self.limits.spend(where)
        sent = Message(self.next_message(), where, text, entities, keyboard, bool(params.get("disable_notification")), reply_to)
        sent.versions.append(text)
        sent.file, sent.picture = file, picture
        self._history.setdefault(where, []).append(sent)
        return self._tell(sent)

    def _do_editmessagetext(self, params: Mapping[str, Any]) -> dict[str, Any]:
        old = self._find(params, "message to edit not found")
        if old.file:
            raise Wrong(400, "Bad Request: there is no text in the message to edit")
        text, entities = self._words(params)
        return self._edit(old, text, entities, check_keyboard(params.get("reply_markup")))

    def _do_editmessagereplymarkup(self, params: Mapping[str, Any]) -> dict[str, Any]:
        old = self._find(params, "message to edit not found")
        return self._edit(old, old.text, old.entities, check_keyboard(params.get("reply_markup")))

    def _edit(self, old: Message, text: str, entities: list[dict[str, Any]], keyboard: Keyboard) -> dict[str, Any]:
        if (old.text, old.entities, old.keyboard) == (text, entities, keyboard):
            raise Wrong(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message",
            )
        old.text, old.entities, old.keyboard = text, entities, keyboard
        old.versions.append(text)
        return self._tell(old)

    def _do_deletemessage(self, params: Mapping[str, Any]) -> bool:
        where, number = self._chat(params), int(params["message_id"])
        ours = [message for message in self._history.get(where, []) if message.id == number]
        if (not ours and not 0 < number < self._next_message) or any(message.deleted for message in ours):
            raise Wrong(400, "Bad Request: message to delete not found")
        for message in ours:
            message.deleted = True
        if not ours:
            self.deleted.add(number)
        return True

    def _do_answercallbackquery(self, params: Mapping[str, Any]) -> bool:
        press = str(params["callback_query_id"])
        if press not in self._presses:
            raise Wrong(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(str(params.get("text") or "")) > 200:
            raise Wrong(400, "Bad Request: MESSAGE_TOO_LONG")
        self._presses.remove(press)
        self.answered[press] = str(params.get("text") or "")
        return True

    def _do_setmycommands(self, params: Mapping[str, Any]) -> bool:
        check_commands(params["commands"])
        self.commands[str(params.get("language_code") or "")] = params["commands"]
        return True

    def _do_setmydescription(self, params: Mapping[str, Any]) -> bool:
        return self._describe("description", params, 512)

    def _do_setmyshortdescription(self, params: Mapping[str, Any]) -> bool:
        return self._describe("short_description", params, 120)

    def _describe(self, kind: str, params: Mapping[str, Any], longest: int) -> bool:
        text = str(params.get(kind) or "")
        if len(text) > longest:
            raise Wrong(400, "Bad Request: DESCRIPTION_TOO_LONG")
        self.descriptions[kind, str(params.get("language_code") or "")] = text
        return True

    def _do_getfile(self, _: Mapping[str, Any]) -> dict[str, Any]:
        self.complaints.append("a file was asked for")
        raise Wrong(400, "Bad Request: invalid file_id")

    # --- what they share ---

    def _chat(self, params: Mapping[str, Any]) -> int:
        where = int(params["chat_id"])
        if where in self.moved:
            raise migrated(self.moved[where]).answer()
        if where not in self._known:
            raise Wrong(400, "Bad Request: chat not found")
        if where in self.blocked:
            raise Wrong(403, "Forbidden: bot was blocked by the user")
        return where

    def _words(self, params: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        if params.get("parse_mode"):
            self.complaints.append("a parse mode: what people wrote could become markup")
        text = check_text(params.get("text"), self.complaints)
        return text, check_entities(text, params.get("entities"), self.complaints)

    def _find(self, params: Mapping[str, Any], otherwise: str) -> Message:
        where, number = self._chat(params), int(params["message_id"])
        for message in self._history.get(where, []):
            if message.id == number and not message.deleted:
                return message
        raise Wrong(400, f"Bad Request: {otherwise}")

    def _reply_to(self, params: Mapping[str, Any], where: int) -> int | None:
        reply = params.get("reply_parameters")
        if not reply:
            return None
        number = int(reply["message_id"])
        there = number in self._theirs.get(where, set()) or any(m.id == number for m in self._history.get(where, []))
        if not there and not reply.get("allow_sending_without_reply"):
            raise Wrong(400, "Bad Request: message to be replied not found")
        return number if there else None

    def _tell(self, message: Message) -> dict[str, Any]:
        if self.on_message:
            self.on_message(message)
        return {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": chat(message.chat),
            "from": {**person(BOT_ID), "is_bot": True},
            "text": message.text,
            **({"entities": message.entities} if message.entities else {}),
        }

    def next_message(self) -> int:
        """A number for a message, in either direction."""
        self._next_message += 1
        return self._next_message - 1
