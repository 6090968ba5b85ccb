"""The verbs of `board`: what its buttons carry, each with the number of arguments that it has at most."""

from __future__ import annotations

VERBS: dict[str, int] = {}
