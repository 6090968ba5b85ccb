"""What is coming, what waits for an answer, rhythms, what was; and what a member sees who opens the chat."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.supervision.checkin import DONE, OPEN, STANDING
from bot.supervision.diary import Booking, Series
from bot.supervision.due import PlanAt
from bot.supervision.reminders import reminders
from bot.talk.checkins import card
from bot.talk.checkins.mine import Mine, kind_of, own, state_key, title_of
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Press, Rows, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.two_words import beside, of

SHOWN = 5
SOON = timedelta(hours=36)
"""A check-in that is nearer than this is among what waits."""
SECTIONS = ("", "open", "rhythm", "past", "held")


def not_joined(scene: Scene) -> Turn:
    """For somebody who hasn't joined: how to."""
    return scene.turn(Say("checkins.join"))


def next_one(scene: Scene) -> Turn:
    """The next check-in, whole."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    coming = _coming(scene, office)
    if coming:
        return card.show(scene, coming[0].checkin.id)
    return _nothing_yet(scene, office)


def listed(scene: Scene, section: str) -> Turn:
    """One of the lists, with a button for each check-in in it."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    match section:
        case "open":
            return _of(scene, office, asking(scene, office), section)
        case "past":
            past = [one for one in own(office) if one.checkin.at <= scene.now and one.checkin.state in DONE]
            return _past(scene, office, past[::-1])
        case "rhythm":
            return _rhythms(scene, office)
        case "held":
            return _to_come(scene, office)
        case _:
            return _of(scene, office, _coming(scene, office), "")


