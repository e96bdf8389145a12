"""Verify what is held, and record it: the one road for imports, for "check again" and for the schedule.

The verification runs outside any transaction; what it found is written afterwards, in one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from wallet.accounts.service import proven_recipient
from wallet.collection import cards, fields, nested, pictures, signals
from wallet.collection.facts import facts_of
from wallet.collection.recheck_schedule import next_due
from wallet.collection.reports import as_json, rendered, shortened, statement
from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import Credential, words
from wallet.credentials.parsing.strict import read_json
from wallet.errors import NotFound, WalletError
from wallet.jobs.queue import LONG
from wallet.services import Services
from wallet.store import originals
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.columns import offset_of
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.job import Job
from wallet.verification.cases import case_of
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import VERIFIER_VERSION, Outcome, Report, Verdict
from wallet.verification.verifier import verify

_log = logging.getLogger(__name__)
LEASE = timedelta(hours=1)  # a credential handed to the queue is not handed out again within this time
BITE = 50  # credentials handed out in one transaction
MOST_WAITING = 500  # scheduled checks in the queue; more are handed out as these are done
PUT_OFF = timedelta(days=1)  # before what waits to be erased is looked at again
AT_ONCE = 500  # holders asked about in one question
PROVEN_LATELY = timedelta(days=2)  # proofs of addresses that are looked at; older ones have been seen
CHECK = "verify-credential"
RECHECKED_AT_ONCE = 100  # of what was somebody else's until an address was confirmed; the rest in an hour


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
    holder: str, credential_id: str, *, services: Services, trigger: str, fresh: bool = False
) -> Report:
    """Verify a held credential now and record what was found. NotFound if it is not there or not theirs."""
    held = _load(holder, credential_id, services=services)
    recipient = proven_recipient(holder, services=services)
    envelope = nested.open_original(held.original, name=held.name, fingerprint=held.fingerprint)
    report = verify(
        envelope,
        at=services.clock.now(),
        resources=resources_for(holder, services=services, fresh=fresh),
        recipient=recipient,
        recognised=recognised_issuers(services),
        clock_in_doubt=services.clock_error() is not None,
    )
    credential = _shown(report, held.dialect)
    picture = None
    if not held.has_picture:
        window = resources_for(holder, services=services)
        proved = report.document is not None
        picture = pictures.find_picture(envelope, credential, resources=window, proved=proved)
    shown, texts = _for_pages(report, held)
    with services.store.write() as session:
        row = _own(session, holder, credential_id)
        if row is None:
            raise NotFound()
        record_run(session, row, report, trigger=trigger, recipient=recipient, shown=shown)
        rendered.keep_rendered(session, row.id, texts, only=report.verdict is not Verdict.UNDETERMINED)
        _project(row, report, credential, language=held.language)
        if picture is not None:
            row.picture_digest = originals.keep_picture(
                session,
                picture.data,
                width=picture.width,
                height=picture.height,
                media_type=picture.media_type,
            )
    signals.tell(holder, services=services)
    return report


def resources_for(holder: str, *, services: Services, fresh: bool = False) -> Any:
    """The window to the world on behalf of a holder, who pays from an hourly quota."""
    on_behalf_of = getattr(services.fetcher, "on_behalf_of", None)
    return on_behalf_of(holder, fresh=fresh) if on_behalf_of else services.fetcher


def recognised_issuers(services: Services) -> Mapping[str, str] | None:
    """The operator's list (issuer id → name), or None if none is kept or it cannot be read."""
    path = services.settings.recognised_issuers_file
    if path is None:
        return None
    try:
        listed = read_json(path.read_bytes(), max_bytes=20_000_000)
    except (OSError, WalletError):
        _log.warning("the list of recognised issuers could not be read")
        return None
    return listed if isinstance(listed, dict) else None


def _for_pages(report: Report, held: _Held) -> tuple[str, list[rendered.Rendered]]:
    """What readers would else have to work out each time: the report cut to size, its Markdown as markup."""
    shown = shortened.shortened(report)
    short = shortened.read_shown(shown) if shown else report
    credential = _shown(short, held.dialect)
    texts = rendered.texts_of(credential, held.language) if credential is not None else []
    return shown, rendered.render_all(texts, linked=statement.is_recognised(report))


def record_run(
    session: Any,
    row: HeldCredential,
    report: Report,
    *,
    trigger: str,
    recipient: Recipient | None,
    shown: str | None = None,
) -> None:
    """Append the run to the history, say whose it is, and set when to look again. `shown`: what `shortened`
    made of the report."""
    another = _is_for_another(session, row, report, recipient)
    session.add(
        VerdictRun(
            credential_id=row.id,
            at=report.at,
            verdict=report.verdict.value,
            verdict_case=case_of(report).value,
            report=as_json.report_to_json(report),
            shown=(shortened.shortened(report) if shown is None else shown) or None,
            verifier_version=report.verifier_version,
            trigger=trigger,
        )
    )
    row.verdict = report.verdict.value
    row.verdict_case = case_of(report).value
    row.another = another
    row.checked_at = report.at
    row.verifier_version = report.verifier_version
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
        document = as_json.report_from_json(proved).document if proved else None
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
    return stated_credential(report.stated, dialect=dialect)


def _project(row: HeldCredential, report: Report, credential: Credential | None, *, language: str) -> None:
    """Title, issuer and dates for lists and search. What an earlier run proved is not overwritten by a mere
    claim because a server was down today."""
    if row.dialect in {"", "unknown"}:
        row.dialect = statement.dialect_of(report, stated=row.dialect)[:16]
    unasked = report.document is None and report.verdict is Verdict.UNDETERMINED and row.title
    if row.facts is None or not unasked:
        row.facts = facts_of(report.stated or {}, dialect=row.dialect, at=report.at, report=report)
    if credential is not None and not unasked:
        project(row, credential, language=language)


