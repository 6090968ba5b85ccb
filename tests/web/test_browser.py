"""The chat in Chromium: by keyboard, by touch, without a connection, without script, small, large, dark, right to left."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.web import samples
from tests.web.fakes import FakeBot, make

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if not CHROMIUM:
    pytest.skip("no Chromium here: install the package chromium", allow_module_level=True)

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
TALKS = {
    "start": "",
    "answer": "uncle",
    "choices": "which",
    "card": "danger",
    "card and answer": "both",
    "sources": "source",
    "arabic": "سؤال",
}


class Server:
    """The web chat on a port of its own, in a thread; each test puts a bot of its own behind it."""

    def __init__(self) -> None:
        self.bot, self.app = FakeBot(), make(FakeBot())
        self.loop: asyncio.AbstractEventLoop | None = None
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(self._serve, interface="asgi3", log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        self.server, ready = uvicorn.Server(config), threading.Event()

        async def run() -> None:
            self.loop = asyncio.get_running_loop()
            self.loop.call_soon(ready.set)
            await self.server.serve([listener])

        self.thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
        self.thread.start()
        assert ready.wait(10)

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    def fresh(self) -> FakeBot:
        """A new bot."""
        self.bot = FakeBot()
        self.app = make(self.bot)
        return self.bot

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Run something of the bot's in the server's thread."""
        assert self.loop
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(10)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Phone:
    """A page of the chat, and what a person does on it."""

    def __init__(self, context: Any, url: str) -> None:
        self.context, self.url, self.errors = context, url, list[str]()
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if "Content Security" in message.text else None)

    def open(self, path: str = "/") -> Phone:
        """Go to the chat and see the first message."""
        self.page.goto(self.url + path)
        self.page.locator("article").first.wait_for()
        return self

    def say(self, text: str) -> Phone:
        """Type a question, send it and see the answer."""
        if text:
            before = self.page.locator("article").count()
            self.page.fill("#text", text)
            self.page.click(".send")
            self.sees(before + 1)
        return self

    def sees(self, messages: int) -> None:
        """Wait until that many messages of the bot are on the page."""
        sync_api.expect(self.page.locator("article")).to_have_count(messages)

    def focused(self) -> str:
        """The id or the words of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


@pytest.fixture
def phone(chromium: Any, server: Server) -> Iterator[Callable[..., Phone]]:
    """Makes pages; at the end none of them may have had an error or a breach of its policy."""
    server.fresh()
    made: list[Phone] = []

    def make_one(**how: Any) -> Phone:
        context = chromium.new_context(**{"viewport": PHONE, "locale": "en", **how})
        made.append(Phone(context, server.url))
        return made[-1]

    yield make_one
    for one in made:
        assert one.errors == []
        one.context.close()


@pytest.fixture
def bot(phone: Callable[..., Phone], server: Server) -> FakeBot:
    return server.bot


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
    assert one.page.title() == "Nothing to show."
    assert bot.said == ["/hide"]
