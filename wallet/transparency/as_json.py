"""The full table of one credential as JSON; its shape is written down in docs/transparency.md."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from wallet.collection.service import said_of
from wallet.credentials.elements import MANDATORY, NUMBERS, Element, Fact, Normalised
from wallet.credentials.proof_kinds import kind_of_proof
from wallet.credentials.transparency import RULES_VERSION, read_elements
from wallet.services import Services


def transparency_json(holder: str, credential_id: str, *, services: Services) -> dict[str, Any]:
    """NotFound if it is not the holder's."""
    said = said_of(holder, credential_id, services=services)
    found = read_elements(said.document or {}, dialect=said.dialect, at=services.clock.now())
    kind, reason = kind_of_proof(said.document or {}, said.dialect, found)
    return {
        "rules": RULES_VERSION,
        "act": "2022/C 243/02",
        "title": said.name,
        "dialect": said.dialect,
        "proved": said.proved,
        "verdict": said.verdict,
        "issued_to_someone_else": said.another,
        "stated": found.stated,
        "of": len(MANDATORY),
        "complete": found.complete,
        "missing": list(found.missing),
        "weak": list(found.weak),
        "withheld": list(found.withheld),
        "kind": {"found": kind, "reason": reason, "by_holder": said.own_kind},
        "field": {"found": said.field, "by_holder": said.own_field},
        "normalised": _normalised(found.normalised),
        "elements": [_element(element) for element in found.elements],
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "key": element.key,
        "number": NUMBERS[element.key],
        "asked": element.key in MANDATORY,
        "status": element.status,
        "values": [_fact(fact) for fact in element.value],
        "provenance": element.provenance,
        "path": element.path,
        "note": element.note,
        "quote": element.quote,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "code": fact.code,
        "words": dict(fact.words),
        "amount": _plain(fact.amount),
        "unit": fact.unit,
        "uri": fact.uri,
    }


def _normalised(stated: Normalised) -> dict[str, Any]:
    return {one.name: _plain(getattr(stated, one.name)) for one in fields(stated)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value
