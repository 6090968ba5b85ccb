"""Who, what, when: the words that make a sentence a red flag, or keep it quiet, by language.

Tables of short sayings, compared by their stems (harms, people, times) or letter by letter (what keeps a sentence
quiet: "notes" is paperwork, "a note" may be a farewell). A language without a table works from the book's own sayings
and concepts alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from intents.slots_en import SLOTS as _EN

QUIETING = ("ask", "if", "work", "past", "told", "denied", "safe", "idiom", "learn", "unharmed")
"""Slots that speak against an emergency."""
SWALLOWING = ("idiom", "denied", "safe")
"""Slots whose sayings take the words in them away from every other slot: nobody drowns in "drowning in paperwork"."""

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

SELF_KINDS = ("child-self", "survivor-self", "worker-distress")
"""Kinds of red flags in which people write about themselves."""

FRAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "any": (
            "{} what do i do",
            "please help {}",
            "hi, {}",
            "{} who do i call",
            "i need advice, {}",
            "{} is this an emergency",
            "{} how do i get help",
            "can someone help, {}",
            "on a home visit, {}",
            "i have a new case, {}",
            "in the session just now, {}",
            "got a call from the school, {}",
            "{} which form do i fill in",
            "{} do i report it",
            "my supervisor is not answering, {}",
        ),
        "self": (
            "is it normal that {}",
            "how do i tell someone that {}",
            "what should i do if {}",
            "what can i do, {}",
            "can i talk to someone, {}",
            "do i have to say it, {}",
            "{} is it my fault",
            "who can i tell that {}",
            "i dont know how to say it but {}",
            "{} what should i do",
            "i am a social worker and {}",
            "i work with children and {}",
            "after a hard case, {}",
            "i am so burnt out, {}",
            "since the last supervision {}",
            "i told my supervisor that {}",
            "this job is killing me, {}",
            "my friend says i should write here, {}",
        ),
    },
}
"""Ways in which a red flag is put as a question: asking does not make it less of one."""

TABLES: Mapping[str, Mapping[str, str]] = {"en": _EN}


def table(lang: str) -> dict[str, tuple[str, ...]]:
    """The slots of `lang` with their sayings; empty for a language that has no table."""
    found = TABLES.get(lang, {})
    return {slot: tuple(saying.strip() for saying in " ".join(text.split()).split(",")) for slot, text in found.items()}
