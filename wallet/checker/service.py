"""Check a credential for anyone: read, verify, answer. Nothing is stored, nobody is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from wallet.checker.errors import NothingToCheck, TooManyCredentials
from wallet.checker.links import follow
from wallet.collection import cards
from wallet.collection.nested import credentials_in
from wallet.collection.reports import statement
from wallet.collection.reverify import recognised_issuers
from wallet.credentials.dialects import stated_credential
from wallet.credentials.envelope import Envelope
from wallet.credentials.reading import read_envelopes
from wallet.errors import Unreadable
from wallet.imports.errors import TooManyFiles
from wallet.services import Services
from wallet.verification.report import Report
from wallet.verification.verifier import verify
from wallet.web.languages import current as current_language
from wallet.web.words import error_words

MOST_FILES = 10  # handed in at once
MOST_CREDENTIALS = 20  # found in them


@dataclass(frozen=True)
class Checked:
    """One credential and what was found. `problem` says why a file could not be read at all."""

    name: str
    envelope: Envelope
    report: Report
    problem: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckedCard:
    """What the page shows of it."""

    name: str
    statement: cards.StatementCard
    report: cards.ReportCard
    problem: tuple[str, ...]


def check_things(
    things: Sequence[tuple[str, bytes]], *, services: Services, apart: bool = True
) -> list[Checked]:
    """Verify (name, bytes) pairs: files, pasted text, a link. `apart`: what a presentation holds follows it
    as results of their own; else it stands in the presentation's report alone. Refused: nothing-to-check,
    too-many-files, too-many-credentials."""
    if not things:
        raise NothingToCheck()
    if len(things) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    found: list[tuple[str, Envelope, Unreadable | None]] = []
    for name, data in things:
        contents, problem = follow(data, resources=services.fetcher)
        for envelope in read_envelopes(contents, name=name):
            parts = credentials_in(envelope) if apart else [envelope]
            if apart and _is_signed_presentation(
                envelope
            ):  # what its holder signed is checked too, as a whole
                parts = [envelope, *parts]
            found += [(envelope.name or name, part, problem) for part in parts]
    if len(found) > MOST_CREDENTIALS:
        raise TooManyCredentials(most=MOST_CREDENTIALS)
    return [_checked(name, envelope, problem, services=services) for name, envelope, problem in found]


def _is_signed_presentation(envelope: Envelope) -> bool:
    signed = envelope.token or (envelope.claimed or {}).get("proof")
    return envelope.refusal is None and envelope.dialect == "vp" and bool(signed)


def _checked(name: str, envelope: Envelope, problem: Unreadable | None, *, services: Services) -> Checked:
    report = verify(
        envelope,
        at=services.clock.now(),
        resources=services.fetcher,
        recognised=recognised_issuers(services),
        clock_in_doubt=services.clock_error() is not None,
    )
    refusal = envelope.refusal or problem
    words = error_words(refusal.code, refusal.params) if refusal else ()
    return Checked(name, envelope, report, tuple(sentence for sentence in words if sentence))


def checked_card(checked: Checked, *, pasted: str) -> CheckedCard:
    """`pasted` is the name that stands for what came without one."""
    report = checked.report
    proved = report.document is not None
    dialect = statement.dialect_of(report, stated=checked.envelope.dialect)
    name = gettext("What was pasted") if checked.name == pasted else checked.name
    return CheckedCard(
        name=name,
        statement=statement.statement_card(
            stated_credential(report.stated, dialect=dialect),
            fallback=name,
            language=current_language(),
            recognised=statement.is_recognised(report),
            proved_at=(proved, None),
        ),
        report=cards.report_card(report),
        problem=checked.problem,
    )
