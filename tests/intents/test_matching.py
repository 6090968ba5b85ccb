from __future__ import annotations

import pytest

from intents import Matcher, Phrase, PhraseBook, decide
from intents.spelling import Speller


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Nobody opens the door!", "exact"),
        ("how often to meet", "exact"),
        ("the door nobody opens", "alias"),
        ("hello, could you please tell me what counts as neglect", "alias"),
        ("nobody opnes the doorr", "typo"),
        ("the supervisor and the dirty kid", "bm25"),
        ("xyzzy", "nothing"),
    ],
)
def test_the_tier_says_what_an_answer_rests_on(plain: Matcher, text: str, tier: str) -> None:
    assert plain.match(text).tier == tier


@pytest.mark.parametrize(
    "text", ["not safe to go home", "is it not safe to go home", "is it unsafe to go home", "it isn't safe to go home"]
)
def test_the_opposite_of_a_phrase_is_never_answered_with_it(matcher: Matcher, plain: Matcher, text: str) -> None:
    assert decide(plain.match("is it safe to go home"), plain.policy).kind == "answer"
    for either in (matcher, plain):
        assert decide(either.match(text), either.policy).kind != "answer"


def test_a_known_word_is_not_taken_for_a_slip_of_another() -> None:
    book = PhraseBook(phrases=(Phrase("the boy can now go", "a", "en"), Phrase("is he not here", "b", "en")))
    assert Matcher.unfitted(book).match("the boy can not go").tier not in ("exact", "alias", "typo")


def test_typos_are_mended_towards_the_book() -> None:
    speller = Speller.of({"supervisor": 3, "hungry": 2, "door": 1, "poor": 5})
    assert speller.word("supervisr") == "supervisor"
    assert speller.word("suprevisro") == "supervisor"
    assert speller.word("hungri") == "hungry"
    assert speller.word("dooor") == "door"
    assert speller.word("dor") == "door"
    assert speller.word("do") == "do"
    assert speller.word("42nd") == "42nd"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the kid is starving", "neglect"),
        ("suprevisor meetings cancelled agian", "supervision"),
        ("preparing for a family visit", "home-visits"),
        ("she told me what her father does", "disclosure"),
        ("warmth and nappies", "neglect"),
    ],
)
def test_unseen_wording_finds_its_label(matcher: Matcher, text: str, label: str) -> None:
    assert matcher.match(text).candidates[0].label == label


def test_confidence_falls_in_order_and_stays_between_nought_and_one(matcher: Matcher) -> None:
    confidences = [c.confidence for c in matcher.match("a dirty child at home").candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= c <= 1 for c in confidences)


def test_a_contrary_phrase_is_not_answered_with_its_label(matcher: Matcher) -> None:
    labels = [c.label for c in matcher.match("how do I record what a child told me?").candidates]
    assert "disclosure" not in labels


def test_a_phrase_of_two_labels_is_offered_as_a_choice() -> None:
    book = PhraseBook(phrases=tuple(Phrase("who do I tell", label, "en") for label in ("a", "b")))
    verdict = decide(Matcher.unfitted(book).match("who do i tell"), Matcher.unfitted(book).policy)
    assert verdict.kind == "choose"
    assert {c.label for c in verdict.choices} == {"a", "b"}


def test_a_phrase_of_a_part_leads_to_the_part(plain: Matcher) -> None:
    assert plain.match("what words do I use with a hungry child").candidates[0].part == "say"
    assert plain.match("what are the signs of hungry children").candidates[0].part == "signs"


def test_small_talk_and_gaps_are_named(matcher: Matcher) -> None:
    assert decide(matcher.match("Thanks a lot!"), matcher.policy).kind == "small_talk"
    gap = decide(matcher.match("foster care allowance"), matcher.policy)
    assert (gap.kind, gap.label) == ("gap", "fostering")


@pytest.mark.parametrize("text", ["and what are the signs?", "how would I notice", "signs"])
def test_a_bare_question_for_a_part_is_a_follow_up_only_while_something_is_read(matcher: Matcher, text: str) -> None:
    assert matcher.match(text, topic="neglect").follow_up == "signs"
    assert matcher.match(text).follow_up is None


def test_a_question_with_a_subject_of_its_own_is_no_follow_up(matcher: Matcher) -> None:
    assert matcher.match("my supervisor cancels all our meetings", topic="neglect").follow_up is None


def test_earlier_messages_tip_the_scale_but_are_no_cage(matcher: Matcher) -> None:
    burst = matcher.match("what do I do", earlier=["hi", "the child is hungry and dirty"])
    assert burst.candidates[0].label == "neglect"
    assert matcher.match("nobody opens the door", earlier=["the child is hungry"]).candidates[0].label == "home-visits"


def test_two_questions_in_one_message_are_both_seen(plain: Matcher) -> None:
    match = plain.match("Nobody opens the door. How long is a supervision session?")
    assert {match.candidates[0].label, *match.also} == {"home-visits", "supervision"}


def test_why_a_match_came_about_is_kept(plain: Matcher) -> None:
    match = plain.match("nobody opens the door")
    assert (match.phrase, match.phrase_label) == ("nobody opens the door", "home-visits")


def test_an_empty_book_matches_nothing() -> None:
    match = Matcher.unfitted(PhraseBook()).match("anything")
    assert match.candidates == ()
    assert match.tier == "nothing"
