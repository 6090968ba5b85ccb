"""The road to the Bot API: python-telegram-bot's requests over aiohttp, which costs a fifth of its own client.

It also says what python-telegram-bot's errors leave out and a durable outbox has to know: whether a request that failed can
have arrived. And it keeps the bot token, which is part of every address, out of every error and log line.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

SEND_SECONDS = 8.0  # below the outbox's lease of 20 s, so that a lease always outlives its send
_CONNECT_SECONDS = 5.0
# Shorter than the far side keeps an idle connection, so that a request seldom meets one that was just closed.
_IDLE_SECONDS = 15.0
_UNSAID_SECONDS = 5.0  # to wait after a 429 that names no time


class NoConnection(NetworkError):
    """No connection could be made: nothing was sent."""


class FarSideFailed(NetworkError):
    """The Bot API failed (5xx), or something else answered in its place (a gateway's page of HTML): it was not done."""


class ConnectionLost(NetworkError):
    """The connection broke after the request was on its way, or the answer made no sense: it may have arrived."""


class TooMany(TelegramError):
    """429: not before `seconds` have passed. (python-telegram-bot's own RetryAfter is about to change the type of its number.)"""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too Many Requests")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """A pool of at most `connections` for python-telegram-bot; an answer may take `read_seconds` where nothing else is asked."""

    __slots__ = ("_connections", "_proxies", "_read_seconds", "_session")

    def __init__(self, connections: int = 64, read_seconds: float = SEND_SECONDS) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._proxies = getproxies()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool."""
        self._open()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_IDLE_SECONDS),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def shutdown(self) -> None:
        """Close the pool. A later request opens it again."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # part of `read_timeout` here
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # part of `connect_timeout` here
    ) -> tuple[int, bytes]:
        """One request: the status and body of the answer. Raises NoConnection, FarSideFailed, ConnectionLost or TimedOut."""
        # An error of aiohttp can name the address and so the token; ours are therefore raised after its `except` has ended,
        # so that it doesn't hang on them as their context either.
        failure: TelegramError
        try:
            async with self._open().request(
                method,
                URL(url, encoded=True),
                proxy=self._proxy(url),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=_seconds(read_timeout, self._read_seconds),
                    connect=_seconds(connect_timeout, _CONNECT_SECONDS),
                ),
                **_body(request_data),
            ) as answer:
                body = await answer.read()
                if answer.status == HTTPStatus.OK:
                    return answer.status, body
                refusal = _refusal(answer.status, body)
                if refusal is None:
                    failure = _failed(answer.status)
                elif answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                    failure = TooMany(_retry_after(refusal))
                else:
                    return answer.status, body
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            failure = NoConnection(type(error).__name__)
        except TimeoutError:
            failure = TimedOut()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = ConnectionLost(type(error).__name__)
        raise failure

    def _proxy(self, url: str) -> str | None:
        """The environment's proxy for an address (offices have them); aiohttp itself would look it up anew for each request."""
        if not self._proxies:
            return None
        parts = urlsplit(url)
        proxy = self._proxies.get(parts.scheme)
        return None if proxy is None or proxy_bypass(parts.netloc) else proxy

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """The answer as JSON. Raises ConnectionLost for anything else, without logging what it was."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ConnectionLost("the answer is no JSON object")
        return answer


def _refusal(status: int, body: bytes) -> JSONDict | None:
    """The Bot API's own refusal, or None: a page of a gateway, a hotel's portal or a proxy says nothing of token or chat."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _retry_after(refusal: JSONDict) -> float:
    parameters = refusal.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else _UNSAID_SECONDS


def _failed(status: int) -> TelegramError:
    # A gateway that gave up waiting doesn't know what became of the request; the others never got an answer to it.
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        return TimedOut()
    return FarSideFailed(f"status {status}")


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters).encode(), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return {"data": form}


def _seconds(asked: ODVInput[float], default: float) -> float | None:
    return default if isinstance(asked, DefaultValue) else asked
