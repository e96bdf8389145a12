"""The answer for one credential as a program gets it: the command's `--json` and `POST /check` alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import Identifier, words
from wallet.credentials.parsing.values import several
from wallet.verification.cases import case_of
from wallet.verification.report import Finding, Report

NOTHING_STATED: dict[str, Any] = {
    "title": None,
    "issuer": None,
    "subject": None,
    "recipient": None,
    "issued": None,
    "expires": None,
}


def report_object(name: str, report: Report) -> dict[str, Any]:
    """The whole answer about what was found under `name`.

    `verdict` is one of the eight words; `case` says more of what is wrong (wallet/verification/cases.py).
    `title`, `issuer` {"id", "name"}, `subject` (an identifier), `recipient` [{"type", "identity", "hashed"}],
    `issued` and `expires` (ISO 8601) are what the issuer's proof covers, and null where nothing is proved;
    then `claimed` holds what the file says of itself in the same members. `inside` holds an answer for each
    credential and endorsement within, with its `role`, and judged by itself."""
    return {"file": name, **_answer(report)}


def _answer(report: Report) -> dict[str, Any]:
    proved = _stated_in(report.proved, report.dialect)
    claimed = None if report.proved is not None else _stated_in(report.stated, report.dialect)
    return {
        "format": report.format,
        "verdict": report.verdict.value,
        "case": case_of(report).value,
        **(proved or NOTHING_STATED),
        "claimed": claimed,
        "checks": [check_object(finding) for finding in report.findings],
        "inside": [{"role": role_of(one), **_answer(one)} for one in report.nested],
    }


def check_object(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check.name.lower(),
        "outcome": finding.outcome.value,
        "code": finding.code,
        "detail": dict(finding.params),
    }


def role_of(report: Report) -> str:
    """What a credential is within another: "credential" or "endorsement" (Open Badges 3.0 §B.1.7)."""
    document = report.stated or {}
    return "endorsement" if "EndorsementCredential" in several(document.get("type")) else "credential"


def _stated_in(document: Mapping[str, Any] | None, dialect: str) -> dict[str, Any] | None:
    """What a document says about the achievement, its issuer and its subject; None if it states none."""
    credential = stated_credential(document, dialect=dialect)
    if credential is None:
        return None
    issuer = {"id": credential.issuer.id or None, "name": words(credential.issuer.name) or None}
    return {
        "title": credential.title() or None,
        "issuer": issuer if any(issuer.values()) else None,
        "subject": credential.subject.id or None,
        "recipient": [_recipient(one) for one in credential.subject.identifiers] or None,
        "issued": _moment(credential.issued_at),
        "expires": _moment(credential.expires_at),
    }


def _recipient(identifier: Identifier) -> dict[str, Any]:
    return {"type": identifier.kind, "identity": identifier.value, "hashed": identifier.hashed}


def _moment(value: datetime | None) -> str | None:
    """RFC 3339, with "Z" for UTC as credentials write it."""
    if value is None:
        return None
    return value.replace(tzinfo=None).isoformat() + "Z" if value.tzinfo == UTC else value.isoformat()
