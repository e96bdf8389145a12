"""A portfolio or one credential as a PDF, for its holder to hand on: made from the page a reader would get.

Everything comes through `composing`: what an audience does not see is not in the PDF either.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from wallet.collection import service as collection
from wallet.credentials.parsing.names import safe_name
from wallet.errors import NotFound
from wallet.exports.file_jobs import AT_ONCE, Making, Progress, ask_file
from wallet.exports.pdf_content import Attached, Print, in_parts, print_data
from wallet.exports.zips import ZipWriter
from wallet.portfolios import service as portfolios
from wallet.printing import typesetting
from wallet.printing.glyphs import plainest
from wallet.services import Services
from wallet.shared_page import compose
from wallet.shared_page.audiences import AUDIENCES, CHOICES, fields_of
from wallet.shared_page.page_model import PATHS, ShownPage
from wallet.sharing import links
from wallet.sharing.views.originals import ENDINGS
from wallet.store.models.credential import HeldCredential
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection
from wallet.web.languages import current

TEMPLATE = Path(__file__).parent / "page.typ"
_log = logging.getLogger(__name__)
KINDS = ("credential", "portfolio")
MOST_PICTURES = 60
MOST_IN_ONE = 400  # things in one document; more make several, in a ZIP
MOST_ORIGINALS = 60
MEDIA_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "json": "application/json",
    "jwt": "application/jwt",
    "xml": "application/xml",
}


@dataclass(frozen=True)
class Printable:
    """What of the holder's own can be printed, and how."""

    kind: str  # credential, portfolio
    id: str
    title: str
    language: str
    audience: str
    items: int
    audiences: tuple[str, ...]  # among which a holder may choose; a portfolio is made for one
    contact: bool = False  # its holder shows how to reach them
    has_paths: bool = False

    def with_original(self, audience: str) -> bool:
        return "original" in CHOICES[audience]

    @property
    def asks_for_paths(self) -> bool:
        """Whether the holder decides if this reader sees the paths in it."""
        return self.has_paths and "paths" in CHOICES[self.audience]

    @property
    def place(self) -> dict[str, str]:
        return {f"{self.kind}_id": self.id}


def printable_thing(holder: str, kind: str, id: str, *, services: Services) -> Printable:
    """NotFound for anybody else's, and for what was deleted."""
    with services.store.read() as session:
        if kind == "portfolio":
            mine = Portfolio.account_id == holder, Portfolio.deleted_at.is_(None), Portfolio.id == id
            row = session.scalars(select(Portfolio).where(*mine)).one_or_none()
            if row is None:
                raise NotFound()
            counted = select(func.count()).select_from(PortfolioItem).join(PortfolioSection)
            items = session.scalar(counted.where(PortfolioSection.portfolio_id == id)) or 0
            ways = select(PortfolioSection.id).where(
                PortfolioSection.portfolio_id == id, PortfolioSection.kind == PATHS
            )
            more = {
                "contact": row.show_contact,
                "has_paths": session.scalars(ways.limit(1)).first() is not None,
            }
            return Printable(kind, id, row.title, row.language, row.audience, items, (), **more)
        held = session.scalars(
            select(HeldCredential).where(
                HeldCredential.id == id,
                HeldCredential.account_id == holder,
                HeldCredential.deleted_at.is_(None),
            )
        ).one_or_none()
    if held is None or kind != "credential":
        raise NotFound()
    return Printable(kind, id, held.title or held.name, current(), AUDIENCES[0], 1, AUDIENCES[:3])


def ask_pdf(
    holder: str,
    thing: Printable,
    *,
    services: Services,
    audience: str,
    original: bool,
    known: dict[str, str],
    paths: bool = False,
) -> str:
    """Have it made; the id of the file. `known`: the addresses of links that this browser keeps."""
    if audience not in thing.audiences:
        audience = thing.audience
    in_hand, ends_at = {}, ""
    for link in links.list_links(holder, store=services.store, **thing.place):
        if link.state == "open" and link.id in known:
            in_hand, ends_at = {"address": known[link.id]}, link.ends_at.isoformat()
            break
    asked = {
        "thing": thing.kind,
        "id": thing.id,
        "audience": audience,
        "original": original and thing.with_original(audience),
        "contact": thing.contact,
        "paths": paths,
        "link_ends_at": ends_at,
        "language": thing.language,
    }
    at_once = thing.items <= AT_ONCE and not asked["original"]
    return ask_file(holder, "pdf", asked, services=services, at_once=at_once, in_hand=in_hand)


