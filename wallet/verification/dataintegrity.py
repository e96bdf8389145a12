"""Data Integrity proofs (thin)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.resources import Resources


def check_proofs(
    document: Mapping[str, Any],
    *,
    issuer: str,
    at: datetime,
    resources: Resources,
    purpose: str = "assertionMethod",
) -> list[Finding]:
    """SHAPE, ISSUER_KEY and PROOF findings. Total: never raises."""
    return [Finding(Check.PROOF, Outcome.INCONCLUSIVE, "check-failed")]
