"""`practiceline`: every command, and nothing but the way to it. What a command needs is imported when it runs."""

from __future__ import annotations

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="practiceline")
def main() -> None:
    """Practice Line: curated guidance, services and supervision for people who work with children and families."""


# The commands put themselves under `main`.
from bot.cli import asking, checkins, content, correcting, inviting, running, sheets  # noqa: E402, F401
