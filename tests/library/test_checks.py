"""Each rule of the content guide, with a fault planted for it in the small content tree."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.library.check import check, held_out, over_matched
from bot.library.check_text import words_a_sentence
from bot.library.load import load
from bot.library.place_words import figures, strays
from bot.library.read import Folder, Problem, bare, read_yaml
from intents import Matcher
from tests.library.small import small_content, small_edition

TODAY = date(2026, 11, 22)
ABUSE = "guidance/harm/physical-abuse.en.md"


def problems_of(tree: Path, today: date = TODAY, questions: Path | None = None) -> list[Problem]:
    loaded = load([Folder(tree, "content")])
    if loaded.content is None:
        return list(loaded.problems)
    return [*loaded.problems, *check(loaded.content, today, held_out(questions))]


def spoil(tree: Path, path: str, old: str, new: str) -> int:
    """Replace, and give the line on which that was."""
    text = (tree / path).read_text("utf-8")
    assert old in text, f"{old!r} isn't in {path}"
    (tree / path).write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def _faults() -> dict[str, dict[str, str]]:
    node = read_yaml((Path(__file__).parent / "faults.yaml").read_text("utf-8"), "faults.yaml", [])
    assert node is not None
    faults: dict[str, dict[str, str]] = bare(node)
    return faults


FAULTS = _faults()


def test_the_small_tree_has_no_errors(tree: Path) -> None:
    assert not [str(p) for p in problems_of(tree) if p.level == "error"]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_at_its_line(tree: Path, fault: dict[str, str]) -> None:
    new = re.sub(r"\{(\d+)\*([^}]*)\}", lambda again: again[2] * int(again[1]), fault["new"])
    line = spoil(tree, fault["file"], fault["old"], new)
    found = [p for p in problems_of(tree) if fault["says"] in p.what]
    assert found, "\n".join(map(str, problems_of(tree)))
    assert {p.level for p in found} == {fault.get("level", "error")}
    assert all(p.remedy for p in found)
    if fault.get("at") != "any":
        places = {(p.file, p.line) for p in found}
        assert (f"content/{fault['file']}", line + int(fault.get("at", "0"))) in places, "\n".join(map(str, found))


def test_a_held_out_question_among_the_phrasings_is_found_whatever_its_spelling(tree: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions" / "en"
    questions.mkdir(parents=True)
    (questions / "topics.yaml").write_text(
        "physical-abuse:\n  - {q: 'Burns on a  CHILD?', style: clean}\n  - {q: quite another}\n"
        "quiet:\n  - {q: x, prev: [she has marks from a belt]}\n"
    )
    found = [p for p in problems_of(tree, questions=questions.parent) if "held-out" in p.what]
    assert [(p.file, p.what) for p in found] == [
        (f"content/{ABUSE}", "`burns on a child` is a held-out question (questions/en/topics.yaml:2)")
    ]


def test_an_entry_that_nobody_looked_at_for_180_days_is_told(tree: Path) -> None:
    fresh = [p for p in problems_of(tree, date(2027, 5, 21)) if "was last looked at" in p.what]
    stale = [p for p in problems_of(tree, date(2027, 5, 22)) if "was last looked at" in p.what]
    assert not fresh
    assert len(stale) == 4
    assert {p.level for p in stale} == {"warning"}


def test_no_sentences_in_english_is_an_error(tree: Path) -> None:
    (tree / "words" / "en.yaml").unlink()
    assert any("no sentences in English" in p.what and p.level == "error" for p in problems_of(tree))


def test_years_dates_and_ages_are_no_telephone_numbers(tree: Path) -> None:
    spoil(
        tree,
        ABUSE,
        "Tell your supervisor",
        "Since 2021, updated 2023 (2014-2015, 1 000 children, section 101, aged 10 to 12), tell",
    )
    assert not [str(p) for p in problems_of(tree) if p.level == "error"]


@pytest.mark.parametrize(
    ("text", "places", "found"),
    [
        ("Police Scotland and the NSPCC", ("GB-SCT",), []),
        ("Police Scotland and the NSPCC", ("GB",), []),
        ("Police Scotland", ("GB-ENG",), ["Police Scotland"]),
        ("the nspcc, scotland", (), []),
        ("NSPCC's line", (), ["NSPCC"]),
        ("Child Rights\nAct", (), ["Child Rights\nAct"]),
        ("number 9991", (), []),
    ],
)
def test_words_of_a_place_stand_only_there(text: str, places: tuple[str, ...], found: list[str]) -> None:
    words = small_content().place_words
    assert [word for word, _ in strays(text, places, words)] == found


def test_a_word_without_capitals_is_found_in_any_letters() -> None:
    assert list(strays("A Named Person", (), {"GB-SCT": ["named person"]})) == [("Named Person", "GB-SCT")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within 24 hours", [("24 hours", True)]),
        ("in 3-5 working days", [("3-5 working days", True)]),
        ("a 72-hour window", [("72-hour", True)]),
        ("every two days", [("two days", True)]),
        ("it takes two to three hours", [("two to three hours", False)]),
        ("on the same day, in two weeks, 12 children", []),
    ],
)
def test_figures_of_hours_and_days_are_found(text: str, found: list[tuple[str, bool]]) -> None:
    assert list(figures(text)) == found


def test_items_and_lines_count_as_sentences() -> None:
    assert words_a_sentence("1. One two three.\n2. One. Two three four five.") == pytest.approx(8 / 3)
    assert words_a_sentence("") == 0


def test_a_topic_that_takes_another_ones_words_is_found(tree: Path) -> None:
    text = (tree / ABUSE).read_text("utf-8")
    # The same words in another order: recognised as a whole, and claimed by two topics.
    (tree / ABUSE).write_text(text.replace("- burns on a child", "- of abuse disclosure"), "utf-8")
    content = load([Folder(tree, "content")]).content
    assert content is not None
    assert not list(over_matched(small_edition(own_words=True).matcher, small_content()))
    assert any("`of abuse disclosure` is answered with `disclosure`" in p.what for p in _stolen(content))


def _stolen(content: object) -> list[Problem]:
    """With the matcher of the unspoilt tree, which knows those words only as the other topic's."""
    matcher: Matcher = small_edition(own_words=True).matcher
    return list(over_matched(matcher, content))  # type: ignore[arg-type]


