"""An own entry as it is kept, and the values that people write in more than one way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wallet.entries.errors import EntryNotWhole, EntryTooLong
from wallet.entries.texts import KINDS
from wallet.web import forms
from wallet.web.forms import LINE, TEXT

EARLIEST = 1930
_DATE = (
    re.compile(r"(?P<y>\d{4})(?:[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<d>\d{1,2})[-./ ])?(?P<m>\d{1,2})[-./ ])?(?P<y>\d{4})"),
)


@dataclass(frozen=True)
class Content:
    """An entry as it is kept. Refused entry-not-whole without what every entry must have."""

    kind: str
    title: str
    organisation: str
    began_on: str
    ended_on: str
    description: str
    details: Mapping[str, Any]

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.title or not (self.began_on or self.ended_on):
            raise EntryNotWhole()


def read_date(written: str, *, today: date) -> str:
    """2024 · 05.2024 · 2024-05 · 17.05.2024 · 2024-05-17 as YYYY[-MM[-DD]]; "" for nothing. ValueError for
    anything else, and for years before 1930 or after the next."""
    written = " ".join(written.split())
    if not written:
        return ""
    found = next((match for pattern in _DATE if (match := pattern.fullmatch(written))), None)
    if found is None or not written.isascii():
        raise ValueError("no date")
    year, month, day = (int(found[part]) if found[part] else None for part in ("y", "m", "d"))
    date(year or 0, month or 1, day or 1)
    if not EARLIEST <= (year or 0) <= today.year + 1:
        raise ValueError("too early or too late")
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)


def in_order(began: str, ended: str) -> bool:
    """Compared as exactly as both are known: 2024-05 to 2024 is in order."""
    exact = min(len(began), len(ended))
    return began[:exact] <= ended[:exact]


def read_number(written: str, *, most: int) -> int | float | None:
    """2 · 2.5 · 2,5; None for nothing. ValueError: no number, not above 0, too large."""
    written = written.strip().replace(",", ".")
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", written):
        raise ValueError("no number")
    number = float(written)
    if not 0 < number <= most:
        raise ValueError("too small or too large")
    return int(number) if number.is_integer() else number


def read_outcomes(written: str) -> list[str]:
    """One a line, without the dashes and dots that people put before them."""
    lines = [forms.one_line(line.lstrip(" \t-–•*")) for line in written.splitlines()]
    return [line for line in lines if line]


def one_line(text: str, most: int = LINE) -> str:
    """Text of one line as it is kept. Refused entry-too-long past `most` letters."""
    return _short(forms.one_line(text), most)


def several_lines(text: str, most: int = TEXT) -> str:
    return _short(forms.several_lines(text), most)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise EntryTooLong(most=most)
    return text
