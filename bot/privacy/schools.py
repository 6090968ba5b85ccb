"""Named schools, clinics, camps and houses of worship: what tells where a child can be found."""

from __future__ import annotations

from bot.privacy.lexicon import EVERYDAY, KIND, KIND_FIRST, NAMED, PERSON, PLACE, SOFT, TITLE, Word
from bot.privacy.view import View, listed

_SIZES = frozenset(("little", "young", "old", "wee", "bright"))
_MOST = 5  # words of a name, left or right of its kind

# Words that say what sort of school it is, not which one.
_SORTS = listed(
    "school schools primary secondary high sunday summer public private government state general teaching health children",
    "childrens boarding special refugee idp transit junior senior medical family mental free church mission nursery",
    "district national community catholic day local the a my our her his their this that every girls boys idps grammar",
    "care youth women christian muslim islamic quranic koranic regional county central saturday primaire publique public",
    "prive privee elementaire maternelle coranique coraniques scolaire franco arabe catholique sante refugies deplaces",
    "municipal primaria primarias secundaria rural normal publica privada educativa infantil salud pueblo veredal",
    "regional sustituto refugiados حكوميه خاصه ابتدائيه ثانويه اعداديه قرانيه داخليه",
)
_PAIRED = {"centre", "center", "home"}  # kinds only behind one of these
_PAIRS = listed("health medical children childrens children's community youth family rescue remand")
_LINKS = listed("de du des d l la le les el los las del of the and et y")
_ARTICLES = listed("al el la le un une del du au a en")
_BEFORE = listed("at attends attend attending to in from of inside near")
_SAINTS = listed("st saint sainte ste san santa santo")
_LOOSE = listed(
    "centre site groupe complexe foyer hogar centro grupo مركز",
)  # kinds that need a name nobody could take for a word
_ARABIC_SORTS = listed("الابتدائية الثانوية الإعدادية الخاصة الكبير الجامعي الأساسية المختلطة التخصصي")


def find(view: View, words: list[Word]) -> None:
    """Take the whole name with its kind: "Oakbank Primary School", "école Sainte-Thérèse", "مدرسة الأمل"."""
    end = 0
    for at, word in enumerate(words):
        if word.start < end:
            continue
        span = None
        if word.flags & KIND or word.lower in _PAIRED:
            span = _before(words, at, end)
        if span is None and word.flags & KIND_FIRST:
            span = _behind(view, words, at)
        if span is None and word.lower in _SAINTS and word.titled:
            span = _saint(words, at)
        if span is not None:
            view.take(*span, "SCHOOL_OR_PLACE")
            end = span[1]


def _next_to(word: Word) -> bool:
    return word.before in (" ", "-", ". ")


def _before(words: list[Word], at: int, floor: int) -> tuple[int, int] | None:
    kind = words[at]
    if kind.lower in _PAIRED and not (at and words[at - 1].lower in _PAIRS):
        return None
    last = at
    while last + 1 < len(words) and last - at < _MOST and words[last + 1].before == " " and _goes_on(words[last + 1], kind):
        last += 1
    first = at
    while (
        first > 0
        and words[first - 1].start >= floor
        and at - first < _MOST
        and _next_to(words[first])
        and _is_part(words, first - 1)
    ):
        first -= 1
    while first < at and (words[first].lower in _SORTS or words[first].lower in _LINKS) and words[first].lower != "government":
        first += 1
    names = [word for word in words[first:at] if word.titled and word.lower not in _SORTS and word.lower not in _LINKS]
    if kind.titled and _beyond(words, last, kind):
        return words[first].start, words[last + 1].end
    if names and kind.titled:
        alone = len(names) == 1 and first == at - 1
        if alone and names[0].flags & EVERYDAY and (names[0].opens or kind.lower == "high"):
            return None
        return words[first].start, words[last].end
    if names and _is_told(names[-1], kind):
        return words[first].start, words[last].end
    return _typed_small(words, at, last)


def _goes_on(word: Word, kind: Word) -> bool:
    return (bool(word.flags & KIND) or word.lower in _PAIRED) and word.titled == kind.titled


def _is_part(words: list[Word], at: int) -> bool:
    word = words[at]
    if word.titled or word.lower in ("idp", "rc"):
        return not word.flags & (PERSON | TITLE) or word.lower in _SORTS or word.lower in _SIZES
    if word.lower not in ("of", "the", "and") or not at or word.before != " ":
        return False
    return words[at - 1].titled and (word.lower != "of" or bool(words[at - 1].flags & EVERYDAY))


def _beyond(words: list[Word], last: int, kind: Word) -> bool:
    """Government Secondary School Dawaki: the name comes last."""
    if last + 1 >= len(words) or kind.lower == "high":
        return False
    word = words[last + 1]
    return (
        word.titled
        and word.before == " "
        and (not word.flags or bool(word.flags & PLACE))
        and words[last].titled
        and not word.owner
    )


