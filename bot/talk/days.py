"""What's coming up: the next days of the field for a place, what has just been, and the guidance that belongs to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import zip_longest
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_timedelta

from bot.library.calendar import Occurrence, Period, coming, is_over, past
from bot.library.edition import Edition
from bot.library.model import in_language
from bot.library.richtext import Block, Inline, Items, Link, Paragraph, Strong, Text
from bot.talk.effects import Turn
from bot.talk.house import House
from bot.talk.messages import ComingUp
from bot.talk.scene import Scene, button, rows, topic_button

PAST = "past"
"""Stands on the button for what has been."""
SHOWN = 5
"""Days at most; with the one line on what has just been that is a screen."""
GUIDANCE = 4
"""Topics at most that are offered below."""
JUST_PAST = timedelta(days=31)
"""What is longer ago isn't news."""
THIS_YEAR = timedelta(days=300)
"""A date that is further away is written with its year."""


def today_of(house: House, now: datetime) -> date:
    """The day that it is where the organisation works."""
    return now.astimezone(ZoneInfo(house.time_zone)).date()


# The name is the command's.
def days(scene: Scene, past: bool = False) -> Turn:
    """The days with their guidance on buttons, and the way to those that have been, or back."""
    today = today_of(scene.house, scene.now)
    shown = _chosen(scene.edition, today, scene.country, past)
    served = [[topic for topic in found.observance.topics if scene.served(topic)] for found in shown]
    # One for each day before a second for any.
    topics = dict.fromkeys(topic for nth in zip_longest(*served) for topic in nth if topic)
    buttons = rows([topic_button(topic) for topic in list(topics)[:GUIDANCE]])
    if scene.edition.library.days:
        buttons += ((button("button.days", "days", "") if past else button("button.days_past", "days", PAST),),)
    return Turn(scene.session, scene.reply(ComingUp(scene.country, past), buttons=buttons, amends=scene.under))


def _chosen(edition: Edition, today: date, place: str, of_the_past: bool) -> list[Occurrence]:
    """Coming: the next ones. Past: the last ones, and in their midst those without a date to come, which would never come up."""
    library = edition.library
    if not of_the_past:
        return coming(library.days, today, place)[:SHOWN]
    found = past(library.days, today, place)
    over = [o for o in found if is_over(o.observance, today)][: SHOWN - 3]
    others = [o for o in found if o not in over][: SHOWN - len(over)]
    return [o for o in found if o in over or o in others]


def drawn(edition: Edition, lang: str, today: date, place: str, of_the_past: bool) -> list[Block]:
    """The lines: title and date of each, what the first one is about, and what has just been."""
    words = edition.words
    found = _chosen(edition, today, place, of_the_past)
    if not found:
        return [Paragraph((Text(words.say(lang, "days.none")),))]
    lines: list[tuple[Inline, ...]] = []
    for occurrence in found:
        observance, span = occurrence.observance, occurrence.span
        title = in_language(observance.titles, lang)
        when = _been(edition, lang, occurrence, today) if of_the_past else _when(edition, lang, span, today)
        line: tuple[Inline, ...] = (Link(title, observance.url) if observance.url else Strong(title), Text(f" · {when}"))
        about = in_language(observance.about, lang)
        lines.append((*line, Text(f" · {about}")) if about and not lines and not of_the_past else line)
    blocks: list[Block] = [Items(tuple(lines))]
    last = [] if of_the_past else past(edition.library.days, today, place)[:1]
    if last and today - last[0].span.last <= JUST_PAST:
        args = {"title": in_language(last[0].observance.titles, lang), "date": _dates(edition, lang, last[0].span, today)}
        blocks.append(Paragraph((Text(words.say(lang, "days.just_past", args)),)))
    return blocks


def _when(edition: Edition, lang: str, span: Period, today: date) -> str:
    words, away = edition.words, (span.first - today).days
    if away <= 0 < (span.last - today).days:
        return words.say(lang, "days.running", {"last": _date(span.last, lang, today, weekday=False)})
    near = {0: "days.today", 1: "days.tomorrow"}
    distance = words.say(lang, near[max(away, 0)]) if away <= 1 else in_days(away, lang)
    return words.say(lang, "days.when", {"date": _dates(edition, lang, span, today), "distance": distance})


def _been(edition: Edition, lang: str, occurrence: Occurrence, today: date) -> str:
    dates = _dates(edition, lang, occurrence.span, today)
    over = is_over(occurrence.observance, today)
    return edition.words.say(lang, "days.over", {"date": dates}) if over else dates


def _dates(edition: Edition, lang: str, span: Period, today: date) -> str:
    if span.first == span.last:
        return _date(span.first, lang, today)
    first, last = (_date(day, lang, today, weekday=False) for day in (span.first, span.last))
    return edition.words.say(lang, "days.span", {"first": first, "last": last})


@lru_cache(maxsize=256)
def _date(day: date, lang: str, today: date, weekday: bool = True) -> str:
    """As a language writes it: Fri 20 Nov. With its year where that isn't plain."""
    wanted = ("" if abs(day - today) < THIS_YEAR else "y") + ("MMMEd" if weekday else "MMMd")
    return str(format_skeleton(wanted, day, locale=_locale(lang)))


def in_days(number: int, lang: str) -> str:
    """How far away, in the plural that the number wants: in 9 days, خلال 9 أيام."""
    far = 1_000_000  # never weeks or months: who plans wants the days
    return str(format_timedelta(timedelta(days=number), "day", threshold=far, add_direction=True, locale=_locale(lang)))


@lru_cache(maxsize=16)
def _locale(lang: str) -> Locale:
    """The language's own way with dates; English where nobody has written it down."""
    try:
        return Locale.parse("en_GB" if lang == "en" else lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
