"""The committed services: each emergency number is the one that was seen for its country."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.library.load import load
from bot.library.load_services import dialled
from bot.library.read import Folder
from bot.services.model import Directory

ROOT = Path(__file__).parents[2]

# Country: numbers, in the order of the card (surest entry first). Written down a second time on purpose: a number that is changed
# in content/services by mistake must not go out unnoticed. Change both.
EMERGENCY = {
    "AE": "999 | 998 | 997",
    "BD": "999",
    "BF": "17 | 18",
    "BH": "999",
    "BI": "117 | 112",
    "CA": "911",
    "CM": "117 | 118 | 113",
    "CO": "123",
    "DE": "112 | 110",
    "DJ": "17 | 18",
    "DZ": "17 | 1548 | 1055 | 14",
    "EE": "112",
    "EG": "122 | 123 | 180",
    "ES": "112",
    "ET": "939 | 991",
    "FR": "112 | 15 | 17 | 18 | 114",
    "GB": "999",
    "GH": "112 | 191 | 192 | 193",
    "GR": "112",
    "GT": "110 | 122 | 123 | 119",
    "IE": "999 | 112",
    "IN": "112",
    "IQ": "911 | 104 | 122 | 115",
    "IR": "110 | 115 | 125 | 112",
    "JO": "911",
    "KE": "999 | 112 | 911 | 0800 722 203",
    "KW": "112",
    "LB": "112 | 140 | 125",
    "MA": "19 | 177 | 15",
    "MM": "191 | 199",
    "MW": "997 | 990",
    "MX": "911",
    "NE": "17 | 18 | 15",
    "NG": "112",
    "PK": "1122 | 15 | 16",
    "PS": "101 | 100 | 102",
    "SA": "911 | 999 | 997 | 998",
    "SD": "999",
    "SY": "110 | 112 | 113",
    "TH": "191 | 1669 | 199",
    "TJ": "112 | 93 880 28 19 | 102 | 103 | 101",
    "TN": "197 | 190 | 198 | 193",
    "TR": "112",
    "TZ": "112 | 111 | 114",
    "UA": "102 | 103 | 101 | 112",
    "UG": "999 | 112",
    "US": "911",
    "ZA": "10111 | 10177",
}

COMPILED = yaml.safe_load((Path(__file__).parent / "emergency_compiled.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def directory() -> Directory:
    content = load([Folder(ROOT / "content")]).content
    assert content is not None
    return content.directory


@pytest.mark.parametrize(("country", "numbers"), EMERGENCY.items())
def test_a_country_has_its_emergency_numbers(directory: Directory, country: str, numbers: str) -> None:
    found = [c.shown for s in directory.emergency(country) for c in s.contacts if c.way in ("phone", "text")]
    assert " | ".join(found) == numbers


@pytest.mark.parametrize("name", COMPILED)
def test_an_emergency_entry_has_the_numbers_that_were_compiled(directory: Directory, name: str) -> None:
    wanted, service = COMPILED[name], directory.services[name]
    assert (service.country, service.kind, service.status) == (wanted["country"], "emergency", "active")
    calls = [c for c in service.contacts if c.way in ("phone", "text")]
    assert [c.shown for c in calls] == wanted["numbers"]
    assert [c.dial for c in calls if c.shown.isdecimal()] == [n for n in wanted["numbers"] if n.isdecimal()]
    assert service.confidence == wanted["confidence"]


def test_all_of_the_compiled_emergency_entries_are_there() -> None:
    assert len(COMPILED) == 51


def test_no_other_country_claims_to_have_one(directory: Directory) -> None:
    assert {s.country for s in directory.services.values() if s.kind == "emergency"} == EMERGENCY.keys()


def test_a_nation_has_the_numbers_of_its_country(directory: Directory) -> None:
    assert directory.emergency("GB-SCT") == directory.emergency("GB")


def test_the_silent_way_to_999_is_told(directory: Directory) -> None:
    assert "999, then press 55" in directory.emergency("GB")[0].contacts[0].note["en"]


def test_every_entry_was_seen_somewhere_and_verified_by_nobody(directory: Directory) -> None:
    for service in directory.services.values():
        assert service.seen_on, service.id
        assert service.compiled_on, service.id
        assert service.assured_date is None, service.id
        assert not service.assurer, service.id


def test_doubts_are_kept(directory: Directory) -> None:
    for service in directory.services.values():
        if service.kind == "emergency" and service.confidence == "low":
            assert service.notes, service.id


@pytest.mark.parametrize(
    ("shown", "dial"),
    [
        ("999", "999"),
        ("0800 1111", "08001111"),
        ("+44 20 7946 0000", "+442079460000"),
        ("116-123", "116123"),
        ("1", ""),
        ("ask us", ""),
    ],
)
def test_a_number_is_dialled_as_its_digits(shown: str, dial: str) -> None:
    assert dialled(shown) == dial
