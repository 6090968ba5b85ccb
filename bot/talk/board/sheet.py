"""Sheets for audit: a board as it stands, a team's check-ins, or one's own, as CSV. Pure.

Times, kinds and what became of them; the staff's own names; no reason, note, answer or topic. Columns and their values are the
same in every language and stand in docs/checkins.md. Spreadsheets run what looks like a formula: what begins like one is defused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people.subject import Someone
from bot.supervision.checkin import CheckIn, State
from bot.supervision.diary import Booking
from bot.supervision.kind import Every, Kind
from bot.supervision.standing import Beat, Line, weeks_since
from bot.talk.board import view
from bot.talk.office import Office

BOARD = (
    "team", "person", "supervisor", "kind", "every", "last_held", "weeks_since", "due_by", "next", "zone", "next_there",
    "zone_there", "state", "until",
)  # fmt: skip
CHECK_INS = (
    "date", "start", "zone", "start_there", "zone_there", "minutes", "team", "kind", "worker", "supervisor", "outcome",
)  # fmt: skip
MARK = "\ufeff"
"""By it spreadsheets know that the text is UTF-8."""
_FORMULA = re.compile(r"(?:^|(?<=[;,|\t\r\n]))(?=\s*[=+\-@＝＋－＠\t\r])")
"""Where a formula may begin: at the beginning, and behind what some spreadsheets take for the end of a cell."""
_OUTCOMES: Mapping[State, str] = {"held": "held", "could-not": "could-not", "missed": "unanswered", "cancelled": "cancelled"}
_UNITS = {"days": "D", "weeks": "W", "months": "M"}


def outcome(one: CheckIn) -> str:
    """What became of a check-in: held, could-not, unanswered (both were asked), unknown (they couldn't be), cancelled; `open` for
    all else."""
    return "unknown" if one.unknown else _OUTCOMES.get(one.state, "open")


def made(
    what: str, team: str, office: Office, kinds: Mapping[str, Kind], now: datetime, past: Iterable[Booking] = ()
) -> str | None:
    """The sheet that somebody asks for, if they may have it; None if not. `past` are check-ins that are kept and no longer on the
    desk."""
    access = office.access(now)
    bookings = {one.checkin.id: one for one in (*past, *office.bookings)}.values()
    match what:
        case "own":
            if not access.may(office.me, "export", Someone(office.me)):
                return None
            return _check_ins(office, [one for one in bookings if office.me in one.checkin.sides])
        case "team":
            if not view.may_export(office, team, now):
                return None
            seen = [one for one in bookings if view.sees(office, one, team, now)]
            return _check_ins(office, [one for one in seen if access.may(office.me, "export", office.about(one))])
        case "board":
            found = view.board(office, team, kinds, now)
            if found is None or not view.may_export(office, team, now):
                return None
            mine = [one for one in found.lines if access.may(office.me, "export", Someone(one.person))]
            return _sheet(BOARD, (row for one in mine for row in _board_rows(office, found.title, one, now)))
        case _:
            return None


def _board_rows(office: Office, team: str, one: Line, now: datetime) -> Iterable[Sequence[str]]:
    """A row a rhythm; one without any for who has none."""
    there = office.staff.people[one.person].zone
    for beat in one.beats or (None,):
        coming = beat.next if beat else one.next
        marks = " ".join(
            dict.fromkeys((*(beat.marks if beat else ()), *(m for m in one.marks if not beat or m not in _OF_BEATS)))
        )
        until = one.leave_until or (beat.paused_until if beat else None)
        held = beat.held if beat else one.held
        weeks = weeks_since(held, office.today(now))
        yield (
            team, office.called(one.person), office.called(beat.supervisor) if beat else "", beat.kind if beat else "",
            _duration(beat), held.isoformat() if held else "", "" if weeks is None else str(weeks),
            beat.due.isoformat() if beat and beat.due else "", *_both(coming, office.person.zone, there), marks or "as-planned",
            until.isoformat() if until else "",
        )  # fmt: skip


_OF_BEATS = frozenset({"late", "never-started", "not-asked", "paused"})


def _duration(beat: Beat | None) -> str:
    every: Every | None = beat.every if beat else None
    return f"P{every.n}{_UNITS[every.unit]}" if every else ""


def _check_ins(office: Office, bookings: Iterable[Booking]) -> str:
    return _sheet(CHECK_INS, (_row(office, one) for one in sorted(bookings, key=lambda one: (one.checkin.at, one.checkin.id))))


def _row(office: Office, one: Booking) -> Sequence[str]:
    checkin = one.checkin
    supervisor, worker = checkin.sides
    known = office.staff.people.get(worker if supervisor == office.me else supervisor if worker == office.me else worker)
    start, zone, there, zone_there = _both(checkin.at, office.person.zone, known.zone if known else office.person.zone)
    team = office.staff.teams.get(one.team)
    return (
        office.about(one).day.isoformat(), start, zone, there, zone_there, str(int(checkin.length.total_seconds()) // 60),
        team.name if team else "", one.kind, office.called(worker), office.called(supervisor), outcome(checkin),
    )  # fmt: skip


def _both(moment: datetime | None, here: str, there: str) -> tuple[str, str, str, str]:
    if moment is None:
        return "", "", "", ""
    return (
        moment.astimezone(ZoneInfo(here)).isoformat(timespec="minutes"), here,
        moment.astimezone(ZoneInfo(there)).isoformat(timespec="minutes"), there,
    )  # fmt: skip


def _sheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow(heading)
    writer.writerows([_defused(value) for value in row] for row in rows)
    return MARK + paper.getvalue()


def _defused(value: str) -> str:
    return _FORMULA.sub("'", value)
