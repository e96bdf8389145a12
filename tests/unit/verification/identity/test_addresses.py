"""Addresses written differently, and different addresses."""

from __future__ import annotations

import pytest

from wallet.verification.identity.addresses import (
    host_of,
    is_web_address,
    normal,
    path_of,
    same_address,
    same_but_for_tls,
    same_host,
    without_dots,
)

SAME = [
    ("https://uni.example/issuer", "HTTPS://Uni.EXAMPLE/issuer"),
    ("https://uni.example/issuer", "https://uni.example:443/issuer"),
    ("https://uni.example/issuer", "https://uni.example:/issuer"),
    ("http://uni.example/issuer", "http://uni.example:80/issuer"),
    ("https://uni.example", "https://uni.example/"),
    ("https://uni.example?x=1", "https://uni.example/?x=1"),
    ("https://uni.example/a%2fb", "https://uni.example/a%2Fb"),
    ("https://uni.example/%7Eada", "https://uni.example/~ada"),
    ("https://uni.example/b/../issuer", "https://uni.example/issuer"),
    ("https://uni.example/./issuer", "https://uni.example/issuer"),
    ("https://uni.example/a/..", "https://uni.example/"),
    ("https://łódź.example/a", "https://xn--d-uga0v4h.example/a"),
    ("https://uni.example/łódź?ż", "https://uni.example/%C5%82%c3%b3d%C5%BA?%C5%BC"),
    ("https://uni.example/a#key", "https://Uni.example/a#key"),
    ("https://uni.example/a#", "https://uni.example/a"),
]
DIFFERENT = [
    ("https://uni.example/issuer", "https://uni.example/issuer/"),
    ("https://uni.example/issuer", "https://uni.example/Issuer"),
    ("https://uni.example/issuer", "https://uni.example/issuer?x=1"),
    ("https://uni.example/issuer", "https://uni.example/issuer?"),
    ("https://uni.example/issuer", "https://uni.example:8443/issuer"),
    ("https://uni.example/issuer", "http://uni.example/issuer"),
    ("https://uni.example:80/issuer", "http://uni.example/issuer"),
    ("https://uni.example/a/b", "https://uni.example/a%2Fb"),
    ("https://uni.example/issuer", "https://www.uni.example/issuer"),
    ("https://uni.example/a#one", "https://uni.example/a#two"),
    ("https://uni.example/issuer", "https://ada@uni.example/issuer"),
    ("https://straße.example/", "https://strasse.example/"),
    ("urn:uuid:1", "urn:uuid:1"),
    ("", ""),
    (None, None),
]
NONE = [
    *("", "uni.example/a", "//uni.example/a", "https:///a", "https:/uni.example/a", "ftp://uni.example/"),
    *(
        "https://uni.example:0/",
        "https://uni.example:x/",
        "https://uni.example:99999/",
        "https://[",
        "https://a b/",
    ),
    *(
        "https://uni.example\\@evil.example/",
        "https://uni.example%2eevil.example%00/",
        " https://uni.example/",
    ),
    *("https://uni%2eexample/", "https://uni.example%2f/", "https://[::1/", "https://uni.example:-1/"),
    *("https://user@uni.example/", "https://@uni.example/", "https://uni.example/\n", "did:web:uni.example"),
    *(None, 7, {"id": "https://uni.example/"}, ["https://uni.example/"]),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_written_differently_is_not_different(one: str, other: str):
    assert same_address(one, other)
    assert same_but_for_tls(one, other)
    assert same_address(normal(one), one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_more_than_spelling_is_another_address(one: object, other: object):
    assert not same_address(one, other)


@pytest.mark.parametrize("value", NONE)
def test_what_is_no_web_address_is_the_same_as_nothing(value: object):
    assert not is_web_address(value)
    assert not same_address(value, value)
    assert (host_of(value), path_of(value)) == ("", "")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://Uni.example/a/../issuer", "https://uni.example/issuer"),
        ("https://uni.example/uploads/%2e%2E/issuer?x=1", "https://uni.example/issuer?x=1"),
        ("https://uni.example/a/.", "https://uni.example/a/"),
        ("https://Uni.example:443/a?b=../c", "https://Uni.example:443/a?b=../c"),
        ("https://uni.example", "https://uni.example"),
        ("https://uni.example/%c3%b3", "https://uni.example/%c3%b3"),
        ("urn:uuid:1", "urn:uuid:1"),
    ],
)
def test_an_address_is_asked_for_without_dots(written: str, asked: str):
    assert without_dots(written) == asked


def test_http_and_https_may_be_told_apart_or_not():
    assert same_but_for_tls("http://uni.example:80/a", "https://UNI.example/a")
    assert not same_but_for_tls("http://uni.example:8080/a", "https://uni.example/a")
    assert not same_but_for_tls("http://uni.example/a", "https://uni.example/b")


def test_host_and_path_are_read_from_the_parsed_address():
    assert same_host("https://UNI.example./a", "http://uni.example/b")
    assert not same_host("https://uni.example/", "https://uni.example.evil.example/")
    assert host_of("https://[2001:db8::1]:8443/") == "[2001:db8::1]:8443"
    assert path_of("https://uni.example/a/%2e%2e/b") == "/b"
