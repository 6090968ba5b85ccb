"""What holds for every answer of the starter content, whoever asks and wherever they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.library.edition import Edition
from bot.library.richtext import Block, Items, Number, Paragraph, plain
from bot.talk.desk import Desk
from bot.talk.house import House
from bot.talk.messages import Drawn, Origin, Pressed
from bot.talk.read import Reading
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import LIMIT, READING, Signer
from bot.talk.turn import turn

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
SIGNER = Signer((b"a key for tests",))
HOUSE = House("Demo organisation", countries=("NG", "GB-SCT", "JO"))
COUNTRIES = ("", "NG", "JO", "GB-SCT", "GB-ENG", "KE", "CO", "SN", "FR", "US", "SD", "SY", "MM", "BR", "XX")
READ_IN = {"JO": "ar", "SD": "ar", "SY": "ar", "CO": "es", "US": "es", "SN": "fr", "FR": "fr"}
"""The language that each country's screens are looked at in; English elsewhere."""


def press(edition: Edition, data: str, country: str = "", lang: str = "en") -> tuple[Session, Drawn]:
    incoming = Pressed(Origin("memory", "1", "1", "ada", NOW), data, "b1", "p1")
    found = turn(incoming, Reading(lang), Session(lang=lang, country=country), Desk(), edition, HOUSE, SIGNER, NOW)
    assert found.reply is not None
    return found.session, draw(found.reply, edition, HOUSE, SIGNER, "memory:ada", NOW)


def numbers(blocks: tuple[Block, ...]) -> set[str]:
    found = set()
    for block in blocks:
        lines = block.items if isinstance(block, Items) else (block.inlines,) if isinstance(block, Paragraph) else ()
        found |= {inline.shown for line in lines for inline in line if isinstance(inline, Number)}
    return found


def every_screen(edition: Edition, country: str, lang: str = "en") -> list[tuple[str, Drawn]]:
    """The answer of every topic and all that its buttons open, as somebody in that country sees it in that language."""
    screens = []
    for topic in [topic for topic, spoken in edition.library.guidance if spoken == lang]:
        _, drawn = press(edition, f"a:{topic}", country, lang)
        screens.append((topic, drawn))
        for row in drawn.buttons:
            for button in row:
                if button.data.partition(":")[0] in ("p", "more", "num"):
                    screens.append((f"{topic} > {button.text}", press(edition, button.data, country, lang)[1]))
    return screens


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_number_of_another_country_is_on_any_screen(starter: Edition, country: str) -> None:
    own = country.partition("-")[0]
    foreign = {
        contact.shown: service.country
        for service in starter.directory.services.values()
        for contact in service.contacts
        if service.country not in (own, "INT")
    }
    ours = {c.shown for s in starter.directory.services.values() if s.country in (own, "INT") for c in s.contacts}
    if not own:
        return  # nothing is known of the place: then numbers stand beside their country's name
    for where, drawn in every_screen(starter, country, READ_IN.get(country, "en")):
        for voice in drawn.voices:
            strange = {n for n in numbers(voice.blocks) if n in foreign and n not in ours}
            assert not strange, f"{where}: {strange}"


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_every_screen_keeps_the_limits_of_a_phone(starter: Edition, lang: str) -> None:
    for where, drawn in every_screen(starter, "GB-SCT", lang):
        text = "\n\n".join(plain(v.blocks) for v in drawn.voices)
        assert len(text.encode("utf-16-le")) // 2 <= 4096, where
        for row in drawn.buttons:
            assert 1 <= len(row) <= 2, where
            for button in row:
                assert 0 < len(button.text) <= 24, (where, button)
                assert len(button.data.encode()) <= LIMIT, (where, button)


def test_every_answer_on_harm_has_the_danger_button_first_and_no_other_answer_hides_it_below(starter: Edition) -> None:
    for topic, lang in starter.library.guidance:
        _, drawn = press(starter, f"a:{topic}", lang=lang)
        first, danger = drawn.buttons[0][0], starter.words.languages[lang].sentences["button.danger"]
        assert (first.text == danger) == starter.library.is_dangerous(topic), (topic, lang)


def test_every_answer_says_its_source_its_state_and_its_reference(starter: Edition) -> None:
    for (topic, lang), text in starter.library.guidance.items():
        _, drawn = press(starter, f"a:{topic}", lang=lang)
        shown = plain(drawn.voices[-1].blocks)
        draft = starter.words.languages[lang].sentences["state.draft"].format(organisation="Demo organisation")
        assert f"{topic} {text.code}" in shown, (topic, lang)
        assert draft in shown, (topic, lang)
        assert lang != "en" or "Source: " in shown, topic


def test_reading_buttons_work_without_a_session_or_a_key(starter: Edition) -> None:
    other = Signer((b"another installation",))
    for data in ("a:disclosure", "b:", "sos:", "num:NG", "more:neglect", "src:neglect"):
        assert data.partition(":")[0] in READING
        assert other.read(data, "memory:anybody") is not None
        assert press(starter, data)[1].voices


def test_a_button_for_a_topic_that_is_gone_says_so_and_offers_a_way_on(starter: Edition) -> None:
    _, drawn = press(starter, "a:no-such-topic")
    assert "too old" in plain(drawn.voices[0].blocks)
    assert any(b.data.startswith("b:") for row in drawn.buttons for b in row)
