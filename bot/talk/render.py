"""Drawing a reply: references become words, in the language of the reply and with the edition of this moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Literal, cast

from bot.library.edition import Edition
from bot.library.model import Guidance, Part, Status, in_language
from bot.library.richtext import Block, Heading, Inline, Items, Link, Paragraph, Small, Strong, Text
from bot.library.words import direction, isolated
from bot.talk import cards, days, files, forward, moments, numbers, service_lines
from bot.talk.dates import on_date
from bot.talk.house import House
from bot.talk.joining import links
from bot.talk.messages import (
    Aloud,
    Attachment,
    CalendarLink,
    ComingUp,
    Document,
    Drawn,
    DrawnButton,
    EmergencyCard,
    InviteLink,
    Label,
    Listed,
    NumbersCard,
    Passage,
    PassedOn,
    Piece,
    Quoted,
    Reply,
    Say,
    SayAt,
    ServiceList,
    Sources,
    TitleOf,
    Voice,
)
from bot.talk.places import name_of
from bot.talk.scene import served
from bot.talk.tokens import Signer

BUTTON_LENGTH = 24
_HEAD = 8
"""Characters left at least for what comes before, where the end of a label is what tells it apart."""
_LOOSE = " ,;:/(&–-"  # what leads on to words that were cut away
SOURCE_LENGTH = 60  # characters: two publishers if they fit, else the first; all of them stand under "Sources"


def draw(reply: Reply, edition: Edition, house: House, signer: Signer, person: str, now: datetime) -> Drawn:
    """The reply as a channel gets it. `person` is `channel:person`, whom the buttons are signed for."""
    pen = _Pen(edition, house, signer, person, reply.lang, now)
    pieces = list(reply.pieces)
    last = next((i for i in range(len(pieces) - 1, -1, -1) if isinstance(pieces[i], Passage)), -1)
    for i, piece in enumerate(pieces):
        pen.piece(piece, closing=[p for p in pieces if isinstance(p, Passage)] if i == last else [])
    labels = iter(apart([pen.label(b.label) for row in reply.buttons for b in row]))
    buttons = tuple(tuple(DrawnButton(next(labels), signer.write(b.press, person)) for b in row) for row in reply.buttons)
    return Drawn(pen.voices(), buttons, reply.lang, reply.assertive, tuple(pen.files), reply.ends)


def apart(labels: Sequence[str]) -> list[str]:
    """The labels of one message's buttons, each at most `BUTTON_LENGTH`; those that would look alike keep what differs."""
    short = [cut(label) for label in labels]
    for text in {text for text in short if short.count(text) > 1}:
        alike = [n for n, one in enumerate(short) if one == text]
        if len({labels[n] for n in alike}) == 1:
            continue
        columns = zip(*(labels[n] for n in alike), strict=False)
        same = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, columns))
        for n in alike:
            begin = labels[n].rfind(" ", 0, same + 1) + 1
            tail = cut(labels[n][begin:], BUTTON_LENGTH - _HEAD)
            head = cut(labels[n][:begin].rstrip(), BUTTON_LENGTH - len(tail) - 1)
            short[n] = f"{head} {tail}" if begin and tail else text
    return short


