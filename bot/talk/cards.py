"""The emergency card, the numbers card, and numbers inside a text. No number is ever shown for another country."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.library.edition import Edition
from bot.library.model import in_language
from bot.library.richtext import Block, Heading, Inline, Items, Number, Paragraph, ServiceMark, Small, SourceMark, Strong, Text
from bot.library.words import Words
from bot.services.corrections import instead_of
from bot.services.model import Contact, Directory, OwnNumber, Service
from bot.services.standing import standing
from bot.talk.house import House
from bot.talk.places import base, name_of

NUMBERS_SHOWN = 4
"""Emergency numbers and helplines a country at most: the card fits one screen."""


def emergency(edition: Edition, house: House, lang: str, country: str) -> list[Block]:
    """Whom to call now: own numbers, the emergency number with its country's name, what to do where police aren't safe."""
    words, directory = edition.words, edition.directory
    blocks: list[Block] = [Heading(words.say(lang, "card.title"))]
    own = directory.own_for(country or None)
    if own:
        blocks.append(Items(tuple(_own(n, lang) for n in own[:NUMBERS_SHOWN])))
    countries = [country] if country else list(dict.fromkeys(base(c) for c in house.countries))
    if not countries:
        blocks.append(Paragraph((Text(words.say(lang, "card.no_country")),)))
    lines: list[tuple[Inline, ...]] = []
    assured = True
    for code in countries:
        found = directory.emergency(code)
        assured = assured and bool(found) and all(s.assured_date for s in found)
        lines += _emergency_lines(directory, code, words, lang, single=len(countries) == 1)
    if lines:
        blocks.append(Items(tuple(lines)))
    if len(countries) == 1:
        blocks += [
            Paragraph((Text(c.note[lang]),)) for s in directory.emergency(countries[0]) for c in s.contacts[:1] if lang in c.note
        ]
    first = in_language(own[0].name, lang) if own else words.say(lang, "card.your_supervisor")
    blocks.append(Paragraph((Text(words.say(lang, "card.no_police", {"first": first})),)))
    if not assured:
        blocks.append(Small((Text(words.say(lang, "card.unverified", {"organisation": house.organisation})),)))
    return blocks


def for_you(edition: Edition, house: House, lang: str, country: str, audience: str, today: date) -> list[Block]:
    """For somebody who writes about themselves: the numbers that fit who is asking."""
    words, directory = edition.words, edition.directory
    countries = [country] if country else list(dict.fromkeys(base(c) for c in house.countries))
    lines: list[tuple[Inline, ...]] = []
    if audience == "worker-distress":
        lines += [_own(n, lang) for n in directory.own_for(country or None) if n.role == "staff-support"]
    for code in countries:
        found = _helplines(edition, code, audience, today)[: 2 if len(countries) == 1 else 1]
        shown = [_service(s, directory, words, lang) for s in found] or _emergency_lines(
            directory, code, words, lang, single=False
        )[:1]
        name = name_of(base(code), lang, words)
        lines += [line if len(countries) == 1 else (*line, Text(f" ({name})")) if found else line for line in shown]
    if not lines:
        return [Paragraph((Text(words.say(lang, "card.no_country")),))]
    return [Items(tuple(lines)), Small((Text(words.say(lang, "card.unverified", {"organisation": house.organisation})),))]


def resolved(blocks: Iterable[Block], directory: Directory, words: Words, lang: str, today: date) -> list[Block]:
    """A text with its service marks as names and numbers, and without its source marks."""
    out: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(inlines):
                out.append(Paragraph(_inlines(inlines, directory, words, lang, today)))
            case Items(items, ordered, start):
                out.append(Items(tuple(_inlines(i, directory, words, lang, today) for i in items), ordered, start))
            case _:
                out.append(block)
    return out


def _inlines(inlines: Iterable[Inline], directory: Directory, words: Words, lang: str, today: date) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case SourceMark():
                if out and isinstance(out[-1], Text):
                    out[-1] = Text(out[-1].text.rstrip())
            case ServiceMark(service):
                out += _marked(service, directory, words, lang, today)
            case _:
                out.append(inline)
    return tuple(out)


def _marked(service: str, directory: Directory, words: Words, lang: str, today: date) -> tuple[Inline, ...]:
    """A service where a text names it; of one that was withdrawn this is said, and the next one named."""
    found, gone = directory.services.get(service), directory.withdrawn.get(service)
    if gone is None or (found is not None and calls(found)):
        return _service(found, directory, words, lang) if found else (Text(service),)
    line: tuple[Inline, ...] = (Strong(gone.name), Text(f" ({words.say(lang, 'withdrawn.inline')})"))
    other = instead_of(gone, directory, today)
    return (*line, Text("; "), *_service(other, directory, words, lang)) if other else line


def _own(number: OwnNumber, lang: str) -> tuple[Inline, ...]:
    line: tuple[Inline, ...] = (Strong(in_language(number.name, lang)), Text(": "), Number(number.shown, number.dial))
    return (*line, Text(f" · {number.hours}")) if number.hours else line


def _emergency_lines(directory: Directory, country: str, words: Words, lang: str, single: bool) -> list[tuple[Inline, ...]]:
    """A line a number, with its country's name; a doubtful one with its doubt; none is said plainly."""
    name = name_of(base(country), lang, words)
    lines: list[tuple[Inline, ...]] = []
    for service in directory.emergency(country):
        unsure = words.say(lang, f"card.doubt.{service.confidence}") if service.confidence != "high" else ""
        for contact in calls(service):
            doubt = words.say(lang, "services.reported") if directory.is_reported(service, contact) else unsure
            line: tuple[Inline, ...] = (Number(contact.shown, contact.dial), Text(f" · {name}"))
            what = contact.label.get(lang, "")
            line += (Text(f" · {what}"),) if what else ()
            lines.append((*line, Text(f" · {doubt}")) if doubt else line)
    if not lines:
        return [(Text(words.say(lang, "card.no_number", {"country": name})),)]
    return lines[: NUMBERS_SHOWN if single else 1]


