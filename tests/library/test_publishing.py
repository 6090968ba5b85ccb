"""Watching the folders: what is good goes live, what is broken is told, and there is always something to answer with."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.library.edition import Edition
from bot.library.make import Kitchen, Made, checked, make, serve
from bot.library.publish import Children, Current, Publisher, Signature
from bot.library.read import Problem
from bot.library.snapshot import Snapshot

TODAY = date(2026, 11, 22)
ABUSE = "guidance/harm/physical-abuse.en.md"


@dataclass
class Here:
    """The publisher's works without processes: loading happens here, fitting when the test says so."""

    kitchen: Kitchen
    fits: list[asyncio.Future[None]] = field(default_factory=list)
    fitted: set[Path] = field(default_factory=set)

    def look(self) -> Signature:
        return Children(self.kitchen).look()

    def version(self) -> str:
        return Children(self.kitchen).version()

    async def load(self) -> Snapshot:
        return checked(self.kitchen, TODAY)[0]

    def serve(self, snapshot: Snapshot, running: Edition | None) -> Made:
        made = serve(snapshot, self.kitchen.cache, running)
        if made.fit in self.fitted:
            return Made(made.edition, made.snapshot, made.book, made.fit, True)
        return made

    async def fit(self, made: Made) -> None:
        self.fits.append(asyncio.get_running_loop().create_future())
        await self.fits[-1]
        self.fitted.add(made.fit)


@dataclass
class World:
    works: Here
    current: Current
    publisher: Publisher
    refused: list[tuple[Problem, ...]]
    published: list[tuple[Edition, bool]]

    @property
    def tree(self) -> Path:
        return self.works.kitchen.folders[0]

    def save(self, old: str, new: str, path: str = ABUSE) -> None:
        text = (self.tree / path).read_text("utf-8")
        assert old in text
        (self.tree / path).write_text(text.replace(old, new), "utf-8")

    def code(self) -> str:
        text = self.current.edition.library.find("physical-abuse", "en")
        assert text is not None
        return text.code


@pytest.fixture
async def world(tree: Path, tmp_path: Path) -> World:
    works = Here(Kitchen((tree, tree / "local"), tmp_path / "cache"))
    current = Current(make(works.kitchen, TODAY).edition)
    refused: list[tuple[Problem, ...]] = []
    published: list[tuple[Edition, bool]] = []

    async def no_time(seconds: float) -> None:
        await asyncio.sleep(0)

    publisher = Publisher(
        current, works, refused.append, lambda edition, fitted: published.append((edition, fitted)), sleep=no_time
    )
    publisher._done = works.look()
    return World(works, current, publisher, refused, published)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0.001)


async def test_nothing_happens_while_nothing_changes(world: World) -> None:
    assert not await world.publisher.look()
    assert not world.published


async def test_a_saved_text_goes_live(world: World) -> None:
    before = world.code()
    world.save("goes home.", "goes anywhere.")
    assert await world.publisher.look()
    assert world.code() != before
    await world.publisher.close()


async def test_a_broken_file_leaves_the_old_edition_and_tells_every_error_once(world: World) -> None:
    edition = world.current.edition
    world.save("goes home. [^bruises]", "goes home, says the NSPCC.")
    await world.publisher.look()
    await world.publisher.look()
    assert world.current.edition is edition
    assert len(world.refused) == 1
    assert {p.level for p in world.refused[0]} == {"error"}
    assert len(world.refused[0]) == 2
    world.save("goes home, says the NSPCC.", "goes home. [^bruises]")
    await world.publisher.look()
    assert world.code() == edition.library.guidance["physical-abuse", "en"].code


async def test_a_mended_text_does_not_wait_for_a_fit_and_the_fit_follows(world: World) -> None:
    world.save("- burns on a child", "- a burn on a child")
    await world.publisher.look()
    await settle()
    assert [fitted for _, fitted in world.published] == [False]
    world.works.fits[-1].set_result(None)
    await settle()
    assert [fitted for _, fitted in world.published] == [False, True]
    assert world.current.edition is world.published[1][0]


async def test_a_fit_that_is_overtaken_by_another_change_is_dropped(world: World) -> None:
    world.save("- burns on a child", "- a burn on a child")
    await world.publisher.look()
    await settle()
    world.save("- a burn on a child", "- burning of a child")
    await world.publisher.look()
    await settle()
    assert world.works.fits[0].cancelled()
    world.works.fits[1].set_result(None)
    await settle()
    assert "burning of a child" in world.current.edition.library.guidance["physical-abuse", "en"].ask
    assert [fitted for _, fitted in world.published] == [False, False, True]


