"""A check-in is planned by tapping: with whom, what kind, how often, when; then the echo. What was said already isn't asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bot.supervision.diary import Series
from bot.supervision.kind import Kind
from bot.supervision.plan import NotAPlan, Plan
from bot.supervision.wording_words import tokens
from bot.talk import two_words
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Press, Rows, Say
from bot.talk.moments import decoded
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling import doubts, several
from bot.talk.scheduling.draft import (
    RULES,
    Draft,
    asking,
    can_count_from_last,
    kept,
    made_id,
    pair_of,
    plans_of,
    started,
    yes_button,
)
from bot.talk.scheduling.saying import coming, every, lines, title_of
from bot.talk.scheduling.times import ask_when
from bot.talk.scheduling.whom import Pair, mine, pairs

LINES = 6
"""Lines before the buttons."""
PEOPLE = 8
"""People on one screen."""
FIELDS = ("who", "kind", "rule", "at", "last", "end")


def schedule(scene: Scene, argument: str = "") -> Turn:
    """/schedule: a new check-in."""
    if scene.desk.office is None:
        return not_joined(scene)
    return proceed(scene, started(scene))


def not_joined(scene: Scene) -> Turn:
    """For somebody who hasn't joined: one kind line how."""
    return scene.turn(Say("checkins.join"), buttons=rows([button("button.browse", "b", ""), button("button.numbers", "num", "")]))


def new_with(scene: Scene, person: str) -> Turn:
    """A new check-in with somebody, from another room's button."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    known = pairs(office, scene.now)
    return proceed(scene, replace(started(scene), people=(person,) if person in known else ()))


def nobody(scene: Scene) -> Turn:
    """Somebody who isn't there, or with whom they may not plan: one answer for both."""
    office = scene.desk.office
    draft = replace(started(scene), asks="who")
    if office is None or not pairs(office, scene.now):
        return scene.turn(Say("schedule.nobody"), session=kept(scene, None))
    return scene.turn(Say("schedule.unknown"), buttons=_people(scene, office, draft, 0), session=kept(scene, draft))


def lapsed(scene: Scene) -> Turn:
    """A button of a draft that is done or was left: nothing was changed."""
    return scene.turn(Say("schedule.lapsed"), buttons=((button("button.s_new", "s-new", ""),),))


# --- the next step --------------------------------------------------------------------------------------------------------


