"""`practiceline`: every command, and nothing but the way to it. What a command needs is imported when it runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="practiceline")
def main() -> None:
    """Practice Line: curated guidance, services and supervision for people who work with children and families."""


@main.command()
@plain_errors
def run() -> None:
    """Serve the web chat, and Telegram if a token is set."""
    from bot.app import Failed, serve

    made = the_settings()
    try:
        serve(made)
    except Failed as failed:
        stop(str(failed))


@main.command()
@plain_errors
def chat() -> None:
    """The same bot in this terminal. Nothing is kept after it ends."""
    from bot.app import Failed, talk_in_terminal

    try:
        talk_in_terminal(the_settings())
    except Failed as failed:
        stop(str(failed))


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
        answer = answer_once(Asked(text, lang, _country(country, "--country")), edition, made.house, now)
        click.echo(_line(answer) if as_json else answer["text"])
        return
    for where, row in rows_of(batch):
        prev = row.get("prev") or ()
        earlier = (prev,) if isinstance(prev, str) else tuple(prev)
        asked = Asked(_text(row, "q", where), row.get("lang") or "", _country(row.get("country") or "", where), earlier)
        click.echo(_line(answer_once(asked, edition, made.house, now)))


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
    texts = [text] if text is not None else (_text(row, "q", where) for where, row in rows_of(batch or Path("-")))
    for one in texts:
        found = without(one or "")
        spans = [{"start": s.start, "end": s.end, "type": s.type} for s in found.spans]
        click.echo(_line({"text": found.text, "spans": spans}))


@main.command()
@click.option(
    "--questions", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of held-out questions."
)
@plain_errors
def check(questions: Path | None) -> None:
    """Whether the content is in order; each problem with its file, line and remedy."""
    from dataclasses import replace

    from bot.library.make import inspect

    made = the_settings()
    kitchen = replace(kitchen_of(made), questions=questions)
    problems = inspect(kitchen, SystemClock().now().date(), deeply=True)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.level == "error" for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings")
    if errors:
        raise SystemExit(1)
    edition_of(made)  # so that the next start finds it checked and fitted


@main.command()
@click.argument("topic")
@click.option("--lang", default="en", help="The language to show it in.")
@click.option("--country", default="", help="As somebody in this country sees it (NG, GB-SCT).")
@plain_errors
def preview(topic: str, lang: str, country: str) -> None:
    """An answer with all its parts as people will see it."""
    from bot.preview import previewed

    made = the_settings()
    edition = edition_of(made, fit=False).edition
    if edition.library.find(topic, lang) is None:
        stop(f"{topic}: there is no text of that name — see the file names in content/guidance")
    previewed(topic, lang, _country(country, "--country"), edition, made.house, SystemClock().now())


@main.command()
@click.argument("reference", metavar="TOPIC@CODE")
@plain_errors
def show(reference: str) -> None:
    """The wording behind a reference such as disclosure@7k2m, also one that isn't served any more."""
    from bot.admin import Missing, wording

    made = the_settings()
    try:
        click.echo(wording(made, reference, edition_of(made, fit=False).edition))
    except Missing as missing:
        stop(str(missing))


@main.command()
@click.option("--go-live", "go_live_too", is_flag=True, help="Also what has to be there before real work.")
@plain_errors
def doctor(go_live_too: bool) -> None:
    """Look at settings, content, database and cache, and say what is wrong and how to mend it."""
    from bot.admin import examine

    lines, well = examine(the_settings(), SystemClock(), go_live_too)
    for line in lines:
        click.echo(line)
    if not well:
        raise SystemExit(1)


@main.command()
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path), required=False)
@plain_errors
def backup(to: Path | None) -> None:
    """Copy the database, whole at one moment, also while the bot runs; by default into the backup folder."""
    from bot.admin import Missing, save

    try:
        click.echo(f"Copied to {save(the_settings(), to, SystemClock().now())}")
    except Missing as missing:
        stop(str(missing))


@main.command()
@click.argument("source", type=click.Path(dir_okay=False, path_type=Path))
@plain_errors
def restore(source: Path) -> None:
    """Put a copy in the place of the database. The bot must not be running."""
    from bot.admin import Missing, put_back

    try:
        put_back(the_settings(), source)
    except Missing as missing:
        stop(str(missing))
    click.echo(f"{source} is the database now")


@main.command()
@click.option("--questions", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="A folder.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The calibration.yaml to write.")
@plain_errors
def calibrate(questions: Path, to: Path) -> None:
    """Ask questions that were written for this, and write down how sure the matcher may be in each language."""
    from bot.library.tune import tune

    made = the_settings()
    text = tune(kitchen_of(made), questions, SystemClock().now().date())
    to.write_text(text, encoding="utf-8")
    click.echo(text, nl=False)
    click.echo(f"Written to {to}")


@main.command("content-report")
@click.option(
    "--questions", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of held-out questions to ask."
)
@click.option("--csv", "to", type=click.Path(dir_okay=False, path_type=Path), help="Write a sheet here as well.")
@plain_errors
def content_report(questions: Path | None, to: Path | None) -> None:
    """What there is, by language and section: texts, phrasings, sources, review dates, and how well questions find them."""
    from bot.library.questions import put_to
    from bot.reports import content, content_table

    made = the_settings()
    edition = edition_of(made, fit=questions is not None).edition
    asked = put_to(edition, questions) if questions is not None else {}
    if questions is not None and not asked:
        stop(f"{questions}: there is no topics.yaml in a folder of a language — name a folder such as tests/questions")
    today = SystemClock().now().date()
    report = content.content_report(edition.library, today, (one for marked in asked.values() for one in marked))
    click.echo(content_table.table(report), nl=False)
    if to is not None:
        try:
            to.write_text(content_table.sheet(report), encoding="utf-8", newline="")
        except OSError as error:
            stop(f"{to}: {error.strerror} — check the path")
        click.echo(f"Written to {to}")


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


def _text(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        stop(f"{where}: `{key}` is missing or no text — write it as a string")
    return value


def _country(code: str, where: str) -> str:
    from bot.talk.places import is_code

    if code and not is_code(code):
        stop(f"{where}: {code!r} is no country — write an ISO 3166 code such as NG or GB-SCT")
    return code


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
