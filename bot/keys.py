"""The secret that signs buttons and web visitors: given from outside, or made once beside the SQLite file.

To change it, put the new key on the first line and the old one on a second, with the last day on which it still counts:

    new-key
    old-key until 2026-12-22

Thirty days are enough for old buttons in people's chats.
"""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

from bot.config import Settings

SHORTEST = 16  # bytes
NAME = "practiceline.key"


class KeyRefused(Exception):
    """There is no usable key; the message says what to do."""


def keys_of(settings: Settings, today: date) -> tuple[bytes, ...]:
    """The present key, and older ones whose last day hasn't passed. Raises KeyRefused."""
    if settings.secret_key:
        return parsed(settings.secret_key, today, "PRACTICELINE_SECRET_KEY")
    scheme, _, rest = settings.database_url.partition(":///")
    if not scheme.startswith("sqlite"):
        raise KeyRefused("PRACTICELINE_SECRET_KEY is needed with PostgreSQL — set it to at least 32 random characters")
    if not rest or rest == ":memory:":
        return (secrets.token_bytes(32),)
    file = Path(rest).with_name(NAME)
    try:
        return parsed(file.read_text("ascii"), today, str(file))
    except FileNotFoundError:
        return (_made(file).encode(),)
    except (OSError, UnicodeError) as error:
        raise KeyRefused(f"{file} can't be read ({error}) — mend it, or set PRACTICELINE_SECRET_KEY") from None


def parsed(text: str, today: date, where: str) -> tuple[bytes, ...]:
    """The keys that count on a day, the present one first. Raises KeyRefused."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines[0].encode()) < SHORTEST:
        raise KeyRefused(f"{where}: the key is too short — write at least {SHORTEST} random characters on the first line")
    keys = [lines[0].encode()]
    for line in lines[1:]:
        key, _, until = line.partition(" until ")
        try:
            last = date.fromisoformat(until.strip())
        except ValueError:
            raise KeyRefused(f"{where}: an older key needs its last day — write `KEY until 2026-12-22`") from None
        if today <= last:
            keys.append(key.strip().encode())
    return tuple(keys)


def _made(file: Path) -> str:
    key = secrets.token_urlsafe(32)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(key + "\n")
    except OSError as error:
        raise KeyRefused(
            f"{file} can't be written ({error.strerror}) — make the folder writable, or set PRACTICELINE_SECRET_KEY"
        ) from None
    return key
