"""Answers kept in the store, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.unit.fetching.world import PUBLIC, Clock, Net, Server, fetcher, ok
from wallet.fetching.kept import MAX_KEY, StoreCache
from wallet.store import Store
from wallet.store.models.cache import CachedDocument
from wallet.verification.resources import Fetched, Purpose, Unreachable

NOW = Clock().now()
LATER = NOW + timedelta(minutes=5)
DOCUMENT = Fetched(
    url="http://old.example.org/a?b=1#c",
    final_url="http://old.example.org/b",
    status=410,
    content_type="application/json",
    body=b'{"revoked": true}\x00\xff',
    digest="ab" * 32,
    at=NOW,
    insecure=True,
)
FAILURE = Unreachable("https://down.example.org/", "wrong-content-type", NOW, "text/html")


@pytest.mark.parametrize("answer", [DOCUMENT, FAILURE], ids=["an answer", "a failure"])
def test_what_was_kept_comes_back_as_it_was_in_another_process(store, answer):
    StoreCache(store).put(answer.url, Purpose.ASSERTION, answer, expires_at=LATER)
    other = StoreCache(store)
    assert other.get(answer.url, Purpose.ASSERTION, NOW) == answer
    assert other.get(answer.url, Purpose.KEY, NOW) is None
    assert other.get(answer.url, Purpose.ASSERTION, LATER) is None
    assert StoreCache(store).get(answer.url, Purpose.ASSERTION, LATER) is None


def test_a_newer_answer_takes_the_place_of_the_older(store):
    cache = StoreCache(store)
    cache.put(DOCUMENT.url, Purpose.DID, FAILURE, expires_at=LATER)
    cache.put(DOCUMENT.url, Purpose.DID, DOCUMENT, expires_at=LATER)
    assert StoreCache(store).get(DOCUMENT.url, Purpose.DID, NOW) == DOCUMENT


def test_pictures_and_monstrous_addresses_stay_out_of_the_table(store):
    cache = StoreCache(store)
    long = "https://a.example/" + "a" * MAX_KEY
    cache.put(long, Purpose.DID, FAILURE, expires_at=LATER)
    cache.put(DOCUMENT.url, Purpose.IMAGE, DOCUMENT, expires_at=LATER)
    with store.read() as session:
        assert session.scalars(select(CachedDocument)).all() == []
    assert cache.get(long, Purpose.DID, NOW) == FAILURE  # this process still knows


def test_a_second_process_does_not_ask_again(sqlite_store):
    with Server(ok()) as server:
        for _ in range(2):
            get = fetcher(allowed_hosts=frozenset({server.host}), cache=StoreCache(sqlite_store))
            assert isinstance(get.fetch(server.url(), Purpose.STATUS), Fetched)
    assert len(server.requests) == 1


def test_an_address_refused_at_sight_is_not_written_down(sqlite_store):
    get = fetcher(Net(), cache=StoreCache(sqlite_store))
    for url in ("https://127.0.0.1/", "file:///etc/passwd", "https://a b/\0", "https://\ud800.example/"):
        assert isinstance(get.fetch(url, Purpose.DID), Unreachable)
    with sqlite_store.read() as session:
        assert session.scalars(select(CachedDocument)).all() == []


class Broken:
    def get(self, *_):
        raise RuntimeError("canary")

    def put(self, *_, **__):
        raise RuntimeError("canary")


def without_tables(tmp_path):
    return StoreCache(Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}"))


@pytest.mark.parametrize("made", [lambda _: Broken(), without_tables], ids=["any cache", "the store's"])
def test_a_memory_that_fails_stops_no_fetch(made, tmp_path):
    net = Net({"good.example.org": [PUBLIC]})
    with Server(ok()) as server:
        net.ports[PUBLIC] = server.port
        answer = fetcher(net, cache=made(tmp_path)).fetch("http://good.example.org/", Purpose.DID)
    assert isinstance(answer, Fetched)
