"""Sentences about check-ins: a table of them (tests/calibration/checkins.yaml), and what holds for any text whatever."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.checkins import _workdays
from bot.library.check_scheduling import check_scheduling
from bot.library.load import Content, Loaded, load
from bot.library.read import Folder
from bot.supervision.wording import Wording
from bot.supervision.wording_sentence import Parsed
from bot.supervision.wording_words import Scheduling

TESTS = Path(__file__).parents[1]
LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 11, 25, 10, 0)
ROWS = yaml.safe_load((TESTS / "calibration" / "checkins.yaml").read_text("utf-8"))
FRESH = yaml.safe_load((TESTS / "calibration" / "checkins_fresh.yaml").read_text("utf-8"))
SAID = ("who", "first", "rrule", "until", "week_of")
RIGHT, WRONG = 0.95, 0.01
"""Of the sentences that somebody else wrote: exactly right, and wrong without having asked. They were improved on, so these are
no figures to expect elsewhere (98.1 and 0.2 % on 22 November 2026; before it 66.2 and 21.0 %)."""


@lru_cache(maxsize=1)
def content() -> Content:
    loaded = load([Folder(TESTS.parent / "content")]).content
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(content().scheduling)


def with_own_words(folder: Path, lines: str) -> Loaded:
    """The words over a small folder, so that it's quick, and an organisation's own ones above them."""
    shutil.copytree(TESTS.parent / "content" / "scheduling", folder / "below" / "scheduling")
    (folder / "own" / "scheduling").mkdir(parents=True)
    (folder / "own" / "scheduling" / "en.yaml").write_text(lines + "\n", "utf-8")
    return load([Folder(TESTS / "library" / "content_small"), Folder(folder / "below"), Folder(folder / "own")])


def rows() -> Iterator[Any]:
    for lang, listed in ROWS.items():
        for row in listed:
            yield pytest.param(row, id=f"{lang}-{row['say']}")


def read(wording: Wording, text: str, **other: Any) -> Parsed:
    return wording.read(text, other.pop("now", WEDNESDAY), other.pop("zone", LONDON), **other)


@pytest.mark.parametrize("row", list(rows()))
def test_a_sentence_means_what_the_table_says(wording: Wording, row: dict[str, Any]) -> None:
    got = read(wording, row["say"], now=datetime.fromisoformat(row.get("now", "2026-11-25T10:00"))).row()
    asks = bool(row.get("asks"))
    wanted = {"action": row.get("action", "schedule"), "ambiguous": asks}
    wanted |= {key: row.get(key) for key in SAID if key in row or not asks}
    wanted |= {"scope": row["scope"]} if "scope" in row else {}
    assert {key: got[key] for key in wanted} == wanted


@pytest.mark.parametrize("row", list(rows()))
def test_the_echo_is_one_line_and_there_is_a_question_exactly_if_it_is_unsure(wording: Wording, row: dict[str, Any]) -> None:
    got = read(wording, row["say"])
    assert got.summary
    assert "\n" not in got.summary
    assert (got.question is not None) == got.ambiguous
    assert "{" not in got.summary + (got.question or "")


def fits(got: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a reading is the wanted one. Where a question has to come, only what is certain is compared; scope where a plan is
    changed; the day of what is cancelled; BYDAY=-1FR and BYDAY=FR;BYSETPOS=-1 are one."""
    if wanted["action"] == "none" or got["action"] != wanted["action"]:
        return bool(got["action"] == wanted["action"])
    asks = wanted["ambiguous"] and got["ambiguous"]
    for key, value in wanted.items():
        if (asks and (value is None or key == "scope")) or (key == "scope" and got["action"] in ("schedule", "list", "pause")):
            continue
        have = got[key]
        if key == "first" and got["action"] == "cancel" and have and value:
            have, value = have[:10], str(value)[:10]
        if key == "who" and have and value:
            have, value = have.casefold(), str(value).casefold()
        if key == "rrule" and value and "BYSETPOS" in value and "," not in value:
            value = re.sub(r"BYDAY=(\w\w);BYSETPOS=(-?\d)", r"BYDAY=\2\1", value)
        if have != (value if value is None or isinstance(value, bool) else str(value)):
            return False
    return True


def test_sentences_that_somebody_else_wrote_are_right_or_asked_about(wording: Wording) -> None:
    right, wrong = 0, []
    for row in FRESH:
        zone = ZoneInfo(row["tz"])
        got = wording.read(row["text"], datetime.fromisoformat(row["now"]), zone, row["lang"], workdays=_workdays(zone)).row()
        readings = [row["expect"], *({**row["expect"], **other} for other in row.get("acceptable", ()))]
        good = any(fits(got, reading) for reading in readings)
        right += good
        wrong += [] if good or got["ambiguous"] else [row["text"]]
    assert right / len(FRESH) >= RIGHT
    assert len(wrong) / len(FRESH) <= WRONG, wrong


