"""How services are drawn: the name, the number on its own line, whether it is open, and every doubt in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.library.edition import Edition
from bot.library.model import in_language
from bot.library.richtext import Block, Inline, Link, Number, Paragraph, Small, Strong, Text
from bot.library.words import isolated
from bot.services.corrections import instead_of
from bot.services.enquiry import Enquiry
from bot.services.finder import Reached, Result
from bot.services.hours import Opening
from bot.talk.dates import on_date
from bot.talk.days import today_of
from bot.talk.house import House
from bot.talk.messages import ServiceList
from bot.talk.places import name_of

_LIVE = ("phone", "text", "whatsapp", "relay")
_NOT_ANSWERED = ("web", "email")
"""Pages and letter boxes are there at any hour: that their hours aren't known says nothing."""
_SHOWN_WAYS = 2


def drawn(asked: ServiceList, edition: Edition, house: House, lang: str, now: datetime) -> list[Block]:
    """The services of a reply as they stand when it is sent."""
    results = edition.finder.standing_of(asked.services, now, _as_asked(asked.ways))
    pen = _Pen(edition, lang, now, asked)
    gone = [one for i in asked.services if i not in edition.directory.services and (one := edition.directory.withdrawn.get(i))]
    if not results and not gone:
        return [Paragraph((Text(edition.words.say(lang, "withdrawn")),))]
    checked: list[Block] = [Paragraph((Text(pen.say("withdrawn.service", {"what": one.name})),)) for one in gone]
    if not results:  # an old answer: what it named is being checked, and the next one stands there instead
        other = instead_of(gone[0], edition.directory, today_of(house, now))
        if other is None:
            return checked
        checked.append(Paragraph((Text(pen.say("withdrawn.instead")),)))
        results, asked = edition.finder.standing_of([other.id], now), replace(asked, whole=False)
    blocks = checked + [block for result in results for block in (pen.whole(result) if asked.whole else pen.short(result))]
    assured = [r for r in results if r.standing.assured]
    if len(assured) < len(results):
        blocks.append(pen.small("services.unverified", {"organisation": house.organisation}))
    return blocks


def _as_asked(ways: Sequence[str]) -> Enquiry:
    if "silent" in ways:
        return Enquiry(silent=True)
    return Enquiry(ways=tuple(ways))  # type: ignore[arg-type]


