"""/board: a team at a glance, who needs something first; and one person's line in full with what can be done."""

from __future__ import annotations

from dataclasses import replace

from bot.people.subject import Someone
from bot.supervision.standing import EXCEPTIONS, Line
from bot.talk.board import phrases, view
from bot.talk.board.view import Board
from bot.talk.dealings import Tell
from bot.talk.effects import Turn
from bot.talk.joining.colleagues import by_ref, member, not_joined, ref
from bot.talk.messages import Button, Listed, Piece, Press, Reply, Rows, Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows

SHOWN = 10
NUDGED = "board-nudged"
"""What stands in `Session.asked` once people were asked for a time: a second tap asks nobody twice."""
_LATELY = 200


def board(scene: Scene, argument: str = "") -> Turn:
    """The board of the team of that name, else of the first."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    known = view.teams(office, scene.now)
    wanted = argument.strip().casefold()
    named = [team for team in known if wanted and office.staff.teams[team].name.casefold() == wanted]
    return page(scene, (named or [*known, ""])[0])


def page(scene: Scene, reference: str = "", first: int = 0) -> Turn:
    """Ten lines of a team's board from one on."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    known = view.teams(office, scene.now)
    team = by_ref({id: id for id in known}, reference) if reference else next(iter(known), None)
    found = view.board(office, team, scene.edition.kinds, scene.now) if team is not None else None
    if found is None:
        return scene.turn(Say("board.none"), buttons=((button("button.history", "b-hist"),),))
    first = first if first < len(found.lines) else 0
    lines = found.lines[first : first + SHOWN]
    pieces: list[Piece] = [Say("board.title", {"team": found.title})]
    if lines:
        told = tuple(phrases.line(scene, office, one) for one in lines)
        pieces += [Listed(told, tuple(found.names[one.person] for one in lines)), Say("board.note")]
    else:
        pieces.append(Say("board.empty"))
    return scene.turn(*pieces, buttons=_buttons(scene, office, found, first))


def _buttons(scene: Scene, office: Office, found: Board, first: int) -> Rows:
    people = [
        Button(Say("board.name", {"name": found.names[one.person]}), Press("b-who", (ref(found.team), ref(one.person))))
        for one in found.lines[first : first + SHOWN]
    ]
    more: list[Button] = []
    if len(found.lines) > SHOWN:
        key, to = ("button.board_more", first + SHOWN) if first + SHOWN < len(found.lines) else ("button.board_top", 0)
        more.append(button(key, "b-board", ref(found.team), str(to)))
    if found.lines and view.may_export(office, found.team, scene.now):
        more.append(button("button.sheet", "b-csv", "board", ref(found.team)))
        more.append(button("button.sheet_checkins", "b-csv", "team", ref(found.team)))
    others = [
        Button(Say("board.name", {"name": office.staff.teams[team].name}), Press("b-board", (ref(team),)))
        for team in view.teams(office, scene.now)
        if team != found.team
    ]
    return rows(people) + rows([*more, *others])


# --- one person ---------------------------------------------------------------------------------------------------------


def _found(scene: Scene, team: str, person: str) -> tuple[Office, Board, Line] | None:
    """A line of a board, if this person may see it; what isn't there and what they may not see are the same."""
    office = member(scene)
    known = by_ref({id: id for id in view.teams(office, scene.now)}, team) if office else None
    found = view.board(office, known, scene.edition.kinds, scene.now) if office and known else None
    one = by_ref({line.person: line for line in found.lines}, person) if found else None
    return (office, found, one) if office and found and one else None


def person(scene: Scene, team: str, who: str) -> Turn | None:
    """One person's line in full."""
    here = _found(scene, team, who)
    if here is None:
        return None
    office, found, one = here
    pieces: list[Piece] = [Say("board.title", {"team": found.names[one.person]})]
    pieces += [Say("board.plain", {"what": phrases.mark_of(scene, one, mark, full=True)}) for mark in one.marks]
    there = office.staff.people[one.person].zone
    if one.beats:
        pieces.append(Listed(tuple(phrases.beat(scene, office, beat, there) for beat in one.beats)))
    if one.next is not None and all(beat.next != one.next for beat in one.beats):
        pieces.append(SayAt("board.next", {"next": one.next}, office.person.zone, other=there))
    return scene.turn(*pieces, buttons=_deeds(scene, office, found, one))


def _deeds(scene: Scene, office: Office, found: Board, one: Line) -> Rows:
    made: list[Button] = []
    back = button("button.board_back", "b-board", ref(found.team))
    if office.access(scene.now).may(office.me, "schedule", Someone(one.person)):
        made.append(button("button.board_plan", "s-new", one.person))
        if one.first in EXCEPTIONS | {"paused"} and "unreached" not in one.marks:
            made.append(button("button.board_nudge", "b-nudge", ref(found.team), ref(one.person)))
    coming = next((b for b in office.bookings if b.checkin.at == one.next and b.checkin.worker == one.person), None)
    if coming is not None and office.access(scene.now).may(office.me, "move", office.about(coming)):
        label = SayAt("board.button.next", {"next": coming.checkin.at}, office.person.zone, brief=True)
        made.append(Button(label, Press("c-show", (coming.checkin.id,))))
    return rows([*made, back])


def nudge(scene: Scene, team: str, who: str) -> Turn | None:
    """Ask a person for a time: one neutral message, in their quiet hours not before the morning."""
    here = _found(scene, team, who)
    if here is None or not here[0].access(scene.now).may(here[0].me, "schedule", Someone(here[2].person)):
        return None
    office, found, one = here
    name = found.names[one.person]
    back: Rows = ((button("button.board_back", "b-board", ref(found.team)),),)
    if "unreached" in one.marks:
        return scene.turn(Say("board.nudge.unreached", {"name": name}), buttons=back)
    lately = scene.session.asked_args if scene.session.asked == NUDGED else ()
    if one.person in lately:
        return scene.turn(Say("board.nudge.already", {"name": name}), buttons=back)
    session = replace(scene.session, asked=NUDGED, asked_args=(*lately, one.person)[-_LATELY:], asked_at=scene.now)
    told = Reply((Say("board.nudge"),), ((button("button.show", "b-ask", ref(office.me)),),), lane="reminder")
    key = "board.nudge.opens" if "no-push" in one.marks else "board.nudge.done"
    return scene.turn(Say(key, {"name": name}), buttons=back, session=session, effects=(Tell(one.person, told),))


def asked(scene: Scene, who: str) -> Turn | None:
    """Who asks me for a time: told when I ask, never by itself."""
    office = member(scene)
    if office is None:
        return not_joined(scene)
    today = office.today(scene.now)
    mine = {*office.staff.supervisors(office.me, today), *(one.person for one in office.staff.deputies(office.me, today))}
    by = by_ref({id: id for id in mine}, who)
    if by is None:
        return None
    buttons = rows([button("button.board_plan", "s-new", by), button("button.board_mine", "c-next")])
    return scene.turn(Say("board.asked", {"name": office.called(by)}), buttons=buttons)
