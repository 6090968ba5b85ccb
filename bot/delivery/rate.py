"""A flood from one chat: after twenty messages in a minute the rest is held until it is over, and answered as one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bot.store.moments import MINUTE, SECOND

AT_MOST = 20  # messages of one chat in a minute
QUIET = 10 * SECOND  # so long without another, and what was held is answered


@dataclass
class _Flow:
    times: deque[int] = field(default_factory=deque)
    told: bool = False


class Rate:
    """Counts the messages of each chat over the last minute."""

    def __init__(self) -> None:
        self._flows: dict[tuple[str, str], _Flow] = {}

    def is_over(self, channel: str, chat: str, now: int) -> bool:
        """Count one more message; whether that is too many."""
        flow = self._flows.setdefault((channel, chat), _Flow())
        while flow.times and flow.times[0] <= now - MINUTE:
            flow.times.popleft()
        flow.times.append(now)
        over = len(flow.times) > AT_MOST
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
