"""JSON Web Signatures around credentials: VC-JWT 1.1, VC-JOSE-COSE, Open Badges 3.0 JWT, VP-JWT.

The header is the sender's word. It selects among the issuer's keys and brings none: `jku`, `x5u` and `x5c`
are never looked at, and a `jwk` shows only that whoever holds that key wrote these bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.tokens import Token, credential_in, read_token, without_empty
from wallet.credentials.parsing.values import one_of, several
from wallet.errors import Unreadable
from wallet.verification.identity.dids import ResolvedKey, key_finding, keys_of, resolve_key
from wallet.verification.identity.identifiers import same_identity
from wallet.verification.identity.keys import (
    ALGORITHMS,
    KeyRefused,
    PublicKey,
    key_for_another,
    read_jwk,
    verify_bytes,
)
from wallet.verification.identity.published import KeyProblem
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.resources import Resources
from wallet.verification.shape import issuer_id
from wallet.verification.validity import read_seconds

# What must never verify, under any spelling: no signature at all, and secrets that both sides hold.
_NEVER = ("none", "hs", "dir", "a128", "a192", "a256", "pbes2", "rsa1_5", "rsa-oaep", "ecdh")
# Media types of tokens that are not credentials, as their signers say (RFC 8725 §3.11): OAuth, OpenID Connect
# and its federations, proofs of possession, status lists.
_OTHER_TYPES = {
    "at+jwt",
    "id_token+jwt",
    "logout+jwt",
    "dpop+jwt",
    "secevent+jwt",
    "token-introspection+jwt",
    "oauth-authz-req+jwt",
    "client-authentication+jwt",
    "oauth-client-attestation+jwt",
    "oauth-client-attestation-pop+jwt",
    "openid4vci-proof+jwt",
    "key-attestation+jwt",
    "keyattestation+jwt",
    "wallet-attestation+jwt",
    "kb+jwt",
    "statuslist+jwt",
    "entity-statement+jwt",
    "trust-mark+jwt",
    "trust-mark-delegation+jwt",
    "resolve-response+jwt",
    "explicit-registration-response+jwt",
    "provider-configuration+jwt",
}


@dataclass(frozen=True)
class Signed:
    """What a token's check came to. `document` is the credential in the bytes that were signed, None unless
    they hold; `claims` the JWT claims around it."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None
    claims: Mapping[str, Any] | None = None


def check_token(
    text: str,
    *,
    at: datetime | None,
    resources: Resources,
    presentation: bool = False,
    issuer: str = "",
    kind: str = "",
) -> Signed:
    """ISSUER_KEY, PROOF and (for claims that contradict the document) SHAPE findings of a JWT. `at` is the
    moment for which the key must be in force (None: not known). `issuer` is whose token it has to be where
    `iss` names nobody, and `kind` its media type, where it is no credential (a status list)."""
    try:
        token, claims = open_token(text)
    except Unreadable as refusal:
        return Signed((not_opened(refusal),))
    if finding := check_header(token.header, kind=kind):
        return Signed((finding,))
    claims = without_empty(claims)
    document = credential_in(claims)
    stated = issuer_id(document, "holder" if presentation else "issuer")
    issuer = _issuer(claims, issuer or stated)
    purpose = "authentication" if presentation else "assertionMethod"
    lookup = _Lookup(issuer, purpose, resources, at, _signed_at(claims, document))
    key = _find_key(token.header, lookup)
    if not isinstance(key, _Key):
        key = _that_fits(token, key, lookup)
    if not isinstance(key, _Key):
        return Signed((key,))
    proof = check_signature(token, key.key)
    if presentation and proof.outcome is Outcome.PASS:
        proof = _answering(proof, claims)
    findings = [key.finding, proof]
    if proof.outcome is not Outcome.PASS:
        return Signed(tuple(findings))
    findings += _agreement(claims, document, issuer=issuer, presentation=presentation)
    return Signed(tuple(findings), document, claims)


def not_opened(refusal: Unreadable) -> Finding:
    """PROOF of a token that `open_token` refused. A limit of ours is no fault of the token."""
    ours = refusal.code in ("too-large", "too-many-parts", "too-deep")
    params = {name: str(value)[:300] for name, value in refusal.params.items()}
    return Finding(Check.PROOF, Outcome.INCONCLUSIVE if ours else Outcome.FAIL, refusal.code, params)


def open_token(text: str) -> tuple[Token, dict[str, Any]]:
    """The parts of a compact JWS and its claims. Raises Unreadable."""
    token = read_token(text)
    return token, token.claims()


