"""Text that every database takes."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text with half characters (lone surrogates, which people can send and UTF-8 doesn't know) as question marks."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
