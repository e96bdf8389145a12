"""Finding codes of JSON-LD, keys, identifiers and Data Integrity proofs, each with the checks that use it."""

from __future__ import annotations

from wallet.verification.report import Check

CODES_LD: dict[str, Check | None] = {}
