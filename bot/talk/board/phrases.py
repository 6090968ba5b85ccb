"""How a line of the board is said: marks, weeks, rhythms and dates in the reader's language. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.library.edition import Edition
from bot.library.model import in_language
from bot.supervision.kind import Every
from bot.supervision.standing import Beat, Line, Mark, weeks_since
from bot.talk.dates import on_date
from bot.talk.messages import Say, SayAt
from bot.talk.office import Office
from bot.talk.scene import Scene

_SECOND: frozenset[Mark] = frozenset({"unreached", "paused", "on-leave", "no-push"})
"""Marks that are worth a word beside another one."""
_EVERY = {"days": ("daily", "every_days"), "weeks": ("weekly", "every_weeks"), "months": ("monthly", "every_months")}


def line(scene: Scene, office: Office, one: Line) -> SayAt | Say:
    """A person's line on the card, after the name."""
    shown = [mark for n, mark in enumerate(one.marks) if n == 0 or mark in _SECOND][:2]
    bits = [mark_of(scene, one, mark) for mark in shown] or [_say(scene, "board.fine")]
    bits += [bit for bit in (_since(scene, office, one),) if bit]
    args = {"what": " · ".join(bits)}
    if one.next is None:
        return Say("board.line", args)
    return SayAt("board.line.next", {"next": one.next}, office.person.zone, args, brief=True)


def mark_of(scene: Scene, one: Line, mark: Mark, full: bool = False) -> str:
    """What a mark says: in a word, or (`full`) as a sentence."""
    until = one.leave_until if mark == "on-leave" else _paused_until(one) if mark == "paused" else None
    key = f"board.{'full' if full else 'mark'}.{mark}"
    return _say(scene, f"{key}.until", date=on_date(until, scene.lang)) if until else _say(scene, key)


def beat(scene: Scene, office: Office, one: Beat, there: str) -> SayAt | Say:
    """One rhythm of a person, in full; `there` is their zone."""
    kind = scene.edition.kinds.get(one.kind)
    words = [
        in_language(kind.titles, scene.lang) if kind else _say(scene, "board.checkin"),
        rhythm(scene.edition, scene.lang, one.every),
    ]
    with_whom = office.called(one.supervisor) if one.supervisor != office.me else ""
    args = {
        "kind": scene.listed(word for word in words if word) + (f" ({with_whom})" if with_whom else ""),
        "held": on_date(one.held, scene.lang) if one.held else _say(scene, "board.not_yet"),
    }
    if one.next is None:
        return Say("board.beat", args)
    key = "board.beat.next" if one.agreed else "board.beat.proposed"
    return SayAt(key, {"next": one.next}, office.person.zone, args, other=there)


def rhythm(edition: Edition, lang: str, every: Every | None) -> str:
    """How often, as the language says it; "" for what is once."""
    if every is None:
        return ""
    if every.n == 2:
        return edition.words.say(lang, f"board.every_two.{every.unit}")  # Arabic has a word of its own for two of a thing
    say = (edition.scheduling.get(lang) or edition.scheduling["en"]).say
    one, many = _EVERY[every.unit]
    return say[one] if every.n == 1 else say[many].replace("{n}", str(every.n))


def _since(scene: Scene, office: Office, one: Line) -> str:
    every = one.beats[0].every if one.beats else None
    often = rhythm(scene.edition, scene.lang, every)
    weeks = weeks_since(one.held, office.today(scene.now))
    if weeks is None:
        return often
    told = _weeks(scene, weeks)
    return f"{told} ({often})" if often else told


def _weeks(scene: Scene, weeks: int) -> str:
    """So many weeks since the last one, in the plural that the language has for that number."""
    if weeks == 0:
        return _say(scene, "board.weeks.zero")
    key = f"board.weeks.{_plural(scene.lang, weeks)}"
    language = scene.edition.words.languages.get(scene.lang)
    known = language is not None and key in language.sentences
    return _say(scene, key if known else "board.weeks.other", n=str(weeks))


@lru_cache(maxsize=256)
def _plural(lang: str, n: int) -> str:
    try:
        return str(Locale.parse(lang).plural_form(n))
    except (UnknownLocaleError, ValueError):  # a language of the content that the Unicode tables lack
        return "one" if n == 1 else "other"


def _paused_until(one: Line) -> date | None:
    known = [beat.paused_until for beat in one.beats if beat.paused]
    return max((day for day in known if day), default=None) if all(known) else None


def _say(scene: Scene, key: str, **args: str) -> str:
    return scene.edition.words.say(scene.lang, key, args)
