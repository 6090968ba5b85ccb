"""The tables in `docs/` that are made from the program. `python -m tests.docs.tables` writes them anew."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from bot.store.retention import KEPT

ROOT = Path(__file__).parents[2]
_PLACE = re.compile(r"(<!-- made by [^>]*-->\n).*?(<!-- end -->)", re.DOTALL)

WHAT_IS = {
    "inbox": "messages that came in, until they are answered",
    "conversations": "what is remembered between two messages",
    "outbox": "messages on their way out, and the letters of the web chat",
    "sent": "which answer went where, so that a corrected one can be corrected there too",
    "counts": "what is asked for, without anybody",
    "archive": "every wording that was ever shown",
    "pace": "how fast a channel or chat was sent to",
    "meta": "the store's own notes",
    "corrections": "what was taken back or mended, laid over the files",
    "audit": "who changed what is shown",
    "admins": "who may change it",
    "admin_codes": "one-time codes by which somebody becomes an admin",
    "reports": "numbers that were reported not to work",
    "people": "who joined",
    "teams": "where they work",
    "memberships": "who belongs to which team",
    "supervisions": "who supervises whom",
    "tenures": "who may supervise in a team, and who manages it",
    "deputies": "who stands in for whom",
    "devices": "whose chat it is",
    "invites": "who may come in",
    "series": "rhythms of check-ins",
    "bookings": "check-ins, and what became of them",
    "reminders": "who was reminded of which check-in",
    "posted": "which reminders a message on its way carries",
    "snoozes": "reminders that come back later",
    "notices": "messages that wait for the end of quiet hours",
    "agreed_actions": "what was agreed in a check-in",
    "to_take": "topics that somebody wants to take to supervision",
    "leave": "days away",
    "team_days": "what a team says of its own days",
    "emails": "where to write that something waits",
}


def kept() -> str:
    """`KEPT` as Markdown, a table for each table."""
    out: list[str] = []
    for table, rows in groupby(KEPT, key=lambda row: row.table):
        out += [
            f"### {table}: {WHAT_IS[table]}",
            "",
            "| column | what stands there | leads to a person | how long |",
            "|---|---|---|---|",
        ]
        out += [f"| `{row.column}` | {row.meaning} | {'yes' if row.personal else 'no'} | {row.how_long} |" for row in rows]
        out.append("")
    return "\n".join(out)


MADE = {"docs/approval/what-is-kept.md": kept}


def with_tables(text: str, table: str) -> str:
    """A page with its table put into its place."""
    return _PLACE.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


if __name__ == "__main__":
    for name, make in MADE.items():
        path = ROOT / name
        path.write_text(with_tables(path.read_text("utf-8"), make()), "utf-8")
