"""Letting the first ones in: an invitation made by whoever runs the installation."""

from __future__ import annotations

from typing import cast

import click

from bot.cli import main
from bot.cli.calls import country_code, plain_errors, stop, the_settings
from bot.clock import SystemClock
from bot.people.invite import payload
from bot.people.person import LONGEST_NAME, ROLES, Role


@main.command()
@click.option("--role", type=click.Choice(ROLES), required=True, help="What whoever accepts it becomes.")
@click.option("--team", required=True, help="The team's name; it is made if there is none.")
@click.option("--country", default="", help="Where a new team works, whose working week it keeps: an ISO 3166 code (JO, GB-SCT).")
@plain_errors
def invite(role: str, team: str, country: str) -> None:
    """Make an invitation, so that the first manager or admin gets in; everybody else is invited in the chat."""
    from bot.admin import Missing, new_invite

    name = team.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        stop(f"{team!r} can't be a team's name — write one of at most {LONGEST_NAME} characters")
    made = the_settings()
    try:
        invited = new_invite(made, cast(Role, role), name, country_code(country, "--country"), SystemClock().now())
    except Missing as missing:
        stop(str(missing))
    if invited.address:
        click.echo(invited.address)
    click.echo(f"/join {invited.code}")
    if made.telegram.token:
        click.echo(f"In Telegram the link is https://t.me/YOUR_BOT?start={payload(invited.code)}", err=True)
    if invited.new_team:
        click.echo(f"The team {name} is new.", err=True)
    click.echo(
        f"Lets in one person, once, until {invited.until:%Y-%m-%d %H:%M} UTC (72 hours), and is shown only here. "
        "Give it to them by a way that only they read.",
        err=True,
    )
