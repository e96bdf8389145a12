"""What a person may write into an own entry, and how it is read: a title and one date, the rest if they like.

Health and care are never asked for: a break needs no reason."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wallet.entries.errors import (
    EntryDateNotRead,
    EntryEndsBeforeItBegan,
    EntryKindUnknown,
    EntryNeedsDate,
    EntryNeedsTitle,
    EntryNumberNotRead,
    EntryTooLong,
    EntryTooManyOutcomes,
)
from wallet.entries.texts import ASSESSMENTS, KINDS, PARTICIPATIONS, is_country
from wallet.errors import Refused

TITLE, LINE, TEXT = 200, 200, 5_000  # letters
MOST_OUTCOMES = 30
MOST_HOURS, MOST_ECTS = 20_000, 300
EARLIEST = 1930
# Refusals that a person mends in the form itself, and the field each belongs to unless it names another.
FORM_PROBLEMS = {
    "entry-needs-title": "title",
    "entry-needs-date": "began",
    "entry-date-not-read": "began",
    "entry-ends-before-it-began": "ended",
    "entry-number-not-read": "hours",
    "entry-too-long": "title",
    "entry-kind-unknown": "kind",
    "entry-too-many-outcomes": "outcomes",
    "entries-full": "",
}
FOLDED = frozenset(
    {"country", "outcomes", "hours", "ects", "level", "assessment", "participation", "quality"}
)  # these fields are folded away until asked for
_DATE = (
    re.compile(r"(?P<y>\d{4})(?:[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<d>\d{1,2})[-./ ])?(?P<m>\d{1,2})[-./ ])?(?P<y>\d{4})"),
)
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # letters of some scripts and emoji need them


@dataclass(frozen=True)
class Content:
    """An entry as it is kept."""

    kind: str
    title: str
    organisation: str
    began_on: str
    ended_on: str
    description: str
    details: Mapping[str, Any]


def read_form(form: Mapping[str, str], *, today: date) -> Content:
    """The content of a form. Refused with a code of FORM_PROBLEMS."""
    kind = form.get("kind") or "other"
    if kind not in KINDS:
        raise EntryKindUnknown()
    title = _field(form, "title", one_line, TITLE)
    if not title:
        raise EntryNeedsTitle()
    began, ended = (_field(form, name, read_date, today=today) for name in ("began", "ended"))
    if not began and not ended:
        raise EntryNeedsDate()
    if began and ended and not _in_order(began, ended):
        raise EntryEndsBeforeItBegan()
    organisation = _field(form, "organisation", one_line, LINE)
    stated = began if kind == "certificate" else ended or began
    return Content(
        kind=kind,
        title=title,
        organisation=organisation,
        began_on=began,
        ended_on=ended,
        description=_field(form, "description", several_lines, TEXT),
        details=_details(form, title=title, organisation=organisation, stated=stated or ended),
    )


def _details(form: Mapping[str, str], *, title: str, organisation: str, stated: str) -> dict[str, Any]:
    """The elements of Annex I that the entry states; what is not stated is not there."""
    country = form.get("country", "")
    level = form.get("level", "")
    workload = {
        name: number
        for name, most in (("hours", MOST_HOURS), ("ects", MOST_ECTS))
        if (number := _field(form, name, read_number, most=most)) is not None
    }
    outcomes = _field(form, "outcomes", _read_outcomes)
    found = {
        "title": title,
        "country": country if is_country(country) else "",
        "awarding_body": organisation,
        "date": stated,
        "outcomes": outcomes,
        "workload": workload,
        "level": int(level) if level in set("12345678") else None,
        "assessment": _known(form.get("assessment", ""), ASSESSMENTS),
        "participation": _known(form.get("participation", ""), PARTICIPATIONS),
        "quality": _field(form, "quality", one_line, LINE),
    }
    return {key: value for key, value in found.items() if value}


def _field(form: Mapping[str, str], name: str, read: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Read one field; a refusal says which one it was."""
    try:
        return read(form.get(name, ""), *given, **named)
    except Refused as refused:
        raise Refused(refused.code, **{**refused.params, "field": name}) from None


def _read_outcomes(written: str) -> list[str]:
    """One a line, without the dashes and dots that people put before them."""
    lines = [one_line(line.lstrip(" \t-–•*"), LINE) for line in written.splitlines()]
    found = [line for line in lines if line]
    if len(found) > MOST_OUTCOMES:
        raise EntryTooManyOutcomes(most=MOST_OUTCOMES)
    return found


def form_of(content: Any) -> dict[str, str]:
    """What the fields of the form hold for an entry (its row, or a Content): the way back."""
    details = content.details
    workload = details.get("workload", {})
    return {
        "kind": content.kind,
        "title": content.title,
        "organisation": content.organisation,
        "began": content.began_on,
        "ended": content.ended_on,
        "description": content.description,
        "country": details.get("country", ""),
        "outcomes": "\n".join(details.get("outcomes", ())),
        "hours": _plain(workload.get("hours")),
        "ects": _plain(workload.get("ects")),
        "level": str(details.get("level", "")),
        "assessment": details.get("assessment", ""),
        "participation": details.get("participation", ""),
        "quality": details.get("quality", ""),
    }


def read_date(written: str, *, today: date) -> str:
    """2024 · 05.2024 · 2024-05 · 17.05.2024 · 2024-05-17 as YYYY[-MM[-DD]]; "" for nothing.
    Refused entry-date-not-read for anything else, and for years before 1930 or after the next."""
    written = " ".join(written.split())
    if not written:
        return ""
    found = next((match for pattern in _DATE if (match := pattern.fullmatch(written))), None)
    if found is None or not written.isascii():
        raise EntryDateNotRead(written=written[:40])
    year, month, day = (int(found[part]) if found[part] else None for part in ("y", "m", "d"))
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise EntryDateNotRead(written=written[:40]) from None
    if not EARLIEST <= (year or 0) <= today.year + 1:
        raise EntryDateNotRead(written=written[:40])
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)


def _in_order(began: str, ended: str) -> bool:
    """Compared as exactly as both are known: 2024-05 to 2024 is in order."""
    exact = min(len(began), len(ended))
    return began[:exact] <= ended[:exact]


def read_number(written: str, *, most: int) -> int | float | None:
    """2 · 2.5 · 2,5; None for nothing. Refused entry-number-not-read: no number, not above 0, too large."""
    written = written.strip().replace(",", ".")
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", written):
        raise EntryNumberNotRead(written=written[:40])
    number = float(written)
    if not 0 < number <= most or not math.isfinite(number):
        raise EntryNumberNotRead(written=written[:40])
    return int(number) if number.is_integer() else number


def _plain(number: float | None) -> str:
    return f"{number:g}" if number else ""


def _known(key: str, table: Mapping[str, str]) -> str:
    return key if key in table else ""


def one_line(text: str, most: int) -> str:
    """Without line breaks, controls and direction overrides. Refused entry-too-long past `most` letters."""
    return _short("".join(c if _is_seen(c) else " " for c in text), most)


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    if len(plain) > most:
        raise EntryTooLong(most=most)
    return plain


def several_lines(text: str, most: int = TEXT) -> str:
    """Text of several lines, without controls and direction overrides. Refused entry-too-long."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = "\n".join("".join(c for c in line if c == "\t" or _is_seen(c)).rstrip() for line in lines).strip()
    if len(plain) > most:
        raise EntryTooLong(most=most)
    return plain


def _is_seen(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN
