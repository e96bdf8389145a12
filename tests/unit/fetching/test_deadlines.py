"""Places at a host: people wait for one, background work gives way (SSRF-22)."""

from __future__ import annotations

import threading
import time

import pytest

from tests.unit.fetching.world import Server, fetcher, ok
from wallet.fetching.deadlines import CallerQuota, Deadline, HostGate
from wallet.fetching.patience import HostBusy, patient_for
from wallet.fetching.problems import FetchProblem
from wallet.verification.resources import Fetched, Purpose


def gate(concurrency: int = 1, burst: int = 100, rate: float = 100.0) -> HostGate:
    return HostGate(concurrency=concurrency, burst=burst, rate=rate)


def test_background_work_leaves_a_crowded_host_and_a_person_waits_for_it():
    one = gate()
    with one.enter("silent.example", Deadline(5)):
        assert one.full() == ["silent.example"]
        began = time.monotonic()
        with (
            patient_for(0.05),
            pytest.raises(HostBusy, match=r"silent\.example"),
            one.enter("silent.example", Deadline(5)),
        ):
            pass
        assert time.monotonic() - began < 3
        with pytest.raises(FetchProblem), one.enter("silent.example", Deadline(0.05)):
            pass
        with patient_for(0.05), one.enter("another.example", Deadline(5)):
            pass
    assert one.full() == []
    with patient_for(0.05), one.enter("silent.example", Deadline(5)):
        pass


def test_a_host_whose_rate_is_used_up_has_no_place_until_time_has_passed():
    one = gate(concurrency=9, burst=1, rate=20.0)
    with one.enter("a.example", Deadline(5)):
        assert one.full() == ["a.example"]
    time.sleep(0.06)
    assert one.full() == []


def test_no_finding_is_made_and_no_quota_used_where_a_host_was_merely_crowded():
    let_go = threading.Event()
    with Server(ok(b"{}")) as server:
        one = fetcher(allowed_hosts=frozenset({server.host}), host_concurrency=1, caller_quota=1)
        host = server.host.partition(":")[0]

        def hold() -> None:
            with one._gate.enter(host, Deadline(20)):
                let_go.wait(20)

        holding = threading.Thread(target=hold)
        holding.start()
        while not one.busy_hosts():
            time.sleep(0.01)
        for _ in range(3):
            with patient_for(0.01), pytest.raises(HostBusy):
                one.fetch(server.url("/b"), Purpose.ASSERTION, caller="ana")
        let_go.set()
        holding.join()
        assert isinstance(one.fetch(server.url("/b"), Purpose.ASSERTION, caller="ana"), Fetched)


def test_what_was_not_fetched_is_given_back():
    quota = CallerQuota(1)
    quota.take("ana")
    quota.give_back("ana")
    quota.take("ana")
    with pytest.raises(FetchProblem):
        quota.take("ana")
    quota.give_back("nobody")
