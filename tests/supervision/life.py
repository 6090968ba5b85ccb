"""The life of one check-in as it may go, lived by the rules: people who answer or don't, channels that fail, leaves, outages.

What happened is written down, so that a test can judge it without the rules' help.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.supervision.calendar import Calendar, Days, calendar_at
from bot.supervision.checkin import AskToMove, Cancel, CheckIn, IllegalMove, Pause, Report, Tap, apply
from bot.supervision.due import CheckInAt, next_due_at
from bot.supervision.escalation import Case, Step, Taken, lapse_of, next_step
from bot.supervision.kind import Ladder, Times
from bot.supervision.reminders import Side, due

PLACES = (("JO", "Asia/Amman"), ("GB-SCT", "Europe/London"), ("MX", "America/Mexico_City"), ("NG", "Africa/Lagos"))
CALENDARS = [calendar_at(*place) for place in PLACES]
LONGEST = timedelta(days=60)


@dataclass
class Life:
    """What happened: each question with whom it reached when, each step with when it was taken and whom it reached, each tap."""

    case: Case
    asked: list[tuple[str, datetime, bool]] = field(default_factory=list)
    steps: list[tuple[Step, datetime, dict[str, datetime | None]]] = field(default_factory=list)
    taps: list[tuple[datetime, Tap]] = field(default_factory=list)
    keys: list[tuple[str, str, str, int]] = field(default_factory=list)
    earlier: list[Life] = field(default_factory=list)
    """The same check-in before its time was settled anew."""
    passed: list[tuple[str, str, str, int]] = field(default_factory=list)
    ended: datetime | None = None


def drawn(seed: int) -> Life:
    """A life by chance, the same for the same seed."""
    chance = random.Random(seed)
    begin = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=chance.randrange(3000), minutes=15 * chance.randrange(96))
    case = Case(
        CheckIn("c1", "noor", "edi", begin + timedelta(days=2), "accepted"),
        Ladder(chance.choice((0, 1, 2, 3))),
        *(Side(who, _calendar(chance, begin.date())) for who in ("noor", "edi")),
        manager=Side("mo", _calendar(chance, begin.date())) if chance.random() < 0.9 else None,
        deputy=Side("di", _calendar(chance, begin.date())) if chance.random() < 0.5 else None,
        topic=chance.choice(("", "", "", "", "case-plan", "difficult-supervision")),
    )
    fails = {who: chance.choice((0, 0, 0, 0.3, 1)) for who in ("noor", "edi", "mo", "di")}
    return lived(Life(case), chance, begin, fails, _taps(chance, case, begin))


def _calendar(chance: random.Random, begin: date) -> Calendar:
    calendar = chance.choice(CALENDARS)
    if chance.random() < 0.25:
        first = begin + timedelta(days=chance.randrange(20))
        calendar = replace(calendar, leave=(Days(first, first + timedelta(days=chance.randrange(12))),))
    return calendar


def _taps(chance: random.Random, case: Case, begin: datetime) -> list[tuple[datetime, Tap]]:
    if chance.random() < 0.5:
        return []
    taps = []
    for _ in range(chance.randrange(1, 4)):
        who = chance.choice(("noor", "edi"))
        at = begin + timedelta(minutes=chance.randrange(int(timedelta(days=20) / timedelta(minutes=1))))
        other = case.checkin.at + timedelta(days=chance.randrange(1, 6))
        taps.append((at, chance.choice(_tappable(who, other))))
    return sorted(taps, key=lambda tap: tap[0])


def _tappable(who: str, other: datetime) -> list[Tap]:
    return [Report(who, 0, "held"), Report(who, 0, "could-not"), Cancel(who, 0), Pause(who, 0), AskToMove(who, 0, other)]


def lived(life: Life, chance: random.Random, begin: datetime, fails: dict[str, float], taps: list[tuple[datetime, Tap]]) -> Life:
    """Everything that is due done when it is due, or late after an outage, until nothing is."""
    case, settled, now, end = life.case, set[tuple[str, str, str, int]](), begin, begin + LONGEST
    next_at = next_due_at(CheckInAt(case, Times(), begin, settled), now)
    while now < end:
        coming = min((at for at in (next_at, taps[0][0] if taps else None) if at is not None), default=None)
        if coming is None:
            life.ended = now
            break
        now = max(now, coming)
        if taps and taps[0][0] <= now:
            _, tap = taps.pop(0)
            try:
                result = apply(case.checkin, tap, now)
                case = replace(case, checkin=result.checkin)
                if result.said == "done":
                    life.taps.append((now, tap))
                if case.checkin.round > life.case.checkin.round:
                    life.earlier.append(Life(life.case, life.asked, life.steps, life.taps))
                    life.case, life.asked, life.steps, life.taps, begin = case, [], [], [], now
            except IllegalMove:
                continue
            next_at = next_due_at(CheckInAt(case, Times(), begin, settled), now)
            continue
        if chance.random() < 0.1:  # nothing runs for up to three days
            now += timedelta(hours=chance.randrange(1, 72))
            while taps and taps[0][0] < now:
                taps.pop(0)
        case = _tick(life, CheckInAt(case, Times(), begin, settled), now, chance, fails)
        settled |= set(life.keys) | set(life.passed)
        next_at = next_due_at(CheckInAt(case, Times(), begin, settled), now)
        assert next_at is None or next_at > now, "a tick leaves nothing that is due"
    life.case = case
    return life


def _tick(life: Life, subject: CheckInAt, now: datetime, chance: random.Random, fails: dict[str, float]) -> Case:
    case = subject.case
    going = due(subject.reminders(), subject.settled, subject.calendars, now)
    life.passed += going.passed
    for notice in going.notices:
        reached = chance.random() >= fails[notice.person]
        for reminder in notice.reminders:
            life.keys.append(reminder.key)
            if reminder.kind == "afterwards":
                life.asked.append((notice.person, now, reached))
                if reached:
                    case = replace(case, asked={**case.asked, (notice.person, reminder.round): now})
    lapsing = lapse_of(case)
    if lapsing is not None and lapsing.at <= now:
        case = replace(case, checkin=apply(case.checkin, lapsing.lapse, now).checkin)
    while (step := next_step(case)) is not None and step.at <= now:
        sent = {who: max(at, now) if chance.random() >= fails[who] else None for who, at in step.sends.items()}
        life.steps.append((step, now, sent))
        taken = Taken(step.level, now, {who: at for who, at in sent.items() if at is not None}, case.checkin.round)
        case = replace(case, taken=(*case.taken, taken))
    return case
