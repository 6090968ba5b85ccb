"""People as rows: what is read around somebody, what is written of a change, and who of many at once is let in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.people.changes import hand_over, join, leave, move_team, name_manager, restore, stand_in, suspend, take_role
from bot.people.invite import Invite, revoke
from bot.people.person import Dates
from bot.people.relations import Staff
from bot.people.team import Team
from bot.store import Connection, Store, devices, emails, invites, people, retention
from bot.store.moments import DAY, HOUR, MINUTE, ms, ms_of_day
from tests.people.office import TODAY, office, person

KEPT = 730 * DAY
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SINCE = TODAY - timedelta(days=60)


def written(before: Staff, after: Staff, version: int = 0) -> Callable[[Connection], bool]:
    return lambda connection: people.save(connection, before, after, version, KEPT)


@pytest.fixture
async def staffed(store: Store) -> Store:
    """A store that holds the invented office."""
    assert await store.write(written(Staff(), office()))
    return store


def around(*persons: str) -> Callable[[Connection], Staff]:
    return lambda connection: people.staff_around(connection, persons, SINCE)


def sorted_facts(staff: Staff) -> Staff:
    """The same facts in one order, to compare."""
    teams = {
        id: replace(
            team,
            supervisors=tuple(sorted(team.supervisors, key=repr)),
            managers=tuple(sorted(team.managers, key=repr)),
            deputies=tuple(sorted(team.deputies, key=repr)),
        )
        for id, team in sorted(staff.teams.items())
    }
    everybody = {
        id: replace(one, memberships=tuple(sorted(one.memberships, key=repr))) for id, one in sorted(staff.people.items())
    }
    return Staff(everybody, teams, tuple(sorted(staff.supervisions, key=repr)))


# --- reading and writing ------------------------------------------------------------------------------------------------


async def test_what_was_written_is_read(staffed: Store) -> None:
    assert sorted_facts(await staffed.read(people.everybody)) == sorted_facts(office())
    assert await staffed.read(people.version) == 1


async def test_around_somebody_are_their_teams_and_nobody_of_another(staffed: Store) -> None:
    found = await staffed.read(around("edi"))
    assert set(found.people) == {"mara", "sana", "dara", "edi", "awa"}
    assert set(found.teams) == {"north"}
    whole = office()
    assert (
        sorted_facts(found).supervisions
        == sorted_facts(replace(whole, supervisions=tuple(one for one in whole.supervisions if one.team == "north"))).supervisions
    )
    assert set((await staffed.read(around("ada"))).people) == {"ada", "lea"}
    assert (await staffed.read(around("nobody"))).people == {}


async def test_whoever_supervises_somebody_from_another_team_is_around_with_all_above(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    after = join(before, person("zoe"), "manager", "south", TODAY)
    after = hand_over(after, "sol", "south", "mara", TODAY, TODAY)
    assert await staffed.write(written(before, after, 1))
    found = await staffed.read(around("noor"))
    assert {"mara", "sol", "noor", "max"} <= set(found.people)
    assert found.above("noor", Dates(TODAY)) == {"sol", "mara"}
    assert {"max", "sol", "noor"} <= set((await staffed.read(around("mara"))).people)


CHANGES: dict[str, Callable[[Staff], Staff]] = {
    "hand over": lambda s: hand_over(s, "edi", "north", "dara", TODAY + timedelta(days=3), TODAY),
    "hand over today": lambda s: hand_over(s, "edi", "north", "dara", TODAY, TODAY),
    "stand in": lambda s: stand_in(s, "south", "sol", "max", Dates(TODAY, TODAY + timedelta(days=9)), TODAY),
    "move team": lambda s: move_team(s, "awa", "north", "south", TODAY),
    "name a manager": lambda s: name_manager(join(s, person("nia"), "manager", "north", TODAY), "north", "nia", TODAY, TODAY),
    "take a role": lambda s: take_role(s, "sana", "supervisor", TODAY),
    "leave": lambda s: leave(s, "sana", TODAY, "p-4711"),
    "suspend": lambda s: suspend(s, "edi"),
    "suspend and restore": lambda s: restore(suspend(s, "edi"), "edi"),
    "another weekend": lambda s: replace(
        s, teams={**s.teams, "north": replace(s.teams["north"], weekend=frozenset({4, 5}))}
    ),
    "quiet hours and a zone": lambda s: replace(
        s,
        people={
            **s.people,
            "edi": replace(s.people["edi"], quiet=((time(21), time(7, 30)),), zone="Asia/Amman", language="ar"),
            "awa": replace(s.people["awa"], quiet=()),
        },
    ),
    "nothing": lambda s: s,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_is_written_as_its_difference(staffed: Store, change: str) -> None:
    before = await staffed.read(people.everybody)
    after = CHANGES[change](before)
    assert await staffed.write(written(before, after, 1))
    assert sorted_facts(await staffed.read(people.everybody)) == sorted_facts(after)
    assert await staffed.read(people.version) == 1 + (sorted_facts(before) != sorted_facts(after))


@pytest.mark.parametrize("change", [name for name in CHANGES if name not in ("nothing", "suspend and restore")])
async def test_a_change_seen_from_inside_a_team_leaves_everything_else_as_it_is(staffed: Store, change: str) -> None:
    whole = await staffed.read(people.everybody)
    part = await staffed.read(around("sana", "sol"))
    assert await staffed.write(written(part, CHANGES[change](part), 1))
    assert sorted_facts(await staffed.read(people.everybody)) == sorted_facts(CHANGES[change](whole))


async def test_who_decided_on_an_older_picture_has_to_look_again(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    assert await staffed.write(written(before, suspend(before, "edi"), 1))
    assert not await staffed.write(written(before, hand_over(before, "edi", "north", "dara", TODAY, TODAY), 1))
    manager = join(before, person("nia"), "manager", "office", TODAY)
    assert not await staffed.write(written(before, manager, 1)), "who manages is one person: that can't be decided by two"


async def test_many_can_join_at_the_same_moment(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    joined = [join(before, person(f"new{n}"), "caseworker", "north", TODAY) for n in range(20)]
    joining = [hand_over(after, f"new{n}", "north", "sana", TODAY, TODAY) for n, after in enumerate(joined)]
    assert all(await asyncio.gather(*(staffed.write(written(before, after, 1)) for after in joining)))
    assert len((await staffed.read(around("edi"))).people) == 25
    assert await staffed.read(people.version) == 21


async def test_nobody_comes_in_under_a_supervisor_who_has_left_meanwhile(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    joined = join(before, person("new"), "caseworker", "north", TODAY)
    under_her = hand_over(joined, "new", "north", "sana", TODAY, TODAY)
    assert await staffed.write(written(before, leave(before, "sana", TODAY, "p-1"), 1))
    assert not await staffed.write(written(before, under_her, 1))


async def test_a_colleague_who_gets_a_supervisor_waits_for_other_changes(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    assert await staffed.write(written(before, suspend(before, "awa"), 1))
    assert not await staffed.write(written(before, hand_over(before, "dara", "north", "mara", TODAY, TODAY), 1))
    assert not await staffed.write(written(before, join(before, before.people["dara"], "supervisor", "south", TODAY), 1))


async def test_of_two_changes_of_one_place_at_once_one_holds(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    for_good = [hand_over(before, "edi", "north", to, TODAY, TODAY) for to in ("dara", "mara")] * 5
    won = await asyncio.gather(*(staffed.write(written(before, after, 1)) for after in for_good))
    assert won.count(True) == 1


async def test_a_leaver_is_kept_as_long_as_dates_are_and_others_as_long_as_they_are_there(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    assert await staffed.write(written(before, leave(before, "edi", TODAY, "p-4711"), 1))
    await staffed.write(lambda c: retention.purge(c, ms_of_day(TODAY) + KEPT - DAY))
    gone = (await staffed.read(people.everybody)).people["edi"]
    assert (gone.name, gone.pseudonym, gone.left) == ("", "p-4711", TODAY)
    await staffed.write(lambda c: retention.purge(c, ms_of_day(TODAY) + KEPT + DAY))
    left = await staffed.read(people.everybody)
    assert set(office().people) - set(left.people) == {"edi"}
    assert not any(one.worker == "edi" for one in left.supervisions)


async def test_what_hangs_on_nobody_else_needs_no_version(staffed: Store) -> None:
    await staffed.write(lambda c: people.speak(c, "edi", "ar"))
    await staffed.write(lambda c: people.saw(c, "edi", 3))
    await staffed.write(lambda c: people.saw(c, "edi", 2))
    assert (await staffed.read(around("edi"))).people["edi"].language == "ar"
    assert await staffed.read(lambda c: people.told(c, "edi")) == 3
    assert await staffed.read(people.version) == 1


async def test_a_language_chosen_meanwhile_survives_a_change_of_something_else(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    await staffed.write(lambda c: people.speak(c, "edi", "ar"))
    assert await staffed.write(written(before, suspend(before, "edi"), 1))
    assert (await staffed.read(around("edi"))).people["edi"].language == "ar"


async def test_a_team_is_found_by_its_name(store: Store) -> None:
    await store.write(lambda c: people.add_team(c, Team("t1", "North", "JO")))
    assert await store.read(lambda c: people.team_called(c, "North")) == Team("t1", "North", "JO")
    assert await store.read(lambda c: people.team_called(c, "north")) is None


async def test_who_is_suspended_or_gone_is_not_there(staffed: Store) -> None:
    before = await staffed.read(people.everybody)
    after = leave(suspend(before, "edi"), "awa", TODAY, "p-1")
    assert await staffed.write(written(before, after, 1))
    there = {id: await staffed.read(lambda c, id=id: people.is_there(c, id, TODAY)) for id in ("sana", "edi", "awa", "nobody")}
    assert there == {"sana": True, "edi": False, "awa": False, "nobody": False}


# --- invitations --------------------------------------------------------------------------------------------------------

INVITE = Invite("a hash", "sana", "caseworker", "north", NOW + timedelta(hours=72))


async def test_of_fifty_at_once_exactly_one_is_let_in(store: Store) -> None:
    await store.write(lambda c: invites.keep(c, "i1", INVITE))
    racing = [store.write(lambda c, n=n: invites.use_up(c, "i1", f"person {n}", ms(NOW))) for n in range(50)]
    won = await asyncio.gather(*racing)
    assert won.count(True) == 1
    found = await store.read(lambda c: invites.of_hash(c, ["other", "a hash"]))
    assert found == ("i1", replace(INVITE, used_by=f"person {won.index(True)}"))


async def test_a_revoked_or_expired_invitation_lets_nobody_in(store: Store) -> None:
    await store.write(lambda c: invites.keep(c, "i1", INVITE))
    late = ms(INVITE.expires_at)
    assert not await store.write(lambda c: invites.use_up(c, "i1", "edi", late))
    assert await store.write(lambda c: invites.keep(c, "i1", revoke(INVITE)))
    assert not await store.write(lambda c: invites.use_up(c, "i1", "edi", ms(NOW)))
    assert not await store.write(lambda c: invites.use_up(c, "i2", "edi", ms(NOW)))


async def test_what_was_used_can_no_longer_be_revoked(store: Store) -> None:
    await store.write(lambda c: invites.keep(c, "i1", INVITE))
    assert await store.write(lambda c: invites.use_up(c, "i1", "edi", ms(NOW)))
    assert not await store.write(lambda c: invites.keep(c, "i1", revoke(INVITE)))
    assert await store.read(lambda c: invites.of_id(c, ["i1"])) == ("i1", replace(INVITE, used_by="edi"))


async def test_open_invitations_are_ones_own_and_those_into_some_teams(store: Store) -> None:
    for id, one in {
        "mine": INVITE,
        "theirs": replace(INVITE, hash="2", by="mara"),
        "elsewhere": replace(INVITE, hash="3", by="sol", team="south"),
        "over": replace(INVITE, hash="4", expires_at=NOW),
    }.items():
        await store.write(lambda c, id=id, one=one: invites.keep(c, id, one))
    assert set(await store.read(lambda c: invites.open_of(c, "sana", ["north"], ms(NOW)))) == {"mine", "theirs"}
    await store.write(lambda c: invites.revoke_all(c, "sana"))
    assert set(await store.read(lambda c: invites.open_of(c, "sana", ["north"], ms(NOW)))) == {"theirs"}


async def test_after_a_few_wrong_codes_somebody_has_to_wait(store: Store) -> None:
    for _ in range(5):
        assert await store.read(lambda c: invites.tries_left(c, "web", "x", 0)) >= 1
        await store.write(lambda c: invites.wrong(c, "web", "x", 0))
    assert await store.read(lambda c: invites.tries_left(c, "web", "x", 0)) < 1
    assert await store.read(lambda c: invites.tries_left(c, "web", "y", 0)) >= 1
    assert await store.read(lambda c: invites.tries_left(c, "web", "x", 12 * MINUTE)) >= 1


# --- devices ------------------------------------------------------------------------------------------------------------


BEGAN = ms(NOW)


def device(channel: str = "telegram", chat: str = "7", person: str = "edi", shared: bool = False) -> devices.Row:
    return devices.Row(channel, chat, chat, person, BEGAN, shared, BEGAN)


async def test_a_shared_computer_is_nobodys_half_a_day_after_it_was_last_used(store: Store) -> None:
    await store.write(lambda c: devices.add(c, device("web", "w", shared=True), pulled=True))
    await store.write(lambda c: devices.used(c, "web", "w", BEGAN + 6 * HOUR))
    assert await store.read(lambda c: devices.find(c, "web", "w", BEGAN + 17 * HOUR))
    assert await store.read(lambda c: devices.find(c, "web", "w", BEGAN + 19 * HOUR)) is None, "also before the next purge"
    await store.write(lambda c: retention.purge(c, BEGAN + 19 * HOUR))
    assert await store.read(lambda c: devices.of(c, ["edi"], BEGAN + 6 * HOUR)) == []


async def test_a_messenger_stays_a_device_and_a_browser_goes_when_it_is_not_used(store: Store) -> None:
    await store.write(lambda c: devices.add(c, device(), pulled=False))
    await store.write(lambda c: devices.add(c, device("web", "w"), pulled=True))
    await store.write(lambda c: retention.purge(c, BEGAN + 401 * DAY))
    assert [one.channel for one in await store.read(lambda c: devices.of(c, ["edi"], BEGAN + 401 * DAY))] == ["telegram"]


async def test_a_device_that_nothing_reaches_is_reached_again_when_its_person_writes(store: Store) -> None:
    await store.write(lambda c: devices.add(c, device(), pulled=False))
    await store.write(lambda c: devices.mark(c, "telegram", "7", True))
    (shut,) = await store.read(lambda c: devices.of(c, ["edi"], BEGAN))
    assert shut.unreachable
    await store.write(lambda c: devices.used(c, "telegram", "7", BEGAN + 1))
    (again,) = await store.read(lambda c: devices.of(c, ["edi"], BEGAN))
    assert (again.unreachable, again.used_at) == (False, BEGAN + 1)
    await store.write(lambda c: devices.used(c, "telegram", "7", BEGAN + 2))
    assert (await store.read(lambda c: devices.of(c, ["edi"], BEGAN)))[0].used_at == BEGAN + 1, "not each minute is noted"


async def test_a_chat_has_one_person_and_moves_with_its_name(store: Store) -> None:
    await store.write(lambda c: devices.add(c, device(), pulled=False))
    await store.write(lambda c: devices.add(c, device(person="awa"), pulled=False))
    assert await store.read(lambda c: devices.of(c, ["edi"], BEGAN)) == []
    await store.write(lambda c: devices.move(c, "telegram", "7", "8"))
    found = await store.read(lambda c: devices.find(c, "telegram", "8", BEGAN))
    assert found is not None
    assert found.person == "awa"
    await store.write(lambda c: devices.end(c, "telegram", "8"))
    assert await store.read(lambda c: devices.find(c, "telegram", "8", BEGAN)) is None


async def test_an_address_is_kept_changed_and_taken_out(store: Store) -> None:
    for address in ("a@example.org", "b@example.org"):
        await store.write(lambda c, address=address: emails.keep(c, "edi", address))
        assert await store.read(lambda c: emails.of(c, "edi")) == address
    await store.write(lambda c: emails.keep(c, "edi", ""))
    assert await store.read(lambda c: emails.of(c, "edi")) == ""
