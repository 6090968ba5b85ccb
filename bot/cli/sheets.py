"""The directory as a sheet: services-export, services-import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import main
from bot.cli.calls import kitchen_of, plain_errors, stop, the_settings

if TYPE_CHECKING:
    from bot.library.load import Content
    from bot.library.read import Folder


@main.command("services-export")
@click.option("--country", default="", help="Only the services of this country (GB), or INT for those of none.")
@click.argument("to", metavar="FILE.csv", type=click.Path(dir_okay=False, path_type=Path))
@plain_errors
def services_export(country: str, to: Path) -> None:
    """Write the directory as a sheet, one row a contact."""
    from bot.services.table import sheet

    chosen = [s for s in _content()[0].directory.services.values() if not country or s.country == country.upper()]
    if not chosen:
        stop(f"--country {country}: there are no services of it — write an ISO 3166 code such as GB, or INT")
    try:
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        to.write_text(sheet(chosen), encoding="utf-8-sig", newline="")
    except OSError as error:
        stop(f"{to}: {error.strerror} — check the path")
    click.echo(f"{len(chosen)} services written to {to}")


@main.command("services-import")
@click.argument("source", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="A content folder: content/local."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@plain_errors
def services_import(source: Path, to: Path, dry_run: bool) -> None:
    """Take a sheet into a content folder: only what differs is written, and nothing if anything is wrong."""
    from bot.library.read import Folder
    from bot.library.write_services import planned
    from bot.services.cells import decoded
    from bot.services.table import SheetRefused, read

    content, folders = _content()
    try:
        wanted = read(decoded(source.read_bytes()), content.directory.services)
        plan = planned(folders, Folder(to, str(to)), wanted)
    except SheetRefused as refused:
        stop("\n".join(f"{source}: {error}" for error in refused.errors) + "\nNothing was written.")
    except OSError as error:
        stop(f"{source}: {error.strerror} — check the path")
    for change in plan.changes:
        click.echo(str(change))
    for path, text in plan.files.items():
        if not dry_run:
            _write(to / path, text)
        click.echo(f"{to / path}: {'would be written' if dry_run else 'written'}")
    count = len({change.service for change in plan.changes})
    click.echo(f"{len(wanted)} services read, {count} {'would change' if dry_run else 'changed'}")


def _content() -> tuple[Content, tuple[Folder, ...]]:
    """The content as the files have it, without what was corrected in chat, and its folders."""
    from bot.library.load import load
    from bot.library.read import ContentRefused

    folders = kitchen_of(the_settings()).opened()
    loaded = load(folders)
    if loaded.content is None:
        raise ContentRefused(tuple(p for p in loaded.problems if p.level == "error"))
    return loaded.content, folders


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all; what stood there is kept beside it as FILE.bak."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            file.with_name(file.name + ".bak").write_bytes(file.read_bytes())
        fresh = file.with_name(file.name + ".tmp")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        stop(f"{file}: {error.strerror} — check who may write there")
