"""A flood from one chat: after so many messages in a minute the rest is held until it is over, and answered as one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.store.moments import MINUTE, SECOND

QUIET = 10 * SECOND  # so long without another, and what was held is answered


@dataclass
class _Flow:
    times: deque[int] = field(default_factory=deque)
    told: bool = False


class Rate:
    """Counts the messages of each chat over the last minute; more than `at_most` are too many (0: never)."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._flows: dict[tuple[str, str], _Flow] = {}

    def is_over(self, channel: str, chat: str, now: int) -> bool:
        """Count one more message; whether that is too many."""
        if not self._at_most:
            return False
        flow = self._flows.setdefault((channel, chat), _Flow())
        while flow.times and flow.times[0] <= now - MINUTE:
            flow.times.popleft()
        flow.times.append(now)
        over = len(flow.times) > self._at_most
        flow.told &= over
        return over

    def tell(self, channel: str, chat: str) -> bool:
        """Whether this flood's person is to be told to slow down: once."""
        flow = self._flows.setdefault((channel, chat), _Flow())
        told, flow.told = flow.told, True
        return not told

    def sweep(self, now: int) -> None:
        """Let go of chats that are quiet."""
        for key, flow in list(self._flows.items()):
            if not flow.times or flow.times[-1] <= now - MINUTE:
                del self._flows[key]
