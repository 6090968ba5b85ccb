"""No run of twelve words from the sources, and no sentence of twelve words in two topics."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.load import load
from bot.library.own_words import check_own_words, source_runs
from bot.library.read import Folder, Problem

CONTENT = Path(__file__).parents[2] / "content"
ABUSE = "guidance/harm/physical-abuse.en.md"
DISCLOSURE = "guidance/urgent/disclosure.en.md"
DISCLOSURE_FR = "guidance/urgent/disclosure.fr.md"
LONG = "An old lamp in the window shows the way to those who come home late"
"""Fifteen words that stand nowhere else."""


def problems_of(tree: Path) -> list[Problem]:
    loaded = load([Folder(tree, "content")])
    return [*loaded.problems, *(check_own_words(loaded.content) if loaded.content else ())]


def own(tree: Path) -> list[str]:
    return [str(p) for p in problems_of(tree) if "stands in" in p.what]


def write(tree: Path, path: str, sentence: str, part: str = "signs") -> int:
    """Put a sentence at the head of a part, and give its line."""
    lines = (tree / path).read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if f"{{#{part}}}" in line) + 2
    lines.insert(at, f"{sentence}\n")
    (tree / path).write_text("\n".join(lines), "utf-8")
    return at + 1


def sources(tree: Path, *texts: str) -> None:
    (tree / "source-runs.txt").write_text(source_runs(texts), "utf-8")


def test_a_sentence_of_a_source_is_found_at_its_line_whatever_its_marks(tree: Path) -> None:
    line = write(tree, ABUSE, "An OLD lamp, in the **window**, shows the way\nto those who come home late. [^bruises]")
    sources(tree, f"# Notes\n\n- A fact of no account.\n- [Scotland] {LONG}: so they say. [source: https://example.org/lamp]\n")
    assert own(tree) == [f"content/{ABUSE}:{line}: `{LONG.lower()}` stands in a source document too — say it in your own words"]


def test_a_run_of_a_source_is_found_across_two_sentences(tree: Path) -> None:
    write(tree, ABUSE, "An old lamp in the window shows the way. To those who come home late, it's dear. [^bruises]")
    sources(tree, LONG)
    assert len(own(tree)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("An old lamp in the window shows the way to those who went.", id="eleven words and then others"),
        pytest.param("To those who come home late an old lamp in the window shows the way.", id="in another order"),
    ],
)
def test_fewer_than_twelve_words_of_a_source_are_nobodys(tree: Path, sentence: str) -> None:
    words = LONG.split()
    write(tree, ABUSE, sentence)
    sources(tree, " ".join([*words[:11], "sailors", *words[11:]]))
    assert not own(tree)


def test_a_run_does_not_go_on_from_one_note_to_the_next(tree: Path) -> None:
    words = LONG.split()
    write(tree, ABUSE, LONG)
    sources(tree, f"- {' '.join(words[:8])}\n- {' '.join(words[8:])}\n")
    assert not own(tree)


def test_a_sentence_in_two_topics_is_told_with_both_places(tree: Path) -> None:
    first = write(tree, ABUSE, f"{LONG}. [^bruises]")
    second = write(tree, DISCLOSURE, f"Remember: {LONG.lower()}! [^listen]", "say")
    assert own(tree) == [
        f"content/{DISCLOSURE}:{second}: `{LONG.lower()}` stands in `physical-abuse` too (content/{ABUSE}:{first})"
        " — say it in one of the two, or in other words"
    ]


def test_the_same_topic_another_language_and_short_sentences_may_say_the_same(tree: Path) -> None:
    write(tree, DISCLOSURE, f"{LONG}. [^listen]", "say")
    write(tree, DISCLOSURE_FR, f"{LONG}. [^listen]", "say")
    warning = "Ask first. Don't promise to keep it a secret. Tell your supervisor today. [^{}]"
    write(tree, ABUSE, warning.format("bruises"))
    write(tree, DISCLOSURE, warning.format("listen"), "say")
    assert not own(tree)


def test_what_an_organisation_took_from_its_own_papers_is_a_warning(tree: Path, tmp_path: Path) -> None:
    local = tmp_path / "local"
    (local / ABUSE).parent.mkdir(parents=True)
    (local / ABUSE).write_text((tree / ABUSE).read_text("utf-8"), "utf-8")
    write(local, ABUSE, f"{LONG}. [^bruises]")
    sources(tree, LONG)
    content = load([Folder(tree, "content"), Folder(local, "content/local")]).content
    assert content is not None
    assert [(p.file, p.level) for p in check_own_words(content)] == [(f"content/local/{ABUSE}", "warning")]


def test_a_line_that_is_no_hash_is_told(tree: Path) -> None:
    (tree / "source-runs.txt").write_text("0123456789ab\nan old lamp\n", "utf-8")
    assert [str(p) for p in problems_of(tree)] == [
        "content/source-runs.txt:2: a line that is no hash — make the file anew, see docs/content-guide.md"
    ]


def test_the_committed_content_is_in_its_own_words() -> None:
    content = load([Folder(CONTENT)]).content
    assert content is not None
    assert len(content.layers.source_runs) > 10_000
    assert len(content.layers.pages) > 400
    assert not list(map(str, check_own_words(content)))
