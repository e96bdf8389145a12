"""Server-side fetch: the SSRF lines of the abuse catalogue, on a network that records every connection."""

from __future__ import annotations

import ast
import gzip
import logging
import re
import socket
import ssl
import threading
import time
import zlib
from pathlib import Path

import pytest
from flask import render_template
from markupsafe import escape

from tests.smith import Issuer, Web
from tests.smith.web import NOW
from tests.unit.fetching.world import JSON, PUBLIC, Authority, Net, Server, fetcher, ok
from wallet import create_app
from wallet.collection.reports.statement import statement_card
from wallet.credentials.model import Achievement, Alignment, Credential, Evidence, Profile, Subject
from wallet.credentials.reading import read_envelope
from wallet.fetching import FetchPolicy, is_linkable
from wallet.fetching.addresses import Target
from wallet.fetching.deadlines import Deadline
from wallet.fetching.exchange import exchange
from wallet.fetching.problems import FetchProblem
from wallet.settings import Settings
from wallet.store import Store
from wallet.verification.report import Verdict
from wallet.verification.resources import Fetched, Purpose, Unreachable
from wallet.verification.verifier import verify

WALLET = Path(__file__).parents[2] / "wallet"


def refused_unseen(url, code="url-not-public", **policy):
    """The address alone is enough to refuse it: nobody is asked, nothing is connected to."""
    net = Net({"good.example": [PUBLIC]})
    answer = fetcher(net, **policy).fetch(url, Purpose.ASSERTION)
    assert isinstance(answer, Unreachable)
    assert answer.code == code
    assert net.connects == [] and net.lookups == []


def refused_after_lookup(*addresses):
    net = Net({"issuer.example.org": list(addresses)})
    net.ports = dict.fromkeys(addresses, 9)
    answer = fetcher(net, reach=0.05).fetch("https://issuer.example.org/badge", Purpose.ASSERTION)
    assert isinstance(answer, Unreachable) and answer.code == "could-not-reach"
    assert net.lookups == ["issuer.example.org"] and net.connects == []


def from_server(answer, purpose=Purpose.ASSERTION, *, path="/a", **policy):
    """What the fetcher makes of a raw server on loopback, and the server with what it was sent."""
    with Server(answer) as server:
        policy.setdefault("allowed_hosts", frozenset({server.host}))
        return fetcher(**policy).fetch(server.url(path), purpose), server


LOOPBACK = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::]", "LOCALHOST.", "wallet.localhost"]


@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_ssrf_01_loopback_is_never_asked(scheme, host):
    refused_unseen(f"{scheme}://{host}/badge.json")


METADATA = ["169.254.169.254", "[fd00:ec2::254]", "metadata.google.internal", "100.100.100.200"]


@pytest.mark.parametrize("host", METADATA)
def test_ssrf_02_cloud_metadata_is_never_asked(host):
    refused_unseen(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"])
def test_ssrf_02_a_name_for_cloud_metadata_is_not_connected_to(address):
    refused_after_lookup(address)


NUMBERS = ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "①②⑦.⓪.⓪.①", "127。0。0。1"]
NUMBERS += ["127.0.0.1.", "１２７.０.０.１", "0x7f.1", "1.1.1.1", "good.example.0x1", "good.example.1"]


@pytest.mark.parametrize("host", NUMBERS)
def test_ssrf_03_numbers_in_any_disguise_are_no_host(host):
    refused_unseen(f"https://{host}/")


DISGUISED = [
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:a9fe:a9fe::",
]
DISGUISED += ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2a00:1450:4001::5efe:10.0.0.1", "fec0::1"]
DISGUISED += ["2a00:1450:4001::200:5efe:127.0.0.1", "::ffff:0:127.0.0.1", "3fff::1", "5f00::1", "2001:db8::1"]


@pytest.mark.parametrize("address", DISGUISED)
def test_ssrf_04_an_ipv4_address_inside_an_ipv6_address_is_found(address):
    refused_after_lookup(address)


@pytest.mark.parametrize("address", DISGUISED)
def test_ssrf_04_and_such_an_address_is_no_host_in_a_url(address):
    refused_unseen(f"https://[{address}]/")


INSIDE = ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "192.0.0.8", "192.0.0.192"]
INSIDE += ["198.18.0.1", "198.19.255.255", "240.0.0.1", "255.255.255.255", "224.0.0.1", "239.255.255.250"]
INSIDE += [
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2a00:1450:4001::1%eth0",
    "ff02::1",
    "::",
    "::1",
]
INSIDE += ["0.0.0.0", "127.0.0.53", "192.0.2.1", "198.51.100.1", "203.0.113.1", "100::1", "not an address"]


@pytest.mark.parametrize("address", INSIDE)
def test_ssrf_05_addresses_inside_are_not_connected_to(address):
    refused_after_lookup(address)