def check_header(header: Mapping[str, Any], *, legacy: bool = False, kind: str = "") -> Finding | None:
    """Why the header alone rules the token out, or None. `legacy`: Open Badges 1, which wrote `rs256`.
    `kind`: the media type of what is no credential."""
    algorithm = read_algorithm(header, legacy=legacy)
    if not algorithm or algorithm.lower().startswith(_NEVER):
        return Finding(Check.PROOF, Outcome.FAIL, "algorithm-not-allowed", {"algorithm": algorithm[:20]})
    if "crit" in header or "b64" in header:
        # RFC 7515 §4.1.11: an extension one does not understand makes the token invalid; RFC 7797 §6: b64
        # needs crit. No credential format we read in compact form uses either.
        return Finding(Check.PROOF, Outcome.FAIL, "crit-not-supported")
    if "zip" in header or "enc" in header:
        return Finding(Check.PROOF, Outcome.FAIL, "algorithm-not-allowed", {"algorithm": algorithm[:20]})
    stated = str(header.get("typ")).lower().removeprefix("application/")
    if stated in _OTHER_TYPES and stated != kind:
        return Finding(Check.SHAPE, Outcome.FAIL, "token-of-another-kind", {"type": stated[:40]})
    if algorithm not in ALGORITHMS:
        return Finding(
            Check.PROOF, Outcome.INCONCLUSIVE, "algorithm-not-supported", {"algorithm": algorithm[:20]}
        )
    return None


def read_algorithm(header: Mapping[str, Any], *, legacy: bool = False) -> str:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        return ""
    return algorithm.upper() if legacy and algorithm.upper() in ALGORITHMS else algorithm


def check_signature(token: Token, key: PublicKey, *, legacy: bool = False) -> Finding:
    """PROOF: whether the signature over these very bytes fits the key."""
    algorithm = read_algorithm(token.header, legacy=legacy)
    try:
        signature = token.signature
    except Unreadable as refusal:
        return Finding(Check.PROOF, Outcome.FAIL, refusal.code)
    if ALGORITHMS.get(algorithm) != key.kind:
        return Finding(Check.PROOF, Outcome.FAIL, "key-of-another-kind", {"algorithm": algorithm})
    if not key.serves(algorithm):
        return key_for_another(key, algorithm)
    if not any(
        verify_bytes(key, algorithm=algorithm, signature=signature, message=message)
        for message in (token.signing_input, token.as_written)
        if message
    ):
        return Finding(Check.PROOF, Outcome.FAIL, "signature-does-not-fit", {"algorithm": algorithm})
    return Finding(Check.PROOF, Outcome.PASS, "signature-fits", {"algorithm": algorithm})


def _answering(proof: Finding, claims: Mapping[str, Any]) -> Finding:
    """A presentation signed as the answer to a question says which: `nonce` is the verifier's challenge and
    `aud` whom it is for (OpenID for Verifiable Presentations 1.0 §14.1)."""
    nonce = claims.get("nonce")
    if not isinstance(nonce, str):
        return proof
    domain = "\n".join(one for one in several(claims.get("aud")) if isinstance(one, str))
    params = {**proof.params, "challenge": nonce[:2000], "domain": domain[:2000]}
    return replace(proof, code="signature-answers", params=params)


# ── Whose key ────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Key:
    key: PublicKey
    finding: Finding


@dataclass(frozen=True)
class _Lookup:
    """What every key of one token is sought with."""

    issuer: str
    purpose: str
    resources: Resources
    at: datetime | None
    signed: datetime | None

    def all(self) -> list[ResolvedKey]:
        return keys_of(
            self.issuer, resources=self.resources, purpose=self.purpose, at=self.at, signed=self.signed
        )

    def resolve(self, method: str) -> ResolvedKey | KeyProblem:
        return resolve_key(
            method,
            issuer=self.issuer,
            resources=self.resources,
            purpose=self.purpose,
            at=self.at,
            signed=self.signed,
        )


def _signed_at(claims: Mapping[str, Any], document: Mapping[str, Any]) -> datetime | None:
    """When the token says that it was signed; None if it does not."""
    for stated, read in (
        (claims.get("iat"), read_seconds),
        (claims.get("nbf"), read_seconds),
        (document.get("validFrom") or document.get("issuanceDate"), read_time),
    ):
        try:
            if stated is not None:
                return read(stated)
        except Unreadable:
            continue
    return None


def _issuer(claims: Mapping[str, Any], stated: str) -> str:
    """`iss`, or what the document says. Some issuers put `iss` in quotation marks; only that is forgiven."""
    issuer = claims.get("iss")
    if not isinstance(issuer, str) or not issuer:
        return stated
    return stated if issuer == f'"{stated}"' else issuer


def _find_key(header: Mapping[str, Any], lookup: _Lookup) -> _Key | Finding:
    if not lookup.issuer:
        return Finding(Check.ISSUER_KEY, Outcome.FAIL, "issuer-not-stated")
    resolved = lookup.resolve(_method(header.get("kid"), lookup.issuer))
    if header.get("jwk") is not None:
        return _key_in_header(header["jwk"], resolved, lookup)
    finding = key_finding(resolved, issuer="", code="key-of-issuer")
    return finding if isinstance(resolved, KeyProblem) else _Key(resolved.key, finding)


