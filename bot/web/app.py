"""Puts the web chat together. Everything that it needs is handed in; nothing here knows a store or a content folder."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.base import Intake, Mailbox
from bot.clock import Clock
from bot.talk.house import House
from bot.talk.messages import Drawn
from bot.web.assets import Assets
from bot.web.calendar import PATH as CALENDAR
from bot.web.calendar import Calendar, CalendarDoor
from bot.web.chat import Chat
from bot.web.guard import Guard, Problem
from bot.web.health import Health, HealthPages
from bot.web.joining import PATH as JOIN
from bot.web.joining import JoinPage
from bot.web.mail import PATH as MAIL
from bot.web.mail import MailPage, MailStops
from bot.web.numbers import Numbers, NumbersPage
from bot.web.pages import Pages, Spoken
from bot.web.visitor import Badges
from bot.web.visits import Visits
from bot.web.webhook import Webhook, WebhookDoor

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class WebSettings:
    """`hosts` are the names that the server answers to ("*": any); `https` says that visitors come by https.

    `telegram_path` is where Telegram brings updates to.
    """

    hosts: Sequence[str] = LOOPBACK
    https: bool = False
    telegram_path: str = "/telegram"


def create_app(
    *,
    intake: Intake,
    mailbox: Mailbox,
    edition: Callable[[], Spoken],
    house: House,
    keys: Sequence[bytes],
    clock: Clock,
    health: Callable[[], Health],
    settings: WebSettings | None = None,
    emergency: Callable[[str], Drawn] | None = None,
    numbers: Numbers | None = None,
    calendar: Calendar | None = None,
    mails: MailStops | None = None,
    telegram: Webhook | None = None,
    stopping: asyncio.Event | None = None,
) -> Starlette:
    """The web chat, health checks and, with a handler, the webhook.

    `keys` are the secret key and the one before it. `emergency` draws the card for a language without any store: it is kept
    in the page for when the connection or the store is gone. `numbers` draws those of a country for a page of their own,
    `calendar` gives what calendar programs fetch, `mails` stops e-mails. Setting `stopping` ends open
    questions for news, so that a server that stops gracefully needn't wait for them. Raises ValueError without a key of at least
    16 bytes.
    """
    settings = settings or WebSettings()
    assets = Assets()
    visits = Visits(intake, Badges(keys), house, clock, settings.https)
    pages = Pages(edition, house, assets, emergency)
    chat = Chat(visits, mailbox, pages, stopping or asyncio.Event())
    join = JoinPage(visits, mailbox, pages)
    probes = HealthPages(health)
    routes: list[BaseRoute] = [
        Route("/", chat.home, methods=["GET"]),
        Route("/say", chat.say, methods=["POST"]),
        Route("/press", chat.press, methods=["POST"]),
        Route("/hide", chat.hide, methods=["POST"]),
        Route("/letters", chat.letters, methods=["GET"]),
        Route("/file/{letter}/{number}", chat.file, methods=["GET"]),
        Route("/blank", chat.blank, methods=["GET"]),
        Route(JOIN, join.get, methods=["GET"]),
        Route(JOIN, join.post, methods=["POST"]),
        Route("/static/{name}", assets.get, methods=["GET"]),
        Route("/favicon.ico", _nothing, methods=["GET"]),
        Route("/healthz", probes.alive, methods=["GET"]),
        Route("/readyz", probes.ready, methods=["GET"]),
    ]
    if numbers is not None:
        routes.append(Route("/numbers", NumbersPage(numbers, pages, house, clock).get, methods=["GET"]))
    if calendar is not None:
        routes.append(Route(CALENDAR, CalendarDoor(calendar, clock).get, methods=["GET"]))
    if mails is not None:
        page = MailPage(mails, pages, clock)
        routes += [Route(MAIL, page.get, methods=["GET"]), Route(MAIL, page.post, methods=["POST"])]
    open_paths = ["/healthz", "/readyz"]
    if telegram is not None:
        routes.append(Route(settings.telegram_path, WebhookDoor(telegram).post, methods=["POST"]))
        open_paths.append(settings.telegram_path)

    def refused(request: Request, problem: Exception) -> Response:
        key, retry = (problem.key, problem.retry_after) if isinstance(problem, Problem) else ("web.not_found", 0)
        status = problem.status if isinstance(problem, Problem) else getattr(problem, "status_code", 500)
        headers = {"retry-after": str(math.ceil(retry))} if retry else {}
        if request.headers.get("accept", "").startswith("application/json"):
            return JSONResponse({"problem": key}, status, headers)
        lang = pages.language(request.headers.get("accept-language", ""))
        return HTMLResponse(pages.trouble(lang, key, card=status in (429, 500, 503)), status, headers)

    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, hosts=settings.hosts, open_paths=open_paths, https=settings.https, failed=refused),
            # Answers hold nothing that the visitor chose beside a secret, so that their length tells nobody anything.
            Middleware(GZipMiddleware, minimum_size=400),
        ],
        exception_handlers={Problem: refused, HTTPException: refused},
    )


async def _nothing(_: Request) -> Response:
    return Response(status_code=204, headers={"cache-control": "public, max-age=86400"})