def project(row: HeldCredential, credential: Credential, *, language: str) -> None:
    """Copy what lists show out of the credential."""
    row.title = statement.title_of(credential, language)[:500]
    row.issuer_name = (words(credential.issuer.name, language) or credential.issuer.id)[:500]
    row.issuer_id = credential.issuer.id
    row.issued_at = credential.issued_at
    row.issued_offset = offset_of(credential.issued_at)
    row.expires_at = credential.expires_at
    row.expires_offset = offset_of(credential.expires_at)
    row.field = fields.suggest_field(credential)
    row.search_text = fields.search_text(credential, row.name)


def _load(holder: str, credential_id: str, *, services: Services) -> _Held:
    with services.store.read() as session:
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


def recheck_recipient(holder: str, *, session: Any, services: Services) -> None:
    """What a holder has proven has changed: what was somebody else's is checked now, the rest soon."""
    mine = HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None)
    now = services.clock.now()
    session.execute(
        update(HeldCredential)
        .where(*mine, HeldCredential.due_at > now + LEASE)
        .values(due_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if services.jobs is None:
        return
    others = select(HeldCredential.id).where(*mine, HeldCredential.another)
    for id in session.scalars(others.order_by(HeldCredential.created_at.desc()).limit(RECHECKED_AT_ONCE)):
        payload = {"holder": holder, "credential": id, "trigger": "address"}
        services.jobs.enqueue(session, CHECK, payload, holder=holder)


def reverify_due(*, services: Services, limit: int = BITE) -> int:
    """Hand the next few credentials that are due to the queue; returns how many: 0 when nothing is due, or
    when enough wait already.

    Due is what `due_at` says; whatever the date says, what an older verifier checked, and what was somebody
    else's until its holder proved another address. Each is found by an index and read outside the write
    transaction, which then touches a few rows by their ids: with a million credentials nobody waits for it.
    """
    while True:
        now = services.clock.now()
        with services.store.read() as session:
            room = min(limit, MOST_WAITING - _waiting(session))
            due = _next_due(session, now, room) if room > 0 else []
        found, handed = _hand_out(due, now, services=services)
        if handed or not found:  # what was found may only have been put off; then the next are looked for
            return handed


def _hand_out(ids: list[str], now: datetime, *, services: Services) -> tuple[int, int]:
    """(how many of these were there and nobody else's to hand out, how many went to the queue)"""
    if not ids:
        return 0, 0
    handed = 0
    with services.store.write() as session:
        rows = session.scalars(
            select(HeldCredential).where(HeldCredential.id.in_(ids)).with_for_update(skip_locked=True)
        ).all()
        holders = {row.account_id for row in rows}
        leaving = set(
            session.scalars(select(Account.id).where(Account.id.in_(holders), Account.erase_at.is_not(None)))
        )
        for row in rows:
            if row.deleted_at is not None or row.account_id in leaving:
                # It waits to be erased. Should that be undone, a day is soon enough.
                row.due_at, row.verifier_version = now + PUT_OFF, VERIFIER_VERSION
                continue
            payload = {"holder": row.account_id, "credential": row.id, "trigger": "schedule"}
            services.jobs.enqueue(session, CHECK, payload, long=True)
            row.due_at = now + LEASE
            handed += 1
    return len(rows), handed


def _waiting(session: Any) -> int:
    """How much of the wallet's own work is waiting; counted no further than matters."""
    query = select(Job.id).where(Job.state == "queued", Job.lane == LONG, Job.holder == "")
    return session.scalar(select(func.count()).select_from(query.limit(MOST_WAITING).subquery()))


def _next_due(session: Any, now: datetime, limit: int) -> list[str]:
    """Ids of credentials to be verified, the most overdue first. Whoever was handed out already is due within
    the lease, and not looked at before that."""
    found = list(
        session.scalars(
            select(HeldCredential.id)
            .where(HeldCredential.due_at <= now)
            .order_by(HeldCredential.due_at)
            .limit(limit)
        )
    )
    if len(found) < limit:
        # In the order of the index on both, so that no planner begins with every date instead.
        outdated = (
            select(HeldCredential.id)
            .where(HeldCredential.verifier_version < VERIFIER_VERSION, HeldCredential.due_at > now + LEASE)
            .order_by(HeldCredential.verifier_version, HeldCredential.due_at)
            .limit(limit - len(found))
        )
        found += session.scalars(outdated)
    return found + _claimed(session, now, limit - len(found))


def _claimed(session: Any, now: datetime, limit: int) -> list[str]:
    """What was somebody else's until its holder proved another address. The few who did lately come first:
    a join would let a planner begin with every credential."""
    lately = (
        select(EmailProof.account_id)
        .join(Account, Account.id == EmailProof.account_id)
        .where(EmailProof.proven_at > now - PROVEN_LATELY, Account.erase_at.is_(None))
        .distinct()
    )
    holders = session.scalars(lately).all()
    found: list[str] = []
    for start in range(0, len(holders), AT_ONCE):
        if len(found) >= limit:
            break
        theirs = (
            select(HeldCredential.id)
            .join(EmailProof, EmailProof.account_id == HeldCredential.account_id)
            .where(
                HeldCredential.account_id.in_(holders[start : start + AT_ONCE]),
                HeldCredential.another,
                HeldCredential.deleted_at.is_(None),
                HeldCredential.due_at > now + LEASE,
                EmailProof.proven_at > HeldCredential.checked_at,
                EmailProof.proven_at > now - PROVEN_LATELY,
            )
            .distinct()
            .limit(limit - len(found))
        )
        found += session.scalars(theirs)
    return found
