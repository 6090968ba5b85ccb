"""What is asked and answered as data: ask, redact, services."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import main
from bot.cli.calls import country_code, edition_of, line_of, moment_in, plain_errors, rows_of, stop, text_in, the_settings
from bot.clock import SystemClock


@main.command()
@click.argument("text", required=False)
@click.option("--lang", default="", help="Answer in this language (en, fr, ...), as if the person had chosen it.")
@click.option("--country", default="", help="Where the person works: an ISO 3166 code (NG, GB-SCT).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the message.")
@click.option("--batch", type=click.Path(dir_okay=False, path_type=Path), help="A file, one JSON object a line; - for stdin.")
@plain_errors
def ask(text: str | None, lang: str, country: str, as_json: bool, batch: Path | None) -> None:
    """Ask one question, or one a line of a file. No database is opened."""
    from bot.talk.once import Asked, answer_once

    made = the_settings()
    if (text is None) == (batch is None):
        stop('ask one question (practiceline ask "...") or a file of them (--batch FILE)')
    edition = edition_of(made).edition
    now = SystemClock().now()
    if batch is None:
        assert text is not None
        answer = answer_once(Asked(text, lang, country_code(country, "--country")), edition, made.house, now)
        click.echo(line_of(answer) if as_json else answer["text"])
        return
    for where, row in rows_of(batch):
        prev = row.get("prev") or ()
        earlier = (prev,) if isinstance(prev, str) else tuple(prev)
        asked = Asked(text_in(row, "q", where), row.get("lang") or "", country_code(row.get("country") or "", where), earlier)
        click.echo(line_of(answer_once(asked, edition, made.house, now)))


@main.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object (the default; here for scripts).")
@click.option("--batch", type=click.Path(dir_okay=False, path_type=Path), help="A file with one JSON object a line; - for stdin.")
@plain_errors
def redact(text: str | None, as_json: bool, batch: Path | None) -> None:
    """Take personal details out of a text, and say where they stood. Nothing is read or kept."""
    from bot.privacy.redact import redact as without

    if (text is None) == (batch is None):
        stop('give one text (practiceline redact "...") or a file of them (--batch FILE)')
    texts = [text] if text is not None else (text_in(row, "q", where) for where, row in rows_of(batch or Path("-")))
    for one in texts:
        found = without(one or "")
        spans = [{"start": s.start, "end": s.end, "type": s.type} for s in found.spans]
        click.echo(line_of({"text": found.text, "spans": spans}))


@main.command()
@click.argument("text", required=False)
@click.option("--lang", default="", help="The language of the note (en, fr, ...); by default that of the text.")
@click.option("--country", default="", help="Where the asker is: an ISO 3166 code (NG, GB-SCT).")
@click.option("--topic", default="", help="Services for this topic id.")
@click.option("--at", "at", default="", help="The moment, as 2026-12-31T23:40+00:00; now by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (the default; here for scripts).")
@click.option("--batch", type=click.Path(dir_okay=False, path_type=Path), help="A file, one JSON object a line; - for stdin.")
@plain_errors
def services(text: str | None, lang: str, country: str, topic: str, at: str, as_json: bool, batch: Path | None) -> None:
    """Who can be called: by words, place, topic, and what is open at a moment. No database is opened."""
    from bot.talk.services_once import Sought, services_once

    made = the_settings()
    if ((text or topic) and batch is not None) or not (text or topic or country or batch):
        stop('look for something (practiceline services "helpline for a teenager" --country GB) or give a file (--batch FILE)')
    edition = edition_of(made).edition
    if topic and topic not in edition.library.topics:
        stop(f"{topic}: there is no topic of that name — see content/sections.yaml")
    if batch is None:
        sought = Sought(text or "", lang, country_code(country, "--country"), topic, moment_in(at, "--at"))
        click.echo(line_of(services_once(sought, edition, made.house)))
        return
    for where, row in rows_of(batch):
        code = country_code(row.get("country") or country, where)
        moment = moment_in(row.get("at") or at, where)
        sought = Sought(text_in(row, "q", where), row.get("lang") or lang, code, topic, moment)
        click.echo(line_of(services_once(sought, edition, made.house)))
