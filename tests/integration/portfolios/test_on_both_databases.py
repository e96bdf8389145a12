"""What strangers open, on SQLite and on PostgreSQL alike: few queries, and doors that close together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.integration.sharing.test_recipients_page import build, fifty, open_portfolio
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection


@pytest.fixture
def sqlite_store(store):
    """The learners' wallet stands on either database here."""
    return store


def test_fifty_badges_take_few_queries_and_little_room(ola, held, stranger):
    portfolio = build(ola, *fifty(ola, held))
    path = open_portfolio(ola, portfolio)
    asked: list[str] = []

    def count(_c, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(ola.store.engine, "before_cursor_execute", count)
    try:
        page = stranger.get(path)
    finally:
        event.remove(ola.store.engine, "before_cursor_execute", count)
    selects = [statement for statement in asked if statement.lstrip().startswith(("SELECT", "UPDATE"))]
    assert len(selects) <= 12, selects
    assert "50 of 50 badges check out" in page.text
    assert len(page.data) <= 60_000


def doors(path: str) -> list[str]:
    return [path + more for more in ("", ".json", "/c1", "/c1/picture", "/p1/picture", "/f1/file", "/qr.svg")]


def test_share_05_a_link_that_is_no_longer_open_opens_no_door_below_it(ola, held, stranger, clock):
    portfolio = build(ola, held)
    with ola.store.write() as session:
        row = session.get(HeldCredential, held)
        session.get(Portfolio, portfolio).picture_digest = row.picture_digest
        entry = OwnEntry(account_id=ola.id, kind="project", title="A park", details={})
        session.add(entry)
        session.flush()
        section = session.query(PortfolioSection).filter_by(portfolio_id=portfolio).one()
        session.add_all(
            [
                Evidence(
                    account_id=ola.id, entry_id=entry.id, kind="file", name="a.png",
                    original_digest=row.original_digest, picture_digest=row.picture_digest,
                ),
                PortfolioItem(section_id=section.id, position=1, entry_id=entry.id),
            ]
        )  # fmt: skip
    path = open_portfolio(ola, portfolio, **{"employer.evidence": "on"})
    assert {at: stranger.get(at).status_code for at in doors(path)} == dict.fromkeys(doors(path), 200)
    with ola.store.read() as session:
        link = session.query(ShareLink).one().id
    neutral = stranger.get("/s/" + "a" * 43 + "/card-1.png")
    assert (neutral.status_code, neutral.mimetype) == (404, "image/png")
    assert stranger.get(path + "/card-1.png").data != neutral.data

    def shut() -> None:
        assert {at: stranger.get(at).status_code for at in doors(path)} == dict.fromkeys(doors(path), 404)
        card = stranger.get(path + "/card-1.png")
        assert (card.status_code, card.data) == (404, neutral.data)

    ola.browser.post(f"/links/{link}/pause")
    shut()
    ola.browser.post(f"/links/{link}/resume")
    assert stranger.get(path).status_code == 200
    ola.browser.post(f"/links/{link}/password", {"password": "three small words"})
    assert all(stranger.get(at).status_code in {200, 404} for at in doors(path))
    assert "A park" not in "".join(stranger.get(at).text for at in doors(path)[:3])
    assert [stranger.get(at).status_code for at in doors(path)[3:]] == [404] * 4
    ola.browser.post(f"/links/{link}/password", {"remove": "1"})
    clock.move(timedelta(days=91))
    shut()
