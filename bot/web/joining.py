"""Where the link of an invitation leads. Looking uses nothing up, because messengers open links to draw a preview: what the
invitation is, and whether it holds, is said in the chat, by whoever goes on."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.channels.base import Mailbox
from bot.talk.messages import Joined
from bot.web.pages import Pages
from bot.web.visits import CHANNEL, Visits, address, down

PATH = "/join/{code}"
OWN, SHARED = "i_", "s_"
"""Begins what is handed on: a browser of one's own, or a computer that others use too."""

_LONGEST = 62
_NO_CODE = re.compile(r"[^A-Za-z0-9_-]")


class JoinPage:
    """The page with one question, whether others use this computer, and its form. A wrong code is shown the same page."""

    def __init__(self, visits: Visits, mailbox: Mailbox, pages: Pages) -> None:
        self._visits, self._mailbox, self._pages = visits, mailbox, pages

    async def get(self, request: Request) -> Response:
        """Shows it."""
        if request.method == "HEAD":
            return HTMLResponse("")
        code, visits = _code(request), self._visits
        lang = self._pages.language(request.headers.get("accept-language", ""))
        known = visits.there(request)
        if known is None and request.headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(self._pages.bounce(f"/join/{code}", lang))
        if known is None:
            visits.pace(visits.paces.arrive, address(request))
        else:
            visits.pace(visits.paces.read, known.visitor)
        badge = known or visits.newcomer()
        page = HTMLResponse(self._pages.join(f"/join/{code}", visits.badges.form_token(badge.visitor), lang))
        return page if known else visits.with_cookie(page, badge)

    async def post(self, request: Request) -> Response:
        """Goes to the chat with it. On a shared computer as somebody new: so nothing is seen of whoever was there before, nor of
        this person by whoever comes after."""
        badge, form = await self._visits.form(request)
        visits, shared = self._visits, form.get("shared") == "yes"
        payload = (SHARED if shared else OWN) + _code(request)
        once = visits.once(badge.visitor, form, "join", payload)
        if shared:
            badge = visits.newcomer(shared=True)
        try:
            letters = await self._mailbox.letters(CHANNEL, badge.visitor, 0, 0)
        except Exception as error:
            raise down(error) from error
        await visits.take(Joined(visits.origin(request, badge.visitor, once), payload))
        last = max((letter.number for letter in letters), default=0)
        return visits.with_cookie(RedirectResponse(f"/?after={last}#new", 303), badge)


def _code(request: Request) -> str:
    """What stands in the address, as far as it may go on."""
    return _NO_CODE.sub("", str(request.path_params["code"]))[:_LONGEST]