def proceed(scene: Scene, draft: Draft) -> Turn:
    """The first thing that isn't known yet is asked; then the echo."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    known = pairs(office, scene.now)
    if not set(draft.people) <= set(known):
        return nobody(scene)
    if not draft.people and len(known) < 2:
        if not known:
            return scene.turn(Say("schedule.nobody"), session=kept(scene, None))
        draft = replace(draft, people=tuple(known))
    if not draft.people:
        return asking(scene, draft, "who", Say("schedule.who"), buttons=_people(scene, office, draft, 0))
    kinds = offered(scene)
    if not draft.kind or draft.kind not in scene.edition.kinds:
        if len(kinds) > 1:
            return ask_kind(scene, draft)
        draft = replace(draft, kind=kinds[0].id if kinds else "")
    kind = scene.edition.kinds.get(draft.kind)
    if kind is None:
        return scene.turn(Say("schedule.no_kinds"), session=kept(scene, None))
    if draft.doubt:
        return doubts.ask(scene, draft)
    if not draft.rule:
        return ask_rule(scene, draft)
    if draft.act == "many":
        return several.proceed(scene, draft)
    if draft.first is None or draft.at is None:
        return ask_when(scene, draft)
    return echo(scene, draft)


def offered(scene: Scene) -> list[Kind]:
    """The kinds that are offered, in their order."""
    return [kind for kind in scene.edition.kinds.values() if kind.enabled]


def kind_in(scene: Scene, text: str) -> Kind | None:
    """The kind whose title stands in a sentence, else the first one that is offered."""
    words = [token.text for token in tokens(text)]
    kinds = offered(scene)
    for kind in kinds:
        for title in kind.titles.values():
            parts = [token.text for token in tokens(title)]
            if parts and any(words[n : n + len(parts)] == parts for n in range(len(words))):
                return kind
    return kinds[0] if kinds else None


# --- who, what, how often -------------------------------------------------------------------------------------------------


def _people(scene: Scene, office: Office, draft: Draft, begin: int) -> Rows:
    known = list(pairs(office, scene.now))
    shown = [
        Button(Say("button.plain", {"what": office.called(person)}), Press("s-who", (draft.id, person)))
        for person in known[begin : begin + PEOPLE]
    ]
    last: list[Button] = []
    if draft.act == "new" and begin == 0 and len(mine(office, scene.now)) > 1:
        last.append(button("button.s_each", "s-who", draft.id, "all"))
    if len(known) > begin + PEOPLE:
        last.append(button("button.more", "s-who", draft.id, f">{begin + PEOPLE}"))
    return (*rows(shown), *rows(last))


def who(scene: Scene, draft: Draft, chosen: str) -> Turn:
    """This person, each of my team, or the next ones."""
    office = scene.desk.office
    assert office is not None
    if chosen == "all":
        return proceed(scene, replace(draft, act="many", people=mine(office, scene.now), first=None, at=None))
    if chosen.startswith(">") and chosen[1:].isdecimal():
        return asking(scene, draft, "who", Say("schedule.who"), buttons=_people(scene, office, draft, int(chosen[1:])))
    return proceed(scene, replace(draft, people=(chosen,)))


def ask_kind(scene: Scene, draft: Draft) -> Turn:
    """What kind of check-in?"""
    kinds = [
        Button(Say("button.plain", {"what": title_of(scene, kind)}), Press("s-kind", (draft.id, kind.id)))
        for kind in offered(scene)
    ]
    return asking(scene, draft, "kind", Say("schedule.kind"), buttons=rows(kinds))


def kind(scene: Scene, draft: Draft, chosen: str) -> Turn:
    """This kind; one that isn't offered any more is asked for again."""
    known = {one.id for one in offered(scene)}
    return proceed(scene, replace(draft, kind=chosen if chosen in known else ""))


def rule(scene: Scene, draft: Draft, chosen: str) -> Turn:
    """This rhythm."""
    return proceed(scene, replace(draft, rule=chosen if chosen in RULES else ""))


def ask_rule(scene: Scene, draft: Draft, *before: Piece) -> Turn:
    """How often? The kind's own rhythm first; anything else can be typed."""
    kind = scene.edition.kinds[draft.kind]
    own: Rows = ()
    rules = list(RULES[1:] if draft.act != "many" else ("w1", "w2", "mn"))
    if kind.rhythm:
        often = every(scene, kind.rhythm)
        label = Say("button.plain", {"what": often[:1].upper() + often[1:]})
        own = ((Button(label, Press("s-rule", (draft.id, "own"))),),)
        first = kind.rhythm[0].every
        if len(kind.rhythm) == 1 and (first.n, first.unit) in ((1, "weeks"), (2, "weeks")):
            rules.remove(f"w{first.n}")
    shown = [button(f"button.s_{rule}", "s-rule", draft.id, rule) for rule in rules]
    return asking(scene, draft, "rule", *(before or (Say("schedule.rule"),)), buttons=(*own, *rows(shown)))


# --- the echo -------------------------------------------------------------------------------------------------------------


def made_of(scene: Scene, draft: Draft) -> tuple[Plan, ...] | NotAPlan:
    """The plans of a draft, or why there are none."""
    office, pair = scene.desk.office, pair_of(scene, draft)
    assert office is not None
    if draft.act == "new" and pair is not None and pair.last is not None and draft.rule != "once" and draft.count is None:
        # Whoever stands in plans for as long as they do.
        draft = replace(draft, until=min(draft.until or pair.last, pair.last))
    with suppress(OverflowError):
        try:
            return plans_of(draft, scene.edition.kinds[draft.kind], office.person.zone)
        except NotAPlan as error:
            return error
    return NotAPlan("a date too far away", "give an earlier one")