def test_ssrf_06_a_second_dns_answer_is_never_asked_for():
    net = Net({"rebind.example.org": [[PUBLIC], ["127.0.0.1"]]})
    with Server(ok()) as server:
        net.ports[PUBLIC] = server.port
        answer = fetcher(net).fetch("http://rebind.example.org/", Purpose.ASSERTION)
    assert isinstance(answer, Fetched)
    assert net.lookups == ["rebind.example.org"] and net.connects == [(PUBLIC, 80)]


def test_ssrf_06_who_answers_must_be_who_was_called():
    net = Net({"rebind.example.org": [PUBLIC]})

    def elsewhere(address, port, seconds):
        return socket.create_connection(("127.0.0.1", server.port))

    net.connect = elsewhere
    with Server(ok()) as server:
        answer = fetcher(net, reach=0.5).fetch("http://rebind.example.org/", Purpose.ASSERTION)
    assert answer.code == "could-not-reach" and server.requests == []


def test_ssrf_07_one_private_answer_refuses_the_whole_host():
    refused_after_lookup(PUBLIC, "10.0.0.1")
    refused_after_lookup("2606:2800:21f:cb07:6820:80da:af6b:8b2c", PUBLIC, "::1")
    refused_after_lookup(*[f"93.184.215.{number}" for number in range(1, 50)], "169.254.169.254")


def test_ssrf_07_fifty_public_answers_are_not_fifty_connections():
    many = [f"93.184.215.{number}" for number in range(1, 51)]
    net = Net({"many.example.org": many})
    fetcher(net, reach=0.1).fetch("https://many.example.org/", Purpose.ASSERTION)
    assert net.connects == [(address, 443) for address in many[:4]]


def redirect(location, status=302):
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "metadata.google.internal", "0x7f000001", "[::ffff:10.0.0.1]"])
def test_ssrf_08_a_redirect_to_an_address_inside_is_not_followed(host, status):
    net = Net({"open.example.org": [PUBLIC]})
    with Server(redirect(f"http://{host}/", status)) as server:
        net.ports[PUBLIC] = server.port
        answer = fetcher(net).fetch("http://open.example.org/", Purpose.ASSERTION)
    assert answer.code == "redirect-refused"
    assert net.connects == [(PUBLIC, 80)]


def test_ssrf_08_a_redirect_to_a_name_for_an_address_inside_is_not_followed():
    net = Net({"open.example.org": [PUBLIC], "inside.example.org": ["10.0.0.1"]})
    with Server(redirect("http://inside.example.org/")) as server:
        net.ports[PUBLIC] = server.port
        answer = fetcher(net).fetch("http://open.example.org/", Purpose.ASSERTION)
    assert answer.code == "could-not-reach"
    assert net.connects == [(PUBLIC, 80)]


def hops(number):
    def answer(connection, request):
        step = int(request.split(b" ")[1].rsplit(b"/", 1)[-1])
        connection.sendall(redirect(f"/{step + 1}") if step < number else ok(b'{"hop": %d}' % step))

    return answer


def test_ssrf_08_three_redirects_are_followed_and_a_fourth_is_not():
    answer, server = from_server(hops(3), path="/0")
    assert answer.body == b'{"hop": 3}' and answer.final_url == server.url("/3")
    answer, server = from_server(hops(6), path="/0")
    assert answer.code == "redirect-refused" and len(server.requests) == 4


def test_ssrf_08_a_loop_ends():
    answer, server = from_server(redirect("/a"))
    assert answer.code == "redirect-refused" and len(server.requests) == 4


@pytest.mark.parametrize("location", ["file:///etc/passwd", "//127.0.0.1/", "gopher://good.example/"])
def test_ssrf_08_a_redirect_to_another_scheme_is_not_followed(location):
    answer, server = from_server(redirect(location))
    assert answer.code == "redirect-refused" and len(server.requests) == 1


def test_ssrf_08_from_https_never_down_to_http(tmp_path):
    authority = Authority(tmp_path)
    with Server(ok()) as plain, Server(redirect(plain.url()), tls=authority.context()) as secure:
        allowed = frozenset({plain.host, secure.host})
        get = fetcher(allowed_hosts=allowed, ca_file=authority.file)
        answer = get.fetch(secure.url(scheme="https"), Purpose.ASSERTION)
    assert answer.code == "redirect-refused" and plain.requests == [] and len(secure.requests) == 1


SCHEMES = [
    "file:///etc/passwd",
    "ftp://good.example/",
    "gopher://good.example/",
    "dict://good.example:11211/",
]
SCHEMES += [
    "ldap://good.example/",
    "data:text/html,x",
    "jar:http://good.example/!/",
    "blob:https://good.example/1",
]
SCHEMES += [
    "ws://good.example/",
    "FiLe:///etc/passwd",
    "GoPhEr://good.example/",
    "javascript:alert(1)",
    "",
    "//a.b",
]


@pytest.mark.parametrize("url", SCHEMES)
def test_ssrf_09_no_scheme_but_http(url):
    refused_unseen(url, "scheme-not-allowed")


