"""Who may do what: headers, cookie, origin, form token, host names, sizes, pace."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.talk.house import House
from bot.web.app import WebSettings
from bot.web.pace import Pace, network
from bot.web.visitor import Badges
from tests.web.conftest import Visitor
from tests.web.dom import every
from tests.web.fakes import KEY, FakeBot, FixedClock, make

HTTPS = WebSettings(hosts=("chat.example.org",), https=True)


@pytest.mark.parametrize("path", ["/", "/blank", "/letters", "/healthz", "/readyz", "/nothing/here", "/static/chat.css", "/say"])
async def test_every_answer_carries_the_guarding_headers(visitor: Visitor, path: str) -> None:
    headers = (await visitor.http.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers or path == "/"


async def test_pages_are_kept_nowhere_and_static_files_until_they_change(visitor: Visitor) -> None:
    await visitor.open()
    sheet = every(visitor.page, "link", rel="stylesheet")[0].attrs["href"]
    assert (await visitor.http.get("/")).headers["cache-control"] == "no-store"
    assert "immutable" in (await visitor.http.get(sheet)).headers["cache-control"]
    assert (await visitor.http.get("/static/chat.css?v=other")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e%2fapp.py", "/static/chat.html", "/static/"])
async def test_only_the_static_files_are_given_out(visitor: Visitor, path: str) -> None:
    assert (await visitor.http.get(path)).status_code == 404


async def test_a_page_has_no_script_or_style_of_its_own(visitor: Visitor) -> None:
    answer = await visitor.open()
    assert [s.attrs["src"].partition("?")[0] for s in every(visitor.page, "script")] == ["/static/chat.js"]
    assert not every(visitor.page, "style")
    assert not [e for e in every(visitor.page) if "style" in e.attrs or any(name.startswith("on") for name in e.attrs)]
    assert "http://" not in answer.text
    assert "https://" not in answer.text


async def test_the_cookie_is_hidden_from_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = (await visitor.http.get("/")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Secure" not in cookie
    assert f"Max-Age={30 * 86400}" in cookie


async def test_over_https_the_cookie_is_never_sent_in_the_clear(bot: FakeBot) -> None:
    transport = httpx.ASGITransport(make(bot, settings=HTTPS))
    async with httpx.AsyncClient(transport=transport, base_url="https://chat.example.org") as http:
        answer = await http.get("/")
    assert answer.headers["set-cookie"].startswith("__Host-chat=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


async def test_a_visitor_stays_the_same_and_a_forged_cookie_is_nobody(bot: FakeBot) -> None:
    visitor = Visitor(make(bot))
    await visitor.open()
    await visitor.open()
    assert len(bot.joined) == 1
    name, value = next(iter(visitor.http.cookies.items()))
    for forged in (value[:-1], value[:-2] + "xx", "x" + value[1:], value.partition(".")[0], "", ".", "é"):
        visitor.http.cookies.clear()
        answer = await visitor.http.get("/letters", headers={"cookie": f"{name}={forged}".encode()})
        assert answer.status_code == 403, forged


async def test_after_a_change_of_the_key_old_cookies_hold_and_new_ones_are_given(bot: FakeBot) -> None:
    new = b"another key, just as long as it"
    old, both = Visitor(make(bot)), make(bot, keys=[new, KEY])
    await old.open()
    visitor = Visitor(both)
    visitor.http.cookies.update(old.http.cookies)
    await visitor.open()
    assert len(bot.joined) == 1
    after = Visitor(make(bot, keys=[new]))
    after.http.cookies.update(visitor.http.cookies)
    await after.open()
    assert len(bot.joined) == 1


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Badges([b"short"])


async def test_a_visit_from_a_link_elsewhere_goes_on_by_itself_and_takes_nobody_in(bot: FakeBot) -> None:
    visitor = Visitor(make(bot))
    answer = await visitor.http.get("/?start=t_disclosure", headers={"sec-fetch-site": "cross-site"})
    assert 'content="0; url=/?start=t_disclosure"' in answer.text
    assert "set-cookie" not in answer.headers
    assert bot.taken == []


async def test_a_look_without_reading_takes_nobody_in(bot: FakeBot) -> None:
    answer = await Visitor(make(bot)).http.head("/")
    assert (answer.status_code, bot.taken) == (200, [])


@pytest.mark.parametrize("path", ["/say", "/press"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://["},
    ],
    ids=str,
)
async def test_a_form_of_another_site_is_refused(visitor: Visitor, bot: FakeBot, path: str, headers: dict[str, str]) -> None:
    await visitor.open()
    answer = await visitor.post(path, {**visitor.form("say"), "text": "x", "data": "b:"}, **headers)
    assert (answer.status_code, len(bot.taken)) == (403, 1)


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": "null"}, {"origin": "http://testserver"}, {}],
    ids=str,
)
async def test_a_form_of_our_own_page_is_taken(visitor: Visitor, bot: FakeBot, headers: dict[str, str]) -> None:
    await visitor.open()
    assert (await visitor.post("/say", {**visitor.form("say"), "text": "x"}, **headers)).status_code == 303
    assert bot.said == ["x"]


async def test_a_form_needs_the_token_of_its_own_visitor(bot: FakeBot) -> None:
    app = make(bot)
    one, other, none = Visitor(app), Visitor(app), Visitor(app)
    await one.open()
    await other.open()
    for visitor, token in [(one, other.form("say")["token"]), (one, ""), (one, "é"), (none, one.form("say")["token"])]:
        answer = await visitor.post("/say", {**one.form("say"), "text": "x", "token": token})
        assert answer.status_code == 403
        assert "Open the chat" in answer.text
    assert bot.said == []


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "[", "testserver@evil.example"])
async def test_a_foreign_host_name_is_refused(visitor: Visitor, bot: FakeBot, host: str) -> None:
    answer = await visitor.http.get("/", headers={"host": host})
    assert (answer.status_code, bot.taken) == (400, [])


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:80", "[::1]:8080"])
async def test_loopback_is_answered_by_itself(bot: FakeBot, host: str) -> None:
    answer = await Visitor(make(bot, settings=WebSettings())).http.get("/", headers={"host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_probes_may_call_by_any_name(visitor: Visitor, path: str) -> None:
    assert (await visitor.http.get(path, headers={"host": "10.1.2.3:8080"})).status_code == 200


@pytest.mark.parametrize("path", ["/say", "/press"])
async def test_a_body_of_more_than_64_kib_is_refused_without_reading_it_all(visitor: Visitor, bot: FakeBot, path: str) -> None:
    await visitor.open()
    sent = 0

    async def endless():  # type: ignore[no-untyped-def]
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b"x" * 4096

    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = await visitor.http.post(path, content=endless(), headers=kind)
    assert answer.status_code == 413
    assert sent <= 17
    declared = await visitor.http.post(path, content=b"x", headers={**kind, "content-length": "70000"})
    assert (declared.status_code, len(bot.taken)) == (413, 1)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("text/plain", b"text=x"),
        ("", b"text=x"),
        ("application/x-www-form-urlencoded", b"text=%ff%fe"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(100))),
    ],
)
async def test_what_is_not_a_form_is_refused(visitor: Visitor, bot: FakeBot, kind: str, body: bytes) -> None:
    await visitor.open()
    answer = await visitor.http.post("/say", content=body, headers={"content-type": kind})
    assert (answer.status_code, len(bot.taken)) == (400, 1)


@pytest.mark.parametrize("data", ["", "x", "sos" * 30, "lang:ar:forged", "é", "\0", "a:" + "b" * 5000])
async def test_a_forged_button_arrives_as_what_it_is(visitor: Visitor, bot: FakeBot, data: str) -> None:
    await visitor.open()
    answer = await visitor.post("/press", {**visitor.form("sos"), "data": data})
    assert answer.status_code == 303
    assert bot.pressed == [data.replace("\0", "")[:200]]


@pytest.mark.parametrize("once", ["", "short", "x" * 65, "with spaces in it"])
async def test_a_form_needs_a_one_time_id(visitor: Visitor, once: str) -> None:
    await visitor.open()
    assert (await visitor.post("/say", {**visitor.form("say"), "text": "x", "once": once})).status_code == 400


async def test_a_flood_is_slowed_down_and_the_emergency_card_still_opens(bot: FakeBot) -> None:
    clock = FixedClock()
    visitor = Visitor(make(bot, clock=clock))
    await visitor.open()
    form = visitor.form("say")
    answers = [await visitor.post("/say", {**form, "text": str(n)}) for n in range(31)]
    assert [a.status_code for a in answers] == [303] * 30 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert 'href="tel:999"' in answers[-1].text
    assert (await visitor.post("/press", {**visitor.form("sos"), "data": "sos:"})).status_code == 303
    clock.move(1)
    assert (await visitor.post("/say", {**form, "text": "again"})).status_code == 303


async def test_new_visitors_of_one_address_are_slowed_down(bot: FakeBot) -> None:
    app = make(bot)
    codes = [(await Visitor(app).http.get("/")).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_a_pace_forgets_who_was_quiet_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.pace.REMEMBERED", 2)
    pace = Pace(FixedClock(), a_minute=60, burst=1)
    assert [pace.wait(key) for key in ("a", "a", "b", "c", "a")] == [0, 1, 0, 0, 0]


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    clock = FixedClock()
    pace = Pace(clock, a_minute=60, burst=2)
    pace.wait("a")
    clock.move(-3600)
    assert pace.wait("a") == 0


@pytest.mark.parametrize(
    ("host", "key"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:0db8:0001:0002"), ("testclient", "testclient"), ("", "")],
)
def test_one_customer_is_one_address(host: str, key: str) -> None:
    assert network(host) == key


async def test_a_wrong_way_of_asking_is_a_page(visitor: Visitor) -> None:
    for method, path, status in [("GET", "/say", 405), ("POST", "/", 405), ("GET", "/nowhere", 404)]:
        answer = await visitor.http.request(method, path)
        assert (answer.status_code, "There is no such page." in answer.text) == (status, True)


async def test_names_from_the_house_are_escaped(bot: FakeBot) -> None:
    answer = await Visitor(make(bot, house=House("<script>alert(1)</script>"))).open()
    assert "<script>alert" not in answer.text


async def test_many_visits_at_once_are_many_visitors(bot: FakeBot) -> None:
    app = make(bot)
    await asyncio.gather(*(Visitor(app).http.get("/") for _ in range(20)))
    assert len({one.origin.chat for one in bot.joined}) == 20
