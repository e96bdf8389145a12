"""Terms that say the same: two names for one IRI in the contexts of a document.

Round trips cannot tell them apart, for canonical RDF cannot either. Where a reader of credentials looks for
one of the two, the other would hide what it says: the Open Badges contexts, for one, map both `achievement`
and `Achievement` to one IRI.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wallet.verification.jsonld.contexts import Contexts

# What readers look for (wallet.credentials, status and validity checks). Their twins are refused as keys.
_READ = """
    issuer holder validFrom validUntil issuanceDate expirationDate issued awardedDate
    credentialStatus credentialSubject credentialSchema refreshService termsOfUse evidence name
    description image url email achievement achievementType criteria narrative creator alignment tag
    tags result resultDescription value source identifier identityHash identityType hashed salt
    endorsement endorsementJwt verifiableCredential proof statusPurpose statusListIndex
    statusListCredential encodedList statusSize statusMessage targetName targetUrl targetCode
    targetDescription targetFramework caption address geo activityStartDate activityEndDate
    creditsEarned humanCode fieldOfStudy specialization licenseNumber role term language created
    expires verificationMethod proofPurpose proofValue cryptosuite jws domain challenge
"""
READ = frozenset(_READ.split())


@lru_cache(maxsize=64)
def hiding_terms(urls: tuple[str, ...], contexts: Contexts) -> frozenset[str]:
    """Terms outside READ that share an IRI with a term of READ, in any scope of the named contexts."""
    names: dict[str, set[str]] = {}
    for url in urls:
        if url in contexts.chosen:
            _collect(contexts.chosen[url].document.get("@context"), {}, names)
    groups = (group for group in names.values() if group & READ)
    return frozenset(term for group in groups for term in group - READ)


def _collect(context: Any, prefixes: Mapping[str, str], names: dict[str, set[str]]) -> None:
    if isinstance(context, list):
        for entry in context:
            _collect(entry, prefixes, names)
    if not isinstance(context, dict):
        return
    own = {term: iri for term, value in context.items() if (iri := _stated_iri(value))}
    known = {**prefixes, **own}
    vocabulary = context.get("@vocab") or ""
    for term, value in context.items():
        if term.startswith("@"):
            continue
        iri = own.get(term) or (f"{vocabulary}{term}" if isinstance(value, dict) else "")
        names.setdefault(_absolute(iri, known), set()).add(term)
        if isinstance(value, dict):
            _collect(value.get("@context"), known, names)
    names.pop("", None)


def _stated_iri(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@reverse")
    return value if isinstance(value, str) else ""


def _absolute(iri: str, prefixes: Mapping[str, str]) -> str:
    for _ in range(4):  # a prefix may be written with a prefix
        prefix, colon, rest = iri.partition(":")
        if not colon or rest.startswith("//") or prefix not in prefixes:
            return iri
        iri = prefixes[prefix] + rest
    return iri
