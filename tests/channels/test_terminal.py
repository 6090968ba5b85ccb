"""The chat in a terminal: what is drawn, which button a number means, and a whole talk without a keyboard."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.channels.base import Letter, Outgoing, Sent
from bot.channels.mailbox import PullChannel
from bot.channels.terminal import Choice, TerminalChat, choices_of, chosen, clean, drawn, keyboard
from bot.library.richtext import Link, Number, Paragraph, Text
from bot.talk.messages import Attachment, Document, Drawn, DrawnButton, File, Joined, Pressed, Said, Voice
from tests.web import samples
from tests.web.fakes import FakeBot, FixedClock, edition


def on_screen(message: Drawn, width: int = 80, colours: bool = False) -> str:
    """What a terminal of that width shows."""
    paper = io.StringIO()
    console = Console(
        file=paper, width=width, force_terminal=colours, color_system="standard" if colours else None, legacy_windows=False
    )
    console.print(drawn(message))
    return paper.getvalue()


def choices(count: int) -> Sequence[Choice]:
    return [Choice(DrawnButton(f"button {n}", f"a:{n}"), "m1") for n in range(1, count + 1)]


class Typing:
    """Somebody who types these lines and then leaves."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.prompts = list(lines), list[str]()

    async def __call__(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        return self.lines.pop(0) if self.lines else None


@dataclass
class Talk:
    bot: FakeBot
    screen: str


async def talk(*lines: str, bot: FakeBot | None = None) -> Talk:
    """A whole conversation: what arrived, and what was shown."""
    bot, paper = bot or FakeBot(), io.StringIO()
    console = Console(file=paper, width=80, force_terminal=False)
    await TerminalChat(bot, bot, lambda: edition().words, FixedClock(), console).run(Typing(*lines))
    return Talk(bot, paper.getvalue())


def test_a_message_is_drawn_with_its_buttons_numbered() -> None:
    lines = [line.rstrip() for line in on_screen(samples.ANSWER).splitlines()]
    assert lines[0] == "A child tells you about abuse"
    assert "1. Listen; let the child use their own words." in lines
    assert "   1 ! Not safe right now" in lines
    assert "   2 What to say" in lines
    assert "   6 Not what I asked" in lines


def test_the_emergency_card_stands_in_a_frame_that_colour_is_not_needed_for() -> None:
    plain = on_screen(samples.CARD)
    assert "! ! !" in plain
    assert "999 · United Kingdom" in plain
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in on_screen(samples.CARD, colours=True)


def test_right_to_left_text_stands_on_the_right_with_its_tag_and_isolated_numbers() -> None:
    lines = on_screen(samples.ARABIC, width=60).splitlines()
    assert lines[0].rstrip() == "[ar ←]"
    assert lines[1].startswith(" " * 20)
    assert any("\u2066+44 800 1111\u2069" in line for line in lines)
    assert "[en]" in [line.strip() for line in lines]


def test_a_link_shows_its_address() -> None:
    assert (
        on_screen(samples.english(Paragraph((Link("words", "https://example.org"), Text("."))))).strip()
        == "words <https://example.org>."
    )


@pytest.mark.parametrize("line", ["0", "4", "999", "112", "x", "", "-1", "1.", "1 2", "²", "1x"])
def test_what_is_not_the_number_of_a_button_is_words(line: str) -> None:
    assert chosen(line, choices(3)) is None


@pytest.mark.parametrize(("line", "text"), [("1", "button 1"), (" 3 ", "button 3"), ("٢", "button 2"), ("03", "button 3")])
def test_a_number_is_the_button_that_stands_there(line: str, text: str) -> None:
    found = chosen(line, choices(3))
    assert found is not None
    assert found.button.text == text


def test_999_is_a_call_for_help_however_many_buttons_there_are() -> None:
    assert chosen("999", choices(1000)) is None


def test_buttons_of_several_messages_are_counted_through() -> None:
    letters = [Letter(n, f"m{n}", samples.CARD, samples.WHEN) for n in (1, 2)]
    assert [(c.button.text, c.message_id) for c in choices_of(letters)][2:4] == [
        ("Not an emergency", "m1"),
        ("Nigeria", "m2"),
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.integers(20, 100))
def test_nothing_that_is_shown_steers_the_terminal(text: str, width: int) -> None:
    message = Drawn(
        (Voice("en", "ltr", (Paragraph((Text(text), Number(text, ""), Link(text, text))),)),), ((DrawnButton(text, "b:"),),)
    )
    shown = on_screen(message, width)
    assert not [c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]


def test_marks_of_the_drawing_library_are_only_words() -> None:
    message = samples.english(Paragraph((Text("[bold]not bold[/bold] :smile:"),)))
    assert on_screen(message).strip() == "[bold]not bold[/bold] :smile:"
    assert clean("a\x1b[2Jb\x00c\nd\x9b") == "a[2Jbc\nd"


async def test_a_talk_begins_with_the_start_message_and_ends_with_the_input() -> None:
    told = await talk()
    assert [type(one) for one in told.bot.taken] == [Joined]
    assert "Ask in your own words" in told.screen


async def test_a_question_is_answered_and_a_button_pressed_by_its_number() -> None:
    told = await talk("uncle hits him", "2")
    said, pressed = told.bot.taken[1:]
    assert isinstance(said, Said)
    assert isinstance(pressed, Pressed)
    assert (said.text, pressed.data, pressed.message_id) == ("uncle hits him", "p:disclosure:say:", "m2")
    assert "A child tells you about abuse: sources" in told.screen


async def test_an_answer_without_buttons_leaves_the_ones_above_in_force() -> None:
    told = await talk("uncle", "2", "3")
    assert told.bot.pressed == ["p:disclosure:say:", "p:disclosure:record:"]


async def test_each_line_is_a_message_of_its_own() -> None:
    told = await talk("same", "same")
    origins = [one.origin for one in told.bot.taken]
    assert told.bot.said == ["same", "same"]
    assert {origin.channel for origin in origins} == {"terminal"}
    assert len({origin.update_id for origin in origins}) == 3


@pytest.mark.parametrize("leave", ["/quit", "/exit", " /quit "])
async def test_who_leaves_has_left(leave: str) -> None:
    assert (await talk(leave, "not read")).bot.said == []


async def test_empty_lines_are_nothing() -> None:
    assert (await talk("", "   ")).bot.said == []


async def test_an_answer_that_takes_long_does_not_hold_the_prompt_for_ever() -> None:
    bot = FakeBot(held=True, patience=0)
    told = await talk("uncle", bot=bot)
    assert "No answer yet" in told.screen


async def test_a_second_message_of_one_answer_is_shown_too() -> None:
    bot = FakeBot(answer=lambda one: [samples.NOT_KNOWN, samples.ANSWER] if isinstance(one, Said) else [samples.START])
    told = await talk("uncle", bot=bot)
    assert "I don't have an answer" in told.screen
    assert "2 ! Not safe right now" in told.screen


async def test_the_keyboard_is_read_beside_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["typed", EOFError()])

    def typed(prompt: str) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("builtins.input", typed)
    assert await asyncio.gather(keyboard("> "), asyncio.sleep(0, "beside")) == ["typed", "beside"]
    assert await keyboard("> ") is None


