"""What the words of check-ins promise in every language: the examples that they give are understood, and a moment reads well."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.supervision.wording_say import rhythm
from tests.talk.staffed import Staffed, edition

WORDS = Path(__file__).parents[2] / "content" / "words"
LANGUAGES = sorted(path.name.partition(".")[0] for path in WORDS.glob("*.checkins.yaml"))
NOW = datetime(2026, 11, 23, 9, 0)
AMMAN = ZoneInfo("Asia/Amman")
EXAMPLES = (
    "schedule.rule", "schedule.two_days", "schedule.when", "schedule.when_typed", "schedule.time", "schedule.time_typed",
    "schedule.until_when", "schedule.ramadan_first", "move.type", "away.type",
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", EXAMPLES)
def test_the_time_that_a_sentence_gives_as_an_example_is_understood(lang: str, key: str) -> None:
    example = re.split(r":\s", edition().words.say(lang, key))[-1]
    assert edition().wording.piece(example, NOW, AMMAN, lang) is not None, example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_short_moment_begins_a_line_or_follows_a_sign_because_it_begins_with_a_capital_letter(lang: str) -> None:
    words = yaml.safe_load((WORDS / f"{lang}.checkins.yaml").read_text("utf-8"))["sentences"]
    inside = [key for key, text in words.items() if re.search(r"[^\W\d_][,،]? \{(when|old|new|about)\}", text)]
    assert inside == []


def test_several_names_stand_in_a_row_with_the_comma_of_the_reader() -> None:
    team = Staffed()
    people = {**team.staff.people, "joseph": replace(team.staff.people["joseph"], language="ar")}
    team.staff = replace(team.staff, people=people)
    assert "Awa، Lena، Sami" in team.says("joseph", "/team")[0].text


@pytest.mark.parametrize(
    ("lang", "said"), [("ar", "كل أسبوعين"), ("es", "cada 2 semanas"), ("fr", "toutes les 2 semaines"), ("en", "every 2 weeks")]
)
def test_every_two_weeks_is_said_as_the_language_says_two_of_a_thing(lang: str, said: str) -> None:
    assert rhythm("FREQ=WEEKLY;INTERVAL=2", edition().scheduling[lang]) == said
