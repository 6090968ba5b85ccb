"""What a sentence about check-ins asks for: its action, and what that takes of the pieces about time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.supervision.wording_act import TIMES, Clues
from bot.supervision.wording_clauses import beside, names_of_days, told, withdrawn
from bot.supervision.wording_facts import (
    Ahead,
    Asked,
    Days,
    Fact,
    Hour,
    Mark,
    MonthDay,
    On,
    Part,
    Rhythm,
    Stretch,
    Week,
    When,
)
from bot.supervision.wording_reader import Reader
from bot.supervision.wording_say import question, summary
from bot.supervision.wording_when import Planner
from bot.supervision.wording_who import ALL, Names, namesakes
from bot.supervision.wording_words import Item, Scheduling

Action = Literal["schedule", "reschedule", "cancel", "snooze", "list", "pause", "none"]
Scope = Literal["one", "series"]
_BEFORE_DAYS = frozenset({"filler", "day_number", "habitual", "at"})


@dataclass(frozen=True)
class Parsed:
    """What a sentence asks for. Times are wall time in `tz`; `first` has no hour where none was said.

    `first` is the first date of a plan, the new time of a move, when a reminder returns, or the day of the one that is cancelled.
    `who` is as typed, "all" for everybody. `rrule` is RFC 5545. Skipping a week is a snooze whose `week_of` is its Monday;
    resuming is a pause that is ambiguous. There is a `question` exactly if it is ambiguous; `asked` is the same with the readings
    that it names.

    For the dialogue, and not in the row: `names`, each person where several are named ("with Amina, Sami and Lucía", whose `who`
    is all of it as typed), otherwise the one or none; `days`, the weekdays that were said (0 is Monday), in their order; and the
    `part` of the day: morning, noon, afternoon, evening, night, early. "Weekly with each of my team, Sunday to Thursday
    mornings" has who "all", days (6, 0, 1, 2, 3) and part "morning".
    """

    action: Action
    who: str | None = None
    first: datetime | date | None = None
    rrule: str | None = None
    scope: Scope | None = None
    until: date | None = None
    week_of: date | None = None
    tz: str = "UTC"
    ambiguous: bool = False
    question: str | None = None
    summary: str = ""
    asked: Asked | None = None
    names: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    part: str = ""

    def row(self) -> dict[str, str | bool | None]:
        """As JSON writes it; local times as 2026-11-24T10:00, days as 2026-11-24."""
        first = self.first.isoformat(timespec="minutes") if isinstance(self.first, datetime) else _iso(self.first)
        return {
            "action": self.action, "who": self.who, "first": first, "rrule": self.rrule, "scope": self.scope,
            "until": _iso(self.until), "week_of": _iso(self.week_of), "tz": self.tz, "ambiguous": self.ambiguous,
            "question": self.question, "summary": self.summary,
        }  # fmt: skip


class Sentence:
    """One sentence, read by the words of its language; its echo is in `words`."""

    def __init__(self, text: str, items: list[Item], planner: Planner, words: Scheduling, known: Sequence[str]) -> None:
        self.text, self.items, self.planner, self.words, self.known = text, items, planner, words, known
        aside = beside(items)
        read = Reader(items, planner.now).facts()
        named = names_of_days(items, read)
        freed = frozenset(at for number in named for at in range(read[number].start, read[number].end))
        read = [fact for number, fact in enumerate(read) if number not in named]
        taken = frozenset(at for fact in read if not isinstance(fact, Mark) for at in range(fact.start, fact.end))
        gone = withdrawn(items, read)
        self.facts = told([fact for number, fact in enumerate(read) if number not in gone], aside)
        names = Names(text, items, taken, frozenset(aside), freed)
        self.who = names.who(known)
        free = [(at, item) for at, item in enumerate(items) if at not in taken and at not in names.used]
        self.free = [item for _, item in free]
        main = [item for at, item in free if at not in aside]
        self.left = names.left()
        self.names = names.each() if self.who not in (None, ALL) else ()
        self.clues = Clues(items, self.facts, self.free, main, self.who, self.left, known)

    def _has(self, key: str) -> bool:
        return self.clues.has(key)

    def _some(self, *kinds: type[Fact]) -> bool:
        return self.clues.some(*kinds)

    # --- the whole -----------------------------------------------------------------------------------------------------------

    def parsed(self) -> Parsed:
        """What the sentence asks for."""
        act = self.clues.act()
        read = {
            "schedule": self._schedule, "reschedule": self._reschedule, "cancel": self._cancel, "skip": self._skip,
            "snooze": self._snooze, "pause": self._pause, "cannot": self._cannot,
        }  # fmt: skip
        scope: Scope | None = None
        when = When()
        if act in read:
            when, scope, act = read[act]()
        elif act == "resume":
            when, scope = When(asked=Asked("ask_resume")), "series"
        elif act == "list":
            weeks = [fact for fact in self.facts if isinstance(fact, Week)]
            when = When(week_of=self.planner.week(weeks[0]) if weeks else None)
        who = None if act == "none" else self.who
        if self._has("festival") and when.asked is None and act not in ("none", "list"):
            when = replace(when, asked=Asked("ask_day", self.planner.today, self.planner.today + timedelta(days=1)))
        if who is not None and who != ALL:
            same = namesakes(who, self.known)
            if len(same) > 1 and when.asked is None:
                when = replace(when, asked=Asked("ask_either", same[0], same[1]))
        days = dict.fromkeys(day for fact in _spans(self.facts) if isinstance(fact, Days) for day in fact.days)
        part = next((fact.name for fact in self.facts if isinstance(fact, Part)), "")
        made = echo(act, when, scope, who, self.words, self.planner.zone)
        return replace(made, names=self.names if who else (), days=tuple(days), part=part)

    def _schedule(self) -> tuple[When, Scope, str]:
        when = self.planner.plan(_spans(self.facts), "ask_hour")
        two = any(
            _nth(a) and "and" in b.tags and _nth(c) for a, b, c in zip(self.items, self.items[1:], self.items[2:], strict=False)
        )
        if two and when.asked is None and when.first is not None:
            when = replace(when, asked=Asked("ask_once", when.first))
        if self._odd_number() and when.asked is None:
            when = replace(when, asked=Asked("ask_day", self.planner.today, self.planner.today + timedelta(days=1)))
        if self.clues.unsure() and when.asked is None and when.first is not None:
            when = replace(when, asked=Asked("ask_right", when.first))
        return when, "series" if when.rrule else "one", "schedule"

    def _odd_number(self) -> bool:
        """A number that no piece has taken up, and that is no length in minutes or hours: something wasn't understood."""
        for item, after in zip(self.free, [*self.free[1:], None], strict=False):
            spent = after is not None and after.tags.get("unit") in ("minute", "hour")
            if (
                item.kind not in ("word", "mark", "joint", "phrase")
                and not spent
                and not item.tags.keys() & {"checkin", "ordinal"}
            ):
                return True
        return False

    def _every(self) -> bool:
        pairs = zip(self.items, self.items[1:], strict=False)
        return self._has("series") or self.clues.repeated() or any("every" in a.tags and "checkin" in b.tags for a, b in pairs)

    def _reschedule(self) -> tuple[When, Scope, str]:
        source, target = self._moved()
        if not self._some(Rhythm):
            target = [fact for fact in target if not (isinstance(fact, Mark) and "until" in fact.names)]
        every = self._every() and not self._has("one")
        if every and not (self._has("series") or self._some(Rhythm)):
            # The French "le mercredi" of one that moves to a date is that day, not every one.
            every = not any(isinstance(fact, (On, MonthDay)) for fact in target)
        by_hours = any(isinstance(fact, Ahead) and fact.minutes for fact in target) and not self._to_before(target)
        if by_hours or not any(isinstance(fact, TIMES) for fact in target):
            return When(asked=Asked("ask_later")), "series" if every else "one", "reschedule"
        only_hour = all(isinstance(fact, (Hour, Mark, Part)) for fact in target)
        if only_hour:
            days = [fact for fact in source if isinstance(fact, (On, Days, MonthDay))]
            if not days and not every:
                when = self.planner.plan(target, "ask_hour")
                if when.asked is None and not any(isinstance(fact, Hour) for fact in source):
                    today = self.planner.today
                    when = replace(when, asked=Asked("ask_day", today, today + timedelta(days=1)))
                return when, "one", "reschedule"
            target = [*(fact for fact in source if isinstance(fact, Rhythm)), *days[:1], *target]
        when = self.planner.plan(target, "" if self._has("same") else "ask_usual", recurring=every)
        weeks = [fact for fact in source if isinstance(fact, Week) and fact.ahead]
        if (
            weeks
            and when.asked is None
            and when.first is not None
            and not any(isinstance(fact, (On, MonthDay)) for fact in target)
        ):
            when = replace(when, asked=Asked("ask_either", when.first, when.first + timedelta(weeks=weeks[0].ahead)))
        return when, "series" if every else "one", "reschedule"

    def _to_before(self, target: Sequence[Fact]) -> bool:
        return any("to" in self.items[at].tags for at in range(max(target[0].start - 1, 0), target[0].start + 1))

    def _moved(self) -> tuple[list[Fact], list[Fact]]:
        """The pieces that say which check-in, and those that say whereto."""
        days = (On, Days, MonthDay, Week, Ahead, Rhythm)
        for kinds in (days, (*days, Hour, Part)):
            if kinds != days and self._has("instead") and sum(isinstance(fact, days) for fact in self.facts) > 1:
                break
            for number in range(len(self.facts) - 1, -1, -1):
                fact = self.facts[number]
                if not isinstance(fact, kinds):
                    continue
                step = fact.start - 1
                while step >= 0 and self.items[step].tags and self.items[step].tags.keys() <= _BEFORE_DAYS:
                    step -= 1
                near = "to" in self.items[fact.start].tags or (step >= 0 and "to" in self.items[step].tags)
                if near and "checkin" not in self.items[max(step, 0)].tags:
                    return [*self.facts[:number]], [*self.facts[number:]]
        return self._otherwise()

    def _otherwise(self) -> tuple[list[Fact], list[Fact]]:
        """Without a word that says whereto: after "can we do", or from the last day that is named on."""
        starts = [fact.start for fact in self.facts]
        asked = [at for at, item in enumerate(self.items) if "instead" in item.tags and starts and starts[0] < at <= starts[-1]]
        days = [n for n, fact in enumerate(self.facts) if isinstance(fact, (On, Days, MonthDay, Ahead)) and n]
        cut = next(
            (n for n, at in enumerate(starts) if asked and at > asked[0]), days[-1] if days and self._has("instead") else 0
        )
        return list(self.facts[:cut]), list(self.facts[cut:])

    def _cancel(self) -> tuple[When, Scope | None, str]:
        facts, until, _ = self.planner.ending(self.facts)
        weeks = [fact for fact in facts if isinstance(fact, Week)]
        dated = [fact for fact in facts if isinstance(fact, (On, Days, MonthDay)) and not (isinstance(fact, Days) and fact.habit)]
        plural = any(
            "checkin" in item.tags and item.text.endswith("s") and not item.text.startswith("rendez") for item in self.free
        )
        if (self._has("one") or (self._has("checkin") and self._next())) and not dated:
            return When(), "one", "cancel"
        if weeks and not dated and not self._has("henceforth"):
            return self._whole_week(weeks[0]), "one", "cancel"
        if (self._every() and not dated) or (plural and not dated):
            return When(until=until), "series", "pause" if until else "cancel"
        if until is not None and not dated and not any(isinstance(fact, Hour) for fact in facts):
            return When(until=until), "series", "pause"  # "stop everything until 11 January"
        if dated or any(isinstance(fact, Hour) for fact in facts):
            when = self.planner.plan([fact for fact in facts if not isinstance(fact, Part)], "", recurring=self._some(Rhythm))
            if self._some(Rhythm) or (self._has("series") and not self._has("one")):
                return When(until=until), "series", "cancel"
            return replace(when, rrule=None), "one", "cancel"
        return When(asked=Asked("ask_scope")), None, "cancel"

    def _next(self) -> bool:
        return any(item.tags.get("which") == "1" for item in self.free)

    def _whole_week(self, week: Week) -> When:
        found = self.planner.day_of(week)
        monday, other = found if found else (None, None)
        return When(week_of=monday, asked=Asked("ask_either", monday, other) if monday and other else None)

    def _cannot(self) -> tuple[When, Scope | None, str]:
        when, scope, _ = self._cancel()
        return replace(when, asked=Asked("ask_cannot")), scope or "one", "cancel"

    def _skip(self) -> tuple[When, Scope | None, str]:
        facts, until, doubt = self.planner.ending(self.facts)
        if until is not None:
            return When(until=until, asked=doubt), "series", "pause"
        if not self._some(Week) and not any((item.tags.get("unit") or "").endswith("week") for item in self.items):
            dated = [fact for fact in facts if isinstance(fact, (On, Days, MonthDay)) and not getattr(fact, "habit", False)]
            if dated:
                return self._cancel()  # no check-in on Thursday: that one is off
        for fact in facts:
            if isinstance(fact, (Week, On, Days, MonthDay)):
                week = next((one for one in facts if isinstance(one, Week)), None)
                found = self.planner.day_of(fact, week)
                if found is not None:
                    asked = Asked("ask_either", found[0], found[1]) if found[1] else None
                    return When(week_of=self.planner.monday(found[0]), asked=asked), "one", "skip"
            if isinstance(fact, Stretch):
                return When(until=self._later(fact)), "series", "pause"
        return When(), "one", "skip"

    def _snooze(self) -> tuple[When, Scope | None, str]:
        facts = [fact for fact in self.facts if not (isinstance(fact, Mark) and "until" in fact.names)]
        facts = [Ahead(f.start, f.end, **_spoken(f)) if isinstance(f, Stretch) else f for f in facts]
        if not any(isinstance(fact, TIMES) for fact in facts):
            return When(asked=Asked("ask_later")), "one", "snooze"
        return self.planner.plan(facts, "ask_hour", recurring=False), "one", "snooze"

    def _pause(self) -> tuple[When, Scope | None, str]:
        facts, until, doubt = self.planner.ending(self.facts)
        if until is None:
            dates = [fact for fact in facts if isinstance(fact, (On, MonthDay, Days))]
            marks = {"to", "range", "until"}
            said = [fact for fact in facts if isinstance(fact, Mark) and fact.names & marks]
            ends = any(-1 < date.start - mark.end < 2 for mark in said for date in dates)
            ends = ends or any(self.items[fact.start].tags.keys() & marks for fact in dates)
            stretch = next((fact for fact in facts if isinstance(fact, Stretch)), None)
            if stretch is not None and stretch.unit != "times":
                until = self._later(stretch)
            elif dates and (ends or len(dates) > 1):
                found = self.planner.day_of(dates[-1])
                until, other = found if found else (None, None)
                doubt = Asked("ask_either", until, other) if until and other else None
            elif any(isinstance(fact, Week) for fact in facts):
                week = next(fact for fact in facts if isinstance(fact, Week))
                return self._whole_week(week), "one", "skip"
            elif dates or any(isinstance(fact, Ahead) for fact in facts):
                doubt = Asked("ask_day", self.planner.today, self.planner.today + timedelta(days=1))
        return When(until=until, asked=doubt), "series", "pause"

    def _later(self, stretch: Stretch) -> date | None:
        found = self.planner.day_of(Ahead(0, 0, **_spoken(stretch)))
        return found[0] if found else None