def cut(text: str, limit: int = BUTTON_LENGTH) -> str:
    """At most `limit` characters, ended with an ellipsis at a word where one is near."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    word = head if text[limit - 1] == " " else head.rpartition(" ")[0]
    return (word if len(word) > limit // 2 else head).rstrip(_LOOSE) + "…"


class _Pen:
    """Collects blocks by language while a reply is drawn."""

    def __init__(self, edition: Edition, house: House, signer: Signer, person: str, lang: str, now: datetime) -> None:
        self.person = person
        self.signer, self.edition, self.house, self.lang, self.now, self.today = signer, edition, house, lang, now, now.date()
        self._blocks: list[tuple[str, Block]] = []
        self.files: list[Attachment] = []

    def voices(self) -> tuple[Voice, ...]:
        """The blocks, those of one language together."""
        out: list[Voice] = []
        for lang, block in self._blocks:
            if out and out[-1].lang == lang:
                out[-1] = Voice(lang, out[-1].direction, (*out[-1].blocks, block))
            else:
                out.append(Voice(lang, cast(Literal["ltr", "rtl"], direction(lang)), (block,)))
        return tuple(out)

    def piece(self, piece: Piece, closing: list[Passage]) -> None:
        """Draw one piece; after the last passage of a reply comes the one line on all of them (`closing`)."""
        match piece:
            case Say():
                self._say(piece)
            case SayAt():
                self._say(self._with_moments(piece))
            case Listed():
                self._add([Items(self._listed(piece))])
            case TitleOf():
                self._title(piece)
            case CalendarLink():
                self._add([files.address(self.signer.calendar(self.person), self.house)])
            case Document():
                self.files.append(files.attached(piece, self.edition, self.lang))
            case Passage():
                self._passage(piece)
            case EmergencyCard(country):
                self._add(cards.emergency(self.edition, self.house, self.lang, country))
            case NumbersCard():
                self._add(numbers.drawn(piece, self.edition, self.house, self.lang, days.today_of(self.house, self.now)))
            case PassedOn():
                self._add(forward.drawn(piece, self.edition, self.lang, days.today_of(self.house, self.now)))
            case Aloud():
                self._add(forward.aloud(piece, self.edition, self.lang, days.today_of(self.house, self.now)))
            case ServiceList():
                self._add(service_lines.drawn(piece, self.edition, self.house, self.lang, self.now))
            case InviteLink(invite):
                self._add(links.drawn(invite, self.signer, self.house, self.edition, self.lang))
            case ComingUp(place, past):
                self._add(days.drawn(self.edition, self.lang, days.today_of(self.house, self.now), place, past))
            case Sources(topic):
                self._sources(topic)
            case Quoted(topic, code, text, first_shown):
                args = {"ref": f"{topic} {code}", "date": first_shown}
                self._add(
                    [Heading(self.say("ref.quoted", args)), *(Paragraph((Text(p),)) for p in text.split("\n\n") if p.strip())]
                )
        if closing:
            self._standing(closing)

    def say(self, key: str, args: Mapping[str, str] | None = None) -> str:
        """A sentence in the reply's language."""
        return self.edition.words.say(self.lang, key, args)

    def label(self, label: Label) -> str:
        """The words of a button."""
        if isinstance(label, SayAt):
            label = self._with_moments(label)
        if isinstance(label, Say):
            return self.say(label.key, self._args(label))
        return self._named(label, short=True)

    def _add(self, blocks: Iterable[Block], lang: str = "") -> None:
        self._blocks += [(lang or self.lang, block) for block in blocks]

    def _args(self, say: Say) -> dict[str, str]:
        args = dict(say.args)
        for key in ("country", "other"):
            if key in args:
                args[key] = name_of(args[key], self.lang, self.edition.words, self.edition.places)
        return args

    def _with_moments(self, say: SayAt) -> Say:
        return Say(say.key, moments.args_of(say, self.edition, self.lang, self.now))

    def _say(self, say: Say) -> None:
        if say.key.startswith("foreign."):
            code = say.key.removeprefix("foreign.")
            self._add([Paragraph((Text(self.edition.words.foreign[code]),))], lang=code)
            return
        self._add(Paragraph((Text(line),)) for line in self._sentence(say).strip().split("\n") if line.strip())

    def _listed(self, listed: Listed) -> tuple[tuple[Inline, ...], ...]:
        lines = [Text(self._sentence(line)) for line in listed.lines]
        if not listed.names:
            return tuple((line,) for line in lines)
        return tuple((Strong(name), Text(f" · {line.text}")) for name, line in zip(listed.names, lines, strict=True))

    def _sentence(self, say: Say | SayAt) -> str:
        say = self._with_moments(say) if isinstance(say, SayAt) else say
        return self.say(say.key, isolated(self.lang, self._args(say)))

    def _title(self, title: TitleOf) -> None:
        """A title in the text: one after another they are a list."""
        line: tuple[Inline, ...] = (Strong(self._named(title)),)
        before = self._blocks[-1][1] if self._blocks else None
        if isinstance(before, Items):
            self._blocks[-1] = (self.lang, Items((*before.items, line)))
        else:
            self._add([Items((line,))])

    def _named(self, title: TitleOf, short: bool = False) -> str:
        library, words = self.edition.library, self.edition.words
        if title.country:
            return name_of(title.country, self.lang, words, self.edition.places)
        if title.service:
            directory = self.edition.directory
            found = directory.services.get(title.service) or directory.withdrawn.get(title.service)
            return found.name if found else self.say("withdrawn")
        if title.language:
            return words.languages[title.language].name if title.language in words.languages else title.language
        if title.section:
            return next((in_language(s.titles, self.lang) for s in library.sections if s.id == title.section), title.section)
        if title.gap:
            named = library.gaps.get(title.gap)
            return in_language(named.titles, self.lang) if named else title.gap
        topic, text = library.topics.get(title.topic), library.find(title.topic, self.lang)
        if title.part:
            part = text.part(title.part, title.place or None) if text else None
            name = library.parts.get(title.part)
            return part.heading if part else in_language(name.titles, self.lang) if name else title.part
        if text and (not short or len(text.title) <= BUTTON_LENGTH):
            return text.title
        if topic:
            return in_language(topic.short or topic.titles if short else topic.titles, self.lang)
        return title.topic

    def _passage(self, passage: Passage) -> None:
        text = served(passage.topic, self.lang, self.edition, self.house)
        part = text.part(passage.part, passage.place or None) if text and passage.part else None
        if text is None or (passage.part and part is None):
            checked = {passage.topic, f"{passage.topic}/{passage.part}"} & self.edition.library.withdrawn
            self._say(Say("withdrawn.text" if checked else "withdrawn"))
            return
        heading = part.heading if part else text.title
        body = part.body if part else text.short
        resolved = cards.resolved(body, self.edition.directory, self.edition.words, self.lang, self.today)
        self._add([Heading(heading), *resolved], text.lang)

    def _standing(self, passages: list[Passage]) -> None:
        """The one last line: source, place, review state, reference."""
        found = [(p, served(p.topic, self.lang, self.edition, self.house)) for p in passages]
        known = [(p, text) for p, text in found if text is not None]
        if not known:
            return
        text = known[-1][1]
        parts = [part for p, t in known if p.part and (part := t.part(p.part, p.place or None))]
        bits = [self._sources_of(text, parts), self._place_of(parts), self._state_of(text)]
        if text.lang != self.lang:
            name = self.edition.words.languages.get(text.lang)
            bits.append(self.say("state.only_in", {"language": name.name if name else text.lang}))
        bits.append(self.say("state.ref", {"ref": f"{text.topic} {text.code}", "date": on_date(self.today, self.lang)}))
        self._add([Small((Text(" · ".join(bit for bit in bits if bit)),))])

    def _sources_of(self, text: Guidance, parts: list[Part]) -> str:
        keys = [key for part in parts for key in part.sources] or list(text.short_sources)
        names = dict.fromkeys(text.sources[k].publisher or text.sources[k].title for k in keys if k in text.sources)
        shown = ", ".join(list(names)[:2])
        if len(shown) > SOURCE_LENGTH:
            shown = next(iter(names))
        return self.say("state.source", {"source": shown}) if names else ""

    def _place_of(self, parts: list[Part]) -> str:
        places = list(dict.fromkeys(code for part in parts for code in part.places))
        if not places:
            return self.say("state.general")
        return ", ".join(name_of(code, self.lang, self.edition.words) for code in places)

    def _state_of(self, text: Guidance) -> str:
        if text.review_by and text.review_by < self.today:
            return self.say("state.past", {"date": on_date(text.review_by, self.lang)})
        status: Status = text.status
        if status == "reviewed" and text.reviewed_on:
            return self.say("state.reviewed", {"date": on_date(text.reviewed_on, self.lang)})
        return self.say("state.draft", {"organisation": self.house.organisation})

    def _sources(self, topic: str) -> None:
        text = served(topic, self.lang, self.edition, self.house)
        if text is None:
            self._say(Say("withdrawn"))
            return
        lines: list[tuple[Inline, ...]] = []
        for source in text.sources.values():
            words = ", ".join(bit for bit in (source.publisher, source.year) if bit)
            title: Inline = Link(source.title, source.url) if source.url.startswith("https://") else Text(source.title)
            lines.append((title, Text(f" ({words})")) if words else (title,))
        quote = self.say(
            "ref.quote", {"ref": f"{topic} {text.code}", "date": on_date(self.today, self.lang), "title": text.title}
        )
        self._add([Heading(self.say("ref.sources", {"title": text.title})), Items(tuple(lines)), Paragraph((Text(quote),))])
