"""The conversation over HTTP: plain forms that answer with a page, and the same addresses for the script."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.channels.base import Intake, Letter, Mailbox
from bot.clock import Clock
from bot.talk.house import House
from bot.talk.messages import Incoming, Joined, Origin, Pressed, Said
from bot.web.guard import Problem, check_origin, form_of
from bot.web.pace import Pace, network
from bot.web.pages import SHOWN, Pages, View, languages, opens_card_data
from bot.web.visitor import Badges, once

CHANNEL = "web"
LONGEST = 4096
"""Characters of a message, as in every channel; what is longer is cut."""
ANSWER_WAIT = 2.0
"""Seconds that a page waits for the answer before it says "answering"."""
POLL_WAIT = 25.0
"""Seconds that the script's question for news stays open; below the idle limits of usual proxies."""
POLL_LETTERS = 4
"""Messages in one answer to the script; the rest comes with its next question, at once."""
POLLS_EACH = 4
"""Open questions for news of one browser; a further one is answered at once."""

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = logging.getLogger("practiceline.web")


@dataclass
class Paces:
    """What one browser and one address may do. An office shares an address, so its buckets are large."""

    clock: Clock
    arrive: Pace = field(init=False)
    speak: Pace = field(init=False)
    speak_address: Pace = field(init=False)
    sos: Pace = field(init=False)
    read: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.arrive = Pace(self.clock, a_minute=30, burst=60)
        self.speak = Pace(self.clock, a_minute=60, burst=30)
        self.speak_address = Pace(self.clock, a_minute=300, burst=150)
        self.sos = Pace(self.clock, a_minute=60, burst=30)
        self.read = Pace(self.clock, a_minute=240, burst=120)


