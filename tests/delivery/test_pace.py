"""The pace: thirty a second in all, one a second in a chat, twenty a minute in a group, half for the unasked."""

from __future__ import annotations

from bot.delivery.lines import FAILING_AFTER, Line
from bot.delivery.pace import GO, NO_PACE, NOT_NOW, TELEGRAM_PACE, Purse
from bot.talk.messages import LANES

REPLY, BULK = LANES.index("reply"), LANES.index("bulk")


def sent_within(seconds: int, chats: int, lane: int = REPLY, private: bool = True) -> list[int]:
    """When messages go if as many as possible are asked for, every 10 ms; milliseconds."""
    purse, times = Purse(TELEGRAM_PACE), []
    for now in range(0, seconds * 1000, 10):
        for chat in range(chats):
            if purse.take("telegram", f"{chat}", private, lane, now) == GO:
                times.append(now)
    return times


def most_in(times: list[int], window: int) -> int:
    return max(sum(start <= t < start + window for t in times) for start in times)


def test_thirty_a_second_in_all() -> None:
    times = sent_within(20, chats=100)
    assert 580 <= len(times) <= 620
    assert most_in(times, 1000) <= 40


def test_what_nobody_asked_for_gets_half() -> None:
    assert 280 <= len(sent_within(20, chats=100, lane=BULK)) <= 320


def test_one_a_second_in_a_private_chat_with_three_at_once() -> None:
    times = sent_within(20, chats=1)
    assert times[2] <= 20
    assert len(times) == 3 + 19
    assert most_in(times[3:], 1000) == 1


def test_twenty_a_minute_in_a_group() -> None:
    assert most_in(sent_within(180, chats=1, private=False), 60_000) <= 20


def test_a_chat_at_its_limit_is_told_when_to_come_back() -> None:
    purse = Purse(TELEGRAM_PACE)
    for _ in range(3):
        assert purse.take("telegram", "anna", True, REPLY, 0) == GO
    wait = purse.take("telegram", "anna", True, REPLY, 0)
    assert wait == 1000
    assert purse.take("telegram", "anna", True, REPLY, wait) == GO


def test_replies_go_on_while_the_unasked_have_used_their_half() -> None:
    purse = Purse(TELEGRAM_PACE)
    while purse.take("telegram", "x", True, BULK, 0) == GO or purse.buckets["telegram/unasked"][0] >= 1:
        purse.buckets.pop("telegram:x")
    assert purse.take("telegram", "y", True, BULK, 0) == NOT_NOW
    assert purse.take("telegram", "y", True, REPLY, 0) == GO


def test_a_clock_that_jumps_back_stops_nothing() -> None:
    purse = Purse(TELEGRAM_PACE)
    assert purse.take("telegram", "anna", True, REPLY, 10_000_000) == GO
    assert purse.take("telegram", "anna", True, REPLY, 0) == GO


def test_no_pace_is_no_pace() -> None:
    purse = Purse(NO_PACE)
    assert all(purse.take("telegram", "anna", True, BULK, 0) == GO for _ in range(1000))
    assert not purse.buckets


def test_full_buckets_are_let_go() -> None:
    purse = Purse(TELEGRAM_PACE)
    purse.take("telegram", "anna", True, REPLY, 0)
    purse.sweep(60_001)
    assert not purse.buckets


def test_a_failing_line_lets_one_try_through_at_a_time_and_ever_more_rarely() -> None:
    line = Line()
    for _ in range(FAILING_AFTER):
        assert line.is_open(0)
        line.failed(0)
    assert not line.is_open(999)
    assert line.is_open(1000)
    line.in_flight = 1
    assert not line.is_open(1000)
    line.in_flight = 0
    for _ in range(20):
        line.failed(0)
    assert line.closed_for(0) == 30_000
    line.worked()
    assert line.is_open(0)


def test_a_line_that_is_asked_to_pause_for_hours_pauses_for_hours() -> None:
    line = Line()
    line.slow_down(1000, 7200)
    assert not line.is_open(7_200_999)
    assert line.is_open(7_201_000)
    assert line.is_open(999), "the clock was set back"


def test_only_a_failure_amid_successes_is_held_against_a_message() -> None:
    line = Line()
    assert [line.failed(0), line.failed(0)] == [True, False]
    line.worked()
    assert line.failed(0)
