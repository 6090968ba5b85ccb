"""Watching the content folders: a changed file is live within ten seconds, or the old edition stays and somebody is told why.

Files are looked at every two seconds. A change is taken up once nothing has moved for a second, so that a file caught half-saved
is rarely read; where it is, it is refused and read again after the next change. Loading and checking run in a child process.
Texts go live as soon as they are checked; phrasings when their fit is done (some ten seconds later for a full library), because
a wrong text must not wait for a matcher. See `make.serve` for what answers in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import structlog

from bot.library.edition import Edition
from bot.library.make import (
    FIT_TAKES_AT_MOST,
    Kitchen,
    Made,
    child_environment,
    edition_version,
    fit_command,
    kept,
    order,
    prune,
    serve,
)
from bot.library.read import ContentRefused, Problem, own_paths, version_of
from bot.library.snapshot import Snapshot, Unreadable

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the folders."""
SETTLE = 1.0
"""Seconds for which nothing may have moved."""
PATIENCE = 10
"""Looks after which a folder that never comes to rest is read all the same."""
CHECK_TAKES_AT_MOST = 60.0
"""Seconds after which loading and checking count as failed."""

Signature = tuple[tuple[str, int, int], ...]
Sleep = Callable[[float], Awaitable[None]]


@dataclass
class Current:
    """The edition that is being served. Whoever answers takes it once and keeps it for that answer."""

    edition: Edition


class Works(Protocol):
    """What a publisher has done for it; tests bring one that needs no processes."""

    def look(self) -> Signature:
        """Something that changes when a file does."""

    def version(self) -> str:
        """The version that an edition of the files as they are now would have."""

    async def load(self) -> Snapshot:
        """Load and check the folders as they are now. Raises ContentRefused."""

    def serve(self, snapshot: Snapshot, running: Edition | None) -> Made:
        """An edition of checked content."""

    async def fit(self, made: Made) -> None:
        """Fit its phrases. Raises OSError or RuntimeError if that fails."""


