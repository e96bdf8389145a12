"""To JSON-LD a list of one is the thing itself: every member may be one, and nothing changes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import Issuer, Web, bits, publish_list, status_entry
from tests.smith.asking import ask
from wallet.verification.report import Verdict

URL = "https://uni.example/status/1"
ISSUER = Issuer(Web(), did="web")
publish_list(ISSUER, URL, bits({7}))
MEMBERS = (
    *("issuer", "validFrom", "validUntil", "name", "credentialSubject", "credentialStatus", "type"),
    *("achievement", "criteria", "narrative", "statusPurpose", "statusListCredential", "description"),
)
PROOF = ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "expires")


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


@given(
    st.sets(st.sampled_from(MEMBERS)),
    st.sampled_from(
        [
            ("6", "2030-01-01T00:00:00Z", Verdict.VALID),
            ("7", "2030-01-01T00:00:00Z", Verdict.REVOKED),
            ("6", "2026-02-01T00:00:00Z", Verdict.EXPIRED),
        ]
    ),
    st.sampled_from(["eddsa-rdfc-2022", "eddsa-jcs-2022", "token"]),
)
@examples(60)
def test_a_list_of_one_says_what_the_thing_says(chosen: set[str], case: tuple[str, str, Verdict], suite: str):
    index, until, verdict = case
    document = listed(
        ISSUER.credential(validUntil=until, credentialStatus=status_entry(URL, index=index)), chosen
    )
    signed: Any = (
        ISSUER.key.jws(document, header={"kid": ISSUER.method})
        if suite == "token"
        else ISSUER.sign(document, suite=suite)
    )
    report = ask(signed, ISSUER.web)
    assert report.verdict is verdict, (report.findings, signed)


@given(st.sets(st.sampled_from(["created", "verificationMethod", "proofPurpose", "proofValue"])))
@examples(8)
def test_the_members_of_a_proof_too(chosen: set[str]):
    signed = ISSUER.sign(ISSUER.credential())
    signed["proof"] = [listed(signed["proof"], chosen)]
    assert ask(signed, ISSUER.web).verdict is Verdict.VALID
