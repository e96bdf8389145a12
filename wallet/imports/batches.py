"""How far an import is: one row for each file, link and credential, with what became of it."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select

from wallet.collection import texts as said
from wallet.collection.cards import BatchPage, ItemCard
from wallet.collection.nested import doubt_of
from wallet.errors import NotFound
from wallet.imports.service import FINISHED, INTERRUPTED, KEEPABLE, PASTED
from wallet.services import Services
from wallet.store.models.credential import HeldCredential
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.web import words


def batch_page(holder: str, batch_id: str, *, services: Services) -> BatchPage:
    """The import with all its items. NotFound if it is not there or not the holder's."""
    with services.store.read() as session:
        batch = session.scalars(
            select(ImportBatch).where(ImportBatch.account_id == holder, ImportBatch.id == batch_id)
        ).one_or_none()
        if batch is None:
            raise NotFound()
        rows = session.execute(
            select(ImportItem, HeldCredential)
            .outerjoin(HeldCredential, HeldCredential.id == ImportItem.credential_id)
            .where(ImportItem.batch_id == batch.id)
            .order_by(ImportItem.position)
        ).all()
    items = tuple(item_card(item, held) for item, held in rows)
    counted = [item for item, _ in rows if item.state != "opened"]
    now = next((_name(item) for item, _ in rows if item.state == "running"), "")
    return BatchPage(
        id=batch.id,
        items=items,
        finished=sum(item.state in FINISHED | {INTERRUPTED} for item in counted),
        total=len(counted),
        current=now,
    )


def _name(item: ImportItem) -> str:
    """What a person handed in: the link, the file by its name, or pasted text, which has none."""
    name = gettext("What was pasted") if item.name == PASTED else item.name
    return str(item.params.get("url", "")) or name


def item_card(item: ImportItem, held: HeldCredential | None) -> ItemCard:
    """One row in the reader's words."""
    tone, icon, do, may_keep = "none", "hourglass", "", False
    state = item.state
    if state == "done":
        word, sentence, tone, icon = (
            words.verdict_words(held.told, doubt=doubt_of(held.facts)) if held else words.verdict_words(None)
        )
    elif state == "refused":
        sentence, means, do = words.error_words(item.code, item.params)
        word, tone, icon = said.refused_word(), "fail", "x"
        sentence = f"{sentence}. {means}" if means else sentence
        may_keep = item.code in KEEPABLE and item.original_digest is not None
        tone, icon = ("warn", "file") if may_keep else (tone, icon)
    elif state == "duplicate":
        (word, sentence), icon = said.duplicate_words(), "check-check"
    elif state == "document":
        (word, sentence), icon = said.document_words(), "file-check"
    elif state == "opened":
        word = said.opened_words(item.params.get("kind", ""), int(item.params.get("count", 0)))
        sentence, icon = "", "folder-open"
    elif state == INTERRUPTED:
        (word, sentence), tone, icon = said.interrupted_words(), "warn", "rotate-ccw"
    elif state == "running":
        word, sentence = said.running_words()
    else:
        word, sentence = said.waiting_words()
    gone = held is None or held.deleted_at is not None
    return ItemCard(
        id=item.id,
        name=item.name,
        title=(held.title if held is not None else "") or _name(item),
        state=state,
        tone=tone,
        icon=icon,
        word=word,
        sentence=sentence,
        do=do,
        credential_id=None if gone else held.id,
        document_id=item.params.get("document"),
        another=state == "done" and held is not None and held.another,
        may_keep=may_keep,
    )
