"""Reports as JSON and back: what stands in the history is exactly what was found then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wallet.credentials.strict import read_json
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report

MAX_BYTES = 50_000_000  # our own rows: a report may hold a whole presentation twice


def report_to_json(report: Report) -> str:
    """The report with its documents, as one line of JSON."""
    return json.dumps(_report(report), ensure_ascii=False, separators=(",", ":"))


def report_from_json(text: str) -> Report:
    """The report that `report_to_json` wrote."""
    return _read_report(read_json(text, max_bytes=MAX_BYTES, max_depth=200))


def _report(report: Report) -> dict[str, Any]:
    return {
        "format": report.format,
        "at": report.at.isoformat(),
        "verdict": report.verdict.value,
        "verifier_version": report.verifier_version,
        "findings": [_finding(finding) for finding in report.findings],
        "document": _plain(report.document),
        "claimed": _plain(report.claimed),
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


def _plain(value: Any) -> Any:
    """Mappings and tuples of any kind as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _read_report(stored: Mapping[str, Any]) -> Report:
    return Report(
        format=stored["format"],
        findings=tuple(_read_finding(finding) for finding in stored["findings"]),
        at=datetime.fromisoformat(stored["at"]),
        document=stored["document"],
        claimed=stored["claimed"],
        nested=tuple(_read_report(nested) for nested in stored["nested"]),
        verifier_version=stored["verifier_version"],
    )


def _read_finding(stored: Mapping[str, Any]) -> Finding:
    return Finding(
        check=Check[stored["check"]],
        outcome=Outcome(stored["outcome"]),
        code=stored["code"],
        params=stored["params"],
        consulted=tuple(
            Consulted(c["url"], c["digest"], datetime.fromisoformat(c["at"])) for c in stored["consulted"]
        ),
    )
