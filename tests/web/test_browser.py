"""The chat in Chromium, seen, heard and by keyboard: small, large, dark, right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web import samples
from tests.web.browser import AXE, SMALL, TALKS, Phone, Server
from tests.web.fakes import FakeBot

pytestmark = pytest.mark.browser


# --- seen and heard


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here: npm ci --prefix tests/web --ignore-scripts")
@pytest.mark.parametrize(
    ("talk", "scheme"), [*((talk, "light") for talk in TALKS), ("choices", "dark"), ("card and answer", "dark")]
)
def test_axe_finds_nothing(phone: Callable[..., Phone], talk: str, scheme: str) -> None:
    one = phone(color_scheme=scheme, reduced_motion="reduce", locale="ar" if talk == "arabic" else "en").open().say(TALKS[talk])
    assert broken_rules(one) == []


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here: npm ci --prefix tests/web --ignore-scripts")
def test_axe_finds_nothing_on_the_pages_around_the_chat(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone(reduced_motion="reduce").open()
    for path in ("/blank", "/nowhere"):
        one.page.goto(one.url + path)
        assert broken_rules(one) == []
    bot.broken = OSError()
    one.page.goto(one.url)
    assert broken_rules(one) == []


def broken_rules(one: Phone) -> list[tuple[str, list[str]]]:
    """The rules of WCAG 2.2 AA and good practice that a page breaks, and where."""
    one.page.evaluate(AXE.read_text("utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = one.page.evaluate("rules => axe.run({runOnly: rules})", rules)
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("size", [16, 32], ids=["usual text", "text at 200 %"])
def test_nothing_is_wider_than_320_pixels(phone: Callable[..., Phone], talk: str, size: int) -> None:
    one = phone(viewport=SMALL)
    one.context.new_cdp_session(one.page).send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    one.open().say(TALKS[talk])
    assert one.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == size
    assert one.page.evaluate("document.documentElement.scrollWidth") == 320
    outside = """[...document.body.querySelectorAll('*')].filter(e => !e.closest('.skip'))
        .map(e => [e.outerHTML, e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < -0.5 || box.right > 320.5)).map(([html]) => html)"""
    assert one.page.evaluate(outside) == []


def test_what_is_tapped_is_at_least_44_pixels(phone: Callable[..., Phone]) -> None:
    one = phone(viewport=SMALL, reduced_motion="reduce").open().say("danger").say("uncle")
    small = """[...document.querySelectorAll('button, textarea, .urgent a[href^="tel:"]')]
        .map(e => [e.textContent, e.getBoundingClientRect()])
        .filter(([, box]) => box.height && (box.height < 43.9 || box.width < 43.9))
        .map(([text, box]) => [text, box.width, box.height])"""
    assert one.page.evaluate(small) == []


def test_the_answer_is_not_under_the_bars(phone: Callable[..., Phone]) -> None:
    one = phone().open().say("uncle")
    top, bar = one.page.evaluate("""['article:last-of-type', 'header'].map(s => document.querySelector(s).getBoundingClientRect())
        .map((box, n) => n ? box.bottom : box.top)""")
    assert bar <= top < bar + 120


def test_new_answers_are_read_out_politely_and_the_emergency_card_at_once(phone: Callable[..., Phone]) -> None:
    one = phone().open().say("uncle").say("danger")
    assert one.page.locator("#log").get_attribute("role") == "log"
    alerts = one.page.locator("#log [role=alert]")
    assert alerts.count() == 1
    assert "Danger now" in alerts.inner_text()
    assert one.page.locator("#state").get_attribute("role") == "status"


def test_the_emergency_card_and_its_button_differ_in_more_than_colour(phone: Callable[..., Phone]) -> None:
    one = phone(forced_colors="active").open().say("uncle").say("danger")
    style = "(e, p) => [parseFloat(getComputedStyle(e).borderTopWidth), getComputedStyle(e, '::before').content.includes('!')]"
    assert one.page.locator("article .danger").first.evaluate(style) == [2, True]
    assert one.page.locator("article button:not(.danger)").first.evaluate(style) == [1, False]
    assert one.page.locator("article.urgent").evaluate(style)[0] > 2


def test_nothing_moves_for_who_asked_for_stillness(phone: Callable[..., Phone]) -> None:
    assert phone(reduced_motion="reduce").open().say("uncle").page.evaluate("document.getAnimations().length") == 0


def test_right_to_left_the_page_is_turned_and_a_number_is_not(phone: Callable[..., Phone]) -> None:
    one = phone(locale="ar").open()
    places = "s => s.map(one => document.querySelector(one).getBoundingClientRect().left)"
    send, field = one.page.evaluate(places, [".send", "#text"])
    assert send < field
    ends = """() => { const words = document.querySelector('bdi span').firstChild; return [0, words.length - 1].map(n => {
        const range = document.createRange(); range.setStart(words, n); range.setEnd(words, n + 1);
        return range.getBoundingClientRect().left; }); }"""
    plus, last = one.page.evaluate(ends)
    assert plus < last


# --- by keyboard


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(phone: Callable[..., Phone]) -> None:
    one = phone().open().say("uncle")
    one.page.reload()
    one.page.locator("article").first.wait_for()
    stops = []
    for _ in range(40):
        one.page.keyboard.press("Tab")
        if one.focused() in stops or one.page.evaluate("document.activeElement === document.body"):
            break
        stops.append(one.focused())
        width = one.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 3, stops[-1]
    start = ["Ask", "Numbers", "Browse", "العربية"]
    answer = ["Not safe right now", "What to say", "Write down", "Who to tell"]
    assert stops[:2] == ["Skip to the question", "Hide"]
    assert stops[2:10] == [*start, *answer]


def test_a_focused_button_is_never_under_the_bars(phone: Callable[..., Phone]) -> None:
    one = phone(viewport={"width": 390, "height": 600}).open().say("both").say("uncle")
    one.page.evaluate("scrollTo(0, 0); document.querySelector('article button').focus()")
    for _ in range(16):
        seen = one.page.evaluate("""() => { const e = document.activeElement, box = e.getBoundingClientRect();
            const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return e === at || e.contains(at); }""")
        assert seen, one.focused()
        one.page.keyboard.press("Tab")


def test_the_skip_link_leads_to_the_question(phone: Callable[..., Phone]) -> None:
    one = phone().open()
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert one.focused() == "text"


def test_after_sending_with_the_return_key_the_focus_stays_in_the_field(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open()
    one.page.focus("#text")
    one.page.keyboard.type("my uncle")
    one.page.keyboard.press("Shift+Enter")
    one.page.keyboard.type("hits a boy")
    one.page.keyboard.press("Enter")
    one.sees(2)
    assert (one.focused(), one.page.input_value("#text"), bot.said) == ("text", "", ["my uncle\nhits a boy"])


def test_a_button_is_pressed_with_the_space_bar_and_keeps_the_focus(phone: Callable[..., Phone], bot: FakeBot) -> None:
    one = phone().open().say("uncle")
    one.page.get_by_role("button", name="What to say").focus()
    one.page.keyboard.press("Space")
    one.sees(3)
    assert (one.focused(), bot.pressed) == ("What to say", ["p:disclosure:say:"])


def test_an_edited_message_is_replaced_where_it_stands_and_keeps_the_focus(phone: Callable[..., Phone], server: Server) -> None:
    one = phone().open().say("something")
    one.page.locator("article").last.get_by_role("button", name="Browse").focus()
    server.do(server.bot.put(server.bot.taken[0].origin.chat, samples.ANSWER, amends="m2"))
    one.page.get_by_role("heading", name="A child tells you about abuse").wait_for()
    assert one.page.locator("article").count() == 2
    assert one.page.evaluate("document.activeElement.dataset.id") == "m2"
