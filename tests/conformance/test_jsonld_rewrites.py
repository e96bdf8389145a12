"""Reshapings of one credential that keep (or nearly keep) its canonical hash: none may come out valid."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.ldsigner import OB3, VC1, Issuer
from tests.vectors import Documents, needs_vectors, read
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import canonicalize, check_shape, choices
from wallet.verification.report import Check, Finding, Outcome, Report, Verdict

REWRITES = read("jsonld-rewrites.json") or {"docs": [], "base": {}}
IN_FORCE = datetime(2026, 3, 1, tzinfo=UTC)  # the credential ends on 1 June: nothing may lean on that here

# Harmless by construction: an array around the only subject says what the subject alone says (LD-14).
HARMLESS = {"subject wrapped in array"}


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(did="https://uni.example/issuer", method="https://uni.example/issuer#key")


@pytest.fixture(scope="module")
def resources(issuer: Issuer) -> Documents:
    method = {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.did,
        "publicKeyMultibase": issuer.multikey,
    }
    return Documents({issuer.did: {"id": issuer.did, "assertionMethod": [method]}})


@pytest.fixture(scope="module")
def signed(issuer: Issuer) -> dict[str, Any]:
    return issuer.sign(REWRITES["base"])


def findings(document: dict[str, Any], resources: Documents) -> dict[Check, Any]:
    found = check_proofs(document, issuer="https://uni.example/issuer", at=IN_FORCE, resources=resources)
    return {finding.check: finding for finding in found}


@needs_vectors
def test_the_credential_itself_holds(signed: dict[str, Any], resources: Documents) -> None:
    outcomes = {check.name: finding.outcome for check, finding in findings(signed, resources).items()}
    assert outcomes == dict.fromkeys(("SHAPE", "ISSUER_KEY", "PROOF"), Outcome.PASS)


@needs_vectors
def test_there_are_thirty_two_documents() -> None:
    assert len(REWRITES["docs"]) == 32


@needs_vectors
@pytest.mark.parametrize(("name", "document"), REWRITES["docs"], ids=[name for name, _ in REWRITES["docs"]])
def test_no_reshaping_is_proved(
    name: str, document: dict[str, Any], signed: dict[str, Any], resources: Documents
) -> None:
    found = findings({**copy.deepcopy(document), "proof": signed["proof"]}, resources)
    proved = found[Check.SHAPE].outcome is Outcome.PASS and found[Check.PROOF].outcome is Outcome.PASS
    assert proved == (name in HARMLESS)
    assert Report("vc-di", tuple(found.values()), IN_FORCE).verdict is not Verdict.VALID


KEY = Issuer(did="https://uni.example/issuer", method="https://uni.example/issuer#key")
PUBLISHED = Documents(
    {
        KEY.did: {
            "id": KEY.did,
            "assertionMethod": [
                {
                    "id": KEY.method,
                    "type": "Multikey",
                    "controller": KEY.did,
                    "publicKeyMultibase": KEY.multikey,
                }
            ],
        }
    }
)
SIGNED = KEY.sign(REWRITES["base"]) if REWRITES["base"] else {}
HOSTILE = [document for name, document in REWRITES["docs"] if name not in HARMLESS]


def in_lists_of_one(value: Any, chosen: set[str], order: int) -> Any:
    """The same to JSON-LD: some members as lists of one, nulls added, the members in another order."""
    if isinstance(value, list):
        return [in_lists_of_one(item, chosen, order) for item in value]
    if not isinstance(value, dict):
        return value
    items = [
        (name, [told] if name in chosen and not isinstance(told, list) else told)
        for name, item in value.items()
        for told in [item if name == "@context" else in_lists_of_one(item, chosen, order)]
    ]
    turned = items[order % len(items) :] + items[: order % len(items)] if items else items
    return dict(turned) | ({"description": None} if "null" in chosen and "description" not in value else {})


# What a spelling may do without saying anything else: these as lists of one, and a null where nothing stands.
SAME = (
    *("issuer", "type", "name", "validFrom", "validUntil", "credentialSubject", "credentialStatus"),
    *("statusPurpose", "statusListIndex", "statusListCredential", "achievement", "description"),
    *("criteria", "narrative", "null"),
)
SPELLINGS = st.integers(0, 2 ** len(SAME) - 1)  # a bit for each of them
ORDERS = st.integers(0, 5)
PLACES = st.integers(0, max(0, len(HOSTILE) - 1))
MEMBERS = st.integers(0, 2 ** max((len(document) for document in HOSTILE), default=0) - 1)


def subset(names: Iterable[str], number: int) -> set[str]:
    """The names whose bit is set."""
    return {name for place, name in enumerate(names) if number >> place & 1}


def proof_of(document: dict[str, Any]) -> Finding:
    found: Finding = findings({**document, "proof": SIGNED["proof"]}, PUBLISHED)[Check.PROOF]
    return found


@needs_vectors
@given(PLACES, PLACES, MEMBERS, SPELLINGS, ORDERS)
@examples(60)
def test_no_reshaping_is_proved_whatever_else_says_the_same(
    one: int, other: int, members: int, spelling: int, order: int
) -> None:
    """The harmless spellings that the gate takes do not open it to the others, alone or two at a time."""
    taken = subset(HOSTILE[other], members)
    mixed = {**HOSTILE[one], **{name: told for name, told in HOSTILE[other].items() if name in taken}}
    respelled = in_lists_of_one(mixed, subset(SAME, spelling), order)
    proved = proof_of(respelled).outcome is Outcome.PASS
    assert not proved or without_lists(respelled) == without_lists(REWRITES["base"])


def without_lists(value: Any) -> Any:
    """A document in which lists of one are what they hold and nulls are absent."""
    if isinstance(value, list):
        return without_lists(value[0]) if len(value) == 1 else [without_lists(item) for item in value]
    if isinstance(value, dict):
        return {name: without_lists(item) for name, item in value.items() if item is not None}
    return value


@needs_vectors
@given(SPELLINGS, ORDERS)
@examples(30)
def test_the_credential_itself_holds_in_every_harmless_spelling(spelling: int, order: int) -> None:
    respelled = in_lists_of_one(REWRITES["base"], subset(SAME, spelling), order)
    found = findings({**respelled, "proof": SIGNED["proof"]}, PUBLISHED)
    assert found[Check.SHAPE].outcome is found[Check.PROOF].outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("property_name", "class_name", "version"),
    [
        ("achievement", "Achievement", "context.json"),
        ("achievement", "Achievement", "context-3.0.0.json"),
        ("criteria", "Criteria", "context-3.0.1.json"),
        ("criteria", "Criteria", "context-3.0.3.json"),
    ],
)
def test_a_class_name_cannot_hide_a_property(
    property_name: str, class_name: str, version: str, issuer: Issuer
) -> None:
    """Open Badges contexts map `Criteria` and `criteria` to one IRI: both spellings sign alike."""
    urls = [VC1, f"https://purl.imsglobal.org/spec/ob/v3p0/{version}"]
    document = issuer.credential(**{"@context": urls})
    document["issuanceDate"] = document.pop("validFrom")
    respelled = copy.deepcopy(document)
    owner = respelled["credentialSubject"]
    owner = owner if property_name in owner else owner["achievement"]
    owner[class_name] = owner.pop(property_name)
    contexts = next(choices(urls, resources=Documents()))
    assert canonicalize(respelled, contexts=contexts) == canonicalize(document, contexts=contexts)
    assert check_shape(document, contexts=contexts).outcome is Outcome.PASS
    assert check_shape(respelled, contexts=contexts).outcome is Outcome.FAIL


def test_the_documents_own_id_cannot_carry_members_elsewhere(resources: Documents, issuer: Issuer) -> None:
    """The same id is the same node: an end date written there would be the credential's, out of sight."""
    document = issuer.credential()
    document["evidence"] = [{"id": document["id"], "type": ["Evidence"]}]
    moved = copy.deepcopy(document) | {"validUntil": "2026-02-01T00:00:00Z"}
    signed = issuer.sign(moved)
    signed["evidence"][0]["validUntil"] = signed.pop("validUntil")
    found = findings(signed, resources)
    assert found[Check.PROOF].outcome is not Outcome.PASS
    assert found[Check.SHAPE].code in ("not-compacted", "unsigned-terms")


