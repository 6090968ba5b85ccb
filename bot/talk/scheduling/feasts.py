"""A team's own days: feasts that wait for the moon, moved once they are announced; Ramadan with its own hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.people.subject import OfTeam
from bot.supervision.calendar import calendar_at
from bot.supervision.diary import TeamDays
from bot.talk.dates import on_date
from bot.talk.dealings import Dealing, KeepTeamDays
from bot.talk.effects import Turn
from bot.talk.messages import Button, Piece, Press, Say
from bot.talk.office import Office
from bot.talk.scene import Scene, button, rows
from bot.talk.scheduling.answers import read
from bot.talk.scheduling.making import not_joined

AHEAD = 120
"""Days that are looked ahead for feasts."""
SHOWN = 3
SHIFTS = (-1, 1, 2)
"""Days by which a feast that was expected comes earlier or later."""
RAMADAN = "scheduling-ramadan"
LONGEST = 31
"""Days that Ramadan may be said to last."""


def mine(office: Office, scene: Scene) -> tuple[str, ...]:
    """The teams of whose days this person may say something, by id."""
    access = office.access(scene.now)
    return tuple(team for team in office.staff.teams if access.may(office.me, "change-team", OfTeam(team)))


def days_off(scene: Scene, argument: str = "") -> Turn:
    """/days-off: the days of one's team; which one, if there are several."""
    office = scene.desk.office
    if office is None:
        return not_joined(scene)
    teams = mine(office, scene)
    if len(teams) == 1:
        return days(scene, teams[0])
    if not teams:
        return scene.turn(Say("schedule.days_not_yours"))
    named = [Button(Say("button.plain", {"what": office.staff.teams[team].name}), Press("s-days", (team,))) for team in teams[:8]]
    return scene.turn(Say("schedule.which_team"), buttons=rows(named))


def days(scene: Scene, team: str) -> Turn:
    """What a team's calendar says of the next months, and what can be said of it."""
    office = scene.desk.office
    if office is None or team not in mine(office, scene):
        return scene.turn(Say("schedule.days_not_yours"))
    expected = list(feasts(office, team, office.today(scene.now)))[:SHOWN]
    pieces: list[Piece] = [Say("schedule.days", {"team": office.staff.teams[team].name})]
    buttons: list[Button] = []
    for first, last in expected:
        shift = moved_by(office, team, first, last)
        now_first, now_last = first + timedelta(days=shift or 0), last + timedelta(days=shift or 0)
        key = "schedule.feast" if shift is None else "schedule.feast_set"
        pieces.append(Say(key, {"days": _span(scene, now_first, now_last)}))
        buttons.append(
            Button(Say("button.s_feast", {"day": on_date(first, scene.lang)}), Press("s-feast", (team, first.isoformat())))
        )
    season = _ramadan(office, team, office.today(scene.now))
    if season is None:
        buttons.append(button("button.s_ramadan", "s-ram", team))
    else:
        args = {"first": on_date(season.first, scene.lang), "last": on_date(season.last, scene.lang)}
        pieces.append(Say("schedule.ramadan", args))
        buttons.append(button("button.s_ramadan_off", "s-ram", team, ""))
    if not expected:
        pieces.insert(1, Say("schedule.no_feasts"))
    return scene.turn(*pieces, buttons=rows(buttons))


def feasts(office: Office, team: str, today: date) -> Iterator[tuple[date, date]]:
    """The feasts of a team's country whose dates wait for the moon, from the first to the last expected day."""
    public = calendar_at(office.staff.teams[team].country, "UTC").public
    first: date | None = None
    for n in range(-7, AHEAD):
        day = today + timedelta(days=n)
        found = public(day)
        if found is not None and found.expected:
            first = first or day
            continue
        if first is not None and day > today:
            yield first, day - timedelta(days=1)
        first = None


def moved_by(office: Office, team: str, first: date, last: date) -> int | None:
    """By how many days a feast was said to come later; None if nothing was said yet."""
    own = {(one.kind, one.first, one.last) for one in office.days if one.team == team}
    for shift in (0, *SHIFTS):
        if own >= {(one.kind, one.first, one.last) for one in announced(team, first, last, shift)}:
            return shift
    return None


def announced(team: str, first: date, last: date, shift: int) -> tuple[TeamDays, ...]:
    """What a team says when a feast comes so many days later than was expected (earlier if negative, 0 as expected)."""
    step, day = timedelta(days=shift), timedelta(days=1)
    closed = TeamDays(team, "closed", first + step, last + step)
    if shift == 0:
        return (closed,)
    gap = (first, min(first + step - day, last)) if shift > 0 else (max(last + step + day, first), last)
    return (closed, TeamDays(team, "opened", *gap))


