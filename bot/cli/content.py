"""Content: check, preview, show, calibrate, content-report."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import main
from bot.cli.calls import country_code, edition_of, kitchen_of, plain_errors, stop, the_settings
from bot.clock import SystemClock


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
    previewed(topic, lang, country_code(country, "--country"), edition, made.house, SystemClock().now())


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
