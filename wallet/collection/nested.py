"""Credentials inside credentials: those that came together in one file (a presentation, a list, a backup),
each held by itself beside the file's original bytes; and what a learner record holds, each thing with a title
of its own and what was found about exactly that one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wallet.credentials.clr.reader import child_documents
from wallet.credentials.dialects import fingerprint as fingerprint_of
from wallet.credentials.envelope import Envelope
from wallet.credentials.model import words
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.credentials.presentations import presented
from wallet.credentials.reading import read_envelopes
from wallet.errors import Unreadable
from wallet.verification.cases import case_of
from wallet.verification.report import Report, Verdict

UNSURE = frozenset({Verdict.UNDETERMINED, Verdict.UNSIGNED, Verdict.UNREADABLE, None})


@dataclass(frozen=True)
class Child:
    """`own`: a credential by itself, with its own issuer and proof; else an achievement the record states
    bare, a part of the record. `report` is empty where nobody looked at it."""

    document: Mapping[str, Any]
    own: bool
    report: Report | None

    @property
    def holds(self) -> bool:
        """Whether what it says counts once the record itself does."""
        return not self.own or (self.report is not None and self.report.verdict is Verdict.VALID)


@dataclass(frozen=True)
class ChildCard:
    """One thing inside a learner record. `own`: a credential, else an achievement the record states."""

    title: str
    issuer: str
    issued_at: datetime | None
    own: bool
    verdict: str | None  # of this child alone; None if nobody could look at it
    case: str | None = None


def credentials_in(envelope: Envelope) -> list[Envelope]:
    """The credentials of a presentation in their order, each with the presentation's bytes as its original;
    anything else is returned as it is, alone."""
    if envelope.refusal is not None or envelope.dialect != "vp":
        return [envelope]
    inside = [replace(part, original=envelope.original) for part in presented(envelope)]
    return inside or [replace(envelope, refusal=Unreadable("presentation-only"))]


def credentials_of(data: bytes, *, name: str) -> list[Envelope]:
    """Every credential in a file that is no archive, out of wrappers and presentations, in their order."""
    return [part for envelope in read_envelopes(data, name=name) for part in credentials_in(envelope)]


def open_original(data: bytes, *, name: str, fingerprint: str) -> Envelope:
    """The envelope of a held credential, found again in its original bytes."""
    inside = credentials_of(data, name=name)
    if len(inside) == 1:
        return inside[0]
    for part in inside:
        if part.refusal is None and fingerprint_of(part) == fingerprint:
            return part
    return inside[0]


def children_of(document: Mapping[str, Any], *, dialect: str, report: Report | None) -> tuple[Child, ...]:
    """Each child of a record, in its order; () for every other credential. A report is a child's only if it
    speaks of exactly that child: a good record makes nothing inside it good, and the reverse."""
    if dialect != "clr":
        return ()
    looked_at = report.nested if report is not None else ()
    return tuple(_child(child, looked_at) for child in child_documents(document))


def _child(document: Mapping[str, Any], looked_at: tuple[Report, ...]) -> Child:
    own = "type" in document
    spoken = (one for one in looked_at if own and document in (one.document, one.claimed))
    return Child(document, own, next(spoken, None))


def doubt_in(children: Iterable[Child]) -> str:
    """How much a reader must know of them before the record is called good: "" nothing, "open" that one could
    not be checked, "grave" that one does not hold."""
    return doubt_among(child.report for child in children if not child.holds)


def doubt_among(reports: Iterable[Report | None]) -> str:
    """`doubt_in` of what was found about each thing inside; None is what nobody looked at."""
    verdicts = {None if report is None else report.verdict for report in reports} - {Verdict.VALID}
    if not verdicts:
        return ""
    return "open" if verdicts <= UNSURE else "grave"


def doubt_of(facts: Mapping[str, Any] | None) -> str:
    """`doubt_in` as the stored facts of a held credential keep it."""
    return str((facts or {}).get("doubt", ""))


def inside_cards(
    document: Mapping[str, Any] | None,
    *,
    dialect: str,
    report: Report | None,
    language: str,
    most: int | None = None,
) -> tuple[ChildCard, ...]:
    """A card of each child of a record, in its order; of the first `most`."""
    found = children_of(document or {}, dialect=dialect, report=report)
    return tuple(_card(child, language) for child in found[:most])


def _card(child: Child, language: str) -> ChildCard:
    credential = read_ob3(child.document)
    return ChildCard(
        title=credential.title(language),
        issuer=words(credential.issuer.name, language) or credential.issuer.id,
        issued_at=credential.issued_at,
        own=child.own,
        verdict=None if child.report is None else child.report.verdict.value,
        case=None if child.report is None else case_of(child.report).value,
    )
