"""What a turn changes of people and check-ins, through delivery: decided on what was seen, and told to whom it concerns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.people import changes
from bot.people.invite import Invite, code_of
from bot.people.person import Dates
from bot.people.relations import Staff
from bot.store import admins, audit, devices, diary, invites, notices, people, reminders
from bot.store.moments import ms
from bot.supervision.calendar import Days
from bot.supervision.diary import AgreedAction, TeamDays, ToTake
from bot.supervision.kind import Every, Kind, Retention
from bot.supervision.reminders import Reminder
from bot.talk.dealings import (
    AddDevice,
    ChangeStaff,
    DropToTake,
    EndDevice,
    KeepAction,
    KeepBooking,
    KeepEmail,
    KeepInvite,
    KeepLeave,
    KeepSeries,
    KeepSnooze,
    KeepTeamDays,
    KeepToTake,
    LetIn,
    SawNotice,
    Tell,
    WrongInvite,
)  # fmt: skip
from bot.talk.desk import Desk
from bot.talk.effects import Effect
from bot.talk.messages import Blocked, Joined, Pressed, Reply, Say
from tests.delivery.cast import SIGNER
from tests.delivery.office import MONDAY, booking, day, in_office, rhythm
from tests.people.office import TODAY, office, person
from tests.store.databases import POSTGRES, empty_postgres

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]
CODE = code_of(b"sixteen bytes ok")
INVITE = Invite(SIGNER.hashes(CODE)[0], "sana", "caseworker", "north", MONDAY + timedelta(hours=72))


def changed(
    change: Callable[[Staff], Staff], what: str = "hand-over", subject: str = "edi"
) -> Callable[[Desk], Sequence[Effect]]:
    """A change of staff as the desk has it."""

    def doing(desk: Desk) -> Sequence[Effect]:
        office = desk.office
        assert office is not None
        return [ChangeStaff(office.staff, change(office.staff), office.staff_version, what, subject)]

    return doing


def joining(desk: Desk) -> Sequence[Effect]:
    """In, if the invitation is still open."""
    door = desk.door
    if door is None or door.invite is None or door.invite.used_by or door.member:
        return []
    newcomer = replace(person("new"), id=door.newcomer)
    after = changes.join(door.staff, newcomer, door.invite.role, door.invite.team, TODAY)
    after = changes.hand_over(after, newcomer.id, door.invite.team, door.invite.by, TODAY, TODAY)
    invite = replace(door.invite, used_by=newcomer.id)
    return [
        ChangeStaff(door.staff, after, door.staff_version, "invite-caseworker", newcomer.id),
        LetIn(door.id, invite, after.people[newcomer.id]),
        SawNotice(newcomer.id, 3),
    ]


# --- the desk -----------------------------------------------------------------------------------------------------------


async def test_a_desk_is_laid_for_words_of_somebody_who_joined_and_for_nobody_else() -> None:
    async with in_office() as o:
        await o.stage.says("hello", "edi")
        await o.stage.says("hello", "stranger")
        await o.stage.says("danger", "edi")
        await o.stage.presses("b", chat="edi")
        await o.stage.settled()
        of = [(desk.member, desk.office.me if desk.office else None) for desk in o.script.desks]
        assert sorted(of, key=repr) == sorted([("edi", "edi"), ("", None), ("edi", None), ("edi", None)], key=repr)


async def test_on_the_desk_is_what_somebody_may_see_and_nothing_of_another_team() -> None:
    async with in_office() as o:
        for one in (booking(), booking("other", worker="noor", supervisor="sol"), booking("awas", worker="awa")):
            await o.does("sana", KeepBooking(one))
        await o.does("sana", KeepSeries(rhythm()), KeepLeave("awa", Days(day(1), day(2))))
        await o.write(lambda c: reminders.queue_all(c, [("edi", "booking1", "before", 0)], ms(MONDAY)))
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        edi = o.script.desk.office
        assert edi is not None
        assert [one.checkin.id for one in edi.bookings] == ["booking1"]
        assert [one.id for one in edi.series] == ["series1"]
        assert set(edi.staff.people) == {"mara", "sana", "dara", "edi", "awa"}
        assert edi.leave == {"awa": (Days(day(1), day(2)),)}
        assert edi.reach["sana"] == "push"
        assert [one.key for one in edi.reminded] == [("edi", "booking1", "before", 0)]
        assert edi.calendars["awa"].on_leave(MONDAY + timedelta(days=1))
        # When the supervisor is busy is known, not with whom.
        at = MONDAY + timedelta(days=1)
        assert edi.busy["sana"] == ((at, at + timedelta(hours=1)),)
        await o.stage.says("/board", "mara")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert {one.checkin.id for one in o.script.desk.office.bookings} == {"booking1", "awas"}
        await o.stage.says("hello", "ada")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert o.script.desk.office.bookings == (), "admins see no check-ins"


async def test_an_admin_sees_everybody_only_where_people_are_looked_at() -> None:
    async with in_office() as o:
        await o.stage.says("hello", "ada")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert set(o.script.desk.office.staff.people) == {"ada", "lea"}
        await o.stage.says("/team", "ada")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert set(o.script.desk.office.staff.people) == set(office().people)


async def test_nothing_of_an_office_is_remembered_between_two_turns() -> None:
    async with in_office() as o:
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        await o.write(lambda c: devices.end(c, "telegram", "edi"))
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert o.script.desk.office is None


# --- joining ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", DATABASES, ids=["sqlite", "postgresql"][: len(DATABASES)])
async def test_of_fifty_who_press_at_once_exactly_one_comes_in(url: str) -> None:
    if url == POSTGRES:
        await empty_postgres()
    async with in_office(url) as o:
        await o.write(lambda c: invites.keep(c, "i1", INVITE))
        o.script.doing[f"i_{CODE}"] = joining
        await o.stage.delivery.intake.take([Joined(o.stage.origin(f"chat {n}"), f"i_{CODE}") for n in range(50)])
        await o.stage.settled()
        rows = [row for row in await o.stage.rows("devices") if row["chat"].startswith("chat")]
        assert len(rows) == 1
        staff = await o.staff()
        assert set(staff.people) - set(office().people) == {rows[0]["person"]}
        assert (await o.stage.rows("invites"))[0]["used_by"] == rows[0]["person"]
        assert await o.stage.counted("given-up") == {}


async def test_many_who_join_at_the_same_moment_with_a_link_each_all_come_in() -> None:
    async with in_office() as o:
        codes = [code_of(bytes([n] * 16)) for n in range(30)]
        for n, code in enumerate(codes):
            one = replace(INVITE, hash=SIGNER.hashes(code)[0])
            await o.write(lambda c, n=n, one=one: invites.keep(c, f"i{n}", one))
            o.script.doing[f"i_{code}"] = joining
        await o.stage.delivery.intake.take([Joined(o.stage.origin(f"chat {n}"), f"i_{c}") for n, c in enumerate(codes)])
        await o.stage.settled()
        assert len((await o.staff()).people) == len(office().people) + 30
        assert await o.stage.counted("given-up") == {}


async def test_whoever_came_in_has_a_desk_at_once_and_saw_the_notice() -> None:
    async with in_office() as o:
        await o.write(lambda c: invites.keep(c, "i1", INVITE))
        o.script.doing[f"/join {CODE}"] = joining
        await o.stage.says("hello", "nia")
        await o.stage.says(f"/join {CODE}", "nia")
        await o.stage.says("hello", "nia")
        await o.stage.settled()
        me = o.script.desk.office
        assert me is not None
        assert (me.told, me.person.name) == (3, "New")
        assert me.me not in ("new", "nia")
        (line,) = await o.read(audit.latest)
        assert (line.what, line.who, line.subject) == ("invite-caseworker", "sana", me.me)


async def test_with_wrong_codes_somebody_waits_and_then_a_right_one_is_not_taken_either() -> None:
    async with in_office() as o:
        await o.write(lambda c: invites.keep(c, "i1", INVITE))
        wrong = code_of(b"another sixteen.")
        o.script.doing[f"/join {wrong}"] = lambda desk: [WrongInvite()]
        for _ in range(6):
            await o.stage.says(f"/join {wrong}", "x")
            await o.stage.settled()
        assert o.script.desk.door is not None
        assert not o.script.desk.door.tries_left
        await o.stage.says(f"/join {CODE}", "x")
        await o.stage.settled()
        door = o.script.desk.door
        assert door is not None
        assert (door.invite, door.tries_left) == (None, False)
        o.stage.clock.move(13 * 60)
        await o.stage.says(f"/join {CODE}", "x")
        await o.stage.settled()
        assert o.script.desk.door is not None
        assert o.script.desk.door.invite == INVITE


async def test_a_link_of_somebody_suspended_meanwhile_lets_nobody_in() -> None:
    async with in_office() as o:
        await o.write(lambda c: invites.keep(c, "i1", INVITE))

        def suspended_in_between(desk: Desk) -> Sequence[Effect]:
            assert desk.door is not None
            after = changes.suspend(desk.door.staff, "sana")
            lost = ChangeStaff(desk.door.staff, after, desk.door.staff_version, "suspend", "sana")
            return [lost, LetIn("i1", INVITE, person("edi"))]

        o.script.doing["join"] = suspended_in_between
        o.script.doing[f"/join {CODE}"] = suspended_in_between
        await o.stage.says(f"/join {CODE}", "x")
        await o.stage.settled()
        assert (await o.stage.rows("invites"))[0]["used_by"] == ""
        assert (await o.staff()).people["sana"].suspended is False, "of a turn that doesn't hold nothing holds"


async def test_another_device_joins_with_a_code_of_ones_own_and_is_signed_out_again() -> None:
    async with in_office() as o:
        own = replace(INVITE, by="edi", team="")
        await o.does("edi", KeepInvite("i2", own))
        await o.does("phone two", lambda desk: [AddDevice("i2", "edi")], text=f"/join {CODE}")
        await o.stage.says("hello", "phone two")
        await o.stage.settled()
        assert o.script.desk.member == "edi"
        assert o.script.desk.office is not None
        assert {one.chat for one in o.script.desk.office.devices} == {"edi", "phone two"}
        await o.does("edi", EndDevice("telegram", "phone two"))
        await o.stage.says("hello", "phone two")
        await o.stage.settled()
        assert (o.script.desk.member, o.script.desk.office) == ("", None)


async def test_on_a_shared_computer_half_a_day_after_the_last_use_nobody_is_there() -> None:
    async with in_office() as o:
        own = replace(INVITE, by="edi", team="")
        await o.does("edi", KeepInvite("i2", own))
        await o.does("pc", lambda desk: [AddDevice("i2", "edi", shared=True)], text=f"/join {CODE}", channel="web")
        o.stage.clock.move(11 * 3600)
        await o.stage.says("hello", "pc", channel="web")
        await o.stage.settled()
        assert o.script.desk.office is not None
        o.stage.clock.move(13 * 3600)
        await o.stage.says("hello", "pc", channel="web")
        await o.stage.settled()
        assert o.script.desk.office is None


# --- staff --------------------------------------------------------------------------------------------------------------


async def test_who_decided_on_an_older_picture_takes_the_turn_again() -> None:
    async with in_office() as o:
        seen: list[int] = []

        def slow(desk: Desk) -> Sequence[Effect]:
            assert desk.office is not None
            seen.append(desk.office.staff_version)
            version = desk.office.staff_version if len(seen) > 1 else desk.office.staff_version - 1
            staff = desk.office.staff
            after = changes.hand_over(staff, "edi", "north", "dara", TODAY, TODAY)
            return [ChangeStaff(staff, after, version, "hand-over", "edi")]

        await o.does("mara", slow)
        assert len(seen) == 2
        assert (await o.staff()).supervisors("edi", TODAY) == ("dara",)
        assert len(o.stage.channel.sent) == 1


async def test_a_double_tap_of_a_change_is_taken_again_and_changes_nothing() -> None:
    async with in_office() as o:
        one = KeepBooking(booking())
        seen: list[bool] = []

        def once(desk: Desk) -> Sequence[Effect]:
            assert desk.office is not None
            there = desk.office.booking("booking1") is not None
            seen.append(there)
            return [] if there else [one]

        o.script.doing["book"] = once
        await asyncio.gather(*(o.stage.says("book", who) for who in ("edi", "sana", "edi")))
        await o.stage.settled()
        (row,) = await o.stage.rows("bookings")
        assert (row["version"], seen.count(False) >= 1, seen[-1]) == (1, True, True)


async def test_to_somebody_suspended_nothing_is_shown_and_nothing_goes() -> None:
    async with in_office() as o:
        o.stage.channel.failing["edi"] = ConnectionError()
        await o.stage.says("hello", "edi")
        await o.stage.channel.until_tried(1)
        await o.does("mara", changed(lambda s: changes.suspend(s, "edi"), "suspend"))
        assert [row for row in await o.stage.rows("outbox") if row["chat"] == "edi"] == []
        o.stage.channel.failing.clear()
        await o.does("sana", Tell("edi", Reply((Say("news"),)), now=True), text="tell")
        assert [one.chat for one in o.stage.channel.sent] == ["mara", "sana"]
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert (o.script.desk.member, o.script.desk.office) == ("", None)
        await o.write(lambda c: invites.keep(c, "i1", replace(INVITE, by="mara")))
        await o.stage.says(f"/join {CODE}", "edi")
        await o.stage.settled()
        assert o.script.desk.door is not None
        assert o.script.desk.door.member == "edi", "a lost phone gets no second way in"
        await o.does("mara", changed(lambda s: changes.restore(s, "edi"), "restore"), text="found")
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert o.script.desk.office is not None


async def test_of_a_leaver_the_dates_stay_and_what_was_theirs_alone_goes() -> None:
    async with in_office() as o:
        await o.does("edi", KeepBooking(booking()), KeepToTake(ToTake("t1", "edi", "consent", MONDAY)))
        await o.does("edi", KeepEmail("edi", "edi@example.org"), KeepLeave("edi", Days(day(3), day(4))), text="more")
        await o.does("ada", changed(lambda s: changes.leave(s, "edi", TODAY, "p-4711"), "remove"), text="/team")
        staff = await o.staff()
        assert (staff.people["edi"].name, staff.people["edi"].pseudonym) == ("", "p-4711")
        for table in ("to_take", "emails", "leave"):
            assert await o.stage.rows(table) == [], table
        assert [row["chat"] for row in await o.stage.rows("devices") if row["person"] == "edi"] == []
        assert len(await o.stage.rows("bookings")) == 1
        assert [(line.what, line.who, line.subject) for line in await o.read(audit.latest)] == [("remove", "ada", "edi")]
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert (o.script.desk.member, o.script.desk.office) == ("", None)


async def test_a_change_of_who_works_with_whom_lets_check_ins_be_reckoned_anew() -> None:
    async with in_office() as o:
        await o.does("edi", KeepBooking(booking()), KeepSeries(rhythm()))
        quiet = [
            changed(lambda s: changes.stand_in(s, "north", "sana", "mara", Dates(day(20), day(21)), TODAY)),
            changed(lambda s: replace(s, people={**s.people, "edi": replace(s.people["edi"], quiet=((time(20), time(9)),))})),
            changed(lambda s: replace(s, teams={**s.teams, "north": replace(s.teams["north"], weekend=frozenset({5, 6}))})),
            lambda desk: [KeepLeave("sana", Days(day(1), day(1)))],
            lambda desk: [KeepTeamDays(TeamDays("north", "closed", day(1), day(1)))],
        ]
        for n, change in enumerate(quiet):
            await o.write(lambda c: diary.reckoned(c, [("booking1", None)]))
            await o.write(lambda c: diary.reckoned(c, [("series1", None)], of_series=True))
            await o.does("mara", change, text=f"change {n}")
            due = [(await o.stage.rows(table))[0]["next_due_at"] for table in ("bookings", "series")]
            assert due == [ms(MONDAY)] * 2, n


async def test_whoever_joined_as_admin_may_take_back_from_each_of_their_chats_as_long_as_they_are_one() -> None:
    async with in_office() as o:
        made_admin = changed(lambda s: changes.join(s, s.people["edi"], "admin", "north", TODAY), "invite-admin")
        await o.does("ada", made_admin, text="/team")
        await o.stage.says("/withdraw x", "edi")
        await o.stage.settled()
        first = o.script.desk.authority
        assert first.role == "admin"
        await o.does("edi", KeepInvite("i2", replace(INVITE, by="edi", team="")))
        await o.does("second", lambda desk: [AddDevice("i2", "edi")], text=f"/join {CODE}")
        await o.stage.says("/withdraw x", "second")
        await o.stage.settled()
        assert o.script.desk.authority.alias == first.alias, "two chats of one person aren't two people"
        await o.stage.presses("gone", chat="edi")
        await o.stage.says("/withdraw x", "edi")
        await o.stage.settled()
        assert o.script.desk.authority.role == "admin"
        for text, change in {
            "/team suspend": changed(lambda s: changes.suspend(s, "edi"), "suspend"),
            "/team restore": changed(lambda s: changes.restore(s, "edi"), "restore"),
            "/team take": changed(lambda s: changes.take_role(s, "edi", "admin", TODAY), "take-role"),
        }.items():
            await o.does("ada", change, text=text)
            await o.stage.says("/withdraw x", "edi")
            await o.stage.settled()
            assert o.script.desk.authority.role == ("admin" if text == "/team restore" else ""), text


async def test_whoever_has_a_one_time_code_keeps_what_it_gave_when_they_join() -> None:
    async with in_office() as o:
        code = admins.hash_of("one-time")
        await o.write(lambda c: admins.offer(c, code, "admin", ms(MONDAY)))
        assert await o.write(lambda c: admins.redeem(c, code, "telegram", "x", "x", ms(MONDAY)))
        await o.write(lambda c: invites.keep(c, "i1", INVITE))
        await o.does("x", joining, text=f"/join {CODE}")
        await o.stage.says("/withdraw y", "x")
        await o.stage.settled()
        assert (o.script.desk.authority.role, o.script.desk.member != "") == ("admin", True)


async def test_a_language_that_somebody_chose_is_that_in_which_they_are_written_to() -> None:
    async with in_office() as o:
        o.script.lang["arabic"] = "ar"
        await o.stage.says("arabic", "edi")
        await o.stage.settled()
        assert (await o.staff()).people["edi"].language == "ar"
        await o.stage.says("arabic", "stranger")
        await o.stage.settled()


# --- telling others -----------------------------------------------------------------------------------------------------


async def test_others_are_told_in_their_language_on_every_chat_of_theirs() -> None:
    async with in_office() as o:
        web = devices.Row("web", "edis browser", "edis browser", "edi", ms(MONDAY), False, ms(MONDAY))
        await o.write(lambda c: devices.add(c, web, pulled=True))
        await o.write(lambda c: people.speak(c, "edi", "fr"))
        await o.does("sana", Tell("edi", Reply((Say("news"),), reply_to="q1", amends="m1")))
        await o.stage.settled()
        told = [one for one in o.stage.channel.sent if one.chat == "edi"]
        assert [(one.amends, one.drawn.voices[0].lang) for one in told] == [("", "en")]
        rows = [row for row in await o.stage.rows("outbox") if row["chat"] == "edis browser"]
        assert len(rows) == 1
        assert '"lang":"fr"' in rows[0]["body"]


async def test_quiet_hours_hold_what_is_told_unless_somebody_waits_for_it() -> None:
    late = datetime(2026, 11, 23, 22, tzinfo=UTC)
    async with in_office(now=late) as o:
        await o.does("sana", Tell("edi", Reply((Say("news"),))))
        (held,) = await o.read(lambda c: notices.held_for(c, "edi"))
        assert held.due_at == ms(datetime(2026, 11, 24, 8, tzinfo=UTC))
        assert [one.chat for one in o.stage.channel.sent] == ["sana"]
        await o.does("edi", text="look")
        assert o.script.desk.office is not None
        assert o.script.desk.office.held == (datetime(2026, 11, 24, 8, tzinfo=UTC),), "whoever looks sees that something waits"
        await o.does("sana", Tell("edi", Reply((Say("news"),)), now=True), text="now")
        await o.stage.channel.until_sent(4)
        assert [one.chat for one in o.stage.channel.sent].count("edi") == 2
        assert "edi" in [one.chat for one in o.stage.channel.sent]


async def test_somebody_who_stopped_the_bot_is_known_to_be_out_of_reach_until_they_write() -> None:
    async with in_office() as o:
        await o.stage.delivery.intake.take([Blocked(o.stage.origin("edi"))])
        await o.stage.settled()
        await o.does("sana", Tell("edi", Reply((Say("news"),)), now=True))
        assert o.script.desk.office is not None
        assert o.script.desk.office.reach["edi"] == "unreachable"
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        await o.does("sana", text="look")
        assert o.script.desk.office is not None
        assert o.script.desk.office.reach["edi"] == "push"


# --- check-ins ----------------------------------------------------------------------------------------------------------


async def test_a_rhythm_that_changes_takes_out_what_nobody_touched_and_books_on_from_there() -> None:
    async with in_office() as o:
        weeks = [MONDAY + timedelta(weeks=n) for n in range(1, 4)]
        await o.does("sana", KeepSeries(rhythm(booked=weeks[-1])))
        touched = booking("b1", weeks[0], series="series1", state="accepted")
        await o.does("sana", KeepBooking(touched), text="one")
        for n in (1, 2):
            await o.does("sana", KeepBooking(booking(f"b{n + 1}", weeks[n], series="series1")), text=f"more {n}")

        def paused(desk: Desk) -> Sequence[Effect]:
            assert desk.office is not None
            series = desk.office.rhythm("series1")
            assert series is not None
            return [KeepSeries(replace(series, paused=True), drop_coming=True)]

        await o.does("sana", paused, text="pause")
        assert [row["id"] for row in await o.stage.rows("bookings")] == ["b1"]
        kept = (await o.read(lambda c: diary.rhythms(c, ["series1"])))["series1"]
        assert (kept.paused, kept.booked, kept.version) == (True, weeks[0], 2)


async def test_a_rhythm_has_one_check_in_a_local_day() -> None:
    async with in_office() as o:
        await o.does("sana", KeepSeries(rhythm()))
        # 22:30 in London is the next day in Amman.
        evening = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
        await o.does("sana", KeepBooking(booking("b1", evening, series="series1")), text="one")
        assert [row["day"] for row in await o.stage.rows("bookings")] == ["2026-11-25"]
        again = [KeepBooking(booking("b2", evening + timedelta(hours=1), series="series1"))]
        o.script.doing["two"] = lambda desk: again if len(o.script.desks) < 4 else []
        await o.stage.says("two", "sana")
        await o.stage.settled()
        assert len(await o.stage.rows("bookings")) == 1


async def test_lists_actions_snoozes_and_leave_are_kept_and_taken_out_again() -> None:
    async with in_office() as o:
        kinds = {"individual": Kind("individual", {}, Retention(Every(24, "months"), Every(6, "months")))}
        o.stage.delivery.edition().kinds.update(kinds)
        action = AgreedAction("a1", "booking1", "sana", "edi", "edi", "Read the protocol", day(7))
        back = Reminder("edi", "booking1", "before", 0, MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=5), again=1)
        await o.does("edi", KeepBooking(booking()))
        await o.does(
            "edi", KeepAction(action), KeepToTake(ToTake("t1", "edi", "consent", MONDAY)), KeepSnooze(back),
            KeepLeave("edi", Days(day(3), day(4))), KeepTeamDays(TeamDays("north", "ramadan", day(10), day(38))), text="more",
        )  # fmt: skip
        await o.stage.says("hello", "sana")
        await o.stage.settled()
        desk = o.script.desk.office
        assert desk is not None
        assert (desk.taking, [one.id for one in desk.agreed]) == ((), ["a1"])
        assert (await o.read(lambda c: reminders.snoozed(c, ["booking1"]))) == (back,)
        until = (await o.stage.rows("agreed_actions"))[0]["delete_after"]
        assert date(2027, 5, 30) < datetime.fromtimestamp(until / 1000, UTC).date() < date(2027, 6, 3), "six months of notes"
        await o.does("edi", KeepToTake(ToTake("t1", "edi", "consent", MONDAY, shown=True)), text="show")
        await o.stage.says("hello", "sana")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert [one.topic for one in o.script.desk.office.taking] == ["consent"]
        await o.does(
            "edi", DropToTake("t1"), KeepLeave("edi", Days(day(3), day(4)), gone=True),
            KeepTeamDays(TeamDays("north", "ramadan", day(10), day(38)), gone=True),
            lambda desk: [KeepAction(replace(desk.office.agreed[0], done_on=TODAY))] if desk.office else [], text="less",
        )  # fmt: skip
        for table in ("to_take", "leave", "team_days"):
            assert await o.stage.rows(table) == [], table
        assert (await o.stage.rows("agreed_actions"))[0]["next_due_at"] is None


async def test_of_a_kind_without_notes_no_words_are_kept() -> None:
    async with in_office() as o:
        o.stage.delivery.edition().kinds["individual"] = Kind("individual", {}, Retention(Every(24, "months"), None))
        await o.does("edi", KeepBooking(booking()))
        await o.does("edi", KeepAction(AgreedAction("a1", "booking1", "sana", "edi", "edi", "words", day(7))), text="more")
        assert await o.stage.rows("agreed_actions") == []


async def test_what_may_be_about_the_supervisor_is_not_on_their_desk_whatever_was_tapped() -> None:
    async with in_office() as o:
        for n, topic in enumerate(("code-of-conduct", "difficult-supervision", "consent")):
            await o.does("edi", KeepToTake(ToTake(f"t{n}", "edi", topic, MONDAY, shown=True)), text=f"take {n}")
        await o.stage.says("hello", "sana")
        await o.stage.settled()
        assert o.script.desk.office is not None
        assert [one.topic for one in o.script.desk.office.taking] == ["consent"]


async def test_forgetting_erases_the_personal_side_and_keeps_dates() -> None:
    async with in_office() as o:
        quiet = changed(lambda s: replace(s, people={**s.people, "edi": replace(s.people["edi"], quiet=())}), "set-own")
        await o.does("edi", KeepBooking(booking()), quiet)
        back = Reminder("edi", "booking1", "before", 0, MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=5), again=1)
        await o.does(
            "edi",
            KeepToTake(ToTake("t1", "edi", "consent", MONDAY)),
            KeepEmail("edi", "e@example.org"),
            KeepSnooze(back),
            text="x",
        )
        await o.write(lambda c: notices.hold(c, "edi", "{}", 0, 1))
        await o.stage.presses("gone", chat="edi")
        await o.stage.settled()
        for table in ("to_take", "emails", "snoozes", "notices"):
            assert await o.stage.rows(table) == [], table
        assert (await o.staff()).people["edi"].quiet is None
        assert len(await o.stage.rows("bookings")) == 1
        await o.stage.says("hello", "edi")
        await o.stage.settled()
        assert o.script.desk.member == "edi", "that they joined is the organisation's: signing out is another button"


async def test_a_press_of_somebody_elses_button_lays_no_desk() -> None:
    async with in_office() as o:
        await o.stage.delivery.intake.take([Pressed(o.stage.origin("edi"), "j-me:forged", "m1", "p")])
        await o.stage.settled()
        assert o.script.desk.office is None
