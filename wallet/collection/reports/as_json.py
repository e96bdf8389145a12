"""Reports as JSON and back: what stands in the history is exactly what was found then."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from wallet.verification.report import Finding, Report

_kept = TypeAdapter(Report)


def report_to_json(report: Report) -> str:
    """The report with its documents and verdicts, as one line of JSON."""
    return json.dumps(_report(report), ensure_ascii=False, separators=(",", ":"), default=dict)


def report_from_json(text: str) -> Report:
    """The report that `report_to_json` wrote. Raises ValueError where it is none."""
    return _kept.validate_json(text, strict=True)


def _report(report: Report) -> dict[str, Any]:
    return {
        "format": report.format,
        "at": report.at.isoformat(),
        "verdict": report.verdict.value,
        "verifier_version": report.verifier_version,
        "findings": [_finding(finding) for finding in report.findings],
        "document": report.document,
        "claimed": report.claimed,
        "nested": [_report(nested) for nested in report.nested],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check.name,
        "outcome": finding.outcome.value,
        "code": finding.code,
        "params": {str(key): str(value) for key, value in finding.params.items()},
        "consulted": [{"url": c.url, "digest": c.digest, "at": c.at.isoformat()} for c in finding.consulted],
    }
