"""From folders to an edition: through the cache, with and without a fit."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.library import make as making
from bot.library.archive import archive
from bot.library.make import Kitchen, cache_folder, checked, inspect, make, prune, serve, snapshot_path
from bot.library.read import ContentRefused
from bot.library.snapshot import Unreadable, pack, unpack
from tests.library.small import small_content

TODAY = date(2026, 11, 22)
ABUSE = "guidance/harm/physical-abuse.en.md"


@pytest.fixture
def kitchen(tree: Path, tmp_path: Path) -> Kitchen:
    return Kitchen((tree, tree / "local"), tmp_path / "cache")


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """The small tree with its fit, made once."""
    from tests.library.small import SMALL

    kitchen = Kitchen((SMALL,), tmp_path_factory.mktemp("cache"))
    make(kitchen, TODAY, fit=True)
    return kitchen


def change(kitchen: Kitchen, path: str, old: str, new: str) -> None:
    file = kitchen.folders[0] / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_snapshot_gives_back_what_was_put_into_it(kitchen: Kitchen) -> None:
    snapshot, _ = checked(kitchen, TODAY)
    assert unpack(pack(snapshot)) == snapshot


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '["1", ["os.system"], {}, {}, ""]', '["1", null, null, null, ""]', "[1,2,3,4,5]"]
)
def test_anything_else_is_no_snapshot(text: str) -> None:
    with pytest.raises(Unreadable):
        unpack(text)


def test_the_second_look_comes_out_of_the_cache(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(kitchen, TODAY).edition
    monkeypatch.setattr("bot.library.load.load", lambda folders: pytest.fail("loaded again"))
    again = make(kitchen, TODAY).edition
    assert again.library == first.library
    assert again.directory == first.directory
    assert again.words == first.words
    assert again.version == first.version


def test_a_start_from_the_cache_reads_no_yaml_and_no_markdown(kitchen: Kitchen) -> None:
    import subprocess

    make(kitchen, TODAY)
    program = (
        "import sys; from datetime import date; from pathlib import Path; from bot.library.make import Kitchen, make\n"
        "make(Kitchen((Path(sys.argv[1]),), Path(sys.argv[2])), date(2026, 11, 22))\n"
        "print([m for m in ('pydantic', 'markdown_it', 'bot.library.check', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(kitchen.folders[0]), str(kitchen.cache)],
        capture_output=True, text=True, check=True, env=making.child_environment(),
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_a_changed_file_is_read_anew(kitchen: Kitchen) -> None:
    before = make(kitchen, TODAY).edition
    change(kitchen, ABUSE, "goes home.", "goes anywhere.")
    after = make(kitchen, TODAY).edition
    assert before.version != after.version
    assert before.library.guidance["physical-abuse", "en"].code != after.library.guidance["physical-abuse", "en"].code


def test_a_mended_source_keeps_the_fit_and_new_words_need_another(kitchen: Kitchen) -> None:
    first = make(kitchen, TODAY).fit
    change(kitchen, ABUSE, "A health institute", "A health institution")
    assert make(kitchen, TODAY).fit == first
    change(kitchen, ABUSE, "- burns on a child", "- a burn on a child")
    second = make(kitchen, TODAY).fit
    assert second != first
    change(kitchen, ABUSE, "goes home.", "goes anywhere.")
    assert make(kitchen, TODAY).fit != second, "the words of an answer help to find it"


def test_a_broken_file_is_refused_with_all_its_problems(kitchen: Kitchen) -> None:
    change(kitchen, ABUSE, "Tell your supervisor", "Ring 0808 800 5000 within 24 hours, says the NSPCC. Tell your supervisor")
    with pytest.raises(ContentRefused) as refused:
        make(kitchen, TODAY)
    assert len([p for p in refused.value.problems if p.level == "error"]) == 3


def test_a_start_while_a_file_is_broken_has_the_last_good_edition(kitchen: Kitchen) -> None:
    assert making.last_good(kitchen) is None
    first = make(kitchen, TODAY).edition
    change(kitchen, ABUSE, "goes home.", "goes anywhere.")
    second = make(kitchen, TODAY).edition
    change(kitchen, ABUSE, "[^bruises]", "[^brusies]")
    with pytest.raises(ContentRefused):
        make(kitchen, TODAY)
    found = making.last_good(kitchen)
    assert found is not None
    assert found.edition.version == second.version != first.version
    assert making.last_good(Kitchen((kitchen.folders[0] / "guidance",), kitchen.cache)) is None


def test_a_cache_that_holds_rubbish_is_made_anew(kitchen: Kitchen) -> None:
    version = checked(kitchen, TODAY)[0].version
    snapshot_path(kitchen.cache, version).write_text('["half a snaps', "utf-8")
    assert checked(kitchen, TODAY)[0].version == version


def test_a_cache_that_cant_be_written_only_costs_time(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    made = make(Kitchen((tree,), tmp_path / "file" / "cache"), TODAY)
    assert made.edition.library.guidance
    assert cache_folder(tmp_path / "file" / "cache") != tmp_path / "file" / "cache"
    assert cache_folder(tmp_path / "new") == tmp_path / "new"


def test_without_a_fit_whole_phrases_are_answered(kitchen: Kitchen) -> None:
    made = make(kitchen, TODAY)
    assert not made.fitted
    match = made.edition.matcher.match("burns on a child", lang="en")
    assert match.candidates[0].label == "physical-abuse"


def test_a_fit_is_made_once_and_found_again(fitted: Kitchen) -> None:
    made = make(fitted, TODAY)
    assert made.fitted
    assert made.edition.policy == made.edition.matcher.policy
    assert made.edition.matcher.match("bruise on the arm of a wean", lang="en").tier == "model"


def test_while_a_fit_is_made_the_running_matcher_serves_the_new_texts(fitted: Kitchen, kitchen: Kitchen) -> None:
    running = make(fitted, TODAY).edition
    change(kitchen, ABUSE, "- burns on a child", "- a burn on a child")
    made = serve(checked(kitchen, TODAY)[0], kitchen.cache, running)
    assert not made.fitted
    assert made.edition.matcher is running.matcher
    assert "a burn on a child" in made.edition.library.guidance["physical-abuse", "en"].ask


def test_a_matcher_that_knows_a_topic_which_is_gone_does_not_serve_on(fitted: Kitchen, kitchen: Kitchen) -> None:
    running = make(fitted, TODAY).edition
    snapshot, _ = checked(kitchen, TODAY)
    fewer = {key: text for key, text in snapshot.library.guidance.items() if key[0] != "physical-abuse"}
    changed = replace(snapshot, library=replace(snapshot.library, guidance=fewer), book=snapshot.book.replace("burns", "scalds"))
    made = serve(changed, kitchen.cache, running)
    assert made.edition.matcher is not running.matcher


def test_old_snapshots_and_fits_go(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"content-{number}.json").write_text("x")
        (tmp_path / f"fit-{number}").mkdir()
    prune(tmp_path)
    assert len(list(tmp_path.glob("content-*"))) == len(list(tmp_path.glob("fit-*"))) == 6


def test_inspecting_never_trusts_the_cache(kitchen: Kitchen, tmp_path: Path) -> None:
    make(kitchen, TODAY)
    assert {p.level for p in inspect(kitchen, TODAY)} == {"warning"}
    questions = tmp_path / "questions" / "en"
    questions.mkdir(parents=True)
    (questions / "a.yaml").write_text("- {q: burns on a child}\n")
    told = inspect(replace(kitchen, questions=questions.parent), TODAY)
    assert [p.what for p in told if p.level == "error"] == ["`burns on a child` is a held-out question (questions/en/a.yaml:1)"]
    (questions / "a.yaml").write_text("- {q: [")
    assert "breaks off" in inspect(replace(kitchen, questions=questions.parent), TODAY)[0].what


def test_inspecting_deeply_asks_each_phrasing_back(fitted: Kitchen) -> None:
    assert not [p for p in inspect(fitted, TODAY, deeply=True) if p.level == "error"]


def test_the_child_says_what_it_made_or_what_is_wrong(kitchen: Kitchen, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = making.order(kitchen)[3:]
    assert making.main(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    assert unpack(Path(said["ready"]).read_text("utf-8")).version
    change(kitchen, ABUSE, "[^bruises]", "[^brusies]")
    assert making.main(arguments) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ready"] is None
    assert any("there is no source `brusies`" in row[2] for row in said["problems"])


def test_the_archive_holds_every_wording_with_its_numbers(kitchen: Kitchen) -> None:
    wordings = {(a.topic, a.lang): a for a in archive(make(kitchen, TODAY).edition)}
    assert wordings.keys() == small_content().library.guidance.keys()
    danger = wordings["immediate-danger", "en"]
    assert danger.code == small_content().library.guidance["immediate-danger", "en"].code
    assert "For advice: Childline 0800 1111" in danger.text
    assert danger.text.startswith("A child in immediate danger\n\n1. Call")
    assert "[^" not in danger.text
