"""How a channel is doing, as its sends tell: working, asked to wait, or failing so that one message at a time tries the way."""

from __future__ import annotations

from dataclasses import dataclass

FAILING_AFTER = 3  # failures without a success between them
_LONGEST = 30_000  # milliseconds between tries while it fails


@dataclass
class Line:
    """One channel. Moments in milliseconds."""

    failures: int = 0
    closed_until: int = 0
    in_flight: int = 0

    def is_open(self, now: int) -> bool:
        """Whether a message may be sent. While the channel fails, one at a time finds out whether it works again."""
        if now < self.closed_until <= now + _LONGEST * 10:  # further off only if the clock was set back
            return False
        return not self.is_failing or self.in_flight == 0

    @property
    def is_failing(self) -> bool:
        """Whether the channel as a whole seems to be down."""
        return self.failures >= FAILING_AFTER

    def worked(self) -> None:
        """A message got through, or was refused for what it says."""
        self.failures, self.closed_until = 0, 0

    def failed(self, now: int) -> bool:
        """A message didn't get through. True if that may be the message's own fault: others got through just before."""
        alone = self.failures == 0
        self.failures += 1
        if self.is_failing:
            self.closed_until = now + min(_LONGEST, 1000 * 2 ** (self.failures - FAILING_AFTER))
        return alone

    def slow_down(self, now: int, seconds: float) -> None:
        """The channel asked for a pause; it holds for every chat."""
        self.closed_until = max(self.closed_until, now + int(seconds * 1000))
