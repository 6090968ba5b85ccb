"""How a channel is doing, as its sends tell: working, asked to wait, or failing so that one message at a time tries the way."""

from __future__ import annotations

from dataclasses import dataclass

FAILING_AFTER = 3  # failures without a success between them
_LONGEST = 30_000  # milliseconds between tries while it fails


@dataclass
class Line:
    """One channel. Moments and pauses in milliseconds."""

    failures: int = 0
    in_flight: int = 0
    _closed_at: int = 0
    _closed_until: int = 0

    def closed_for(self, now: int) -> int:
        """How long nothing may be sent, 0 if something may. A clock that was set back ends the pause."""
        return self._closed_until - now if self._closed_at <= now < self._closed_until else 0

    def is_open(self, now: int) -> bool:
        """Whether a message may be sent. While the channel fails, one at a time finds out whether it works again."""
        return not self.closed_for(now) and not (self.is_failing and self.in_flight)

    @property
    def is_failing(self) -> bool:
        """Whether the channel as a whole seems to be down."""
        return self.failures >= FAILING_AFTER

    def worked(self) -> None:
        """A message got through, or was refused for what it says."""
        self.failures = self._closed_until = 0

    def failed(self, now: int) -> bool:
        """A message didn't get through. True if that may be the message's own fault: others got through just before."""
        alone = self.failures == 0
        self.failures += 1
        if self.is_failing:
            self._close(now, min(_LONGEST, 1000 * 2 ** min(10, self.failures - FAILING_AFTER)))
        return alone

    def slow_down(self, now: int, seconds: float) -> None:
        """The channel asked for a pause; it holds for every chat."""
        self._close(now, max(int(seconds * 1000), self.closed_for(now)))

    def _close(self, now: int, milliseconds: int) -> None:
        self._closed_at, self._closed_until = now, now + milliseconds
