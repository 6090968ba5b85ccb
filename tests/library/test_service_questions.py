"""Held-out questions for services, asked as `practiceline services` asks: the right one is found, or rightly refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from bot.library.edition import Edition
from bot.library.read import bare, read_yaml
from bot.talk.house import House
from bot.talk.services_once import Sought, services_once

FILE = Path(__file__).parents[1] / "questions" / "services.yaml"
FIRST = 3
GOAL = 0.92  # of all questions: right service or right refusal
HOUSE = House("Example Trust", languages=("en", "fr", "es", "ar"))


@dataclass(frozen=True)
class Row:
    """A question with what is right (see the head of the file), and what was found."""

    asked: dict[str, Any]
    results: tuple[dict[str, Any], ...]

    @property
    def right(self) -> bool:
        first = {r["id"]: r for r in self.results[:FIRST]}
        if "refuse" in self.asked:
            return not self.strangers and not any(fnmatch(i, w) for i in first for w in self.asked.get("wrong", ()))
        found = [first[i] for i in self.asked["expect"] if i in first]
        if "open" in self.asked:
            said = [r["open"] for r in found]
            return any(said) if self.asked["open"] == "true" else bool(found) and not all(said)
        return bool(found)

    @property
    def strangers(self) -> list[str]:
        """Services of a country that the question isn't about; if none is known, a number may be told of every country."""
        if self.asked["why"] == "number" and not self.asked["country"]:
            return []
        about = [self.asked["refuse"]] if "refuse" in self.asked else [i.partition("-")[0].upper() for i in self.asked["expect"]]
        known = {code.partition("-")[0] for code in (*about, self.asked["country"], "INT")}
        return [r["id"] for r in self.results if r["country"] not in known]


@pytest.fixture(scope="module")
def rows(starter: Edition) -> tuple[Row, ...]:
    return tuple(_rows(starter))


def _rows(edition: Edition) -> Iterator[Row]:
    node = read_yaml(FILE.read_text("utf-8"), FILE.name, [])
    assert node is not None
    for asked in bare(node)["rows"]:
        sought = Sought(asked["q"], "", asked["country"], "", datetime.fromisoformat(asked["at"]))
        yield Row(asked, tuple(services_once(sought, edition, HOUSE)["results"]))


def test_the_right_service_is_among_the_first_three_or_rightly_refused(rows: tuple[Row, ...]) -> None:
    by: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        by[row.asked["lang"]].append(row.right)
        by[f"{row.asked['why']}"].append(row.right)
    print()
    for name, found in by.items():
        print(f"{name}: {sum(found)} of {len(found)}")
    share = sum(row.right for row in rows) / len(rows)
    print(f"right service or right refusal: {100 * share:.1f}% of {len(rows)}")
    assert share >= GOAL


def test_no_number_of_another_country_is_ever_shown(rows: tuple[Row, ...]) -> None:
    assert [(row.asked["q"], row.strangers) for row in rows if row.strangers] == []


def test_danger_worded_as_a_question_for_a_number_gets_the_emergency_number_first(rows: tuple[Row, ...]) -> None:
    late = [r.asked["q"] for r in rows if r.asked.get("urgent") and r.results and r.results[0]["kind"] != "emergency"]
    print(f"urgent ones without the emergency number first: {len(late)}")
    assert len(late) <= 2, late