def waiting(scene: Scene) -> Turn:
    """What waits for the member: times and check-ins to answer for, agreed actions that are due; else the next check-in."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    lines, buttons = waits(scene, office)
    asked = asking(scene, office)
    near = [one for one in _coming(scene, office) if one.checkin.at - scene.now <= SOON]
    soon = [one for one in near if one not in asked][:SHOWN]
    lines += tuple(_line(scene, office, one) for one in soon)
    buttons += rows([_open(office, one) for one in soon], width=1)
    if not lines:
        return next_one(scene)
    return scene.turn(*lines, buttons=buttons)


def waits(scene: Scene, office: Office) -> tuple[tuple[Piece, ...], Rows]:
    """What waits, as lines and buttons; both empty if nothing does. For whoever opens the chat."""
    today = office.today(scene.now)
    asked = asking(scene, office)
    due = [one for one in office.agreed if one.by == office.me and one.done_on is None and one.due <= today]
    pieces: list[Piece] = [_line(scene, office, one) for one in asked[:SHOWN]]
    buttons = [_open(office, one) for one in asked[:SHOWN]]
    if due:
        pieces.append(Say("remind.action") if len(due) == 1 else Say("remind.actions", {"n": str(len(due))}))
        buttons.append(button("checkins.actions", "c-acts"))
    return tuple(pieces), rows(buttons, width=1)


def asking(scene: Scene, office: Office) -> list[Booking]:
    """The check-ins that wait for a word of this person: a time to say yes to, or what became of it."""
    return [one for one in own(office) if _asks(scene, office, one)]


def _asks(scene: Scene, office: Office, one: Booking) -> bool:
    checkin, me = one.checkin, office.me
    if checkin.state == "proposed":
        return checkin.asked_by != me and checkin.at > scene.now
    if checkin.state == "asked-to-move":
        return any(offer.by != me for offer in checkin.offers)
    if me in checkin.answers or checkin.ends > scene.now:
        return False
    return not _away(office, one) and (checkin.state in STANDING or checkin.state == "missed" or bool(checkin.answers))


def _away(office: Office, one: Booking) -> bool:
    return any(office.calendars[side].on_leave(one.checkin.at) for side in one.checkin.sides if side in office.calendars)


def _coming(scene: Scene, office: Office) -> list[Booking]:
    return [one for one in own(office) if one.checkin.at > scene.now and one.checkin.state in OPEN]


# --- lists ----------------------------------------------------------------------------------------------------------------


def _of(scene: Scene, office: Office, found: list[Booking], section: str) -> Turn:
    if not found:
        return scene.turn(Say(f"checkins.none_{section}"), buttons=_ways(section)) if section else _nothing_yet(scene, office)
    pieces: list[Piece] = [_line(scene, office, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        pieces.append(Say("action.more", {"n": str(len(found) - SHOWN)}))
    return scene.turn(*pieces, buttons=(*rows([_open(office, one) for one in found[:SHOWN]]), *_ways(section)))


def _nothing_yet(scene: Scene, office: Office) -> Turn:
    """No check-in is booked. Of a rhythm that was planned a moment ago none is either: it is said instead."""
    mine = [one for one in office.series if office.me in one.sides and not (one.paused or one.ended)]
    new = [one for one in mine if one.booked is None][:SHOWN]
    if not new:
        return scene.turn(Say("checkins.none"), buttons=_ways(""))
    who = [Say("button.plain", {"what": one.code or office.called(_other(office, one.sides))}) for one in new]
    shown = [button(name, "s-show", one.id) for name, one in zip(who, new, strict=True)]
    return scene.turn(*(_rhythm(scene, office, one) for one in new), buttons=(*rows(shown), *_ways("")))


def _past(scene: Scene, office: Office, past: list[Booking]) -> Turn:
    if not past:
        return scene.turn(Say("checkins.none_past"), buttons=_ways("past"))
    pieces = [_line(scene, office, one) for one in past[:SHOWN]]
    return scene.turn(*pieces, buttons=(*rows([_open(office, one) for one in past[:SHOWN]]), *_ways("past")))


def _rhythms(scene: Scene, office: Office) -> Turn:
    mine = [one for one in office.series if office.me in one.sides and not one.ended]
    if not mine:
        return scene.turn(Say("checkins.none_rhythm"), buttons=_ways("rhythm"))
    pieces: list[Piece] = []
    buttons: list[Button] = []
    for one in sorted(mine, key=lambda series: series.id)[:SHOWN]:
        pieces.append(_rhythm(scene, office, one))
        key, verb = ("rhythm.resume", "c-sr") if one.paused else ("rhythm.pause", "c-sp")
        who = one.code or office.called(_other(office, one.sides))
        buttons += [button(Say("button.plain", {"what": who}), "s-show", one.id), button(Say(key, {"who": who}), verb, one.id)]
    return scene.turn(*pieces, buttons=(*rows(buttons), *_ways("rhythm")))


def _rhythm(scene: Scene, office: Office, one: Series) -> Piece:
    kind = scene.edition.kinds.get(one.kind)
    args = {
        "kind": beside(title_of(scene, kind) if kind else scene.edition.words.say(scene.lang, "checkin.plain"), one.code),
        "who": office.called(_other(office, one.sides)),
    }
    if one.paused:
        return Say("rhythm.paused", args)
    moments = [moment for plan in one.plans if (moment := PlanAt(plan, scene.now, one.last_held).next()) is not None]
    coming = min(moments, default=None)
    if coming is None:
        return Say("rhythm.over", args)
    return SayAt("rhythm.next", {"when": coming}, office.person.zone, args)


def _to_come(scene: Scene, office: Office) -> Turn:
    """When I shall be written to: what quiet hours hold stands there with the moment at which it comes."""
    found = []
    for one in own(office):
        if one.checkin.state not in OPEN:
            continue
        mine = Mine(office, one, office.me)
        made = reminders(one.checkin, kind_of(scene, one).times, mine.sides(), one.since)
        found += [(reminder.at, one) for reminder in made if reminder.person == office.me and reminder.at > scene.now]
    zone = office.person.zone
    news = Counter(moment for moment in office.held if moment > scene.now)
    if not found and not news:
        return scene.turn(Say("checkins.none_held"), buttons=_ways("held"))
    found.sort(key=lambda pair: (pair[0], pair[1].checkin.id))
    pieces = [SayAt("checkins.news", {"when": when}, zone, {"count": str(n)}, brief=True) for when, n in sorted(news.items())]
    pieces += [SayAt("checkins.comes", {"when": when, "about": one.checkin.at}, zone, brief=True) for when, one in found]
    pieces = pieces[:SHOWN]
    return scene.turn(Say("checkins.held_lead"), *pieces, buttons=_ways("held"))


def _line(scene: Scene, office: Office, one: Booking) -> Piece:
    """A check-in in a line: when, with whom, how it stands."""
    state = "state.away" if one.checkin.state in STANDING and _away(office, one) else state_key(one.checkin)
    if one.checkin.state in STANDING and one.checkin.ends <= scene.now:
        state = "state.ask"
    who = beside(office.called(_other(office, one.checkin.sides)), of(office, one.series))
    args = {"who": who, "state": scene.edition.words.say(scene.lang, state)}
    return SayAt("checkins.line", {"when": one.checkin.at}, office.person.zone, args, brief=True)


def _open(office: Office, one: Booking) -> Button:
    return Button(
        SayAt("remind.when", {"when": one.checkin.at}, office.person.zone, brief=True), Press("c-show", (one.checkin.id,))
    )


def _other(office: Office, sides: tuple[str, str]) -> str:
    return sides[0] if sides[1] == office.me else sides[1]


def _ways(section: str) -> Rows:
    """The other lists."""
    names = {"": "checkins.coming", "open": "checkins.open", "rhythm": "checkins.rhythms", "past": "checkins.past"}
    names["held"] = "checkins.held"
    found = [button(key, "c-all", name) for name, key in names.items() if name != section]
    found += [button("button.history", "b-hist")] if section == "past" else []
    return rows(
        [*found, button("checkins.actions", "c-acts"), button("checkins.mine", "c-mine"), button("away.button", "c-away")]
    )
