"""Taking back and mending, carried out in the turn's own transaction: the row, the line in the audit, every other admin told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.delivery.desk import session_of
from bot.delivery.sheet import Conflict, Sheet
from bot.store import Connection, admins, audit, conversations, corrections, reports
from bot.store.admins import Admin
from bot.store.audit import Entry
from bot.talk.effects import Confirm, Correct, Redeem, Report, Undo, WrongCode
from bot.talk.messages import Reply

REPORTS_NEEDED = 3
"""Different people within a week who say that a number doesn't work; of an admin's word one is enough."""

Place = Callable[[Connection, Sheet, Reply], object]
Chats = tuple[tuple[str, str], ...]
Authorised = Redeem | WrongCode | Correct | Undo | Confirm | Report


def carry_out(connection: Connection, sheet: Sheet, effect: Authorised, place: Place) -> Chats | None:
    """Do it; gives the chats that were told of a change, None if what is shown is as before.

    Raises Conflict where it was decided on what is so no more: somebody else was first.
    """
    match effect:
        case WrongCode():
            admins.wrong(connection, sheet.channel, sheet.person, sheet.now)
            return None
        case Redeem(code_hash):
            made = admins.redeem(connection, code_hash, sheet.channel, sheet.person, sheet.chat, sheet.now)
            if made is None:
                raise Conflict
            audit.write(connection, Entry(sheet.now, made.alias, "admin", made.role))
            return None
        case Report():
            return _report(connection, sheet, effect, place)
        case Correct(correction, told) | Undo(correction, told) | Confirm(correction, told):
            admin = admins.find(connection, sheet.channel, sheet.person)
            if admin is None or not _change(connection, sheet, effect, admin):
                raise Conflict
            admins.used(connection, admin.channel, admin.person, sheet.now)
            what = correction.kind if isinstance(effect, Correct) else type(effect).__name__.lower()
            audit.write(connection, Entry(sheet.now, admin.alias, what, correction.target))
            return tell(connection, sheet, told, place, but=admin)


def _change(connection: Connection, sheet: Sheet, effect: Correct | Undo | Confirm, admin: Admin) -> bool:
    match effect:
        case Correct(correction):
            return corrections.add(connection, replace(correction, by=admin.alias), sheet.now)
        case Undo(correction):
            return corrections.undo(connection, correction.id, sheet.now)
        case Confirm(correction):
            return corrections.confirm(connection, correction.id, admin.alias, sheet.now)


def _report(connection: Connection, sheet: Sheet, report: Report, place: Place) -> Chats | None:
    admin = admins.find(connection, sheet.channel, sheet.person)
    corrections.one_at_a_time(connection)  # two who report at the same moment see each other
    people = reports.add(connection, report.service, report.contact, sheet.who, sheet.now)
    if people < REPORTS_NEEDED and admin is None:
        return None
    if not corrections.add(connection, replace(report.mark, by=admin.alias if admin else "reports"), sheet.now):
        return None
    audit.write(connection, Entry(sheet.now, admin.alias if admin else "reports", "mark", report.mark.target))
    return tell(connection, sheet, report.told, place, but=admin)


def tell(connection: Connection, sheet: Sheet, told: Reply, place: Place, but: Admin | None) -> Chats:
    """A message to every admin but one, each in their language. Nobody asked for it, so on a lock screen it says nothing."""
    chats: list[tuple[str, str]] = []
    for admin in admins.everybody(connection):
        kept = conversations.load(connection, admin.channel, admin.chat)
        if (but is not None and admin.alias == but.alias) or kept.unreachable:
            continue
        lang = session_of(kept).lang or sheet.house.languages[0]
        to = replace(sheet, channel=admin.channel, chat=admin.chat, person=admin.person, private=True, about_at=None, lease="")
        place(connection, to, replace(told, lang=lang, reply_to="", amends=""))
        chats.append((admin.channel, admin.chat))
    return tuple(chats)
