"""Reading a message: what it says, before anything is decided. Pure, and done before any lock is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.library.edition import Edition
from bot.people.invite import code_in
from bot.privacy import redact
from bot.services.enquiry import Enquiry
from bot.talk.house import House
from bot.talk.messages import Edited, Incoming, Said, SentSomething
from bot.talk.session import Session
from intents import Alarm, Match, Verdict, decide
from intents.text import fold

SHORT = 80  # characters: no emergency word or safe word is longer
_WORD = re.compile(r"\w+")
GUESSED = 0.94
"""Confidence up to which a red flag is a guess (see `intents.urgency`); a saying that is known is surer."""
_NO_HARM = ("reads like", "now:", "soon:", "take:", "left:", "control:")
"""What a guess may have met that is no harm by itself: "traffic", "the kids at home", "pick her up"."""
LONGEST = 4096  # characters of a message that are looked at; Telegram sends no more


@dataclass(frozen=True)
class Reading:
    """What a message says. `lang` is the language to answer in; `foreign` a language that isn't spoken here, "" else.

    `alarm` is a red flag; `command` a command's name with its `argument`; `enquiry` what it says of services; `personal` the
    types of personal details that stand in the text. `only_reply`: the red flag is a guess, and every word belongs to what people
    answer to a reminder, or to a time (see `checkins.heard.is_only_a_reply`). For presses and events only `lang` is filled.
    """

    lang: str
    foreign: str = ""
    alarm: Alarm | None = None
    command: str = ""
    argument: str = ""
    personal: tuple[str, ...] = ()
    match: Match | None = None
    enquiry: Enquiry | None = None
    verdict: Verdict | None = None
    only_reply: bool = False


def words_of(incoming: Incoming) -> str:
    """The words that a person typed, or those under what they sent; "" for presses and events."""
    match incoming:
        case Said(text=text) | Edited(text=text) | SentSomething(caption=text):
            return text[:LONGEST]
        case _:
            return ""


def read(incoming: Incoming, earlier: tuple[str, ...], session: Session, edition: Edition, house: House) -> Reading:
    """Read one message in the light of the conversation so far. Never raises for anything a person can send.

    `earlier` are the messages of the same person within the last minute that had no answer yet; they help to understand this
    one and never hide what it says by itself.
    """
    text = words_of(incoming).strip()
    spoken = spoken_languages(edition, house)
    usual = session.lang or _locale(incoming.origin.locale, spoken) or spoken[0]
    if not text:
        return Reading(lang=usual)
    command, argument = command_in(text, edition, house)
    if command:
        behind = text.lstrip("/") if command == "unknown" else argument
        if command in _OF_NAMES or not _is_flagged(behind, edition):
            return Reading(lang=session.lang or _typed_in(text, edition, spoken) or usual, command=command, argument=argument)
        text = behind  # nobody in danger is answered with a list
    if code_in(text):
        # An invitation's code or link is in no language, and says nothing else.
        return Reading(lang=usual)
    alarm = edition.urgency.read(text) or (edition.urgency.read(" ".join((*earlier, text))) if earlier else None)
    match = edition.matcher.match(text, lang=session.lang or None, earlier=earlier, topic=session.topic or None)
    enquiry = edition.finder.read(text, session.country_now or session.country or house.home_country)
    # A name or a number alone is in no language.
    neutral = enquiry.bare == 1.0 and (enquiry.named or enquiry.numbers) and not enquiry.asks
    lang = session.lang or (match.lang if match.lang in spoken and not neutral else usual)
    return Reading(
        lang=lang,
        foreign=match.foreign or "",
        alarm=alarm,
        personal=tuple(dict.fromkeys(span.type for span in redact.find(text))),
        match=match,
        enquiry=enquiry,
        verdict=decide(match, edition.policy, (edition.library.safe_family,)),
        only_reply=alarm is not None and _guessed(alarm) and edition.listener.plain(text, incoming.origin.at),
    )


def _is_flagged(words: str, edition: Edition) -> bool:
    """Whether a red flag stands behind a command, or in words that only look like one. A guess doesn't count: who types a command
    means it."""
    alarm = edition.urgency.read(words) if words else None
    return alarm is not None and not _guessed(alarm)


_OF_NAMES = frozenset({"ref", "admin", "withdraw", "fix", "join", "start"})
"""Commands behind which names of topics and services stand, and codes."""


def _guessed(alarm: Alarm) -> bool:
    """Whether a red flag is a classifier's guess: no saying of ours was met, nor a word of harm."""
    return alarm.confidence <= GUESSED and all(why.startswith(_NO_HARM) for why in alarm.why.split("; "))


def spoken_languages(edition: Edition, house: House) -> tuple[str, ...]:
    """The languages of this installation that there are sentences for; never empty."""
    known = tuple(lang for lang in house.languages if lang in edition.words.languages)
    return known or (edition.library.source_lang,)


def command_in(text: str, edition: Edition, house: House) -> tuple[str, str]:
    """A command's name and argument, or two empty strings.

    `/name`, `/name@bot` and the other names of a command are known in every language; so are the words that open the
    emergency card when they stand alone ("999", "help") and the installation's safe words.
    """
    bare = _bare(text)
    if bare and any(bare == _bare(word) for word in house.safe_words):
        return "sos", ""
    head, _, argument = text.partition(" ")
    name = head[1:].partition("@")[0].casefold() if head.startswith("/") else ""
    named = {command.name for language in edition.words.languages.values() for command in language.commands}
    for language in edition.words.languages.values():
        if bare and name not in named and any(bare == _bare(word) for word in language.emergency):
            return "sos", ""
    for language in edition.words.languages.values():
        for command in language.commands:
            also = {_bare(word) for word in command.also}
            if name and (name == command.name or _bare(name) in also):
                return command.name, argument.strip()
            if bare and not head.startswith("/") and bare in also:
                return command.name, ""
    return ("unknown", "") if name and name.isascii() and name.isidentifier() else ("", "")


def _typed_in(text: str, edition: Edition, spoken: tuple[str, ...]) -> str:
    """The only language in which these words name a command; "" for a /command and for words of several languages."""
    bare = "" if text.startswith("/") else _bare(text)
    commands = {lang: edition.words.languages[lang].commands for lang in spoken}
    found = [lang for lang, known in commands.items() if any(bare == _bare(word) for c in known for word in c.also)]
    return found[0] if bare and len(found) == 1 else ""


def _bare(text: str) -> str:
    """The words of a short text alone: "Help!!" is "help". A long one is no command."""
    return " ".join(_WORD.findall(fold(text))) if len(text) <= SHORT else ""


def _locale(locale: str, spoken: tuple[str, ...]) -> str:
    lang = locale.partition("-")[0].casefold()
    return lang if lang in spoken else ""
