"""Addresses: a number with a street, a flat, a plot or a tent, a postcode, a box."""

from __future__ import annotations

import re

from bot.privacy.lexicon import EVERYDAY, NAMED, PLACE, TABLE
from bot.privacy.view import View, listed

_WORD = r"[^\W\d_]+(?:['.-][^\W\d_]+)*\.?"
_CAPITAL = r"[A-Z][^\W\d_]*(?:['.-][^\W\d_]+)*\.?"
_UNIT = r"\d{1,4}[a-z]?(?![\w:]|[.,]\d)"
_HOUSE = r"(?<![\w.,:/#-])(?:\d{1,2}/\d{1,2},? )?(?:(?:no|number|house)\.? ?)?\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?,? "

_AREAS = (
    "ab|al|b|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|en|ex|fk|fy|g|gl|gu|gy|"
    "ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|"
    "pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze"
)
_POSTCODE = re.compile(rf"(?<!\w)(?:{_AREAS})\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{{2}}(?!\w)")

# Kinds of street that mean nothing else are enough; the others are everyday words and need capitals.
_STREET = re.compile(
    rf"{_HOUSE}(?P<words>{_WORD}(?: {_WORD}){{0,3}}?) "
    r"(?:street|str|road|rd|avenue|ave|crescent|cres|boulevard|blvd|terrace|expressway)\b"
    r"(?! (?:child|kid|boy|girl|famil|youth|vendor|accident))"
)
_STREET_TITLED = re.compile(
    rf"{_HOUSE.replace('no|number|house', '[Nn]o|[Nn]umber|[Hh]ouse')}{_CAPITAL}(?: {_CAPITAL}){{0,3}}? "
    r"(?:Close|Way|Place|Court|Drive|Square|Lane|Gardens?|Grove|Park|Row|Hill|View|Walk|Wynd|Estate|Quay|Mews|Brae|Gate|St|Dr|Ln|Ct|Highway)\b"
)
_RUE = re.compile(
    r"(?<![\w.,:/-])\d{1,4} ?(?:bis|ter)?,? (?:rue|avenue|av\.?|boulevard|bd\.?|allee|impasse|chemin|quai|place|passage)"
    rf" (?:de la |de l'|du |des |de |d')?{_WORD}(?: [A-Z]{_WORD}){{0,3}}",
    re.IGNORECASE,
)
_CALLE = re.compile(
    r"(?<!\w)(?:calle|cll?\.?|carrera|cra\.?|kra\.?|avenida|avda\.?|av\.|transversal|diagonal|pasaje|jiron|camino|paseo|plaza)"
    rf"(?: {_WORD}){{0,4}}?,? ?(?:#|n[°ºo]\.?|nro\.?|numero)? ?{_UNIT}"
    rf"(?:,? ?(?:#|-|n[°ºo]\.?|nro\.?|bis|sur|norte|piso|apto\.?|apartamento|dpto\.?|puerta) ?{_UNIT}){{0,3}}"
)
_DOOR = re.compile(
    r"(?<!\w)(?:flat|apartment|apt\.?|appartement|appt\.?|apto\.?|apartamento|departamento|dpto\.?|plot|villa|tent|tente|carpa|porte|manzana|"
    r"lote|(?:house|hse|room|door) ?(?:no\.?|number|#)|شقه|خيمه|عماره|بنايه|فيلا|كرفان|(?:بيت|منزل) رقم)"
    rf"(?: (?:no\.?|number|n[°º]|numero|رقم))? ?#?{_UNIT}"
    r"(?! (?:years?|yrs?|months?|weeks?|days?|times|children|kids|people|families|am|pm)\b)"
)
_BLOCK = re.compile(
    r"(?<!\w)(?:block|zone|sector|section|phase|bloc|bloque|blok|بلوك|قطاع) [^\W_]{1,3},? "
    rf"(?:tent|house|shelter|hse|plot|flat|room|block|bloc|no\.?|villa|tente|maison|casa|خيمه|كرفان) ?(?:no\.? ?|رقم )?{_UNIT}"
)
_BOX = re.compile(r"(?<!\w)(?:p\.? ?o\.? ?box|b\.? ?p\.?|apartado(?: postal)?|ص\.? ?ب\.?) ?\d{2,6}(?!\w)")
_HOUSES = "عماره|بنايه|شقه|منزل|بيت|رقم|بناء"
_SHARIA = re.compile(
    rf"(?<!\w)(?:شارع|حاره|زقاق|زنقه|نهج)(?P<name>(?: (?!{_HOUSES})[^\W\d_]+){{1,3}})"
    rf"(?P<number>,? ?(?:{_HOUSES})(?: رقم)? ?\d{{1,4}}(?!\w))?"
)
_LIVES = re.compile(
    r"(?<!\w)(?:[Ll]iv(?:es?|ing) at|[Ss]tay(?:s|ing) at|[Aa]ddress(?: is|:)?|[Hh]abite(?:nt)?(?: au| a)?|[Vv]iven? en|"
    rf"[Dd]ireccion(?: es|:)?|[Aa]dresse(?: est|:)?) "
    rf"(?P<place>(?:[Nn]o\.? ?|[Nn]umber |[Hh]ouse )?\d{{1,4}}[a-z]?,? {_CAPITAL}(?: {_CAPITAL}){{0,3}})"
)
# No street is named by these: "3 boys on the street", "2 main roads", "10 years old, street child".
_NO_STREET = listed(
    "a an the my his her their our your this that on in of at to for from and or with is are was were by near main busy same",
    "other year years yr yrs month months week weeks day days hour hours minute minutes km miles metres times kids children boys",
    "girls families people women men child boy girl family homeless young youths teenagers mothers orphans brothers sisters",
    "workers cases visits",
)
_NO_CALLE = listed("desde hace con y e o que a tiene son hay mas casi como por sin entre cada hasta donde una un")
_BETWEEN = re.compile(rf",? ?(?:{_CAPITAL},? ?){{0,3}}")
_TOWN = re.compile(rf"(?P<told>, (?:in )?| in | )(?P<town>{_CAPITAL}(?: {_CAPITAL})?|{_WORD})(?=[\s,;.)?!]|$)")