async def test_a_channel_that_people_fetch_from_sends_nothing() -> None:
    channel = PullChannel("web")
    assert (channel.name, channel.pull) == ("web", True)
    assert await channel.send(Outgoing("chat", samples.ANSWER, amends="m2")) == Sent("m2")
    assert await channel.send(Outgoing("chat", samples.ANSWER)) == Sent("")
    assert await channel.delete("chat", "m2") is False
    await channel.answer_press("p1", "heard")


async def test_a_file_is_named_and_written_out_when_asked_for() -> None:
    file = File("check-in.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nSUMMARY:Check-in\r\nEND:VCALENDAR\r\n")
    attachment = Attachment("Calendar file", file.name, file.media, Document("ics", ("x",)))
    bot = FakeBot(answer=lambda _: [Drawn(samples.NOT_KNOWN.voices, files=(attachment,))], made={file.name: file})
    told = await talk("/file 1", bot=bot)
    assert "Calendar file: check-in.ics. Type /file 1 to read it here." in told.screen
    assert "SUMMARY:Check-in" in told.screen
    bot.made.clear()
    assert "isn't there any more" in (await talk("/file", bot=bot)).screen


async def test_a_picture_is_not_written_out() -> None:
    attachment = Attachment("Picture of the link", "invitation.png", "image/png", Document("qr", ("x",)))
    bot = FakeBot(answer=lambda _: [Drawn(samples.NOT_KNOWN.voices, files=(attachment,))])
    told = await talk("/file 1", bot=bot)
    assert "to be seen on a phone or in the web chat" in told.screen
    assert "isn't there any more" in told.screen