async def test_mended_texts_dont_hold_up_a_fit_that_is_under_way(world: World) -> None:
    world.save("- burns on a child", "- a burn on a child")
    await world.publisher.look()
    await settle()
    world.save("A health institute", "A health institution")
    await world.publisher.look()
    await settle()
    assert len(world.works.fits) == 1
    world.works.fits[0].set_result(None)
    await settle()
    assert [fitted for _, fitted in world.published] == [False, False, True]
    assert world.current.edition.library.guidance["physical-abuse", "en"].sources["bruises"].publisher == "A health institution"


async def test_a_file_saved_while_the_program_started_is_not_missed(world: World) -> None:
    world.save("goes home.", "goes anywhere.")
    watching = asyncio.create_task(world.publisher.run())
    async with asyncio.timeout(20):
        while not world.published:
            await asyncio.sleep(0.005)
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    assert "goes anywhere." in world.current.edition.library.guidance["physical-abuse", "en"].text


async def test_a_fit_that_fails_leaves_what_is_served(world: World) -> None:
    world.save("- burns on a child", "- a burn on a child")
    await world.publisher.look()
    await settle()
    world.works.fits[-1].set_exception(RuntimeError("no memory"))
    await settle()
    assert len(world.published) == 1
    assert world.current.edition.matcher.match("a burn on a child", lang="en").candidates


async def test_the_own_folder_is_noticed_when_it_appears(world: World) -> None:
    (world.tree / "local").mkdir()
    (world.tree / "local" / "hidden.yaml").write_text("topics: [physical-abuse]\n")
    await world.publisher.look()
    assert world.current.edition.library.find("physical-abuse", "en") is None
    await world.publisher.close()


async def test_a_failure_that_nobody_thought_of_leaves_the_old_edition(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = world.current.edition

    async def broken() -> Snapshot:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(world.works, "load", broken)
    world.save("goes home.", "goes anywhere.")
    await world.publisher.look()
    assert world.current.edition is edition
    assert "the disk is full" in world.refused[0][0].what


async def test_a_hundred_saves_under_questions_never_give_an_empty_answer(world: World) -> None:
    asked = 0
    going = True

    async def ask() -> None:
        nonlocal asked
        while going:
            edition = world.current.edition
            match = edition.matcher.match("burns on a child", lang="en")
            label = match.candidates[0].label
            text = edition.library.find(label, "en")
            assert label == "physical-abuse"
            assert text is not None
            assert text.short
            assert edition.words.say("en", "unknown")
            asked += 1
            await asyncio.sleep(0.002)

    questions = asyncio.create_task(ask())
    whole = (world.tree / ABUSE).read_text("utf-8")
    for number in range(100):
        text = whole.replace("goes home.", f"goes home, number {'x' * (number % 30 + 1)}.")
        if number % 10 in (3, 6, 9):
            # Caught half-saved, or broken.
            text = text[: 40 + number * 3] if number % 2 else text.replace("{#now}", "{#nwo}")
        (world.tree / ABUSE).write_text(text, "utf-8")
        await world.publisher.look()
    (world.tree / ABUSE).write_text(whole.replace("goes home.", "goes home safely."), "utf-8")
    await world.publisher.look()
    going = False
    await questions
    await world.publisher.close()
    assert len(world.refused) == 30
    assert asked > 100
    assert "goes home safely." in world.current.edition.library.guidance["physical-abuse", "en"].text


async def test_a_save_is_live_within_ten_seconds_with_real_processes(tree: Path, tmp_path: Path) -> None:
    kitchen = Kitchen((tree,), tmp_path / "cache")
    current = Current(make(kitchen, TODAY).edition)
    publisher = Publisher(current, Children(kitchen))
    publisher._done = Children(kitchen).look()
    text = (tree / ABUSE).read_text("utf-8")
    (tree / ABUSE).write_text(text.replace("goes home.", "goes anywhere."), "utf-8")
    start = time.perf_counter()
    assert await publisher.look()
    took = time.perf_counter() - start
    await publisher.close()
    assert "goes anywhere." in current.edition.library.guidance["physical-abuse", "en"].text
    # Two more seconds may pass before the look.
    assert took < 8.0
