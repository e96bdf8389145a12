"""Governing one's links: each action, and what it changes for whoever has the address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wallet.store.models.link import ShareLink
from wallet.store.models.linkedin import LinkedInPost


@pytest.fixture
def path(ola, held, clock) -> str:
    return ola.open_link(held)


def row(learner) -> ShareLink:
    with learner.store.read() as session:
        return session.query(ShareLink).filter_by(account_id=learner.id).one()


def test_a_link_says_to_whom_what_until_when_and_how_often(ola, held, path, stranger):
    stranger.get(path)
    page = ola.browser.get("/links").text
    for words in ("Acme, HR", "An employer", "opened once", "Open now"):
        assert words in page


def test_the_end_follows_the_reader_when_nothing_else_is_chosen(ola, held, clock):
    for audience, days in (("employer", 90), ("school", 180), ("adviser", 180), ("public", 365)):
        ola.open_link(held, name=audience, ends="usual", audience=audience)
        with ola.store.read() as session:
            link = session.query(ShareLink).filter_by(name=audience).one()
        assert link.ends_at - clock.now() == timedelta(days=days)


def test_a_paused_link_leads_nowhere_until_it_is_resumed_at_the_same_address(ola, path, stranger):
    link = row(ola).id
    ola.browser.post(f"/links/{link}/pause")
    assert stranger.get(path).status_code == 404
    assert "Paused" in ola.browser.get("/links").text
    ola.browser.post(f"/links/{link}/resume")
    assert stranger.get(path).status_code == 200


def test_a_link_that_ended_is_renewed_at_the_same_address(ola, path, stranger, clock):
    clock.move(timedelta(days=91))
    assert stranger.get(path).status_code == 404
    from wallet.sharing import links

    links.renew_link(ola.id, row(ola).id, store=ola.store, ends_at=clock.now() + timedelta(days=30))
    assert stranger.get(path).status_code == 200


def test_renewing_counts_from_today(ola, path, clock):
    clock.move(timedelta(hours=1))
    ola.browser.post(f"/links/{row(ola).id}/renew", {"ends": "180"})
    assert row(ola).ends_at == clock.now() + timedelta(days=180)


@pytest.mark.parametrize("action", ["renew", "resume"])
def test_a_closed_link_is_not_brought_back(ola, path, stranger, action):
    link = row(ola).id
    ola.browser.post(f"/links/{link}/close")
    assert ola.browser.post(f"/links/{link}/{action}", {"ends": "90"}).status_code == 400
    assert stranger.get(path).status_code == 404


def test_changing_a_link_keeps_its_address_its_end_and_its_password(ola, held, stranger, clock):
    path = ola.open_link(held, password="three small words")
    before = row(ola)
    answer = ola.browser.post(
        f"/links/{before.id}/edit",
        {"name": "Acme, the second talk", "audience": "school", "school.grade": "on"},
    )
    assert answer.status_code == 303
    after = row(ola)
    assert (after.name, after.audience) == ("Acme, the second talk", "school")
    assert after.fields["grade"] is True
    assert after.fields["recipient_name"] is False
    assert (after.secret_hash, after.ends_at, after.password_hash) == (
        before.secret_hash,
        before.ends_at,
        before.password_hash,
    )
    assert stranger.get(path).status_code == 200


def test_only_what_a_reader_may_be_given_can_be_ticked(ola, held):
    ola.open_link(
        held,
        audience="employer",
        **{
            "employer.birth_date": "on",
            "school.birth_date": "on",
            "employer.grade": "on",
            "birth_date": "on",
        },
    )
    assert row(ola).fields.get("birth_date") is None
    assert row(ola).fields["grade"] is True


def test_an_unknown_reader_opens_nothing(ola, held):
    answer = ola.browser.post(
        f"/links/credentials/{held}/new", {"name": "x", "ends": "90", "audience": "everyone"}
    )
    assert answer.status_code == 404


def test_the_form_tells_what_the_original_reveals_before_it_is_ticked(ola, held):
    page = ola.browser.get(f"/links/credentials/{held}/new").text
    for of_a_portfolio in ("employer.contact", "employer.expired", "school.paths", "as you wrote it for the"):
        assert of_a_portfolio not in page  # the page of one badge has no such thing
    assert "This personal data would go with it" in page
    assert "E-mail address as a fingerprint" in page


def test_an_original_that_was_not_confirmed_is_not_offered(ola, held):
    answer = ola.browser.post(
        f"/links/credentials/{held}/new",
        {"name": "Uni", "ends": "90", "audience": "school", "include_original": "on"},
    )
    assert answer.status_code == 400
    assert "not confirmed" in answer.text
    assert 'value="Uni"' in answer.text
    with ola.store.read() as session:
        assert session.query(ShareLink).count() == 0


def test_a_password_can_be_set_changed_and_taken_away(ola, path, stranger):
    link = row(ola).id
    assert ola.browser.post(f"/links/{link}/password", {"password": "short"}).status_code == 400
    assert row(ola).password_hash is None
    ola.browser.post(f"/links/{link}/password", {"password": "three small words"})
    assert 'type="password"' in stranger.get(path).text
    assert "with a password" in ola.browser.get("/links").text
    ola.browser.post(f"/links/{link}/password", {"remove": "yes"})
    assert 'type="password"' not in stranger.get(path).text


def test_the_two_ends_are_told_apart(ola, samples):
    from wallet.demo.samples import SAMPLES

    held = ola.receive(samples.file(SAMPLES["ola-expired.png"]))
    form = ola.browser.get(f"/links/credentials/{held}/new").text
    assert "This is the end of the link alone. The badge itself is valid until" in form
    ola.open_link(held)
    page = ola.browser.get("/links").text
    assert "This link" in page
    assert "The badge itself" in page


def test_a_link_that_stands_on_linkedin_warns_before_it_is_closed(ola, held, path):
    assert "stands on LinkedIn" not in ola.browser.get("/links").text
    with ola.store.write() as session:
        session.add(LinkedInPost(account_id=ola.id, credential_id=held, link_id=row(ola).id, kind="profile"))
    assert "This address stands on LinkedIn" in ola.browser.get("/links").text


def test_all_links_close_at_once_and_the_list_says_so(ola, held, path, stranger):
    other = ola.open_link(held, name="Other")
    ola.browser.post("/links/close-all")
    assert [stranger.get(address).status_code for address in (path, other)] == [404, 404]
    page = ola.browser.get("/links").text
    assert "Open now" not in page
    assert page.count("Closed by you on") == 2


def test_each_action_answers_with_the_list_for_htmx_and_with_a_way_back_without(ola, path):
    link = row(ola).id
    for action in ("pause", "resume", "renew", "close"):
        part = ola.browser.post(f"/links/{link}/{action}", {"ends": "90"}, headers={"HX-Request": "true"})
        if action == "close":
            assert 'id="sharing-links"' in part.text
        assert part.status_code == 200
    answer = ola.browser.post(f"/links/{link}/close")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/links")


def test_the_code_of_a_locked_link_is_still_there_for_its_holder(ola, sam, held):
    ola.open_link(held, password="three small words")
    link = row(ola).id
    answer = ola.browser.get(f"/links/{link}/qr.svg")
    assert answer.data.startswith(b"<svg")
    assert sam.browser.get(f"/links/{link}/qr.svg").status_code == 404


def test_a_preview_shows_the_readers_page_and_opens_nothing(ola, sam, held):
    answer = ola.browser.post(f"/links/credentials/{held}/preview", {"audience": "public"})
    assert answer.status_code == 200
    assert "Nothing has been opened yet" in answer.text
    assert "Dorobek Demo Academy" in answer.text or "Akademia" in answer.text
    with ola.store.read() as session:
        assert session.query(ShareLink).count() == 0
    assert sam.browser.post(f"/links/credentials/{held}/preview", {"audience": "public"}).status_code == 404
