"""Issuers' Markdown as it is shown: rendered when it is recorded, and looked up by its text.

Whoever looks at a page pays for a look-up and never for reading Markdown. A text that is not there (recorded
by an older version, or beyond what one credential may cost) is shown as plain paragraphs, which is linear.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import g, has_app_context
from markupsafe import Markup
from sqlalchemy import delete, select

from wallet.credentials.model import Credential, Text
from wallet.services import services
from wallet.store.models.credential import RenderedText
from wallet.web.languages import known
from wallet.web.markdown import (
    Work,
    is_marked_up,
    paragraphs,
    render_markdown,
    rendered_earlier,
    unmarked,
)

RENDERER = "1"  # rises when the same text would come out otherwise
MOST_TEXTS = 200  # of one credential


@dataclass(frozen=True)
class Rendered:
    """One text. `linked` is how it looks where the operator's list knows the issuer, if that differs."""

    digest: str
    markup: str
    linked: str | None


def texts_of(credential: Credential, language: str = "") -> list[str]:
    """Every text of a credential that pages show as Markdown, those first that most readers will see."""
    achievement = credential.achievement
    said = [
        *_spoken(achievement.criteria, language),
        *_spoken(achievement.description, language),
        *_spoken(credential.description, language),
        *(text for piece in credential.evidence for text in (piece.narrative, piece.description)),
    ]
    return [text for text in dict.fromkeys(said) if is_marked_up(text)][:MOST_TEXTS]


def _spoken(text: Text, language: str) -> Iterator[str]:
    """In the holder's language, then as its other readers may get it."""
    yield from (text[tag] for tag in dict.fromkeys((language, "", *known(), *text)) if text.get(tag))


def render_all(texts: Iterable[str], *, linked: bool) -> list[Rendered]:
    """Each of them, as far as one credential's share of work reaches."""
    work = Work()
    found = []
    for text in texts:
        markup = str(render_markdown(text, False, work))
        with_links = str(render_markdown(text, True, work)) if linked else markup
        found.append(Rendered(digest_of(text), markup, with_links if with_links != markup else None))
    return found


def keep_rendered(session: Any, credential_id: str, found: Iterable[Rendered], *, only: bool) -> None:
    """Store them. `only`: what else was stored for this credential is of no use any more."""
    new = {one.digest: one for one in found}
    kept = {
        row.digest: row
        for row in session.scalars(select(RenderedText).where(RenderedText.credential_id == credential_id))
    }
    if only and (gone := kept.keys() - new.keys()):
        session.execute(
            delete(RenderedText).where(
                RenderedText.credential_id == credential_id, RenderedText.digest.in_(gone)
            )
        )
    for digest, one in new.items():
        if digest in kept:
            kept[digest].markup, kept[digest].linked = one.markup, one.linked
        else:
            session.add(
                RenderedText(credential_id=credential_id, digest=digest, markup=one.markup, linked=one.linked)
            )


def digest_of(text: str) -> str:
    return sha256(f"{RENDERER}\0{text}".encode("utf-8", "replace")).hexdigest()


def expect(credential_ids: Iterable[str]) -> None:
    """Note whose texts this request may have to show; they are read, all at once, when the first one is."""
    if has_app_context():
        g.setdefault("texts_of", set()).update(credential_ids)


def draw(text: str, links: bool = False) -> Markup:
    """The template filter `markdown`: what is stored for this text, else its plain paragraphs."""
    if not is_marked_up(text):
        return paragraphs(text)
    found = _stored().get(digest_of(text))
    if found is None:
        return paragraphs(text)
    return rendered_earlier((found.linked if links else None) or found.markup)


def draw_plain(text: str) -> str:
    """The same words without any markup, a line for each paragraph: for what is no web page."""
    return unmarked(draw(text))


def _stored() -> dict[str, Rendered]:
    """What is stored of the credentials of this request."""
    if not has_app_context():
        return {}
    known: dict[str, Rendered] = g.setdefault("texts", {})
    if new := g.get("texts_of", set()) - g.setdefault("texts_read", set()):
        g.texts_read |= new
        query = select(RenderedText.digest, RenderedText.markup, RenderedText.linked)
        with services().store.read() as session:
            for row in session.execute(query.where(RenderedText.credential_id.in_(new))):
                known[row.digest] = Rendered(row.digest, row.markup, row.linked)
    return known