_ABOUT = {"child-self": ("disclosure", "physical-abuse"), "survivor-self": ("domestic-abuse", "sexual-abuse")}
"""What a line is mainly about that fits somebody who writes about themselves."""


def _helplines(edition: Edition, country: str, audience: str, today: date) -> list[Service]:
    """Helplines that hold in a place (never another one's) for who is asking; those that aren't shown are left out."""
    code, directory, places = base(country), edition.directory, edition.places
    wanted = {"worker-distress": "support-for-workers"}.get(audience, "helpline")
    children = audience == "child-self"
    found = [
        s for s in directory.services.values()
        if s.country == code and standing(s, directory, today).shown and calls(s)
        and (not s.area or any(places.covers(area, country) for area in s.area))
        and (s.kind == wanted if wanted != "helpline" else s.kind == "helpline" and ("child" in s.audience) == children)
    ]  # fmt: skip
    about = _ABOUT.get(audience, ())
    return sorted(found, key=lambda s: (not set(about) & set(s.topics[:2]), s.confidence != "high", s.id))


def calls(service: Service) -> list[Contact]:
    """The numbers of a service that one rings or writes to."""
    return [c for c in service.contacts if c.way in ("phone", "text") and c.shown]


def _service(service: Service, directory: Directory, words: Words, lang: str) -> tuple[Inline, ...]:
    """A service's name and number; a medium one says "confirm"; an unsure number isn't shown."""
    found = calls(service)
    if not found or service.confidence == "low":
        return (Strong(service.name),)
    line: tuple[Inline, ...] = (Strong(service.name), Text(": "), Number(found[0].shown, found[0].dial))
    if directory.is_reported(service, found[0]):
        return (*line, Text(f" · {words.say(lang, 'services.reported')}"))
    return (*line, Text(f" · {words.say(lang, 'services.confirm')}")) if service.confidence == "medium" else line
