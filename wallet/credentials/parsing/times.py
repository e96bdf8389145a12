"""Points in time as credentials write them. No clock here: this only reads."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from wallet.errors import Unreadable

# What stands for "never": dates beyond what a calendar of four-digit years holds are read as this moment.
NEVER = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# RFC 3339 §5.6, ISO 8601-1 §5.4 (extended and basic form) and XML Schema 1.1 Part 2 §3.3.7 (more than four
# digits of a year), with what Open Badges 0.5 to 2.0 issuers really wrote: no seconds, no zone, +0500, a
# space for the T. A reading asks for more than this only in `read_stated`.
_WRITTEN = re.compile(
    r"(?:(?P<year>\+?[0-9]{4,9})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"|(?P<year_basic>[0-9]{4})(?P<month_basic>[0-9]{2})(?P<day_basic>[0-9]{2}))"
    r"(?:[Tt ](?P<hour>[0-9]{2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"|(?P<minute_basic>[0-9]{2})(?P<second_basic>[0-9]{2})?)"
    r"(?:[.,](?P<fraction>[0-9]{1,32}))?\s?(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\Z"
)
# What names one moment as well and stands in older badges: the day of a year or of a week, an hour alone
# (ISO 8601-1 §5.2.2.3, §5.2.3, §5.3.1.3), a zone by its name as programs print it or in brackets (RFC 9557),
# and the date of an e-mail (RFC 5322 §3.3). Only the lenient reading takes them.
_ORDINAL = re.compile(r"(?P<year>[0-9]{4})-?(?P<day>[0-9]{3})(?=[Tt ]|\Z)")
_WEEK = re.compile(r"(?P<year>[0-9]{4})-?W(?P<week>[0-9]{2})-?(?P<day>[1-7])(?=[Tt ]|\Z)")
_HOUR = re.compile(r"(?<=[0-9][Tt ])([0-9]{2})(?=[Zz]|[+-][0-9]{2}|\Z)")
_NAMED_ZONE = re.compile(r"(?<=[0-9])\s?(?:UTC|GMT)\Z")
_BRACKETS = re.compile(r"(?:\[[\w!=+/.:-]{1,64}\]){1,4}\Z", re.ASCII)
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} "
    r"[0-9]{2}:[0-9]{2}:[0-9]{2} (?:GMT|UTC|[+-][0-9]{4})"
)
_NO_DATE = re.compile(r"none|null|false|never|0(?:\.0)?|0{4}(?:-00){2}(?:[t ]00:00:00z?)?", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{9,19}(?:\.[0-9]+)?\Z")
# Numbers count from 1970 in seconds, or in smaller units where seconds would lie beyond the year 33,000.
_UNITS = ((1e12, 1.0), (1e15, 1e3), (1e18, 1e6), (math.inf, 1e9))


@dataclass(frozen=True)
class Stated:
    """A point in time and how its issuer wrote it. `moment` is aware, in UTC; `offset` is the distance from
    UTC that was stated, zero where none was; `day` is the date as written, so that an end at 24:00 is that
    day's and a "never" beyond the calendar is its last."""

    moment: datetime
    offset: timedelta
    day: date


def read_time(value: object, *, lenient: bool = False) -> datetime:
    """An aware datetime in UTC; fractions finer than a microsecond are cut off.

    Strict: a day and a time with a time zone, as VC Data Model 2.0 §4.9 asks. Lenient: also a date alone (its
    first second), a time without a zone (taken as UTC), Unix time (Open Badges 0.5 and 1.0) and the rarer
    forms of one moment (`_plainly`). Both read ISO 8601's basic form, 24:00 as the next day's beginning and a
    leap second as the second after it; what lies beyond the year 9999 is `NEVER`. Raises Unreadable
    bad-date."""
    return read_stated(value, lenient=lenient).moment