def make_pdf(making: Making, progress: Progress, services: Services) -> tuple[bytes, str, str]:
    """Compose, gather, typeset."""
    asked, holder = making.asked, making.holder
    chosen = {name: asked[name] for name in ("original", "contact", "paths") if name in asked}
    fields = fields_of(asked["audience"], chosen)
    if asked["thing"] == "portfolio":
        page = compose.compose_portfolio(holder, asked["id"], fields=fields, services=services)
    else:
        page = compose.compose_credential(
            holder, asked["id"], fields=fields, services=services, language=making.language
        )
    total = len(page.credentials) + 2
    progress(1, total)
    pictures = _pictures(holder, page, services=services)
    originals = _originals(holder, page, progress, services=services) if fields.original else ()
    ends_at = asked.get("link_ends_at")
    printed = Print(
        page=page,
        made_at=services.clock.now(),
        address=making.in_hand.get("address", ""),
        link_ends_at=type(services.clock.now()).fromisoformat(ends_at) if ends_at else None,
        pictures=pictures,
        portrait=portfolios.picture_of(holder, asked["id"], services=services) if page.has_picture else None,
        originals=originals,
        check_address=services.settings.base_url.rstrip("/") + "/check",
    )
    stem = safe_name(f"{page.display_name} {page.title}.", number=1, ending="pdf").removeprefix("0001-")
    documents = render_parts(printed, progress)
    if len(documents) == 1:
        return documents[0], stem, "application/pdf"
    archive = ZipWriter(services.clock.now())
    for number, document in enumerate(documents, 1):
        archive.add(safe_name(stem, number=number), document)
    return archive.finish(), f"{stem.removesuffix('.pdf')}.zip", "application/zip"


def render_parts(printed: Print, progress: Progress) -> list[bytes]:
    """One document, or several where one would need too much memory (EXP-09)."""
    parts = in_parts(printed, MOST_IN_ONE)
    documents = []
    for part in parts:
        keys = {item.key for item in part.page.credentials}
        fitting = tuple(file for file in part.originals if file.key in keys)
        documents.append(render_pdf(replace(part, originals=fitting)))
        progress(len(documents), len(parts))
    return documents


def render_pdf(printed: Print) -> bytes:
    """The document: PDF/UA-1 for screen readers, and PDF/A-2a, or PDF/A-3a where originals are attached."""
    told, files = print_data(printed)
    how = {
        "standards": typesetting.WITH_FILES if printed.originals else typesetting.READABLE,
        "at": int(printed.made_at.timestamp()),
        "template": TEMPLATE,
    }
    try:
        return typesetting.typeset(json.dumps(told), files, **how)
    except typesetting.NotTypeset as problem:
        # Letters that print one by one may still not print together: once more with the plainest alone.
        _log.warning("typeset in plain letters only (%s)", problem.params["stage"])
        return typesetting.typeset(json.dumps(_plain(told)), files, **how)


def _plain(told: object) -> object:
    if isinstance(told, str):
        return plainest(told)
    if isinstance(told, dict):
        whole = ("icons", "qr", "address", "url", "path")
        return {key: value if key in whole else _plain(value) for key, value in told.items()}
    return [_plain(value) for value in told] if isinstance(told, list) else told


def _pictures(holder: str, page: ShownPage, *, services: Services) -> dict[str, bytes]:
    shown = [item for item in page.credentials if item.has_picture and item.key in page.refs]
    if len(shown) > MOST_PICTURES:
        return {}
    found = {
        item.key: collection.picture_of(holder, page.refs[item.key], services=services) for item in shown
    }
    return {key: picture for key, picture in found.items() if picture}


def _originals(
    holder: str, page: ShownPage, progress: Progress, *, services: Services
) -> tuple[Attached, ...]:
    attached = []
    shown = [item for item in page.credentials if item.key in page.refs][:MOST_ORIGINALS]
    for number, item in enumerate(shown, 1):
        kept = collection.original_of(holder, page.refs[item.key], services=services)
        ending = ENDINGS.get(kept.name.rpartition(".")[2].lower(), "bin")
        media_type = MEDIA_TYPES.get(ending, "application/octet-stream")
        attached.append(Attached(item.key, kept.data, media_type, ending))
        progress(1 + number, len(page.credentials) + 2)
    return tuple(attached)
