"""Numbers in the words of education: ECTS points, hours, durations, levels of qualification frameworks."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from wallet.credentials.parsing import values

ECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"
MANY_ECTS = Decimal(30)  # beyond it a micro-credential is hardly one
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?\Z")
_DURATION = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,5}(?:\.\d{1,3})?)H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})S)?)?\Z"
)
_EQF = re.compile(r"/snb/eqf/(?P<level>\d+(?:\.\d+)?)\Z")
_LEVEL = re.compile(
    r"(?:(?:EQF|ERK|PRK|EQ?F|level|poziom)(?:\s+(?:level|poziom))?\s*[-–:_]?\s*)?(?P<level>\d{1,2}(?:[.,]\d+)?)"
    r"(?:\s*(?:EQF|ERK|PRK))?\Z",
    re.IGNORECASE,
)
_PRK = re.compile(r"\bPRK\b|Polska Rama Kwalifikacji|Polish Qualifications Framework", re.IGNORECASE)
CYCLES = {"short": 5, "first": 6, "second": 7, "third": 8}


def positive(value: Any) -> Decimal | None:
    """A number above zero: 2.5, "2", "2,5". None for anything else."""
    if isinstance(value, bool):
        return None
    written = values.string(value).replace("\u00a0", "")
    if not _NUMBER.match(written):
        return None
    try:
        number = Decimal(written.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number > 0 else None


def is_ects(framework: str, label: str) -> bool:
    """The framework's address decides; where it is a local id, its label does. ECVET is not ECTS."""
    if framework == ECTS:
        return True
    if framework.startswith("http://data.europa.eu/snb/education-credit/"):
        return False
    return "ects" in label.casefold() or "european credit transfer" in label.casefold()


def read_duration(value: Any) -> tuple[Decimal | None, str]:
    """Hours of an xsd:duration, or None and why: ambiguous-duration (days, weeks), suspicious-duration
    (months or years: `P60M` in the Commission's own samples hardly means sixty months), "" (no duration)."""
    match = _DURATION.match(values.string(value))
    if match is None or not any(match.groupdict().values()):
        return None, ""
    if match["months"] or match["years"]:
        return None, "suspicious-duration"
    if match["weeks"] or match["days"]:
        return None, "ambiguous-duration"
    hours = Decimal(match["hours"] or 0) + Decimal(match["minutes"] or 0) / 60
    hours += Decimal(match["seconds"] or 0) / 3600
    return (hours.quantize(Decimal("0.01")).normalize() + 0, "") if hours > 0 else (None, "")


def eqf_level(value: Any) -> tuple[int | None, bool]:
    """(1 to 8 or None, whether a level is meant at all): `…/snb/eqf/6`, EQF-6, EQF 6, Level 6, ERK 6, 6."""
    if isinstance(value, bool):
        return None, False
    written = values.string(value)
    found = _EQF.search(written) or _LEVEL.match(written)
    if found is None:
        return None, False
    level = found["level"].replace(",", ".")
    return (int(level), True) if level in {str(number) for number in range(1, 9)} else (None, True)


def names_prk(written: str) -> bool:
    """The Polish framework, whose levels are those of the European one."""
    return _PRK.search(written) is not None
