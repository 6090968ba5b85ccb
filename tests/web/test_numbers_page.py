"""The numbers of a country as a page of their own: to be printed, or kept by its address."""

from __future__ import annotations

import httpx
import pytest

from bot.library.richtext import Heading, Items, Number, Strong, Text
from bot.talk.messages import Drawn, Voice
from tests.web import fakes
from tests.web.dom import every, read


def drawn(lang: str, country: str) -> Drawn:
    line = (Strong("Childline"), Text("\n"), Number("0800 1111", "+448001111"))
    direction = "rtl" if lang == "ar" else "ltr"
    return Drawn((Voice(lang, direction, (Heading(f"Numbers for {country or 'all'}"), Items((line,)))),), lang=lang)  # type: ignore[arg-type]


async def opened(path: str, **headers: str) -> httpx.Response:
    bot = fakes.FakeBot()
    transport = httpx.ASGITransport(fakes.make(bot, numbers=drawn))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as browser:
        answer = await browser.get(path)
        assert not bot.taken, "a page that is only read tells nobody that it was"
        return answer


async def test_it_shows_the_numbers_with_what_dials_them_and_keeps_nothing() -> None:
    answer = await opened("/numbers?country=GB-SCT")
    assert answer.status_code == 200
    page = read(answer.text)
    assert [h.text for h in every(page, "h2")] == ["Numbers for GB-SCT"]
    assert 'href="tel:+448001111"' in answer.text
    assert "set-cookie" not in answer.headers
    assert not every(page, "form")
    assert not every(page, "script")


@pytest.mark.parametrize("wish", ["", "?country=", "?country=gb", "?country=%3Cscript%3E", "?country=GBGB", "?country=GB-SCOT"])
async def test_what_is_no_country_is_where_the_organisation_works(wish: str) -> None:
    answer = await opened(f"/numbers{wish}")
    assert answer.status_code == 200
    assert "Numbers for all" in answer.text
    assert "<script>" not in answer.text


async def test_it_is_in_the_language_of_the_browser_if_that_is_spoken() -> None:
    assert '<html lang="ar" dir="rtl">' in (await opened("/numbers", **{"accept-language": "ar"})).text
    assert '<html lang="en" dir="ltr">' in (await opened("/numbers", **{"accept-language": "yo"})).text
