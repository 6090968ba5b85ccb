"""Content folders become an `Edition`, by way of a cache: checked content and fits are kept under the hash of their origin.

`make` is what every front door calls (`run`, `chat`, `ask`, tests). A start whose files haven't changed reads one JSON text and
one fit: no YAML, no Markdown, no checks. Fitting is never done here but in a child process; until a fit is there, the edition
serves with the matcher's own tiers (whole phrases answered, everything else offered as choices).

`python -m bot.library.make` does the loading and checking in a process of its own, for `publish`: whatever is in a file, the
serving process neither waits for it nor holds its memory.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.library.edition import Edition
from bot.library.read import ContentRefused, Folder, Problem, version_of
from bot.library.snapshot import SHAPE, Snapshot, Unreadable, pack, unpack
from intents import Matcher, PhraseBook, StaleFit, Urgency
from intents.code import code_version

AT_ONCE = min(2, os.cpu_count() or 1)
"""Languages fitted side by side while somebody waits; each needs up to 1 GB."""
FIT_TAKES_AT_MOST = 600.0
"""Seconds after which a fit counts as failed."""
_KEPT = 6
"""Snapshots and fits that stay in the cache, newest first."""


@dataclass(frozen=True)
class Kitchen:
    """Where editions are made: content folders, lowest first, the cache folder, and optionally the held-out questions that
    phrasings must not repeat."""

    folders: tuple[Path, ...]
    cache: Path
    questions: Path | None = None

    def opened(self) -> tuple[Folder, ...]:
        """The folders as they are read, named as from here. Those that aren't there (yet) are left out, except the first."""
        there = (path for number, path in enumerate(self.folders) if number == 0 or path.is_dir())
        return tuple(Folder(path, _shown(path)) for path in there)


@dataclass(frozen=True)
class Made:
    """An edition and what it was made of. `fit` is where its fit lies or will lie; `fitted` whether it is in use.

    `problems` are the warnings of the check, where one was made.
    """

    edition: Edition
    snapshot: Snapshot
    book: PhraseBook
    fit: Path
    fitted: bool
    problems: tuple[Problem, ...] = ()


def make(kitchen: Kitchen, today: date, fit: bool = False) -> Made:
    """The edition of the folders as they are now. `fit` waits for a fit if there is none yet.

    Raises ContentRefused with every problem if a file has an error.
    """
    snapshot, problems = checked(kitchen, today)
    made = replace(serve(snapshot, kitchen.cache), problems=problems)
    if fit and not made.fitted:
        fit_now(made.book, made.fit)
        made = replace(serve(snapshot, kitchen.cache), problems=problems)
    return made


def checked(kitchen: Kitchen, today: date) -> tuple[Snapshot, tuple[Problem, ...]]:
    """Loaded and checked content, out of the cache if these very files were checked before; with the warnings of this look
    (none out of the cache). Raises ContentRefused."""
    folders = kitchen.opened()
    with contextlib.suppress(OSError, Unreadable):
        path = snapshot_path(kitchen.cache, version_of(folders))
        snapshot = kept(path)
        _keep(_pointer(kitchen), path.name)
        return snapshot, ()
    # Only now: a start from the cache does without pydantic, Markdown and the checks.
    from bot.library.book import phrase_book
    from bot.library.check import check, held_out
    from bot.library.load import load

    loaded = load(folders)
    problems = list(loaded.problems)
    if loaded.content is not None:
        problems += check(loaded.content, today, held_out(kitchen.questions))
    problems.sort()
    if loaded.content is None or any(p.level == "error" for p in problems):
        raise ContentRefused(tuple(problems))
    content = loaded.content
    snapshot = Snapshot(
        content.version,
        content.library,
        content.directory,
        content.places,
        content.words,
        phrase_book(content).to_json(),
        content.tunings,
        content.finding,
        content.scheduling,
        content.kinds,
        content.replies,
        content.codes,
    )
    path = snapshot_path(kitchen.cache, content.version)
    _keep(path, pack(snapshot))
    _keep(_pointer(kitchen), path.name)
    return snapshot, tuple(problems)


