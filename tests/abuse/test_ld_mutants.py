"""DI-13, LD-16: reshaped copies of signed credentials by the thousand. What is still proved says the same."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.ldsigner import SUITE2020, VC1, Issuer
from tests.vectors import NOON, Documents
from wallet.verification.dataintegrity.proofs import check_proofs
from wallet.verification.jsonld.contexts import packaged
from wallet.verification.report import Check, Outcome

MUTANTS = 250
OLD_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"


def rich(issuer: Issuer) -> dict[str, Any]:
    """A credential with something of everything that a forger would like to hide or to add."""
    document = issuer.credential(
        validUntil="2027-06-01T00:00:00Z",
        credentialStatus={
            "id": "https://uni.example/status/1#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "5",
            "statusListCredential": "https://uni.example/status/1",
        },
        evidence=[
            {"id": "https://uni.example/e/1", "type": ["Evidence"], "name": "Essay"},
            {"id": "https://uni.example/e/2", "type": ["Evidence"], "name": "Talk"},
        ],
    )
    subject = document["credentialSubject"]
    subject["identifier"] = [
        {
            "type": "IdentityObject",
            "identityHash": "a@b.example",
            "identityType": "emailAddress",
            "hashed": False,
        }
    ]
    subject["result"] = [{"type": ["Result"], "value": "B"}]
    subject["achievement"]["creator"] = {"id": issuer.did, "type": ["Profile"]}
    subject["achievement"]["image"] = {"id": "https://uni.example/a.png", "type": "Image"}
    return document


def old(issuer: Issuer) -> dict[str, Any]:
    document = rich(issuer)
    document["@context"] = [VC1, OLD_OB, SUITE2020]
    document["issuanceDate"] = document.pop("validFrom")
    document["expirationDate"] = document.pop("validUntil")
    document["credentialStatus"] = {"id": "https://uni.example/status/1#5", "type": "1EdTechRevocationList"}
    for owner in (document, document["credentialSubject"]):
        for name in ("evidence", "identifier", "name", "credentialStatus"):
            owner.pop(name, None)
    return document


def terms() -> list[str]:
    found: set[str] = set()

    def collect(value: Any) -> None:
        for item in value if isinstance(value, list) else []:
            collect(item)
        for key, item in value.items() if isinstance(value, dict) else ():
            found.add(key)
            collect(item)

    for url, contexts in packaged().items():
        if "activitystreams" not in url:
            for context in contexts:
                collect(context.document["@context"])
    return sorted(found)


def owners(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if key != "proof":
            yield from owners(item, (*path, key))


def mutate(document: dict[str, Any], words: list[str], chance: random.Random) -> None:
    every = [owner for _, owner in owners(document)]
    owner, other = chance.choice(every), chance.choice(every)
    keys = [key for key in owner if key not in ("proof", "@context")]
    if not keys:
        return
    key = chance.choice(keys)
    word, strings = chance.choice(words), [v for o in every for v in o.values() if isinstance(v, str)]
    changes = [
        lambda: owner.__setitem__(word, owner.pop(key)),  # respelled
        lambda: other.__setitem__(key, owner.pop(key)),  # moved
        lambda: other.__setitem__(key, copy.deepcopy(owner[key])),  # copied
        lambda: owner.__setitem__(word, {key: owner.pop(key)}),  # wrapped
        lambda: owner.__setitem__(word, chance.choice(strings)),  # added
        lambda: owner.__setitem__(key, chance.choice(strings)),  # replaced
        lambda: owner.__setitem__(key, [owner[key]]),
        lambda: owner.__setitem__(key, {"@value": owner[key]}),
        lambda: owner.__setitem__(key, {"id": owner[key]}),
        lambda: owner.__setitem__(key, [owner[key], owner[key]]),
        lambda: owner.__setitem__(key, None),
        lambda: owner.__setitem__(word, None),
        lambda: owner.__setitem__(word, []),
        lambda: owner.__setitem__(word, {}),
        lambda: owner.__setitem__(key, str(owner[key])),
        lambda: owner.__setitem__(key.capitalize(), owner.pop(key)),
        lambda: owner.__setitem__(f"{word}:{key}", owner.pop(key)),
        lambda: owner.pop(key),
    ]
    chance.choice(changes)()


def said(document: Any) -> dict[str, dict[str, set[str]]]:
    """What a reader takes from a document, by the id of the thing spoken about: order, nothings and arrays of
    one put aside. What is said of one thing in two places (an issuer who is also the creator) may stand in
    either; only the document itself is looked for in one place, and the gate sees to that."""
    things: dict[str, dict[str, set[str]]] = {}

    def plain(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(plain, value))
        if not isinstance(value, dict):
            return set() if value is None else {json.dumps(value)}
        members = {key: plain(item) for key, item in sorted(value.items())}
        members = {key: item for key, item in members.items() if item}
        name = value.get("id")
        if not isinstance(name, str):
            return {json.dumps({key: sorted(item) for key, item in members.items()})}
        for key, item in members.items():
            things.setdefault(name, {}).setdefault(key, set()).update(item)
        return {json.dumps(name)}

    top = {key: plain(value) for key, value in document.items() if key != "proof"}
    things[""] = {key: value for key, value in top.items() if value}
    return {name: members for name, members in things.items() if set(members) != {"id"}}


@pytest.mark.parametrize(("make", "suite"), [(rich, "eddsa-rdfc-2022"), (old, "Ed25519Signature2020")])
def test_di_13_a_mutant_that_is_proved_says_what_was_signed(make: Any, suite: str) -> None:
    issuer, chance, words = Issuer(), random.Random(f"mutants of {suite}"), terms()
    signed = issuer.sign(make(issuer), suite)
    original, proved = said(signed), 0
    for number in range(MUTANTS):
        twin = copy.deepcopy(signed)
        for _ in range(chance.choice((1, 1, 1, 2))):
            mutate(twin, words, chance)
        found = {f.check: f for f in check_proofs(twin, issuer=issuer.did, at=NOON, resources=Documents())}
        assert found[Check.PROOF].code != "check-failed", number
        held = [found.get(c) and found[c].outcome is Outcome.PASS for c in (Check.SHAPE, Check.PROOF)]
        if all(held):
            proved += 1
            assert said(twin) == original, number
    assert 0 < proved < MUTANTS


def test_many_threads_get_the_same_answers_as_one() -> None:
    """PyLD's caches are not safe among threads; one lock stands around it."""
    issuer = Issuer()
    good = issuer.sign(rich(issuer))
    bad = copy.deepcopy(good) | {"name": "Another"}

    def outcome(document: dict[str, Any]) -> str:
        found = check_proofs(document, issuer=issuer.did, at=NOON, resources=Documents())
        return next(f.code for f in found if f.check is Check.PROOF)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(outcome, [good, bad] * 30))
    assert codes == ["signature-fits", "signature-does-not-fit"] * 30
