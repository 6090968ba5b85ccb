"""Files to take along: calendar files, the picture of an invitation's link, sheets. Pure; sheets are made by `delivery`.

A message holds only of what a file is to be made (`Document`); it is made when it is sent or fetched, so that a check-in that was
moved in between stands at its new time in the answer that is still to come.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

import segno

from bot.library.edition import Edition
from bot.library.richtext import Block, Link, Paragraph, Text
from bot.supervision.checkin import STANDING
from bot.supervision.diary import Booking, Series
from bot.supervision.ics import Booking as Event
from bot.supervision.ics import Rhythm, ics
from bot.supervision.plan import NotAPlan, Plan
from bot.supervision.rrule import plan_of, text_of
from bot.talk.house import House
from bot.talk.joining.links import address as address_of
from bot.talk.messages import Attachment, Button, Document, File, Press, Say
from bot.talk.moments import coded, decoded
from bot.talk.tokens import Signer

CALENDAR, PICTURE, SHEET = "text/calendar; charset=utf-8", "image/png", "text/csv; charset=utf-8"
_NAMES = {"ics": ("check-in.ics", CALENDAR), "qr": ("invitation.png", PICTURE), "csv": ("check-ins.csv", SHEET)}
LARGEST = 1 << 20
"""Bytes of a file at most: more is no help on a phone."""

SheetOf = Literal["board", "team", "own"]
"""A board as it stands, a team's check-ins one by one, one's own check-ins."""


def attached(document: Document, edition: Edition, lang: str) -> Attachment:
    """A file as a message names it."""
    name, media = _NAMES[document.kind]
    return Attachment(edition.words.say(lang, f"file.{document.kind}"), name, media, document)


def calendar_button(booking: Booking | Series) -> Button:
    """A button that gives a check-in, or a whole rhythm, as a calendar file."""
    id = booking.checkin.id if isinstance(booking, Booking) else booking.id
    return Button(Say("button.calendar_file"), Press("b-ics", (id,)))


def sheet(what: SheetOf, id: str = "") -> Document:
    """A board or the check-ins of a team by its id, or one's own, as a sheet."""
    return Document("csv", (what, id))


def address(token: str, house: House) -> Block:
    """The address of somebody's calendar, to be copied into a calendar program."""
    whole = f"{house.ways.web}/calendar/{token}.ics"
    return Paragraph((Link(whole, whole) if whole.startswith("https://") else Text(whole),))


# --- calendar files -----------------------------------------------------------------------------------------------------


def of_booking(booking: Booking) -> Document:
    """A check-in as it stands now, as a calendar file."""
    return Document("ics", (_entry(booking),))


def of_series(series: Series, bookings: Iterable[Booking], now: datetime) -> Document:
    """A whole rhythm as a calendar file. One that counts from the last one held is no rule that a calendar knows: then the
    check-ins that are booked stand in it, each by itself."""
    state = "x" if series.ended else ""
    try:
        rules = [text_of(plan) for plan in series.plans]
    except NotAPlan:
        coming = [one for one in bookings if one.series == series.id and one.checkin.ends > now]
        return Document("ics", tuple(_entry(one) for one in sorted(coming, key=lambda one: one.checkin.at)))
    return Document(
        "ics",
        tuple(
            "|".join(
                ("s", f"{series.id}-{n}", str(series.version), state, plan.zone, f"{plan.at:%H:%M}", plan.first.isoformat(), rule)
            )
            for n, (plan, rule) in enumerate(zip(series.plans, rules, strict=True))
        ),
    )


def of_bookings(bookings: Iterable[Booking]) -> Document:
    """Several check-ins in one calendar file."""
    return Document("ics", tuple(_entry(one) for one in sorted(bookings, key=lambda one: one.checkin.at)))


def _entry(booking: Booking) -> str:
    one = booking.checkin
    state = "" if one.state in STANDING or one.state == "held" else "t" if one.state == "proposed" else "x"
    minutes = int(one.length.total_seconds()) // 60
    # How often it was changed grows with whatever happens to it; the round doesn't grow when somebody asks for another time.
    return "|".join(("b", one.id, str(booking.version), state, coded(one.at), str(minutes)))


def calendar(document: Document, edition: Edition, lang: str, now: datetime, again: timedelta | None = None) -> File:
    """The calendar file that a document names; `again` is for one that is fetched again and again. Raises ValueError for one that
    can't be read."""
    title = edition.words.say(lang, "file.ics.title")
    name, media = _NAMES["ics"]
    return File(name, media, ics(*(_read(entry, title, now) for entry in document.args), again=again).encode())


def _read(entry: str, title: str, now: datetime) -> Event | Rhythm:
    match entry.split("|"):
        case ["b", id, sequence, state, at, minutes] if (start := decoded(at)) is not None:
            return Event(
                _uid(id), int(sequence), start, now, title, timedelta(minutes=int(minutes)), cancelled=state == "x",
                tentative=state == "t",
            )  # fmt: skip
        case ["s", id, sequence, state, zone, at, first, rule]:
            plan: Plan = plan_of(rule, zone, time.fromisoformat(at), date.fromisoformat(first))
            return Rhythm(_uid(id), int(sequence), plan, now, title, cancelled=state == "x")
        case _:
            raise ValueError("no entry of a calendar")


def _uid(id: str) -> str:
    return f"{id}@practice-line"


# --- the picture of a link ----------------------------------------------------------------------------------------------

_DOT, _EDGE = 8, 4
"""Pixels of a dot, and dots of the white edge that cameras need."""


def picture(document: Document, signer: Signer, house: House) -> File:
    """The link of an invitation as a picture for a camera. Raises ValueError where nothing says of which."""
    (invite,) = document.args
    paper = io.BytesIO()
    segno.make_qr(address_of(invite, signer, house), error="m").save(paper, kind="png", scale=_DOT, border=_EDGE)
    name, media = _NAMES["qr"]
    return File(name, media, paper.getvalue())
