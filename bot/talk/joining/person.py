"""A person's card, and changing something about them: what is still to be said, what it does, and Yes."""

from __future__ import annotations

from datetime import date, timedelta

from bot.people.person import Person
from bot.people.subject import Someone
from bot.supervision.spelling import alike
from bot.supervision.wording_who import namesakes
from bot.talk.dates import on_date
from bot.talk.effects import Turn
from bot.talk.joining import steps
from bot.talk.joining.changing import carried_out
from bot.talk.joining.colleagues import asking, named, not_there, over, ref, role_word, role_words, seen, teams_of
from bot.talk.joining.steps import DEEDS, Said, offered
from bot.talk.messages import Button, Piece, Press, Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows

DAY, CHOICE = "joining-day", "joining-choice"
_OFFERED = 12
_WORDS = 4


def card(scene: Scene, office: Office, reference: str) -> Turn:
    """Somebody: role, team, who supervises them, and what may be changed."""
    person = seen(scene, office, reference)
    if person is None:
        return not_there(scene)
    today, access = office.today(scene.now), office.access(scene.now)
    teams = scene.listed(team.name for team in teams_of(office.staff, person, today)) or "-"
    pieces: list[Piece] = [Say("me.who", {"name": person.called, "roles": role_words(scene, person), "teams": teams})]
    if person.suspended:
        pieces.append(Say("person.suspended"))
    pieces += lines_about(scene, office, person, today)
    buttons = doing(office, person, steps.deeds(access, office.me, person))
    if person.id != office.me and access.may(office.me, "schedule", Someone(person.id)):
        buttons.insert(0, button("button.s_new", "s-new", person.id))
    return over(scene, *pieces, buttons=(*rows(buttons), (button("button.people", "j-who"),)))


def doing(office: Office, person: Person, letters: list[str]) -> list[Button]:
    """The buttons of what may be changed about somebody."""
    leaving = {"x": "button.leave_team"} if person.id == office.me else {}
    return [button(leaving.get(letter, f"button.do_{letter}"), "j-a", letter, ref(person.id)) for letter in letters]


def lines_about(scene: Scene, office: Office, person: Person, today: date) -> list[Piece]:
    """Who supervises somebody, now and from a later day on, and who stands in; as far as the office shows it."""
    staff = office.staff
    pieces: list[Piece] = []
    for one in sorted(staff.supervisions, key=lambda one: one.dates.first):
        if one.worker != person.id or (one.dates.last is not None and one.dates.last < today):
            continue
        args = {"name": office.called(one.supervisor), "day": on_date(one.dates.first, scene.lang)}
        if args["name"]:
            pieces.append(Say("person.supervisor" if one.dates.first <= today else "person.supervisor_from", args))
    for deputy in (d for one in staff.of(person.id, today) if one.team in staff.teams for d in staff.teams[one.team].deputies):
        in_force = deputy.supervisor in staff.supervisors(person.id, today) and deputy.dates.last
        if in_force and today <= in_force and office.called(deputy.person):
            days = {"first": on_date(deputy.dates.first, scene.lang), "last": on_date(in_force, scene.lang)}
            pieces.append(Say("person.deputy", {"name": office.called(deputy.person), **days}))
    return pieces


def change(scene: Scene, office: Office, args: tuple[str, ...]) -> Turn:
    """The next thing that has to be said for a change; when nothing is left, what it does, before Yes."""
    said = _allowed(scene, office, args)
    if said is None:
        return not_there(scene)
    need = said.wants()
    if not need:
        return _ask(scene, office, said)
    if need in ("first", "last"):
        return _ask_day(scene, office, said, need)
    choices = offered(office.access(scene.now), office.me, said, need)
    if len(choices) == 1 and (said.letter, need) not in (("m", "to"), ("t", "to"), ("h", "to"), ("d", "to")):
        return change(scene, office, said.given(need, choices[0]).args())
    if not choices:
        return over(scene, Say("change.nobody"), buttons=_back(said))
    choices.sort(key=lambda one: (_name(scene, office, one).casefold(), one))
    lines = [named(_name(scene, office, one), "j-a", *said.given(need, one).args()) for one in choices[:_OFFERED]]
    more = (Say("change.or_type"),) if len(choices) > _OFFERED else ()
    question = Say(f"change.which_{said.letter}_{need}", _words(scene, office, said))
    return asking(scene, CHOICE, said.args(), question, *more, buttons=rows(lines))


def chosen(scene: Scene, office: Office, text: str) -> Turn | None:
    """One of those on offer was typed; None for words that are the name of none, or of several."""
    said = _allowed(scene, office, scene.session.asked_args)
    need = said.wants() if said is not None else ""
    if said is None or need not in ("team", "to") or len(text.split()) > _WORDS:
        return None
    names = {one: _name(scene, office, one) for one in offered(office.access(scene.now), office.me, said, need)}
    meant = set(namesakes(text, list(names.values())))
    found = [one for one, name in names.items() if name in meant or alike(text, name)]
    return change(scene, office, said.given(need, found[0]).args()) if len(found) == 1 else None


