"""An issuer with a key and an identity, who signs Open Badges 3.0 and W3C credentials in every way."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import Any

from tests.smith.keys import Key, base64url
from tests.smith.web import Web
from wallet.verification.dataintegrity.suites import SUITES, jcs_digests, rdf_digests
from wallet.verification.identity.multibase import write_multibase
from wallet.verification.jsonld import choices, context_urls

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_SUITE_CONTEXTS = {
    "Ed25519Signature2020": "https://w3id.org/security/suites/ed25519-2020/v1",
    "Ed25519Signature2018": "https://w3id.org/security/suites/ed25519-2018/v1",
}


class Issuer:
    """`did`: key, jwk, web or https. did:web and https publish a controller document on `web`."""

    def __init__(
        self, web: Web, *, did: str = "key", key: Key | None = None, host: str = "uni.example"
    ) -> None:
        self.web, self.key, self.host = web, key or Key.make(), host
        self.name = "University of Smithing"
        if did == "key":
            self.id = self.key.did_key()
            self.method = f"{self.id}#{self.key.multikey()}"
        elif did == "jwk":
            self.id = self.key.did_jwk()
            self.method = f"{self.id}#0"
        elif did == "web":
            self.id = f"did:web:{host}"
            self.method = f"{self.id}#key-1"
            self.publish(f"https://{host}/.well-known/did.json")
        else:
            self.id = f"https://{host}/issuer"
            self.method = f"{self.id}#key-1"
            self.publish(self.id)
        web.known[self.id] = self.name

    def publish(self, url: str, **changes: Any) -> None:
        """The controller document, with `changes` for lies."""
        method = {
            "id": self.method,
            "type": "Multikey",
            "controller": self.id,
            "publicKeyMultibase": self.key.multikey(),
        }
        document = {
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": self.id,
            "verificationMethod": [method],
            "assertionMethod": [self.method],
            "authentication": [self.method],
        }
        self.web.put(url, {**document, **changes})

    # ── what is said ──
    def credential(self, *, version: int = 2, **changes: Any) -> dict[str, Any]:
        """An Open Badges 3.0 credential, not yet signed. `changes` replace members; None removes one."""
        dates = (
            {"validFrom": "2026-01-01T00:00:00Z"}
            if version == 2
            else {"issuanceDate": "2026-01-01T00:00:00Z"}
        )
        document = {
            "@context": [V2 if version == 2 else V1, OB3],
            "id": "urn:uuid:2fe53dc9-b2ec-4939-9b2c-0d00f6663b6c",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": self.id, "type": ["Profile"], "name": self.name},
            **dates,
            "name": "Welding",
            "credentialSubject": {
                "id": "did:example:learner",
                "type": ["AchievementSubject"],
                "achievement": {
                    "id": "https://uni.example/achievements/welding",
                    "type": ["Achievement"],
                    "name": "Welding",
                    "description": "Joins metals.",
                    "criteria": {"narrative": "A seam that holds."},
                },
            },
        }
        document.update(changes)
        return {name: value for name, value in document.items() if value is not None}

    # ── how it is signed ──
    def sign(
        self, document: dict[str, Any], *, suite: str = "eddsa-rdfc-2022", **options: Any
    ) -> dict[str, Any]:
        """With a Data Integrity proof (added to those there are). `options` replace the proof's own."""
        document = copy.deepcopy(document)
        earlier = document.pop("proof", None)
        own = _SUITE_CONTEXTS.get(suite)
        known = suite == "Ed25519Signature2018" and V1 in document["@context"]  # defined by the base context
        if own and not known and own not in document["@context"]:
            document["@context"] = [*document["@context"], own]
        named = {"type": suite} if own else {"type": "DataIntegrityProof", "cryptosuite": suite}
        if not own and V1 in document["@context"]:
            document["@context"] = [*document["@context"], "https://w3id.org/security/data-integrity/v2"]
        proof = {
            **named,
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": self.method,
            "proofPurpose": "assertionMethod",
            **options,
        }
        proof = {name: value for name, value in proof.items() if value is not None}
        proof = self._seal(document, proof, SUITES[named["type"], named.get("cryptosuite", "")])
        document["proof"] = (
            proof if earlier is None else [*(earlier if isinstance(earlier, list) else [earlier]), proof]
        )
        return document

    def _seal(self, document: dict[str, Any], proof: dict[str, Any], suite: Any) -> dict[str, Any]:
        digest = suite.algorithms[self.key.kind][1]
        if suite.jcs:
            proof = {**proof, "@context": document["@context"]}
            digests = jcs_digests(document, proof, digest=digest)
        else:
            contexts = next(iter(choices(context_urls(document), resources=self.web)))
            digests = rdf_digests(document, proof, contexts=contexts, digest=digest)
        if suite.jws:
            header = {"alg": self.key.algorithm, "b64": False, "crit": ["b64"]}
            start = base64url(json.dumps(header).encode())
            return {**proof, "jws": f"{start}..{base64url(self.key.sign(start.encode() + b'.' + digests))}"}
        algorithm = suite.algorithms[self.key.kind][0][0]
        return {**proof, "proofValue": write_multibase(self.key.sign(digests, algorithm=algorithm))}

    def sign_jwt(
        self,
        document: dict[str, Any],
        *,
        style: str = "vc2",
        algorithm: str = "",
        header: dict[str, Any] | None = None,
        claims: dict[str, Any] | None = None,
        key: Key | None = None,
    ) -> str:
        """`style`: vc2 (the payload is the credential), vc11 (a `vc` member), ob3 (both at once at the top).
        `header` and `claims` replace members; None removes one."""
        subject = document.get("credentialSubject")
        registered: dict[str, Any] = {"iss": self.id}
        if isinstance(document.get("id"), str):
            registered["jti"] = document["id"]
        if isinstance(subject, dict) and "id" in subject:
            registered["sub"] = subject["id"]
        for claim, names in (
            ("nbf", ("validFrom", "issuanceDate")),
            ("exp", ("validUntil", "expirationDate")),
        ):
            stated = next((document[name] for name in names if name in document), None)
            if stated:
                registered[claim] = int(datetime.fromisoformat(stated.replace("Z", "+00:00")).timestamp())
        if style == "vc2":
            payload = dict(document)
        elif style == "vc11":
            payload = {**registered, "vc": document}
        else:
            payload = {**document, **registered}
        payload.update(claims or {})
        payload = {name: value for name, value in payload.items() if value is not None}
        key = key or self.key
        named = {"alg": algorithm or key.algorithm, "kid": self.method, "typ": "JWT", **(header or {})}
        return key.jws(payload, header=named)


def altered(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy in which the member at `path` (dots between names) is `value`; None removes it. For lies."""
    result = copy.deepcopy(document)
    *parents, last = path.split(".")
    place = result
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    if value is None:
        place.pop(last)
    else:
        place[last] = value
    return result
