"""A hand-over that begins on a later day, or that somebody made who sees no check-ins: the clockwork carries it out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from bot.people.changes import hand_over, join, leave, move_team
from bot.people.person import Person
from bot.people.relations import Staff
from bot.people.team import Team
from bot.store import Connection, diary, people
from bot.store.moments import ms
from bot.supervision.diary import Series
from tests.delivery.crew import DATABASES, NOW, Crew, checkin, crew, tuesdays

pytestmark = pytest.mark.parametrize("database", DATABASES, ids=lambda url: url.partition(":")[0])
DAY = timedelta(days=1)
DAY_MS = 24 * 3600 * 1000


async def changes(team: Crew, change: Callable[[Staff, date], Staff]) -> None:
    """Who works with whom is changed, and what hangs on it is due, as a turn carries it out; nobody's diary was on the desk."""
    today = team.now.date()

    def work(c: Connection) -> None:
        before = people.everybody(c)
        kai = Person("kai", "Kai", frozenset())
        with_kai = before if "kai" in before.people else join(before, kai, "supervisor", "north", today)
        after = change(with_kai, today)
        assert people.save(c, before, after, people.version(c), 730 * DAY_MS)
        diary.due_again(c, ["edi", "noor", "kai"], ms(team.now), 0)

    await team.works(work)


async def rhythm(team: Crew) -> Series:
    found: dict[str, Series] = await team.works(lambda c: diary.rhythms(c, ["s1"]))
    return found["s1"]


async def test_a_rhythm_and_its_check_ins_go_over_on_the_day_whoever_made_the_change(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays())
        await team.at(NOW)
        await changes(team, lambda staff, today: hand_over(staff, "edi", "north", "kai", date(2026, 12, 2), today))
        await team.at(NOW + timedelta(minutes=1))
        whose = {one.checkin.at.date(): one.checkin.supervisor for one in await _all(team)}
        assert whose == {
            date(2026, 11, 24): "noor", date(2026, 12, 1): "noor", date(2026, 12, 8): "kai", date(2026, 12, 15): "kai"
        }  # fmt: skip
        assert (await rhythm(team)).supervisor == "noor"
        await team.at(datetime(2026, 12, 2, 0, 1, tzinfo=NOW.tzinfo))
        assert (await rhythm(team)).supervisor == "kai"
        await team.at(datetime(2026, 12, 2, 12, tzinfo=NOW.tzinfo))
        assert {one.checkin.supervisor for one in await _all(team) if one.checkin.at.date() > date(2026, 12, 2)} == {"kai"}


async def test_a_rhythm_waits_without_a_supervisor_and_is_booked_again_with_the_next(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays())
        await team.at(NOW)
        await changes(team, lambda staff, today: leave(staff, "noor", today, "#1a2b3c"))
        await team.at(NOW + timedelta(minutes=1))
        assert (await rhythm(team)).paused
        assert [one for one in await _all(team) if one.checkin.state == "planned"] == []
        await changes(team, lambda staff, today: hand_over(staff, "edi", "north", "kai", today + 5 * DAY, today))
        await team.at(NOW + timedelta(minutes=2))
        assert (await rhythm(team)).paused
        await team.at(NOW + 5 * DAY)
        assert (await rhythm(team)).supervisor == "kai"
        assert not (await rhythm(team)).paused
        coming = [one for one in await _all(team) if one.checkin.state == "planned"]
        assert coming[0].checkin.at.date() == date(2026, 12, 1)
        assert {one.checkin.supervisor for one in coming} == {"kai"}


async def test_the_two_words_of_a_follow_up_go_over_with_it_and_go_when_the_worker_leaves(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays(kind="follow-up", code="copper lantern"))
        await team.at(NOW)
        await changes(team, lambda staff, today: hand_over(staff, "edi", "north", "kai", today, today))
        await team.at(NOW + timedelta(minutes=1))
        assert ((await rhythm(team)).supervisor, (await rhythm(team)).code) == ("kai", "copper lantern")
        await changes(team, lambda staff, today: leave(staff, "edi", today, "#1a2b3c"))
        await team.at(NOW + timedelta(minutes=2))
        assert ((await rhythm(team)).ended, (await rhythm(team)).code) == (True, "")


async def test_a_rhythm_ends_and_an_agreed_check_in_is_off_when_the_worker_moves(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays())
        await team.books(checkin("alone", NOW + 3 * DAY, yes=frozenset({"edi", "noor"})))
        await team.at(NOW)

        def south(staff: Staff, today: date) -> Staff:
            both = Staff(staff.people, {**staff.teams, "south": Team("south", "South", "NG")}, staff.supervisions)
            return move_team(both, "edi", "north", "south", today)

        await changes(team, south)
        told = await team.at(NOW + timedelta(minutes=1))
        assert told == []
        assert (await rhythm(team)).ended
        assert (await team.booking("alone")).checkin.state == "cancelled"
        assert await team.at(NOW + 30 * DAY) == []


async def _all(team: Crew) -> list[diary.Booking]:
    found = await team.works(lambda c: diary.bookings_of(c, ["edi"], [], 0))
    return sorted(found, key=lambda one: one.checkin.at)
