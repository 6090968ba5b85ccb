"""An invitation's page and signing out in Chromium: seen, heard, by keyboard, and with the chat open in a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.people.invite import code_of, web_path
from tests.web import samples
from tests.web.browser import AXE, SMALL, Phone, Server, sync_api
from tests.web.fakes import FakeBot
from tests.web.test_browser import broken_rules

pytestmark = pytest.mark.browser

LINK = web_path(code_of(bytes(range(16))))
ENDED = replace(samples.english(samples.p("Signed out.")), ends=True)
HIDDEN = """(hidden) => {
    Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here: npm ci --prefix tests/web --ignore-scripts")
@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark")])
def test_axe_finds_nothing_on_the_page_of_an_invitation(phone: Callable[..., Phone], lang: str, scheme: str) -> None:
    one = phone(color_scheme=scheme, locale=lang)
    one.page.goto(one.url + LINK)
    assert broken_rules(one) == []


@pytest.mark.parametrize("size", [16, 32], ids=["usual text", "text at 200 %"])
def test_the_page_of_an_invitation_is_no_wider_than_a_small_phone(phone: Callable[..., Phone], size: int) -> None:
    one = phone(viewport=SMALL)
    one.context.new_cdp_session(one.page).send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    one.page.goto(one.url + LINK)
    assert one.page.evaluate("document.documentElement.scrollWidth") == 320
    small = """[...document.querySelectorAll('button, label')].map(e => e.getBoundingClientRect().height).filter(h => h < 43.9)"""
    assert one.page.evaluate(small) == []


def test_by_keyboard_a_shared_computer_is_ticked_and_gone_on_from(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone()
    one.page.goto(one.url + LINK)
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Space")
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    one.page.locator("article").first.wait_for()
    assert bot.joined[-1].payload.startswith("s_")
    assert one.context.cookies()[0]["expires"] == -1
    assert "/join/" not in one.page.url


def test_an_open_page_that_is_signed_out_elsewhere_shows_nothing_of_before(
    phone: Callable[..., Phone], server: Server, bot: FakeBot
) -> None:
    one = phone().open().say("uncle")
    before = one.context.cookies()[0]["value"]
    server.do(bot.put(bot.taken[0].origin.chat, ENDED))
    sync_api.expect(one.page.locator("main")).to_contain_text("signed out in this browser")
    assert one.page.locator("article, .mine").count() == 0
    assert one.context.cookies()[0]["value"] != before
    one.page.get_by_role("link", name="Open the chat").click()
    one.sees(1)


def test_a_second_window_of_whoever_was_here_before_is_taken_down_too(
    phone: Callable[..., Phone], server: Server, bot: FakeBot
) -> None:
    one = phone().open().say("uncle")
    other = one.context.new_page()
    other.goto(one.url + LINK)
    other.get_by_label("Others use this computer").check()
    other.get_by_role("button", name="Go on").click()
    other.locator("article").first.wait_for()
    # With its next question for news, at the latest after 25 seconds; here at once.
    server.do(bot.put(bot.taken[0].origin.chat, samples.NOT_KNOWN))
    sync_api.expect(one.page.locator("article")).to_have_count(1)
    assert "A child tells you" not in one.page.content()


def test_while_nobody_looks_the_title_says_how_much_waits(phone: Callable[..., Phone], server: Server, bot: FakeBot) -> None:
    bot.member = True
    one = phone().open()
    one.page.evaluate(HIDDEN, True)
    server.do(bot.put(bot.taken[0].origin.chat, samples.NOT_KNOWN))
    one.sees(2)
    assert one.page.title() == "(1) Practice Line"
    one.page.evaluate(HIDDEN, False)
    assert one.page.title() == "Practice Line"


def test_what_came_while_the_page_was_closed_stands_below_a_line(
    phone: Callable[..., Phone], server: Server, bot: FakeBot
) -> None:
    one = phone().open()
    one.page.goto("about:blank")
    server.do(bot.alone())
    for _ in range(2):
        server.do(bot.put(bot.taken[0].origin.chat, samples.ANSWER))
    one.page.goto(one.url)
    line = one.page.get_by_text("New messages: 2")
    line.wait_for()
    assert 0 <= line.bounding_box()["y"] < 300  # type: ignore[index]
