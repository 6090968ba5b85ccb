"""/numbers: the numbers of a country as a page of its own, to be printed, or kept by its address. No cookie, no store."""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.clock import Clock
from bot.talk.house import House
from bot.talk.messages import Drawn
from bot.web.guard import Problem
from bot.web.pace import Pace, network
from bot.web.pages import Pages

Numbers = Callable[[str, str], Drawn]
"""Draws the card for a language and a country ("" = of all the organisation's countries)."""

_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class NumbersPage:
    """The page. An office shares an address, so a good many may open it in a minute."""

    def __init__(self, draw: Numbers, pages: Pages, house: House, clock: Clock) -> None:
        self._draw, self._pages, self._house = draw, pages, house
        self._pace = Pace(clock, a_minute=120, burst=60)

    async def get(self, request: Request) -> Response:
        """The numbers of `country`, else of where the organisation works."""
        seconds = self._pace.wait(network(request.client.host if request.client else ""))
        if seconds:
            raise Problem(429, "web.slow", seconds)
        wished = request.query_params.get("country", "")
        country = wished if _COUNTRY.fullmatch(wished) else self._house.home_country
        lang = self._pages.language(request.headers.get("accept-language", ""))
        return HTMLResponse(self._pages.card(self._draw(lang, country), lang))