@pytest.mark.parametrize("before", [" ", "\n", "\t", "\x00", " "])
def test_ssrf_09_nothing_may_stand_before_the_scheme(before):
    refused_unseen(before + "file:///etc/passwd", "url-malformed")
    refused_unseen(before + "https://good.example/", "url-malformed")


def test_ssrf_09_plain_http_only_where_the_operator_allows_it():
    refused_unseen("http://good.example/", "scheme-not-allowed", allow_http=False)
    net = Net({"old.example.org": [PUBLIC]})
    with Server(ok()) as server:
        net.ports[PUBLIC] = server.port
        answer = fetcher(net).fetch("http://old.example.org/", Purpose.ASSERTION)
    assert answer.insecure is True


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://good.example@127.0.0.1/", "url-malformed"),
        ("https://good.example:80@127.0.0.1/", "url-malformed"),
        ("https://127.0.0.1#@good.example", "url-not-public"),
        ("https://127.0.0.1?@good.example", "url-not-public"),
        ("https:\\\\good.example/", "url-malformed"),
        ("https://good.example\\@127.0.0.1/", "url-malformed"),
        ("https:///x", "url-malformed"),
        ("https:good.example", "scheme-not-allowed"),
        ("https://good.example/%00", "url-malformed"),
        ("https://good.example/a\r\nHost: b", "url-malformed"),
        ("https://good.example/%0d%0aHost:%20b", "url-malformed"),
        ("https://good.example%2f@127.0.0.1/", "url-malformed"),
        ("https://good%2eexample/", "url-malformed"),
        ("https://user:secret@good.example/", "url-malformed"),
        ("https://good.example:https/", "url-malformed"),
        ("https://good..example/", "url-not-public"),
        ("https://-good.example/", "url-not-public"),
        ("https://good.example/" + "a" * 5000, "url-malformed"),
    ],
)
def test_ssrf_10_a_url_is_read_in_one_way_or_not_at_all(url, code):
    refused_unseen(url, code)


