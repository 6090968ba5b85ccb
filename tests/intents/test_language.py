from __future__ import annotations

import pytest

from intents import Matcher, Phrase, PhraseBook


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("my supervisor cancels again", "en"),
        ("mon superviseur annule encore", "fr"),
        ("المشرف ألغى", "ar"),
        ("l'enfant a faim", "fr"),
        ("what do I bring", "en"),
    ],
)
def test_a_language_is_known_by_its_own_phrases(three_languages: PhraseBook, text: str, lang: str) -> None:
    guess = Matcher.unfitted(three_languages).guesser.guess(text)
    assert guess.lang == lang
    assert guess.foreign is None


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("ina so in san yaya zan yi da yaro", "ha"),
        ("Привіт, потрібна допомога її", "uk"),
        ("что делать", "ru"),
        ("እርዳታ", "am"),
        ("帮助", "zh"),
    ],
)
def test_a_language_without_content_is_named(three_languages: PhraseBook, text: str, foreign: str) -> None:
    match = Matcher.unfitted(three_languages).match(text)
    assert match.foreign == foreign


def test_a_choice_beats_a_guess_on_a_short_text(three_languages: PhraseBook) -> None:
    matcher = Matcher.unfitted(three_languages)
    assert matcher.match("ok", lang="fr").lang == "fr"
    assert matcher.match("ok", lang="ar").lang == "ar"


def test_a_whole_sentence_in_another_language_is_answered_in_it(three_languages: PhraseBook) -> None:
    match = Matcher.unfitted(three_languages).match("personne ne lave ses vêtements", lang="en")
    assert (match.lang, match.candidates[0].label) == ("fr", "neglect")


def test_a_fifth_language_needs_nothing_but_phrases() -> None:
    toy = PhraseBook(
        phrases=(
            Phrase("mtoto ana njaa kila siku", "neglect", "sw"),
            Phrase("msimamizi wangu hayupo", "supervision", "sw"),
            Phrase("the child is hungry", "neglect", "en"),
        )
    )
    match = Matcher.unfitted(toy).match("mtoto ana njaa sana")
    assert (match.lang, match.candidates[0].label) == ("sw", "neglect")


def test_words_that_our_own_languages_share_make_no_foreigner(three_languages: PhraseBook) -> None:
    assert Matcher.unfitted(three_languages).guesser.guess("da").foreign == "ha"
    assert Matcher.unfitted(three_languages).guesser.guess("da my supervisor").foreign is None
