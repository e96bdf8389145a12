"""A portfolio as a career adviser sees it to whom its holder opened it: drawn by what draws shared pages.

The grant is asked for before, and once more in the transaction that writes down the look: closed meanwhile,
it shows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from wallet.advising.grants_in_force import Granted, granted, note_look
from wallet.collection.service import Kept
from wallet.errors import NotFound
from wallet.services import Services
from wallet.shared_page import compose
from wallet.shared_page.audiences import fields_of
from wallet.shared_page.page_model import ShownPage
from wallet.sharing import visitor
from wallet.store.models.portfolio import Portfolio

KIND, LOOK = "portfolios", "portfolio"


@dataclass(frozen=True)
class Advised:
    """The page, and under which grant it is seen."""

    grant: Granted
    page: ShownPage

    @property
    def holder_name(self) -> str:
        """Not where an address stands in the place of a name."""
        return "" if "@" in self.grant.holder_name else self.grant.holder_name


def portfolio_for(adviser: str, portfolio_id: str, *, services: Services) -> Advised:
    """NotFound unless it was granted to this adviser and is there. The holder is told of the look."""
    seen = _draw(adviser, portfolio_id, services=services)
    _again(seen.grant, portfolio_id, services=services)
    return seen


def picture_for(adviser: str, portfolio_id: str, key: str, *, services: Services) -> Kept:
    """A picture on that page; the look at the page itself is noted, not at each picture."""
    seen = _draw(adviser, portfolio_id, services=services)
    return visitor.picture_on(seen.page, seen.grant.holder, key, services=services)


def file_for(adviser: str, portfolio_id: str, key: str, *, services: Services) -> tuple[bytes, str, str]:
    """(bytes, name, media type) of a file of evidence on that page."""
    seen = _draw(adviser, portfolio_id, services=services)
    found = visitor.file_on(seen.page, seen.grant.holder, key, services=services)
    _again(seen.grant, portfolio_id, services=services)
    return found


def _draw(adviser: str, portfolio_id: str, *, services: Services) -> Advised:
    with services.store.read() as session:
        grant = granted(session, adviser, KIND, portfolio_id, now=services.clock.now())
        mine = Portfolio.account_id == grant.holder, Portfolio.deleted_at.is_(None)
        contact = session.scalar(select(Portfolio.show_contact).where(Portfolio.id == portfolio_id, *mine))
    if contact is None:
        raise NotFound()
    fields = fields_of("adviser", {"contact": contact})
    return Advised(
        grant, compose.compose_portfolio(grant.holder, portfolio_id, fields=fields, services=services)
    )


def _again(grant: Granted, portfolio_id: str, *, services: Services) -> None:
    now = services.clock.now()
    with services.store.write() as session:
        again = granted(session, grant.adviser, KIND, portfolio_id, now=now)
        if again.grant_id != grant.grant_id:
            raise NotFound()
        note_look(session, again, LOOK, portfolio_id, now=now)
