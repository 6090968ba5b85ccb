"""One check-in from its booking to what became of it. Pure: a tap is an action, and what it comes to is a new check-in.

Whoever asks for another time takes the old one off at once: nobody misses a check-in that somebody asked to move. Of several
times on offer the first one accepted wins. A button belongs to a round; pressed again, or in an older round, it changes nothing.
What can't be in any order of taps is an IllegalMove.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal[
    "planned", "proposed", "accepted", "asked-to-move", "moved", "held", "could-not", "missed", "cancelled", "paused"
]  # fmt: skip
"""`planned` comes from a rhythm that both know, `proposed` waits for the other's yes, `moved` is agreed at a new time.
`could-not` is what somebody said, or a move that came to nothing, or what nobody could be asked about; `missed` is that both were
asked and nobody said anything."""
Outcome = Literal["held", "could-not"]
Reason = Literal["visit", "court", "emergency", "leave", "illness", "other"]
"""Why another time is asked for: a fixed list, so that no case is told."""

STANDING: frozenset[State] = frozenset({"planned", "accepted", "moved"})
"""The time holds, and both know it."""
OPEN: frozenset[State] = STANDING | {"proposed", "asked-to-move"}
"""Still to come, or to be agreed."""
DONE: frozenset[State] = frozenset({"held", "could-not", "missed", "cancelled"})


class IllegalMove(ValueError):
    """An action that the state of a check-in doesn't allow."""


@dataclass(frozen=True)
class Offer:
    """Another time that somebody asked for; `at` is aware, None where they don't know one yet."""

    by: str
    at: datetime | None
    reason: Reason = "other"


@dataclass(frozen=True)
class CheckIn:
    """A booking of two people, by their ids.

    `at` is when it is, aware UTC; while another time is asked for, when it was. `round` grows whenever the time is settled anew,
    with it all earlier buttons are over. `asked_by` proposed it, if it wasn't planned. `yes` are those who accepted the time as
    it stands, `offers` the times asked for, at most one a person. `answers` are what each said afterwards. `moves` counts how
    often another time was asked for: three times is a sign about the rhythm, not about a person.
    """

    id: str
    supervisor: str
    worker: str
    at: datetime
    state: State = "planned"
    length: timedelta = timedelta(hours=1)
    round: int = 0
    asked_by: str = ""
    yes: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    answers: Mapping[str, Outcome] = field(default_factory=dict)
    moves: int = 0

    @property
    def sides(self) -> tuple[str, str]:
        """The two people, the supervisor first."""
        return self.supervisor, self.worker

    @property
    def ends(self) -> datetime:
        """When it is over, if it takes as long as it is meant to."""
        return self.at + self.length

    @property
    def unknown(self) -> bool:
        """Whether nobody could be asked what became of it. A move that nobody said yes to is another thing: there somebody had
        said something, and its old time was off."""
        return self.state == "could-not" and not self.answers and (not self.moves or bool(self.yes))

    @property
    def disagree(self) -> bool:
        """Whether one says that it was held and the other that it wasn't. It counts as not held until both say so: supervision
        that one of the two doesn't know of was none. Either can mend it with another answer."""
        return len(set(self.answers.values())) > 1


@dataclass(frozen=True)
class Accept:
    """Yes to a time, the one proposed or one on offer; `at` says which, so that a late tap never means another time."""

    by: str
    round: int
    at: datetime


@dataclass(frozen=True)
class AskToMove:
    """Another time, or "not then" without one (`at` None)."""

    by: str
    round: int
    at: datetime | None
    reason: Reason = "other"


@dataclass(frozen=True)
class Report:
    """What became of it, as one side says. A later answer of the same person replaces the earlier: a slip can be mended."""

    by: str
    round: int
    outcome: Outcome


@dataclass(frozen=True)
class Cancel:
    """It won't be. Either side may."""

    by: str
    round: int


@dataclass(frozen=True)
class Pause:
    """No check-in now, no reason asked. It also ends an escalation. Either side may."""

    by: str
    round: int


@dataclass(frozen=True)
class Resume:
    """The pause is over."""

    by: str
    round: int


@dataclass(frozen=True)
class Lapse:
    """Nobody's word is waited for any more. Not a tap: the rules of escalation say when and why (see `escalation.lapse_of`).

    `silence`: both were asked. `away`: somebody was on leave then. `unasked`: our question didn't reach both.
    """

    why: Literal["silence", "away", "unasked"] = "silence"


Tap = Accept | AskToMove | Report | Cancel | Pause | Resume
Action = Tap | Lapse

ALLOWED: Mapping[type[Action], frozenset[State]] = {
    Accept: frozenset({"planned", "proposed", "accepted", "asked-to-move", "moved"}),
    AskToMove: OPEN | {"could-not", "missed"},
    Report: OPEN | {"held", "could-not", "missed"},
    Cancel: OPEN | {"paused", "cancelled"},
    Pause: OPEN | {"could-not", "missed", "paused"},
    Resume: frozenset({"paused"}),
    Lapse: OPEN | DONE,
}
"""In which states an action may come. That it may doesn't say that it changes something."""


def over_at(checkin: CheckIn) -> datetime:
    """When nothing of it can still be to come: its end, or that of the last time that is on offer."""
    offered = [offer.at for offer in checkin.offers if offer.at is not None]
    return max([checkin.at, *offered]) + checkin.length