# Modules that can open a connection, by the name under which they are imported.
NETWORK = {
    "socket",
    "ssl",
    "requests",
    "urllib3",
    "httpx",
    "httpx2",
    "aiohttp",
    "ftplib",
    "telnetlib",
    "imaplib",
}
NETWORK |= {"http.client", "urllib.request", "xmlrpc.client", "poplib", "websockets", "websocket", "pycurl"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(names):
    found = set()
    for path in WALLET.rglob("*.py"):
        for name in imported(path):
            if any(name == known or name.startswith(known + ".") for known in names):
                found.add(path.relative_to(WALLET).as_posix())
    return found


def test_ssrf_11_only_the_fetching_room_can_open_a_connection():
    outside = {path for path in importers(NETWORK) if not path.startswith("fetching/")}
    assert outside - importers({"smtplib"}) == set()  # the postman needs ssl for STARTTLS


def test_ssrf_11_mail_leaves_from_one_module_of_accounts():
    senders = importers({"smtplib"})
    assert len(senders) <= 1 and all(path.startswith("accounts/") for path in senders)


def test_ssrf_11_providers_are_spoken_to_only_through_the_bounded_session():
    """Authlib's own sessions are unbounded; who uses them must put `guard` or `provider_session` around."""
    for path in importers({"authlib.integrations.requests_client", "authlib.integrations.httpx_client"}):
        assert path.startswith("accounts/")
        text = (WALLET / path).read_text("utf-8")
        assert "provider_session" in text or "guard(" in text


@pytest.mark.parametrize("purpose", Purpose)
def test_ssrf_11_every_purpose_goes_the_same_guarded_way(purpose):
    net = Net({"inside.example.org": ["10.0.0.1"]})
    get = fetcher(net, reach=0.05)
    assert get.fetch("https://127.0.0.1/", purpose).code == "url-not-public"
    assert get.fetch("https://inside.example.org/", purpose).code == "could-not-reach"
    assert net.connects == []


@pytest.mark.parametrize("port", [0, 22, 25, 80, 5432, 6379, 8443, 11211, 65536])
def test_ssrf_12_other_ports_are_not_connected_to(port):
    refused_unseen(f"https://good.example:{port}/")


def test_ssrf_12_the_operator_may_name_a_port():
    net = Net({"good.example": [PUBLIC]})
    fetcher(net, reach=0.2, extra_ports=frozenset({8443})).fetch("https://good.example:8443/", Purpose.KEY)
    assert net.connects == [(PUBLIC, 8443)]


def test_ssrf_13_no_line_can_be_smuggled_into_the_request():
    answer, server = from_server(ok(), path="/a%20b?c=ż&d=|\"<'>#frag\u00a0".replace("\u00a0", ""))
    assert isinstance(answer, Fetched)
    line, *headers = server.requests[0].decode("ascii").split("\r\n")
    assert line == "GET /a%20b?c=%C5%BC&d=%7C%22%3C'%3E HTTP/1.1"
    names = [header.split(":")[0] for header in headers if header]
    assert names == ["Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"]


def test_ssrf_13_nor_through_a_redirect():
    answer, server = from_server(b"HTTP/1.1 302 Found\r\nLocation: /x\rSET a b\r\n\r\n")
    assert isinstance(answer, Unreachable)
    assert not any(b"SET" in request for request in server.requests)
    answer, server = from_server(redirect("/x%0d%0aSET%20a%20b"))
    assert answer.code == "redirect-refused" and len(server.requests) == 1


@pytest.mark.parametrize("path", ["/a\r\nSET a b", "/a\nb", "/ż", "/a\x00"])
def test_ssrf_13_the_wire_itself_refuses_what_the_reading_let_through(path):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        target = Target("https", "good.example", 443, path, allowed=False)
        with pytest.raises(FetchProblem, match="would break the request"):
            exchange(ours, target, Purpose.DID, deadline=Deadline(1), agent="Dorobek/1")
        ours.close()
        assert theirs.recv(100) == b""


def forever(piece, head):
    def answer(connection, request):
        connection.sendall(head)
        for _ in range(400):  # 400 x 64 kB: far over every cap, and an end for the test
            connection.sendall(piece)

    return answer


PIECE = b" " * 65536
BODIES = {
    "no length": forever(PIECE, b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n"),
    "announced": forever(PIECE, b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: 10000000000\r\n\r\n"),
    "chunked": forever(
        b"10000\r\n" + PIECE + b"\r\n", b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    ),
    "one-byte chunks": forever(
        b"1\r\n \r\n" * 10000, b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    ),
}


@pytest.mark.parametrize("kind", BODIES)
def test_ssrf_14_a_body_ends_at_the_cap(kind):
    answer, _ = from_server(BODIES[kind], deadline=10.0)
    assert answer.code == "too-large"


@pytest.mark.parametrize(
    ("purpose", "media_type", "most"),
    [
        (Purpose.ASSERTION, b"application/json", 5_000_000),
        (Purpose.STATUS, b"application/json", 5_000_000),
        (Purpose.DID, b"application/json", 1_000_000),
        (Purpose.DID, b"application/did", 1_000_000),
        (Purpose.KEY, b"application/cid", 1_000_000),
        (Purpose.IMAGE, b"image/png", 10_000_000),
        (Purpose.ASSERTION, b"image/png", 10_000_000),
        (Purpose.PAGE, b"text/html", 2_000_000),
    ],
)
def test_ssrf_14_each_purpose_has_its_cap(purpose, media_type, most):
    head = b"Content-Type: " + media_type + b"\r\n"
    assert len(from_server(ok(b" " * most, head), purpose, deadline=10.0)[0].body) == most
    assert from_server(ok(b" " * (most + 1), head), purpose, deadline=10.0)[0].code == "too-large"


def test_ssrf_14_a_lying_length_is_not_taken_for_the_whole():
    head = b"HTTP/1.1 200 OK\r\n" + JSON
    assert from_server(head + b"Content-Length: 5\r\n\r\n{}")[0].code == "bad-answer"
    assert from_server(head + b"Content-Length: 2\r\n\r\n{}{}{}")[0].body == b"{}"
    assert from_server(head + b"Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}")[0].code == "bad-answer"
    assert from_server(head + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")[0].code == "bad-answer"


def drip(head):
    def answer(connection, request):
        connection.sendall(head)
        for _ in range(60):
            time.sleep(0.1)
            connection.sendall(b" ")

    return answer


SLOW = {
    "never answers": lambda connection, request: time.sleep(6),
    "drips headers": drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "drips the body": drip(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n"),
}


@pytest.mark.parametrize("kind", SLOW)
def test_ssrf_15_slow_answers_end_at_the_total_deadline(kind):
    started = time.monotonic()
    answer, _ = from_server(SLOW[kind], deadline=0.6)
    assert answer.code == "timeout"
    assert 0.5 < time.monotonic() - started < 3


def test_ssrf_15_a_stalled_handshake_ends_at_the_deadline():
    started = time.monotonic()
    with Server(b"", tls=lambda connection: time.sleep(5)) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), deadline=0.6)
        answer = get.fetch(server.url(scheme="https"), Purpose.ASSERTION)
    assert answer.code == "timeout" and time.monotonic() - started < 3


def test_ssrf_15_redirects_share_one_deadline():
    def slow_hop(connection, request):
        time.sleep(0.4)
        connection.sendall(redirect("/a"))

    started = time.monotonic()
    answer, _ = from_server(slow_hop, deadline=0.7)
    assert answer.code == "timeout" and time.monotonic() - started < 1.5


def test_ssrf_15_a_dns_that_never_answers_ends_in_time():
    net = Net()
    net.resolve = lambda host, port: [time.sleep(5)]
    started = time.monotonic()
    assert fetcher(net, reach=0.3).fetch("https://slow.example.org/", Purpose.DID).code == "could-not-reach"
    assert time.monotonic() - started < 3


def test_ssrf_15_the_product_gives_ten_seconds():
    assert FetchPolicy().deadline == 10.0


def packed(body, coding):
    return ok(body, JSON + b"Content-Encoding: " + coding + b"\r\n")


def test_ssrf_16_gzip_and_deflate_are_opened():
    plain = b'{"id": "https://issuer.example.org/1"}'
    bare = zlib.compressobj(wbits=-15)
    assert from_server(packed(gzip.compress(plain), b"gzip"))[0].body == plain
    assert from_server(packed(zlib.compress(plain), b"deflate"))[0].body == plain
    assert from_server(packed(bare.compress(plain) + bare.flush(), b"deflate"))[0].body == plain


def test_ssrf_16_a_bomb_does_not_go_off():
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    assert len(bomb) < 1_000_000
    started = time.monotonic()
    assert from_server(packed(bomb, b"gzip"))[0].code == "too-large"
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("coding", [b"gzip, gzip", b"br", b"zstd", b"compress", b"identity, gzip"])
def test_ssrf_16_nested_and_unknown_codings_are_refused_by_name(coding):
    answer, _ = from_server(packed(gzip.compress(gzip.compress(b"{}")), coding))
    assert answer.code == "encoding-refused" and answer.found == coding.decode()


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_ssrf_16_garbage_is_refused(coding):
    assert from_server(packed(b"certainly not compressed", coding))[0].code == "encoding-refused"


BROKEN = {
    "100 kB of headers": b"HTTP/1.1 200 OK\r\n"
    + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 5000) for i in range(20)),
    "one huge header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n",
    "10,000 headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 10_000,
    "no status line": b"Hello, this is not HTTP\r\n",
    "strange status": b"HTTP/1.1 abc OK\r\n",
    "status out of range": b"HTTP/1.1 999 Strange\r\n",
    "HTTP/0.9": b"{}",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "a flood of interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000,
    "an interim answer as the last": b"HTTP/1.1 103 Early Hints\r\n",
    "nothing": b"",
    "two content types": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: application/json\r\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_ssrf_17_what_is_not_http_is_refused_and_no_worker_is_lost(kind):
    answer, _ = from_server(BROKEN[kind] + b"\r\n{}" if BROKEN[kind] else b"")
    assert isinstance(answer, Unreachable) and answer.code == "bad-answer"


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.IMAGE, Purpose.PAGE}, key=str))
@pytest.mark.parametrize("media_type", ["text/html", "application/xhtml+xml", "application/xml", "video/mp4"])
def test_ssrf_18_a_web_page_is_not_json(purpose, media_type):
    answer, _ = from_server(ok(b"{}", f"Content-Type: {media_type}; charset=utf-8\r\n".encode()), purpose)
    assert answer.code == "wrong-content-type" and answer.found == media_type


