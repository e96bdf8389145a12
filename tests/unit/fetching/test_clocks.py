"""DEP-11: when the times that other servers state make our own clock doubtful, and when they never do."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.unit.fetching.world import JSON, PUBLIC, Authority, Net, Server, fetcher, ok
from wallet.fetching.clocks import Reading, Readings, clock_error, organisation_of
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.store.housekeeping import tidy
from wallet.store.models.cache import ClockReading
from wallet.verification.resources import Fetched, Purpose

STARTED = NOON - timedelta(days=3)
HOUR = timedelta(hours=1)
FOUR = ("one.example", "two.example", "three.example", "four.example")


def readings(*ahead: float, age: timedelta = timedelta(0), started=STARTED) -> list[Reading]:
    """One reading for each organisation, by which our clock was so many seconds ahead of theirs."""
    return [Reading(NOON - age - timedelta(seconds=one), NOON - age, started) for one in ahead]


def judged(*found: Reading) -> timedelta | None:
    return clock_error(found, now=NOON, started=STARTED)


@pytest.mark.parametrize("error", [3600, -3600, 301, -301, 2 * 365 * 86400, -56 * 365 * 86400])
def test_dep_11_three_organisations_that_agree_make_the_clock_doubtful(error: int):
    assert judged(*readings(error, error + 4, error - 4)) == timedelta(seconds=error)


@pytest.mark.parametrize(
    "ahead",
    [
        (),
        (3600,),
        (3600, 3600),
        (3600, 3600, 0),
        (3600, -3600, 7200),
        (0, 1, -2),
        (300, 300, 300),
        (1, 0, -1),  # a leap second
        (3600, 3600, 3600, 0, 0, 0),
        (3600, 3600, 3600, 0, 1, 2, 3),
        (3600, 3600, 3600, 0, 9000, -9000),
    ],
)
def test_dep_11_fewer_or_such_as_disagree_never_do(ahead: tuple[int, ...]):
    assert judged(*readings(*ahead)) is None


def test_dep_11_a_liar_neither_starts_the_doubt_nor_ends_it():
    assert judged(*readings(3600, 3600, 3600, 0)) == HOUR
    assert judged(*readings(3600, 3600, 3600, -(10**10))) == HOUR
    assert judged(*readings(0, 0, 0, 10**10)) is None


def test_dep_11_only_what_was_seen_lately_counts():
    day = timedelta(hours=24)
    assert judged(*readings(3600, 3600, 3600, age=day)) == HOUR
    assert judged(*readings(3600, 3600, 3600, age=day + timedelta(seconds=1))) is None
    assert judged(*readings(3600, 3600, age=day), *readings(3600, age=2 * day)) is None


def test_dep_11_what_was_seen_before_the_clock_was_set_says_nothing_of_it():
    assert judged(*readings(3600, 3600, 3600, started=STARTED + HOUR)) is None
    assert judged(*readings(3600, 3600, 3600, started=STARTED + timedelta(seconds=30))) == HOUR
    assert judged(*readings(3600, 3600, 3600, age=-HOUR)) is None  # seen in what is the future again


@pytest.mark.parametrize(
    ("host", "organisation"),
    [
        ("uni.example", "uni.example"),
        ("badges.dep.uni.example", "uni.example"),
        ("UNI.example", "uni.example"),
        ("a.edu.pl", "edu.pl"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("localhost", ""),
        ("issuer.internal", ""),
    ],
)
def test_dep_11_names_of_one_organisation_are_one(host: str, organisation: str):
    assert organisation_of(host) == organisation


def test_dep_11_processes_share_what_they_noted(store: Store, clock: wallet_clock.Frozen):
    web, worker = Readings(store), Readings(store)
    for host in FOUR[:2]:
        web.note(host, NOON - HOUR, NOON)
    for name in ("a", "b", "c"):
        web.note(f"{name}.one.example", NOON - HOUR, NOON)
    web.note("127.0.0.1", NOON - HOUR, NOON)
    assert Readings(store).clock_error() is None
    worker.note(FOUR[2], NOON - HOUR, NOON)
    assert worker.clock_error() == HOUR
    assert Readings(store).clock_error() == HOUR


def test_dep_11_the_doubt_ends_when_they_agree_with_us(store: Store, clock: wallet_clock.Frozen):
    known = Readings(store)
    for host in FOUR:
        known.note(host, NOON + HOUR, NOON)
    assert known.clock_error() == -HOUR
    for host in FOUR[:2]:
        known.note(host, NOON, NOON)
    assert known.clock_error() is None


def test_dep_11_the_doubt_ends_when_the_clock_is_set(store: Store, clock: wallet_clock.Frozen):
    for host in FOUR:
        Readings(store).note(host, NOON + HOUR, NOON)
    clock.move(HOUR)
    assert Readings(store).clock_error() is None


def test_dep_11_old_readings_are_thrown_away(store: Store, clock: wallet_clock.Frozen):
    Readings(store).note("one.example", NOON, NOON)
    Readings(store).note("two.example", NOON, NOON + timedelta(days=700))
    Readings(store).note("three.example", NOON, NOON - timedelta(days=2))
    assert tidy(store)["clock readings"] == 2
    with store.read() as session:
        assert session.scalars(select(ClockReading.organisation)).all() == ["one.example"]


def test_dep_11_the_same_said_again_is_not_written_again(sqlite_store: Store, clock: wallet_clock.Frozen):
    known = Readings(sqlite_store)
    known.note("one.example", NOON - HOUR, NOON)
    clock.move(timedelta(seconds=5))
    known.note("sub.one.example", NOON - HOUR + timedelta(seconds=6), NOON + timedelta(seconds=5))
    with sqlite_store.read() as session:
        assert session.scalar(select(ClockReading.seen_at)) == NOON


def test_dep_11_a_store_that_does_not_answer_knows_of_no_doubt(tmp_path):
    known = Readings(Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}"))
    known.note("one.example", NOON, NOON)
    assert known.clock_error() is None


# ── what the fetcher hears ──
def heard(headers: bytes, tmp_path, *, scheme: str = "https", status: bytes = b"") -> list:
    """What is noted of an answer with these headers by a host with a good certificate."""
    authority, noted = Authority(tmp_path), []
    answer = status or ok(headers=JSON + headers)
    tls = authority.context(name="uni.example") if scheme == "https" else None
    with Server(answer, tls=tls) as server:
        net = Net({"uni.example": [PUBLIC]})
        net.ports[PUBLIC] = server.port
        get = fetcher(net, ca_file=authority.file, note_time=lambda *said: noted.append(said))
        get.fetch(f"{scheme}://uni.example/a", Purpose.DID)
        get.fetch(f"{scheme}://uni.example/a", Purpose.DID)  # kept: it states no time of now
    return noted


def date(at=NOON - HOUR) -> bytes:
    return b"Date: %s\r\n" % format_datetime(at, usegmt=True).encode()


def test_dep_11_an_answer_over_https_is_noted_once(tmp_path):
    assert heard(date(), tmp_path) == [("uni.example", NOON - HOUR, NOON)]
    assert heard(date() + b"Age: 0\r\n", tmp_path) == [("uni.example", NOON - HOUR, NOON)]
    gone = b"HTTP/1.1 410 Gone\r\n" + date() + b"Content-Length: 0\r\n\r\n"
    assert heard(b"", tmp_path, status=gone) == [("uni.example", NOON - HOUR, NOON)]
    old = b"Date: Sunday, 22-Nov-26 11:00:00 GMT\r\n"  # RFC 9110 §5.6.7: obsolete forms are read too
    assert heard(old, tmp_path) == [("uni.example", NOON - HOUR, NOON)]


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        date() + b"Age: 3600\r\n",
        date() + b"Age: 0\r\nAge: 60\r\n",
        date() + date(NOON),
        b"Date: yesterday\r\n",
        b"Date: Sun, 99 Nov 2026 99:00:00 GMT\r\n",
        b"Date: \xff\xfe\r\n",
        b"Date:\r\n",
    ],
)
def test_dep_11_copies_of_a_cache_and_odd_dates_are_not_noted(headers: bytes, tmp_path):
    assert heard(headers, tmp_path) == []


def test_dep_11_without_a_good_certificate_nothing_is_noted(tmp_path):
    assert heard(date(), tmp_path, scheme="http") == []
    authority, noted = Authority(tmp_path), []
    with Server(ok(headers=JSON + date()), tls=authority.context(name="other.example")) as server:
        net = Net({"uni.example": [PUBLIC]})
        net.ports[PUBLIC] = server.port
        get = fetcher(net, ca_file=authority.file, note_time=lambda *said: noted.append(said))
        assert get.fetch("https://uni.example/a", Purpose.DID).code == "tls-failed"
    assert noted == []


def test_dep_11_a_note_that_fails_costs_no_answer(tmp_path):
    def broken(*_: object) -> None:
        raise RuntimeError

    authority = Authority(tmp_path)
    with Server(ok(headers=JSON + date()), tls=authority.context(name="uni.example")) as server:
        net = Net({"uni.example": [PUBLIC]})
        net.ports[PUBLIC] = server.port
        get = fetcher(net, ca_file=authority.file, note_time=broken)
        assert isinstance(get.fetch("https://uni.example/a", Purpose.DID), Fetched)
