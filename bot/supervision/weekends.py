"""Which days of the week are off, by country: a start, from which a team may differ.

Source: the week data of Unicode CLDR as Babel ships it, in which Saturday and Sunday are the rule. `OTHERWISE` are the places
where CLDR has no entry of its own or an old one, each with where that was seen; a test holds the rest to CLDR.
"""

from __future__ import annotations

from collections.abc import Mapping

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

USUAL = frozenset({SATURDAY, SUNDAY})
_FRIDAY_SATURDAY = frozenset({FRIDAY, SATURDAY})

CLDR: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE"), _FRIDAY_SATURDAY),
    "AF": frozenset({THURSDAY, FRIDAY}),
    "IR": frozenset({FRIDAY}),
}
OTHERWISE: Mapping[str, frozenset[int]] = {
    # The `holidays` package, which CLDR leaves to the rule of Saturday and Sunday.
    **dict.fromkeys(("BD", "DJ", "MV"), _FRIDAY_SATURDAY),
    "BN": frozenset({FRIDAY, SUNDAY}),
    **dict.fromkeys(("MY-02", "MY-03", "MY-11"), _FRIDAY_SATURDAY),  # Kedah, Kelantan, Terengganu
    # Lists of working weeks by country; neither CLDR nor `holidays` has it.
    "PS": _FRIDAY_SATURDAY,
    # CLDR knows only the Sunday; `holidays` has both, and a Saturday too many off costs a day, one too few somebody's rest.
    **dict.fromkeys(("IN", "UG"), USUAL),
}


def weekend_of(code: str) -> frozenset[int]:
    """The days off each week (Monday = 0) at an ISO 3166 code, a country or a region of it; Saturday and Sunday if unknown."""
    country = code.partition("-")[0]
    found = (table[key] for key in (code, country) for table in (OTHERWISE, CLDR) if key in table)
    return next(found, USUAL)
