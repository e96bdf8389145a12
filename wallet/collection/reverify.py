"""Verify what is held, and record it: the one road for imports, for "check again" and for the schedule.

The verification runs outside any transaction; what it found is written afterwards, in one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select

from wallet.accounts.service import proven_recipient
from wallet.collection import archive, cards, changes, embedded, fields, pictures, statement
from wallet.collection.due import next_due
from wallet.collection.facts import facts_of
from wallet.credentials.model import Credential, words
from wallet.credentials.strict import read_json
from wallet.errors import NotFound, WalletError
from wallet.store import originals
from wallet.store.tables import Account, EmailProof, HeldCredential, VerdictRun
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import VERIFIER_VERSION, Outcome, Report, Verdict
from wallet.verification.verifier import verify
from wallet.web.house import House

_log = logging.getLogger(__name__)
LEASE = timedelta(hours=1)  # a credential handed to the queue is not handed out again within this time
CHECK = "verify-credential"


@dataclass(frozen=True)
class _Held:
    """What a verification needs, read in one short transaction."""

    id: str
    fingerprint: str
    dialect: str
    name: str
    language: str
    has_picture: bool
    original: bytes


def verify_held(
    holder: str, credential_id: str, *, house: House, trigger: str, fresh: bool = False
) -> Report:
    """Verify a held credential now and record what was found. NotFound if it is not there or not theirs."""
    held = _load(holder, credential_id, house=house)
    recipient = proven_recipient(holder, house=house)
    envelope = embedded.open_original(held.original, name=held.name, fingerprint=held.fingerprint)
    report = verify(
        envelope,
        at=house.clock.now(),
        resources=resources_for(holder, house=house, fresh=fresh),
        recipient=recipient,
        recognised=recognised_issuers(house),
    )
    credential = _shown(report, held.dialect)
    picture = None
    if not held.has_picture:
        window = resources_for(holder, house=house)
        proved = report.document is not None
        picture = pictures.find_picture(envelope, credential, resources=window, proved=proved)
    with house.store.write() as session:
        row = _own(session, holder, credential_id)
        if row is None:
            raise NotFound()
        record_run(session, row, report, trigger=trigger, recipient=recipient)
        _project(row, report, credential, language=held.language)
        if picture is not None:
            row.picture_digest = originals.keep_picture(
                session,
                picture.data,
                width=picture.width,
                height=picture.height,
                media_type=picture.media_type,
            )
    changes.tell(holder, house=house)
    return report


def resources_for(holder: str, *, house: House, fresh: bool = False) -> Any:
    """The window to the world on behalf of a holder, who pays from an hourly quota."""
    on_behalf_of = getattr(house.fetcher, "on_behalf_of", None)
    return on_behalf_of(holder, fresh=fresh) if on_behalf_of else house.fetcher


def recognised_issuers(house: House) -> Mapping[str, str] | None:
    """The operator's list (issuer id → name), or None if none is kept or it cannot be read."""
    path = house.settings.recognised_issuers_file
    if path is None:
        return None
    try:
        listed = read_json(path.read_bytes(), max_bytes=20_000_000)
    except (OSError, WalletError):
        _log.warning("the list of recognised issuers could not be read")
        return None
    return listed if isinstance(listed, dict) else None


def record_run(
    session: Any, row: HeldCredential, report: Report, *, trigger: str, recipient: Recipient | None
) -> None:
    """Append the run to the history, say whose it is, and set when to look again."""
    another = _is_for_another(session, row, report, recipient)
    session.add(
        VerdictRun(
            credential_id=row.id,
            at=report.at,
            verdict=report.verdict.value,
            report=archive.report_to_json(report),
            verifier_version=report.verifier_version,
            trigger=trigger,
        )
    )
    row.verdict = report.verdict.value
    row.another = another
    row.checked_at = report.at
    failures = 1 + _undetermined_in_a_row(session, row.id)
    row.due_at = next_due(report, failures=failures, now=report.at, expires_at=row.expires_at)


def _is_for_another(session: Any, row: HeldCredential, report: Report, recipient: Recipient | None) -> bool:
    """Where nothing could be proved today, what was proved last says whose it is, not the file's claim."""
    if report.document is None and report.verdict is Verdict.UNDETERMINED:
        proved = session.scalars(
            select(VerdictRun.report)
            .where(VerdictRun.credential_id == row.id, VerdictRun.verdict == Verdict.VALID.value)
            .order_by(VerdictRun.id.desc())
            .limit(1)
        ).one_or_none()
        document = archive.report_from_json(proved).document if proved else None
        if document is not None:
            return check_recipient(document, recipient=recipient).outcome is Outcome.FAIL
    return cards.is_for_another(report)


