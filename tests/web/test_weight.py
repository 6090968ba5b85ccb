"""What a phone has to load: bytes over the wire, headers and all."""

from __future__ import annotations

import httpx
import pytest

from bot.library.richtext import Heading, parse
from bot.talk.messages import Drawn, Voice
from tests.web import samples
from tests.web.conftest import Visitor
from tests.web.dom import every
from tests.web.fakes import ROOT, FakeBot, make

FIRST_PAGE = 40 * 1024
ANSWER = 6 * 1024


def weight(answer: httpx.Response) -> int:
    """Bytes of head and body as they travel."""
    return answer.num_bytes_downloaded + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + 17


def passages() -> list[tuple[str, str]]:
    """Every passage of the English guidance that is in the content: its place, and its Markdown."""
    found = []
    for path in sorted((ROOT / "content/guidance").rglob("*.en.md")):
        body = path.read_text("utf-8").split("\n---\n", 1)[-1]
        for n, part in enumerate(body.split("\n## ")):
            if not part.lstrip("#").startswith((" {ask}", "{ask}", "{not-this}")):
                found.append((f"{path.name} {n}", part.split("\n### {ask}")[0]))
    return found


async def test_the_first_page_with_everything_on_it_is_light(visitor: Visitor) -> None:
    answer = await visitor.open()
    linked = [e.attrs.get("href") or e.attrs["src"] for e in every(visitor.page) if e.tag in ("link", "script")]
    sizes = {"/": weight(answer)} | {url.partition("?")[0]: weight(await visitor.http.get(url)) for url in linked}
    print(sizes, sum(sizes.values()))
    assert len(sizes) == 4
    assert sum(sizes.values()) <= FIRST_PAGE


@pytest.mark.parametrize("drawn", [samples.ANSWER, samples.CARD, samples.CARD_AND_ANSWER, samples.ARABIC])
async def test_an_answer_is_light_for_the_script_and_as_a_page(bot: FakeBot, drawn: Drawn) -> None:
    bot.answer = lambda _: [drawn]
    visitor = Visitor(make(bot))
    await visitor.open()
    page = await visitor.say("a question")
    news = await visitor.http.get("/letters?after=1")
    print(weight(page), weight(news))
    assert weight(page) <= ANSWER
    assert weight(news) <= ANSWER / 2


async def test_the_heaviest_passage_of_the_content_is_light_too(bot: FakeBot) -> None:
    heaviest = max(passages(), key=lambda passage: len(passage[1].encode()))
    blocks = parse(heaviest[1], lambda line, what, remedy: None)
    bot.answer = lambda _: [Drawn((Voice("en", "ltr", (Heading("A title"), *blocks)),), samples.ANSWER.buttons)]
    visitor = Visitor(make(bot))
    await visitor.open()
    await visitor.say("a question")
    assert weight(await visitor.http.get("/letters?after=1")) <= ANSWER


async def test_a_page_of_a_long_talk_stays_light(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    for word in ["uncle", "which", "danger", "both", "source", "سؤال", "uncle", "danger", "uncle"]:
        page = await visitor.say(word)
    assert weight(page) <= ANSWER


async def test_nothing_new_costs_next_to_nothing(visitor: Visitor, bot: FakeBot) -> None:
    await visitor.open()
    bot.patience = 0
    answer = await visitor.http.get("/letters?after=1", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert weight(answer) <= 700
