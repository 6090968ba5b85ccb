"""What became of a check-in: one tap, which a later tap mends; then what the kind asks, of which nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.library.model import in_language
from bot.supervision.checkin import OPEN, Outcome, Report, Result
from bot.supervision.diary import Series
from bot.supervision.kind import Question
from bot.talk.checkins.card import to_take
from bot.talk.checkins.mine import (
    Mine,
    as_it_is,
    at,
    changed,
    found,
    kept,
    kind_of,
    over,
    own,
    show_row,
    tell,
)  # fmt: skip
from bot.talk.checkins.moving import choices
from bot.talk.dealings import KeepSeries
from bot.talk.effects import Effect, Turn
from bot.talk.messages import Piece, Rows, Say
from bot.talk.scene import Scene, button, rows, topic_button

OUTCOMES: tuple[Outcome, ...] = ("held", "could-not")
GUIDANCE = 3
"""Topics offered after a check-in at most."""


def said(scene: Scene, id: str, round: str, outcome: str) -> Turn:
    """Held, or it could not be."""
    mine = found(scene, id, "answer")
    known = next((one for one in OUTCOMES if one == outcome), None)
    if mine is None or known is None or not round.isdecimal():
        return over(scene)
    if mine.checkin.at > scene.now and known == "held":
        return scene.turn(Say("outcome.not_yet"), at(mine.office, "checkin.when", mine.checkin.at), buttons=(show_row(id),))
    result = changed(scene, mine, Report(mine.side, int(round), known))
    if result is None:
        return over(scene)
    if result.said == "too-late":
        return as_it_is(scene, mine, result.said)
    if result.said == "already":
        return scene.turn(Say(f"outcome.{known}_already"), buttons=_after(scene, mine, known))
    effects = (kept(scene, mine, result.checkin), *_counted(scene, mine, result), *_disagreement(mine, result))
    pieces: list[Piece] = [Say("state.disagree") if result.checkin.disagree else Say(f"outcome.{known}")]
    if (coming := _next(scene, mine)) is not None:
        pieces.append(coming)
    if known == "held" and (asked := _first_question(scene, mine)) is not None:
        pieces.append(_text(scene, asked))
        return scene.turn(*pieces, buttons=(*_answers(scene, mine, asked), *_after(scene, mine, known)), effects=effects)
    return scene.turn(*pieces, buttons=_after(scene, mine, known), effects=effects)


def at_another_time(scene: Scene, id: str) -> Turn:
    """It was, or will be, at another time than planned."""
    mine = found(scene, id, "answer")
    if mine is None:
        return over(scene)
    did = button("outcome.was_held", "c-did", *mine.args, "held")
    return scene.turn(Say("outcome.when"), buttons=((did,), *choices(scene, mine)))


def _after(scene: Scene, mine: Mine, outcome: Outcome) -> Rows:
    """What comes after: something agreed, guidance on what was taken along, or another time; and a slip is mended."""
    if outcome == "could-not":
        mend = button("checkin.held_after_all", "c-did", *mine.args, "held")
        return rows([button("checkin.another", "c-mv", *mine.args, ""), mend])
    agree = [button("action.agree", "c-aa", mine.checkin.id, "")] if keeps_words(scene, mine) else []
    mend = button("checkin.not_held", "c-did", *mine.args, "could-not")
    topics = [mine.booking.topic, *(one.topic for one in to_take(mine))]
    near = [topic_button(topic) for topic in dict.fromkeys(topics) if topic and scene.served(topic)][:GUIDANCE]
    clear = [button("take.done", "c-mine")] if mine.office.me == mine.checkin.worker and to_take(mine) else []
    return rows(near, width=1) + rows([*agree, mend, *clear])


def keeps_words(scene: Scene, mine: Mine) -> bool:
    """Whether its kind keeps agreed actions, and whether this person may write them."""
    allowed = found(scene, mine.checkin.id, "write-notes") is not None and mine.office.me in mine.checkin.sides
    return allowed and kind_of(scene, mine.booking).retention.notes is not None


def _next(scene: Scene, mine: Mine) -> Piece | None:
    two = set(mine.checkin.sides)
    for one in own(mine.office):
        if one.checkin.at > scene.now and set(one.checkin.sides) == two and one.checkin.state in OPEN:
            return at(mine.office, "outcome.next", one.checkin.at, mine.other)
    return None


def _disagreement(mine: Mine, result: Result) -> tuple[Effect, ...]:
    if not result.checkin.disagree:
        return ()
    return tell(mine, "told.disagree", {"when": mine.checkin.at}, (show_row(mine.checkin.id),))


def _counted(scene: Scene, mine: Mine, result: Result) -> tuple[Effect, ...]:
    """The day of the last one held, on which a rhythm may count and by which a board reckons weeks."""
    series = mine.office.rhythm(mine.booking.series)
    if series is None:
        return ()
    others = [one.checkin for one in mine.office.bookings if one.series == series.id and one.checkin.id != mine.checkin.id]
    held = [_day(series, one.at) for one in others if one.state == "held"]
    if result.checkin.state == "held":
        held.append(_day(series, result.checkin.at))
    elif mine.checkin.state != "held":
        return ()
    last = max(held, default=None)
    return (KeepSeries(replace(series, last_held=last)),) if last != series.last_held else ()


def _day(series: Series, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(series.plans[0].zone)).date()


# --- the questions of the kind --------------------------------------------------------------------------------------------


def answered(scene: Scene, id: str, question: str, answer: str) -> Turn:
    """An answer to a question of the kind: it is for the one who gives it, and kept nowhere. Then the next one."""
    mine = found(scene, id, "see-answers")
    if mine is None:
        return over(scene)
    questions = kind_of(scene, mine.booking).questions
    place = next((n for n, one in enumerate(questions) if one.id == question), None)
    if place is None or answer not in questions[place].answers:
        return over(scene)
    first = next(iter(questions[place].answers))
    pieces: list[Piece] = [Say("question.thanks" if answer == first else "question.not_yet")]
    rest = questions[place + 1 :]
    if rest:
        return scene.turn(*pieces, _text(scene, rest[0]), buttons=(*_answers(scene, mine, rest[0]), *_after(scene, mine, "held")))
    return scene.turn(*pieces, buttons=_after(scene, mine, "held"))


def _first_question(scene: Scene, mine: Mine) -> Question | None:
    asks = kind_of(scene, mine.booking).questions if mine.office.me in mine.checkin.sides else ()
    return asks[0] if asks else None


def _text(scene: Scene, question: Question) -> Piece:
    return Say("checkin.line", {"text": in_language(question.text, scene.lang)})


def _answers(scene: Scene, mine: Mine, question: Question) -> Rows:
    return (
        tuple(
            button(Say("button.plain", {"what": in_language(words, scene.lang)}), "c-q", mine.checkin.id, question.id, key)
            for key, words in question.answers.items()
        ),
    )
