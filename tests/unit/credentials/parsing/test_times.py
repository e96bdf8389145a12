from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wallet.credentials.parsing.times import NEVER, read_stated, read_time
from wallet.errors import Unreadable

NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01T12:00:00Z", NOON),
        ("2026-03-01t12:00:00z", NOON),
        ("2026-03-01T14:00:00+02:00", NOON),
        ("2026-02-28T23:30:00-12:30", NOON),
        ("2026-03-01T12:00:00-00:00", NOON),
        ("2026-03-01T12:00:00.5Z", NOON.replace(microsecond=500_000)),
        ("2026-03-01T12:00:00.123456Z", NOON.replace(microsecond=123_456)),
        ("2026-03-01T12:00:00.12345678901234567890Z", NOON.replace(microsecond=123_456)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        # determined, though written otherwise than RFC 3339 asks
        ("2026-03-01 12:00:00Z", NOON),
        ("2026-03-01T12:00Z", NOON),
        ("2026-03-01T12:00:00,5Z", NOON.replace(microsecond=500_000)),
        ("2026-03-01T17:00:00+0500", NOON),
        ("2026-03-01T17:00:00+05", NOON),
        ("20260301T120000Z", NOON),
        ("20260301T1200Z", NOON),
        ("20260301T140000.5+0200", NOON.replace(microsecond=500_000)),
        # the end of a day, and a second that clocks put in at the end of a month
        ("2026-02-28T24:00:00Z", NOON.replace(hour=0)),
        ("2026-02-28T24:00Z", NOON.replace(hour=0)),
        ("2026-12-31T24:00:00.000Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T00:59:60+01:00", datetime(2017, 1, 1, tzinfo=UTC)),
        # never
        ("10000-01-01T00:00:00Z", NEVER),
        ("+010000-02-29T00:00:00Z", NEVER),
        ("9999-12-31T24:00:00Z", NEVER),
        ("9999-12-31T23:59:59-01:00", NEVER),
        ("0001-01-01T00:00:00+01:00", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_of_rfc_3339_is_read_in_utc_by_both_readings(written, expected):
    assert read_time(written) == read_time(written, lenient=True) == expected
    assert read_time(written).tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01", NOON.replace(hour=0)),
        ("2026-03-01T12:00:00", NOON),
        ("2026-03-01 12:00:00", NOON),
        ("2026-03-01T12:00", NOON),
        ("20260301", NOON.replace(hour=0)),
        ("20260301T120000", NOON),
        ("2026-03-01T11:59:60Z", NOON),
        ("2026-03-01T12:00:00.25", NOON.replace(microsecond=250_000)),
        (" 2026-03-01T12:00:00Z ", NOON),
        ("2026-03-01 12:00:00 UTC", NOON),
        ("2026-03-01T12:00:00 GMT", NOON),
        ("2026-03-01T13:00:00+01:00[Europe/Warsaw]", NOON),
        ("2026-03-01T12:00:00Z[UTC][u-ca=gregory]", NOON),
        ("2026-03-01T13:00:00+01:00".replace("+", "\u2212"), NOON.replace(hour=14)),
        ("2026-03-01T12", NOON),
        ("2026-03-01T12Z", NOON),
        ("2026-060T12:00:00Z", NOON),
        ("2026060", NOON.replace(hour=0)),
        ("2026-W09-7T12:00:00Z", NOON),
        ("2026W097", NOON.replace(hour=0)),
        ("Sun, 01 Mar 2026 12:00:00 GMT", NOON),
        ("1 Mar 2026 13:00:00 +0100", NOON),
        (1772366400, NOON),
        ("1772366400", NOON),
        (1772366400.0, NOON),
        (1772366400000, NOON),
        (1772366400000000, NOON),
        (1772366400 * 10**9, NOON),
        ("1772366400000", NOON),
        (253402300799, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),  # the last second, not a day of 1978
        (999_999_999_999, NEVER),
        (10**40, NEVER),
    ],
)
def test_older_shapes_are_read_only_leniently(written, expected):
    assert read_time(written, lenient=True) == expected
    with pytest.raises(Unreadable):
        read_time(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-03-01T24:00:01Z",
        "2026-03-01T24:01:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T23:59:61Z",
        "2026-02-30T24:00:00Z",
        "20260230T120000Z",
        "202603-01T12:00:00Z",
        "2010-01-01T19:73:24Z",
        "10000-02-30T00:00:00Z",
        "10000-01-01T00:61:00Z",
        "-0001-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-03-01T12:00:00+24:00",
        "2026-03-01T12:00:00+01:60",
        "2026-3-1T12:00:00Z",
        "2026-03-01T12:00:00.Z",
        "٢٠٢٦-03-01T12:00:00Z",
        "2026-03-01T12:00:00Z\n2026",
        "yesterday",
        "2026-366",
        "2026-W54-1",
        "2026-W09-8",
        "2026-03",
        "01/03/2026",
        "Sun, 31 Feb 2026 12:00:00 GMT",
        "Sun, 01 Mar 2026 12:00:00",
        "2026-03-01T12:00:00[Europe/Warsaw",
        "",
        None,
        True,
        [],
        {},
        float("inf"),
        float("nan"),
    ],
)
def test_what_is_no_time_is_refused_by_both_readings(written):
    for lenient in (False, True):
        with pytest.raises(Unreadable) as caught:
            read_time(written, lenient=lenient)
        assert caught.value.code == "bad-date"


@pytest.mark.parametrize(
    "written", ["2026-03-01T23:59:60Z", "2016-12-31T23:58:60Z", "2016-12-31T23:59:60+01:00"]
)
def test_a_leap_second_in_the_middle_of_a_month_is_none_in_the_strict_reading(written):
    with pytest.raises(Unreadable):
        read_time(written)
    assert read_time(written, lenient=True) > datetime(2016, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "day", "hours"),
    [
        ("2026-03-01T00:30:00+02:00", date(2026, 3, 1), 2),
        ("2026-03-01T23:30:00-05:00", date(2026, 3, 1), -5),
        ("2026-03-01T23:59:59Z", date(2026, 3, 1), 0),
        ("2026-03-01T24:00:00Z", date(2026, 3, 1), 0),
        ("2016-12-31T23:59:60Z", date(2016, 12, 31), 0),
        ("9999-12-31T23:59:59-05:00", date(9999, 12, 31), -5),
        ("20000-01-01T00:00:00Z", date(9999, 12, 31), 0),
    ],
)
def test_the_day_and_the_offset_are_the_issuers_own(written, day, hours):
    stated = read_stated(written)
    assert (stated.day, stated.offset) == (day, timedelta(hours=hours))
    assert stated.moment == read_time(written)


def test_unix_time_has_the_day_of_utc():
    assert read_stated(1772366400, lenient=True).day == date(2026, 3, 1)


def test_the_day_of_an_older_shape_is_the_issuers_too():
    stated = read_stated("Mon, 02 Mar 2026 00:30:00 +0100", lenient=True)
    assert (stated.day, stated.offset) == (date(2026, 3, 2), timedelta(hours=1))
    assert read_stated("2026-061T00:30:00+01:00", lenient=True).day == date(2026, 3, 2)
