"""What people write to a bot, as updates, and what the bot wrote to them, as tests read it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_rules import covered


@dataclass
class Message:
    """A message of the bot as it stands now. `at` is when it was sent (monotonic clock), `versions` its texts so far. `file` is
    what it holds, a picture if `picture`: then the text is its caption."""

    id: int
    chat: int
    text: str
    entities: list[dict[str, Any]]
    keyboard: list[list[dict[str, Any]]]
    silent: bool = False
    reply_to: int | None = None
    preview: bool = True
    deleted: bool = False
    at: float = field(default_factory=time.monotonic)
    versions: list[str] = field(default_factory=list)
    file: tuple[str, str, bytes] | None = None  # name, media type, bytes
    picture: bool = False

    @property
    def buttons(self) -> list[list[str]]:
        """The words on the buttons, row by row, without those that copy something."""
        rows = [[button["text"] for button in row if "callback_data" in button] for row in self.keyboard]
        return [row for row in rows if row]

    @property
    def copies(self) -> list[str]:
        """What the copying buttons copy."""
        return [button["copy_text"]["text"] for row in self.keyboard for button in row if "copy_text" in button]

    def data(self, label: str) -> str:
        """What the button with these words carries."""
        for row in self.keyboard:
            for button in row:
                if button["text"] == label and "callback_data" in button:
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    def styled(self, kind: str) -> list[str]:
        """The words under entities of a kind."""
        return [covered(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]


def person(number: int, locale: str = "en") -> dict[str, Any]:
    """A user of Telegram."""
    return {"id": number, "is_bot": False, "first_name": f"Person {number}", "language_code": locale}


def chat(number: int) -> dict[str, Any]:
    """A chat: negative numbers are groups."""
    if number < 0:
        return {"id": number, "type": "supergroup", "title": "A group"}
    return {"id": number, "type": "private", "first_name": f"Person {number}"}


def message(number: int, where: int, who: Mapping[str, Any], at: int, **content: Any) -> dict[str, Any]:
    """A message that somebody wrote, with what it holds."""
    return {"message_id": number, "date": at, "chat": chat(where), "from": dict(who), **content}


def media(kind: str) -> dict[str, Any]:
    """What a message of a kind holds that isn't words; none of it can be fetched from the double."""
    file = {"file_id": f"file-{kind}", "file_unique_id": f"unique-{kind}", "file_size": 1000}
    contents: dict[str, dict[str, Any]] = {
        "photo": {"photo": [{**file, "width": 90, "height": 90}, {**file, "width": 800, "height": 800}]},
        "voice": {"voice": {**file, "duration": 3}},
        "audio": {"audio": {**file, "duration": 3}},
        "video": {"video": {**file, "duration": 3, "width": 90, "height": 90}},
        "video_note": {"video_note": {**file, "duration": 3, "length": 90}},
        "animation": {"animation": {**file, "duration": 3, "width": 90, "height": 90}, "document": file},
        "sticker": {"sticker": {**file, "type": "regular", "width": 90, "height": 90, "is_animated": False, "is_video": False}},
        "document": {"document": file},
        "contact": {"contact": {"phone_number": "+15550100", "first_name": "Somebody"}},
        "location": {"location": {"longitude": 7.5, "latitude": 9.1}},
        "venue": {
            "venue": {"location": {"longitude": 7.5, "latitude": 9.1}, "title": "A place", "address": "A street"},
            "location": {"longitude": 7.5, "latitude": 9.1},
        },
        "dice": {"dice": {"emoji": "🎲", "value": 3}},
        "poll": {
            "poll": {
                "id": "1",
                "question": "Which?",
                "options": [{"text": "One", "voter_count": 0}, {"text": "Two", "voter_count": 0}],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
            }
        },
    }
    return contents[kind]


def member(status: str) -> dict[str, Any]:
    """The bot as a member of a chat."""
    user = {"id": 42, "is_bot": True, "first_name": "Practice Line"}
    more = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": user, **more}
