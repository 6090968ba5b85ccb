"""Coming in with an invitation, and what somebody may change about themself: played by several people, without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.people.changes import suspend
from bot.people.invite import DEVICE_LIFE, LIFE, revoke
from bot.people.person import Role
from bot.talk import dealings
from bot.talk.house import Ways
from bot.talk.joining import notice, zones
from bot.talk.joining.hours import read_quiet
from tests.talk.staffed import Staffed

CANARY = "Zeinab Qwertyname"


def invited(team: Staffed, by: str = "joseph", *taps: str) -> str:
    """The code of an invitation that somebody makes by tapping."""
    team.says(by, "/invite")
    for tap in taps:
        team.presses(by, tap)
    team.presses(by, "1")
    return team.signer.invitation(next(id for id, one in team.invites.items() if one.by == by and not one.device))


def in_the_team(team: Staffed, chat: str, code: str, name: str = CANARY) -> None:
    team.says(chat, code)
    team.presses(chat, "Join")
    team.says(chat, name)


def names_in(effects: list[Any], word: str) -> list[str]:
    return [type(one).__name__ for one in effects if word in repr(one)]


# --- at the door --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way", ["{code}", "i_{code}", "/start i_{code}", "/join {code}", "/join i_{code}", "https://chat.example.org/join/{code}"]
)
def test_every_way_of_bringing_a_code_leads_to_the_door(way: str) -> None:
    team = Staffed()
    code = invited(team)
    seen = team.says("newcomer", way.format(code=code))[0]
    assert "Joseph invites you to Test House: team North, as caseworker." in seen.text
    assert seen.buttons == ("Join", "Not now")


def test_the_door_says_what_is_kept_and_who_sees_what_in_at_most_six_lines() -> None:
    team = Staffed()
    seen = team.says("newcomer", invited(team))[0]
    assert "Supervisors and managers see times and outcomes, never what you ask." in seen.text
    assert "Your supervisor would be Joseph." in seen.text
    assert len([line for line in seen.text.splitlines() if line.strip()]) <= 6


def test_looking_uses_nothing_up_and_not_now_leaves_it_good() -> None:
    team = Staffed()
    code = invited(team)
    for _ in range(3):
        team.says("newcomer", code)
    team.presses("newcomer", "Not now")
    assert not any(one.used_by for one in team.invites.values())
    in_the_team(team, "newcomer", code)
    assert team.staff.people[team.devices["newcomer"]].name == CANARY


def test_a_name_lets_them_in_with_the_role_team_clock_language_and_supervisor_of_the_invitation() -> None:
    team = Staffed()
    team.staff = replace(team.staff, teams={**team.staff.teams, "north": replace(team.staff.teams["north"], country="JO")})
    team.sessions["newcomer"] = replace(team.sessions.get("newcomer") or _session(), lang="es")
    code = invited(team)
    team.says("newcomer", code)
    team.presses("newcomer", "Unirme")
    team.says("newcomer", "أمينة")
    person = team.staff.people[team.devices["newcomer"]]
    assert (person.name, person.language, person.zone) == ("أمينة", "es", "Asia/Amman")
    assert person.roles == {"caseworker"}
    assert team.staff.supervisors(person.id, team.now.date()) == ("joseph",)
    assert "Ammán, ahora 12:00" in team.last("newcomer").text
    assert team.told[person.id] == notice.NUMBER
    assert len(team.last("newcomer").buttons) == 3


def _session() -> Any:
    from bot.talk.session import Session

    return Session()


def test_the_one_who_invited_is_told_that_there_is_something_and_nothing_of_what() -> None:
    team = Staffed()
    in_the_team(team, "newcomer", invited(team))
    assert team.last("joseph").text == "Something in your team has changed."
    team.presses("joseph", "Show")
    assert CANARY in team.last("joseph").text


@pytest.mark.parametrize("spoil", ["used", "revoked", "expired", "inviter suspended", "unknown", "mistyped"])
def test_wrong_used_revoked_and_expired_are_answered_alike(spoil: str) -> None:
    team = Staffed()
    code = invited(team)
    id = next(iter(team.invites))
    match spoil:
        case "used":
            in_the_team(team, "newcomer", code)
        case "revoked":
            team.invites[id] = revoke(team.invites[id])
        case "expired":
            team.now += LIFE + timedelta(minutes=1)
        case "inviter suspended":
            team.staff = suspend(team.staff, "joseph")
        case "unknown":
            code = team.signer.invitation("nothing")
        case "mistyped":
            code = "/join abc"
    seen = team.says("other", code)[0]
    assert seen.text.startswith("This invitation lets nobody in: it may be mistyped, used or over.")
    assert seen.buttons == ()
    assert team.guesses["other"] == 1


def test_after_a_few_wrong_codes_a_right_one_opens_nothing_either() -> None:
    team = Staffed()
    code = invited(team)
    for n in range(5):
        team.says("other", team.signer.invitation(f"guess{n}"))
    assert "lets nobody in" in team.says("other", code)[0].text


def test_a_question_typed_instead_of_a_name_is_answered_and_lets_nobody_in() -> None:
    team = Staffed()
    code = invited(team)
    team.says("newcomer", code)
    team.presses("newcomer", "Join")
    for question in ("What do I do if a child tells me something?", "the child told me that his uncle hits him at night"):
        team.says("newcomer", question)
        assert "newcomer" not in team.devices
    team.presses("newcomer", "Join")
    team.says("newcomer", "Zeinab")
    assert "newcomer" in team.devices


def test_a_name_of_more_than_sixty_characters_is_asked_for_again() -> None:
    team = Staffed()
    code = invited(team)
    team.says("newcomer", code)
    team.presses("newcomer", "Join")
    assert "at most 60" in team.says("newcomer", "x" * 61)[0].text
    team.says("newcomer", "Zeinab")
    assert "newcomer" in team.devices


def test_a_second_tap_on_join_says_that_they_are_in() -> None:
    team = Staffed()
    in_the_team(team, "newcomer", invited(team))
    before = len(team.effects)
    team.presses("newcomer", "Join")
    assert team.last("newcomer").text == "You are in already."
    assert len(team.effects) == before


def test_somebody_who_is_in_gets_another_role_without_another_name() -> None:
    team = Staffed()
    code = invited(team, "amina", "supervisor")
    assert "You stay Awa" in team.says("awa", code)[0].text
    team.presses("awa", "Join")
    assert team.staff.people["awa"].roles == {"caseworker", "supervisor"}
    assert team.staff.people["awa"].name == "Awa"


def test_ones_own_invitation_lets_oneself_in_nowhere() -> None:
    team = Staffed()
    code = invited(team)
    assert team.says("joseph", code)[0].text == "You are in already."
    assert not any(one.used_by for one in team.invites.values())


def test_a_shared_computer_is_a_device_that_is_known_as_one() -> None:
    team = Staffed()
    code = invited(team)
    team.opens("newcomer", f"s_{code}")
    team.presses("newcomer", "Join")
    team.says("newcomer", "Zeinab")
    let_in = next(one for one in team.effects if isinstance(one, dealings.LetIn))
    assert let_in.shared
    assert "shared computer" in team.last("newcomer").text


def test_a_suspended_person_gets_in_with_no_other_invitation() -> None:
    team = Staffed()
    code = invited(team)
    team.staff = suspend(team.staff, "awa")
    assert "lets nobody in" in team.says("awa", code)[0].text


INVITES: list[tuple[str, Role, str]] = [
    ("joseph", "caseworker", "North"), ("amina", "caseworker", "North"), ("amina", "supervisor", "North"),
    ("ada", "manager", "South"), ("ada", "admin", "Office"), ("ada", "safeguarding-lead", "North"),
]  # fmt: skip


@pytest.mark.parametrize(("by", "role", "into"), INVITES)
def test_each_role_invites_whom_it_may(by: str, role: Role, into: str) -> None:
    team = Staffed()
    shown = {"safeguarding-lead": "safeguarding lead"}.get(role, role)
    team.says(by, "/invite")
    if "Invite somebody as what?" in team.last(by).text:
        team.presses(by, shown)
    if "Into which team?" in team.last(by).text:
        team.presses(by, into)
    team.presses(by, "1")
    (id, made), *_ = team.invites.items()
    assert (made.by, made.role, made.team) == (by, role, into.lower())
    in_the_team(team, "newcomer", team.signer.invitation(id))
    assert team.staff.people[team.devices["newcomer"]].roles == {role}


def test_a_caseworker_invites_nobody() -> None:
    team = Staffed()
    assert "You can't invite anybody here" in team.says("awa", "/invite")[0].text
    assert "Invite" not in team.says("awa", "/team")[0].buttons


def test_a_typed_name_stands_in_nothing_but_the_person() -> None:
    team = Staffed()
    in_the_team(team, "newcomer", invited(team))
    assert set(names_in(team.effects, CANARY)) == {"ChangeStaff", "LetIn"}
    assert CANARY not in repr(team.sessions)
    assert all(CANARY not in id for id in (*team.invites, *team.staff.people))


# --- links --------------------------------------------------------------------------------------------------------------


def test_a_link_for_each_name_in_a_list_and_the_names_are_kept_nowhere() -> None:
    team = Staffed()
    team.says("joseph", "/invite")
    seen = team.says("joseph", f"{CANARY}\nHabib\nTomas")[0]
    assert len(team.invites) == 3
    assert "In the order in which you typed the names:" in seen.text
    assert not names_in(team.effects, "Habib")
    assert "Habib" not in repr(team.sessions)
    assert "Habib" not in seen.text


def test_a_link_names_every_way_in_and_each_carries_the_same_code() -> None:
    team = Staffed()
    team.house.ways.web, team.house.ways.telegram = "https://chat.example.org", lambda load: f"https://t.me/a_bot?start={load}"
    try:
        code = invited(team)
        text = team.last("joseph").text
    finally:
        team.house.ways.web, team.house.ways.telegram = "", lambda load: ""
    assert f"https://chat.example.org/join/{code}" in text
    assert f"https://t.me/a_bot?start=i_{code}" in text
    assert f"/join {code}" in text


def test_a_second_tap_on_how_many_makes_no_more_links_and_shows_the_same() -> None:
    team = Staffed()
    team.says("joseph", "/invite")
    first = team.presses("joseph", "5")[0]
    again = team.presses("joseph", "5")[0]
    assert len(team.invites) == 5
    assert first.text == again.text


def test_an_open_invitation_is_listed_and_revoked_by_a_tap_and_once_more_says_so() -> None:
    team = Staffed()
    code = invited(team)
    team.presses("joseph", "Open invitations")
    assert "caseworker, North, by Joseph" in team.last("joseph").text
    data = team.last("joseph").presses["Revoke 1"]
    team.presses("joseph", "Revoke 1")
    assert "Revoked" in team.last("joseph").text
    assert "lets nobody in" in team.says("newcomer", code)[0].text
    team.pressed_data("joseph", data)
    assert "over already" in team.last("joseph").text


def test_nobody_sees_invitations_that_they_may_not_revoke() -> None:
    team = Staffed()
    invited(team, "amina", "caseworker")
    team.says("joseph", "/team")
    assert team.presses("joseph", "Open invitations")[0].text == "No invitation is open."


def test_the_code_of_a_link_stands_in_no_effect_and_no_session() -> None:
    team = Staffed()
    code = invited(team)
    assert not names_in(team.effects, code)
    assert code not in repr(team.sessions)


# --- me -----------------------------------------------------------------------------------------------------------------


def test_a_further_device_is_let_in_with_a_code_of_ones_own_once_within_the_hour() -> None:
    team = Staffed()
    team.says("awa", "/me")
    team.presses("awa", "Devices")
    team.presses("awa", "Add a device")
    code = team.signer.invitation(next(iter(team.invites)))
    assert "one more of Awa's" in team.says("phone", code)[0].text
    team.presses("phone", "Join")
    assert team.devices["phone"] == "awa"
    assert "lets nobody in" in team.says("another", code)[0].text


def test_the_code_for_a_device_is_over_after_an_hour_and_never_another_persons() -> None:
    team = Staffed()
    team.says("awa", "/me")
    team.presses("awa", "Devices")
    team.presses("awa", "Add a device")
    code = team.signer.invitation(next(iter(team.invites)))
    assert "belongs to somebody who has joined" in team.says("sol", code)[0].text
    team.now += DEVICE_LIFE
    assert "lets nobody in" in team.says("phone", code)[0].text


def test_a_device_is_signed_out_from_another_one_and_this_one_too() -> None:
    team = Staffed()
    team.devices["phone"] = "awa"
    team.says("awa", "/me")
    team.presses("awa", "Devices")
    team.presses("awa", "Sign out: ")
    team.presses("awa", "Yes, sign out")
    assert "phone" not in team.devices
    team.presses("awa", "Devices")
    team.presses("awa", "Sign out here")
    team.presses("awa", "Yes, sign out")
    assert "awa" not in team.devices
    assert "you need to have joined" in team.says("awa", "/me")[0].text


ME: list[tuple[str, list[str], str, Any]] = [
    ("Name", ["Awa Maria"], "name", "Awa Maria"),
    ("Name", ["حوّاء"], "name", "حوّاء"),
    ("Clock", ["amman"], "zone", "Asia/Amman"),
    ("Clock", ["Nigeria"], "zone", "Africa/Lagos"),
    ("Clock", ["America/Mexico_City"], "zone", "America/Mexico_City"),
    ("Clock", ["Nowhereville", "Lagos"], "zone", "Africa/Lagos"),
    ("Quiet hours", ["20:30-7"], "quiet", ((time(20, 30), time(7)),)),
    ("Quiet hours", ["٢١-٧"], "quiet", ((time(21), time(7)),)),
    ("Quiet hours", ["99-7", "21-7"], "quiet", ((time(21), time(7)),)),
    ("Quiet hours", ["[None]"], "quiet", ()),
]


@pytest.mark.parametrize(("what", "said", "field", "value"), ME)
def test_each_thing_of_ones_own_is_changed_by_a_tap_and_a_word(what: str, said: list[str], field: str, value: Any) -> None:
    team = Staffed()
    team.says("awa", "/me")
    team.presses("awa", what)
    for word in said:
        team.presses("awa", word.strip("[]")) if word.startswith("[") else team.says("awa", word)
    assert getattr(team.staff.people["awa"], field) == value
    assert "Changed." in team.last("awa").text


def test_the_same_again_changes_nothing_and_says_so() -> None:
    team = Staffed()
    team.says("awa", "/me")
    team.presses("awa", "Quiet hours")
    team.presses("awa", "None")
    before = team.staff_version
    team.presses("awa", "None")
    assert team.staff_version == before
    assert "It is so already." in team.last("awa").text


def test_an_address_for_whoever_has_only_the_web_chat_is_kept_and_goes_again() -> None:
    team = Staffed()
    team.reach["awa"] = "no-push"
    assert "This chat can't call you" in team.says("awa", "/me")[0].text
    assert "no mail server" in team.presses("awa", "E-mail")[0].text
    team.says("awa", "awa@example.org")
    assert not team.emails.get("awa"), "no address is kept that nothing is sent to"
    team.house = replace(team.house, ways=Ways(email=True))
    team.says("awa", "/me")
    team.presses("awa", "E-mail")
    assert "no e-mail address" in team.says("awa", "awa@nowhere")[0].text
    seen = team.says("awa", "awa@example.org")[0]
    assert team.emails["awa"] == "awa@example.org"
    assert "personal details" not in seen.text
    team.says("awa", "/me")
    team.presses("awa", "E-mail")
    team.presses("awa", "No e-mail")
    assert team.emails["awa"] == ""


def test_a_question_is_never_taken_for_what_was_asked() -> None:
    team = Staffed()
    for what in ("Name", "Clock", "Quiet hours", "E-mail"):
        team.says("awa", "/me")
        team.presses("awa", what)
        before = team.staff
        team.says("awa", "a child told me that her stepfather touches her, what do I do?")
        assert team.staff == before


def test_the_notice_is_shown_once_more_to_each_member_when_it_changes_and_never_under_an_emergency_card() -> None:
    team = Staffed()
    team.told["awa"] = 0
    assert "What is kept has changed" not in team.says("awa", "/sos")[0].text
    assert "What is kept has changed" not in team.says("awa", "/hide")[0].text
    assert "What is kept has changed" in team.says("awa", "hello")[0].text
    assert team.told["awa"] == notice.NUMBER
    assert "What is kept has changed" not in team.says("awa", "hello")[0].text


def test_forgetting_says_to_a_member_what_goes_and_what_the_organisation_keeps() -> None:
    team = Staffed()
    seen = team.says("awa", "/forget")[0]
    assert "your own list for supervision" in seen.text
    assert "when your check-ins were and what became of them" in seen.text
    assert "Leave the team" in seen.buttons
    assert "your own list for supervision" not in team.says("stranger", "/forget")[0].text


def test_privacy_says_to_a_member_what_is_kept_of_check_ins_too() -> None:
    team = Staffed()
    assert "Supervisors and managers see times and outcomes" in team.says("awa", "/privacy")[0].text
    assert "Supervisors and managers" not in team.says("stranger", "/privacy")[0].text


# --- closed to strangers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("open_to", ["/sos", "/numbers", "/privacy", "/about", "/help", "999"])
def test_where_guidance_is_for_members_emergencies_and_numbers_stay_open(open_to: str) -> None:
    team = Staffed(house=replace(Staffed().house, open_without_joining=False))
    assert "keeps its guidance for people who have joined" not in team.says("stranger", open_to)[0].text


def test_where_guidance_is_for_members_a_stranger_is_told_how_to_join_and_a_member_is_answered() -> None:
    team = Staffed(house=replace(Staffed().house, open_without_joining=False))
    assert "keeps its guidance" in team.says("stranger", "who reads a record")[0].text
    assert "keeps its guidance" in team.says("stranger", "/browse")[0].text
    assert "keeps its guidance" not in team.says("awa", "who reads a record")[0].text


def test_by_default_guidance_is_open_to_everybody() -> None:
    assert "keeps its guidance" not in Staffed().says("stranger", "who reads a record")[0].text


def test_without_joining_the_commands_of_members_say_how_to_join() -> None:
    team = Staffed()
    for command in ("/me", "/team", "/invite", "/join"):
        assert "you need to have joined a team" in team.says("stranger", command)[0].text


def test_with_the_store_down_nothing_is_promised() -> None:
    team = Staffed()
    code = invited(team)
    team.storing = False
    assert "can't save anything just now" in team.says("newcomer", code)[0].text
    assert "can't save anything just now" in team.says("awa", "/me")[0].text


# --- what the words mean ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("19:00-08:00", ((time(19), time(8)),)), ("19h30 à 8h", ((time(19, 30), time(8)),)),
        ("21-7, 12:30-14", ((time(21), time(7)), (time(12, 30), time(14)))), ("21 to 24", ((time(21), time(0)),)),
        ("من 19:00 إلى 08:00", ((time(19), time(8)),)), ("de 21 a 7", ((time(21), time(7)),)),
        ("٢١ إلى ٧، ١٢:٣٠ إلى ١٤", ((time(21), time(7)), (time(12, 30), time(14)))),
        ("25-7", None), ("19:00", None), ("19-19", None), ("at night", None), ("1-2,3-4,5-6,7-8", None),
    ],
)  # fmt: skip
def test_quiet_hours_are_read_as_people_write_them(text: str, read: Any) -> None:
    assert read_quiet(text) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amman", ("Asia/Amman",)), ("عمّان", ("Asia/Amman",)), ("Londres", ("Europe/London",)), ("india", ("Asia/Kolkata",)),
        ("africa/lagos", ("Africa/Lagos",)), ("Dundee", ()),
    ],
)  # fmt: skip
def test_a_clock_is_found_by_city_country_and_name(text: str, found: tuple[str, ...]) -> None:
    assert zones.named(text) == found


def test_every_country_that_has_a_zone_gives_one_that_exists() -> None:
    for code in ("JO", "NG", "GB-SCT", "MX", "PS", "AU-QLD", "US-WA", "EG", "MA", "SY", "ML", "CO"):
        assert zones.is_zone(zones.of_country(code)[0])
    assert zones.of_country("") == ()


def test_a_day_in_a_button_is_the_same_day_when_it_is_read() -> None:
    from bot.talk.joining.steps import day_code, day_of

    for day in (date(2026, 11, 23), date(2030, 1, 1), date(1999, 12, 31)):
        assert day_of(day_code(day)) == day
    assert day_of("zzzz") is None
    assert day_of("") is None