def test_a_translation_has_the_sources_the_services_and_the_relatives_of_its_original(tree: Path) -> None:
    french = tree / "guidance/urgent/disclosure.fr.md"
    own = '{title: Écouter, publisher: Une association, url: "https://example.org/ecouter"}'
    text = french.read_text("utf-8")
    front = text[: text.index("---\nÉcoutez")]
    kept = front[: front.index("sources:")] + f"sources:\n  ecouter: {own}\n"
    french.write_text(
        text.replace(front, kept).replace("m'en parler. » [^listen]", "m'en parler. » [^listen] [^ecouter]"), "utf-8"
    )
    loaded = load([Folder(tree)])
    assert loaded.content is not None, loaded.problems
    assert not [p for p in check(loaded.content, TODAY) if p.level == "error"]
    original, made = (loaded.content.library.guidance["disclosure", lang] for lang in ("en", "fr"))
    assert set(made.sources) == {"listen", "ecouter"}
    assert (made.related, made.services, made.owner, made.review_by) == (
        original.related, original.services, original.owner, original.review_by,
    )  # fmt: skip


def test_no_question_both_measures_and_calibrates() -> None:
    tests = Path(__file__).parents[1]
    measured, calibrated = (
        {(q.lang, q.text.casefold()) for q in held_out(tests / name)} for name in ("questions", "calibration")
    )
    assert measured
    assert calibrated
    assert not measured & calibrated
