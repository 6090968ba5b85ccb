"""Kinds of check-in as content: what the files say is what the edition knows, in every language.

Faults planted in their files stand in `faults.yaml`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.library.book import phrase_book
from bot.library.check import check
from bot.library.check_checkins import check_checkins
from bot.library.load import Content, load
from bot.library.make import Kitchen, fit_path, make
from bot.library.read import Folder
from bot.supervision.kind import NEWLY_QUALIFIED, Every, Kind, Ladder, Question, Retention, Stage, Times, plans
from tests.library.small import CONTENT, SMALL

TODAY = date(2026, 11, 22)
LANGUAGES = {"en", "fr", "es", "ar"}


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def content(*folders: Path) -> Content:
    loaded = load([Folder(folder, folder.name) for folder in folders])
    assert loaded.content is not None, [str(p) for p in loaded.problems]
    return loaded.content


def kinds(*folders: Path) -> Mapping[str, Kind]:
    return content(*folders).kinds


def errors(*folders: Path) -> list[str]:
    loaded = load([Folder(folder, folder.name) for folder in folders])
    found = [*loaded.problems, *(check(loaded.content, TODAY) if loaded.content else ())]
    return [str(problem) for problem in found if problem.level == "error"]


@pytest.fixture
def local(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


# --- what a file says -----------------------------------------------------------------------------------------------------


def test_a_kind_is_what_its_files_say(tree: Path) -> None:
    assert kinds(tree)["individual"] == Kind(
        id="individual",
        titles={"en": "One to one", "fr": "À deux"},
        retention=Retention(Every(24, "months"), Every(6, "months")),
        rhythm=(Stage(Every(1, "weeks"), Every(6, "weeks")), Stage(Every(2, "weeks"))),
        length=timedelta(minutes=45),
        prompts={"en": ("How are you?", "What went well?"), "fr": ("Comment allez-vous ?",)},
        questions=(
            Question(
                "room",
                {"en": "Was there room for you?", "fr": "A-t-on parlé de vous ?"},
                {"yes": {"en": "Yes", "fr": "Oui"}, "no": {"en": "Not this time", "fr": "Pas cette fois"}},
            ),
            Question(
                "next",
                {"en": "Is the next step clear?", "fr": "La suite est-elle claire ?"},
                {
                    "yes": {"en": "Yes", "fr": "Oui"},
                    "partly": {"en": "Partly", "fr": "En partie"},
                    "no": {"en": "Not yet", "fr": "Pas encore"},
                },
            ),
        ),
        times=Times(day_before=False, before=timedelta(hours=2), after=timedelta(minutes=30)),
        ladder=Ladder(grace=3, up=False),
    )


def test_what_a_kind_does_not_say_is_the_usual(tree: Path) -> None:
    walk = kinds(tree)["walk"]
    usual = Kind("walk", {"en": "A walk", "fr": "Une marche"}, Retention(Every(1, "months"), None), enabled=False)
    assert (walk.rhythm, walk.length, walk.times, walk.ladder) == (usual.rhythm, usual.length, usual.times, usual.ladder)
    assert (walk.questions, walk.prompts, walk.retention.notes) == ((), {"en": (), "fr": ()}, None)


def test_kinds_come_in_their_order_and_those_that_are_off_with_them(tree: Path) -> None:
    assert [(kind.id, kind.enabled) for kind in kinds(tree).values()] == [("walk", False), ("individual", True)]


def test_what_a_language_lacks_is_said_in_english(tree: Path) -> None:
    (tree / "checkins/individual.fr.yaml").unlink()
    kind = kinds(tree)["individual"]
    assert (kind.titles["fr"], kind.prompts["fr"]) == ("One to one", ("How are you?", "What went well?"))
    assert kind.questions[0].answers["no"]["fr"] == "Not this time"
    told = [str(problem) for problem in check_checkins(content(tree), TODAY)]
    assert told == [
        "content/checkins/individual.yaml:1: `individual` has no words in `fr` — "
        "write checkins/individual.fr.yaml; until then English is shown"
    ]


def test_a_question_is_asked_in_one_language_with_its_answers(tree: Path) -> None:
    write(
        tree,
        "checkins/individual.fr.yaml",
        'title: "À deux"\nquestions: {room: {ask: "Et vous ?", answers: {oui: Oui, no: Non}}}\n',
    )
    room = kinds(tree)["individual"].questions[0]
    assert room.text["fr"] == "Was there room for you?"
    assert {answer: text["fr"] for answer, text in room.answers.items()} == {"yes": "Yes", "no": "Not this time"}


def test_a_fifth_language_is_one_more_file(tree: Path) -> None:
    write(tree, "checkins/walk.tok.yaml", "title: tawa noka\nprompts: [sina pilin seme]\n")
    walk = kinds(tree)["walk"]
    assert (walk.titles["tok"], walk.prompts["tok"]) == ("tawa noka", ("sina pilin seme",))


# --- an organisation's own folder -----------------------------------------------------------------------------------------


def test_an_own_figure_changes_one_thing_and_the_rest_stays(tree: Path, local: Path) -> None:
    write(local, "checkins/individual.yaml", "rhythm: [{every: month}]\nladder: {up: yes}\nquestions: []\n")
    before, after = kinds(tree)["individual"], kinds(tree, local)["individual"]
    assert after.rhythm == (Stage(Every(1, "months")),)
    assert after.ladder == Ladder(grace=3, up=True)
    assert after.questions == ()
    assert (after.titles, after.length, after.retention) == (before.titles, before.length, before.retention)


def test_own_words_of_a_kind_are_laid_over_in_their_language_only(tree: Path, local: Path) -> None:
    write(local, "checkins/individual.fr.yaml", 'title: "Notre rendez-vous"\nquestions: {room: {answers: {no: "Non"}}}\n')
    kind = kinds(tree, local)["individual"]
    assert kind.titles == {"en": "One to one", "fr": "Notre rendez-vous"}
    assert kind.prompts["fr"] == ("Comment allez-vous ?",)
    assert kind.questions[0].answers["no"] == {"en": "Not this time", "fr": "Non"}


def test_a_kind_is_switched_on_and_off_in_a_line(tree: Path, local: Path) -> None:
    write(local, "checkins/walk.yaml", "enabled: yes\n")
    write(local, "checkins/individual.yaml", "enabled: no\n")
    assert {kind.id: kind.enabled for kind in kinds(tree, local).values()} == {"walk": True, "individual": False}


def test_a_kind_of_ones_own_is_two_files(tree: Path, local: Path) -> None:
    write(local, "checkins/huddle.yaml", "owner: us\nreview_by: 2027-01-31\nretention: {outcome: 1 month, notes: none}\n")
    assert errors(tree, local) == [
        "own/checkins/huddle.yaml:1: `huddle` has no words in `en` — write checkins/huddle.en.yaml"
    ]  # fmt: skip
    write(local, "checkins/huddle.en.yaml", "title: Morning huddle\n")
    assert kinds(tree, local)["huddle"].titles == {"en": "Morning huddle", "fr": "Morning huddle"}
    assert not errors(tree, local)


def test_words_of_a_kind_that_is_not_there_are_told(tree: Path, local: Path) -> None:
    write(local, "checkins/individul.fr.yaml", "title: x\n")
    assert errors(tree, local) == [
        "own/checkins/individul.fr.yaml:1: there is no kind of check-in `individul` — "
        "write checkins/individul.yaml, or mend the name"
    ]


def test_the_example_of_the_content_guide_is_a_kind(tree: Path, local: Path) -> None:
    guide = (CONTENT.parent / "docs/content-guide.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.+?)```", guide.partition("\n## Kinds of check-in\n")[2].partition("\n## ")[0], re.DOTALL)
    for block in blocks:
        write(local, re.findall(r"# (checkins/\S+)", block)[0], block)
    assert not errors(tree, local)
    kind = kinds(tree, local)["team-day"]
    assert (kind.titles["en"], [question.id for question in kind.questions]) == ("Team day", ["room"])
    usual = Kind("team-day", {}, kind.retention)
    assert (kind.length, kind.times, kind.ladder) == (usual.length, usual.times, usual.ladder)


def test_more_questions_than_are_answered_are_told(tree: Path, local: Path) -> None:
    asked = "{ask: x, answers: {yes: Yes, no: No}}"
    write(local, "checkins/individual.yaml", "questions: [a, b, c, d]\n")
    write(local, "checkins/individual.en.yaml", f"questions: {{a: {asked}, b: {asked}, c: {asked}, d: {asked}}}\n")
    assert errors(tree, local) == ["own/checkins/individual.yaml:1: 4 questions — 3 at most are answered"]


def test_a_kind_with_a_code_needs_words_for_it(tree: Path, local: Path) -> None:
    write(local, "checkins/individual.yaml", "code: yes\n")
    assert errors(tree, local) == [
        "own/checkins/individual.yaml:1: there are no words for its series — write codes/en.yaml, or take `code` out"
    ]


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("two words", "`two words` is no plain word — write one word of 2 to 12 letters"),
        ("b4", "`b4` is no plain word — write one word of 2 to 12 letters"),
        ("a", "`a` is no plain word — write one word of 2 to 12 letters"),
        ("Kettle", "`Kettle` stands there twice — take one out: a word is in one list, once"),
        (None, "119 words in `second` — give 120 or more"),
    ],
)
def test_words_for_a_code_are_plain_many_and_there_once(tree: Path, local: Path, mistake: str | None, told: str) -> None:
    plain = ["".join(chr(97 + int(n)) for n in f"{number:03}") for number in range(239)]
    first, second = ["kettle", *plain[:119]], plain[119:]
    second = second[:119] if mistake is None else [*second[:119], mistake]
    write(local, "codes/en.yaml", f"first: [{', '.join(first)}]\nsecond: [{', '.join(second)}]\n")
    assert [line.partition(": ")[2] for line in errors(tree, local)] == [told]


def test_every_mistake_of_a_kind_is_told_at_once(tree: Path) -> None:
    write(
        tree,
        "checkins/individual.yaml",
        "owner: us\nreview_by: soon\nlength: long\nretention: {outcome: for ever, notes: none}\norder: first\n",
    )
    assert {line.partition(": ")[0] for line in errors(tree)} == {
        f"content/checkins/individual.yaml:{line}" for line in (2, 3, 4, 5)
    }


# --- an edition has them --------------------------------------------------------------------------------------------------


def test_an_edition_out_of_the_cache_has_the_same_kinds(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen = Kitchen((tree,), tmp_path / "cache")
    made = make(kitchen, TODAY).edition
    expected = kinds(tree)
    monkeypatch.setattr("bot.library.load.load", lambda folders: pytest.fail("the files are read again"))
    again = make(kitchen, TODAY).edition
    assert again.kinds == made.kinds == expected
    assert list(again.kinds) == list(expected)


def test_a_changed_kind_is_a_new_edition_and_no_new_fit(tree: Path, tmp_path: Path) -> None:
    before = content(tree)
    write(tree, "checkins/individual.fr.yaml", 'title: "Entre nous"\n')
    write(tree, "checkins/huddle.yaml", "owner: us\nreview_by: 2027-01-31\nretention: {outcome: 1 month, notes: none}\n")
    write(tree, "checkins/huddle.en.yaml", "title: Morning huddle\nprompts: [What went well with the children?]\n")
    after = content(tree)
    assert before.version != after.version
    assert fit_path(tmp_path, phrase_book(before)) == fit_path(tmp_path, phrase_book(after))


# --- the kinds that come with the program ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The committed kinds, with their codes and the words of the chat, on the small tree."""
    folder = tmp_path_factory.mktemp("starter")
    for name in ("checkins", "codes", "words"):
        shutil.copytree(CONTENT / name, folder / name)
    small = tmp_path_factory.mktemp("small") / "content"
    shutil.copytree(SMALL, small, ignore=shutil.ignore_patterns("checkins"))
    return content(small, folder)


