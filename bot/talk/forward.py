"""Send it on: a service as a short text for a family, in their language, that is safe on the phone it goes to.

The text stands alone in its message, to be copied. It says nothing of the worker, of a child or of this chat; for a phone that
somebody else looks at it says only a number under a name that means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.library.edition import Edition
from bot.library.richtext import Block, Inline, Link, Number, Paragraph, Strong, Text
from bot.services.model import Contact, Directory, Service
from bot.services.standing import Standing, standing
from bot.talk.days import today_of
from bot.talk.effects import Turn
from bot.talk.messages import Aloud, PassedOn, Piece, Reply, Say, TitleOf
from bot.talk.read import spoken_languages
from bot.talk.scene import Scene, button, rows
from bot.talk.timetable import in_words

NO, MAYBE = "no", "yes"
"""The answers to "does somebody else look at their phone?", as buttons carry them."""
NUMBERS = 4
"""Numbers of one service at most: an emergency entry may have one for each service."""
_DIALLED = ("phone", "text", "whatsapp")
_GROUP = 4  # digits that are read out in one breath


def ask(scene: Scene, service: str) -> Turn:
    """Does somebody else look at their phone? Asked once, before anything that is to be passed on."""
    found = _found(scene, service)
    if found is None:
        return _gone(scene)
    pieces: tuple[Piece, ...] = (Say("forward.ask"),)
    if found.confirm or found.old:
        pieces = (*pieces, Say("forward.ring_first"))
    answers = [button("button.nobody", "fwdto", service, NO), button("button.maybe", "fwdto", service, MAYBE)]
    return scene.turn(*pieces, buttons=rows(answers))


def answered(scene: Scene, service: str, looked_at: str) -> Turn:
    """No: which language. Maybe: to be said aloud, or a number under a neutral name; what a call leaves behind is told."""
    if _found(scene, service) is None:
        return _gone(scene)
    languages = spoken_languages(scene.edition, scene.house)
    choices = [button(TitleOf(language=code), "fwdin", service, looked_at, code) for code in languages]
    if looked_at == NO:
        if len(languages) == 1:
            return written(scene, service, NO, languages[0])
        return Turn(scene.session, scene.reply(Say("forward.language"), buttons=rows(choices), amends=scene.under))
    known = scene.edition.directory.services[service]
    dialled = _numbers(known)
    if not dialled:
        return Turn(scene.session, scene.reply(Say("forward.no_number"), amends=scene.under))
    pieces: list[Piece] = [Say("forward.aloud"), Aloud(service), Say("forward.list")]
    if any(contact.on_bill is not False for contact in dialled[:1]):
        pieces.append(Say("forward.bill"))
    pieces.append(Say("forward.plainly" if known.kind == "emergency" else "forward.neutral"))
    return Turn(scene.session, scene.reply(*pieces, buttons=rows(choices), amends=scene.under))


def written(scene: Scene, service: str, looked_at: str, lang: str) -> Turn:
    """The text, alone in its message."""
    if _found(scene, service) is None or lang not in spoken_languages(scene.edition, scene.house):
        return _gone(scene)
    # The message is wholly in the family's language, so that nothing of another one is copied with it.
    return Turn(scene.session, Reply((PassedOn(service, neutral=looked_at != NO),), lang=lang, reply_to=scene.asked))


def drawn(piece: PassedOn, edition: Edition, lang: str, today: date) -> list[Block]:
    """The words of the text in the language of its message."""
    service = _shown(edition.directory, piece.service, today)
    if service is None:
        return [Paragraph((Text(edition.words.say(lang, "forward.gone")),))]
    if piece.neutral and service.kind != "emergency":
        numbers = _numbers(service)[:1]
        name = Strong(edition.words.say(lang, "forward.neutral_name"))
        return [Paragraph((name, *(part for c in numbers for part in (Text("\n"), Number(c.shown, c.dial)))))] if numbers else []
    paired = (_shown(edition.directory, other, today) for other in service.shown_with)
    blocks: list[Block] = [Paragraph(_lines(one, edition, lang)) for one in (service, *(p for p in paired if p))]
    about = service.description.get(lang, "")
    return [*blocks, Paragraph((Text(about),))] if about else blocks


def aloud(piece: Aloud, edition: Edition, lang: str, today: date) -> list[Block]:
    """The number alone, in groups that can be read out."""
    service = _shown(edition.directory, piece.service, today)
    if service is None:
        return [Paragraph((Text(edition.words.say(lang, "forward.gone")),))]
    return [Paragraph((Number(in_groups(c), c.dial),)) for c in _numbers(service)[:1]]


def in_groups(contact: Contact) -> str:
    """A number as it is read out: in the groups in which it was published, none of them longer than four digits."""
    shown = contact.shown if re.fullmatch(r"\+?[\d\s().\-/]+", contact.shown) else contact.dial
    groups = [group for run in re.findall(r"\d+", shown) for group in _cut(run)]
    return ("+" if shown.startswith("+") else "") + "  ".join(" ".join(group) for group in groups)


def _cut(run: str) -> list[str]:
    """Groups of three, the last ones two or four, so that no digit stands alone."""
    if len(run) <= _GROUP:
        return [run]
    size = 3 if len(run) % 3 != 1 else 2
    return [run[:size], *_cut(run[size:])]


def _lines(service: Service, edition: Edition, lang: str) -> tuple[Inline, ...]:
    """The name; each number alone on its line, with which line it is, its hours and whether it is free."""
    words = edition.words
    # Names of emergency numbers are in one language, and say no more than their labels do.
    name = words.say(lang, "numbers.emergency") if service.kind == "emergency" else service.name
    line: list[Inline] = [Strong(name)]
    contacts = _chosen(service)
    for contact in contacts:
        label = contact.label.get(lang, "")
        if label:
            line.append(Text(f"\n{label}"))
        line += [Text("\n"), _value(contact)]
        hours = in_words(contact.hours, lang, words)
        free = words.say(lang, "services.free") if contact.free else ""
        if contact.way in _DIALLED and not hours:
            hours = words.say(lang, "services.unknown")
        terms = " · ".join(bit for bit in (hours, free, contact.note.get(lang, "")) if bit)
        line += [Text(f"\n{terms}")] if terms else []
    return tuple(line)


def _value(contact: Contact) -> Inline:
    if contact.way in _DIALLED:
        return Number(contact.shown, contact.dial)
    if contact.shown.startswith("https://"):
        return Link(contact.shown.removeprefix("https://").rstrip("/"), contact.shown)
    return Text(contact.shown)


def _chosen(service: Service) -> Sequence[Contact]:
    """Every number of an emergency entry; else the first, and a second line that is answered at other hours."""
    dialled = _numbers(service)
    if service.kind == "emergency":
        return dialled[:NUMBERS]
    if not dialled:
        return [c for c in service.contacts if c.way in ("web", "webchat", "email")][:1]
    first = dialled[0]
    return [first, *[c for c in dialled[1:] if c.way == first.way and c.hours.known and c.hours != first.hours][:1]]


def _numbers(service: Service) -> list[Contact]:
    """What can be dialled, calls first; a number that nobody can dial from here is no help to a family."""
    found = [c for c in service.contacts if c.way in _DIALLED and any(letter.isdigit() for letter in c.shown)]
    return sorted(found, key=lambda c: (_DIALLED.index(c.way), not c.dial))


def _found(scene: Scene, service: str) -> Standing | None:
    """How a service stands today, None if it isn't shown."""
    known = scene.edition.directory.services.get(service)
    if known is None:
        return None
    how = standing(known, scene.edition.directory, today_of(scene.house, scene.now))
    return how if how.shown else None


def _shown(directory: Directory, service: str, today: date) -> Service | None:
    known = directory.services.get(service)
    return known if known is not None and standing(known, directory, today).shown else None


def _gone(scene: Scene) -> Turn:
    """Taken back meanwhile, or a button that never was: nothing is passed on."""
    ways = rows([button("button.numbers", "num", ""), button("button.browse", "b", "")])
    return scene.turn(Say("forward.gone"), buttons=ways)
