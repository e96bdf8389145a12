"""One's own portfolios: listed, made, named, copied for another reader, put away and brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wallet.credentials.carriers.pictures import reencode_picture
from wallet.errors import NotFound, Unreadable
from wallet.portfolios import candidates
from wallet.portfolios.access import LIMITS, open_for_change, own_portfolio, written
from wallet.portfolios.cards import BuiltItem, BuiltSection, PortfolioCard, PortfolioPage, Thing
from wallet.portfolios.errors import PictureNotUsable, PortfolioNeedsATitle, TooManyPortfolios
from wallet.portfolios.texts import audience_word, for_audience, kind_word
from wallet.services import Services
from wallet.shared_page.audiences import AUDIENCES
from wallet.shared_page.page_model import PATHS
from wallet.store.housekeeping import UNDO
from wallet.store.models.account import Account
from wallet.store.models.credential import Picture
from wallet.store.models.link import ShareLink
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.store.originals import keep_picture
from wallet.web.languages import known

MOST = 50  # portfolios of one holder
# What a person mends in the form itself.
FORM_PROBLEMS = frozenset(
    {
        "portfolio-needs-a-title",
        "words-too-long",
        "picture-not-usable",
        "portfolio-changed-meanwhile",
        "nothing-chosen",
        "too-much-in-a-portfolio",
    }
)


@dataclass(frozen=True)
class Head:
    """What stands at the top of a portfolio, as it came from a form."""

    title: str
    language: str
    audience: str
    display_name: str = ""
    headline: str = ""
    contact: str = ""
    show_contact: bool = False

    @classmethod
    def of(cls, form: Mapping[str, str], *, language: str) -> Head:
        """From a form, refused where it says too much or nothing at all."""
        title = written(form.get("title", ""), "title")
        if not title:
            raise PortfolioNeedsATitle()
        stated, audience = form.get("language", ""), form.get("audience", "")
        return cls(
            title=title,
            language=stated if stated in known() else language,
            audience=audience if audience in AUDIENCES else AUDIENCES[0],
            display_name=written(form.get("display_name", ""), "display_name"),
            headline=written(form.get("headline", ""), "headline"),
            contact=written(form.get("contact", ""), "contact"),
            show_contact=bool(form.get("show_contact")),
        )


def portfolio_choices(holder: str, *, services: Services) -> tuple[tuple[str, str], ...]:
    """(id, title) of the holder's portfolios, the one changed last first."""
    query = (
        select(Portfolio.id, Portfolio.title)
        .where(Portfolio.account_id == holder, Portfolio.deleted_at.is_(None))
        .order_by(Portfolio.updated_at.desc(), Portfolio.id)
    )
    with services.store.read() as session:
        return tuple((id, title) for id, title in session.execute(query))


def list_portfolios(holder: str, *, services: Services) -> tuple[PortfolioCard, ...]:
    """Mine, the last changed first, with the state of their links."""
    counted = (
        select(PortfolioSection.portfolio_id, func.count(PortfolioItem.id))
        .join(PortfolioItem, PortfolioItem.section_id == PortfolioSection.id)
        .join(Portfolio, Portfolio.id == PortfolioSection.portfolio_id)
        .where(Portfolio.account_id == holder)
        .group_by(PortfolioSection.portfolio_id)
    )
    with services.store.read() as session:
        rows = session.scalars(
            select(Portfolio)
            .where(Portfolio.account_id == holder, Portfolio.deleted_at.is_(None))
            .order_by(Portfolio.updated_at.desc(), Portfolio.id)
        ).all()
        items = dict(session.execute(counted).all())
        open_links = _links(session, holder, now=services.clock.now())
    return tuple(_card(row, items.get(row.id, 0), open_links.get(row.id, [])) for row in rows)


def _links(session: Session, holder: str, *, now: datetime) -> dict[str, list[ShareLink]]:
    """Links that lead to a portfolio now, or would if they were not paused."""
    found: dict[str, list[ShareLink]] = {}
    query = select(ShareLink).where(
        ShareLink.account_id == holder,
        ShareLink.portfolio_id.is_not(None),
        ShareLink.closed_at.is_(None),
        ShareLink.ends_at > now,
    )
    for link in session.scalars(query):
        found.setdefault(link.portfolio_id or "", []).append(link)
    return found


def _card(row: Portfolio, items: int, links: Sequence[ShareLink]) -> PortfolioCard:
    opened = [link for link in links if link.paused_at is None]
    return PortfolioCard(
        id=row.id,
        title=row.title,
        audience=row.audience,
        audience_word=audience_word(row.audience),
        language=row.language,
        items=items,
        updated_at=row.updated_at,
        open_links=len(opened),
        paused_links=len(links) - len(opened),
        next_end=min((link.ends_at for link in opened), default=None),
    )


