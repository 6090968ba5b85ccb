"""/calendar/<token>.ics: somebody's check-ins, fetched by their calendar program. No cookie, no page; the address is the key."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock
from bot.talk.messages import File
from bot.web.guard import Problem
from bot.web.pace import Pace, network

Calendar = Callable[[str], Awaitable[File | None]]
"""The calendar that an address means; None for one that means none (any more)."""

PATH = "/calendar/{token}.ics"
_log = logging.getLogger("practiceline.web")


class CalendarDoor:
    """Answers calendar programs, which call every few hours, from the servers of whoever runs them."""

    def __init__(self, calendar: Calendar, clock: Clock) -> None:
        self._calendar = calendar
        self._pace = Pace(clock, a_minute=120, burst=120)

    async def get(self, request: Request) -> Response:
        """The calendar as it is now. What isn't there (any more) and what was guessed are the same."""
        seconds = self._pace.wait(network(request.client.host if request.client else ""))
        if seconds:
            raise Problem(429, "web.slow", seconds)
        try:
            file = await self._calendar(request.path_params["token"])
        except Exception as error:
            _log.error("a calendar can't be made: %s", type(error).__name__)
            raise Problem(503, "store.down", retry_after=600) from error
        if file is None:
            raise Problem(404, "web.not_found")
        if request.method == "HEAD":
            return Response(headers={"content-type": file.media})
        return Response(file.data, headers={"content-type": file.media})
