"""Numbers of cases and papers, and telephones: each run of digits is judged once, by its shape and the words beside it."""

from __future__ import annotations

import re

from bot.privacy.view import View, listed

# Words before the number of a paper (four digits are enough) and of a case (which needs "no", or four digits that are no year).
_PAPER = (
    r"nin|bvn|alien|nid|dni|nie|nif|curp|nhs|chi|ssn|nino|cni|cnib|aadhaar|niss|unhcr|progres|cedula|passport|passeport|pasaporte|"
    r"national id|id card|identity card|birth certificate|ration card|ni number|social security|insurance|identifiant|identite|"
    r"identidad|identificacion|matricule|matricula|licen[cs]e|plate|account|acct|registration|reg|huduma|ghana card|voters? card|"
    r"هويه|الهويه|جواز سفر|جواز السفر|جوازه?ا?|الرقم الوطني|الرقم القومي|رقم وطني|البطاقه|بطاقه|القيد"
)
_CASE = (
    r"case|file|ref|reference|client|refugee|household|asylum|beneficiary|dossier|expediente|caso|radicado|ficha|id|folio|"
    r"القضيه|قضيه|الملف|ملف|الحاله|المرجع"
)
_MARK = r"(?P<mark>(?: ?(?:no|number|num|nr|nro|n|numero|code|codigo|id|ref|card|رقم)\b[.°º]?| ?[#°]){0,2})"
_LINK = r"[ :=.]{0,3}(?:is |est |es )?"
_WRITTEN = r"(?=[a-z]{0,4}\d)[a-z0-9]{1,24}(?:[-/.][a-z0-9]{1,12}){0,4}(?![a-z0-9])"
_SPACED = r"(?:[a-z]{1,2} ?)?\d{1,5}(?: \d{2,5}){1,5}(?!\d)"
_BY_PAPER = re.compile(rf"(?<!\w)(?:{_PAPER}){_MARK}{_LINK}(?P<id>{_SPACED}|{_WRITTEN})")
_BY_CASE = re.compile(rf"(?<!\w)(?:{_CASE}){_MARK}{_LINK}(?P<id>{_WRITTEN})")
_CODE = re.compile(r"(?<![\w/.\-])(?P<head>[a-z]{1,6})(?:[-/][a-z0-9]{1,9}){0,3}[-/]\d{1,9}[a-z]?(?![\w]|[-/]\w)")
_NATIONAL_INSURANCE = re.compile(r"(?<!\w)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?!\w)")
_MIXED = re.compile(r"(?<![\w.,])(?=[a-z]*\d)[a-z0-9]{8,}+(?!\w)")
# What looks like a code and is a resolution, a standard, a telephone or a person.
_NOT_CODES = listed(
    "unscr res resolution iso sdg sdgs icd covid tel ph phone mob mobile fax cell whatsapp mum mom dad rule act art"
)

_RUN = re.compile(r"(?<!\w)(?<!\d[.,:/\-])[+(]{0,2}(?:\d{20,}+|\d(?:[ ().\-/]{0,2}\d){5,40}+)(?!\d|[.,:/]\d)")
_PHONE_WORD = re.compile(
    r"(?:call|ring|rang|phone|fone|tel\b|mobile|cell|number|\bno\b|text|whatsapp|watsap|\bline\b|reach|contact|sms|dial|appel|"
    r"joindre|numero|portable|llam|celular|telefono|movil|fijo|marcar|رقم|هاتف|جوال|موبايل|تلفون|اتصل|واتس|كلم)"
)
_REACH = 28  # characters before a number in which a word tells what it is
# Free numbers belong to organisations: 0800, 0300, 0808 80x in the United Kingdom, 1-800 in North America, 116 xxx in Europe.
_FREE = re.compile(
    r"(?:\(?\+?44\)?|0044|0)[ (]*0?\)? ?(?:800|300|808[ -]?80\d|808[ -]?(?:2000|1000))|"
    r"1[ -]?(?:800|888|877|866)[ -]|0?116[ -]?\d{3}$"
)
_MONEY_BEFORE = re.compile(r"[$£€₦#]\s?$|(?:usd|ngn|kes|eur|gbp|naira|ksh|ugx|cop|fcfa|article|section|page)\s?$")
_MONEY_BEHIND = re.compile(
    r"\s?(?:%|(?:usd|ngn|kes|eur|gbp|naira|ksh|shillings|dollars|pounds|euros|francs?|fcfa|pesos|people|children|km)\b)"
)
# Groups of digits as telephones are written where they begin neither with 0 nor with +.
_SHAPES = {
    (3, 3, 4), (3, 3, 3), (3, 2, 2, 2), (2, 4, 4), (3, 4, 4), (2, 3, 2, 2), (1, 3, 3, 4), (3, 3, 2, 2), (4, 3, 3), (2, 3, 4),
    (3, 3, 3, 3),
}  # fmt: skip