def at(scene: Scene, draft: Draft, moment: str) -> Turn:
    """This moment."""
    when, office = decoded(moment), scene.desk.office
    if when is None or office is None:
        return lapsed(scene)
    here = when.astimezone(office.zone)
    return proceed(scene, replace(draft, first=here.date(), at=here.time().replace(second=0, microsecond=0)))


def echo(scene: Scene, draft: Draft) -> Turn:
    """Everything is said: shown once more before it holds, with the next dates of both sides."""
    office, pair, kind = scene.desk.office, pair_of(scene, draft), scene.edition.kinds[draft.kind]
    assert office is not None
    if pair is None:
        return nobody(scene)
    plans = made_of(scene, draft)
    if isinstance(plans, NotAPlan):
        if draft.until is not None and draft.first is not None and draft.until < draft.first:
            return ask_when(scene, replace(draft, first=None, at=None, until=None), Say("schedule.ends_before"))
        return ask_rule(scene, replace(draft, rule=""), Say("schedule.no_rule"))
    if not plans or not coming(plans, scene.now, 1):
        return ask_when(scene, replace(draft, first=None, at=None), Say("schedule.past"))
    change = button("button.s_change", "s-set", draft.id, "")
    options = [change]
    if can_count_from_last(draft, kind, office.person.zone):
        options.append(button("button.s_from_first" if draft.from_last else "button.s_from_last", "s-set", draft.id, "last"))
    buttons: Rows = ((yes_button(draft),), tuple(options), (button("button.s_cancel", "s-no", draft.id),))
    other, is_new = pair.other(office.me), draft.act == "new" and draft.rule != "once"
    new = two_words.made(scene, kind.id, (pair.supervisor, pair.worker), made_id(office.me, draft.id, other)) if is_new else ""
    code = new or (two_words.of(office, draft.subject[0]) if draft.subject else "")
    said = lines(scene, office, plans, kind, other, draft.subject, code)
    if new:
        said = [*said[: LINES - 1], Say("schedule.two_words")]
    if not new and (known := _known(office, draft, pair)) is not None:
        said = [*said[: LINES - 1], Say("schedule.has_one")]
        buttons = (buttons[0], *rows([*options, button("button.s_change_that", "s-show", known.id)]), buttons[-1])
    return asking(scene, draft, "yes", *said, buttons=buttons)


def _known(office: Office, draft: Draft, pair: Pair) -> Series | None:
    """A rhythm of this kind that the two have already."""
    if draft.act != "new" or draft.rule == "once":
        return None
    two = (pair.supervisor, pair.worker)
    return next((one for one in office.series if one.sides == two and one.kind == draft.kind and not one.ended), None)


def change(scene: Scene, draft: Draft, field: str) -> Turn:
    """What is to be changed, and then that."""
    match field:
        case "who":
            return proceed(scene, replace(draft, people=()))
        case "kind":
            return ask_kind(scene, draft)
        case "rule":
            return ask_rule(scene, draft)
        case "at":
            return ask_when(scene, replace(draft, first=None, at=None))
        case "end":
            return asking(
                scene, draft, "end", Say("schedule.end"), buttons=((button("button.s_no_end", "s-set", draft.id, "open"),),)
            )
        case "open":
            return proceed(scene, replace(draft, until=None, count=None))
        case "last":
            return proceed(scene, replace(draft, from_last=not draft.from_last, count=None))
        case _:
            fields = [f for f in FIELDS if f != "last" and not (f == "end" and draft.rule == "once")]
            if draft.act == "series":
                fields = [f for f in fields if f not in ("who", "kind")]
            shown = [button(f"button.s_set_{f}", "s-set", draft.id, f) for f in fields]
            return asking(scene, draft, "change", Say("schedule.change"), buttons=rows(shown))


def leave(scene: Scene, draft: Draft | None) -> Turn:
    """Nothing is planned."""
    return scene.turn(Say("schedule.left"), session=kept(scene, None))
