"""Who reads, and what of it they get: one table for the four kinds of reader.

A reader gets what fields_of says and nothing else. Some things no reader ever gets, so that no field here
could ask for them: private reflections, the addresses proven to us, how a recipient is written down (hash,
salt, identity), national identifiers, postal addresses, citizenship, gender, and the names of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

AUDIENCES = ("employer", "school", "adviser", "public")


@dataclass(frozen=True)
class Fields:
    """What one reader gets. Outcomes, issuer, dates and the verdict with its date everybody gets."""

    name: bool  # the name at the head of the page; it may be a pseudonym
    contact: bool
    birth_date: bool  # only ever for a school, by explicit choice
    size: str  # "short" | "full": credits, hours, level
    assessment: bool
    grade: bool
    transparency: str  # "none" | "short" | "full"
    evidence: bool
    paths: bool
    expired: bool  # also what has ended and what proves mere participation
    recipient_name: bool  # the name as the credential states it
    original: bool  # the signed file itself, with all that is written in it


_ALWAYS = {"birth_date": False, "assessment": True, "original": False}

_TABLE = {
    "employer": Fields(
        name=True, contact=False, size="short", grade=False, transparency="short", evidence=True,
        paths=False, expired=False, recipient_name=False, **_ALWAYS,
    ),
    "school": Fields(
        name=True, contact=False, size="full", grade=True, transparency="full", evidence=True,
        paths=False, expired=True, recipient_name=True, **_ALWAYS,
    ),
    "adviser": Fields(
        name=True, contact=True, size="full", grade=True, transparency="full", evidence=True,
        paths=True, expired=True, recipient_name=True, **_ALWAYS,
    ),
    "public": Fields(
        name=False, contact=False, size="short", grade=False, transparency="none", evidence=False,
        paths=False, expired=False, recipient_name=False, **_ALWAYS,
    ),
}  # fmt: skip

# What the holder may switch, on or off, for each reader. What stands nowhere here is always as in the table.
CHOICES: dict[str, tuple[str, ...]] = {
    "employer": ("contact", "grade", "evidence", "expired", "recipient_name", "original"),
    "school": ("birth_date", "grade", "evidence", "paths", "expired", "recipient_name", "original"),
    "adviser": ("contact", "grade", "evidence", "paths", "expired", "recipient_name", "original"),
    "public": ("name", "evidence"),
}

# What a form ticks beforehand, though it holds only once the holder has confirmed it.
PROPOSED: dict[str, tuple[str, ...]] = {"school": ("original",)}

LINK_DAYS = {"employer": 90, "school": 180, "adviser": 180, "public": 365}


def fields_of(audience: str, chosen: Mapping[str, Any] | None = None) -> Fields:
    """What this reader gets. `chosen` counts only for CHOICES[audience], and only as true or false; a kind of
    reader that is not known gets the least."""
    known = audience if audience in _TABLE else "public"
    asked = chosen if isinstance(chosen, Mapping) else {}
    taken = {field: asked[field] for field in CHOICES[known] if isinstance(asked.get(field), bool)}
    return replace(_TABLE[known], **(taken if audience in _TABLE else {}))
