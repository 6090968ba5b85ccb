"""What is kept of check-ins in words or titles, and what never is: agreed actions, what to take along; and the words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.library.load import load
from bot.library.read import Folder
from bot.supervision.checkin import CheckIn
from bot.supervision.diary import Booking, ToTake
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.supervision.reminders import Notice, Reminder
from bot.talk import dealings
from bot.talk.checkins import reminding, rising, verbs
from bot.talk.messages import Press, Reply
from bot.talk.render import BUTTON_LENGTH, draw
from tests.talk.pure import shown
from tests.talk.staffed import HOUSE, MONDAY, Staffed, edition
from tests.talk.test_checkins import AWA, NAMES, TODAY_14, press, team_with

ROOT = Path(__file__).parents[2]
CANARIES = (
    "ring Halima about the school", "call 0791 234567", "mail zara@example.org", "ask Mr Okafor", "Rami Qwerty",
)  # fmt: skip


def after_it() -> Staffed:
    """Awa and Joseph have met, and Awa is about to say what an action is."""
    team = team_with()
    team.waits(hours=7)
    press(team, "awa", "c-did", AWA, "0", "held")
    team.presses("awa", "Agree an action")
    team.presses("awa", "I do")
    return team


# --- agreed actions -------------------------------------------------------------------------------------------------------


def test_an_agreed_action_is_shown_back_dated_seen_by_both_and_closed_by_either() -> None:
    team = after_it()
    assert team.says("awa", "read the new policy together")[0].text.startswith("read the new policy together")
    team.presses("awa", "In two weeks")
    (action,) = team.agreed.values()
    assert (action.by, action.words, action.due) == ("awa", "read the new policy together", date(2026, 12, 7))
    assert "(you, by 7 Dec 2026)" in team.last("awa").text
    assert "(Awa, by 7 Dec 2026)" in team.says("joseph", "/actions")[0].text
    button = next(text for text in team.last("joseph").buttons if text.startswith("Done"))
    assert "Closed" in team.presses("joseph", button)[0].text
    assert "It was closed on 23 Nov 2026" in team.presses("joseph", button)[0].text
    assert "Nothing agreed is open." in team.says("awa", "/actions")[0].text


def test_the_day_of_an_action_may_be_typed() -> None:
    team = after_it()
    team.says("awa", "read the new policy together")
    team.says("awa", "by 4 December")
    assert [one.due for one in team.agreed.values()] == [date(2026, 12, 4)]


@pytest.mark.parametrize("text", CANARIES)
def test_a_name_or_a_detail_in_an_action_is_refused_kindly_and_kept_nowhere(text: str) -> None:
    team = after_it()
    seen = team.says("awa", text)[0]
    assert "haven't kept it" in seen.text
    assert text not in repr(team.effects) + repr(team.sessions) + repr(team.agreed)
    assert team.sessions["awa"].asked == "checkins-words", "it can be said again without"


def test_an_action_is_a_few_words() -> None:
    team = after_it()
    assert "At most 120 characters" in team.says("awa", "read the new policy together " * 5)[0].text
    assert not team.agreed


def test_a_second_tap_on_a_day_keeps_one_action() -> None:
    team = after_it()
    team.says("awa", "read the new policy together")
    team.presses("awa", "In a week")
    team.presses("awa", "In two weeks")
    assert len(team.agreed) == 1


def test_of_a_kind_that_keeps_no_words_no_action_is_offered() -> None:
    silent = [kind.id for kind in edition().kinds.values() if kind.retention.notes is None]
    team = team_with()
    team.bookings[AWA] = Booking(CheckIn(AWA, "joseph", "awa", TODAY_14), silent[0], "north", MONDAY, version=1)
    team.waits(hours=7)
    press(team, "awa", "c-did", AWA, "0", "held")
    assert "Agree an action" not in team.last("awa").buttons
    assert "Nothing in words is kept" in press(team, "awa", "c-aa", AWA, "w")


def test_the_manager_neither_reads_nor_closes_what_two_agreed() -> None:
    team = after_it()
    team.says("awa", "read the new policy together")
    team.presses("awa", "In a week")
    (action,) = team.agreed
    assert "policy" not in press(team, "amina", "c-done", action) + press(team, "amina", "c-prep", AWA)
    assert team.agreed[action].done_on is None


# --- what to take along ---------------------------------------------------------------------------------------------------


def test_an_answer_puts_its_title_on_a_private_list_and_the_person_chooses_what_is_seen() -> None:
    team = team_with()
    team.says("awa", "What supervision is")
    if "Take to supervision" not in team.last("awa").buttons:
        team.presses("awa", "More")
    team.presses("awa", "Take to supervision")
    (item,) = team.taking.values()
    assert (item.topic, item.shown) == ("supervision-basics", False)
    assert "What supervision is" not in press(team, "joseph", "c-prep", AWA)
    assert "What supervision is" in press(team, "awa", "c-prep", AWA)
    press(team, "awa", "c-lay", item.id, "yes")
    assert "They would like to talk about" in press(team, "joseph", "c-prep", AWA)
    press(team, "awa", "c-lay", item.id, "no")
    assert "What supervision is" not in press(team, "joseph", "c-prep", AWA)
    press(team, "awa", "c-drop", item.id)
    assert not team.taking


def test_the_same_topic_stands_on_the_list_once() -> None:
    team = team_with()
    press(team, "awa", "c-take", "supervision-basics")
    assert "already" in press(team, "awa", "c-take", "supervision-basics")
    assert len([one for one in team.effects if isinstance(one, dealings.KeepToTake)]) == 1


@pytest.mark.parametrize("topic", sorted(PRIVATE_TOPICS))
def test_what_may_be_about_the_supervisor_is_never_shown_to_them(topic: str) -> None:
    team = team_with()
    team.taking["x1"] = ToTake("x1", "awa", topic, team.now)
    team.pressed_data("awa", team.signer.write(Press("c-mine", ()), "memory:awa"))
    assert "Let supervisor see it" not in team.last("awa").buttons
    press(team, "awa", "c-lay", "x1", "yes")
    assert not team.taking["x1"].shown
    team.taking["x1"] = ToTake("x1", "awa", topic, team.now, shown=True)
    assert topic not in press(team, "joseph", "c-prep", AWA)


def test_the_question_itself_is_on_no_list() -> None:
    team = team_with()
    team.says("awa", "what supervision is")
    if "Take to supervision" not in team.last("awa").buttons:
        team.presses("awa", "More")
    team.presses("awa", "Take to supervision")
    assert "what supervision is" not in repr([one for one in team.effects if isinstance(one, dealings.KeepToTake)])


def test_after_a_check_in_its_topics_are_one_tap_away_as_guidance() -> None:
    team = team_with()
    press(team, "awa", "c-take", "supervision-basics")
    team.waits(hours=7)
    press(team, "awa", "c-did", AWA, "0", "held")
    assert "What supervision is" in team.last("awa").buttons


# --- reminders ------------------------------------------------------------------------------------------------------------

KINDS = ("day-before", "before", "unconfirmed", "afterwards")


def told(reply: Reply, lang: str = "en") -> tuple[str, tuple[str, ...]]:
    team = Staffed()
    drawn = shown(draw(reply, edition(), HOUSE, team.signer, "memory:awa", MONDAY), False)
    return drawn.text, drawn.buttons


def a_notice(*kinds: str, late: bool = False) -> tuple[Notice, dict[str, Booking]]:
    bookings, found = {}, []
    for n, kind in enumerate(kinds):
        id = f"{n}" * 10
        at = MONDAY + timedelta(days=kind == "day-before", hours=-20 if kind == "afterwards" else 5)
        bookings[id] = Booking(CheckIn(id, "joseph", "awa", at), "individual", "north", MONDAY - timedelta(days=9))
        found.append(Reminder("awa", id, kind, 0, MONDAY, MONDAY + timedelta(days=2)))  # type: ignore[arg-type]
    return Notice("awa", tuple(found), late), bookings


@pytest.mark.parametrize(
    ("kind", "text", "buttons"),
    [
        ("before", "Today 14:00.", ("Show", "Move", "Can't make it")),
        ("day-before", "Tomorrow 14:00.", ("Show", "Move")),
        ("afterwards", "22 November, 13:00: did it take place?", ("Held", "At another time", "Could not", "Show")),
        ("unconfirmed", "Today 14:00 isn't confirmed yet.", ("Yes", "Other time", "Show")),
    ],
)
def test_a_reminder_is_one_neutral_line_with_the_likeliest_answers(kind: str, text: str, buttons: tuple[str, ...]) -> None:
    notice, bookings = a_notice(kind)
    assert told(reminding.reminder(notice, bookings, "Europe/London", "en")) == (text, buttons)


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_no_reminder_names_a_person_or_a_kind_in_any_language(lang: str) -> None:
    titles = [kind.titles[lang] for kind in edition().kinds.values()]
    checkin = CheckIn(AWA, "joseph", "awa", TODAY_14)
    replies = [rising.to_the_two(checkin, "Asia/Amman", lang), rising.above(checkin, lang)]
    for kinds in ((kind,) for kind in KINDS):
        notice, bookings = a_notice(*kinds, late=True)
        replies.append(reminding.reminder(notice, bookings, "Asia/Amman", lang))
    notice, bookings = a_notice(*KINDS)
    replies += [reminding.reminder(notice, bookings, "Asia/Amman", lang), reminding.together(replies, lang, held=True)]
    for reply in replies:
        text, buttons = told(reply)
        assert not [name for name in (*NAMES, *titles) if name in text]
        assert all(len(button) <= BUTTON_LENGTH for button in buttons)


def test_what_is_late_says_so_and_several_are_one_message() -> None:
    notice, bookings = a_notice("before", "afterwards", late=True)
    text, buttons = told(reminding.reminder(notice, bookings, "Europe/London", "en"))
    assert text.startswith("This comes late")
    assert "Today 14:00." in text
    assert "did it take place?" in text
    assert len([button for button in buttons if ":" in button]) == 2


# --- words ----------------------------------------------------------------------------------------------------------------


def test_every_sentence_of_check_ins_stands_in_all_four_languages_with_the_same_fields() -> None:
    loaded = load([Folder(ROOT / "content")]).content
    assert loaded is not None
    words = {lang: loaded.words.languages[lang].sentences for lang in ("en", "fr", "es", "ar")}
    ours = re.compile(r"^  ([\w.-]+):", re.MULTILINE)
    keys = ours.findall((ROOT / "content" / "words" / "en.checkins.yaml").read_text("utf-8"))
    for lang, sentences in words.items():
        for key in keys:
            fields = set(re.findall(r"\{\w+\}", words["en"][key]))
            assert key in sentences, (lang, key)
            assert set(re.findall(r"\{\w+\}", sentences[key])) == fields, (lang, key)


def test_every_sentence_that_the_dialogues_say_stands_in_the_words() -> None:
    said = re.compile(r"""(?:Say|SayAt|button|at)\((?:[\w.]+, )?"([a-z]+\.[\w-]+)\"""")
    known = edition().words.languages["en"].sentences
    for file in sorted((ROOT / "bot" / "talk" / "checkins").glob("*.py")):
        missing = [key for key in said.findall(file.read_text("utf-8")) if key not in known]
        assert not missing, (file.name, missing)


def test_every_verb_fits_a_button_with_its_longest_arguments() -> None:
    team = Staffed()
    longest = {"c-mvt": (AWA, "12", "zzzzzz", "emergency"), "c-take": ("x" * 30,), "c-q": (AWA, "x" * 12, "x" * 12)}
    for verb, count in verbs.VERBS.items():
        args = longest.get(verb, (AWA, "12", "zzzzzz", "emergency")[:count])
        assert team.signer.write(Press(verb, args), "telegram:123456789012345")
