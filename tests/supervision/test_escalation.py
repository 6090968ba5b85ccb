"""What goes up: one step a grace, once a level, on working days, and never because a message of ours didn't arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.supervision.calendar import Days, calendar_at
from bot.supervision.checkin import CheckIn, Pause, Report, State, apply
from bot.supervision.escalation import PRIVATE_TOPICS, Case, Step, Taken, for_board, lapse_of, next_step, unreached
from bot.supervision.kind import Ladder
from bot.supervision.reminders import Side
from tests.supervision.life import Life, drawn

LONDON = calendar_at("GB-ENG", "Europe/London")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def away(first: str, last: str) -> Side:
    return Side("", replace(LONDON, leave=(Days(date.fromisoformat(first), date.fromisoformat(last)),)))


AT = utc("2026-11-23 10:00")  # a Monday
ASKED = {("noor", 0): utc("2026-11-23 11:15"), ("edi", 0): utc("2026-11-23 11:15")}
TOLD = Taken("two", utc("2026-11-25 11:15"), {"noor": utc("2026-11-25 11:15"), "edi": utc("2026-11-25 11:15")})
BOARD = Taken("board", utc("2026-11-27 11:15"))


def case(state: State = "missed", **changes: object) -> Case:
    people = {
        name: Side(who, LONDON) for name, who in (("supervisor", "noor"), ("worker", "edi"), ("manager", "mo"), ("deputy", "di"))
    }
    for name, value in changes.items():
        if name in people and isinstance(value, Side):
            changes[name] = Side(people[name].person, value.calendar)
    checkin = CheckIn("c1", "noor", "edi", AT, state)
    return Case(**({"checkin": checkin, "ladder": Ladder(2), "asked": ASKED} | people | changes))  # type: ignore[arg-type]


def shown(step: Step | None) -> str:
    return f"{step.level} {step.at:%a %d %H:%M} {' '.join(sorted(step.sends))}".strip() if step else "nothing"


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        pytest.param({}, "two Wed 25 11:15 edi noor", id="first-the-two"),
        pytest.param({"taken": (TOLD,)}, "board Fri 27 11:15", id="then-the-board"),
        pytest.param({"taken": (TOLD, BOARD)}, "above Tue 01 11:15 mo", id="then-the-manager-after-a-weekend"),
        pytest.param({"taken": (TOLD, BOARD), "manager": None}, "above Tue 01 11:15 di", id="or-the-deputy"),
        pytest.param({"taken": (TOLD, BOARD), "manager": None, "deputy": None}, "nothing", id="or-nobody"),
        pytest.param({"taken": (TOLD, BOARD, Taken("above", utc("2026-12-01 11:15")))}, "nothing", id="and-no-further"),
        pytest.param({"ladder": Ladder(2, up=False), "taken": (TOLD,)}, "nothing", id="a-kind-that-stays-with-the-two"),
        pytest.param({"ladder": Ladder(0)}, "two Mon 23 11:15 edi noor", id="no-grace"),
        pytest.param({"worker": away("2026-11-24", "2026-11-27")}, "two Tue 01 11:15 edi noor", id="nobody-is-hurried-on-leave"),
        pytest.param({"worker": away("2026-11-23", "2026-11-23")}, "nothing", id="away-when-it-was"),
        pytest.param(
            {"taken": (TOLD,), "supervisor": away("2026-11-26", "2026-12-11")}, "board Fri 27 11:15", id="supervisor-on-leave"
        ),
        pytest.param(
            {"taken": (TOLD,), "supervisor": away("2026-11-26", "2026-12-11"), "deputy": None}, "board Tue 15 11:15",
            id="supervisor-on-leave-and-no-deputy",
        ),
        pytest.param(
            {"taken": (TOLD, BOARD), "supervisor": away("2026-11-26", "2026-12-11")}, "above Tue 01 11:15 di",
            id="the-deputy-of-a-supervisor-on-leave",
        ),
        pytest.param(
            {"taken": (TOLD, BOARD), "manager": away("2026-11-26", "2026-12-11")}, "above Tue 01 11:15 di", id="manager-on-leave"
        ),
        pytest.param({"asked": {("noor", 0): AT}}, "nothing", id="the-worker-was-not-asked"),
        pytest.param({"asked": {("edi", 0): AT}}, "nothing", id="the-supervisor-was-not-asked"),
        pytest.param({"taken": (replace(TOLD, reached={"edi": AT}),)}, "nothing", id="the-supervisor-did-not-hear"),
        pytest.param({"topic": "difficult-supervision"}, "nothing", id="about-the-supervisor"),
        pytest.param({"topic": "code-of-conduct", "taken": (TOLD,)}, "nothing", id="about-conduct"),
        pytest.param({"topic": "case-plan"}, "two Wed 25 11:15 edi noor", id="about-anything-else"),
    ],
)  # fmt: skip
def test_the_next_step(changes: dict[str, object], step: str) -> None:
    assert shown(next_step(case(**changes))) == step


def test_a_message_of_a_step_waits_for_quiet_hours_of_each() -> None:
    amman = Side("", calendar_at("JO", "Asia/Amman"))
    late = {(who, 0): utc("2026-11-23 17:30") for who in ("noor", "edi")}
    step = next_step(case(supervisor=amman, asked=late))
    assert step is not None
    # Half past eight in the evening in Amman.
    assert step.sends == {"noor": utc("2026-11-26 05:00"), "edi": utc("2026-11-25 17:30")}


def test_what_was_asked_and_taken_before_a_move_counts_for_nothing_after_it() -> None:
    again = replace(case(taken=(TOLD, BOARD)).checkin, round=1)
    assert next_step(replace(case(taken=(TOLD, BOARD)), checkin=again)) is None
    asked = {(who, 1): utc("2026-12-07 11:15") for who in ("noor", "edi")}
    assert shown(next_step(replace(case(taken=(TOLD, BOARD), asked=asked), checkin=again))) == "two Wed 09 11:15 edi noor"


def test_a_word_of_either_or_a_pause_ends_it() -> None:
    missed = case(taken=(TOLD,))
    for tap in (Report("edi", 0, "held"), Report("noor", 0, "could-not"), Pause("edi", 0)):
        assert next_step(replace(missed, checkin=apply(missed.checkin, tap, AT).checkin)) is None


def lapsed(one: Case) -> str:
    """When it lapses, and to what."""
    found = lapse_of(one)
    return f"{found.at:%a %d %H:%M} {apply(one.checkin, found.lapse, found.at).checkin.state}" if found else "never"


@pytest.mark.parametrize(
    ("one", "to"),
    [
        pytest.param(case("accepted"), "Wed 25 11:15 missed", id="both-were-asked"),
        pytest.param(case("accepted", asked={("edi", 0): AT}), "Mon 07 11:00 could-not", id="one-was-not-asked"),
        pytest.param(case("moved", asked={}), "Mon 07 11:00 could-not", id="nobody-was-asked"),
        pytest.param(case("planned", supervisor=away("2026-11-20", "2026-11-24")), "Mon 23 11:00 cancelled", id="in-leave"),
        pytest.param(case("accepted", worker=away("2026-11-24", "2028-11-24")), "Mon 07 11:00 could-not", id="gone-since"),
        pytest.param(case("proposed", asked={}), "Mon 23 11:00 cancelled", id="never-agreed"),
        pytest.param(case("asked-to-move", asked={}), "Wed 25 11:00 could-not", id="a-move-that-nobody-answered"),
    ],
)
def test_silence_ends_after_the_grace_and_only_that_of_people_who_were_asked_is_a_miss(one: Case, to: str) -> None:
    assert lapsed(one) == to


@pytest.mark.parametrize("state", ["held", "could-not", "missed", "cancelled", "paused"])
def test_what_is_over_does_not_lapse(state: State) -> None:
    assert lapse_of(case(state)) is None


def test_whom_we_did_not_reach_is_named_so() -> None:
    assert unreached(case(asked={("noor", 0): AT})) == ("edi",)
    assert unreached(case()) == ()


def test_private_topics_never_reach_a_board() -> None:
    assert for_board(("case-plan", "code-of-conduct", "difficult-supervision", "education")) == ("case-plan", "education")


# --- ten thousand lives -------------------------------------------------------------------------------------------------


def working_days(life: Life, people: tuple[str, ...], start: datetime, end: datetime) -> int:
    """Days after the one of `start` up to that of `end`, on the first one's wall, on which all of them work."""
    sides = [s for s in (life.case.supervisor, life.case.worker, life.case.manager, life.case.deputy) if s and s.person in people]
    first, last = sides[0].calendar.local(start).date(), sides[0].calendar.local(end).date()
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(all(side.calendar.off(day) is None for side in sides) for day in days)


