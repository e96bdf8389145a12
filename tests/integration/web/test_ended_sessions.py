"""The first answer after a sign-in has ended tells the browser to forget what it keeps (PWA-02)."""

from __future__ import annotations

import pytest

COOKIE = "dorobek-session"
WIPES = '"cache", "storage"'


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 303), ({"Accept": "application/json"}, 401), ({"HX-Request": "true"}, 401)],
)
def test_pwa_02_an_ended_sign_in_is_wiped_whatever_was_asked_for(client, headers, status):
    client.set_cookie(COOKIE, "of a sign-in that is over")
    answer = client.get("/", headers=headers)
    assert answer.status_code == status
    assert answer.headers["Clear-Site-Data"] == WIPES


def test_pwa_02_a_visitor_without_a_sign_in_has_nothing_to_forget(client):
    assert "Clear-Site-Data" not in client.get("/").headers
    client.set_cookie(COOKIE, "of a sign-in that is over")
    assert "Clear-Site-Data" not in client.get("/offline").headers
