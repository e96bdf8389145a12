from __future__ import annotations

from wallet.verification.report import Finding


def words_of(finding: Finding):
    return ((finding.code, {}), ("", {}), ("", {}))
