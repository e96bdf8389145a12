"""One credential of each kind of proof, issued by the test smith: (bytes, the world that answers for it)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.smith.badges import BadgeHost
from tests.smith.issuer import Issuer
from tests.smith.keys import Key
from tests.smith.web import Web

Issued = tuple[bytes, Any]


def _proof(suite: str, kind: str = "Ed25519", version: int = 2) -> Callable[[], Issued]:
    def issue() -> Issued:
        web = Web()
        issuer = Issuer(web, key=Key.make(kind))
        return json.dumps(issuer.sign(issuer.credential(version=version), suite=suite)).encode(), web

    return issue


def _token(kind: str, algorithm: str) -> Callable[[], Issued]:
    def issue() -> Issued:
        web = Web()
        issuer = Issuer(web, did="web", key=Key.make(kind))
        return issuer.sign_jwt(issuer.credential(), algorithm=algorithm).encode(), web

    return issue


def _hosted() -> Issued:
    web = Web()
    host = BadgeHost(web)
    return json.dumps(host.publish(host.assertion())).encode(), web


def _signed() -> Issued:
    web = Web()
    host = BadgeHost(web)
    return host.sign(host.assertion()).encode(), web


KINDS: dict[str, Callable[[], Issued]] = {
    "Ed25519Signature2018": _proof("Ed25519Signature2018", version=1),
    "Ed25519Signature2020": _proof("Ed25519Signature2020", version=1),
    "eddsa-rdfc-2022": _proof("eddsa-rdfc-2022"),
    "eddsa-jcs-2022": _proof("eddsa-jcs-2022"),
    "ecdsa-rdfc-2019, P-256": _proof("ecdsa-rdfc-2019", "P-256"),
    "ecdsa-rdfc-2019, P-384": _proof("ecdsa-rdfc-2019", "P-384"),
    "ecdsa-jcs-2019, P-256": _proof("ecdsa-jcs-2019", "P-256"),
    "ecdsa-jcs-2019, P-384": _proof("ecdsa-jcs-2019", "P-384"),
    "JWT EdDSA, did:web": _token("Ed25519", "EdDSA"),
    "JWT ES256, did:web": _token("P-256", "ES256"),
    "JWT ES384, did:web": _token("P-384", "ES384"),
    "JWT RS256, did:web": _token("RSA", "RS256"),
    "JWT PS256, did:web": _token("RSA", "PS256"),
    "Open Badges 2.0, hosted": _hosted,
    "Open Badges 2.0, signed": _signed,
}


def issue(kind: str) -> Issued:
    return KINDS[kind]()
