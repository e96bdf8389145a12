"""To JSON-LD a list of one is the thing itself: every member may be one, and nothing changes.

Each example is a number: its bits say which members are lists, the rest which of the three cases it is. The
long form (`--long`) tries 20,000 of the 24,576 numbers for each way of signing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import Issuer, Web, bits, publish_list, status_entry
from tests.smith.asking import ask
from wallet.verification.report import Report, Verdict

URL = "https://uni.example/status/1"
ISSUER = Issuer(Web(), did="web")
publish_list(ISSUER, URL, bits({7}), suite="eddsa-jcs-2022")  # cheap to read: it is not what is asked about
MEMBERS = (
    *("issuer", "validFrom", "validUntil", "name", "credentialSubject", "credentialStatus", "type"),
    *("achievement", "criteria", "narrative", "statusPurpose", "statusListCredential", "description"),
)
CASES = (
    ("6", "2030-01-01T00:00:00Z", Verdict.VALID),
    ("7", "2030-01-01T00:00:00Z", Verdict.REVOKED),
    ("6", "2026-02-01T00:00:00Z", Verdict.EXPIRED),
)
PLAIN = [
    ISSUER.credential(validUntil=until, credentialStatus=status_entry(URL, index=index))
    for index, until, _verdict in CASES
]
# The lists are put in after signing: that they change nothing of what the signature covers is said here too.
PROOFS = [ISSUER.sign(document)["proof"] for document in PLAIN]
NUMBERS = st.integers(0, len(CASES) * 2 ** len(MEMBERS) - 1)
OPTIONS = {
    "eddsa-rdfc-2022": ("type", "cryptosuite", "proofValue"),
    "Ed25519Signature2020": ("type", "proofValue"),
    "Ed25519Signature2018": ("type", "jws"),
}
ANY_OPTIONS = ("created", "expires", "verificationMethod", "proofPurpose")


def listed(value: Any, chosen: set[str]) -> Any:
    if isinstance(value, list):
        return [listed(item, chosen) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: listed(item, chosen) for name, item in value.items()}
    return {
        name: [item] if name in chosen and not isinstance(item, list) else item
        for name, item in found.items()
    }


def subset(names: tuple[str, ...], number: int) -> set[str]:
    """The names whose bit is set."""
    return {name for place, name in enumerate(names) if number >> place & 1}


def example(number: int) -> tuple[int, dict[str, Any]]:
    """(place of the case, the credential of that case with some members as lists of one)."""
    chosen, case = divmod(number, len(CASES))
    return case, listed(PLAIN[case], subset(MEMBERS, chosen))


def told(report: Report, case: int) -> None:
    assert report.verdict is CASES[case][2], (report.findings, report.document)


@given(NUMBERS)
@examples(30)
def test_a_list_of_one_says_what_the_thing_says_under_a_proof_over_rdf(number: int):
    case, document = example(number)
    told(ask({**document, "proof": PROOFS[case]}, ISSUER.web), case)


@given(NUMBERS)
@examples(30)
def test_a_list_of_one_says_what_the_thing_says_under_a_proof_over_json(number: int):
    case, document = example(number)
    told(ask(ISSUER.sign(document, suite="eddsa-jcs-2022"), ISSUER.web), case)


@given(NUMBERS)
@examples(30)
def test_a_list_of_one_says_what_the_thing_says_in_a_token(number: int):
    case, document = example(number)
    told(ask(ISSUER.key.jws(document, header={"kid": ISSUER.method}), ISSUER.web), case)


@pytest.mark.parametrize("suite", OPTIONS)
def test_the_members_of_a_proof_too(suite: str, long_run: bool):
    """Each alone and all together; in the long form every choice of them."""
    signed = ISSUER.sign(ISSUER.credential(), suite=suite, expires="2030-01-01T00:00:00Z")
    members = (*OPTIONS[suite], *ANY_OPTIONS)
    assert set(members) == set(signed["proof"])
    alone = [1 << place for place in range(len(members))]
    for number in range(2 ** len(members)) if long_run else (*alone, 2 ** len(members) - 1):
        proof = [listed(signed["proof"], subset(members, number))]
        report = ask({**signed, "proof": proof}, ISSUER.web)
        assert report.verdict is Verdict.VALID, (report.findings, proof)


def test_a_proof_whose_signature_is_a_list_of_one_is_still_refuted_by_a_change():
    signed = ISSUER.sign(ISSUER.credential())
    signed["proof"]["proofValue"] = [signed["proof"]["proofValue"]]
    assert ask({**signed, "name": "Surgery"}, ISSUER.web).verdict is Verdict.INVALID
