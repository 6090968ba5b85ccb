"""Opening hours as one says them to a family: days and times in their language, without today or now. Pure."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.library.words import Words
from bot.services.hours import ALL_DAY, DAY, Hours, Span, Spans


def in_words(hours: Hours, lang: str, words: Words) -> str:
    """The week of a contact in words, "" where no table is known: the words of a page are its own, in one language."""
    if not hours.known:
        return ""
    if hours.always:
        return words.say(lang, "hours.always")
    rows = [f"{_days(run, lang, words)} {_times(spans, lang, words)}" for run, spans in _runs(hours.week) if spans]
    if hours.holidays is not None:
        if hours.holidays:
            rows.append(words.say(lang, "hours.holidays", {"times": _times(hours.holidays, lang, words)}))
        elif rows:
            rows.append(words.say(lang, "hours.no_holidays"))
    return words.say(lang, "hours.rows").join(rows)


def _runs(week: tuple[Spans, ...]) -> list[tuple[list[int], Spans]]:
    """Neighbouring days with the same times, Monday first; a run may go over the week's end, as from Sunday to Thursday."""
    runs: list[tuple[list[int], Spans]] = []
    for day, spans in enumerate(week):
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(day)
        else:
            runs.append(([day], spans))
    if len(runs) > 1 and runs[0][1] == runs[-1][1]:
        last, spans = runs.pop()
        runs[0] = ([*last, *runs[0][0]], spans)
    return runs


def _days(run: list[int], lang: str, words: Words) -> str:
    if len(run) == len(_names("en")):
        return words.say(lang, "hours.every_day")
    first, last = (_names(lang)[day] for day in (run[0], run[-1]))
    if len(run) == 1:
        return first
    return words.say(lang, "hours.two_days" if len(run) == 2 else "hours.days", {"first": first, "last": last})


def _times(spans: Spans, lang: str, words: Words) -> str:
    if spans == ALL_DAY:
        return words.say(lang, "hours.all_day")
    return words.say(lang, "hours.comma").join(_time(span, lang, words) for span in spans)


def _time(span: Span, lang: str, words: Words) -> str:
    key = "hours.to_next_day" if span.end - span.start > DAY else "hours.times"
    end = span.end if span.end <= DAY else span.end - DAY
    return words.say(lang, key, {"first": _clock(span.start), "last": _clock(end)})


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@lru_cache(maxsize=16)
def _names(lang: str) -> tuple[str, ...]:
    """The days of the week from Monday on, as they are written inside a sentence."""
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return tuple(str(locale.days["format"]["wide"][n]) for n in range(7))