def last_good(kitchen: Kitchen) -> Made | None:
    """The edition of these folders that last passed its checks, if the cache still has it: for a start while a file is broken.

    Whoever needs the emergency card must not wait for an editor. The publisher tells what is wrong as soon as it runs.
    """
    try:
        return serve(kept(kitchen.cache / _pointer(kitchen).read_text("utf-8")), kitchen.cache)
    except (OSError, ValueError):
        return None


def inspect(kitchen: Kitchen, today: date, deeply: bool = False) -> tuple[Problem, ...]:
    """Every problem of the folders as they are now, never out of the cache: what `practiceline check` prints.

    `deeply` also asks each phrasing, and what belongs next door, back from a fitted matcher (fitted first, if need be), once
    nothing else is wrong.
    """
    from bot.library.book import phrase_book
    from bot.library.check import check, held_out, over_matched, unclaimed
    from bot.library.load import load

    try:
        questions = held_out(kitchen.questions)
    except ContentRefused as refused:
        return refused.problems
    loaded = load(kitchen.opened())
    problems = list(loaded.problems)
    if loaded.content is not None:
        problems += check(loaded.content, today, questions)
        if deeply and not any(p.level == "error" for p in problems):
            book = phrase_book(loaded.content)
            fit = fit_path(kitchen.cache, book)
            try:
                matcher = Matcher.load(book, fit)
            except (StaleFit, OSError):
                fit_now(book, fit)
                matcher = Matcher.load(book, fit)
            problems += [*over_matched(matcher, loaded.content), *unclaimed(matcher, loaded.content)]
    return tuple(sorted(set(problems)))


def serve(snapshot: Snapshot, cache: Path, running: Edition | None = None) -> Made:
    """The edition of a snapshot, with its fit if that is in the cache.

    Without a fit, the matcher of the `running` edition goes on if everything that it may answer still has a text: then a mended
    text needn't wait for the fit that a new phrasing needs. Else the matcher serves without a fit.
    """
    with _undisturbed():
        book = PhraseBook.from_json(snapshot.book)
        fit = fit_path(cache, book)
        fitted = True
        try:
            matcher, urgency = Matcher.load(book, fit, snapshot.tunings), Urgency.load(book, fit, snapshot.tunings)
        except (StaleFit, OSError):
            fitted = False
            if running is not None and running.matcher.fitted and _still_right(running, snapshot):
                matcher, urgency = running.matcher, running.urgency
            else:
                matcher, urgency = Matcher.unfitted(book), Urgency.unfitted(book)
        edition = Edition(
            edition_version(snapshot.version),
            snapshot.library,
            matcher,
            matcher.policy,
            urgency,
            snapshot.directory,
            snapshot.places,
            snapshot.words,
            snapshot.finding,
            scheduling=snapshot.scheduling,
            kinds=snapshot.kinds,
            replies=snapshot.replies,
            codes=snapshot.codes,
        )
        _ = edition.finder  # made now, so that the first search doesn't wait for it
    return Made(edition, snapshot, book, fit, fitted)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Without looking for rubbish: of hundreds of thousands of small objects that are made here nearly all stay, and looking
    through them again and again costs a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def edition_version(version: str) -> str:
    """The short form of the hash of all files: what replicas and logs compare."""
    return version[:10]


def _still_right(running: Edition, snapshot: Snapshot) -> bool:
    answered = {topic for topic, _ in snapshot.library.guidance}
    named = {aside.kind.partition(":")[2] for aside in running.matcher.book.asides if aside.kind.startswith("gap:")}
    return set(running.matcher.labels) <= answered and named <= set(snapshot.library.gaps)


