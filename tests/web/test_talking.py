"""The chat as plain forms: what a visitor without script sees and does."""

from __future__ import annotations

import pytest

from bot.channels.base import Letter
from bot.talk.messages import Joined, Pressed
from tests.web import samples
from tests.web.conftest import Visitor
from tests.web.dom import every, fields
from tests.web.fakes import HOUSE, FakeBot, FixedClock, make


async def test_a_first_visit_finds_the_start_message(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    assert [type(one) for one in bot.taken] == [Joined]
    assert "Ask in your own words" in visitor.messages[0].text


async def test_a_question_is_answered_on_the_next_page(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.say("a boy told me his uncle hits him")
    assert bot.said == ["a boy told me his uncle hits him"]
    assert [h.text for h in every(visitor.messages[-1], "h2")] == ["A child tells you about abuse"]


async def test_the_page_goes_to_the_new_answer_and_says_so_in_its_title(visitor: Visitor) -> None:
    await visitor.open()
    answer = await visitor.post("/say", {**visitor.form("say"), "text": "uncle"})
    assert answer.headers["location"] == "/?after=1#new"
    await visitor.open(answer.headers["location"])
    assert [m.attrs.get("id") for m in visitor.messages] == [None, "new"]
    assert every(visitor.page, "title")[0].text == "New answer · Practice Line"


async def test_a_button_is_pressed_with_its_message(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.say("uncle")
    await visitor.press("What to say")
    pressed = bot.taken[-1]
    assert isinstance(pressed, Pressed)
    assert (pressed.data, pressed.message_id) == ("p:disclosure:say:", "m2")


async def test_the_emergency_card_is_one_press_away_on_every_page(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.press("Emergency")
    assert bot.pressed == ["sos:"]
    assert every(visitor.messages[-1], role="alert")[0].text.strip().startswith("Danger now")


async def test_a_question_sent_twice_from_one_page_is_taken_once(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    form = {**visitor.form("say"), "text": "uncle"}
    await visitor.post("/say", form)
    await visitor.post("/say", form)
    assert (bot.said, bot.brought) == (["uncle"], 3)


async def test_another_question_from_the_same_old_page_is_taken_too(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    form = visitor.form("say")
    await visitor.post("/say", {**form, "text": "first"})
    await visitor.post("/say", {**form, "text": "second"})
    assert bot.said == ["first", "second"]


async def test_the_same_one_time_id_of_two_visitors_is_two_messages(bot: FakeBot) -> None:
    app = make(bot)
    for visitor in (Visitor(app), Visitor(app)):
        await visitor.open()
        await visitor.post("/say", {**visitor.form("say"), "text": "same", "once": "a-one-time-id"})
    assert bot.said == ["same", "same"]


async def test_a_page_waits_two_seconds_for_the_answer_and_then_offers_to_look_again(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.held, bot.patience = True, 0
    bot.waits.clear()
    await visitor.say("uncle")
    assert bot.waits == [2.0]
    later = every(visitor.page, id="new")[0]
    assert later.text == "Answering. Show the answer"
    await bot.release()
    await visitor.open(every(later, "a")[0].attrs["href"])
    assert "A child tells you about abuse" in visitor.messages[-1].text


async def test_the_question_itself_never_comes_back_from_the_server(visitor: Visitor) -> None:
    await visitor.open()
    answer = await visitor.say("canary uncle 4711")
    assert "canary" not in answer.text


async def test_an_edited_message_stands_once_with_its_last_words(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.say("something")
    box = next(iter(bot.boxes.values()))
    old: Letter = box[-1]
    new = await bot.put(bot.taken[-1].origin.chat, samples.ANSWER, amends=old.id)
    bot.boxes[bot.taken[-1].origin.chat] = [*box, new]
    await visitor.open()
    assert [m.attrs["data-id"] for m in visitor.messages] == ["m1", old.id]
    assert "A child tells you" in visitor.messages[-1].text


async def test_hide_shows_a_page_that_says_nothing_and_tells_the_bot(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.say("uncle")
    answer = await visitor.press("Hide")
    assert bot.said[-1] == "/hide"
    assert answer.url.path == "/blank"
    assert every(visitor.page, "title")[0].text == "Nothing to show."
    assert "Practice Line" not in answer.text
    await visitor.open("/")
    assert [m.text.strip() for m in visitor.messages] == ["OK."]


@pytest.mark.parametrize("spoil", [{"token": "forged"}, {"once": ""}], ids=["an old page", "no id"])
async def test_hide_hides_even_when_the_form_is_refused(visitor: Visitor, spoil: dict[str, str]) -> None:
    await visitor.open()
    answer = await visitor.post("/hide", {**visitor.form("hide"), **spoil})
    assert (answer.status_code, answer.headers["location"]) == (303, "/blank")


async def test_a_long_talk_shows_its_end_and_a_way_to_the_rest(visitor: Visitor) -> None:
    await visitor.open()
    for n in range(10):
        await visitor.say(f"question {n}")
    assert len(visitor.messages) == 8
    await visitor.open("/?all=1")
    assert len(visitor.messages) == 11


async def test_who_comes_back_to_an_empty_page_is_greeted_again(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.boxes.clear()
    await visitor.open()
    assert len(bot.joined) == 2
    assert len(visitor.messages) == 1


async def test_nobody_is_greeted_while_an_answer_is_on_its_way(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.boxes.clear()
    bot.held, bot.patience = True, 0
    await visitor.post("/say", {**visitor.form("say"), "text": "uncle"})
    await visitor.open()
    assert len(bot.joined) == 1


async def test_a_link_to_a_topic_is_handed_on_once(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open("/?start=t_disclosure")
    assert [one.payload for one in bot.joined] == ["t_disclosure"]
    answer = await visitor.open("/?start=t_neglect")
    assert [one.payload for one in bot.joined] == ["t_disclosure", "t_neglect"]
    assert answer.url.params["after"] == "1"


@pytest.mark.parametrize("junk", ["../x", "a b", "<script>", "x" * 65, ""])
async def test_a_link_with_junk_is_a_plain_visit(visitor: Visitor, bot: FakeBot, junk: str) -> None:
    await visitor.http.get("/", params={"start": junk})
    assert [one.payload for one in bot.joined] == [""]


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("", ""),
        ("  ", "  "),
        ("\u200b\u202e٣😀", "\u200b\u202e٣😀"),
        ("a\0b", "ab"),
        ("two\r\nlines", "two\nlines"),
        ("x" * 5000, "x" * 4096),
        ("/start <b>&amp;", "/start <b>&amp;"),
    ],
    ids=["empty", "blank", "odd letters", "NUL", "two lines", "too long", "marks"],
)
async def test_whatever_is_typed_arrives_as_it_is(visitor: Visitor, bot: FakeBot, typed: str, taken: str) -> None:
    await visitor.open()
    await visitor.say(typed)
    assert bot.said == [taken]


async def test_a_message_carries_when_and_where_it_came_from(bot: FakeBot) -> None:
    clock = FixedClock()
    visitor = Visitor(make(bot, clock=clock), **{"accept-language": "ar-JO,ar;q=0.9,en;q=0.1"})
    await visitor.open()
    origin = bot.taken[0].origin
    assert (origin.channel, origin.at, origin.locale, origin.private) == ("web", clock.at, "ar-JO", True)
    assert origin.chat == origin.person
    assert len(origin.update_id) <= 40


async def test_a_page_speaks_the_language_of_the_last_answer(visitor: Visitor) -> None:
    await visitor.open()
    assert every(visitor.page, "html")[0].attrs == {"lang": "en", "dir": "ltr"}
    await visitor.say("سؤال")
    assert every(visitor.page, "html")[0].attrs == {"lang": "ar", "dir": "rtl"}
    assert every(visitor.page, "h1")[0].text == "Practice Line"
    assert "إرسال" in [b.text for b in every(visitor.page, "button")]


async def test_a_first_page_speaks_the_browsers_language_where_the_house_does(bot: FakeBot) -> None:
    for accept, lang in [("ar", "ar"), ("fr,ar;q=0.5", "ar"), ("fr", "en"), ("", "en"), ("*", "en"), (";;,q=1", "en")]:
        visitor = Visitor(make(bot), **{"accept-language": accept})
        await visitor.open()
        assert every(visitor.page, "html")[0].attrs["lang"] == lang


async def test_the_page_says_who_runs_it_and_that_it_is_a_demo(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    header = every(visitor.page, "header")[0]
    assert "Run by Example Family Services" in header.text
    assert "Demo content: not for real cases." in header.text
    real = Visitor(make(bot, house=type(HOUSE)("Real House")))
    await real.open()
    assert "Demo" not in every(real.page, "header")[0].text


async def test_two_visitors_never_see_each_others_messages(bot: FakeBot) -> None:
    app = make(bot)
    one, other = Visitor(app), Visitor(app)
    await one.open()
    await one.say("uncle")
    await other.open()
    assert [m.attrs["data-id"] for m in other.messages] == ["m3"]


async def test_a_store_that_fails_is_said_with_the_emergency_card(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    form = {**visitor.form("say"), "text": "canary"}
    bot.broken = OSError("disk full, and here are the words: canary")
    answer = await visitor.post("/say", form)
    assert answer.status_code == 503
    assert "please send it again" in answer.text
    assert 'href="tel:999"' in answer.text
    assert "canary" not in answer.text
    bot.broken = None
    await visitor.post("/say", form)
    assert bot.said == ["canary"]


async def test_an_answer_that_breaks_is_a_page_too(bot: FakeBot) -> None:
    def falls(lang: str) -> None:
        if falls.times:
            falls.times -= 1
            raise RuntimeError("canary")

    falls.times = 1  # type: ignore[attr-defined]
    visitor = Visitor(make(bot, emergency=falls))
    answer = await visitor.open()
    assert answer.status_code == 500
    assert "canary" not in answer.text
    assert "content-security-policy" in answer.headers


async def test_nothing_typed_reaches_the_log(visitor: Visitor, bot: FakeBot, caplog: pytest.LogCaptureFixture) -> None:
    await visitor.open()
    bot.broken = OSError("canary")
    await visitor.post("/say", {**visitor.form("say"), "text": "canary"})
    assert "OSError" in caplog.text
    assert "canary" not in caplog.text


async def test_every_form_has_a_token_and_an_id_of_its_own(visitor: Visitor) -> None:
    await visitor.open()
    await visitor.say("uncle")
    forms = [fields(form) for form in every(visitor.page, "form")]
    assert len({form["once"] for form in forms}) == len(forms) == 5
    assert len({form["token"] for form in forms}) == 1
