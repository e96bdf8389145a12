"""Check 5: whether the credential is in force at the moment asked about, which is an argument.

A credential may state its beginning and its end in several places, and they may differ: it is in force from
the latest beginning to the earliest end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from wallet.credentials.parsing.times import from_unix, read_time
from wallet.credentials.parsing.values import several
from wallet.errors import Unreadable
from wallet.verification.report import CLOCK_IN_DOUBT, Check, Finding, Outcome

SKEW = timedelta(seconds=300)  # clocks of issuers and ours may differ by this much (R27)

_FROM = ("validFrom", "issuanceDate", "issuedOn")
_UNTIL = ("validUntil", "expirationDate", "expires")
_FROM_BESIDE, _UNTIL_BESIDE = _FROM[:2], _UNTIL[:2]  # the names of the W3C data models
# Claims of a JWT (RFC 7519 §4.1) are seconds since 1970
_CLAIMS_FROM = ("nbf", "iat")
_CLAIMS_UNTIL = ("exp",)


def check_validity(
    document: Mapping[str, Any],
    *,
    at: datetime | None,
    claims: Mapping[str, Any] | None = None,
    lenient: bool = False,
) -> Finding:
    """VALIDITY by the dates of the document and, for a JWT, of its claims. Every stated date must hold.

    A date that cannot be read is a fault of SHAPE, and says so. Without a moment (`at` is None) no date is
    judged, not even those of the signature, and the question stays open."""
    try:
        beside = claims or {}  # dates next to `vc` in a token are signed as well
        starts = _stated(document, _FROM, lenient) + _claimed(claims, _CLAIMS_FROM)
        starts += _stated(beside, _FROM_BESIDE, True)
        ends = _stated(document, _UNTIL, lenient) + _claimed(claims, _CLAIMS_UNTIL)
        ends += _stated(beside, _UNTIL_BESIDE, True)
    except Unreadable:
        return Finding(Check.SHAPE, Outcome.FAIL, "bad-date")
    if at is None:
        return Finding(Check.VALIDITY, Outcome.INCONCLUSIVE, CLOCK_IN_DOUBT)
    if ends and min(ends) < at:
        return Finding(Check.VALIDITY, Outcome.FAIL, "expired", {"until": _iso(min(ends))})
    if starts and max(starts) > at + SKEW:
        return Finding(Check.VALIDITY, Outcome.FAIL, "not-yet-valid", {"from": _iso(max(starts))})
    if ends:
        return Finding(Check.VALIDITY, Outcome.PASS, "in-force-until", {"until": _iso(min(ends))})
    return Finding(Check.VALIDITY, Outcome.PASS, "no-end-date")


def _stated(document: Mapping[str, Any], names: tuple[str, ...], lenient: bool) -> list[datetime]:
    return [read_time(one, lenient=lenient) for name in names for one in several(document.get(name))]


def _claimed(claims: Mapping[str, Any] | None, names: tuple[str, ...]) -> list[datetime]:
    return [read_seconds(one) for name in names for one in several((claims or {}).get(name))]


def read_seconds(value: object) -> datetime:
    """NumericDate of RFC 7519 §2: a JSON number of seconds, whole or not, never a string. Numbers that only
    milliseconds can explain are read as such. Raises Unreadable bad-date."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable("bad-date")
    try:
        return from_unix(value)
    except (OverflowError, ValueError):
        raise Unreadable("bad-date") from None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
