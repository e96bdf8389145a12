"""What a JSON document says it is, by its type and context, before anything is believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.credentials.contexts import is_open_badges_3, open_badges_versions
from wallet.credentials.parsing.values import listed, one_of
from wallet.errors import Unreadable

VC_CONTEXTS = ("https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2")
# Verifiable Credentials whose insides have rules of their own.
_PARTICULAR = {"EuropeanDigitalCredential": "elm", "ClrCredential": "clr"}
_OB3_TYPES = {"OpenBadgeCredential", "AchievementCredential"}
# True documents of the Open Badges family and its neighbours, but no statement about a learner.
_NOT_CREDENTIALS = {
    "BadgeClass": "achievement-only",
    "Achievement": "achievement-only",
    "Issuer": "issuer-only",
    "IssuerOrganization": "issuer-only",
    "IssuerOrg": "issuer-only",
    "Profile": "issuer-only",
    "Endorsement": "endorsement-only",
    "CryptographicKey": "key-only",
    "Multikey": "key-only",
    "RevocationList": "status-list-only",
    "1EdTechRevocationList": "status-list-only",
}


def types_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """`type` (or `@type`) as a tuple of strings, whatever was written."""
    found = document.get("type", document.get("@type"))
    return tuple(item for item in listed(found) if isinstance(item, str))


def contexts_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The addresses among `@context`."""
    found = document.get("@context")
    return tuple(item for item in listed(found) if isinstance(item, str))


def recognise(document: Mapping[str, Any]) -> str:
    """ob1, ob2, ob3, clr, elm, vc or vp. Raises Unreadable with the code of what it is instead."""
    types = types_of(document)
    if "VerifiablePresentation" in types:
        return "vp"
    if "VerifiableCredential" in types:
        if particular := [_PARTICULAR[name] for name in types if name in _PARTICULAR]:
            return particular[0]
        ob3 = _OB3_TYPES.intersection(types) or (
            len(types) == 1 and any(is_open_badges_3(context) for context in contexts_of(document))
        )
        return "ob3" if ob3 else "vc"
    if "credentialSubject" in document or any(context in VC_CONTEXTS for context in contexts_of(document)):
        raise Unreadable("no-credential-type")  # VC Data Model 2.0 §4.5
    return _recognise_assertion(document, types)


def _recognise_assertion(document: Mapping[str, Any], types: tuple[str, ...]) -> str:
    contexts = contexts_of(document)
    versions = open_badges_versions(document)
    known = not contexts or bool(versions)
    if document.get("revoked") is True and isinstance(document.get("id"), str) and contexts and known:
        return "ob2"  # what a host answers for a revoked badge, OB 2.0 §Assertion
    for name in types:
        if name in _NOT_CREDENTIALS:
            raise Unreadable(_NOT_CREDENTIALS[name])
    if isinstance(document.get("status_list"), Mapping) and "badge" not in document:
        raise Unreadable("status-list-only")  # Token Status List §5.1
    if "badge" not in document:
        if (
            not types
            and isinstance(one_of(document.get("verify")), Mapping)
            and _address(one_of(document["verify"]).get("url"))
        ):
            return "ob1"
        if not types and "criteria" in document and "issuer" in document:
            raise Unreadable("achievement-only")
        raise Unreadable("not-a-credential")
    if types and "Assertion" not in types:
        raise Unreadable("not-a-credential")
    if not known:
        raise Unreadable("unknown-context")
    if not types and not {"recipient", "verify", "verification", "issuedOn", "issued_on"} & set(document):
        raise Unreadable("not-a-credential")
    recipient = one_of(document.get("recipient"))
    if isinstance(recipient, str) and "$" not in recipient and "uid" in document:
        raise Unreadable("bad-recipient")  # a bare address was OB 0.5; 1.0, which `uid` marks, has an object
    return "ob1" if 2 not in versions else "ob2"


def _address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def hosted_address(document: Mapping[str, Any]) -> str:
    """Where an Open Badges 0.5 to 2.1 assertion says it is hosted, "" when it is signed or does not say."""
    stated = (one_of(document.get(name)) for name in ("verification", "verify"))
    proof: Mapping[str, Any] = next((found for found in stated if isinstance(found, Mapping)), {})
    if {"signed", "SignedBadge"}.intersection(types_of(proof)):
        return ""
    places = (one_of(document.get("id", document.get("@id"))), one_of(proof.get("url")))
    return next((place for place in places if isinstance(place, str) and _address(place)), "")
