"""Every endpoint is closed unless it stands on the one public list, and the list is pinned here by name."""

from __future__ import annotations

import pytest

from wallet.web.access import DEMO_BLUEPRINTS, PUBLIC_ENDPOINTS, STATELESS_ENDPOINTS, is_public

# A change here is a decision to let strangers in: say in the commit why.
OPEN_TO_STRANGERS = {
    "static",
    "checker.help",
    "web.language",
    "web.manifest",
    "web.service_worker",
    "web.offline",
    "web.health",
    "web.robots",
    "accounts.sign_in",
    "accounts.start",
    "accounts.callback",
    "sharing.page",
    "sharing.picture",
    "sharing.preview_image",
    "sharing.page_qr",
    "sharing.check",
    "sharing.credential",
    "sharing.progress",
    "sharing.page_json",
    "sharing.evidence",
    "sharing.whose",
    "sharing.embed",
    "sharing.oembed",
    "sharing.unlock",
    "sharing.original",
    "checker.check",
}


def closed_rules(app):
    return [rule for rule in app.url_map.iter_rules() if not is_public(rule.endpoint, demo=False)]


def address(rule) -> str:
    with_values = rule.rule
    for name in rule.arguments:
        with_values = with_values.replace(f"<{name}>", "0" * 32).replace(f"<int:{name}>", "1")
    return with_values


def test_the_public_list_is_this_one():
    assert PUBLIC_ENDPOINTS == OPEN_TO_STRANGERS
    assert {"demo"} == DEMO_BLUEPRINTS
    assert sorted(STATELESS_ENDPOINTS) == [
        "checker.check",
        "sharing.check",
        "sharing.unlock",
        "sharing.whose",
    ]


def test_every_public_endpoint_exists(app):
    assert PUBLIC_ENDPOINTS - app.view_functions.keys() == set()


def test_the_demos_doors_are_not_even_there_outside_the_demo(app):
    assert [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in DEMO_BLUEPRINTS
    ] == []


def test_a_stranger_who_looks_is_sent_to_sign_in(app, client):
    rules = [rule for rule in closed_rules(app) if "GET" in rule.methods]
    assert len(rules) > 8
    for rule in rules:
        answer = client.get(address(rule))
        assert answer.status_code == 303, rule
        assert answer.location.startswith("/sign-in?next="), rule


def test_a_stranger_who_posts_is_refused_before_anything_is_read(app, client):
    rules = [rule for rule in closed_rules(app) if "POST" in rule.methods]
    assert len(rules) > 8
    for rule in rules:
        answer = client.post(address(rule), data={"anything": "x"})
        assert answer.status_code == 401, rule
        assert b"Please sign in" in answer.data


def test_a_program_hears_401_in_its_own_form(client):
    answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json["code"] == "sign-in-needed"


def test_htmx_hears_401_as_a_fragment(client):
    answer = client.get("/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert b"<html" not in answer.data
    assert b'id="web-problem"' in answer.data


@pytest.mark.parametrize("path", ["/nothing", "/s/unknown-secret", "/../etc/passwd", "/static/nothing.css"])
def test_what_is_not_there_and_what_is_not_yours_look_alike(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "noindex" in answer.text
