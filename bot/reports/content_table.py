"""The content report as a table for a terminal, and as a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.reports.content import ContentReport, Row

_COLUMNS = (
    "lang", "section", "files", "drafts", "reviewed", "phrasings", "parts", "place parts", "sources", "review by", "overdue",
)  # fmt: skip
_FOUND = ("asked", "helped %", "right first %", "wrong %")
SHEET = (
    "language", "section", "topics", "files", "drafts", "reviewed", "phrasings", "parts", "place_parts", "places", "sources",
    "review_by", "overdue", "without_text", "asked", "helped", "right_first", "wrong",
)  # fmt: skip
"""Columns of the sheet. Lists are in one cell with blanks between; what wasn't measured is an empty cell."""
_TEXTS = 2
"""Columns that begin at their left edge; the others are numbers and dates."""


def table(report: ContentReport) -> str:
    """A block of rows for each language, its sum last; below it what has no text, where parts hold, and the gaps by name.

    Shares are percentages of the questions asked, and stand there only if any were.
    """
    measured = any(row.found for row in report.sums)
    lines: list[tuple[str, ...] | None] = [(*_COLUMNS, *(_FOUND if measured else ()))]
    for total in report.sums:
        lines.append(None)
        lines += [_line(row, measured) for row in (*(r for r in report.rows if r.lang == total.lang), total)]
    return "\n".join([*_aligned(lines), "", *_below(report)]) + "\n"


def sheet(report: ContentReport) -> str:
    """Comma-separated, a row for each language and section and none for sums; questions in counts, so that rows can be added."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(SHEET)
    for row in report.rows:
        found = row.found
        writer.writerow([
            row.lang, row.section, row.topics, row.files, row.drafts, row.reviewed, row.phrasings, row.parts, row.place_parts,
            " ".join(row.places), row.sources, row.review_by or "", row.overdue, " ".join(row.missing),
            *((found.asked, found.helped, found.right_first, found.wrong) if found else ("", "", "", "")),
        ])  # fmt: skip
    return out.getvalue()


def _line(row: Row, measured: bool) -> tuple[str, ...]:
    figures = (row.files, row.drafts, row.reviewed, row.phrasings, row.parts, row.place_parts, row.sources)
    first = (row.lang, row.section, *map(str, figures), str(row.review_by or "-"), str(row.overdue))
    if not measured:
        return first
    if row.found is None:
        return (*first, "-", "-", "-", "-")
    found = row.found
    return (*first, str(found.asked), *(f"{100 * n / found.asked:.1f}" for n in (found.helped, found.right_first, found.wrong)))


def _aligned(lines: Sequence[tuple[str, ...] | None]) -> list[str]:
    """None is an empty line."""
    widths = [max(map(len, column)) for column in zip(*(line for line in lines if line is not None), strict=True)]
    out = []
    for line in lines:
        cells = (
            cell.ljust(width) if number < _TEXTS else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line or (), widths, strict=False))
        )
        out.append("  ".join(cells).rstrip())
    return out


def _below(report: ContentReport) -> list[str]:
    lines = []
    for total in report.sums:
        if total.missing:
            lines.append(f"Without a text in {total.lang}: {', '.join(total.missing)}")
    for total in report.sums:
        held = ", ".join(f"{place} {count}" for place, count in total.places.items())
        lines.append(f"Place parts in {total.lang}: {held or 'none'}")
    gaps = "; ".join(f"{name} ({gap})" for gap, name in report.gaps.items())
    lines.append(f"Gaps, which the chat owns up to by name: {gaps or 'none'}")
    if report.hidden:
        lines.append(f"Hidden: {', '.join(report.hidden)}")
    return lines
