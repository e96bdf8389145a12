"""Token Status Lists (draft-ietf-oauth-status-list): the status of a credential that is a JSON Web Token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.strict import inflate, read_base64url
from wallet.credentials.parsing.values import several
from wallet.errors import Unreadable
from wallet.verification.jose import check_token, open_token
from wallet.verification.report import CLOCK_IN_DOUBT, Check, Finding, Outcome
from wallet.verification.resources import Resources
from wallet.verification.status.lists import fetch_list, is_the_one, read_index, unclear
from wallet.verification.validity import SKEW, read_seconds
from wallet.verification.work import spend

MAX_LIST = 16 * 1024 * 1024  # bytes after inflating (STAT-01)
TYPE = "statuslist+jwt"
_VALUES = {0: (Outcome.PASS, "not-revoked"), 1: (Outcome.FAIL, "revoked"), 2: (Outcome.FAIL, "suspended")}


def token_entries(document: Mapping[str, Any], claims: Mapping[str, Any] | None) -> list[Any]:
    """The references to lists in a token's claim `status`, or in the member of that name (§6.1)."""
    stated = [place.get("status") for place in (claims, document) if place]
    lists = [one["status_list"] for one in stated if isinstance(one, Mapping) and "status_list" in one]
    return lists[:1] if len(lists) == 2 and lists[0] == lists[1] else lists


def check_token_status(entry: object, *, issuer: str, at: datetime | None, resources: Resources) -> Finding:
    """STATUS by the list at `uri`, at the place `idx`. Raises Unreadable where the list cannot be read."""
    if not isinstance(entry, Mapping):
        return unclear("status-entry-malformed")
    try:
        index = read_index(entry.get("idx"))
    except Unreadable:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-malformed")
    answer = fetch_list(entry.get("uri"), resources)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    text = fetched.body.decode("ascii", "replace").strip()
    token, claims = open_token(text)
    if str(token.header.get("typ")).lower().removeprefix("application/") != TYPE:
        return unclear("status-list-of-another-kind", consulted, url=fetched.url)
    signed = check_token(text, at=at, resources=resources, issuer=issuer, kind=TYPE)
    asked = [finding for finding in signed.findings if finding.check in (Check.ISSUER_KEY, Check.PROOF)]
    holds = [one.outcome is Outcome.PASS or one.code == CLOCK_IN_DOUBT for one in asked]
    if holds != [True, True] or not _current(claims, at):
        return unclear("status-list-not-proved", consulted, url=fetched.url)
    if claims.get("sub") is None:
        return unclear("status-list-malformed", consulted, url=fetched.url)
    value = _read_value(claims.get("status_list"), index)
    if value is None:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-beyond-list", {}, (consulted,))
    outcome, code = _VALUES.get(value, (Outcome.INCONCLUSIVE, "status-purpose-not-supported"))
    if outcome is Outcome.PASS and not is_the_one(claims.get("sub"), fetched.url):
        return unclear("status-list-of-another-address", consulted, url=fetched.url)
    if outcome is Outcome.PASS and claims.get("iss") not in (None, issuer):
        return unclear("status-issuer-differs", consulted, url=fetched.url)
    if outcome is Outcome.PASS and at is None:
        return unclear(CLOCK_IN_DOUBT, consulted, url=fetched.url)
    params = {"url": fetched.url, "purpose": str(value)}
    return Finding(Check.STATUS, outcome, code, params, (consulted,))


def _current(claims: Mapping[str, Any], at: datetime | None) -> bool:
    """§5.1: `iat` must be there, `exp` may be. Without a moment they only have to be dates."""
    begins, ends = read_seconds(claims.get("iat")), [read_seconds(one) for one in several(claims.get("exp"))]
    return at is None or (begins <= at + SKEW and all(at <= end for end in ends))


def _read_value(status_list: object, index: int) -> int | None:
    """The value at `index`, None beyond the end; the first lies in the lowest bits of the list (§4.1)."""
    bits = status_list.get("bits") if isinstance(status_list, Mapping) else None
    packed = status_list.get("lst") if isinstance(status_list, Mapping) else None
    if bits not in (1, 2, 4, 8) or isinstance(bits, bool) or not isinstance(packed, str):
        raise Unreadable("status-list-malformed")
    data = inflate(read_base64url(packed.rstrip("=")), max_bytes=MAX_LIST)
    spend(inflated=len(data))
    position = index * int(bits)
    if position // 8 >= len(data):
        return None
    return (data[position // 8] >> position % 8) % (1 << int(bits))
