"""What can be wrong with the store, in the few kinds that make a difference to those who use it."""

from __future__ import annotations


class StoreDown(Exception):
    """Nothing can be written just now: locked for too long, full, unreachable, damaged. `reason` is one plain line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreReadOnly(StoreDown):
    """The store can be read and not be written."""


class StoreInUse(Exception):
    """Another process owns the database file. Only one may: a second one would answer everything twice."""


class NewerSchema(Exception):
    """The database was written by a newer version of the program, which this one must not touch."""
