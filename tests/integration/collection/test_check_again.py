"""POST /credentials/<id>/check: look now, and keep what was found before."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.integration.collection.people import open_app, sign_in
from wallet.collection import service
from wallet.collection.reverify import CHECK
from wallet.jobs.queue import Jobs
from wallet.store.models.credential import VerdictRun
from wallet.store.models.job import Job


def runs(person) -> list[tuple[str, str]]:
    with person.services.store.read() as session:
        return [
            (run.verdict, run.trigger) for run in session.scalars(select(VerdictRun).order_by(VerdictRun.id))
        ]


def test_it_adds_to_the_history_and_shows_the_new_moment(ana, issuer, clock):
    held = ana.add_one(issuer.token("Sheets"))
    clock.move(timedelta(hours=3))
    answer = ana.post(f"/credentials/{held}/check")
    assert answer.status_code == 303
    assert answer.location == f"/credentials/{held}"
    assert runs(ana) == [("valid", "import"), ("valid", "holder")]
    page = ana.get(f"/credentials/{held}").text
    assert "2026-11-22T15:00:00+00:00" in page
    assert "asked by you" in page


def test_a_badge_that_was_withdrawn_since_is_withdrawn(ana, web, clock):
    url = web.host_badge("aid", title="First aid", to="ana@example.org")
    held = ana.add_one(url.encode())
    web.put(url, {"@context": "https://w3id.org/openbadges/v2", "id": url, "revoked": True}, status=410)
    ana.post(f"/credentials/{held}/check")
    assert [verdict for verdict, _ in runs(ana)] == ["valid", "revoked"]
    assert "Withdrawn" in ana.get("/").text


@pytest.mark.parametrize("how", ["removed", "revoked", "expired"])
def test_did_10_a_badge_whose_key_was_replaced_was_valid_and_is_not_called_forged(
    ana, web, issuer, clock, how
):
    """The issuer publishes a new key; the badge of the old one stays what it was found to be, and when."""
    held = ana.add_one(issuer.token("Sheets"))
    address = "https://politechnika.example/.well-known/did.json"
    published = json.loads(web.pages[address][2])
    (old,) = published["verificationMethod"]
    new = {**old, "id": f"{issuer.id}#key-2", "publicKeyJwk": {**old["publicKeyJwk"], "x": "1" * 42 + "A"}}
    ended = {
        "removed": {},
        "revoked": {"revoked": "2026-11-23T00:00:00Z"},
        "expired": {"expires": "2026-11-23T00:00:00Z"},
    }
    kept = [] if how == "removed" else [{**old, **ended[how]}]
    methods = [*kept, new]
    web.put(
        address,
        {**published, "verificationMethod": methods, "assertionMethod": [one["id"] for one in methods]},
    )
    clock.move(timedelta(days=3))
    ana.post(f"/credentials/{held}/check")
    assert [verdict for verdict, _ in runs(ana)] == ["valid", "undetermined"]
    page = ana.get(f"/credentials/{held}").text
    assert "last verified on" in page and "2026-11-22T12:00:00+00:00" in page
    assert "Altered" not in page and "Not from this issuer" not in page


def test_stat_09_what_was_withdrawn_and_given_back_keeps_both_in_its_history(ana, web, clock):
    url = web.host_badge("aid", title="First aid", to="ana@example.org")
    there = web.pages[url]
    held = ana.add_one(url.encode())
    for served in ({"@context": "https://w3id.org/openbadges/v2", "id": url, "revoked": True}, None) * 2:
        clock.move(timedelta(days=1))
        if served is None:
            web.pages[url] = there
        else:
            web.put(url, served, status=410)
        ana.post(f"/credentials/{held}/check")
    assert [verdict for verdict, _ in runs(ana)] == ["valid", "revoked", "valid", "revoked", "valid"]
    page = ana.get(f"/credentials/{held}").text
    assert page.count("Withdrawn for a time") == 2
    history = page[page.index('id="collection-history"') :]
    told = re.findall(r'datetime="(2026-11-2[0-9])', history)
    assert told[:4] == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]


def test_htmx_gets_the_changed_part_with_the_new_history(ana, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    part = ana.post(f"/credentials/{held}/check", headers={"HX-Request": "true"})
    assert re.match(r'\s*<div id="collection-credential"', part.text)
    assert part.text.count("asked by you") == 1


# ── with workers of its own ──


@pytest.fixture
def hosted(sqlite_store, web, tmp_path):
    """Ana, in a wallet whose workers are not the request, with a badge that its issuer hosts; and that wallet
    once more, as after a restart."""

    def start():
        return open_app(sqlite_store, web, tmp_path, jobs=Jobs)

    ana = sign_in(start(), "ana@example.org")
    return ana, ana.add_one(web.host_badge("aid", title="First aid", to="ana@example.org").encode()), start


@pytest.fixture
def gate(web, monkeypatch):
    """The issuer answers only when this is set."""
    gate, fetch = threading.Event(), web.fetch

    def slow(address, purpose):
        gate.wait(20)
        return fetch(address, purpose)

    monkeypatch.setattr(web, "fetch", slow)
    return gate


def asked_for(person) -> list[tuple[str, str]]:
    """The checks in the table of jobs that the holder has asked for: their state, and whose turn it was."""
    with person.services.store.read() as session:
        jobs = session.scalars(select(Job).where(Job.kind == CHECK).order_by(Job.created_at)).all()
        return [(job.state, job.holder) for job in jobs if job.payload["trigger"] == "holder"]


def test_a_worker_does_it_while_the_page_waits(hosted):
    ana, held, _ = hosted
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.02):
            ana.work()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        answer = ana.post(f"/credentials/{held}/check")
    finally:
        stop.set()
        worker.join(20)
    assert answer.location == f"/credentials/{held}"
    assert asked_for(ana) == [("done", ana.id)]
    assert [trigger for _, trigger in runs(ana)] == ["import", "holder"]


def test_a_slow_issuer_does_not_hold_the_page_and_two_presses_are_one_job(hosted, gate, monkeypatch):
    ana, held, _ = hosted
    monkeypatch.setattr(service, "PATIENCE", 0.05)
    first = ana.post(f"/credentials/{held}/check")
    worker = threading.Thread(target=ana.work)
    worker.start()
    try:
        again = ana.post(f"/credentials/{held}/check")
        for answer in (first, again):
            assert answer.location.endswith("?late=1")
            assert "slow to answer" in ana.get(answer.location).text
        assert len(asked_for(ana)) == 1
        assert len(runs(ana)) == 1
    finally:
        gate.set()
        worker.join(20)
    assert asked_for(ana) == [("done", ana.id)]
    assert "asked by you" in ana.get(f"/credentials/{held}").text  # who comes back later sees it
    ana.post(f"/credentials/{held}/check")
    assert [state for state, _ in asked_for(ana)] == ["done", "queued"]  # and may ask anew


def test_what_was_asked_for_is_done_after_a_restart(hosted, monkeypatch):
    ana, held, start = hosted
    monkeypatch.setattr(service, "PATIENCE", 0)
    ana.post(f"/credentials/{held}/check")
    assert asked_for(ana) == [("queued", ana.id)] and len(runs(ana)) == 1
    later = replace(ana, app=start())
    later.work()
    assert asked_for(later) == [("done", ana.id)]
    assert [trigger for _, trigger in runs(later)] == ["import", "holder"]


def test_nobody_checks_for_another(ana, bob, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    assert bob.post(f"/credentials/{held}/check").status_code == 404
    assert len(runs(ana)) == 1