def _undetermined_in_a_row(session: Any, credential_id: str) -> int:
    latest = session.scalars(
        select(VerdictRun.verdict)
        .where(VerdictRun.credential_id == credential_id)
        .order_by(VerdictRun.id.desc())
        .limit(12)
    ).all()
    count = 0
    for verdict in latest:
        if verdict != Verdict.UNDETERMINED.value:
            break
        count += 1
    return max(count - 1, 0)


def _shown(report: Report, stated: str) -> Credential | None:
    dialect = statement.dialect_of(report, stated=stated)
    document = report.document if report.document is not None else report.claimed
    return statement.read_statement(document, dialect=dialect)


def _project(row: HeldCredential, report: Report, credential: Credential | None, *, language: str) -> None:
    """Title, issuer and dates for lists and search. What an earlier run proved is not overwritten by a mere
    claim because a server was down today."""
    if row.dialect in {"", "unknown"}:
        row.dialect = statement.dialect_of(report, stated=row.dialect)[:16]
    unasked = report.document is None and report.verdict is Verdict.UNDETERMINED and row.title
    if row.facts is None or not unasked:
        document = report.document if report.document is not None else report.claimed
        row.facts = facts_of(document or {}, dialect=row.dialect, at=report.at, report=report)
    if credential is not None and not unasked:
        project(row, credential, language=language)


def project(row: HeldCredential, credential: Credential, *, language: str) -> None:
    """Copy what lists show out of the credential."""
    row.title = statement.title_of(credential, language)[:500]
    row.issuer_name = (words(credential.issuer.name, language) or credential.issuer.id)[:500]
    row.issuer_id = credential.issuer.id
    row.issued_at = credential.issued_at
    row.expires_at = credential.expires_at
    row.field = fields.suggest_field(credential)
    row.search_text = fields.search_text(credential, row.name)


def _load(holder: str, credential_id: str, *, house: House) -> _Held:
    with house.store.read() as session:
        row = _own(session, holder, credential_id)
        if row is None:
            raise NotFound()
        account = session.get(Account, holder)
        return _Held(
            id=row.id,
            fingerprint=row.fingerprint,
            dialect=row.dialect,
            name=row.name,
            language=account.language if account else "",
            has_picture=row.picture_digest is not None,
            original=originals.read_original(session, row.original_digest),
        )


def _own(session: Any, holder: str, credential_id: str) -> HeldCredential | None:
    return session.scalars(
        select(HeldCredential).where(
            HeldCredential.account_id == holder,
            HeldCredential.id == credential_id,
            HeldCredential.deleted_at.is_(None),
        )
    ).one_or_none()


def reverify_due(*, house: House, limit: int = 200) -> int:
    """Hand every credential that is due to the queue; returns how many. Due whatever the date says is what an
    older verifier checked, what was never read for its facts, and what was somebody else's until its holder
    proved another address."""
    now = house.clock.now()
    newest = exists().where(
        VerdictRun.credential_id == HeldCredential.id, VerdictRun.verifier_version >= VERIFIER_VERSION
    )
    proven_since = exists().where(
        EmailProof.account_id == HeldCredential.account_id, EmailProof.proven_at > HeldCredential.checked_at
    )
    claimed = and_(HeldCredential.another, proven_since)
    # Whoever was handed out already is due within the lease, and not looked at before that.
    unread = HeldCredential.facts.is_(None)  # kept before facts were; none of it counts until it is read
    outdated = and_(or_(~newest, claimed, unread), HeldCredential.due_at > now + LEASE)
    leaving = exists().where(Account.id == HeldCredential.account_id, Account.erase_at.is_not(None))
    with house.store.write() as session:
        rows = session.scalars(
            select(HeldCredential)
            .where(HeldCredential.deleted_at.is_(None), or_(HeldCredential.due_at <= now, outdated), ~leaving)
            .order_by(HeldCredential.due_at)
            .limit(limit)
        ).all()
        for row in rows:
            payload = {"holder": row.account_id, "credential": row.id, "trigger": "schedule"}
            house.jobs.enqueue(session, CHECK, payload)
            row.due_at = now + LEASE
    return len(rows)
