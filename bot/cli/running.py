"""Running it, looking after it: run, chat, doctor, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import main
from bot.cli.calls import plain_errors, stop, the_settings
from bot.clock import SystemClock


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
