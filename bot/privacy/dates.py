"""Dates of birth: a full date beside a word of birth. Other dates are only hidden, so that no rule takes them for a telephone."""

from __future__ import annotations

import re
from bisect import bisect_right

from bot.privacy.view import View, fold, listed

_MONTHS = listed(
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sept sep oct nov dec",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic",
    "يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "شباط آذار نيسان أيار حزيران تموز آب أيلول جانفي فيفري أفريل ماي جوان جويلية أوت",
)
_TWO_WORDS = fold("كانون الأول|كانون الثاني|تشرين الأول|تشرين الثاني")
_MONTH = f"(?:{_TWO_WORDS}|{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_IN_DIGITS = re.compile(
    r"(?<![\d/.\-])(?:(?P<d>\d{1,2})(?P<s>[/.\-])(?P<m>\d{1,2})(?P=s)(?:\d{4}|\d{2})"
    r"|\d{4}(?P<t>[/.\-])(?P<m2>\d{1,2})(?P=t)(?P<d2>\d{1,2}))(?![\d/]|[.\-]\d)"
)
_IN_WORDS = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th|er|º)?[ -](?:of |de |d')?{_MONTH}\b\.?,?"
    r"(?P<year>[ -](?:de |del )?(?:\d{4}|'?\d{2})(?![\d:]))?"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d|[:.]\d)(?P<after>,? \d{{4}}(?!\d))?)"
)
_BARE = re.compile(r"(?<!\d)(?:\d{1,2} \d{1,2} (?:19|20)\d{2}|[0-3]\d[01]\d(?:19|20)\d{2})(?!\d)")  # 03 04 2014, 03042014
_BIRTH = re.compile(
    r"(?<!\w)(?:d\.? ?o\.? ?b\b|date of birth|birth ?date|birth ?day|b-?day|born|ne\b|nee\b|naissance|anniversaire|"
    r"nacid[oa]|nacio|nacimiento|fecha (?:de )?nac|f\.? ?nac|fdn|cumple(?:anos)?|"
    r"و?مواليد|الميلاد|الولاده|ميلاده?ا?|ولدت?|و?مولوده?)"
)
_BIRTH_BEHIND = re.compile(r"[ ,(]{0,3}(?:is |was |est |es )?\(?(?:dob|d\.o\.b|birth|born|(?:his|her|their) birth)")
_DIRECTLY = re.compile(r"(?:[ :=,.\-'(]|on|is|was|the|in|le|el|dia|fue|est|في|يوم|بتاريخ|هو|عام|his|her)*")
_REACH = 24  # characters from the end of a word of birth to the date
_STOPS = re.compile(r"[\d;!?\n]")


def find(view: View) -> None:
    """Take dates of birth and hide the other full dates."""
    text = view.lower
    births = [match.end() for match in _BIRTH.finditer(text)]
    for match in _IN_DIGITS.finditer(text):
        if _can_be(match):
            view.take(*match.span(), "DATE_OF_BIRTH" if _born(text, births, match.span(), True) else "")
    for match in _IN_WORDS.finditer(text):
        whole = bool(match["year"] or match["after"])
        born = _born(text, births, match.span(), whole)
        if born or whole:
            view.take(*match.span(), "DATE_OF_BIRTH" if born else "")
    for match in _BARE.finditer(text) if births else ():
        if _born(text, births, match.span(), True):
            view.take(*match.span(), "DATE_OF_BIRTH")


def _can_be(match: re.Match[str]) -> bool:
    low, high = sorted((int(match["d"] or match["d2"]), int(match["m"] or match["m2"])))
    return 1 <= low <= 12 and high <= 31


def _born(text: str, births: list[int], span: tuple[int, int], whole: bool) -> bool:
    """A word of birth shortly before or right behind; a day without its year must follow it directly ("birthday is 3 May")."""
    start, end = span
    nearest = bisect_right(births, start)
    if nearest and start - births[nearest - 1] <= _REACH:
        gap = text[births[nearest - 1] : start]
        if not _STOPS.search(gap) and (_DIRECTLY.fullmatch(gap) or (whole and "," not in gap)):
            return True
    return whole and _BIRTH_BEHIND.match(text, end) is not None
