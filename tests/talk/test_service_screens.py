"""The first screen of services, as people see it: what stands on it, its buttons, and how it reads from right to left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.library.edition import Edition
from bot.library.words import isolated
from bot.services.hours_table import read as hours
from bot.services.model import Contact, Directory, MissingService, Service
from bot.talk.house import House
from bot.talk.render import BUTTON_LENGTH, apart, cut
from bot.talk.session import Session
from tests.library.small import small_edition
from tests.talk.pure import PureDriver
from tests.talk.transcript import Shown

HOUSE = House("Demo organisation", countries=("GB-SCT", "JO"), home_country="GB-SCT", languages=("en", "ar"))
NOWHERE = replace(HOUSE, home_country="")
ALWAYS = hours("24/7")


def line(name: str, shown: str, country: str = "GB", **more: object) -> Service:
    contact = Contact("phone", shown, shown.replace(" ", ""), hours=ALWAYS)
    made = Service(
        id=f"{country.lower()}-{name.lower().replace(' ', '-')}", name=name, country=country, kind="helpline",
        contacts=(contact,), topics=("disclosure",), audience=("anyone",), confidence="high", compiled_on=date(2026, 11, 22),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


OFFICE = line(
    "World Network", "+41 22 555 01 01", "INT", kind="service",
    contacts=(
        Contact("phone", "+41 22 555 01 01", "+41225550101", label={"en": "office"}),
        Contact("web", "https://network.example.org/lines", label={"en": "lines of each country"}),
    ),
)  # fmt: skip
POLICE = line("Police", "999", kind="emergency", topics=("immediate-danger",))
LISTENING, TALKING = line("Listening Line", "0800 555 0101"), line("Talking Line", "0800 555 0102")
EVENING = line("Evening Line", "0800 555 0103")


def driver(*services: Service, house: House = HOUSE, gaps: tuple[MissingService, ...] = ()) -> PureDriver:
    made: Edition = replace(small_edition(), directory=Directory({s.id: s for s in services}, gaps=gaps))
    return PureDriver(made, house, datetime(2026, 11, 26, 10, tzinfo=UTC))


async def says(person: PureDriver, text: str) -> Shown:
    (shown,) = await person.act("says", text)
    return shown


async def test_under_an_emergency_card_each_service_has_one_button_and_the_number_on_the_card_has_none() -> None:
    shown = await says(driver(POLICE, LISTENING, TALKING, EVENING), "he is hitting her right now, which helpline can i phone")
    assert "Danger now" in shown.text
    assert len(set(shown.buttons)) == len(shown.buttons)
    assert "Police" not in shown.buttons
    assert {"Listening Line", "Talking Line", "Evening Line"} <= set(shown.buttons)


async def test_of_a_service_that_is_asked_for_by_name_only_its_own_button_is_there() -> None:
    shown = await says(driver(LISTENING, TALKING, EVENING), "listening line")
    assert "0800 555 0101" in shown.text
    assert not {"Talking Line", "Evening Line"} & set(shown.buttons)


async def test_a_number_of_several_countries_is_shown_for_ours_first_whatever_stands_in_names() -> None:
    abroad = line("Service 5550", "5550", "AE", alternates=("what is 5550",))
    shown = await says(driver(abroad, line("Our Line", "5550"), house=NOWHERE), "what is 5550")
    assert shown.text.index("Our Line") < shown.text.index("Service 5550")


async def test_a_question_for_the_country_isnt_buried_under_what_is_of_no_country() -> None:
    person = driver(OFFICE, LISTENING, house=NOWHERE)
    shown = await says(person, "helpline for a child who told me about abuse")
    assert "Which country" in shown.text
    assert "World Network" not in shown.text
    assert "network.example.org" in (await says(person, "phone number of the world network")).text


async def test_what_is_shown_beside_the_question_for_the_country_can_be_opened() -> None:
    shown = await says(driver(OFFICE, LISTENING, house=NOWHERE), "phone number of the world network")
    assert ("Scotland" in shown.buttons, "World Network" in shown.buttons) == (True, True)


async def test_what_is_of_no_country_leads_to_its_page_not_to_its_office() -> None:
    shown = await says(driver(OFFICE), "phone number of the world network")
    assert "network.example.org/lines" in shown.text
    assert "+41" not in shown.text
    assert "hours not known" not in shown.text


async def test_one_gap_of_a_place_is_named_once() -> None:
    gap = MissingService("Children's Desk Scotland", "GB", ("GB-SCT",), "service", ("disclosure",))
    held_back = line("Children's Desk Scotland", "01382 555 010", area=("GB-SCT",), kind="service", confidence="low")
    text = (await says(driver(LISTENING, held_back, gaps=(gap,)), "phone number of the children's desk scotland")).text
    assert text.count("nobody has checked its number") == 1


# --- buttons


def test_a_long_label_ends_at_a_word_and_not_in_what_leads_on() -> None:
    assert cut("Missing People / Runaway Helpline") == "Missing People…"
    assert cut("Social work (children): Angus") == "Social work (children)…"
    assert cut("Lines for families and workers") == "Lines for families and…"
    assert cut("Exactly twenty-four long") == "Exactly twenty-four long"


def test_labels_that_would_look_alike_keep_what_tells_them_apart() -> None:
    councils = [
        f"Social work (children): {name}" for name in ("Angus", "East Ayrshire", "Argyll and Bute", "Dumfries and Galloway")
    ]
    made = apart(["Numbers", *councils, "Browse"])
    assert made == [
        "Numbers",
        "Social work… Angus",
        "Social… East Ayrshire",
        "Social… Argyll and Bute",
        "Social… Dumfries and…",
        "Browse",
    ]
    assert all(len(label) <= BUTTON_LENGTH for label in made)


def test_the_same_label_twice_stays_as_it_is() -> None:
    assert apart(["Children's Reporter (SCRA)"] * 2) == ["Children's Reporter…"] * 2


# --- from right to left


def test_in_arabic_what_is_put_into_a_sentence_keeps_its_own_direction() -> None:
    assert isolated("ar", {"after": "0800 1111", "what": "110 Helpline", "who": "المشرفة"}) == {
        "after": "\u20680800 1111\u2069", "what": "\u2068110 Helpline\u2069", "who": "المشرفة",
    }  # fmt: skip
    assert isolated("en", {"after": "0800 1111"}) == {"after": "0800 1111"}


async def test_the_name_of_a_gap_is_isolated_in_an_arabic_answer() -> None:
    gap = MissingService("Children's line 116", "GB", (), "helpline", ("disclosure",))
    person = driver(LISTENING, gaps=(gap,))
    person.session = Session(lang="ar")
    assert "\u2068Children's line 116\u2069" in (await says(person, "رقم Children's line 116")).text


async def test_whom_to_call_in_a_country_brings_the_card_of_that_country_where_nobody_said_where_they_are() -> None:
    ambulance = line("Ambulance", "101", "NG", kind="emergency", topics=("immediate-danger",))
    services = (POLICE, ambulance, line("Lagos Line", "0800 555 0164", "NG"))
    question = "he is hitting her right now, which helpline can i phone in nigeria"
    there = await says(driver(*services, house=NOWHERE), question)
    assert ("101" in there.text, "999" in there.text, "0800 555 0164" in there.text) == (True, False, True)
    here = await says(driver(*services), question)  # who is known to be in Scotland dials there
    assert "999" in here.text


async def test_whose_place_nobody_knows_is_told_the_time_there_and_none_of_their_own() -> None:
    day = replace(line("Lagos Line", "0800 555 0164", "NG"), time_zone="Africa/Lagos")
    day = replace(day, contacts=(replace(day.contacts[0], hours=hours("mon-sun 08:00-20:00")),))
    text = (await says(driver(day, house=NOWHERE), "lagos line")).text
    assert ("open until 20:00" in text, "your time" in text) == (True, False)
