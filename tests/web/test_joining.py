"""The link of an invitation in a browser of one's own and on a shared computer, signing out, and what waited meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.people.invite import code_in, code_of, is_shared, web_path
from bot.talk.messages import Joined
from tests.web import samples
from tests.web.conftest import Visitor
from tests.web.dom import Element, every, fields
from tests.web.fakes import FakeBot, FixedClock, make

CODE = code_of(bytes(range(16)))
LINK = web_path(CODE)
HOUR = 3600
ENDED = replace(samples.english(samples.p("Signed out.")), ends=True)


def form_of(visitor: Visitor) -> Element:
    return every(visitor.page, "form")[0]


async def go_on(visitor: Visitor, **ticked: str) -> None:
    """Open the link, perhaps tick the box, and go on to the chat."""
    await visitor.open(LINK)
    answer = await visitor.post(LINK, {**fields(form_of(visitor)), **ticked})
    assert answer.status_code == 303
    await visitor.open(answer.headers["location"])


def cookie_of(visitor: Visitor) -> str:
    (cookie,) = visitor.http.cookies.jar
    return str(cookie.value)


# --- looking -------------------------------------------------------------------------------------------------------------


async def test_looking_at_an_invitation_brings_nothing_to_the_bot(visitor: Visitor, bot: FakeBot) -> None:
    answer = await visitor.open(LINK)
    assert answer.status_code == 200
    assert bot.taken == []
    assert "An invitation" in answer.text
    assert "Run by Example Family Services" in answer.text


async def test_a_preview_by_head_or_get_from_elsewhere_takes_nobody_in(visitor: Visitor, bot: FakeBot) -> None:
    assert (await visitor.http.head(LINK)).status_code == 200
    answer = await visitor.http.get(LINK, headers={"sec-fetch-site": "cross-site"})
    assert f'content="0; url={LINK}"' in answer.text
    assert "set-cookie" not in answer.headers
    assert bot.taken == []


@pytest.mark.parametrize("code", [CODE, "a" * 26, "x", "-" * 90, "%3Cscript%3E", "é"])
async def test_every_code_is_shown_the_same_page(visitor: Visitor, code: str) -> None:
    answer = await visitor.open(f"/join/{code}")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert [h.text for h in every(visitor.page, "h1")] == ["An invitation"]
    assert [b.text for b in every(visitor.page, "button")] == ["Go on"]


async def test_the_page_needs_no_script_and_has_one_box_that_is_not_ticked(visitor: Visitor) -> None:
    await visitor.open(LINK)
    (box,) = every(visitor.page, "input", type="checkbox")
    assert (box.attrs["name"], "checked" in box.attrs) == ("shared", False)
    assert every(visitor.page, "script") == []
    assert form_of(visitor).attrs == {"class": "ask", "method": "post", "action": LINK}


async def test_the_page_speaks_the_browsers_language(bot: FakeBot) -> None:
    visitor = Visitor(make(bot), **{"accept-language": "ar"})
    await visitor.open(LINK)
    assert every(visitor.page, "html")[0].attrs == {"lang": "ar", "dir": "rtl"}


# --- going on ------------------------------------------------------------------------------------------------------------


async def test_whoever_goes_on_brings_the_code_to_the_chat_of_their_own_browser(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    before = cookie_of(visitor)
    await go_on(visitor)
    brought = bot.joined[-1]
    assert (code_in(brought.payload), is_shared(brought.payload)) == (CODE, False)
    assert brought.origin.chat == bot.joined[0].origin.chat
    assert cookie_of(visitor) == before
    assert len(visitor.messages) == 2


async def test_somebody_who_joined_stays_known_as_long_as_a_browser_keeps_a_cookie(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.member = True
    assert f"Max-Age={400 * 86400}" in (await visitor.http.get("/")).headers["set-cookie"]
    await go_on(visitor, shared="yes")
    assert "max-age" not in (await visitor.http.get("/")).headers["set-cookie"].lower()


async def test_a_double_tap_brings_it_once(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open(LINK)
    form = fields(form_of(visitor))
    await visitor.post(LINK, form)
    await visitor.post(LINK, form)
    assert (len(bot.joined), bot.brought) == (1, 2)


@pytest.mark.parametrize(
    ("spoil", "headers", "status"),
    [
        ({"token": "forged"}, {}, 403),
        ({"once": ""}, {}, 400),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
        ({}, {"origin": "https://evil.example"}, 403),
    ],
)
async def test_a_form_of_another_page_joins_nobody(
    visitor: Visitor, bot: FakeBot, spoil: dict[str, str], headers: dict[str, str], status: int
) -> None:
    await visitor.open(LINK)
    answer = await visitor.post(LINK, {**fields(form_of(visitor)), **spoil}, **headers)
    assert (answer.status_code, bot.taken) == (status, [])


# --- a computer that others use too --------------------------------------------------------------------------------------


async def test_on_a_shared_computer_somebody_new_comes_in_and_sees_nothing_of_before(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await visitor.say("uncle")
    await go_on(visitor, shared="yes")
    brought = bot.joined[-1]
    assert (code_in(brought.payload), is_shared(brought.payload)) == (CODE, True)
    assert brought.origin.chat != bot.joined[0].origin.chat
    assert [m.text.strip()[:4] for m in visitor.messages] == ["Demo"]


async def test_the_cookie_of_a_shared_computer_ends_with_the_browser(visitor: Visitor) -> None:
    await go_on(visitor, shared="yes")
    (cookie,) = visitor.http.cookies.jar
    assert cookie.expires is None
    answer = await visitor.http.get("/")
    assert "max-age" not in answer.headers["set-cookie"].lower()


async def test_a_shared_computer_is_signed_out_after_twelve_hours_without_use(bot: FakeBot) -> None:
    clock = FixedClock()
    visitor = Visitor(make(bot, clock=clock))
    await go_on(visitor, shared="yes")
    clock.move(11 * HOUR)
    await visitor.say("uncle")
    clock.move(11 * HOUR)
    await visitor.open()
    assert len(visitor.messages) == 2
    clock.move(12 * HOUR)
    answer = await visitor.open()
    assert "signed out" in answer.text
    assert "uncle" not in answer.text
    await visitor.open()
    assert len(visitor.messages) == 1


async def test_an_open_page_that_only_asks_for_news_does_not_keep_a_shared_computer_signed_in(bot: FakeBot) -> None:
    clock = FixedClock()
    visitor = Visitor(make(bot, clock=clock))
    await go_on(visitor, shared="yes")
    bot.patience = 0
    for _ in range(11):
        clock.move(HOUR)
        assert (await visitor.http.get("/letters?after=9")).status_code == 204
    clock.move(HOUR)
    assert (await visitor.http.get("/letters?after=9")).status_code == 410
    form = {**visitor.form("say"), "text": "x"}
    assert (await visitor.post("/say", form)).status_code == 403
    assert (await visitor.http.get("/file/m1/0")).status_code == 404


async def test_the_time_in_a_cookie_can_not_be_changed(bot: FakeBot) -> None:
    visitor = Visitor(make(bot))
    await go_on(visitor, shared="yes")
    name, value = next(iter(visitor.http.cookies.items()))
    who, minutes, mac = value.split(".")
    visitor.http.cookies.clear()
    for forged in (f"{who}.{int(minutes) + 1}.{mac}", f"{who}.{mac}", f"{who}..{mac}", f"{who}.{'9' * 30}.{mac}", f"{value}."):
        answer = await visitor.http.get("/letters", headers={"cookie": f"{name}={forged}".encode()})
        assert answer.status_code == 403, forged


# --- signed out ----------------------------------------------------------------------------------------------------------


async def test_after_signing_out_none_of_the_old_messages_is_shown_and_the_cookie_is_of_somebody_new(
    visitor: Visitor, bot: FakeBot
) -> None:
    await visitor.open()
    await visitor.say("uncle")
    chat = bot.taken[-1].origin.chat
    await bot.put(chat, ENDED)
    answer = await visitor.open()
    assert "signed out in this browser" in answer.text
    assert "A child tells you" not in answer.text
    assert every(visitor.page, "article") == []
    await visitor.open()
    assert isinstance(bot.taken[-1], Joined)
    assert bot.taken[-1].origin.chat != chat
    assert len(visitor.messages) == 1


async def test_what_comes_after_signing_out_is_not_shown_either(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    chat = bot.taken[0].origin.chat
    await bot.put(chat, ENDED)
    await bot.put(chat, samples.ANSWER)
    assert "A child tells you" not in (await visitor.open()).text


async def test_an_open_page_is_told_that_it_was_signed_out(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    await bot.put(bot.taken[0].origin.chat, ENDED)
    answer = await visitor.http.get("/letters?after=1", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (410, {"problem": "web.out"})


async def test_a_page_of_whoever_was_here_before_gets_no_news_of_the_next(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    old = visitor.form("say")["token"]
    assert (await visitor.http.get("/letters?after=0", headers={"x-form": old})).status_code == 200
    await go_on(visitor, shared="yes")
    assert (await visitor.http.get("/letters?after=0", headers={"x-form": old})).status_code == 410
    assert (await visitor.http.get("/letters?after=0", headers={"x-form": visitor.form("say")["token"]})).status_code == 200


# --- what waited ---------------------------------------------------------------------------------------------------------


async def test_the_page_says_how_many_messages_came_while_it_was_closed(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    chat = bot.taken[0].origin.chat
    for _ in range(2):
        await bot.put(chat, samples.NOT_KNOWN)
    await visitor.open()
    assert every(visitor.page, "title")[0].text == "(2) Practice Line"
    assert every(visitor.page, id="new")[0].text == "New messages: 2"
    await visitor.open()
    assert every(visitor.page, "title")[0].text == "Practice Line"
    assert every(visitor.page, id="new") == []


async def test_all_that_waited_is_shown_however_much_it_is(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    for _ in range(12):
        await bot.put(bot.taken[0].origin.chat, samples.NOT_KNOWN)
    await visitor.open()
    assert len(visitor.messages) == 12


async def test_a_first_visit_and_an_answer_just_asked_for_are_not_counted(visitor: Visitor) -> None:
    await visitor.open()
    assert every(visitor.page, "title")[0].text == "Practice Line"
    await visitor.say("uncle")
    assert every(visitor.page, "title")[0].text == "New answer · Practice Line"
    assert "New messages" not in visitor.page.text
