"""Points in time as credentials write them. No clock here: this only reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from wallet.errors import Unreadable

_STRICT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.(?P<fraction>[0-9]{1,32}))?(?P<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)
# What Open Badges 0.5 to 2.0 issuers really wrote: no seconds, no zone, +0500, a space for the T.
_LENIENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?:\.(?P<fraction>[0-9]{1,32}))?\s?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?\Z"
)
_SECONDS = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?\Z")
_MILLISECONDS_FROM = 100_000_000_000  # as seconds this is the year 5138


def read_time(value: object, *, lenient: bool = False) -> datetime:
    """An aware datetime in UTC; fractions finer than a microsecond are cut off.

    Strict: RFC 3339 §5.6 with a time zone, as VC Data Model 2.0 §4.9 asks. Lenient: also a date alone
    (its first second), a time without a zone (taken as UTC) and Unix seconds (Open Badges 0.5 and 1.0).
    Raises Unreadable bad-date."""
    try:
        if lenient and (seconds := _unix_seconds(value)) is not None:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        if not isinstance(value, str):
            raise ValueError
        match = (_LENIENT if lenient else _STRICT).match(value.strip() if lenient else value)
        if match is None:
            raise ValueError
        return _assemble(match["day"], match["time"] or "00:00:00", match["fraction"], match["zone"] or "Z")
    except (ValueError, OverflowError):
        raise Unreadable("bad-date") from None


def _assemble(day: str, time: str, fraction: str | None, zone: str) -> datetime:
    hours, minutes, *seconds = (int(part) for part in time.split(":"))
    year, month, number = (int(part) for part in day.split("-"))
    microseconds = int((fraction or "")[:6].ljust(6, "0"))
    second = seconds[0] if seconds else 0
    return datetime(year, month, number, hours, minutes, second, microseconds, tzinfo=_zone(zone)).astimezone(
        UTC
    )


def _zone(zone: str) -> timezone:
    if zone in "Zz":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)


def _unix_seconds(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not _SECONDS.match(value.strip()):
            return None
        value = float(value)
    if not isinstance(value, int | float):
        return None
    return value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
