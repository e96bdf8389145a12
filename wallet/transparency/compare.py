"""Two to four credentials side by side, element by element, in the words that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wallet.collection.cards import CredentialCard
from wallet.collection.service import credential_page
from wallet.collection.transparency_card import ElementCard, TransparencyCard
from wallet.services import Services
from wallet.transparency.errors import CompareTwoToFour

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Cell:
    status: str
    word: str
    icon: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    key: str
    name: str
    help: str
    differs: bool
    cells: tuple[Cell, ...]  # in the order of the columns


@dataclass(frozen=True)
class Comparison:
    columns: tuple[CredentialCard, ...]
    told: tuple[TransparencyCard | None, ...]
    lines: tuple[Line, ...]
    differences: int


def compare(holder: str, ids: Sequence[str], *, services: Services) -> Comparison:
    """Refused compare-two-to-four; NotFound when one of them is not the holder's."""
    chosen = list(dict.fromkeys(ids))
    if not FEWEST <= len(chosen) <= MOST:
        raise CompareTwoToFour()
    pages = [credential_page(holder, one, services=services) for one in chosen]
    told = tuple(page.transparency for page in pages)
    named = next((one for one in told if one is not None), None)
    lines = tuple(_line(place, told) for place in range(len(named.elements))) if named else ()
    return Comparison(tuple(page.card for page in pages), told, lines, sum(line.differs for line in lines))


def _line(place: int, told: Sequence[TransparencyCard | None]) -> Line:
    found = [one.elements[place] if one is not None else None for one in told]
    named = next(one for one in found if one is not None)
    cells = tuple(_cell(one) for one in found)
    said = {(cell.status, frozenset(value.casefold() for value in cell.values)) for cell in cells}
    return Line(named.key, named.name, named.help, len(said) > 1, cells)


def _cell(one: ElementCard | None) -> Cell:
    if one is None:
        return Cell("missing", "", "minus", ())
    return Cell(one.status, one.word, one.icon, one.values or ((one.quote,) if one.quote else ()))
