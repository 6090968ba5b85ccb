"""What goes wrong between a bot and Telegram, on demand: by script (the next call of a method) or by chance (from a seed)."""

from __future__ import annotations

import random
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tests.doubles.telegram_rules import Wrong


@dataclass(frozen=True)
class Fault:
    """One fault. Those that `happens_first` is true for leave the call undone."""

    kind: Literal["answer", "page", "drop_before", "drop_after", "half_open", "hang_after"]
    status: int = 0
    description: str = ""
    retry_after: int = 0
    new_chat: int = 0

    @property
    def happens_first(self) -> bool:
        return self.kind not in ("drop_after", "hang_after")

    def answer(self) -> Wrong:
        """The Bot API's own answer for this fault."""
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.new_chat}
        return Wrong(self.status, self.description, **{name: value for name, value in parameters.items() if value})


DROPPED_BEFORE = Fault("drop_before")
"""The connection breaks before the request is read."""
DROPPED_AFTER = Fault("drop_after")
"""The request is carried out, and the connection breaks before the answer."""
HALF_OPEN = Fault("half_open")
"""The request is swallowed and nothing ever comes back."""
DONE_BUT_SILENT = Fault("hang_after")
"""The request is carried out, and nothing ever comes back."""
SERVER_ERROR = Fault("answer", 500, "Internal Server Error")
BAD_GATEWAY = Fault("page", 502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
GATEWAY_TIMEOUT = Fault("page", 504, "<html><body>504 Gateway Time-out</body></html>")
PORTAL = Fault("page", 200, "<html><body>Welcome to the hotel. Please log in.</body></html>")
BLOCKED = Fault("answer", 403, "Forbidden: bot was blocked by the user")
DEACTIVATED = Fault("answer", 403, "Forbidden: user is deactivated")
UNAUTHORIZED = Fault("answer", 401, "Unauthorized")
SECOND_POLLER = Fault(
    "answer", 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


def too_many(seconds: int) -> Fault:
    """429: not before so many seconds."""
    return Fault("answer", 429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def bad_request(sentence: str) -> Fault:
    """400 with a sentence of Telegram's."""
    return Fault("answer", 400, f"Bad Request: {sentence}")


def migrated(new_chat: int) -> Fault:
    """400: the group has another id now."""
    return Fault("answer", 400, "Bad Request: group chat was upgraded to a supergroup chat", new_chat=new_chat)


class Faults:
    """Which call meets which fault. A script goes before a standing fault, and that before chance."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.shuffles = False  # updates of one batch come in any order
        self.repeats = 0.0  # the share of updates that come once more in a later batch
        self._scripts: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._standing: dict[str, Fault] = {}
        self._chances: dict[str, Mapping[Fault, float]] = {}

    def script(self, method: str, *faults: Fault | None) -> None:
        """The next calls of a method meet these, one each; None lets a call through."""
        self._scripts[method].extend(faults)

    def stand(self, fault: Fault | None, *methods: str) -> None:
        """Every call of these methods (of any, if none is named) meets this until it is taken away with None."""
        for method in methods or ("*",):
            if fault is None:
                self._standing.pop(method, None)
            else:
                self._standing[method] = fault

    def chance(self, method: str, shares: Mapping[Fault, float]) -> None:
        """A call of a method meets each of these with its probability; they add up to at most 1."""
        self._chances[method] = shares

    def meet(self, method: str) -> Fault | None:
        """What the call that is coming in now meets."""
        if self._scripts[method]:
            return self._scripts[method].popleft()
        if (standing := self._standing.get(method) or self._standing.get("*")) is not None:
            return standing
        if shares := self._chances.get(method):
            thrown = self.random.random()
            for fault, share in shares.items():
                thrown -= share
                if thrown < 0:
                    return fault
        return None


class Limits:
    """Telegram's own pace: 30 messages a second in all, 1 a second to a person with a burst of 3, 20 a minute to a group."""

    def __init__(self) -> None:
        self._spent: dict[int | None, tuple[float, float]] = {}

    def spend(self, chat: int) -> None:
        """Count one message. Raises Wrong (429) for one too many."""
        in_chat = (20 / 60, 20.0) if chat < 0 else (1.0, 3.0)
        for key, (rate, burst) in ((None, (30.0, 30.0)), (chat, in_chat)):
            now = time.monotonic()
            tokens, at = self._spent.get(key, (burst, now))
            tokens = min(burst, tokens + (now - at) * rate)
            if tokens < 1:
                raise too_many(max(1, round((1 - tokens) / rate + 0.5))).answer()
            self._spent[key] = (tokens - 1, now)
