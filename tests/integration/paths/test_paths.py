"""A learner makes a path, its steps complete by themselves, and what is lost is told."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from wallet.paths import history as recording
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, PathSnapshot, Win


def make_path(learner, **more):
    form = {
        "goal": "reskilling",
        "target": "data analyst",
        "due_on": "2027-06-30",
        "weekly_hours": "4",
        **more,
    }
    answer = learner.browser.post("/paths/new", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_path_without_a_kind_of_goal_is_refused_in_words(ola):
    answer = ola.browser.post("/paths/new", {"target": "data analyst"})
    assert "Choose one of the four" in answer.text


def test_a_path_begins_with_what_one_has_and_proposals_to_take_over(ola):
    path = make_path(ola)
    page = ola.browser.get(path).text
    assert "data analyst" in page
    starter = re.search(r'action="([^"]+/starter/1)"', page).group(1)
    ola.browser.post(starter, {})
    assert re.search(r'action="[^"]+/starter/1"', ola.browser.get(path).text) is None
    assert 'data-state="next"' in ola.browser.get(path).text


def test_a_path_of_somebody_else_is_not_there(ola, sam):
    path = make_path(ola)
    assert sam.browser.get(path).status_code == 404
    assert sam.browser.post(f"{path}/steps/new", {"title": "x", "kind-0": "evidence"}).status_code == 404


def test_what_expires_over_night_is_noticed_without_a_visit_and_told_with_its_reason(
    ola, held, clock, sqlite_store
):
    services = ola.app.extensions["wallet"]
    with sqlite_store.write() as session:
        badge = session.get(HeldCredential, held)
        badge.expires_at = clock.now() + timedelta(days=3)
        title = badge.title
    path = make_path(ola, target="the same badge")
    step = {"title": "Have it", "kind-0": "credential", "text-0": title}
    ola.browser.post(f"{path}/steps/new", step)
    assert 'data-state="done"' in ola.browser.get(path).text
    clock.move(timedelta(days=5))
    with ola.app.test_request_context():
        assert recording.record_everybody(services=services) == 1
        assert recording.record_everybody(services=services) == 1
    with sqlite_store.read() as session:
        points = session.scalars(select(PathSnapshot).order_by(PathSnapshot.number)).all()
        assert [point.percent for point in points] == [0, 100, 0]
        assert points[-1].reason["lost"][0]["reason"] == "expired"
        kinds = [(win.kind, win.ref) for win in session.scalars(select(Win))]
        assert len(kinds) == len(set(kinds))
    assert "it expired on" in ola.browser.get(path).text


def test_a_deleted_path_can_be_brought_back_for_a_week_and_then_is_gone(ola, clock, sqlite_store):
    path = make_path(ola)
    ola.browser.post(f"{path}/delete", {})
    assert ola.browser.get(path).status_code == 404
    ola.browser.post(f"{path}/restore", {})
    assert ola.browser.get(path).status_code == 200
    ola.browser.post(f"{path}/delete", {})
    clock.move(timedelta(days=8))
    assert recording.purge_deleted(services=ola.app.extensions["wallet"]) == 1
    with sqlite_store.read() as session:
        assert session.scalars(select(Path)).all() == []