def portfolio_page(holder: str, portfolio_id: str, *, services: Services) -> PortfolioPage:
    """Everything in it, for its holder alone: private reflections are in here."""
    with services.store.read() as session:
        row = _mine(session, holder, portfolio_id)
        sections = session.scalars(
            select(PortfolioSection)
            .where(PortfolioSection.portfolio_id == row.id)
            .order_by(PortfolioSection.position, PortfolioSection.id)
        ).all()
        items = session.scalars(
            select(PortfolioItem)
            .join(PortfolioSection, PortfolioSection.id == PortfolioItem.section_id)
            .where(PortfolioSection.portfolio_id == row.id)
            .order_by(PortfolioItem.position, PortfolioItem.id)
        ).all()
        found = {
            ("credential", id): thing for id, thing in _found(session, holder, "credential", items).items()
        } | {
            (kind, id): thing
            for kind in ("entry", "evidence")
            for id, thing in _found(session, holder, kind, items).items()
        }
        links = _links(session, holder, now=services.clock.now()).get(row.id, [])
    if any(section.kind == PATHS for section in sections):
        found |= {("path", id): thing for id, thing in candidates.paths_of(holder, services=services).items()}
    built = tuple(_section(section, items, found) for section in sections)
    return PortfolioPage(
        card=_card(row, sum(len(section.items) for section in built), links),
        version=row.version,
        display_name=row.display_name,
        headline=row.headline,
        contact=row.contact,
        show_contact=row.show_contact,
        has_picture=row.picture_digest is not None,
        sections=built,
    )


def _found(session: Session, holder: str, kind: str, items: Sequence[PortfolioItem]) -> dict[str, Thing]:
    ids = {getattr(item, f"{kind}_id") for item in items} - {None}
    return candidates.find_things(session, holder, kind, ids)


def _section(
    row: PortfolioSection, items: Sequence[PortfolioItem], found: Mapping[tuple[str, str], Thing]
) -> BuiltSection:
    """What was deleted from the wallet is not there any more, and comes back when it is brought back."""
    built = []
    for item in items:
        if item.section_id != row.id:
            continue
        thing = found.get(("path", item.skill)) if row.kind == PATHS else _thing_of(item, found)
        if thing is not None:
            built.append(BuiltItem(item.id, thing, item.caption, item.reflection, row.id))
    if row.kind == "timeline":  # newest first; what has no date at the end
        built.sort(key=lambda item: item.thing.at.timestamp() if item.thing.at else 0.0, reverse=True)
    return BuiltSection(
        id=row.id,
        kind=row.kind,
        kind_word=kind_word(row.kind),
        title=row.title,
        claim=row.claim,
        words=row.words,
        items=tuple(built),
    )


def _thing_of(item: PortfolioItem, found: Mapping[tuple[str, str], Thing]) -> Thing | None:
    if item.skill:
        return Thing(kind="skill", id=item.id, title=item.skill, about="")
    for kind in ("credential", "entry", "evidence"):
        if (id := getattr(item, f"{kind}_id")) is not None:
            return found.get((kind, id))
    return None


def create(holder: str, head: Head, *, services: Services, credentials: Sequence[str] = ()) -> str:
    """A new portfolio with a first section of these badges. NotFound if one is not the holder's."""
    wanted = list(dict.fromkeys(credentials))
    with services.store.write() as session:
        _refuse_more(session, holder)
        mine = candidates.find_things(session, holder, "credential", set(wanted))
        if len(mine) < len(wanted):
            raise NotFound()
        candidates.refuse_another(mine.values())
        row = Portfolio(account_id=holder, created_at=services.clock.now(), updated_at=services.clock.now())
        _write_head(row, head)
        row.display_name = head.display_name or _account_name(session, holder)
        session.add(row)
        session.flush()
        section = PortfolioSection(portfolio_id=row.id, position=0, kind="credentials")
        session.add(section)
        session.flush()
        session.add_all(
            PortfolioItem(section_id=section.id, position=place, credential_id=id)
            for place, id in enumerate(wanted)
        )
        return row.id


def _refuse_more(session: Session, holder: str) -> None:
    have = session.scalar(
        select(func.count())
        .select_from(Portfolio)
        .where(Portfolio.account_id == holder, Portfolio.deleted_at.is_(None))
    )
    if (have or 0) >= MOST:
        raise TooManyPortfolios(most=MOST)


def account_name(holder: str, *, services: Services) -> str:
    with services.store.read() as session:
        return _account_name(session, holder)


