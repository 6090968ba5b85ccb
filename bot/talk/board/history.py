"""/history: one's own check-ins that were, with what became of them; never a reason, a note or an answer."""

from __future__ import annotations

from bot.library.model import in_language
from bot.supervision.checkin import OPEN
from bot.supervision.diary import Booking
from bot.talk.board.sheet import outcome
from bot.talk.effects import Turn
from bot.talk.joining.colleagues import member, not_joined
from bot.talk.messages import Button, Listed, Piece, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.two_words import beside, of

SHOWN = 8


def history(scene: Scene, first: int = 0) -> Turn:
    """The latest of one's own check-ins, and ways to take all of them along."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    were = sorted(_own(office, scene), key=lambda one: one.checkin.at, reverse=True)
    first = first if first < len(were) else 0
    pieces: list[Piece] = [Say("board.history" if were else "board.history.none")]
    if were:
        pieces.append(Listed(tuple(_line(scene, office, one) for one in were[first : first + SHOWN])))
    more: list[Button] = []
    if first + SHOWN < len(were):
        more.append(button("button.board_more", "b-hist", str(first + SHOWN)))
    more += [button("button.sheet", "b-csv", "own", ""), button("button.calendar_address", "b-cal")]
    return scene.turn(*pieces, buttons=rows([*more, button("button.board_mine", "c-next")]))


def _own(office: Office, scene: Scene) -> list[Booking]:
    return [one for one in office.bookings if office.me in one.checkin.sides and one.checkin.at <= scene.now]


def _line(scene: Scene, office: Office, one: Booking) -> SayAt:
    checkin, kind = one.checkin, scene.edition.kinds.get(one.kind)
    supervisor, worker = checkin.sides
    other = worker if supervisor == office.me else supervisor
    state = "open" if checkin.state in OPEN else outcome(checkin)
    what = in_language(kind.titles, scene.lang) if kind else scene.edition.words.say(scene.lang, "board.checkin")
    args = {
        "what": beside(what, of(office, one.series)),
        "who": office.called(other),
        "became": scene.edition.words.say(scene.lang, f"board.became.{state}"),
    }
    return SayAt("board.history.line", {"when": checkin.at}, office.person.zone, args, brief=True)
