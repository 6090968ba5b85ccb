"""Time zones as they are kept. A name that the table of zones has dropped is read as UTC: a clock that is off is seen and put
right, a row that can't be read would keep a whole team's check-ins from everybody."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

import structlog

UNKNOWN = "UTC"

log = structlog.get_logger(__name__)


@cache
def known(zone: str) -> str:
    """The IANA name, or UTC for one that isn't known any more."""
    if zone in _all():
        return zone
    log.error("time zone not known", reason="read as UTC")
    return UNKNOWN


@cache
def _all() -> frozenset[str]:
    # Listing them reads a folder: once is enough.
    return frozenset(available_timezones())
