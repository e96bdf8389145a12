"""The session for configured sign-in providers."""

from __future__ import annotations

import time

import pytest
import requests

from tests.unit.fetching.world import JSON, Authority, Server, ok
from wallet.fetching import guard, provider, provider_session


def test_a_provider_is_answered_to():
    with Server(ok(b'{"issuer": "x"}')) as server:
        assert provider_session().get(server.url()).json() == {"issuer": "x"}


def test_no_redirect_is_followed():
    with Server(ok()) as inside:
        to = f"HTTP/1.1 302 Found\r\nLocation: {inside.url()}\r\nContent-Length: 0\r\n\r\n".encode()
        with Server(to) as server, pytest.raises(requests.TooManyRedirects):
            provider_session().get(server.url())
    assert inside.requests == []


def test_an_endless_answer_is_cut_off():
    with Server(ok(b" " * 1_100_000)) as server, pytest.raises(requests.ConnectionError):
        provider_session().get(server.url())


def test_a_dripping_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr(provider, "SECONDS", 0.5)

    def drip(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(30):
            connection.sendall(b"1\r\n \r\n")
            time.sleep(0.1)

    started = time.monotonic()
    with Server(drip) as server, pytest.raises(requests.RequestException):
        provider_session().get(server.url())
    assert time.monotonic() - started < 2


def test_the_environment_has_no_say(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with Server(ok()) as server:
        assert provider_session().get(server.url()).status_code == 200
    assert b"authorization" not in server.requests[0].lower()


def test_a_session_of_somebody_elses_make_gets_the_same_bounds():
    class Theirs(requests.Session):
        pass

    session = guard(Theirs())
    assert isinstance(session, Theirs) and session.trust_env is False
    with Server(ok(b" " * 1_100_000)) as server, pytest.raises(requests.ConnectionError):
        session.get(server.url())


def test_an_authority_of_the_operators_own_is_trusted_only_where_named(tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    with Server(ok(), tls=authority.context()) as server:
        assert provider_session(ca=authority.file).get(server.url(scheme="https")).ok
        with pytest.raises(requests.exceptions.SSLError):
            provider_session().get(server.url(scheme="https"))
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))  # as if this computer's store held it
        assert provider_session().get(server.url(scheme="https")).ok
