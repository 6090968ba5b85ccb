"""/numbers: one message for a country, small enough for the weakest network, offered once and told once how to keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

import pytest

from bot.library.edition import Edition
from bot.library.richtext import Number, plain, words_of
from bot.services.model import Contact, Directory, MissingService, OwnNumber, Service
from bot.talk.desk import Desk
from bot.talk.house import House
from bot.talk.messages import NumbersCard, Origin, Said
from bot.talk.numbers import LIMIT, drawn
from bot.talk.read import read
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn
from tests.library.small import CONTENT, small_content, small_edition
from tests.talk.pure import PureDriver, shown

LANGUAGES = ("en", "fr", "es", "ar")
TODAY = date(2026, 11, 22)
HOUSE = House("Demo organisation", countries=("GB-SCT", "NG", "JO"), languages=LANGUAGES)
ROLES = ("duty-line", "on-call-supervisor", "safeguarding-lead", "data-protection", "security", "staff-support")
NAMES = {"en": "The duty line of the organisation", "ar": "خط المناوبة في المنظمة"}
OWN = tuple(OwnNumber(role, NAMES, "+44 1382 555 0100", "+4413825550100", "24 h") for role in ROLES)


def a_service(id: str, *topics: str, **more: object) -> Service:
    made = Service(
        id=id, name=id, country="GB", kind="helpline", contacts=(Contact("phone", f"0800 {len(id)}"),), audience=("anyone",),
        topics=topics, confidence="high", compiled_on=TODAY,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def committed() -> Edition:
    content = small_content(CONTENT)
    return replace(small_edition(), directory=content.directory, places=content.places, words=content.words)


def of(*services: Service, own: tuple[OwnNumber, ...] = ()) -> Edition:
    return replace(committed(), directory=Directory({s.id: s for s in services}, own))


def card(edition: Edition, country: str, lang: str = "en", keep: str = "") -> str:
    return plain(drawn(NumbersCard(country, keep=keep), edition, HOUSE, lang, TODAY))


def countries() -> list[str]:
    found = {s.country for s in committed().directory.services.values()} - {"INT"}
    return sorted(found | {"GB-SCT", "GB-ENG", "GB-NIR", "US-WA", "BR", "CD"})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("own", [(), OWN], ids=["nothing own", "every role"])
def test_every_countrys_message_is_at_most_1_kb_with_the_marks_around_its_numbers(lang: str, own: tuple[OwnNumber, ...]) -> None:
    edition = replace(committed(), directory=replace(committed().directory, own=own))
    for country in countries():
        for keep in ("", "numbers.pin", "numbers.page", "numbers.print", "numbers.write_down"):
            text = card(edition, country, lang, keep)
            marked = len(text.encode()) + 6 * text.count("\n- ")
            assert marked <= LIMIT, (country, marked, text)


def test_every_number_stands_alone_on_its_line() -> None:
    for country in countries():
        for block in drawn(NumbersCard(country), committed(), HOUSE, "en", TODAY):
            for item in getattr(block, "items", ()):
                numbers = [i.shown for i in item if isinstance(i, Number)]
                assert all(number.strip() in words_of(item).splitlines() for number in numbers), item


def test_no_emergency_number_is_left_out_for_want_of_room() -> None:
    edition = replace(committed(), directory=replace(committed().directory, own=OWN))
    for country in countries():
        wanted = [c.shown for s in edition.directory.emergency(country) for c in s.contacts if c.way == "phone"][:4]
        for lang in LANGUAGES:
            text = card(edition, country, lang, "numbers.pin")
            assert all(f"\n{number}\n" in text for number in wanted), (country, lang)


def test_a_scottish_worker_keeps_emergency_child_domestic_abuse_and_suicide_lines_in_this_order() -> None:
    text = card(committed(), "GB-SCT")
    order = ["999", "0800 1111", "0800 027 1234", "116 123"]
    assert [text.index(f"\n{number}\n") for number in order] == sorted(text.index(f"\n{number}\n") for number in order)
    assert "England" not in text


def test_where_only_some_emergency_numbers_are_checked_the_missing_ones_are_said() -> None:
    known = of(a_service("sos", kind="emergency"))
    gap = MissingService("Police", "GB", kind="emergency")
    partly = replace(known, directory=replace(known.directory, gaps=(gap,)))
    assert "Police or others: I have no checked number." in card(partly, "GB")
    assert "Police or others" not in card(known, "GB")
    assert "Police or others" in card(committed(), "SD")


def test_own_numbers_stand_behind_the_emergency_number() -> None:
    edition = of(
        a_service("emergency", kind="emergency"), a_service("child", "disclosure", "neglect", audience=("child",)), own=OWN
    )
    text = card(edition, "GB")
    assert text.index("Emergency") < text.index("duty line") < text.index("child\n")


def test_where_no_emergency_number_is_checked_that_is_said() -> None:
    text = card(of(a_service("child", "disclosure", "neglect", audience=("child",))), "GB")
    assert "United Kingdom: I have no checked emergency number." in text
    assert "0800 5" in text


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({"confidence": "high"}, "line"),
        ({"confidence": "medium"}, "line · confirm before you rely on it"),
        ({"confidence": "low"}, ""),
        ({"status": "inactive"}, ""),
        ({"compiled_on": date(2025, 1, 1)}, ""),
        ({"area": ("GB-ENG",)}, ""),
        ({"area": ("GB-SCT",)}, "line"),
        ({"country": "NG"}, ""),
        ({"kind": "legal"}, ""),
        ({"contacts": (Contact("web", "https://example.org"),)}, ""),
    ],
)
def test_a_line_is_kept_only_if_it_is_shown_and_holds_there(change: dict[str, object], stands: str) -> None:
    text = card(of(a_service("line", "domestic-abuse", **change)), "GB-SCT")
    assert (f"- {stands}\n0800 4" in text) if stands else "0800 4" not in text


def test_of_a_country_without_its_nation_a_line_of_one_nation_says_which() -> None:
    text = card(of(a_service("line", "domestic-abuse", area=("GB-SCT",))), "GB")
    assert "line · Scotland\n0800 4" in text


@pytest.mark.parametrize("country", ["", "GB-SCT"])
def test_the_page_to_print_asks_for_nothing_to_be_typed(country: str) -> None:
    assert "Type its name" not in card(committed(), country, keep="numbers.print")
    assert "Type its name" in card(committed(), country)


def test_an_emergency_number_is_kept_with_its_doubt() -> None:
    text = card(of(a_service("sos", kind="emergency", confidence="low", compiled_on=date(2020, 1, 1))), "GB")
    assert "Emergency · not certain\n0800 3" in text


def a_turn(session: Session, channel: str = "telegram", said: str = "/numbers", storing: bool = True) -> tuple[Session, str]:
    house = replace(HOUSE, home_country="GB-SCT")
    edition = replace(small_edition(), directory=committed().directory, places=committed().places)
    origin = Origin(channel, "1", "7", "7", datetime(2026, 11, 26, 10, tzinfo=UTC))
    incoming = Said(origin, said, "m1")
    reading = read(incoming, (), session, edition, house)
    signer = Signer((b"a key for tests",))
    found = turn(incoming, reading, session, Desk(storing=storing), edition, house, signer, origin.at)
    assert found.reply is not None
    return found.session, shown(draw(found.reply, edition, house, signer, f"{channel}:7", origin.at), False).text


@pytest.mark.parametrize(
    ("channel", "how"),
    [("telegram", "then Pin"), ("web", "open /numbers?country=GB-SCT on this site"), ("terminal", "write them down")],
)
def test_how_to_keep_it_is_told_once_and_as_the_channel_can(channel: str, how: str) -> None:
    session, text = a_turn(Session(), channel)
    assert how in text
    again, text = a_turn(session, channel)
    assert "without a network" not in text
    assert again.told_to_keep


def test_the_first_answer_offers_the_numbers_in_one_line_and_no_other_does() -> None:
    session, text = a_turn(Session(), said="purpose of supervision")
    assert text.count("no network") == 1
    assert session.numbers_offered
    assert "no network" not in a_turn(session, said="purpose of supervision")[1]


def test_who_has_seen_the_numbers_isn_t_offered_them() -> None:
    session, _ = a_turn(Session())
    assert "no network" not in a_turn(session, said="purpose of supervision")[1]


def test_nothing_is_offered_below_the_emergency_card_or_while_nothing_can_be_kept() -> None:
    assert "no network" not in a_turn(Session(), said="purpose of supervision", storing=False)[1]
    _, text = a_turn(Session(), said="he has a knife and is hitting her now")
    assert "Danger now" in text
    assert "no network" not in text


async def test_another_country_is_a_tap_or_a_word_away() -> None:
    on = PureDriver(committed(), HOUSE, datetime(2026, 11, 26, 10, tzinfo=UTC))
    (found,) = await on.act("says", "/numbers")
    assert found.buttons == ("Scotland", "Nigeria", "Jordan")
    (found,) = await on.act("presses", "Jordan")
    assert "Numbers for Jordan" in found.text
    (found,) = await on.act("says", "Nigeria")
    assert "112" in found.text


def for_you(country: str, audience: str) -> str:
    return plain(drawn(NumbersCard(country, audience), committed(), HOUSE, "en", TODAY))


@pytest.mark.parametrize(
    ("country", "audience", "first", "not_there"),
    [
        ("GB-SCT", "child-self", "Childline: 0800 1111", "Wales"),
        ("GB-SCT", "survivor-self", "Scotland's Domestic Abuse and Forced Marriage Helpline: 0800 027 1234", "0808 2000 247"),
        ("GB-ENG", "survivor-self", "National Domestic Abuse Helpline (Refuge): 0808 2000 247", "0800 027 1234"),
        ("US", "survivor-self", "National Domestic Violence Hotline", "988"),
        ("JO", "child-self", "110 Helpline for Families and Children", "0800"),
    ],
)
def test_who_writes_about_themselves_gets_the_line_for_them_that_holds_where_they_are(
    country: str, audience: str, first: str, not_there: str
) -> None:
    text = for_you(country, audience)
    assert first in text.splitlines()[0]
    assert not_there not in text
