"""One line of a diagnosis: a skill, how well it is needed, how well it is there. Pure.

As it is kept: {"label", "uri", "needed_level", "self_level", "adviser_level", "source"}. Levels are 0 to 4 or
null (nobody said); `source` is "esco" when `uri` comes from the vocabulary, else "own".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

LEVELS = range(5)
USUALLY_NEEDED = 3


@dataclass(frozen=True)
class Item:
    label: str
    uri: str = ""
    needed_level: int | None = None
    self_level: int | None = None
    adviser_level: int | None = None
    source: str = "own"

    @property
    def level(self) -> int | None:
        """What there is: the adviser's word, else the person's own."""
        return self.self_level if self.adviser_level is None else self.adviser_level

    @property
    def is_gap(self) -> bool:
        return bool(self.needed_level) and (self.level or 0) < (self.needed_level or 0)

    @property
    def is_strength(self) -> bool:
        """It is there, and as well as it is needed."""
        return bool(self.level) and not self.is_gap

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def items_of(kept: object) -> tuple[Item, ...]:
    """What was kept, read; what is no item of a diagnosis is left out."""
    rows = kept if isinstance(kept, Iterable) else ()
    return tuple(item for row in rows if isinstance(row, Mapping) and (item := _item(row)) is not None)


def _item(row: Mapping[str, Any]) -> Item | None:
    label = row.get("label")
    if not isinstance(label, str) or not label.strip() or "needed_level" not in row:
        return None
    return Item(
        label=label.strip(),
        uri=str(row.get("uri") or ""),
        needed_level=level_of(row.get("needed_level")),
        self_level=level_of(row.get("self_level")),
        adviser_level=level_of(row.get("adviser_level")),
        source="esco" if row.get("source") == "esco" else "own",
    )


def level_of(value: object) -> int | None:
    """0 to 4, or None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:3])
    return value if isinstance(value, int) and not isinstance(value, bool) and value in LEVELS else None