def test_the_kinds_that_come_with_the_program_have_nothing_to_mend(starter: Content) -> None:
    assert not [str(problem) for problem in check_checkins(starter, TODAY)]


def test_every_kind_speaks_every_language_in_words_of_its_own(starter: Content) -> None:
    assert set(starter.kinds) == {
        "individual", "newly-qualified", "group", "case-file-check",
        "observation", "capacity-assessment", "agreement-review", "follow-up",
    }  # fmt: skip
    for kind in starter.kinds.values():
        assert set(kind.prompts) == LANGUAGES
        assert all(kind.prompts.values())
        assert len(set(kind.prompts.values())) == len(LANGUAGES)
        assert kind.questions
        assert all(len(set(question.text.values())) == len(LANGUAGES) for question in kind.questions)


def test_individual_supervision_is_offered_first_and_only_the_follow_up_is_off(starter: Content) -> None:
    assert next(iter(starter.kinds)) == "individual"
    assert [kind.id for kind in starter.kinds.values() if not kind.enabled] == ["follow-up"]


def test_the_newly_qualified_have_the_rhythm_of_the_rules(starter: Content) -> None:
    assert starter.kinds["newly-qualified"].rhythm == NEWLY_QUALIFIED


def test_every_rhythm_makes_plans(starter: Content) -> None:
    for kind in starter.kinds.values():
        assert len(plans(kind.rhythm, date(2026, 12, 1), "Africa/Nairobi", time(10))) == len(kind.rhythm) >= 1


def test_what_is_about_cases_keeps_no_notes(starter: Content) -> None:
    kept = {kind.id for kind in starter.kinds.values() if kind.retention.notes is None}
    assert kept == {"group", "case-file-check", "follow-up"}
