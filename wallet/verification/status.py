"""Check 6: whether the issuer has taken the credential back.

W3C Bitstring Status List 1.0, StatusList2021, RevocationList2020, 1EdTech Revocation List 1.0. Each failure
to look is INCONCLUSIVE: a list that cannot be had, read or proved never says "not revoked". Only a wrong
index, which the issuer signed into the credential, is a FAIL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.strict import inflate, read_base64url, read_json
from wallet.errors import Unreadable
from wallet.verification.report import Check, Consulted, Finding, Outcome, Report, Verdict
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable
from wallet.verification.shape import is_url, issuer_id, several

MAX_LIST = 16 * 1024 * 1024  # bytes after inflating (STAT-01)
MINIMUM_BITS = 131_072  # Bitstring Status List §2.2; real issuers publish less, which is noted, not refused
MAX_ENTRIES = 10
_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")
_BITS_TYPES = {
    "BitstringStatusListEntry": "BitstringStatusListCredential",
    "StatusList2021Entry": "StatusList2021Credential",
    "RevocationList2020Status": "RevocationList2020Credential",
}
_PURPOSES = {"revocation": "revoked", "suspension": "suspended"}

VerifyList = Callable[[bytes], Report]  # FORMAT to VALIDITY of the list's own credential, not its status
SameSigner = Callable[[Mapping[str, Any]], bool]  # whether that document was signed by the credential's key


@dataclass(frozen=True)
class StatusQuestion:
    """What is needed besides the entry: who issued the credential, and how a list is proved."""

    issuer: str
    credential_id: str
    resources: Resources
    verify_list: VerifyList
    same_signer: SameSigner = lambda _: False


def check_status(document: Mapping[str, Any], question: StatusQuestion) -> list[Finding]:
    """One STATUS finding for each entry of `credentialStatus`."""
    entries = several(document.get("credentialStatus"))
    if not entries:
        return [Finding(Check.STATUS, Outcome.NOT_APPLICABLE, "no-status-stated")]
    if len(entries) > MAX_ENTRIES:
        return [Finding(Check.STATUS, Outcome.INCONCLUSIVE, "too-many-status-entries")]
    findings = []
    for entry in entries:
        try:
            findings.append(_check_entry(entry, question))
        except Unreadable as refusal:
            findings.append(
                Finding(Check.STATUS, Outcome.INCONCLUSIVE, "status-list-unreadable", {"why": refusal.code})
            )
    return findings


def _check_entry(entry: object, question: StatusQuestion) -> Finding:
    if not isinstance(entry, Mapping):
        return _unclear("status-entry-malformed")
    kinds = several(entry.get("type"))
    if "1EdTechRevocationList" in kinds:
        return _check_revocation_list(entry, question)
    for kind, list_kind in _BITS_TYPES.items():
        if kind in kinds:
            return _check_bit(entry, kind, list_kind, question)
    return _unclear("status-type-not-supported", type=str(kinds[0])[:60] if kinds else "")


def _unclear(code: str, *consulted: Consulted, **params: str) -> Finding:
    return Finding(Check.STATUS, Outcome.INCONCLUSIVE, code, params, consulted)


def read_index(value: object) -> int:
    """`statusListIndex`: decimal digits, or a JSON integer as some issuers write it. Raises Unreadable."""
    if isinstance(value, str) and _INDEX.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise Unreadable("status-index-malformed")


def _fetch_list(url: object, question: StatusQuestion) -> tuple[Fetched, Consulted] | Finding:
    if not is_url(url):
        return _unclear("status-entry-malformed")
    answer = question.resources.fetch(str(url), Purpose.STATUS)
    if isinstance(answer, Unreachable):
        return _unclear(
            "status-list-unreachable", Consulted(answer.url, "", answer.at), url=answer.url, why=answer.code
        )
    consulted = Consulted(answer.url, answer.digest, answer.at)
    if answer.status != 200 or answer.content_type == "text/html":
        return _unclear("status-list-unreachable", consulted, url=answer.url, why=str(answer.status))
    return answer, consulted


# ── Lists of bits ────────────────────────────────────────────────────────────────────────────────────
def _check_bit(entry: Mapping[str, Any], kind: str, list_kind: str, question: StatusQuestion) -> Finding:
    index_name, url_name = "statusListIndex", "statusListCredential"
    if kind == "RevocationList2020Status" and "revocationListIndex" in entry:
        index_name, url_name = "revocationListIndex", "revocationListCredential"
    try:
        index = read_index(entry.get(index_name))
    except Unreadable:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-malformed")
    answer = _fetch_list(entry.get(url_name), question)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    report = question.verify_list(fetched.body)
    document = report.document
    if report.verdict is not Verdict.VALID or document is None:
        return _unclear("status-list-not-proved", consulted, url=fetched.url, verdict=report.verdict.value)
    if list_kind not in several(document.get("type")):
        return _unclear("status-list-of-another-kind", consulted, url=fetched.url)
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping):
        return _unclear("status-list-malformed", consulted, url=fetched.url)
    purpose = "revocation" if kind == "RevocationList2020Status" else entry.get("statusPurpose")
    if kind != "RevocationList2020Status" and purpose not in several(subject.get("statusPurpose")):
        return _unclear("status-purpose-differs", consulted, url=fetched.url)
    value, bits = _read_bits(entry, kind, index, subject)
    if value is None:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-beyond-list", {}, (consulted,))
    trusted = issuer_id(document) == question.issuer or question.same_signer(document)
    return _judge_bit(entry, str(purpose), value, bits, trusted=trusted, consulted=consulted)


def _judge_bit(
    entry: Mapping[str, Any], purpose: str, value: int, bits: int, *, trusted: bool, consulted: Consulted
) -> Finding:
    """A set bit is believed whoever signed the list: the issuer signed its address, and it can only lower.
    A clear one counts only from the issuer (STAT-02)."""
    params = {"url": consulted.url, "purpose": purpose[:40]}
    if bits < MINIMUM_BITS:
        params["note"] = "list-shorter-than-minimum"
    if purpose in _PURPOSES and value:
        return Finding(Check.STATUS, Outcome.FAIL, _PURPOSES[purpose], params, (consulted,))
    if not trusted:
        return Finding(Check.STATUS, Outcome.INCONCLUSIVE, "status-issuer-differs", params, (consulted,))
    if purpose in _PURPOSES:
        return Finding(Check.STATUS, Outcome.PASS, f"not-{_PURPOSES[purpose]}", params, (consulted,))
    if purpose == "refresh":
        code = "refresh-offered" if value else "no-refresh-needed"
        return Finding(Check.STATUS, Outcome.PASS, code, params, (consulted,))
    if purpose == "message":
        params["message"] = _message(entry, value)
        return Finding(Check.STATUS, Outcome.PASS, "status-message", params, (consulted,))
    return Finding(Check.STATUS, Outcome.INCONCLUSIVE, "status-purpose-not-supported", params, (consulted,))


def _message(entry: Mapping[str, Any], value: int) -> str:
    """The words the issuer has given to a value (Bitstring Status List §2.1 `statusMessage`)."""
    for one in several(entry.get("statusMessage")):
        if isinstance(one, Mapping) and isinstance(one.get("status"), str):
            try:
                if int(one["status"], 16) == value:
                    return str(one.get("message", ""))[:200]
            except ValueError:
                continue
    return hex(value)


def _read_bits(
    entry: Mapping[str, Any], kind: str, index: int, subject: Mapping[str, Any]
) -> tuple[int | None, int]:
    """The value at `index` (None when it lies beyond the end) and how many bits the list holds.

    The first bit is the leftmost one of the first byte. Raises Unreadable."""
    encoded = subject.get("encodedList")
    size = subject.get("statusSize", entry.get("statusSize", 1))
    if (
        not isinstance(encoded, str)
        or not isinstance(size, int)
        or isinstance(size, bool)
        or not 1 <= size <= 64
    ):
        raise Unreadable("status-list-malformed")
    if kind == "BitstringStatusListEntry":
        if not encoded.startswith("u"):  # multibase, base64url without padding
            raise Unreadable("bad-base64")
        encoded = encoded[1:]
    else:  # the older two say "base64", and issuers took either alphabet, with padding and without
        encoded = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    window = 15 if kind == "RevocationList2020Status" else 31
    data = inflate(read_base64url(encoded), max_bytes=MAX_LIST, wbits=window)
    bits = len(data) * 8
    start = index * size
    if start + size > bits:
        return None, bits
    value = 0
    for position in range(start, start + size):
        value = value << 1 | data[position // 8] >> (7 - position % 8) & 1
    return value, bits


# ── 1EdTech Revocation List 1.0 ──────────────────────────────────────────────────────────────────────
def _check_revocation_list(entry: Mapping[str, Any], question: StatusQuestion) -> Finding:
    """`{id, issuer, revokedCredential: [{id, revoked?, revocationReason?}]}` at the entry's `id`. The list is
    not signed: it counts because it is served where the issuer's signature points, and names the issuer."""
    answer = _fetch_list(entry.get("id"), question)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    listed = read_json(fetched.body)
    if not isinstance(listed, Mapping) or not isinstance(listed.get("revokedCredential", []), list):
        return _unclear("status-list-malformed", consulted, url=fetched.url)
    params = {"url": fetched.url}
    for one in listed.get("revokedCredential", []):
        named = one.get("id") if isinstance(one, Mapping) else one
        if named is not None and named == question.credential_id:
            if isinstance(one, Mapping) and one.get("revoked", True) is False:
                continue  # §3: a missing `revoked` means it is
            reason = one.get("revocationReason") if isinstance(one, Mapping) else None
            if isinstance(reason, str):
                params["reason"] = reason[:300]
            return Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,))
    if issuer_id(listed) != question.issuer:
        return Finding(Check.STATUS, Outcome.INCONCLUSIVE, "status-issuer-differs", params, (consulted,))
    if not question.credential_id:
        return _unclear("credential-without-id", consulted, url=fetched.url)
    return Finding(Check.STATUS, Outcome.PASS, "not-revoked", params, (consulted,))


