"""What of a sentence counts: what was taken back ("Tuesday, no wait, Wednesday"), and reasons beside the point. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.supervision.wording_facts import Ahead, Days, Fact, Hour, MonthDay, On, Part, Rhythm, Week
from bot.supervision.wording_words import Item

_DAYS = (On, Days, MonthDay, Week, Ahead)
_HOURS = (Hour, Part)
_WANTED = ("schedule", "reschedule", "cancel", "skip", "snooze", "resume")
_STOPS = ".,;:!?()؟،؛\n–—"


def withdrawn(items: Sequence[Item], facts: Sequence[Fact]) -> set[int]:
    """Which pieces (by number) were taken back: those before "no wait" for which one of their kind comes after it."""
    gone: set[int] = set()
    for at, item in enumerate(items):
        if "instead_of" in item.tags:
            gone |= _replaced(at, facts)
        if "correction" not in item.tags:
            continue
        near = 3 if len(item.text) < 4 else 8  # a mere "no" only between two days: "Tuesday, no, Wednesday"
        for kinds in (_DAYS, _HOURS, (Rhythm,)):
            after = [fact for fact in facts if isinstance(fact, kinds) and fact.start > at]
            before = [fact for fact in facts if isinstance(fact, kinds) and fact.end <= at]
            if after and before and after[0].start - at <= near and (near > 3 or at - before[-1].end < 3):
                gone |= {number for number, fact in enumerate(facts) if isinstance(fact, kinds) and fact.end <= at}
    return gone


def _replaced(at: int, facts: Sequence[Fact]) -> set[int]:
    """The day after "instead of", if there is another."""
    days = [number for number, fact in enumerate(facts) if isinstance(fact, _DAYS)]
    old = [number for number in days if 0 < facts[number].start - at < 4][:1]
    return set(old) if len(days) > 1 else set()


def beside(items: Sequence[Item]) -> set[int]:
    """The items of a reason or a remark, which ask for nothing: "because she's in court", and all before "so"."""
    found: set[int] = set()
    at = 0
    while at < len(items):
        wanted = any(item.tags.get("verb") in _WANTED or "weekday" in item.tags for item in items[:at])
        begun = wanted or any("checkin" in item.tags for item in items[:at])
        remark = begun and "pronoun" in items[at].tags and items[at - 1].kind == "mark" and items[at - 1].text in _STOPS
        if "aside" not in items[at].tags and not remark:
            at += 1
            continue
        end = at + 1
        while end < len(items) and not _ends(items[end], wanted):
            end += 1
        found |= set(range(at, end))
        at = end
    for at, item in enumerate(items):
        if "therefore" in item.tags and at and any("verb" in later.tags or "weekday" in later.tags for later in items[at:]):
            found |= set(range(at))
    return found


def _ends(item: Item, wanted: bool) -> bool:
    return (
        (item.kind == "mark" and item.text in _STOPS)
        or "therefore" in item.tags
        or (not wanted and item.tags.get("verb") in _WANTED)
    )


def told(facts: Sequence[Fact], aside: set[int]) -> list[Fact]:
    """The pieces, without the days and hours of a reason where others are said."""
    kept = list(facts)
    for kinds in (_DAYS, _HOURS):
        outside = [fact for fact in kept if isinstance(fact, kinds) and fact.start not in aside]
        if outside:
            kept = [fact for fact in kept if not isinstance(fact, kinds) or fact.start not in aside]
    return kept


def names_of_days(items: Sequence[Item], facts: Sequence[Fact]) -> set[int]:
    """Which pieces are people called like a weekday: "schedule Friday Okon on Monday 30 November", "Domingo el 2 de diciembre".

    Beside another day that it can't be, and where a name stands: first, or after the verb.
    """
    found: set[int] = set()
    for number, fact in enumerate(facts):
        if not isinstance(fact, Days) or len(fact.days) > 1 or fact.end - fact.start > 1 or fact.habit:
            continue
        others = [other for other in facts if other is not fact and isinstance(other, (On, Days))]
        fits = [other for other in others if isinstance(other, On) and other.day.weekday() in fact.days]
        before = items[fact.start - 1].tags if fact.start else {"verb": "schedule"}
        place = before.get("verb") in ("schedule", "pause") or "title" in before
        after = items[fact.end].tags.keys() if fact.end < len(items) else {"to"}
        apart = not after & {"to", "range", "and", "or", "until"} or "day_number" in after or before.get("verb") == "pause"
        if others and not fits and place and apart and 0 <= others[0].start - fact.end < (4 if fact.start else 2):
            found.add(number)
    return found
