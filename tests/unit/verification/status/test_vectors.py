"""Published status entries (a frame without issuer and proof) against their published lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.vectors import VECTORS, manifest, needs_vectors, read
from wallet.credentials.parsing.times import read_time
from wallet.credentials.reading import read_envelope
from wallet.fetching.offline import OfflineResources
from wallet.verification.report import Check, Finding, Outcome, Report
from wallet.verification.status.check import StatusQuestion, check_status

CASES = [case for case in manifest("status-list") if "status entry only" in str(case["proof"])]
AT = read_time("2026-11-22T12:00:00Z")

pytestmark = needs_vectors


def taken_as_proved(body: bytes) -> Report:
    """These lists contradict themselves outside their bits (`sub`, a subject without a URL), and they are
    served at other addresses than those they were made for: as credentials they do not hold. Here only the
    reading of entry and bits is tried."""
    findings = tuple(Finding(check, Outcome.PASS, "assumed") for check in Check)
    claimed = dict(read_envelope(body).claimed or {})
    subject = {name: value for name, value in claimed["credentialSubject"].items() if name != "id"}
    return Report("vc-jwt", findings, AT, document={**claimed, "id": None, "credentialSubject": subject})


def statuses(case: dict[str, Any]) -> list[tuple[Outcome, str]]:
    resources = OfflineResources(read("documents.json"), folder=VECTORS, at=AT)
    question = StatusQuestion(
        issuer="",
        credential_id="",
        at=AT,
        resources=resources,
        verify_list=taken_as_proved,
        same_signer=lambda _: True,
    )
    document = json.loads((VECTORS / case["file"]).read_text(encoding="utf-8"))
    return [(finding.outcome, finding.code) for finding in check_status(document, question)]


def ids(case: dict[str, Any]) -> str:
    return str(case["file"])


@pytest.mark.parametrize("case", [case for case in CASES if case["expected"] == "revoked"], ids=ids)
def test_what_is_taken_back_is_seen(case: dict[str, Any]):
    assert {code for _, code in statuses(case)} & {"revoked", "suspended"}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] == "valid" and "custom" not in case["file"]], ids=ids
)
def test_what_is_not_taken_back_passes(case: dict[str, Any]):
    assert {outcome for outcome, _ in statuses(case)} == {Outcome.PASS}


def test_a_list_in_another_encoding_than_its_kind_says_stays_open():
    (case,) = [case for case in CASES if "wrong-list-encoding" in case["file"]]
    assert statuses(case) == [(Outcome.INCONCLUSIVE, "status-list-unreadable")]
