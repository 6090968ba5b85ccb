"""Folders laid over one another: the later one wins entry by entry, and says only what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.load import Content, load
from bot.library.read import Folder


@pytest.fixture
def local(tree: Path) -> Path:
    folder = tree / "local"
    folder.mkdir()
    return folder


def content(tree: Path) -> Content:
    loaded = load([Folder(tree, "content"), Folder(tree / "local", "content/local")])
    assert loaded.content is not None, [str(p) for p in loaded.problems]
    return loaded.content


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def test_one_field_of_one_service_is_changed_and_the_rest_stays(tree: Path, local: Path) -> None:
    write(local, "services/gb.yaml", "services:\n  gb-emergency-999: {assured_date: 2026-12-01, assurer: safeguarding lead}\n")
    service = content(tree).directory.services["gb-emergency-999"]
    assert service.assurer == "safeguarding lead"
    assert service.contacts[0].shown == "999"
    assert "gb-childline" in content(tree).directory.services


def test_a_list_of_contacts_takes_the_place_of_the_list(tree: Path, local: Path) -> None:
    write(local, "services/gb.yaml", 'services:\n  gb-childline:\n    contacts:\n      - {shown: "0800 2222"}\n')
    contacts = content(tree).directory.services["gb-childline"].contacts
    assert [(c.shown, c.dial) for c in contacts] == [("0800 2222", "08002222")]


def test_own_numbers_stand_in_the_order_of_their_roles(tree: Path, local: Path) -> None:
    write(
        local,
        "numbers.yaml",
        'numbers:\n  safeguarding-lead: {shown: "+44 20 7946 0000"}\n  duty-line:\n'
        '    - {shown: "0700 123", countries: [NG]}\n    - {name: {en: Night desk}, shown: "06 123", countries: [JO]}\n',
    )
    directory = content(tree).directory
    assert [(n.role, n.dial) for n in directory.own_for("NG")] == [
        ("duty-line", "0700123"),
        ("safeguarding-lead", "+442079460000"),
    ]
    assert [n.name["en"] for n in directory.own_for("JO")] == ["Night desk", "Safeguarding lead"]


def test_an_own_sentence_takes_the_place_of_one_and_the_others_stay(tree: Path, local: Path) -> None:
    write(local, "words/en.yaml", "sentences:\n  unknown: Ask Amal.\n")
    words = content(tree).words
    assert words.say("en", "unknown") == "Ask Amal."
    assert words.say("en", "hello", {"organisation": "X"}) == "Practice Line, run by X."
    assert words.languages["en"].emergency


def test_the_words_of_a_language_may_stand_in_several_files(tree: Path, local: Path) -> None:
    write(tree, "words/en.board.yaml", "sentences:\n  board.empty: Nobody yet.\ncommands:\n  - {name: board, menu: The board}\n")
    write(tree, "words/fr.board.yaml", "sentences:\n  board.empty: Personne encore.\n")
    plain = content(tree).words.languages["en"]
    assert plain.sentences["board.empty"] == "Nobody yet."
    assert "hello" in plain.sentences
    assert [command.name for command in plain.commands][-1] == "board"
    assert len(plain.commands) > 1
    assert content(tree).words.say("fr", "board.empty") == "Personne encore."


def test_a_later_folder_wins_whatever_its_file_of_words_is_called(tree: Path, local: Path) -> None:
    write(tree, "words/en.board.yaml", "sentences:\n  board.empty: Nobody yet.\n  board.late: Late.\n")
    write(local, "words/en.yaml", "sentences:\n  board.empty: No one so far.\n")
    write(local, "words/en.own.yaml", "sentences:\n  unknown: Ask Amal.\n")
    words = content(tree).words
    assert [words.say("en", key) for key in ("board.empty", "board.late", "unknown")] == ["No one so far.", "Late.", "Ask Amal."]


@pytest.mark.parametrize(
    ("part", "line", "what"),
    [
        ("sentences:\n  board.empty: x\n  unknown: y\n", 3, "`unknown` stands in content/words/en.yaml:{unknown} too"),
        ("commands:\n  - {name: sos, menu: x}\n", 2, "`sos` stands in content/words/en.yaml:{sos} too"),
        ("name: English\n", 1, "`name` stands in content/words/en.yaml:{name} too"),
        ("- x\n", 1, "no `key: value` lines here"),
    ],
)
def test_what_stands_in_two_files_of_one_folder_is_told_with_both_places(tree: Path, part: str, line: int, what: str) -> None:
    lines = (tree / "words/en.yaml").read_text("utf-8").splitlines()
    at = {
        key: next(n for n, text in enumerate(lines, 1) if start in text)
        for key, start in (("unknown", "unknown:"), ("sos", "name: sos"), ("name", "name: "))
    }
    write(tree, "words/en.board.yaml", part)
    loaded = load([Folder(tree, "content")])
    assert loaded.content is None
    assert [(p.file, p.line, p.what) for p in loaded.problems] == [("content/words/en.board.yaml", line, what.format(**at))]
    assert loaded.problems[0].remedy


def test_a_mistake_in_a_second_file_of_words_is_told_there(tree: Path) -> None:
    write(tree, "words/en.board.yaml", "sentences:\n  board.empty: Nobody\nsentence: {}\n")
    problem = load([Folder(tree, "content")]).problems[0]
    assert (problem.file, problem.line, problem.what) == (
        "content/words/en.board.yaml", 3, "`sentence` isn't a key that is known here",
    )  # fmt: skip


def test_what_people_type_grows(tree: Path, local: Path) -> None:
    write(
        local,
        "urgent/en.yaml",
        "sayings:\n  hurt-now: [he hits him with a cable now]\n  weapon: [he has a gun]\nquiet: [drill]\n",
    )
    sayings = content(tree).sayings
    assert len(sayings.red_flags["en"]["hurt-now"]) == 4
    assert sayings.red_flags["en"]["weapon"] == ("he has a gun",)
    assert sayings.quiet["en"][-1] == "drill"


def test_own_words_of_asking_for_a_service_are_added(tree: Path, local: Path) -> None:
    write(local, "finding/en.yaml", "asks: [the duty line]\ntopic:\n  physical-abuse: [leathered]\n")
    words = content(tree).finding["en"].words
    assert words["asks"] == ("phone number", "helpline", "the duty line")
    assert words["topic.physical-abuse"] == ("beaten", "bruises", "leathered")
    assert words["way.text"] == ("sms",)


def test_own_towns_are_added_to_an_area(tree: Path, local: Path) -> None:
    write(tree, "places.yaml", "places:\n  GB: {time_zone: Europe/London}\n  GB-DND: {within: GB, towns: [Lochee]}\n")
    write(local, "places.yaml", "places:\n  GB-DND:\n    towns: [[Menzieshill, Mingieshill]]\n")
    assert content(tree).places.places["GB-DND"].towns == (("Lochee",), ("Menzieshill", "Mingieshill"))
    assert content(tree).places.zone("GB-DND") == "Europe/London"


def test_hidden_topics_are_not_found_and_hidden_services_are_gone(tree: Path, local: Path) -> None:
    write(local, "hidden.yaml", "topics: [physical-abuse]\nservices: [gb-childline]\n")
    found = content(tree)
    assert found.library.find("physical-abuse", "en") is None
    assert "gb-childline" not in found.directory.services


def test_an_own_part_is_added_with_its_ways_of_asking(tree: Path, local: Path) -> None:
    before = content(tree).library.guidance["disclosure", "en"]
    text = "## In our team {#our-team}\n\nRing the duty desk.\n\n## {ask}\n- who is on the duty desk\n"
    write(local, "guidance/urgent/disclosure.en.md", text)
    after = content(tree).library.guidance["disclosure", "en"]
    assert [part.id for part in after.parts] == [*(part.id for part in before.parts), "our-team"]
    assert after.ask == (*before.ask, "who is on the duty desk")
    assert after.code != before.code
    assert "Ring the duty desk." in after.text


def test_an_own_part_leaves_translations_up_to_date(tree: Path, local: Path) -> None:
    write(local, "guidance/urgent/disclosure.en.md", "## In our team {#our-team}\n\nRing the duty desk.\n")
    assert content(tree).layers.pages["disclosure", "en"].code == "7s6s"


def test_a_whole_text_takes_the_place_of_the_one_below(tree: Path, local: Path) -> None:
    whole = (tree / "guidance/harm/physical-abuse.en.md").read_text("utf-8").replace("title: Physical abuse", "title: Bruises")
    write(local, "guidance/harm/physical-abuse.en.md", whole)
    assert content(tree).library.guidance["physical-abuse", "en"].title == "Bruises"


def test_a_topic_of_ones_own_needs_a_place_in_a_section(tree: Path, local: Path) -> None:
    whole = (tree / "guidance/harm/physical-abuse.en.md").read_text("utf-8")
    write(local, "guidance/harm/our-camp.en.md", whole)
    folders = [Folder(tree, "content"), Folder(local, "content/local")]
    refused = load(folders)
    assert refused.content is None
    assert "has no topic `our-camp`" in refused.problems[0].what
    write(local, "sections.yaml", "sections:\n  harm:\n    topics:\n      our-camp: {title: Our camp}\n")
    found = content(tree).library
    assert found.sections[1].topics == ("physical-abuse", "online-harm", "our-camp")
    assert found.sections[1].titles["en"] == "Kinds of harm"


def test_a_mistake_in_an_own_file_is_told_at_that_file(tree: Path, local: Path) -> None:
    write(local, "services/gb.yaml", "services:\n  gb-childline:\n    contact: {}\n")
    problem = load([Folder(tree, "content"), Folder(local, "content/local")]).problems[0]
    assert str(problem).startswith("content/local/services/gb.yaml:3: `contact` isn't a key")
    assert "did you mean `contacts`?" in problem.remedy


def test_the_same_files_have_the_same_version_and_others_another(tree: Path, local: Path) -> None:
    first = content(tree).version
    assert content(tree).version == first
    write(local, "words/en.yaml", "sentences:\n  unknown: Ask Amal.\n")
    assert content(tree).version != first


def test_every_problem_of_every_file_is_told_at_once(tree: Path, local: Path) -> None:
    write(tree, "urgent/en.yaml", "sayings: {a: [x")
    write(tree, "services/jo.yaml", "services: {jo-x: {name: x}}")
    write(tree, "guidance/urgent/disclosure.en.md", "---\ntitle: x\n")
    write(local, "numbers.yaml", 'numbers: {nobody: {shown: "1"}}')
    (tree / "concepts" / "en.yaml").write_bytes("groups: {a: [طفل]}".encode("cp1256"))
    loaded = load([Folder(tree, "content"), Folder(local, "content/local")])
    assert loaded.content is None
    assert {p.file for p in loaded.problems} == {
        "content/urgent/en.yaml",
        "content/services/jo.yaml",
        "content/guidance/urgent/disclosure.en.md",
        "content/local/numbers.yaml",
        "content/concepts/en.yaml",
    }


def test_a_stray_file_is_pointed_out(tree: Path) -> None:
    (tree / "guidence").mkdir()
    (tree / "guidence" / "x.yaml").write_text("a: b")
    problems = load([Folder(tree, "content")]).problems
    assert [(p.file, p.level) for p in problems] == [("content/guidence/x.yaml", "warning")]
