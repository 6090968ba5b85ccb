"""What is kept: the only room that knows SQLAlchemy. Everything else speaks of works, rows and plain words."""

from sqlalchemy import Connection

from bot.store.errors import NewerSchema, StoreDown, StoreInUse, StoreReadOnly
from bot.store.unit import Store, Work, open_store

__all__ = ["Connection", "NewerSchema", "Store", "StoreDown", "StoreInUse", "StoreReadOnly", "Work", "open_store"]
