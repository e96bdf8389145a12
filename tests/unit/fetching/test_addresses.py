"""One reading of a URL: whatever is accepted reads the same to us, to the wire and to anybody else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.fetching.addresses import is_linkable, read_redirect, read_target
from wallet.fetching.policy import FetchPolicy
from wallet.fetching.problems import CODES, FetchProblem

POLICY = FetchPolicy(allow_http=True, extra_ports=frozenset({8443}), allowed_hosts=frozenset({"10.0.0.1:80"}))
HOSTS = ["good.example", "GOOD.example.", "żółw.example", "10.0.0.1", "127.0.0.1", "[::1]", "a@b.example", ""]
PIECES = st.sampled_from(
    [*":/?#[]@!$&'()*+,;=%\\", "%0d", "%2e", "..", "//", "ż", "。", "①", "0x7f", "\n", " ", "a.b"]
)
URLS = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["https", "http", "HTTP", "ftp"]),
    st.sampled_from(HOSTS),
    st.sampled_from(["", ":443", ":80", ":8443", ":22", ":"]),
    st.lists(PIECES, max_size=8).map("".join),
)


@given(st.one_of(URLS, st.text(), st.lists(PIECES).map("".join)))
def test_what_is_accepted_has_one_reading(url):
    try:
        target = read_target(url, POLICY)
    except FetchProblem as problem:
        assert problem.code in CODES
        return
    assert read_target(target.url, POLICY) == target
    theirs = urlsplit(target.url)
    assert (theirs.scheme, theirs.hostname) == (target.scheme, target.host)
    assert (
        theirs.username is None and (theirs.port or {"https": 443, "http": 80}[target.scheme]) == target.port
    )
    assert target.path.startswith("/") and target.path.isascii() and target.path.isprintable()
    assert " " not in target.path and "#" not in target.path
    assert target.allowed == (target.host == "10.0.0.1")
    assert target.port in (443, 80, 8443)


@given(st.text(), st.sampled_from(["https://good.example/a/b?c", "http://good.example/"]))
def test_no_redirect_leads_where_a_first_address_may_not(location, start):
    before = read_target(start, POLICY)
    try:
        after = read_redirect(before, location, POLICY)
    except FetchProblem as problem:
        assert problem.code == "redirect-refused"
        return
    assert read_target(after.url, POLICY) == after
    assert not (before.scheme == "https" and after.scheme == "http")


@given(st.text())
def test_asking_whether_something_may_be_a_link_never_fails(url):
    assert is_linkable(url) in (True, False)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://Good.Example", "good.example", 443, "/"),
        ("https://good.example?x=1", "good.example", 443, "/?x=1"),
        ("https://good.example./a", "good.example", 443, "/a"),
        ("https://zażółć.example/ż?ó=ł#f", "xn--za-6ja4f8n1l.example", 443, "/%C5%BC?%C3%B3=%C5%82"),
        ("http://good.example:8443/a%20b", "good.example", 8443, "/a%20b"),
        ("https://xn--za-6ja4f8n1l.example/", "xn--za-6ja4f8n1l.example", 443, "/"),
    ],
)
def test_ordinary_addresses_are_read(url, host, port, path):
    target = read_target(url, POLICY)
    assert (target.host, target.port, target.path) == (host, port, path)
