"""The whole road once: a small book, fitted, loaded, matched, decided."""

from __future__ import annotations

from pathlib import Path

import pytest

import intents
from intents import Aside, Matcher, Phrase, PhraseBook, Question, StaleFit, Urgency, decide, evaluate, explain, fit

BOOK = PhraseBook(
    phrases=(
        *(
            Phrase(text, "neglect", "en")
            for text in ("the child is always hungry", "he comes to school dirty", "nobody washes his clothes")
        ),
        *(
            Phrase(text, "supervision", "en")
            for text in (
                "how often should I meet my supervisor",
                "how long is a supervision session",
                "book supervision",
            )
        ),
        *(Phrase(t, "home-visits", "en") for t in ("nobody opens the door", "what to do on a home visit", "safe to go home")),
        Phrase("what words do I use with a hungry child", "neglect", "en", "say"),
    ),
    titles=(Phrase("What neglect is", "neglect", "en"), Phrase("How often to meet", "supervision", "en")),
    asides=tuple(
        Aside(text, "en", kind)
        for text, kind in (("what is the weather", "far"), ("thanks a lot", "small:thanks"), ("tell me a joke", "far"))
    ),
    part_cues={"en": {"signs": ("what are the signs", "signs"), "say": ("what do I say",)}},
    families=(("neglect", "home-visits"),),
    red_flags={"en": {"suicide": ("she wants to kill herself", "he says he wants to die")}},
    quiet={"en": ("training on suicide prevention",)},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("fit") / "book"
    fit(BOOK, out)
    return out


def test_every_name_of_the_contract_is_there() -> None:
    assert all(hasattr(intents, name) for name in intents.__all__)


def test_a_book_survives_json_and_keeps_its_digest() -> None:
    assert PhraseBook.from_json(BOOK.to_json()).digest() == BOOK.digest()


def test_a_fitted_matcher_ranks_and_decides(folder: Path) -> None:
    matcher = Matcher.load(BOOK, folder)
    match = matcher.match("he is dirty and hungry at school")
    assert match.candidates[0].label == "neglect"
    assert decide(match, matcher.policy, BOOK.families).kind in ("answer", "choose")


def test_a_stale_fit_is_refused(folder: Path) -> None:
    other = PhraseBook(phrases=BOOK.phrases)
    for load in (Matcher.load, Urgency.load):
        with pytest.raises(StaleFit):
            load(other, folder)


def test_an_unfitted_matcher_answers_whole_phrases_and_offers_the_rest() -> None:
    matcher = Matcher.unfitted(BOOK)
    assert decide(matcher.match("Nobody opens the door!"), matcher.policy).kind == "answer"
    assert decide(matcher.match("supervisor meet hungry child"), matcher.policy).kind == "choose"


def test_the_opposite_of_a_phrase_is_not_answered_with_it() -> None:
    matcher = Matcher.unfitted(BOOK)
    assert decide(matcher.match("safe to go home"), matcher.policy).kind == "answer"
    assert decide(matcher.match("not safe to go home"), matcher.policy).kind != "answer"
    assert decide(matcher.match("unsafe to go home"), matcher.policy).kind != "answer"


def test_urgency_hears_a_saying_and_stays_quiet_for_a_course(folder: Path) -> None:
    for ears in (Urgency.unfitted(BOOK), Urgency.load(BOOK, folder)):
        alarm = ears.read("please help, she wants to kill herself")
        assert alarm is not None and alarm.kind == "suicide"
        assert ears.read("training on suicide prevention") is None


def test_a_follow_up_names_the_part() -> None:
    matcher = Matcher.unfitted(BOOK)
    assert matcher.match("and what are the signs?", topic="neglect").follow_up == "signs"
    assert matcher.match("and what are the signs?").follow_up is None


def test_explaining_and_evaluating_work(folder: Path) -> None:
    matcher = Matcher.load(BOOK, folder)
    assert explain(matcher, "the weather in spring").why_not
    report = evaluate(matcher, matcher.policy, [Question("hungry child", "neglect"), Question("weather today", None)])
    assert report.questions == 1 and report.oos == 1
