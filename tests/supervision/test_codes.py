"""The two words of a series: made by the bot, the same for the same series, told apart by ear, and found again in a sentence."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import pytest

from bot.library.load import load
from bot.library.read import Folder
from bot.library.schema_codes import FEWEST
from bot.privacy import given as names
from bot.privacy.redact import find
from bot.supervision.codes import Codes, code_of, named
from bot.supervision.wording_words import fold
from tests.library.small import CONTENT

LANGS = ("en", "fr", "es", "ar")
FEW = Codes("en", ("amber", "copper"), ("river", "kettle"))


@lru_cache(maxsize=1)
def words() -> dict[str, Codes]:
    content = load([Folder(CONTENT)]).content
    assert content is not None
    return dict(content.codes)


@pytest.mark.parametrize("lang", LANGS)
def test_each_language_has_words_enough_and_none_of_them_is_a_name(lang: str) -> None:
    known = {*names.GIVEN, *names.GIVEN_ARABIC, *names.SOFT, *names.SURNAME, *names.SURNAME_ARABIC}
    both = (*words()[lang].first, *words()[lang].second)
    assert min(len(words()[lang].first), len(words()[lang].second)) >= FEWEST
    assert not [word for word in both if fold(word)[0] in known]


@pytest.mark.parametrize("lang", LANGS)
def test_no_code_looks_like_somebodys_details(lang: str) -> None:
    made = [code_of(words()[lang], f"s{n}") for n in range(400)]
    assert not [code for code in made if find(code)]


@pytest.mark.parametrize("lang", LANGS)
def test_codes_are_spread_over_all_words(lang: str) -> None:
    made = [code_of(words()[lang], f"s{n}") for n in range(2000)]
    assert max(Counter(made).values()) <= 4
    assert len({code.split()[0] for code in made}) == len(words()[lang].first)


def test_the_same_series_has_the_same_code_and_no_code_that_is_taken() -> None:
    assert code_of(FEW, "s1") == code_of(FEW, "s1")
    taken: list[str] = []
    for n in range(4):
        taken.append(code_of(FEW, "s1", taken))
        assert not n or len(set(taken)) == n + 1
    assert sorted(taken) == ["amber kettle", "amber river", "copper kettle", "copper river"]
    assert not code_of(FEW, "s1", taken)


def test_a_second_series_shares_no_word_with_the_first() -> None:
    for n in range(200):
        one = code_of(words()["en"], f"a{n}")
        other = code_of(words()["en"], f"b{n}", [one, "copper lantern"])
        assert not set(other.split()) & {*one.split(), "copper", "lantern"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("move amber river to Friday", "amber river"),
        ("Amber-River tomorrow?", "amber river"),
        ("pausa ámbar río", "ámbar río"),
        ("pausa ambar rio", "ámbar río"),
        ("velvet lantren on monday", "velvet lantern"),
        ("أجل فانوس قطن إلى الجمعة", "فانوس قطن"),
        ("موعد لفانوس قطن غدا", "فانوس قطن"),
        ("the amber-coloured river", ""),
        ("river amber", ""),
        ("amber, river", ""),
        ("ember river", ""),
        ("amber", ""),
        ("", ""),
    ],
)
def test_a_code_is_found_in_a_sentence_as_people_type_it(text: str, code: str) -> None:
    found = named(text, ["amber river", "ámbar río", "velvet lantern", "فانوس قطن"])
    assert (fold(found[0])[0] if found else "") == fold(code)[0]
    if found:
        assert len(text[found[1] : found[2]].replace("-", " ").split()) == 2
