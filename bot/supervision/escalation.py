"""When silence after a check-in goes up, and to whom. Pure: facts in, the next step out.

First the two themselves hear, then it stands on the supervisor's board, then the deputy or the manager hears: one step at a time,
with working days of grace before each, counted on the calendars of those who could act. Silence is only that of people who were
asked: whom our question didn't reach hasn't missed anything, and nothing goes up because of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from bot.supervision.calendar import grace_end, send_at
from bot.supervision.checkin import STANDING, CheckIn, Lapse, over_at
from bot.supervision.kind import Ladder
from bot.supervision.reminders import ASKED_FOR, Side, falls_out

Level = Literal["two", "board", "above"]
"""The two of the check-in; the supervisor's board; the deputy or the manager."""

PRIVATE_TOPICS = frozenset({"code-of-conduct", "difficult-supervision"})
"""Guidance that may be about the supervisor: what belongs to it reaches no board, no digest and no count."""


def for_board(topics: Iterable[str]) -> tuple[str, ...]:
    """Of some guidance topics those that a supervisor's board, digest or counts may show."""
    return tuple(topic for topic in topics if topic not in PRIVATE_TOPICS)


@dataclass(frozen=True)
class Taken:
    """A step that was taken: when (aware), in which round of the check-in, `to` whom, and when it reached whom, by person. The
    board is no message and reaches at once."""

    level: Level
    at: datetime
    reached: Mapping[str, datetime] = field(default_factory=dict)
    round: int = 0
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """What there is to know of a check-in that nobody has answered for.

    `asked` is when the question what became of it reached each of the two, by person and round of the check-in; who isn't there
    wasn't reached. `topic` is a guidance topic that it is about, if any. Deputy and manager are None where there is nobody.
    """

    checkin: CheckIn
    ladder: Ladder
    supervisor: Side
    worker: Side
    manager: Side | None = None
    deputy: Side | None = None
    asked: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    topic: str = ""

    @property
    def two(self) -> tuple[Side, Side]:
        """Those whose check-in it is."""
        return self.supervisor, self.worker

    @cached_property
    def away(self) -> bool:
        """Whether one of the two was on leave when it was, or it came from a rhythm alone and fell on a public holiday of one."""
        return any(falls_out(self.checkin, side.calendar) for side in self.two)

    @property
    def reached(self) -> Mapping[str, datetime]:
        """When the question of the present round reached whom, by person. One about a time that was moved counts no more."""
        return {person: at for (person, round), at in self.asked.items() if round == self.checkin.round}


@dataclass(frozen=True)
class Lapsing:
    """When (aware UTC) a check-in lapses, and what `checkin.apply` is called with then."""

    at: datetime
    lapse: Lapse


def lapse_of(case: Case) -> Lapsing | None:
    """When nobody's word is waited for any more; None where nothing is waited for.

    A time that held lapses after the grace, once both were asked; if they couldn't be, when it isn't worth asking any more. What
    was never agreed, or fell into leave, lapses with its end.
    """
    checkin = case.checkin
    if checkin.state in STANDING:
        if case.away:
            return Lapsing(checkin.ends, Lapse("away"))
        reached = _all_reached(case.reached, case.two)
        end = _grace(case, reached) if reached else None
        return Lapsing(end, Lapse()) if end else Lapsing(checkin.ends + ASKED_FOR, Lapse("unasked"))
    if checkin.state == "proposed":
        return Lapsing(checkin.ends, Lapse())
    if checkin.state == "asked-to-move":
        return Lapsing(_grace(case, over_at(checkin)) or over_at(checkin) + ASKED_FOR, Lapse())
    return None


def unreached(case: Case) -> tuple[str, ...]:
    """Who of the two our question didn't reach: a board says "can't be reached" of them, never "didn't answer"."""
    return tuple(side.person for side in case.two if side.person not in case.reached)


@dataclass(frozen=True)
class Step:
    """The next step up: from when it is due (aware UTC), and to whom a message goes then, each when their quiet hours allow. The
    board's step has no message."""

    level: Level
    at: datetime
    sends: Mapping[str, datetime] = field(default_factory=dict)


def next_step(case: Case) -> Step | None:
    """The step that comes next for a missed check-in; None if there is none, or not until somebody is reached or back."""
    if case.checkin.state != "missed" or case.away or case.topic in PRIVATE_TOPICS:
        return None
    taken = {step.level: step for step in case.taken if step.round == case.checkin.round}
    if "two" not in taken:
        asked = _all_reached(case.reached, case.two)
        return _step("two", _grace(case, asked), case.two) if asked else None
    if not case.ladder.up or "above" in taken:
        return None
    if "board" not in taken:
        reached = _all_reached(taken["two"].reached, case.two)
        return _board(case, reached) if reached else None
    return _above(case, taken["board"].at)


def _board(case: Case, since: datetime) -> Step | None:
    """On days on which the supervisor works; while a leave keeps them from acting and there is a deputy, on the worker's."""
    for_deputy = grace_end(since, case.ladder.grace, [case.worker.calendar])
    if case.deputy and for_deputy and case.supervisor.calendar.on_leave(for_deputy):
        return _step("board", for_deputy, ())
    return _step("board", grace_end(since, case.ladder.grace, [case.supervisor.calendar]), ())


def _above(case: Case, since: datetime) -> Step | None:
    """To the manager, or to the deputy while the supervisor is on leave; to the other one if that one is missing or on leave."""
    steps = [
        (side, step)
        for side in (case.manager, case.deputy)
        if side is not None
        and side.person not in {one.person for one in case.two}
        and (step := _step("above", grace_end(since, case.ladder.grace, [side.calendar]), [side]))
    ]
    if any(case.supervisor.calendar.on_leave(step.at) for _, step in steps):
        steps.reverse()
    return min(steps, key=lambda found: found[0].calendar.on_leave(since), default=(None, None))[1]


def _step(level: Level, at: datetime | None, to: Iterable[Side]) -> Step | None:
    if at is None:
        return None
    sends = {side.person: send_at(at, side.calendar).at for side in to}
    # Whom nothing may reach for a year isn't there: the step waits with them.
    known = {person: moment for person, moment in sends.items() if moment is not None}
    return Step(level, at, known) if len(known) == len(sends) else None


def _grace(case: Case, since: datetime) -> datetime | None:
    """The end of the grace of the two, on days on which both work, from a moment on but not before it is over."""
    return grace_end(max(since, case.checkin.ends), case.ladder.grace, [side.calendar for side in case.two])


def _all_reached(reached: Mapping[str, datetime], sides: Iterable[Side]) -> datetime | None:
    """When the last of them was reached; None if one wasn't."""
    moments = [reached.get(side.person) for side in sides]
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None
