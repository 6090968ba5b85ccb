"""Logs on an allow-list: a field that isn't listed here is not written, whoever passes it.

No text of a person, no number, no token can get into a log by accident: event names are fixed words of the program, values
are counts, codes and kinds. Libraries' own messages may hold anything (an address with the bot token, a statement with its
parameters), so of them only the logger, the level and the kind of error are written.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset({
    "event", "level", "logger", "timestamp",
    "address", "attempt", "attempts", "bytes", "channel", "code", "commands", "count", "database", "degraded", "error", "file",
    "files", "folder", "host", "kind", "lane", "languages", "line", "method", "milliseconds", "oldest_seconds", "path", "pid",
    "port", "problems", "reason", "seconds", "signal", "state", "status", "tables", "topics", "updates", "version", "waiting",
    "warnings", "what", "why",
})  # fmt: skip
"""Fields that may be written. Before adding one, ask whether a person's words could ever stand in it."""


def only_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that isn't on the list; an error becomes the name of its kind."""
    info = event.pop("exc_info", None)
    if info and "error" not in event:
        kind = info[0] if isinstance(info, tuple) else sys.exc_info()[0] if info is True else type(info)
        event["error"] = getattr(kind, "__name__", "unknown")
    return {key: _short(value) for key, value in event.items() if key in ALLOWED}


def configure(json_lines: bool = False, level: str = "info") -> None:
    """Set up logging for the whole process, to stderr. Call it once, before anything logs."""
    last: Any = structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Others()]
    root.setLevel(logging.WARNING)


class _Others(logging.Handler):
    """What libraries log: that they did, where and how bad; never what."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass the record on without its message."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "none"
        log = structlog.get_logger(record.name)
        log.log(record.levelno, "library.message", kind=record.name, error=kind)


def _short(value: Any) -> Any:
    return value if isinstance(value, bool | int | float) or value is None else str(value)[:200]
