"""The same strict headers on every answer; nothing is kept but what is public."""

from __future__ import annotations

import re

import pytest

from wallet.web.security import CONTENT_POLICY

PAGES = [
    "/how-checking-works",
    "/sign-in",
    "/offline",
    "/health",
    "/manifest.webmanifest",
    "/sw.js",
    "/nothing",
    "/",
]


def directives(policy: str) -> dict[str, str]:
    return {part.split(" ", 1)[0]: part.split(" ", 1)[-1] for part in policy.split("; ")}


@pytest.mark.parametrize("path", [*PAGES, "/static/wallet.css"])
def test_every_answer_carries_the_whole_set(client, path):
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_policy_lets_in_nothing_inline_and_nothing_foreign():
    policy = directives(CONTENT_POLICY)
    assert "unsafe" not in CONTENT_POLICY
    assert "http" not in CONTENT_POLICY
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "default"


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_may_be_kept(client, path):
    kept = client.get(path).headers["Cache-Control"]
    expected = {"/sw.js": "no-cache", "/manifest.webmanifest": "public, max-age=3600"}
    assert kept == expected.get(path, "no-store")


def test_a_static_file_named_by_its_content_is_kept_for_ever(client):
    page = client.get("/how-checking-works").text
    address = re.search(r'href="(/static/wallet\.css\?v=\w+)"', page).group(1)
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/wallet.css?v=older").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/wallet.css").headers["Cache-Control"] == "no-cache"


def test_scripts_and_styles_are_held_against_their_digest(client):
    page = client.get("/how-checking-works").text
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == 3
    for tag in [*scripts, *re.findall(r'<link rel="stylesheet"[^>]*>', page)]:
        assert re.search(r'integrity="sha384-[A-Za-z0-9+/=]{64}"', tag), tag


def test_strict_transport_is_asked_for_where_there_is_https(build, client):
    assert "Strict-Transport-Security" not in client.get("/health").headers
    secure = build(base_url="https://wallet.example.edu").test_client()
    answer = secure.get("/how-checking-works", base_url="https://wallet.example.edu")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=")
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_the_page_has_its_landmarks_and_its_language(client):
    page = client.get("/how-checking-works", headers={"Accept-Language": "pl"}).text
    assert '<html lang="pl">' in page
    assert 'href="#content"' in page
    assert '<main id="content"' in page
    assert 'aria-live="polite"' in page
    assert page.count("<h1") == 1