def _nth(item: Item) -> bool:
    return item.kind == "nth" or "ordinal" in item.tags


def _spans(facts: Sequence[Fact]) -> list[Fact]:
    """ "From Monday to Friday" as one habit on all these days."""
    made: list[Fact] = []
    for fact in facts:
        if len(made) > 1 and isinstance(fact, Days) and len(fact.days) == 1 and isinstance(made[-1], Mark):
            mark, first = made[-1], made[-2]
            if isinstance(first, Days) and len(first.days) == 1 and mark.names & {"to", "range"} and fact.start - mark.end < 2:
                span = range((fact.days[0] - first.days[0]) % 7 + 1)
                days = tuple((first.days[0] + step) % 7 for step in span)
                made[-2:] = [replace(first, end=fact.end, days=days, habit=True)]
                continue
        made.append(fact)
    return made


def _spoken(stretch: Stretch) -> dict[str, int]:
    number = min(stretch.number, 500)
    if stretch.unit in ("month", "year"):
        return {"months": number * (12 if stretch.unit == "year" else 1)}
    return {"days": number * (7 if stretch.unit == "week" else 1)}


def echo(act: str, when: When, scope: Scope | None, who: str | None, words: Scheduling, zone: ZoneInfo) -> Parsed:
    """What was understood, with its line and, where there is a doubt, its question. `act` is a verb of the words, or "none"."""
    actions: dict[str, Action] = {
        "schedule": "schedule", "reschedule": "reschedule", "cancel": "cancel", "skip": "snooze", "snooze": "snooze",
        "list": "list", "pause": "pause", "resume": "pause",
    }  # fmt: skip
    action = actions.get(act, "none")
    said = f"{act}_series" if scope == "series" and act in ("reschedule", "cancel") else act if action != "none" else "none"
    # Whether one or the whole series is meant is a question of changing a plan, not of making one.
    meant = None if action == "schedule" else scope
    return Parsed(
        action, who, when.first, when.rrule, meant, when.until, when.week_of, zone.key, when.asked is not None,
        question(when.asked, words) if when.asked else None, summary(said, who, when, words), when.asked,
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
