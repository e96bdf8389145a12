"""A learner makes a path, its steps complete by themselves, and what is lost is told."""

from __future__ import annotations

import re


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
