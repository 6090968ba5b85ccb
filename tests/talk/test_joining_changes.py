"""Changing who works with whom by tapping: what each may do, what it does, and that nobody learns who is there by asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.people.changes import join
from bot.people.person import ROLES, Person
from bot.people.subject import Someone
from bot.people.team import Team
from bot.supervision.checkin import CheckIn, State
from bot.supervision.diary import Booking, Series
from bot.supervision.plan import EveryWeeks, Plan
from bot.talk import dealings
from bot.talk.joining.steps import DEEDS
from bot.talk.messages import Press
from tests.talk.staffed import TODAY, Staffed

DAY = timedelta(days=1)
NEUTRAL = "Something in your team has changed."


def card_of(team: Staffed, by: str, whom: str) -> tuple[str, ...]:
    """The buttons of somebody's card."""
    team.says(by, "/team")
    team.presses(by, "People")
    return team.presses(by, whom)[0].buttons


def does(team: Staffed, by: str, whom: str, *taps: str) -> str:
    """A change by tapping; what is said at its end. A word in brackets is typed."""
    card_of(team, by, whom)
    for tap in taps:
        team.says(by, tap[1:-1]) if tap.startswith("(") else team.presses(by, tap)
    return team.last(by).text


def with_diary(team: Staffed) -> None:
    """A rhythm of Awa with Joseph, one check-in held, one this week and one in three weeks."""
    plan = Plan("Europe/London", time(10), TODAY, EveryWeeks(1, (0,)))
    team.series["s1"] = Series("s1", "individual", "joseph", "awa", "north", "joseph", (plan,), agreed=True, version=1)
    for id, days in (("past", -7), ("soon", 2), ("later", 21)):
        state: State = "held" if days < 0 else "planned"
        checkin = CheckIn(id, "joseph", "awa", team.now + days * DAY, state)
        team.bookings[id] = Booking(checkin, "individual", "north", team.now, "s1", version=1)


# --- handing over -------------------------------------------------------------------------------------------------------


def test_a_hand_over_takes_team_person_and_day_says_what_it_does_and_waits_for_yes() -> None:
    team = Staffed()
    asked = does(team, "amina", "Awa", "Other supervisor", "Dara", "(1 December)")
    assert "From 1 Dec 2026 Dara supervises Awa in team North, for good." in asked
    assert team.staff_version == 1
    team.presses("amina", "Yes, hand over")
    assert team.staff.supervisors("awa", date(2026, 11, 30)) == ("joseph",)
    assert team.staff.supervisors("awa", date(2026, 12, 1)) == ("dara",)


def test_all_three_are_told_neutrally_and_see_it_when_they_look() -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Dara", "(1 December)", "Yes, hand over")
    for who, sees in (("awa", "From 1 Dec 2026: Dara supervises."), ("dara", "From 1 Dec 2026 you supervise Awa.")):
        assert team.last(who).text == NEUTRAL
        assert sees in team.presses(who, "Show")[0].text
    assert team.last("joseph").text == NEUTRAL
    assert "sami" not in team.screens


def test_check_ins_from_that_day_on_go_over_and_earlier_ones_stay() -> None:
    team = Staffed()
    with_diary(team)
    does(team, "amina", "Awa", "Other supervisor", "Dara", "(1 December)", "Yes, hand over")
    whose = {id: one.checkin.supervisor for id, one in team.bookings.items()}
    assert whose == {"past": "joseph", "soon": "joseph", "later": "dara"}
    assert team.series["s1"].supervisor == "joseph"


def test_a_hand_over_of_today_takes_the_rhythm_along() -> None:
    team = Staffed()
    with_diary(team)
    does(team, "amina", "Awa", "Other supervisor", "Dara", "Today", "Yes, hand over")
    assert team.series["s1"].supervisor == "dara"
    assert {one.checkin.supervisor for id, one in team.bookings.items() if id != "past"} == {"dara"}


def test_a_manager_takes_somebody_over_and_a_supervisor_hands_nobody_to_themself() -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Amina", "Today", "Yes, hand over")
    assert team.staff.supervisors("awa", TODAY) == ("amina",)
    card_of(team, "joseph", "Sami")
    team.presses("joseph", "Other supervisor")
    assert "Joseph" not in team.last("joseph").buttons


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("(tomorrow)", TODAY + DAY), ("(15 January)", date(2027, 1, 15)), ("(2026-12-01)", date(2026, 12, 1)),
        ("(friday)", TODAY + 4 * DAY),
    ],
)  # fmt: skip
def test_days_are_typed_as_people_write_them(typed: str, day: date) -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Dara", typed, "Yes, hand over")
    assert team.staff.supervisors("awa", day - DAY) == ("joseph",)
    assert team.staff.supervisors("awa", day) == ("dara",)


