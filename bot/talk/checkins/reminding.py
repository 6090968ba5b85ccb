"""What a reminder says: neutral on a lock screen, nobody and no kind named, with the likeliest answer one tap away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.supervision.checkin import CheckIn
from bot.supervision.diary import AgreedAction, Booking
from bot.supervision.reminders import Notice, Reminder
from bot.talk.messages import Button, Piece, Press, Reply, Rows, Say, SayAt
from bot.talk.moments import coded

SHOWN = 6
"""Lines of one message at most; what is more stands behind [Show]."""
_LATE = Say("remind.late")


def reminder(notice: Notice, bookings: Mapping[str, Booking], zone: str, lang: str) -> Reply:
    """One message for all that is due to a person now: `zone` (IANA) and `lang` are theirs, `bookings` by id hold at least those
    of the notice. Of one check-in it has the quick answers, of several a button for each."""
    due = [(one, bookings[one.checkin].checkin) for one in notice.reminders if one.checkin in bookings]
    pieces: list[Piece] = [_LATE] if notice.late else []
    pieces += [_line(one, checkin, zone) for one, checkin in due[:SHOWN]]
    if any(one.in_quiet and not one.again for one, _ in due):
        pieces.append(Say("remind.in_quiet"))
    if len(due) == 1:
        buttons = _answers(*due[0], zone)
    else:
        buttons = tuple(
            (Button(_brief(_meant(one, checkin), zone), Press("c-show", (checkin.id,))),) for one, checkin in due[:SHOWN]
        )
        buttons += ((Button(Say("remind.all"), Press("c-wait")),),) if len(due) > SHOWN else ()
    return Reply(tuple(pieces), buttons, lang=lang, lane="reminder")


def follow_up(actions: Sequence[AgreedAction], lang: str) -> Reply:
    """Agreed actions whose day has come: how many, nothing of what."""
    key = "remind.action" if len(actions) == 1 else "remind.actions"
    return Reply(
        (Say(key, {"n": str(len(actions))}),), ((Button(Say("button.show"), Press("c-acts")),),), lang=lang, lane="reminder"
    )


def together(several: Iterable[Reply], lang: str, held: bool = False) -> Reply:
    """Several messages to one person as one; `held` if they waited for quiet hours to end. A single one goes as it is."""
    every = list(several)
    if len(every) == 1:
        return every[0]
    lines: list[Piece] = []
    for reply in every:
        lines += [piece for piece in reply.pieces if isinstance(piece, SayAt) and piece not in lines]
    late = [_LATE] if any(_LATE in reply.pieces for reply in every) else []
    pieces = (Say("remind.morning" if held else "remind.several", {"n": str(len(every))}), *late, *lines[: SHOWN - 1])
    return Reply(pieces, ((Button(Say("button.show"), Press("c-wait")),),), lang=lang, lane="reminder")


def _line(one: Reminder, checkin: CheckIn, zone: str) -> SayAt:
    keys = {"afterwards": "remind.afterwards", "unconfirmed": "remind.unconfirmed", "day-off": "remind.day_off"}
    return _brief(_meant(one, checkin), zone, keys.get(one.kind, "remind.soon"))


def _meant(one: Reminder, checkin: CheckIn) -> datetime:
    """The moment that it is about: of a time that waits for a yes, the one that comes first."""
    offered = [offer.at for offer in checkin.offers if offer.at is not None] if one.kind == "unconfirmed" else []
    return min(offered, default=checkin.at)


def _brief(at: datetime, zone: str, key: str = "remind.when") -> SayAt:
    return SayAt(key, {"when": at}, zone, brief=True)


def _answers(one: Reminder, checkin: CheckIn, zone: str) -> Rows:
    show = Button(Say("button.show"), Press("c-show", (checkin.id,)))
    args = (checkin.id, str(checkin.round))
    match one.kind:
        case "afterwards":
            return (
                (
                    Button(Say("checkin.held"), Press("c-did", (*args, "held"))),
                    Button(Say("checkin.moved"), Press("c-when", args)),
                ),
                (Button(Say("checkin.could_not"), Press("c-did", (*args, "could-not"))), show),
            )
        case "unconfirmed":
            at = _meant(one, checkin)
            mine = any(offer.by == one.person and offer.at == at for offer in checkin.offers) or (
                not checkin.offers and checkin.asked_by == one.person
            )
            yes = () if mine else (Button(Say("checkin.yes"), Press("c-ok", (*args, coded(at)))),)
            return ((*yes, Button(Say("checkin.other_time"), Press("c-mv", (*args, "")))), (show,))
        case "day-off":
            keep = Button(Say("checkin.keep"), Press("c-ok", (*args, coded(checkin.at))))
            return ((show, keep), (Button(Say("checkin.other_time"), Press("c-mv", (*args, ""))),))
        case "day-before":
            return ((show, Button(Say("checkin.move"), Press("c-mv", (*args, "")))),)
        case "before":
            move, cannot = Press("c-mv", (*args, "")), Press("c-no", (*args, ""))
            return ((show, Button(Say("checkin.move"), move)), (Button(Say("checkin.cannot"), cannot),))
        case "two" | "above":
            return ((show,),)  # in a notice of several; alone they are `rising`'s
