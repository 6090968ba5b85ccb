"""Names of people: a word that can be a name, with a sign beside it that it is one.

Three kinds of words can be names. *Known* ones are in `given` and mean nothing else. *Soft* ones are words too (Grace, May, أمل).
*New* ones stand in no list; a capital inside a sentence speaks for them. The weaker the kind, the firmer the sign must be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.privacy import signs
from bot.privacy.candidate import ROMANCE, Around, Candidate, end_of, start_of, unheard
from bot.privacy.lexicon import ABOUT, EVERYDAY, GIVEN, NAMED, OF, PARTICLE, PERSON, SAYS, SOFT, SURNAME, TABLE, TITLE, Word
from bot.privacy.view import TAKEN, View

_DIGIT = re.compile(r"\d")


def find(view: View, words: Sequence[Word]) -> None:
    """Take every name that has a sign beside it."""
    around = Around(
        view,
        words,
        {match.end() for match in signs.INTRODUCED.finditer(view.lower)},
        {match.end() for match in signs.CALLED.finditer(view.lower)},
        {start for start, _, kind in view.taken if kind in ("ADDRESS", "SCHOOL_OR_PLACE")},
    )
    spans = []
    at = 0
    while at < len(words):
        last = _name_at(around, at)
        if last >= 0:
            spans.append((start_of(words, at, around.found).start, words[last].end))
            around.found = at = last
        at += 1
    for start, end in spans:
        view.take(start, end, "NAME")


def _name_at(around: Around, at: int) -> int:
    """The last word of the name that begins at this word, or -1."""
    words = around.words
    word = words[at]
    flags = word.flags
    if flags & PARTICLE and not flags & (NAMED | SOFT):
        return _behind_title(around, at)
    if flags & EVERYDAY and not flags & (NAMED | SOFT):
        plain = at and word.titled and words[at - 1].lower in signs.FIRM_TITLES and word.before in (" ", ". ")
        return end_of(words, at, False) if plain and not flags & (PERSON | TITLE) else -1  # Mrs Brown
    if len(word.lower) < 2 or _DIGIT.search(word.lower) or (flags & PERSON and (word.opens or not word.titled)):
        return -1  # the last is niña, which folds to Nina
    lead = words[at - 1] if at else None
    small = lead is not None and (
        word.start in around.introduced or bool(lead.flags & (PERSON | TITLE) and word.before in (" ", ". "))
    )
    last = end_of(words, at, small)
    candidate = Candidate(
        around=around,
        at=at,
        last=last,
        word=word,
        lead=lead,
        further=words[at - 2] if at > 1 else None,
        behind=words[last + 1] if last + 1 < len(words) else None,
        known=bool(flags & NAMED),
        soft=bool(flags & SOFT),
        new=word.titled and not word.opens and not flags & EVERYDAY,
    )
    if any(rule(candidate) for rule in _FIRM):
        return last
    institution = candidate.behind_is(signs.INSTITUTIONS)
    return last if not institution and any(rule(candidate) for rule in _WEAK) and not around.order() else -1


def _behind_title(around: Around, at: int) -> int:
    """A name that begins with a particle, where a name must follow: Ms Van der Berg; السيد أبو شقرا."""
    words, word = around.words, around.words[at]
    titled = at > 0 and words[at - 1].flags & TITLE and word.before in (" ", ". ")
    if not titled and word.start not in around.introduced:
        return -1
    name = at + 1
    while name < len(words) and name < at + 3 and words[name].flags & PARTICLE and words[name].before in (" ", "-"):
        name += 1
    if name >= len(words) or words[name].before not in (" ", "-") or words[name].flags & EVERYDAY:
        return -1
    if word.lower in ROMANCE and not words[name].titled:
        return -1  # "doña de la tienda"
    return end_of(words, name, False)


# --- firm signs: they count in every text ---


def _introduced(candidate: Candidate) -> bool:
    """Her name is Zuwaira; a boy called Kofi."""
    word = candidate.word
    if word.start in candidate.around.introduced:
        return candidate.known or candidate.soft or word.titled or len(word.lower) > 2
    if word.start not in candidate.around.called:
        return False
    return candidate.known or candidate.new or (not word.flags and candidate.age() is not None)


def _titled(candidate: Candidate) -> bool:
    """Mrs Okafor; mr hamilton; M. Kouassi. "miss" is also what a pupil says to a teacher, and a verb."""
    word, lead = candidate.word, candidate.lead
    if lead is None or not lead.flags & TITLE or word.before not in (" ", ". "):
        return False
    if lead.lower == "m":
        return word.titled and word.before == ". " and candidate.around.view.plain[lead.start] == "M"
    if candidate.known or word.titled:
        return True
    firm = lead.lower in signs.FIRM_TITLES or not lead.lower.isascii()
    return firm and (candidate.soft or word.lower.replace("-", "").isalpha())


def _family(candidate: Candidate) -> bool:
    """The Bello family; famille Ouédraogo; عائلة الحمصي; the MacLeods."""
    word, lead = candidate.word, candidate.lead
    told = candidate.known or candidate.new
    if candidate.led and lead is not None and lead.lower in signs.FAMILY_BEFORE:
        return told or (not candidate.latin and not word.flags and word.lower.startswith("ال"))
    the = candidate.led and lead is not None and lead.lower == "the"
    if candidate.behind_is(signs.FAMILY_BEHIND):
        return told or (the and not word.flags and candidate.latin and len(word.lower) > 3)
    return the and word.titled and bool(TABLE.get(word.lower.rstrip("s"), 0) & SURNAME)


def _aged(candidate: Candidate) -> bool:
    """Amina, 9 years; halima 12; Kofi (14). A bare number is enough for a known name, or a new one behind "the girl"."""
    word, age = candidate.word, candidate.age()
    if age is None:
        return False
    link = age["link"]
    apart = "," in link or "(" in link
    closed = candidate.around.view.lower[age.end() : age.end() + 1] in ("", ",", ".", ";", ")", "\n")
    firm = bool(age["unit"] or age["aged"] or "(" in link or (apart and closed))
    if candidate.known:
        return firm or apart or bool(age["digits"])
    if candidate.soft and age["digits"] and (candidate.follows_person or (word.titled and word.lower not in signs.DATES)):
        return True
    if candidate.soft:
        return firm and (word.titled or apart or not candidate.latin or bool(age["unit"]))
    if word.titled:
        return firm and (apart or not word.opens)
    begins = word.opens or word.before.strip() in (",", "-", "(")
    return unheard(candidate) and (candidate.follows_person or (firm and begins and candidate.last == candidate.at))


def _behind_age(candidate: Candidate) -> bool:
    """14yo Sade; a 6 year old, Tunde; niña de 9 años, Lucía."""
    if candidate.lead is None or candidate.word.before not in (" ", ", ", " - ", " (") or not (candidate.known or candidate.new):
        return False
    if signs.AGE_IN_ONE.fullmatch(candidate.lead.lower):
        return True
    back = candidate.around.words[max(0, candidate.at - 4) : candidate.at - 1]
    return candidate.lead.lower in signs.AGE_BEFORE and any(word.lower[0].isdigit() for word in back)


def _behind_person(candidate: Candidate) -> bool:
    """My client John Smith; uncle musa; والدة يوسف."""
    word, lead = candidate.word, candidate.lead
    if not candidate.follows_person or lead is None:
        return False
    if lead.owner and not (word.titled and not word.flags & EVERYDAY):
        return False  # "her uncle's house", but "the wee boy's Struan"
    if candidate.soft and not candidate.latin:
        return lead.lower in signs.PARENTS or (lead.lower.startswith("ال") and word.lower not in signs.DESCRIBING)
    called = candidate.last > candidate.at and bool(candidate.around.words[candidate.last].flags & NAMED) and not word.flags
    return candidate.known or candidate.new or called


def _beside_person(candidate: Candidate) -> bool:
    """The mother, Rehema Juma, ...; the girl is Mercy Wambui; la maman de Fatou."""
    word, lead, further = candidate.word, candidate.lead, candidate.further
    if lead is None:
        return False
    if lead.flags & PERSON and not lead.owner and word.before.strip() in (",", ":", "(", "-", '"'):
        closed = candidate.behind is not None and candidate.behind.before[:1] in (",", ")", '"')
        return candidate.known or (word.titled and (candidate.last > candidate.at or closed))
    if further is None or not candidate.led or not further.flags & PERSON:
        return False
    if lead.lower in signs.COPULA and lead.before == " ":
        return bool(word.flags & GIVEN) or (word.titled and candidate.last > candidate.at)
    return bool(lead.flags & OF) and (candidate.known or candidate.new)


# --- weak signs: not in an order about check-ins ---


def _detailed(candidate: Candidate) -> bool:
    """A telephone, a date of birth or another detail stands next to it."""
    word, view = candidate.word, candidate.around.view
    end = candidate.around.words[candidate.last].end
    behind = candidate.behind
    if behind is not None and behind.lower in signs.BORN and behind.before in (" ", ", ", " ("):
        return candidate.known or candidate.new or candidate.soft
    follows = signs.DETAIL_BEHIND.match(view.lower, end) if TAKEN in view.lower else None
    if follows is not None and (candidate.known or (candidate.new and follows.end() - 1 not in candidate.around.places)):
        return True
    return candidate.known and word.before.startswith(TAKEN) and not word.before.strip(TAKEN + " :,-(")


def _owning(candidate: Candidate) -> bool:
    """Chidi's mother; amina's mum; aminas mum."""
    word, behind = candidate.word, candidate.behind
    person = candidate.goes_on(PERSON)
    if candidate.around.words[candidate.last].owner:
        belongs = behind is not None and bool(behind.flags & PERSON or behind.lower in signs.BELONGINGS)
        return candidate.known or (belongs and unheard(candidate) and (word.titled or word.opens))
    return person and not word.flags and word.lower.endswith("s") and bool(TABLE.get(word.lower[:-1], 0) & GIVEN)


def _doing(candidate: Candidate) -> bool:
    """Amina says; nankya hasnt been; Zuwaira told me. What somebody is or has is enough behind a capital only."""
    whole = candidate.soft and candidate.word.titled and candidate.last > candidate.at
    if (candidate.known or whole) and candidate.goes_on(SAYS):
        return True
    word, behind = candidate.word, candidate.behind
    if behind is None or behind.before != " ":
        return False
    does = behind.lower.replace("'", "")
    begins = word.opens or word.before == ", "
    told = does in signs.DOES if begins and not word.titled else word.titled and (does in signs.DOES or does in signs.IS)
    if candidate.follows_person and candidate.lead is not None and not candidate.lead.owner and not word.flags:
        told = candidate.lead.lower not in signs.COMPOUNDING and (does in signs.DOES or does in signs.IS)
    georgia = candidate.soft and word.opens and does not in signs.DOES  # may be the country that "has"
    return told and not georgia and unheard(candidate)


def _told_of(candidate: Candidate) -> bool:
    """I visited samuel; worried about Jamie; this is Esther."""
    lead = candidate.lead
    if not candidate.led or lead is None:
        return False
    this = lead.lower == "is" and candidate.further is not None and candidate.further.lower == "this"
    if candidate.known and (lead.flags & ABOUT or this) and not (lead.lower in signs.WITH and candidate.around.dated()):
        return True
    towards = lead.lower in signs.TOWARDS and (candidate.last > candidate.at or candidate.behind_is(signs.WHO))
    return candidate.new and (lead.lower in signs.DONE_TO or towards)


def _together(candidate: Candidate) -> bool:
    """hafsa and ruqayya; kwesi and ama live; Amina and her sister; the Otieno children."""
    words, at, last = candidate.around.words, candidate.at, candidate.last
    if candidate.known and candidate.behind_is(signs.BROOD_BEHIND):
        return True
    if candidate.behind_is(signs.AND) and last + 2 < len(words) and (candidate.known or candidate.new):
        other = words[last + 2]
        many = last + 3 < len(words) and words[last + 3].lower in signs.MANY
        if other.lower in signs.OWN or (candidate.known and (other.flags & NAMED or (other.flags & SOFT and many))):
            return True
    if at < 2 or not candidate.led or words[at - 1].lower not in signs.AND:
        return False
    second = candidate.known or candidate.new or (candidate.soft and candidate.behind_is(signs.MANY))
    return second and (candidate.around.found == at - 2 or bool(words[at - 2].flags & NAMED))


def _whole(candidate: Candidate) -> bool:
    """John Smith; amina bello; هدى الخطيب; SMITH, Kayleigh."""
    if candidate.last == candidate.at:
        behind = candidate.behind
        given = behind is not None and behind.before == ", " and behind.titled and behind.flags & GIVEN
        return bool(given and candidate.word.flags & SURNAME)
    first, second = candidate.word, candidate.around.words[candidate.at + 1]
    if first.flags & GIVEN:
        return second.titled or bool(second.flags & NAMED)
    if not candidate.latin:
        return candidate.soft and bool(second.flags & SURNAME)
    if first.titled and second.titled and (candidate.soft or not first.flags):
        return bool(second.flags & NAMED) or (candidate.soft and not first.opens)
    return bool(first.flags & SURNAME and second.flags & GIVEN)


def _alone(candidate: Candidate) -> bool:
    """A given name with its capital, in a text that names no day and no hour."""
    return bool(candidate.word.flags & GIVEN) and candidate.word.titled and not candidate.around.dated()


_FIRM: tuple[Callable[[Candidate], bool], ...] = (
    _introduced,
    _titled,
    _family,
    _aged,
    _behind_age,
    _behind_person,
    _beside_person,
)
_WEAK: tuple[Callable[[Candidate], bool], ...] = (_detailed, _owning, _doing, _told_of, _together, _whole, _alone)
