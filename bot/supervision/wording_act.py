"""Which action a sentence about check-ins asks for, or none: by its verbs, and by what else it says. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.supervision.wording_facts import Ahead, Days, Fact, Hour, MonthDay, OfMonth, On, Part, Rhythm, Week
from bot.supervision.wording_who import ALL, namesakes
from bot.supervision.wording_words import Item

STRONG = ("resume", "skip", "snooze", "cancel", "reschedule", "pause")
TIMES = (On, Days, MonthDay, Ahead, Hour, Week, Part, Rhythm)


@dataclass(frozen=True)
class Clues:
    """What is known of a sentence: its pieces about time, who was found and how surely, the items that are nobody's (`free`),
    those of them that aren't in a reason (`main`), and how many words say nothing (`left`)."""

    items: Sequence[Item]
    facts: Sequence[Fact]
    free: Sequence[Item]
    main: Sequence[Item]
    who: str | None
    left: int
    known: Sequence[str]

    @property
    def verbs(self) -> list[str]:
        """The verbs that aren't in a reason, also inside "not this week" and "later today"; with none, all."""
        weeks = [item.tags["verb"] for item in self.items if "verb" in item.tags and item.tags.keys() & {"week", "day"}]
        return weeks + [item.tags["verb"] for item in self.main if "verb" in item.tags] or [
            item.tags["verb"] for item in self.free if "verb" in item.tags
        ]

    def has(self, key: str) -> bool:
        """Whether a word of this key is there."""
        return any(key in item.tags for item in self.free)

    def some(self, *kinds: type[Fact]) -> bool:
        """Whether there is a piece of these kinds."""
        return any(isinstance(fact, kinds) for fact in self.facts)

    def act(self) -> str:
        """What is to happen: one of the verbs of the words, or "none"."""
        verbs = self.verbs
        checkin = self.has("checkin") or (self.has("series") and self.has("with"))
        if any("never" in item.tags for item in self.main) and "list" not in verbs:
            return "none"
        if self._others() and not checkin:
            return "none"
        strong = [verb for verb in verbs if verb in STRONG]
        active = [verb for verb in strong if verb != "pause"] or strong
        told = self.some(*TIMES) or self.has("festival")
        about = checkin or self.person() or told or len(self.free) <= 2 or not self.left
        if "cannot" in verbs and "cancel" not in strong:
            return "reschedule" if self.has("instead") or "reschedule" in strong else "cannot" if about else "none"
        if active and about and self.left <= self._passed_over(told, checkin):
            if active[0] == "snooze" and self.repeated():
                return "schedule"
            return active[0]
        if (self._instead() or (self.has("instead_of") and self.some(*TIMES))) and self.left <= 4:
            return "reschedule"
        if (other := self._without_verb(verbs, checkin)) is not None:
            return other
        if "list" in verbs and self.left <= 4 and not ("schedule" in verbs[:1] and self.some(Hour, Rhythm)):
            return "list" if checkin or self.person() or told or (self.who is None and self.left <= 1) else "none"
        planned = self._planned(checkin)
        return "schedule" if planned == "none" and self.unsure() else planned

    def _passed_over(self, told: bool, checkin: bool) -> int:
        """How many words that say nothing a verb may stand among: with neither a time nor a check-in it may be any talk."""
        if checkin:
            return 4 if told else 3 if self.person() else 1
        return 2 if told else 0

    def _without_verb(self, verbs: Sequence[str], checkin: bool) -> str | None:
        """What is meant where no verb says it."""
        if self.has("again") and "schedule" in verbs and (checkin or self.person()):
            return None if self.some(Hour, Rhythm) or self.left > 2 else "resume"
        coming = any(item.tags.get("which") == "1" or "one" in item.tags for item in self.free)
        if (
            coming
            and not (verbs or self.some(*TIMES) or self.left)
            and (checkin or self.has("one"))
            and self.items[-1].text in "?؟"
        ):
            return "list"  # "next supervision with Ruth?"
        later = bool(self.facts) and all(isinstance(fact, Ahead) and fact.minutes for fact in self.facts)
        if later and not verbs and self.left == 0 and self.who is None:
            return "snooze"  # "in 45 minutes", as an answer to a reminder
        if not verbs and self._not_that_week():
            return "skip"
        if self.has("henceforth") and self.person() and self.some(Days) and "schedule" not in verbs and self.left <= 2:
            return "reschedule"  # "from now on Awa is on Thursdays at 11"
        return None

    def unsure(self) -> bool:
        """It looks like a plan, with a person, a day and an hour, but with more words that say nothing than is safe to pass over;
        or words say nothing and nobody is named. What is read is asked about then."""
        day, hour = self.some(On, Days, MonthDay, Week), self.some(Hour)
        if self.has("never") or self._others() or not hour or self.left > 8:
            return False
        if self.who is None:
            return bool(self.left) and day and (self.has("checkin") or "schedule" in self.verbs)
        if day and self.left in (1, 2) and not (self.has("checkin") or self.verbs or self.repeated()):
            return True  # "Amina will be late on Tuesday, arriving at 10"
        return self.left > 2 and self.person() and (day or self.some(Rhythm))

    def person(self) -> bool:
        """Somebody is named, and not by a mere word in the place of a name."""
        if self.who is None or self.who == ALL:
            return self.who is not None
        named = any(not word[0].islower() for word in self.who.split())
        return self.has("with") or named or bool(namesakes(self.who, self.known))

    def repeated(self) -> bool:
        """It speaks of a rhythm: "every", "Tuesdays"."""
        return self.some(Rhythm) or any(fact.habit for fact in self.facts if isinstance(fact, Days))

    def _others(self) -> bool:
        """It speaks of other people's lives: of children, courts, visits."""
        main = [item for item in self.main if "verb" not in item.tags]
        if any("not_ours" in item.tags for item in main):
            return True
        return any("pronoun" in item.tags for item in main) and not (self.person() and (self.verbs or self.some(*TIMES)))

    def _instead(self) -> bool:
        """Another time is wanted than one that was named before: "Thursday doesn't work, can we do Friday"."""
        said = [at for at, item in enumerate(self.items) if "instead" in item.tags]
        return any(isinstance(fact, TIMES) and fact.start < max(said) for fact in self.facts) if said else False

    def _not_that_week(self) -> bool:
        """ "This week no", with nothing else that says what is to be done."""
        weeks = [fact for fact in self.facts if isinstance(fact, Week)]
        return any(fact.end < len(self.items) and "negative" in self.items[fact.end].tags for fact in weeks)

    def _planned(self, checkin: bool) -> str:
        told = self.some(*TIMES) or self.has("festival")
        named = self.who is not None
        booked = "schedule" in self.verbs
        if self._others() and not named:
            return "none"
        if checkin and named and not told and self.left == 0 and len(self.items) < 8:
            return "schedule"
        if not (told or (booked and self.left == 0 and (checkin or self.person()))):
            return "none"
        if self.left == 0 and self.some(Rhythm, OfMonth) and not (checkin or named) and len(self.facts) > 1:
            return "schedule"
        if not (checkin or named or booked) or (not (checkin or named) and not (booked and self.some(Hour, Rhythm))):
            return "none"
        return "schedule" if self.left <= (3 if checkin else 2) else "none"
