"""Whether a contact is answered now, until when, and when it opens next. Pure: the moment comes from outside.

Hours are wall time where the service is. A span belongs to the day on which it begins and keeps that day's rule past midnight.
Around public holidays a page's ordinary hours are only what is usual, unless the page says what holds then: a line that is
believed open on Hogmanay and isn't does harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.public_days import PublicDays, none_known

DAY = 24 * 60
LOOK_AHEAD = 15  # days: past every run of holidays that we know of

_SEASON = ((12, 24), (1, 3))
"""First and last day on which ordinary hours aren't trusted, whatever the country: most offices close in some of these."""


@dataclass(frozen=True)
class Span:
    """Open from `start` to `end`, minutes after the midnight with which its day begins; over 1,440 is the next day.

    At most two days long: a line for out of hours is open from a holiday's first minute to the next morning.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY or not self.start < self.end <= 2 * DAY:
            raise ValueError(f"from {self.start} to {self.end} minutes is no span of a day")


Spans = tuple[Span, ...]
ALL_DAY: Spans = (Span(0, DAY),)


@dataclass(frozen=True)
class Hours:
    """When a contact is answered.

    `week` holds the spans of Monday to Sunday. `holidays` those of a public holiday, None where the page doesn't say. `dates`
    are exceptions for one day, which beat everything. `always` is around the clock on every day of the year. `published` are
    the words of the page, for what no table can hold.
    """

    week: tuple[Spans, ...] = ((),) * 7
    holidays: Spans | None = None
    dates: Mapping[date, Spans] = field(default_factory=dict)
    always: bool = False
    published: str = ""

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Counted once: the same hours are looked up by thousands."""
        return hash((self.week, self.holidays, self.always, self.published, len(self.dates)))

    @cached_property
    def known(self) -> bool:
        """Whether there is a table to go by."""
        return self.always or any(self.week) or self.holidays is not None or bool(self.dates)


ALWAYS = Hours((ALL_DAY,) * 7, ALL_DAY, always=True)
UNKNOWN = Hours()


@dataclass(frozen=True)
class Opening:
    """How it stands at a moment.

    `open` is None where it isn't known: no hours, or a day on which the ordinary ones may not hold; `usually` then says what
    they would be (None: no hours at all). `closes_at` is the end of this opening as far as it is as certain, None if it has none
    within two weeks; `opens_at` the next beginning of one that is closed now, None if none is known. Both are aware UTC.
    `certain` is false where that time rests on ordinary hours on such a day.
    """

    open: bool | None
    usually: bool | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    certain: bool = True


@dataclass(frozen=True)
class _Stretch:
    start: datetime
    end: datetime
    certain: bool


def opening(hours: Hours, zone: ZoneInfo, now: datetime, public: PublicDays = none_known) -> Opening:
    """How a contact stands at `now` (aware). `public` tells the public holidays where the service is."""
    if now.tzinfo is None:
        raise ValueError("a moment has a time zone")
    if hours.always and not hours.dates:
        return Opening(True)
    if not hours.known:
        return Opening(None)
    now = now.astimezone(UTC)
    # Nearly everything changes within a day or two; who looks through thousands of services needn't look two weeks ahead.
    return _seen(hours, zone, now, public, 2) or _seen(hours, zone, now, public, LOOK_AHEAD) or Opening(None)


def _seen(hours: Hours, zone: ZoneInfo, now: datetime, public: PublicDays, ahead: int) -> Opening | None:
    """How it stands as far as the spans of the next `ahead` days show; None where a later day may change the answer."""
    today = now.astimezone(zone).date()
    last = ahead >= LOOK_AHEAD
    stretches, sure, usual, horizon, trusted = _around(hours, zone, today, public, ahead)
    # An opening that is certain ends with what is certain of it: nobody is told of hours that may not hold.
    for certain, joined in ((True, sure), (False, usual)):
        inside = next((s for s in joined if s.start <= now < s.end), None)
        if inside is not None:
            if inside.end >= horizon and not last:
                return None
            closes_at = None if inside.end > now + timedelta(days=LOOK_AHEAD - 2) else inside.end
            return Opening(True if certain else None, None if certain else True, closes_at, certain=certain)
    opens_at = min((s.start for s in stretches if s.start > now), default=None)
    if (opens_at is None or opens_at >= horizon) and not last:
        return None
    certain = opens_at is None or any(s.certain for s in stretches if s.start == opens_at)
    return Opening(False if trusted else None, None if trusted else False, None, opens_at, certain)


_Stretches = tuple[_Stretch, ...]


@lru_cache(maxsize=8192)
def _around(
    hours: Hours, zone: ZoneInfo, today: date, public: PublicDays, ahead: int
) -> tuple[_Stretches, _Stretches, _Stretches, datetime, bool]:
    """What holds for a whole day: the stretches about it, those that are certain and all of them joined, the first moment that
    isn't looked at, and whether the day's own hours are more than usual."""
    stretches = tuple(_stretches(hours, zone, today, public, ahead))
    sure, usual = tuple(_joined(s for s in stretches if s.certain)), tuple(_joined(stretches))
    return stretches, sure, usual, _instant(today + timedelta(days=ahead), 0, zone), _trusted(hours, today, public)


def _stretches(hours: Hours, zone: ZoneInfo, today: date, public: PublicDays, ahead: int) -> Iterator[_Stretch]:
    for n in range(-1, ahead):
        day = today + timedelta(days=n)
        spans = _spans(hours, day, public)
        certain = bool(spans) and _trusted(hours, day, public)
        for span in spans:
            start, end = _instant(day, span.start, zone), _instant(day, span.end, zone)
            if start < end:  # a span vanishes where the clock jumps over it
                yield _Stretch(start, end, certain)


def _joined(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """Stretches that touch are one: 24 hours on each of seven days never close at midnight."""
    last: _Stretch | None = None
    for one in sorted(stretches, key=lambda s: s.start):
        if last is not None and one.start <= last.end:
            last = _Stretch(last.start, max(last.end, one.end), last.certain and one.certain)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall clock has come to a time of a day, also where it jumps over it or shows it twice."""
    extra, rest = divmod(minutes, DAY)
    wall = datetime.combine(day + timedelta(days=extra), time(rest // 60, rest % 60), zone)
    late = wall.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return late
    # Jumped over: `late` counts on by the old clock, `early` by the new one, and the jump lies between them.
    early = wall.replace(fold=1).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall.replace(tzinfo=None):
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)


def _spans(hours: Hours, day: date, public: PublicDays) -> Spans:
    if day in hours.dates:
        return hours.dates[day]
    if hours.holidays is not None and public(day):
        return hours.holidays
    return hours.week[day.weekday()]


def _trusted(hours: Hours, day: date, public: PublicDays) -> bool:
    """Whether the hours of a day are certain: dated, said for holidays, or far enough from any holiday."""
    if day in hours.dates or hours.always:
        return True
    if hours.holidays is not None:
        return hours.holidays == hours.week[day.weekday()] or not _by_the_moon(day, public)
    return not (_season(day) or public(day) or public(day + timedelta(days=1)) or _by_the_moon(day, public))


def _season(day: date) -> bool:
    first, last = _SEASON
    return (day.month, day.day) >= first or (day.month, day.day) <= last


def _by_the_moon(day: date, public: PublicDays) -> bool:
    """Whether nobody knows yet if this is a holiday: one that depends on the moon can come a day earlier or later."""
    near = [public(day + timedelta(days=n)) for n in (-1, 0, 1)]
    return any(one and one.expected for one in near) and not all(near)
