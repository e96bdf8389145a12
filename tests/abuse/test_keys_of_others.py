"""Whatever the bearer writes, a credential of another issuer never comes out valid.

Mallory signs in the name of issuers of every kind. Mallory chooses the header, the claims, the proof and its
method, and puts files of any form and type on a host of their own and on the issuer's host. What the issuer
itself publishes stays the issuer's, and may even name Mallory's key: revoked, expired, for another purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import Issuer, Key, Web
from tests.smith.asking import ask
from wallet.verification.report import Verdict

MALLORY = Key.make(number=9)
MALLORY_RSA = Key.make("RSA", number=9)
OWN = Key.make(number=1)
UPLOADS = [
    "https://uni.example/uploads/mallory.json",
    "https://uni.example/issuer/keys/1",
    "https://uni.example/.well-known/jwks.json",
    "https://evil.example/key.json",
    "https://evil.example/.well-known/did.json",
]


@dataclass(frozen=True)
class Victim:
    """`publish` puts the issuer's own documents on the web and answers with its identifier."""

    name: str
    publish: Callable[[Web], str]


def method(identifier: str, key: Key = OWN, **members: Any) -> dict[str, Any]:
    return {
        "id": f"{identifier}#key-1",
        "type": "Multikey",
        "controller": identifier,
        "publicKeyMultibase": key.multikey(),
        **members,
    }


def did_web(*more: dict[str, Any], **members: Any) -> Callable[[Web], str]:
    def publish(web: Web) -> str:
        did = "did:web:uni.example"
        document = {
            "id": did,
            "verificationMethod": [method(did)],
            "assertionMethod": [f"{did}#key-1", *more],
            **members,
        }
        web.put("https://uni.example/.well-known/did.json", document)
        return did

    return publish


def https(**members: Any) -> Callable[[Web], str]:
    def publish(web: Web) -> str:
        return web.put(PROFILE, {"id": PROFILE, "type": "Profile", "name": "University", **members})

    return publish


DID, PROFILE = "did:web:uni.example", "https://uni.example/issuer"
PUBLISHED = (PROFILE, "https://uni.example/.well-known/did.json", "https://uni.example/keys/1")
MALLORYS_DID_KEY = f"{MALLORY.did_key()}#{MALLORY.multikey()}"
MINE = f"{DID}#mine"  # Mallory's own key in the issuer's document, but not as a key that may sign


def listed_key(web: Web) -> str:
    web.put("https://uni.example/keys/1", {**OWN.jwk()})
    return https(assertionMethod=["https://uni.example/keys/1"])(web)


VICTIMS = [
    Victim("did:key", lambda _: OWN.did_key()),
    Victim("did:jwk", lambda _: OWN.did_jwk()),
    Victim("did:web", did_web()),
    Victim("did:web that does not answer", lambda _: DID),
    Victim("did:web, key revoked", did_web(method(DID, MALLORY, id=MINE, revoked="2020-01-01T00:00:00Z"))),
    Victim("did:web, key expired", did_web(method(DID, MALLORY, id=MINE, expires="2020-01-01T00:00:00Z"))),
    Victim("did:web, key until nobody knows", did_web(method(DID, MALLORY, id=MINE, expires="soon"))),
    Victim("did:web, to sign in", did_web(authentication=[method(DID, MALLORY, id=MINE)])),
    Victim("did:web, to encrypt", did_web(keyAgreement=[method(DID, MALLORY, id=MINE)])),
    Victim("did:web, of another", did_web(method(DID, MALLORY, id=MINE, controller="did:web:evil.example"))),
    Victim("did:web, twice", did_web(method(DID, MALLORY))),
    Victim("did:web, no purpose", did_web(verificationMethod=[method(DID), method(DID, MALLORY, id=MINE)])),
    Victim("https", https(assertionMethod=[method(PROFILE)])),
    Victim("https without keys", https()),
    Victim("https with a key document", listed_key),
    Victim("https with a key set", https(keys=[{**OWN.jwk(), "kid": "a"}])),
    Victim("https, to encrypt", https(keys=[{**MALLORY.jwk(), "kid": "a", "use": "enc"}])),
    Victim("https, to sign in", https(assertionMethod=[method(PROFILE)], authentication=[MALLORYS_DID_KEY])),
    Victim("https that does not answer", lambda _: PROFILE),
    Victim("https, a page", lambda web: web.put(PROFILE, "<!doctype html>", content_type="text/html")),
    Victim("a name", lambda _: "urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795"),
]