def find(view: View) -> None:
    """Take addresses; what stands together becomes one: "flat 3, 14 Hill Street, Leeds LS1 4AB"."""
    lower, plain = view.lower, view.plain
    spans: list[tuple[int, int]] = []
    if any(sign.isdigit() for sign in lower):
        spans = [match.span() for pattern in (_POSTCODE, _DOOR, _BLOCK, _BOX) for match in pattern.finditer(lower)]
        spans += [match.span() for match in _CALLE.finditer(lower) if _NO_CALLE.isdisjoint(match[0].split())]
        spans += [match.span() for pattern in (_STREET_TITLED, _RUE) for match in pattern.finditer(plain)]
        spans += [match.span("place") for match in _LIVES.finditer(plain)]
        spans += [match.span() for match in _STREET.finditer(lower) if _NO_STREET.isdisjoint(match["words"].split())]
    if "شارع" in lower or "حاره" in lower or "نهج" in lower:
        spans += [
            (match.start(), _named_end(match))
            for match in _SHARIA.finditer(lower)
            if match["number"] or match["name"][1:3] == "ال"
        ]
    for start, end in _joined(plain, sorted(spans)):
        view.take(start, end, "ADDRESS")


def _named_end(match: re.Match[str]) -> int:
    """The end of an Arabic street: with its house, or after the words that can belong to its name."""
    if match["number"]:
        return match.end()
    end = match.start("name")
    for word in match["name"].split():
        if end > match.start("name") and not (word.startswith("ال") or TABLE.get(word, 0) & NAMED):
            break
        end += 1 + len(word)
    return end


def _joined(plain: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and (start <= out[-1][1] or (start - out[-1][1] <= 40 and _BETWEEN.fullmatch(plain, out[-1][1], start))):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return [(start, _with_town(plain, end)) for start, end in out]


def _with_town(plain: str, end: int) -> int:
    """The end of the address with the town behind it, if one is named and isn't just the next word of the sentence."""
    town = _TOWN.match(plain, end)
    if town is None:
        return end
    flags = TABLE.get(town["town"].split()[0].lower().strip("."), 0)
    told = town["told"].strip() and town["town"][0].isupper() and not flags & EVERYDAY
    return town.end("town") if told or flags & PLACE else end
