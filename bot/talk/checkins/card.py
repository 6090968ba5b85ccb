"""A check-in, whole: with whom, when on both walls, how it stands, what to prepare, and everything that can be done with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.supervision.checkin import STANDING
from bot.supervision.diary import AgreedAction, ToTake
from bot.supervision.escalation import PRIVATE_TOPICS
from bot.talk.checkins.mine import Mine, at, found, is_over, kind_of, over, state_key, title_of, zone_of
from bot.talk.dates import on_date
from bot.talk.effects import Turn
from bot.talk.files import calendar_button
from bot.talk.messages import Button, Piece, Press, Rows, Say, SayAt, TitleOf
from bot.talk.moments import coded
from bot.talk.scene import Scene, button, rows
from bot.talk.two_words import beside, of

LINES = 6
"""Lines before the buttons."""
TO_PREPARE = timedelta(days=3)
"""From so long before on the prompts stand in the message itself."""


def show(scene: Scene, id: str) -> Turn:
    """The check-in as far as somebody may see it."""
    mine = found(scene, id, "see-times")
    if mine is None:
        return over(scene)
    if mine.office.me not in mine.checkin.sides:
        return _from_outside(scene, mine)
    pieces = [*_head(scene, mine), *_state(scene, mine)]
    if not is_over(scene, mine.checkin):
        pieces += _to_prepare(scene, mine, LINES - len(pieces))
    return scene.turn(*pieces, buttons=buttons_of(scene, mine))


def prepare(scene: Scene, id: str) -> Turn:
    """What to prepare with: the prompts of the kind, what is taken along, what was agreed."""
    mine = found(scene, id, "see-notes")
    if mine is None:
        return over(scene)
    pieces: list[Piece] = [Say("checkin.prepare"), *_prompts(scene, mine)]
    along, agreed = to_take(mine), open_actions(mine)
    pieces += _along(mine, along)
    pieces += [action_line(scene, mine, one) for one in agreed]
    shown = [button("checkins.mine", "c-mine")] if mine.office.me == mine.checkin.worker else []
    shown += [button("checkins.actions", "c-acts")] if agreed else []
    return scene.turn(*pieces, buttons=rows([button("button.show", "c-show", id), *shown]))


def to_take(mine: Mine) -> list[ToTake]:
    """The topics that the worker takes along: their own all, to the supervisor those that are shown."""
    me, worker = mine.office.me, mine.checkin.worker
    theirs = [one for one in mine.office.taking if one.person == worker]
    return theirs if me == worker else [one for one in theirs if one.shown and one.topic not in PRIVATE_TOPICS]


def open_actions(mine: Mine) -> list[AgreedAction]:
    """What the two agreed and haven't closed yet, the soonest first."""
    two = set(mine.checkin.sides)
    found = [one for one in mine.office.agreed if {one.supervisor, one.worker} == two and one.done_on is None]
    return sorted(found, key=lambda one: (one.due, one.id))


def action_line(scene: Scene, mine: Mine, one: AgreedAction) -> Say:
    """An agreed action in a line: what, who, by when."""
    key = "action.mine" if one.by == mine.office.me else "action.theirs"
    return Say(key, {"words": one.words, "who": mine.office.called(one.by), "day": on_date(one.due, scene.lang)})


# --- what it says -------------------------------------------------------------------------------------------------------


def _head(scene: Scene, mine: Mine) -> list[Piece]:
    title = beside(title_of(scene, kind_of(scene, mine.booking)), of(mine.office, mine.booking.series))
    head: list[Piece] = [Say("checkin.with", {"kind": title, "who": mine.office.called(mine.other)})]
    return [*head, at(mine.office, "checkin.when", mine.checkin.at, mine.other)]


def _state(scene: Scene, mine: Mine) -> list[Piece]:
    checkin, me = mine.checkin, mine.office.me
    if mine.away and checkin.state in STANDING:
        return [Say("state.away")]
    match checkin.state:
        case "proposed":
            return [Say("state.yours" if checkin.asked_by != mine.side else "state.theirs")]
        case "asked-to-move":
            lines: list[Piece] = [Say("state.off")]
            for offer in checkin.offers:
                who = mine.office.called(offer.by)
                reason = scene.edition.words.say(scene.lang, f"reason.{offer.reason}")
                args = {"who": who, "reason": reason}
                zone, other = mine.office.person.zone, zone_of(mine.office, mine.other)
                known = SayAt("offer.at", {"when": offer.at}, zone, args, other) if offer.at else None
                lines.append(known or Say("offer.none", args))
            return lines
        case "held" | "could-not" if checkin.disagree:
            return [Say("state.disagree")]
        case "planned" | "accepted" | "moved":
            if is_over(scene, checkin):
                return [Say("state.ask")]
            if set(checkin.sides) <= checkin.yes:
                return [Say("state.both")]
            return [Say("state.said_yes")] if me in checkin.yes else []
        case _:
            return [Say(state_key(checkin))]


