"""The gazetteer: what lies in what, at which time, and that a town's name can't be taken for another word."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.library.load_services import gazetteer
from bot.library.overlay import Layers, gather
from bot.library.read import Folder, Problem
from bot.library.schema_finding import FindingFile, finding
from bot.library.schema_services import ServicesFile
from bot.library.shapes import Shapes
from bot.services.enquiry import Reader
from bot.services.model import Directory
from bot.services.places import Gazetteer, Place
from bot.services.wording import Finding
from intents.text import fold

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("en", "fr", "es", "ar")

PLACES = Gazetteer(
    {
        "GB": Place("GB", time_zone="Europe/London"),
        "GB-SCT": Place("GB-SCT", within="GB"),
        "GB-DND": Place("GB-DND", within="GB-SCT"),
        "GB-WLS": Place("GB-WLS", within="GB"),
        "CA": Place("CA"),
        "CA-AB": Place("CA-AB", within="CA", time_zone="America/Edmonton"),
    }
)


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """The YAML files of the committed content, each fitted to its shape when it is asked for."""
    problems: list[Problem] = []
    layers = gather([Folder(CONTENT)], problems)
    wanted = ("places", "services", "finding")
    return Shapes(Layers({key: node for key, node in layers.yaml.items() if key[0] in wanted}), problems)


@lru_cache(maxsize=1)
def committed() -> Gazetteer:
    return gazetteer(shapes())


@lru_cache(maxsize=1)
def words() -> dict[str, Finding]:
    return {lang: finding(lang, file) for lang, file in shapes().each("finding", FindingFile).items()}


def spellings(place: Place) -> list[str]:
    return [spelling for town in place.towns for spelling in town]


# --- what lies in what --------------------------------------------------------------------------------------------------


def test_a_council_lies_in_its_nation_and_its_country() -> None:
    assert list(PLACES.chain("GB-DND")) == ["GB-DND", "GB-SCT", "GB"]


def test_a_region_that_nobody_wrote_down_lies_in_its_country() -> None:
    assert list(PLACES.chain("CA-ON")) == ["CA-ON", "CA"]


def test_areas_that_lie_in_each_other_come_to_an_end() -> None:
    round_and_round = Gazetteer({"GB-A": Place("GB-A", within="GB-B"), "GB-B": Place("GB-B", within="GB-A")})
    assert list(round_and_round.chain("GB-A")) == ["GB-A", "GB-B"]


def test_what_holds_in_a_nation_holds_in_its_councils_and_not_next_door() -> None:
    assert PLACES.covers("GB-SCT", "GB-DND")
    assert PLACES.covers("GB", "GB-DND")
    assert not PLACES.covers("GB-DND", "GB-SCT")
    assert not PLACES.covers("GB-WLS", "GB-DND")


def test_a_place_keeps_the_time_of_the_smallest_area_that_has_one() -> None:
    assert PLACES.zone("GB-DND") == "Europe/London"
    assert PLACES.zone("CA-AB") == "America/Edmonton"
    assert PLACES.zone("CA") == ""


# --- the committed gazetteer --------------------------------------------------------------------------------------------


def test_every_country_with_services_has_an_entry_and_every_area_is_known() -> None:
    places = committed().places
    listed = set()
    for country, file in shapes().each("services", ServicesFile).items():
        listed |= {country.upper()} - {"INT"}
        listed |= {area for service in file.services.values() for area in service.area}
        listed |= {area for gap in file.gaps for area in gap.area}
    assert not listed - places.keys()
    assert not [code for code in listed if "-" not in code and not (places[code].towns or places[code].also)]


def test_all_32_councils_have_towns_that_people_name() -> None:
    councils = [p for p in committed().places.values() if p.within == "GB-SCT"]
    assert len(councils) == 32
    assert not [p.code for p in councils if len(p.towns) < 8]


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("GB-DND", "Europe/London"), ("IE", "Europe/Dublin"), ("JO", "Asia/Amman"), ("PS", "Asia/Gaza"),
        ("IQ-KR", "Asia/Baghdad"), ("IN", "Asia/Kolkata"), ("NP", "Asia/Kathmandu"), ("IR", "Asia/Tehran"),
        ("AF", "Asia/Kabul"), ("MM", "Asia/Yangon"),
        ("UA", "Europe/Kyiv"), ("MA", "Africa/Casablanca"), ("ES", "Europe/Madrid"), ("ES-CN", "Atlantic/Canary"),
        ("NZ-CIT", "Pacific/Chatham"), ("CD-NK", "Africa/Lubumbashi"), ("CD-KN", "Africa/Kinshasa"),
        ("MX-BCN", "America/Tijuana"), ("US-AZ", "America/Phoenix"), ("AU-WA", "Australia/Perth"),
        ("AU-QLD", "Australia/Brisbane"), ("CA-SK", "America/Regina"),
        ("US", ""), ("CA", ""), ("MX", ""), ("AU", ""), ("BR", ""), ("RU", ""), ("CD", ""), ("ID", ""),
        ("MX-CHH", ""), ("US-TN", ""),
    ],
)  # fmt: skip
def test_the_time_at_a_place_is_known_or_left_open(code: str, zone: str) -> None:
    assert committed().zone(code) == zone


def test_every_time_zone_is_one() -> None:
    assert [ZoneInfo(p.time_zone).key for p in committed().places.values() if p.time_zone]


@pytest.mark.parametrize(
    ("spelling", "codes"),
    [
        ("Dundee", {"GB-DND"}), ("Glesga", {"GB-GLG"}), ("Easterhouse", {"GB-GLG"}), ("Edinborough", {"GB-EDH"}),
        ("غزة", {"PS"}), ("gaza city", {"PS"}), ("الخرطوم", {"SD"}), ("Jartum", {"SD"}), ("مراكش", {"MA"}),
        ("Kurdistan", {"IQ-KR"}), ("كردستان", {"IQ-KR"}), ("DRC", {"CD"}), ("naija", {"NG"}), ("Ivory Coast", {"CI"}),
        ("الضفة", {"PS"}), ("Zaatari", {"JO"}), ("Cox's Bazar", {"BD"}), ("Bidi Bidi", {"UG"}), ("Kakuma", {"KE"}),
        ("Perth", {"GB-PKN", "AU-WA"}), ("Tripoli", {"LB", "LY"}), ("طرابلس", {"LB", "LY"}), ("Cartagena", {"CO", "ES"}),
        ("Bangor", {"GB-WLS", "GB-NIR"}), ("عمان", {"JO", "OM"}), ("Mérida", {"MX-YUC", "ES", "VE"}), ("CDMX", {"MX-CMX"}),
    ],
)  # fmt: skip
def test_what_people_type_is_the_place_or_all_that_it_could_be(spelling: str, codes: set[str]) -> None:
    found = defaultdict(set)
    for place in committed().places.values():
        for name in (*place.names.values(), *place.also, *spellings(place)):
            found[fold(name)].add(place.code)
    assert found[fold(spelling)] == codes


def test_a_town_has_three_letters_or_more() -> None:
    short = [(p.code, s) for p in committed().places.values() for s in spellings(p) if len(fold(s).replace(" ", "")) < 3]
    assert not short


@pytest.mark.parametrize(
    "word",
    ["nice", "reading", "bath", "sale", "split", "mobile", "lima", "para", "sal", "of", "tours", "tema", "same", "جدة", "جنين"],
)
def test_an_everyday_word_is_no_town(word: str) -> None:
    assert not [p.code for p in committed().places.values() for s in (*p.also, *spellings(p)) if fold(s) == fold(word)]


def test_a_town_is_no_word_by_which_people_ask() -> None:
    said = {fold(word) for found in words().values() for listed in found.words.values() for word in listed}
    assert not [(p.code, s) for p in committed().places.values() for s in spellings(p) if fold(s) in said]


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader.of(Directory(), committed(), words())


@pytest.mark.parametrize(
    "text",
    [
        "kindly assist, is there a helpline for a hungry child", "who can i call to settle this",
        "qui appeler mardi, aussi la nuit", "numéro pour une réunion avec les policiers",
        "a quién llamo, la señora del barrio usa drogas", "línea para mañana",
        "رقم لطفل فاقد السند", "مدير المدرسة بكره على مين اتصل",
    ],
)  # fmt: skip
def test_an_everyday_word_that_looks_like_a_town_names_no_place(text: str) -> None:
    assert reader().read(text).places == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("who do i ring in edinborough", "GB-EDH"), ("number for kids in kirkaldy", "GB-FIF"), ("helpline in niarobi", "KE"),
        ("numéro pour enfants à Tunis", "TN"), ("línea para menores en Medelin", "CO"), ("على مين اتصل بغزة", "PS"),
        ("رقم الطوارئ بتونس", "TN"),
    ],
)  # fmt: skip
def test_a_town_is_found_with_a_slip_too(text: str, place: str) -> None:
    assert reader().read(text).places == (place,)


def test_nobody_needs_to_repeat_capitals_or_accents() -> None:
    twice = []
    for place in committed().places.values():
        for town in place.towns:
            folded = [fold(s) for s in town]
            twice += [(place.code, town[0]) for s in folded if folded.count(s) > 1]
    assert not twice


# --- the words of asking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_asks_in_forty_ways_or_more(lang: str) -> None:
    assert len(words()[lang].words["asks"]) >= 40


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_audience_and_language_of_a_service_can_be_asked_for(lang: str) -> None:
    files = shapes().each("services", ServicesFile).values()
    services = [service for file in files for service in file.services.values()]
    found = words()[lang]
    assert not {topic for s in services for topic in s.topics} - found.of("topic").keys()
    assert not {a for s in services for a in s.audience} - found.of("audience").keys() - {"anyone"}
    assert (
        not {spoken for s in services for c in s.contacts for spoken in c.languages or s.languages} - found.of("languages").keys()
    )
    assert not {s.kind for s in services} - found.of("kind").keys()
    assert not {c.way for s in services for c in s.contacts} - found.of("way").keys() - {"web"}
