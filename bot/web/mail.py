"""/mail/<token>: the page behind the link in each e-mail, which stops them. Looking stops nothing; the address is the key."""

from __future__ import annotations

from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.clock import Clock
from bot.web.pace import Pace, network
from bot.web.pages import Pages
from bot.web.visits import Visits, down

PATH = "/mail/{token}"


class MailStops(Protocol):
    """What stops e-mails. Implemented by `delivery`."""

    async def holds(self, token: str) -> bool:
        """Whether e-mails go out that this token stops."""

    async def stop(self, token: str) -> bool:
        """Stop them; False where there were none (any more)."""


class MailPage:
    """Shows, and stops when somebody says so: the person whose address it is, whoever got it by mistake, or a mail program at a
    press on "unsubscribe" (RFC 8058), which brings no cookie and no form token."""

    def __init__(self, stops: MailStops, pages: Pages, clock: Clock) -> None:
        self._stops, self._pages = stops, pages
        self._pace = Pace(clock, a_minute=60, burst=60)

    async def get(self, request: Request) -> Response:
        """The question. A wrong token, and one that stopped them before, have the same page."""
        token = self._token(request)
        try:
            holds = await self._stops.holds(token)
        except Exception as error:
            raise down(error) from error
        return self._page(request, "web.mail.ask" if holds else "web.mail.gone", target=request.url.path if holds else "")

    async def post(self, request: Request) -> Response:
        """Stops them."""
        token = self._token(request)
        try:
            stopped = await self._stops.stop(token)
        except Exception as error:
            raise down(error) from error
        return self._page(request, "web.mail.stopped" if stopped else "web.mail.gone")

    def _token(self, request: Request) -> str:
        Visits.pace(self._pace, network(request.client.host if request.client else ""))
        return str(request.path_params["token"])[:120]

    def _page(self, request: Request, key: str, target: str = "") -> Response:
        lang = self._pages.language(request.headers.get("accept-language", ""))
        return HTMLResponse(self._pages.mail(key, target, lang))