def test_ssrf_18_a_page_is_read_in_any_writing_and_nothing_else_is_a_page():
    page, _ = from_server(
        ok("<p>ż".encode("latin2"), b"Content-Type: text/html; charset=latin2\r\n"), Purpose.PAGE
    )
    assert page.body == "<p>ż".encode("latin2")
    answer, _ = from_server(ok(b"{}", b"Content-Type: application/json\r\n"), Purpose.PAGE)
    assert answer.code == "wrong-content-type"


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/plain", "application/pdf"])
def test_ssrf_18_nor_is_a_web_page_a_picture(media_type):
    answer, _ = from_server(ok(b"{}", f"Content-Type: {media_type}\r\n".encode()), Purpose.IMAGE)
    assert answer.code == "wrong-content-type" and answer.found == media_type


@pytest.mark.parametrize(
    ("body", "charset", "found"),
    [
        ('{"a": "ż"}'.encode("utf-16"), "", "utf-16"),
        ('{"a": "b"}'.encode("utf-16-le"), "", "utf-16"),
        ('{"a": "é"}'.encode("latin-1"), "", "not utf-8"),
        (b"{}", "; charset=ISO-8859-2", "iso-8859-2"),
        (b"{}", '; charset="utf-16"', "utf-16"),
    ],
)
def test_ssrf_18_another_alphabet_is_refused_by_name(body, charset, found):
    answer, _ = from_server(ok(body, f"Content-Type: application/json{charset}\r\n".encode()))
    assert (answer.code, answer.found) == ("wrong-charset", found)


def test_a_byte_order_mark_is_read_over():
    """RFC 8259 §8.1: a server's script saved by a Windows editor sends one."""
    answer, _ = from_server(ok(b"\xef\xbb\xbf{}", b"Content-Type: application/json\r\n"))
    assert answer.body == b"\xef\xbb\xbf{}"


