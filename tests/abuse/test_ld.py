"""The JSON-LD, Data Integrity, key and DID lines of the abuse catalogue, named by their ids."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest

from tests.ldsigner import OB3, VC1, VC2, Issuer
from tests.vectors import NOON, Documents
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.identity import multibase
from wallet.verification.jsonld import UnknownContext, choices
from wallet.verification.jsonld import contexts as context_module
from wallet.verification.jsonld.contexts import digest_of, packaged
from wallet.verification.jsonld.pins import PINS
from wallet.verification.report import Check, Finding, Outcome

STATUS = {
    "id": "https://uni.example/status/1#5",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "5",
    "statusListCredential": "https://uni.example/status/1",
}
END = "2026-06-01T00:00:00Z"
CRED = "https://www.w3.org/2018/credentials#"
XSD_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
HELD = (Outcome.PASS, Outcome.PASS)


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def signed(issuer: Issuer) -> dict[str, Any]:
    return issuer.sign(issuer.credential(validUntil=END, credentialStatus=dict(STATUS)))


def findings(document: dict[str, Any], issuer: str, **more: Any) -> dict[Check, Finding]:
    arguments = {"at": NOON, "resources": Documents(), **more}
    return {f.check: f for f in check_proofs(document, issuer=issuer, **arguments)}


def refused(document: dict[str, Any], issuer: Issuer) -> str:
    """SHAPE's code; neither SHAPE nor PROOF may hold."""
    found = findings(document, issuer.did)
    assert found[Check.SHAPE].outcome is not Outcome.PASS
    assert found[Check.PROOF].outcome is not Outcome.PASS
    return found[Check.SHAPE].code


def proof(document: dict[str, Any], issuer: str, **more: Any) -> tuple[str, str]:
    finding = findings(document, issuer, **more)[Check.PROOF]
    return finding.outcome.name, finding.code


def test_the_untouched_credential_holds(signed: dict[str, Any], issuer: Issuer) -> None:
    found = findings(signed, issuer.did)
    assert (found[Check.SHAPE].outcome, found[Check.PROOF].outcome) == HELD


# ── LD ───────────────────────────────────────────────────────────────────────────────────────────────
def test_ld_01_a_status_respelled_as_an_iri(signed: dict[str, Any], issuer: Issuer) -> None:
    signed[f"{CRED}credentialStatus"] = signed.pop("credentialStatus")
    assert refused(signed, issuer) == "not-compacted"


@pytest.mark.parametrize("keyword", ["@nest", "@included"])
def test_ld_02_a_status_under_a_keyword(keyword: str, signed: dict[str, Any], issuer: Issuer) -> None:
    moved = {"credentialStatus": signed.pop("credentialStatus")}
    signed[keyword] = moved if keyword == "@nest" else [{"id": signed["id"], **moved}]
    assert refused(signed, issuer) == "not-compacted"


@pytest.mark.parametrize("way", ["iri", "@nest", "@included"])
def test_ld_03_an_end_date_out_of_sight(way: str, signed: dict[str, Any], issuer: Issuer) -> None:
    end = signed.pop("validUntil")
    if way == "iri":
        signed[f"{CRED}validUntil"] = {"@type": XSD_TIME, "@value": end}
    else:
        signed[way] = {"validUntil": end} | ({"id": signed["id"]} if way == "@included" else {})
    assert refused(signed, issuer) == "not-compacted"


def test_ld_04_an_end_date_aliased_by_an_appended_context(signed: dict[str, Any], issuer: Issuer) -> None:
    alias = {"x": {"@id": f"{CRED}validUntil", "@type": XSD_TIME}}
    signed["@context"] = [*signed["@context"], alias]
    signed["x"] = signed.pop("validUntil")
    assert refused(signed, issuer) == "inline-context"


def test_ld_05_the_whole_credential_in_a_graph(signed: dict[str, Any], issuer: Issuer) -> None:
    inner = {k: v for k, v in signed.items() if k not in ("@context", "proof")}
    hidden = {"@context": signed["@context"], "@graph": [inner], "proof": signed["proof"]}
    assert refused(hidden, issuer) == "not-compacted"


