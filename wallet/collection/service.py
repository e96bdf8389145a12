"""What you hold. The holder (an account id) is the first argument everywhere, and stands in every query:
what is not yours and what is not there are the same NotFound."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wallet.collection import cards, signals, transparency_card
from wallet.collection.cards import (
    CredentialCard,
    CredentialPage,
    DocumentCard,
    FilterCard,
    HistoryCard,
    HomePage,
    Said,
)
from wallet.collection.fields import FIELDS, fold
from wallet.collection.nested import doubt_of, inside_cards
from wallet.collection.reports import rendered, shortened, statement
from wallet.collection.reverify import CHECK
from wallet.collection.texts import field_words
from wallet.credentials.dialects import stated_credential
from wallet.errors import NotFound
from wallet.jobs.queue import OPEN
from wallet.services import Services
from wallet.store import originals
from wallet.store.models.credential import HeldCredential, Original, OwnDocument, Picture, VerdictRun
from wallet.store.models.job import Job
from wallet.verification.report import Report, Verdict
from wallet.web import words
from wallet.web.languages import current as current_language

SOON = timedelta(days=60)
PATIENCE = 12.0  # seconds a person waits for "check again"; a slower issuer is waited for behind the page
HISTORY = 50
MOST = 60  # cards on one page; more on request


@dataclass(frozen=True)
class Kept:
    """Original bytes as they were given, with the name they came under."""

    data: bytes
    name: str
    media_type: str


def list_cards(
    holder: str,
    *,
    services: Services,
    query: str = "",
    field: str = "",
    attention: bool = False,
    also: Collection[str] = (),
    most: int | None = None,
) -> HomePage:
    """The home page: cards that fit, counts for each filter, and the documents of one's own. `also` are the
    credentials that need attention for another reason than their verdict."""
    now, most = services.clock.now(), most or MOST
    asked = fold(query[:200]).split()[:8]
    with services.store.read() as session:
        rows = session.scalars(
            select(HeldCredential)
            .where(HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None))
            .order_by(HeldCredential.created_at.desc(), HeldCredential.id)
        ).all()
        documents = _documents(session, holder, asked)
    found = [row for row in rows if all(word in row.search_text or word in fold(row.name) for word in asked)]
    all_cards = [credential_card(row, now=now) for row in found]
    all_cards = [replace(card, attention=card.attention or card.id in also) for card in all_cards]
    shown = [
        card for card in all_cards if (not field or card.field == field) and (not attention or card.attention)
    ]
    mine = [row for row in rows if not row.another]
    checked = [row.checked_at for row in rows if row.checked_at]
    return HomePage(
        cards=tuple(shown[:most]),
        documents=() if field or attention else documents,
        filters=_filters(all_cards, field=field, attention=attention),
        query=query,
        field=field,
        attention=attention,
        total=len(rows),
        mine=len(mine),
        hidden=max(len(shown) - most, 0),
        issuers=len({row.issuer_name for row in mine if row.issuer_name}),  # as a person tells them apart
        last_checked_at=max(checked) if checked else None,
    )


def _filters(found: list[CredentialCard], *, field: str, attention: bool) -> tuple[FilterCard, ...]:
    every = FilterCard("", field_words(""), len(found), not field and not attention)
    fields = [
        FilterCard(key, field_words(key), count, field == key)
        for key in FIELDS
        if (count := sum(card.field == key for card in found)) or field == key
    ]
    needy = FilterCard(
        "attention", field_words("attention"), sum(card.attention for card in found), attention
    )
    return (every, *fields, needy)


def _documents(session: Session, holder: str, asked: list[str]) -> tuple[DocumentCard, ...]:
    rows = session.execute(
        select(OwnDocument, Original.size)
        .join(Original, Original.digest == OwnDocument.original_digest)
        .where(OwnDocument.account_id == holder)
        .order_by(OwnDocument.created_at.desc())
    ).all()
    return tuple(
        DocumentCard(row.id, row.name, row.media_type, size, row.created_at)
        for row, size in rows
        if all(word in fold(row.name) for word in asked)
    )


def credential_card(row: HeldCredential, *, now: datetime) -> CredentialCard:
    doubt = doubt_of(row.facts)
    word, sentence, tone, icon = words.verdict_words(row.told, doubt=doubt)
    soon = row.expires_at is not None and now < row.expires_at <= now + SOON
    return CredentialCard(
        id=row.id,
        title=row.title or row.name,
        issuer_name=row.issuer_name,
        issued_at=row.issued_there,
        expires_at=row.expires_there,
        field=row.own_field or row.field or "other",
        verdict=row.verdict,
        case=row.told,
        word=word,
        sentence=sentence,
        tone=tone,
        icon=icon,
        checked_at=row.checked_at,
        has_picture=row.picture_digest is not None,
        another=row.another,
        attention=row.verdict not in (None, Verdict.VALID.value) or row.another or soon or doubt != "",
        expires_soon=soon,
        doubt=doubt,
    )


def credential_page(holder: str, credential_id: str, *, services: Services) -> CredentialPage:
    """Everything about one held credential. NotFound if it is not there or not the holder's."""
    with services.store.read() as session:
        row = own_credential(session, holder, credential_id)
        runs = session.execute(
            select(
                VerdictRun.id, VerdictRun.at, VerdictRun.verdict, VerdictRun.verdict_case, VerdictRun.trigger
            )
            .where(VerdictRun.credential_id == row.id)
            .order_by(VerdictRun.id.desc())
            .limit(HISTORY)
        ).all()
        newest = _report(session, runs[0].id) if runs else None
        shown = _shown_report(session, row.id, newest)
        rendered.expect((row.id,))
        last_valid = session.scalar(
            select(func.max(VerdictRun.at)).where(
                VerdictRun.credential_id == row.id, VerdictRun.verdict == Verdict.VALID.value
            )
        )
    return CredentialPage(
        card=credential_card(row, now=services.clock.now()),
        statement=_statement(row, newest, shown),
        report=cards.report_card(newest) if newest is not None else None,
        history=tuple(_history(run) for run in runs),
        last_valid_at=last_valid if newest is not None and newest.verdict is Verdict.UNDETERMINED else None,
        file_name=row.name,
        checking=newest is None,
        transparency=_transparency(row, shown, at=services.clock.now()),
        inside=_inside(row, newest, shown),
        next_step=words.next_step(
            row.told or "",
            again=row.due_at is not None and row.due_at - services.clock.now() <= timedelta(hours=24),
        ),
    )


