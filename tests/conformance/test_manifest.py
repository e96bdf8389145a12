"""Published credentials against what their sources say of them.

A case that does not come out as stated stands in KNOWN_GAPS.toml with what it does come out as, and why; a
gap that closes fails the run until its line is removed. One thing is never a gap: a credential that its
source does not call valid never comes out valid."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import VECTORS, manifest, needs_vectors, read
from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.tokens import read_token
from wallet.credentials.reading import read_envelopes
from wallet.fetching.offline import OfflineResources
from wallet.verification.identity.registers import issuers_in
from wallet.verification.report import Report
from wallet.verification.verifier import verify

FAMILIES = (
    *("ob2-hosted", "ob2-signed", "ob2-baked", "ob3-di", "ob3-jwt", "ob3-baked"),
    *("vc-di", "vc-jwt", "vp", "vc-datamodel", "status-list"),
)
AT = "2026-11-22T12:00:00Z"
_GAPS = tomllib.loads((Path(__file__).parent / "KNOWN_GAPS.toml").read_text(encoding="utf-8"))
GAPS = _GAPS["manifest"]
CASES = manifest(*FAMILIES)
STATED = [case for case in CASES if case["expected"] != "unstated"]

# What the sources' words are in ours. A source's "malformed" may be bytes nobody can read or a shape that
# nobody may accept; an unknown issuer is one that no list names.
WORDS = {
    "malformed": ("unreadable", "invalid"),
    "invalid": ("invalid", "unreadable"),
    "tampered": ("invalid",),
    "unknown-issuer": ("undetermined",),
}
# Kinds of gap that say nothing about the formats the wallet claims to check.
OUTSIDE = {"another proof", "no credential", "document missing"}

pytestmark = needs_vectors


def wanted(case: dict[str, Any]) -> tuple[str, ...]:
    """The verdicts that count as stated. A key that only the message itself brings proves integrity and
    leaves the issuer unconfirmed, whatever the source says (README of the vectors, and of the verifier). So
    does a fragment that holds no key at all; a signature that does not fit stays refuted."""
    fragment = "FRAGMENT" in str(case.get("contested"))
    if case["expected"] == "valid" and (fragment or brings_its_key(case["file"])):
        return ("undetermined",)
    words = WORDS.get(case["expected"], (case["expected"],))
    return (*words, "undetermined") if fragment and case["expected"] == "invalid" else words


def brings_its_key(file: str) -> bool:
    """An https issuer, and a key that is written out in the token's header or in the proof itself."""
    (envelope,) = read_envelopes((VECTORS / file).read_bytes())
    claimed = envelope.claimed or {}
    issuer = claimed.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(name, str) or not name.startswith("https:"):
        return False
    if envelope.token:
        return "jwk" in read_token(envelope.token).header
    proofs = claimed.get("proof")
    methods = [
        proof["verificationMethod"] for proof in (proofs if isinstance(proofs, list) else [proofs]) if proof
    ]
    return all(method.startswith(("did:key:", f"{name}#z")) for method in methods) and not unclaimed(claimed)


def unclaimed(claimed: Any) -> bool:
    """A proof that the wallet does not check at all, so that nothing is known of its key."""
    return any(name in str(claimed.get("proof")) for name in ("ecdsa-sd-2023", "bbs-2023"))


@cache
def recognised() -> dict[str, str]:
    """Whom the registers among the documents name: what `wallet verify --documents` goes by."""
    return issuers_in(OfflineResources(read("documents.json"), folder=VECTORS, at=read_time(AT)))


@cache
def report_on(file: str, *, with_list: bool = True) -> tuple[Report, ...]:
    at = read_time(AT)
    resources = OfflineResources(read("documents.json"), folder=VECTORS, at=at)
    return tuple(
        verify(envelope, at=at, resources=resources, recognised=recognised() if with_list else None)
        for envelope in read_envelopes((VECTORS / file).read_bytes(), name=file)
    )


def verdict_on(case: dict[str, Any], **how: Any) -> str:
    reports = report_on(case["file"], **how)
    assert len(reports) == 1
    return reports[0].verdict.value


@pytest.mark.parametrize("case", STATED, ids=lambda case: case["file"])
def test_it_comes_out_as_its_source_states_or_stands_among_the_known_gaps(case: dict[str, Any]):
    verdict = verdict_on(case)
    if case["expected"] != "valid":
        assert verdict != "valid"
    gap = GAPS.get(case["file"])
    if gap is None:
        assert verdict in wanted(case)
    else:
        assert gap["because"]
        assert verdict not in wanted(case), "this gap is closed: remove its line"
        assert verdict == gap["comes_out"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_no_check_breaks_on_it_and_each_answers(case: dict[str, Any]):
    for report in report_on(case["file"]):
        assert {finding.check.value for finding in report.findings} == set(range(1, 10))
        assert [f for f in report.findings if f.code == "check-failed"] == []


def test_no_known_gap_names_a_case_that_does_not_exist():
    assert set(GAPS) <= {case["file"] for case in STATED}


@pytest.mark.parametrize("how", [{"with_list": False}, {"with_list": True}], ids=["no-list", "list"])
def test_nothing_that_its_source_does_not_call_valid_comes_out_valid(how: dict[str, bool]):
    assert [
        case["file"] for case in STATED if case["expected"] != "valid" and verdict_on(case, **how) == "valid"
    ] == []


def decidable(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those whose stated verdict can be decided from the files, by proofs that the wallet claims to check."""
    return [case for case in cases if GAPS.get(case["file"], {}).get("kind") not in OUTSIDE]


def test_ninety_seven_in_a_hundred_of_what_can_be_decided_come_out_as_stated():
    inside = decidable(STATED)
    held = sum(verdict_on(case) in wanted(case) for case in inside)
    assert held >= 0.97 * len(inside), f"{held} of {len(inside)}"
    assert len(inside) >= 0.83 * len(STATED)  # the claim is not made true by shrinking it


def table() -> str:
    """Family, cases with a stated verdict, as stated, those that can be decided, the gaps by their kind."""
    rows = ["family | stated | as stated | decidable | gaps"]
    for family in (*FAMILIES, ""):
        cases = [case for case in STATED if family in ("", case["family"])]
        kinds = Counter(GAPS[case["file"]]["kind"] for case in cases if case["file"] in GAPS)
        held = sum(verdict_on(case) in wanted(case) for case in cases)
        gaps = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) or "none"
        rows.append(f"{family or 'all'} | {len(cases)} | {held} | {len(decidable(cases))} | {gaps}")
    return "\n".join(rows)


def test_the_table_of_families_accounts_for_every_case():
    """`python -m tests.conformance.test_manifest` prints it."""
    rows = [row.split(" | ") for row in table().splitlines()[1:]]
    assert [row[0] for row in rows] == [*FAMILIES, "all"]
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == len(STATED)
    assert int(rows[-1][1]) - int(rows[-1][2]) == len(GAPS)


def test_each_gap_says_of_which_kind_it_is():
    assert {gap["kind"] for gap in GAPS.values()} <= OUTSIDE | {"our law is stricter"}


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