def read_stated(value: object, *, lenient: bool = False) -> Stated:
    """The moment, the offset and the day that a credential states, by the rules of `read_time`.

    Raises Unreadable bad-date."""
    try:
        if lenient and (number := _unix_time(value)) is not None:
            moment = from_unix(number)
            return Stated(moment, timedelta(), moment.date())
        if not isinstance(value, str):
            raise ValueError
        if lenient and _MAIL.fullmatch(value.strip()):
            sent = parsedate_to_datetime(value.strip())
            sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
            return Stated(sent.astimezone(UTC), sent.utcoffset() or timedelta(), sent.date())
        written = _WRITTEN.match(_plainly(value) if lenient else value)
        if written is None or not (lenient or (written["hour"] and written["zone"])):
            raise ValueError
        return _assemble(written, lenient=lenient)
    except (ValueError, OverflowError):
        raise Unreadable("bad-date") from None


def is_no_date(value: object) -> bool:
    """Whether this is what programs write for a date that is none: a database's empty one, nothing as text,
    the beginning of Unix time. Of an end, which none can have been meant to be at that moment."""
    return _NO_DATE.fullmatch(str(value).strip()) is not None


def from_unix(number: float) -> datetime:
    """The moment that many seconds after 1970 began, in UTC; milliseconds, microseconds and nanoseconds are
    told by their size. Raises ValueError or OverflowError where the number is none."""
    if math.isnan(number):
        raise ValueError
    unit = next(unit for below, unit in _UNITS if abs(number) < below or below == math.inf)
    seconds = number / unit
    if seconds >= (NEVER - _EPOCH).total_seconds():
        if number == math.inf:
            raise ValueError
        return NEVER
    return _EPOCH + timedelta(seconds=seconds)


def _plainly(value: str) -> str:
    """The lenient reading's forms in the one that is read. Raises ValueError for a day that is none."""
    text = _BRACKETS.sub("", value.strip().replace("\u2212", "-"))
    text = _HOUR.sub(r"\1:00", _NAMED_ZONE.sub("Z", text))
    if found := _ORDINAL.match(text):
        first = date(int(found["year"]), 1, 1)
        day = first + timedelta(days=int(found["day"]) - 1)
        if day.year != first.year:
            raise ValueError
        return day.isoformat() + text[found.end() :]
    if found := _WEEK.match(text):
        day = date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["day"]))
        return day.isoformat() + text[found.end() :]
    return text


def _assemble(written: re.Match[str], *, lenient: bool) -> Stated:
    year = int(written["year"] or written["year_basic"])
    month, number = (int(written[name] or written[f"{name}_basic"]) for name in ("month", "day"))
    hour = int(written["hour"] or 0)
    minute = int(written["minute"] or written["minute_basic"] or 0)
    second = int(written["second"] or written["second_basic"] or 0)
    microsecond = int((written["fraction"] or "")[:6].ljust(6, "0"))
    zone = _zone(written["zone"] or "Z")
    offset = zone.utcoffset(None)
    # beyond the calendar only whether such a day can be is asked: a year that leaps alike stands in for it
    day = date(2000 + year % 400 if year > 9999 else year, month, number)
    extra = timedelta()
    if (hour, minute, second, microsecond) == (24, 0, 0, 0):  # ISO 8601-1 §5.3.1.3: the end of the day
        hour, extra = 0, timedelta(days=1)
    elif second == 60:
        second, extra = 59, timedelta(seconds=1)
        if not lenient and not _may_leap(_at(day, hour, minute), offset):
            raise ValueError
    local = _at(day, hour, minute, second, microsecond)
    if year > 9999:
        return Stated(NEVER, offset, NEVER.date())
    return Stated(_in_utc(local, extra - offset), offset, day)


def _at(day: date, hour: int, minute: int, second: int = 0, microsecond: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second, microsecond), tzinfo=UTC)


def _may_leap(local: datetime, offset: timedelta) -> bool:
    """RFC 3339 §5.7: a leap second comes only at the end of a month, in UTC."""
    last = local - offset
    return (last.hour, last.minute, last.day) == (23, 59, monthrange(last.year, last.month)[1])


def _in_utc(local: datetime, distance: timedelta) -> datetime:
    """The first and the last hours that the calendar holds may lie outside it in UTC: its ends then."""
    try:
        return local + distance
    except OverflowError:
        return NEVER if distance > timedelta() else _FIRST


def _zone(zone: str) -> timezone:
    if zone in "Zz":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    if hours > 23 or minutes > 59:
        raise ValueError
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)


def _unix_time(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return float(value) if _DIGITS.match(value.strip()) else None
    return value if isinstance(value, int | float) else None