@pytest.mark.parametrize("iri", ["https://x.example/> <urn:a> <urn:b> .\n<urn:c", 'urn:x"y', "urn:a\\b"])
def test_an_identifier_cannot_break_out_of_its_quad(iri: str, resources: Documents, issuer: Issuer) -> None:
    document = issuer.sign(issuer.credential())
    document["credentialSubject"]["id"] = iri
    found = findings(document, resources)
    assert (found[Check.SHAPE].outcome, found[Check.SHAPE].code) == (Outcome.FAIL, "id-not-absolute")


def test_the_one_value_object_that_readers_know_is_accepted(resources: Documents, issuer: Issuer) -> None:
    document = issuer.credential(name=[{"@value": "Kurs", "@language": "pl"}])
    assert findings(issuer.sign(document), resources)[Check.PROOF].outcome is Outcome.PASS


@pytest.mark.parametrize("word", ["true", "false"])
def test_a_truth_value_is_not_spelled_as_text(word: str, issuer: Issuer) -> None:
    """Both sign alike, but `"false"` is true to a careless reader."""
    document = issuer.credential()
    identity = {
        "type": "IdentityObject",
        "identityHash": "a",
        "identityType": "email",
        "hashed": word == "true",
    }
    document["credentialSubject"]["identifier"] = [identity]
    contexts = next(choices(document["@context"], resources=Documents()))
    plain = canonicalize(document, contexts=contexts)
    assert check_shape(document, contexts=contexts).outcome is Outcome.PASS
    identity["hashed"] = word  # type: ignore[assignment]
    assert canonicalize(document, contexts=contexts) == plain
    assert check_shape(document, contexts=contexts).outcome is Outcome.FAIL


@needs_vectors
def test_the_context_as_its_server_gives_it_now_is_tried_last() -> None:
    """3.0.3 was amended in place: `endorsementJwt` is known only to the newer content of the same address."""
    newer = read("contexts/ob-v3p0-3.0.3.variant-1EdTech-3d34f4.json")
    key = Issuer()
    document = key.credential(endorsementJwt=["eyJhbGciOiJFUzI1NiJ9.e30.AA"])
    served = Documents({OB3: newer})
    contexts = list(choices(document["@context"], resources=served))[-1]
    parts = [{**key.proof("eddsa-rdfc-2022"), "@context": document["@context"]}, document]
    digests = b"".join(hashlib.sha256(canonicalize(part, contexts=contexts)).digest() for part in parts)
    proof = {**key.proof("eddsa-rdfc-2022"), "proofValue": write_multibase(key.raw(digests))}
    signed = {**document, "proof": proof}
    found = {f.check: f for f in check_proofs(signed, issuer=key.did, at=IN_FORCE, resources=served)}
    assert found[Check.SHAPE].outcome is Outcome.PASS
    assert found[Check.PROOF].outcome is Outcome.PASS
    offline = {f.check: f for f in check_proofs(signed, issuer=key.did, at=IN_FORCE, resources=Documents())}
    assert offline[Check.PROOF].outcome is not Outcome.PASS
