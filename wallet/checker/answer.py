"""The answer for one credential, the same on the command line and from `POST /check`."""

from __future__ import annotations

from typing import Any

from wallet.verification.report import Finding, Report


def report_object(name: str, report: Report) -> dict[str, Any]:
    """{"file", "format", "verdict", "checks": [{"check", "outcome", "code", "detail"}]}"""
    return {
        "file": name,
        "format": report.format,
        "verdict": report.verdict.value,
        "checks": [check_object(finding) for finding in report.findings],
    }


def check_object(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check.name.lower(),
        "outcome": finding.outcome.value,
        "code": finding.code,
        "detail": dict(finding.params),
    }