def typed(scene: Scene, office: Office, text: str) -> Turn | None:
    """A day was typed; None for words that name none."""
    said = _allowed(scene, office, scene.session.asked_args)
    if said is None or (need := said.wants()) not in ("first", "last"):
        return None
    here = scene.now.astimezone(office.zone).replace(tzinfo=None)
    piece = scene.edition.wording.piece(text, here, office.zone, scene.lang)
    if piece is None or not piece.day:
        return None
    asked = piece.when.asked
    if asked is not None and isinstance(asked.a, date) and isinstance(asked.b, date):
        both = [asked.a, asked.b]
        lines = [_day_button(scene, said.given(need, _day(one)), _day(one)) for one in both]
        return asking(scene, DAY, said.args(), Say("change.which_day"), buttons=rows(lines))
    if piece.when.first is None:
        return None
    return change(scene, office, said.given(need, _day(piece.when.first)).args())


def yes(scene: Scene, office: Office, args: tuple[str, ...]) -> Turn:
    """It is done; a second tap finds it done."""
    said = _allowed(scene, office, args)
    if said is None or said.wants():
        return not_there(scene)
    if said.first is not None and said.first < office.today(scene.now):
        return over(scene, Say("change.day_gone"), buttons=_back(said))
    return carried_out(scene, office, said, _words(scene, office, said))


# --- what is said -------------------------------------------------------------------------------------------------------


def _allowed(scene: Scene, office: Office, args: tuple[str, ...]) -> Said | None:
    """What a button says, if somebody may do it; None where they may not, or nothing of that is there."""
    said = steps.read(args, office.staff)
    if said is None:
        return None
    access, deed = office.access(scene.now), DEEDS[said.letter]
    person = office.staff.people[said.person]
    if person.left is not None:
        # The button was given to this person: pressed again, it finds it done.
        return said if said.letter == "x" else None
    if said.letter == "m" and said.team and said.to and _has_moved(said, person, access.today):
        return said
    if not access.may(office.me, "see-person", Someone(person.id)):
        return None
    if not steps.allowed(access, office.me, said.letter, person.id):
        return None
    for need in ("team", "to"):
        given = getattr(said, need)
        # A change that was made already has nothing to offer any more; whether it may be made is asked all the same.
        if given and need in deed.needs and not _may_be(said, need, scene, office):
            return None
    return said


def _has_moved(said: Said, person: Person, today: date) -> bool:
    return said.to in person.teams(today) and said.team not in person.teams(today)


def _may_be(said: Said, need: str, scene: Scene, office: Office) -> bool:
    access = office.access(scene.now)
    given: str = getattr(said, need)
    if given in offered(access, office.me, said, need):
        return True
    match said.letter, need:
        case "h", "to":
            return access.may_put(office.me, "hand-over", Someone(said.person), given)
        case ("m", "team") | ("m", "to") | ("t", "to") | ("b", "team"):
            return True
        case "n", "team":
            return access.may(office.me, "see-person", Someone(said.person)) and said.person in office.staff.teams[
                given
            ].managers_on(access.today)
    return False


def _ask(scene: Scene, office: Office, said: Said) -> Turn:
    person = office.staff.people[said.person]
    if (said.letter == "s" and person.suspended) or (said.letter == "r" and not person.suspended) or person.left is not None:
        return over(scene, Say("change.already"), buttons=_back(said))
    mine = "_self" if said.person == office.me and scene.edition.words.has(f"change.ask_{said.letter}_self") else ""
    buttons = ((button(f"button.yes_{said.letter}", "j-y", *said.args()),), _back(said)[0])
    return over(scene, Say(f"change.ask_{said.letter}{mine}", _words(scene, office, said)), buttons=buttons)


def _ask_day(scene: Scene, office: Office, said: Said, need: str) -> Turn:
    days = steps.days_offered(said, need, office.today(scene.now))
    lines = [_day_button(scene, said.given(need, day), day) for day in days]
    words = _words(scene, office, said)
    return asking(scene, DAY, said.args(), Say(f"change.when_{said.letter}_{need}", words), buttons=rows(lines))


def _day_button(scene: Scene, said: Said, day: date) -> Button:
    today = scene.desk.office.today(scene.now) if scene.desk.office else day
    label = scene.edition.words.say(scene.lang, "change.today") if day == today else on_date(day, scene.lang)
    return Button(Say("button.plain", {"what": label}), Press("j-a", said.args()))


def _day(value: date) -> date:
    return date(value.year, value.month, value.day)


def _back(said: Said) -> tuple[tuple[Button, ...], ...]:
    return ((button("button.change_no", "j-p", ref(said.person)),),)


def _name(scene: Scene, office: Office, id: str) -> str:
    staff = office.staff
    if id in staff.teams:
        return staff.teams[id].name
    return staff.people[id].called if id in staff.people else role_word(scene, id)


def _words(scene: Scene, office: Office, said: Said) -> dict[str, str]:
    first, last = said.first, said.last
    before = first - timedelta(days=1) if first else None
    return {
        "name": office.called(said.person), "team": office.staff.teams[said.team].name if said.team else "",
        "to": _name(scene, office, said.to) if said.to else "", "first": on_date(first, scene.lang) if first else "",
        "last": on_date(last, scene.lang) if last else "", "before": on_date(before, scene.lang) if before else "",
        "organisation": scene.house.organisation,
    }  # fmt: skip
