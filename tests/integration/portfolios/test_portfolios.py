"""Portfolios themselves: made, listed, headed, copied, put away and brought back."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.integration.portfolios.builder import Builder
from wallet.portfolios import service as portfolios
from wallet.store.models.credential import Picture
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio, PortfolioItem


def picture(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (700, 40), colour).save(out, "JPEG", exif=b"Exif\0\0secret place")
    return out.getvalue()


def head(portfolio: Builder, **form):
    said = {"title": "What I can do", "audience": "employer", "language": "en", **form}
    return portfolio.post("/head", said)


def test_a_new_portfolio_begins_with_the_badges_chosen(ola, held):
    portfolio = Builder(ola, held, title="Data", audience="school", language="pl")
    row, sections, items = portfolio.rows()
    assert (row.title, row.audience, row.language) == ("Data", "school", "pl")
    assert row.display_name == "Ola Zielińska"
    assert [section.kind for section in sections] == ["credentials"]
    assert [item.credential_id for item in items] == [held]
    assert "Akademia Demo Dorobek" in portfolio.page()


def test_the_form_tells_what_each_reader_sees_and_ticks_the_badge_one_came_from(ola, held):
    page = ola.browser.get(f"/portfolios/new?credential={held}").text
    assert page.count("Nobody ever sees") == 4
    assert f'value="{held}" checked' in page
    assert 'value="employer" checked' in page


def test_an_email_address_is_not_put_at_the_head_unasked(ola, held, sqlite_store):
    with sqlite_store.write() as session:
        from wallet.store.models.account import Account

        session.get(Account, ola.id).name = "ola@dorobek.example"
    assert Builder(ola, held).rows()[0].display_name == ""


@pytest.mark.parametrize("title", ["", "   ", "\u202e\u2066", "x" * 121])
def test_a_title_that_is_none_is_refused_and_what_was_typed_stays(ola, sqlite_store, title):
    answer = ola.browser.post(
        "/portfolios/new", {"title": title, "headline": "I like data", "audience": "school"}
    )
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "I like data" in answer.text
    assert 'value="school" checked' in answer.text
    with sqlite_store.read() as session:
        assert session.query(Portfolio).count() == 0


def test_an_unknown_reader_or_language_is_never_kept(ola):
    row = Builder(ola, audience="everybody", language="tlh").rows()[0]
    assert (row.audience, row.language) == ("employer", "en")


def test_the_list_says_whether_anybody_can_see_them(ola, held, sqlite_store, clock):
    portfolio = Builder(ola, held)
    assert "seen by you alone" in ola.browser.get("/portfolios").text
    with sqlite_store.write() as session:
        for number, more in enumerate(({}, {"paused_at": clock.now()}, {"closed_at": clock.now()})):
            session.add(
                ShareLink(
                    account_id=ola.id,
                    portfolio_id=portfolio.id,
                    name="Acme",
                    secret_hash=str(number) * 64,
                    secret_prefix="abcd",
                    ends_at=clock.now() + timedelta(minutes=5),
                    language="en",
                    **more,
                )
            )
    page = ola.browser.get("/portfolios").text
    assert "one link open" in page
    assert "one link paused" in page
    assert "Whoever has the address of its one open link." in portfolio.page()
    clock.move(timedelta(minutes=6))
    assert "seen by you alone" in ola.browser.get("/portfolios").text


def test_the_header_is_changed(ola, held):
    portfolio = Builder(ola, held)
    answer = head(portfolio, title="Data", display_name="O.", headline="Hello", contact="600 100 200")
    assert answer.status_code == 303
    row = portfolio.rows()[0]
    assert (row.title, row.display_name, row.headline, row.contact) == ("Data", "O.", "Hello", "600 100 200")
    assert not row.show_contact  # written down is not yet shown
    head(portfolio, contact="600 100 200", show_contact="1")
    assert portfolio.rows()[0].show_contact
    head(portfolio, contact="", show_contact="1")
    assert not portfolio.rows()[0].show_contact


def test_a_picture_is_drawn_anew_and_can_be_removed(ola, held, sqlite_store):
    portfolio = Builder(ola, held)
    assert head(portfolio, picture=(BytesIO(picture()), "me.jpg")).status_code == 303
    shown = ola.browser.get(f"{portfolio.path}/picture")
    assert shown.mimetype == "image/png"
    assert b"secret place" not in shown.data
    with sqlite_store.read() as session:
        kept = session.get(Picture, portfolio.rows()[0].picture_digest)
        assert (kept.width, kept.height) == (512, 29)
    assert head(portfolio).status_code == 303  # not chosen again: it stays
    assert portfolio.rows()[0].picture_digest
    head(portfolio, remove_picture="1")
    assert ola.browser.get(f"{portfolio.path}/picture").status_code == 404


def test_a_file_that_is_no_picture_is_refused_in_the_form(ola, held):
    portfolio = Builder(ola, held)
    answer = head(portfolio, title="Typed", picture=(BytesIO(b"<svg onload=alert(1)>"), "me.png"))
    assert answer.status_code == 400
    assert "This picture cannot be used" in answer.text
    assert 'value="Typed"' in answer.text


def test_data_08_a_form_older_than_the_portfolio_changes_nothing_and_shows_both_versions(ola, held):
    portfolio = Builder(ola, held)
    old = portfolio.version()
    head(portfolio, title="Changed in another window")
    answer = ola.browser.post(
        f"{portfolio.path}/head",
        {"version": old, "title": "Late", "headline": "my long text", "audience": "school"},
    )
    assert answer.status_code == 409
    assert "This portfolio was changed meanwhile" in answer.text
    assert "my long text" in answer.text  # what was typed is not lost
    assert "Saved now" in answer.text and "Changed in another window" in answer.text.split("Saved now")[1]
    assert portfolio.rows()[0].title == "Changed in another window"
    for rest in (
        "/sections",
        f"/sections/{portfolio.section()}/move",
        f"/sections/{portfolio.section()}/remove",
    ):
        late = ola.browser.post(portfolio.path + rest, {"version": old, "kind": "words", "to": "up"})
        assert late.status_code == 409, rest
    assert len(portfolio.rows()[1]) == 1


def test_every_change_makes_it_newer(ola, held, clock):
    portfolio = Builder(ola, held)
    before = portfolio.rows()[0]
    clock.move(timedelta(hours=1))
    portfolio.skills("cooking")
    after = portfolio.rows()[0]
    assert after.version == before.version + 2  # the section, and what stands in it
    assert after.updated_at > before.updated_at


def test_a_copy_for_another_reader_has_everything_but_links_and_contact(ola, held, sqlite_store):
    portfolio = Builder(ola, held)
    head(portfolio, contact="600", show_contact="1", headline="Hello")
    item = portfolio.rows()[2][0].id
    portfolio.post(f"/items/{item}", {"caption": "I did it", "reflection": "hard"})
    answer = portfolio.post("/duplicate", {"audience": "school"})
    copied = answer.headers["Location"].rpartition("/")[2]
    with sqlite_store.read() as session:
        row = session.get(Portfolio, copied)
        assert (row.title, row.audience) == ("What I can do (for a school)", "school")
        assert (row.headline, row.contact, row.show_contact) == ("Hello", "600", False)
        both = session.query(PortfolioItem).all()
        assert [(one.caption, one.reflection) for one in both] == [("I did it", "hard")] * 2
    again = ola.browser.post(f"/portfolios/{copied}/duplicate", {"audience": "employer"})
    page = ola.browser.get(again.headers["Location"]).text
    assert "What I can do (for an employer)" in page  # the suffix is replaced, not heaped up


def test_a_deleted_portfolio_is_gone_and_comes_back(ola, held):
    portfolio = Builder(ola, held)
    answer = portfolio.post("/delete")
    page = ola.browser.get(answer.headers["Location"]).text
    assert "“What I can do” was deleted" in page
    assert ola.browser.get(portfolio.path).status_code == 404
    assert ola.browser.post(f"{portfolio.path}/restore").status_code == 303
    assert len(portfolio.rows()[2]) == 1
    assert ola.browser.get(portfolio.path).status_code == 200


def test_after_a_week_it_is_gone_for_good(app, ola, held, clock, sqlite_store):
    kept, gone = Builder(ola, held), Builder(ola, held)
    gone.post("/delete")
    services = app.extensions["wallet"]
    clock.move(timedelta(days=6))
    assert portfolios.purge_deleted(services=services) == 0
    clock.move(timedelta(days=2))
    assert portfolios.purge_deleted(services=services) == 1
    with sqlite_store.read() as session:
        assert [row.id for row in session.query(Portfolio)] == [kept.id]
        assert session.query(PortfolioItem).count() == 1


def test_there_is_a_limit_to_portfolios(ola, held, monkeypatch):
    monkeypatch.setattr(portfolios, "MOST", 1)
    first = Builder(ola, held)
    assert ola.browser.post("/portfolios/new", {"title": "More"}).status_code == 400
    assert first.post("/duplicate").status_code == 400


def test_a_badge_deleted_from_the_wallet_is_not_shown_and_comes_back_with_it(ola, held):
    portfolio = Builder(ola, held)
    ola.browser.post(f"/credentials/{held}/delete")
    assert "Akademia Demo Dorobek" not in portfolio.page()
    ola.browser.post(f"/credentials/{held}/restore")
    assert "Akademia Demo Dorobek" in portfolio.page()