def _report(session: Session, run_id: int) -> Report:
    return shortened.read_shown(session.scalars(select(shortened.SHOWN).where(VerdictRun.id == run_id)).one())


def _shown_report(session: Session, credential_id: str, newest: Report | None) -> Report | None:
    """The run whose document is shown: the newest, or, if that could not look, the last that proved one."""
    if newest is None or newest.document is not None or newest.verdict is not Verdict.UNDETERMINED:
        return newest
    earlier = session.scalars(
        select(shortened.SHOWN)
        .where(VerdictRun.credential_id == credential_id, VerdictRun.verdict == Verdict.VALID.value)
        .order_by(VerdictRun.id.desc())
        .limit(1)
    ).one_or_none()
    return shortened.read_shown(earlier) if earlier else newest


def _statement(row: HeldCredential, newest: Report | None, shown: Report | None) -> cards.StatementCard:
    """Built from what the proof covers; only where there is none, from what the file says, and marked so."""
    proved = shown is not None and shown.document is not None
    document, dialect = _spoken_of(row, shown)
    return statement.statement_card(
        stated_credential(document, dialect=dialect),
        fallback=row.title or row.name,
        language=current_language(),
        recognised=statement.is_recognised(shown),
        proved_at=(proved, shown.at if shown is not None and proved and shown is not newest else None),
        confirmed=shown is not None and shown.proved is not None,
    )


def _spoken_of(row: HeldCredential, shown: Report | None) -> tuple[Mapping[str, Any] | None, str]:
    """The document to be shown (what the proof covers, else what the file claims) and its dialect."""
    if shown is None:
        return None, row.dialect
    return shown.stated, statement.dialect_of(shown, stated=row.dialect)


def _inside(row: HeldCredential, newest: Report | None, shown: Report | None) -> tuple[cards.ChildCard, ...]:
    document, dialect = _spoken_of(row, shown)
    return inside_cards(document, dialect=dialect, report=newest, language=current_language())


def _transparency(
    row: HeldCredential, shown: Report | None, *, at: datetime
) -> transparency_card.TransparencyCard | None:
    document, dialect = _spoken_of(row, shown)
    proved = shown is not None and shown.document is not None
    card = transparency_card.transparency_card(
        document, dialect=dialect, language=current_language(), at=at, proved=proved
    )
    return card and transparency_card.labelled(card, kind=row.own_kind or "", field=row.own_field or "")


def said_of(holder: str, credential_id: str, *, services: Services) -> Said:
    """NotFound if it is not there or not the holder's."""
    with services.store.read() as session:
        row = own_credential(session, holder, credential_id)
        newest = session.scalars(
            select(VerdictRun.id)
            .where(VerdictRun.credential_id == row.id)
            .order_by(VerdictRun.id.desc())
            .limit(1)
        ).one_or_none()
        shown = _shown_report(session, row.id, _report(session, newest) if newest is not None else None)
        document, dialect = _spoken_of(row, shown)
        return Said(
            name=row.title or row.name,
            document=document,
            dialect=dialect,
            proved=shown is not None and shown.document is not None,
            recognised=statement.is_recognised(shown),
            verdict=row.verdict,
            another=row.another,
            field=row.field,
            own_kind=row.own_kind,
            own_field=row.own_field,
        )


def _history(run: Any) -> HistoryCard:
    word, _, tone, icon = words.verdict_words(run.verdict_case or run.verdict)
    return HistoryCard(run.at, run.verdict, word, tone, icon, run.trigger)


