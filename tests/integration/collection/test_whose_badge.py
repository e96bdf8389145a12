"""Whose a badge is, beside its verdict: what every page and every other part of the wallet makes of it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from wallet.collection.holdings import holdings_of
from wallet.collection.reverify import verify_held
from wallet.paths import measuring
from wallet.skills import skill_profile
from wallet.store.models.account import EmailProof
from wallet.store.models.credential import HeldCredential
from wallet.store.models.portfolio import PortfolioItem

EVE = "eve@example.org"
SKILL = {"alignment": [{"type": ["Alignment"], "targetName": "Welding", "targetUrl": "https://x.example/1"}]}
# verdict -> how such a badge is made
LIVES = {
    "valid": {},
    "expired": {"validUntil": "2026-03-01T00:00:00Z"},
    "invalid": {"alter": True},
}
WORDS = {"valid": "Verified", "expired": "Expired"}


@pytest.fixture(params=LIVES)
def hers(request, ana, issuer):
    """(verdict, id) of a badge of another person in Ana's wallet."""
    token = issuer.token("Of another person", to=EVE, achievement=SKILL, **LIVES[request.param])
    return request.param, ana.add_one(token)


def test_it_is_kept_with_its_verdict_and_told_to_be_somebody_elses(ana, hers):
    verdict, held = hers
    with ana.services.store.read() as session:
        row = session.get(HeldCredential, held)
        assert (row.verdict, row.another) == (verdict, True)
    for path in ("/", f"/credentials/{held}"):
        page = ana.get(path).text
        assert "Issued to someone else" in page
        assert WORDS.get(verdict, "") in page
    assert "one issued to someone else" in ana.get("/").text
    assert re.search(r"\s0 badges\s", ana.get("/").text)


def test_it_is_offered_neither_for_linkedin_nor_for_a_portfolio(ana, hers):
    _, held = hers
    page = ana.get(f"/credentials/{held}").text
    assert "Add to LinkedIn" not in page
    assert "Make a portfolio with it" not in page
    assert ana.get(f"/linkedin/{held}").status_code == 400
    assert held not in ana.get("/portfolios/new").text


def test_a_portfolio_takes_it_in_by_no_way(ana, hers):
    _, held = hers
    answer = ana.post("/portfolios/new", {"title": "Mine", "audience": "employer", "credential": held})
    assert answer.status_code == 400
    assert "was issued to someone else" in answer.text
    made = ana.post("/portfolios/new", {"title": "Mine", "audience": "employer", "language": "en"})
    portfolio = ana.get(made.location).text
    adding = re.search(r'href="(/portfolios/[0-9a-f]{32}/sections/[0-9a-f]{32}/add)"', portfolio)[1]
    form = ana.get(adding).text
    assert held not in form
    version = re.search(r'name="version" value="([^"]*)"', form)[1]
    answer = ana.post(adding, {"thing": f"credential:{held}", "version": version})
    assert answer.status_code == 400
    with ana.services.store.read() as session:
        assert session.scalars(select(PortfolioItem.id)).all() == []


def test_it_counts_for_no_path_and_no_skill(ana, hers):
    _, held = hers
    holdings, facts = measuring.holdings_today(ana.id, services=ana.services)
    counted = holdings.all[held]
    assert (counted.fault, counted.verified) == ("another-person", False)
    assert [one.another for one in holdings_of(ana.id, services=ana.services)] == [True]
    assert skill_profile.having(ana.id, services=ana.services, language="en").skills == ()
    assert "Welding" not in ana.get("/skills").text
    assert facts[held].another


def test_what_became_somebody_elses_is_left_out_of_a_shared_portfolio(ana, issuer, clock):
    """Its holder has removed the address under which it was issued."""
    mine = ana.add_one(issuer.token("Mine", to="ana@example.org", achievement=SKILL))
    made = ana.post(
        "/portfolios/new",
        {"title": "Portfolio", "audience": "employer", "language": "en", "credential": mine},
    )
    id = made.location.rpartition("/")[2]
    assert "Mine" in ana.get(f"/portfolios/{id}/preview?as=employer").text
    with ana.services.store.write() as session:
        session.get(HeldCredential, mine).another = True
    page = ana.get(f"/portfolios/{id}").text
    assert "Issued to someone else" in page
    assert "see it here" in page
    assert "Mine" not in ana.get(f"/portfolios/{id}/preview?as=employer").text
    strongest = ana.get(f"/portfolios/{id}/strongest").text
    assert "It was issued to someone else" in strongest


def test_a_spelling_that_its_issuer_used_makes_it_ones_own(ana, issuer):
    held = ana.add_one(issuer.token("Mine after all", to="aNa@example.org"))
    assert "Issued to someone else" in ana.get(f"/credentials/{held}").text
    ana.post("/me/emails", {"address": "aNa@example.org"})
    ana.work()
    page = ana.get(f"/credentials/{held}").text
    assert "Issued to someone else" not in page
    assert "Add to LinkedIn" in page
    assert "one issued to someone else" not in ana.get("/").text


def test_what_was_proved_once_says_whose_it_is_while_its_issuer_is_silent(ana, issuer, web, clock):
    held = ana.add_one(issuer.token("Mine", to="ana@example.org"))
    web.pages.clear()
    verify_held(ana.id, held, services=ana.services, trigger="holder", fresh=True)
    with ana.services.store.read() as session:
        row = session.get(HeldCredential, held)
        assert (row.verdict, row.another) == ("undetermined", False)


def test_removing_an_address_has_everything_looked_at_again(ana, issuer):
    held = ana.add_one(issuer.token("Mine", to="ana@example.org"))
    with ana.services.store.read() as session:
        before = session.get(HeldCredential, held).due_at
        email = session.scalars(select(EmailProof.id)).one()
    ana.post(f"/me/emails/{email}/remove")
    with ana.services.store.read() as session:
        assert session.get(HeldCredential, held).due_at < before
