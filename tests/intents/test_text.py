from __future__ import annotations

import pytest

from intents import text as t
from intents.concepts import Sayings, without


@pytest.mark.parametrize(
    ("typed", "lang", "meant"),
    [
        ("Don't tell!", "en", "do not tell"),
        ("dont tell", "en", "do not tell"),
        ("I can’t cope", "en", "i can not cope"),
        ("ah cannae cope", "en", "ah can not cope"),
        ("the child's mother", "en", "the child mother"),
        ("L’élève n'a pas mangé", "fr", "l eleve n a pas mange"),
        ("¿Qué hago?", "es", "que hago"),
        ("أَنَا طِفْلٌ", "ar", "انا طفل"),
        ("مدرســة إلى", "ar", "مدرسه الي"),
        ("عمره ١٢ أو ۱۲", "ar", "عمره 12 او 12"),
        ("zero\u200bwidth", "en", "zerowidth"),
        ("\u202enot reversed\u202c", "en", "not reversed"),
        ("ｆｕｌｌ width", "en", "full width"),
        ("sаfe hоme", "en", "safe home"),
        ("lone \ud800 surrogate", "en", "lone surrogate"),
        ("👩‍👧 help 🙏🏽", "en", "help"),
        ("", "en", ""),
    ],
)
def test_one_key_for_every_way_of_writing(typed: str, lang: str, meant: str) -> None:
    assert t.read(typed, lang).key == meant


def test_whole_words_in_cyrillic_stay_cyrillic() -> None:
    assert t.read("Привіт світ", "uk").key == "привіт світ"


def test_stems_join_the_forms_of_a_word() -> None:
    assert t.read("visiting families", "en").stems == t.read("visit family", "en").stems
    assert t.read("المدرسة", "ar").stems == t.read("مدرسة", "ar").stems


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert t.read("watoto wanapigwa", "sw").stems == ("watoto", "wanapigwa")


def test_of_a_long_text_head_and_tail_are_read() -> None:
    clipped = t.clip("a" * 3000 + " the question")
    assert len(clipped) == t.MAX_READ
    assert clipped.endswith("the question")


def test_sayings_are_found_and_the_longest_stands_for_its_concept() -> None:
    sayings = Sayings.of([("kid", "young person"), ("young",)], "en")
    assert sayings.canonical(t.read("a young person and a kid", "en").stems) == ["a", "#0", "and", "a", "#0"]


def test_empty_words_are_left_out_unless_nothing_else_is_there() -> None:
    skip = Sayings.of([("could you please", "hello")], "en")
    assert without(t.read("hello could you please explain neglect", "en"), skip).words == ("explain", "neglect")
    assert without(t.read("hello", "en"), skip).words == ("hello",)
