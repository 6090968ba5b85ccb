"""Who answers at moments where a wrong answer would do harm: a table (moments.yaml), with the real entries of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.library.load import load
from bot.library.read import Folder
from bot.public_days import public_days_at
from bot.services.finder import Finder
from bot.services.hours import Opening, opening
from bot.services.hours_table import read

HERE = Path(__file__).parent
TABLE = yaml.safe_load((HERE / "moments.yaml").read_text("utf-8"))


def rows() -> Iterator[Any]:
    for group in TABLE:
        for at, lines in group["moments"].items():
            for line, answer in lines.items():
                yield pytest.param(group, at, line, answer, id=f"{group['place']}-{at}-{line}")


@pytest.fixture(scope="module")
def finder() -> Finder:
    content = load([Folder(HERE.parents[1] / "content")]).content
    assert content is not None
    return Finder.of(content.directory, content.places, content.finding)


def spoken(how: Opening, zone: ZoneInfo) -> str:
    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    if how.open is None and how.usually is None:
        return "unknown"
    usually = "usually " if how.open is None else ""
    if how.open or how.usually:
        return f"{usually}open" + (f" until {at(how.closes_at)}" if how.closes_at else "")
    opens = f", {'' if how.certain else 'usually '}opens {at(how.opens_at)}" if how.opens_at else ""
    return f"{usually}closed{opens}"


@pytest.mark.parametrize(("group", "at", "line", "answer"), list(rows()))
def test_it_says_who_answers(finder: Finder, group: dict[str, Any], at: str, line: str, answer: str) -> None:
    zone, wanted = ZoneInfo(group["zone"]), group["lines"][line]
    now = datetime.fromisoformat(at).replace(tzinfo=zone)
    if "entry" in wanted:
        (result,) = finder.standing_of([wanted["entry"]], now)
        assert result.zone in (group["zone"], "")
        contact = result.service.contacts[wanted["contact"] - 1]
        found = next(way.opening for way in result.ways if way.contact is contact)
    else:
        found = opening(read(wanted["hours"]), zone, now, public_days_at(group["in"]))
    assert spoken(found, zone) == answer


def test_every_line_of_the_table_is_asked_for() -> None:
    for group in TABLE:
        asked = {line for lines in group["moments"].values() for line in lines}
        assert asked == group["lines"].keys(), group["place"]
