"""The kinds of goal with their words, and all that a holder does with steps."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.integration.entries.test_entries import make
from tests.integration.paths.forms_read import form_with
from tests.integration.paths.test_paths import make_path
from tests.integration.paths.test_rules_by_form import add_step, stored
from wallet.paths import history as recording
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, Step, Win


def plain(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("age", [timedelta(days=30), timedelta(days=4 * 365)], ids=["new", "old"])
def test_each_goal_shows_first_what_it_needs_and_never_asks_why(ola, held, sqlite_store, clock, age):
    with sqlite_store.write() as session:
        row = session.get(HeldCredential, held)
        row.issued_at = clock.now() - age
        row.version += 1
        title = html.escape(row.title)
    old = age.days > 365
    for goal, heading, shows in (
        ("upskilling", "What to refresh first", old),
        ("reskilling", "What you take with you", not old),
        ("return", "What still counts", not old),
    ):
        form = ola.browser.get(f"/paths/new?goal={goal}").text
        names = set(form_with(form, "target"))
        assert not {name for name in names if re.search("reason|break|health|why", name)}
        page = ola.browser.get(make_path(ola, goal=goal, target=f"for {goal}")).text
        assert page.index('aria-labelledby="start"') < page.index('aria-labelledby="steps"')
        start = page[page.index('aria-labelledby="start"') :]
        start = start[: start.index("</section>")]
        first = start.split("<details>")[0].split("<h3>")[0]
        assert (title in first, heading in start) == (shows, shows)
        if goal == "return":
            hours = [int(found) for found in re.findall(r"about (\d+) hour", start)]
            assert hours and hours[0] <= 20


def test_a_first_step_taken_over_is_not_proposed_again_in_another_language(ola, sqlite_store):
    path = make_path(ola, goal="reskilling", target="data")
    taken = f'action="{path}/starter/0"'
    assert taken in ola.browser.get(path).text
    ola.browser.post(f"{path}/starter/0")
    for language in ("en", "pl"):
        ola.browser.post("/me", {"name": "Ola", "language": language})
        page = ola.browser.get(path).text
        assert f'<html lang="{language}"' in page and taken not in page
        assert f'action="{path}/starter/1"' in page


def test_a_number_that_no_machine_can_write_out_is_refused_in_words(ola):
    path, huge = make_path(ola), "1e999999999"
    for fields in ({"weight": huge, "kind-0": "evidence"}, {"kind-0": "sum_ects", "amount-0": huge}):
        answer = ola.browser.post(f"{path}/steps/new", {"title": "A step", **fields})
        assert answer.status_code == 400 and "above 0" in plain(answer.text)


def test_steps_are_moved_weighed_made_optional_and_put_after_others(ola, sqlite_store):
    path = make_path(ola)
    one = add_step(ola, path, title="One", **{"kind-0": "manual", "text-0": "Did one"}, weight="3")
    two = add_step(ola, path, title="Two", **{"kind-0": "evidence"}, after=one)
    add_step(ola, path, title="Three", **{"kind-0": "evidence"}, optional="1")
    ola.browser.post(f"{path}/steps/{two}/move", {"to": "down"})
    page = ola.browser.get(path).text
    places = [page.index(f"<h3>{title}</h3>") for title in ("Three", "One", "Two")]
    assert places == sorted(places)  # the last step stands on top
    assert "Better after: One" in page and "· optional" in page
    ola.browser.post(f"{path}/steps/{one}/mark", {"key": "mark-0", "done": "1"})
    page = plain(ola.browser.get(path).text)
    assert "1/2" not in page and "without a badge" in page
    assert "75%: 1 of 2 steps; 3/4 with weights and parts of steps" in page  # not one half
    wins = [win.kind for win in stored(sqlite_store, Win)]
    assert sorted(wins) == ["percent", "percent", "percent", "step-done"]
    ola.browser.post(f"{path}/steps/{one}/mark", {"key": "mark-0", "done": "0"})
    page = plain(ola.browser.get(path).text)
    assert "0/2" in page and "Progress is lower than before" in page
    assert len(stored(sqlite_store, Win)) == 4  # a win is not taken back


def test_a_step_for_the_adviser_waits_at_99_percent_until_accepted(ola, sqlite_store):
    path = make_path(ola)
    step = add_step(ola, path, **{"kind-0": "evidence"}, needs_review="1")
    ola.browser.post(f"{path}/steps/{step}/evidence", {"entry": make(ola, title="A report for the club")})
    page = plain(ola.browser.get(path).text)
    assert "99%" in page and "Waiting for your adviser" in page and "A report for the club" in page
    with sqlite_store.write() as session:
        session.get(Step, step).review = "returned"
    assert "Returned with a remark" in ola.browser.get(path).text
    ola.browser.post(f"{path}/steps/{step}/review", {})
    assert stored(sqlite_store)[0].review == "requested"
    with sqlite_store.write() as session:
        session.get(Step, step).review = "accepted"
    assert "100%" in plain(ola.browser.get(path).text)
    changed = {"title": "A step", "kind-0": "evidence", "amount-0": "2", "needs_review": "1"}
    ola.browser.post(f"{path}/steps/{step}", changed)
    assert stored(sqlite_store)[0].review == "none"  # what was accepted is not what is asked now


def test_dates_and_hours_are_held_against_each_other_in_words(ola, clock):
    due = (clock.now() + timedelta(weeks=4)).date().isoformat()
    path = make_path(ola, due_on=due, weekly_hours="5")
    add_step(ola, path, **{"kind-0": "evidence"}, hours="60", due_on="2026-11-20")
    page = plain(ola.browser.get(path).text)
    assert "About 60 hours are left; that is 15 hours a week, and you planned 5." in page
    assert page.count("the date has passed") == 2  # of the step, and of the action it makes next
    add_step(ola, path, title="Long", **{"kind-0": "evidence"}, hours="200")
    assert "This is a large step (200 hours)" in ola.browser.get(path).text
    late = make_path(ola, title="Late", due_on="2026-01-31", weekly_hours="5")
    assert "0/0" not in plain(ola.browser.get(late).text)
    add_step(ola, late, **{"kind-0": "evidence"}, hours="1")
    page = plain(ola.browser.get(late).text)
    assert "About 1 hour of work is left, and the date you set has passed." in page


def test_an_active_path_always_says_what_comes_next_or_that_nothing_does(ola, clock, sqlite_store):
    path = make_path(ola)
    nothing = "say what you do next, and by when"
    assert nothing in ola.browser.get(path).text
    step = add_step(ola, path, **{"kind-0": "evidence"}, due_on="2026-12-24")
    page = plain(ola.browser.get(path).text)
    assert "A step · by 24 December 2026" in page and nothing not in page
    refused = ola.browser.post(f"{path}/next", {"text": "Call the school", "on": ""})
    assert refused.status_code == 400
    ola.browser.post(f"{path}/next", {"text": "Call the school", "on": "2026-11-30"})
    assert "Call the school · by 30 November 2026" in plain(ola.browser.get(path).text)
    with sqlite_store.write() as session:
        row = session.scalars(select(Path)).one()
        row.updated_at, row.next_action_on = clock.now() - timedelta(days=31), "2026-11-01"
        for point in session.scalars(select(recording.PathSnapshot)):
            point.at = row.updated_at
    page = plain(ola.browser.get(path).text)
    assert "the date has passed" in page
    assert "Nothing has happened here for 31 days" in page
    ola.browser.post(f"{path}/steps/{step}/remove", {})
    assert "Nothing has happened here" not in plain(ola.browser.get(path).text)


def test_an_older_form_does_not_overwrite_and_keeps_what_was_typed(ola, sqlite_store):
    path = make_path(ola)
    form = form_with(ola.browser.get(f"{path}/edit").text, "target").to_dict()
    assert ola.browser.post(f"{path}/edit", {**form, "title": "First"}).status_code == 303
    answer = ola.browser.post(f"{path}/edit", {**form, "title": "Second", "closing_terms": "all done"})
    assert answer.status_code == 409
    assert form_with(answer.text, "target")["title"] == "Second" and "all done" in answer.text
    assert stored(sqlite_store, Path)[0].title == "First"


def test_a_win_comes_once_even_when_the_badge_is_taken_away_and_comes_again(ola, badge, sqlite_store):
    path = make_path(ola)
    held = ola.receive(badge)
    issuer = stored(sqlite_store, HeldCredential)[0].issuer_name
    add_step(ola, path, **{"kind-0": "credential", "issuer-0": issuer})
    before = sorted((win.kind, win.ref) for win in stored(sqlite_store, Win))
    assert ("first-badge", "") in before and len(before) == 6
    ola.browser.post(f"/credentials/{held}/delete", {})
    assert "0%" in plain(ola.browser.get(path).text)
    ola.receive(badge)
    assert "100%" in plain(ola.browser.get(path).text)
    with ola.app.test_request_context():
        recording.record_progress(ola.id, services=ola.app.extensions["wallet"])
    assert sorted((win.kind, win.ref) for win in stored(sqlite_store, Win)) == before
    points = sorted((point.number, point.percent) for point in stored(sqlite_store, recording.PathSnapshot))
    assert [percent for _, percent in points] == [0, 100, 0, 100]


def test_a_deleted_path_of_somebody_else_cannot_be_brought_back(ola, sam, sqlite_store):
    path = make_path(ola)
    ola.browser.post(f"{path}/delete", {})
    assert sam.browser.post(f"{path}/restore", {}).status_code == 404
    page = ola.browser.get(f"/paths?deleted={path.rsplit('/', 1)[1]}").text
    assert "brought back for seven days" in page
    with sqlite_store.read() as session:
        assert session.scalars(select(Path)).one().deleted_at is not None