def test_a_day_in_arabic_is_understood_in_arabic() -> None:
    team = Staffed()
    amina = replace(team.staff.people["amina"], language="ar")
    team.staff = replace(team.staff, people={**team.staff.people, "amina": amina})
    team.says("amina", "/team")
    for tap in ("الأشخاص", "Awa", "تغيير الإشراف", "Dara"):
        team.presses("amina", tap)
    team.says("amina", "١٥ كانون الثاني")
    team.presses("amina", "نعم")
    assert team.staff.supervisors("awa", date(2027, 1, 15)) == ("dara",)


def test_a_question_typed_instead_of_a_day_is_answered_and_changes_nothing() -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Dara", "(what do I do if a child tells me about abuse?)")
    assert team.staff_version == 1


def test_a_day_that_went_by_before_yes_is_asked_for_again() -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Dara", "Today")
    team.waits(days=1)
    assert team.presses("amina", "Yes, hand over")[0].text == "That day has gone by. Please choose again."


# --- standing in --------------------------------------------------------------------------------------------------------


def test_somebody_stands_in_from_a_day_to_a_day_and_then_no_more() -> None:
    team = Staffed()
    asked = does(team, "amina", "Joseph", "Name a deputy", "Dara", "Today", "29 Nov 2026")
    assert "Dara stands in for Joseph in team North, from 23 Nov 2026 to 29 Nov 2026" in asked
    team.presses("amina", "Yes")
    assert [one.person for one in team.staff.deputies("awa", TODAY + 6 * DAY)] == ["dara"]
    assert team.staff.deputies("awa", TODAY + 7 * DAY) == ()
    assert team.last("dara").text == NEUTRAL
    assert "You stand in for Joseph from 23 Nov 2026 to 29 Nov 2026." in team.presses("dara", "Show")[0].text


def test_a_supervisor_names_their_own_deputy_from_their_own_card() -> None:
    team = Staffed()
    team.says("joseph", "/team")
    for tap in ("Name a deputy", "Dara", "Today", "29 Nov", "Yes"):
        team.presses("joseph", tap)
    assert [one.person for one in team.staff.deputies("awa", TODAY)] == ["dara"]


def test_whoever_is_back_earlier_ends_it() -> None:
    team = Staffed()
    does(team, "amina", "Joseph", "Name a deputy", "Dara", "Today", "(20 December)", "Yes")
    does(team, "amina", "Joseph", "Is back", "30 Nov 2026", "Yes, is back")
    assert team.staff.deputies("awa", TODAY + 6 * DAY) != ()
    assert team.staff.deputies("awa", TODAY + 7 * DAY) == ()


def test_two_deputies_at_a_time_cannot_be() -> None:
    team = Staffed()
    staff = join(team.staff, Person("kai", "Kai", frozenset()), "supervisor", "north", TODAY)
    team.staff = staff
    does(team, "amina", "Joseph", "Name a deputy", "Dara", "Today", "29 Nov", "Yes")
    said = does(team, "amina", "Joseph", "Name a deputy", "Kai", "Today", "29 Nov", "Yes")
    assert said == "That isn't possible any more: something has changed. Please look again."


# --- suspending, moving, leaving ----------------------------------------------------------------------------------------


def test_a_lost_phone_is_shut_out_at_once_with_the_links_in_it_and_let_in_again() -> None:
    team = Staffed()
    team.says("joseph", "/invite")
    team.presses("joseph", "1")
    code = team.signer.invitation(next(iter(team.invites)))
    does(team, "amina", "Joseph", "Suspend", "Yes, suspend")
    assert "you need to have joined" in team.says("joseph", "/team")[0].text
    assert "lets nobody in" in team.says("newcomer", code)[0].text
    assert "joseph" not in {who for one in team.effects if isinstance(one, dealings.Tell) for who in [one.person]}
    does(team, "amina", "Joseph", "Let in again", "Yes, let in")
    assert "You supervise: Awa, Lena, Sami" in team.says("joseph", "/team")[0].text


def test_an_admin_suspends_whoever_they_do_not_work_with() -> None:
    team = Staffed()
    does(team, "ada", "Noor", "Suspend", "Yes, suspend")
    assert team.staff.people["noor"].suspended


