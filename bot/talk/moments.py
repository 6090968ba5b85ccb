"""A moment in words, as a reader's wall shows it. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.library.edition import Edition
from bot.supervision.wording_facts import CODES
from bot.supervision.wording_say import shown
from bot.talk.messages import SayAt

_SOON = timedelta(days=6)


def args_of(say: SayAt, edition: Edition, lang: str, now: datetime) -> dict[str, str]:
    """What fills the places of a sentence with moments in it, beside its own arguments."""
    return {**say.args, **{name: _in_words(moment, say, edition, lang, now) for name, moment in say.moments.items()}}


def _in_words(moment: datetime, say: SayAt, edition: Edition, lang: str, now: datetime) -> str:
    here = moment.astimezone(ZoneInfo(say.zone))
    text = brief(here, edition, lang, now) if say.brief else full(here, edition, lang)
    there = moment.astimezone(ZoneInfo(say.other)) if say.other else here
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return text
    other = f"{there:%H:%M}" if there.date() == here.date() else brief(there, edition, lang, now)
    return edition.words.say(lang, "moment.both", {"here": text, "there": other})


def full(here: datetime, edition: Edition, lang: str) -> str:
    """Weekday, date, 24 h time and part of day."""
    words = edition.scheduling.get(lang) or edition.scheduling["en"]
    return shown(here.replace(tzinfo=None), words)


def brief(here: datetime, edition: Edition, lang: str, now: datetime) -> str:
    """As short as a button: today or tomorrow with the time, the weekday within six days, else the date."""
    words = edition.scheduling.get(lang) or edition.scheduling["en"]
    today = now.astimezone(here.tzinfo).date()
    args = {
        "time": f"{here:%H:%M}", "weekday": words.shown(f"weekday.{CODES[here.weekday()]}"), "day": str(here.day),
        "month": words.shown(f"month.{here.month}"),
    }  # fmt: skip
    ahead = here.date() - today
    if ahead in (timedelta(0), timedelta(days=1)):
        return edition.words.say(lang, "moment.tomorrow" if ahead else "moment.today", args)
    return edition.words.say(lang, "moment.weekday" if timedelta(0) < ahead <= _SOON else "moment.date", args)


# --- in a button ----------------------------------------------------------------------------------------------------------

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def coded(moment: datetime) -> str:
    """A moment (aware) to the minute, as a button carries it: six characters."""
    minutes, text = int(moment.timestamp()) // 60, ""
    while minutes:
        minutes, digit = divmod(minutes, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def decoded(text: str) -> datetime | None:
    """The moment (aware UTC) that a button carries; None if it carries none."""
    if not 0 < len(text) <= 6 or not set(text) <= set(_DIGITS):
        return None
    return datetime.fromtimestamp(int(text, 36) * 60, UTC)
