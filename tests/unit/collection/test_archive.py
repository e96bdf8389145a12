"""A report survives its way into the history and back."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType

from wallet.collection.archive import report_from_json, report_to_json
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_nothing_of_a_report_is_lost():
    consulted = (Consulted("https://a.example/x", "ab" * 32, AT),)
    findings = tuple(
        Finding(check, outcome, f"{check.name.lower()}-code", {"key": "ż"}, consulted)
        for check, outcome in zip(Check, list(Outcome) * 3, strict=False)
    )
    inner = Report("ob3-jwt", findings[:2], AT)
    document = MappingProxyType({"id": "urn:x", "n": 1.5, "list": ("a", None, True)})
    report = Report("vp-jwt", findings, AT, document=document, claimed={"a": {}}, nested=(inner,))
    back = report_from_json(report_to_json(report))
    assert back.findings == report.findings
    assert back.verdict is report.verdict
    assert back.document == {"id": "urn:x", "n": 1.5, "list": ["a", None, True]}
    assert back.nested == (inner,)
    assert (back.at, back.format, back.verifier_version) == (AT, "vp-jwt", report.verifier_version)
