"""Values out of a person's copy from another wallet: none is believed to be what it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.credentials.parsing.typed import JOINERS, cleaned

Row = Mapping[str, Any]
Known = dict[str, str]  # id in the copy -> id here


class Rows(Protocol):
    def __call__(self, name: str) -> Iterator[Row]:
        """What the copy lists under a name, without what was put away."""


def text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def plain(words: str) -> str:
    """Letters and line breaks."""
    return cleaned(words, kept=JOINERS + "\n")


def line(row: Row, name: str, most: int) -> str:
    return " ".join(plain(text(row, name)).split())[:most]


def lines(row: Row, name: str, most: int) -> str:
    return plain(text(row, name)).strip()[:most]


def whole(row: Row, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def position(row: Row) -> int:
    return whole(row, "position")


def instant(row: Row, name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text(row, name))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def moment_of(row: Row, name: str, now: datetime) -> datetime:
    """As stated, but never in the future."""
    stated = instant(row, name)
    return min(stated, now) if stated else now


def there(session: Session, table: Any, holder: str, **values: Any) -> str | None:
    """The id of the holder's row that is the same already."""
    query = select(table.id).where(table.account_id == holder)
    for name, value in values.items():
        query = query.where(getattr(table, name) == value)
    return session.scalars(query.limit(1)).first()