class Publisher:
    """Keeps `current` at what the folders say.

    `on_refused` gets every error of an edition that was not published, once for each change; `on_published` each edition that
    went live, and whether its fit is in use.
    """

    def __init__(
        self,
        current: Current,
        works: Works,
        on_refused: Callable[[tuple[Problem, ...]], None] = lambda problems: None,
        on_published: Callable[[Edition, bool], None] = lambda edition, fitted: None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.current, self.works = current, works
        self._on_refused, self._on_published, self._sleep = on_refused, on_published, sleep
        self._done: Signature | None = None
        self._unfitted: Made | None = None
        self._fitting: asyncio.Task[None] | None = None

    async def run(self, made: Made | None = None) -> None:
        """Watch until cancelled. `made` is what is being served already: its fit is started if it has none."""
        self._done = await asyncio.to_thread(self.works.look)
        if await asyncio.to_thread(self.works.version) != self.current.edition.version:
            self._done = None  # a file was saved since this edition was made
        if made is not None and not made.fitted:
            await self._fit_for(made)
        try:
            while True:
                await self._sleep(LOOK_EVERY)
                await self.look()
        finally:
            await self.close()

    async def look(self) -> bool:
        """Take up a change if there is one; says whether there was. Never raises but for cancelling."""
        seen = await asyncio.to_thread(self.works.look)
        if seen == self._done:
            return False
        for _ in range(PATIENCE):
            await self._sleep(SETTLE)
            before, seen = seen, await asyncio.to_thread(self.works.look)
            if seen == before:
                break
        self._done = seen
        try:
            await self._publish()
        except ContentRefused as refused:
            self._on_refused(tuple(p for p in refused.problems if p.level == "error"))
        except Exception as error:
            # Whatever it was, the old edition goes on; the next save is a new try.
            log.error("publishing failed", error=type(error).__name__)
            self._on_refused((Problem("content", 0, f"the new content could not be published: {error}", "see the log"),))
        return True

    async def _publish(self) -> None:
        snapshot = await self.works.load()
        made = await asyncio.to_thread(self.works.serve, snapshot, self.current.edition)
        self._swap(made)
        if made.fitted:
            await self.close()
        else:
            await self._fit_for(made)

    def _swap(self, made: Made) -> None:
        self.current.edition = made.edition
        self._on_published(made.edition, made.fitted)

    async def _fit_for(self, made: Made) -> None:
        """See to it that `made` gets its fit. One that is under way for the same phrases goes on: texts that are mended
        meanwhile, one after another, must not keep it from ever being done."""
        same = self._unfitted is not None and self._unfitted.fit == made.fit
        if not (same and self._fitting is not None and not self._fitting.done()):
            await self.close()
            self._fitting = asyncio.create_task(self._fit(made), name="fit")
        self._unfitted = made

    async def _fit(self, made: Made) -> None:
        try:
            await self.works.fit(made)
            while self._unfitted is not None:
                latest = self._unfitted
                fitted = await asyncio.to_thread(self.works.serve, latest.snapshot, None)
                if self._unfitted is latest:
                    self._unfitted = None
                    if fitted.fitted:
                        self._swap(fitted)
        except (OSError, RuntimeError) as error:
            log.error("fitting failed", error=type(error).__name__)

    async def close(self) -> None:
        """Stop a fit that is under way."""
        self._unfitted = None
        if self._fitting is not None:
            self._fitting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._fitting
            self._fitting = None


@dataclass(frozen=True)
class Children:
    """The real works: files on disk, and child processes for what takes time."""

    kitchen: Kitchen

    def look(self) -> Signature:
        """Path, time of change and size of every file."""
        found: list[tuple[str, int, int]] = []
        folders = self.kitchen.opened()
        for folder in folders:
            try:
                paths = own_paths(folder, folders)
            except ContentRefused:
                continue
            for path in paths:
                with contextlib.suppress(OSError):
                    about = (folder.root / path).stat()
                    found.append((f"{folder.name}/{path}", about.st_mtime_ns, about.st_size))
        return tuple(found)

    def version(self) -> str:
        """From the files themselves."""
        return edition_version(version_of(self.kitchen.opened()))

    async def load(self) -> Snapshot:
        """In a child process. Raises ContentRefused with its problems, RuntimeError if it failed otherwise."""
        code, said, wrong = await _run(order(self.kitchen), CHECK_TAKES_AT_MOST)
        try:
            answer = json.loads(said)
            problems = tuple(Problem(*row) for row in answer["problems"])
        except (ValueError, KeyError, TypeError):
            raise RuntimeError(f"checking failed ({code}): {wrong.strip()[-500:]}") from None
        if not answer["ready"]:
            raise ContentRefused(problems)
        try:
            return await asyncio.to_thread(kept, Path(answer["ready"]))
        except (OSError, Unreadable) as error:
            raise RuntimeError(f"checked content can't be read back: {error}") from error

    def serve(self, snapshot: Snapshot, running: Edition | None) -> Made:
        """See `make.serve`."""
        return serve(snapshot, self.kitchen.cache, running)

    async def fit(self, made: Made) -> None:
        """In a child process. Raises RuntimeError with its words if it fails."""
        with tempfile.TemporaryDirectory() as scratch:
            code, _, wrong = await _run(fit_command(made.book, Path(scratch), made.fit), FIT_TAKES_AT_MOST)
        if code:
            raise RuntimeError(wrong.strip()[-500:])
        prune(made.fit.parent)


async def _run(command: Sequence[str], seconds: float) -> tuple[int, str, str]:
    """A child's exit code and words. It goes before its time is out, and with whoever waits for it."""
    nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=nothing, stdout=pipe, stderr=pipe, env=child_environment())
    with contextlib.suppress(OSError):
        # People who wait for an answer come first.
        os.setpriority(os.PRIO_PROCESS, child.pid, 10)
    try:
        said, wrong = await asyncio.wait_for(child.communicate(), seconds)
    except TimeoutError:
        raise RuntimeError(f"no result after {seconds:.0f} seconds") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return child.returncode or 0, said.decode("utf-8", "replace"), wrong.decode("utf-8", "replace")