TYPES = [
    "application/json",
    "application/ld+json; charset=UTF-8",
    "application/vc+ld+json",
    "application/vc+jwt",
]


@pytest.mark.parametrize("media_type", [*TYPES, "application/vc", "text/plain", "application/octet-stream"])
def test_ssrf_18_what_real_servers_send_is_read(media_type):
    assert isinstance(from_server(ok(b"{}", f"Content-Type: {media_type}\r\n".encode()))[0], Fetched)


def over_tls(tmp_path, *, trusted=True, **certificate):
    authority = Authority(tmp_path)
    with Server(ok(), tls=authority.context(**certificate)) as server:
        allowed = frozenset({server.host})
        get = fetcher(allowed_hosts=allowed, ca_file=authority.file if trusted else None)
        return get.fetch(server.url(scheme="https"), Purpose.ASSERTION), server


def test_ssrf_19_a_good_certificate_is_accepted(tmp_path):
    answer, _ = over_tls(tmp_path)
    assert isinstance(answer, Fetched) and answer.insecure is False


@pytest.mark.parametrize(
    "fault",
    [{"self_signed": True}, {"days": -1}, {"name": "other.example.org"}, {"trusted": False}],
    ids=["self-signed", "expired", "wrong host", "unknown authority"],
)
def test_ssrf_19_a_bad_certificate_is_not_accepted(tmp_path, fault):
    answer, server = over_tls(tmp_path, **fault)
    assert answer.code == "tls-failed" and server.requests == []


def test_ssrf_19_the_name_is_checked_and_not_the_address(tmp_path):
    """The fetcher connects to a number it resolved; the certificate must still name the host of the URL."""
    authority = Authority(tmp_path)
    net = Net({"issuer.example.org": [PUBLIC], "other.example.org": [PUBLIC]})
    with Server(ok(), tls=authority.context(name="issuer.example.org")) as server:
        net.ports[PUBLIC] = server.port
        get = fetcher(net, ca_file=authority.file)
        assert isinstance(get.fetch("https://issuer.example.org/", Purpose.DID), Fetched)
        assert get.fetch("https://other.example.org/", Purpose.DID).code == "tls-failed"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_ssrf_19_old_tls_is_not_spoken(tmp_path):
    authority = Authority(tmp_path)
    context = authority.context()
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with Server(ok(), tls=context) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), ca_file=authority.file)
        answer = get.fetch(server.url(scheme="https"), Purpose.ASSERTION)
    assert answer.code == "tls-failed" and server.requests == []


def test_ssrf_19_a_revoked_certificate_is_not_accepted(tmp_path):
    """The list is read when it appears; a damaged one beside it does not hide it."""
    authority, lists = Authority(tmp_path), tmp_path / "lists"
    lists.mkdir()
    (lists / "damaged.crl").write_bytes(b"\x30\x03")
    with Server(ok(), tls=authority.context()) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), ca_file=authority.file, revocation_lists=lists)
        assert isinstance(get.fetch(server.url("/a", scheme="https"), Purpose.ASSERTION), Fetched)
        authority.revoke(tmp_path / "server-127.0.0.1-30-False.pem", into=lists / "authority.crl")
        answer = get.fetch(server.url("/b", scheme="https"), Purpose.ASSERTION)
        assert answer.code == "tls-failed" and len(server.requests) == 1


def test_ssrf_20_the_wallet_does_not_ask_itself():
    own = frozenset({"dorobek.example.org", "93.184.215.99"})
    refused_unseen("https://dorobek.example.org/s/secret", own_hosts=own)
    refused_unseen("https://DOROBEK.example.org./s/secret", own_hosts=own)
    net = Net({"alias.example.org": ["93.184.215.99"]})
    answer = fetcher(net, reach=0.05, own_hosts=own).fetch("https://alias.example.org/", Purpose.ASSERTION)
    assert answer.code == "could-not-reach" and net.connects == []


def test_ssrf_21_nothing_of_ours_travels_along(monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://canary:canary@127.0.0.1:9")
    with Server(ok(headers=JSON + b"Set-Cookie: canary=1\r\n")) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), user_agent="Dorobek/1")
        for path in ("/a", "/b"):
            get.fetch(server.url(path), Purpose.ASSERTION)
    assert len(server.requests) == 2
    for request in server.requests:
        lines = request.decode().lower()
        assert "user-agent: dorobek/1\r\n" in lines
        assert not any(
            word in lines for word in ("canary", "cookie", "authorization", "referer", "forwarded")
        )


def test_ssrf_22_one_host_sees_two_connections_at_once():
    at_once, inside, lock = [0], [], threading.Lock()

    def busy(connection, request):
        with lock:
            inside.append(request)
            at_once[0] = max(at_once[0], len(inside))
        time.sleep(0.1)
        with lock:  # before the answer: after it the next one may already come
            inside.remove(request)
        connection.sendall(ok())

    with Server(busy) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), deadline=5.0)
        threads = [
            threading.Thread(target=get.fetch, args=(server.url(f"/{number}"), Purpose.ASSERTION))
            for number in range(10)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.requests) == 10 and at_once == [2]


