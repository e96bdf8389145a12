"""Paths on a page for others: what it gets of them, and where it asks.

The package of paths offers when the app is built. Nobody offers: there is nothing, and the page goes without.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wallet.services import Kind, Services


@dataclass(frozen=True)
class OfferedStep:
    title: str
    state: str  # done, awaiting, returned, next, open
    word: str
    required: bool
    proofs: tuple[tuple[str, str], ...] = ()  # (id, title) of the credentials that count


@dataclass(frozen=True)
class OfferedPath:
    """How far a path has come, as it may be shown to others: nothing private is in it."""

    id: str
    title: str
    goal_word: str
    percent: int
    exact: str  # "3 of 5 steps", in the reader's language
    complete: bool
    due_on: date | None
    steps: tuple[OfferedStep, ...] = ()
    goal: str = "other"  # what the words above are made of, for `worded`
    counts: tuple[int, int, int] = (0, 0, 0)  # done, required, done beyond what is required


class Paths(Protocol):
    def choices(self, holder: str, *, services: Services) -> tuple[tuple[str, str], ...]:
        """(id, title) of the holder's paths."""

    def shown(self, holder: str, path_ids: Collection[str], *, services: Services) -> tuple[OfferedPath, ...]:
        """Those that are there and the holder's: as many queries for ten as for one."""

    def worded(self, path: OfferedPath) -> OfferedPath:
        """The same in the reader's language: words of `goal`, `counts` and the states of the steps."""


PATHS: Kind[Paths] = Kind("paths")
NAME = "paths"


def offer_paths(offer: Paths, *, services: Services) -> None:
    services.offers.add(PATHS, NAME, offer)


def paths(services: Services) -> Paths | None:
    return services.offers.of(PATHS).get(NAME)
