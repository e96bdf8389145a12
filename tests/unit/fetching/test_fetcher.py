"""What the fetcher remembers, tells apart and promises to those who use it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.unit.fetching.world import PUBLIC, Clock, Net, Server, fetcher, ok
from wallet.fetching import Fetcher, FetchPolicy, problems, registries
from wallet.fetching.cache import MemoryCache
from wallet.fetching.policy import DEMO_DOWN, RULES
from wallet.fetching.registries import is_public
from wallet.verification.resources import Fetched, Purpose, Unreachable


def allowed(server, **policy):
    return fetcher(allowed_hosts=frozenset({server.host}), **policy)


def test_a_document_comes_with_its_digest_its_type_and_its_time():
    clock = Clock()
    with Server(ok(b'{"a":1}', b"Content-Type: Application/LD+JSON; charset=UTF-8\r\n")) as server:
        answer = allowed(server, clock=clock).fetch(server.url("/x?y=1#frag"), Purpose.ASSERTION)
    assert answer == Fetched(
        url=server.url("/x?y=1#frag"),
        final_url=server.url("/x?y=1#frag"),
        status=200,
        content_type="application/ld+json",
        body=b'{"a":1}',
        digest=hashlib.sha256(b'{"a":1}').hexdigest(),
        at=clock.time,
        insecure=True,
    )
    assert server.requests[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 500, 503])
def test_every_status_is_an_answer_whatever_its_page_looks_like(status):
    page = b"HTTP/1.1 %d Sorry\r\nContent-Type: text/html\r\n\r\n<h1>gone</h1>" % status
    with Server(page) as server:
        answer = allowed(server).fetch(server.url(), Purpose.ASSERTION)
    assert isinstance(answer, Fetched) and answer.status == status and answer.body == b"<h1>gone</h1>"


def test_a_missing_page_stays_missing_when_its_page_is_too_large_to_read():
    with Server(
        b"HTTP/1.1 404 Not Found\r\n\r\n" + b"x" * (RULES[Purpose.ASSERTION].max_bytes + 1)
    ) as server:
        answer = allowed(server).fetch(server.url(), Purpose.ASSERTION)
    assert isinstance(answer, Fetched) and answer.status == 404 and answer.body == b""


def test_the_hosted_copy_on_revocation_keeps_its_body():
    with Server(b'HTTP/1.1 410 Gone\r\nContent-Type: application/json\r\n\r\n{"revoked":true}') as server:
        answer = allowed(server).fetch(server.url(), Purpose.ASSERTION)
    assert (answer.status, answer.body) == (410, b'{"revoked":true}')


@pytest.mark.parametrize("purpose", Purpose)
def test_an_answer_is_kept_for_its_purposes_age_and_no_longer(purpose):
    clock = Clock()
    picture = (
        b"Content-Type: image/png\r\n" if purpose is Purpose.IMAGE else b"Content-Type: application/json\r\n"
    )
    with Server(ok(b"{}", picture)) as server:
        get = allowed(server, clock=clock)
        first = get.fetch(server.url(), purpose)
        clock.time += RULES[purpose].max_age - timedelta(seconds=1)
        assert get.fetch(server.url(), purpose) is first
        clock.later(seconds=2)
        assert get.fetch(server.url(), purpose) is not first
    assert len(server.requests) == 2


def test_the_word_on_revocation_is_never_older_than_five_minutes_and_a_key_never_than_a_day():
    for purpose in (Purpose.STATUS, Purpose.ASSERTION):
        assert RULES[purpose].max_age <= timedelta(minutes=5)
    for purpose in (Purpose.KEY, Purpose.DID, Purpose.ISSUER):
        assert RULES[purpose].max_age <= timedelta(hours=24)


def test_one_address_for_two_purposes_is_two_answers():
    with Server(ok(b"{}")) as server:
        get = allowed(server)
        get.fetch(server.url(), Purpose.KEY)
        get.fetch(server.url(), Purpose.STATUS)
        get.fetch(server.url("/a?x"), Purpose.STATUS)
    assert len(server.requests) == 3


def test_a_failure_is_remembered_for_five_minutes():
    clock, net = Clock(), Net({"down.example.org": [PUBLIC]})
    get = fetcher(net, clock=clock, reach=0.01)
    assert get.fetch("https://down.example.org/", Purpose.DID).code == "could-not-reach"
    clock.later(minutes=4)
    get.fetch("https://down.example.org/", Purpose.DID)
    assert len(net.connects) == 1
    clock.later(minutes=2)
    get.fetch("https://down.example.org/", Purpose.DID)
    assert len(net.connects) == 2


def test_an_error_page_is_not_kept_as_long_as_a_document():
    clock = Clock()
    with Server(b"HTTP/1.1 404 Not Found\r\n\r\n") as server:
        get = allowed(server, clock=clock)
        get.fetch(server.url(), Purpose.DID)
        clock.later(minutes=6)
        get.fetch(server.url(), Purpose.DID)
    assert len(server.requests) == 2


def test_check_again_looks_again_but_not_twice_in_a_moment():
    clock = Clock()
    with Server(ok()) as server:
        get = allowed(server, clock=clock)
        again = get.on_behalf_of("someone", fresh=True)
        get.fetch(server.url(), Purpose.STATUS)
        again.fetch(server.url(), Purpose.STATUS)
        assert len(server.requests) == 1
        clock.later(seconds=30)
        again.fetch(server.url(), Purpose.STATUS)
    assert len(server.requests) == 2


def test_running_out_of_quota_says_nothing_about_the_address():
    with Server(ok()) as server:
        get = allowed(server, caller_quota=0)
        assert get.fetch(server.url(), Purpose.STATUS, caller="a").code == "too-many-fetches"
        assert isinstance(get.fetch(server.url(), Purpose.STATUS), Fetched)


def test_a_quota_refills_with_the_hour(monkeypatch):
    from wallet.fetching import deadlines

    now = [1000.0]
    monkeypatch.setattr(deadlines.time, "monotonic", lambda: now[0])
    quota = deadlines.CallerQuota(2)
    quota.take("a"), quota.take("a")
    with pytest.raises(problems.FetchProblem):
        quota.take("a")
    now[0] += 1800
    quota.take("a")


def test_the_memory_stays_within_its_bounds():
    clock = Clock()
    cache = MemoryCache(most_entries=3, most_bytes=100)
    later = clock.now() + timedelta(hours=1)

    def document(url, size):
        return Fetched(url, url, 200, "", b"x" * size, "", clock.now())

    for number in range(5):
        cache.put(f"u{number}", Purpose.DID, document(f"u{number}", 10), expires_at=later)
    kept = [number for number in range(5) if cache.get(f"u{number}", Purpose.DID, clock.now())]
    assert kept == [2, 3, 4]
    cache.put("big", Purpose.DID, document("big", 95), expires_at=later)
    assert cache.get("u4", Purpose.DID, clock.now()) is None
    assert cache.get("big", Purpose.DID, clock.now()) is not None


@pytest.mark.parametrize(
    "url", [None, 5, b"https://a.example/", "https://[::1", "https://\ud800.example/", "ż" * 9]
)
def test_a_fetch_never_raises(url):
    answer = fetcher(Net()).fetch(url, Purpose.ASSERTION)
    assert isinstance(answer, Unreachable) and answer.code in problems.CODES


def test_a_fault_of_ours_is_no_verdict_on_the_issuer():
    net = Net({"good.example.org": [PUBLIC]})
    net.connect = lambda *_: 1 / 0
    assert fetcher(net).fetch("https://good.example.org/", Purpose.DID).code == "bad-answer"


def test_the_table_of_special_addresses_changes_only_on_purpose():
    table = "\n".join((*registries.IPV4_SPECIAL, registries.IPV6_GLOBAL, *registries.IPV6_SPECIAL))
    table += f"\n{registries.NAT64}\n{registries.MAPPED}"
    digest = hashlib.sha256(table.encode()).hexdigest()
    assert digest == "5b3d720086590fa770b4eea492d13b073cd5f3d78e3cc0dfca9318e2913fbb92"


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "9.9.9.9", "2606:4700:4700::1111", "2001:200::1"])
def test_public_addresses_are_public(address):
    assert is_public(address)


def settings(**changes):
    base = {
        "base_url": "https://dorobek.example.org",
        "allow_http_issuers": False,
        "allowed_internal_hosts": (),
        "demo": False,
    }
    return SimpleNamespace(**(base | changes))


def test_the_settings_decide_the_policy():
    strict = FetchPolicy.of(settings())
    assert strict.own_hosts == {"dorobek.example.org"}
    assert not strict.allow_http and strict.allowed_hosts == frozenset()
    loose = FetchPolicy.of(
        settings(allow_http_issuers=True, allowed_internal_hosts=("Badges.Intranet:8443",))
    )
    assert loose.allow_http and loose.allowed_hosts == {"badges.intranet:8443"}


def test_the_demo_may_talk_to_itself_and_to_its_issuer_that_is_down():
    policy = FetchPolicy.of(settings(base_url="http://127.0.0.1:8000", demo=True))
    assert policy.allow_http and policy.allowed_hosts == {"127.0.0.1:8000", DEMO_DOWN}


def test_a_clock_may_be_a_function_or_a_module():
    clock = Clock()
    for given in (clock, clock.now):
        answer = Fetcher(FetchPolicy(), clock=given).fetch("https://127.0.0.1/", Purpose.KEY)
        assert answer.at == clock.time
