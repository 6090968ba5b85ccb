"""One owner for a file, told by the operating system, so that a crash leaves no lock behind."""

from __future__ import annotations

import os
from pathlib import Path

from bot.store.errors import StoreInUse

try:
    import fcntl
except ImportError:  # no such thing on this system: then nobody watches
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """A lock on a file beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Raises StoreInUse if another process has it, OSError if the file can't be made."""
        if self._file is not None or fcntl is None:
            return
        file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise StoreInUse(
                f"{self._path.with_suffix('')} is in use by another running Practice Line: stop that one first"
            ) from None
        self._file = file

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
