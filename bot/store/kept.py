"""What is kept of conversations: a line for each column of `tables`. `office_kept` has those of people and check-ins."""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """One column: what stands in it, and how long. `personal` ones lead to a person, alone or with their row."""

    table: str
    column: str
    meaning: str
    how_long: str
    personal: bool = True


_UNTIL_ANSWERED = "until it is answered, then emptied in the same moment"
_UPDATE = "2 days after it was answered, so that nothing is answered twice"
_CONVERSATION = "keeps_session_days (30) after the last message, or until /forget"
_SENT = "until it is sent, then deleted; what waits for its person, and letters of the web chat, keeps_shown_hours (24)"
_RECORD = "keeps_sent_days (7) after it was sent or edited, the last one with numbers as the conversation; or until /forget"
_ADMIN = "1 year after their last change, or until /forget"
_CODE = "1 hour, or until it is used"
_REPORT = "7 days"
_AUDIT = "2 years"
_PACE = "1 hour after it was last used; with SQLite only wrong codes and e-mails"
_GOOD = "for good"

CONVERSATIONS: tuple[Kept, ...] = (
    Kept("inbox", "id", "number of the row", _UPDATE, personal=False),
    Kept("inbox", "channel", "telegram, web, terminal", _UPDATE, personal=False),
    Kept("inbox", "update_id", "the channel's own number of a message, by which repeats are recognised", _UPDATE),
    Kept("inbox", "chat", "which chat it came from", _UNTIL_ANSWERED),
    Kept("inbox", "body", "the message, the question's words among it", _UNTIL_ANSWERED),
    Kept("inbox", "at", "when it came", _UPDATE),
    Kept("inbox", "done_at", "when it was answered", _UPDATE),
    Kept("inbox", "held_until", "until when it waits for others of a flood", _UNTIL_ANSWERED),
    Kept("inbox", "lease_token", "which process is answering it", _UNTIL_ANSWERED, personal=False),
    Kept("inbox", "lease_until", "how long that process may take", _UNTIL_ANSWERED, personal=False),
    Kept("inbox", "delete_after", "when the row is deleted", _UPDATE, personal=False),
    Kept("conversations", "channel", "telegram, web, terminal", _CONVERSATION, personal=False),
    Kept("conversations", "chat", "which chat it is", _CONVERSATION),
    Kept("conversations", "person", "who wrote last, as the channel names them", _CONVERSATION),
    Kept(
        "conversations",
        "session",
        "chosen language and country, whether numbers to keep were offered; for half an hour the topic answered last, our own "
        "phrase that matched, and what is being made: an admin's change, a check-in, an agreed action; no question",
        _CONVERSATION,
    ),
    Kept("conversations", "version", "how often it changed", _CONVERSATION, personal=False),
    Kept("conversations", "unreachable", "whether the person stopped the bot", _CONVERSATION),
    Kept("conversations", "lapses_at", "when something of the session lapses", _CONVERSATION, personal=False),
    Kept("conversations", "delete_after", "when the row is deleted", _CONVERSATION, personal=False),
    Kept("outbox", "id", "number of the row", _SENT, personal=False),
    Kept("outbox", "state", "waiting, letter, held or shown", _SENT, personal=False),
    Kept("outbox", "lane", "how urgent it is", _SENT, personal=False),
    Kept("outbox", "channel", "telegram, web, terminal", _SENT, personal=False),
    Kept("outbox", "chat", "which chat it goes to", _SENT),
    Kept("outbox", "person", "whom its buttons are signed for", _SENT),
    Kept("outbox", "private", "whether that chat is private", _SENT, personal=False),
    Kept("outbox", "notice", "whether it is a neutral line of the bot's own", _SENT, personal=False),
    Kept("outbox", "asked", "the channel's number of the message that it answers", _SENT),
    Kept("outbox", "body", "which text it shows, by topic and part; no question", _SENT),
    Kept("outbox", "created_at", "when it was made", _SENT),
    Kept("outbox", "about_at", "when the question was sent", _SENT),
    Kept("outbox", "not_before", "when it may be tried", _SENT, personal=False),
    Kept("outbox", "expires_at", "when it is of no use any more", _SENT, personal=False),
    Kept("outbox", "lease_token", "which process is sending it", _SENT, personal=False),
    Kept("outbox", "lease_until", "how long that process may take", _SENT, personal=False),
    Kept("outbox", "tries", "sends that failed", _SENT, personal=False),
    Kept("outbox", "unsure", "sends whose outcome isn't known", _SENT, personal=False),
    Kept("outbox", "number", "place of a letter in its chat", _SENT, personal=False),
    Kept("outbox", "amended", "whether a letter was edited", _SENT, personal=False),
    Kept("outbox", "seen_at", "when a letter was fetched", _SENT),
    Kept("outbox", "delete_after", "when the row is deleted", _SENT, personal=False),
    Kept("sent", "channel", "telegram, web, terminal", _RECORD, personal=False),
    Kept("sent", "chat", "which chat it went to", _RECORD),
    Kept("sent", "message_id", "the channel's number of our message", _RECORD),
    Kept("sent", "asked_message_id", "the channel's number of the message that it answered", _RECORD),
    Kept("sent", "outbox_id", "which row it was", _RECORD, personal=False),
    Kept("sent", "topic", "what it was about", _RECORD),
    Kept("sent", "codes", "which wordings it showed, and a code of the numbers in one to pin, to see when they change", _RECORD),
    Kept("sent", "services", "which services it named, so that a wrong number can be corrected", _RECORD),
    Kept("sent", "at", "when it was sent", _RECORD),
    Kept("sent", "delete_after", "when the row is deleted", _RECORD, personal=False),
    Kept("sent", "version", "which correction it was drawn with", _RECORD, personal=False),
    Kept("sent", "body", "which texts and services it showed, by topic, part and id, to draw it anew; no question", _RECORD),
    Kept("counts", "week", "a week", _GOOD, personal=False),
    Kept("counts", "what", "what is counted: answered, unknown, wanted, given-up, ...", _GOOD, personal=False),
    Kept("counts", "topic", "on which topic", _GOOD, personal=False),
    Kept("counts", "n", "how often, by anybody", _GOOD, personal=False),
    Kept("archive", "topic", "a topic of the content", _GOOD, personal=False),
    Kept("archive", "lang", "its language", _GOOD, personal=False),
    Kept("archive", "code", "the code of the wording", _GOOD, personal=False),
    Kept("archive", "text", "the wording as it was published", _GOOD, personal=False),
    Kept("archive", "first_shown", "the day it was first shown to anybody", _GOOD, personal=False),
    Kept("pace", "name", "a channel, or a chat or person, whose messages, e-mails or wrong codes are counted", _PACE),
    Kept("pace", "tokens", "how many may be sent at once", _PACE, personal=False),
    Kept("pace", "at", "when one was last sent", _PACE),
    Kept("pace", "delete_after", "when the row is deleted", _PACE, personal=False),
    Kept("meta", "key", "a name: heartbeat, corrections, staff, rules", _GOOD, personal=False),
    Kept(
        "meta",
        "value",
        "when the store last answered; how many changes there were; which zones it reckons with",
        _GOOD,
        personal=False,
    ),
    Kept("corrections", "id", "a code of the change", _GOOD, personal=False),
    Kept("corrections", "number", "its place in the order of all changes", _GOOD, personal=False),
    Kept("corrections", "at", "when it was made", _GOOD, personal=False),
    Kept("corrections", "changed_at", "when it was made, confirmed or undone", _GOOD, personal=False),
    Kept("corrections", "kind", "withdraw, fix, restore, mark", _GOOD, personal=False),
    Kept("corrections", "target", "which service, number, topic or part", _GOOD, personal=False),
    Kept("corrections", "field", "which field of a service", _GOOD, personal=False),
    Kept("corrections", "said_before", "what was published before", _GOOD, personal=False),
    Kept("corrections", "says_after", "what is published instead", _GOOD, personal=False),
    Kept("corrections", "how", "how that is known: rang, page, told", _GOOD, personal=False),
    Kept("corrections", "made_by", "six characters for an admin; only `admins` says for whom", _GOOD, personal=False),
    Kept("corrections", "needs_two", "whether a second admin has to confirm it", _GOOD, personal=False),
    Kept("corrections", "confirmed_by", "six characters for that admin", _GOOD, personal=False),
    Kept("corrections", "undone", "whether it was taken back", _GOOD, personal=False),
    Kept("corrections", "told", "whether old messages were seen to", _GOOD, personal=False),
    Kept("audit", "id", "number of the line", _AUDIT, personal=False),
    Kept("audit", "at", "when", _AUDIT, personal=False),
    Kept("audit", "who", "six characters for an admin (only `admins` says for whom), or the id of a person", _AUDIT),
    Kept("audit", "what", "withdraw, fix, restore, mark, undo, confirm, admin; of people: hand-over, suspend, ...", _AUDIT),
    Kept("audit", "subject", "which service, number, topic, part or role; whose place was changed, by id", _AUDIT),
    Kept("audit", "delete_after", "when the row is deleted", _AUDIT, personal=False),
    Kept("admins", "channel", "telegram, web, terminal", _ADMIN, personal=False),
    Kept("admins", "person", "who may take back and mend, as the channel names them", _ADMIN),
    Kept("admins", "chat", "where they are told of changes", _ADMIN),
    Kept("admins", "alias", "six characters for them in corrections and audit", _ADMIN),
    Kept("admins", "role", "admin or safeguarding-lead", _ADMIN),
    Kept("admins", "since", "since when", _ADMIN),
    Kept("admins", "delete_after", "when the row is deleted", _ADMIN, personal=False),
    Kept("admin_codes", "hash", "a hash of a one-time code", _CODE, personal=False),
    Kept("admin_codes", "role", "which role it gives", _CODE, personal=False),
    Kept("admin_codes", "expires_at", "until when", _CODE, personal=False),
    Kept("admin_codes", "delete_after", "when the row is deleted", _CODE, personal=False),
    Kept("reports", "service", "whose number didn't work", _REPORT, personal=False),
    Kept("reports", "contact", "which of its numbers", _REPORT, personal=False),
    Kept("reports", "who", "a keyed hash of the person, to count different people", _REPORT),
    Kept("reports", "at", "when", _REPORT, personal=False),
    Kept("reports", "delete_after", "when the row is deleted", _REPORT, personal=False),
)
