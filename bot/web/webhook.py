"""The door that Telegram brings updates to. What is behind it decides; here is only the size of a body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.web.guard import body_of

BODY_LIMIT = 1024 * 1024
"""Bytes of an update at most; Telegram's own are far smaller."""

SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name

Webhook = Callable[[bytes, str | None], Awaitable[int]]
"""Takes a body and the secret that came with it (None: none, or more than one); returns the status to answer with."""


class WebhookDoor:
    """`POST` of an update."""

    def __init__(self, handler: Webhook) -> None:
        self._handler = handler

    async def post(self, request: Request) -> Response:
        """Hand the body over; Telegram sends it again unless the status is 200."""
        secrets = request.headers.getlist(SECRET)
        body = await body_of(request, BODY_LIMIT)
        return Response(status_code=await self._handler(body, secrets[0] if len(secrets) == 1 else None))