def test_moving_team_ends_what_was_there_and_keeps_what_has_been() -> None:
    team = Staffed()
    with_diary(team)
    said = does(team, "amina", "Awa", "Move team", "South", "Yes, move")
    assert said == "Done: Awa is in team South now."
    assert team.staff.people["awa"].teams(TODAY) == ("south",)
    assert team.staff.supervisors("awa", TODAY) == ()
    assert team.staff.supervisors("awa", TODAY - DAY) == ("joseph",)
    assert team.series["s1"].ended
    assert [(id, one.checkin.state) for id, one in team.bookings.items()] == [("past", "held")]


def test_leaving_says_first_what_it_does_and_then_the_name_is_gone_everywhere() -> None:
    team = Staffed()
    with_diary(team)
    team.says("awa", "/forget")
    team.presses("awa", "Leave the team")
    assert "Your name goes for good" in team.last("awa").text
    assert "Test House keeps when check-ins were" in team.last("awa").text
    team.presses("awa", "Yes, for good")
    gone = team.staff.people["awa"]
    assert (gone.name, gone.left, gone.roles) == ("", TODAY, frozenset())
    assert gone.pseudonym.startswith("#")
    assert "awa" not in team.devices
    assert team.bookings["past"].checkin.state == "held"
    assert team.last("joseph").text == NEUTRAL


def test_a_supervisor_who_goes_leaves_rhythms_waiting_for_the_next_one() -> None:
    team = Staffed()
    with_diary(team)
    does(team, "amina", "Joseph", "Remove", "Yes, for good")
    assert team.series["s1"].paused
    assert "Without a supervisor: Awa, Lena, Sami" in team.says("amina", "/team")[0].text
    team.waits(days=1)
    does(team, "amina", "Awa", "Other supervisor", "Dara", "Today", "Yes, hand over")
    assert (team.series["s1"].supervisor, team.series["s1"].paused) == ("dara", False)


def test_a_role_is_taken_and_a_manager_named() -> None:
    team = Staffed()
    team.staff = join(team.staff, team.staff.people["dara"], "manager", "south", TODAY)
    does(team, "ada", "Dara", "Make manager", "North", "Today", "Yes")
    assert team.staff.teams["north"].managers_on(TODAY) == ("dara",)
    does(team, "ada", "Dara", "Take a role", "supervisor", "Yes")
    assert team.staff.people["dara"].roles == {"manager"}


@pytest.mark.parametrize(
    ("whom", "taps"),
    [
        ("Awa", ("Other supervisor", "Dara", "Today", "Yes, hand over")), ("Joseph", ("Suspend", "Yes, suspend")),
        ("Joseph", ("Name a deputy", "Dara", "Today", "29 Nov", "Yes")), ("Awa", ("Move team", "South", "Yes, move")),
        ("Sami", ("Remove", "Yes, for good")),
    ],
)  # fmt: skip
def test_a_second_yes_changes_nothing_and_says_so_kindly(whom: str, taps: tuple[str, ...]) -> None:
    team = Staffed()
    does(team, "amina", whom, *taps)
    version, told = team.staff_version, len(team.effects)
    team.presses("amina", taps[-1])
    assert team.last("amina").text == "It is so already."
    assert (team.staff_version, len(team.effects)) == (version, told)


# --- who may, and who learns nothing ------------------------------------------------------------------------------------


def forged(team: Staffed, chat: str, verb: str, *args: str) -> str:
    """A button that this person would have been given if they might."""
    return team.pressed_data(chat, team.signer.write(Press(verb, args), f"memory:{chat}"))[0].text


def test_who_may_not_be_seen_is_answered_like_who_is_not_there() -> None:
    team = Staffed()
    assert forged(team, "awa", "j-p", "noor") == forged(team, "awa", "j-p", "nobody")
    assert "Noor" not in forged(team, "awa", "j-p", "noor")
    team.says("awa", "/team")
    assert "Noor" not in team.presses("awa", "People")[0].buttons


def with_many_teams(team: Staffed) -> None:
    more = {f"t{n:02}": Team(f"t{n:02}", f"Place {n:02}", "JO") for n in range(40)}
    team.staff = replace(team.staff, teams={**team.staff.teams, **more})


def test_a_team_among_forty_is_typed_where_no_button_has_room() -> None:
    team = Staffed()
    with_many_teams(team)
    assert "There are more: type the name." in does(team, "ada", "Noor", "Move team")
    assert "moves from South to Place 37" in team.says("ada", "place 37")[0].text
    team.says("ada", "/invite")
    team.presses("ada", "caseworker")
    assert "As caseworker, into team Place 21" in team.says("ada", "Place 21")[0].text


