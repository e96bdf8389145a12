"""Limits are counted once for all processes, and tightly while nothing can be shared (R29, RES-08)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from tests.peers.wallet_in_test import open_wallet
from wallet.store.models.cache import RateCount
from wallet.web import counters, limits
from wallet.web.counters import Counters, Local, Table, shared_counter


def process(store) -> FixedWindowRateLimiter:
    """One web process of several over this store."""
    return FixedWindowRateLimiter(Counters("wallet://", shared=Table(store)))


def passed(limiter, limit: str, tries: int, who: str = "account:a") -> int:
    return sum(limiter.hit(parse(limit), who) for _ in range(tries))


def test_two_processes_share_one_count(store, clock):
    first, second = process(store), process(store)
    assert passed(first, "10 per minute", 6) == 6
    assert passed(second, "10 per minute", 6) == 4
    assert passed(first, "10 per minute", 3) == 0
    assert passed(first, "10 per minute", 3, "account:b") == 3
    clock.move(timedelta(seconds=61))
    assert passed(second, "10 per minute", 20) == 10


def test_no_two_threads_get_the_same_count(store):
    table, counts = Table(store), []

    def ask() -> None:
        counts.extend(table.incr("key", 60) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == list(range(1, 81))


def test_a_key_says_nothing_of_whom_it_counts(store):
    process(store).hit(parse("10 per minute"), "account:0123456789abcdef")
    with store.read() as session:
        (row,) = session.query(RateCount)
    assert len(row.key) == 64 and "account" not in row.key


def test_dep_11_a_clock_that_goes_back_neither_frees_nor_locks_out(store, clock):
    limiter = process(store)
    clock.move(timedelta(days=730))  # two years ahead, as after a flat battery…
    assert passed(limiter, "10 per minute", 12) == 10
    clock.move(timedelta(days=-730))  # …and set right
    assert passed(limiter, "10 per minute", 3) == 0  # still counted
    clock.move(timedelta(seconds=61))
    assert passed(limiter, "10 per minute", 3) == 3  # and over when it should be, not in two years


def test_dep_11_a_clock_that_goes_forwards_only_ends_windows_early(store, clock):
    limiter = process(store)
    passed(limiter, "10 per hour", 12)
    clock.move(timedelta(hours=2))
    assert passed(limiter, "10 per hour", 12) == 10


def test_dep_11_one_process_counts_by_a_clock_that_cannot_be_set(monkeypatch):
    local = Local()
    local.incr("key", 60)
    monkeypatch.setattr(counters.time, "time", lambda: 0.0)  # 1970
    assert local.get("key") == 1 and local.incr("key", 60) == 2


class Broken:
    """A shared counter that cannot be reached."""

    asked = 0

    def incr(self, *_given):
        self.asked += 1
        raise ConnectionError

    get = get_expiry = clear = reset = incr


def test_res_08_without_the_shared_count_each_process_allows_a_tenth(monkeypatch):
    limiter = FixedWindowRateLimiter(Counters("wallet://", shared=Broken()))
    assert passed(limiter, "600 per minute", 200) == 60
    assert passed(limiter, "60 per minute", 200, "sign-in") == 6
    assert passed(limiter, "5 per minute", 200, "mail") == 1  # tight, and still possible
    assert limiter.get_window_stats(parse("600 per minute"), "account:a").remaining == 0


def test_res_08_what_failed_is_not_asked_by_every_request_and_is_asked_again(store, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(counters.time, "monotonic", lambda: now[0])
    broken = Broken()
    counted = Counters("wallet://", shared=broken)
    for _ in range(50):
        counted.incr("key", 60)
    assert broken.asked == 1
    counted._shared = Table(store)
    now[0] += counters.PAUSE + 1
    assert counted.incr("key", 60) == 1


def test_a_process_counts_a_bounded_number_of_keys(monkeypatch):
    monkeypatch.setattr(counters, "MOST_KEYS", 100)
    local = Local()
    for number in range(1_000):
        local.incr(f"key {number}", 60)
    assert len(local._windows) <= 100


def test_what_is_shared_is_chosen_by_what_there_is(store):
    found = shared_counter("sqlite", store)
    assert found is None if store.is_sqlite else isinstance(found, Table)
    assert type(shared_counter("redis://127.0.0.1:1/0", store)).__name__ == "RedisStorage"


@pytest.mark.xdist_group("postgresql")
def test_two_wallets_over_one_database_refuse_together(postgresql_migrated, clock):
    """Through the whole app: what one process answered counts in the other."""
    from wallet.store import Store

    store = Store(postgresql_migrated)
    try:
        Table(store).reset()
        answers = []
        for _ in range(2):
            app = open_wallet(store)
            assert isinstance(app.config["RATELIMIT_STORAGE_OPTIONS"]["shared"], Table)
            app.config["RATELIMIT_ENABLED"] = limits.limiter.enabled = True
            limits.limiter.init_app(app)
            for _ in range(20):
                given = {"data": {"text": "no badge"}, "headers": {"Accept": "application/json"}}
                answers.append(app.test_client().post("/check", base_url="https://wallet.example", **given))
        assert [answer.status_code for answer in answers].count(429) == 10
    finally:
        limits.limiter.enabled = False
        Table(store).reset()
        store.dispose()