# ── Open Badges 2.0 RevocationList ───────────────────────────────────────────────────────────────────
def check_ob2_revocation(
    assertion: Mapping[str, Any], *, issuer: Mapping[str, Any], resources: Resources
) -> Finding:
    """STATUS of a signed assertion, by the list that the issuer's profile names (Open Badges 2.0 §
    RevocationList). Entries are an id, `{id}` or `{uid}`."""
    url = issuer.get("revocationList")
    if url is None:
        return Finding(Check.STATUS, Outcome.NOT_APPLICABLE, "no-status-stated")
    if isinstance(url, Mapping):
        url = url.get("id")
    if not is_url(url):
        return _unclear("status-list-malformed")
    answer = resources.fetch(str(url), Purpose.STATUS)
    if isinstance(answer, Unreachable):
        consulted = Consulted(answer.url, "", answer.at)
        return _unclear("status-list-unreachable", consulted, url=answer.url, why=answer.code)
    consulted = Consulted(answer.url, answer.digest, answer.at)
    try:
        listed = read_json(answer.body) if answer.status == 200 else None
    except Unreadable:
        listed = None
    if not isinstance(listed, Mapping) or not isinstance(listed.get("revokedAssertions", []), list):
        return _unclear("status-list-unreachable", consulted, url=answer.url, why=str(answer.status))
    mine = {
        value for value in (assertion.get("id"), assertion.get("uid")) if isinstance(value, str) and value
    }
    params = {"url": answer.url}
    for one in listed.get("revokedAssertions", []):
        named = (
            {one.get("id"), one.get("uid")}
            if isinstance(one, Mapping)
            else {one}
            if isinstance(one, str)
            else set()
        )
        if mine & {name for name in named if isinstance(name, str)}:
            if isinstance(one, Mapping) and isinstance(one.get("revocationReason"), str):
                params["reason"] = one["revocationReason"][:300]
            return Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,))
    stated = issuer_id(listed)
    if stated and stated != issuer.get("id"):
        return Finding(Check.STATUS, Outcome.INCONCLUSIVE, "status-issuer-differs", params, (consulted,))
    if not mine:
        return _unclear("credential-without-id", consulted, url=answer.url)
    return Finding(Check.STATUS, Outcome.PASS, "not-revoked", params, (consulted,))
