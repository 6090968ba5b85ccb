"""Single promises of the conversation that are told better one by one than as a transcript."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library.edition import Edition
from bot.library.model import Guidance
from bot.library.richtext import plain
from bot.talk.desk import Desk
from bot.talk.effects import Count, DeleteMessage, Forget, Hide, Turn, Unreachable
from bot.talk.house import House
from bot.talk.messages import (
    Blocked,
    Edited,
    Incoming,
    Joined,
    Origin,
    Press,
    Pressed,
    Said,
    SentSomething,
    SharedLocation,
    Unblocked,
)
from bot.talk.read import read
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
SIGNER = Signer((b"a key for tests",))
HOUSE = House("Demo organisation", countries=("NG", "GB-SCT", "JO"))
ORIGIN = Origin("telegram", "1", "7", "7", NOW)
UNSURE = ("safe home visit notes", "plan for the visit", "record of supervision", "who sees the notes", "risk at home")
FAR_FROM_HARM = "planning supervision dates for the whole year"


def take(
    edition: Edition,
    incoming: Incoming,
    session: Session | None = None,
    house: House = HOUSE,
    now: datetime = NOW,
    desk: Desk | None = None,
) -> tuple[Turn, str, tuple[str, ...]]:
    """One message answered: the turn, its words, its buttons."""
    session = session or Session()
    reading = read(incoming, (), session, edition, house)
    found = turn(incoming, reading, session, desk or Desk(), edition, house, SIGNER, now)
    if found.reply is None:
        return found, "", ()
    drawn = draw(found.reply, edition, house, SIGNER, "telegram:7", now)
    words = "\n\n".join(plain(v.blocks) for v in drawn.voices)
    return found, words, tuple(b.text for row in drawn.buttons for b in row)


def say(text: str) -> Said:
    return Said(ORIGIN, text, "m1")


def test_usefulness_is_asked_at_most_once_a_week_and_never_beside_life_and_death(starter: Edition) -> None:
    regular = Session(answers=9)
    found, _, buttons = take(starter, say(FAR_FROM_HARM), regular)
    assert "Useful" in buttons
    _, _, buttons = take(starter, say(FAR_FROM_HARM), found.session, now=NOW + timedelta(days=6))
    assert "Useful" not in buttons
    _, _, buttons = take(starter, say(FAR_FROM_HARM), found.session, now=NOW + timedelta(days=8))
    assert "Useful" in buttons
    _, words, buttons = take(starter, say("A child tells you about abuse"), regular)
    assert "ref disclosure" in words
    assert "Useful" not in buttons
    _, _, buttons = take(starter, say(FAR_FROM_HARM), Session())
    assert "Useful" not in buttons, "not under somebody's first answers"


def test_a_tap_on_useful_is_counted_without_a_person(starter: Edition) -> None:
    token = SIGNER.write(Press("use", ("caseload", "yes")), "telegram:7")
    found, _, _ = take(starter, Pressed(ORIGIN, token, "m2", "p"))
    assert found.reply is None
    assert found.effects == (Count("useful", "caseload"),)


def test_personal_details_are_answered_first_then_named_kindly_with_a_way_to_take_them_back(starter: Edition) -> None:
    text = f"{FAR_FROM_HARM} write me at ada@example.org"
    found, words, buttons = take(starter, say(text))
    assert found.reply is not None
    assert words.splitlines()[-1].startswith("You may have written")
    assert "ada@example.org" not in words
    assert buttons[-1] == "Delete my message"
    token = SIGNER.write(found.reply.buttons[-1][0].press, "telegram:7")
    after, _, _ = take(starter, Pressed(ORIGIN, token, "m2", "p"))
    assert after.effects == (DeleteMessage("m1"),)


def test_in_a_group_it_asks_for_privacy_once_and_is_silent_from_then_on(starter: Edition) -> None:
    group = replace(ORIGIN, private=False)
    found, words, buttons = take(starter, Said(group, "a boy told me his uncle hits him", "m1"))
    assert words == "I only talk in private. Please write to me directly."
    assert not buttons
    for text in ("he has a knife", "/sos", "/settings", "999"):
        again, words, _ = take(starter, Said(group, text, "m2"), found.session)
        assert again.reply is None, text


def test_a_deep_link_opens_its_topic_and_junk_opens_the_first_start(starter: Edition) -> None:
    assert "ref caseload" in take(starter, say("/start t_caseload"))[1]
    assert "ref caseload" in take(starter, Joined(ORIGIN, "t_caseload"))[1]
    for junk in ("t_nothing", "t_", "%00", "x" * 64, "t_../../etc/passwd"):
        assert "run by Demo organisation" in take(starter, say(f"/start {junk}"))[1], junk


@pytest.mark.parametrize(("serve", "urgent", "other"), [("all", True, True), ("not-urgent", False, True), ("none", False, False)])
def test_unreviewed_texts_are_shown_as_the_installation_decided(starter: Edition, serve: str, urgent: bool, other: bool) -> None:
    house = replace(HOUSE, serve_drafts=serve)  # type: ignore[arg-type]
    for topic, wanted in (("disclosure", urgent), ("caseload", other)):
        _, words, _ = take(starter, Pressed(ORIGIN, f"a:{topic}", "m"), house=house)
        assert (f"ref {topic}" in words) == wanted
        assert wanted or "only reviewed texts are shown here" in words


def test_a_reviewed_text_says_when_and_a_text_past_its_date_says_that(starter: Edition) -> None:
    key = ("caseload", "en")
    text = starter.library.guidance[key]

    def shown(changed: Guidance) -> str:
        library = replace(starter.library, guidance={**starter.library.guidance, key: changed})
        return take(replace(starter, library=library), Pressed(ORIGIN, "a:caseload", "m"))[1]

    assert "reviewed 1 Nov 2026" in shown(replace(text, status="reviewed", reviewed_on=datetime(2026, 11, 1).date()))
    assert "past its review date (1 Nov 2026)" in shown(replace(text, review_by=datetime(2026, 11, 1).date()))


def test_forgetting_says_before_what_goes_and_erases_only_after_a_yes(starter: Edition) -> None:
    found, words, _ = take(starter, say("/forget"), Session(country="NG"))
    assert "Erased now" in words
    assert "Kept by Demo organisation" in words
    assert found.effects == ()
    yes = SIGNER.write(Press("gone"), "telegram:7")
    found, words, _ = take(starter, Pressed(ORIGIN, yes, "m"), Session(country="NG"))
    assert found.effects == (Forget(),)
    assert found.session == Session()
    found, _, _ = take(starter, Pressed(ORIGIN, SIGNER.write(Press("gone"), "telegram:8"), "m"), Session(country="NG"))
    assert found.effects == (), "the button of another person"


def test_with_the_store_down_reading_goes_on_and_changing_is_refused_in_plain_words(starter: Edition) -> None:
    down = Desk(storing=False)
    assert "ref caseload" in take(starter, Pressed(ORIGIN, "a:caseload", "m"), desk=down)[1]
    assert "Danger now" in take(starter, say("he has a knife"), desk=down)[1]
    for press in (Press("home", ("NG",)), Press("gone"), Press("want", ("",)), Press("use", ("caseload", "yes"))):
        found, words, _ = take(starter, Pressed(ORIGIN, SIGNER.write(press, "telegram:7"), "m"), desk=down)
        assert words.startswith("I can't save anything just now"), press
        assert found.effects == ()


def test_hiding_takes_back_what_is_shown(starter: Edition) -> None:
    found, words, buttons = take(starter, say("/hide"), Session(topic="caseload", topic_at=NOW))
    assert (found.effects, words, buttons) == ((Hide(),), "OK.", ())
    assert found.session.topic == ""


def test_blocking_and_coming_back_are_noticed(starter: Edition) -> None:
    assert take(starter, Blocked(ORIGIN))[0].effects == (Unreachable(),)
    assert take(starter, Unblocked(ORIGIN))[0].effects == (Unreachable(back=True),)


def test_a_country_is_kept_only_when_told_to(starter: Edition) -> None:
    session = Session()
    found, words, _ = take(starter, Pressed(ORIGIN, "in:NG:disclosure:who-to-tell", "m"), session)
    assert "Keep Nigeria for next time?" in words
    assert (found.session.country, found.session.country_now) == ("", "NG")
    later = found.session.at(NOW + timedelta(minutes=31))
    assert later.country_now == ""


def test_an_open_round_of_choices_and_the_reasons_lapse_with_the_topic(starter: Edition) -> None:
    unsure = next(q for q in UNSURE if "Did you mean" in take(starter, say(q))[1])
    found, _, _ = take(starter, say(unsure))
    assert found.session.chose
    assert "still not sure" in take(starter, say(unsure), found.session)[1]
    later = NOW + timedelta(minutes=31)
    assert "Did you mean" in take(starter, say(unsure), found.session, now=later)[1]
    lapsed = found.session.at(later)
    assert (lapsed.topic, lapsed.chose, lapsed.last_phrase, lapsed.last_label) == ("", False, "", "")


def test_whoever_doesn_t_say_where_they_are_gets_the_general_part(starter: Edition) -> None:
    _, words, _ = take(starter, Pressed(ORIGIN, "in:-:disclosure:who-to-tell", "m"))
    assert "ref disclosure" in words
    assert "Where do you work" not in words


def test_a_typed_question_beats_what_the_bot_last_asked(starter: Edition) -> None:
    found, _, _ = take(starter, Pressed(ORIGIN, "where:disclosure:who-to-tell", "m"))
    assert found.session.asked == "country"
    assert "ref supervision-frequency" in take(starter, say(FAR_FROM_HARM), found.session)[1]
    assert "Jordan" in take(starter, say("jordan"), found.session)[1]


ODD = [
    "", " ", "\u200b\u200e\u202e", "?", "\x00", "💔", "a" * 4096, "how " * 1000, "\ud800", "سلام", "a\u0301" * 500,
    "<b>x</b>", "/",
    "/start", "/SOS@practice_bot", "{service:gb-childline}", "[^x]", "`*_~", "javascript:alert(1)", "%s %d {}", "\u2066999\u2069",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=lambda t: repr(t[:12]))
def test_an_odd_message_gets_an_answer(starter: Edition, text: str) -> None:
    found, words, _ = take(starter, say(text))
    assert found.reply is not None
    assert words


def test_look_alike_letters_and_invisible_marks_change_nothing(starter: Edition) -> None:
    plain_words = "how often should supervision happen"
    tricked = "h\u200bow \u202eoften sh\u043euld supervision h\u0430ppen"
    assert take(starter, say(tricked))[1] == take(starter, say(plain_words))[1]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), kind=st.sampled_from(["said", "edited", "pressed", "caption", "location", "joined"]))
def test_whatever_is_sent_there_is_no_exception(starter: Edition, text: str, kind: str) -> None:
    incoming: Incoming = {
        "said": Said(ORIGIN, text, "m"),
        "edited": Edited(ORIGIN, text, "m"),
        "pressed": Pressed(ORIGIN, text, "m"),
        "caption": SentSomething(ORIGIN, "photo", text, "m"),
        "location": SharedLocation(ORIGIN, text[:2], "m"),
        "joined": Joined(ORIGIN, text),
    }[kind]
    take(starter, incoming)
