"""What stands inside a learner record: each with a title of its own and what was found about it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.collection.cards import ChildCard, shown_verdict
from wallet.credentials.clr import child_documents
from wallet.credentials.model import words
from wallet.credentials.ob3 import read_ob3
from wallet.verification.report import Report


def inside_cards(
    document: Mapping[str, Any] | None, *, dialect: str, report: Report | None, language: str
) -> tuple[ChildCard, ...]:
    """A card of each child of a record, in its order. A verdict is a child's only if the report speaks of
    exactly that child: a good record makes nothing inside it good, and the reverse."""
    if document is None or dialect != "clr":
        return ()
    looked_at = report.nested if report is not None else ()
    return tuple(_card(child, looked_at, language) for child in child_documents(document))


def _card(child: Mapping[str, Any], looked_at: tuple[Report, ...], language: str) -> ChildCard:
    credential = read_ob3(child)
    own = "type" in child  # an achievement stated bare is a part of the record and has no proof
    spoken = [one for one in looked_at if own and child in (one.document, one.claimed)]
    return ChildCard(
        title=credential.title(language),
        issuer=words(credential.issuer.name, language) or credential.issuer.id,
        issued_at=credential.issued_at,
        own=own,
        verdict=shown_verdict(spoken[0]) if spoken else None,
    )
