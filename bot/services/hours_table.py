"""Hours as people write them, in a content file or in one cell of a sheet, and back.

`24/7`, or a table of days: `mon-thu 09:00-17:00; fri 09:00-16:30; sat, sun closed; holidays 24h; 2026-12-25 closed`. In a file
the same is a map (`mon-thu: 09:00-17:00`). A span may run past midnight (`22:00-02:00`); one that lasts longer than a day counts
on (`00:00-33:00` is until nine the next morning, as in timetables). A day may have several (`09:00-12:00, 13:00-17:00`). Days
that aren't named are closed. `holidays` are public holidays, not known unless they are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from bot.services.hours import ALL_DAY, ALWAYS, DAY, UNKNOWN, Hours, Span, Spans

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TYPED = str.maketrans("–—−،؛：", "---,;:")
"""What a word processor or an Arabic keyboard puts in the place of a hyphen, comma or semicolon."""
_TIME = r"(\d{1,2}):(\d{2})"
_SPAN = re.compile(rf"{_TIME}\s*-\s*{_TIME}")
_RUN = re.compile(r"([a-z]{3})\s*-\s*([a-z]{3})")
_ROW = re.compile(r"\s*(\d{4}-\d{2}-\d{2}|holidays|[a-z]{3}(?:\s*[-,]\s*[a-z]{3})*)\s*:?\s+(.+?)\s*")


class HoursError(ValueError):
    """Hours that can't be read; the message says which words and what they should look like."""


def read(written: str | Mapping[str, str], published: str = "") -> Hours:
    """The hours that somebody wrote. `published` are kept as the page's own words. Raises HoursError."""
    if isinstance(written, str):
        bare = written.strip().casefold()
        if not bare:
            return Hours(published=published) if published else UNKNOWN
        if bare == "24/7":
            return Hours(ALWAYS.week, ALWAYS.holidays, always=True, published=published)
        return _table([_row(part) for part in written.translate(_TYPED).split(";") if part.strip()], published)
    return _table([(name.translate(_TYPED), times.translate(_TYPED)) for name, times in written.items()], published)


def write(hours: Hours) -> str:
    """The same as one line that `read` understands; "" for hours that aren't known."""
    if hours.always and not hours.dates:
        return "24/7"
    rows: list[str] = []
    if any(hours.week):
        rows += [f"{_names(days)} {_spelled(spans)}" for days, spans in _runs(hours.week) if spans or hours.known]
    if hours.holidays is not None:
        rows.append(f"holidays {_spelled(hours.holidays)}")
    rows += [f"{day.isoformat()} {_spelled(spans)}" for day, spans in sorted(hours.dates.items())]
    return "; ".join(rows)


def _row(part: str) -> tuple[str, str]:
    found = _ROW.fullmatch(part.casefold())
    if not found:
        raise HoursError(f"`{part.strip()}` is no row of hours: write days and then times, as in `mon-fri 09:00-17:00`")
    return found[1], found[2]


def _table(rows: Iterable[tuple[str, str]], published: str) -> Hours:
    week: dict[int, Spans] = {}
    dates: dict[date, Spans] = {}
    holidays: Spans | None = None
    for name, value in rows:
        spans, key = _spans(value), name.strip().casefold()
        if key == "holidays":
            if holidays is not None:
                raise HoursError("`holidays` stands there twice: keep one")
            holidays = spans
        elif key[:1].isdigit():
            if (dated := _date(key)) in dates:
                raise HoursError(f"`{key}` stands there twice: put all its times in one row")
            dates[dated] = spans
        else:
            for day in _days(key):
                if day in week:
                    raise HoursError(f"`{DAYS[day]}` stands there twice: put all its times in one row")
                week[day] = spans
    return Hours(tuple(week.get(n, ()) for n in range(7)), holidays, dates, published=published)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HoursError(f"`{text}` is no date: write it as 2026-12-25") from None


def _days(text: str) -> Iterable[int]:
    for part in text.split(","):
        run = _RUN.fullmatch(part.strip())
        first, last = (run[1], run[2]) if run else (part.strip(), part.strip())
        if first not in DAYS or last not in DAYS:
            raise HoursError(f"`{part.strip()}` is no day: use {', '.join(DAYS)}, a run such as mon-fri, `holidays` or a date")
        start, end = DAYS.index(first), DAYS.index(last)
        yield from (n % 7 for n in range(start, (end if end >= start else end + 7) + 1))


def _spans(text: str) -> Spans:
    bare = text.strip().casefold()
    if bare == "closed":
        return ()
    if bare == "24h":
        return ALL_DAY
    return tuple(sorted((_span(part.strip()) for part in bare.split(",")), key=lambda s: s.start))


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise HoursError(f"`{text}` is no time: write 09:00-17:00, `24h` or `closed`")
    h1, m1, h2, m2 = map(int, found.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or start >= DAY or end > 2 * DAY or start == end:
        raise HoursError(f"`{text}` is no span of a day: write from and to as 09:00-17:00; a whole day is `24h`")
    return Span(start, end if end > start else end + DAY)


def _runs(week: tuple[Spans, ...]) -> list[tuple[list[int], Spans]]:
    runs: list[tuple[list[int], Spans]] = []
    for day, spans in enumerate(week):
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(day)
        else:
            runs.append(([day], spans))
    return runs


def _names(days: list[int]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def _spelled(spans: Spans) -> str:
    if not spans:
        return "closed"
    return (
        "24h"
        if spans == ALL_DAY
        else ", ".join(f"{_clock(s.start)}-{_clock(s.end if s.end - s.start >= DAY else s.end % DAY or DAY)}" for s in spans)
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
