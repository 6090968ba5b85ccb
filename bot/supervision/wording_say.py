"""The echo of a sentence: what was understood in one line, with weekday, date, 24-hour time and part of day; and the question."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.supervision.wording_facts import CODES, Asked, When
from bot.supervision.wording_words import Scheduling

SENTENCES: dict[str, frozenset[str]] = {
    name: frozenset(fields)
    for fields, names in (
        (("day", "month", "weekday", "year"), "date"),
        (("date", "part", "time"), "day_clock"),
        (
            (),
            "morning noon afternoon evening night comma and everyone schedule reschedule reschedule_series cancel "
            "cancel_series skip snooze pause resume list none daily weekly monthly last_day last_workday ask_usual "
            "ask_scope ask_resume ask_unclear_week ask_unclear_month ask_cannot ask_later every_two_days every_two_weeks "
            "every_two_months",
        ),
        (("who",), "with"),
        (("when",), "first to until week_of"),
        (("n",), "count every_days every_weeks every_months"),
        (("days",), "on_days"),
        (("weekday",), "nth_1 nth_2 nth_3 nth_4 nth_5 nth_last"),
        (("day",), "month_day"),
        (("a",), "ask_once ask_right"),
        (("a", "b"), "ask_either ask_hour ask_day"),
    )
    for name in names.split()
}
"""The sentences of the echo, each with the fields that it may have: a `say` without one of them is refused."""


def shown(value: datetime | date | time | str, words: Scheduling) -> str:
    """A moment, day or time as the language writes it."""
    if isinstance(value, datetime):
        parts = {"date": shown(value.date(), words), "time": f"{value:%H:%M}", "part": words.say[part_of(value.time())]}
        return words.say["day_clock"].format(**parts)
    if isinstance(value, date):
        return words.say["date"].format(
            weekday=words.shown(f"weekday.{CODES[value.weekday()]}"),
            day=value.day,
            month=words.shown(f"month.{value.month}"),
            year=value.year,
        )
    return f"{value:%H:%M}" if isinstance(value, time) else value


def part_of(hour: time) -> str:
    """The part of the day that an hour lies in."""
    for part, until in (("night", 5), ("morning", 12), ("noon", 13), ("afternoon", 18), ("evening", 22)):
        if hour.hour < until:
            return part
    return "night"


def question(asked: Asked, words: Scheduling) -> str:
    """One short question that names both readings."""
    return words.say[asked.key].format(a=shown(asked.a, words), b=shown(asked.b, words))


def rhythm(rrule: str, words: Scheduling) -> str:
    """A rule of RFC 5545 in words."""
    say = words.say
    rule = dict(part.split("=", 1) for part in rrule.split(";"))
    number = int(rule.get("INTERVAL", "1"))
    one, unit = {"DAILY": ("daily", "days"), "WEEKLY": ("weekly", "weeks")}.get(rule["FREQ"], ("monthly", "months"))
    if rule["FREQ"] == "YEARLY":
        number *= 12
    # Arabic has a word of its own for two of a thing.
    told = [say[one if number == 1 else f"every_two_{unit}"] if number < 3 else say[f"every_{unit}"].format(n=number)]
    by, day = rule.get("BYDAY", ""), rule.get("BYMONTHDAY", "")
    if "BYSETPOS" in rule:
        told.append(say["last_workday"])
    elif by and rule["FREQ"] == "WEEKLY":
        days = [words.shown(f"weekday.{code}") for code in by.split(",")]
        told.append(say["on_days"].format(days=say["and"].join(days)))
    elif by:
        nth = by[:-2]
        told.append(say["nth_last" if nth == "-1" else f"nth_{nth}"].format(weekday=words.shown(f"weekday.{by[-2:]}")))
    elif day:
        told.append(say["last_day"] if day == "-1" else say["month_day"].format(day=day))
    if "COUNT" in rule:
        told.append(say["count"].format(n=rule["COUNT"]))
    return " ".join(told[:2]) + "".join(say["comma"] + more for more in told[2:])


def summary(act: str, who: str | None, when: When, words: Scheduling) -> str:
    """One line: what, with whom, how often, when, until when. `act` is a key of the sentences `say`."""
    say = words.say
    told = [say[act]]
    if who is not None:
        told[0] += " " + say["with"].format(who=say["everyone"] if who == "all" else who)
    if when.rrule:
        told.append(rhythm(when.rrule, words))
    if when.first is not None:
        key = "first" if when.rrule else "to" if act.startswith("reschedule") else ""
        told.append(say[key].format(when=shown(when.first, words)) if key else shown(when.first, words))
    if when.until is not None:
        told.append(say["until"].format(when=shown(when.until, words)))
    if when.week_of is not None:
        told.append(say["week_of"].format(when=shown(when.week_of, words)))
    return say["comma"].join(told)
