"""The clockwork on a real store: what is due goes once, as one message a person, and nothing goes up that we didn't deliver."""

from __future__ import annotations

import asyncio
import zoneinfo
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.metadata import version

import pytest

from bot.channels.base import NotSent, Unreachable
from bot.delivery.breaker import Breaker
from bot.delivery.rules import reckon_anew, rules
from bot.store import devices, lists
from bot.store.moments import ms
from bot.store.office_tables import NEVER
from bot.supervision.checkin import Accept, Pause, Report
from bot.supervision.diary import AgreedAction
from bot.supervision.watch import Watched
from bot.talk.messages import Blocked, Unblocked
from tests.delivery.cast import MemoryChannel, make_edition, stage
from tests.delivery.crew import DATABASES, KINDS, NOW, TALK, TUESDAY, checkin, crew, tuesdays
from tests.store.databases import POSTGRES

pytestmark = pytest.mark.parametrize("database", DATABASES, ids=lambda url: url.partition(":")[0])
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def test_both_are_reminded_asked_and_then_left_alone(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        assert await team.at(NOW) == []
        assert await team.at(TUESDAY - DAY) == ["edi: remind.soon Tue 11:00", "noor: remind.soon Tue 14:00"]
        assert await team.at(TUESDAY - HOUR) == ["edi: remind.soon Tue 11:00", "noor: remind.soon Tue 14:00"]
        assert await team.at(TUESDAY - HOUR) == []
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        assert await team.at(asked) == ["edi: remind.afterwards Tue 11:00", "noor: remind.afterwards Tue 14:00"]
        for who in ("edi", "noor"):
            await team.taps("c1", Report(who, 0, "held"))
        assert await team.at(asked + 30 * DAY) == []
        assert await team.due_at("c1") is None


async def test_silence_goes_up_one_step_a_grace_and_each_once(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        await team.at(asked)
        # A working day later it counts as missed; after one more the two hear, then the board, then the manager.
        assert await team.at(asked + DAY) == ["edi: rise.two Tue 11:00", "noor: rise.two Tue 14:00"]
        assert (await team.booking("c1")).checkin.state == "missed"
        assert await team.at(asked + 2 * DAY) == []
        assert [step.level for step in (await team.booking("c1")).taken] == ["two", "board"]
        assert await team.at(asked + 3 * DAY) == ["mo: rise.above"]
        assert await team.at(asked + 40 * DAY) == []
        assert [step.level for step in (await team.booking("c1")).taken] == ["two", "board", "above"]


async def test_a_word_of_either_or_a_pause_ends_it(database: str) -> None:
    for tap in (Report("edi", 0, "could-not"), Pause("noor", 0)):
        async with crew(database) as team:
            await team.books(checkin())
            asked = TUESDAY + HOUR + timedelta(minutes=15)
            await team.at(asked)
            assert await team.at(asked + DAY) != []
            await team.taps("c1", tap)
            told = [await team.at(asked + n * DAY) for n in range(2, 10)]
            assert not [line for lines in told for line in lines if "rise" in line]


async def test_nothing_goes_up_while_somebody_was_not_reached(database: str) -> None:
    async with crew(database) as team:
        team.stage.channel.failing["edi"] = Unreachable("blocked")
        await team.books(checkin())
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        for n in range(13):
            assert not [line for line in await team.at(asked + n * DAY) if "rise" in line]
        assert (await team.booking("c1")).checkin.state == "accepted"
        await team.at(asked + 15 * DAY)
        # Whom our question didn't reach hasn't missed anything.
        assert (await team.booking("c1")).checkin.state == "could-not"
        assert (await team.booking("c1")).taken == ()


async def test_what_a_web_chat_does_not_fetch_has_not_reached_anybody_and_waits(database: str) -> None:
    async with crew(database, web=["edi"]) as team:
        await team.books(checkin())
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        await team.at(TUESDAY - DAY)
        await team.at(TUESDAY - HOUR)
        await team.at(asked)
        assert await team.at(asked + 3 * DAY) == []
        letters = await team.stage.delivery.mailbox.letters("web", "edi", 0, 0)
        # Of three letters about the same check-in the last one is still of use.
        assert len(letters) == 1
        assert await team.at(asked + 3 * DAY + timedelta(minutes=1)) == []
        # A working day after they were reached, which was on a Friday.
        later = await team.at(asked + 6 * DAY + timedelta(minutes=1))
        assert later == ["noor: rise.two Tue 14:00"]


async def test_all_that_is_due_to_somebody_at_the_same_time_is_one_message(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        await team.books(checkin("c2", worker="awa"))
        await team.books(checkin("c3", TUESDAY + 2 * HOUR, worker="awa"))
        assert await team.at(TUESDAY - DAY) == [
            "awa: remind.soon Tue 12:00",
            "edi: remind.soon Tue 11:00",
            "noor: remind.soon Tue 14:00 / remind.soon Tue 14:00",
        ]
        assert await team.at(TUESDAY - DAY + 2 * HOUR) == ["awa: remind.soon Tue 14:00", "noor: remind.soon Tue 16:00"]


async def test_after_an_outage_there_is_one_late_message_with_what_is_of_use(database: str) -> None:
    async with crew(database) as team:
        for n in range(4):
            await team.books(checkin(f"c{n}", TUESDAY + n * DAY))
        # Nothing ran until Friday, ten minutes after the last one began.
        told = await team.at(TUESDAY + 3 * DAY + timedelta(minutes=10))
        mine = next(line for line in told if line.startswith("edi"))
        assert mine == (
            "edi: remind.late / remind.soon Fri 11:00 / remind.afterwards Tue 11:00 / remind.afterwards Wed 11:00"
            " / remind.afterwards Thu 11:00"
        )
        assert len(told) == 2


async def test_while_the_channel_is_away_messages_do_not_pile_up(database: str) -> None:
    async with crew(database) as team:
        for n in range(4):
            await team.books(checkin(f"c{n}", TUESDAY + n * DAY))
        team.stage.channel.standing = NotSent("no connection")
        await team.stage.delivery.tick()
        for hours in range(-24, 96, 4):
            team.stage.clock.move((TUESDAY + hours * HOUR - team.now).total_seconds())
            team.stage.delivery.wake()
            await team.stage.delivery.tick()
            waiting = [row for row in await team.stage.rows("outbox") if row["state"] == "waiting"]
            assert len([row for row in waiting if row["chat"] == "edi"]) <= 1


async def test_what_quiet_hours_held_is_one_message_in_the_morning_with_the_reminders(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        morning = datetime.fromisoformat("2026-11-23T11:00+00:00")
        await team.holds("edi", "a.first", morning - 3 * HOUR)
        assert await team.at(morning - 4 * HOUR) == []
        await team.holds("edi", "a.second", morning)
        told = await team.at(morning)
        assert told == ["edi: remind.morning 3 / remind.soon Tue 11:00", "noor: remind.soon Tue 14:00"]
        assert await team.stage.rows("notices") == []


async def test_nothing_goes_on_top_of_an_emergency_card(database: str) -> None:
    from bot.store import conversations
    from bot.talk.codec import encode
    from bot.talk.session import Session

    async with crew(database) as team:
        await team.books(checkin())
        card = TUESDAY - DAY - timedelta(minutes=10)
        kept = conversations.Kept("telegram", "edi", "edi", encode(Session(card_at=card)))
        await team.works(lambda c: conversations.save(c, kept, ms(TUESDAY + 90 * DAY)))
        assert await team.at(TUESDAY - DAY) == ["noor: remind.soon Tue 14:00"]
        assert await team.at(TUESDAY - DAY + timedelta(minutes=19)) == []
        assert await team.at(TUESDAY - DAY + timedelta(minutes=20)) == ["edi: remind.late / remind.soon Tue 11:00"]


async def test_a_suspended_phone_hears_nothing(database: str) -> None:
    async with crew(database) as team:
        await team.works(lambda c: c.exec_driver_sql("UPDATE people SET suspended = 1 WHERE id = 'edi'"))
        await team.books(checkin())
        assert await team.at(TUESDAY - DAY) == ["noor: remind.soon Tue 14:00"]


async def test_a_series_is_booked_four_weeks_ahead_and_its_check_ins_are_reminded(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays())
        assert await team.at(NOW) == []
        made = await team.bookings()
        assert [f"{one.checkin.at:%m-%d}" for one in made] == ["11-24", "12-01", "12-08", "12-15"]
        assert {one.checkin.state for one in made} == {"planned"}
        assert await team.at(TUESDAY - DAY) == ["edi: remind.soon Tue 11:00", "noor: remind.soon Tue 14:00"]
        await team.at(NOW + 3 * DAY)
        assert len(await team.bookings()) == 5


async def test_a_date_on_a_public_holiday_is_said_a_week_before_and_falls_out(database: str) -> None:
    christmas = datetime.fromisoformat("2026-12-25T11:00+00:00")
    async with crew(database, now=christmas - 20 * DAY) as team:
        await team.books(checkin("c1", christmas, "planned"))
        await team.books(checkin("c2", christmas, "planned", worker="awa"))
        told = await team.at(christmas - 7 * DAY)
        assert told == [
            "awa: remind.day_off Fri 12:00", "edi: remind.day_off Fri 11:00",
            "noor: remind.day_off Fri 14:00 / remind.day_off Fri 14:00",
        ]  # fmt: skip
        await team.taps("c2", Accept("awa", 0, christmas))
        days = [line for n in range(-6, 5) for line in await team.at(christmas + n * DAY + HOUR)]
        # Edi's isn't asked about; Awa's was kept, and rings.
        assert not [line for line in days if line.startswith("edi")]
        assert [line for line in days if line.startswith("awa")] != []
        assert (await team.booking("c1")).checkin.state == "cancelled"


async def test_who_is_on_leave_hears_nothing_and_nothing_goes_up(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        await team.at(NOW)
        await team.leaves("edi", date(2026, 11, 24), date(2026, 11, 25))
        told = [line for n in range(40) for line in await team.at(NOW + n * 6 * HOUR)]
        assert told == []
        assert (await team.booking("c1")).checkin.state == "cancelled"


async def test_a_series_counted_from_the_last_one_held_goes_on_when_it_was_held(database: str) -> None:
    plan = replace(tuesdays().plans[0], from_last_held=True)
    async with crew(database) as team:
        await team.keeps_series(tuesdays(plans=(plan,)))
        await team.at(NOW)
        (first,) = await team.bookings()
        await team.at(TUESDAY + 2 * HOUR)
        for who in ("edi", "noor"):
            await team.taps(first.checkin.id, Report(who, 0, "held"))
        await team.at(TUESDAY + 3 * HOUR)
        await team.at(TUESDAY + 4 * HOUR)
        assert [f"{one.checkin.at:%m-%d}" for one in await team.bookings()] == ["11-24", "12-01"]


@pytest.mark.parametrize("who", ["edi", "noor"])
async def test_who_has_no_chat_at_all_is_not_blamed(database: str, who: str) -> None:
    async with crew(database) as team:
        await team.works(lambda c: c.exec_driver_sql(f"DELETE FROM devices WHERE person = '{who}'"))
        await team.books(checkin())
        told = [line for n in range(60) for line in await team.at(TUESDAY + n * 6 * HOUR)]
        assert not [line for line in told if "rise" in line]
        assert (await team.booking("c1")).checkin.state == "could-not"


async def test_with_other_rules_of_clocks_everything_is_reckoned_anew(database: str) -> None:
    async with crew(database) as team:
        await team.keeps_series(tuesdays())
        await team.at(NOW)
        first, touched, *_ = await team.bookings()
        # The zone kept another clock when these were booked: what nobody touched keeps its wall time.
        for one, state in ((first, "planned"), (touched, "accepted")):
            wrong = replace(one.checkin, at=one.checkin.at - HOUR, state=state)
            await team.keeps(replace(one, checkin=wrong))
        await team.works(lambda c: c.exec_driver_sql("UPDATE bookings SET next_due_at = NULL"))
        await team.works(lambda c: c.exec_driver_sql("UPDATE meta SET value = 'tzdata 2020.1' WHERE key = 'rules'"))
        breaker = Breaker(team.stage.store, team.stage.clock, lambda: None)
        assert await reckon_anew(breaker, NOW, lambda one: NEVER)
        assert not await reckon_anew(breaker, NOW, lambda one: NEVER), "once a change"
        await team.at(NOW)
        made = await team.bookings()
        assert made[0].checkin.at == first.checkin.at
        assert made[1].checkin.at == touched.checkin.at - HOUR
        assert await team.due_at(first.checkin.id) == TUESDAY - DAY


async def test_an_agreed_action_is_followed_up_on_its_day_once_and_with_what_else_is_due(database: str) -> None:
    async with crew(database) as team:
        for id, due in (("a1", date(2026, 11, 24)), ("a2", date(2026, 11, 24)), ("a3", date(2026, 11, 26))):
            action = AgreedAction(id, "c1", "noor", "edi", "edi", "call the school", due)
            await team.works(lambda c, action=action: lists.keep_action(c, action, ms(NOW), NEVER))
        assert await team.at(NOW) == []
        assert await team.at(TUESDAY - 2 * HOUR) == ["edi: remind.actions 2"]
        assert await team.at(TUESDAY) == []
        await team.books(checkin("c9", TUESDAY + 2 * DAY - HOUR))
        assert await team.at(TUESDAY + 2 * DAY - 2 * HOUR) == [
            "edi: remind.several 2 / remind.soon Thu 10:00",
            "noor: remind.soon Thu 13:00",
        ]


async def test_a_held_message_waits_longer_where_a_day_off_has_come_between(database: str) -> None:
    async with crew(database) as team:
        morning = datetime.fromisoformat("2026-11-23T08:00+00:00")
        await team.holds("edi", "a.first", morning)
        await team.leaves("edi", date(2026, 11, 23), date(2026, 11, 24))
        assert await team.at(morning) == []
        assert await team.at(morning + DAY) == []
        assert await team.at(morning + 2 * DAY) == ["edi: a.first"]


async def test_a_message_to_somebody_whom_nothing_reaches_waits_for_them(database: str) -> None:
    async with crew(database) as team:
        await team.works(lambda c: devices.mark(c, "telegram", "edi", unreachable=True))
        morning = datetime.fromisoformat("2026-11-23T09:00+00:00")
        await team.holds("edi", "a.first", morning)
        assert await team.at(morning) == []
        await team.works(lambda c: devices.mark(c, "telegram", "edi", unreachable=False))
        assert await team.at(morning + 6 * HOUR) == ["edi: a.first"]


async def test_one_check_in_that_cannot_be_reckoned_keeps_nobody_waiting(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reckoned = Watched.now

    def fails(self: Watched, now: datetime) -> Watched:
        if self.booking.checkin.id == "c2":
            raise ArithmeticError("a bug in the rules")
        return reckoned(self, now)

    monkeypatch.setattr(Watched, "now", fails)
    async with crew(database) as team:
        await team.books(checkin())
        await team.books(checkin("c2", worker="awa"))
        assert await team.at(TUESDAY - DAY) == ["edi: remind.soon Tue 11:00", "noor: remind.soon Tue 14:00"]
        assert await team.due_at("c2") == TUESDAY - DAY + HOUR, "it is looked at again"


async def test_zones_come_from_the_pinned_package_whatever_the_machine_has(database: str) -> None:
    assert zoneinfo.TZPATH == ()
    assert rules().startswith(f"tzdata {version('tzdata')},")


if POSTGRES:

    async def test_of_two_replicas_that_look_at_the_same_moment_one_reminds(database: str) -> None:
        channel = MemoryChannel()
        async with crew(POSTGRES, channel=channel) as one:
            edition = make_edition()
            edition.kinds = KINDS
            async with stage(POSTGRES, clock=one.stage.clock, channel=channel, edition=lambda: edition, talk=TALK) as two:
                for n in range(6):
                    await one.books(checkin(f"c{n}", TUESDAY + n * HOUR / 4, worker=("edi", "awa")[n % 2]))
                one.stage.clock.move((TUESDAY - DAY + 2 * HOUR - NOW).total_seconds())
                await asyncio.gather(*(s.delivery.tick() for s in (one.stage, two) for _ in range(3)))
                await one.stage.settled()
                assert sorted(sent.chat for sent in channel.sent) == ["awa", "edi", "noor"]
                rows = await one.stage.rows("reminders")
                assert len([row for row in rows if not row["passed"]]) == 12


async def test_what_an_outage_kept_until_the_evening_rings_in_the_morning(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        team.stage.channel.standing = NotSent("no connection")
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        for hours in (0, 3, 6):
            team.stage.clock.move((asked + hours * HOUR - team.now).total_seconds())
            team.stage.delivery.wake()
            await team.stage.delivery.tick()
        team.stage.channel.standing = None
        # Half past eight in the evening in London, half past eleven in Amman: the way is open, and nothing rings.
        assert await team.at(TUESDAY + 9 * HOUR + timedelta(minutes=30)) == []
        assert await team.at(TUESDAY + 18 * HOUR) == ["noor: remind.late / remind.afterwards Tue 14:00"]
        assert await team.at(TUESDAY + 21 * HOUR) == ["edi: remind.late / remind.afterwards Tue 11:00"]
        assert await team.at(TUESDAY + 22 * HOUR) == []


async def test_who_lets_the_bot_back_in_is_asked_what_is_still_open(database: str) -> None:
    async with crew(database) as team:
        await team.books(checkin())
        await team.stage.delivery.intake.take([Blocked(team.stage.origin("edi"))])
        await team.stage.row("conversations", unreachable=1)
        asked = TUESDAY + HOUR + timedelta(minutes=15)
        await team.at(TUESDAY - DAY)
        assert await team.at(asked) == ["noor: remind.afterwards Tue 14:00"]
        await team.stage.delivery.intake.take([Unblocked(team.stage.origin("edi"))])
        await team.stage.row("conversations", unreachable=0)
        assert await team.at(asked + DAY) == ["edi: remind.late / remind.afterwards Tue 11:00"]
        assert await team.at(asked + DAY + HOUR) == []