@pytest.mark.parametrize("typed", ["sami", "Sami", "سامي"])
def test_a_name_typed_among_people_opens_the_card_in_either_script(typed: str) -> None:
    team = Staffed()
    team.says("amina", "/team")
    team.presses("amina", "People")
    assert team.says("amina", typed)[0].text.startswith("Sami: caseworker")


def test_a_typed_name_of_somebody_whom_one_may_not_see_is_as_strange_as_any_other() -> None:
    texts = []
    for name in ("noor", "nobodyatall"):
        team = Staffed()
        team.says("awa", "/team")
        team.presses("awa", "People")
        texts.append(team.says("awa", name)[0].text)
    assert texts[0] == texts[1]


@pytest.mark.parametrize("letter", list(DEEDS))
@pytest.mark.parametrize("by", ["awa", "joseph", "sol"])
def test_what_somebody_may_not_do_is_answered_like_what_is_not_there(letter: str, by: str) -> None:
    team = Staffed()
    whom = {"awa": "joseph", "joseph": "noor", "sol": "joseph"}[by]
    absent = forged(team, by, "j-a", letter, "nobody")
    assert forged(team, by, "j-a", letter, whom) == absent
    for more in ((), ("north",), ("north", "dara"), ("north", "dara", "g6x1"), ("north", "dara", "g6x1", "g6x8")):
        assert forged(team, by, "j-y", letter, whom, *more) == absent
    assert team.staff_version == 1


def test_each_offers_on_a_card_only_what_the_table_allows() -> None:
    """Of every pair of people: a button stands there only if its action is allowed, and pressing on never raises."""
    actions = {f"do_{letter}": deed.action for letter, deed in DEEDS.items()}
    for by in ("amina", "joseph", "dara", "awa", "sol", "ada"):
        team = Staffed()
        access = team.office(by).access(team.now)
        for whom in team.staff.people:
            if whom == by:
                continue
            seen = forged(team, by, "j-p", whom)
            if "There is nothing of that here" in seen:
                assert not access.may(by, "see-person", Someone(whom))
                continue
            for token in team.last(by).presses.values():
                if token.startswith("j-a:"):
                    letter = token.split(":")[1]
                    assert access.may(by, actions[f"do_{letter}"], Someone(whom)) or letter == "n"


def test_every_button_fits_whatever_the_ids() -> None:
    from bot.talk.joining.colleagues import by_ref, ref
    from bot.talk.joining.steps import Said

    said = Said("d", "p" * 40, "t" * 40, "q" * 40, TODAY, TODAY + 300 * DAY)
    token = Staffed().signer.write(Press("j-y", said.args()), "telegram:1234567890")
    assert len(token) <= 64
    assert ref("p" * 40) == "p" * 10
    assert by_ref({"aaaaaaaaaab": 1, "aaaaaaaaaac": 2}, "aaaaaaaaaa") is None


def test_no_name_stands_in_an_id_or_in_what_others_are_told() -> None:
    team = Staffed()
    does(team, "amina", "Awa", "Other supervisor", "Dara", "Today", "Yes, hand over")
    told = [one for one in team.effects if isinstance(one, dealings.Tell)]
    assert {one.person for one in told} == {"awa", "joseph", "dara"}
    for one in told:
        assert "Awa" not in repr(one.reply)
        assert "Dara" not in repr(one.reply)


def test_every_role_has_a_word_in_every_language() -> None:
    from tests.talk.staffed import edition

    words = edition().words
    for lang in ("en", "fr", "es", "ar"):
        assert all(words.languages[lang].sentences[f"role.{role}"] for role in ROLES)


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_every_change_has_its_words_in_every_language(lang: str) -> None:
    from tests.talk.staffed import edition

    english = edition().words.languages["en"].sentences
    spoken = edition().words.languages[lang].sentences
    mine = [k for k in english if k.startswith(("join.", "me.", "device.", "team.", "invite.", "change.", "person.", "notice."))]
    assert len(mine) > 90
    assert [key for key in mine if key not in spoken] == []
    for letter, deed in DEEDS.items():
        for key in (f"change.ask_{letter}", f"change.done_{letter}", f"button.do_{letter}", f"button.yes_{letter}"):
            assert key in spoken
        for need in deed.needs:
            kind = "when" if need in ("first", "last") else "which"
            assert f"change.{kind}_{letter}_{need}" in spoken
