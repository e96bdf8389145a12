"""DEP-01 and DEP-02: an issuer's trouble is nobody's proof and nobody's fault.

Every fault is made once by the real fetcher against a server that really fails in that way; each is then met
at every address that the verification of a good credential asks.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.smith.asking import ask
from tests.smith.badges import BadgeHost
from tests.smith.issuer import V2, Issuer
from tests.smith.keys import Key
from tests.smith.lists import bits, encoded, publish_list, publish_revocations, status_entry
from tests.smith.web import Web
from tests.unit.fetching.world import PUBLIC, Authority, Net, Server, fetcher, ok
from wallet.verification.report import Verdict
from wallet.verification.resources import Fetched, Purpose, Unreachable

LIST = "https://uni.example/status/1"
Answer = Fetched | Unreachable
World = tuple[bytes, Web]


# -- the faults ------------------------------------------------------------------------------------------


def _asked(server: Server, **policy) -> Answer:
    one = fetcher(allowed_hosts=frozenset({server.host}), deadline=0.7, reach=0.05, **policy)
    return one.fetch(server.url(), Purpose.ASSERTION)


def _served(answer) -> Callable[[], Answer]:
    def fail() -> Answer:
        with Server(answer) as server:
            return _asked(server)

    return fail


def _reset(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"a":'
    )
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _silent(connection: socket.socket, _request: bytes) -> None:
    connection.recv(1)


def _no_name() -> Answer:
    return fetcher(Net(), reach=0.05).fetch("https://nowhere.example/", Purpose.ASSERTION)


def _refused() -> Answer:
    return fetcher(Net({"down.example": [PUBLIC]}), reach=0.05).fetch(
        "https://down.example/", Purpose.ASSERTION
    )


def _status(code: int, body: bytes = b"<h1>Sorry</h1>") -> bytes:
    return b"HTTP/1.1 %d Sorry\r\nContent-Type: text/html\r\nRetry-After: 60\r\n\r\n%s" % (code, body)


def _expired_certificate(folder) -> Answer:
    authority = Authority(folder)
    with Server(ok(b"{}"), tls=authority.context(days=-1)) as server:
        one = fetcher(allowed_hosts=frozenset({server.host}), ca_file=authority.file, deadline=2.0, reach=0.5)
        return one.fetch(server.url(scheme="https"), Purpose.ASSERTION)


FAULTS: dict[str, Callable[[], Answer]] = {
    "no such name": _no_name,
    "refuses": _refused,
    "silent": _served(_silent),
    "reset in the middle": _served(_reset),
    "429": _served(_status(429)),
    "500": _served(_status(500)),
    "503": _served(_status(503)),
    "captive portal": _served(ok(b"<html>Accept the terms</html>", b"Content-Type: text/html\r\n")),
    "another document": _served(ok(b'{"hello": "world"}')),
    "empty": _served(ok(b"")),
    "cut JSON": _served(ok(b'{"@context": ["https://www.w3.org/ns/cred')),
}


@pytest.fixture(scope="module")
def faults(tmp_path_factory) -> dict[str, Answer]:
    made = {name: fail() for name, fail in FAULTS.items()}
    made["certificate over"] = _expired_certificate(tmp_path_factory.mktemp("authority"))
    assert isinstance(made["certificate over"], Unreachable)
    assert made["certificate over"].code == "tls-failed"
    return made


# -- the credentials -------------------------------------------------------------------------------------


def _signed(did: str, **more) -> World:
    web = Web()
    issuer = Issuer(web, did=did)
    return json.dumps(issuer.sign(issuer.credential(**more))).encode(), web


def _token() -> World:
    web = Web()
    issuer = Issuer(web, did="web")
    return issuer.sign_jwt(issuer.credential()).encode(), web


def _with_list() -> World:
    web = Web()
    issuer = Issuer(web, did="web")
    publish_list(issuer, LIST, bits({3}))
    return json.dumps(issuer.sign(issuer.credential(credentialStatus=status_entry(LIST)))).encode(), web


def _with_revocations() -> World:
    web = Web()
    issuer = Issuer(web, did="web")
    publish_revocations(issuer, LIST, [])
    entry = {"id": LIST, "type": "1EdTechRevocationList"}
    return issuer.sign_jwt(issuer.credential(credentialStatus=entry)).encode(), web


def _hosted() -> World:
    web = Web()
    host = BadgeHost(web)
    return json.dumps(host.publish(host.assertion())).encode(), web


def _signed_badge() -> World:
    web = Web()
    url = "https://badges.example/revoked"
    host = BadgeHost(web, revocationList=url)
    context = "https://w3id.org/openbadges/v2"
    lists = {"@context": context, "type": "RevocationList", "id": url, "issuer": host.issuer_id}
    web.put(url, lists | {"revokedAssertions": []})
    return host.sign(host.assertion()).encode(), web


KINDS: dict[str, Callable[[], World]] = {
    "did:web": lambda: _signed("web"),
    "https issuer": lambda: _signed("https"),
    "token, did:web": _token,
    "status list": _with_list,
    "1EdTech revocation list": _with_revocations,
    "hosted badge": _hosted,
    "signed badge": _signed_badge,
}


def points() -> list[tuple[str, str]]:
    """(kind, address) for every address that is asked about a good credential of that kind."""
    found = []
    for kind, make in KINDS.items():
        data, web = make()
        assert ask(data, web).verdict is Verdict.VALID, kind
        found += [(kind, url) for url in dict.fromkeys(url for url, _ in web.asked)]
    return found


POINTS = points()


def test_there_are_as_many_points_as_the_standards_have():
    assert len(POINTS) >= 12, POINTS


@pytest.mark.parametrize(("kind", "url"), POINTS)
def test_dep_01_whatever_fails_at_whichever_address_leaves_the_question_open(kind, url, faults):
    wrong = []
    for name, answer in faults.items():
        data, web = KINDS[kind]()
        web._answers[url] = (
            replace(answer, url=url, final_url=url)
            if isinstance(answer, Fetched)
            else replace(answer, url=url)
        )
        report = ask(data, web)
        causes = {finding.code for finding in report.findings if finding.outcome.value == "inconclusive"}
        if report.verdict is not Verdict.UNDETERMINED or not causes:
            wrong.append((name, report.verdict.value, sorted(f.code for f in report.findings)))
    assert wrong == []


@pytest.mark.parametrize(("kind", "url"), POINTS)
def test_dep_01_and_when_the_issuer_is_back_it_is_valid_again(kind, url):
    data, web = KINDS[kind]()
    good = web._answers[url]
    web.take_down(url)
    assert ask(data, web).verdict is Verdict.UNDETERMINED
    web._answers[url] = good
    assert ask(data, web).verdict is Verdict.VALID


# -- a friendly answer is no proof -----------------------------------------------------------------------


def _unsigned(issuer: Issuer) -> object:
    return publish_list(issuer, LIST, bits(set()), signed=False)


def _of_another_key(issuer: Issuer) -> object:
    stranger = Issuer(Web(), did="web", host="evil.example", key=Key.make(number=2))
    publish_list(stranger, LIST, bits(set()))
    return issuer.web.put(LIST, stranger.web._answers[LIST].body)


def _in_the_issuers_name(issuer: Issuer) -> object:
    stranger = Issuer(Web(), did="web", host=issuer.host, key=Key.make(number=2))
    publish_list(stranger, LIST, bits(set()))
    return issuer.web.put(LIST, stranger.web._answers[LIST].body)


def _changed_after_signing(issuer: Issuer) -> object:
    signed = json.loads(issuer.web._answers[LIST].body)
    signed["credentialSubject"]["encodedList"] = encoded(bits(set()))
    return issuer.web.put(LIST, signed)


def _of_another_address(issuer: Issuer) -> object:
    other = "https://uni.example/status/2"
    publish_list(issuer, other, bits(set()))
    return issuer.web.put(LIST, issuer.web._answers[other].body)


def _says(body: object) -> Callable[[Issuer], object]:
    return lambda issuer: issuer.web.put(LIST, body)


FRIENDLY: dict[str, Callable[[Issuer], object]] = {
    "unsigned": _unsigned,
    "signed by another": _of_another_key,
    "signed in the issuer's name with another key": _in_the_issuers_name,
    "changed after it was signed": _changed_after_signing,
    "the issuer's list of another address": _of_another_address,
    "nothing": _says({}),
    "an empty list": _says([]),
    "valid": _says({"valid": True, "status": "active", "revoked": False}),
    "not revoked, as a 1EdTech list": _says(
        {"id": LIST, "issuer": "did:web:uni.example", "revokedCredential": []}
    ),
    "a bare string of bits": _says(encoded(bits(set()))),
    "an envelope of nothing": _says(
        {"@context": [V2], "type": "EnvelopedVerifiableCredential", "id": "data:,"}
    ),
}


@pytest.mark.parametrize("name", FRIENDLY)
@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_dep_02_a_status_that_says_all_is_well_needs_the_issuers_signature(name, purpose):
    web = Web()
    issuer = Issuer(web, did="web")
    publish_list(issuer, LIST, bits({7}), purpose=purpose)
    entry = status_entry(LIST, purpose=purpose)
    credential = issuer.sign(issuer.credential(credentialStatus=entry))
    assert ask(credential, web).verdict in {Verdict.REVOKED, Verdict.SUSPENDED}
    FRIENDLY[name](issuer)
    assert ask(credential, web).verdict not in {Verdict.VALID, Verdict.INVALID}


@pytest.mark.parametrize(
    "body", [{}, [], {"valid": True}, {"revoked": False}, {"error": "maintenance"}, "ok", True]
)
def test_dep_02_a_hosted_address_that_says_all_is_well_hosts_no_badge(body):
    data, web = _hosted()
    web.put(json.loads(data)["id"], json.dumps(body).encode())
    assert ask(data, web).verdict not in {Verdict.VALID, Verdict.INVALID}
