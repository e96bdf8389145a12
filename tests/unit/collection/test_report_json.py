"""A report survives its way into the history and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from wallet.collection.reports.as_json import report_from_json, report_to_json
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_nothing_of_a_report_is_lost():
    consulted = (Consulted("https://a.example/x", "ab" * 32, AT),)
    findings = tuple(
        Finding(check, outcome, f"{check.name.lower()}-code", {"key": "ż"}, consulted)
        for check, outcome in zip(Check, list(Outcome) * 3, strict=False)
    )
    inner = Report("ob3-jwt", findings[:2], AT)
    inside = MappingProxyType({"list": ("a", None, True)})
    document = MappingProxyType({"id": "urn:x", "n": 1.5, "inside": inside})
    report = Report("vp-jwt", findings, AT, document=document, claimed={"a": {}}, nested=(inner,))
    back = report_from_json(report_to_json(report))
    assert back.findings == report.findings
    assert back.verdict is report.verdict
    assert back.document == {"id": "urn:x", "n": 1.5, "inside": {"list": ["a", None, True]}}
    assert back.nested == (inner,)
    assert (back.at, back.format, back.verifier_version) == (AT, "vp-jwt", report.verifier_version)


def test_a_kept_report_says_its_verdicts_for_whoever_takes_it_along():
    inner = Report("ob3-jwt", (Finding(Check.FORMAT, Outcome.FAIL, "not-recognised"),), AT)
    kept = json.loads(report_to_json(Report("vp-jwt", (), AT, nested=(inner,))))
    assert (kept["verdict"], kept["nested"][0]["verdict"]) == ("undetermined", "unreadable")


@pytest.mark.parametrize(
    "change",
    [{"at": "yesterday"}, {"findings": [{"check": "LUCK", "outcome": "pass", "code": "x"}]}, {"format": 3}],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_report_is_not_read_as_one(change):
    kept = json.loads(report_to_json(Report("ob3-jwt", (), AT)))
    with pytest.raises(ValueError, match=next(iter(change))):
        report_from_json(json.dumps({**kept, **change}))
