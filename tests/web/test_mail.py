"""The page behind the link in each e-mail: looking stops nothing, one press does, and needs no cookie."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.web.conftest import Visitor
from tests.web.dom import every
from tests.web.fakes import FakeBot, make

GOOD = "p1.abc-_"


@dataclass
class Stops:
    """One token stops e-mails, once."""

    stopped: list[str] = field(default_factory=list)
    broken: Exception | None = None

    async def holds(self, token: str) -> bool:
        if self.broken:
            raise self.broken
        return token == GOOD and not self.stopped

    async def stop(self, token: str) -> bool:
        if not await self.holds(token):
            return False
        self.stopped.append(token)
        return True


@pytest.fixture
def stops() -> Stops:
    return Stops()


@pytest.fixture
def reader(bot: FakeBot, stops: Stops) -> Visitor:
    return Visitor(make(bot, mails=stops))


async def test_looking_stops_nothing(reader: Visitor, stops: Stops) -> None:
    await reader.http.head(f"/mail/{GOOD}")
    answer = await reader.open(f"/mail/{GOOD}")
    assert answer.status_code == 200
    assert [b.text for b in every(reader.page, "button")] == ["Stop these e-mails"]
    assert stops.stopped == []
    assert "set-cookie" not in answer.headers


async def test_a_press_stops_them_and_a_second_one_changes_nothing(reader: Visitor, stops: Stops) -> None:
    await reader.open(f"/mail/{GOOD}")
    (form,) = every(reader.page, "form")
    first = await reader.post(form.attrs["action"], {})
    second = await reader.post(form.attrs["action"], {})
    assert "No more of these e-mails" in first.text
    assert "stops nothing" in second.text
    assert stops.stopped == [GOOD]


async def test_a_mail_program_stops_them_without_a_page(reader: Visitor, stops: Stops) -> None:
    headers = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    answer = await reader.post(f"/mail/{GOOD}", {"List-Unsubscribe": "One-Click"}, **headers)
    assert (answer.status_code, stops.stopped) == (200, [GOOD])


@pytest.mark.parametrize("token", ["x", "p1.other", "%00", "é", "p" * 500])
async def test_a_wrong_link_has_nothing_to_press_and_stops_nothing(reader: Visitor, stops: Stops, token: str) -> None:
    answer = await reader.open(f"/mail/{token}")
    assert (answer.status_code, every(reader.page, "button")) == (200, [])
    assert "stops nothing" in (await reader.post(f"/mail/{token}", {})).text
    assert stops.stopped == []


async def test_the_page_names_nobody_and_no_address(reader: Visitor) -> None:
    answer = await reader.open(f"/mail/{GOOD}")
    assert "@" not in answer.text
    assert every(reader.page, "h1")[0].text == "E-mails"


async def test_with_the_store_down_it_says_so(reader: Visitor, stops: Stops) -> None:
    stops.broken = OSError()
    for answer in (await reader.http.get(f"/mail/{GOOD}"), await reader.post(f"/mail/{GOOD}", {})):
        assert (answer.status_code, "save anything just now" in answer.text) == (503, True)


async def test_whoever_asks_too_often_waits(reader: Visitor) -> None:
    codes = [(await reader.http.get("/mail/x")).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