def test_ld_06_a_fake_issuer_beside_the_respelled_one(signed: dict[str, Any], issuer: Issuer) -> None:
    signed[f"{CRED}issuer"] = signed["issuer"]
    signed["issuer"] = {"id": "harvard", "name": "Harvard"}
    assert refused(signed, issuer) == "not-compacted"


def test_ld_07_a_second_subject_with_a_relative_id(signed: dict[str, Any], issuer: Issuer) -> None:
    forged = {"id": "me", "achievement": {"id": "phd", "name": "PhD in Medicine"}}
    signed["credentialSubject"] = [signed["credentialSubject"], forged]
    assert refused(signed, issuer) in ("id-not-absolute", "unsigned-terms")


@pytest.mark.parametrize(
    ("place", "member"),
    [
        ("subject", {"result": [{"id": "r", "type": ["Result"], "value": "A"}]}),
        ("top", {"evidence": [{"id": "e", "type": ["Evidence"], "name": "Thesis"}]}),
        ("subject", {"image": {"id": "face.png", "type": "Image"}}),
        ("subject", {"identifier": [{"id": "i", "type": "IdentityObject", "identityHash": "a@b"}]}),
    ],
)
def test_ld_08_forged_content_with_a_relative_id(
    place: str, member: dict[str, Any], signed: dict[str, Any], issuer: Issuer
) -> None:
    (signed if place == "top" else signed["credentialSubject"]).update(member)
    assert refused(signed, issuer) in ("id-not-absolute", "unsigned-terms")


def test_ld_09_terms_added_after_signing_are_listed(signed: dict[str, Any], issuer: Issuer) -> None:
    signed["honours"] = "summa cum laude"
    signed["credentialSubject"]["grade"] = "A"
    assert refused(signed, issuer) == "unsigned-terms"
    assert findings(signed, issuer.did)[Check.SHAPE].params["where"] == "grade, honours"


def test_ld_10_types_that_no_context_knows(signed: dict[str, Any], issuer: Issuer) -> None:
    signed["type"] = [*signed["type"], "DoctorateCredential"]
    assert refused(signed, issuer) == "unsigned-terms"


def test_ld_11_the_graph_turned_round(signed: dict[str, Any], issuer: Issuer) -> None:
    signed["@reverse"] = {"credentialSubject": signed.pop("credentialSubject")}
    assert refused(signed, issuer) == "not-compacted"


@pytest.mark.parametrize(
    "value",
    [
        {"@value": "Short course"},
        {"@list": ["Short course"]},
        {"@set": ["Short course"]},
        {"@value": "Short course", "@language": "en", "id": "urn:x"},
        {"@type": "@json", "@value": {"a": 1}},
        [["Short course"]],
    ],
)
def test_ld_12_keyword_objects_where_a_plain_value_belongs(
    value: Any, signed: dict[str, Any], issuer: Issuer
) -> None:
    signed["name"] = value
    found = findings(signed, issuer.did)
    assert (found[Check.SHAPE].outcome, found[Check.PROOF].outcome) != HELD


