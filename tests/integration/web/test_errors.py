"""Each failure as a page, as a fragment, as JSON; and when all else fails, as plain words."""

from __future__ import annotations

import io

import pytest
from flask import render_template

from wallet.errors import Refused
from wallet.web import errors


@pytest.fixture
def failing(app):
    """An app with a page that fails as told."""

    def fail(how):
        if how == "refused":
            raise Refused("wallet-full", most="5000")
        raise RuntimeError("a secret of the inside")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    app.add_url_rule("/s/fail/<how>", endpoint="shared.fail", view_func=fail)
    app.view_functions["web.health"] = lambda: fail("crash")
    app.view_functions["web.robots"] = lambda: fail("refused")
    return app.test_client()


def test_a_known_failure_says_what_happened_what_it_means_and_what_to_do(failing):
    answer = failing.get("/robots.txt")
    assert answer.status_code == 400
    assert "Your wallet is full" in answer.text
    assert "5000 badges" in answer.text
    assert "Delete what you no longer need" in answer.text
    assert "wallet-full" in answer.text


def test_a_program_gets_the_same_as_json(failing):
    answer = failing.get("/robots.txt", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json) == {"code", "what", "means", "do"}
    assert answer.json["code"] == "wallet-full"


def test_htmx_gets_a_fragment(failing):
    answer = failing.get("/robots.txt", headers={"HX-Request": "true"})
    assert answer.text.strip().startswith('<div id="web-problem"')


def test_an_unexpected_failure_tells_nothing_of_the_inside(failing):
    answer = failing.get("/health")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret of the inside" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_when_even_the_error_page_fails_there_are_words_in_both_languages(failing, monkeypatch):
    def broken(*_args, **_values):
        raise RuntimeError("template")

    monkeypatch.setattr(errors, "render_template", broken)
    answer = failing.get("/health")
    assert answer.status_code == 500
    assert "went wrong" in answer.text and "poszło nie tak" in answer.text


def test_an_upload_beyond_the_limit_is_413_with_words(build):
    client = build(max_upload_bytes=2000).test_client()
    answer = client.post("/check", data={"files": (io.BytesIO(b"x" * 5000), "big.json")})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_wrong_method_is_405_and_says_which_are_right(client):
    answer = client.put("/how-checking-works")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_what_was_asked_for_is_never_echoed_as_markup(client):
    answer = client.get("/<script>alert(1)</script>")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_the_fragment_is_part_of_the_same_words_as_the_page(app):
    with app.test_request_context():
        page = render_template("web/problem.html", code="c", what="W.", means="M.", do="D.", status=400)
        part = render_template("web/_problem.html", code="c", what="W.", means="M.", do="D.", status=400)
    for words in ("W.", "M.", "D."):
        assert words in page and words in part
