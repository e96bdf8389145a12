"""A portfolio in an adviser's grant: what they see, that it is noted, and when it is not there."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.integration.portfolios.builder import Builder
from tests.learners import Learner
from wallet.portfolios.service import portfolio_choices
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, GrantLook
from wallet.store.models.portfolio import Portfolio


@pytest.fixture
def jan(app, sqlite_store) -> Learner:
    found = Learner(app, sqlite_store, "Jan Kowalski", "jan@dorobek.example")
    with sqlite_store.write() as session:
        session.get(Account, found.id).role = "adviser"
    return found


@pytest.fixture
def portfolio(ola, held) -> Builder:
    built = Builder(ola, held, display_name="Ola Z.", contact="123 canary", show_contact="")
    section = built.add_section("evidence")
    said = {"new": "evidence", "title": "A map", "url": "https://example.org/map"}
    assert built.post(f"/sections/{section}/add", said).status_code == 303
    (item,) = [row for row in built.rows()[2] if row.credential_id]
    built.post(f"/items/{item.id}", {"caption": "My first proof", "reflection": "canary-reflection"})
    return built


@pytest.fixture
def grant(ola, jan, portfolio, clock) -> str:
    return granted(ola, jan, [portfolio.id], clock)


def granted(holder, adviser, portfolios, clock, **more) -> str:
    with holder.store.write() as session:
        row = Grant(
            account_id=holder.id,
            adviser_id=adviser.id,
            name="Jan",
            scope={"paths": [], "portfolios": portfolios, "credentials": []},
            opened_at=clock.now(),
            taken_at=clock.now(),
            ends_at=clock.now() + timedelta(days=30),
        )
        for name, value in more.items():
            setattr(row, name, value)
        session.add(row)
        session.flush()
        return row.id


def change(learner, table, id, **values) -> None:
    with learner.store.write() as session:
        row = session.get(table, id)
        for name, value in values.items():
            setattr(row, name, value)


def looks(learner) -> list[tuple[str, str]]:
    with learner.store.read() as session:
        return [(look.what, look.ref) for look in session.query(GrantLook).all()]


def test_the_adviser_sees_the_page_as_a_link_for_advisers_would_show_it_and_the_holder_sees_the_look(
    ola, jan, portfolio, grant
):
    address = f"/advise/portfolios/{portfolio.id}"
    answer = jan.browser.get(address)
    page = html.unescape(answer.text)
    assert answer.status_code == 200
    for words in ("My first proof", "A map", "opened this portfolio to you", "Ola Z."):
        assert words in page, words
    for secret in ("canary-reflection", "123 canary", "ola@dorobek.example", ola.id):
        assert secret not in page
    for picture in set(re.findall(rf'"({address}/[a-z0-9]+/picture)"', page)):
        assert jan.browser.get(picture).status_code == 200
    assert re.search(rf"{address}/c1/picture", page)
    jan.browser.get(address)
    assert looks(ola) == [("portfolio", portfolio.id)], "looks close together are one"
    change(ola, Account, ola.id, name="ola@dorobek.example")
    assert "ola@dorobek.example" not in jan.browser.get(address).text


def test_authz_12_without_a_grant_in_force_the_portfolio_is_not_there(
    app, ola, sam, jan, portfolio, grant, clock, sqlite_store
):
    address = f"/advise/portfolios/{portfolio.id}"
    places = (address, f"{address}/c1/picture", f"{address}/p1/picture", f"{address}/f1/file")

    def closed(browser) -> bool:
        return all(browser.get(place).status_code == 404 for place in places)

    assert closed(ola.browser), "its holder has pages of their own"
    assert closed(sam.browser)
    piotr = Learner(app, sqlite_store, "Piotr Lis", "piotr@dorobek.example")
    change(ola, Account, piotr.id, role="adviser")
    assert closed(piotr.browser), "another adviser"
    his = Builder(sam, audience="adviser")
    assert jan.browser.get(f"/advise/portfolios/{his.id}").status_code == 404
    granted(ola, jan, [his.id], clock)  # a grant names somebody else's portfolio
    assert jan.browser.get(f"/advise/portfolios/{his.id}").status_code == 404
    assert not closed(jan.browser)
    for table, id, shut, opened in (
        (Grant, grant, {"closed_at": clock.now()}, {"closed_at": None}),
        (Grant, grant, {"ends_at": clock.now()}, {"ends_at": clock.now() + timedelta(days=1)}),
        (Grant, grant, {"taken_at": None}, {"taken_at": clock.now()}),
        (Grant, grant, {"scope": {"portfolios": []}}, {"scope": {"portfolios": [portfolio.id]}}),
        (Account, jan.id, {"role": "learner"}, {"role": "adviser"}),
        (Account, ola.id, {"erase_at": clock.now()}, {"erase_at": None}),
        (Portfolio, portfolio.id, {"deleted_at": clock.now()}, {"deleted_at": None}),
    ):
        change(ola, table, id, **shut)
        assert closed(jan.browser), shut
        change(ola, table, id, **opened)
        assert jan.browser.get(address).status_code == 200, opened


def test_portfolios_are_offered_to_be_granted(ola, sam, portfolio, clock):

    services = ola.app.extensions["wallet"]
    assert portfolio_choices(ola.id, services=services) == ((portfolio.id, "What I can do"),)
    change(ola, Portfolio, portfolio.id, deleted_at=clock.now())
    assert portfolio_choices(ola.id, services=services) == ()
    assert portfolio_choices(sam.id, services=services) == ()
