"""The content report: what is counted, what it says when nothing was measured, and the way to it from the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.library.questions import put_to
from bot.reports.content import ALL, ContentReport, Found, Row, content_report
from bot.reports.content_table import SHEET, sheet, table
from intents import Marked
from tests.library.small import SMALL, small_content, small_edition

TODAY = date(2026, 11, 22)
QUESTIONS = """\
disclosure:
  - {q: disclosure of abuse, style: keywords}
  - {q: a child is in danger right now, style: clean}
physical-abuse:
  - {q: a child is in danger right now, style: clean, also: immediate-danger}
online-harm:
  - {q: a stranger writes to her, style: clean}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Two right answers and a wrong one, a question of a topic without a text, and one that isn't ours."""
    folder = tmp_path / "questions"
    (folder / "en").mkdir(parents=True)
    (folder / "en/topics.yaml").write_text(QUESTIONS, "utf-8")
    (folder / "en/out-of-scope.yaml").write_text("- {q: who won the match, kind: far}\n", "utf-8")
    return folder


@pytest.fixture
def asked(questions: Path) -> Iterator[Marked]:
    return (one for marked in put_to(small_edition(own_words=True), questions).values() for one in marked)


def of(report: ContentReport, lang: str, section: str) -> Row:
    return next(row for row in (*report.rows, *report.sums) if (row.lang, row.section) == (lang, section))


def test_texts_are_counted_by_language_and_section_and_summed_by_language() -> None:
    report = content_report(small_content().library, TODAY)
    assert [(row.lang, row.section, row.files) for row in report.rows] == [
        ("en", "urgent", 2), ("en", "harm", 1), ("en", "supervision", 1),
        ("fr", "urgent", 1), ("fr", "harm", 0), ("fr", "supervision", 0),
    ]  # fmt: skip
    assert [(row.lang, row.section, row.files) for row in report.sums] == [("en", ALL, 4), ("fr", ALL, 1)]


def test_a_section_tells_what_is_in_it() -> None:
    row = of(content_report(small_content().library, TODAY), "en", "urgent")
    assert (row.topics, row.drafts, row.reviewed) == (2, 1, 1)
    assert row.phrasings == 14, "those of parts count too, what belongs elsewhere doesn't"
    assert (row.parts, row.place_parts, row.places) == (4, 2, {"GB-SCT": 1, "NG": 1})
    assert row.sources == 3


def test_a_source_of_two_texts_counts_once_in_the_sum() -> None:
    library = small_content().library
    one, other = library.guidance["disclosure", "en"], library.guidance["physical-abuse", "en"]
    shared = {**library.guidance, ("physical-abuse", "en"): replace(other, sources=one.sources)}
    before, after = (of(content_report(some, TODAY), "en", ALL).sources for some in (library, replace(library, guidance=shared)))
    assert (before, after) == (5, 4)


@pytest.mark.parametrize(("today", "overdue"), [(date(2027, 5, 22), 0), (date(2027, 5, 23), 2)])
def test_a_text_is_overdue_from_the_day_after_its_review_date(today: date, overdue: int) -> None:
    row = of(content_report(small_content().library, today), "en", "urgent")
    assert (row.review_by, row.overdue) == (date(2027, 5, 22), overdue)


def test_a_translation_is_due_with_its_original() -> None:
    assert of(content_report(small_content().library, TODAY), "fr", "urgent").review_by == date(2027, 5, 22)


def test_what_is_missing_is_named() -> None:
    report = content_report(small_content().library, TODAY)
    assert of(report, "fr", "urgent").missing == ("immediate-danger",)
    assert report.gaps == {"online-harm": "Online harm"}
    said = table(report)
    assert "Without a text in en: online-harm\n" in said
    assert "Online harm (online-harm)" in said


def test_questions_are_counted_where_their_answer_belongs(asked: Iterator[Marked]) -> None:
    report = content_report(small_content().library, TODAY, asked)
    assert of(report, "en", "urgent").found == Found(asked=2, helped=1, right_first=1, wrong=1)
    assert of(report, "en", "harm").found == Found(asked=1, helped=1, right_first=1, wrong=0)
    assert of(report, "en", ALL).found == Found(asked=3, helped=2, right_first=2, wrong=1)
    assert of(report, "en", "supervision").found is None
    assert of(report, "fr", ALL).found is None


def test_shares_stand_in_the_table_only_if_questions_were_asked(asked: Iterator[Marked]) -> None:
    library = small_content().library
    assert "helped" not in table(content_report(library, TODAY))
    lines = table(content_report(library, TODAY, asked)).splitlines()
    rows = [line.split() for line in lines]
    assert lines[0].endswith("asked  helped %  right first %  wrong %")
    assert next(row for row in rows if row[:2] == ["en", "urgent"])[-4:] == ["2", "50.0", "50.0", "50.0"]
    assert next(row for row in rows if row[:2] == ["fr", "urgent"])[-4:] == ["-", "-", "-", "-"]


def test_the_columns_of_the_table_stand_under_one_another() -> None:
    block = table(content_report(small_content().library, TODAY)).partition("\n\nWithout")[0].splitlines()
    assert len({len(line) for line in block if line}) == 1


def test_the_rows_of_a_sheet_can_be_added_up(asked: Iterator[Marked]) -> None:
    report = content_report(small_content().library, TODAY, asked)
    rows = list(csv.DictReader(io.StringIO(sheet(report))))
    assert tuple(rows[0]) == SHEET
    english = [row for row in rows if row["language"] == "en"]
    for column in ("files", "drafts", "phrasings", "parts", "place_parts", "overdue", "asked", "helped", "wrong"):
        total = of(report, "en", ALL)
        wanted = getattr(total.found, column) if total.found and hasattr(total.found, column) else getattr(total, column)
        assert sum(int(row[column] or 0) for row in english) == wanted, column
    assert (english[0]["places"], english[1]["without_text"]) == ("GB-SCT NG", "online-harm")
    assert english[2]["helped"] == "", "nothing was asked"


# --- from the command line ----------------------------------------------------------------------------------------------


def run(tmp_path: Path, *arguments: str) -> Result:
    config = tmp_path / "config.yaml"
    config.write_text(f"content: [{SMALL}]\n", "utf-8")
    environment = {"PRACTICELINE_CONFIG": str(config), "PRACTICELINE_CACHE_DIR": str(tmp_path / "cache")}
    return CliRunner().invoke(main, ["content-report", *arguments], env=environment)


def test_the_command_prints_the_table_and_writes_the_sheet(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    done = run(tmp_path, "--csv", str(file))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("lang  section")
    assert len(file.read_text("utf-8").splitlines()) == 7


def test_the_command_asks_the_questions_of_the_folder(tmp_path: Path, questions: Path) -> None:
    done = run(tmp_path, "--questions", str(questions))
    assert done.exit_code == 0, done.output
    assert "helped %" in done.stdout


def test_a_folder_without_questions_and_a_sheet_that_cannot_be_written_are_told_in_a_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments, said in (
        (("--questions", str(empty)), "there is no topics.yaml"),
        (("--csv", str(tmp_path / "nowhere" / "a.csv")), "check the path"),
    ):
        done = run(tmp_path, *arguments)
        assert done.exit_code == 2, done.output
        assert said in done.stderr
        assert " — " in done.stderr