@pytest.mark.parametrize(
    ("text", "who", "names"),
    [
        ("weekly with Amina, Sami and Lucía on Mondays at 9", "Amina, Sami and Lucía", ("Amina", "Sami", "Lucía")),
        ("one to ones with Mr Okafor and Mrs Bello on Monday at 9", "Mr Okafor and Mrs Bello", ("Mr Okafor", "Mrs Bello")),
        ("point avec Awa Diop, Jean-Luc et Fatou lundi à 10h", "Awa Diop, Jean-Luc et Fatou", ("Awa Diop", "Jean-Luc", "Fatou")),
        ("جلسة مع أمينة وسامي الاثنين الساعة ٩", "أمينة وسامي", ("أمينة", "سامي")),
        ("جلسة مع أحمد وليد الاثنين الساعة ٩", "أحمد وليد", ("أحمد وليد",)),
        ("Grace, tomorrow at 10", "Grace", ("Grace",)),
        ("tomorrow at 10 with my team", "all", ()),
    ],
)
def test_each_of_several_people_is_named(wording: Wording, text: str, who: str, names: tuple[str, ...]) -> None:
    said = read(wording, text)
    assert (said.who, said.names) == (who, names)


def test_the_days_and_the_part_of_the_day_for_a_whole_team_are_told(wording: Wording) -> None:
    said = read(wording, "weekly with each of my team, Sunday to Thursday mornings")
    assert (said.who, said.days, said.part, said.ambiguous) == ("all", (6, 0, 1, 2, 3), "morning", True)


def test_what_was_taken_back_doesnt_count(wording: Wording) -> None:
    for text in (
        "Rose Tuesday no wait Thursday at 9",
        "Rose Tuesday, no, Thursday at 9",
        "Rose on Thursday at 9 instead of Tuesday",
    ):
        assert read(wording, text).first == datetime(2026, 11, 26, 9), text


def test_a_reason_says_neither_what_nor_when(wording: Wording) -> None:
    said = read(wording, "move Rose to Monday at 9 because I'm in court on Friday")
    assert (said.action, said.who, said.first) == ("reschedule", "Rose", datetime(2026, 11, 30, 9))
    assert read(wording, "stop the Tuesday sessions with Harriet for good, she's moved team").who == "Harriet"


def test_what_isnt_understood_in_full_is_asked_about(wording: Wording) -> None:
    said = read(wording, "Amina will be late on Tuesday, arriving at 10")
    assert said.question == "Is this right: Tuesday 1 December 2026, 10:00 (morning)?"


def test_the_echo_has_weekday_date_24_hour_time_and_part_of_day(wording: Wording) -> None:
    said = read(wording, "move my check-in with Joseph to Friday 3pm").summary
    assert said == "Move the check-in with Joseph, to Friday 27 November 2026, 15:00 (afternoon)"


def test_the_question_names_both_readings(wording: Wording) -> None:
    assert read(wording, "next Friday at 2 with Sami").question == "Friday 27 November 2026 or Friday 4 December 2026?"
    assert read(wording, "supervision with Lena 03/04 at 10").question == "Saturday 3 April 2027 or Thursday 4 March 2027?"


def test_the_echo_is_in_the_chosen_language_whatever_the_sentence_is_in(wording: Wording) -> None:
    said = read(wording, "every Tuesday at 3pm with Amina", lang="fr")
    assert (said.who, said.rrule) == ("Amina", "FREQ=WEEKLY;BYDAY=TU")
    assert said.summary.startswith("Nouveau point avec Amina, chaque semaine le mardi")


def test_two_people_of_one_name_are_asked_about(wording: Wording) -> None:
    known = ("Amina Bello", "Amina Diallo", "Joseph Okoro")
    unsure = read(wording, "every Tuesday at 10 with Amina", known_names=known)
    assert (unsure.who, unsure.question) == ("Amina", "Amina Bello or Amina Diallo?")
    assert read(wording, "every Tuesday at 10 with Amina Diallo", known_names=known).question is None
    assert read(wording, "every Tuesday at 10 with Joseph", known_names=known).question is None


def test_a_known_name_is_found_without_a_word_before_it_and_with_a_slip(wording: Wording) -> None:
    assert read(wording, "josep tuesdays 11", known_names=("Joseph Okoro",)).who == "josep"
    assert read(wording, "كل خميس الساعة ١٠ لسامي", known_names=("سامي حداد",)).who == "سامي"


def test_working_days_are_those_of_the_country(wording: Wording) -> None:
    week = (6, 0, 1, 2, 3)
    said = read(wording, "كل يوم عمل الساعة ٨ مع سامي", zone=ZoneInfo("Asia/Amman"), workdays=week)
    assert said.rrule is not None
    assert set(said.rrule.partition("BYDAY=")[2].split(",")) == {"SU", "MO", "TU", "WE", "TH"}


def test_a_time_that_the_clock_skips_moves_later(wording: Wording) -> None:
    said = read(wording, "supervision with Lena on 28 March 2027 at 1:30 am")
    assert said.first == datetime(2027, 3, 28, 2, 30)


def test_hours_from_now_are_hours_also_over_a_clock_change(wording: Wording) -> None:
    said = read(wording, "remind me in 15 hours", now=datetime(2027, 3, 27, 12, 0))
    assert said.first == datetime(2027, 3, 28, 4, 0)


