"""The conversation without any channel or store: reading, turning and drawing, with a clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.library.edition import Edition
from bot.library.richtext import plain
from bot.talk.desk import Desk
from bot.talk.house import House
from bot.talk.messages import Drawn, Edited, Incoming, Joined, Origin, Pressed, Said, SentSomething
from bot.talk.once import has_answered
from bot.talk.read import read
from bot.talk.render import draw
from bot.talk.session import Session
from bot.talk.tokens import Signer
from bot.talk.turn import turn
from tests.talk.transcript import Shown

PERSON = "memory:ada"


def shown(drawn: Drawn, amended: bool) -> Shown:
    text = "\n\n".join(plain(voice.blocks) for voice in drawn.voices)
    presses = {b.text: b.data for row in drawn.buttons for b in row}
    files = tuple(file.name for file in drawn.files)
    return Shown(text, tuple(b.text for row in drawn.buttons for b in row), amended, presses, files)


@dataclass
class PureDriver:
    """Keeps what `delivery` would keep: the session, the burst, which message answered which."""

    edition: Edition
    house: House
    now: datetime
    session: Session = field(default_factory=Session)
    signer: Signer = field(default_factory=lambda: Signer((b"a key for tests",)))
    screen: list[Shown] = field(default_factory=list)
    earlier: list[tuple[str, datetime, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    updates: int = 0
    asked: str = ""

    async def act(self, act: str, what: str) -> list[Shown]:
        self.updates += 1
        number = str(self.updates)
        origin = Origin("memory", number, "1", "ada", self.now)
        match act:
            case "waits":
                self.now += timedelta(seconds=float(what))
                return []
            case "says":
                self.asked = number
                return self._take(Said(origin, what, number))
            case "edits":
                return self._take(Edited(origin, what, self.asked))
            case "starts":
                return self._take(Said(origin, f"/start {what}".strip(), number))
            case "sends":
                return self._take(SentSomething(origin, what, message_id=number))  # type: ignore[arg-type]
            case "presses":
                for index in range(len(self.screen) - 1, -1, -1):
                    if what in self.screen[index].presses:
                        return self._take(Pressed(origin, self.screen[index].presses[what], f"b{index}", number))
                raise AssertionError(f"no such button on the screen: {what}")
        raise AssertionError(act)

    def _take(self, incoming: Incoming) -> list[Shown]:
        text = incoming.text if isinstance(incoming, Said | Edited) else ""
        recent = [e for e in self.earlier if self.now - e[1] <= timedelta(seconds=60)] if isinstance(incoming, Said) else []
        earlier = tuple(e[0] for e in recent)
        reading = read(incoming, earlier, self.session, self.edition, self.house)
        desk = Desk(
            earlier=earlier,
            earlier_reply=recent[-1][2] if recent else "",
            answered_as=self.answers.get(incoming.message_id, "") if isinstance(incoming, Edited) else "",
        )
        found = turn(incoming, reading, self.session, desk, self.edition, self.house, self.signer, self.now)
        self.session = found.session
        if found.reply is None:
            return []
        seen = shown(draw(found.reply, self.edition, self.house, self.signer, PERSON, self.now), bool(found.reply.amends))
        if found.reply.amends:
            self.screen[int(found.reply.amends[1:])] = seen
            where = found.reply.amends
        else:
            self.screen.append(seen)
            where = f"b{len(self.screen) - 1}"
        if not isinstance(incoming, Joined | Pressed):
            self.answers[incoming.message_id] = where  # type: ignore[union-attr]
        if isinstance(incoming, Said):
            self.earlier = [] if has_answered(reading, found) else [*recent, (text, self.now, where)]
        return [seen]
