"""The chat in Chromium on a bad line, hidden in a hurry, reached from elsewhere, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web import samples
from tests.web.browser import Phone, Server, sync_api
from tests.web.fakes import FakeBot

pytestmark = pytest.mark.browser


# --- the question itself


def test_the_own_question_is_shown_by_the_page_and_kept_nowhere(phone: Callable[..., Phone]) -> None:
    one = phone().open().say("canary uncle")
    assert one.page.locator(".mine .words").inner_text() == "canary uncle"
    assert one.page.evaluate("sessionStorage.length + localStorage.length") == 0
    one.page.reload()
    one.sees(2)
    assert "canary" not in one.page.content()


def test_marks_in_a_question_are_only_words(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open().say("<img src=x onerror=alert(1)> uncle")
    assert one.page.locator(".mine img").count() == 0
    assert bot.said == ["<img src=x onerror=alert(1)> uncle"]


# --- a bad line


def test_a_question_typed_offline_waits_says_so_and_is_sent_once(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open()
    one.context.set_offline(True)
    one.page.fill("#text", "uncle")
    one.page.click(".send")
    sync_api.expect(one.page.locator("#state")).to_have_text(
        "No connection. Your question waits and is sent once when you're back."
    )
    assert bot.said == []
    one.context.set_offline(False)
    one.sees(2)
    assert bot.said == ["uncle"]
    assert one.page.locator(".mine").count() == 1
    assert one.page.locator(".mine.waits").count() == 0


def test_two_questions_typed_offline_arrive_in_their_order(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open()
    one.context.set_offline(True)
    for text in ("first", "second"):
        one.page.fill("#text", text)
        one.page.click(".send")
    one.context.set_offline(False)
    one.sees(3)
    assert bot.said == ["first", "second"]


def test_when_only_the_acknowledgement_is_lost_the_question_still_arrives_once(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one, lost = phone().open(), []

    def lose_first(route: Any) -> None:
        route.fetch()
        if lost:
            route.fulfill(status=204)
        else:
            lost.append(route)
            route.abort()

    one.page.route("**/say", lose_first)
    one.page.fill("#text", "uncle")
    one.page.click(".send")
    one.page.locator(".mine.waits").wait_for()
    one.page.locator(".mine:not(.waits)").wait_for()
    assert (len(lost), bot.said, bot.brought) == (1, ["uncle"], 3)


def test_what_waits_survives_a_reload_and_is_erased_when_it_is_sent(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open()
    one.page.route("**/say", lambda route: route.abort())
    one.page.fill("#text", "uncle")
    one.page.click(".send")
    one.page.locator(".mine.waits").wait_for()
    one.page.unroute("**/say")
    one.page.reload()
    one.sees(2)
    sync_api.expect(one.page.locator("#state")).to_have_text("")
    assert (bot.said, one.page.evaluate("sessionStorage.length")) == (["uncle"], 0)


def test_a_busy_server_is_asked_again_and_a_stale_page_says_so(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one, answers = phone().open(), [429, 503]
    one.page.route("**/say", lambda route: route.fulfill(status=answers.pop(0)) if answers else route.continue_())
    one.say("uncle")
    assert bot.said == ["uncle"]
    one.context.clear_cookies()
    one.page.unroute("**/say")
    one.page.fill("#text", "again")
    one.page.click(".send")
    sync_api.expect(one.page.locator(".mine .mark").last).to_contain_text("Open the chat again")
    assert bot.said == ["uncle"]


def test_the_emergency_card_opens_without_a_connection(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open()
    one.context.set_offline(True)
    one.page.fill("#text", "a question that waits")
    one.page.click(".send")
    one.page.locator(".mine.waits").wait_for()
    one.page.click("#sos button")
    sync_api.expect(one.page.locator("#log [role=alert]")).to_contain_text("999")
    assert one.page.locator("#log a[href='tel:999']").is_visible()
    one.context.set_offline(False)
    one.page.locator(".mine:not(.waits)").nth(1).wait_for()
    assert (bot.said, bot.pressed) == (["a question that waits"], [])


def test_news_that_nobody_waited_for_come_by_themselves(phone: Callable[..., Phone], server: Server) -> None:
    one = phone().open()
    server.do(server.bot.put(server.bot.taken[0].origin.chat, samples.NOT_KNOWN))
    one.sees(2)


def test_news_do_not_move_the_page_under_a_reader(phone: Callable[..., Phone], server: Server) -> None:
    one = phone().open().say("both").say("both")
    one.page.evaluate("scrollTo(0, 0)")
    server.do(server.bot.put(server.bot.taken[0].origin.chat, samples.ANSWER))
    one.page.locator("#newer").wait_for()
    assert one.page.evaluate("scrollY") == 0
    one.page.click("#newer")
    assert one.page.evaluate("document.activeElement === document.querySelector('#log').lastElementChild")


# --- hiding, coming from elsewhere, no script


def test_hide_empties_the_page_at_once_and_leaves_nothing_behind(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open().say("uncle")
    with one.page.expect_response("**/hide"):
        one.page.click("#hide button")
    assert one.page.inner_text("body").split("\n")[0] == "Nothing to show."
    assert (one.page.title(), one.page.url) == ("Nothing to show.", f"{one.url}/blank")
    assert bot.said[-1] == "/hide"
    one.page.reload()
    assert "uncle" not in one.page.content()
    assert one.page.title() == "Nothing to show."
    one.page.get_by_role("link", name="Continue").click()
    one.sees(1)
    assert one.page.locator("article").inner_text() == "OK."


def test_hide_works_without_a_connection_and_is_told_later(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open().say("uncle")
    one.context.set_offline(True)
    with one.page.expect_event("requestfailed", lambda request: request.url.endswith("/hide")):
        one.page.click("#hide button")
    assert one.page.title() == "Nothing to show."
    with one.page.expect_response("**/hide"):
        one.context.set_offline(False)
    assert bot.said == ["uncle", "/hide"]


def test_who_comes_by_a_link_from_elsewhere_is_still_the_same_visitor(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open().say("uncle")
    link = f"<a href='{one.url}/'>chat</a>"
    one.page.route("http://intranet.example/", lambda route: route.fulfill(content_type="text/html", body=link))
    one.page.goto("http://intranet.example/")
    one.page.click("a")
    one.sees(2)
    assert len(bot.joined) == 1


def test_choosing_a_language_turns_the_page(phone: Callable[..., Phone]) -> None:
    one = phone().open()
    one.page.get_by_role("button", name="العربية").click()
    one.page.locator("html[lang=ar][dir=rtl]").wait_for()
    assert one.page.locator(".send").inner_text() == "إرسال"


def test_without_script_a_question_is_answered_at_the_answer(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone(java_script_enabled=False).open()
    one.page.fill("#text", "uncle")
    one.page.click(".send")
    one.sees(2)
    assert one.page.url == f"{one.url}/?after=1#new"
    assert one.page.locator("#new").get_attribute("data-id") == "m2"
    one.page.get_by_role("button", name="What to say").click()
    one.sees(3)
    assert (bot.said, bot.pressed) == (["uncle"], ["p:disclosure:say:"])


def test_without_script_hide_and_the_emergency_card_work(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone(java_script_enabled=False).open()
    one.page.click("#sos button")
    one.page.locator("article.urgent").wait_for()
    one.page.click("#hide button")
    one.page.get_by_role("link", name="Continue").wait_for()
    assert one.page.title() == "Nothing to show."
    assert bot.said == ["/hide"]
