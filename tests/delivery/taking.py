"""What the tests of taking back do alike: an edition with two lines for children, admins, and their steps in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery import REAL
from bot.library.edition import Edition
from bot.services.model import Contact, Directory
from bot.store import admins
from bot.store.moments import ms
from bot.talk.messages import Press
from tests.delivery.cast import SIGNER, Stage, stage, words_of
from tests.library.small import small_edition
from tests.store.databases import POSTGRES, empty_postgres

DATABASES = ["sqlite://", *([POSTGRES] if POSTGRES else [])]
both = pytest.mark.parametrize("url", DATABASES, ids=lambda url: url.partition(":")[0])
CANARY = "the lighthouse child Marmalade said her number was 5550199"


def edition() -> Edition:
    """The small edition with a second line for children in the same country."""
    small = small_edition()
    line = replace(small.directory.services["gb-childline"], topics=("disclosure", "neglect"))
    second = (Contact("phone", "020 7946 0111", "+442079460111"),)
    other = replace(line, id="gb-other", name="Other Line", contacts=second, owner="Ola's desk")
    return replace(small, directory=Directory({**small.directory.services, line.id: line, other.id: other}))


FILES = edition()


@asynccontextmanager
async def running(url: str = "sqlite://", **more: Any) -> AsyncIterator[Stage]:
    if url == POSTGRES:
        await empty_postgres()
    async with stage(url, talk=REAL, **{"edition": lambda: FILES, **more}) as s:
        yield s


async def code(s: Stage, role: str = "admin", secret: str = "a code that was made") -> str:
    await s.store.inner.write(lambda c: admins.offer(c, admins.hash_of(secret), role, ms(s.clock.now())))
    return secret


async def becomes_admin(s: Stage, chat: str) -> None:
    """With a code of their own."""
    await s.says(f"/admin {await code(s, secret=f'code of {chat}')}", chat)
    await s.settled()


async def answer(s: Stage, text: str, chat: str = "anna", **more: Any) -> str:
    """What somebody gets for some words."""
    before = len(s.channel.sent)
    await s.says(text, chat, **more)
    await s.settled()
    return last(s, chat, before)


def last(s: Stage, chat: str, since: int = 0) -> str:
    found = [out for out in s.channel.sent[since:] if out.chat == chat]
    return words_of(found[-1].drawn) if found else ""


async def press(s: Stage, verb: str, *args: str, chat: str = "anna", under: str = "m1") -> str:
    """What somebody gets for a button that they were given."""
    before = len(s.channel.sent)
    await s.presses(SIGNER.write(Press(verb, args), f"telegram:{chat}"), under, chat)
    await s.settled()
    return last(s, chat, before)


async def fixes(s: Stage, value: str, how: str = "rang", service: str = "gb-childline", chat: str = "anna") -> str:
    """One number, from the command to the last yes."""
    await answer(s, f"/fix {service}", chat)
    await press(s, "fxf", "1", "number", chat=chat)
    await answer(s, value, chat)
    shown = await press(s, "fxh", how, chat=chat)
    assert "Before:" in shown
    assert value.removeprefix("number ") in shown
    return await press(s, "fxy", chat=chat)


async def looked(s: Stage, seconds: float = 10) -> None:
    s.clock.move(seconds)
    await s.delivery.look_at_corrections()
    s.delivery.wake()
    await s.settled()
