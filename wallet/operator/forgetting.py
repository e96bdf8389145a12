"""Forgetting somebody whose badge lies in another's wallet, when they ask the operator (GDPR, article 17).

Found by the very comparison that tells recipients: an address in plain, or hashed with its salt. Whoever has
proven the address keeps their own copy and deletes it themselves; the tool touches only copies of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wallet.accounts.emails import normalise
from wallet.collection.reports import as_json
from wallet.store import Store, clock, erasing, originals
from wallet.store.models.account import EmailProof, Erasure
from wallet.store.models.cache import CachedDocument
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import Outcome, Report

AT_ONCE = 200


@dataclass(frozen=True)
class Strangers:
    """One badge about this person in a wallet of somebody who has not proven the address."""

    credential_id: str
    account_id: str
    asked: frozenset[str]  # addresses where the issuer's own copy was fetched


def badges_about(store: Store, address: str) -> tuple[tuple[Strangers, ...], int]:
    """(copies in wallets of others, how many lie in wallets of people who have proven the address)."""
    recipient = Recipient(emails=(address.strip(),))
    with store.read() as session:
        proven = set(
            session.scalars(
                select(EmailProof.account_id).where(
                    EmailProof.normalised == normalise(address), EmailProof.proven_at.is_not(None)
                )
            )
        )
        found: list[Strangers] = []
        own: set[str] = set()
        for credential_id, account_id, text in _reports(session):
            report = as_json.report_from_json(text)
            if not _names(report, recipient):
                continue
            if account_id in proven:
                own.add(credential_id)
            else:
                found.append(Strangers(credential_id, account_id, frozenset(_asked(report))))
    return tuple(_once(found)), len(own)


def forget(store: Store, address: str) -> int:
    """Remove every such copy for good: its bytes, its history, the links that show it. Returns how many."""
    found, _ = badges_about(store, address)
    digests: set[str] = set()
    with store.write() as session:
        for one in found:
            row = session.get(HeldCredential, one.credential_id)
            if row is None:
                continue
            digests |= {row.original_digest, row.picture_digest or ""} - {""}
            _forget_import(session, row)
            hosted = CachedDocument.purpose == erasing.HOSTED
            session.execute(delete(CachedDocument).where(hosted, CachedDocument.url.in_(one.asked)))
            session.delete(row)
        if found:
            session.add(Erasure(at=clock.now(), counted={"held_credential": len(found)}))
    originals.sweep(store, only=digests)
    erasing.empty_log(store)
    return len(found)


def _reports(session: Session) -> Iterator[tuple[str, str, str]]:
    """(credential, holder, report) of every run: an older one may have read what the newest could not."""
    query = (
        select(VerdictRun.credential_id, HeldCredential.account_id, VerdictRun.report)
        .join(HeldCredential, HeldCredential.id == VerdictRun.credential_id)
        .execution_options(yield_per=AT_ONCE)
    )
    yield from ((one, holder, text) for one, holder, text in session.execute(query))


def _names(report: Report, recipient: Recipient) -> bool:
    document = report.stated
    if document is not None and check_recipient(document, recipient=recipient).outcome is Outcome.PASS:
        return True
    return any(_names(nested, recipient) for nested in report.nested)


def _asked(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield from (source.url for source in finding.consulted)
    for nested in report.nested:
        yield from _asked(nested)


def _once(found: list[Strangers]) -> Iterator[Strangers]:
    asked: dict[str, set[str]] = {}
    for one in found:
        asked.setdefault(one.credential_id, set()).update(one.asked)
    for one in {one.credential_id: one for one in found}.values():
        yield Strangers(one.credential_id, one.account_id, frozenset(asked[one.credential_id]))


def _forget_import(session: Session, row: HeldCredential) -> None:
    """The import that brought it remembers a file's name and bytes: those go, its outcome stays."""
    brought = (ImportItem.credential_id == row.id) | (ImportItem.original_digest == row.original_digest)
    theirs = select(ImportBatch.id).where(ImportBatch.account_id == row.account_id)
    session.execute(
        update(ImportItem)
        .where(ImportItem.batch_id.in_(theirs), brought)
        .values(original_digest=None, name="", params={})
    )
