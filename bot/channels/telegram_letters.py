"""Letters as Telegram counts and cleans them: UTF-16 units, what the eye sees as one letter, direction. Knows no markup."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRM, RLM = "\u200e", "\u200f"
_ZWJ = "\u200d"
_VIRAMA = 9  # the combining class of the signs that join two consonants of Indian scripts

# What Telegram itself blanks or takes out of a text; done here first, so that what was counted is what is shown.
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_TAKEN_OUT = re.compile("[\u202a-\u202e\u030a\u033f\u0333]")
_HALVES = re.compile("[\ud800-\udfff]")
_ISOLATES = re.compile(f"[{LRI}{RLI}{FSI}{PDI}]")


def size(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """The text as Telegram would keep it: no control characters, no overrides of direction, isolates only in pairs."""
    if text.isprintable() and text.isascii():
        return text
    text = _HALVES.sub("\ufffd", text)
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    text = _TAKEN_OUT.sub("", _BLANKED.sub(" ", text))
    return text if _paired(text) else _ISOLATES.sub("", text)


def _paired(text: str) -> bool:
    """Whether every isolate of every line is closed on its line, so that nothing leaks into what follows."""
    depth = 0
    for found in re.finditer(f"[{LRI}{RLI}{FSI}{PDI}\n]", text):
        if found[0] == "\n":
            if depth:
                return False
        else:
            depth += -1 if found[0] == PDI else 1
            if depth < 0:
                return False
    return depth == 0


def leaning(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction of the first strong letter outside isolates, which is how clients choose a line's direction."""
    depth = 0
    for letter in text:
        if letter in (LRI, RLI, FSI):
            depth += 1
        elif letter == PDI:
            depth = max(0, depth - 1)
        elif not depth:
            match unicodedata.bidirectional(letter):
                case "L":
                    return "ltr"
                case "R" | "AL":
                    return "rtl"
    return None


def start_mark(words: str, *, rtl: bool, isolated: bool) -> str:
    """The invisible mark that makes a line start from its own side, or '' where its first letter does so already.

    In an isolated line no letter counts any more, so the mark is needed there; a left-to-right line with no letter at all
    needs none, as that is what clients fall back to.
    """
    if rtl:
        return RLM if isolated or leaning(words) != "rtl" else ""
    return LRM if isolated or leaning(words) == "rtl" else ""


def fits_until(text: str, units: int, *, anywhere: bool) -> int:
    """Where to cut a text so that at most `units` stay: after a blank, or `anywhere` between two letters; 0 for nowhere."""
    end = _within(text, units)
    if end >= len(text):
        return len(text)
    for at in range(end, 0, -1):
        if (text[at].isspace() or text[at - 1].isspace()) and _parts(text, at):
            if text[:at].strip():
                return at
            break
    if not anywhere:
        return 0
    at = end
    while at > 0 and not _parts(text, at):
        at -= 1
    return at or end  # one letter with thousands of marks: cut it rather than send nothing


def _within(text: str, units: int) -> int:
    """How many characters have at most `units` units."""
    if units <= 0:
        return 0
    spent = 0
    for at, letter in enumerate(text):
        spent += 2 if ord(letter) > 0xFFFF else 1
        if spent > units:
            return at
    return len(text)


def _parts(text: str, at: int) -> bool:
    """Whether what stands before and after `at` are two letters to the eye (after Unicode's UAX 29, without Prepend)."""
    before, after = text[at - 1], text[at]
    if _extends(after) or before == _ZWJ or unicodedata.combining(before) == _VIRAMA:
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        run = 0
        while run < at and _is_flag_letter(text[at - 1 - run]):
            run += 1
        return run % 2 == 0
    return not (_hangul(before) and _hangul(after))


def _extends(letter: str) -> bool:
    code = ord(letter)
    return (
        unicodedata.category(letter) in ("Mn", "Me", "Mc")
        or letter in ("\u200c", _ZWJ)
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # tags: the flags of Scotland and Wales
        or 0xFF9E <= code <= 0xFF9F
    )


def _is_flag_letter(letter: str) -> bool:
    return 0x1F1E6 <= ord(letter) <= 0x1F1FF


def _hangul(letter: str) -> bool:
    """A part of a Korean syllable; kept together whole, which is stricter than needed."""
    return 0x1100 <= ord(letter) <= 0x11FF or 0xA960 <= ord(letter) <= 0xA97F or 0xD7B0 <= ord(letter) <= 0xD7FF
