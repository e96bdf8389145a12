"""Data Integrity proofs of a JSON document: SHAPE, ISSUER_KEY and PROOF.

For proofs over canonical RDF the shape gate decides whether what the signature covers is what a reader sees;
a signature that fits a document of another shape is not called a proof. JCS proofs cover all that is there.
A proof set holds if at least one proof holds and none is refuted; what could not be judged is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.values import listed, one_of, several
from wallet.errors import WalletError
from wallet.verification.dataintegrity import suites
from wallet.verification.dataintegrity.suites import SUITES, SignatureMalformed, Suite
from wallet.verification.identity.dids import ResolvedKey, key_finding, resolve_key
from wallet.verification.identity.keys import key_for_another, verify_bytes
from wallet.verification.identity.published import KeyProblem
from wallet.verification.jsonld import Contexts, JsonLdRefused, NotCompacted, choices, context_urls, gate
from wallet.verification.jsonld.errors import TooComplex
from wallet.verification.jsonld.extensions import bases_of
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.resources import Resources

SKEW = timedelta(seconds=300)
MAX_PROOFS = 10


@dataclass(frozen=True)
class _Asked:
    """What every proof of a document is checked against. `document` is without its proofs."""

    document: Mapping[str, Any]
    issuer: str
    at: datetime | None
    resources: Resources
    purpose: str


@dataclass(frozen=True)
class _Answer:
    """One proof's findings; None where that question was not reached."""

    proof: Finding
    key: Finding | None = None
    shape: Finding | None = None


def check_proofs(
    document: Mapping[str, Any],
    *,
    issuer: str,
    at: datetime | None,
    resources: Resources,
    purpose: str = "assertionMethod",
) -> list[Finding]:
    """SHAPE, ISSUER_KEY and PROOF findings for `document` with its `proof`. Total: never raises.

    `issuer` is the identity that has to stand behind the proofs: the issuer, or the holder of a presentation.
    Only a presentation may name none; the verification method's controller is then its identity. Where no
    moment is known (`at` is None), a proof is judged without its dates, which VALIDITY then leaves open."""
    try:
        proofs = [proof for proof in listed(document.get("proof")) if proof not in (None, {})]
        if not proofs:
            return [Finding(Check.PROOF, Outcome.FAIL, "no-proof")]
        if len(proofs) > MAX_PROOFS:
            return [Finding(Check.PROOF, Outcome.INCONCLUSIVE, "too-complex")]
        if not issuer and purpose == "assertionMethod":
            stated = Finding(Check.ISSUER_KEY, Outcome.FAIL, "issuer-not-stated")
            return [stated, Finding(Check.PROOF, Outcome.INCONCLUSIVE, "no-key-to-check-with")]
        bare = {name: value for name, value in document.items() if name != "proof"}
        asked = _Asked(bare, issuer, at, resources, purpose)
        return _combine([_answer(asked, proof) for proof in proofs], proofs)
    except Exception:  # a fault of ours says nothing about the credential
        return [Finding(Check.PROOF, Outcome.INCONCLUSIVE, "check-failed")]


def _answer(asked: _Asked, proof: object) -> _Answer:
    try:
        return _check_proof(asked, proof)
    except Exception:
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "check-failed"))


def _combine(answers: list[_Answer], proofs: list[Any]) -> list[Finding]:
    """Refuted beats all; else what holds; else why nothing could be judged."""
    held = [answer for answer in answers if answer.proof.outcome is Outcome.PASS]
    shapes = [a.shape for a in answers if a.shape]
    findings = []
    if shapes:
        findings.append(_worst(shapes))
    keys = [a.key for a in answers if a.key and a.key.outcome is Outcome.FAIL]
    keys = keys or [a.key for a in held or answers if a.key]
    if keys:
        findings.append(keys[0] if not held else _best(keys))
    refuted = [a.proof for a in answers if a.proof.outcome is Outcome.FAIL]
    if refuted or not held:
        return [*findings, (refuted or [answer.proof for answer in answers])[0]]
    unjudged = [suites.name_of(p) for a, p in zip(answers, proofs, strict=True) if a not in held]
    params = (
        {**held[0].proof.params, "unsupported": ", ".join(unjudged)} if unjudged else held[0].proof.params
    )
    return [*findings, Finding(Check.PROOF, Outcome.PASS, held[0].proof.code, params)]


_ORDER = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.PASS)


def _worst(findings: list[Finding]) -> Finding:
    return min(findings, key=lambda finding: _ORDER.index(finding.outcome))


