"""Check 6: whether the issuer has taken the credential back.

W3C Bitstring Status List 1.0, StatusList2021 and RevocationList2020 are read here; lists of identifiers in
`revocations.py`, lists of tokens in `status_tokens.py`. Each failure to look is INCONCLUSIVE: a list that
cannot be had, read or proved, or that calls itself another list, never says "not revoked". Only a wrong
index, which the issuer signed into the credential, is a FAIL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wallet.credentials.parsing.strict import inflate, read_base64url
from wallet.credentials.parsing.values import one_of, several
from wallet.errors import Unreadable
from wallet.verification.jsonld.errors import TooComplex
from wallet.verification.report import (
    CLOCK_IN_DOUBT,
    Check,
    Consulted,
    Finding,
    Outcome,
    Report,
    Verdict,
)
from wallet.verification.resources import Resources
from wallet.verification.shape import issuer_id
from wallet.verification.status.lists import fetch_list, is_the_one, read_index, same_identifier, unclear
from wallet.verification.status.revocation_lists import check_revocation_list
from wallet.verification.status.tokens import check_token_status, token_entries
from wallet.verification.work import spend

MAX_LIST = 16 * 1024 * 1024  # bytes after inflating (STAT-01)
MINIMUM_BITS = 131_072  # Bitstring Status List §2.2; real issuers publish less, which is noted, not refused
MAX_ENTRIES = 10
# Type of an entry → type of the list's credential, and of its subject.
_BITS_TYPES = {
    "BitstringStatusListEntry": ("BitstringStatusListCredential", "BitstringStatusList"),
    "StatusList2021Entry": ("StatusList2021Credential", "StatusList2021"),
    "RevocationList2020Status": ("RevocationList2020Credential", "RevocationList2020"),
}
_PURPOSES = {"revocation": "revoked", "suspension": "suspended"}

VerifyList = Callable[[bytes], Report]  # FORMAT to VALIDITY of the list's own credential, not its status
SameSigner = Callable[[Report], bool]  # whether the list of that report was signed by the credential's key


@dataclass(frozen=True)
class StatusQuestion:
    """What is needed besides the entry: who issued the credential, and how a list is proved."""

    issuer: str
    credential_id: str
    at: datetime | None  # None: not known, so that no list can be called current
    resources: Resources
    verify_list: VerifyList
    same_signer: SameSigner = lambda _: False
    claims: Mapping[str, Any] | None = None  # of the token around the credential


def check_status(document: Mapping[str, Any], question: StatusQuestion) -> list[Finding]:
    """One STATUS finding for each entry of `credentialStatus`, and for the token's own status."""
    entries = several(document.get("credentialStatus"))
    beside = several((question.claims or {}).get("credentialStatus"))  # of the token, next to its `vc`
    entries += [one for one in beside if one not in entries]
    tokens = token_entries(document, question.claims)
    if not entries and not tokens:
        return [Finding(Check.STATUS, Outcome.NOT_APPLICABLE, "no-status-stated")]
    if len(entries) > MAX_ENTRIES:
        return [Finding(Check.STATUS, Outcome.INCONCLUSIVE, "too-many-status-entries")]
    findings = [_looked_up(lambda entry=entry: _check_entry(entry, question)) for entry in entries]  # type: ignore[misc]
    for entry in tokens:
        findings.append(
            _looked_up(
                lambda entry=entry: check_token_status(  # type: ignore[misc]
                    entry, issuer=question.issuer, at=question.at, resources=question.resources
                )
            )
        )
    return findings


def _looked_up(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Unreadable as refusal:
        return unclear("status-list-unreadable", why=refusal.code)
    except TooComplex:
        return unclear("too-complex")


def _check_entry(entry: object, question: StatusQuestion) -> Finding:
    if not isinstance(entry, Mapping):
        return unclear("status-entry-malformed")
    kinds = several(entry.get("type"))
    if "1EdTechRevocationList" in kinds:
        return check_revocation_list(
            entry,
            issuer=question.issuer,
            credential_id=question.credential_id,
            resources=question.resources,
        )
    for kind in _BITS_TYPES:
        if kind in kinds:
            return _check_bit(entry, kind, question)
    return unclear("status-type-not-supported", type=str(kinds[0])[:60] if kinds else "")


# ── Lists of bits ────────────────────────────────────────────────────────────────────────────────────
def _check_bit(entry: Mapping[str, Any], kind: str, question: StatusQuestion) -> Finding:
    index_name, url_name = "statusListIndex", "statusListCredential"
    if kind == "RevocationList2020Status" and "revocationListIndex" in entry:
        index_name, url_name = "revocationListIndex", "revocationListCredential"
    try:
        index = read_index(entry.get(index_name))
    except Unreadable:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-malformed")
    answer = fetch_list(one_of(entry.get(url_name)), question.resources)
    if isinstance(answer, Finding):
        return answer
    fetched, consulted = answer
    report = question.verify_list(fetched.body)
    document = report.document
    if any(finding.code == "too-complex" for finding in report.findings):
        raise TooComplex  # a limit of ours is no fault of the list
    if report.but_for_the_clock is not Verdict.VALID or document is None:
        return unclear("status-list-not-proved", consulted, url=fetched.url, verdict=report.verdict.value)
    if _BITS_TYPES[kind][0] not in several(document.get("type")):
        return unclear("status-list-of-another-kind", consulted, url=fetched.url)
    subject = one_of(document.get("credentialSubject"))
    if not isinstance(subject, Mapping) or _BITS_TYPES[kind][1] not in several(subject.get("type")):
        return unclear("status-list-malformed", consulted, url=fetched.url)
    always = ["revocation"] if kind == "RevocationList2020Status" else []
    served = always or _purposes(subject)
    purposes = always or _purposes(entry)
    shared = [purpose for purpose in purposes if purpose in served]
    differs = unclear("status-purpose-differs", consulted, url=fetched.url)
    if not shared:
        return differs
    value, bits = _read_bits(entry, kind, index, subject)
    if value is None and bits < MINIMUM_BITS:
        return unclear("status-list-malformed", consulted, url=fetched.url)  # cut short, as it seems
    if value is None:
        return Finding(Check.STATUS, Outcome.FAIL, "status-index-beyond-list", {}, (consulted,))
    doubt = _doubt(report, document, subject, fetched.url, question)
    judged = [_judge_bit(entry, one, value, bits, doubt=doubt, consulted=consulted) for one in shared]
    return min([*judged, differs][: len(purposes)], key=_severity)


def _severity(finding: Finding) -> int:
    """One bit may stand for several purposes: the gravest decides."""
    order = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS)
    return 2 * order.index(finding.outcome) + (finding.code != "revoked")


