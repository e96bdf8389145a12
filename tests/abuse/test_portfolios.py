"""Portfolios under attack: XSS-03, XSS-04 and AUTHZ-07 of the security catalogue."""

from __future__ import annotations

import html

import pytest

from tests.integration.portfolios.builder import Builder
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.portfolio import Portfolio, PortfolioItem

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "{{7*7}}",
    "${7*7}",
    "%s %(name)s",
    "{0.__class__}",
    "{% raw %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_xss_03_xss_04_what_is_written_in_a_portfolio_stands_there_letter_by_letter(ola, held, text):
    portfolio = Builder(ola, held, title=text, headline=text)
    section = portfolio.section()
    portfolio.post(f"/sections/{section}", {"title": text, "claim": text, "words": text})
    item = portfolio.rows()[2][0].id
    portfolio.post(f"/items/{item}", {"caption": text})
    portfolio.skills(text)
    pages = ["", "/head", "/preview", f"/sections/{section}", f"/items/{item}", f"/sections/{section}/add"]
    for page in ("/portfolios", *(portfolio.path + rest for rest in pages)):
        answer = ola.browser.get(page)
        assert answer.status_code == 200, page
        assert text in html.unescape(answer.text), page
        if "<" in text:
            assert text not in answer.text, page
    assert portfolio.rows()[0].title == text


def test_xss_03_letters_that_turn_the_line_are_left_out(ola, held):
    assert Builder(ola, held, title="Ola \u202efdp.exe\u2066").rows()[0].title == "Ola fdp.exe"


@pytest.fixture
def foreign(ola, held, sqlite_store) -> list[str]:
    """One of everything that Ola has, as a form would name it."""
    with sqlite_store.write() as session:
        entry = OwnEntry(account_id=ola.id, kind="work", title="Ola's own work")
        piece = Evidence(account_id=ola.id, kind="text", title="Ola's evidence", words="x")
        session.add_all([entry, piece])
        session.flush()
        return [f"credential:{held}", f"entry:{entry.id}", f"evidence:{piece.id}"]


def test_authz_07_what_is_anothers_cannot_be_put_into_ones_own_portfolio(ola, sam, foreign, sqlite_store):
    mine = Builder(sam)
    for thing in foreign:
        answer = mine.add(mine.section(), thing)
        assert answer.status_code == 404, thing
        assert "Ola" not in answer.text
    page = sam.browser.get(f"{mine.path}/sections/{mine.section()}/add").text
    assert "Ola" not in page
    made = sam.browser.post("/portfolios/new", {"title": "x", "credential": foreign[0].partition(":")[2]})
    assert made.status_code == 404
    with sqlite_store.read() as session:
        assert session.query(PortfolioItem).count() == 0
        assert session.query(Portfolio).count() == 1  # the one that was made without


def test_authz_07_a_foreign_row_in_a_portfolio_is_not_shown(ola, sam, foreign, sqlite_store):
    """Even if a row were there, reading asks once more whose it is."""
    mine = Builder(sam)
    section = mine.section()
    with sqlite_store.write() as session:
        for place, thing in enumerate(foreign):
            kind, _, id = thing.partition(":")
            session.add(PortfolioItem(section_id=section, position=place, **{f"{kind}_id": id}))
    assert "Ola" not in mine.page()
    assert "Ola" not in sam.browser.get(f"{mine.path}/preview").text


def test_authz_07_anothers_sections_and_items_are_not_there_under_ones_own_portfolio(ola, sam, held):
    hers, mine = Builder(ola, held), Builder(sam)
    section, item = hers.section(), hers.rows()[2][0].id
    before = hers.rows()[0].version
    tries = [f"/sections/{section}{rest}" for rest in ("", "/move", "/remove", "/order", "/add")]
    tries += [f"/items/{item}{rest}" for rest in ("", "/move", "/remove")]
    for rest in tries:
        said = {"title": "taken", "caption": "taken", "to": "up", "skills": "taken"}
        assert mine.post(rest, said).status_code == 404, rest
    assert mine.post("/order", {"ids": section}).status_code == 303  # names nothing, changes nothing
    assert mine.post("/strongest", {"credential": [held]}).status_code == 400
    assert (hers.rows()[0].version, len(hers.rows()[2])) == (before, 1)
