"""/numbers: one message for a country, to be kept for when there is no network. At most 1 KB, each number on its own line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.library.edition import Edition
from bot.library.model import in_language
from bot.library.richtext import Block, Heading, Inline, Items, Number, Paragraph, Small, Strong, Text, plain
from bot.services.model import Contact, OwnNumber, Service
from bot.services.places import Gazetteer
from bot.services.standing import standing
from bot.talk import cards
from bot.talk.effects import Turn
from bot.talk.house import House
from bot.talk.messages import NumbersCard, Piece, Say, TitleOf
from bot.talk.places import base, name_of
from bot.talk.scene import Scene, button, rows
from bot.talk.session import Session

LIMIT = 1024
"""Bytes of the whole message: it loads on the weakest network, and can be read out over a bad line."""
OWN = 4
EMERGENCY = 4
CHILD = 2
"""Lines at most of each: own numbers by role, emergency numbers, child helplines."""
_MARKS = 8  # bytes that a channel puts around a number, and before a line
_ABOUT_CHILDREN = frozenset(
    {"disclosure", "reporting-concerns", "neglect", "physical-abuse", "emotional-abuse", "sexual-abuse", "childrens-rights"}
)
_LINES = {"domestic-abuse": 2, "suicide-self-harm": 1}
"""The subjects that have a line of their own on the card, and how many: domestic abuse has one for women and one for men."""
PAGE = "numbers.print"
"""How to keep them, on the page that shows nothing else."""
_KEEP = {"telegram": "numbers.pin", "web": "numbers.page"}
"""How to keep them, by channel: a message is pinned, or there is a page of its own."""

Line = tuple[Inline, ...]


# The name is the command's.
def numbers(scene: Scene, country: str = "") -> Turn:
    """The numbers to keep, for the person's country or one that was tapped; how to keep them is said once."""
    here = country or scene.country
    told = scene.session.told_to_keep or not here
    keep = "" if told else _KEEP.get(scene.channel, "numbers.write_down")
    others = [c for c in scene.house.countries if c != here][:6]
    buttons = rows([button(TitleOf(country=c), "num", c) for c in others])
    session = replace(scene.session, asked="numbers-country", asked_args=(), asked_at=scene.now)
    session = replace(session, told_to_keep=session.told_to_keep or bool(keep), numbers_offered=True)
    return scene.turn(NumbersCard(here, keep=keep), buttons=buttons, session=session)


def offered(scene: Scene, session: Session) -> tuple[Session, tuple[Piece, ...]]:
    """One line under somebody's first answer, once, on the button that stands there: before the numbers are needed."""
    if session.numbers_offered or not scene.desk.storing or scene.reading.alarm is not None:
        return session, ()
    return replace(session, numbers_offered=True), (Say("numbers.offer"),)


def drawn(card: NumbersCard, edition: Edition, house: House, lang: str, today: date) -> list[Block]:
    """The card of a country, of the organisation's countries, or of somebody who writes about themselves."""
    words = edition.words
    if card.audience:
        return cards.for_you(edition, house, lang, card.country, card.audience, today)
    elsewhere = [Paragraph((Text(words.say(lang, "numbers.elsewhere")),))] if card.keep != PAGE else []
    if not card.country:
        return [Heading(words.say(lang, "numbers.all")), *cards.emergency(edition, house, lang, "")[1:], *elsewhere]
    chosen = _chosen(edition, card.country, today)
    title = Heading(words.say(lang, "numbers.title", {"country": name_of(card.country, lang, words, edition.places)}))
    shown = [service for group in chosen for service in group]
    assured = all(standing(s, edition.directory, today).assured for s in shown)
    end: list[Block] = []
    if not assured:
        end.append(Small((Text(words.say(lang, "card.unverified", {"organisation": house.organisation})),)))
    end += [Paragraph((Text(words.say(lang, card.keep, {"code": card.country})),))] if card.keep else []
    end += elsewhere
    pen = _Pen(edition, lang, card.country, today)
    return [title, Items(_fitting(pen.groups(chosen), LIMIT - _size([title, *end]))), *end]