def _purposes(value: Mapping[str, Any]) -> list[str]:
    """`statusPurpose` in lower case: some issuers write "Revocation"."""
    return [one.lower() for one in several(value.get("statusPurpose")) if isinstance(one, str)]


def _doubt(
    report: Report,
    document: Mapping[str, Any],
    subject: Mapping[str, Any],
    url: str,
    question: StatusQuestion,
) -> str:
    """Why a clear bit of a list that is proved says nothing, "" where it does: the list calls itself another
    one, is another's than the credential's issuer, or may be out of date."""
    if not is_the_one(document.get("id"), url) or not is_the_one(subject.get("id"), url):
        return "status-list-of-another-address"
    if not same_identifier(issuer_id(document), question.issuer) and not question.same_signer(report):
        return "status-issuer-differs"
    return CLOCK_IN_DOUBT if question.at is None else ""


def _judge_bit(
    entry: Mapping[str, Any], purpose: str, value: int, bits: int, *, doubt: str, consulted: Consulted
) -> Finding:
    """A set bit is believed whoever signed the list: the issuer signed its address, and it can only lower.
    A clear one counts only from the issuer, and in the list that was asked for (STAT-02)."""
    params = {"url": consulted.url, "purpose": purpose[:40]}
    if bits < MINIMUM_BITS:
        params["note"] = "list-shorter-than-minimum"
    if purpose in _PURPOSES and value:
        return Finding(Check.STATUS, Outcome.FAIL, _PURPOSES[purpose], params, (consulted,))
    if doubt:
        return Finding(Check.STATUS, Outcome.INCONCLUSIVE, doubt, params, (consulted,))
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
    encoded = one_of(subject.get("encodedList"))
    size = read_index(entry.get("statusSize", 1))  # §2.1: the entry says it; drafts had it in the list too
    also = subject.get("statusSize", size)
    if not isinstance(encoded, str) or read_index(also) != size or not 1 <= size <= 64:
        raise Unreadable("status-list-malformed")
    if kind == "BitstringStatusListEntry":
        if not encoded.startswith("u"):  # multibase, base64url without padding
            raise Unreadable("bad-base64")
        encoded = encoded[1:]
    # the older two say "base64", and issuers took either alphabet, with padding and without, for all three
    encoded = encoded.rstrip("=").replace("+", "-").replace("/", "_")
    window = 15 if kind == "RevocationList2020Status" else 31
    data = inflate(read_base64url(encoded), max_bytes=MAX_LIST, wbits=window)
    spend(inflated=len(data))
    bits = len(data) * 8
    start = index * size
    if start + size > bits:
        return None, bits
    value = 0
    for position in range(start, start + size):
        value = value << 1 | data[position // 8] >> (7 - position % 8) & 1
    return value, bits


# ── A list as the thing that is judged ───────────────────────────────────────────────────────────────
def check_list(document: Mapping[str, Any]) -> list[Finding]:
    """SHAPE findings about a status list that is itself looked at: none for other credentials, and none for
    a list that can be read."""
    kinds = several(document.get("type"))
    for kind, (list_type, subject_type) in _BITS_TYPES.items():
        if list_type not in kinds:
            continue
        subject = one_of(document.get("credentialSubject"))
        if not isinstance(subject, Mapping) or subject_type not in several(subject.get("type")):
            return [Finding(Check.SHAPE, Outcome.INCONCLUSIVE, "status-list-malformed")]
        if kind != "RevocationList2020Status" and not _purposes(subject):
            return [Finding(Check.SHAPE, Outcome.INCONCLUSIVE, "status-list-malformed")]
        try:
            _read_bits({"statusSize": subject.get("statusSize", 1)}, kind, 0, subject)
        except Unreadable as refusal:
            params = {"why": refusal.code}
            return [Finding(Check.SHAPE, Outcome.INCONCLUSIVE, "status-list-unreadable", params)]
    return []
