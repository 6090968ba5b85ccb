"""Drawn messages as text and entities: Telegram's limits hold, and nothing that was written becomes markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram_keyboard import keyboard
from bot.channels.telegram_letters import LRI, LRM, PDI, RLI, RLM, clean, size
from bot.channels.telegram_text import Part, write
from bot.library.richtext import Block, Heading, Inline, Items, Link, Number, Paragraph, Small, Strong, Text
from bot.talk.messages import Drawn, DrawnButton, Voice
from tests.doubles.telegram_bot import a_drawn
from tests.doubles.telegram_rules import check_entities, check_keyboard, check_text, covered

Drawable = Text | Strong | Link | Number
MARKS = re.compile(f"[{LRI}{RLI}\u2068{PDI}{LRM}{RLM}•\\s]")


def words(text: str) -> str:
    """A text without blanks, bullets and invisible marks: what may not differ between a tree and its messages."""
    return MARKS.sub("", text)


def shown(inlines: Sequence[Inline]) -> str:
    said = [inline.shown if isinstance(inline, Number) else inline.text for inline in inlines if isinstance(inline, Drawable)]
    return "".join(clean(text) for text in said)


def source(drawn: Drawn) -> str:
    """All words of a tree, one after another."""
    said = ""
    for block in (block for voice in drawn.voices for block in voice.blocks):
        match block:
            case Heading(text):
                said += clean(text)
            case Paragraph(inlines) | Small(inlines):
                said += shown(inlines)
            case Items(items):
                said += "".join(map(shown, items))
    return said


def styled(part: Part, kind: str) -> list[str]:
    return [covered(part.text, entity.offset, entity.length) for entity in part.entities if entity.type == kind]


def only(drawn: Drawn) -> Part:
    (part,) = write(drawn)
    return part


# --- what is drawn how ---


def test_headings_and_strong_words_are_bold_and_the_last_line_is_small() -> None:
    part = only(
        a_drawn(
            Heading("A child tells you"), Paragraph((Text("Say "), Strong("nothing"), Text("."))), Small((Text("draft · ref 7"),))
        )
    )
    assert part.text == "A child tells you\n\nSay nothing.\n\ndraft · ref 7"
    assert styled(part, "bold") == ["A child tells you", "nothing"]
    assert styled(part, "italic") == ["draft · ref 7"]


def test_lists_have_bullets_or_their_numbers() -> None:
    part = only(a_drawn(Items(((Text("one"),), (Text("two"),))), Items(((Text("five"),), (Text("six"),)), ordered=True, start=5)))
    assert part.text == "• one\n• two\n\n5. five\n6. six"


def test_a_number_is_isolated_and_a_tap_copies_it_without_the_isolate() -> None:
    part = only(a_drawn(Paragraph((Text("Call "), Number("0800 1111", "08001111"), Text(" now.")))))
    assert part.text == f"Call {LRI}0800 1111{PDI} now."
    assert styled(part, "code") == ["0800 1111"]


def test_a_number_that_cannot_be_dialled_is_only_isolated() -> None:
    part = only(a_drawn(Paragraph((Number("text HOME to 741", ""),))))
    assert part.text == f"{LRI}text HOME to 741{PDI}"
    assert part.entities == ()


def test_offsets_count_utf16_units_after_emoji_and_arabic() -> None:
    part = only(a_drawn(Paragraph((Text("👩‍👧 طفل 🇳🇬 "), Strong("bold 😀 words"), Text(" x "), Link("here", "https://a.org/b")))))
    assert styled(part, "bold") == ["bold 😀 words"]
    assert styled(part, "text_link") == ["here"]
    assert part.entities[-1].url == "https://a.org/b"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "tg://user?id=1", "http://plain.org", "https://a b.org", "data:text/html,x", "https://x.org/\u202e"],
)
def test_only_https_addresses_become_links(url: str) -> None:
    part = only(a_drawn(Paragraph((Text("See "), Link("this page", url)))))
    assert part.text == "See this page"
    assert part.entities == ()


def test_nothing_to_say_gives_no_message() -> None:
    assert write(a_drawn(Paragraph((Text("  \n "),)), Items(((Text(" "),),)), Heading(""))) == []


# --- both directions ---


def test_an_arabic_message_starts_each_line_from_the_right() -> None:
    part = only(
        a_drawn(
            Paragraph((Text("اتصل الآن"),)), Paragraph((Text("UNICEF هنا"),)), Items(((Text("واحد"),),), ordered=True), lang="ar"
        )
    )
    assert part.text.split("\n\n") == ["اتصل الآن", f"{RLM}UNICEF هنا", "1. واحد"]


def test_a_latin_name_in_an_arabic_line_keeps_its_order() -> None:
    part = only(
        a_drawn(
            Paragraph((Text("اتصل بـ "), Strong("Childline (UK)"), Text(" على "), Number("0800 1111", "08001111"))), lang="ar"
        )
    )
    assert part.text == f"اتصل بـ {LRI}Childline (UK){PDI} على {LRI}0800 1111{PDI}"
    assert styled(part, "bold") == ["Childline (UK)"]


def test_a_stretch_of_the_other_direction_is_isolated_line_by_line() -> None:
    voices = (Voice("en", "ltr", (Paragraph((Text("In Arabic:"),)),)), Voice("ar", "rtl", (Paragraph((Text("سطر\nسطر 2"),)),)))
    assert only(Drawn(voices, lang="en")).text == f"In Arabic:\n\n{RLM}{RLI}سطر{PDI}\n{RLM}{RLI}سطر 2{PDI}"


def test_a_plain_english_message_holds_no_invisible_characters() -> None:
    assert all(c.isprintable() or c == "\n" for c in only(a_drawn(Heading("Title"), "Some words, 2 of 3.")).text)


def test_an_isolate_that_somebody_left_open_does_not_swallow_the_rest() -> None:
    assert only(a_drawn(f"{RLI}left open", "next")).text == "left open\n\nnext"


# --- splitting ---


def test_a_list_is_parted_between_items() -> None:
    items = Items(tuple((Text(f"item {n} " + "word " * 150),) for n in range(12)))
    parts = write(a_drawn("Before", items))
    assert len(parts) > 1
    assert all(line.startswith("• item") for part in parts for line in part.text.split("\n") if line and line != "Before")


def test_a_heading_is_not_left_alone_at_the_end_of_a_message() -> None:
    parts = write(a_drawn("x " * 2000, Heading("What to say"), "y " * 1000))
    assert [part.text.startswith("What to say") for part in parts] == [False, True]


def test_a_long_paragraph_is_cut_between_words() -> None:
    parts = write(a_drawn("abcdefghi " * 1000))
    assert len(parts) == 3
    assert all(set(part.text.split(" ")) == {"abcdefghi"} for part in parts)


@pytest.mark.parametrize("letter", ["👩‍👩‍👧‍👦", "🇳🇬", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👍🏽", "é́", "क्षि", "한", "각"])
def test_no_letter_is_cut_in_two(letter: str) -> None:
    letter = unicodedata.normalize("NFC", letter)
    times = 6000 // size(letter)
    for shift in range(3):
        parts = write(a_drawn("x" * shift + letter * times))
        assert len(parts) > 1
        assert "".join(part.text for part in parts) == "x" * shift + letter * times
        assert all(part.text.lstrip("x").startswith(letter) and part.text.endswith(letter) for part in parts)


def test_a_link_moves_whole_into_the_next_message() -> None:
    link = Link("the whole of this address", "https://a.org")
    for before in range(4060, 4100, 3):
        parts = write(a_drawn(Paragraph((Text("x" * (before - 1) + " "), link))))
        assert [found for part in parts for found in styled(part, "text_link")] == [link.text]


# --- properties ---

_odd = "*_`[]()<>&|~#+-=.!@/\\\u202e\u2066\u2067\u2069\u200d\u200f\u0301😀👩‍👧\nطفل कि 각 tg://user?id=1 javascript: \t\r\x00"
_text = st.one_of(st.text(max_size=60), st.text(alphabet=_odd, max_size=40), st.integers(100, 500).map("word and ".__mul__))
_inline = st.one_of(
    st.builds(Text, _text),
    st.builds(Strong, _text),
    st.builds(Link, _text, st.sampled_from(["https://a.org", "tg://user?id=1", "javascript:x", "https://b.org/?q=1"])),
    st.builds(Number, st.text("0123456789 ()٠١", max_size=16), st.sampled_from(["", "+2348000", "112"])),
)
_inlines = st.lists(_inline, max_size=6).map(tuple)
_block: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, _text),
    st.builds(Paragraph, _inlines),
    st.builds(Small, _inlines),
    st.builds(Items, st.lists(_inlines, max_size=8).map(tuple)),
)
_voice = st.builds(
    lambda rtl, blocks: Voice("ar" if rtl else "en", "rtl" if rtl else "ltr", blocks),
    st.booleans(),
    st.lists(_block, max_size=9).map(tuple),
)
_buttons = st.lists(
    st.lists(
        st.builds(DrawnButton, st.text("abc ", min_size=1, max_size=24).map(lambda t: "x" + t), st.just("say:x")),
        min_size=1,
        max_size=5,
    ).map(tuple),
    max_size=5,
).map(tuple)
_drawn = st.builds(Drawn, st.lists(_voice, max_size=3).map(tuple), _buttons, st.sampled_from(["en", "ar"]), st.booleans())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_drawn)
def test_whatever_is_drawn_telegram_takes_it_as_it_is(drawn: Drawn) -> None:
    complaints: list[str] = []
    parts = write(drawn)
    for part in parts:
        check_text(part.text, complaints)
        entities = [entity.to_dict() for entity in part.entities]
        check_entities(part.text, entities, complaints)
        assert {entity.type for entity in part.entities} <= {"bold", "italic", "code", "text_link"}
        assert all(entity.url is None or entity.url.startswith("https://") for entity in part.entities)
        assert part.text.count(LRI) + part.text.count(RLI) + part.text.count("\u2068") == part.text.count(PDI)
    assert complaints == []
    markup = keyboard(drawn)
    check_keyboard(markup.to_dict() if markup else None)
    assert words("".join(part.text for part in parts)) == words(source(drawn))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab 😀é́\n", min_size=1), st.integers(1, 6))
def test_a_text_of_any_length_comes_out_whole(seed: str, thousands: int) -> None:
    text = (seed * (thousands * 1000 // len(seed) + 1)).strip()
    parts = write(a_drawn(text))
    assert words("".join(part.text for part in parts)) == words(clean(text))
    assert all(size(part.text) <= 4096 for part in parts)


# --- buttons ---


def rows(drawn: Drawn) -> list[list[str]]:
    markup = keyboard(drawn)
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def test_long_labels_get_rows_of_their_own_so_that_a_phone_shows_them_whole() -> None:
    drawn = a_drawn("x", buttons=[["Not safe right now!!", "Numbers"], ["Yes", "No"], ["One", "Two", "Three", "Four"]])
    assert rows(drawn) == [["Not safe right now!!"], ["Numbers"], ["Yes", "No"], ["One", "Two", "Three", "Four"]]


def test_numbers_can_be_copied_as_they_are_dialled() -> None:
    drawn = a_drawn(Paragraph((Number("٩٩٩", "999"), Text(", "), Number("0800 027 1234", "+448000271234"))), buttons=[["More"]])
    markup = keyboard(drawn)
    assert markup is not None
    copied = [button.copy_text.text for row in markup.inline_keyboard for button in row if button.copy_text]
    assert copied == ["999", "+448000271234"]
    assert rows(drawn)[0] == ["More"]


def test_on_the_emergency_card_the_numbers_come_first() -> None:
    drawn = a_drawn(Paragraph((Number("999", "999"),)), buttons=[["Somewhere else?"]], assertive=True)
    assert rows(drawn) == [[f"{LRI}999{PDI}"], ["Somewhere else?"]]


def test_a_long_list_of_numbers_has_no_copying_buttons() -> None:
    assert rows(a_drawn(*(Paragraph((Number(str(n), str(n)),)) for n in range(100, 106)))) == []
