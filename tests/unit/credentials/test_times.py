from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wallet.credentials.times import read_time
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
        ("2026-03-01T12:00Z", NOON),
        ("2026-03-01T12:00", NOON),
        ("2026-03-01T17:00:00+0500", NOON),
        ("2026-03-01T12:00:00.25", NOON.replace(microsecond=250_000)),
        (" 2026-03-01T12:00:00Z ", NOON),
        (1772366400, NOON),
        ("1772366400", NOON),
        (1772366400.0, NOON),
        (1772366400000, NOON),
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
        "2026-03-01T24:00:00Z",
        "2026-03-01T23:59:60Z",
        "2010-01-01T19:73:24Z",
        "10000-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "2026-03-01T12:00:00+24:00",
        "2026-03-01T12:00:00+01:60",
        "2026-3-1T12:00:00Z",
        "2026-03-01T12:00:00.Z",
        "٢٠٢٦-03-01T12:00:00Z",
        "2026-03-01T12:00:00Z\n2026",
        "yesterday",
        "",
        None,
        True,
        [],
        {},
        float("inf"),
        float("nan"),
        10**40,
    ],
)
def test_what_is_no_time_is_refused_by_both_readings(written):
    for lenient in (False, True):
        with pytest.raises(Unreadable) as caught:
            read_time(written, lenient=lenient)
        assert caught.value.code == "bad-date"