def own_credential(
    session: Session, holder: str, credential_id: str, *, deleted: bool = False, locked: bool = False
) -> HeldCredential:
    """`locked`: whoever else asks so waits until this transaction ends."""
    gone = HeldCredential.deleted_at.is_not(None) if deleted else HeldCredential.deleted_at.is_(None)
    query = select(HeldCredential).where(
        HeldCredential.account_id == holder, HeldCredential.id == credential_id, gone
    )
    row = session.scalars(query.with_for_update() if locked else query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def check_again(holder: str, credential_id: str, *, services: Services) -> bool:
    """Have it looked at afresh, by a job in the holder's turn; one that waits already is not doubled. True
    when it is done; False when an issuer is so slow that the page goes ahead and the result comes later.
    NotFound at once if it is not the holder's."""
    with services.store.write() as session:
        own_credential(session, holder, credential_id, locked=True)
        key = f"holder/{credential_id}"
        job = session.scalars(select(Job).where(Job.key == key)).one_or_none()
        if job is not None and job.state in OPEN:
            job_id = job.id
        else:
            if job is not None:  # the name is free for the next
                job.key = None
                session.flush()
            asked = {"holder": holder, "credential": credential_id, "trigger": "holder", "fresh": True}
            job_id = services.jobs.enqueue(session, CHECK, asked, key=key, holder=holder)
    return services.jobs.wait_for(job_id, PATIENCE)


def title_of(holder: str, credential_id: str, *, services: Services) -> str:
    """The title of one's own credential; NotFound for anybody else's."""
    query = select(HeldCredential.title, HeldCredential.name).where(
        HeldCredential.id == credential_id,
        HeldCredential.account_id == holder,
        HeldCredential.deleted_at.is_(None),
    )
    with services.store.read() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return found.title or found.name


def delete(holder: str, credential_id: str, *, services: Services) -> str:
    """Put away; it can be brought back for a week, then it is removed for good. Returns its title."""
    with services.store.write() as session:
        row = own_credential(session, holder, credential_id)
        row.deleted_at = services.clock.now()
        title = row.title or row.name
    signals.tell(holder, services=services)
    return title


def restore(holder: str, credential_id: str, *, services: Services) -> None:
    """Bring back what was deleted within the week."""
    with services.store.write() as session:
        own_credential(session, holder, credential_id, deleted=True).deleted_at = None
    signals.tell(holder, services=services)


def deleted_title(holder: str, credential_id: str, *, services: Services) -> str | None:
    """The title of what was just deleted, for the line that offers to undo it; None if there is none."""
    with services.store.read() as session:
        try:
            row = own_credential(session, holder, credential_id, deleted=True)
        except NotFound:
            return None
        return row.title or row.name


def original_of(holder: str, credential_id: str, *, services: Services) -> Kept:
    """The bytes exactly as they were given."""
    with services.store.read() as session:
        row = own_credential(session, holder, credential_id)
        data = originals.read_original(session, row.original_digest)
        return Kept(data, row.name, "application/octet-stream")


def picture_of(holder: str, credential_id: str, *, services: Services) -> bytes | None:
    """The re-encoded PNG for what is drawn here (cards, PDF); None if there is none: SVG is never drawn."""
    shown = shown_picture_of(holder, credential_id, services=services)
    return shown.data if shown is not None and shown.media_type == "image/png" else None


def shown_picture_of(holder: str, credential_id: str, *, services: Services) -> Kept | None:
    """The picture for a browser's `<img>`: PNG, or SVG that was written anew. None if there is none."""
    with services.store.read() as session:
        row = own_credential(session, holder, credential_id)
        if row.picture_digest is None:
            return None
        found = session.execute(
            select(Picture.data, Picture.media_type).where(Picture.digest == row.picture_digest)
        ).one_or_none()
    if found is None:
        return None
    return Kept(
        found.data, "badge.svg" if found.media_type == "image/svg+xml" else "badge.png", found.media_type
    )


def document_of(holder: str, document_id: str, *, services: Services) -> tuple[DocumentCard, Kept]:
    """A document of one's own, and its bytes."""
    with services.store.read() as session:
        row = session.scalars(
            select(OwnDocument).where(OwnDocument.account_id == holder, OwnDocument.id == document_id)
        ).one_or_none()
        if row is None:
            raise NotFound()
        data = originals.read_original(session, row.original_digest)
        card = DocumentCard(row.id, row.name, row.media_type, len(data), row.created_at)
        return card, Kept(data, row.name, "application/octet-stream")


def remove_document(holder: str, document_id: str, *, services: Services) -> None:
    """Remove a document of one's own for good."""
    with services.store.write() as session:
        row = session.scalars(
            select(OwnDocument).where(OwnDocument.account_id == holder, OwnDocument.id == document_id)
        ).one_or_none()
        if row is None:
            raise NotFound()
        session.delete(row)