@pytest.mark.parametrize("kind", ["@json", "@id", "@none", ["Profile", "@vocab"]])
def test_ld_13_keywords_as_types(kind: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    signed["issuer"]["type"] = kind
    assert refused(signed, issuer) in ("not-compacted", "unsigned-terms", "not-json-ld")


def test_ld_14_an_array_around_one_value_is_the_value(signed: dict[str, Any], issuer: Issuer) -> None:
    signed["credentialSubject"] = [signed["credentialSubject"]]
    found = findings(signed, issuer.did)
    assert (found[Check.SHAPE].outcome, found[Check.PROOF].outcome) == HELD


@pytest.mark.parametrize("key", ["a:b", "a/b", "@context", "@id", "@anything", "https://x.example/y"])
def test_ld_15_keys_that_are_no_terms(key: str, signed: dict[str, Any], issuer: Issuer) -> None:
    signed["credentialSubject"]["achievement"][key] = "x"
    found = findings(signed, issuer.did)
    assert found[Check.SHAPE].code in ("not-compacted", "context-not-known", "inline-context")
    assert (found[Check.SHAPE].outcome, found[Check.PROOF].outcome) != HELD


def test_ld_17_an_unknown_context_is_not_judged_and_not_asked_for(issuer: Issuer) -> None:
    signed = issuer.sign(issuer.credential())
    signed["@context"] = [*signed["@context"], "https://evil.example/context.json"]
    resources = Documents({"https://evil.example/context.json": {"@context": {}}})
    found = findings(signed, issuer.did, resources=resources)
    assert (found[Check.SHAPE].outcome, found[Check.SHAPE].code) == (
        Outcome.INCONCLUSIVE,
        "context-not-known",
    )
    assert found[Check.PROOF].outcome is Outcome.INCONCLUSIVE
    assert resources.asked == []


def test_ld_18_a_pinned_context_with_other_bytes_is_not_used() -> None:
    url = next(url for url in PINS if url not in packaged())
    resources = Documents({url: {"@context": {"validUntil": "https://evil.example/x"}}})
    with pytest.raises(UnknownContext):
        next(choices([url], resources=resources))
    assert resources.asked == [url]


def test_ld_18_every_packaged_context_is_pinned_and_none_was_left_out() -> None:
    index = json.loads((context_module.FOLDER / "index.json").read_text())
    assert {url: len(names) for url, names in index.items()} == {
        url: len(contexts) for url, contexts in packaged().items() if url in index
    }
    for url, contexts in packaged().items():
        for context in contexts:
            assert digest_of(context.document) == context.digest
            assert context.digest in PINS[url]


def test_ld_18_a_pinned_context_from_its_server_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    url, document = "https://uni.example/context", {"@context": {"a": "https://uni.example/a"}}
    monkeypatch.setitem(PINS, url, frozenset({digest_of(document)}))
    chosen = next(choices([url], resources=Documents({url: document})))
    assert chosen.chosen[url].document == document


@pytest.mark.parametrize("context", [None, {"@vocab": "https://x.example/"}, {"@base": "https://x.example/"}])
def test_ld_19_contexts_that_change_the_rules(context: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    signed["@context"] = [*signed["@context"], context]
    assert refused(signed, issuer) in ("inline-context", "not-json-ld")


def test_ld_20_redefinition_of_a_protected_term(signed: dict[str, Any], issuer: Issuer) -> None:
    signed["@context"] = [*signed["@context"], {"name": "https://evil.example/x"}]
    assert refused(signed, issuer) == "not-json-ld"
    signed["@context"] = [VC2, VC1]
    assert refused(signed, issuer) == "not-json-ld"


def test_ld_21_a_thousand_contexts(signed: dict[str, Any], issuer: Issuer) -> None:
    started = time.monotonic()
    signed["@context"] = [VC2] + [OB3] * 999
    assert refused(signed, issuer) in ("context-order", "too-complex")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("contexts", [[OB3, VC2], [OB3], [], None, ["https://www.w3.org/ns/did/v1", VC2]])
def test_ld_22_contexts_in_another_order(contexts: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    signed["@context"] = contexts
    assert refused(signed, issuer) in ("context-order", "context-missing", "inline-context")


def test_ld_23_a_poisoned_credential_is_given_up_in_time(issuer: Issuer) -> None:
    """Nine nameless profiles, each linked with every other: canonical labels would take minutes."""
    signed = issuer.sign(issuer.credential())
    names = [f"_:n{number}" for number in range(9)]
    signed["evidence"] = [
        {"id": name, "type": ["Evidence"], "alignment": [{"id": other} for other in names]} for name in names
    ]
    signed["credentialSubject"]["achievement"]["related"] = []
    started = time.monotonic()
    assert refused(signed, issuer)
    assert time.monotonic() - started < 5


# ── DI ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("nothing", [None, [], {}, [{}], [None]])
def test_di_02_no_proof_is_said_to_be_none(nothing: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    assert proof({**signed, "proof": nothing}, issuer.did) == ("FAIL", "no-proof")


def test_di_03_a_proof_of_another_credential(signed: dict[str, Any], issuer: Issuer) -> None:
    other = issuer.sign(issuer.credential(name="Long course"))
    assert proof({**signed, "proof": other["proof"]}, issuer.did) == ("FAIL", "signature-does-not-fit")


def test_di_04_a_proof_for_another_purpose(issuer: Issuer) -> None:
    shown = issuer.sign(issuer.credential(), proofPurpose="authentication")
    assert proof(shown, issuer.did) == ("FAIL", "proof-purpose-wrong")


def test_di_04_a_key_listed_for_authentication_alone() -> None:
    keys = Issuer(did="did:web:uni.example", method="did:web:uni.example#k")
    method = {"id": keys.method, "controller": keys.did, "publicKeyMultibase": keys.multikey}
    served = {"id": keys.did, "authentication": [method]}
    resources = Documents({"https://uni.example/.well-known/did.json": served})
    found = findings(keys.sign(keys.credential()), keys.did, resources=resources)
    assert (found[Check.ISSUER_KEY].outcome, found[Check.ISSUER_KEY].code) == (
        Outcome.FAIL,
        "key-not-for-purpose",
    )
    assert found[Check.PROOF].outcome is not Outcome.PASS


def test_di_05_an_attackers_key_under_a_victims_name(issuer: Issuer) -> None:
    mallory = Issuer()
    forged = mallory.credential()
    forged["issuer"]["id"] = issuer.did
    found = findings(mallory.sign(forged), issuer.did)
    assert (found[Check.ISSUER_KEY].outcome, found[Check.ISSUER_KEY].code) == (
        Outcome.FAIL,
        "issuer-mismatch",
    )
    assert found[Check.PROOF].outcome is not Outcome.PASS


@pytest.mark.parametrize(
    "value",
    ["", "z", "u" + "A" * 86, "m" + "A" * 86, "z 1", "zO0l", None, 7, "z" + "1" * 64, "z" + "2" * 20_000],
)
def test_di_09_values_that_are_no_signature(value: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    outcome, code = proof({**signed, "proof": {**signed["proof"], "proofValue": value}}, issuer.did)
    assert (outcome, code) in (("FAIL", "signature-malformed"), ("FAIL", "signature-does-not-fit"))


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s + b"\0", lambda s: s + s])
def test_di_09_signatures_of_another_length(change: Any, signed: dict[str, Any], issuer: Issuer) -> None:
    raw = change(multibase.read_multibase(signed["proof"]["proofValue"]))
    signed["proof"]["proofValue"] = multibase.write_multibase(raw)
    assert proof(signed, issuer.did) == ("FAIL", "signature-does-not-fit")


def test_di_10_options_added_after_signing(signed: dict[str, Any], issuer: Issuer) -> None:
    for member in ({"challenge": "x"}, {"domain": "x"}, {"nonce": "x"}, {"note": "approved"}):
        twin = copy.deepcopy(signed)
        twin["proof"] |= member
        assert proof(twin, issuer.did)[0] != "PASS"


@pytest.mark.parametrize(("suite", "value"), [("ecdsa-sd-2023", "u2V0AhVhA"), ("bbs-2023", "u2V0ChVhQ")])
def test_di_11_a_base_proof_is_not_taken_for_a_proof(suite: str, value: str, issuer: Issuer) -> None:
    document = {**issuer.credential(), "proof": issuer.proof(suite, proofValue=value)}
    assert proof(document, issuer.did)[0] != "PASS"
    derived = {**document, "proof": issuer.proof(suite, proofValue="u2V0BhVhA")}
    assert proof(derived, issuer.did)[0] != "PASS"
