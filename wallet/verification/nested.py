"""Credentials inside credentials: those of a presentation, and endorsements. Bounded in depth and number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import rfc8785

from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.values import one_of, several
from wallet.credentials.reading import read_envelope
from wallet.verification.identity.dids import ResolvedKey, resolve_key
from wallet.verification.report import Check, Finding, Outcome, Report, Verdict
from wallet.verification.resources import Resources
from wallet.verification.shape import issuer_id
from wallet.verification.status.lists import same_identifier

MAX_DEPTH = 2
MAX_INSIDE = 50

_DATA_URL = tuple(f"data:application/{kind}," for kind in ("vc+jwt", "vp+jwt", "vc+ld+jwt", "vc+sd-jwt"))


def credentials_in(presentation: Mapping[str, Any]) -> Iterator[Envelope]:
    """Every credential that a presentation holds: objects, JWT strings, enveloped ones (VCDM 2.0 §4.13)."""
    for one in several(presentation.get("verifiableCredential")):
        yield _envelope(one)


def children_in(record: Mapping[str, Any]) -> Iterator[Envelope]:
    """Every credential inside a learner record (CLR 2.0: `credentialSubject.verifiableCredential`)."""
    for subject in several(record.get("credentialSubject")):
        if isinstance(subject, Mapping):
            yield from credentials_in(subject)


def endorsements_in(document: Mapping[str, Any]) -> Iterator[Envelope]:
    """Endorsements of the credential, of its achievement and of its issuer (Open Badges 3.0 §B.1)."""
    places: list[Any] = [document, document.get("issuer")]
    for subject in several(document.get("credentialSubject")):
        if isinstance(subject, Mapping):
            places += several(subject.get("achievement"))
    for place in places:
        for name in ("endorsement", "endorsementJwt"):
            for one in several(place.get(name)) if isinstance(place, Mapping) else []:
                if isinstance(one, Mapping) or (isinstance(one, str) and one.count(".") == 2):
                    yield _envelope(one)


def _envelope(value: object) -> Envelope:
    if isinstance(value, Mapping):
        identifier = value.get("id")
        if isinstance(identifier, str) and identifier.startswith(_DATA_URL):
            return read_envelope(identifier.partition(",")[2].encode())
        return read_envelope(rfc8785.dumps(dict(value)))
    return read_envelope(str(value).encode())


def check_endorsements(document: Mapping[str, Any], reports: Iterable[Report]) -> Finding:
    """ENDORSEMENTS informs: a bad endorsement is no fault of the credential it speaks of. One of something
    else may hold as well as it likes; it is none of this credential."""
    reports = tuple(reports)
    verdicts = [report.verdict for report in reports]
    badge = document.get("badge")
    linked = [document.get("endorsement"), badge.get("endorsement") if isinstance(badge, Mapping) else None]
    if not verdicts and any(linked):
        # Open Badges 2 links them; they are not followed, so nothing is said about them
        return Finding(Check.ENDORSEMENTS, Outcome.INCONCLUSIVE, "endorsements-not-looked-at")
    if not verdicts:
        return Finding(Check.ENDORSEMENTS, Outcome.NOT_APPLICABLE, "no-endorsements")
    known = _endorsed(document)
    holding = [report for report in reports if report.verdict is Verdict.VALID]
    hold = sum(_endorses(report, known) for report in holding)
    params = {"hold": str(hold), "of": str(len(verdicts))}
    if hold < len(holding):
        return Finding(Check.ENDORSEMENTS, Outcome.INCONCLUSIVE, "endorsements-of-something-else", params)
    if hold == len(verdicts):
        return Finding(Check.ENDORSEMENTS, Outcome.PASS, "endorsements-hold", params)
    return Finding(Check.ENDORSEMENTS, Outcome.INCONCLUSIVE, "endorsements-not-all-hold", params)


def _endorsed(document: Mapping[str, Any]) -> list[str]:
    """What an endorsement of this credential may be about: itself, its achievements, its issuer (Open Badges
    3.0 §B.1.7)."""
    subjects = [one for one in several(document.get("credentialSubject")) if isinstance(one, Mapping)]
    achievements = [one for subject in subjects for one in several(subject.get("achievement"))]
    stated = [one_of(one.get("id")) for one in (document, *achievements) if isinstance(one, Mapping)]
    return [one for one in (*stated, issuer_id(document)) if isinstance(one, str) and one]


def _endorses(report: Report, known: Iterable[str]) -> bool:
    document = report.document or {}
    subjects = several(document.get("credentialSubject"))
    named = [one_of(one.get("id")) for one in subjects if isinstance(one, Mapping)]
    return "EndorsementCredential" in several(document.get("type")) and any(
        same_identifier(one, other) for one in named if isinstance(one, str) for other in known
    )


def check_holder(document: Mapping[str, Any], holder: str, reports: Iterable[Report]) -> list[Finding]:
    """RECIPIENT of a presentation: whoever presents need not be whom the credentials speak of, and then the
    report says so. It does not decide: parents present their children's, and agents their clients'."""
    holder = issuer_id(document, "holder") or holder
    for number, report in enumerate(reports, 1):
        shown = report.document or report.claimed or {}
        for subject in several(shown.get("credentialSubject")):
            stated = one_of(subject.get("id")) if isinstance(subject, Mapping) else subject
            if holder and isinstance(stated, str) and stated and not same_identifier(stated, holder):
                params = {"holder": holder[:300], "subject": stated[:300], "number": str(number)}
                return [Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, "holder-is-not-subject", params)]
    return []


_LIFE = {
    Verdict.REVOKED: (Check.STATUS, "revoked"),
    Verdict.SUSPENDED: (Check.STATUS, "suspended"),
    Verdict.EXPIRED: (Check.VALIDITY, "expired"),
}


def fold(reports: Iterable[Report], *, unsigned: bool) -> list[Finding]:
    """What the credentials inside mean for the presentation around them: it is no better than its worst.

    A presentation that nobody signed says that of itself, whatever is still open about what it holds."""
    findings = []
    reports = tuple(reports)
    if not reports and not unsigned:
        findings.append(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "presentation-empty"))
    for number, report in enumerate(reports, 1):
        verdict, params = report.verdict, {"number": str(number), "verdict": report.verdict.value}
        if verdict in (Verdict.INVALID, Verdict.UNREADABLE):
            findings.append(Finding(Check.PROOF, Outcome.FAIL, "credential-inside-does-not-hold", params))
        elif verdict in _LIFE:
            check, code = _LIFE[verdict]
            findings.append(Finding(check, Outcome.FAIL, code, params))
        elif verdict is not Verdict.VALID and not unsigned:
            findings.append(
                Finding(Check.PROOF, Outcome.INCONCLUSIVE, "credential-inside-not-proved", params)
            )
    return findings


def answered(report: Report, *, challenge: str | None, domain: str | None) -> Report:
    """The report in the eyes of a verifier who asked a question: a presentation signed as an answer to
    another, or to none, proves nothing to them. What is no presentation answers no question either."""
    asked = {name: text for name, text in (("challenge", challenge), ("domain", domain)) if text is not None}
    proofs = [finding for finding in report.findings if finding.check is Check.PROOF]
    told = [finding.params for finding in proofs if finding.code == "signature-answers"]
    if told and all(
        text in params.get(name, "").split("\n") for params in told for name, text in asked.items()
    ):
        return report
    said = {"challenge": (challenge or "")[:200]}
    other = Finding(Check.PROOF, Outcome.FAIL, "question-not-answered", said)
    findings = sorted((*report.findings, other), key=lambda finding: finding.check.value)
    return replace(report, findings=tuple(findings), document=None)


def same_signer(issuer: str, findings: Iterable[Finding], listed: Report, *, resources: Resources) -> bool:
    """Whether one and the same key signed both, however the two issuers' identifiers are written. It is the
    key that each proof was checked with: what else a document says of keys and proofs, anybody may write."""
    own = _key_checked_with(issuer, findings, resources)
    other = _key_checked_with(issuer_id(listed.document or {}), listed.findings, resources)
    return own is not None and own == other


def _key_checked_with(issuer: str, findings: Iterable[Finding], resources: Resources) -> bytes | None:
    found = (one for one in findings if one.check is Check.ISSUER_KEY and one.outcome is Outcome.PASS)
    for method in (one.params["method"] for one in found if "method" in one.params):
        resolved = resolve_key(method, issuer=issuer, resources=resources)
        if isinstance(resolved, ResolvedKey) and resolved.confirmed:
            return resolved.key.encoded()
    return None
