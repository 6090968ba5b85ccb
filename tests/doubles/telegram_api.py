"""A Bot API server of our own, on loopback: good enough for the real python-telegram-bot, and as strict as Telegram.

    async with TelegramDouble() as telegram:
        ...start the bot with telegram.root and telegram.token...
        telegram.say(1, "what do i do")
        answer = await telegram.wait_for_message(1)
        telegram.press(1, answer, "What to say")

Waiting is by event, never by sleeping. Faults: `telegram.faults` (see telegram_faults). `complaints` holds what Telegram takes
but no bot should send. As a program of its own, with a small chat on standard input: `python -m tests.doubles.telegram_api`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from aiohttp.web_request import FileField

from tests.doubles import telegram_chat
from tests.doubles.telegram_chat import Message, member, message, person
from tests.doubles.telegram_faults import Fault
from tests.doubles.telegram_methods import Call, Methods
from tests.doubles.telegram_rules import Wrong

TOKEN = "123456:AAtest-token_of_the_double"
PATIENCE = 5.0  # seconds that a test waits for something before it fails
_RETRY = 0.02  # seconds until a webhook is tried again
_IN_FLIGHT = 40
_JSON = (
    "entities", "caption_entities", "reply_markup", "reply_parameters", "link_preview_options", "allowed_updates", "commands",
    "scope",
)  # fmt: skip


class TelegramDouble(Methods):
    """The server. `seed` is for faults by chance; with `limits` it refuses what is faster than Telegram allows."""

    def __init__(self, *, token: str = TOKEN, port: int = 0, records: bool = True, **settings: Any) -> None:
        super().__init__(**settings)
        self.token = token
        self.root = ""
        self._port = port
        self._records = records
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None
        self._held: set[asyncio.Task[Any]] = set()
        self._next_update = 1000
        self._cursor: dict[int, int] = {}
        self._edits_seen: dict[int, int] = {}

    # --- what people do ---

    def say(self, chat: int, text: str, *, who: int | None = None, locale: str = "en", **content: Any) -> int:
        """Somebody writes in a chat. Returns the message's number. Any chat becomes known to the bot by it."""
        return self._write(chat, who, locale, text=text, **content)

    def send(self, chat: int, kind: str, *, who: int | None = None, **content: Any) -> int:
        """Somebody sends a photo, voice, sticker, location, ... Returns the message's number."""
        return self._write(chat, who, "en", **telegram_chat.media(kind), **content)

    def forward(self, chat: int, text: str) -> int:
        """Somebody forwards a message of a stranger. Returns the message's number."""
        origin = {"type": "hidden_user", "sender_user_name": "A stranger", "date": int(time.time()) - 60}
        return self._write(chat, None, "en", text=text, forward_origin=origin)

    def edit(self, chat: int, number: int, text: str) -> None:
        """Somebody changes a message of theirs."""
        now = int(time.time())
        self.push({"edited_message": message(number, chat, person(chat), now, text=text, edit_date=now)})

    def press(self, chat: int, under: Message | int, label: str = "", *, data: str | None = None) -> str:
        """Somebody presses a button, by its words, or with any data at all. Returns the press's id."""
        number = under if isinstance(under, int) else under.id
        carried = data if data is not None else self._message(chat, number).data(label)
        press = f"press-{self._next_update}"
        self._presses.add(press)
        shown = {"message_id": number, "date": int(time.time()), "chat": telegram_chat.chat(chat), "text": "..."}
        who = person(abs(chat))
        self.push({"callback_query": {"id": press, "from": who, "message": shown, "chat_instance": "1", "data": carried}})
        return press

    def block(self, chat: int) -> None:
        """Somebody stops the bot."""
        self.blocked.add(chat)
        self._membership(chat, "member", "kicked")

    def unblock(self, chat: int) -> None:
        """Somebody lets the bot back in."""
        self.blocked.discard(chat)
        self._membership(chat, "kicked", "member")

    def join(self, group: int, *, who: int = 1) -> None:
        """Somebody adds the bot to a group."""
        self._known.add(group)
        self._membership(group, "left", "member", who)

    def leave(self, group: int, *, who: int = 1) -> None:
        """Somebody takes the bot out of a group."""
        self._membership(group, "member", "left", who)

    def push(self, update: dict[str, Any]) -> int:
        """Any update at all. Returns its number."""
        number = self._next_update
        self._next_update += 1
        if self.wants(update):
            self.pending[number] = {"update_id": number, **update}
            self.wake()
        return number

    def knows(self, *chats: int) -> None:
        """These people have started the bot some time ago."""
        self._known.update(chats)

    # --- what the bot did ---

    def messages(self, chat: int) -> list[Message]:
        """What the bot wrote to a chat and is still there, oldest first."""
        return [message for message in self._history.get(chat, []) if not message.deleted]

    def sent(self, chat: int) -> list[Message]:
        """All that the bot ever wrote to a chat, also what it took back."""
        return list(self._history.get(chat, []))

    async def wait_for_message(self, chat: int, seconds: float = PATIENCE) -> Message:
        """The next new message of the bot in a chat that wasn't returned before."""
        place = self._cursor.get(chat, 0)
        found = await self.until(
            lambda: next(iter(self._history.get(chat, [])[place : place + 1]), None), seconds, f"a message to {chat}"
        )
        self._cursor[chat] = place + 1
        return found

    async def wait_for_edit(self, message: Message, seconds: float = PATIENCE) -> Message:
        """The message after its next edit that wasn't returned before."""
        seen = self._edits_seen.get(message.id, 1)
        await self.until(lambda: len(message.versions) > seen or None, seconds, f"an edit of {message.id}")
        self._edits_seen[message.id] = seen + 1
        return message

    async def wait_for_call(self, method: str, times: int = 1, seconds: float = PATIENCE) -> list[Call]:
        """All calls of a method, once there were so many."""
        await self.until(lambda: self.counts[method] >= times or None, seconds, f"{times} x {method}")
        return self.calls_of(method)

    async def wait_until_read(self, seconds: float = PATIENCE) -> None:
        """Until the bot has acknowledged every update."""
        await self.until(lambda: not self.pending or None, seconds, "every update to be acknowledged")

    def calls_of(self, method: str) -> list[Call]:
        """The calls of a method, in order."""
        return [call for call in self.calls if call.method == method]

    # --- the server ---

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50 << 20)
        app.router.add_route("*", "/bot{token:[^/]*}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"
        self._delivery = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.closing = True
        self.wake()
        for task in (self._delivery, *self._held):
            if task:
                task.cancel()
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fault = self.faults.meet(method)
        if fault and fault.kind == "drop_before":
            return self._drop(request)
        params = await _params(request)
        self.counts[method] += 1
        if self._records:
            self.calls.append(Call(method, params))
        self.wake()
        try:
            if request.match_info["token"] != self.token:
                known_form = request.match_info["token"].partition(":")[0].isdigit()
                raise Wrong(401, "Unauthorized") if known_form else Wrong(404, "Not Found")
            if fault and fault.happens_first:
                return await self._fail(request, fault)
            result = await self.call(method, params)
        except Wrong as wrong:
            body: dict[str, Any] = {"ok": False, "error_code": wrong.status, "description": wrong.description}
            if wrong.parameters:
                body["parameters"] = wrong.parameters
            return web.json_response(body, status=wrong.status)
        if fault and fault.kind == "drop_after":
            return self._drop(request)
        if fault:
            await self._hold()
        return web.json_response({"ok": True, "result": result})

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "answer":
            raise fault.answer()
        if fault.kind == "page":
            return web.Response(text=fault.description, content_type="text/html", status=fault.status)
        await self._hold()
        return self._drop(request)

    async def _hold(self) -> None:
        """Say nothing until the double is closed."""
        if task := asyncio.current_task():
            self._held.add(task)
        await asyncio.get_running_loop().create_future()

    @staticmethod
    def _drop(request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _deliver(self) -> None:
        """Bring updates to the webhook, several at once; one that isn't answered with 200 is brought again."""
        in_flight: set[int] = set()
        async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as group:
            while True:

                def look() -> list[dict[str, Any]] | None:
                    free = [update for number, update in self.pending.items() if number not in in_flight]
                    return (free[: _IN_FLIGHT - len(in_flight)] if self.webhook else None) or None

                for update in await self.until(look, 1e6) or ():
                    in_flight.add(update["update_id"])
                    group.create_task(self._bring(client, update, in_flight))

    async def _bring(self, client: aiohttp.ClientSession, update: dict[str, Any], in_flight: set[int]) -> None:
        number = update["update_id"]
        while (hook := self.webhook) and number in self.pending:
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
            try:
                async with client.post(hook.url, json=update, headers=headers) as answer:
                    if answer.status == 200:
                        self.confirm(number)
                        break
                    hook.last_error = f"Wrong response from the webhook: {answer.status}"
            except aiohttp.ClientError:
                hook.last_error = "Connection refused"
            await asyncio.sleep(_RETRY)
        in_flight.discard(number)
        self.wake()

    # --- how updates come about ---

    def _write(self, chat: int, who: int | None, locale: str, **content: Any) -> int:
        number = self.next_message()
        self._known.add(chat)
        self._theirs.setdefault(chat, set()).add(number)
        sender = person(who if who is not None else abs(chat), locale)
        self.push({"message": message(number, chat, sender, int(time.time()), **content)})
        return number

    def _membership(self, chat: int, before: str, after: str, who: int | None = None) -> None:
        change = {"chat": telegram_chat.chat(chat), "from": person(who or abs(chat)), "date": int(time.time())}
        self.push({"my_chat_member": {**change, "old_chat_member": member(before), "new_chat_member": member(after)}})

    def _message(self, chat: int, number: int) -> Message:
        return next(message for message in self._history.get(chat, []) if message.id == number)


async def _params(request: web.Request) -> dict[str, Any]:
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        params |= await request.json()
    elif request.can_read_body:
        fields = (await request.post()).items()
        params |= {name: _file(value) if isinstance(value, FileField) else value for name, value in fields}
    for name in _JSON:
        if isinstance(params.get(name), str):
            params[name] = json.loads(params[name])
    for name in ("disable_notification", "drop_pending_updates"):
        if isinstance(params.get(name), str):
            params[name] = params[name] == "true"
    return params


def _file(field: FileField) -> tuple[str, str, bytes]:
    return field.filename, field.content_type, field.file.read()


def _listener() -> Callable[[Message], None]:
    def tell(message: Message) -> None:
        print(f"\n[{message.id}] {message.text}")
        for row in message.buttons:
            print("   " + "  ".join(f"[{label}]" for label in row))

    return tell


async def _chat(port: int, token: str) -> None:
    """A chat on standard input: a line is said, `[Words]` presses that button under the last message."""
    async with TelegramDouble(port=port, token=token) as telegram:
        telegram.on_message = _listener()
        print(f"PRACTICELINE_TELEGRAM_API_URL={telegram.root} PRACTICELINE_TELEGRAM_TOKEN={token}")
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            if line.startswith("[") and telegram.messages(1):
                try:
                    telegram.press(1, telegram.messages(1)[-1], line.strip("[] "))
                except AssertionError as error:
                    print(error)
            else:
                telegram.say(1, line)


if __name__ == "__main__":
    import argparse

    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--port", type=int, default=8081)
    options.add_argument("--token", default=TOKEN)
    asked = options.parse_args()
    asyncio.run(_chat(asked.port, asked.token))
