"""Sections of one's own portfolio and what stands in them: added, worded, moved, taken out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.entries.errors import EvidenceLink
from wallet.entries.evidence import is_web_address
from wallet.errors import NotFound
from wallet.portfolios import candidates as things
from wallet.portfolios.access import open_for_change, own_section, written, written_lines
from wallet.portfolios.cards import MAY_HOLD, SECTION_KINDS, Thing
from wallet.portfolios.errors import NoSuchSection, NothingChosen, TooMuchInAPortfolio
from wallet.portfolios.texts import evidence_word, kind_word
from wallet.services import Services
from wallet.shared_page.page_model import PATHS
from wallet.store.models.entry import Evidence
from wallet.store.models.portfolio import PortfolioItem, PortfolioSection

MOST_SECTIONS = 30
MOST_ITEMS = 200  # in one portfolio
UP, DOWN = -1, 1


@dataclass(frozen=True)
class Moved:
    """Where something stands now, to be told to whoever cannot see it."""

    name: str
    place: int  # from 1
    count: int


@dataclass(frozen=True)
class Choice:
    """What may be added to one section."""

    section_id: str
    section_name: str
    kind: str
    things: tuple[Thing, ...]
    there: frozenset[str]  # keys of what stands in it already


def add_section(
    holder: str, portfolio_id: str, kind: str, *, version: str, services: Services, title: str = ""
) -> str:
    """A new section at the end. Returns its id."""
    with open_for_change(holder, portfolio_id, version=version, services=services) as (session, row, _):
        if kind not in SECTION_KINDS:
            raise NoSuchSection()
        sections = _sections(session, row.id)
        if len(sections) >= MOST_SECTIONS:
            raise TooMuchInAPortfolio(most=MOST_SECTIONS)
        _number(sections)
        section = PortfolioSection(
            portfolio_id=row.id, position=len(sections), kind=kind, title=written(title, "section_title")
        )
        session.add(section)
        session.flush()
        return section.id


def change_section(
    holder: str, portfolio_id: str, section_id: str, said: dict[str, str], *, version: str, services: Services
) -> None:
    """`said`: title, claim, words."""
    part = ("section", section_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        _s,
        _p,
        row,
    ):
        row.title = written(said.get("title", ""), "section_title")
        row.claim = written(said.get("claim", ""), "claim")
        row.words = written_lines(said.get("words", ""), "words")


def remove_section(
    holder: str, portfolio_id: str, section_id: str, *, version: str, services: Services
) -> int:
    """Its items go with it; what they refer to stays in the wallet. Returns how many stood in it."""
    part = ("section", section_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        _p,
        row,
    ):
        count = len(_items(session, row.id))
        session.delete(row)
        return count


def move_section(
    holder: str, portfolio_id: str, section_id: str, step: int, *, version: str, services: Services
) -> Moved:
    part = ("section", section_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        p,
        row,
    ):
        place, count = _step(_sections(session, p.id), row, step)
        return Moved(row.title or kind_word(row.kind), place, count)


def order_sections(
    holder: str, portfolio_id: str, ids: Sequence[str], *, version: str, services: Services
) -> None:
    """As dragged. Ids that are none of this portfolio's mean nothing; those not named keep to the end."""
    with open_for_change(holder, portfolio_id, version=version, services=services) as (session, row, _):
        _order(_sections(session, row.id), ids)


def move_item(
    holder: str, portfolio_id: str, item_id: str, step: int, *, version: str, services: Services
) -> Moved:
    part = ("item", item_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        _p,
        row,
    ):
        place, count = _step(_items(session, row.section_id), row, step)
        moved = Moved(_name(session, holder, row), place, count)
        path = row.skill if own_section(session, holder, portfolio_id, row.section_id).kind == PATHS else ""
    mine = things.paths_of(holder, services=services) if path else {}
    return replace(moved, name=mine[path].title if path in mine else "") if path else moved


def order_items(
    holder: str, portfolio_id: str, section_id: str, ids: Sequence[str], *, version: str, services: Services
) -> None:
    part = ("section", section_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        _p,
        row,
    ):
        _order(_items(session, row.id), ids)


def choice_for(holder: str, portfolio_id: str, section_id: str, *, services: Services) -> Choice:
    """What of the wallet may stand in this section."""
    with services.store.read() as session:
        section = own_section(session, holder, portfolio_id, section_id)
        choice = Choice(
            section_id=section.id,
            section_name=section.title or kind_word(section.kind),
            kind=section.kind,
            things=tuple(things.list_things(session, holder, MAY_HOLD[section.kind])),
            there=frozenset(_keys(_items(session, section.id), section.kind)),
        )
    if choice.kind != PATHS:
        return choice
    return replace(choice, things=tuple(things.paths_of(holder, services=services).values()))


def add_items(
    holder: str,
    portfolio_id: str,
    section_id: str,
    wanted: Iterable[str],
    *,
    version: str,
    services: Services,
    skills: str = "",
) -> int:
    """Add things by their keys ("credential:id"), and skills, one a line. What is not the holder's is not
    there, and what was issued to somebody else is refused; then nothing is added. Returns how many are
    new."""
    part = ("section", section_id)
    wanted = list(dict.fromkeys(wanted))
    paths = (
        things.paths_of(holder, services=services) if any(key.startswith("path:") for key in wanted) else {}
    )
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        p,
        row,
    ):
        here = _items(session, row.id)
        there = _keys(here, row.kind)
        new = [key for key in wanted if key not in there]
        rows = [PortfolioItem(**_reference(session, holder, row.kind, key, paths)) for key in new]
        if "skill" in MAY_HOLD[row.kind]:
            named = {item.skill.casefold() for item in here}
            lines = [written(line, "skill") for line in skills.splitlines()]
            once = {line.casefold(): line for line in reversed(lines) if line}
            rows += [PortfolioItem(skill=once[key]) for key in reversed(once) if key not in named]
        if not rows and not there & set(wanted):
            raise NothingChosen()
        if _count(session, p.id) + len(rows) > MOST_ITEMS:
            raise TooMuchInAPortfolio(most=MOST_ITEMS)
        _number(here)
        for place, item in enumerate(rows, len(here)):
            item.section_id, item.position = row.id, place
        session.add_all(rows)
        return len(rows)


