from __future__ import annotations

import random
import time

import pytest

from intents import Matcher, PhraseBook, Urgency, decide

NASTY = [
    "",
    " \n\t ",
    "\x00\x01",
    "\ud800\udfff",
    "a" * 4096,
    "word " * 819,
    "wrod " * 819,
    "? " * 2048,
    "ا" * 4096,
    "\u200b" * 4096,
    "\u202e" + "e\u0301" * 2000,
    "🙂" * 4096,
    "ﷺ" * 1000,
    "не safe то gо ноmе",
    "x\u0336" * 2000,
    "'" * 4096,
    "hungry'" * 500,
    "１２３" * 1000,
    "%s {} \\ ' \" -- ; DROP",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nothing_that_can_be_typed_is_too_much(matcher: Matcher, plain: Matcher, urgency: Urgency, text: str) -> None:
    for either in (matcher, plain):
        start = time.process_time()
        decide(either.match(text, lang="en", earlier=[text], topic="neglect"), either.policy, either.book.families)
        urgency.read(text)
        assert time.process_time() - start < 0.05


def test_a_thousand_random_texts_raise_nothing(matcher: Matcher, urgency: Urgency) -> None:
    chance = random.Random(20261122)
    pool = [*"abc é'’-_.?!\n؟", "\u200b", "\ud83d", "ش", "ة", "٣", "Ж", "字", "👩‍👧", "hungry ", "not ", "kill ", "supervisor "]
    for _ in range(1000):
        text = "".join(chance.choice(pool) for _ in range(chance.randrange(60)))
        match = matcher.match(text, lang=chance.choice([None, "en", "xx"]))
        decide(match, matcher.policy)
        assert all(0 <= c.confidence <= 1 for c in match.candidates)
        urgency.read(text)


def test_any_character_can_be_read(three_languages: PhraseBook) -> None:
    matcher = Matcher.unfitted(three_languages)
    for code in range(0, 0x110000, 997):
        matcher.match(f"hungry {chr(code)} child{chr(code)}")
