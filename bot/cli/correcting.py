"""Taking back, from the side of whoever runs it: codes for admins, and what was corrected."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import main
from bot.cli.calls import edition_of, plain_errors, stop, the_settings
from bot.clock import SystemClock


@main.command("admin-code")
@click.option("--role", type=click.Choice(["admin", "safeguarding-lead"]), default="admin", help="What its bearer becomes.")
@plain_errors
def admin_code(role: str) -> None:
    """Make a one-time code: whoever sends it as /admin CODE within the hour may take back and mend what is shown."""
    from bot.admin import Missing, new_code

    try:
        code = new_code(the_settings(), role, SystemClock().now())
    except Missing as missing:
        stop(str(missing))
    click.echo(f"/admin {code}")
    click.echo("Holds once, for an hour, and is shown only here. Give it to one person, by a way that only they read.", err=True)


@main.command()
@click.option("--patch", "to", type=click.Path(file_okay=False, path_type=Path), help="Write them here as a content folder.")
@plain_errors
def corrections(to: Path | None) -> None:
    """What was taken back and mended in the chat, and where the files have changed since."""
    from bot.admin import Missing, kept_corrections
    from bot.library.write_services import patch
    from bot.talk.corrected import corrected

    made = the_settings()
    try:
        kept = kept_corrections(made)
    except Missing as missing:
        stop(str(missing))
    for one in kept:
        state = "undone" if one.undone else "waits for a second admin" if one.waits else "holds"
        change = f" {one.field}: {one.before!r} -> {one.after!r} ({one.how})" if one.kind == "fix" else ""
        click.echo(f"{one.at:%Y-%m-%d %H:%M} UTC  {one.kind} {one.target}{change}  by {one.by}, {state}")
    files = edition_of(made, fit=False).edition
    served, conflicts = corrected(files, kept, 0)
    for conflict in conflicts:
        click.echo(f"conflict: {conflict.correction.target} is now {conflict.files!r} in the files; the correction holds")
    if to is None:
        return
    try:
        for path, text in patch(files.directory, served.directory, served.library.hidden - files.library.hidden).items():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (to / path).write_text(text, encoding="utf-8")
            click.echo(f"Written to {to / path}")
    except OSError as error:
        stop(f"{to}: {error.strerror} — check the path")
