"""Buttons as Telegram draws them: rows that a phone doesn't cut short, and the message's numbers to copy with one tap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram_letters import LRI, PDI
from bot.channels.telegram_text import numbers
from bot.library.richtext import Number
from bot.talk.messages import Drawn, DrawnButton

# How many characters a label may have where so many stand in a row: about 300 points between them on a small phone, 8 a letter.
_ROOM = {2: 18, 3: 11, 4: 7}
_COPIES = 3
_T = TypeVar("_T")
_NOT_DIALLED = re.compile(r"[^0-9+*#]")


def keyboard(drawn: Drawn) -> InlineKeyboardMarkup | None:
    """The buttons of a message, or None if it has none.

    Numbers get a button that copies what is dialled, named by the number itself, which needs no words in any language: above
    all others on the emergency card, else below them. A message with more than three numbers is a list to read and gets none
    unless it is the card; in all of them a tap on the number itself copies it too.
    """
    rows = [row for drawn_row in drawn.buttons for row in _rows(drawn_row)]
    found = [number for number in numbers(drawn) if _copied(number)]
    if found and (drawn.assertive or len(found) <= _COPIES):
        copies = [[_copy(number) for number in row] for row in _copy_rows(found[:_COPIES])]
        rows = [*copies, *rows] if drawn.assertive else [*rows, *copies]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(buttons: Sequence[DrawnButton]) -> Iterator[list[InlineKeyboardButton]]:
    for row in _wrapped([(button.text, button) for button in buttons]):
        yield [InlineKeyboardButton(button.text, callback_data=button.data) for button in row]


def _copy_rows(found: Sequence[Number]) -> Iterator[list[Number]]:
    return _wrapped([(number.shown, number) for number in found])


def _wrapped(labelled: Iterable[tuple[str, _T]]) -> Iterator[list[_T]]:
    """Rows of things in their order, each as full as their labels allow."""
    row: list[_T] = []
    longest = 0
    for label, thing in labelled:
        longest = max(longest, len(label))
        if row and longest > _ROOM.get(len(row) + 1, 0):
            yield row
            row, longest = [], len(label)
        row.append(thing)
    if row:
        yield row


def _copy(number: Number) -> InlineKeyboardButton:
    label = number.shown.strip() or number.dial
    return InlineKeyboardButton(f"{LRI}{label}{PDI}", copy_text=CopyTextButton(_copied(number)))


def _copied(number: Number) -> str:
    """What a dialler takes: digits, and a plus, star or hash where the number has one."""
    return _NOT_DIALLED.sub("", number.dial)