def _best(findings: list[Finding]) -> Finding:
    failed = [finding for finding in findings if finding.outcome is Outcome.FAIL]
    return failed[0] if failed else max(findings, key=lambda finding: _ORDER.index(finding.outcome))


# ── one proof ────────────────────────────────────────────────────────────────────────────────────────
def _check_proof(asked: _Asked, proof: object) -> _Answer:
    if not isinstance(proof, dict):
        return _Answer(Finding(Check.PROOF, Outcome.FAIL, "proof-malformed"))
    answer = _check_one(asked, proof)
    ends = _times(proof, "expires")
    if answer.proof.outcome is not Outcome.PASS or not ends or asked.at is None:
        return answer  # when a proof ends is its signer's word: it is heard once the signature fits
    expires = min(ends)
    if expires >= asked.at - SKEW:
        return answer
    return replace(
        answer, proof=Finding(Check.PROOF, Outcome.FAIL, "expired", {"until": expires.isoformat()})
    )


def _check_one(asked: _Asked, proof: dict[str, Any]) -> _Answer:
    named = _named(proof)
    if "previousProof" in proof:
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "proof-chain-not-supported", named))
    suite = _suite(proof)
    if suite is None and suites.is_base_proof(proof):
        return _Answer(Finding(Check.PROOF, Outcome.FAIL, "base-proof", named))
    if suite is None:
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "proof-not-supported", named))
    if finding := _check_options(proof, asked):
        return _Answer(finding)
    key = _find_key(proof, asked)
    if isinstance(key, Finding):
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "no-key-to-check-with", named), key)
    found = key_finding(key, issuer=asked.issuer, code="issuer-key-found")
    if key.key.kind not in suite.algorithms:
        return _Answer(Finding(Check.PROOF, Outcome.FAIL, "key-does-not-fit-suite", named), found)
    try:
        signature = _Signature(suite, key, *suites.read_signature(proof, suite, key=key.key))
        if not key.key.serves(signature.algorithm):
            return _Answer(key_for_another(key.key, signature.algorithm), found)
        if suite.jcs:
            digests = suites.jcs_digests(asked.document, proof, digest=suite.digest_for(key.key))
            shape = Finding(Check.SHAPE, Outcome.PASS, "all-covered")
            return _Answer(_proof_finding(signature.fits(digests), named), found, shape)
    except SignatureMalformed:
        return _Answer(Finding(Check.PROOF, Outcome.FAIL, "signature-malformed", named), found)
    except TooComplex:
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "too-complex"), found)
    answer = _check_over_rdf(asked, proof, signature)
    return _Answer(answer.proof, found, answer.shape)


def _times(proof: Mapping[str, Any], name: str) -> list[datetime]:
    return [read_time(one) for one in several(proof.get(name))]


@dataclass(frozen=True)
class _Signature:
    suite: Suite
    resolved: ResolvedKey
    algorithm: str
    signature: bytes = field(repr=False)
    prefix: bytes

    def fits(self, digests: bytes) -> bool:
        return verify_bytes(
            self.resolved.key,
            algorithm=self.algorithm,
            signature=self.signature,
            message=self.prefix + digests,
        )


def _suite(proof: Mapping[str, Any]) -> Suite | None:
    kind, name = one_of(proof.get("type")), one_of(proof.get("cryptosuite", ""))
    return SUITES.get((kind, name)) if isinstance(kind, str) and isinstance(name, str) else None


def _check_options(proof: Mapping[str, Any], asked: _Asked) -> Finding | None:
    """Purpose and time of a proof (VC Data Integrity §2.1, §4.3). None if nothing is wrong."""
    named = {"suite": suites.name_of(proof)}
    purpose = one_of(proof.get("proofPurpose"))
    if purpose is None and "cryptosuite" not in proof:
        return Finding(Check.PROOF, Outcome.INCONCLUSIVE, "proof-not-supported", named)
    if purpose != asked.purpose:
        return Finding(
            Check.PROOF, Outcome.FAIL, "proof-purpose-wrong", {**named, "purpose": str(purpose)[:100]}
        )
    try:
        created = max(_times(proof, "created"), default=None)
        _times(proof, "expires")
    except WalletError:
        return Finding(Check.PROOF, Outcome.FAIL, "proof-malformed", named)
    if created and asked.at is not None and created > asked.at + SKEW:
        return Finding(Check.PROOF, Outcome.FAIL, "proof-from-the-future", {"created": created.isoformat()})
    return None


