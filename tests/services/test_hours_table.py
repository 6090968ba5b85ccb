"""Hours as editors write them: what is written is read back, and what can't be read is told with its remedy."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.hours import ALL_DAY, ALWAYS, UNKNOWN, Hours, Span
from bot.services.hours_table import HoursError, read, write
from tests.services.drawn import hours_near, spans

NINE_TO_FIVE = (Span(540, 1020),)


@given(hours_near(date(2026, 12, 25)))
def test_what_is_written_is_read_back(hours: Hours) -> None:
    assert read(write(hours)) == hours


@given(spans)
def test_any_spans_of_a_holiday_are_read_back(spans: tuple[Span, ...]) -> None:
    hours = Hours(holidays=spans)
    assert read(write(hours)) == hours


@given(st.text(max_size=40) | st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=3))
def test_any_text_is_read_or_refused_with_words(written: str | dict[str, str]) -> None:
    try:
        found: Hours | str = read(written)
    except HoursError as error:
        found = str(error)
    assert found


@pytest.mark.parametrize("hours", [ALWAYS, UNKNOWN])
def test_round_the_clock_and_unknown_have_their_own_words(hours: Hours) -> None:
    assert read(write(hours)) == hours
    assert write(ALWAYS) == "24/7"


@pytest.mark.parametrize(
    ("written", "days", "wanted"),
    [
        ("mon-fri 09:00-17:00", range(5), NINE_TO_FIVE),
        ("Mon–Fri: 09:00–17:00", range(5), NINE_TO_FIVE),
        ("sat, sun 9:00-17:00", (5, 6), NINE_TO_FIVE),
        ("fri-mon 09:00-17:00", (0, 4, 5, 6), NINE_TO_FIVE),
        ("sun-thu ٠٩:٠٠-١٧:٠٠", (0, 1, 2, 3, 6), NINE_TO_FIVE),
        ("tue 09:00-12:00، 13:00-17:00؛ wed closed", (1,), (Span(540, 720), Span(780, 1020))),
        ("tue 13:00-17:00, 09:00-12:00", (1,), (Span(540, 720), Span(780, 1020))),
        ("mon-sun 24h", range(7), ALL_DAY),
        ("mon 22:00-02:00", (0,), (Span(1320, 1560),)),
        ("mon 00:00-33:00", (0,), (Span(0, 1980),)),
        ("mon 17:00-24:00", (0,), (Span(1020, 1440),)),
    ],
)
def test_days_and_times_are_read(written: str, days: range, wanted: tuple[Span, ...]) -> None:
    assert read(written).week == tuple(wanted if n in days else () for n in range(7))


def test_a_map_of_a_file_is_the_same_as_a_line() -> None:
    table = {"mon-thu": "09:00-17:00", "fri": "09:00-12:00", "holidays": "closed", "2026-12-24": "24h"}
    assert read(table) == read("mon-thu 09:00-17:00; fri 09:00-12:00; holidays closed; 2026-12-24 24h")


def test_the_words_of_the_page_are_kept_beside() -> None:
    assert read("24/7", "day and night").published == "day and night"
    assert read("", "office hours") == Hours(published="office hours")


@pytest.mark.parametrize(
    ("written", "what", "remedy"),
    [
        ("always", "`always` is no row", "mon-fri 09:00-17:00"),
        ("09:00-17:00", "`09:00-17:00` is no row", "mon-fri 09:00-17:00"),
        ("mon-fri", "`mon-fri` is no row", "mon-fri 09:00-17:00"),
        ("mon 9-5", "`9-5` is no time", "09:00-17:00"),
        ("mon 9am-5pm", "`9am-5pm` is no time", "`24h` or `closed`"),
        ("mon 09:00-09:00", "`09:00-09:00` is no span", "`24h`"),
        ("mon 09:60-10:00", "`09:60-10:00` is no span", "09:00-17:00"),
        ("mon 24:00-26:00", "`24:00-26:00` is no span", "09:00-17:00"),
        ("mon 09:00-49:00", "`09:00-49:00` is no span", "09:00-17:00"),
        ("moo 09:00-17:00", "`moo` is no day", "mon, tue, wed"),
        ("mon-moo 09:00-17:00", "`mon-moo` is no day", "mon-fri"),
        ("mon 24h; mon-fri closed", "`mon` stands there twice", "in one row"),
        ("holidays closed; holidays 24h", "`holidays` stands there twice", "keep one"),
        ("2026-12-25 closed; 2026-12-25 24h", "`2026-12-25` stands there twice", "in one row"),
        ("2026-02-30 closed", "`2026-02-30` is no date", "2026-12-25"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_remedy(written: str, what: str, remedy: str) -> None:
    with pytest.raises(HoursError) as refused:
        read(written)
    said, _, mend = str(refused.value).partition(": ")
    assert what in said
    assert remedy in mend
