"""Send it on: what a family gets, in their language, and what it must not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

import pytest

from bot.library.edition import Edition
from bot.services.hours import UNKNOWN
from bot.services.hours_table import read as hours
from bot.services.model import Contact, Directory, Service
from bot.talk.forward import in_groups
from bot.talk.house import House
from bot.talk.messages import Origin, Press, Pressed
from bot.talk.timetable import in_words
from bot.talk.tokens import LIMIT, Signer
from tests.library.small import CONTENT, small_content, small_edition
from tests.talk.pure import PureDriver
from tests.talk.transcript import Shown

LANGUAGES = ("en", "fr", "es", "ar")
TODAY = date(2026, 11, 22)
HOUSE = House("Demo organisation", countries=("GB-SCT", "JO"), home_country="GB-SCT", languages=LANGUAGES)

LINE = Service(
    id="gb-line", name="Family Line", country="GB", kind="helpline", confidence="high", compiled_on=TODAY,
    contacts=(
        Contact("web", "https://line.example.org"),
        Contact("phone", "0800 5550 100", "+448005550100", hours=hours("mon-thu 09:00-17:00; fri 09:00-02:00"), free=True),
        Contact("phone", "+44 20 5550 1000", "+442055501000", {"en": "from abroad"}, UNKNOWN),
    ),
    description={
        "en": "Listens to parents who are hit at home.", "fr": "Écoute les parents frappés chez eux.",
        "es": "Escucha a madres y padres que sufren golpes.", "ar": "يصغي إلى من يُضرب في البيت.",
    },
)  # fmt: skip
SERVICES = (
    LINE,
    replace(LINE, id="gb-unsure", confidence="medium"),
    replace(LINE, id="gb-old", confidence="low"),
    replace(LINE, id="gb-unlisted", contacts=(replace(LINE.contacts[1], on_bill=False),)),
    replace(LINE, id="gb-page", contacts=LINE.contacts[:1]),
    replace(LINE, id="gb-day", name="Day Desk", shown_with=("gb-night",), contacts=(Contact("phone", "0141 555 0101"),)),
    replace(LINE, id="gb-night", name="Night Desk", shown_with=("gb-day",), contacts=(Contact("phone", "0141 555 0102"),)),
    Service(
        id="gb-danger", name="Police and ambulance", country="GB", kind="emergency", confidence="high", compiled_on=TODAY,
        contacts=(Contact("phone", "999", "999", {"en": "police"}, hours("24/7"), note={"en": "Can't speak: press 55."}),),
    ),
)  # fmt: skip


def edition() -> Edition:
    return replace(small_edition(), directory=Directory({s.id: s for s in SERVICES}))


def driver(house: House = HOUSE, own: Edition | None = None) -> PureDriver:
    return PureDriver(own or edition(), house, datetime(2026, 11, 26, 10, tzinfo=UTC))


def press(on: PureDriver, verb: str, *args: str) -> Shown:
    """A button by what it carries; it stands under a message that is on the screen already."""
    on.updates += 1
    data = on.signer.write(Press(verb, args), "memory:ada")
    (found,) = on._take(Pressed(Origin("memory", str(on.updates), "1", "ada", on.now), data, f"b{len(on.screen) - 1}", "p"))
    return found


async def sent_on(service: str, *presses: str, house: House = HOUSE) -> Shown:
    on = driver(house)
    found = press(on, "fwd", service)
    for one in presses:
        (found,) = await on.act("presses", one)
    return found


async def test_it_asks_once_whether_somebody_else_looks_at_the_phone() -> None:
    found = await sent_on("gb-line")
    assert found.text == "Does somebody else look at their phone?"
    assert found.buttons == ("No", "Maybe")


async def test_what_isn_t_confirmed_is_to_be_rung_first() -> None:
    assert "Ring it yourself" in (await sent_on("gb-unsure")).text


async def test_the_text_says_name_number_hours_cost_and_what_it_is_for_and_nothing_else() -> None:
    found = await sent_on("gb-line", "No", "English")
    assert found.text == (
        "Family Line\n0800 5550 100\nMonday to Thursday 09:00 to 17:00; Friday 09:00 to 02:00 · free\n\n"
        "Listens to parents who are hit at home."
    )
    assert not found.buttons
    assert not found.amended


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("français", ["du lundi au jeudi de 09:00 à 17:00 ; vendredi de 09:00 à 02:00 · gratuit", "Écoute les parents"]),
        ("español", ["de lunes a jueves de 09:00 a 17:00; viernes de 09:00 a 02:00 · gratuito", "Escucha a madres"]),
        ("العربية", ["من الاثنين إلى الخميس من 09:00 إلى 17:00؛ الجمعة من 09:00 إلى 02:00 · مجاني", "يصغي إلى من"]),
    ],
)
async def test_the_text_is_in_the_familys_language(language: str, words: list[str]) -> None:
    on = driver()
    press(on, "fwd", "gb-line")
    (choice,) = await on.act("presses", "No")
    assert "copy it" in choice.text
    (found,) = await on.act("presses", next(b for b in choice.buttons if b.casefold() == language.casefold()))
    for want in words:
        assert want in found.text, found.text
    assert "Listens" not in found.text


async def test_with_one_language_only_it_isn_t_asked_for() -> None:
    found = await sent_on("gb-line", "No", house=replace(HOUSE, languages=("en",)))
    assert found.text.startswith("Family Line\n0800 5550 100")


async def test_lines_that_belong_together_are_passed_on_together() -> None:
    found = await sent_on("gb-day", "No", "English")
    assert "Day Desk\n0141 555 0101" in found.text
    assert "Night Desk\n0141 555 0102" in found.text
    assert "hours not known" in found.text


async def test_for_a_phone_that_is_looked_at_the_number_is_said_aloud_and_its_traces_are_told() -> None:
    found = await sent_on("gb-line", "Maybe")
    assert "0 8 0 0  5 5 5 0  1 0 0" in found.text
    assert "list of calls" in found.text
    assert "on the bill" in found.text
    assert found.amended


async def test_a_call_that_its_page_says_is_not_on_the_bill_has_no_warning_of_the_bill() -> None:
    found = await sent_on("gb-unlisted", "Maybe")
    assert "on the bill" not in found.text
    assert "list of calls" in found.text


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("English", "Community office"),
        ("Français", "Bureau du quartier"),
        ("Español", "Oficina del barrio"),
        ("العربية", "مكتب الحي"),
    ],
)
async def test_in_writing_it_has_a_name_that_says_nothing_and_only_the_number(language: str, name: str) -> None:
    found = await sent_on("gb-line", "Maybe", language)
    assert found.text == f"{name}\n0800 5550 100"


async def test_an_emergency_number_is_never_disguised() -> None:
    asked = await sent_on("gb-danger", "Maybe")
    assert "never hidden under another name" in asked.text
    found = await sent_on("gb-danger", "Maybe", "English")
    assert found.text == "Emergency\npolice\n999\nEvery day, day and night · Can't speak: press 55."
    on = driver()
    assert "Community office" not in press(on, "fwdin", "gb-danger", "yes", "en").text


async def test_what_has_no_number_is_told_in_person_if_the_phone_is_looked_at() -> None:
    found = await sent_on("gb-page", "Maybe")
    assert "in person" in found.text
    assert not found.buttons
    assert "line.example.org" in (await sent_on("gb-page", "No", "English")).text


@pytest.mark.parametrize("service", ["gb-old", "gb-nothing", ""])
@pytest.mark.parametrize("verb", [("fwd",), ("fwdto", "no"), ("fwdto", "yes"), ("fwdin", "no", "en"), ("fwdin", "yes", "en")])
async def test_what_is_not_shown_any_more_is_not_passed_on(service: str, verb: tuple[str, ...]) -> None:
    found = press(driver(), verb[0], service, *verb[1:])
    assert found.text.startswith("This service isn't shown any more")


async def test_it_is_drawn_as_it_stands_when_it_is_sent() -> None:
    on = driver()
    gone = replace(edition(), directory=Directory({}))
    press(on, "fwd", "gb-line")
    on.edition = gone
    (found,) = await on.act("presses", "No")
    assert "Family Line" not in found.text


@pytest.mark.parametrize(
    "args", [("fwdto", "gb-line", "perhaps"), ("fwdin", "gb-line", "no", "xx"), ("fwdin", "gb-line", "if", "en")]
)
async def test_a_button_that_was_never_given_passes_nothing_on(args: tuple[str, ...]) -> None:
    assert "0800" not in press(driver(), *args).text


@pytest.mark.parametrize(
    ("shown", "dial", "said"),
    [
        ("0800 1111", "+448001111", "0 8 0 0  1 1 1 1"),
        ("+33 1 99 00 12 34", "+33199001234", "+3 3  1  9 9  0 0  1 2  3 4"),
        ("116111", "116111", "1 1 6  1 1 1"),
        ("0800555010", "0800555010", "0 8  0 0 5  5 5 0  1 0"),
        ("08005550100", "08005550100", "0 8 0  0 5 5  5 0 1  0 0"),
        ("999", "999", "9 9 9"),
        ("800-555-SAFE (7233)", "8005557233", "8 0  0 5 5  5 7 2  3 3"),
    ],
)
def test_a_number_is_read_out_in_groups(shown: str, dial: str, said: str) -> None:
    assert in_groups(Contact("phone", shown, dial)) == said


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("24/7", "Every day, day and night"),
        ("mon-sun 09:00-21:00", "Every day 09:00 to 21:00"),
        ("sun-thu 08:00-16:00", "Sunday to Thursday 08:00 to 16:00"),
        ("mon-fri 09:00-12:00, 13:00-17:00", "Monday to Friday 09:00 to 12:00, 13:00 to 17:00"),
        ("sat, sun 24h", "Saturday and Sunday 24 hours"),
        ("wed 18:00-24:00; holidays closed", "Wednesday 18:00 to 24:00; not on public holidays"),
        ("mon 00:00-33:00; holidays 24h", "Monday 00:00 to 09:00 the next day; public holidays 24 hours"),
        ("", ""),
    ],
)
def test_hours_are_said_in_words(table: str, said: str) -> None:
    assert in_words(hours(table), "en", small_edition().words) == said


@lru_cache(maxsize=1)
def committed() -> Edition:
    content = small_content(CONTENT)
    return replace(small_edition(), directory=content.directory, places=content.places, words=content.words)


def test_every_service_that_is_shown_can_be_sent_on_in_every_language_and_on_every_phone() -> None:
    on = driver(own=committed())
    signer = Signer((b"a key for tests",))
    for service in committed().directory.services.values():
        assert len(signer.write(Press("fwdin", (service.id, "yes", "en")), "memory:ada").encode()) <= LIMIT
        if press(on, "fwd", service.id).text.startswith("This service isn't shown"):
            continue
        for lang in LANGUAGES:
            plainly = press(on, "fwdin", service.id, "no", lang).text
            assert (on.edition.words.say(lang, "numbers.emergency") if service.kind == "emergency" else service.name) in plainly
            assert "Demo organisation" not in plainly
            if "Or in writing" in press(on, "fwdto", service.id, "yes").text:
                neutral = press(on, "fwdin", service.id, "yes", lang).text
                assert len(neutral.splitlines()) == 2, neutral