def find(view: View) -> None:
    """Take codes and papers, then telephones from what they left."""
    _papers(view)
    for match in _RUN.finditer(view.lower):
        start, found = match.start(), match[0]
        if found.startswith("(") and ")" not in found:
            start, found = start + 1, found[1:]
        before = view.lower[max(0, match.start() - _REACH) : match.start()]
        kind = _kind(found, before, view.lower[match.end() : match.end() + 12])
        if kind:
            view.take(start, start + len(found), kind)


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def _years(text: str) -> bool:
    """One year, or from one to another: 2019-2021, 2024/25."""
    first, *rest = re.split(r"\D+", text)
    return _is_year(first) and all(_is_year(part) or (len(part) == 2 and len(rest) == 1) for part in rest)


def _papers(view: View) -> None:
    for match in _NATIONAL_INSURANCE.finditer(view.lower):
        view.take(*match.span(), "ID_NUMBER")
    for match in _BY_PAPER.finditer(view.lower):
        if _digits(match["id"]) >= 4 and not _years(match["id"]):
            view.take(*match.span("id"), "ID_NUMBER")
    for match in _BY_CASE.finditer(view.lower):
        number, least = match["id"], 3 if match["mark"] else 4
        if _digits(number) >= least and not _is_year(number) and (match["mark"] or not _years(number)):
            view.take(*match.span("id"), "ID_NUMBER")
    for match in _CODE.finditer(view.lower):
        if match["head"] not in _NOT_CODES and _is_code(match[0], view.plain[match.start() : match.start() + 2].isupper()):
            view.take(*match.span(), "ID_NUMBER")
    for match in _MIXED.finditer(view.lower):
        unit = match[0].lstrip("0123456789")
        amount = match[0][0].isdigit() and unit.isalpha() and len(unit) > 1 and _digits(match[0]) < 8
        if _digits(match[0]) >= 5 and unit and not amount:
            view.take(*match.span(), "ID_NUMBER")


def _is_code(text: str, capitals: bool) -> bool:
    parts = re.split(r"[-/]", text)
    enough = _digits(text) >= 5 or (_digits(text) == 4 and capitals)
    return enough and not (len(parts) == 2 and _years(parts[1]))


def _kind(run: str, before: str, behind: str) -> str:
    """What a run of digits is; "" for amounts, years, lists of ages, numbers of organisations."""
    groups = re.findall(r"\d+", run)
    sizes = tuple(map(len, groups))
    digits = sum(sizes)
    if all(map(_is_year, groups)) or _years(run) or _FREE.match(run):
        return ""
    if run.startswith(("+", "(+", "00")) and 8 <= digits <= 16:
        return "PHONE"
    if _MONEY_BEFORE.search(before) or _MONEY_BEHIND.match(behind) or (not run.lstrip("(").startswith("0") and _is_round(groups)):
        return ""
    told = _PHONE_WORD.search(before) is not None
    if run.lstrip("(").startswith("0") and digits <= 13:
        return "PHONE" if digits >= 9 or (digits >= 7 and (told or len(groups) == 1)) else ""
    if told and 7 <= digits <= 15 and max(sizes) >= 3:
        return "PHONE"
    if len(groups) == 1:
        if digits in (9, 10) and run[0] in "345679":
            return "PHONE"
        return "ID_NUMBER" if digits >= 8 else ""
    if sizes in _SHAPES or (sizes == (3, 4) and "-" in run):
        return "PHONE"
    return "ID_NUMBER" if digits >= 12 and min(sizes) >= 3 else ""


def _is_round(groups: list[str]) -> bool:
    """An amount: 1000000, 350 000."""
    return groups[-1].endswith("000") and all(len(group) == 3 for group in groups[1:])
