"""E-mail addresses, and the names that people go by on the net."""

from __future__ import annotations

import re

from bot.privacy.view import TAKEN, View, listed

_MAIL_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-'")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,24}(?![a-z0-9])")
_HANDLE = re.compile(r"[a-z0-9_.]{3,40}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s" + TAKEN + r"]{1,400}")
_SOCIAL = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|wa\.me|m\.me|fb\.com|(?:m\.)?facebook\.com|instagram\.com|"
    r"tiktok\.com|twitter\.com|x\.com|snapchat\.com/add)/@?[\w.%+-]{2,60}"
)
# "at gmail dot com", as it comes out of dictation. The places that people have their mail at are few.
_SPELLED = re.compile(
    r"(?<![\w.+-])[a-z0-9._+-]{2,40} ?(?:@|\(at\)| at | arobase | arroba ) ?(?:gmail|g mail|yahoo|hotmail|outlook|icloud) ?"
    r"(?:\.|dot|point|punto) ?(?:com|fr|es|co\.uk)(?!\w)"
)
# The name after the name of a network. Without a word such as "username" it must look like no word: a digit, a dot, a line.
_NETWORK = re.compile(
    r"(?<!\w)(?:instagram|insta|ig|snapchat|snap|tiktok|telegram|facebook|fb|twitter|discord|"
    r"انستغرام|انستقرام|سناب|تيك توك|فيسبوك|تلغرام)"
    r"(?P<told>(?: ?(?:name|username|user|handle|account|id|page|profile|nom|compte|usuario|cuenta|اسم|حساب)){1,2})?"
    r" ?(?::|=| is | est | es | as | )[ @]*(?P<name>[a-z0-9_.]{3,40})"
)
_USERNAME = re.compile(
    r"(?<!\w)(?:user ?name|screen ?name|gamertag|pseudo|usuario)(?: ?[:=]| is| est| es)? ?@?(?P<name>[a-z0-9_.]{3,40})"
)
# What follows an @ as a place or a time, and is nobody's name.
_NOT_HANDLES = listed(
    "home school work night office court noon lunch church mosque hospital clinic police camp the this that all least once risk"
)


def find(view: View) -> None:
    """Take e-mail addresses and handles; other links are hidden, since their digits are nobody's number."""
    if "@" in view.lower or " at " in view.lower or "arroba" in view.lower or "arobase" in view.lower:
        _mail(view)
    if "/" in view.lower or "www." in view.lower:
        for match in _SOCIAL.finditer(view.lower):
            view.take(match.start(), match.end() - _trailing(match[0]), "HANDLE")
        for match in _LINK.finditer(view.lower):
            view.take(match.start(), match.end(), "")
    if "@" in view.lower:
        _at_signs(view)
    for match in _NETWORK.finditer(view.lower):
        name = match["name"].strip(".")
        odd = any(sign.isdigit() for sign in name) or "_" in name or "." in name
        if len(name) >= 3 and not name.isdigit() and (odd or (match["told"] and name not in _NOT_HANDLES and len(name) > 3)):
            view.take(match.start("name"), match.start("name") + len(match["name"].rstrip(".")), "HANDLE")
    for match in _USERNAME.finditer(view.lower):
        if any(sign.isdigit() or sign in "_." for sign in match["name"].rstrip(".")):
            view.take(match.start("name"), match.start("name") + len(match["name"].rstrip(".")), "HANDLE")


def _mail(view: View) -> None:
    """Walk outwards from each @: a pattern over the whole text would try every letter as a beginning."""
    text = view.lower
    end = 0
    for match in re.finditer("@", text):
        domain = _DOMAIN.match(text, match.end())
        start = match.start()
        while start > end and text[start - 1] in _MAIL_SIGNS:
            start -= 1
        while start < match.start() and text[start] in "'.-":
            start += 1
        if domain and start < match.start():
            end = domain.end()
            view.take(start, end, "EMAIL")
    for match in _SPELLED.finditer(view.lower):
        view.take(match.start(), match.end(), "EMAIL")


def _at_signs(view: View) -> None:
    text = view.lower
    for match in re.finditer("@", text):
        name = _HANDLE.match(text, match.end())
        before = text[match.start() - 1 : match.start()]
        if name is None or before.isalnum() or before == "@":
            continue
        word = name[0].rstrip(".")
        if len(word) >= 3 and not word.isdigit() and word not in _NOT_HANDLES and not re.fullmatch(r"\d{1,2}(?:am|pm|h)?", word):
            view.take(match.start(), match.end() + len(word), "HANDLE")


def _trailing(link: str) -> int:
    return len(link) - len(link.rstrip(".%+-"))
