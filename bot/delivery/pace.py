"""How fast a channel may be sent to: in all, in a private chat, in a group; and half of all for what nobody asked for."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from bot.talk.messages import LANES

UNASKED = LANES.index("reminder")  # lanes from here on hold what nobody asked for


@dataclass(frozen=True)
class Rate:
    """`per_second` on average, and `burst` at once."""

    per_second: float
    burst: float


@dataclass(frozen=True)
class Limits:
    """The rates of one channel; None = as fast as it goes."""

    overall: Rate | None = None
    private: Rate | None = None
    group: Rate | None = None


@dataclass(frozen=True)
class Pace:
    """The limits of each channel by its name; a channel that isn't named has none.

    `flood` is how many messages of one chat in a minute are answered each by itself; what comes beyond is held until it is
    quiet and answered as one. 0: no number is too many.
    """

    limits: Mapping[str, Limits] = field(default_factory=dict)
    flood: int = 20

    def of(self, channel: str) -> Limits:
        """The limits of a channel."""
        return self.limits.get(channel, _UNLIMITED)


_UNLIMITED = Limits()
# Telegram: "about 30 messages a second, one a second in a chat (short bursts are let pass), 20 a minute in a group". For groups
# the burst is counted in, because that limit is kept to the letter: 5 at once and 15 more within the minute.
# A mail server counts connections: one a second, of what nobody asked for.
TELEGRAM_PACE = Pace({"telegram": Limits(Rate(30, 10), Rate(1, 3), Rate(15 / 60, 5)), "email": Limits(Rate(2, 4))})
NO_PACE = Pace(flood=0)
"""As fast as it goes, in and out: for load tests."""

Buckets = MutableMapping[str, tuple[float, int]]
"""By name: how many tokens were left, and when that was (milliseconds)."""

GO = 0
NOT_NOW = -1
"""The channel as a whole is at its limit: nothing of this lane or a less urgent one may go."""


def names_of(channel: str, chat: str) -> tuple[str, str, str]:
    """The buckets that a message takes from: the channel's, its half for what nobody asked for, the chat's."""
    return channel, f"{channel}/unasked", f"{channel}:{chat}"


@dataclass
class Purse:
    """Takes from buckets. Several threads may take at once."""

    pace: Pace
    buckets: Buckets = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, channel: str, chat: str, private: bool, lane: int, now: int) -> int:
        """Take for one message: GO; NOT_NOW; or the milliseconds after which this chat may get another."""
        limits = self.pace.of(channel)
        if limits is _UNLIMITED:
            return GO
        overall, unasked, own = names_of(channel, chat)
        half = Rate(limits.overall.per_second / 2, max(1.0, limits.overall.burst / 2)) if limits.overall else None
        wanted = [(overall, limits.overall), (own, limits.private if private else limits.group)]
        if lane >= UNASKED:
            wanted.insert(1, (unasked, half))
        with self._lock:
            levels = {name: self._level(name, rate, now) for name, rate in wanted if rate}
            if any(name != own and level < 1 for name, level in levels.items()):
                return NOT_NOW
            if own in levels and levels[own] < 1:
                rate = limits.private if private else limits.group
                assert rate is not None
                return max(1, math.ceil((1 - levels[own]) / rate.per_second * 1000))
            for name, level in levels.items():
                self.buckets[name] = (level - 1, now)
        return GO

    def wait(self, channel: str, lane: int, now: int) -> int:
        """The milliseconds until the channel as a whole may be sent to again, in that lane."""
        limits = self.pace.of(channel)
        if limits.overall is None:
            return 0
        overall, unasked, _ = names_of(channel, "")
        rates = [(overall, limits.overall)]
        if lane >= UNASKED:
            rates.append((unasked, Rate(limits.overall.per_second / 2, max(1.0, limits.overall.burst / 2))))
        with self._lock:
            return max(math.ceil(max(0.0, 1 - self._level(name, rate, now)) / rate.per_second * 1000) for name, rate in rates)

    def sweep(self, now: int) -> None:
        """Let go of buckets that are full again: those are as good as none."""
        with self._lock:
            for name in [name for name, (_, at) in self.buckets.items() if now - at > _FULL_AFTER]:
                del self.buckets[name]

    def _level(self, name: str, rate: Rate, now: int) -> float:
        tokens, at = self.buckets.get(name, (rate.burst, now))
        # A clock that was set back adds nothing, and doesn't stop the bucket either.
        return min(rate.burst, tokens + max(0, now - at) / 1000 * rate.per_second)


_FULL_AFTER = 60_000  # milliseconds
