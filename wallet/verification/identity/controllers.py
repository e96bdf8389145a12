"""What a controller document, a JWK set or a lone key says about keys, and until when each may be used.

Controlled Identifiers 1.0 §2, DID 1.0 §5, RFC 7517, and the lone `CryptographicKey` of Open Badges 2.
Nothing is trusted for standing in a document: the caller has checked whose document it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.values import items
from wallet.errors import WalletError
from wallet.verification.identity.addresses import same_address
from wallet.verification.identity.identifiers import same_identity
from wallet.verification.identity.keys import KeyRefused, PublicKey, read_jwk, read_verification_method
from wallet.verification.report import CLOCK_IN_DOUBT

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
    controller: str  # "" if what stands there names nobody
    definition: Mapping[str, Any]
    purposes: frozenset[str]

    def key(self) -> PublicKey:
        if "kty" in self.definition:
            return read_jwk(self.definition)
        return read_verification_method(self.definition)


def is_profile(document: Mapping[str, Any]) -> bool:
    """Whether the document is an issuer's Profile of Open Badges, not a controller document."""
    kinds = document.get("type")
    return bool({"Profile", "Issuer"}.intersection(kinds if isinstance(kinds, list) else [str(kinds)]))


class Controller:
    """All methods of one document. `open` is True for documents that have no notion of purposes (a JWK set,
    a lone key, an issuer profile with `publicKey`): there, to be listed is to be allowed. `silent` is one
    that could state purposes and states none. `also` is another identifier under which it was asked for."""

    def __init__(self, document: Mapping[str, Any], *, url: str, also: str = "") -> None:
        own = document.get("id")
        self.id = (
            own.partition("#")[0] if isinstance(own, str) else url
        )  # a lone key names itself, fragment and all
        self._spellings = {self.id, url.partition("#")[0], also.partition("#")[0]} - {""}
        self.silent = not any(purpose in document for purpose in PURPOSES)
        # the Profile of Open Badges 3.0 knows `verificationMethod` from servers only, and no purposes at all
        self.profile = is_profile(document)
        plain = "verificationMethod" not in document or self.profile
        self.open = self.silent and not self.id.startswith("did:") and plain
        listed: dict[str, set[str]] = {}
        found: list[tuple[str, Mapping[str, Any]]] = []
        for purpose in PURPOSES:
            for entry in _entries(document, purpose):
                if isinstance(entry, str):
                    listed.setdefault(self.absolute(entry), set()).add(purpose)
                else:
                    found.append((purpose, entry))
        for member in _DEFINITIONS:
            for entry in _entries(document, member):
                if isinstance(entry, str):
                    listed.setdefault(self.absolute(entry), set())
                else:
                    found.append(("", entry))
        found.extend(("", key) for key in _lone_keys(document))
        for purpose, entry in found:
            listed.setdefault(self._name(entry), set()).update({purpose} - {""})
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

    def absolute(self, text: str) -> str:
        """A method's identifier in full, its controller spelled as this document spells itself."""
        base, mark, fragment = text.partition("#")
        if not base or self.is_self(base):
            return f"{self.id}{mark}{fragment}"
        return text

    def is_self(self, identifier: str) -> bool:
        return any(same_identity(identifier, spelling) for spelling in self._spellings)

    def _name(self, entry: Mapping[str, Any]) -> str:
        if "kty" in entry:
            kid = entry.get("kid")
            name = kid if isinstance(kid, str) else ""
            named_in_full = "#" in name and self.is_self(name.partition("#")[0])
            return self.absolute(name if named_in_full else "#" + name.removeprefix("#"))
        return self.absolute(entry["id"]) if isinstance(entry.get("id"), str) else ""

    def _controller(self, entry: Mapping[str, Any]) -> str:
        named = entry.get("controller", entry.get("owner", self.id))
        if named == "" and self.profile:
            return self.id  # badgr-server leaves it empty in what it publishes as its own profile
        if isinstance(named, list) and len(named) == 1:
            named = named[0]
        return named if isinstance(named, str) else ""

    def named(self, method_id: str, *, purpose: str) -> list[Method]:
        """Methods with that id; for "", all that are allowed for the purpose."""
        if method_id:
            nameless = self.open and len(self.methods) == 1 and self.methods[0].id in ("", self.id + "#")
            wanted = self.absolute(method_id)
            return self.methods if nameless else [m for m in self.methods if m.id == wanted]
        return [method for method in self.methods if self.allows(method, purpose)]

    def allows(self, method: Method, purpose: str) -> bool:
        return not purpose or self.open or purpose in method.purposes

    def lists(self, method_id: str, purpose: str) -> bool:
        """Whether the document names this method for the purpose, wherever its key stands. A reference
        without a fragment names whatever stands at that address (a key set, a did:key)."""
        asked = self.absolute(method_id)
        base, mark, _ = asked.partition("#")
        return any(
            self._allowed(name, purpose)
            for name in self.references
            if name == asked
            or (mark and "#" not in name and name != self.id and same_identity(name, base))
            or same_address(name, asked)
        )

    def _allowed(self, name: str, purpose: str) -> bool:
        return not purpose or self.open or purpose in self.references[name]

    def speaks_of(self, purpose: str) -> bool:
        """Whether any key is named for the purpose: then one that is not named is not its own."""
        return any(self._allowed(name, purpose) for name in self.references)


# ── until when ───────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Ended:
    """A key that its owner no longer stands by. `since` is None where that cannot be read."""

    code: str  # key-revoked, key-expired, key-dates-unreadable, clock-in-doubt
    since: datetime | None = None


def ended(definition: Mapping[str, Any], *, at: datetime | None) -> Ended | None:
    """What `revoked` and `expires` of a verification method (Controlled Identifiers 1.0 §2.2) mean at the
    moment `at`. Without one, any end that is stated leaves the question open (`clock-in-doubt`). Answers None
    for a key that may be used."""
    jwk = definition.get("publicKeyJwk")
    for place in (definition, jwk if isinstance(jwk, Mapping) else {}):
        for member, code in (("revoked", "key-revoked"), ("expires", "key-expired")):
            stated = place.get(member)
            if isinstance(stated, list) and len(stated) == 1:
                stated = stated[0]
            if stated in (None, False, []):
                continue
            if stated is True:
                return Ended(code)
            try:
                since = read_time(stated, lenient=True)
            except WalletError:
                return Ended("key-dates-unreadable")
            if at is None:
                return Ended(CLOCK_IN_DOUBT, since)
            if since <= at:
                return Ended(code, since)
    return None


def one_key(methods: list[Method]) -> PublicKey:
    """The key that all these definitions agree on. The same id with two keys is refused (key-ambiguous)."""
    keys = [method.key() for method in methods]
    algorithms = {key.algorithm for key in keys} - {""}
    if not keys or len(algorithms) > 1 or any(not key.same_as(keys[0]) for key in keys[1:]):
        raise KeyRefused("key-ambiguous")
    return next((key for key in keys if key.algorithm), keys[0])


def _entries(document: Mapping[str, Any], member: str) -> Iterator[Any]:
    for entry in items(document.get(member)):
        if isinstance(entry, str | dict):
            yield entry


def _lone_keys(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The document itself is a key, or a JWK set."""
    if "kty" in document or any(member in document for member in _KEY_MEMBERS):
        yield document
    for entry in document["keys"] if isinstance(document.get("keys"), list) else []:
        if isinstance(entry, dict) and "kty" in entry:
            yield entry
