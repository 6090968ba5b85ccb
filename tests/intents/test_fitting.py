from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from intents import Matcher, Phrase, PhraseBook, Policy, StaleFit, Urgency, fit
from intents.calibrate import Outcome, folds, thresholds
from intents.regression import softmax, solve


def test_the_regression_ends_where_its_gradient_vanishes() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(40, 12)).astype(np.float32)
    kernel, classes = x @ x.T, rng.integers(0, 3, 40)
    targets = np.eye(3, dtype=np.float32)[classes]
    mix = solve(kernel, targets, np.ones(40, np.float32), 2.0, 1e-4)
    assert np.abs(x.T @ (mix + 2.0 * (softmax(kernel @ mix) - targets))).max() < 0.1


def test_a_start_changes_the_way_and_not_the_end() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(30, 8)).astype(np.float32)
    targets = np.eye(2, dtype=np.float32)[rng.integers(0, 2, 30)]
    plain = solve(x @ x.T, targets, np.ones(30, np.float32), 5.0, 1e-5)
    other = solve(x @ x.T, targets, np.ones(30, np.float32), 5.0, 1e-5, plain + 0.3)
    assert np.abs(x.T @ (plain - other)).max() < 1e-2


def test_twins_are_held_out_together() -> None:
    rows = np.array([[1, 0, 0], [0.99, 0.1, 0], [0, 1, 0], [0, 0, 1], [0, 0.1, 0.99]], np.float32)
    fold = folds(rows @ rows.T, np.zeros(5, np.int64), list("abcde"), 3)
    assert fold[0] == fold[1]
    assert fold[3] == fold[4]
    assert len(set(fold)) == 3


def test_thresholds_keep_the_stated_rates() -> None:
    sure = [Outcome(0.9, 0.05, True, True, 1.0, "phrase")] * 90
    wrong = [Outcome(0.55, 0.1, False, True, 1.0, "phrase")] * 10
    strays = [Outcome(0.3, 0.2, False, False, 1.0, "aside")] * 10
    policy = thresholds([*sure, *wrong, *strays], Policy())
    assert 0.55 < policy.answer <= 0.9
    assert 0.3 < policy.choose <= policy.answer


def test_the_same_book_gives_the_same_decisions(book: PhraseBook, folder: Path, tmp_path: Path) -> None:
    fit(book, tmp_path / "again")
    one, other = Matcher.load(book, folder), Matcher.load(book, tmp_path / "again")
    for text in ("a hungry kid", "supervisor tomorrow", "what is the weather"):
        assert one.match(text) == other.match(text)


def test_a_fit_replaces_the_old_one_and_leaves_nothing_beside_it(book: PhraseBook, tmp_path: Path) -> None:
    fit(book, tmp_path / "fit")
    old = Matcher.load(book, tmp_path / "fit")
    fit(book, tmp_path / "fit")
    assert [p.name for p in tmp_path.iterdir()] == ["fit"]
    assert old.match("a hungry kid").candidates


def test_a_fit_holds_arrays_and_json_only(folder: Path) -> None:
    assert {p.suffix for p in folder.rglob("*") if p.is_file()} == {".npy", ".json"}


def test_a_fit_of_another_book_is_refused(book: PhraseBook, folder: Path) -> None:
    other = PhraseBook(phrases=book.phrases)
    for load in (Matcher.load, Urgency.load):
        with pytest.raises(StaleFit):
            load(other, folder)


@pytest.mark.parametrize("break_it", ["fit.json", "en/model.json", "en/weights.npy", "urgent-en/keys.npy"])
def test_a_broken_fit_is_refused(book: PhraseBook, tmp_path: Path, break_it: str) -> None:
    fit(book, tmp_path / "fit")
    (tmp_path / "fit" / break_it).write_bytes(b"{}")
    with pytest.raises(StaleFit):  # noqa: PT012
        Matcher.load(book, tmp_path / "fit")
        Urgency.load(book, tmp_path / "fit")


def test_a_fit_by_other_code_is_refused(book: PhraseBook, tmp_path: Path) -> None:
    fit(book, tmp_path / "fit")
    meta = json.loads((tmp_path / "fit" / "fit.json").read_text())
    (tmp_path / "fit" / "fit.json").write_text(json.dumps({**meta, "code": "older"}))
    with pytest.raises(StaleFit):
        Matcher.load(book, tmp_path / "fit")


def test_a_book_of_one_phrase_and_an_empty_book_can_be_fitted(tmp_path: Path) -> None:
    for number, small in enumerate((PhraseBook(), PhraseBook(phrases=(Phrase("hello there", "a", "en"),)))):
        fit(small, tmp_path / str(number))
        assert Matcher.load(small, tmp_path / str(number)).match("hello there").tier in ("exact", "nothing")


def test_a_book_survives_json_and_keeps_its_digest(book: PhraseBook, three_languages: PhraseBook) -> None:
    for one in (book, three_languages):
        again = PhraseBook.from_json(one.to_json())
        assert again == one
        assert again.digest() == one.digest()
    assert book.digest() != three_languages.digest()


@pytest.mark.parametrize("bad", [("", "a", "en"), ("x", "", "en"), ("x", "a", "")])
def test_a_phrase_without_text_label_or_language_is_refused(bad: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="needs"):
        Phrase(*bad)


def test_the_command_fits_in_a_process_of_its_own(book: PhraseBook, tmp_path: Path) -> None:
    (tmp_path / "book.json").write_text(book.to_json())
    command = [sys.executable, "-m", "intents", "fit", "--book", str(tmp_path / "book.json"), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert json.loads(done.stdout)["languages"] == ["en"]
    assert Matcher.load(book, tmp_path / "out").match("hungry kid").tier == "model"


def test_the_command_says_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "book.json").write_text("{")
    command = [sys.executable, "-m", "intents", "fit", "--book", str(tmp_path / "book.json"), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_serving_imports_neither_scikit_learn_nor_the_bot() -> None:
    code = "import sys, intents; print(sorted({m.split('.')[0] for m in sys.modules} & {'sklearn', 'scipy', 'yaml', 'bot'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
