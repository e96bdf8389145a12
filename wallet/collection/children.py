"""The children of a learner record, each beside what was found about exactly that child. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.clr.reader import child_documents
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
    """The same, of what was found about each thing inside; None is what nobody looked at."""
    verdicts = {None if report is None else report.verdict for report in reports} - {Verdict.VALID}
    if not verdicts:
        return ""
    return "open" if verdicts <= UNSURE else "grave"


def doubt_of(facts: Mapping[str, Any] | None) -> str:
    """The same, as the stored facts of a held credential keep it."""
    return str((facts or {}).get("doubt", ""))
