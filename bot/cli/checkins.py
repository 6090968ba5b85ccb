"""Check-ins at the command line: what a sentence about them is understood to mean."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.cli import main
from bot.cli.calls import edition_of, line_of, plain_errors, rows_of, stop, text_in, the_settings

if TYPE_CHECKING:
    from bot.supervision.wording import Wording
    from bot.supervision.wording_sentence import Parsed


@main.group()
def checkin() -> None:
    """Check-ins: supervision that is planned, moved, reminded of."""


@checkin.command()
@click.argument("text", required=False)
@click.option("--now", "now", default="", help="The moment of writing: wall time there, or with its offset (2026-11-22T10:00).")
@click.option("--tz", "tz", default="", help="The writer's time zone, as in Europe/London.")
@click.option("--lang", default="", help="The writer's language (en, fr, ...); by default that of the text.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the line.")
@click.option("--batch", type=click.Path(dir_okay=False, path_type=Path), help="A file, one JSON object a line; - for stdin.")
@plain_errors
def parse(text: str | None, now: str, tz: str, lang: str, as_json: bool, batch: Path | None) -> None:
    """Read one sentence about check-ins, or one a line of a file: what, with whom, when, how often. Nothing is planned."""
    if (text is None) == (batch is None):
        stop('give one sentence (practiceline checkin parse "..." --now ... --tz ...) or a file of them (--batch FILE)')
    wording = edition_of(the_settings(), fit=False).edition.wording
    if batch is None:
        assert text is not None
        read = _read(wording, text, now, tz, lang, "--now and --tz")
        click.echo(line_of(read.row()) if as_json else "\n".join(filter(None, (read.summary, read.question))))
        return
    for where, row in rows_of(batch):
        moment, zone = row.get("now") or now, row.get("tz") or tz
        click.echo(line_of(_read(wording, text_in(row, "text", where), moment, zone, row.get("lang") or lang, where).row()))


def _read(wording: Wording, text: str, now: str, tz: str, lang: str, where: str) -> Parsed:
    zone = _zone(tz, where)
    return wording.read(text, _wall(now, zone, where), zone, lang or None, workdays=_workdays(zone))


def _zone(name: object, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ValueError, OSError, LookupError):
        stop(f"{where}: {name!r} is no time zone — write its IANA name, such as Africa/Lagos")


def _wall(text: object, zone: ZoneInfo, where: str) -> datetime:
    """Wall time in the zone; a moment with an offset is shown on its clocks."""
    try:
        moment = datetime.fromisoformat(str(text))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        stop(f"{where}: {text!r} is no moment — write it as 2026-11-22T10:00")
    return moment.replace(tzinfo=None)


def _workdays(zone: ZoneInfo) -> tuple[int, ...]:
    """The working week of the country whose zone it is (0 is Monday); Monday to Friday where the zone is no country's."""
    from babel.core import get_global

    from bot.supervision.weekends import USUAL, weekend_of

    country = get_global("zone_territories").get(zone.key, "")
    off = weekend_of(country) if country else USUAL
    return tuple(day for day in range(7) if day not in off)
