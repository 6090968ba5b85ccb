"""With whom somebody may plan check-ins, and who is meant by a name, in either script. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.library.words import Words
from bot.people.subject import TheirCheckIn
from bot.supervision.calendar import Calendar
from bot.supervision.spelling import alike
from bot.supervision.wording_who import namesakes
from bot.supervision.wording_words import one_slip, tokens
from bot.supervision.working import calendar_for
from bot.talk.office import Office


@dataclass(frozen=True)
class Pair:
    """Two who may have check-ins, by id, as members of a team. `last` is the last day of a supervisor's stand-in."""

    supervisor: str
    worker: str
    team: str
    last: date | None = None

    def other(self, me: str) -> str:
        """The one who isn't me."""
        return self.worker if me == self.supervisor else self.supervisor


def pairs(office: Office, now: datetime) -> dict[str, Pair]:
    """With whom this person may plan check-ins now, by the other's id: those whom they supervise or stand in for, by name; then
    those who supervise them or stand in."""
    today, access, me, staff = office.today(now), office.access(now), office.me, office.staff
    found: dict[str, Pair] = {}
    for one in staff.supervisions:
        if today in one.dates and me in (one.supervisor, one.worker):
            found.setdefault(one.worker if me == one.supervisor else one.supervisor, Pair(one.supervisor, one.worker, one.team))
        if today not in one.dates or one.team not in staff.teams:
            continue
        for deputy in staff.teams[one.team].deputies:
            if deputy.supervisor == one.supervisor and today in deputy.dates and me in (deputy.person, one.worker):
                pair = Pair(deputy.person, one.worker, one.team, deputy.dates.last)
                if deputy.person != one.worker:
                    found.setdefault(pair.other(me), pair)
    allowed = {
        other: pair
        for other, pair in found.items()
        if other in staff.people
        and staff.people[other].there(today)
        and access.may(me, "schedule", TheirCheckIn(pair.worker, pair.supervisor, today))
    }
    return dict(sorted(allowed.items(), key=lambda entry: (entry[1].worker == me, office.called(entry[0]).casefold(), entry[0])))


def mine(office: Office, now: datetime) -> tuple[str, ...]:
    """Those whom this person supervises (or stands in for), by id."""
    return tuple(other for other, pair in pairs(office, now).items() if pair.supervisor == office.me)


def meant(office: Office, name: str, among: Iterable[str]) -> tuple[str, ...]:
    """Who of those may be meant by a name as typed: exactly so, else in the other script, else with a slip. Several: ask."""
    called = {person: office.called(person) for person in among}
    fitting = set(namesakes(name, list(called.values())))
    if not fitting:
        fitting = {shown for shown in called.values() if alike(name, shown)}
    if not fitting:
        typed = [token.text for token in tokens(name) if token.kind == "word"]
        fitting = {shown for shown in called.values() if typed and all(_near(word, shown) for word in typed)}
    return tuple(person for person, shown in called.items() if shown in fitting)


def own_supervisor(office: Office, text: str, known: Mapping[str, Pair], words: Words) -> tuple[str, ...]:
    """Who supervises them, if a text says "my supervisor" in any language and there is one alone."""
    above = tuple(other for other, pair in known.items() if pair.worker == office.me)
    said = {token.text for token in tokens(text)}
    titles = {token.text for lang in words.languages for token in tokens(words.say(lang, "schedule.words_supervisor"))}
    return above if len(above) == 1 and said & titles - {","} else ()


def _near(word: str, name: str) -> bool:
    parts = [token.text for token in tokens(name)]
    return word in parts or (len(word) > 3 and any(one_slip(word, part) for part in parts))


_BETWEEN = re.compile(r"\s*[,;،؛&+]\s*|\s+(?:and|et|y|e)\s+|\s+و\s*(?=[\u0621-\u064a])")


def listed(office: Office, text: str, among: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Two or more of those who are named one after another in a sentence, and the sentence with the first of them only. Nobody,
    and the sentence as it is, where it holds no such list."""
    people = list(among)
    pieces = _BETWEEN.split(text)
    if len(pieces) < 2:
        return (), text
    found: list[str] = []
    for n, piece in enumerate(pieces):
        words = piece.split()
        # Of the first piece the end is a name, of the last one the beginning, of those between all.
        spans = [words[-k:] for k in (3, 2, 1)] if n == 0 else [words[:k] for k in (3, 2, 1)]
        who = next((m[0] for span in spans if (m := _one(office, " ".join(span).strip(".:!?"), people))), "")
        if not who and n == 0:
            return (), text
        if not who:
            break
        found.append(who)
        if 0 < n < len(pieces) - 1 and len(words) > 3:
            break
    unique = tuple(dict.fromkeys(found))
    if len(unique) < 2:
        return (), text
    name = office.called(unique[-1])
    last = pieces[len(found) - 1].split()
    tail = next((last[k:] for k in (3, 2, 1) if _one(office, " ".join(last[:k]).strip(".:!?"), people)), [])
    head = " ".join(pieces[0].split()[:-1])
    first = pieces[0].split()[-1]
    rest = " ".join([*tail, *pieces[len(found) :]])
    return unique, " ".join(part for part in (head, first, rest) if part) or name


def _one(office: Office, name: str, people: list[str]) -> tuple[str, ...]:
    found = meant(office, name, people) if name else ()
    return found if len(found) == 1 else ()


def calendar_of(office: Office, person: str, team: str = "") -> Calendar:
    """The working time of somebody on this desk."""
    known = office.calendars.get(person)
    if known is not None:
        return known
    return calendar_for(office.staff.people[person], office.staff.teams.get(team), office.leave.get(person, ()), office.days)
