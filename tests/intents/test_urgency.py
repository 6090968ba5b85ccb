from __future__ import annotations

import pytest

from intents import PhraseBook, Urgency


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("she wants to kill herself", "suicide"),
        ("Please help!! She wants to kill HERSELF.", "suicide"),
        ("he is beating her right now what do i do", "hurt-now"),
        ("my dad hits me", "child-self"),
    ],
)
def test_a_red_flag_is_heard(urgency: Urgency, text: str, kind: str) -> None:
    alarm = urgency.read(text)
    assert alarm is not None
    assert alarm.kind == kind
    assert alarm.lang == "en"
    assert 0.5 <= alarm.confidence <= 1


@pytest.mark.parametrize(
    "text", ["training on suicide prevention", "this job is killing me", "what is the policy on hitting children", "", "?!", "🙂"]
)
def test_what_the_book_calls_quiet_stays_quiet(urgency: Urgency, text: str) -> None:
    assert urgency.read(text) is None


def test_an_alarm_explains_itself(urgency: Urgency) -> None:
    alarm = urgency.read("he is beating her right now")
    assert alarm is not None
    assert alarm.why == "saying: he is beating her right now"


def test_danger_is_heard_at_the_end_of_a_long_message(urgency: Urgency) -> None:
    long = "We had a good talk about school and football today. " * 12
    alarm = urgency.read(long + "She says she wants to kill herself tonight.")
    assert alarm is not None
    assert alarm.kind == "suicide"


def test_an_admin_adds_a_saying_and_it_is_heard_without_a_fit(book: PhraseBook) -> None:
    new = "the kettle in the blue kitchen whistles"
    assert Urgency.unfitted(book).read(new) is None
    flags = {"en": {**book.red_flags["en"], "medical": (new,)}}
    alarm = Urgency.unfitted(PhraseBook(red_flags=flags, quiet=book.quiet)).read(f"Hello, {new}!")
    assert alarm is not None
    assert alarm.kind == "medical"


def test_a_language_without_slots_works_from_its_sayings() -> None:
    flags = {"sw": {"hurt-now": ("mtoto anapigwa sasa hivi", "baba anampiga mama sasa")}}
    urgency = Urgency.unfitted(PhraseBook(red_flags=flags, quiet={"sw": ("mafunzo kuhusu usalama",)}))
    assert urgency.read("mtoto anapigwa sasa hivi") is not None
    assert urgency.read("mafunzo kuhusu usalama") is None


def test_a_book_without_red_flags_is_silent() -> None:
    assert Urgency.unfitted(PhraseBook()).read("help") is None