class _Pen:
    def __init__(self, edition: Edition, lang: str, now: datetime, asked: ServiceList) -> None:
        self.edition, self.lang, self.now, self.asked = edition, lang, now, asked
        # Whose whereabouts nobody knows is told no time of their own: the service's is right for everybody.
        self.own_zone = edition.places.zone(asked.asker) if asked.asker else ""

    def say(self, key: str, args: dict[str, str] | None = None) -> str:
        return self.edition.words.say(self.lang, key, isolated(self.lang, args))

    def small(self, key: str, args: dict[str, str] | None = None) -> Block:
        return Small((Text(self.say(key, args)),))

    def short(self, result: Result) -> list[Block]:
        """A paragraph a service: its name, its number alone on a line, and how it stands."""
        line: list[Inline] = [Strong(result.service.name)]
        where = self._where(result)
        line += [Text(f" · {where}")] if where else []
        live = [w for w in result.ways if w.contact.way in _LIVE and (w.contact.dial or w.contact.way != "phone")]
        if result.service.country == "INT":  # it leads to a line of some country: its page, before the number of its office
            live = [w for w in result.ways if w.contact.way == "web"] or live
        for way in self._chosen(live or list(result.ways)):
            line += [Text("\n"), *self._number(way)]
        state = self._state(result, live or list(result.ways))
        line += [Text("\n" + " · ".join(state))] if state else []
        return [Paragraph(tuple(line))]

    def whole(self, result: Result) -> list[Block]:
        """Every way with its hours, what it is for, what was seen where, and what isn't certain."""
        service = result.service
        about = in_language(service.description, self.lang) if service.description else ""
        where = self._where(result) or service.area_note
        blocks: list[Block] = [Paragraph((Strong(service.name), Text(f" · {where}" if where else "")))]
        blocks += [Paragraph((Text(about),))] if about else []
        for way in result.ways:
            note = way.contact.note.get(self.lang, "")
            timed = way.contact.way not in _NOT_ANSWERED or way.contact.hours.known
            opening = self._opening(way.opening, result.zone) if timed else []
            bits = [b for b in (*opening, *self._terms(way), note) if b]
            line = (*self._number(way, named=True), Text("\n" + " · ".join(bits) if bits else ""))
            published = way.contact.hours.published
            shown = self.say("services.published", {"hours": published}) if published else ""
            blocks.append(Paragraph((*line, Text(f"\n{shown}")) if shown else line))
        doubts = self._doubts(result)
        if doubts:
            blocks.append(Paragraph((Text(" · ".join(doubts)),)))
        if service.seen_on and service.seen_on[0].url.startswith("https://"):
            since = result.standing.since
            day = self._day(since) if since else ""
            blocks.append(Small((Link(self.say("services.seen"), service.seen_on[0].url), Text(f" · {day}" if day else ""))))
        return blocks

    def _chosen(self, ways: Sequence[Reached]) -> list[Reached]:
        """Two lines at most: the first that is answered, and another line of the same service if its label tells them apart."""
        first = [w for w in ways if w.opening.open] or [w for w in ways if w.opening.usually] or list(ways)
        rest = [w for w in ways if w is not first[0] and w.contact.label and w.contact.way == first[0].contact.way]
        return [first[0], *rest][:_SHOWN_WAYS] if first else []

    def _number(self, way: Reached, named: bool = False) -> list[Inline]:
        contact = way.contact
        label = contact.label.get(self.lang) or contact.label.get("en", "")
        what = self.say(f"services.way.{contact.way}") if named or contact.way != "phone" else ""
        head = " · ".join(bit for bit in (what, label) if bit)
        value: Inline
        if contact.way == "web" and contact.shown.startswith("https://"):
            value = Link(contact.shown.removeprefix("https://").rstrip("/"), contact.shown)
        elif contact.way in _LIVE and any(c.isdigit() for c in contact.shown):
            value = Number(contact.shown, contact.dial)
        else:
            value = Text(contact.shown)
        return [value, Text(f" · {head}")] if head else [value]

    def _state(self, result: Result, ways: Sequence[Reached]) -> list[str]:
        chosen = self._chosen(ways)
        opening = chosen[0].opening if chosen else Opening(None)
        bits = self._opening(opening, result.zone) if not chosen or chosen[0].contact.way not in _NOT_ANSWERED else []
        others = {w.contact.way for w in result.ways if w.opening.open} - {"email", "web"}
        phone = next((w for w in result.ways if w.contact.way == "phone"), None)
        if phone is not None and phone.opening.open is False and others:
            names = ", ".join(self.say(f"services.way.{way}") for way in sorted(others))
            bits = [self.say("services.open_only", {"ways": names}), *self._opening(phone.opening, result.zone)]
        free = [self.say("services.free")] if chosen and chosen[0].contact.free else []
        return [*bits, *free, *self._doubts(result)]

    def _opening(self, how: Opening, zone: str) -> list[str]:
        if how.open:
            return [self.say("services.open_until", {"time": self._time(how.closes_at, zone, closing=True)}) if how.closes_at
                    else self.say("services.open_always")]  # fmt: skip
        if how.open is None and how.usually is None:
            return [self.say("services.unknown")]
        if how.open is None and how.usually:
            until = self._time(how.closes_at, zone, closing=True) if how.closes_at else ""
            return [self.say("services.usually_open", {"time": until}) if until else self.say("services.usually")]
        key = "services.opens" if how.open is False and how.certain else "services.usually_opens"
        if how.opens_at is None:
            return [self.say("services.closed")]
        return [self.say(key, {"time": self._time(how.opens_at, zone)})]

    def _terms(self, way: Reached) -> list[str]:
        free = self.say("services.free") if way.contact.free else way.contact.cost if self.lang == "en" else ""
        return [free, self.say("services.only_inside") if way.contact.abroad is False and self._far() else ""]

    def _far(self) -> bool:
        return bool(self.asked.asker) and self.asked.asker.partition("-")[0] != self.asked.place.partition("-")[0]

    def _doubts(self, result: Result) -> list[str]:
        standing = result.standing
        bits = []
        if any(self.edition.directory.is_reported(result.service, way.contact) for way in result.ways):
            bits.append(self.say("services.reported"))
        if result.service.kind == "emergency" and result.service.confidence != "high" and not standing.assured:
            bits.append(self.say(f"card.doubt.{result.service.confidence}"))
        elif standing.confirm:
            bits.append(self.say("services.confirm"))
        if standing.old and standing.since:
            bits.append(self.say("services.old", {"date": self._day(standing.since)}))
        if standing.assured and standing.since:
            bits.append(self.say("services.assured", {"who": result.service.assurer, "date": self._day(standing.since)}))
        return bits

    def _where(self, result: Result) -> str:
        """The area of a service where it isn't plainly that of the question."""
        service = result.service
        if service.country == "INT":
            return self.say("services.international")
        if service.area:
            names = [name_of(code, self.lang, self.edition.words, self.edition.places) for code in service.area[:2]]
            return ", ".join(name for name in names if name not in service.name)
        if service.country != self.asked.place.partition("-")[0]:
            return name_of(service.country, self.lang, self.edition.words)
        return ""

    def _time(self, moment: datetime, zone: str, closing: bool = False) -> str:
        """Wall time where the service is; the weekday unless it's today; and the reader's own time where that differs."""
        there = ZoneInfo(zone or "UTC")
        text = self._clock(moment, there, closing)
        own = ZoneInfo(self.own_zone) if self.own_zone else there
        if moment.astimezone(own).utcoffset() != moment.astimezone(there).utcoffset():
            text += f" ({self.say('services.your_time', {'time': self._clock(moment, own, closing)})})"
        return text

    def _clock(self, moment: datetime, zone: ZoneInfo, closing: bool) -> str:
        local, today = moment.astimezone(zone), self.now.astimezone(zone).date()
        midnight = closing and (local.hour, local.minute) == (0, 0)
        if midnight:
            local -= timedelta(minutes=1)  # the night of the day before, as people say it
        days = (local.date() - today).days
        time = "'24:00'" if midnight else "HH:mm"
        pattern = time if days == 0 else f"EEE {time}" if days < 7 else f"EEE d MMM {time}"
        return format_datetime(local, pattern, locale="en_GB" if self.lang == "en" else self.lang)

    def _day(self, day: date) -> str:
        return on_date(day, self.lang)
