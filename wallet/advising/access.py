"""What an adviser sees of what was granted to them; the holder's preview is drawn by the same functions.

A page is drawn from what is the holder's, then the grant is asked for once more, in the transaction that
writes down the look: closed meanwhile, it shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select

from wallet.advising import comments
from wallet.advising.comments import Talk
from wallet.advising.grants_in_force import Granted, Kind, granted, note_look
from wallet.collection import service as collection
from wallet.collection.cards import CredentialCard, ReportCard, StatementCard
from wallet.collection.reports.recipient_words import for_reader
from wallet.collection.transparency_card import TransparencyCard
from wallet.entries import service as entries
from wallet.entries.cards import EntryCard
from wallet.entries.evidence import KeptEvidence, evidence_file
from wallet.errors import NotFound
from wallet.paths import pages
from wallet.paths.cards import PathPage
from wallet.paths.measuring import holdings_today
from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.entry import Evidence
from wallet.store.models.path import Path, Step, StepEvidence

Page = TypeVar("Page")


@dataclass(frozen=True)
class SeenPath:
    """A path as an adviser sees it: without the small wins, which are private."""

    holder_name: str
    page: PathPage
    entries: Mapping[str, EntryCard]  # own entries laid beside its steps, by id
    badges: Mapping[str, str]  # titles of the credentials that may be opened, by id
    talk: Talk


@dataclass(frozen=True)
class SeenCredential:
    """A credential by the adviser's table of fields: no address, no hash, no file."""

    card: CredentialCard
    statement: StatementCard
    report: ReportCard | None
    transparency: TransparencyCard | None


@dataclass(frozen=True)
class Seen:
    """What was asked for, and under which grant."""

    grant: Granted
    shown: SeenPath | SeenCredential


def path_for(adviser: str, path_id: str, *, services: Services) -> Seen:
    """NotFound unless it was granted to this adviser and is there."""
    return _look(
        adviser,
        ("paths", "path", path_id),
        lambda grant: Seen(grant, seen_path(grant.holder, path_id, grant.credentials, services=services)),
        services=services,
    )


def credential_for(adviser: str, credential_id: str, *, services: Services) -> Seen:
    return _look(
        adviser,
        ("credentials", "credential", credential_id),
        lambda grant: Seen(grant, seen_credential(grant.holder, credential_id, services=services)),
        services=services,
    )


def evidence_for(adviser: str, path_id: str, evidence_id: str, *, services: Services) -> KeptEvidence:
    """A file of an entry that lies beside a step of a granted path."""

    def draw(grant: Granted) -> KeptEvidence:
        beside = (
            select(Evidence.id)
            .join(StepEvidence, StepEvidence.entry_id == Evidence.entry_id)
            .join(Step, Step.id == StepEvidence.step_id)
            .join(Path, Path.id == Step.path_id)
            .where(
                Evidence.id == evidence_id,
                Path.id == path_id,
                Path.account_id == grant.holder,
                Path.deleted_at.is_(None),
            )
        )
        with services.store.read() as session:
            if session.scalars(beside).first() is None:
                raise NotFound()
        return evidence_file(grant.holder, evidence_id, services=services)

    return _look(adviser, ("paths", "evidence", path_id), draw, services=services)


def _look(
    adviser: str, what: tuple[Kind, str, str], draw: Callable[[Granted], Page], *, services: Services
) -> Page:
    kind, word, ref = what
    with services.store.read() as session:
        grant = granted(session, adviser, kind, ref, now=services.clock.now())
    page = draw(grant)
    with services.store.write() as session:
        again = granted(session, adviser, kind, ref, now=services.clock.now())
        if again.grant_id != grant.grant_id:
            raise NotFound()
        note_look(session, again, word, ref, now=services.clock.now())
    return page


def seen_path(holder: str, path_id: str, credentials: tuple[str, ...], *, services: Services) -> SeenPath:
    """Of the holder's own path, what an adviser sees who may also open these credentials."""
    page = replace(pages.path_page(holder, path_id, services=services), wins=())
    beside = {item.entry_id for step in page.steps for item in step.evidence if item.entry_id}
    found = entries.list_entries(holder, services=services, only=beside) if beside else ()
    with services.store.read() as session:
        name = session.scalar(select(Account.name).where(Account.id == holder)) or ""
    held = holdings_today(holder, services=services)[1]
    return SeenPath(
        holder_name=name,
        page=page,
        entries={entry.id: entry for entry in found},
        badges={id: held[id].title for id in credentials if id in held},
        talk=comments.talk_of(holder, path_id, services=services),
    )


def seen_credential(holder: str, credential_id: str, *, services: Services) -> SeenCredential:
    """Of the holder's own credential, what an adviser sees."""
    page = collection.credential_page(holder, credential_id, services=services)
    number = _(
        "Number"
    )  # of a hosted badge it is the address at which all that is said of its recipient lies
    kept = tuple(
        (label, value) for label, value in page.statement.facts if label != number and "@" not in value
    )
    return SeenCredential(
        card=page.card,
        statement=replace(page.statement, facts=kept),
        report=for_reader(page.report) if page.report else None,
        transparency=page.transparency,
    )
