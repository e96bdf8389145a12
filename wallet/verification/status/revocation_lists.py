"""Lists of identifiers of what has been taken back: 1EdTech Revocation List 1.0, the RevocationList of Open
Badges 2.0, and the Badge Revocation List of Open Badges 1.0.

They are not signed: such a list counts because it is served where the issuer says, and calls itself the list
asked for. Anything in it that cannot be read leaves the question open, because it could be the one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wallet.credentials.parsing.strict import read_json
from wallet.credentials.parsing.values import items, one_of
from wallet.errors import Unreadable
from wallet.verification.identity.addresses import same_but_for_tls
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.resources import Resources
from wallet.verification.shape import issuer_id
from wallet.verification.status.lists import fetch_list, is_the_one, same_identifier, unclear

_ENVELOPE = {"@context", "id", "type", "issuer", "name", "description", "created", "updated"}


def check_revocation_list(
    entry: Mapping[str, Any], *, issuer: str, credential_id: str, resources: Resources
) -> Finding:
    """`{id, issuer, revokedCredential: [{id, revoked?, revocationReason?}]}` at the entry's `id`."""
    answer = fetch_list(one_of(entry.get("id")), resources)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    listed = read_json(fetched.body)
    if not isinstance(listed, Mapping):
        return unclear("status-list-malformed", consulted, url=fetched.url)
    found = _search(items(listed.get("revokedCredential")), {credential_id} - {""})
    params = {"url": fetched.url, **found.reason}
    if found.revoked:
        return Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,))
    whole = "revokedCredential" in listed or set(listed) <= _ENVELOPE
    if found.odd or not whole or one_of(listed.get("id")) is None:
        return unclear("status-list-malformed", consulted, url=fetched.url)
    if not is_the_one(listed.get("id"), fetched.url):
        return unclear("status-list-of-another-address", consulted, url=fetched.url)
    if not same_identifier(issuer_id(listed), issuer):
        return unclear("status-issuer-differs", consulted, url=fetched.url)
    if not credential_id:
        return unclear("credential-without-id", consulted, url=fetched.url)
    return Finding(Check.STATUS, Outcome.PASS, "not-revoked", params, (consulted,))


def check_ob2_revocation(
    assertion: Mapping[str, Any], *, issuer: Mapping[str, Any], resources: Resources
) -> Finding:
    """STATUS of a signed assertion, by the list that the issuer's profile names (Open Badges 2.0 §
    RevocationList). Entries are an id, `{id}` or `{uid}`; Open Badges 1.0 has an object of uids."""
    url = one_of(issuer.get("revocationList"))
    if url is None:
        return Finding(Check.STATUS, Outcome.NOT_APPLICABLE, "no-status-stated")
    answer = fetch_list(url.get("id") if isinstance(url, Mapping) else url, resources)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    try:
        listed = read_json(fetched.body)
    except Unreadable as refusal:
        return unclear("status-list-unreadable", consulted, url=fetched.url, why=refusal.code)
    if not isinstance(listed, Mapping):
        return unclear("status-list-malformed", consulted, url=fetched.url)
    mine = {
        value for value in (assertion.get("id"), assertion.get("uid")) if isinstance(value, str) and value
    }
    entries = _entries_of_ob1(assertion, listed)
    found = _search(items(listed.get("revokedAssertions")) if entries is None else entries, mine)
    params = {"url": fetched.url, **found.reason}
    if found.revoked:
        return Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,))
    if found.odd or (entries is None and "revokedAssertions" not in listed):
        return unclear("status-list-malformed", consulted, url=fetched.url)
    if entries is None and not is_the_one(listed.get("id"), fetched.url):
        return unclear("status-list-of-another-address", consulted, url=fetched.url)
    stated = issuer_id(listed) if entries is None else ""
    if stated and not same_identifier(stated, issuer_id({"issuer": issuer})):
        return unclear("status-issuer-differs", consulted, url=fetched.url)
    if not mine:
        return unclear("credential-without-id", consulted, url=fetched.url)
    return Finding(Check.STATUS, Outcome.PASS, "not-revoked", params, (consulted,))


def _entries_of_ob1(assertion: Mapping[str, Any], listed: Mapping[str, Any]) -> list[Any] | None:
    """The entries of an Open Badges 1.0 Badge Revocation List, None where it is none: an object whose names
    are the uids of what was revoked, and whose values are the reasons."""
    if "uid" not in assertion or {"@context", "id", "type", "revokedAssertions"} & set(listed):
        return None
    if any(reason is not None and not isinstance(reason, str) for reason in listed.values()):
        return None
    return [{"uid": uid, "revocationReason": reason} for uid, reason in listed.items()]


class _Search:
    """What a list says of an identifier: `revoked`, the `reason` given, and whether an entry is `odd`."""

    def __init__(self) -> None:
        self.revoked = False
        self.odd = False
        self.reason: dict[str, str] = {}


def _search(entries: list[Any], mine: set[str]) -> _Search:
    found = _Search()
    for one in entries:
        named = _identifiers(one)
        if not named:
            found.odd = True
        if not any(_same(name, own) for name in named for own in mine):
            continue
        revoked = one.get("revoked") if isinstance(one, Mapping) else None
        if revoked is False:
            continue
        if revoked not in (None, True):
            found.odd = True  # neither yes nor no
            continue
        found.revoked = True
        if isinstance(one, Mapping) and isinstance(one.get("revocationReason"), str):
            found.reason = {"reason": one["revocationReason"][:300]}
    return found


def _same(listed: str, own: str) -> bool:
    """That a list says http of what moved to https, or the other way round, takes nothing off it."""
    return same_identifier(listed, own) or same_but_for_tls(listed, own)


def _identifiers(entry: object) -> list[str]:
    values = [entry.get("id"), entry.get("uid")] if isinstance(entry, Mapping) else [entry]
    return [value for value in values if isinstance(value, str) and value]
