"""The two words by which a series goes (`supervision.codes`), where its two people read and type them.

Nobody else sees them: they stand in no message that rings, on no board and in no file.
"""

from __future__ import annotations

from bot.supervision import codes
from bot.supervision.diary import Series
from bot.talk.office import Office
from bot.talk.scene import Scene


def made(scene: Scene, kind: str, two: tuple[str, str], id: str) -> str:
    """The words for a new series of two people, by its id; "" where its kind has none."""
    office, known = scene.desk.office, scene.edition.kinds.get(kind)
    spoken = scene.edition.codes.get(scene.lang) or scene.edition.codes.get("en")
    if office is None or known is None or not known.coded or spoken is None:
        return ""
    taken = [one.code for one in office.series if one.code and not one.ended and set(one.sides) & set(two)]
    return codes.code_of(spoken, id, taken)


def of(office: Office, series: str) -> str:
    """The words of a series, by its id, for one of its two people; "" for anybody else."""
    known = office.rhythm(series)
    return known.code if known is not None and office.me in known.sides else ""


def beside(what: str, code: str) -> str:
    """What something is called, with the words if there are any."""
    return f"{what} · {code}" if code else what


def label(office: Office, sides: tuple[str, str], series: str) -> str:
    """What stands on a button for a series, or for one of its check-ins: the words if there are any, else with whom."""
    return of(office, series) or ", ".join(office.called(person) for person in sides if person != office.me)


def named(scene: Scene, text: str) -> tuple[str, Series | None]:
    """The series of one's own that a text names by its words, and the text with the other person's name instead of them."""
    office = scene.desk.office
    if office is None:
        return text, None
    running = {one.code: one for one in office.series if one.code and not one.ended and office.me in one.sides}
    found = codes.named(text, running)
    if found is None:
        return text, None
    code, start, end = found
    return f"{text[:start]} {office.called(other(office, running[code]))} {text[end:]}".strip(), running[code]


def other(office: Office, series: Series) -> str:
    """The other one of the two."""
    return series.supervisor if office.me == series.worker else series.worker
