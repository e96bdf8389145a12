"""Polish and English: account, then this browser's choice, then what the browser asks for."""

from __future__ import annotations

import re

import pytest

HELP = "/how-checking-works"


def switch(client, code: str, next_page: str = HELP):
    page = client.get(HELP).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    return client.post(f"/language/{code}", data={"csrf_token": token, "next": next_page})


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("pl", "Jak sprawdzamy"),
        ("pl-PL,pl;q=0.9,en;q=0.5", "Jak sprawdzamy"),
        ("en-GB", "How checking works"),
        ("de,fr", "How checking works"),
        ("", "How checking works"),
    ],
)
def test_the_browser_is_listened_to(client, asked, heading):
    answer = client.get(HELP, headers={"Accept-Language": asked})
    assert f"<h1>{heading}</h1>" in answer.text
    assert answer.headers["Content-Language"] == ("pl" if "Jak" in heading else "en")


def test_the_default_is_the_operators(build):
    client = build(default_language="pl").test_client()
    assert "Jak sprawdzamy" in client.get(HELP, headers={"Accept-Language": "de"}).text


def test_a_choice_stays_and_goes_before_the_browsers_wish(client):
    answer = switch(client, "pl")
    assert answer.status_code == 303
    assert answer.location == HELP
    assert "Jak sprawdzamy" in client.get(HELP, headers={"Accept-Language": "en"}).text


def test_a_language_we_do_not_speak_is_not_there(client):
    assert switch(client, "xx").status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/%09/evil.example",
        "javascript:alert(1)",
        "",
        "/nothing-here",
    ],
)
def test_the_switch_leads_only_to_pages_of_ours(client, wanted):
    assert switch(client, "pl", wanted).location == HELP


def test_each_error_page_speaks_polish_too(client):
    answer = client.get("/nothing", headers={"Accept-Language": "pl"})
    assert "Nie ma tu nic dla Ciebie" in answer.text