@dataclass(frozen=True)
class _Pen:
    edition: Edition
    lang: str
    country: str
    today: date

    def groups(self, chosen: Sequence[Sequence[Service]]) -> list[list[Line]]:
        """Lines by what they are for, most needed first; own numbers stand behind the emergency ones."""
        emergency, *others = chosen
        own = [self._own(number) for number in self.edition.directory.own_for(self.country)[:OWN]]
        return [self._emergency(emergency), own, *([self._service(s) for s in group] for group in others)]

    def _emergency(self, found: Sequence[Service]) -> list[Line]:
        say = self.edition.words.say
        lines: list[Line] = []
        for service in found:
            assured = standing(service, self.edition.directory, self.today).assured
            doubt = "" if assured or service.confidence == "high" else say(self.lang, f"card.doubt.{service.confidence}")
            for contact in cards.calls(service):
                reported = self.edition.directory.is_reported(service, contact)
                what = contact.label.get(self.lang) or say(self.lang, "numbers.emergency")
                lines.append(self._line(what, say(self.lang, "services.reported") if reported else doubt, contact))
        if not lines:
            name = name_of(base(self.country), self.lang, self.edition.words)
            return [(Text(say(self.lang, "card.no_number", {"country": name})),)]
        gaps = self.edition.directory.gaps
        missing = any(gap.kind == "emergency" and gap.country == base(self.country) for gap in gaps)
        return [*lines[:EMERGENCY], *([(Text(say(self.lang, "numbers.no_other")),)] if missing else [])]

    def _own(self, number: OwnNumber) -> Line:
        hours = f" · {number.hours}" if number.hours else ""
        return (Strong(in_language(number.name, self.lang)), Text(f"{hours}\n"), Number(number.shown, number.dial))

    def _service(self, service: Service) -> Line:
        how = standing(service, self.edition.directory, self.today)
        reported = self.edition.directory.is_reported(service, cards.calls(service)[0])
        key = "services.reported" if reported else "services.confirm"
        doubt = self.edition.words.say(self.lang, key) if how.confirm or reported else ""
        words, places = self.edition.words, self.edition.places
        everywhere = _holds(service, self.country, places)
        where = "" if everywhere else name_of(service.area[0], self.lang, words, places)
        return self._line(service.name, " · ".join(bit for bit in (where, doubt) if bit), cards.calls(service)[0])

    @staticmethod
    def _line(name: str, doubt: str, contact: Contact) -> Line:
        return (Strong(name), Text(f" · {doubt}\n" if doubt else "\n"), Number(contact.shown, contact.dial))


def _fitting(groups: list[list[Line]], room: int) -> tuple[Line, ...]:
    """As many lines as there is room for: the first of every group before a second of any but the emergency numbers."""
    first, *others = groups
    ranked = [(0, n, line) for n, line in enumerate(first)]
    for number, group in enumerate(others, 1):
        ranked += [(number, n, line) for n, line in enumerate(group)]
    ranked.sort(key=lambda one: (one[0] > 0, one[1], one[0]))
    kept: list[tuple[int, int, Line]] = []
    for one in ranked:
        cost = _size([Items((one[2],))])
        if cost <= room or one[:2] == (0, 0):
            kept.append(one)
            room -= cost
    return tuple(line for _, _, line in sorted(kept, key=lambda one: one[:2]))


def _holds(service: Service, country: str, places: Gazetteer) -> bool:
    """Whether a service is for everybody who may be meant by that code."""
    return not service.area or any(places.covers(area, country) for area in service.area)


def _may_hold(service: Service, country: str, places: Gazetteer) -> bool:
    """Whether it is for somebody who may be meant: of a country without its nation, that is any of its nations."""
    return _holds(service, country, places) or any(places.covers(country, area) for area in service.area)


def _size(blocks: list[Block]) -> int:
    lines = sum(len(block.items) if isinstance(block, Items) else 1 for block in blocks)
    return len(plain(blocks).encode()) + _MARKS * lines


def _chosen(edition: Edition, country: str, today: date) -> tuple[list[Service], ...]:
    """Of a country: emergency numbers, child helplines, lines for domestic abuse, one for suicide. Each service once."""
    directory, places = edition.directory, edition.places
    here = [
        s for s in directory.services.values()
        if s.country == base(country) and s.kind in ("helpline", "service") and cards.calls(s)
        and standing(s, directory, today).shown and _may_hold(s, country, places)
    ]  # fmt: skip
    taken: set[str] = set()

    def best(found: Iterable[tuple[int, Service]], limit: int) -> list[Service]:
        """Those for the whole of the place if there are any, sure ones first, then those that fit best and are for anyone."""
        new = [(fit, s) for fit, s in found if s.id not in taken]
        wide = [one for one in new if _holds(one[1], country, places)] or new
        wide.sort(key=lambda one: (one[1].kind != "helpline", confirm[one[1].id], one[0], _for_anyone(one[1]), one[1].id))
        chosen = [s for _, s in wide[:limit]]
        taken.update(s.id for s in chosen)
        return chosen

    confirm = {s.id: standing(s, directory, today).confirm for s in here}
    told = {s.id: len(_ABOUT_CHILDREN & set(s.topics)) for s in here}
    groups = [best(((-told[s.id], s) for s in here if s.kind == "helpline" and "child" in s.audience and told[s.id] > 1), CHILD)]
    for topic, limit in _LINES.items():
        mainly = [(0, s) for s in here if s.topics[:1] == (topic,)]
        groups.append(best(mainly or [(1, s) for s in here if s.topics[1:2] == (topic,)], limit))
    return list(directory.emergency(country)), *groups


def _for_anyone(service: Service) -> int:
    """How early an entry names everybody among those whom it is for."""
    return service.audience.index("anyone") if "anyone" in service.audience else len(service.audience)
