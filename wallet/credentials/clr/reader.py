"""Comprehensive Learner Record 2.0 (1EdTech): one record, many achievements inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wallet.credentials.model import Achievement, Credential
from wallet.credentials.openbadges3.reader import read_ob3
from wallet.credentials.parsing import values
from wallet.credentials.parsing.tokens import COMPACT_JWS, credential_in, read_token
from wallet.errors import Unreadable

MAX_CHILDREN = 200


def read_clr(document: Mapping[str, Any]) -> Credential:
    """Total over any JSON object. The record's own name is the title; `outcomes` name what is inside."""
    record = read_ob3(document)
    titles = dict.fromkeys(child.title() for child in children_of(document))
    own = replace(
        record.achievement if record.achievement.name and not record.name else Achievement(),
        name=record.name or record.achievement.name or {"en": "Learner record"},
        outcomes=tuple(title for title in titles if title),
    )
    return replace(record, dialect="clr", achievement=own)


def children_of(document: Mapping[str, Any]) -> list[Credential]:
    """The credentials inside, then achievements stated bare; nobody has looked at their own proofs."""
    return [read_ob3(child) for child in child_documents(document)]


def child_documents(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each child as an Open Badges 3 document of its own; what cannot be read is left out."""
    found: list[Mapping[str, Any]] = []
    for subject in values.objects(document.get("credentialSubject")):
        found += _credentials(subject)
        inside = {values.identifier(each) for child in found for each in _achievements(child)} - {""}
        for achievement in values.objects(subject.get("achievement")):
            if not values.identifier(achievement) or values.identifier(achievement) not in inside:
                found.append(_bare(document, subject, achievement))
    return found[:MAX_CHILDREN]


def _credentials(subject: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for child in values.items(subject.get("verifiableCredential"))[:MAX_CHILDREN]:
        if isinstance(child, Mapping):
            yield child
        elif isinstance(child, str) and COMPACT_JWS.match(child):
            try:
                yield credential_in(read_token(child).claims())
            except Unreadable:
                continue


def _achievements(child: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for subject in values.objects(child.get("credentialSubject")):
        yield from values.objects(subject.get("achievement"))


def _bare(
    document: Mapping[str, Any], subject: Mapping[str, Any], achievement: Mapping[str, Any]
) -> Mapping[str, Any]:
    """An achievement of the record itself, with the record's issuer, date and learner around it."""
    kept = ("issuer", "validFrom", "issuanceDate", "awardedDate")
    around = {name: document[name] for name in kept if name in document}
    about = {name: subject[name] for name in ("id", "identifier") if name in subject}
    return {**around, "credentialSubject": {**about, "achievement": achievement}}
