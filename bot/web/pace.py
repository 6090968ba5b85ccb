"""How often one browser, and one address, may do something. In memory and forgiving: it stops floods, not people."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from bot.clock import Clock

REMEMBERED = 10_000
"""Keys at most; the one that was quiet longest is forgotten first."""


class Pace:
    """Buckets of `burst` tokens that fill up at `a_minute`."""

    def __init__(self, clock: Clock, a_minute: float, burst: int) -> None:
        self._clock, self._a_second, self._burst = clock, a_minute / 60, burst
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take one token of `key`. Returns 0, or the seconds after which to try again (nothing is taken then)."""
        now = self._clock.now()
        left, since = self._buckets.pop(key, (float(self._burst), now))
        left = min(self._burst, left + max(0.0, (now - since).total_seconds()) * self._a_second)
        short = 1 - left
        self._buckets[key] = (left, now) if short > 0 else (left - 1, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return short / self._a_second if short > 0 else 0


def network(host: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]
    return str(address)