class Chat:
    """The pages of the chat. `https` makes the cookie one that is never sent in the clear."""

    def __init__(
        self, intake: Intake, mailbox: Mailbox, pages: Pages, badges: Badges, house: House, clock: Clock, https: bool,
        stopping: asyncio.Event,
    ) -> None:  # fmt: skip
        self._intake, self._mailbox, self._pages, self._badges = intake, mailbox, pages, badges
        self._house, self._clock, self._https, self._stopping = house, clock, https, stopping
        self._paces, self._polls = Paces(clock), dict[str, int]()

    # --- pages ----------------------------------------------------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        """The chat. A first visit joins; `after` waits a moment for what comes behind that number."""
        if request.method == "HEAD":
            return HTMLResponse("")
        accept, payload = request.headers.get("accept-language", ""), _payload(request)
        visitor = self._visitor(request)
        if visitor is None and request.headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(self._pages.bounce(f"/?start={payload}" if payload else "/", self._pages.language(accept)))
        known = visitor is not None
        if visitor is None:
            self._pace(self._paces.arrive, _address(request))
            visitor = self._badges.new()
        else:
            self._pace(self._paces.read, visitor)
        after = _number(request.query_params.get("after"))
        before = await self._caught_up(visitor, after) if known and not payload else []
        empty = not before and not (known and await self._waiting(visitor))
        if payload or empty:
            earlier = await self._letters(visitor, 0) if payload and known else []
            await self._take(Joined(self._origin(request, visitor, f"joined:{once()}"), payload))
            if payload and known:
                return self._with_cookie(RedirectResponse(f"/?after={_last(earlier)}#new", 303), visitor)
            after = None
            before = await self._letters(visitor, 0, ANSWER_WAIT)
        letters = _latest(before)
        shown = letters if "all" in request.query_params else letters[-SHOWN:]
        view = View(
            letters=shown,
            last=_last(letters),
            after=after,
            waiting=await self._waiting(visitor),
            more=len(shown) < len(letters),
            token=self._badges.form_token(visitor),
        )
        newest = sorted(letters, key=lambda letter: letter.number)
        return self._with_cookie(HTMLResponse(self._pages.chat(view, self._pages.language(accept, newest))), visitor)

    async def _caught_up(self, visitor: str, after: int | None) -> list[Letter]:
        """All that there is to show, after a moment's wait for what comes behind `after`."""
        letters = await self._letters(visitor, 0)
        if after is None or after < _last(letters):
            return letters
        await self._letters(visitor, after, ANSWER_WAIT)
        return await self._letters(visitor, 0)

    async def blank(self, request: Request) -> Response:
        """A page that shows nothing."""
        return HTMLResponse(self._pages.blank(self._pages.language(request.headers.get("accept-language", ""))))

    async def file(self, request: Request) -> Response:
        """A file of one of the visitor's own messages; whatever else is asked for isn't there."""
        visitor, number = self._visitor(request), _number(request.path_params["number"])
        if visitor is None or number is None:
            raise Problem(404, "web.not_found")
        self._pace(self._paces.read, visitor)
        try:
            file = await self._mailbox.file(CHANNEL, visitor, request.path_params["letter"], number)
        except Exception as error:
            raise _down(error) from error
        if file is None:
            raise Problem(404, "web.not_found")
        kept = "inline" if file.media.startswith("image/") else "attachment"
        return Response(file.data, headers={"content-type": file.media, "content-disposition": f'{kept}; filename="{file.name}"'})

    # --- what the visitor does ------------------------------------------------------------------------------------------

    async def say(self, request: Request) -> Response:
        """A typed message."""
        visitor, form = await self._form(request)
        # PostgreSQL holds no NUL, and nobody types one.
        text = form.get("text", "").replace("\0", "").replace("\r\n", "\n")[:LONGEST]
        origin = self._origin(request, visitor, self._once(visitor, form, "say", text))
        await self._take(Said(origin, text))
        return _taken(request, form)

    async def press(self, request: Request) -> Response:
        """A button."""
        visitor, form = await self._form(request)
        data, message = form.get("data", "").replace("\0", "")[:200], form.get("message", "").replace("\0", "")[:64]
        origin = self._origin(request, visitor, self._once(visitor, form, "press", data, message))
        await self._take(Pressed(origin, data, message))
        return _taken(request, form)

    async def hide(self, request: Request) -> Response:
        """Somebody is looking: what was shown is taken back, and a neutral page stands there, whatever happens."""
        try:
            visitor, form = await self._form(request)
            await self._take(Said(self._origin(request, visitor, self._once(visitor, form, "hide")), "/hide"))
        except Problem as problem:
            if _scripted(request):
                raise
            _log.warning("hide: %s", problem)
        return Response(status_code=204) if _scripted(request) else RedirectResponse("/blank", 303)

    async def letters(self, request: Request) -> Response:
        """News for the script: messages above `after`, or 204 when a while has passed without any."""
        visitor, after = self._visitor(request), _number(request.query_params.get("after"))
        if visitor is None:
            raise Problem(403, "web.stale")
        self._pace(self._paces.read, visitor)
        letters = await self._news(request, visitor, after or 0)
        if not letters:
            return Response(status_code=204)
        first, token = letters[:POLL_LETTERS], self._badges.form_token(visitor)
        last = first[-1].number
        body = {
            "after": last,
            "more": len(first) < len(letters),
            "waiting": await self._waiting(visitor),
            "letters": [
                {"id": letter.id, "lang": letter.drawn.lang, "html": self._pages.letter(letter, token, last)} for letter in first
            ],
        }
        return JSONResponse(body)

    async def _news(self, request: Request, visitor: str, after: int) -> list[Letter]:
        """Waits for letters until the browser goes away or the program stops."""
        if self._polls.get(visitor, 0) >= POLLS_EACH or self._stopping.is_set():
            return await self._letters(visitor, after)
        self._polls[visitor] = self._polls.get(visitor, 0) + 1
        found = asyncio.ensure_future(self._letters(visitor, after, POLL_WAIT))
        ends = [asyncio.ensure_future(_gone(request)), asyncio.ensure_future(self._stopping.wait())]
        try:
            await asyncio.wait([found, *ends], return_when=asyncio.FIRST_COMPLETED)
            return await found if found.done() else []
        finally:
            for task in (found, *ends):
                task.cancel()
            self._polls[visitor] -= 1
            if not self._polls[visitor]:
                del self._polls[visitor]

    # --- the parts ------------------------------------------------------------------------------------------------------

    async def _form(self, request: Request) -> tuple[str, dict[str, str]]:
        """Who sent a form, and its fields. Raises Problem for one that isn't theirs, isn't a form, or comes too fast."""
        check_origin(request)
        form = await form_of(request)
        visitor = self._visitor(request)
        if visitor is None or not self._badges.form_holds(visitor, form.get("token", "")):
            raise Problem(403, "web.stale")
        if opens_card_data(form.get("data", "")):
            self._pace(self._paces.sos, visitor)
        else:
            self._pace(self._paces.speak, visitor)
            self._pace(self._paces.speak_address, _address(request))
        return visitor, form

    def _visitor(self, request: Request) -> str | None:
        return self._badges.read(request.cookies.get(self._cookie_name, ""))

    @property
    def _cookie_name(self) -> str:
        return "__Host-chat" if self._https else "chat"

    def _with_cookie(self, response: Response, visitor: str) -> Response:
        response.set_cookie(
            self._cookie_name,
            self._badges.cookie(visitor),
            max_age=self._house.keeps_session_days * 86400,
            httponly=True,
            samesite="strict",
            secure=self._https,
        )
        return response

    def _once(self, visitor: str, form: dict[str, str], *what: str) -> str:
        update_id = self._badges.update_id(visitor, form.get("once", ""), *what)
        if update_id is None:
            raise Problem(400, "web.bad")
        return update_id

    def _origin(self, request: Request, visitor: str, update_id: str) -> Origin:
        tags = languages(request.headers.get("accept-language", ""))
        spoken = [tag for tag in tags if tag.partition("-")[0].lower() in self._house.languages]
        locale = next(iter(spoken or tags), "")
        return Origin(CHANNEL, update_id, visitor, visitor, self._clock.now(), locale=locale)

    @staticmethod
    def _pace(pace: Pace, key: str) -> None:
        seconds = pace.wait(key)
        if seconds:
            raise Problem(429, "web.slow", seconds)

    # Whatever goes wrong behind these, the visitor gets a plain sentence and the emergency card instead of a bare 500.

    async def _take(self, incoming: Incoming) -> None:
        try:
            await self._intake.take([incoming])
        except Exception as error:
            raise _down(error) from error

    async def _letters(self, visitor: str, after: int, wait: float = 0) -> list[Letter]:
        try:
            return list(await self._mailbox.letters(CHANNEL, visitor, after, wait))
        except Exception as error:
            raise _down(error) from error

    async def _waiting(self, visitor: str) -> bool:
        try:
            return await self._mailbox.waiting(CHANNEL, visitor)
        except Exception as error:
            raise _down(error) from error


def _down(error: Exception) -> Problem:
    # The kind of the error only: its words may hold what was typed.
    _log.error("the chat can't reach its store: %s", type(error).__name__)
    return Problem(503, "store.down", retry_after=5)


def _taken(request: Request, form: dict[str, str]) -> Response:
    if _scripted(request):
        return Response(status_code=204)
    return RedirectResponse(f"/?after={_number(form.get('after')) or 0}#new", 303)


def _scripted(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _payload(request: Request) -> str:
    payload = request.query_params.get("start", "")
    return payload if _PAYLOAD.fullmatch(payload) else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 15 else None


def _address(request: Request) -> str:
    return network(request.client.host if request.client else "")


def _last(letters: Sequence[Letter]) -> int:
    return max((letter.number for letter in letters), default=0)


def _latest(letters: Sequence[Letter]) -> list[Letter]:
    """Each message once, as it was last edited, in the place where it first stood."""
    latest: dict[str, Letter] = {}
    for letter in letters:
        latest[letter.id] = letter
    return list(latest.values())


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