def _account_name(session: Session, holder: str) -> str:
    """The account's name, unless it is an e-mail address: that is not put at the head of anything unasked."""
    name = session.scalars(select(Account.name).where(Account.id == holder)).one_or_none() or ""
    return "" if "@" in name else " ".join(name.split())[: LIMITS["display_name"]]


def _write_head(row: Portfolio, head: Head) -> None:
    row.title, row.language, row.audience = head.title, head.language, head.audience
    row.display_name, row.headline = head.display_name, head.headline
    row.contact, row.show_contact = head.contact, head.show_contact and bool(head.contact)


def change_head(
    holder: str,
    portfolio_id: str,
    head: Head,
    *,
    version: str,
    services: Services,
    picture: bytes = b"",
    remove_picture: bool = False,
) -> None:
    """Title, language, reader and header. A picture is drawn anew before anything is written."""
    drawn = None
    if picture:
        try:
            drawn = reencode_picture(picture)
        except Unreadable:
            raise PictureNotUsable() from None
    with open_for_change(holder, portfolio_id, version=version, services=services) as (session, row, _):
        _write_head(row, head)
        if drawn:
            row.picture_digest = keep_picture(session, drawn.data, width=drawn.width, height=drawn.height)
        elif remove_picture:
            row.picture_digest = None


def picture_of(holder: str, portfolio_id: str, *, services: Services) -> bytes:
    with services.store.read() as session:
        row = _mine(session, holder, portfolio_id)
        data = session.scalars(select(Picture.data).where(Picture.digest == row.picture_digest)).one_or_none()
    if data is None:
        raise NotFound()
    return data


def remove(holder: str, portfolio_id: str, *, services: Services) -> None:
    """Put away; its links lead nowhere from now on. It can be brought back for a week."""
    with services.store.write() as session:
        own_portfolio(session, holder, portfolio_id).deleted_at = services.clock.now()


def restore(holder: str, portfolio_id: str, *, services: Services) -> None:
    with services.store.write() as session:
        row = own_portfolio(session, holder, portfolio_id, deleted=True)
        row.deleted_at = None
        row.version += 1


def deleted_title(holder: str, portfolio_id: str, *, services: Services) -> str | None:
    """Of what was just deleted, for the line that offers to undo it."""
    with services.store.read() as session:
        return session.scalars(
            select(Portfolio.title).where(
                Portfolio.account_id == holder,
                Portfolio.id == portfolio_id,
                Portfolio.deleted_at.is_not(None),
            )
        ).one_or_none()


def duplicate(holder: str, portfolio_id: str, audience: str, *, services: Services) -> str:
    """The same once more for another reader. Links are not copied, and the contact is hidden again."""
    with services.store.write() as session:
        _refuse_more(session, holder)
        old = own_portfolio(session, holder, portfolio_id)
        audience = audience if audience in AUDIENCES else old.audience
        suffix = f" ({for_audience(audience)})"
        new = Portfolio(
            account_id=holder,
            title=old.title.removesuffix(f" ({for_audience(old.audience)})")[: LIMITS["title"] - len(suffix)]
            + suffix,
            language=old.language,
            audience=audience,
            display_name=old.display_name,
            headline=old.headline,
            contact=old.contact,
            show_contact=False,
            picture_digest=old.picture_digest,
            created_at=services.clock.now(),
            updated_at=services.clock.now(),
        )
        session.add(new)
        session.flush()
        _copy_sections(session, old.id, new.id)
        return new.id


def _copy_sections(session: Session, old_id: str, new_id: str) -> None:
    sections = session.scalars(select(PortfolioSection).where(PortfolioSection.portfolio_id == old_id)).all()
    for old in sections:
        new = PortfolioSection(portfolio_id=new_id, **_values(old, "position kind title claim words"))
        session.add(new)
        session.flush()
        items = session.scalars(select(PortfolioItem).where(PortfolioItem.section_id == old.id)).all()
        kept = "position credential_id entry_id evidence_id skill caption reflection"
        session.add_all(PortfolioItem(section_id=new.id, **_values(item, kept)) for item in items)


def _values(row: object, names: str) -> dict:
    return {name: getattr(row, name) for name in names.split()}


def purge_deleted(*, services: Services) -> int:
    """Remove for good what was deleted a week ago. Returns how many went."""
    with services.store.write() as session:
        gone = session.execute(delete(Portfolio).where(Portfolio.deleted_at <= services.clock.now() - UNDO))
        return int(gone.rowcount)


def _mine(session: Session, holder: str, portfolio_id: str) -> Portfolio:
    row = session.scalars(
        select(Portfolio).where(
            Portfolio.account_id == holder, Portfolio.id == portfolio_id, Portfolio.deleted_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row
