"""With whom: the person, or "all", that a sentence about check-ins names. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.supervision.wording_words import BINDING, Item, fold, one_slip, tokens

ALL = "all"
_JOINING = frozenset(
    [
        "de",
        "la",
        "del",
        "da",
        "di",
        "van",
        "von",
        "bin",
        "bint",
        "al",
        "el",
        "abu",
        "um",
        "ben",
        "بن",
        "بنت",
        "ابو",
        "ام",
        "عبد",
        "ال",
    ]
)
"""Words inside a name."""
_LONGEST = 3
_ALSO_NAMES = frozenset(
    [
        "month",
        "weekday",
        "keep",
        "verb",
        "part",
        "which",
        "unit",
        "hour",
        "one",
        "number",
        "ordinal",
        "half_day",
        "rhythm",
        "festival",
    ]
)
_BEFORE = frozenset({"verb", "checkin"})
"""What a name stands right after."""
_NO_NAMES = frozenset({"everyone", "filler", "not_ours", "pronoun", "aside", "correction"})
"""Kinds of words that may be names as well (May, جمعة), and kinds that may not."""


class Names:
    """Finds who is meant among the items of `text` that say nothing about time (`taken` do); words of a reason (`aside`) count
    as little, and weekdays that can be no dates here (`freed`) may be names."""

    def __init__(
        self, text: str, items: Sequence[Item], taken: frozenset[int], aside: frozenset[int] = frozenset(),
        freed: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        self.text, self.items, self.taken, self.aside, self.freed = text, items, taken, aside, freed
        self.used: set[int] = set()
        self._runs: list[tuple[int, int]] = []

    def who(self, known: Sequence[str]) -> str | None:
        """As typed, without possessive or clitic; "all" for everybody; None if nobody is named."""
        if self._everyone():
            return ALL
        found = self._after_with() or self._known(known) or self._possessive() or self._for_person() or self._with_title()
        found = found or self._beside(big=True) or self._capital() or self._beside(big=False) or self._first()
        if self._runs and self._listed():
            return self.text[self.items[self._runs[0][0]].start : self.items[self._runs[-1][1] - 1].end]
        return found

    def each(self) -> tuple[str, ...]:
        """The names one by one where several are joined: "Amina, Sami and Lucía", "أمينة وسامي"."""
        found: list[str] = []
        for start, end in self._runs:
            cuts = [at for at in range(start + 1, end) if self._joins(at) or self._and_name(at)]
            for a, b in zip([start, *cuts], [*cuts, end], strict=True):
                clitic = int(a > self._runs[0][0] and self._and_name(a))
                first = self.items[a + (a > start and self._joins(a))].start + clitic
                found.append(self.text[first : self.items[b - 1].end])
        return tuple(found)

    def _and_name(self, at: int) -> bool:
        """A name that carries the Arabic "and", unless it is known to begin with that letter."""
        text = self.items[at].text
        return text.startswith("و") and len(text) > 3 and "keep" not in self.items[at].tags

    def _listed(self) -> bool:
        """Takes up the names that follow the first in a list; one that ends without an "and" is none."""
        start, step = self._runs[0]
        before, joined = set(self.used), False
        while step + 1 < len(self.items) and (self.items[step].text in ",،" or self._joins(step)):
            comma = self.items[step].text in ",،"
            joined = joined or not comma
            step += 1
            if comma and self._joins(step):
                joined, step = True, step + 1
            while step + 1 < len(self.items) and ("title" in self.items[step].tags or self.items[step].text == "."):
                step += 1
            if not self._blank(step) or (self._cased(step) and self._big(step) != self._big(start)):
                break
            joined = joined or self._and_name(step)
            self._run(step)
            joined = joined or any(self._joins(at) for at in range(*self._runs[-1]))
            step = self._runs[-1][1]
        if not joined or len(self._runs) < 2:
            self._runs, self.used = self._runs[:1], before
        return len(self._runs) > 1

    def _everyone(self) -> bool:
        """The whole team; not the one that somebody has left: "with Harriet, she's moved team"."""
        said = [at for at, item in enumerate(self.items) if "everyone" in item.tags and at not in self.taken]
        if not said or (min(said) and all(at in self.aside for at in said)):
            return False
        person = [at for at, item in enumerate(self.items) if "with" in item.tags and self._blank(at + 1)]
        return not person or said[0] < person[0] or any(self._joins(at - 1) for at in said if at)

    def left(self) -> int:
        """How many words neither say anything about check-ins nor belong to the name."""
        out = self.used | self.aside
        return sum(1 for at, item in enumerate(self.items) if self._blank(at) and at not in out and len(item.text) > 1)

    def _blank(self, at: int) -> bool:
        """Says nothing known."""
        if not 0 <= at < len(self.items) or at in self.taken:
            return False
        item = self.items[at]
        if (
            item.text in BINDING
            and item.tags.keys() <= {"or", "title"}
            and at + 1 < len(self.items)
            and not self.items[at + 1].tags
        ):
            return True  # "أم خالد": a mother's name, and no "or"
        if at and item.tags.keys() <= {"keep", "filler"} and "keep" in item.tags and self._cased(at) and self._big(at):
            return True
        if "keep" in item.tags and not self._cased(at) and self._stands(at):
            return True
        if len(item.text) == 1 and self._big(at) and at + 2 < len(self.items) and self.items[at + 1].kind == "joint":
            return self._big(at + 2) and self.items[at + 2].kind == "word"  # N'Diaye
        listed = at and self.items[at - 1].tags.get("verb") == "list"
        if at in self.freed or (item.tags.keys() == {"month"} and item.kind == "word" and len(item.text) > 3 and not listed):
            return True  # a month that is part of no date: "book April in"
        return item.kind == "word" and (not item.tags or item.tags.keys() <= {"keep"} or (item.slipped and self._big(at)))

    def _stands(self, at: int) -> bool:
        """Where a name stands: right after a verb or the like, or first with a time after it."""
        if at:
            return bool(self.items[at - 1].tags.keys() & (_BEFORE | {"with", "title", "henceforth", "series"}))
        return at + 1 in self.taken

    def _big(self, at: int) -> bool:
        return self.text[self.items[at].start].isupper()

    def _own(self, at: int) -> bool:
        """Could be a name right after "with", also one that is a month or weekday elsewhere."""
        if self._blank(at) or (0 <= at < len(self.items) and self.items[at].slipped and at not in self.taken):
            return True
        if not 0 <= at < len(self.items) or at in self.taken:
            return False
        item = self.items[at]
        if "keep" in item.tags or (
            item.tags.keys() == {"filler"} and self._big(at) and not self._big(at - 1) and len(item.text) > 2
        ):
            return True
        letters = self.text[item.start]
        cased = letters.isupper() or letters.lower() == letters.upper()
        return item.kind == "word" and cased and bool(item.tags.keys() & _ALSO_NAMES) and not item.tags.keys() & _NO_NAMES

    def _run(self, at: int, clitic: int = 0) -> str:
        end, words = at + 1, 1
        while end < len(self.items) and words < _LONGEST:
            step = end
            joint = self.items[step].kind == "joint"
            while step < len(self.items) and set(self.items[step].text.split()) <= _JOINING:
                step += 1
            if joint or (step == end and self._joins(end) and self._big(at)):
                step += 1
            bound = self.items[step - 1].text in BINDING and step < len(self.items) and step not in self.taken
            bound = bound and self.items[step].kind == "word"
            if not bound and not self._blank(step) and not self._initial(step):
                break
            if not joint and not bound and not self._big(step) and (self._big(at) or step > end):
                break
            end, words = step + 1, words + (not joint)
        while at + 1 < end and self._cased(at) and not self._big(at) and self._big(at + 1):
            at += 1  # "my caseworker Dina"
        at, clitic = (title, 0) if (title := self._titled(at)) < at else (at, clitic)
        self.used.update(range(at, end))
        self._runs.append((at, end))
        return self.text[self.items[at].start + clitic : self.items[end - 1].end]

    def _titled(self, at: int) -> int:
        """Where the titles begin that a name carries: "Dr. Hassan", "don Rosario"."""
        while at and (step := at - 1 - (self.items[at - 1].text == ".")) >= 0:
            if "title" not in self.items[step].tags or step in self.taken:
                break
            at = step
        return at

    def _initial(self, at: int) -> bool:
        """The N of N'Diaye."""
        return at + 2 < len(self.items) and self.items[at + 1].kind == "joint" and self._big(at) and self._blank(at + 2)

    def _joins(self, at: int) -> bool:
        return "and" in self.items[at].tags

    def _after_with(self) -> str | None:
        for at, item in enumerate(self.items):
            if "with" in item.tags:
                step = at + 1
                while step < len(self.items) and not self._own(step) and step - at < 4 and self._skipped(step):
                    step += 1
                if self._own(step):
                    return self._run(step)
        return None

    def _skipped(self, at: int) -> bool:
        item = self.items[at]
        return (bool(item.tags.keys() & {"filler", "every", "title"}) or item.text == ".") and at not in self.taken

    def _known(self, known: Sequence[str]) -> str | None:
        parts = {token.text for name in known for token in tokens(name) if len(token.text) > 2}
        for at, item in enumerate(self.items):
            for clitic in (1, 0) if item.text[:1] == "ل" else (0,):
                word = item.text[clitic:]
                near = word in parts or (len(word) > 4 and not item.tags and any(one_slip(word, part) for part in parts))
                if near and at not in self.taken and item.kind == "word":
                    return self._run(at, clitic)
        return None

    def _possessive(self) -> str | None:
        for at, item in enumerate(self.items):
            if "possessive" in item.tags and self.text[item.start - 1 : item.start] in "'’" and item.start:
                start = at - 2 if at > 1 and self.items[at - 1].kind in ("mark", "joint") else at - 1
                if self._blank(start) or (start not in self.taken and "keep" in self.items[start].tags):
                    while self._blank(start - 1) and self._big(start - 1):
                        start -= 1
                    return self._run(start)
        return None

    def _for_person(self) -> str | None:
        for at, item in enumerate(self.items):
            if self._blank(at) and item.text.startswith("ل") and len(item.text) > 3 and "keep" not in item.tags:
                return self._run(at, 1)
            if "for_person" in item.tags:
                step = at + 1
                while step < len(self.items) and (self.items[step].kind == "mark" or self.items[step].tags.keys() == {"filler"}):
                    step += 1
                if self._blank(step) and step - at < 4 and (self._big(step) or not self._cased(step) or self._code(step)):
                    return self._run(step)
        return None

    def _code(self, at: int) -> bool:
        """A code of two words in small letters, and no other word that says nothing: "follow-up for quiet lantern"."""
        return [step for step in range(len(self.items)) if self._blank(step) and step not in self.aside] == [at, at + 1]

    def _with_title(self) -> str | None:
        for at in range(1, len(self.items)):
            if self._blank(at) and self._titled(at) < at:
                return self._run(at)
        return None

    def _cased(self, at: int) -> bool:
        letter = self.text[self.items[at].start]
        return letter.lower() != letter.upper()

    def _beside(self, big: bool) -> str | None:
        """Right after the verb or the word for a check-in: "pause Awa", "موعد سامي"; `big`: not in small letters."""
        for at in range(1, len(self.items)):
            before = self.items[at - 1]
            if at > 1 and before.text in ":-–":
                before = self.items[at - 2]
            if at > 1 and before.tags.keys() <= {"filler", "to", "at", "for_person", "range", "in"} and before.tags:
                before = self.items[at - 2]
            if big and self._cased(at) and not self._big(at):
                continue
            if (
                self._blank(at)
                and before.tags.keys() & (_BEFORE | {"henceforth", "series"} if big else _BEFORE)
                and (len(self.items[at].text) > 2 or self.items[at].text in BINDING)
            ):
                return self._run(at)
        return None

    def _capital(self) -> str | None:
        found = [at for at in range(len(self.items)) if self._blank(at) and self._big(at)]
        # A sentence begins with a capital too, so one inside it tells more.
        inside = [at for at in found if at and self.items[at - 1].text not in ".!?'’-" and at not in self.aside]
        return self._run((inside or found)[0]) if found else None

    def _first(self) -> str | None:
        """The words that a sentence begins or ends with, if they are the only ones that say nothing.

        Where letters have capitals a check-in has to be named too: "swimming on Tuesdays" is nobody's name.
        """
        blank = [at for at in range(len(self.items)) if self._blank(at)]
        if not 0 < len(blank) < _LONGEST or blank != list(range(blank[0], blank[-1] + 1)) or len(self.items[blank[0]].text) < 3:
            return None
        sure = not self._cased(blank[0]) or any("checkin" in item.tags for item in self.items)
        return self._run(blank[0]) if sure and (blank[0] == 0 or blank[-1] == len(self.items) - 1) else None


def namesakes(who: str, known: Sequence[str]) -> list[str]:
    """The known names that a name as typed fits, in their order; the one that it is exactly, alone."""
    typed = [token.text for token in tokens(who)]
    fitting = [name for name in known if set(typed) <= {token.text for token in tokens(name)}]
    exact = [name for name in fitting if fold(name)[0] == fold(who)[0]]
    return exact or fitting