def feast(scene: Scene, team: str, first: str, shift: str) -> Turn:
    """When is it? Then it is kept, and whatever was said of it before is said no more."""
    office = scene.desk.office
    if office is None or team not in mine(office, scene):
        return scene.turn(Say("schedule.days_not_yours"))
    found = next((one for one in feasts(office, team, office.today(scene.now)) if one[0].isoformat() == first), None)
    if found is None:
        return days(scene, team)
    if shift not in {str(one) for one in (0, *SHIFTS)}:
        choices = [
            Button(
                Say(
                    "button.s_feast_as" if n == 0 else "button.s_feast_by",
                    {"day": on_date(found[0] + timedelta(days=n), scene.lang)},
                ),
                Press("s-feast", (team, first, str(n))),
            )
            for n in (0, *SHIFTS)
        ]
        return scene.turn(Say("schedule.feast_when", {"day": on_date(found[0], scene.lang)}), buttons=rows(choices))
    now = announced(team, *found, int(shift))
    before = {one for n in (0, *SHIFTS) for one in announced(team, *found, n)}
    effects: list[Dealing] = [KeepTeamDays(one, gone=True) for one in office.days if one in before and one not in now]
    effects += [KeepTeamDays(one) for one in now if one not in office.days]
    say = Say("schedule.feast_kept", {"days": _span(scene, now[0].first, now[0].last)})
    return scene.turn(say, buttons=((button("button.s_team_days", "s-days", team),),), effects=tuple(effects))


def _span(scene: Scene, first: date, last: date) -> str:
    """From a day to a day, or the one day that it is."""
    said = {"first": on_date(first, scene.lang), "last": on_date(last, scene.lang)}
    return said["first"] if first == last else scene.edition.words.say(scene.lang, "days.span", said)


def _ramadan(office: Office, team: str, today: date) -> TeamDays | None:
    found = [one for one in office.days if one.team == team and one.kind == "ramadan" and one.last >= today]
    return min(found, key=lambda one: one.first, default=None)


def ramadan(scene: Scene, team: str, off: bool) -> Turn:
    """From which day to which? Typed; or it isn't, and the hours are the usual ones again."""
    office = scene.desk.office
    if office is None or team not in mine(office, scene):
        return scene.turn(Say("schedule.days_not_yours"))
    back = ((button("button.s_team_days", "s-days", team),),)
    if not off:
        session = replace(scene.session, asked=RAMADAN, asked_args=(team,), asked_at=scene.now)
        return scene.turn(Say("schedule.ramadan_first"), session=session, buttons=back)
    season = _ramadan(office, team, office.today(scene.now))
    effects = (KeepTeamDays(season, gone=True),) if season else ()
    return scene.turn(Say("schedule.ramadan_gone"), buttons=back, effects=effects)


def typed(scene: Scene, text: str) -> Turn | None:
    """A day after Ramadan was asked for: its first, then its last."""
    office, args = scene.desk.office, scene.session.asked_args
    said = read(scene, text)
    if office is None or said is None or not said.day or said.when.first is None or args[0] not in mine(office, scene):
        return None
    first = said.when.first
    day = date(first.year, first.month, first.day)
    if len(args) == 1:
        session = replace(scene.session, asked_args=(args[0], day.isoformat()), asked_at=scene.now)
        return scene.turn(Say("schedule.ramadan_last", {"day": on_date(day, scene.lang)}), session=session)
    begin = date.fromisoformat(args[1])
    if not begin <= day < begin + timedelta(days=LONGEST):
        return scene.turn(Say("schedule.ramadan_dates"), session=replace(scene.session, asked_at=scene.now))
    season = _ramadan(office, args[0], office.today(scene.now))
    effects: tuple[Dealing, ...] = (KeepTeamDays(season, gone=True),) if season else ()
    effects += (KeepTeamDays(TeamDays(args[0], "ramadan", begin, day)),)
    session = replace(scene.session, asked="", asked_args=(), asked_at=None)
    said_back = Say("schedule.ramadan", {"first": on_date(begin, scene.lang), "last": on_date(day, scene.lang)})
    ways = ((button("button.s_team_days", "s-days", args[0]),),)
    return scene.turn(said_back, buttons=ways, session=session, effects=effects)
