"""Questions with known answers: read, put to an edition, and made into a calibration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.library.check import check
from bot.library.load import load
from bot.library.make import Kitchen
from bot.library.questions import languages_of, put_to, questions_of, sayings_of
from bot.library.read import ContentRefused, Folder
from bot.library.tune import tune
from intents import Question, Saying
from tests.library.small import small_edition

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """English questions of two topics, one that isn't ours, and a red flag with its look-alike; a folder of something else."""
    english = tmp_path / "asked" / "en"
    english.mkdir(parents=True)
    (english / "topics.yaml").write_text(
        "disclosure:\n  - {q: she told me, style: clean, also: physical-abuse}\n  - {q: he told me, also: [a, b]}\n"
        "online-harm:\n  - {q: a stranger writes to her}\n"
    )
    (english / "out-of-scope.yaml").write_text("- {q: who won the match, kind: far}\n")
    (english / "red-flags.yaml").write_text("urgent:\n  - {q: he is beating her, how: direct}\nquiet:\n  - {q: beat the eggs}\n")
    (tmp_path / "asked" / "contrast").mkdir()
    (tmp_path / "asked" / "contrast" / "en.yaml").write_text("[]\n")
    return tmp_path / "asked"


def test_questions_of_topics_without_a_text_are_left_out(folder: Path) -> None:
    assert languages_of(folder) == ("en",)
    assert questions_of(folder, "en", {"disclosure"}) == (
        Question("she told me", "disclosure", "en", ("physical-abuse",)),
        Question("he told me", "disclosure", "en", ("a", "b")),
        Question("who won the match", None, "en"),
    )


def test_red_flags_and_their_look_alikes_are_told_apart(folder: Path) -> None:
    assert sayings_of(folder, "en") == (Saying("he is beating her", True), Saying("beat the eggs", False))


def test_a_language_without_files_has_no_questions(folder: Path) -> None:
    assert questions_of(folder, "fr", {"disclosure"}) == ()
    assert sayings_of(folder, "fr") == ()


def test_an_entry_without_its_question_is_named_with_its_line(folder: Path) -> None:
    (folder / "en" / "topics.yaml").write_text("disclosure:\n  - {q: she told me}\n  - {style: clean}\n")
    with pytest.raises(ContentRefused, match=r"topics\.yaml:3: this entry has no `q` — write") as refused:
        questions_of(folder, "en", {"disclosure"})
    assert len(refused.value.problems) == 1


def test_an_edition_is_asked_in_every_language_that_has_questions(folder: Path) -> None:
    marked = put_to(small_edition(own_words=True), folder)
    assert [one.question.text for one in marked["en"]] == ["she told me", "he told me", "who won the match"]


def test_a_calibration_knows_the_phrasings_it_was_made_with(folder: Path, tree: Path, tmp_path: Path) -> None:
    (tree / "calibration.yaml").write_text(tune(Kitchen((tree,), tmp_path / "cache"), folder, TODAY), "utf-8")

    def doubts() -> list[str]:
        content = load([Folder(tree)]).content
        assert content is not None
        return [problem.what for problem in check(content, TODAY) if "was calibrated" in problem.what]

    assert doubts() == []
    text = tree / "guidance/harm/physical-abuse.en.md"
    text.write_text(text.read_text("utf-8") + "- marks of a belt\n- a broken arm\n", "utf-8")
    assert doubts() == ["`en` was calibrated with 28 phrasings and has 30"]
