"""Which badges count, by form: the `where` of a rule, of one of its lines, or of a whole path.

`at` says which: "" the whole, "-0" the first line, "-0.1" the second line of the group in the first.
What was typed is kept as it was typed, so that a refusal loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wallet.paths.rules.language import AREAS, PROOF_KINDS

UNITS_OF_AGE = {"years": 365, "months": 30, "days": 1}
TEXT_LIMIT = 2_000
NUMBERS = ("min_eqf", "min_transparency")
EXPIRY = {"current": True, "too": False}


@dataclass(frozen=True)
class Narrow:
    """The filled fields. `expiry`: "" as usual, current, too."""

    verified_only: bool = False
    assessed_only: bool = False
    expiry: str = ""
    min_eqf: str = ""
    min_transparency: str = ""
    age: str = ""
    age_unit: str = "months"
    issued_after: str = ""
    issuers: str = ""  # one a line
    proof_kind: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        return replace(self, age_unit="months") != ANYTHING


ANYTHING = Narrow()


def read_conditions(form: Mapping[str, Any], at: str = "") -> Narrow:
    """The fields as they were sent."""

    def typed(name: str) -> str:
        return str(form.get(f"{name}{at}", "")).strip()[:TEXT_LIMIT]

    unit = typed("age_unit")
    return Narrow(
        verified_only=bool(form.get(f"verified_only{at}")),
        assessed_only=bool(form.get(f"assessed_only{at}")),
        expiry=typed("expiry") if typed("expiry") in EXPIRY else "",
        min_eqf=typed("min_eqf"),
        min_transparency=typed("min_transparency"),
        age=typed("age"),
        age_unit=unit if unit in UNITS_OF_AGE else "months",
        issued_after=typed("issued_after"),
        issuers=typed("issuers"),
        proof_kind=tuple(one for one in several(form, f"proof_kind{at}") if one in PROOF_KINDS),
        areas=tuple(one for one in several(form, f"areas{at}") if one in AREAS),
    )


def where_of(narrow: Narrow) -> dict[str, Any]:
    """The `where` that the fields describe. A number that is none becomes one that is refused."""
    where: dict[str, Any] = {}
    for name in ("verified_only", "assessed_only"):
        if getattr(narrow, name):
            where[name] = True
    if narrow.expiry:
        where["not_expired"] = EXPIRY[narrow.expiry]
    for name in NUMBERS:
        if typed := getattr(narrow, name):
            where[name] = whole(typed)
    if narrow.age:
        where["max_age_days"] = whole(narrow.age) * UNITS_OF_AGE[narrow.age_unit]
    if narrow.issued_after:
        where["issued_after"] = narrow.issued_after
    if issuers := [line.strip() for line in narrow.issuers.splitlines() if line.strip()]:
        where["issuers"] = issuers
    for name in ("proof_kind", "areas"):
        if chosen := list(getattr(narrow, name)):
            where[name] = chosen
    return where


def conditions_of(where: Mapping[str, Any] | None) -> Narrow:
    """The fields filled with a stored `where`."""
    where = where or {}
    age, unit = _age(where.get("max_age_days"))
    return Narrow(
        verified_only=where.get("verified_only") is True,
        assessed_only=where.get("assessed_only") is True,
        expiry={True: "current", False: "too"}.get(where.get("not_expired"), ""),  # type: ignore[arg-type]
        min_eqf=str(where.get("min_eqf", "")),
        min_transparency=str(where.get("min_transparency", "")),
        age=age,
        age_unit=unit,
        issued_after=str(where.get("issued_after", "")),
        issuers="\n".join(" ".join(issuer.split()) for issuer in where.get("issuers", ())),
        proof_kind=tuple(where.get("proof_kind", ())),
        areas=tuple(where.get("areas", ())),
    )


def _age(days: Any) -> tuple[str, str]:
    if not isinstance(days, int):
        return "", "months"
    for unit, length in UNITS_OF_AGE.items():
        if days % length == 0:
            return str(days // length), unit
    return str(days), "days"


def whole(typed: str) -> int:
    """The number, or -1, which every rule refuses."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else -1


def several(form: Mapping[str, Any], name: str) -> list[str]:
    """Every value sent under this name, whether the form is Flask's or a plain mapping."""
    if hasattr(form, "getlist"):
        return [str(value) for value in form.getlist(name)]
    value = form.get(name, ())
    return [value] if isinstance(value, str) else [str(one) for one in value]
