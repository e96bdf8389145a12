"""Whoever wants to change something must come from a page of ours (AUTHN-32, 33, 35)."""

from __future__ import annotations

import re

import pytest

LANGUAGE = "/language/pl"


def token(client) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/how-checking-works").text).group(1)


def post(client, headers, **data):
    return client.post(
        LANGUAGE, data={"csrf_token": token(client), "next": "/health", **data}, headers=headers
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # what our own no-referrer makes browsers send
        {"Origin": "http://localhost"},
        {},
    ],
    ids=["fetch-site", "fetch-site-null-origin", "origin", "no-browser"],
)
def test_our_own_page_may(client, headers):
    assert post(client, headers).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost.evil.example"},
    ],
    ids=str,
)
def test_another_site_may_not_even_with_a_token(client, headers):
    answer = post(client, headers)
    assert answer.status_code == 403
    assert "another website" in answer.text
    assert "Set-Cookie" not in answer.headers or "language=" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("given", ["", "invented", None])
def test_a_form_without_its_token_is_refused(client, given):
    data = {"next": "/health"} | ({} if given is None else {"csrf_token": given})
    answer = client.post(LANGUAGE, data=data)
    assert answer.status_code == 403
    assert "too old" in answer.text


def test_a_token_of_another_browser_is_refused(app, client):
    stolen = token(app.test_client())
    token(client)
    assert client.post(LANGUAGE, data={"csrf_token": stolen}).status_code == 403


def test_htmx_may_send_the_token_as_a_header(client):
    answer = client.post(LANGUAGE, headers={"X-CSRFToken": token(client)})
    assert answer.status_code == 303


def test_a_foreign_host_is_refused_in_production_and_health_is_not(build):
    client = build(environment="production", test=False, base_url="https://wallet.example.edu").test_client()
    ours, theirs = "https://wallet.example.edu", "https://evil.example"
    assert client.get("/how-checking-works", base_url=ours).status_code == 200
    assert client.get("/how-checking-works", base_url=theirs).status_code == 400
    assert client.get("/health", base_url="http://127.0.0.1:8000").status_code == 200


def test_a_forwarded_host_is_never_believed(build):
    client = build(
        environment="production", test=False, base_url="https://wallet.example.edu", trusted_proxies=1
    ).test_client()
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    answer = client.get("/", base_url="https://wallet.example.edu", headers=headers)
    assert answer.status_code == 303
    assert "evil" not in answer.location