WEIRD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@st.composite
def names_of_keys(draw: st.DrawFn, identifier: str) -> Any:
    """A `kid` or a `verificationMethod`: the issuer's own, Mallory's, a file's, and what lies between."""
    place = draw(
        st.sampled_from([identifier, identifier.upper(), *UPLOADS, "did:web:evil.example", DID, PROFILE])
    )
    end = draw(
        st.sampled_from(
            [
                "#key-1",
                "#mine",
                "#a",
                "#0",
                "",
                "#",
                "?x#key-1",
                "/#key-1",
                "#" + MALLORY.multikey(),
                "/keys/1",
            ]
        )
    )
    return draw(
        st.sampled_from([place + end, end, MALLORY.did_key(), MALLORY.did_jwk() + "#0", place + end[1:]])
        | st.just(MALLORYS_DID_KEY)
        | WEIRD
    )


@st.composite
def files(draw: st.DrawFn, identifier: str, *, place: str = "") -> dict[str, Any]:
    """What Mallory puts at an address: a key in every form, said to be the issuer's, or its document."""
    owner = identifier if place else draw(st.sampled_from([identifier, "did:web:evil.example", *UPLOADS]))
    own = place or draw(st.sampled_from([identifier, owner, *UPLOADS, f"{identifier}#key-1"]))
    key = {
        "id": own,
        "type": "Multikey",
        draw(st.sampled_from(["controller", "owner"])): owner,
        "publicKeyMultibase": MALLORY.multikey(),
    }
    name = draw(st.sampled_from(["key-1", "a", "mine", f"{identifier}#key-1"]))
    return draw(
        st.sampled_from(
            [
                MALLORY.jwk(),
                {"keys": [{**MALLORY.jwk(), "kid": name}]},
                {"id": own, "keys": [{**MALLORY.jwk(), "kid": name}]},
                key,
                {**key, "publicKeyMultibase": None, "publicKeyPem": MALLORY.pem()},
                {"id": own, "type": "Profile", "assertionMethod": [{**key, "id": f"{own}#{name}"}]},
                {"id": own, "publicKey": [key]},
                {"id": own, "alsoKnownAs": [identifier], "verificationMethod": [key]},
            ]
        )
    )


TYPES = ["application/json", "application/did+json", "text/plain", "application/octet-stream", ""]