def _that_fits(token: Token, problem: Finding, lookup: _Lookup) -> _Key | Finding:
    """Where `kid` names no key of the issuer's, or none at all, that key of the issuer's which fits: `kid` is
    a hint (RFC 7515 §4.1.4), and issuers write it in ways of their own."""
    kid = token.header.get("kid")
    unnamed = problem.code == "key-ambiguous" and (not isinstance(kid, str) or not kid)
    if not unnamed and problem.code != "key-not-listed":
        return problem
    for found in lookup.all():
        if check_signature(token, found.key).outcome is Outcome.PASS:
            return _Key(found.key, key_finding(found, issuer="", code="key-of-issuer"))
    return problem


def _method(kid: object, issuer: str) -> str:
    """`kid` as the identifier of a verification method. It comes absolute, as a fragment, as a bare name,
    or glued to the DID without its `#`."""
    if not isinstance(kid, str) or kid == issuer or issuer.startswith("did:jwk:"):
        return issuer + "#0" if issuer.startswith("did:jwk:") else ""
    if kid.startswith(issuer) and kid[len(issuer)] not in "#?/":
        return f"{issuer}#{kid[len(issuer) :]}"
    if kid.startswith(("#", "did:", "https://", "http://")):
        return kid
    return f"{issuer}#{kid}" if issuer.startswith("did:") else "#" + kid


def _key_in_header(jwk: object, resolved: ResolvedKey | KeyProblem, lookup: _Lookup) -> _Key | Finding:
    """JOSE-03: a key in the header is the sender's. It is the issuer's only if the issuer says so."""
    try:
        key = read_jwk(jwk if isinstance(jwk, Mapping) else {})
    except KeyRefused as refusal:
        if isinstance(resolved, ResolvedKey):
            return _Key(resolved.key, key_finding(resolved, issuer="", code="key-of-issuer"))
        return Finding(Check.PROOF, Outcome.INCONCLUSIVE, refusal.code)
    if isinstance(resolved, KeyProblem):
        # `kid` may name the key in the sender's own way: any single key of the issuer will do as well
        resolved = lookup.resolve("")
    if isinstance(resolved, ResolvedKey) and resolved.key.same_as(key):
        # the published key: what its owner says of it (`alg`) holds, whatever the header's copy says
        return _Key(resolved.key, key_finding(resolved, issuer="", code="key-of-issuer"))
    params = {"issuer": lookup.issuer[:300]}
    if isinstance(resolved, ResolvedKey) and resolved.confirmed:
        outcome, code = Outcome.FAIL, "key-not-of-issuer"
    else:
        outcome, code = Outcome.INCONCLUSIVE, "issuer-not-confirmed"
    return _Key(key, Finding(Check.ISSUER_KEY, outcome, code, params, resolved.consulted))


# ── Claims and document must say the same (VCDM 1.1 §6.3.1, Open Badges 3.0 §8.2.4) ──────────────────
def _agreement(
    claims: Mapping[str, Any], document: Mapping[str, Any], *, issuer: str, presentation: bool
) -> list[Finding]:
    pairs = [("jti", one_of(document.get("id")), claims.get("jti"))]
    if presentation:
        pairs.append(("iss", issuer_id(document, "holder") or issuer, issuer))
    else:
        pairs.append(("iss", issuer_id(document), issuer))
        subjects = several(document.get("credentialSubject"))
        if len(subjects) == 1 and isinstance(subjects[0], Mapping):
            pairs.append(("sub", one_of(subjects[0].get("id")), claims.get("sub")))
    conflicts = [
        name
        for name, stated, claimed in pairs
        if claimed is not None and stated is not None and not _same(stated, claimed)
    ]
    conflicts += ["nbf"] if _beginnings_differ(claims, document) else []
    return [Finding(Check.SHAPE, Outcome.FAIL, "claims-disagree", {"claim": name}) for name in conflicts]


def _same(stated: object, claimed: object) -> bool:
    """One identifier, however it is spelled: an address, a did:web, a UUID with `urn:uuid:` or without."""
    if not isinstance(stated, str) or not isinstance(claimed, str):
        return stated == claimed
    plain = [one.lower().removeprefix("urn:uuid:") for one in (stated, claimed)]
    return same_identity(stated, claimed) or (plain[0] == plain[1] and bool(_UUID.match(plain[0])))


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def _beginnings_differ(claims: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether `nbf` and the document begin at different times (of several ends the earliest counts, which is
    VALIDITY's matter). NumericDate holds no fraction in many libraries: a second of difference is none."""
    members = ("validFrom", "issuanceDate")
    stated = next((document[member] for member in members if document.get(member)), None)
    if claims.get("nbf") is None or stated is None:
        return False
    try:
        return abs(read_seconds(claims["nbf"]) - read_time(one_of(stated))) > timedelta(seconds=1)
    except Unreadable:
        return False  # a date that cannot be read is SHAPE's finding already
