"""Open Badges hosted verification: the truth is what stands at the assertion's own address.

The uploaded copy only says where to look (Open Badges 2.0, Hosted Verification). What is shown is the hosted
copy, and it speaks for the issuer only where the issuer's own profile lets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.envelope import Envelope
from wallet.credentials.shapes import types_of
from wallet.verification.differing import differing_facts
from wallet.verification.identity.addresses import is_web_address
from wallet.verification.openbadges2.assertion import (
    Issued,
    Loaded,
    Read,
    Trouble,
    check_assertion,
    is_revoked,
    load,
    other_proof,
    plainly,
    resolve_issuer,
    stop,
    verification_of,
)
from wallet.verification.openbadges2.scope import Scope
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.resources import Purpose, Resources
from wallet.verification.status.revocation_lists import check_ob2_revocation

_SIGNED = {"signed", "SignedBadge"}
_OF_AN_ASSERTION = frozenset({"badge", "recipient", "uid"})


@dataclass(frozen=True)
class Hosted:
    """`document` is the hosted assertion with achievement and issuer put in; None unless it was proved."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None


def check_hosted(envelope: Envelope, *, resources: Resources) -> Hosted:
    """SHAPE, ISSUER_KEY, PROOF and STATUS of a hosted assertion."""
    claimed = plainly(envelope.claimed or {})
    findings: list[Finding] = []
    try:
        url = hosted_address(envelope)
        if is_revoked(claimed):
            # The file itself is a notice of revocation. Taken at its word: that can only lower the verdict.
            return Hosted((_shape_of_notice(), _revoked_by_its_own_word(claimed)))
        if claimed:
            findings.append(check_assertion(claimed, dialect=envelope.dialect))
            _refuse_other_proof(claimed)
        hosted = load(url, Purpose.ASSERTION, check=Check.PROOF, resources=resources)
        _refuse_other_things(hosted)
        findings.append(check_assertion(hosted.document, dialect=envelope.dialect))
        _refuse_other_proof(hosted.document)
        issued = resolve_issuer(hosted.document, resources=resources, at=hosted.url)
        findings.append(_whose(hosted, issued, only_linked=not claimed))
        if findings[-1].outcome is not Outcome.PASS:
            return Hosted(tuple(findings))  # what stands at another's address proves nothing of this issuer's
        findings += differing_facts(claimed, hosted, issued) if claimed else []
        findings += _hosted_copy(hosted, issued, resources=resources)
    except Trouble as trouble:
        return Hosted((*findings, trouble.finding))
    return Hosted(tuple(findings), {**hosted.document, "badge": issued.badge})


def hosted_address(envelope: Envelope) -> str:
    """Where the assertion says it lives: `id`, or in 0.5 to 1.1 `verify.url`. Raises Trouble."""
    claimed = plainly(envelope.claimed or {})
    candidates = [claimed.get("id"), verification_of(claimed).get("url"), envelope.url]
    stated = [one for one in candidates if isinstance(one, str) and one]
    for candidate in stated:
        if is_web_address(candidate):
            return candidate
    if stated:
        # `urn:` and `did:` cannot be hosted (OB2-06): nobody can look, so nothing is proved
        raise stop(Check.PROOF, Outcome.INCONCLUSIVE, "not-on-the-web", url=stated[0][:300])
    raise stop(Check.PROOF, Outcome.INCONCLUSIVE, "hosted-address-missing")


def in_scope(url: str, issuer: Mapping[str, Any]) -> bool:
    """Whether a badge at `url` speaks for the issuer whose fetched profile this is."""
    return Scope.of(issuer).covers(url) is Outcome.PASS


def _hosted_copy(hosted: Loaded, issued: Issued, *, resources: Resources) -> list[Finding]:
    """PROOF and STATUS. What calls itself signed is on its issuer's list of revocations, if anywhere."""
    code = "hosted-copy-over-http" if hosted.insecure or issued.insecure else "hosted-copy"
    params = {"url": hosted.url}
    last = hosted.consulted[-1:]
    status = Finding(Check.STATUS, Outcome.PASS, "not-revoked", params, last)
    if _SIGNED.intersection(types_of(verification_of(hosted.document))):
        status = check_ob2_revocation(hosted.document, issuer=issued.issuer, resources=resources)
    return [Finding(Check.PROOF, Outcome.PASS, code, params, last), status]


