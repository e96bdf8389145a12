"""What handing over the signed original would reveal of a person: read from the credential itself.

A signature covers the file as a whole, so nothing can be left out of it. Before a holder ticks "with the
signed original" they are shown, item by item, what personal data stands in it. Read generously: rather name
one thing too many. It is for the holder's own eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from wallet.collection.reports import as_json
from wallet.credentials.parsing.values import items
from wallet.services import Services
from wallet.store.models.credential import HeldCredential, VerdictRun
from wallet.store.models.portfolio import PortfolioItem, PortfolioSection

VALUE_LIMIT = 60
MOST_LINES = 40
DEEPEST = 12
# Whoever these speak about, it is not the holder.
OTHERS = frozenset({"issuer", "achievement", "badge", "awardedBy", "awardingBody", "creator"}) | frozenset(
    {"proof", "verification", "credentialStatus", "status", "credentialSchema", "endorsement"}
)
# The last word of a key (lower case, without prefix) → what it tells; one entry for each spelling in use.
KEYS = {
    "email": "email",
    "mail": "email",
    "emailaddress": "email",
    "mailbox": "email",
    "name": "name",
    "givenname": "name",
    "familyname": "name",
    "fullname": "name",
    "additionalname": "name",
    "patronymicname": "name",
    "dateofbirth": "birth",
    "birthdate": "birth",
    "placeofbirth": "birthplace",
    "nationalid": "number",
    "identifier": "number",
    "studentid": "number",
    "sourcedid": "number",
    "address": "address",
    "fulladdress": "address",
    "phone": "phone",
    "telephone": "phone",
    "phonenumber": "phone",
    "citizenshipcountry": "citizenship",
    "nationality": "citizenship",
    "gender": "gender",
    "url": "page",
    "image": "picture",
}
_SUBJECT = ("credentialSubject", "recipient", "holder")


@dataclass(frozen=True)
class Revealed:
    """What one original tells: the credential's title, and (label, value) pairs."""

    title: str
    lines: tuple[tuple[str, str], ...]


def revealed_by(
    holder: str, *, services: Services, credential_id: str | None = None, portfolio_id: str | None = None
) -> tuple[Revealed, ...]:
    """For one credential, or for all that stand in a portfolio; only the holder's own."""
    query = (
        select(HeldCredential.title, HeldCredential.name, VerdictRun.report)
        .join(VerdictRun, VerdictRun.credential_id == HeldCredential.id, isouter=True)
        .where(HeldCredential.account_id == holder, HeldCredential.deleted_at.is_(None))
    )
    newest = (
        select(func.max(VerdictRun.id))
        .where(VerdictRun.credential_id == HeldCredential.id)
        .correlate(HeldCredential)
        .scalar_subquery()
    )
    query = query.where((VerdictRun.id == newest) | VerdictRun.id.is_(None))
    if portfolio_id is not None:
        listed = select(PortfolioItem.credential_id).join(PortfolioSection)
        query = query.where(
            HeldCredential.id.in_(listed.where(PortfolioSection.portfolio_id == portfolio_id))
        )
    else:
        query = query.where(HeldCredential.id == credential_id)
    with services.store.read() as session:
        rows = session.execute(query).all()
    found = []
    for title, name, report in rows:
        read = as_json.report_from_json(report) if report else None
        document = read.stated if read is not None else None
        found.append(Revealed(title or name, personal_lines(document)))
    return tuple(found)


def personal_lines(document: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """(what it is, its value) for everything in a credential that speaks about its subject as a person."""
    labels = _labels()
    lines = dict.fromkeys((labels[kind], value) for kind, value in _personal(document or {}))
    return tuple(lines)[:MOST_LINES]


def _labels() -> dict[str, str]:
    return {
        "email": _("E-mail address, readable"),
        "hashed": _("E-mail address as a fingerprint; whoever guesses the address can confirm it"),
        "name": _("Your name"),
        "birth": _("Date of birth"),
        "birthplace": _("Place of birth"),
        "number": _("Identifier"),
        "address": _("Your postal address"),
        "phone": _("Telephone number"),
        "citizenship": _("Citizenship"),
        "gender": _("Gender"),
        "page": _("Page of your own"),
        "picture": _("Picture of you"),
        "grade": _("Result or grade"),
        "evidence": _("Evidence"),
    }


def _personal(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for inner in items(document.get("verifiableCredential")):
        if isinstance(inner, Mapping):
            yield from _personal(inner)
    for key in _SUBJECT:
        for subject in items(document.get(key)):
            if isinstance(subject, Mapping):
                yield from _of_subject(subject, 0)
            elif isinstance(subject, str):
                yield _kind_of_id(subject), _short(subject)
    for piece in items(document.get("evidence")):
        yield "evidence", _short(_text(piece))


def _of_subject(subject: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        return
    hashed = subject.get("hashed") is True
    for key, value in subject.items():
        word = key.rpartition(":")[2].lower()
        if key in OTHERS or word in {"type", "salt", "hashed"}:
            continue
        if word in {"identityhash", "identity"} and isinstance(value, str):
            yield ("hashed" if hashed or "$" in value else _kind_of_id(value)), _short(value)
        elif word == "id" and isinstance(value, str) and depth == 0:
            yield _kind_of_id(value), _short(value)
        elif word in {"result", "results", "hasgrade", "grade"}:
            yield from (("grade", _short(_text(piece))) for piece in items(value))
        elif word in KEYS and depth <= 1 and not _has_parts(value):
            yield from ((KEYS[word], _short(_text(piece))) for piece in items(value) if _text(piece))
        else:
            for inner in items(value):
                if isinstance(inner, Mapping):
                    yield from _of_subject(inner, depth + 1)


def _has_parts(value: Any) -> bool:
    """An identifier that is an object of its own (OB 3.0) is looked into."""
    return any(
        isinstance(inner, Mapping) and ("identityHash" in inner or "hashed" in inner)
        for inner in items(value)
    )


def _kind_of_id(value: str) -> str:
    address = value.removeprefix("mailto:")
    return "email" if "@" in address and " " not in address and "/" not in address else "number"


def _text(value: Any) -> str:
    """What an object says in words: its values, without the names of their kinds."""
    if isinstance(value, Mapping):
        inner = (_text(part) for key, part in value.items() if key not in {"type", "@type", "id", "@context"})
        return ", ".join(text for text in inner if text) or str(value.get("id", ""))
    if isinstance(value, list):
        return ", ".join(text for text in map(_text, value) if text)
    return "" if value is None or isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= VALUE_LIMIT else text[: VALUE_LIMIT - 1] + "…"
