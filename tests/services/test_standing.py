"""The directory ages in public: what is shown, with which doubt, and what is withdrawn by itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.services.model import Directory, Service
from bot.services.standing import Standing, standing, to_be_looked_at

TODAY = date(2026, 11, 22)
ROWS = yaml.safe_load((Path(__file__).parent / "standing.yaml").read_text("utf-8"))


def service(name: str, row: dict[str, Any] | None = None, shown_with: tuple[str, ...] = ()) -> Service:
    row = row or {"is": "high", "seen": 0}
    return Service(
        id=name,
        name=name,
        country="GB",
        kind=row.get("kind", "helpline"),
        contacts=(),
        confidence=row["is"],
        compiled_on=TODAY - timedelta(days=row["seen"]) if "seen" in row else None,
        assured_date=TODAY - timedelta(days=row["assured"]) if "assured" in row else None,
        assurer="safeguarding lead" if "assured" in row and "nobody" not in row else "",
        status="inactive" if row.get("gone") else "active",
        shown_with=shown_with,
    )


def directory(*services: Service) -> Directory:
    return Directory({s.id: s for s in services})


def spoken(how: Standing) -> str:
    marks = [name for name in ("confirm", "old", "assured") if getattr(how, name)]
    return ", ".join(["shown" if how.shown else f"not shown: {how.why}", *marks])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ", ".join(f"{k} {v}" for k, v in row.items() if k != "then"))
def test_an_entry_stands_as_its_age_and_its_proof_allow(row: dict[str, Any]) -> None:
    one = service("a", row)
    assert spoken(standing(one, directory(one), TODAY)) == row["then"]


@pytest.mark.parametrize(
    ("row", "since"),
    [
        ({"is": "high", "seen": 3, "assured": 9}, date(2026, 11, 13)),
        ({"is": "high", "seen": 3}, date(2026, 11, 19)),
        ({"is": "high"}, None),
    ],
)
def test_the_day_it_was_assured_counts_before_the_day_it_was_read(row: dict[str, Any], since: date | None) -> None:
    one = service("a", row)
    assert standing(one, directory(one), TODAY).since == since


GONE = {"is": "high", "seen": 0, "gone": True}


def pair(day: dict[str, Any] | None, night: dict[str, Any] | None) -> list[str]:
    both = directory(service("day", day, ("night",)), service("night", night, ("day",)))
    return [standing(s, both, TODAY).why for s in both.services.values()]


def test_a_pair_is_shown_together() -> None:
    assert pair(None, None) == ["", ""]


@pytest.mark.parametrize(
    ("night", "why"), [(GONE, "inactive"), ({"is": "low", "seen": 0}, "unsure"), ({"is": "high", "seen": 361}, "too-old")]
)
def test_of_a_pair_neither_is_shown_without_the_other(night: dict[str, Any], why: str) -> None:
    assert pair(None, night) == ["pair", why]
    assert pair(night, None) == [why, "pair"]


def test_of_three_that_belong_together_none_is_shown_without_the_others() -> None:
    three = directory(service("a", None, ("b",)), service("b", None, ("a", "c")), service("c", GONE, ("b",)))
    assert [standing(s, three, TODAY).why for s in three.services.values()] == ["pair", "pair", "inactive"]


def test_an_entry_whose_other_line_is_hidden_is_not_shown() -> None:
    one = service("day", None, ("night",))
    assert standing(one, directory(one), TODAY).why == "pair"


def test_an_emergency_number_is_shown_without_its_other_line() -> None:
    emergency = service("a", {"kind": "emergency", "is": "high", "seen": 0}, ("b",))
    assert standing(emergency, directory(emergency, service("b", GONE, ("a",))), TODAY).shown


def test_admins_see_the_withdrawn_first_and_then_the_old() -> None:
    rows = {"fresh": 3, "ageing": 200, "ancient": 400}
    listed = directory(*(service(name, {"is": "high", "seen": days}) for name, days in rows.items()))
    assert [s.id for s, _ in to_be_looked_at(listed, TODAY)] == ["ancient", "ageing"]
