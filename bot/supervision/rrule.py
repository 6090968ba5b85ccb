"""A plan's rhythm as a recurrence rule of RFC 5545, out and in. Zone, wall time and first date stand beside it (DTSTART).

What a plan can't hold is refused in one sentence; nothing is left out silently.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.supervision.plan import LAST, EveryDays, EveryWeeks, MonthlyOnDay, MonthlyOnWeekday, NotAPlan, Once, Plan, Rule, instant

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORT = {29: "28,29", 30: "28,29,30"}
"""Days that February may not have: the last one there is among these. The standard's own BYMONTHDAY=30 would skip February."""
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"}


def text_of(plan: Plan) -> str:
    """The rule as RFC 5545 writes it, without `RRULE:`; empty for what happens once. Raises NotAPlan for one that counts from the
    last one held, of which a calendar knows nothing."""
    if plan.from_last_held:
        raise NotAPlan("a calendar's rule can't count from the last one held", "send each date by itself")
    rule = plan.rule
    if isinstance(rule, Once):
        return ""
    parts = {"FREQ": "MONTHLY"} | ({"INTERVAL": str(rule.n)} if rule.n > 1 else {})
    match rule:
        case EveryDays():
            parts["FREQ"] = "DAILY"
        case EveryWeeks(weekdays=weekdays):
            parts |= {"FREQ": "WEEKLY", "BYDAY": ",".join(_WEEKDAYS[day] for day in weekdays)}
        case MonthlyOnWeekday(nth, weekday):
            parts["BYDAY"] = f"{nth}{_WEEKDAYS[weekday]}"
        case MonthlyOnDay(31):
            parts["BYMONTHDAY"] = "-1"
        case MonthlyOnDay(day) if day in _SHORT:
            parts |= {"BYMONTHDAY": _SHORT[day], "BYSETPOS": "-1"}
        case MonthlyOnDay(day):
            parts["BYMONTHDAY"] = str(day)
    if plan.count is not None:
        parts["COUNT"] = str(plan.count)
    if plan.until is not None:
        # With a zone beside it, the standard wants the end as a moment of UTC.
        # A day that the zone leaves out has no moment; the one before it is as good an end.
        last = next(m for n in range(3) if (m := instant(plan.until - timedelta(days=n), plan.at, plan.zone)))
        parts["UNTIL"] = last.strftime("%Y%m%dT%H%M%SZ")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def plan_of(text: str, zone: str, at: time, first: date, last_day: bool = False) -> Plan:
    """The plan that a rule, a zone, a wall time and a first date make. Empty text is once. Raises NotAPlan.

    By the standard a 31st skips short months, which a plan can't hold. `last_day`: the rule was made of what a person said here,
    who means the last day then.
    """
    words = text.strip().upper().removeprefix("RRULE:")
    once = Plan(zone, at, first, Once())
    if not words:
        return once
    parts = _parts(words)
    count = _whole(parts, "COUNT") if "COUNT" in parts else None
    until = _until(parts["UNTIL"], zone, at) if "UNTIL" in parts else None
    return Plan(zone, at, first, _rule(parts, first, last_day), count, until)


