"""A file made for its holder: at once or by a job, for a day, for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wallet.errors import Refused
from wallet.exports import file_jobs
from wallet.exports.file_jobs import ask_file, made_file, offer_maker
from wallet.store import housekeeping
from wallet.store.models.export import MadeFile
from wallet.web.languages import current


@pytest.fixture
def services(app):
    """Those of an app that makes a few kinds of files more."""

    def echo(made, progress, services):
        for done in range(5):
            progress(done, 5)
        return f"{made.asked['words']} {current()}".encode(), "Świadectwo.txt", "text/plain"

    def refusing(made, progress, services):
        raise Refused("link-needs-a-name")

    def broken(made, progress, services):
        raise ValueError("broken")

    own = app.extensions["wallet"]
    for maker in (echo, refusing, broken):
        offer_maker(maker.__name__, maker, services=own)
    return own


def ask(app, holder, kind="echo", *, at_once=False, **asked):
    with app.test_request_context(headers={"Accept-Language": "pl"}):
        return ask_file(holder.id, kind, asked, services=app.extensions["wallet"], at_once=at_once)


def test_a_large_file_is_made_by_a_job_while_its_page_shows_how_far_it_is(app, services, ola):
    file = ask(app, ola, words="hello")
    page = ola.browser.get(f"/exports/files/{file}")
    assert "Your file is being made" in page.text
    assert 'http-equiv="refresh"' in page.text
    assert ola.browser.get(f"/exports/files/{file}/download").status_code == 404
    services.jobs.run_due()
    page = ola.browser.get(f"/exports/files/{file}")
    assert "Your file is ready" in page.text
    assert "hx-trigger" not in page.text.split('id="exports-made"')[1]
    assert ola.browser.get(f"/exports/files/{file}/download").data == b"hello pl"


def test_the_page_shows_progress(app, services, ola, sqlite_store):
    file = ask(app, ola, words="hello")
    with sqlite_store.write() as session:
        row = session.get(MadeFile, file)
        row.state, row.progress, row.total = "running", 30, 50
    part = ola.browser.get(f"/exports/files/{file}", headers={"HX-Request": "true"})
    assert "Made 30 of 50" in part.text
    assert '<progress max="50" value="30"' in part.text
    assert "<html" not in part.text


def test_a_small_file_is_ready_when_the_answer_comes(app, services, ola):
    file = ask(app, ola, at_once=True, words="now")
    answer = ola.browser.get(f"/exports/files/{file}/download")
    assert answer.data == b"now pl"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Swiadectwo.txt"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_else_sees_it(app, services, ola, sam, stranger):
    file = ask(app, ola, at_once=True, words="mine")
    for path in (f"/exports/files/{file}", f"/exports/files/{file}/download"):
        assert sam.browser.get(path).status_code == 404
        assert stranger.get(path).status_code == 303


def test_it_is_thrown_away_after_a_day(app, services, ola, clock, sqlite_store):
    file = ask(app, ola, at_once=True, words="soon gone")
    clock.move(timedelta(hours=23, minutes=59))
    assert ola.browser.get(f"/exports/files/{file}/download").status_code == 200
    clock.move(timedelta(minutes=2))
    assert ola.browser.get(f"/exports/files/{file}/download").status_code == 404
    assert housekeeping.tidy(sqlite_store)["files"] == 1
    with sqlite_store.read() as session:
        assert session.query(MadeFile).count() == 0


def test_a_job_that_refuses_says_why(app, services, ola):
    file = ask(app, ola, "refusing")
    services.jobs.run_due()
    page = ola.browser.get(f"/exports/files/{file}")
    assert "The link needs a name" in page.text
    assert 'role="alert"' in page.text


def test_what_breaks_three_times_is_told_and_does_not_wait_for_ever(app, services, ola, clock):
    file = ask(app, ola, "broken")
    for _ in range(3):
        services.jobs.run_due()
        clock.move(timedelta(minutes=5))
    assert "The file could not be made" in ola.browser.get(f"/exports/files/{file}").text


def test_what_breaks_while_the_person_waits_counts_as_failed(app, services, ola):
    with pytest.raises(ValueError, match="broken"):
        ask(app, ola, "broken", at_once=True)
    for _ in range(file_jobs.MOST_WAITING):
        ask(app, ola, words="still possible")


def test_nobody_has_more_than_a_few_made_at_a_time(app, services, ola, sam):
    for _ in range(file_jobs.MOST_WAITING):
        ask(app, ola, words="x")
    with pytest.raises(Refused, match="too-many-in-the-making"):
        ask(app, ola, words="x")
    ask(app, sam, words="x")


def test_the_oldest_makes_room_for_a_new_one(app, services, ola, clock, sqlite_store):
    files = []
    for number in range(file_jobs.MOST_KEPT + 2):
        files.append(ask(app, ola, at_once=True, words=str(number)))
        clock.move(timedelta(seconds=1))
    with sqlite_store.read() as session:
        kept = {file.id for file in session.query(MadeFile)}
    assert kept == set(files[2:])


def test_a_file_made_already_is_not_made_again(app, services, ola):
    file = ask(app, ola, at_once=True, words="once")
    offer_maker("echo", lambda *_: (b"twice", "x", "text/plain"), services=services)
    with app.app_context():
        file_jobs.make(file, services=services)
        assert made_file(ola.id, file, services=services).size == len(b"once pl")
