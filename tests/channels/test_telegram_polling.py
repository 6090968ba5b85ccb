"""Long polling: nothing is acknowledged before it is taken over, and nothing but a wrong token stops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import WrongToken
from bot.talk.messages import Said
from tests.doubles import telegram_faults as faults
from tests.doubles.telegram_api import PATIENCE, TelegramDouble
from tests.doubles.telegram_bot import KeepingIntake, Naps, a_channel, hear_logs, running
from tests.doubles.telegram_faults import Fault

ANN = 7


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(seed=22) as telegram:
        yield telegram
        assert telegram.complaints == []
        assert telegram.counts["getFile"] == 0


def texts(intake: KeepingIntake) -> list[str]:
    return [said.text for said in intake.taken if isinstance(said, Said)]


async def test_what_people_write_is_brought_in_order_and_then_acknowledged(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    for n in range(250):  # more than one batch
        telegram.say(ANN, str(n))
    async with running(a_channel(telegram), intake):
        await intake.wait_for(250)
        await telegram.wait_until_read()
    assert texts(intake) == [str(n) for n in range(250)]
    assert intake.brought == 250


async def test_nothing_is_acknowledged_before_it_is_taken_over(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    intake.gate.clear()
    async with running(a_channel(telegram), intake):
        telegram.say(ANN, "help")
        await intake.begun.wait()
        assert telegram.confirmed == 0
        intake.gate.set()
        await telegram.wait_until_read()
    assert texts(intake) == ["help"]


async def test_a_bot_that_was_killed_while_taking_over_gets_it_again(telegram: TelegramDouble) -> None:
    first, second = KeepingIntake(), KeepingIntake()
    first.gate.clear()
    telegram.say(ANN, "help")
    async with running(a_channel(telegram), first):
        await first.begun.wait()
    async with running(a_channel(telegram), second):
        await second.wait_for(1)
    assert (texts(first), texts(second)) == ([], ["help"])


async def test_what_could_not_be_taken_over_comes_again(telegram: TelegramDouble) -> None:
    intake, naps = KeepingIntake(fails=3), Naps()
    telegram.say(ANN, "help")
    async with running(a_channel(telegram, naps=naps), intake):
        await intake.wait_for(1)
        await telegram.wait_until_read()
    assert texts(intake) == ["help"]


async def test_updates_that_make_no_sense_are_acknowledged_and_the_rest_is_read(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    for n in range(20):
        telegram.push({"message": {"text": n}})
        telegram.say(ANN, str(n))
    async with running(a_channel(telegram), intake):
        await intake.wait_for(20)
        await telegram.wait_until_read()
    assert texts(intake) == [str(n) for n in range(20)]


async def test_what_is_waiting_at_the_start_is_never_dropped(telegram: TelegramDouble) -> None:
    telegram.say(ANN, "written while the bot was down")
    async with running(a_channel(telegram), intake := KeepingIntake()):
        await intake.wait_for(1)
    assert all(not call.params.get("drop_pending_updates") for call in telegram.calls)


async def test_a_webhook_that_was_left_set_is_taken_away_and_loses_nothing(telegram: TelegramDouble) -> None:
    await telegram.call("setWebhook", {"url": "http://127.0.0.1:9/gone"})
    telegram.say(ANN, "written meanwhile")
    async with running(a_channel(telegram), intake := KeepingIntake()):
        await intake.wait_for(1)
    assert telegram.webhook is None


async def test_duplicates_and_disorder_leave_one_of_each(telegram: TelegramDouble) -> None:
    telegram.faults.shuffles, telegram.faults.repeats = True, 0.5
    intake = KeepingIntake()
    for n in range(60):
        telegram.say(ANN, str(n))
    async with running(a_channel(telegram), intake):
        await intake.wait_for(60)
        await telegram.wait_until_read()
    assert sorted(texts(intake), key=int) == [str(n) for n in range(60)]


@pytest.mark.parametrize(
    "fault",
    [
        faults.SERVER_ERROR,
        faults.BAD_GATEWAY,
        faults.PORTAL,
        faults.DROPPED_BEFORE,
        faults.DROPPED_AFTER,
        faults.too_many(9),
        Fault("page", 404, "<html>no Bot API here</html>"),
        Fault("answer", 400, "Bad Request: something new"),
    ],
    ids=lambda fault: fault.description or fault.kind,
)
async def test_each_fault_is_outlived_and_nothing_is_lost(telegram: TelegramDouble, fault: Fault) -> None:
    intake = KeepingIntake()
    async with running(a_channel(telegram), intake):
        telegram.say(ANN, "before")
        await intake.wait_for(1)
        telegram.faults.script("getUpdates", fault, fault, fault)
        telegram.say(ANN, "after")
        await intake.wait_for(2)
        await telegram.wait_until_read()
    assert texts(intake) == ["before", "after"]


async def test_without_a_network_it_keeps_trying_with_pauses_up_to_half_a_minute_and_says_so_once(
    telegram: TelegramDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps, intake = Naps(), KeepingIntake()
    telegram.faults.stand(faults.DROPPED_BEFORE)
    telegram.say(ANN, "help")
    channel = a_channel(telegram, naps=naps)
    states: list[str] = []
    logs = hear_logs(monkeypatch)
    async with running(channel, intake):
        async with asyncio.timeout(PATIENCE):
            while naps.taken.count(30.0) < 3:
                await asyncio.sleep(0)
        states.append(channel.state)
        telegram.faults.stand(None)
        await intake.wait_for(1)
        states.append(channel.state)
    assert states == ["unreachable", "connected"]
    pauses = sorted(set(naps.taken))
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0]
    assert [log["event"] for log in logs].count("Telegram can't be reached; trying again") == 2  # the loop, and getMe beside it


async def test_429_is_waited_out_as_long_as_telegram_says(telegram: TelegramDouble) -> None:
    naps = Naps()
    telegram.faults.script("getUpdates", faults.too_many(9))
    telegram.say(ANN, "help")
    async with running(a_channel(telegram, naps=naps), intake := KeepingIntake()):
        await intake.wait_for(1)
    assert 9 in naps.taken


async def test_a_second_poller_is_waited_for_and_named_once(telegram: TelegramDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = KeepingIntake()
    telegram.faults.script("getUpdates", *[faults.SECOND_POLLER] * 5)
    telegram.say(ANN, "help")
    logs = hear_logs(monkeypatch)
    async with running(a_channel(telegram), intake):
        await intake.wait_for(1)
    assert [log["event"] for log in logs].count("another program polls with this token; waiting") == 1


async def test_a_webhook_that_is_set_while_polling_is_taken_away_again(telegram: TelegramDouble) -> None:
    async with running(a_channel(telegram), intake := KeepingIntake()):
        await telegram.wait_for_call("getUpdates")
        await telegram.call("setWebhook", {"url": "http://127.0.0.1:9/by-hand"})
        telegram.say(ANN, "ends the poll under way")
        telegram.faults.script("getUpdates", faults.SERVER_ERROR)
        telegram.say(ANN, "after")
        await intake.wait_for(2)
    assert telegram.webhook is None


@pytest.mark.parametrize("token", ["99:AAunknown", "not-a-token"])
async def test_a_wrong_token_stops_it_with_one_line(telegram: TelegramDouble, token: str) -> None:
    channel = a_channel(telegram, token=token)
    with pytest.raises(WrongToken) as wrong:
        await asyncio.wait_for(channel.run(KeepingIntake()), PATIENCE)
    assert "\n" not in str(wrong.value)
    assert token not in str(wrong.value)
    await channel.close()


async def test_a_token_that_was_right_is_given_some_time_before_it_counts_as_wrong(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    async with running(a_channel(telegram), intake) as running_task:
        telegram.say(ANN, "one")
        await intake.wait_for(1)
        telegram.faults.script("getUpdates", *[faults.UNAUTHORIZED] * 3)
        telegram.say(ANN, "two")
        await intake.wait_for(2)
        telegram.faults.stand(faults.UNAUTHORIZED)
        telegram.say(ANN, "ends the poll under way")
        with pytest.raises(WrongToken):
            await asyncio.wait_for(asyncio.shield(running_task), PATIENCE)


async def test_after_a_quiet_time_a_lower_number_is_read_too(telegram: TelegramDouble) -> None:
    intake = KeepingIntake()
    async with running(a_channel(telegram), intake):
        telegram.say(ANN, "before")
        await intake.wait_for(1)
        polls = telegram.counts["getUpdates"]
        telegram.closing = True  # the long poll ends empty, as after 25 quiet seconds
        telegram.wake()
        await telegram.wait_for_call("getUpdates", polls + 2)
        telegram.closing = False
        telegram._next_update = 5
        telegram.say(ANN, "a week later")
        await intake.wait_for(2)
    assert texts(intake) == ["before", "a week later"]


async def test_deep_links_carry_the_bots_own_name(telegram: TelegramDouble) -> None:
    channel = a_channel(telegram)
    assert channel.deep_link("t_disclosure") == ""
    async with running(channel, KeepingIntake()):
        await telegram.wait_for_call("getMe")
        async with asyncio.timeout(PATIENCE):
            while not channel.deep_link("t_disclosure"):
                await asyncio.sleep(0)
    assert channel.deep_link("t_disclosure") == "https://t.me/PracticeLineBot?start=t_disclosure"
    with pytest.raises(ValueError, match="deep link"):
        channel.deep_link("no blanks")