def _reference(
    session: Session, holder: str, section_kind: str, key: str, paths: Container[str]
) -> dict[str, str]:
    kind, _, id = key.partition(":")
    if kind == "skill" or kind not in MAY_HOLD[section_kind]:
        raise NotFound()
    if kind == "path":
        if id not in paths:
            raise NotFound()
        return {"skill": id}
    found = things.find_things(session, holder, kind, {id})
    if id not in found:
        raise NotFound()
    things.refuse_another(found.values())
    return {f"{kind}_id": id}


def add_piece(
    holder: str, portfolio_id: str, section_id: str, said: dict[str, str], *, version: str, services: Services
) -> None:
    """Evidence written down here and now: an address or a text of one's own."""
    url, words = said.get("url", "").strip(), written_lines(said.get("words", ""), "words")
    part = ("section", section_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        p,
        row,
    ):
        if "evidence" not in MAY_HOLD[row.kind] or not (url or words):
            raise NothingChosen()
        if url and not is_web_address(url):
            raise EvidenceLink()
        if _count(session, p.id) >= MOST_ITEMS:
            raise TooMuchInAPortfolio(most=MOST_ITEMS)
        piece = Evidence(
            account_id=holder,
            kind="link" if url else "text",
            title=written(said.get("title", ""), "title"),
            url=url,
            words=words,
            created_at=services.clock.now(),
        )
        session.add(piece)
        session.flush()
        place = len(_items(session, row.id))
        session.add(PortfolioItem(section_id=row.id, position=place, evidence_id=piece.id))


def change_item(
    holder: str, portfolio_id: str, item_id: str, said: dict[str, str], *, version: str, services: Services
) -> None:
    """`said`: caption, which readers see, and reflection, which nobody but the holder ever does."""
    part = ("item", item_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        _s,
        _p,
        row,
    ):
        row.caption = written_lines(said.get("caption", ""), "caption")
        row.reflection = written_lines(said.get("reflection", ""), "reflection")


def remove_item(holder: str, portfolio_id: str, item_id: str, *, version: str, services: Services) -> None:
    part = ("item", item_id)
    with open_for_change(holder, portfolio_id, version=version, services=services, part=part) as (
        session,
        _p,
        row,
    ):
        session.delete(row)


def remove_credentials(
    holder: str, portfolio_id: str, credentials: Iterable[str], *, version: str, services: Services
) -> int:
    """Take these badges out of every section. Returns how many places became free."""
    with open_for_change(holder, portfolio_id, version=version, services=services) as (session, row, _):
        found = session.scalars(
            select(PortfolioItem)
            .join(PortfolioSection, PortfolioSection.id == PortfolioItem.section_id)
            .where(
                PortfolioSection.portfolio_id == row.id, PortfolioItem.credential_id.in_(list(credentials))
            )
        ).all()
        for item in found:
            session.delete(item)
        if not found:
            raise NothingChosen()
        return len(found)


def _sections(session: Session, portfolio_id: str) -> list[PortfolioSection]:
    query = select(PortfolioSection).where(PortfolioSection.portfolio_id == portfolio_id)
    return list(session.scalars(query.order_by(PortfolioSection.position, PortfolioSection.id)))


def _items(session: Session, section_id: str) -> list[PortfolioItem]:
    query = select(PortfolioItem).where(PortfolioItem.section_id == section_id)
    return list(session.scalars(query.order_by(PortfolioItem.position, PortfolioItem.id)))


def _count(session: Session, portfolio_id: str) -> int:
    query = (
        select(func.count(PortfolioItem.id))
        .join(PortfolioSection, PortfolioSection.id == PortfolioItem.section_id)
        .where(PortfolioSection.portfolio_id == portfolio_id)
    )
    return session.scalar(query) or 0


def _keys(items: Iterable[PortfolioItem], section_kind: str) -> set[str]:
    if section_kind == PATHS:
        return {f"path:{item.skill}" for item in items}
    return {
        f"{kind}:{id}"
        for item in items
        for kind in ("credential", "entry", "evidence")
        if (id := getattr(item, f"{kind}_id")) is not None
    }


def _number(rows: Sequence[Any]) -> None:
    for place, row in enumerate(rows):
        row.position = place


def _step(rows: list[Any], row: Any, step: int) -> tuple[int, int]:
    """One place up or down, as far as there is one. Returns the place, from 1, and of how many."""
    place = next(number for number, other in enumerate(rows) if other.id == row.id)
    target = min(max(place + step, 0), len(rows) - 1)
    rows.insert(target, rows.pop(place))
    _number(rows)
    return target + 1, len(rows)


def _order(rows: list[Any], ids: Sequence[str]) -> None:
    wanted = {id: place for place, id in enumerate(ids)}
    _number(sorted(rows, key=lambda row: wanted.get(row.id, len(wanted) + row.position)))


def _name(session: Session, holder: str, item: PortfolioItem) -> str:
    if item.skill:
        return item.skill
    for kind in ("credential", "entry", "evidence"):
        if (id := getattr(item, f"{kind}_id")) is not None:
            found = things.find_things(session, holder, kind, {id})
            return found[id].title if id in found else ""
    return evidence_word("text")
