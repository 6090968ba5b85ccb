"""What is kept of people and check-ins: a line for each column of `office_tables`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.store.kept import Kept

_STAFF = "while they are there; then, without the name, as long as dates of their check-ins are kept"
_FACT = "while it holds, and then as long as dates of check-ins are kept"
_TEAM = "while there is the team"
_DEVICE = "until they sign out or leave; after the last use 12 hours on a shared computer, 400 days in a web chat"
_INVITE = "7 days after it can no longer be used"
_RHYTHM = "until the outcome of its last check-in goes"
_OUTCOME = "as long as its kind says after the check-in (`retention.outcome`, 24 months)"
_NOTES = "as long as its kind says after the check-in (`retention.notes`, 6 months; of some kinds none are kept)"
_REMINDER = "180 days, as long as silence about a check-in can still be asked about"
_POSTED = "until it reached them, at most 14 days"
_SNOOZE = "until the reminder is of no use any more, or /forget"
_NOTICE = "until it is sent, at most 14 days, or /forget"
_LIST = "until it is taken off, at most 1 year, or /forget"
_LEAVE = "180 days after its last day"
_DAYS = "1 year after the last day"
_EMAIL = "until they take it out, leave, or /forget"


def _table(table: str, how_long: str, columns: Mapping[str, str], plain: Iterable[str] = ()) -> tuple[Kept, ...]:
    """The lines of one table; `plain` are the columns that lead to nobody, as `delete_after` does anywhere."""
    nobodys = {*plain, "delete_after"}
    told = {**columns, "delete_after": "when the row is deleted"}
    return tuple(Kept(table, column, meaning, how_long, column not in nobodys) for column, meaning in told.items())


def _team(table: str, column: str, meaning: str) -> Kept:
    return Kept(table, column, meaning, _TEAM, personal=False)


OFFICE: tuple[Kept, ...] = (
    *_table("people", _STAFF, {
        "id": "ten characters for a person who joined",
        "name": "what they want to be called; emptied when they leave",
        "roles": "caseworker, supervisor, manager, admin, safeguarding-lead",
        "language": "in which they are written to",
        "zone": "their time zone",
        "quiet": "their own quiet hours; emptied with /forget",
        "suspended": "whether nothing is shown to them (a lost phone)",
        "left_on": "the first day on which they weren't there any more",
        "pseudonym": "what stands for somebody who left",
        "told": "which notice about what is kept they saw last",
    }),
    _team("teams", "id", "ten characters for a team"),
    _team("teams", "name", "what it is called"),
    _team("teams", "country", "whose working week and holidays it keeps"),
    _team("teams", "weekend", "its own days off, if they differ"),
    *_table("memberships", _FACT, {
        "person": "who", "team": "belongs to which team", "first": "from which day", "last": "to which",
    }),
    *_table("supervisions", _FACT, {
        "worker": "who", "team": "as a member of which team", "first": "from which day", "supervisor": "is supervised by whom",
        "last": "to which day",
    }),
    *_table("tenures", _FACT, {
        "team": "of which team", "what": "supervisor or manager", "person": "is who", "first": "from which day",
        "last": "to which",
    }),
    *_table("deputies", _FACT, {
        "team": "in which team", "supervisor": "for whom", "first": "from which day", "person": "stands in who",
        "last": "to which day",
    }),
    *_table("devices", _DEVICE, {
        "channel": "telegram, web, terminal", "chat": "which chat it is", "channel_person": "who, as the channel names them",
        "person": "whose it is", "since": "since when", "shared": "whether others use that computer too",
        "used_at": "when they last wrote there, to ten minutes", "unreachable": "whether nothing gets through to it",
    }, plain=("channel",)),
    *_table("invites", _INVITE, {
        "id": "ten characters for an invitation", "hash": "a keyed hash of its code", "by_person": "who invited",
        "role": "in which role", "team": "into which team", "expires_at": "until when", "used_by": "whom it let in",
        "revoked": "whether it was taken back",
    }, plain=("hash",)),
    *_table("series", _RHYTHM, {
        "id": "ten characters for a rhythm", "kind": "which kind of check-in", "supervisor": "between whom", "worker": "and whom",
        "team": "as a member of which team", "made_by": "whose wall time it keeps", "plans": "how often, from when, at what time",
        "code": "two everyday words that the bot made, if its kind has some (off by default); emptied when it ends",
        "booked": "up to which moment check-ins were made of it", "last_held": "on which day one was last held",
        "paused": "whether it rests", "paused_until": "until which day; no reason", "ended": "whether it is over",
        "agreed": "whether both said yes to it", "next_due_at": "when there is something to do",
        "version": "how often it changed",
    }, plain=("version",)),
    *_table("bookings", _OUTCOME, {
        "id": "ten characters for a check-in", "series": "of which rhythm", "day": "for which of its days",
        "kind": "which kind of check-in", "team": "as a member of which team", "supervisor": "between whom", "worker": "and whom",
        "at": "when", "length": "how long", "state": "planned, accepted, moved, held, could-not, missed, cancelled, paused, ...",
        "round": "how often its time was settled", "asked_by": "who proposed it", "yes": "who said yes",
        "offers": "other times asked for, by whom, a reason of a fixed list (visit, court, emergency, leave, illness, other)",
        "answers": "who said that it was held or couldn't be", "moves": "how often another time was asked for",
        "since": "since when the present time holds", "taken": "which steps were taken when nobody answered, and when",
        "topic": "which guidance topic it is about, if any", "next_due_at": "when there is something to do",
        "version": "how often it changed",
    }, plain=("version",)),
    *_table("reminders", _REMINDER, {
        "checkin": "about which check-in", "person": "who", "kind": "was reminded of what", "round": "of which of its times",
        "at": "when", "reached_at": "when it reached them", "passed": "whether it was left out",
    }),
    *_table("posted", _POSTED, {
        "outbox_id": "which message on its way", "checkin": "is about which check-in", "person": "to whom", "kind": "of what",
        "round": "of which of its times",
    }),
    *_table("snoozes", _SNOOZE, {
        "checkin": "about which check-in", "person": "who", "kind": "put off which reminder", "round": "of which of its times",
        "again": "for the how many-th time", "at": "until when", "until": "until when it is of use",
        "explicit": "whether they chose the moment", "in_quiet": "whether that is in quiet hours",
    }),
    *_table("notices", _NOTICE, {
        "id": "number of the row", "person": "to whom", "body": "which message waits for the end of their quiet hours, neutral",
        "made_at": "when it was made", "due_at": "when it goes",
    }, plain=("id",)),
    *_table("agreed_actions", _NOTES, {
        "id": "ten characters for an agreed action", "checkin": "in which check-in it was agreed", "supervisor": "between whom",
        "worker": "and whom", "by_person": "who does it",
        "words": "what, in a few words that someone typed and looked at; what looks like a name or number is taken out before",
        "due": "by which day", "done_on": "on which day it was closed", "next_due_at": "when there is something to do",
        "version": "how often it changed",
    }, plain=("version",)),
    *_table("to_take", _LIST, {
        "id": "ten characters for the line", "person": "who wants to take to supervision",
        "topic": "which guidance topic; no question",
        "at": "since when", "shown": "whether they let the other side see it",
    }),
    *_table("leave", _LEAVE, {
        "person": "who", "first": "is away from which day", "last": "to which; no reason",
    }),
    *_table("team_days", _DAYS, {
        "team": "which team", "kind": "is closed, is open, or keeps the hours of Ramadan", "first": "from which day",
        "last": "to which",
    }, plain=("team", "kind", "first", "last")),
    *_table("emails", _EMAIL, {
        "person": "who", "address": "the address to which a line without content goes when something waits in the web chat",
    }),
)  # fmt: skip
