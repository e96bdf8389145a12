"""How often one may knock (RES-06, RES-07)."""

from __future__ import annotations

import re

import pytest

from wallet.web import limits


@pytest.fixture
def limited(build):
    app = build(environment="demo")
    limits.limiter.reset()
    yield app.test_client()
    limits.limiter.reset()
    limits.limiter.enabled = False


def ask_check(client, **headers):
    return client.post("/check", data={"text": "no badge"}, headers={"Accept": "application/json", **headers})


def test_too_many_requests_are_answered_with_429_and_a_time_to_wait(limited):
    answers = [ask_check(limited) for _ in range(40)]
    assert answers[0].status_code != 429
    assert answers[-1].status_code == 429
    assert answers[-1].json["code"] == "too-often"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_an_invented_forwarded_address_does_not_help(limited):
    answers = [ask_check(limited, **{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(40)]
    assert answers[-1].status_code == 429


def test_one_address_does_not_use_up_anothers_share(limited):
    for _ in range(40):
        ask_check(limited)
    other = limited.post(
        "/check",
        data={"text": "no badge"},
        headers={"Accept": "application/json"},
        environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
    )
    assert other.status_code != 429


def test_each_limit_is_written_in_a_form_the_limiter_reads():
    for limit in (limits.ORDINARY, limits.SIGN_IN, limits.IMPORT, limits.CHECK, limits.MAIL):
        assert re.fullmatch(r"\d+ per (minute|hour)(; \d+ per hour)?", limit)