def judged(life: Life) -> tuple[int, int]:
    """How many steps there were, and how many came from a message that didn't arrive; all else that is promised is asserted.

    A life before a move is judged by itself.
    """
    before = [judged(earlier) for earlier in life.earlier]
    levels = [step.level for step, _, _ in life.steps]
    assert levels == ["two", "board", "above"][: len(levels)], "in order, each once"
    assert len(life.keys) == len(set(life.keys)), "no reminder twice"
    undelivered = 0
    since = None
    for step, taken, _ in life.steps:
        assert life.case.topic not in PRIVATE_TOPICS
        assert not life.case.away
        assert not [tap for at, tap in life.taps if at < taken], "nobody's word is overheard"
        if step.level == "two":
            reached = {who: at for who, at, arrived in life.asked if arrived}
            undelivered += reached.keys() != {"noor", "edi"}
            since, who = max(reached.values()), ("noor", "edi")
        elif step.level == "board":
            two = life.steps[0][2]
            undelivered += None in two.values()
            heard = [at for at in two.values() if at]
            since = max(heard)
            on_leave = life.case.deputy and life.case.supervisor.calendar.on_leave(step.at)
            who = ("edi",) if on_leave else ("noor",)
        else:
            since, who = life.steps[1][1], tuple(step.sends)
        assert working_days(life, who, since, taken) >= life.case.ladder.grace, "not before the grace is over"
        calendars = {
            s.person: s.calendar for s in (life.case.supervisor, life.case.worker, life.case.manager, life.case.deputy) if s
        }
        assert all(not calendars[person].is_quiet(at) for person, at in step.sends.items()), "never into quiet hours"
    return len(levels) + sum(count for count, _ in before), undelivered + sum(count for _, count in before)


def must_go_up(life: Life) -> bool:
    """A check-in that nobody said a word about, whose question and whose first step reached both."""
    asked = {who for who, _, arrived in life.asked if arrived} == {"noor", "edi"}
    heard = not life.steps or None not in life.steps[0][2].values()
    return not life.taps and not life.earlier and asked and heard and not life.case.away and life.case.topic not in PRIVATE_TOPICS


def test_in_ten_thousand_lives_nothing_goes_up_for_a_message_that_did_not_arrive_and_the_rest_once_a_level() -> None:
    steps = up = silent = unheard = 0
    for seed in range(10_000):
        life = drawn(seed)
        count, undelivered = judged(life)
        assert undelivered == 0, seed
        steps += count
        asked = [arrived for _, _, arrived in life.asked]
        unheard += False in asked and not life.taps
        if must_go_up(life) and life.ended is not None:
            silent += 1
            up += count == 2 + bool(life.case.manager or life.case.deputy)
    assert up == silent, "each overdue one goes up once a level"
    assert silent > 1000, "enough of them to say so"
    assert unheard > 1000, "enough messages that didn't arrive"
    assert steps > 3000
