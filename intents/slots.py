"""Who, what, when: the kinds of words that make a sentence a red flag, or keep it quiet.

The words themselves are data of each language (`PhraseBook.signals`). Harms, people and times are compared by their stems;
writers' words about themselves and what keeps a sentence quiet letter by letter: "notes" is paperwork, "a note" may be a
farewell. A language without signals works from the book's own sayings and concepts alone.
"""

from __future__ import annotations

from collections.abc import Mapping

QUIETING = ("ask", "if", "work", "past", "told", "denied", "safe", "idiom", "learn", "unharmed")
"""Slots that speak against an emergency."""
SWALLOWING = ("idiom", "denied", "safe")
"""Slots whose sayings take the words in them away from every other slot: nobody drowns in "drowning in paperwork"."""
PERSONAL = ("self", "selfchild", "selfadult", "selfage")
"""Slots by which writers speak of themselves: a stemmer takes off what tells "my father" from "her father" in Arabic."""
AS_WRITTEN = (*QUIETING, *PERSONAL)
"""Slots that are compared letter by letter."""
NUMBER = "#"
"""Stands in a saying for a number of years below 18: "i am # years old"."""
CLOCK = "clock"
"""The slot of sayings in which such a number is a time of day; it counts for nothing else."""

HARMS: Mapping[str, str] = {
    "hit": "hurt-now",
    "kill": "hurt-now",
    "threat": "hurt-now",
    "suicide": "suicide",
    "sex": "assaulted",
    "left": "abandoned",
    "lock": "locked-in",
    "take": "taken-away",
    "weapon": "weapon",
    "marry": "marriage-now",
    "medical": "medical",
    "shake": "baby-shaken",
    "hopeless": "worker-distress",
    "control": "survivor-self",
}
"""Slots that name a harm, with the kind of red flag each stands for when nothing else is known."""

NAMES = (
    "now", "soon", "plea", "self", "selfchild", "selfadult", "selfage", "age", CLOCK, "worker", "says", "wants", "people",
    "young", "acting", *HARMS, *QUIETING,
)  # fmt: skip
"""Every slot that a language may fill."""

SELF_KINDS = ("child-self", "survivor-self", "worker-distress")
"""Kinds of red flags in which people write about themselves."""

ANYONE, ABOUT_SELF = "anyone", "self"
"""Keys of `PhraseBook.frames`: ways of asking for every kind, and for the kinds in which people write about themselves."""
