"""Any other W3C Verifiable Credential, read for what all share: who says it, of whom, when, and its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wallet.credentials.model import Credential, Text
from wallet.credentials.openbadges3.reader import read_ob3, subject_of
from wallet.credentials.parsing import values

_PLAIN_TYPES = {"VerifiableCredential", "VerifiableAttestation", "EuropeanDigitalCredential"}
# Where issuers of degrees, courses and memberships put the name of the thing earned.
_EARNED = ("achievement", "hasAchievement", "degree", "hasCredential", "course", "qualification")


def read_vc(document: Mapping[str, Any]) -> Credential:
    """Total over any JSON object. The title falls back on the most particular type, spelled out in words."""
    credential = read_ob3(document)
    achievement = credential.achievement
    if not achievement.name or "ClrCredential" in credential.types:  # many achievements under one name
        achievement = replace(achievement, name=_name(document, subject_of(document)))
    return replace(credential, dialect="vc", achievement=achievement)


def _name(document: Mapping[str, Any], subject: Mapping[str, Any]) -> Text:
    displayed = values.first_object(document.get("displayParameter"))  # European Learning Model 3
    for place in (document, displayed):
        if stated := values.text(place.get("name")) or values.text(place.get("title")):
            return stated
    for member in _EARNED:
        earned = values.first_object(subject.get(member))
        if name := values.text(earned.get("name")) or values.text(earned.get("title")):
            return name
    types = [kind for kind in values.items(document.get("type")) if isinstance(kind, str)]
    particular = [kind for kind in types if kind not in _PLAIN_TYPES]
    return {"en": _spelled_out(particular[-1])} if particular else {}


def _spelled_out(kind: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.split(r"[/#:]", kind)[-1])
