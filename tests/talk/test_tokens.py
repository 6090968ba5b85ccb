"""A button does only what it was made for, and only for the person it was made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.messages import Press
from bot.talk.tokens import CHANGING, LIMIT, READING, Signer

SIGNER = Signer((b"the present key", b"the key before"))
ADA, BEN = "telegram:ada", "telegram:ben"


@pytest.mark.parametrize("verb", sorted(CHANGING))
def test_a_changing_button_works_for_its_person_and_for_nobody_else(verb: str) -> None:
    press = Press(verb, ("fr",) * CHANGING[verb])
    token = SIGNER.write(press, ADA)
    assert SIGNER.read(token, ADA) == press
    assert SIGNER.read(token, BEN) is None


def test_a_reading_button_needs_no_key() -> None:
    assert SIGNER.read("p:disclosure:say", ADA) == Press("p", ("disclosure", "say"))


def test_the_key_before_is_still_accepted_and_a_stranger_s_is_not() -> None:
    press = Press("lang", ("fr",))
    assert SIGNER.read(Signer((b"the key before",)).write(press, ADA), ADA) == press
    assert SIGNER.read(Signer((b"a key of somebody else",)).write(press, ADA), ADA) is None


@given(st.text(max_size=80))
def test_whatever_a_forged_button_holds_it_changes_nothing(data: str) -> None:
    press = SIGNER.read(data, ADA)
    assert press is None or press.verb in READING


@given(st.sampled_from(sorted(CHANGING)), st.data())
def test_an_altered_or_truncated_button_is_none(verb: str, data: st.DataObject) -> None:
    token = SIGNER.write(Press(verb, ("no",) * CHANGING[verb]), ADA)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[at]))
    for changed in (token[:at] + other + token[at + 1 :], token[:at], token + other):
        press = SIGNER.read(changed, ADA)
        assert press is None or press.verb in READING


def test_a_button_that_would_not_fit_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        SIGNER.write(Press("a", ("x" * LIMIT,)), ADA)
    with pytest.raises(ValueError, match="no such button"):
        SIGNER.write(Press("drop-tables"), ADA)
    with pytest.raises(ValueError, match="no such button"):
        SIGNER.write(Press("a", ("one:two",)), ADA)
