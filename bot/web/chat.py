"""The conversation over HTTP: plain forms that answer with a page, and the same addresses for the script."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.channels.base import Letter, Mailbox
from bot.talk.messages import Joined, Pressed, Said
from bot.web.guard import Problem
from bot.web.pages import SHOWN, Pages, View
from bot.web.visitor import Badge, once
from bot.web.visits import CHANNEL, Visits, address, down, scripted

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
OVER = 410
"""The status that tells the script that this page isn't the visitor's any more: it opens the chat anew."""
FORM_HEADER = "x-form"
"""In which the script sends the page's form token, so that a page of somebody who was here before gets nothing."""

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = logging.getLogger("practiceline.web")


class Chat:
    """The pages of the chat."""

    def __init__(self, visits: Visits, mailbox: Mailbox, pages: Pages, stopping: asyncio.Event) -> None:
        self._visits, self._mailbox, self._pages, self._stopping = visits, mailbox, pages, stopping
        self._polls = dict[str, int]()

    # --- pages ----------------------------------------------------------------------------------------------------------

    async def home(self, request: Request) -> Response:
        """The chat. A first visit joins; `after` waits a moment for what comes behind that number."""
        if request.method == "HEAD":
            return HTMLResponse("")
        accept, payload, visits = request.headers.get("accept-language", ""), _payload(request), self._visits
        badge = visits.badge(request)
        if badge is None and request.headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(self._pages.bounce(f"/?start={payload}" if payload else "/", self._pages.language(accept)))
        known = badge is not None
        if badge is None:
            visits.pace(visits.paces.arrive, address(request))
            badge = visits.newcomer()
        else:
            visits.pace(visits.paces.read, badge.visitor)
            if visits.over(badge):
                return self._out(accept)
        visitor, after = badge.visitor, _number(request.query_params.get("after"))
        before = await self._caught_up(visitor, after) if known and not payload else []
        if _ended(before):
            return self._out(accept, before)
        empty = not before and not (known and await self._waiting(visitor))
        if payload or empty:
            earlier = await self._letters(visitor, 0) if payload and known else []
            await visits.take(Joined(visits.origin(request, visitor, f"joined:{once()}"), payload))
            if payload and known:
                return visits.with_cookie(RedirectResponse(f"/?after={_last(earlier)}#new", 303), badge)
            after = None
            before = await self._letters(visitor, 0, ANSWER_WAIT)
        letters = _latest(before)
        # What came while the page was closed; on a first visit, and behind one's own question, nothing did.
        news = 0 if empty or after is not None or not known else sum(letter.fresh for letter in letters)
        shown = letters if "all" in request.query_params else letters[-max(SHOWN, news) :]
        view = View(
            letters=shown,
            last=_last(letters),
            after=after,
            waiting=await self._waiting(visitor),
            more=len(shown) < len(letters),
            token=visits.badges.form_token(visitor),
            news=news,
            joined=await self._joined(visitor),
        )
        newest = sorted(letters, key=lambda letter: letter.number)
        page = self._pages.chat(view, self._pages.language(accept, newest))
        return visits.with_cookie(HTMLResponse(page), badge, view.joined)

    def _out(self, accept: str, letters: Sequence[Letter] = ()) -> Response:
        """Signed out: nothing of what stood here, and whoever goes on is somebody new."""
        page = HTMLResponse(self._pages.trouble(self._pages.language(accept, letters), "web.out", card=False))
        return self._visits.with_cookie(page, self._visits.newcomer())

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
        badge, number = self._visits.there(request), _number(request.path_params["number"])
        if badge is None or number is None:
            raise Problem(404, "web.not_found")
        self._visits.pace(self._visits.paces.read, badge.visitor)
        try:
            file = await self._mailbox.file(CHANNEL, badge.visitor, request.path_params["letter"], number)
        except Exception as error:
            raise down(error) from error
        if file is None:
            raise Problem(404, "web.not_found")
        kept = "inline" if file.media.startswith("image/") else "attachment"
        return Response(file.data, headers={"content-type": file.media, "content-disposition": f'{kept}; filename="{file.name}"'})

    # --- what the visitor does ------------------------------------------------------------------------------------------

    async def say(self, request: Request) -> Response:
        """A typed message."""
        badge, form = await self._visits.form(request)
        # PostgreSQL holds no NUL, and nobody types one.
        text = form.get("text", "").replace("\0", "").replace("\r\n", "\n")[:LONGEST]
        once_id = self._visits.once(badge.visitor, form, "say", text)
        await self._visits.take(Said(self._visits.origin(request, badge.visitor, once_id), text))
        return self._taken(request, form, badge)

    async def press(self, request: Request) -> Response:
        """A button."""
        badge, form = await self._visits.form(request)
        data, message = form.get("data", "").replace("\0", "")[:200], form.get("message", "").replace("\0", "")[:64]
        once_id = self._visits.once(badge.visitor, form, "press", data, message)
        await self._visits.take(Pressed(self._visits.origin(request, badge.visitor, once_id), data, message))
        return self._taken(request, form, badge)

    def _taken(self, request: Request, form: dict[str, str], badge: Badge) -> Response:
        if scripted(request):
            return self._visits.used(Response(status_code=204), badge)
        return self._visits.used(RedirectResponse(f"/?after={_number(form.get('after')) or 0}#new", 303), badge)

    async def hide(self, request: Request) -> Response:
        """Somebody is looking: what was shown is taken back, and a neutral page stands there, whatever happens."""
        try:
            badge, form = await self._visits.form(request)
            once_id = self._visits.once(badge.visitor, form, "hide")
            await self._visits.take(Said(self._visits.origin(request, badge.visitor, once_id), "/hide"))
        except Problem as problem:
            if scripted(request):
                raise
            _log.warning("hide: %s", problem)
        return Response(status_code=204) if scripted(request) else RedirectResponse("/blank", 303)

    async def letters(self, request: Request) -> Response:
        """News for the script: messages above `after`, or 204 when a while has passed without any."""
        badge, after = self._visits.badge(request), _number(request.query_params.get("after"))
        if badge is None:
            raise Problem(403, "web.stale")
        self._visits.pace(self._visits.paces.read, badge.visitor)
        visitor, page = badge.visitor, request.headers.get(FORM_HEADER)
        # On a shared computer an open page counts for nothing: only what is done there does.
        if self._visits.over(badge) or (page is not None and not self._visits.badges.form_holds(visitor, page)):
            raise Problem(OVER, "web.out")
        letters = await self._news(request, visitor, after or 0)
        if _ended(letters):
            raise Problem(OVER, "web.out")
        if not letters:
            return Response(status_code=204)
        first, token = letters[:POLL_LETTERS], self._visits.badges.form_token(visitor)
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

    # Whatever goes wrong behind these, the visitor gets a plain sentence and the emergency card instead of a bare 500.

    async def _letters(self, visitor: str, after: int, wait: float = 0) -> list[Letter]:
        try:
            return list(await self._mailbox.letters(CHANNEL, visitor, after, wait))
        except Exception as error:
            raise down(error) from error

    async def _joined(self, visitor: str) -> bool:
        try:
            return await self._mailbox.is_device(CHANNEL, visitor)
        except Exception as error:
            raise down(error) from error

    async def _waiting(self, visitor: str) -> bool:
        try:
            return await self._mailbox.waiting(CHANNEL, visitor)
        except Exception as error:
            raise down(error) from error


def _payload(request: Request) -> str:
    payload = request.query_params.get("start", "")
    return payload if _PAYLOAD.fullmatch(payload) else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 15 else None


def _last(letters: Sequence[Letter]) -> int:
    return max((letter.number for letter in letters), default=0)


def _ended(letters: Sequence[Letter]) -> bool:
    return any(letter.drawn.ends for letter in letters)


def _latest(letters: Sequence[Letter]) -> list[Letter]:
    """Each message once, as it was last edited, in the place where it first stood."""
    latest: dict[str, Letter] = {}
    for letter in letters:
        latest[letter.id] = letter
    return list(latest.values())


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
