"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_decoder = json.JSONDecoder()


def new_id() -> str:
    """128 random bits, 32 hex characters: not guessable, not countable, carries no time."""
    return secrets.token_hex(16)


def offset_of(moment: datetime | None) -> int | None:
    """Minutes east of UTC of an aware moment; None of none."""
    offset = moment.utcoffset() if moment is not None else None
    return None if offset is None else round(offset.total_seconds() / 60)


def in_offset(moment: datetime | None, minutes: int | None) -> datetime | None:
    """The moment in the offset that was stored beside it; unchanged where none is, or none that fits."""
    if moment is None or not minutes:
        return moment
    try:
        return moment.astimezone(timezone(timedelta(minutes=minutes)))
    except (ValueError, OverflowError):
        return moment


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps text of one fixed width, so that text order is time order."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the store keeps only times with a zone")
        moment = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return moment
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class PlainText(TypeDecorator[str]):
    """Text that any database takes: what strangers write may hold NUL (which PostgreSQL refuses) and lone
    surrogates (which are no text at all); both become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


class JsonText(TypeDecorator[Any]):
    """A JSON value of our own making, kept as text: the same bytes in both databases and in a backup."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else _decoder.decode(value)
