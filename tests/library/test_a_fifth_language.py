"""A fifth language is files alone: Toki Pona, laid over the small tree, without a line of code that knows it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.library.edition import Edition
from bot.library.make import Kitchen, make
from intents import decide
from tests.library.small import HERE, SMALL


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("fifth") / "content"
    shutil.copytree(SMALL, folder)
    shutil.copytree(HERE / "content_fifth", folder, dirs_exist_ok=True)
    return make(Kitchen((folder,), Path(folder.parent / "cache")), date(2026, 11, 22), fit=True).edition


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("jan lili li toki e ike tawa mi", "disclosure"),
        ("mije lili li toki e pakala tawa mi", "disclosure"),
        ("toki a, mi toki tawa jan lawa lon tenpo seme", "supervision-basics"),
    ],
)
def test_its_questions_find_their_topic(edition: Edition, text: str, topic: str) -> None:
    match = edition.matcher.match(text)
    assert match.lang == "tok"
    assert match.candidates[0].label == topic


def test_its_phrasings_are_answered_and_its_small_talk_is_known(edition: Edition) -> None:
    families = (edition.library.safe_family,)
    asked = decide(edition.matcher.match("tenpo pi mute seme la mi toki tawa jan lawa"), edition.policy, families)
    assert (asked.kind, asked.label) == ("answer", "supervision-basics")
    assert decide(edition.matcher.match("pona mute a"), edition.policy, families).kind == "small_talk"


def test_a_sentence_turned_round_by_its_own_negation_is_not_answered(edition: Edition) -> None:
    turned = edition.matcher.match("jan lili li toki ala e ike tawa mi")
    assert decide(turned, edition.policy).kind != "answer"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mije li utala e jan lili lon tenpo ni", "hurt-now"),
        ("tenpo ni la mije li pakala e meli lili, mi o pali e seme", "hurt-now"),
        ("mije lili li wile moli", "suicide"),
    ],
)
def test_its_red_flags_are_heard_in_its_own_words(edition: Edition, text: str, kind: str) -> None:
    alarm = edition.urgency.read(text)
    assert alarm is not None
    assert (alarm.kind, alarm.lang) == (kind, "tok")


@pytest.mark.parametrize("text", ["tenpo pini la mije li utala e jan lili taso ni li pini", "pali mute li moli e mi a a a"])
def test_what_it_says_is_quiet_stays_quiet(edition: Edition, text: str) -> None:
    assert edition.urgency.read(text) is None


def test_the_chat_speaks_it_as_far_as_its_file_goes(edition: Edition) -> None:
    assert edition.words.languages["tok"].sentences["unknown"] == "mi sona ala e ni."
