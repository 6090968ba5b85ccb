"""What the bounded reader takes, what it refuses, and how quickly."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.read import Problem, bare, read_yaml

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def read(text: str, first_line: int = 1) -> tuple[object, list[Problem]]:
    problems: list[Problem] = []
    node = read_yaml(text, "file.yaml", problems, first_line)
    return (None if node is None else bare(node)), problems


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: no", {"a": "no"}),
        ("a: yes\nb: null\nc: ~", {"a": "yes", "b": "null", "c": "~"}),
        ("a: 22:30", {"a": "22:30"}),
        ("a: 1.10", {"a": "1.10"}),
        ("a: 0800\nb: 1e3\nc: 0x10", {"a": "0800", "b": "1e3", "c": "0x10"}),
        ("a: 2027-05-22", {"a": "2027-05-22"}),
        ("a:\nb: ''", {"a": "", "b": ""}),
        ("NO: no\non: off", {"NO": "no", "on": "off"}),
        ("- a\n- [b, c]", ["a", ["b", "c"]]),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("", {}),
        ("# nothing yet\n", {}),
        ("a: “said” she", None),
        ("a: 'tis fine", None),
        ("a: ’tae that", {"a": "’tae that"}),
        ("a: l’enfant", {"a": "l’enfant"}),
    ],
)
def test_every_scalar_stays_the_string_that_was_typed(text: str, wanted: object) -> None:
    assert read(text)[0] == wanted


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (BOMB, 1, "names a place"),
        ("a: 1\nb: *a", 2, "refers to another place"),
        ("a: 1\nb: !!python/object/apply:os.system ['x']", 2, "is a tag"),
        ("a: !secret x", 1, "is a tag"),
        ("a: 1\nb: 2\na: 3", 3, "stands here a second time (first on line 1)"),
        ("x:\n  a: 1\n  a: 1", 3, "stands here a second time"),
        ("[" * 1500, 1, "nested more than 30 deep"),
        ("- " * 1500, 1, "nested more than 30 deep"),
        ("a: [one, two", 1, "the file breaks off"),
        ("a: 1\nb: {c: 1", 2, "the file breaks off"),
        ('a: 1\nb: "one\n\n', 2, "the file breaks off"),
        ("a: b: c", 1, "a second `: ` in one line"),
        ("a: 1\nb\nc: 2", 3, "a line without `key:`"),
        ("a:\n\tb: 1", 2, "a tab"),
        ("a: “b”", 1, "curly quotes"),
        ("a: ‘b’", 1, "curly quotes"),
        ("a: [“one, two”]", 1, "curly quotes"),
        ("a: 1\n---\nb: 2", 2, "a second document"),
        ("? [a]\n: b", 1, "a list or a group stands where a key should be"),
        ("a: @b", 1, "not readable as YAML"),
        ("a: 1\n  b: 2", 2, "a second `: `"),
        ("- a\n" * 30_000, 25_000, "more than 25,000 entries"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    found, problems = read(text)
    assert found is None
    assert what in problems[0].what
    assert problems[0].line == line
    assert problems[0].remedy


def test_lines_count_on_from_where_the_text_stands_in_its_file() -> None:
    assert read("a: 1\nb: *a", first_line=40)[1][0].line == 41


def test_two_faults_that_can_both_be_seen_are_both_told() -> None:
    problems = read("a: 1\na: 2\nb: “c”\nb: 3")[1]
    assert [p.line for p in problems] == [2, 3, 4]


@pytest.mark.parametrize("text", [BOMB, "[" * 1500, "{a: " * 1500, "- a\n" * 250_000, "a: &x\n" * 50_000])
def test_a_hostile_file_costs_little_time_and_memory(text: str) -> None:
    read("a: b")  # nothing is measured that only happens once
    tracemalloc.start()
    start = time.process_time()
    found, problems = read(text)
    took = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is None
    assert problems
    # Tracing slows it several times over; without it the slowest of these takes 80 ms.
    assert took < 1.0
    assert peak < 10 * 1024 * 1024


@given(st.text(alphabet=st.sampled_from("ab:-[]{},&*!|>'\"#%@`“’\n\t ?0~<"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_told(text: str) -> None:
    found, problems = read(text)
    assert (found is None) == bool(problems)
    lines = text.count("\n") + 1
    assert all(1 <= p.line <= lines for p in problems)