def _is_told(name: Word, kind: Word) -> bool:
    """A capital name before a kind in small letters: "Zaatari camp", but not "Kenyan school" or "Sunday school"."""
    if name.flags & PLACE:
        return kind.lower in ("camp", "settlement") and name.lower not in _SORTS
    return not name.flags & EVERYDAY and kind.lower != "high" and not (name.flags and name.opens)


def _typed_small(words: list[Word], at: int, last: int) -> tuple[int, int] | None:
    """Typed without capitals: "at greenfield primary", "st josephs academy"."""
    if at < 2 or words[at].titled or words[at].before != " ":
        return None
    name, lead = words[at - 1], words[at - 2]
    if name.before == " " and lead.lower in _SAINTS and not name.flags & (KIND | EVERYDAY):
        return lead.start, words[last].end
    if name.flags or len(name.lower) < 5 or not name.lower.isalpha() or name.lower in _SORTS or words[at].lower == "high":
        return None
    if name.before == " " and lead.lower in _BEFORE:
        return name.start, words[last].end
    return None


def _saint(words: list[Word], at: int) -> tuple[int, int] | None:
    """St Mary's, without its kind."""
    if at + 2 < len(words) and words[at + 2].flags & KIND and words[at + 2].before.endswith(" "):
        return None
    if at + 1 < len(words) and words[at + 1].titled and words[at + 1].owner and _next_to(words[at + 1]):
        return words[at].start, words[at + 1].end + 2
    return None


def _behind(view: View, words: list[Word], at: int) -> tuple[int, int] | None:
    kind = words[at]
    if "\u0620" <= kind.lower[0] <= "\u064a":
        return _behind_arabic(words, at)
    name = at + 1
    linked = False
    while name < len(words) and name - at < 4 and words[name].before in (" ", "'", " l'", " d'") and not words[name].titled:
        if words[name].lower not in _SORTS and words[name].lower not in _LINKS:
            break
        linked = linked or words[name].lower in _LINKS
        name += 1
    while name < len(words) and words[name].titled and words[name].lower in _SORTS and words[name].before == " ":
        name += 1
    if name >= len(words) or not words[name].before.startswith(" ") or words[name].before.strip("ld' "):
        return None
    first = words[name]
    elided = view.lower[max(0, kind.start - 1)] == "'" or (at > 0 and words[at - 1].lower in _ARTICLES)
    if kind.flags & KIND and not (linked or elided or kind.titled):
        return None  # "hospital", "camp" and "college" are English too, where the name comes first
    if not first.titled:
        return _behind_small(words, at, name)
    if first.flags & PLACE and kind.lower not in ("camp", "campamento"):
        return None
    if (kind.lower in _LOOSE or kind.titled or (linked and not elided)) and first.flags & EVERYDAY and not first.flags & PLACE:
        return None
    if kind.titled and kind.opens and first.flags:
        return None
    last = name
    while last + 1 < len(words) and last - name < _MOST:
        step = 1
        while (
            last + step < len(words)
            and step < 3
            and words[last + step].lower in _LINKS
            and words[last + step].before.strip() == ""
        ):
            step += 1
        if (
            last + step >= len(words)
            or not words[last + step].titled
            or words[last + step].before not in (" ", "-", " l'", " d'")
        ):
            break
        last += step
    return kind.start, words[last].end


def _behind_small(words: list[Word], at: int, name: int) -> tuple[int, int] | None:
    """Typed without capitals: "colegio san jose", "escuela simon bolivar"."""
    kind, first = words[at], words[name]
    if kind.lower in _LOOSE or name != at + 1:
        return None
    if first.lower.split("-")[0] in _SAINTS:
        more = "-" not in first.lower and name + 1 < len(words) and words[name + 1].before == " "
        return (kind.start, words[name + more].end) if more or "-" in first.lower else None
    if first.flags & NAMED:
        more = name + 1 < len(words) and words[name + 1].before == " " and not words[name + 1].flags & EVERYDAY
        return kind.start, words[name + more].end
    return None


def _behind_arabic(words: list[Word], at: int) -> tuple[int, int] | None:
    kind = words[at]
    if at + 1 >= len(words) or words[at + 1].before != " ":
        return None
    name = words[at + 1]
    descent = at + 2 < len(words) and words[at + 2].lower in ("بن", "بنت", "ابن", "ابي")
    known = name.lower.startswith("ال") or bool(name.flags & (NAMED | SOFT)) or kind.lower == "مخيم" or descent
    if not known or name.flags & EVERYDAY or name.lower in _SORTS:
        return None
    last = at + 1
    while last + 1 < len(words) and last - at < 3 and words[last + 1].before == " ":
        behind = words[last + 1]
        if not (
            behind.lower in _ARABIC_SORTS
            or (descent and last == at + 1)
            or (behind.lower.startswith("ال") and not behind.flags & EVERYDAY)
        ):
            break
        last += 1
    return kind.start, words[last].end
