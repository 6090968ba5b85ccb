"""A drawn message as HTML: what each piece becomes, and that no text can become markup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Letter
from bot.library.richtext import Block, Heading, Items, Link, Number, Paragraph, ServiceMark, Small, SourceMark, Strong, Text
from bot.talk.messages import Drawn, DrawnButton, Voice
from bot.web import pages
from bot.web.assets import Assets
from bot.web.pages import Pages, https, lang_of, tel
from tests.web import samples
from tests.web.dom import Element, every, read
from tests.web.fakes import HOUSE, edition

PAGES = Pages(edition, HOUSE, Assets())
ALLOWED = {"article", "div", "h2", "p", "ul", "ol", "li", "strong", "a", "bdi", "span", "form", "input", "button"}


def shown(drawn: Drawn, letter_id: str = "m1") -> Element:
    """The message as a page shows it."""
    return read(PAGES.letter(Letter(1, letter_id, drawn, datetime(2026, 11, 22, tzinfo=UTC)), "token", 1))


def line(*inlines: object) -> Element:
    return shown(samples.english(Paragraph(inlines)))  # type: ignore[arg-type]


def test_a_number_is_isolated_and_can_be_tapped() -> None:
    html = PAGES.letter(
        Letter(1, "m1", samples.english(Paragraph((Number("+44 800 1111", "+448001111"),))), samples.WHEN), "t", 1
    )
    assert '<bdi dir="ltr"><a href="tel:+448001111"><span>+44 800 1111</span></a></bdi>' in html


def test_a_number_on_a_line_of_its_own_stands_there_without_empty_lines_around_it() -> None:
    (paragraph,) = every(line(Strong("Childline"), Text("\n"), Number("0800 1111", "+448001111"), Text("\nfree")), "p")
    assert paragraph.text == "Childline\n0800 1111\nfree"
    css = (Path(pages.__file__).parent / "static" / "chat.css").read_text("utf-8")
    assert ".msg p, .msg li { white-space: pre-line; }" in css


def test_a_name_keeps_its_own_direction_in_a_text_and_on_a_button() -> None:
    name = "110 Helpline"
    drawn = Drawn((Voice("ar", "rtl", (Paragraph((Strong(name),)),)),), ((DrawnButton(name, "s:jo"),),), "ar")
    html = PAGES.letter(Letter(1, "m1", drawn, samples.WHEN), "t", 1)
    assert f'<strong dir="auto">{name}</strong>' in html
    assert f"<bdi>{name}</bdi></button>" in html


@pytest.mark.parametrize(
    ("dial", "href"),
    [
        ("999", "tel:999"),
        ("+2348001111", "tel:+2348001111"),
        ("*123#", "tel:*123%23"),
        ("", ""),
        ("1", ""),
        ("12a", ""),
        ("javascript:1", ""),
        ("999;ext=1", ""),
        ("٩٩٩", ""),
    ],
)
def test_only_what_can_be_dialled_is_a_link(dial: str, href: str) -> None:
    assert tel(dial) == href
    assert [a.attrs["href"] for a in every(line(Number("shown", dial)), "a")] == [href] * bool(href)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https:// x",
        "https://[",
        "x",
    ],
)
def test_what_is_not_an_https_address_is_only_words(url: str) -> None:
    assert https(url) == ""
    page = line(Link("words", url))
    assert (every(page, "a"), page.text.strip()) == ([], "words")


def test_a_link_tells_the_other_side_nothing() -> None:
    link = every(line(Link("words", "https://example.org/a?b=1&c=2")), "a")[0]
    assert link.attrs == {"href": "https://example.org/a?b=1&c=2", "rel": "noopener noreferrer"}


def test_each_stretch_has_its_own_language_and_direction() -> None:
    page = shown(samples.ARABIC)
    assert every(page, "article")[0].attrs["dir"] == "rtl"
    assert [(d.attrs["lang"], d.attrs["dir"]) for d in every(page, "div") if "lang" in d.attrs] == [("ar", "rtl"), ("en", "ltr")]


def test_a_heading_is_a_heading_and_lists_are_lists() -> None:
    page = shown(
        samples.english(Heading("Title"), Items(((Text("a"),), (Text("b"),)), ordered=True, start=3), Items(((Text("c"),),)))
    )
    assert [h.text for h in every(page, "h2")] == ["Title"]
    assert every(page, "ol")[0].attrs == {"start": "3"}
    assert [li.text for li in every(page, "li")] == ["a", "b", "c"]


def test_the_emergency_card_interrupts_and_its_buttons_do_not() -> None:
    page = shown(samples.CARD)
    alert = every(page, role="alert")[0]
    assert "112" in alert.text
    assert not every(alert, "button")
    assert every(page, "article")[0].attrs["class"] == "msg urgent"
    assert not every(shown(samples.ANSWER), role="alert")


def test_the_way_to_the_card_looks_different_from_other_buttons() -> None:
    marked = [(b.text, b.attrs.get("class")) for b in every(shown(samples.ANSWER), "button")]
    assert marked[:2] == [("Not safe right now", "danger"), ("What to say", None)]
    assert not every(shown(samples.CARD), class_="danger")


def test_marks_are_not_shown() -> None:
    assert line(Text("a"), SourceMark("ng2023"), ServiceMark("x")).text.strip() == "a"


@pytest.mark.parametrize(
    ("tag", "shown_as"), [("en", "en"), ("pt-BR", "pt-BR"), ("", "und"), ('"><script>', "und"), ("x", "und")]
)
def test_a_language_is_a_tag_or_unknown(tag: str, shown_as: str) -> None:
    assert lang_of(tag) == shown_as


MARKS = st.sampled_from(list("<>&\"'`=/ {}%#\u202e\u2066\0\n\r\t;:!-"))
TRICKS = [
    "<script>alert(1)</script>",
    "</article>",
    '" onclick="x',
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
    "<img src=x onerror=x>",
    "<!--",
]
NASTY = st.text(MARKS | st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(TRICKS)
INLINES = st.lists(
    st.one_of(
        st.builds(Text, NASTY),
        st.builds(Strong, NASTY),
        st.builds(Link, NASTY, NASTY.map(lambda t: "https://example.org/" + t) | NASTY),
        st.builds(Number, NASTY, NASTY),
    ),
    max_size=3,
).map(tuple)
BLOCKS = st.one_of(
    st.builds(Paragraph, INLINES),
    st.builds(Small, INLINES),
    st.builds(Heading, NASTY),
    st.builds(Items, st.lists(INLINES, max_size=3).map(tuple), st.booleans(), st.integers(0, 9)),
)
VOICES = st.builds(Voice, NASTY, st.sampled_from(["ltr", "rtl"]), st.lists(BLOCKS, max_size=3).map(tuple))
ROWS = st.lists(st.builds(DrawnButton, NASTY, NASTY), max_size=2).map(tuple)
DRAWN = st.builds(Drawn, st.lists(VOICES, max_size=2).map(tuple), st.lists(ROWS, max_size=2).map(tuple), NASTY, st.booleans())


@settings(max_examples=300, deadline=None)
@given(DRAWN, NASTY)
def test_no_text_becomes_markup(drawn: Drawn, letter_id: str) -> None:
    page = shown(drawn, letter_id)
    elements = every(page)
    assert {e.tag for e in elements} <= ALLOWED
    assert not [name for e in elements for name in e.attrs if name.startswith("on") or name == "style"]
    for link in every(page, "a"):
        assert link.attrs["href"].startswith(("https://example.org/", "tel:")) or https(link.attrs["href"])
    assert len(every(page, "h2")) == sum(isinstance(block, Heading) for voice in drawn.voices for block in voice.blocks)
    assert len(every(page, "button")) == sum(len(row) for row in drawn.buttons)


def test_every_block_of_a_message_is_drawn() -> None:
    blocks: tuple[Block, ...] = (Heading("one"), Paragraph((Text("two"),)), Items(((Text("three"),),)), Small((Text("four"),)))
    assert shown(samples.english(*blocks)).text.split() == ["one", "two", "three", "four"]
