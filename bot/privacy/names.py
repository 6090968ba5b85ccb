"""Names of people: a word that can be a name, with a sign beside it that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.privacy.lexicon import ABOUT, EVERYDAY, GIVEN, NAMED, OF, PARTICLE, PERSON, SAYS, SOFT, SURNAME, TABLE, TITLE, Word
from bot.privacy.view import TAKEN, View, listed

_MOST = 5  # words of one name

# "Her name is", and its like: what follows is a name even if no list knows it.
_INTRODUCED = re.compile(
    r"(?<!\w)(?:names?(?: is| was| be|'s|s| ?[:=])|(?:first|last|full|family|sur) ?name|named|by (?:the )?name(?: of)?|goes by|known as|"
    r"dem (?:dey )?call|prenom(?: est)?|nom(?: est)? ?:|s'appell?e(?:nt)?|s'appelait|m'appelle|se nomme|(?:pre)?nommee?|nombre es|nombre(?= ?:)|"
    r"se llama(?:n|ba)?|me llamo|llamad[oa]s?|de nombre|الاسم(?= ?:)|و?اسمها|و?اسمه|و?[يت]دعى|و?اسم (?:الطفله?|البنت|الولد|الام|الاب))"
    r"[ :=\"']{1,4}"
)
_CALLED = re.compile(r"(?<!\w)(?:called|call(?:ing)? (?:her|him)|calls (?:her|him)self|alias|aka|surnomme|appelee?|apodad[oa]|alias) [\"']?")
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|deux|trois|quatre|cinq|"
    "sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|trece|catorce|quince"
)
_AGE = re.compile(
    r"(?P<link>,? ?[(\-]? ?(?:(?:who|qui|que|she|he|wey)(?: is|'s| was|s)? |is |was |na |est |a |tiene |con |de |turned |turning |now |only |just |about |"
    r"(?P<aged>aged? (?:of )?|agee? de |edad |de edad |و?عمرها |و?عمره |بعمر |العمر |تبلغ |يبلغ )){0,3})"
    rf"(?:(?P<n>\d{{1,2}})|(?P<word>{_NUMBER_WORDS})(?= ?(?:years?|yrs?|ans|anos|old)\b|[,.;)]|$))"
    r"(?P<unit>(?: |-)?(?:y/?o|yrs?|years?|ys|y|ans|anos|mois|meses|months?|mths?|mo|سنه|سنوات|سنين|عاما|عام|اشهر|شهور|شهرا)(?!\w)(?! (?:ago|in a row|later|now since)))?"
    r"(?![\w:/%]|[.,]\d)"
    r"(?! ?(?:am|pm|weeks?|wks?|days?|hours?|hrs?|min(?:ute)?s?|times|years|km|kids|children|visits?|sessions?|cases?|people|families|o'?clock|"
    r"h|heures?|horas?|fois|veces|jours?|dias?|semaines?|semanas?|enfants?|ninos?|visitas|ساعات?|ساعه|مرات|مره|ايام|يوم|اطفال|اولاد)(?!\w))"
)
_BEFORE_AGE = listed("old yo yr yrs y ans anos سنه سنوات سنين عاما aged")
_AGED = re.compile(r"\d{1,2}(?:yo|yrs?|y|ans)")
_BORN = listed("born dob nee ne nacida nacido nacio مواليد ولد ولدت مولود مولوده")
_DETAIL_FOLLOWS = re.compile(r"[\s,:;(\-]{0,3}(?:(?:on|at|au|al|tel|id|ph|phone|nin|dob|email|هاتف|رقم)[:. ]{1,2})?" + TAKEN)
_FAMILIES = listed("family families household famille familia عائله اسره ال clan children kids siblings brothers sisters twins residence")
_FAMILY_FIRST = listed("famille familia عائله لعائله اسره clan")
_FIRM_TITLES = listed("mr mrs ms mx mme mlle dr prof sr sra")
# What a person does and an organisation hardly: enough for a name that no list knows.
_DOES = listed("told said says tells cried cries wants disclosed discloses ran lives sleeps slept hit hits beat beats refuses denies denied left died "
    "disappeared threatened threatens hates loves dit pleure habite dort dijo llora vive duerme quiere")
_DONE_TO = listed("told telling asked interviewed hit hits hitting beat beats beating touched slapped raped abused hurt hurting supporting support helping "
    "met saw seen removed believe protect accompagne rencontre acompano acompanar conoci")
_BY = listed("for about with and pour avec concernant para con sobre")
_NOT = listed("hasnt isnt wont doesnt didnt wasnt hadnt cant n'a n'est")
_AND = listed("and et y e و & n")
_HERS = listed("her his their sa son ses su sus")
_COPULA = listed("is was est es na")
# Words that follow a name and make it that of a law, a fund or a house, not of somebody here.
_INSTITUTIONS = listed("foundation trust centre center house law laws act inquiry enquiry report review model cycle scale method competence guidelines guideline hospital "
    "school college university street road avenue institute association society fund charity nirvana associates college test principles day")
# Names of colleagues are what an order about check-ins is made of: weak signs don't count there.
_ORDER = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|hi|hello|hey|ok|merci de|por favor|من فضلك)[ ,]+)*(?:remind|schedule|book|move|cancel|reschedule|snooze|postpone|"
    r"set|add|change|pause|resume|swap|shift|push|skip|plan|rappel|annul|deplac|reserv|programm|report|recuerd|agend|cancel|muev|pospon|program|reprogram|"
    r"ذكرني|الغ|اجل|احجز|انقل|حدد)"
    r"|remind me|(?:meeting|appointment) with|check-? ?ins?\b|one[ -](?:to|2)[ -]one|1[:-]1|121|supervision (?:with|avec)|supervision con|catch[ -]?up|on leave|en conge|اشراف مع|موعد مع"
)
# Days and hours: where they stand, a name alone may be a colleague's in an order that says no more ("Amina Tuesdays 10").
_WHEN = re.compile(
    r"(?<!\w)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|weekly|fortnightly|monthly|daily|biweekly|every|each|lundi|mardi|mercredi|"
    r"jeudi|vendredi|samedi|dimanche|demain|chaque|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|cada|quincenal|semanal|"
    r"(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)|غدا|كل|\d{1,2} ?(?:am|pm)|\d{1,2}[:h]\d{2})(?!\w)"
)
# Arabic names that describe, so that "the child is happy" is no name.
_DESCRIBING = listed("جميل جميله سعيد سعيده امين امينه كريم كريمه صالح صالحه حسن رحيم سليم سليمه وحيد حكيم عزيز عزيزه شريف نبيل وسيم عادل راشد سالم صابر شاكر غالي "
    "منير هادي كامل نادر حر خير حبيب حبيبه علي مي حازم ورد عدي شهد فرح نجاح امان رجاء وعد")
_PARENTS = listed("والده والد ام ابو")  # before a noun without an article these have an owner: "the mother of"
_ENDINGS = ("ing", "ed", "ly", "ion", "ness", "ment", "ais", "ait", "ant", "ando", "endo", "aba", "cion")


def _skeleton(word: str) -> str:
    """First letter and consonants, in any order: equal for a word and most of its misspellings."""
    return word[0] + "".join(sorted(set(word[1:]) - set("aeiouhy")))


_PEOPLE = frozenset(_skeleton(word) for word, flags in TABLE.items() if flags & (PERSON | TITLE) and word.isascii()) | frozenset(
    map(_skeleton, "police school family families council social everybody everyone nobody somebody someone people hospital headmaster".split())
)


def find(view: View, words: Sequence[Word]) -> None:
    """Take every name that has a sign beside it."""
    around = _Around(view, words)
    at = 0
    while at < len(words):
        span = around.name_at(at)
        if span is None:
            at += 1
            continue
        first, last = span
        view.take(words[first].start, words[last].end, "NAME")
        around.found = last
        at = last + 1


class _Around:
    """A text's words with what stands around them, looked up once."""

    def __init__(self, view: View, words: Sequence[Word]) -> None:
        self.lower = view.lower
        self.addresses = {start for start, _, kind in view.taken if kind in ("ADDRESS", "SCHOOL_OR_PLACE", "")}
        self.plain = view.plain
        self.words = words
        self.introduced = {match.end() for match in _INTRODUCED.finditer(self.lower)}
        self.called = {match.end() for match in _CALLED.finditer(self.lower)}
        self.found = -9  # the last word of the name found last
        self._order: bool | None = None

    def name_at(self, at: int) -> tuple[int, int] | None:
        """First and last word of the name that begins at a word, or None."""
        word = self.words[at]
        if word.flags & PARTICLE and not word.flags & (NAMED | SOFT):
            return self._particle(at)
        if word.flags & EVERYDAY and not word.flags & (NAMED | SOFT):
            titled = word.titled and at > 0 and self.words[at - 1].lower in _FIRM_TITLES and word.before in (" ", ". ")
            return (at, self._end(at, False)) if titled and not word.flags & (PERSON | TITLE) else None
        if word.flags & PERSON and (word.opens or not word.titled):
            return None  # niña, which folds to Nina
        if len(word.lower) < 2 or word.lower[0].isdigit():
            return None
        if self._is_introduced(at) or self._has_title(at):
            return at, self._end(at, True)
        last = self._end(at, bool(at and self.words[at - 1].flags & PERSON and word.before == " "))
        if self._has_family(at, last) or self._has_age(at, last) or self._behind_person(at, last):
            return at, last
        if self._has_weak_sign(at, last) and not self.order:
            return at, last
        return None

    @property
    def order(self) -> bool:
        """Whether the text is about check-ins of colleagues."""
        if self._order is None:
            self._order = _ORDER.search(self.lower) is not None
        return self._order

    def _next(self, at: int) -> Word | None:
        return self.words[at + 1] if at + 1 < len(self.words) else None

    def _is_new(self, word: Word) -> bool:
        """Known to no list."""
        return not word.flags and word.lower.isascii() == word.lower[0].isascii() and len(word.lower) > 1

    def _end(self, at: int, small: bool) -> int:
        """The last word of a name. `small`: one unknown word without a capital may belong to it, as people type on phones."""
        last = at
        words = self.words
        while last + 1 < len(words) and last - at + 1 < _MOST and not words[last].owner:
            word = words[last + 1]
            initial = len(words[last].lower) == 1
            if word.before not in ((" ", "-", ". ", ".") if initial else (" ", "-")):
                break
            beyond = words[last + 2] if last + 2 < len(words) else None
            if word.flags & PARTICLE and not word.flags & NAMED and beyond is not None and beyond.before in (" ", "-", "-"):
                if (beyond.titled and not beyond.flags & EVERYDAY) or (beyond.flags & NAMED and word.lower not in ("la", "le", "los", "las")):
                    last += 2
                    continue
                if beyond.flags & PARTICLE and last + 3 < len(words) and words[last + 3].titled and not words[last + 3].flags & EVERYDAY:
                    last += 3
                    continue
                break
            if word.titled and not word.flags & EVERYDAY and word.lower != "i":
                last += 1
            elif word.flags & NAMED:
                last += 1
            elif small and last == at and self._may_be_surname(words[at], word):
                last += 1
            else:
                break
        return last

    def _may_be_surname(self, given: Word, word: Word) -> bool:
        if given.titled or word.flags or len(word.lower) < 3 or not word.lower.isalpha():
            return False
        if not word.lower.isascii():
            return word.lower.startswith("ال")
        return not word.lower.endswith(_ENDINGS)

    def _particle(self, at: int) -> tuple[int, int] | None:
        """Ms Van der Berg; السيد أبو شقرا."""
        word = self.words[at]
        titled = at > 0 and self.words[at - 1].flags & TITLE and word.before in (" ", ". ")
        beyond = self._next(at)
        if not (titled or word.start in self.introduced) or beyond is None or beyond.before not in (" ", "-"):
            return None
        if beyond.flags & PARTICLE:
            third = self._next(at + 1)
            return (at, at + 2) if third is not None and third.titled else None
        return (at, self._end(at + 1, False)) if not beyond.flags & EVERYDAY else None

    def _is_introduced(self, at: int) -> bool:
        word = self.words[at]
        if word.start in self.introduced:
            return not word.flags & EVERYDAY and (bool(word.flags) or word.titled or len(word.lower) > 2)
        if word.start not in self.called:
            return False
        if word.flags & NAMED or (word.titled and not word.opens):
            return True
        return self._is_new(word) and self._age(at) is not None

    def _has_title(self, at: int) -> bool:
        word = self.words[at]
        if not at or not self.words[at - 1].flags & TITLE or word.before not in (" ", ". "):
            return False
        title = self.words[at - 1]
        if title.lower == "m":
            return word.titled and word.before == ". " and self.plain[title.start] == "M"
        if word.flags & NAMED or word.titled:
            return True
        if word.flags & SOFT:
            return title.lower in _FIRM_TITLES
        return self._is_new(word) and title.lower != "miss" and (word.lower.isalpha() or "-" in word.lower)

    def _has_family(self, at: int, last: int) -> bool:
        """The Bello family; famille Ouédraogo; the MacLeods."""
        word, behind = self.words[at], self._next(last)
        before = self.words[at - 1] if at else None
        told = bool(word.flags & NAMED) or (word.titled and not word.opens and bool(word.flags & SOFT or not word.flags))
        if before is not None and before.lower in _FAMILY_FIRST and word.before == " ":
            return told or (not word.lower.isascii() and not word.flags and word.lower.startswith("ال"))
        if behind is None or behind.before != " " or behind.lower not in _FAMILIES:
            return before is not None and before.lower == "the" and word.titled and bool(TABLE.get(word.lower.rstrip("s"), 0) & SURNAME)
        if behind.lower not in ("family", "families", "household"):
            return bool(word.flags & NAMED) and not self.order
        return told or (self._is_new(word) and word.lower.isascii() and before is not None and before.lower == "the" and len(word.lower) > 3)

    def _age(self, last: int) -> re.Match[str] | None:
        return _AGE.match(self.lower, self.words[last].end) if not self.words[last].owner else None

    def _has_age(self, at: int, last: int) -> bool:
        """Amina, 9 years; halima 12; Kofi (14); 14yo Sade. A bare number is enough for a known name only."""
        word = self.words[at]
        if word.flags & NAMED and self._follows_age(at):
            return True
        if word.titled and not word.opens and self._follows_age(at):
            return True
        age = self._age(last)
        if age is None:
            return False
        after = self.lower[age.end() : age.end() + 1]
        linked = "," in age["link"] or "(" in age["link"]
        firm = bool(age["unit"] or age["aged"] or "(" in age["link"] or (linked and after in ("", ",", ".", ";", ")", "\n")))
        if word.flags & NAMED:
            return firm or bool(age["n"]) or " is " in age["link"] or linked
        if word.flags & SOFT:
            return firm and (word.titled or linked or not word.lower.isascii() or bool(age["unit"]))
        if word.titled:
            return firm and (linked or not word.opens)
        if not word.lower.isalpha() or word.flags or not word.lower.isascii() or len(word.lower) < 4 or _skeleton(word.lower) in _PEOPLE:
            return False
        behind_person = at > 0 and bool(self.words[at - 1].flags & PERSON) and word.before == " "
        return behind_person or (firm and last == at and (word.opens or word.before.strip() in (",", "-", "(")))

    def _follows_age(self, at: int) -> bool:
        if at < 1 or self.words[at].before not in (" ", ", ", " - ", " ("):
            return False
        lead = self.words[at - 1].lower
        if _AGED.fullmatch(lead):
            return True
        back = self.words[max(0, at - 4) : at - 1]
        return lead in _BEFORE_AGE and any(word.lower[0].isdigit() for word in back)

    def _behind_person(self, at: int, last: int) -> bool:
        """My client John Smith; uncle musa; the mother, Rehema; the girl is Mercy Wambui; la maman de Fatou."""
        if not at:
            return False
        word, lead = self.words[at], self.words[at - 1]
        if lead.owner and not (word.titled and lead.flags & PERSON and not word.flags & EVERYDAY):
            return False  # "her uncle's house"; but "the wee boy's Struan"
        new = word.titled and not word.opens
        if lead.flags & PERSON and word.before == " ":
            if word.flags & NAMED:
                return True
            if word.flags & SOFT and not word.lower.isascii():
                return lead.lower in _PARENTS or (lead.lower.startswith("ال") and word.lower not in _DESCRIBING)
            return new
        if lead.flags & PERSON and word.before.strip() in (",", ":", "(", "-", '"', ", "):
            behind = self._next(last)
            closed = behind is not None and behind.before[:1] in (",", ")", '"')
            return bool(word.flags & NAMED) or (word.titled and (last > at or closed))
        further = self.words[at - 2] if at > 1 else None
        if further is None or word.before != " ":
            return False
        if lead.lower in _COPULA and further.flags & PERSON and lead.before == " ":
            return bool(word.flags & GIVEN) or (word.titled and last > at)
        return bool(lead.flags & OF and further.flags & PERSON) and (bool(word.flags & NAMED) or new)

    def _has_weak_sign(self, at: int, last: int) -> bool:
        """Signs that make a known name one of somebody, and an unknown one only with a capital and a person's doing."""
        word, behind = self.words[at], self._next(last)
        lead = self.words[at - 1] if at and word.before == " " else None
        known = bool(word.flags & NAMED)
        new = word.titled and not word.opens and not word.flags & EVERYDAY
        if behind is not None and behind.lower in _INSTITUTIONS and behind.before == " ":
            return False
        if self._has_detail(at, last, known or new):
            return True
        if self.words[last].owner:
            person = behind is not None and bool(behind.flags & PERSON or behind.lower in ("family", "house", "home", "case", "file", "school"))
            return known or (person and self._is_told(at))
        if behind is not None and behind.before == " ":
            if known and behind.flags & SAYS:
                return True
            if (word.titled or self._is_new(word)) and (behind.lower in _DOES or behind.lower.replace("'", "") in _NOT) and self._is_told(at):
                return True
            if known and behind.lower in _AND:
                other = self._next(last + 1)
                return other is not None and bool(other.flags & NAMED or other.lower in _HERS)
            if behind.flags & PERSON and TABLE.get(word.lower.removesuffix("s"), 0) & GIVEN and word.lower.endswith("s") and not word.flags:
                return True
        if lead is not None:
            if known and (lead.flags & ABOUT or (lead.lower == "is" and at > 1 and self.words[at - 2].lower == "this")):
                return True
            if known and lead.lower in _AND and at > 1 and bool(self.words[at - 2].flags & NAMED):
                return True
            if new and (lead.lower in _DONE_TO or (lead.lower in _BY and last > at)):
                return True
        if at and self.found == at - 2 and self.words[at - 1].lower in _AND and (known or new):
            return True
        if last > at and self._two_names(at):
            return True
        return bool(word.flags & GIVEN) and word.titled and _WHEN.search(self.lower) is None

    def _is_told(self, at: int) -> bool:
        """A word that no list knows stands where a person would, and isn't just another one misspelt ("techer says")."""
        word = self.words[at]
        if word.flags & EVERYDAY or not word.lower.isascii() or len(word.lower) < 4:
            return False
        if word.titled:
            return not word.opens or not (_skeleton(word.lower) in _PEOPLE or word.lower.endswith(_ENDINGS))
        return not word.flags and word.opens and word.lower.isalpha() and _skeleton(word.lower) not in _PEOPLE

    def _has_detail(self, at: int, last: int, told: bool) -> bool:
        """A telephone, a date of birth or another detail stands next to it."""
        word, behind = self.words[at], self._next(last)
        end = self.words[last].end
        if behind is not None and behind.lower in _BORN and behind.before in (" ", ", ", " ("):
            return told or bool(word.flags & SOFT)
        if TAKEN not in self.lower:
            return False
        follows = _DETAIL_FOLLOWS.match(self.lower, end)
        if follows and (bool(word.flags & NAMED) or (told and follows.end() - 1 not in self.addresses)):
            return True
        return bool(word.flags & NAMED) and word.before.startswith(TAKEN) and word.before.strip(TAKEN + " :,-(") == ""

    def _two_names(self, at: int) -> bool:
        """John Smith; Amina Bello; two known ones without capitals too."""
        first, second = self.words[at], self.words[at + 1]
        if first.flags & GIVEN:
            return second.titled or bool(second.flags & NAMED)
        if not first.lower.isascii():
            return bool(first.flags & SOFT and second.flags & SURNAME)
        if first.titled and not first.flags and second.titled and second.flags & NAMED:
            return not first.opens or len(first.lower) > 4
        if first.flags & SOFT and first.titled and second.titled:
            return not first.opens or bool(second.flags & NAMED)
        return bool(first.flags & SURNAME and second.flags & GIVEN)