@pytest.mark.parametrize(
    "names", [["victim.example.org"], [f"n{number}.example.org" for number in range(12)]]
)
def test_ssrf_22_a_host_is_asked_at_a_bounded_rate_under_whatever_name(names):
    net = Net({name: [PUBLIC] for name in names})
    with Server(ok()) as server:
        net.ports[PUBLIC] = server.port
        get = fetcher(net, host_burst=5, host_rate=0.001, deadline=0.3)
        answers = [
            get.fetch(f"http://{names[number % len(names)]}/{number}", Purpose.ASSERTION)
            for number in range(8)
        ]
    assert len(server.requests) == 5
    assert [a.code for a in answers if isinstance(a, Unreachable)] == ["too-many-fetches"] * 3


def test_ssrf_22_each_caller_has_a_quota_and_only_their_own():
    with Server(ok()) as server:
        get = fetcher(allowed_hosts=frozenset({server.host}), caller_quota=3)
        greedy, modest = get.on_behalf_of("a"), get.on_behalf_of("b")
        answers = [greedy.fetch(server.url(f"/{number}"), Purpose.ASSERTION) for number in range(5)]
        assert [isinstance(answer, Fetched) for answer in answers] == [True] * 3 + [False] * 2
        assert answers[4].code == "too-many-fetches"
        assert isinstance(modest.fetch(server.url("/4"), Purpose.ASSERTION), Fetched)


def test_ssrf_23_refused_filtered_unknown_and_private_answer_alike_and_at_one_moment(caplog):
    caplog.set_level(logging.INFO, "wallet.fetching")
    hosts = {"refused.example.org": ["93.184.215.1"], "filtered.example.org": ["93.184.215.2"]}
    net = Net({**hosts, "private.example.org": ["10.0.0.1"]})
    net.ports = {"93.184.215.1": "refuse", "93.184.215.2": "drop"}
    get = fetcher(net, reach=0.5)
    seen = {}
    for name in (*net.names, "unknown.example.org"):
        started = time.monotonic()
        answer = get.fetch(f"https://{name}/", Purpose.ASSERTION)
        seen[name] = (answer.code, answer.found)
        assert 0.5 <= time.monotonic() - started < 0.9
    assert len(seen) == 4 and set(seen.values()) == {("could-not-reach", "")}
    assert len({record.getMessage() for record in caplog.records}) >= 3  # the log still tells them apart


def test_ssrf_24_an_internal_issuer_is_allowed_by_exact_host_and_port():
    with Server(ok()) as server, Server(ok()) as neighbour:
        get = fetcher(allowed_hosts=frozenset({server.host}))
        assert isinstance(get.fetch(server.url(), Purpose.ASSERTION), Fetched)
        assert get.fetch(neighbour.url(), Purpose.ASSERTION).code == "url-not-public"
        other_name = f"http://localhost:{server.port}/a"
        assert get.fetch(other_name, Purpose.ASSERTION).code == "url-not-public"
    assert neighbour.requests == []


def test_ssrf_24_a_named_internal_issuer_is_reached_at_its_private_address():
    net = Net({"badges.intranet": ["10.0.0.7"], "other.intranet": ["10.0.0.8"]})
    with Server(ok()) as server:
        net.ports["10.0.0.7"] = server.port
        get = fetcher(net, allowed_hosts=frozenset({"badges.intranet:80"}))
        assert isinstance(get.fetch("http://badges.intranet/", Purpose.ASSERTION), Fetched)
    assert net.connects == [("10.0.0.7", 80)]


def test_ssrf_24_nobody_inside_is_allowed_by_default():
    assert FetchPolicy().allowed_hosts == frozenset() and FetchPolicy().extra_ports == frozenset()


def test_ssrf_25_a_dead_ipv6_address_does_not_hide_a_live_ipv4_one():
    v6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
    for fault in ("refuse", "drop"):
        net = Net({"dual.example.org": [v6, PUBLIC]})
        with Server(ok()) as server:
            net.ports = {v6: fault, PUBLIC: server.port}
            answer = fetcher(net, reach=0.6).fetch("http://dual.example.org/", Purpose.ASSERTION)
        assert isinstance(answer, Fetched)
        assert net.connects == [(v6, 80), (PUBLIC, 80)]


def test_ssrf_25_an_ipv6_only_host_is_reached():
    v6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
    net = Net({"six.example.org": [v6], "translated.example.org": ["64:ff9b::5db8:d70e"]})
    with Server(ok()) as server:
        net.ports = {v6: server.port, "64:ff9b::5db8:d70e": server.port}
        get = fetcher(net)
        assert isinstance(get.fetch("http://six.example.org/", Purpose.ASSERTION), Fetched)
        assert isinstance(get.fetch("http://translated.example.org/", Purpose.ASSERTION), Fetched)


