"""Rules of the calendar: what they come to, which days come next, and what an organisation may change."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.library.calendar import Observance, coming, is_over, occurrences, past
from bot.library.check_calendar import check_calendar
from bot.library.load import load
from bot.library.read import Folder, bare, read_yaml
from bot.library.schema import fit
from bot.library.schema_calendar import CalendarFile, observances
from tests.library.small import CONTENT

HERE = Path(__file__).parent


def _table() -> list[dict[str, Any]]:
    node = read_yaml((HERE / "calendar_rules.yaml").read_text("utf-8"), "calendar_rules.yaml", [])
    assert node is not None
    rows: list[dict[str, Any]] = bare(node)
    return rows


def of(text: str) -> tuple[Observance, ...]:
    """The days of a calendar as an admin writes it."""
    node = read_yaml(text, "calendar.yaml", [])
    assert node is not None
    problems: list[Any] = []
    file = fit(CalendarFile, node, problems)
    assert file is not None, "\n".join(map(str, problems))
    return observances(file)


def one(**when: str) -> Observance:
    keys = ", ".join(f"{key}: {value if isinstance(value, str) else list(value)}" for key, value in when.items())
    return of(f"days: {{a-day: {{title: A day, source: 'https://example.org', {keys}}}}}")[0]


@pytest.mark.parametrize("row", _table(), ids=lambda row: " ".join(str(v) for v in row.values()))
def test_a_rule_comes_to_these_dates(row: dict[str, Any]) -> None:
    when = {key: value for key, value in row.items() if key in ("on", "from", "to")}
    if "dates" in row:
        when["dates"] = "[" + ", ".join(row["dates"]) + "]"
    spans = occurrences(one(**when).rule, int(row["year"]))
    found = [f"{span.first} to {span.last}" if span.first != span.last else str(span.first) for span in spans]
    assert found == ([] if row["is"] == "never" else [row["is"]])


@pytest.mark.parametrize("year", range(2024, 2053))
def test_a_full_week_lies_wholly_in_its_month_and_begins_on_a_monday(year: int) -> None:
    for which in ("first", "second", "third", "last"):
        (week,) = occurrences(one(on=f"{which} full week of February").rule, year)
        assert week.first.weekday() == 0
        assert week.last - week.first == timedelta(days=6)
        assert (week.first.month, week.last.month, week.first.year) == (2, 2, year)
    (last,) = occurrences(one(on="last full week of February").rule, year)
    assert (last.last + timedelta(days=7)).month == 3


DAYS = """
days:
  campaign: {title: Campaign, source: "https://example.org", from: 25 November, to: 10 December}
  rights: {title: Rights, source: "https://example.org", on: 10 December}
  turn: {title: Turn of the year, source: "https://example.org", from: 30 December, to: 2 January}
  once: {title: Conference, source: "https://example.org", on: 2026-11-20}
  scots: {title: Scots day, source: "https://example.org", on: 30 November, countries: [GB-SCT]}
  british: {title: British day, source: "https://example.org", on: 1 December, countries: [GB]}
"""


def named(found: list[Any]) -> list[str]:
    return [o.observance.id for o in found]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-20", ["once", "campaign", "rights", "turn"]),
        ("2026-11-21", ["campaign", "rights", "turn"]),
        ("2026-12-10", ["campaign", "rights", "turn"]),
        ("2026-12-11", ["turn", "campaign", "rights"]),
        ("2027-01-01", ["turn", "campaign", "rights"]),
        ("2027-01-03", ["campaign", "rights", "turn"]),
    ],
)
def test_what_runs_counts_until_its_last_day_and_comes_before_what_is_still_to_begin(today: str, expected: list[str]) -> None:
    assert named(coming(of(DAYS), date.fromisoformat(today))) == expected


def test_a_countrys_day_holds_for_its_nations_and_a_nations_day_only_there() -> None:
    today = date(2026, 11, 28)
    assert {"scots", "british"} <= set(named(coming(of(DAYS), today, "GB-SCT")))
    assert "british" in named(coming(of(DAYS), today, "GB"))
    assert "scots" not in named(coming(of(DAYS), today, "GB"))
    assert "scots" not in named(coming(of(DAYS), today, "GB-ENG"))
    assert not {"scots", "british"} & set(named(coming(of(DAYS), today, "NG")))
    assert not {"scots", "british"} & set(named(coming(of(DAYS), today)))


def test_what_has_been_comes_latest_first_and_a_single_event_stays_past_for_ever() -> None:
    found = past(of(DAYS), date(2027, 1, 3))
    assert named(found) == ["turn", "rights", "campaign", "once"]
    assert "once" in named(past(of(DAYS), date(2031, 1, 1)))
    once = next(day for day in of(DAYS) if day.id == "once")
    assert is_over(once, date(2026, 11, 21))
    assert not is_over(once, date(2026, 11, 20))


def test_an_organisation_adds_changes_and_hides_days(tmp_path: Path) -> None:
    small = HERE / "content_small"
    local = tmp_path / "local"
    local.mkdir()
    (local / "calendar.yaml").write_text(
        "days:\n  our-day: {title: Our day, source: 'https://example.org', on: 4 May}\n  refugees: {on: 21 June}\n"
    )
    (local / "hidden.yaml").write_text("days: [world-social-work-day]\n")
    loaded = load([Folder(small), Folder(local, "local")])
    assert loaded.content is not None, "\n".join(map(str, loaded.problems))
    days = {day.id: day for day in loaded.content.library.days}
    assert [span.first for span in occurrences(days["refugees"].rule, 2027)] == [date(2027, 6, 21)]
    assert days["refugees"].titles["en"] == "World Refugee Day"
    assert "our-day" in days
    assert "world-social-work-day" not in days
    (local / "hidden.yaml").write_text("days: [wrold-social-work-day]\n")
    again = load([Folder(small), Folder(local, "local")]).content
    assert again is not None
    assert [str(p) for p in check_calendar(again, date(2026, 11, 22)) if p.level == "error"] == [
        "local/hidden.yaml:1: there is no day `wrold-social-work-day` — mend the id, see calendar.yaml"
    ]


def test_every_committed_day_has_its_four_languages_one_source_and_a_date_within_each_year() -> None:
    days = of((CONTENT / "calendar.yaml").read_text("utf-8"))
    assert len(days) >= 20
    for day in days:
        assert set(day.titles) == set(day.about) == {"en", "fr", "es", "ar"}, day.id
        assert day.source.startswith("http"), day.id
        assert day.topics, day.id
    for year in range(2026, 2036):
        for today in (date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)):
            assert len(coming(days, today)) >= 20, today
