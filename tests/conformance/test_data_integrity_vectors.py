"""Published Data Integrity test vectors of every supported suite: each verifies, no altered copy does."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.vectors import NOON, Documents, needs_vectors, published, read
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.report import Check, Finding, Outcome

W3C = "vc-di/w3c-vc-di-"
VECTORS = [
    f"{W3C}eddsa/Ed25519Signature2020--signedEdSig.json",
    f"{W3C}eddsa/eddsa-jcs-2022--signedJCS.json",
    f"{W3C}eddsa/eddsa-rdfc-2022--signedDataInt.json",
    f"{W3C}eddsa/eddsa-rdfc-2022--employ--signedDataInt.json",
    f"{W3C}eddsa/proof-set-chain--signedProofSet1.json",
    f"{W3C}ecdsa/ecdsa-jcs-2019-p256--signedJCSECDSAP256.json",
    f"{W3C}ecdsa/ecdsa-jcs-2019-p384--signedJCSECDSAP384.json",
    f"{W3C}ecdsa/ecdsa-rdfc-2019-p256--signedECDSAP256.json",
    f"{W3C}ecdsa/ecdsa-rdfc-2019-p256--employ--signedECDSAP256.json",
    f"{W3C}ecdsa/ecdsa-rdfc-2019-p384--signedECDSAP384.json",
    f"{W3C}ecdsa/ecdsa-rdfc-2019-p384--employ--signedECDSAP384.json",
    "vc-di/dcc-vc-test-fixtures/"
    "v2--dataIntegrityProof--didKey--legacyRegistry-noStatus-noExpiry-minimal.json",
    "ob3-di/dcc-vc-test-fixtures/v2--bothSignatureTypes--didkey--legacy-noStatus-noExpiry.json",
    "ob3-di/w3c-ccg-vc-ed/plugfest-1-2022--plugfest-1-ex-1.json",
    "ob3-di/w3c-ccg-vc-ed/plugfest-2-2022--signed_badge_example-p2.json",
]
UNSUPPORTED = [
    f"{W3C}ecdsa/ecdsa-sd-2023--employ--derivedRevealDocument.json",
    f"{W3C}ecdsa/ecdsa-sd-2023--prc--derivedRevealDocument.json",
    f"{W3C}bbs/derivedRevealDocument.json",
]
BASE = [
    f"{W3C}ecdsa/ecdsa-sd-2023--employ--addSignedSDBase.json",
    f"{W3C}ecdsa/ecdsa-sd-2023--prc--addSignedSDBase.json",
    f"{W3C}bbs/addSignedSDBase.json",
    f"{W3C}bbs/prc--addSignedSDBase.json",
]


@pytest.fixture(scope="module")
def resources() -> Documents:
    return published()


def check(document: dict[str, Any], resources: Documents) -> dict[Check, Finding]:
    """Against the identity of the key itself: these vectors name a made-up issuer beside a did:key."""
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    controller = str(proofs[0].get("verificationMethod")).partition("#")[0]
    found = check_proofs(document, issuer=controller, at=NOON, resources=resources)
    return {finding.check: finding for finding in found}


@needs_vectors
@pytest.mark.parametrize("name", VECTORS)
def test_a_published_vector_verifies(name: str, resources: Documents) -> None:
    found = check(read(name), resources)
    assert {c.name: f.outcome for c, f in found.items()} == dict.fromkeys(
        ("SHAPE", "ISSUER_KEY", "PROOF"), Outcome.PASS
    )


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from leaves(item, (*path, key))
    elif isinstance(value, str):
        yield path


def altered(document: dict[str, Any], path: tuple[Any, ...], chance: random.Random) -> dict[str, Any]:
    """One letter of one string replaced by another letter of its kind."""
    twin = copy.deepcopy(document)
    owner: Any = twin
    for step in path[:-1]:
        owner = owner[step]
    text = owner[path[-1]]
    places = [index for index, letter in enumerate(text) if letter.isalnum()]
    if not places:
        return {}
    place = chance.choice(places)
    kind = "0123456789" if text[place].isdigit() else "abcdefghkmnprstuvwxyz"
    letter = chance.choice([other for other in kind if other != text[place]])
    owner[path[-1]] = text[:place] + letter + text[place + 1 :]
    return twin


@needs_vectors
@pytest.mark.parametrize("name", VECTORS)
def test_one_altered_letter_anywhere_is_never_proved(name: str, resources: Documents) -> None:
    """Every string is altered once. Where the altered string names another key or purpose, that shows there;
    nowhere do issuer's key and proof both hold."""
    document, chance = read(name), random.Random(name)
    single = not isinstance(document["proof"], list)
    tried = 0
    for path in leaves(document):
        twin = altered(document, path, chance)
        if not twin or (not single and path[0] == "proof"):
            continue  # in a set the other proof still holds
        tried += 1
        found = check(twin, resources)
        held = [found.get(c) and found[c].outcome is Outcome.PASS for c in (Check.ISSUER_KEY, Check.PROOF)]
        assert not all(held), path
    assert tried > 5


@needs_vectors
@pytest.mark.parametrize("name", UNSUPPORTED)
def test_a_suite_we_do_not_have_is_neither_proved_nor_refuted(name: str, resources: Documents) -> None:
    finding = check(read(name), resources)[Check.PROOF]
    assert (finding.outcome, finding.code) == (Outcome.INCONCLUSIVE, "proof-not-supported")


@needs_vectors
@pytest.mark.parametrize("name", BASE)
def test_a_base_proof_is_named(name: str, resources: Documents) -> None:
    """What an issuer hands to a holder to derive from is not for a verifier (vc-di-ecdsa §3.6.7)."""
    finding = check(read(name), resources)[Check.PROOF]
    assert (finding.outcome, finding.code) == (Outcome.FAIL, "base-proof")


@needs_vectors
def test_the_key_of_a_made_up_issuer_is_not_called_confirmed(resources: Documents) -> None:
    """issuer https://vc.example/…, key did:key:…: nothing connects them but the message."""
    document = read(VECTORS[2])
    found = check_proofs(document, issuer=document["issuer"], at=NOON, resources=resources)
    outcomes = {finding.check: (finding.outcome, finding.code) for finding in found}
    assert outcomes[Check.ISSUER_KEY] == (Outcome.INCONCLUSIVE, "issuer-not-confirmed")
    assert outcomes[Check.PROOF][0] is Outcome.PASS