UNLINKABLE = ["javascript:alert(1)", "data:text/html,<script>", "JaVaScRiPt:alert(1)", " javascript:alert(1)"]
UNLINKABLE += [
    "vbscript:x",
    "file:///etc/passwd",
    "https://a@b.example/",
    "http://127.0.0.1/",
    "https://a b.example",
]
UNLINKABLE += [
    "",
    "//good.example",
    "https:good.example",
    "\x01https://good.example",
    "https://router.local/",
]


@pytest.mark.parametrize("url", UNLINKABLE)
def test_ssrf_26_a_dangerous_address_is_shown_as_text(url):
    assert is_linkable(url) is False


@pytest.mark.parametrize(
    "url", ["https://good.example/a?b=c#d", "http://old.example/", "https://żółw.example/ż"]
)
def test_ssrf_26_a_web_address_may_be_a_link(url):
    assert is_linkable(url) is True


HOSTILE = [
    "javascript:alert(document.domain)",
    "data:text/html,<script>alert(1)</script>",
    "http://127.0.0.1/off",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_ssrf_26_on_the_page_it_is_text_and_only_web_addresses_are_links(url, tmp_path, sqlite_url):
    good = "https://good.example/evidence"
    credential = Credential(
        id="urn:x",
        dialect="ob3",
        issuer=Profile("https://good.example/", url=url),
        achievement=Achievement(
            name={"": "A"},
            criteria={"": f"[a]({url}) [b]({good})"},
            criteria_url=url,
            alignments=(Alignment("skill", url=url),),
        ),
        subject=Subject(),
        evidence=(Evidence(url=url, name="bad"), Evidence(url=good, name="good")),
    )
    app = create_app(Settings.from_demo(tmp_path), store=Store(sqlite_url), fetcher=fetcher(Net()))
    with app.test_request_context("/"):
        said = statement_card(credential, fallback="", language="en", recognised=True, proved_at=(True, None))
        page = render_template("collection/_statement.html", said=said)
    links = re.findall(r"<a\b[^>]*>", page)
    assert links and all(f'href="{good}"' in link for link in links)
    assert all('rel="noopener noreferrer nofollow ugc"' in link for link in links)
    assert str(escape(url)) in page  # said, not hidden


# ── the identity of an issuer is an address that a stranger has chosen ──
INSIDE = {
    "internal-api": ["10.0.0.7"],
    "metadata.google.internal": ["169.254.169.254"],
    "169-254-169-254.nip.io": ["169.254.169.254"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "rebound.example": ["fd00:ec2::254"],
    "mapped.example": ["64:ff9b::a9fe:a9fe"],
    "both.example": ["10.0.0.7", "192.168.1.1"],
}
INTERNAL_ISSUERS = [
    *("did:web:169.254.169.254", "did:web:localhost%3A3000", "did:web:localhost", "did:web:2130706433"),
    *(f"did:web:{host}" for host in INSIDE),
    *(f"did:web:{host}%3A8080:latest:meta-data" for host in INSIDE),
    *(f"https://{host}/issuer" for host in ("169.254.169.254", "localhost:3000", "[::1]", *INSIDE)),
]


@pytest.mark.parametrize("name", INTERNAL_ISSUERS)
@pytest.mark.parametrize("where", ["issuer", "key"])
def test_did_05_no_issuer_leads_the_wallet_into_its_own_network(name, where):
    """Whether it stands as the issuer or as the key of another issuer's credential."""
    net = Net(INSIDE)
    smith = Issuer(Web(), did="web")
    issuer = name if where == "issuer" else "https://uni.example/issuer"
    token = smith.sign_jwt(
        smith.credential(issuer=issuer), claims={"iss": issuer}, header={"kid": f"{name}#key-1"}
    )
    report = verify(read_envelope(token.encode()), at=NOW, resources=fetcher(net, reach=0.05))
    assert report.verdict in (Verdict.UNDETERMINED, Verdict.INVALID)
    assert net.connects == []


@pytest.mark.parametrize("name", INTERNAL_ISSUERS)
def test_did_05_not_even_where_the_issuer_itself_names_such_a_key(name):
    """Its document comes over the network; the key that it names is asked for in the same manner."""
    net = Net(INSIDE)
    smith, web = Issuer(Web(), did="https"), Web()
    smith.web = web
    smith.publish(smith.id, verificationMethod=[], assertionMethod=[f"{name}#key-1"])
    inside = fetcher(net, reach=0.05)

    class Both:
        def fetch(self, url, purpose):
            return (web if url == smith.id else inside).fetch(url, purpose)

    token = smith.sign_jwt(smith.credential(), header={"kid": f"{name}#key-1"})
    report = verify(read_envelope(token.encode()), at=NOW, resources=Both())
    assert report.verdict in (Verdict.UNDETERMINED, Verdict.INVALID)
    assert net.connects == []
