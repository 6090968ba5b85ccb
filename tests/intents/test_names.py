"""Names inside a text."""

from __future__ import annotations

import pytest

from intents.names import NameIndex, words_of

NAMES = NameIndex.of(
    [
        ("breathing", "Breathing Space"),
        ("childline", "Childline"),
        ("nspcc", "NSPCC Helpline"),
        ("nine", "nine nine nine"),
        ("perth", "Perth"),
        ("perth-kinross", "Perth and Kinross"),
        ("amman", "عمّان"),
        ("edinburgh", "Edinburgh"),
        ("tunis", "Tunis"),
        ("other", "Space Centre Helpline"),
    ]
)


def found(text: str, least: float = 0.85) -> list[str]:
    return [named.key for named in NAMES.find(words_of(text), least)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("do you have breathing space's number", "breathing"),
        ("breathingspace", "breathing"),
        ("child line", "childline"),
        ("chidline", "childline"),
        ("whats the edinburg number", "edinburgh"),
        ("خط نجدة بعمان", "amman"),
        ("numéro à TUNIS?", "tunis"),
        ("call nine nine nine", "nine"),
        ("she has space but no number, breathing space is what i need some space for", "breathing"),
    ],
)
def test_a_name_is_found_with_a_slip_a_clitic_or_a_space_too_few(text: str, key: str) -> None:
    assert found(text)[0] == key


@pytest.mark.parametrize("text", ["nine boys", "the space between us", "a helpline", "birth", "", "tuna", "?!", "\ud800 \x00"])
def test_one_word_of_a_longer_name_is_no_name(text: str) -> None:
    assert found(text) == []


def test_the_longer_of_two_names_says_where_it_stands() -> None:
    longest = NAMES.find(words_of("in perth and kinross tonight"), 0.99)[0]
    assert (longest.key, longest.start, longest.end) == ("perth-kinross", 1, 3)


def test_words_far_apart_are_not_one_name() -> None:
    assert found("she needs space because since last week her breathing is bad") == []


def test_a_part_of_a_name_counts_by_how_rare_its_words_are() -> None:
    assert found("the nspcc please", 0.5) == ["nspcc"]
    assert found("some helpline please", 0.5) == []