def _to_prepare(scene: Scene, mine: Mine, room: int) -> list[Piece]:
    along, agreed = to_take(mine), open_actions(mine)
    lines: list[Piece] = []
    if along or agreed:
        lines.append(Say("checkin.along", {"topics": str(len(along)), "actions": str(len(agreed))}))
    if mine.checkin.at - scene.now <= TO_PREPARE:
        lines = [*_prompts(scene, mine)[: room - len(lines)], *lines]
    return lines


def _prompts(scene: Scene, mine: Mine) -> list[Piece]:
    prompts = kind_of(scene, mine.booking).prompts
    return [Say("checkin.line", {"text": line}) for line in prompts.get(scene.lang) or prompts.get("en", ())]


def _along(mine: Mine, along: list[ToTake]) -> list[Piece]:
    if not along:
        return []
    lead = "take.lead" if mine.office.me == mine.checkin.worker else "take.lead_theirs"
    return [Say(lead), *(TitleOf(topic=one.topic) for one in along)]


def _from_outside(scene: Scene, mine: Mine) -> Turn:
    """For the manager, or whoever stands in: who, when and how it stands; no reasons and no words."""
    supervisor, worker = (mine.office.called(one) for one in mine.checkin.sides)
    title = title_of(scene, kind_of(scene, mine.booking))
    pieces: list[Piece] = [
        Say("checkin.of", {"kind": title, "supervisor": supervisor, "worker": worker}),
        at(mine.office, "checkin.when", mine.checkin.at, mine.checkin.worker),
        Say("state.away") if mine.away and mine.checkin.state in STANDING else Say(state_key(mine.checkin)),
    ]
    may_move = found(scene, mine.checkin.id, "move") is not None
    return scene.turn(*pieces, buttons=buttons_of(scene, mine) if may_move else ())


# --- what can be done ---------------------------------------------------------------------------------------------------


def buttons_of(scene: Scene, mine: Mine) -> Rows:
    """What can be done with it as it stands."""
    checkin, args = mine.checkin, mine.args
    move, cannot = button("checkin.move", "c-mv", *args, ""), button("checkin.cannot", "c-no", *args, "")
    cancel = button("checkin.cancel", "c-cx", *args)
    prepare = button("checkin.prepare_it", "c-prep", checkin.id)
    match checkin.state:
        case "proposed" if checkin.at > scene.now:
            yes = [] if checkin.asked_by == mine.side else [_yes(mine)]
            return rows([*yes, button("checkin.other_time", "c-mv", *args, ""), prepare, cancel])
        case "planned" | "accepted" | "moved" if checkin.at > scene.now:
            ready = [] if mine.side in checkin.yes else [_yes(mine, "checkin.ready")]
            later = button("checkin.later", "c-snz", *args)
            pause = button("checkin.pause", "c-ps", *args)
            return rows([*ready, move, cannot, prepare, later, calendar_button(mine.booking), pause, cancel])
        case "asked-to-move":
            offered = [
                _yes_to(mine, offer.at)
                for offer in checkin.offers
                if offer.at is not None and offer.by != mine.side and offer.at > scene.now
            ]
            rest = [button("checkin.other_time", "c-mv", *args, ""), button("checkin.pause", "c-ps", *args), cancel]
            return rows(offered, width=1) + rows(rest)
        case "paused":
            return rows([button("checkin.resume", "c-rs", *args), cancel])
        case "cancelled":
            return ()
        case _:
            return what_became(mine)


def what_became(mine: Mine) -> Rows:
    """What became of it, and how to mend what was said."""
    checkin, args = mine.checkin, mine.args
    held, could_not = button("checkin.held", "c-did", *args, "held"), button("checkin.could_not", "c-did", *args, "could-not")
    moved = button("checkin.moved", "c-when", *args)
    match checkin.answers.get(mine.side):
        case "held":
            return rows([button("action.agree", "c-aa", checkin.id, ""), button("checkin.not_held", "c-did", *args, "could-not")])
        case "could-not":
            return rows([button("checkin.held_after_all", "c-did", *args, "held"), button("checkin.another", "c-mv", *args, "")])
        case _:
            return rows([held, moved, could_not])


def _yes(mine: Mine, key: str = "checkin.yes") -> Button:
    return Button(Say(key), Press("c-ok", (*mine.args, coded(mine.checkin.at))))


def _yes_to(mine: Mine, when: datetime) -> Button:
    return Button(
        SayAt("offer.yes", {"when": when}, mine.office.person.zone, brief=True), Press("c-ok", (*mine.args, coded(when)))
    )