def test_where_the_week_begins_on_sunday_the_next_one_is_asked_about_on_a_sunday(wording: Wording) -> None:
    said = read(wording, "skip next week", now=datetime(2026, 11, 22, 9), zone=ZoneInfo("Asia/Amman"), workdays=(6, 0, 1, 2, 3))
    assert said.question == "Monday 23 November 2026 or Monday 30 November 2026?"
    monday = read(wording, "skip next week", now=datetime(2026, 11, 23, 9), zone=ZoneInfo("Asia/Amman"), workdays=(6, 0, 1, 2, 3))
    assert (monday.week_of, monday.question) == (date(2026, 11, 30), None)


def test_a_fifth_language_is_one_more_list_of_words() -> None:
    words = {"weekday.TU": ("Jumanne",), "every": ("kila",), "with": ("na",), "checkin": ("kikao",), "month.12": ("Desemba",)}
    swahili = Scheduling("sw", words, content().scheduling["en"].say)
    said = Wording({"sw": swahili}).read("kikao kila jumanne 10:00 na Amina", WEDNESDAY, LONDON)
    assert (said.who, said.rrule, said.first) == ("Amina", "FREQ=WEEKLY;BYDAY=TU", datetime(2026, 12, 1, 10))
    assert "Jumanne 1 Desemba 2026, 10:00" in said.summary


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('say: {first: "from {nobody}"}', "nothing fills {nobody} in `first` — fields of this sentence: {when}"),
        ("weekday: {XX: [someday]}", "`XX` isn't known under `weekday`"),
        ("whom: [with]", "`whom` isn't a key that is known here"),
        ("say: {goodbye: bye}", "`goodbye` isn't a sentence of the echo"),
    ],
)
def test_a_mistake_in_the_words_is_told_with_its_file_and_line(tmp_path: Path, lines: str, told: str) -> None:
    loaded = with_own_words(tmp_path, lines)
    problems = [*loaded.problems, *(check_scheduling(loaded.content) if loaded.content else ())]
    assert any(told in str(p) and "scheduling/en.yaml:1" in str(p) for p in problems), "\n".join(map(str, problems))


def test_words_of_an_own_folder_are_added_to_those_below(tmp_path: Path) -> None:
    loaded = with_own_words(tmp_path, "checkin: [huddle]").content
    assert loaded is not None
    assert Wording(loaded.scheduling).read("huddle on Monday at 9", WEDNESDAY, LONDON).first == datetime(2026, 11, 30, 9)


def test_without_words_of_any_language_nothing_is_understood() -> None:
    assert Wording({}).read("every Tuesday at 10", WEDNESDAY, LONDON).action == "none"


@pytest.mark.parametrize(
    "words", ["my supervisor bullies me", "my supervisor touches girls", "my supervisor is never there on Mondays"]
)
def test_what_a_supervisor_does_is_no_check_in_to_plan(wording: Wording, words: str) -> None:
    assert wording.read(words, WEDNESDAY, LONDON, "en", ["Joseph"]).action == "none"


PIECES = [phrase for words in content().scheduling.values() for phrases in words.words.values() for phrase in phrases]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES, "9", "12", "31", "0", "9:30", "25:99", "12/03", "2026-02-30", "1030", "99999999", "Amina", ","])
    ),
    st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)),
    st.sampled_from(["Europe/London", "Asia/Amman", "America/Santiago", "Pacific/Apia", "Africa/Casablanca"]),
)
def test_no_mixture_of_its_own_words_is_too_much(pieces: list[str], now: datetime, zone: str) -> None:
    got = Wording(content().scheduling).read(" ".join(pieces), now, ZoneInfo(zone)) if not pieces else _any(pieces, now, zone)
    assert (got.question is not None) == got.ambiguous
    if got.action == "schedule" and isinstance(got.first, datetime) and not got.ambiguous:
        assert got.first.date() >= now.date()
    if got.rrule is not None:
        assert got.rrule.startswith("FREQ=")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=600))
def test_no_text_is_too_much(text: str) -> None:
    got = _any([text], WEDNESDAY, "Europe/London")
    assert got.action in ("schedule", "reschedule", "cancel", "snooze", "list", "pause", "none")


@lru_cache(maxsize=1)
def _one() -> Wording:
    return Wording(content().scheduling)


def _any(pieces: list[str], now: datetime, zone: str) -> Parsed:
    return _one().read(" ".join(pieces), now, ZoneInfo(zone))


def test_a_sentence_is_read_in_less_than_5_ms(wording: Wording) -> None:
    said = [row["say"] for listed in ROWS.values() for row in listed]
    took = []
    for text in said:
        start = time.perf_counter()
        read(wording, text)
        took.append(time.perf_counter() - start)
    # The median: on a busy machine a single one may be held up.
    assert sorted(took)[len(took) // 2] < 0.005


def test_every_skipped_week_is_named_by_its_monday(wording: Wording) -> None:
    for day in range(22, 29):
        got = read(wording, "skip next week", now=datetime(2026, 11, day, 9))
        assert got.week_of is not None
        assert got.week_of.weekday() == 0
        assert got.week_of > date(2026, 11, day)
