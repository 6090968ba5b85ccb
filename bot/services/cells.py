"""Cells of a sheet: lists, yes and no, and texts that a spreadsheet would take for something else. Pure.

A spreadsheet runs what begins with `=`, `+`, `-` or `@`, takes 24/7 for a day in July and 08001111 for eight million. Such cells
are written with an apostrophe in front, which is taken away when they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAKEN = re.compile(
    r"[=+\-@＝＋－＠\t\r]"  # what begins a formula
    r"|(?:0\d+|\d{12,}|\d{1,3}(?: \d{3})+|\d+[eE]\d+)\Z"  # numbers that lose zeros, digits or blanks
    r"|\d+[/.-]\d+(?:[/.-]\d+)?\Z"  # dates
)
_ITEM = re.compile(r"(?:[^;\\]|\\.)*", re.DOTALL)
_ARABIC_RUN = re.compile(rb"[\xc0-\xff]{3,}")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


class CellError(ValueError):
    """A cell can't be read; `what` is wrong, `remedy` how to mend it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} — {remedy}")
        self.what, self.remedy = what, remedy


def guarded(text: str) -> str:
    """A text as it is written into a cell, so that a spreadsheet leaves it alone."""
    return f"'{text}" if _TAKEN.match(text) or _looks_guarded(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given; an apostrophe that was typed stays."""
    return cell[1:] if _looks_guarded(cell) else cell


def _looks_guarded(cell: str) -> bool:
    rest = cell[1:]
    return cell.startswith("'") and (rest.startswith("'") or rest[:1].isdigit() or _TAKEN.match(rest) is not None)


def joined(items: Iterable[str]) -> str:
    """A list in one cell, with `;` between; one that belongs to an item is written `\\;`."""
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def items(cell: str) -> tuple[str, ...]:
    """The list that a cell holds; empty items don't count."""
    found, at = [], 0
    while at <= len(cell):
        match = _ITEM.match(cell, at)
        end = match.end() if match else at
        # A backslash at the very end belongs to no pair and is itself.
        found.append(re.sub(r"\\([;\\])", r"\1", cell[at:end]).strip())
        at = end + 1
    return tuple(item for item in found if item)


def yes_or_no(cell: str) -> bool | None:
    """yes, no, or None for an empty cell. Raises CellError."""
    said = cell.casefold()
    if not said:
        return None
    if said in _YES or said in _NO:
        return said in _YES
    raise CellError(f"`{cell}` is neither yes nor no", "write yes or no, or leave it empty if nobody knows")


def decoded(content: bytes) -> str:
    """The text of a sheet as spreadsheets save it: UTF-8 or UTF-16 with their marks, UTF-8, Windows-1256 (Arabic) or -1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Arabic words are runs of bytes that are rare single letters in western texts.
        return content.decode("cp1256" if _ARABIC_RUN.search(content) else "cp1252", errors="replace")