Said = Literal["done", "already", "too-late"]


@dataclass(frozen=True)
class Result:
    """What an action came to. `already`: so it was; `too-late`: something else was settled before, nothing changed. `lost` are
    offers that fell through with this, whose owners are told."""

    checkin: CheckIn
    said: Said = "done"
    lost: tuple[Offer, ...] = ()


def apply(checkin: CheckIn, action: Action, now: datetime) -> Result:
    """The check-in after an action at a moment (aware). Raises IllegalMove, and then nothing has changed."""
    if isinstance(action, Lapse):
        return _lapse(checkin, action, now)
    if action.by not in checkin.sides:
        raise IllegalMove("only the two of a check-in may change it")
    if action.round > checkin.round:
        raise IllegalMove(f"round {action.round} of a check-in in round {checkin.round}")
    if action.round < checkin.round or _in_effect(checkin, action):
        return Result(checkin, "already" if _in_effect(checkin, action) else "too-late")
    if checkin.state not in ALLOWED[type(action)]:
        raise IllegalMove(f"{type(action).__name__} when it is {checkin.state}")
    match action:
        case Accept():
            return _accept(checkin, action, now)
        case AskToMove():
            return _ask(checkin, action, now)
        case Report():
            answers = {**checkin.answers, action.by: action.outcome}
            held = set(answers.values()) == {"held"}
            return Result(
                replace(checkin, state="held" if held else "could-not", answers=answers, offers=()), lost=checkin.offers
            )
        case Cancel():
            return Result(_settled(checkin, "cancelled"), lost=checkin.offers)
        case Pause():
            return Result(_settled(checkin, "paused"), lost=checkin.offers)
        case Resume():
            # A time that went by in the pause wasn't missed.
            return Result(_settled(checkin, "planned" if now < checkin.at else "cancelled"))


def _in_effect(checkin: CheckIn, action: Tap) -> bool:
    """Whether it already is as the tap wants it."""
    match action:
        case Accept():
            return checkin.at == action.at and action.by in checkin.yes and checkin.state != "asked-to-move"
        case AskToMove():
            return any((offer.by, offer.at) == (action.by, action.at) for offer in checkin.offers)
        case Report():
            return checkin.answers.get(action.by) == action.outcome
        case Cancel():
            return checkin.state == "cancelled"
        case Pause():
            return checkin.state == "paused"
        case Resume():
            return False


def _settled(checkin: CheckIn, state: State) -> CheckIn:
    return replace(checkin, state=state, round=checkin.round + 1, yes=frozenset(), offers=(), answers={})


def _accept(checkin: CheckIn, action: Accept, now: datetime) -> Result:
    if action.at <= now:
        return Result(checkin, "too-late")
    if checkin.state == "asked-to-move":
        taken = next((offer for offer in checkin.offers if offer.at == action.at), None)
        if taken is None:
            return Result(checkin, "too-late")
        if taken.by == action.by:
            raise IllegalMove("nobody accepts a time of their own")
        lost = tuple(offer for offer in checkin.offers if offer is not taken)
        return Result(replace(_settled(checkin, "moved"), at=action.at, yes=frozenset(checkin.sides)), lost=lost)
    if action.at != checkin.at:
        return Result(checkin, "too-late")
    if checkin.state == "proposed" and action.by == checkin.asked_by:
        raise IllegalMove("nobody accepts a time of their own")
    state: State = "moved" if checkin.state == "moved" else "accepted"
    return Result(replace(checkin, state=state, yes=checkin.yes | {action.by}))


def _ask(checkin: CheckIn, action: AskToMove, now: datetime) -> Result:
    if action.at is not None and action.at <= now:
        raise IllegalMove("that time has gone by")
    offer = Offer(action.by, action.at, action.reason)
    if checkin.state == "asked-to-move":
        if action.at is not None and any(other.at == action.at and other.by != action.by for other in checkin.offers):
            # Both ask for the same time: that is a yes.
            return _accept(checkin, Accept(action.by, action.round, action.at), now)
        kept = tuple(other for other in checkin.offers if other.by != action.by)
        return Result(replace(checkin, offers=(*kept, offer)))
    if action.at == checkin.at:
        raise IllegalMove("that is when it is")
    moves = checkin.moves + (checkin.state != "proposed")
    return Result(replace(checkin, state="asked-to-move", offers=(offer,), yes=frozenset(), answers={}, moves=moves))


def _lapse(checkin: CheckIn, action: Lapse, now: datetime) -> Result:
    if checkin.state not in ALLOWED[Lapse]:
        raise IllegalMove(f"Lapse when it is {checkin.state}")
    if checkin.state in DONE:
        return Result(checkin, "already")
    if now < over_at(checkin):
        raise IllegalMove("it isn't over yet")
    # Only a time that held can be missed: what was never agreed falls away, and a move that nobody answered came to nothing.
    never: Mapping[State, State] = {"proposed": "cancelled", "asked-to-move": "could-not"}
    stood: Mapping[str, State] = {"silence": "missed", "away": "cancelled", "unasked": "could-not"}
    return Result(replace(checkin, state=never.get(checkin.state) or stood[action.why], offers=()), lost=checkin.offers)