def _parts(words: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in words.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise NotAPlan(f"`{part}` is no part of a rule", "write parts such as FREQ=WEEKLY with `;` between them")
        if name in parts:
            raise NotAPlan(f"{name} stands twice", "write it once")
        if name not in _PARTS:
            raise NotAPlan(f"a check-in has no {name}", f"use {', '.join(sorted(_PARTS))}")
        parts[name] = value
    return parts


def _rule(parts: dict[str, str], first: date, last_day: bool) -> Rule:
    n = _whole(parts, "INTERVAL") if "INTERVAL" in parts else 1
    frequency = parts.get("FREQ", "")
    if frequency == "DAILY":
        _only(parts, "DAILY")
        return EveryDays(n)
    if frequency == "WEEKLY":
        _only(parts, "WEEKLY", "BYDAY")
        weekdays = tuple(_weekday(day) for day in parts["BYDAY"].split(",")) if "BYDAY" in parts else (first.weekday(),)
        if parts.get("WKST", "MO") != "MO" and n > 1 and len(set(weekdays)) > 1:
            raise NotAPlan("weeks begin on Monday here, which changes the days of this rule", "write it with WKST=MO")
        return EveryWeeks(n, weekdays)
    if frequency == "MONTHLY":
        return _monthly(parts, n, first, last_day)
    raise NotAPlan(f"FREQ={frequency or '?'} is no rhythm of check-ins", "use DAILY, WEEKLY or MONTHLY")


def _monthly(parts: dict[str, str], n: int, first: date, last_day: bool) -> Rule:
    if "BYDAY" in parts:
        _only(parts, "MONTHLY with BYDAY", "BYDAY", "BYSETPOS")
        found = re.fullmatch(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)", parts["BYDAY"])
        nth = (found and found[1]) or parts.get("BYSETPOS", "")
        if not found or bool(found[1]) == ("BYSETPOS" in parts) or not re.fullmatch(r"\+?[1-5]|-1", nth):
            raise NotAPlan(f"BYDAY={parts['BYDAY']} isn't one weekday of a month", "write one with its number, as in 2TU or -1FR")
        return MonthlyOnWeekday(LAST if nth == "-1" else int(nth), _WEEKDAYS.index(found[2]), n)
    _only(parts, "MONTHLY", "BYMONTHDAY", "BYSETPOS")
    days, position = parts.get("BYMONTHDAY", str(first.day)), parts.get("BYSETPOS")
    for day, listed in _SHORT.items():
        if (days, position) == (listed, "-1"):
            return MonthlyOnDay(day, n)
    if (days, position) in (("-1", None), ("28,29,30,31", "-1")):
        return MonthlyOnDay(31, n)
    if position is not None or not re.fullmatch(r"\d{1,2}", days):
        raise NotAPlan(f"BYMONTHDAY={days} isn't one day of a month", "write one from 1 to 28, or -1 for the last")
    if 28 < int(days) <= 31 and not last_day:
        remedy = f"write BYMONTHDAY={_SHORT[int(days)]};BYSETPOS=-1" if int(days) in _SHORT else "write BYMONTHDAY=-1"
        raise NotAPlan(
            f"day {days} of each month skips short months, which a check-in doesn't", remedy + " to take their last day"
        )
    return MonthlyOnDay(int(days), n)


def _only(parts: dict[str, str], where: str, *names: str) -> None:
    strange = [name for name in ("BYDAY", "BYMONTHDAY", "BYSETPOS") if name in parts and name not in names]
    if strange:
        raise NotAPlan(f"{strange[0]} says nothing with FREQ={where}", "leave it out")


def _whole(parts: dict[str, str], name: str) -> int:
    if not re.fullmatch(r"\d{1,4}", parts[name], re.ASCII):
        raise NotAPlan(f"{name}={parts[name]} is no number", "write a whole number")
    return int(parts[name])


def _weekday(word: str) -> int:
    if word not in _WEEKDAYS:
        raise NotAPlan(f"`{word}` is no weekday of a week", f"use {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(word)


def _until(value: str, zone: str, at: time) -> date:
    """The last day: one that has its wall time before the end."""
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", value, re.ASCII)
    try:
        if not found:
            raise ValueError(value)
        if found[2] is None:
            return datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
        end = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 (what zone it is in, the Z says)
        end = end.replace(tzinfo=UTC if found[3] else ZoneInfo(zone))
    except ValueError:
        raise NotAPlan(f"UNTIL={value} is no end", "write a day such as 20270331 or a moment such as 20270331T080000Z") from None
    day = end.astimezone(ZoneInfo(zone)).date()
    last = instant(day, at, zone)
    return day if last is None or last <= end else day - timedelta(days=1)
