"""What no reader may get, planted everywhere it could come from and looked for in everything that leaves.

OUTLETS is the list of ways out. Whoever makes another one adds it here: a function of (stranger, path of an
open link) that gives the answers to look through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.integration.portfolios.test_recipients_page import build, open_portfolio
from wallet.portfolios.audiences import AUDIENCES
from wallet.store.shown import Evidence, OwnEntry, PortfolioItem, PortfolioSection
from wallet.store.tables import HeldCredential

Outlet = Callable[[Any, str], Iterable[Any]]
OUTLETS: dict[str, Outlet] = {
    "page": lambda stranger, path: [stranger.get(path), stranger.get(path + "?lang=pl")],
    "one": lambda stranger, path: [stranger.get(path + "/c1")],
    "json": lambda stranger, path: [stranger.get(path + ".json")],
    "card": lambda stranger, path: [stranger.get(path + "/card-1.png")],
    "qr": lambda stranger, path: [stranger.get(path + "/qr.svg")],
    "picture": lambda stranger, path: [stranger.get(path + "/c1/picture")],
    "file": lambda stranger, path: [stranger.get(path + "/f1/file"), stranger.get(path + "/f2/file")],
    "whose": lambda stranger, path: [
        stranger.client.post(path + "/whose", data={"email": "x@y.example"}, base_url=stranger.home)
    ],
    "embed": lambda stranger, path: [stranger.get(path.replace("/s/", "/embed/"))],
    "oembed": lambda stranger, path: [stranger.get(f"/oembed?url=https://wallet.example{path}")],
}
FILE_NAME = "CANARY-FILE-NAME"
PRIVATE = ("CANARY-REFLECTION", FILE_NAME, "CANARY-SUBJECT", "CANARY-FINGERPRINT", "ola@dorobek.example")


def plant(learner, held: str, audience: str) -> tuple[str, list[str]]:
    """A portfolio with something private in every place; its id, and what must not leave."""
    portfolio = build(learner, held, audience=audience, contact="CANARY-CONTACT")
    with learner.store.write() as session:
        row = session.get(HeldCredential, held)
        row.name = FILE_NAME + ".png"
        entry = OwnEntry(account_id=learner.id, kind="project", title="A park", details={"outcomes": ["Dig"]})
        session.add(entry)
        session.flush()
        piece = Evidence(account_id=learner.id, entry_id=entry.id, kind="text", words="Seen", name=FILE_NAME)
        session.add(piece)
        section = session.query(PortfolioSection).filter_by(portfolio_id=portfolio).one()
        session.add(
            PortfolioItem(
                section_id=section.id, position=9, entry_id=entry.id, reflection="CANARY-REFLECTION"
            )
        )
        session.flush()
        ids = [portfolio, held, entry.id, piece.id, section.id, learner.id, row.fingerprint]
        ids.append(row.original_digest)
    return portfolio, ids


def seen(answer: Any) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return headers.encode() + answer.data


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("outlet", OUTLETS)
def test_share_10_nothing_private_leaves_a_portfolio(ola, held, stranger, audience, outlet):
    portfolio, ids = plant(ola, held, audience)
    path = open_portfolio(ola, portfolio, audience=audience)
    hidden = [*PRIVATE, *ids]
    if audience != "adviser":
        hidden.append("CANARY-CONTACT")
    if audience == "public":
        hidden.append("Ola Zieli")
    for answer in OUTLETS[outlet](stranger, path):
        found = [word for word in hidden if word.encode() in seen(answer)]
        assert found == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("outlet", OUTLETS)
def test_share_10_nothing_private_leaves_a_single_badge(ola, held, stranger, audience, outlet):
    _, ids = plant(ola, held, audience)
    path = ola.open_link(held, audience=audience, embeddable="on")
    for answer in OUTLETS[outlet](stranger, path):
        found = [word for word in (*PRIVATE, "CANARY-CONTACT", *ids) if word.encode() in seen(answer)]
        assert found == []


def test_the_canaries_would_be_seen(ola, held, stranger):
    """What is meant to leave does: else the tests above would look at empty pages."""
    portfolio, _ = plant(ola, held, "adviser")
    path = open_portfolio(ola, portfolio, audience="adviser", **{"adviser.contact": "on"})
    for outlet in ("page", "json"):
        assert all(b"CANARY-CONTACT" in answer.data for answer in OUTLETS[outlet](stranger, path))


def test_no_column_of_reflections_is_read_for_others():
    from pathlib import Path

    import wallet.portfolios as room

    folder = Path(room.__file__).parent
    for name in ("gathering", "composing", "showing", "outgoing", "visiting", "public_views", "embed_views"):
        assert ".reflection" not in (folder / f"{name}.py").read_text(encoding="utf-8")