def _find_key(proof: Mapping[str, Any], asked: _Asked) -> ResolvedKey | Finding:
    method = one_of(proof.get("verificationMethod"))
    if isinstance(method, dict):
        method = method.get("id")
    if not isinstance(method, str) or not method or len(method) > 8000:
        return Finding(
            Check.ISSUER_KEY, Outcome.FAIL, "key-identifier-malformed", {"method": str(method)[:300]}
        )
    found = resolve_key(
        method,
        issuer=asked.issuer,
        resources=asked.resources,
        purpose=asked.purpose,
        at=asked.at,
        signed=_signed_at(proof, asked.document),
    )
    return key_finding(found, issuer="", code="") if isinstance(found, KeyProblem) else found


def _signed_at(proof: Mapping[str, Any], document: Mapping[str, Any]) -> datetime | None:
    """When the proof says that it was made, else when the credential says that it was issued."""
    stated = one_of(proof.get("created")) or document.get("validFrom") or document.get("issuanceDate")
    try:
        return read_time(stated) if stated is not None else None
    except WalletError:
        return None


def _named(proof: Mapping[str, Any]) -> dict[str, str]:
    """What a finding about a proof tells of it. A holder who presents signs the verifier's question."""
    told = {"suite": suites.name_of(proof)}
    challenge = one_of(proof.get("challenge"))
    if one_of(proof.get("proofPurpose")) == "authentication" and isinstance(challenge, str):
        domains = [one for one in several(proof.get("domain")) if isinstance(one, str)]
        told |= {"challenge": challenge[:2000], "domain": "\n".join(domains)[:2000]}
    return told


def _proof_finding(fits: bool, params: Mapping[str, str]) -> Finding:
    if fits and "challenge" in params:
        return Finding(Check.PROOF, Outcome.PASS, "signature-answers", params)
    if fits:
        return Finding(Check.PROOF, Outcome.PASS, "signature-fits", params)
    return Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit", params)


# ── proofs over canonical RDF ────────────────────────────────────────────────────────────────────────
def _check_over_rdf(asked: _Asked, proof: Mapping[str, Any], signature: _Signature) -> _Answer:
    """Try the contexts' alternatives in order until one makes the signature fit a document of plain shape."""
    best: _Answer | None = None
    try:
        for contexts in _choices(asked):
            answer = _check_with(asked, proof, signature, contexts)
            if answer.proof.outcome is Outcome.PASS:
                return answer
            best = answer if best is None or _closer(answer, best) else best
    except JsonLdRefused as refusal:
        if best is None:
            shape = gate.refused(refusal)
            return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "not-read-safely"), shape=shape)
    return best or _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "check-failed"))


def _choices(asked: _Asked) -> Iterator[Contexts]:
    return choices(context_urls(asked.document), resources=asked.resources)


def _closer(answer: _Answer, best: _Answer) -> bool:
    """A signature that fits a document of the wrong shape says more than one that does not fit."""
    return answer.proof.code == "shape-hides" and best.proof.code != "shape-hides"


def _check_with(
    asked: _Asked, proof: Mapping[str, Any], signature: _Signature, contexts: Contexts
) -> _Answer:
    named = {**_named(proof), "contexts": contexts.digests(context_urls(asked.document))}
    shape = gate.check_shape(asked.document, contexts=contexts)
    if shape.outcome is Outcome.PASS:
        shape = _check_options_shape(asked, proof, contexts) or shape
    digest = signature.suite.digest_for(signature.resolved.key)
    try:
        if shape.outcome is not Outcome.PASS and not gate.worth_reading(asked.document):
            return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "not-read-safely", named), shape=shape)
        fits = any(
            signature.fits(
                suites.rdf_digests(asked.document, proof, contexts=contexts, digest=digest, base=base)
            )
            for base in bases_of(asked.document)
        )
    except NotCompacted as refusal:
        shape = shape if shape.outcome is Outcome.FAIL else gate.refused(refusal)
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "not-read-safely", named), shape=shape)
    if fits and shape.outcome is not Outcome.PASS:
        return _Answer(Finding(Check.PROOF, Outcome.INCONCLUSIVE, "shape-hides", named), shape=shape)
    return _Answer(_proof_finding(fits, named), shape=shape)


def _check_options_shape(asked: _Asked, proof: Mapping[str, Any], contexts: Contexts) -> Finding | None:
    """The proof's own options are signed as RDF too: the same rules hold for them."""
    try:
        gate.inspect_options(suites.rdf_options(proof, asked.document), contexts=contexts)
    except JsonLdRefused as refusal:
        return gate.refused(refusal)
    return None
