"""What every command does alike: settings, errors in one line, JSON rows in and out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

import click

from bot.clock import SystemClock

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.library.make import Kitchen, Made

P = ParamSpec("P")
WRONG = 2  # exit code: something about the call, the settings or the content has to be mended first


def stop(message: str) -> NoReturn:
    """One line (or one a problem) on stderr, and exit code 2."""
    click.echo(message, err=True)
    raise SystemExit(WRONG)


def plain_errors(command: Callable[P, None]) -> Callable[P, None]:
    """What somebody can mend is told in lines that say where and how, never as a traceback."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        from bot.library.read import ContentRefused

        try:
            command(*args, **kwargs)
        except ContentRefused as refused:
            stop("\n".join(str(problem) for problem in refused.problems))

    return wrapped


def the_settings() -> Settings:
    """The settings, and logging set up by them."""
    from bot import log
    from bot.config import settings

    made = settings()
    log.configure(made.logging.form == "json", made.logging.level)
    return made


def kitchen_of(made: Settings) -> Kitchen:
    """Where the editions of an installation are made."""
    from bot.library.make import Kitchen, cache_folder

    return Kitchen(made.content, cache_folder(made.cache))


def edition_of(made: Settings, fit: bool = True) -> Made:
    """The edition of the content as it is now, fitted."""
    from bot.library.make import make

    return make(kitchen_of(made), SystemClock().now().date(), fit=fit)


def rows_of(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file, one a line, each with `file:line`; empty lines are passed over."""
    try:
        stream = sys.stdin if str(file) == "-" else click.open_file(str(file), encoding="utf-8-sig")
    except OSError as error:
        stop(f"{file}: {error.strerror} — check the path")
    with stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            try:
                row = json.loads(line)
            except ValueError:
                stop(f"{where}: this is no JSON — write one object a line")
            if not isinstance(row, dict):
                stop(f'{where}: this is no object — write {{"q": "..."}}')
            yield where, row


def text_in(row: dict[str, Any], key: str, where: str) -> str:
    """The text at a key of a row; ends the command where there is none."""
    value = row.get(key)
    if not isinstance(value, str):
        stop(f"{where}: `{key}` is missing or no text — write it as a string")
    return value


def country_code(code: str, where: str) -> str:
    """A country's or nation's code, or ""; ends the command at anything else."""
    from bot.talk.places import is_code

    if code and not is_code(code):
        stop(f"{where}: {code!r} is no country — write an ISO 3166 code such as NG or GB-SCT")
    return code


def line_of(value: dict[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def moment_in(text: str, where: str) -> datetime:
    """A moment with its offset from UTC; now for ""; ends the command at anything else."""
    if not text:
        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        stop(f"{where}: {text!r} is no moment — write it as 2026-12-31T23:40+00:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