@st.composite
def forgeries(draw: st.DrawFn) -> tuple[str, str, Web]:
    """(name of the kind of issuer, what Mallory wrote, web). Every second one is a plain attempt, in which
    the parts fit each other; in the others anything goes with anything."""
    victim = draw(st.sampled_from(VICTIMS))
    web = Web()
    identifier = victim.publish(web)
    web.known = {identifier: "University"}
    own = set(PUBLISHED)
    places = draw(st.lists(st.sampled_from(UPLOADS), max_size=3, unique=True))
    for place in places:
        if place not in own:
            web.put(place, draw(files(identifier)), content_type=draw(st.sampled_from(TYPES)))
    mallory = Issuer(Web(), key=draw(st.sampled_from([MALLORY, MALLORY, MALLORY_RSA])))
    document = mallory.credential(
        issuer=draw(st.sampled_from([identifier, {"id": identifier, "type": ["Profile"], "name": "U"}]))
    )
    if draw(st.booleans()):
        place = draw(st.sampled_from(UPLOADS[:2]))
        web.put(place, draw(files(identifier, place=place)))
        keys = [place, f"{place}#key-1", f"{identifier}#mine", f"{identifier}#key-1", f"{identifier}#a"]
        keys += [f"{identifier}#{MALLORY.multikey()}", MALLORY.did_jwk() + "#0", MALLORYS_DID_KEY]
        name = draw(st.sampled_from(keys))
        mallory = Issuer(Web(), key=MALLORY)
        if draw(st.booleans()):
            return victim.name, json.dumps(signed(mallory, document, name)), web
        token = mallory.sign_jwt(document, header={"kid": name}, claims={"iss": identifier})
        return victim.name, token, web
    name = draw(names_of_keys(identifier))
    if mallory.key is MALLORY and draw(st.booleans()):
        method = draw(st.sampled_from([name, {"id": name, **MALLORY.jwk()}]))
        options = {"controller": draw(st.sampled_from([identifier, mallory.id, None]))}
        return victim.name, json.dumps(signed(mallory, document, method, **options)), web
    return victim.name, draw(tokens(mallory, document, identifier, name)), web


def signed(mallory: Issuer, document: dict[str, Any], name: Any, **options: Any) -> dict[str, Any]:
    return mallory.sign(document, suite="eddsa-jcs-2022", verificationMethod=name, **options)


@st.composite
def tokens(draw: st.DrawFn, mallory: Issuer, document: dict[str, Any], identifier: str, name: Any) -> str:
    jwk = mallory.key.jwk()
    header = {
        "kid": draw(st.sampled_from([name, None])),
        "jwk": draw(st.sampled_from([None, jwk, {**jwk, "kid": f"{identifier}#key-1"}, OWN.jwk(), {}])),
        "jku": draw(st.sampled_from([None, *UPLOADS])),
        "x5u": draw(st.sampled_from([None, *UPLOADS])),
        "x5c": draw(st.sampled_from([None, ["MIIB"], [mallory.key.pem()]])),
        "alg": draw(st.sampled_from([mallory.key.algorithm] * 4 + ["none", "HS256", "ES256", "Ed25519"])),
        "iss": draw(st.sampled_from([None, identifier])),
        "typ": draw(st.sampled_from(["JWT", "vc+jwt", None])),
    }
    issuers = [identifier, None, f'"{identifier}"', mallory.id, identifier + "/", identifier.upper()]
    claims = {"iss": draw(st.sampled_from(issuers))}
    style = draw(st.sampled_from(["vc2", "ob3"]))
    return mallory.sign_jwt(document, style=style, header=header, claims=claims)


@examples(400)
@given(forgeries())
def test_nothing_that_the_bearer_writes_makes_a_credential_of_another_issuer_valid(
    forged: tuple[str, str, Web],
) -> None:
    name, written, web = forged
    report = ask(written, web)
    assert report.verdict is not Verdict.VALID, name
    assert report.verdict is not Verdict.UNSIGNED


@pytest.mark.parametrize("victim", VICTIMS, ids=lambda victim: victim.name)
def test_every_issuer_who_can_be_asked_is_believed_with_its_own_key(victim: Victim) -> None:
    """Else the property would hold of a verifier that calls nothing valid."""
    web = Web()
    identifier = victim.publish(web)
    web.known = {identifier: "University"}
    issuer = Issuer(Web(), key=OWN)
    names = ["#key-1", "#a", "", "https://uni.example/keys/1", identifier]
    document = issuer.credential(issuer=identifier)
    written = [issuer.sign_jwt(document, header={"kid": kid}, claims={"iss": identifier}) for kid in names]
    verdicts = {ask(token, web).verdict for token in written}
    silent = ("not answer", "a page", "a name", "without keys", "twice", "to encrypt")
    could = not victim.name.endswith(silent) or victim.name == "did:web, to encrypt"
    assert (Verdict.VALID in verdicts) is could
