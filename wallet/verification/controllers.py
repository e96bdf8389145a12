"""What a controller document, a JWK set or a lone key says about keys.

Controlled Identifiers 1.0 §2, DID 1.0 §5, RFC 7517, and the lone `CryptographicKey` of Open Badges 2.
Nothing is trusted for standing in a document: the caller has checked whose document it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wallet.verification.keys import KeyRefused, PublicKey, read_jwk, read_verification_method

PURPOSES = (
    "assertionMethod",
    "authentication",
    "capabilityDelegation",
    "capabilityInvocation",
    "keyAgreement",
)
_DEFINITIONS = ("verificationMethod", "publicKey")
_KEY_MEMBERS = ("publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem")
MAX_METHODS = 200


@dataclass(frozen=True)
class Method:
    """One verification method; `purposes` are those under which its document lists it."""

    id: str
    controller: str
    definition: Mapping[str, Any]
    purposes: frozenset[str]

    def key(self) -> PublicKey:
        if "kty" in self.definition:
            return read_jwk(self.definition)
        return read_verification_method(self.definition)


class Controller:
    """All methods of one document. `open` is True for documents that have no notion of purposes (a JWK set,
    a lone key, an issuer profile with `publicKey`): there, to be listed is to be allowed. `silent` is one
    that could state purposes and states none."""

    def __init__(self, document: Mapping[str, Any], *, url: str) -> None:
        own = document.get("id")
        self.id = (
            own.partition("#")[0] if isinstance(own, str) else url
        )  # a lone key names itself, fragment and all
        self.silent = not any(purpose in document for purpose in PURPOSES)
        self.open = self.silent and not self.id.startswith("did:") and "verificationMethod" not in document
        listed: dict[str, set[str]] = {}
        found: list[tuple[str, Mapping[str, Any]]] = []
        for purpose in PURPOSES:
            for entry in _entries(document, purpose):
                if isinstance(entry, str):
                    listed.setdefault(self._absolute(entry), set()).add(purpose)
                else:
                    found.append((purpose, entry))
        for member in _DEFINITIONS:
            found.extend(("", entry) for entry in _entries(document, member) if not isinstance(entry, str))
        found.extend(("", key) for key in _lone_keys(document))
        for purpose, entry in found:
            if purpose:
                listed.setdefault(self._name(entry), set()).add(purpose)
        self.references = listed
        self.methods = [
            Method(
                self._name(entry),
                self._controller(entry),
                entry,
                frozenset(listed.get(self._name(entry), ())),
            )
            for _, entry in found[:MAX_METHODS]
        ]

    def _absolute(self, text: str) -> str:
        return self.id + text if text.startswith("#") else text

    def _name(self, entry: Mapping[str, Any]) -> str:
        if "kty" in entry:
            return self._absolute("#" + str(entry.get("kid", "")).removeprefix(self.id).removeprefix("#"))
        return self._absolute(entry["id"]) if isinstance(entry.get("id"), str) else ""

    def _controller(self, entry: Mapping[str, Any]) -> str:
        named = entry.get("controller", entry.get("owner", self.id))
        return named if isinstance(named, str) else ""

    def named(self, method_id: str, *, purpose: str) -> list[Method]:
        """Methods with that id; for "", all that are allowed for the purpose."""
        if method_id:
            nameless = self.open and len(self.methods) == 1 and self.methods[0].id in ("", self.id + "#")
            return self.methods if nameless else [m for m in self.methods if m.id == method_id]
        return [method for method in self.methods if self.allows(method, purpose)]

    def allows(self, method: Method, purpose: str) -> bool:
        return not purpose or self.open or purpose in method.purposes


def one_key(methods: list[Method]) -> PublicKey:
    """The key that all these definitions agree on. The same id with two keys is refused (key-ambiguous)."""
    keys = [method.key() for method in methods]
    if not keys or any(not key.same_as(keys[0]) for key in keys[1:]):
        raise KeyRefused("key-ambiguous")
    return keys[0]


def _entries(document: Mapping[str, Any], member: str) -> Iterator[Any]:
    value = document.get(member)
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str | dict):
            yield entry


def _lone_keys(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The document itself is a key, or a JWK set."""
    if "kty" in document or any(member in document for member in _KEY_MEMBERS):
        yield document
    for entry in document["keys"] if isinstance(document.get("keys"), list) else []:
        if isinstance(entry, dict) and "kty" in entry:
            yield entry
