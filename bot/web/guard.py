"""What is checked before a page is made: host, origin, size and kind of the body; and the headers that every answer carries."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("practiceline.web")

FORM_LIMIT = 64 * 1024
"""Bytes of a form at most."""

HEADERS = {
    # No inline script or style anywhere, nothing from elsewhere, and nobody may put the page into theirs.
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}


class Problem(Exception):
    """A request that is refused. `key` is the sentence that says why; `retry_after` is in seconds."""

    def __init__(self, status: int, key: str, retry_after: float = 0) -> None:
        super().__init__(f"{status} {key}")
        self.status, self.key, self.retry_after = status, key, retry_after


Failed = Callable[[Request, Exception], Response]


class Guard:
    """Refuses foreign host names, and puts the headers on every answer.

    A page on another name that resolves to this machine could otherwise read the chat of whoever runs it locally. `hosts`
    are names without port; "*" switches the check off. `open_paths` are asked for by probes, which call by address.
    `failed` makes the answer when something broke.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], open_paths: Sequence[str], https: bool, failed: Failed) -> None:
        self._app, self._open, self._https, self._failed = app, frozenset(open_paths), https, failed
        self._hosts = frozenset(host.casefold() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._https:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        known = "*" in self._hosts or scope["path"] in self._open or _host(Headers(scope=scope)) in self._hosts
        if not known:
            refusal = PlainTextResponse("This server doesn't answer to that host name.", status_code=400)
            await refusal(scope, receive, with_headers)
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:
            # The place and the kind of the error only: its words may hold what was typed.
            place = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("a request failed: %s in %s:%s", type(error).__name__, Path(place.filename).name, place.lineno)
            if not begun:
                await self._failed(Request(scope, receive), Problem(500, "web.failed"))(scope, receive, with_headers)


def _host(headers: Headers) -> str:
    if len(headers.getlist("host")) != 1:
        return ""
    try:
        return urlsplit(f"//{headers['host']}").hostname or ""
    except ValueError:
        return ""


def check_origin(request: Request) -> None:
    """Refuse a form that another site sent. Raises Problem.

    Browsers say so in Sec-Fetch-Site; older ones in Origin, which is "null" for plain forms of a page that gives no referrer:
    then the cookie, which is never sent across sites, and the form token decide.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Problem(403, "web.stale")
        return
    origin = request.headers.get("origin", "null")
    if origin != "null" and origin.partition("://")[2] != request.headers.get("host"):
        raise Problem(403, "web.stale")


async def body_of(request: Request, limit: int) -> bytes:
    """The body. Raises Problem 413 as soon as it is longer than `limit` bytes."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise Problem(413, "web.too_long")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem(413, "web.too_long")
    return bytes(body)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name. Raises Problem 400 if it isn't one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Problem(400, "web.bad")
    body = await body_of(request, FORM_LIMIT)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=16)
    except ValueError as error:
        raise Problem(400, "web.bad") from error
    form: dict[str, str] = {}
    for name, value in pairs:
        form.setdefault(name, value)
    return form
