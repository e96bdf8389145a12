"""Open Badges signed verification (1.0 to 2.1): a JWS whose key the issuer's profile names as its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wallet.credentials.envelope import Envelope
from wallet.credentials.strict import without_mark
from wallet.errors import Unreadable
from wallet.verification.assertion import (
    Trouble,
    check_assertion,
    is_http,
    load,
    resolve_issuer,
    same_address,
    stop,
)
from wallet.verification.hosted import in_scope
from wallet.verification.jose import check_header, check_signature, open_token
from wallet.verification.keys import KeyRefused, PublicKey, read_pem, read_verification_method
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources
from wallet.verification.revocations import check_ob2_revocation
from wallet.verification.shape import several


@dataclass(frozen=True)
class SignedAssertion:
    """`document` is the payload that was signed, with achievement and issuer put in; None unless it holds."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None


def check_signed(envelope: Envelope, *, resources: Resources) -> SignedAssertion:
    """SHAPE, ISSUER_KEY, PROOF and STATUS of a signed assertion."""
    try:
        token, assertion = open_token(envelope.token)
    except Unreadable as refusal:
        return SignedAssertion((Finding(Check.PROOF, Outcome.FAIL, refusal.code),))
    legacy = "@context" not in assertion
    if finding := check_header(token.header, legacy=legacy):
        return SignedAssertion((finding,))
    findings = [check_assertion(assertion, dialect=envelope.dialect)]
    try:
        badge, consulted, _ = resolve_issuer(assertion, resources=resources)
        issuer = badge["issuer"]
        key, more = _find_key(assertion, issuer, resources=resources)
    except Trouble as trouble:
        return SignedAssertion((*findings, trouble.finding))
    proof = check_signature(token, key, legacy=legacy)
    params = {"issuer": issuer["id"]}
    findings += [Finding(Check.ISSUER_KEY, Outcome.PASS, "key-of-issuer", params, (*consulted, *more)), proof]
    if proof.outcome is not Outcome.PASS:
        return SignedAssertion(tuple(findings))
    findings.append(check_ob2_revocation(assertion, issuer=issuer, resources=resources))
    return SignedAssertion(tuple(findings), {**assertion, "badge": badge})


def _find_key(
    assertion: Mapping[str, Any], issuer: Mapping[str, Any], *, resources: Resources
) -> tuple[PublicKey, tuple[Consulted, ...]]:
    """The key that the assertion names, if the issuer owns it (OB2-07). Raises Trouble."""
    verify = assertion.get("verification", assertion.get("verify"))
    verify = verify if isinstance(verify, Mapping) else {}
    listed = several(issuer.get("publicKey"))
    named = verify.get("creator", verify.get("url"))
    if named is None and len(listed) == 1:
        named = listed[0].get("id") if isinstance(listed[0], Mapping) else listed[0]
    if named is None and len(listed) == 1 and isinstance(listed[0], Mapping):
        return _read(listed[0]), ()
    if not isinstance(named, str):
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "key-not-named")
    for one in listed:
        if isinstance(one, Mapping) and one.get("id") == named and "publicKeyPem" in one:
            return _read(one), ()
    return _fetch_key(named, issuer, listed=listed, legacy="creator" not in verify, resources=resources)


def _fetch_key(
    url: str, issuer: Mapping[str, Any], *, listed: list[Any], legacy: bool, resources: Resources
) -> tuple[PublicKey, tuple[Consulted, ...]]:
    answer = resources.fetch(url, Purpose.KEY) if is_http(url) else None
    if (
        isinstance(answer, Fetched)
        and answer.status == 200
        and without_mark(answer.body).lstrip().startswith(b"-----BEGIN")
    ):
        consulted = Consulted(url, answer.digest, answer.at)
        # Open Badges 1.0: the bare PEM. Nothing in it names an owner, so its address must be the issuer's.
        if not legacy or not in_scope(url, {"id": issuer["id"]}):
            raise stop(Check.ISSUER_KEY, Outcome.FAIL, "key-not-of-issuer", consulted, url=url)
        return _read({"publicKeyPem": without_mark(answer.body).decode("ascii", "replace")}), (consulted,)
    loaded = load(url, Purpose.KEY, check=Check.ISSUER_KEY, resources=resources)
    document = loaded.document
    ids = [one.get("id") if isinstance(one, Mapping) else one for one in listed]
    owned = same_address(document.get("owner"), issuer["id"]) and same_address(document.get("id", url), url)
    if not owned or not any(same_address(one, url) for one in ids):
        raise stop(Check.ISSUER_KEY, Outcome.FAIL, "key-not-of-issuer", loaded.consulted, url=url)
    return _read(document), (loaded.consulted,)


def _read(document: Mapping[str, Any]) -> PublicKey:
    try:
        pem = document.get("publicKeyPem")
        return read_pem(pem) if isinstance(pem, str) else read_verification_method(document)
    except KeyRefused as refusal:
        outcome = Outcome.FAIL if refusal.contradicts else Outcome.INCONCLUSIVE
        raise stop(Check.ISSUER_KEY, outcome, refusal.code) from None
