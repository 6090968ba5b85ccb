"""What somebody who looks for a service says: names, numbers, places, and what kind of help. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.services.model import Audience, Directory, Kind, Way
from bot.services.places import Gazetteer
from bot.services.wording import Finding
from intents.names import Named, NameIndex, words_of
from intents.text import fold

NAMED = 0.6
"""Least share of a service's name that has to stand in the text."""
_WORDING = 0.85
_SAME = 2
"""Services at most that a shortened name may mean."""
_SHORTEST_SLIP = 6
"""A place or a word of asking that is written with a slip has at least so many letters: "mail" isn't Mali."""
_WRITTEN_ON = 0.965
"""A name with no more than a preposition written onto it has at least this score; a slip takes more."""
_DIGITS = re.compile(r"(?<![\w.,])\+?\d[\d ().\-/]*\d(?!\w|,\d)")
_AGE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:years?|yrs?|yo\b|y/o|ans\b|anos\b|سنه|سنوات|عام|اعوام)")


@dataclass(frozen=True)
class Enquiry:
    """One question for a service.

    `asks` is whether it plainly asks for a number or a service, `identifies` whether it asks what a number is. `named` are ids of
    services with the share of the name that was found, `missing` positions in the directory's gaps, `numbers` ids of services
    with the number in the text, `digits` that number. `places` are the area codes that are named, finest first; `unclear` those
    among which it can't be told ("Perth"). `silent`: can't speak aloud. `length` is the number
    of words, `bare` the share of them that say nothing else.
    """

    asks: bool = False
    identifies: bool = False
    named: tuple[tuple[str, float], ...] = ()
    missing: tuple[int, ...] = ()
    digits: str = ""
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    audiences: tuple[Audience, ...] = ()
    topics: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    languages: tuple[str, ...] = ()
    silent: bool = False
    open_now: bool = False
    free: bool = False
    age: int | None = None
    words: tuple[str, ...] = ()
    length: int = 0
    bare: float = 0.0

    def codes(self) -> tuple[str, ...]:
        """What is asked for without a word of the question: kept while the bot asks back where somebody is."""
        named = [f"s.{i}" for i, score in self.named if score >= NAMED][:6]
        lists = (("k", self.kinds), ("a", self.audiences), ("t", self.topics[:6]), ("w", self.ways), ("l", self.languages))
        flags = [name for name in _FLAGS if getattr(self, name)]
        return (*named, *(f"{mark}.{value}" for mark, values in lists for value in values), *flags)

    @classmethod
    def of_codes(cls, codes: Iterable[str]) -> Enquiry:
        """What `codes` gave, as far as it is still known."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            mark, dot, value = code.partition(".")
            found[mark if dot else "flag"].append(value if dot else mark)
        flags = {name: True for name in _FLAGS if name in found["flag"]}
        return cls(
            named=tuple((i, 1.0) for i in found["s"]), kinds=tuple(found["k"]), audiences=tuple(found["a"]),  # type: ignore[arg-type]
            topics=tuple(found["t"]), ways=tuple(found["w"]), languages=tuple(found["l"]), **flags,  # type: ignore[arg-type]
        )  # fmt: skip


_FLAGS = ("asks", "silent", "open_now", "free")


@dataclass(frozen=True)
class Reader:
    """Reads enquiries. Immutable, made once for a directory."""

    index: NameIndex = field(repr=False)
    dialled: Mapping[str, tuple[str, ...]] = field(repr=False)
    places: Gazetteer = field(repr=False)
    skip: frozenset[str] = frozenset()

    @classmethod
    def of(cls, directory: Directory, places: Gazetteer, finding: Mapping[str, Finding]) -> Reader:
        """For a directory, its gazetteer, and the words of asking in every language."""
        names: list[tuple[str, str]] = []
        shorter: dict[str, set[str]] = defaultdict(set)
        for service in directory.services.values():
            for name in (service.name, *service.alternates):
                names.append((f"s:{service.id}", name))
                for form in _shorter(name):
                    shorter[form].add(f"s:{service.id}")
        # What is left of many names is a word for all such services ("Hotline (...)"), and the name of none.
        names += [(key, form) for form, keys in shorter.items() if len(keys) <= _SAME for key in sorted(keys)]
        names += [(f"m:{n}", gap.name) for n, gap in enumerate(directory.gaps)]
        for place in places.places.values():
            spellings = [*place.names.values(), *place.also, *(s for town in place.towns for s in town)]
            names += [(f"p:{place.code}", spelling) for spelling in spellings]
        for found in finding.values():
            names += [(f"w:{key}", phrase) for key, phrases in found.words.items() if key != "skip" for phrase in phrases]
        skip = frozenset(w for found in finding.values() for phrase in found.words.get("skip", ()) for w in words_of(phrase))
        return cls(NameIndex.of(names), _numbers(directory), places, skip)

    def read(self, text: str, country: str = "") -> Enquiry:
        """What a text asks for. `country` is the asker's, to tell towns of one name apart. Never raises for any string."""
        words = words_of(text)
        found = self.index.find(words, NAMED)
        wording = [n for n in found if n.key.startswith("w:") and n.key != "w:everyday" and _is_meant(n, _WORDING)]
        asks = any(n.key == "w:asks" and n.score >= 0.999 for n in wording)
        places = _longest(n for n in found if n.key.startswith("p:") and self._is_there(n, words, country, asks))
        here, unclear = self._resolved(places, country)
        keys = [n.key[2:] for n in wording]
        named: dict[str, float] = {}
        whole = [n for n in found if n.key.startswith("s:") and n.score >= 0.97]
        for n in found:
            if n.key.startswith("s:") and not _within(n, places) and _is_name(n) and not _inside(n, whole):
                named[n.key[2:]] = max(n.score, named.get(n.key[2:], 0.0))
        digits, numbers = self._dialled(text)
        used = {i for n in (*places, *wording) for i in range(n.start, n.end + 1)}
        best = [n for n in found if n.key.startswith("s:") and n.score >= 0.85]
        used |= {i for n in best for i in range(n.start, n.end + 1)}
        rest = [w for i, w in enumerate(words) if i not in used and w not in self.skip and not w.isdigit()]
        elsewhere = {i for p in places for i in range(p.start, p.end + 1)}
        age = _AGE.search(fold(text))
        return Enquiry(
            asks=asks, identifies="number_is" in keys,
            named=tuple(named.items()), missing=tuple(int(n.key[2:]) for n in found if n.key.startswith("m:") and n.score >= 0.8),
            digits=digits, numbers=numbers, places=here, unclear=unclear,
            kinds=_after("kind.", keys), audiences=_for_whom(keys), topics=_after("topic.", keys),  # type: ignore[arg-type]
            ways=_after("way.", keys), languages=_after("languages.", keys),  # type: ignore[arg-type]
            silent="silent" in keys, open_now="open_now" in keys, free="free" in keys, age=int(age[1]) if age else None,
            words=tuple(w for i, w in enumerate(words) if i not in elsewhere and w not in self.skip),
            length=len(words), bare=1 - len(rest) / len(words) if words else 0.0,
        )  # fmt: skip

    def _is_there(self, named: Named, words: Sequence[str], country: str, asks: bool) -> bool:
        """Whether a place is really named: whole; with its article where it has one ("شوف" isn't the Chouf); with a slip only
        where somebody asks for a number, or for a place of their own country."""
        if not _is_meant(named, 0.97):
            return False
        articles = sum(word.startswith("ال") for word in _listed(named.phrase))
        said = sum("ال" in word[:4] or word.startswith("لل") for word in words[named.start : named.end + 1])
        if said < articles:
            return False
        home = country.partition("-")[0]
        return named.score >= 0.95 or asks or bool(home and self.places.covers(home, named.key[2:]))

    def _resolved(self, found: Sequence[Named], country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The areas that are meant, finest first, and those among which nobody can tell."""
        spans: dict[tuple[int, int], list[str]] = defaultdict(list)
        for one in found:
            spans[one.start, one.end].append(one.key[2:])
        home = country.partition("-")[0]
        others = {code for codes in spans.values() if len(codes) == 1 for code in codes}
        sure: list[str] = []
        unclear: list[str] = []
        for codes in map(list, map(dict.fromkeys, spans.values())):
            inner = [c for c in codes if not any(c != o and self.places.covers(c, o) for o in codes)]
            near = [c for c in inner if any(o not in codes and self.places.covers(o, c) for o in others)]
            near = near or [c for c in inner if home and self.places.covers(home, c)]
            near = near or inner
            (sure if len(near) == 1 else unclear).extend(near)
        # Of two places in one question the last one is meant ("he moved from Homs, who helps in Amman").
        said = list(dict.fromkeys(reversed(sure)))
        fine = [c for c in said if not any(c != o and self.places.covers(c, o) for o in said)]
        return tuple(fine), tuple(dict.fromkeys(unclear)) if not fine else ()

    def _dialled(self, text: str) -> tuple[str, tuple[str, ...]]:
        for match in _DIGITS.finditer(fold(text)):
            digits = re.sub(r"\D", "", match[0])
            for form in (digits, digits.removeprefix("00"), digits.lstrip("0")):
                if len(form) >= 2 and form in self.dialled:
                    return digits, self.dialled[form]
            if len(digits) >= 5:
                return digits, ()
        return "", ()


def _shorter(name: str) -> Iterator[str]:
    """A name without what stands in brackets, and without a number before or after at least two words."""
    plain = re.sub(r"\([^)]*\)", " ", name).strip()
    if plain != name:
        yield plain
    words = re.sub(r"^\d[\d ]*(?=\s)|(?<=\s)\d[\d ]*$", "", plain).strip()
    if words != plain and sum(len(word) > 1 for word in words_of(words)) > 1:
        yield words


def _numbers(directory: Directory) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for service in directory.services.values():
        for contact in service.contacts:
            if contact.way not in ("phone", "text", "whatsapp", "relay"):
                continue
            shown = re.sub(r"\D", "", contact.shown)
            dial = re.sub(r"\D", "", contact.dial)
            for form in {shown, shown.lstrip("0"), dial}:
                if 2 <= len(form) <= 15 and service.id not in found[form]:
                    found[form].append(service.id)
    return {form: tuple(ids) for form, ids in found.items()}


@lru_cache(maxsize=1 << 16)
def _listed(phrase: str) -> tuple[str, ...]:
    """The words of a name; the same names are met again and again."""
    return tuple(words_of(phrase))


def _is_meant(named: Named, least: float) -> bool:
    """Whether a place or a word of asking really stands there: whole, its words together, a slip only in a long word."""
    if named.score >= 0.999:
        return named.end - named.start + 1 == len(_listed(named.phrase)) or named.end == named.start
    if named.score >= _WRITTEN_ON and "\u0600" <= named.phrase[:1] <= "\u06ff":
        # "In Tunis" is one word in Arabic, however short the town's name is.
        return named.end - named.start + 1 == len(_listed(named.phrase))
    long = all(len(word) >= _SHORTEST_SLIP for word in _listed(named.phrase))
    return long and named.score >= min(least, 0.85) and named.end - named.start + 1 <= len(_listed(named.phrase))


def _inside(named: Named, others: Sequence[Named]) -> bool:
    """Whether a name is only part of a longer one that is there whole: "Child Helpline" of "Child Helpline International"."""
    return any(
        o.key != named.key and o.start <= named.start and named.end <= o.end and o.end - o.start > named.end - named.start
        for o in others
    )


def _is_name(named: Named) -> bool:
    """Whether a service's name is rather meant than an everyday word that looks like it: "once" isn't ONDE."""
    words = _listed(named.phrase)
    return named.score >= 0.95 or len(words) > 1 or len(words[0]) >= _SHORTEST_SLIP


def _longest(found: Iterable[Named]) -> list[Named]:
    """Of names that overlap the longest and surest, with all others of the very same words."""
    kept: list[Named] = []
    for one in sorted(found, key=lambda n: (-(n.end - n.start), -n.score)):
        if all(
            one.end < k.start or one.start > k.end or (one.start, one.end, one.score) == (k.start, k.end, k.score) for k in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda n: n.start)


def _within(named: Named, places: Sequence[Named]) -> bool:
    """A service's name of which only the town is there isn't named."""
    return any(p.start <= named.start and named.end <= p.end for p in places) and named.score < 0.999


def _for_whom(keys: Sequence[str]) -> tuple[Audience, ...]:
    """A professional who names a child asks for themselves."""
    found = _after("audience.", keys)
    return ("practitioner",) if "practitioner" in found else found  # type: ignore[return-value]


def _after(prefix: str, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key[len(prefix) :] for key in keys if key.startswith(prefix)))
