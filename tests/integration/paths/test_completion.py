"""A step completes by itself when a badge arrives, says by which, and falls back when that badge is lost."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import update

from tests.integration.paths.test_paths import make_path
from wallet.collection.reverify import reverify_due
from wallet.demo import issuer
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import PathSnapshot, Win


@pytest.fixture
def path(ola, samples, badge):
    place = make_path(ola)
    answer = ola.browser.post(
        f"{place}/steps/new",
        {"title": "Show what I make", "kind-0": "skill", "text-0": skill_of(samples)},
    )
    assert answer.status_code == 303, answer.text
    return place


def skill_of(samples) -> str:
    from wallet.demo.samples import SAMPLES

    document = json.loads(json.dumps(samples.academy.credential(SAMPLES["ola-holds.png"].award)))
    return document["credentialSubject"]["achievement"]["alignment"][0]["targetName"]


def step_of(page: str) -> str:
    return next(
        li for li in re.findall(r'<li id="step-.*?</li>\s*(?=<li id="step-|</ol>)', page, re.DOTALL)
        if "Show what I make" in li
    )  # fmt: skip


def points(store) -> list[tuple[int, dict]]:
    with store.read() as session:
        found = session.query(PathSnapshot).order_by(PathSnapshot.at, PathSnapshot.number)
        return [(point.percent, point.reason) for point in found]


def test_a_badge_that_fits_completes_the_step_and_is_named_beside_it(ola, badge, path, sqlite_store):
    assert 'data-state="done"' not in step_of(ola.browser.get(path).text)
    held = ola.receive(badge)
    shown = step_of(ola.browser.get(path).text)
    assert 'data-state="done"' in shown and "Proven by" in shown
    assert f"/credentials/{held}" in shown
    assert points(sqlite_store)[-1][0] > 0  # written down when it came, not when somebody looked
    with sqlite_store.read() as session:
        (win,) = session.query(Win).filter_by(kind="step-done")
        assert win.params["step"] == "Show what I make" and len(win.params["by"]) == 1


def test_when_it_is_revoked_the_step_falls_back_and_says_why(
    ola, badge, path, sqlite_store, samples, shelf, clock, monkeypatch
):
    held = ola.receive(badge)
    monkeypatch.setattr(issuer, "REVOKED", frozenset({*issuer.REVOKED, 48_213}))
    samples.academy.__dict__.pop("status_list", None)
    shelf.documents[samples.academy.status_url] = json.dumps(samples.academy.status_list).encode()
    ola.browser.post(f"/credentials/{held}/check", {})
    shown = step_of(ola.browser.get(path).text)
    assert 'data-state="done"' not in shown and "revoked" in shown
    percent, reason = points(sqlite_store)[-1]
    assert percent == 0 and reason["lost"][0]["reason"] == "revoked"


def test_a_deleted_badge_counts_no_more_until_it_is_brought_back(ola, badge, path, sqlite_store):
    held = ola.receive(badge)
    ola.browser.post(f"/credentials/{held}/delete", {})
    assert points(sqlite_store)[-1][0] == 0
    ola.browser.post(f"/credentials/{held}/restore", {})
    assert points(sqlite_store)[-1][0] > 0


def test_what_was_kept_before_there_were_facts_is_read_by_the_schedule(ola, badge, sqlite_store, app):
    held = ola.receive(badge)
    with sqlite_store.write() as session:
        # such rows are of version 0 since the migration that gave credentials their verifier's version
        session.execute(update(HeldCredential).values(facts=None, verifier_version=0))
    services = app.extensions["wallet"]
    assert reverify_due(services=services) == 1
    assert reverify_due(services=services) == 0
    with app.test_request_context():
        while services.jobs.run_due():
            pass
    with sqlite_store.read() as session:
        assert session.get(HeldCredential, held).facts["skills"]
    assert reverify_due(services=services) == 0