def _refuse_other_things(hosted: Loaded) -> None:
    """JSON that has nothing of an assertion (a notice of maintenance, the home of an interface) is no word of
    the issuer on this badge, neither for it nor against it."""
    document = hosted.document
    if "Assertion" in types_of(document) or not _OF_AN_ASSERTION.isdisjoint(document):
        return
    raise stop(
        Check.PROOF,
        Outcome.INCONCLUSIVE,
        "hosted-not-json",
        *hosted.consulted,
        url=hosted.url,
        type="application/json",
    )


def _refuse_other_proof(assertion: Mapping[str, Any]) -> None:
    if kind := other_proof(assertion):
        raise stop(Check.PROOF, Outcome.INCONCLUSIVE, "proof-not-supported", type=kind)


def _shape_of_notice() -> Finding:
    return Finding(Check.SHAPE, Outcome.PASS, "notice-of-revocation")


def _revoked_by_its_own_word(claimed: Mapping[str, Any]) -> Finding:
    reason = claimed.get("revocationReason")
    params = {"reason": reason[:300]} if isinstance(reason, str) and reason else {}
    return Finding(Check.STATUS, Outcome.FAIL, "revoked", params)


# ── ISSUER_KEY: every address on the way is asked whether it is the issuer's ─────────────────────────
def _whose(hosted: Loaded, issued: Issued, *, only_linked: bool) -> Finding:
    """`only_linked`: the bearer gave nothing but a link. A copy that was found there and names its own
    address is judged at that address alone, as a file would be."""
    scope = Scope.of(issued.issuer)
    if issued.profile is None:
        scope = Scope(str(issued.issuer["id"]), origin_only=True)
    home, *_ = reversed(hosted.reads)
    consulted = (*hosted.consulted, *issued.consulted)
    params = {"issuer": str(issued.issuer["id"]), "url": hosted.url}

    def answer(outcome: Outcome, code: str, **more: str) -> Finding:
        return Finding(Check.ISSUER_KEY, outcome, code, {**params, **more}, consulted)

    outcome = min((scope.covers(one) for one in (home.asked, hosted.url)), key=_WORST.index)
    if outcome is Outcome.FAIL:
        return answer(outcome, "outside-issuer-scope")
    if outcome is Outcome.INCONCLUSIVE:
        return answer(outcome, "shared-host" if scope.is_shared(hosted.url) else "issuer-rules-unreadable")
    if away := _outside(home, scope):
        return answer(Outcome.INCONCLUSIVE, "hosted-redirected", to=away[:300])
    for read in hosted.reads[1 if only_linked else 0 : -1]:
        if scope.covers(read.asked) is not Outcome.PASS or _outside(read, scope):
            return answer(Outcome.INCONCLUSIVE, "hosted-elsewhere", url=read.asked, home=hosted.url)
    if away := achievement_led_away(issued, scope):
        return answer(Outcome.INCONCLUSIVE, "hosted-redirected", to=away[:300])
    return answer(Outcome.PASS, "hosted-by-issuer")


def achievement_led_away(issued: Issued, scope: Scope) -> str:
    """The host, not the issuer's, that answered with the achievement instead of the one that was asked; ""
    if none did. Where an assertion says its achievement is, is the issuer's word; a redirect is not."""
    last = issued.achievement.reads[-1] if issued.achievement is not None else None
    return _outside(last, scope) if last is not None and last.led_away else ""


def _outside(read: Read, scope: Scope) -> str:
    """The first address that a fetch was sent on to and that is not the issuer's, "" if there is none."""
    return next((one for one in read.sent_on if scope.covers(one) is not Outcome.PASS), "")


_WORST = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS)
