"""How a column is declared to be a person's own, or why it is not (see wallet.store.personal)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OWNER = "the same in every row: it is the owner's own account"
OPENS = "would let whoever finds the copy act in the person's name"
DERIVED = "made by us from what is exported, and made anew by an import"
OURS = "says when we next have work to do, nothing about the person"
COUNTS = "counts edits so that a stale form is noticed"
OTHER = "the account of somebody else; their name stands beside it where they gave one"
PRIVATE_ID = "says nothing outside this wallet"


@dataclass(frozen=True)
class Declared:
    """`name` is the table's in a person's copy. `kept_back`: column -> why it is not in it."""

    name: str
    exported: tuple[str, ...] = ()
    kept_back: Mapping[str, str] = field(default_factory=dict)


def names(columns: str) -> tuple[str, ...]:
    return tuple(columns.split())
