"""The board, one's own history and files to take along, played by several people: what each sees, and what nobody sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.people.changes import hand_over, join, stand_in
from bot.people.person import Dates, Person
from bot.supervision.calendar import Days
from bot.supervision.checkin import CheckIn, Offer, State
from bot.supervision.diary import AgreedAction, Booking, Series, ToTake
from bot.supervision.escalation import PRIVATE_TOPICS, Taken
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk.dealings import Tell
from bot.talk.house import Ways
from bot.talk.messages import Press
from tests.talk.staffed import HOUSE, MONDAY, TODAY, Staffed, edition
from tests.talk.transcript import Shown

LANGUAGES = ("en", "fr", "es", "ar")
LATE, KEPT = date(2026, 10, 13), date(2026, 11, 17)


def series(worker: str, held: date | None = KEPT, supervisor: str = "joseph", team: str = "north", **changes: Any) -> Series:
    """Every second Tuesday at ten, since September."""
    plan = Plan("Europe/London", time(10), date(2026, 9, 1), EveryWeeks(2, (1,)))
    one = Series(
        f"s{worker}", "individual", supervisor, worker, team, supervisor, (plan,), last_held=held, agreed=True, version=1
    )
    return replace(one, **changes)


def booking(worker: str, day: date, state: State = "planned", supervisor: str = "joseph", **changes: Any) -> Booking:
    """One at ten in London."""
    at = datetime.combine(day, time(10), UTC)
    checkin = CheckIn(f"b{worker}{day:%m%d}{supervisor[0]}", supervisor, worker, at, state)
    return replace(Booking(checkin, "individual", "north", at, f"s{worker}", version=1), **changes)


def team(*what: Series | Booking, **more: Any) -> Staffed:
    """Awa is late, Sami as planned with the next one booked, Lena has no rhythm; and what is said."""
    usual = (series("awa", LATE), series("sami"), booking("sami", date(2026, 12, 1)))
    every = [*usual, *what]
    return Staffed(
        series={one.id: one for one in every if isinstance(one, Series)},
        bookings={one.checkin.id: one for one in every if isinstance(one, Booking)},
        **more,
    )


def says(staffed: Staffed, who: str, text: str, lang: str = "") -> Shown:
    if lang:
        person = staffed.staff.people[who]
        staffed.staff = replace(staffed.staff, people={**staffed.staff.people, who: replace(person, language=lang)})
    (found,) = staffed.says(who, text)
    return found


def line_of(shown: Shown, name: str) -> str:
    """The line in which a name stands; "" if in none."""
    return next((line for line in shown.text.splitlines() if line.startswith(f"- {name} ")), "")


# --- the card -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["joseph", "amina"])
def test_exceptions_come_first_with_weeks_against_the_rhythm_and_the_next_one(who: str) -> None:
    shown = says(team(), who, "/board")
    assert [line for line in shown.text.splitlines() if line.startswith("- ")] == [
        "- Awa · late · 5 weeks since the last one (every 2 weeks)",
        "- Lena · no rhythm yet",
        "- Sami · as planned · last one within a week (every 2 weeks) · next: 1 December, 10:00",
    ]
    assert shown.buttons[:3] == ("Awa", "Lena", "Sami")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_its_words_in_every_language(lang: str) -> None:
    up = (Taken("two", MONDAY - timedelta(days=9)), Taken("board", MONDAY - timedelta(days=4)))
    states: dict[str, Staffed] = {
        "late": team(series("sami"), booking("sami", date(2026, 11, 18), "missed", taken=up)),
        "never": team(series("sami", None)),
        "not asked": team(series("sami", LATE), booking("sami", date(2026, 11, 3), "could-not")),
        "unreached": team(reach={"sami": "unreachable"}),
        "paused": team(series("sami", paused=True)),
        "paused until": team(series("sami", paused=True, paused_until=date(2027, 1, 15))),
        "away": team(leave={"sami": (Days(TODAY, TODAY + timedelta(days=11)),)}),
        "no push": team(reach={"sami": "no-push"}),
        "as planned": team(),
    }
    told = {}
    for name, staffed in states.items():
        shown = says(staffed, "joseph", "/board", lang)
        found = next(line for line in shown.text.replace("\u2068", "").replace("\u2069", "").splitlines() if "Sami" in line)
        (whole,) = staffed.presses("joseph", "Sami")
        told[name] = (found, whole.text)
        assert "{" not in found + whole.text
        assert len(whole.text.splitlines()) <= 7
    assert len({found for found, _ in told.values()}) == len(states)


def test_ten_lines_and_then_more() -> None:
    staffed = team()
    for n in range(12):
        worker = Person(f"w{n:02}", f"Worker {n:02}", frozenset({"caseworker"}), zone="Europe/London")
        staffed.staff = join(staffed.staff, worker, "caseworker", "north", TODAY)
        staffed.staff = hand_over(staffed.staff, worker.id, "north", "joseph", TODAY, TODAY)
    first = says(staffed, "joseph", "/board")
    assert first.text.count("\n- ") == 10
    (second,) = staffed.presses("joseph", "More")
    assert second.text.count("\n- ") == 5
    assert "From the top" in second.buttons
    assert {line for shown in (first, second) for line in shown.text.splitlines() if line.startswith("- Worker")} == {
        f"- Worker {n:02} · no rhythm yet" for n in range(12)
    }


def test_the_next_one_stands_in_both_zones_in_the_whole_line() -> None:
    staffed = team()
    says(staffed, "joseph", "/board")
    (whole,) = staffed.presses("joseph", "Sami")
    assert "Tuesday 1 December 2026, 10:00 (morning) (13:00 for the other side)" in whole.text
    assert "Last held: 17 Nov 2026" in whole.text


def test_somebody_of_two_teams_chooses_between_their_boards() -> None:
    staffed = team()
    staffed.staff = join(staffed.staff, staffed.staff.people["joseph"], "supervisor", "south", TODAY)
    assert "South" in says(staffed, "joseph", "/board").buttons
    assert staffed.presses("joseph", "South")[0].text.startswith("South")
    assert says(staffed, "joseph", "/board south").text.startswith("South")
    assert "Noor" not in staffed.last("joseph").text


# --- who sees what ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["awa", "sami", "ada"])
def test_who_supervises_and_manages_nobody_has_no_board_and_a_way_to_their_own_history(who: str) -> None:
    shown = says(team(), who, "/board", "en")
    assert shown.text.startswith("There is no board for you here")
    assert shown.buttons == ("My history",)


def test_a_line_that_one_may_not_see_is_answered_like_one_that_is_not_there() -> None:
    staffed = team()
    says(staffed, "joseph", "/board")
    (mine,) = [data for text, data in staffed.last("joseph").presses.items() if text == "Awa"]
    assert mine.startswith("b-who:north:awa:")
    answers = []
    for verb, *args in (
        ("b-who", "north", "awa"),
        ("b-who", "north", "nobody"),
        ("b-nudge", "north", "awa"),
        ("b-csv", "team", "north"),
    ):
        data = staffed.signer.write(Press(verb, tuple(args)), "memory:sol")
        answers.append(staffed.pressed_data("sol", data)[0].text)
    assert len(set(answers)) == 1
    assert "Awa" not in answers[0]


def test_a_button_of_somebody_else_opens_nothing() -> None:
    staffed = team()
    says(staffed, "joseph", "/board")
    data = staffed.last("joseph").presses["Awa"]
    assert "Awa" not in staffed.pressed_data("dara", data)[0].text


def test_a_manager_sees_times_and_has_no_deeds_of_a_supervisor() -> None:
    staffed = team()
    says(staffed, "amina", "/board")
    (whole,) = staffed.presses("amina", "Awa")
    assert "13 Oct 2026" in whole.text
    assert "(Joseph)" in whole.text
    assert whole.buttons == ("Back to the board",)


def test_a_deputy_sees_the_board_and_takes_nothing_along() -> None:
    staffed = team()
    staffed.staff = stand_in(staffed.staff, "north", "joseph", "dara", Dates(TODAY, TODAY + timedelta(days=9)), TODAY)
    shown = says(staffed, "dara", "/board")
    assert line_of(shown, "Awa")
    assert not any("CSV" in label for label in shown.buttons)
    (whole,) = staffed.presses("dara", "Awa")
    assert "Plan a check-in" in whole.buttons
    staffed.waits(days=11)
    assert not line_of(says(staffed, "dara", "/board"), "Awa")


@pytest.mark.parametrize("who", ["joseph", "amina"])
@pytest.mark.parametrize("topic", sorted(PRIVATE_TOPICS))
def test_what_belongs_to_a_private_topic_is_on_nobodys_board(who: str, topic: str) -> None:
    up = (Taken("board", MONDAY - timedelta(days=2)),)
    private = (
        booking("awa", date(2026, 11, 25), topic=topic, series=""),
        booking("sami", date(2026, 11, 18), "missed", topic=topic, taken=up),
    )
    assert says(team(*private), who, "/board").text == says(team(), who, "/board").text


def test_what_somebody_has_with_the_manager_is_not_on_the_supervisors_board() -> None:
    """The supervisor may be the one it is about."""
    one = booking("awa", date(2026, 11, 25), supervisor="amina", series="")
    rhythm = series("awa", None, supervisor="amina", id="s-other")
    staffed = team(one, rhythm)
    assert says(staffed, "joseph", "/board").text == says(team(), "joseph", "/board").text
    assert "25 November" in says(staffed, "amina", "/board").text or "Wednesday 10:00" in staffed.last("amina").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_reason_stands_on_a_board(lang: str) -> None:
    moving = booking("awa", date(2026, 11, 25), "asked-to-move")
    ill = replace(moving, checkin=replace(moving.checkin, offers=(Offer("awa", None, "illness"),)))
    visit = replace(moving, checkin=replace(moving.checkin, offers=(Offer("awa", None, "visit"),)))
    for who in ("joseph", "amina"):
        texts = []
        for one in (ill, visit):
            staffed = team(one)
            says(staffed, who, "/board", lang)
            staffed.presses(who, "Awa")
            texts.append([shown.text for shown in staffed.screens[who]])
        assert texts[0] == texts[1]


def test_what_is_taken_along_and_agreed_is_on_no_board() -> None:
    staffed = team()
    staffed.taking["t"] = ToTake("t", "awa", "disclosure", MONDAY, shown=True)
    staffed.agreed["a"] = AgreedAction("a", "bawa", "joseph", "awa", "awa", "read the burnout text", TODAY)
    bare = team()
    for one in (staffed, bare):
        says(one, "joseph", "/board")
        one.presses("joseph", "Awa")
    assert [x.text for x in staffed.screens["joseph"]] == [x.text for x in bare.screens["joseph"]]


def test_it_needs_an_invitation_first() -> None:
    staffed = team()
    staffed.devices["stranger"] = ""
    assert "Awa" not in says(staffed, "stranger", "/board").text
    assert says(staffed, "stranger", "/history").text == staffed.screens["stranger"][0].text


# --- asking for a time --------------------------------------------------------------------------------------------------


def test_asking_for_a_time_is_one_neutral_message_and_a_second_tap_sends_none() -> None:
    staffed = team()
    says(staffed, "joseph", "/board")
    staffed.presses("joseph", "Awa")
    assert "Awa is asked" in staffed.presses("joseph", "Ask for a time")[0].text
    assert staffed.last("awa").text == "A question is waiting for you."
    assert "Once is enough" in staffed.presses("joseph", "Ask for a time")[0].text
    assert sum(isinstance(effect, Tell) for effect in staffed.effects) == 1
    assert "Joseph would like to find a time" in staffed.presses("awa", "Show")[0].text


def test_whom_nothing_reaches_is_not_asked_and_who_has_no_push_channel_sees_it_later() -> None:
    staffed = team(reach={"awa": "unreachable", "lena": "no-push"})
    says(staffed, "joseph", "/board")
    (whole,) = staffed.presses("joseph", "Awa")
    assert "don't get through" in whole.text
    assert "Ask for a time" not in whole.buttons
    says(staffed, "joseph", "/board")
    staffed.presses("joseph", "Lena")
    assert "when the chat is next opened" in staffed.presses("joseph", "Ask for a time")[0].text


# --- history and files --------------------------------------------------------------------------------------------------


def past(worker: str = "awa") -> tuple[Booking, ...]:
    states: tuple[State, ...] = ("held", "could-not", "missed", "cancelled", "accepted")
    return tuple(booking(worker, date(2026, 10, 27) + timedelta(days=2 * n), state) for n, state in enumerate(states))


def test_ones_own_history_says_when_what_kind_with_whom_and_what_became_of_it() -> None:
    shown = says(team(*past()), "awa", "/history")
    assert [line for line in shown.text.splitlines() if line.startswith("- ")] == [
        "- 4 November, 10:00 · Individual supervision · Joseph · open",
        "- 2 November, 10:00 · Individual supervision · Joseph · cancelled",
        "- 31 October, 10:00 · Individual supervision · Joseph · nobody said",
        "- 29 October, 10:00 · Individual supervision · Joseph · not known",
        "- 27 October, 10:00 · Individual supervision · Joseph · held",
    ]


def test_nobody_finds_the_history_of_somebody_else_in_theirs() -> None:
    assert "October" not in says(team(*past()), "lena", "/history", "en").text
    assert says(team(*past()), "joseph", "/history").text.count("Awa") == 5


def test_a_check_in_and_a_rhythm_of_ones_own_come_as_a_calendar_file_and_of_others_not() -> None:
    staffed = team()
    for who, id, files in (
        ("sami", "bsami1201j", 1),
        ("joseph", "bsami1201j", 1),
        ("sami", "ssami", 1),
        ("awa", "bsami1201j", 0),
        ("amina", "ssami", 0),
        ("awa", "nothing", 0),
    ):
        data = staffed.signer.write(Press("b-ics", (id,)), f"memory:{who}")
        assert len(staffed.pressed_data(who, data)[0].files) == files


def test_the_board_and_the_history_are_reached_by_buttons_too() -> None:
    staffed = team(*past())
    says(staffed, "joseph", "/team")
    assert line_of(staffed.presses("joseph", "Check-ins at a glance")[0], "Awa")
    assert "Check-ins at a glance" not in says(staffed, "awa", "/team").buttons
    says(staffed, "awa", "/checkins")
    staffed.presses("awa", edition().words.say("en", "checkins.past"))
    assert "27 October" in staffed.presses("awa", "My history")[0].text


def test_sheets_are_offered_to_whom_they_are_for() -> None:
    staffed = team()
    says(staffed, "joseph", "/board")
    assert staffed.presses("joseph", "Sheet (CSV)")[0].files == ("check-ins.csv",)
    assert staffed.presses("joseph", "All check-ins (CSV)")[0].files == ("check-ins.csv",)
    says(staffed, "awa", "/history")
    assert staffed.presses("awa", "Sheet (CSV)")[0].files == ("check-ins.csv",)


def test_the_address_for_a_calendar_program_is_made_from_the_key_and_says_who_sees_what() -> None:
    staffed = team(house=replace(HOUSE, ways=Ways(web="https://line.example")))
    says(staffed, "awa", "/history")
    (shown,) = staffed.presses("awa", "Calendar address")
    address = next(line for line in shown.text.splitlines() if line.startswith("https://"))
    token = address.removeprefix("https://line.example/calendar/").removesuffix(".ics")
    assert staffed.signer.calendar_of(token) == "memory:awa"
    assert "Whoever has the address sees the times" in shown.text
    bare = team()
    says(bare, "awa", "/history")
    assert "no address here" in bare.presses("awa", "Calendar address")[0].text
