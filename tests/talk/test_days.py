"""What's coming up, as it is typed and as it is shown: languages, places, the day where the organisation works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

import pytest

from bot.library.calendar import Observance
from bot.library.edition import Edition
from bot.library.read import read_yaml
from bot.library.schema import fit
from bot.library.schema_calendar import CalendarFile, observances
from bot.talk.house import House
from tests.library.small import CONTENT, small_edition
from tests.talk.pure import PureDriver
from tests.talk.transcript import Shown

LANGUAGES = ("en", "fr", "es", "ar")


@lru_cache(maxsize=1)
def committed() -> tuple[Observance, ...]:
    node = read_yaml((CONTENT / "calendar.yaml").read_text("utf-8"), "calendar.yaml", [])
    assert node is not None
    file = fit(CalendarFile, node, [])
    assert file is not None
    return observances(file)


def edition(days: tuple[Observance, ...] | None = None) -> Edition:
    small = small_edition()
    return small if days is None else replace(small, library=replace(small.library, days=days))


async def asked(
    what: str, at: str, country: str = "NG", days: tuple[Observance, ...] | None = None, zone: str = "UTC", press: str = ""
) -> Shown:
    """The answer to typed words (and then to a button) at a time in UTC."""
    house = House("Demo organisation", countries=(country,), home_country=country, languages=LANGUAGES, time_zone=zone)
    driver = PureDriver(edition(days), house, datetime.fromisoformat(at).replace(tzinfo=UTC))
    (found,) = await driver.act("says", what)
    if press:
        (found,) = await driver.act("presses", press)
    return found


def plainly(shown: Shown) -> str:
    """The words without the marks that isolate numbers."""
    return "".join(c for c in shown.text if c not in "\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/days", "Thu 3 Dec, in 9 days"),
        ("what's coming up?", "Thu 3 Dec, in 9 days"),
        ("What’s coming up", "Thu 3 Dec, in 9 days"),
        ("quoi de neuf à l'agenda", "jeu. 3 déc., dans 9 jours"),
        ("Les dates à venir ?", "jeu. 3 déc., dans 9 jours"),
        ("¿qué fechas vienen?", "jue, 3 dic, dentro de 9 días"),
        ("Efemérides", "jue, 3 dic, dentro de 9 días"),
        ("المناسبات القادمة", "الخميس، 3 ديسمبر، خلال 9 أيام"),
        ("شو الجاي؟", "الخميس، 3 ديسمبر، خلال 9 أيام"),
    ],
)
async def test_it_is_asked_in_four_languages_and_answered_in_the_one_it_was_asked_in(typed: str, shown: str) -> None:
    assert shown in plainly(await asked(typed, "2026-11-24 10:00", days=committed()))


@pytest.mark.parametrize("typed", ["/days", "les dates à venir", "próximas fechas", "المناسبات القادمة"])
@pytest.mark.parametrize("month", range(1, 13))
async def test_it_is_six_lines_at_most_all_year(typed: str, month: int) -> None:
    text = (await asked(typed, f"2027-{month:02}-12 10:00", "GB-SCT", committed())).text
    assert 5 <= sum(bool(line.strip()) for line in text.split("\n")) <= 6, text


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-11-23 10:00", "Days of activism · 25 Nov to 10 Dec, in 2 days"),
        ("2026-11-24 10:00", "Days of activism · 25 Nov to 10 Dec, tomorrow"),
        ("2026-11-25 10:00", "Days of activism · now, until 10 Dec"),
        ("2026-12-10 10:00", "Days of activism · 25 Nov to 10 Dec, today"),
        ("2026-12-11 10:00", "Just past: Days of activism (25 Nov to 10 Dec)"),
        ("2027-03-15 10:00", "World Social Work Day · Tue 16 Mar, tomorrow"),
        ("2027-03-16 10:00", "World Social Work Day · Tue 16 Mar, today"),
        ("2026-03-18 10:00", "World Social Work Day · Tue, 16 Mar 2027, in 363 days"),
    ],
)
async def test_how_near_a_day_is_stands_beside_it(at: str, shown: str) -> None:
    assert shown in plainly(await asked("/days", at))


async def test_what_is_longer_ago_than_a_month_is_no_news() -> None:
    assert "Just past" not in (await asked("/days", "2027-02-01 10:00")).text


async def test_it_is_the_day_of_where_the_organisation_works() -> None:
    late = "2027-03-15 23:30"
    assert "Tue 16 Mar, tomorrow" in (await asked("/days", late)).text
    assert "Tue 16 Mar, today" in (await asked("/days", late, zone="Africa/Lagos")).text


async def test_a_nations_day_is_shown_there_only() -> None:
    assert "Care Week" in (await asked("/days", "2027-04-20 10:00", "GB-SCT")).text
    assert "Care Week" not in (await asked("/days", "2027-04-20 10:00", "GB-ENG")).text
    assert "Care Week" not in (await asked("/days", "2027-04-20 10:00", "NG")).text


async def test_guidance_comes_as_buttons_each_once_and_only_what_there_is() -> None:
    found = await asked("/days", "2026-11-24 10:00")
    assert found.buttons == ("Physical abuse", "What supervision is", "A child tells you", "What has been")


async def test_past_events_are_shown_as_past_and_say_that_no_date_is_known() -> None:
    found = await asked("/days", "2026-11-24 10:00", press="What has been")
    assert "Leaving care conference · last time 28 Oct 2024 to 3 Nov 2024; no new date known" in plainly(found)
    assert "World Refugee Day · Sat 20 Jun" in plainly(found)
    assert found.amended
    assert found.buttons[-1] == "What's coming up"
    assert "conference" not in (await asked("/days", "2026-11-24 10:00")).text


async def test_without_a_calendar_it_says_so() -> None:
    found = await asked("/days", "2026-11-24 10:00", days=())
    assert "no days to show" in found.text
    assert not found.buttons
