"""GET /add/<id>: progress, and what became of each thing."""

from __future__ import annotations

import re

from tests.integration.collection.people import plain


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", plain(text))


def part(text: str) -> str:
    return re.search(r'<section id="imports-progress".*?</section>', text, re.DOTALL).group()


def test_progress_is_asked_for_until_all_is_done(ana, issuer):
    answer = ana.upload(("a.jwt", issuer.token("A")), ("b.jwt", issuer.token("B")))
    page = ana.get(answer.location)
    assert 'hx-trigger="every 1s"' in part(page.text)
    assert "Checked 0 of 2" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    ana.services.jobs.run_due(1)
    fragment = ana.get(answer.location, headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "Checked 1 of 2" in fragment
    ana.work()
    finished = ana.get(answer.location).text
    assert "hx-trigger" not in part(finished)
    assert "http-equiv" not in finished
    assert "All 2 checked" in finished


def test_each_row_leads_to_its_credential(ana, issuer):
    page = ana.add(("a.jwt", issuer.token("A")))
    (held,) = ana.held()
    assert f'href="/credentials/{held}"' in part(page)


def test_the_import_of_another_is_not_there(ana, bob, issuer):
    answer = ana.upload(("a.jwt", issuer.token("A")))
    assert bob.get(answer.location).status_code == 404
    nothing = "/add/" + "0" * 32
    theirs, none = bob.get(answer.location).text, bob.get(nothing).text
    assert plain(theirs, answer.location) == plain(none, nothing)


def test_a_job_that_was_given_up_is_said(ana, issuer, monkeypatch, clock):
    from datetime import timedelta

    from wallet.imports import service as imports

    def broken(*_args, **_given):
        raise OSError("disk")

    monkeypatch.setattr(imports, "read_files", broken)
    answer = ana.upload(("a.jwt", issuer.token("A")))
    for _ in range(4):
        ana.work()
        clock.move(timedelta(hours=1))
    page = ana.get(answer.location).text
    assert 'data-state="refused"' in page
    assert "no better words" not in page


def test_the_part_is_the_same_in_the_page_and_alone(ana, issuer):
    answer = ana.upload(("a.jwt", issuer.token("A")), ("b.txt", b"?"))
    ana.work()
    alone = ana.get(answer.location, headers={"HX-Request": "true"}).text
    assert squeeze(alone) in squeeze(ana.get(answer.location).text)
