"""Check 2 for W3C credentials and presentations: the structural rules of the data model, 1.1 and 2.0.

What a proof covers is not looked at here; how JSON-LD may be reshaped under a proof is the gate's matter
(`jsonld/gate.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.values import one_of, several
from wallet.errors import Unreadable
from wallet.verification.report import Check, Finding, Outcome

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_LANGUAGE_MEMBERS = {"@value", "@language", "@direction"}


def check_data_model(
    document: Mapping[str, Any], *, presentation: bool = False, proved: bool = True, undated: bool = False
) -> Finding:
    """SHAPE of a credential (or presentation). `proved`: a proof came with it, so that somebody must be
    named as its issuer; a draft nobody has signed names nobody yet. `undated`: nor has it a date of issue
    (the European Learning Model adds it when it is sealed)."""
    rules = _presentation(document) if presentation else _credential(document, proved=proved, undated=undated)
    for code, where in rules:
        return Finding(Check.SHAPE, Outcome.FAIL, code, {"where": where})
    return Finding(Check.SHAPE, Outcome.PASS, "well-formed")


def issuer_id(document: Mapping[str, Any], name: str = "issuer") -> str:
    """Identifier of the issuer (or `holder`), "" when none is stated."""
    value = one_of(document.get(name))
    if isinstance(value, Mapping):
        value = one_of(value.get("id"))
    return value if isinstance(value, str) else ""


def is_url(value: object) -> bool:
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def _credential(document: Mapping[str, Any], *, proved: bool, undated: bool) -> Iterator[tuple[str, str]]:
    yield from _context(document)
    yield from _types(document, "VerifiableCredential")
    yield from _identifier(document)
    yield from _issuer(document, proved=proved)
    yield from _subjects(document)
    yield from _dates(document, undated=undated)
    yield from _words(document, "")
    issuer = one_of(document.get("issuer"))
    if isinstance(issuer, Mapping):
        yield from _words(issuer, "issuer.")
    yield from _typed(document, ("proof", "credentialStatus") if proved else ("credentialStatus",))


def _presentation(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _context(document)
    yield from _types(document, "VerifiablePresentation")
    yield from _identifier(document)
    if document.get("holder") is not None and not is_url(issuer_id(document, "holder")):
        yield "not-an-identifier", "holder"
    yield from _typed(document, ("proof",))


def _identifier(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """VCDM 2.0 §4.4: an `id` is one URL."""
    if "id" in document and not is_url(one_of(document["id"])):
        yield "not-an-identifier", "id"


def _context(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """VCDM 2.0 §4.3: an ordered set, the first one the base context; each a URL or an object."""
    contexts = several(document.get("@context"))
    if not contexts or contexts[0] not in (V1, V2):
        yield "base-context-missing", "@context"
    if any(not is_url(one) and not isinstance(one, Mapping) for one in contexts):
        yield "not-an-identifier", "@context"
    for one in contexts:
        if isinstance(one, Mapping):
            yield from _inline_context(one)
    terms = [set(one) - {"@protected", "@version"} for one in contexts if isinstance(one, Mapping)]
    if sum(map(len, terms)) != len(set[str]().union(*terms)):
        yield "term-defined-twice", "@context"


def _inline_context(context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A term of one's own must map to a URL and must not be one of the data model's (VCDM 2.0 §5.2)."""
    if "@vocab" in context and context["@vocab"] is None:
        yield "type-not-defined", "@context"
    for term, meaning in context.items():
        if isinstance(meaning, Mapping):
            meaning = meaning.get("@id", "id:")
        if term in ("VerifiableCredential", "VerifiablePresentation"):
            yield "term-defined-twice", "@context"
        if not term.startswith("@") and isinstance(meaning, str) and " " in meaning:
            yield "not-an-identifier", "@context"


def _types(document: Mapping[str, Any], wanted: str) -> Iterator[tuple[str, str]]:
    types = several(document.get("type"))
    if wanted not in types or any(not isinstance(one, str) or " " in one for one in types):
        yield "type-missing", "type"


def _issuer(document: Mapping[str, Any], *, proved: bool) -> Iterator[tuple[str, str]]:
    issuer = one_of(document.get("issuer", ""))
    stated = one_of(issuer.get("id", "")) if isinstance(issuer, Mapping) else issuer
    if stated == "" and not proved:
        return  # a draft may leave open who will sign it
    if not is_url(stated):
        yield "issuer-not-stated", "issuer"


def _subjects(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    subjects = several(document.get("credentialSubject"))
    if not subjects or any(not isinstance(one, Mapping) or not one for one in subjects):
        yield "subject-without-claims", "credentialSubject"
    for one in subjects:
        stated = one_of(one.get("id")) if isinstance(one, Mapping) else None
        if stated not in (None, "") and not is_url(stated):  # both say that the subject has no identifier
            yield "not-an-identifier", "credentialSubject.id"


def _dates(document: Mapping[str, Any], *, undated: bool) -> Iterator[tuple[str, str]]:
    dated = undated or document.get("issuanceDate") is not None
    if V1 in several(document.get("@context"))[:1] and not dated:
        yield "issuance-date-missing", "issuanceDate"  # VCDM 1.1 §4.6
    read: dict[str, list[datetime]] = {}
    for name in ("issuanceDate", "validFrom", "expirationDate", "validUntil"):
        try:
            read[name] = [read_time(one) for one in several(document.get(name))]
        except Unreadable:
            yield "bad-date", name
    for start, end in (("validFrom", "validUntil"), ("issuanceDate", "expirationDate")):
        if read.get(start) and read.get(end) and max(read[start]) > min(read[end]):
            yield "dates-out-of-order", end


def _words(document: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    """VCDM 2.0 §11.1: text, or language value objects that hold nothing else."""
    for name in ("name", "description"):
        for value in several(document.get(name)):
            if isinstance(value, str):
                continue
            plain = isinstance(value, Mapping) and "@value" not in value
            if not plain and not (isinstance(value, Mapping) and set(value) <= _LANGUAGE_MEMBERS):
                yield "bad-text-value", where + name


def _typed(document: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        for one in several(document.get(name)):
            if not isinstance(one, Mapping) or not several(one.get("type")):
                yield "type-missing", name
