"""Opening one's own portfolio for a change: whose it is, and whether the form is older than it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wallet.credentials.parsing.typed import cleaned
from wallet.errors import NotFound
from wallet.portfolios.errors import PortfolioChangedMeanwhile, WordsTooLong
from wallet.services import Services
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection

# What a person may write, in letters.
LIMITS = {
    "title": 120, "display_name": 80, "headline": 240, "contact": 160, "section_title": 120, "claim": 200,
    "words": 4000, "caption": 400, "reflection": 4000, "skill": 120,
}  # fmt: skip


def own_portfolio(session: Session, holder: str, portfolio_id: str, *, deleted: bool = False) -> Portfolio:
    """NotFound for what is not there and for what is another's."""
    gone = Portfolio.deleted_at.is_not(None) if deleted else Portfolio.deleted_at.is_(None)
    row = session.scalars(
        select(Portfolio)
        .where(Portfolio.account_id == holder, Portfolio.id == portfolio_id, gone)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


def own_section(session: Session, holder: str, portfolio_id: str, section_id: str) -> PortfolioSection:
    row = session.scalars(
        select(PortfolioSection)
        .join(Portfolio, Portfolio.id == PortfolioSection.portfolio_id)
        .where(
            Portfolio.account_id == holder,
            Portfolio.id == portfolio_id,
            Portfolio.deleted_at.is_(None),
            PortfolioSection.id == section_id,
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


def own_item(session: Session, holder: str, portfolio_id: str, item_id: str) -> PortfolioItem:
    row = session.scalars(
        select(PortfolioItem)
        .join(PortfolioSection, PortfolioSection.id == PortfolioItem.section_id)
        .join(Portfolio, Portfolio.id == PortfolioSection.portfolio_id)
        .where(
            Portfolio.account_id == holder,
            Portfolio.id == portfolio_id,
            Portfolio.deleted_at.is_(None),
            PortfolioItem.id == item_id,
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row


@contextmanager
def open_for_change(
    holder: str, portfolio_id: str, *, version: str, services: Services, part: tuple[str, str] = ("", "")
) -> Iterator[tuple[Session, Portfolio, Any]]:
    """One transaction over one's own portfolio, and over its `part`: ("section" | "item", id). Refused when
    it was changed since the form was made; every change makes it one version newer."""
    with services.store.write() as session:
        row = own_portfolio(session, holder, portfolio_id)
        kind, id = part
        finds = {"section": own_section, "item": own_item}
        found = finds[kind](session, holder, portfolio_id, id) if kind else None
        if version != str(row.version):
            raise PortfolioChangedMeanwhile()
        row.version += 1
        row.updated_at = services.clock.now()
        yield session, row, found


def written(text: str, field: str) -> str:
    """One line as a person wrote it, without what cannot be seen. Refused when it is too long."""
    return _within(" ".join(cleaned(text).split()), field)


def written_lines(text: str, field: str) -> str:
    """The same for a text of several lines."""
    lines = [" ".join(line.split()) for line in cleaned(text).splitlines()]
    return _within("\n".join(lines).strip("\n"), field)


def _within(text: str, field: str) -> str:
    if len(text) > LIMITS[field]:
        raise WordsTooLong(most=LIMITS[field], given=len(text))
    return text
