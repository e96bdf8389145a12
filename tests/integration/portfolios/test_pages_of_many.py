"""A shared page of many badges does the work of what it shows, and each badge's own page shows the rest."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bench.pages import share
from tests.smith.issuer import Issuer
from tests.smith.web import Web
from tests.worst import _achievement, _endorsement, _many, _signed
from wallet.collection import cards
from wallet.shared_page.page_model import FULL_REPORTS
from wallet.shared_page.queries import _Remembered
from wallet.store.models.credential import HeldCredential

ENDORSEMENTS = 5
LONG = "Welding " * 200


@pytest.fixture
def path_of(ola):
    """Call it with a number: the path of a page of so many badges, each endorsed and with a long name."""

    def opened(count: int) -> str:
        issuer = Issuer(Web())
        for place in range(count):
            achievement = _achievement(id=f"urn:a:{place}", name=f"{place} {LONG}end")
            endorsements = _many(ENDORSEMENTS, lambda n: _endorsement(issuer, n))
            about = {"id": f"urn:b:{place}", "name": None, "endorsement": endorsements}
            ola.receive(_signed(issuer, achievement, **about), f"{place}.jwt")
        with ola.store.read() as session:
            held = list(session.scalars(select(HeldCredential.id).order_by(HeldCredential.title)))
        return share(ola, held)

    return opened


@pytest.fixture
def told(monkeypatch) -> list[object]:
    """The reports whose checks were put into words."""
    reports: list[object] = []
    told = cards.check_cards
    monkeypatch.setattr(cards, "check_cards", lambda report: reports.append(report) or told(report))
    return reports


def test_a_page_of_many_tells_no_reasons_that_it_does_not_show(path_of, stranger, told):
    path = path_of(FULL_REPORTS + 1)
    told.clear()
    assert stranger.get(path).status_code == 200
    assert len(told) == FULL_REPORTS + 1
    told.clear()
    assert stranger.get(f"{path}/c2").status_code == 200
    assert len(told) == FULL_REPORTS + 1 + ENDORSEMENTS


def test_a_short_page_tells_them_all(path_of, stranger, told):
    path = path_of(2)
    told.clear()
    page = stranger.get(path).text
    assert len(told) == 2 * (1 + ENDORSEMENTS)
    assert f"1 {LONG}end" in page


def test_long_names_are_cut_among_many_and_whole_on_a_page_of_their_own(path_of, stranger):
    path = path_of(FULL_REPORTS + 1)
    page, own = stranger.get(path).text, stranger.get(f"{path}/c2").text
    assert "1 Welding" in page and f"1 {LONG}end" not in page
    assert f"1 {LONG}end" in own


def test_reports_are_remembered_up_to_a_number_of_characters():
    read: list[str] = []
    remembered = _Remembered(lambda text: read.append(text) or object(), 10)
    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb", "too long to be held", "bbbb", "aaaa"):
        remembered(text)
    assert read == ["aaaa", "bbbb", "cccc", "bbbb", "too long to be held"]
