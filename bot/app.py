"""The composition root: the only file that knows every other. It starts the parts, watches over them, and ends them."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from bot.admin import Copies
from bot.channels.base import Channel
from bot.channels.mailbox import PullChannel
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.delivery import NO_PACE, TELEGRAM_PACE, Delivery
from bot.keys import KeyRefused, keys_of
from bot.library.edition import Edition
from bot.library.make import Kitchen, Made, cache_folder, last_good, make
from bot.library.publish import Children, Current, Publisher
from bot.library.read import ContentRefused, Problem
from bot.library.words import Words
from bot.store import NewerSchema, StoreInUse, open_store
from bot.talk.messages import Drawn, EmergencyCard, NumbersCard, Reply
from bot.talk.render import draw
from bot.talk.tokens import Signer

if TYPE_CHECKING:
    from bot.channels.email import EmailChannel
    from bot.channels.telegram import TelegramChannel

HEALTH_EVERY = 2.0  # seconds
LAST_SECONDS = 9.0  # an orderly end takes no longer: what manages processes kills after ten

log = structlog.get_logger(__name__)


class Failed(Exception):
    """It can't start, or can't go on: one line that says why and what to do. Exit code 2."""


def serve(settings: Settings) -> None:
    """Serve the web chat, and Telegram if there is a token, until told to stop. Raises Failed, ContentRefused."""
    clock = SystemClock()
    made = _made(settings, clock, fit=False)
    sock = _listen(settings.web.host, settings.web.port)
    with contextlib.closing(sock):
        asyncio.run(_serve(settings, clock, made, sock))


def talk_in_terminal(settings: Settings) -> None:
    """One conversation in this terminal, kept in memory only. Raises Failed, ContentRefused."""
    clock = SystemClock()
    made = _made(settings, clock, fit=True)
    asyncio.run(_talk(settings, clock, made))


def _made(settings: Settings, clock: Clock, fit: bool) -> Made:
    """The content as it is, or, while a file is broken, as it last was whole: nobody goes without the card for a typing error."""
    kitchen = Kitchen(settings.content, cache_folder(settings.cache))
    try:
        return make(kitchen, clock.now().date(), fit=fit)
    except ContentRefused as refused:
        before = last_good(kitchen)
        if before is None:
            raise
        _refused(tuple(problem for problem in refused.problems if problem.level == "error"))
        return before


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Taken before anything else starts, so that a port in use is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        remedy = "stop the other program, or set web.port or PRACTICELINE_WEB_PORT to another"
        raise Failed(f"{host}:{port} can't be listened on ({error.strerror}) — {remedy}") from None
    sock.listen(256)
    sock.setblocking(False)
    return sock


async def _serve(settings: Settings, clock: Clock, made: Made, sock: socket.socket) -> None:
    current = Current(made.edition)
    telegram = _telegram(settings, clock)
    email = _email(settings, lambda: current.edition.words, clock)
    channels: list[Channel] = [PullChannel("web"), *([telegram] if telegram else []), *([email] if email else [])]
    settings.house.ways.web = _address(settings, sock)
    if telegram:
        settings.house.ways.telegram = telegram.deep_link
    signer = _signer(settings, clock)
    store = open_store(settings.database_url)
    pace = TELEGRAM_PACE if settings.telegram.pace == "telegram" else NO_PACE
    copies = Copies(settings, clock)
    delivery = Delivery(store, lambda: current.edition, settings.house, signer, channels, clock, pace, duties=(copies.tick,))
    if email:
        email.open(delivery.mails)
        settings.house.ways.email = True
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    try:
        await delivery.start()
    except (StoreInUse, NewerSchema) as error:
        await store.close()
        raise Failed(str(error)) from None
    kitchen = Kitchen(settings.content, cache_folder(settings.cache))

    def published(edition: Edition, fitted: bool) -> None:
        log.info("content published", version=edition.version, state="fitted" if fitted else "fitting")
        if telegram:
            telegram.publish(edition.words, edition.version)

    publisher = Publisher(current, Children(kitchen), on_refused=_refused, on_published=published)
    if telegram:
        telegram.publish(made.edition.words, made.edition.version)
    work: list[Awaitable[None]] = [
        publisher.run(made),
        _web(settings, clock, current, delivery, signer, sock, stopping, telegram),
    ]
    if telegram:
        work.append(telegram.run(delivery.intake))
    host, port = sock.getsockname()[:2]
    log.info("serving", address=f"http://{host}:{port}", version=made.edition.version, channel="web")
    try:
        await _until(stopping, work)
    finally:
        await _in_time(delivery.stop(), "delivery")
        if telegram:
            await _in_time(telegram.close(), "telegram")
        if email:
            email.close()
        await _in_time(store.close(), "store")
        log.info("stopped")


def _address(settings: Settings, sock: socket.socket) -> str:
    """Where people find the web chat; "" where only a proxy knows."""
    host, port = sock.getsockname()[:2]
    everywhere = settings.web.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not listened on
    return settings.web.address or ("" if everywhere else f"http://{host}:{port}")


async def _until(stopping: asyncio.Event, work: Sequence[Awaitable[None]]) -> None:
    """Run everything until told to stop; the first part that fails ends all, and its error comes out."""
    from bot.channels.telegram import WrongToken

    tasks = [asyncio.ensure_future(part) for part in work]
    told = asyncio.create_task(stopping.wait())
    try:
        done, _ = await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {told}:
            task.result()
    except WrongToken as error:
        raise Failed(str(error)) from None
    finally:
        stopping.set()
        # The web server ends by itself once it is told to, and lets open answers out first.
        await asyncio.wait(tasks[1:2], timeout=2.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, told, return_exceptions=True)


async def _web(
    settings: Settings, clock: Clock, current: Current, delivery: Delivery, signer: Signer, sock: socket.socket,
    stopping: asyncio.Event, telegram: TelegramChannel | None,
) -> None:  # fmt: skip
    import uvicorn

    from bot.web.app import LOOPBACK, WebSettings, create_app
    from bot.web.health import Health

    health = Health(details={"version": current.edition.version})
    address = urlsplit(settings.web.address)
    own = (settings.web.host,) if settings.web.host not in ("0.0.0.0", "::") else ()  # noqa: S104 - compared, not listened on
    hosts = ("*",) if not settings.web.address and not own else (*LOOPBACK, *own, *filter(None, (address.hostname,)))
    house = settings.house

    def emergency(lang: str) -> Drawn:
        card = Reply((EmergencyCard(house.home_country),), lang=lang)
        return draw(card, delivery.edition(), house, signer, "web:", clock.now())

    def numbers(lang: str, country: str) -> Drawn:
        card = Reply((NumbersCard(country, keep="numbers.print"),), lang=lang)
        return draw(card, delivery.edition(), house, signer, "web:", clock.now())

    app = create_app(
        intake=delivery.intake,
        mailbox=delivery.mailbox,
        edition=delivery.edition,
        house=house,
        keys=signer.keys,
        clock=clock,
        health=lambda: health,
        settings=WebSettings(hosts=hosts, https=address.scheme == "https"),
        emergency=emergency,
        numbers=numbers,
        calendar=delivery.calendar,
        mails=delivery.mails,
        telegram=telegram.webhook_update if telegram and settings.telegram.webhook_url else None,
        stopping=stopping,
    )
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=2)
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        while not stopping.is_set() and not serving.done():
            found = await delivery.health()
            state = telegram.state if telegram else "off"
            details: dict[str, str | int | bool] = {
                "version": current.edition.version,
                "telegram": state,
                "unread": found.unread,
                "waiting": sum(found.waiting.values()),
                "oldest_seconds": round(found.oldest_seconds),
            }
            health = Health(degraded=found.degraded or state in ("unreachable", "second poller"), details=details)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), HEALTH_EVERY)
    finally:
        server.should_exit = True
        await serving


async def _talk(settings: Settings, clock: Clock, made: Made) -> None:
    from rich.console import Console

    from bot.channels.terminal import TerminalChat, keyboard

    edition: Edition = made.edition
    store = open_store("sqlite://")
    signer = Signer((b"a key that lives as long as this conversation",))
    delivery = Delivery(store, lambda: edition, settings.house, signer, [PullChannel("terminal")], clock, NO_PACE)
    await delivery.start()
    try:
        await TerminalChat(delivery.intake, delivery.mailbox, lambda: edition.words, clock, Console()).run(keyboard)
    finally:
        await _in_time(delivery.stop(), "delivery")
        await _in_time(store.close(), "store")


def _telegram(settings: Settings, clock: Clock) -> TelegramChannel | None:
    wanted = settings.telegram
    if not wanted.token:
        return None
    from bot.channels.telegram import TelegramChannel, TelegramSettings

    return TelegramChannel(TelegramSettings(wanted.token, wanted.api_url, wanted.webhook_url, wanted.webhook_secret), clock)


def _email(settings: Settings, words: Callable[[], Words], clock: Clock) -> EmailChannel | None:
    wanted = settings.email
    if not wanted.host:
        return None
    from bot.channels.email import EmailChannel, EmailSettings

    given = EmailSettings(wanted.host, wanted.port, wanted.security, wanted.sender, wanted.user, wanted.password)
    return EmailChannel(given, words, lambda: settings.house.ways.web, clock)


def _signer(settings: Settings, clock: Clock) -> Signer:
    try:
        return Signer(keys_of(settings, clock.now().date()))
    except KeyRefused as error:
        raise Failed(str(error)) from None


def _refused(problems: tuple[Problem, ...]) -> None:
    """The old content goes on; whoever looks after it is told each place."""
    for problem in problems:
        log.error("content refused", file=problem.file, line=problem.line, what=problem.what, why=problem.remedy)


async def _in_time(ending: Awaitable[None], what: str) -> None:
    try:
        await asyncio.wait_for(ending, LAST_SECONDS)
    except Exception as error:
        log.error("did not end well", what=what, error=type(error).__name__)
