"""What stands inside a learner record: each with a title of its own and what was found about it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.collection.cards import ChildCard
from wallet.collection.children import Child, children_of
from wallet.credentials.model import words
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.verification.cases import case_of
from wallet.verification.report import Report


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