def fit_now(book: PhraseBook, fit: Path) -> None:
    """Fit in a child process and wait. Raises RuntimeError with the child's words if it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        command = fit_command(book, Path(scratch), fit, workers=AT_ONCE)
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=FIT_TAKES_AT_MOST, check=False, env=child_environment()
        )
    if done.returncode:
        raise RuntimeError(f"fitting failed: {done.stderr.strip()[-500:]}")
    prune(fit.parent)


def fit_command(book: PhraseBook, scratch: Path, fit: Path, workers: int = 1) -> list[str]:
    """How a fit is started; the book is put into the folder `scratch` for it. Beside a bot that serves one worker is enough."""
    path = scratch / "book.json"
    path.write_text(book.to_json(), "ascii")
    return [sys.executable, "-m", "intents", "fit", "--book", str(path), "--out", str(fit), "--workers", str(workers)]


def child_environment() -> dict[str, str]:
    """The environment of a child: it finds this very program, wherever it was started from."""
    here = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))}


# --- the cache ----------------------------------------------------------------------------------------------------------


def cache_folder(wanted: Path) -> Path:
    """The folder to cache in: the one wanted, or one of this user's in the system's temporary folder if that can't be written."""
    for folder in (wanted, Path(tempfile.gettempdir(), f"practiceline-cache-{os.getuid()}")):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return wanted


def fit_path(cache: Path, book: PhraseBook) -> Path:
    """Where the fit of a book lies. What the matcher doesn't read (a source, a date, a number) can change without another."""
    return cache / f"fit-{book.digest()[:16]}-{code_version()[:8]}"


def kept(path: Path) -> Snapshot:
    """Checked content out of the cache. Raises OSError or Unreadable."""
    return unpack(path.read_text("utf-8"))


def snapshot_path(cache: Path, version: str) -> Path:
    """Where checked content lies; a changed reader, check or shape checks anew."""
    return cache / f"content-{version[:16]}-{reading_version()[:8]}.json"


@lru_cache(maxsize=1)
def reading_version() -> str:
    """A hash of the code that reads and checks content."""
    digest = hashlib.sha256(SHAPE.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _pointer(kitchen: Kitchen) -> Path:
    """The file that names the last good snapshot of these folders."""
    folders = "\n".join(str(folder.resolve()) for folder in kitchen.folders)
    return kitchen.cache / f"last-{hashlib.sha256(folders.encode()).hexdigest()[:16]}"


def _keep(path: Path, text: str) -> None:
    """Write whole or not at all; a cache that can't be written only costs time."""
    try:
        if path.exists() and path.read_text("utf-8") == text:
            os.utime(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".content-", delete=False) as file:
            file.write(text)
        # Made at image build by one user and read by another.
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError:
        return
    prune(path.parent)


def prune(cache: Path) -> None:
    """Let go of all but the newest snapshots and fits. A fit in use stays usable: it is mapped."""
    for pattern in ("content-*.json", "fit-*"):
        found = sorted(cache.glob(pattern), key=lambda p: p.stat().st_mtime if p.exists() else 0, reverse=True)
        for old in found[_KEPT:]:
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink(missing_ok=True)


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


# --- as a child ---------------------------------------------------------------------------------------------------------


def order(kitchen: Kitchen) -> list[str]:
    """How `main` is started for a kitchen."""
    questions = ["--questions", str(kitchen.questions)] if kitchen.questions else []
    folders = [str(folder.resolve()) for folder in kitchen.folders]
    return [sys.executable, "-m", "bot.library.make", "--cache", str(kitchen.cache.resolve()), *questions, *folders]


def main(arguments: Sequence[str]) -> int:
    """Load and check; print {"ready": path of the snapshot or null, "problems": [...]} as JSON; 0 if it may be published."""
    import argparse

    from bot.clock import SystemClock

    parser = argparse.ArgumentParser(prog="python -m bot.library.make")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args(list(arguments))
    kitchen = Kitchen(tuple(options.folders), options.cache, options.questions)
    ready: str | None = None
    try:
        snapshot, problems = checked(kitchen, SystemClock().now().date())
        ready = str(snapshot_path(kitchen.cache, snapshot.version))
    except ContentRefused as refused:
        problems = refused.problems
    said = {"ready": ready, "problems": [[p.file, p.line, p.what, p.remedy, p.level] for p in problems]}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0 if ready else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
