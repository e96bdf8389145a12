"""Installable, useful without a network, and never a keeper of personal pages (R31)."""

from __future__ import annotations

import io
import json
import re

from PIL import Image

from wallet.web import pwa


def shell(client) -> list[str]:
    return json.loads(re.search(r"const SHELL = (\[.*?\]);", client.get("/sw.js").text).group(1))


def test_the_manifest_names_icons_that_are_there_in_the_size_they_claim(client):
    manifest = client.get("/manifest.webmanifest").json
    assert manifest["display"] == "standalone"
    assert {"any", "maskable"} == {icon["purpose"] for icon in manifest["icons"]}
    sizes = set()
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert answer.status_code == 200
        assert answer.mimetype == icon["type"]
        if icon["type"] == "image/png":
            width, height = Image.open(io.BytesIO(answer.data)).size
            assert icon["sizes"] == f"{width}x{height}"
            sizes.add(icon["sizes"])
    assert {"192x192", "512x512"} <= sizes


def test_the_manifest_speaks_the_readers_language(client):
    polish = client.get("/manifest.webmanifest", headers={"Accept-Language": "pl"}).json
    assert polish["lang"] == "pl"
    assert "udowodnić" in polish["name"]


def test_the_worker_keeps_the_shell_only(client):
    kept = shell(client)
    assert len(kept) >= 8
    assert all(address.startswith("/static/") for address in kept)
    assert all(client.get(address).status_code == 200 for address in kept)


def test_the_worker_never_puts_an_answer_of_the_network_into_its_cache(client):
    worker = client.get("/sw.js").text
    assert worker.count("addAll") == 1
    assert ".put(" not in worker and ".add(" not in worker
    assert 'credentials: "omit"' in worker


def test_the_workers_version_follows_what_it_keeps(client, monkeypatch):
    before = client.get("/sw.js").text
    monkeypatch.setattr(pwa, "static_integrity", lambda name: "other")
    assert client.get("/sw.js").text != before


def test_the_worker_has_a_script_type_and_is_asked_for_anew_each_time(client):
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer.headers


def test_the_offline_page_holds_no_form_no_token_and_nobodys_name(client):
    page = client.get("/offline").text
    assert "No connection" in page
    assert "<form" not in page
    assert "csrf" not in page.lower()
    assert "Set-Cookie" not in client.get("/offline").headers


def test_signing_out_empties_what_the_browser_keeps(app):
    with app.test_request_context():
        answer = pwa.wipe(app.make_response(""))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_health_says_whether_the_store_answers(app, client):
    assert client.get("/health").json["status"] == "ok"
    app.extensions["wallet"].store.engine.dispose()
    store = app.extensions["wallet"].store

    class Silent:
        def read(self):
            raise OSError("gone")

    app.extensions["wallet"] = type(app.extensions["wallet"])(
        **{**vars(app.extensions["wallet"]), "store": Silent()}
    )
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json["store"] is False
    assert store is not None
