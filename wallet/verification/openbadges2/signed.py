"""Open Badges signed verification (1.0 to 2.1): a JWS whose key the issuer's own profile lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.strict import without_mark
from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.values import several
from wallet.errors import Unreadable
from wallet.verification.identity.addresses import is_web_address, same_but_for_tls
from wallet.verification.identity.dids import doubt_of
from wallet.verification.identity.keys import KeyRefused, PublicKey, read_pem, read_verification_method
from wallet.verification.jose import check_header, check_signature, not_opened, open_token
from wallet.verification.openbadges2.assertion import (
    Issued,
    Loaded,
    Trouble,
    absolute,
    check_assertion,
    fetch,
    is_json,
    load,
    load_profile,
    plainly,
    resolve_issuer,
    stop,
    verification_of,
)
from wallet.verification.openbadges2.hosted import achievement_led_away
from wallet.verification.openbadges2.scope import Scope
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Purpose, Resources
from wallet.verification.shape import is_url
from wallet.verification.status.revocation_lists import check_ob2_revocation

_MOST_KEYS = 200
_MOST_TRIED = 5  # where the badge does not say which of them it was
_PEM_TYPES = ("text/plain", "application/x-pem-file", "application/pem-certificate-chain")
# Members of a profile that name an address for another use: what stands there was never meant as a key.
_OF_OTHER_USE = frozenset({"@context", "image", "revocationList", "url"})
_MATERIAL = ("publicKeyPem", "publicKeyMultibase", "publicKeyJwk", "publicKeyBase58")


@dataclass(frozen=True)
class SignedAssertion:
    """`document` is the payload that was signed, with achievement and issuer put in; None unless it holds."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class _Key:
    """A key, and whether the issuer lists it. One that it does not list proves only that nothing was changed
    since somebody signed it."""

    key: PublicKey
    consulted: tuple[Consulted, ...] = ()
    listed: bool = True
    definition: Mapping[str, Any] = field(default_factory=dict)  # what its owner says of it


@dataclass(frozen=True)
class _Listed:
    """An entry of `publicKey` in the issuer's profile: a reference, or the key itself."""

    id: str
    document: Mapping[str, Any] | None = None


def check_signed(envelope: Envelope, *, at: datetime | None, resources: Resources) -> SignedAssertion:
    """SHAPE, ISSUER_KEY, PROOF and STATUS of a signed assertion. `at` is the moment for which the key must
    be in force (None: not known)."""
    try:
        token, payload = open_token(envelope.token)
    except Unreadable as refusal:
        return SignedAssertion((not_opened(refusal),))
    assertion = plainly(payload)
    legacy = "@context" not in assertion
    if finding := check_header(token.header, legacy=legacy):
        return SignedAssertion((finding,))
    findings = [check_assertion(assertion, dialect=envelope.dialect)]
    try:
        issued = resolve_issuer(assertion, resources=resources)
        keys = _find_keys(assertion, issued, legacy=legacy, resources=resources)
    except Trouble as trouble:
        return SignedAssertion((*findings, trouble.finding))
    proofs = [(key, check_signature(token, key.key, legacy=legacy)) for key in keys]
    key, proof = next((pair for pair in proofs if pair[1].outcome is Outcome.PASS), proofs[0])
    findings += [_whose(key, issued, assertion, at=at), proof]
    if proof.outcome is not Outcome.PASS:
        return SignedAssertion(tuple(findings))
    findings.append(check_ob2_revocation(assertion, issuer=issued.issuer, resources=resources))
    return SignedAssertion(tuple(findings), {**assertion, "badge": issued.badge})


def _whose(key: _Key, issued: Issued, assertion: Mapping[str, Any], *, at: datetime | None) -> Finding:
    consulted = (*issued.consulted, *key.consulted)
    params = {"issuer": str(issued.issuer["id"])}
    if not key.listed:
        return Finding(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-confirmed", params, consulted)
    if away := achievement_led_away(issued, Scope.of(issued.issuer)):
        led = {"url": str(issued.badge.get("id", "")), "to": away[:300]}
        return Finding(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "hosted-redirected", led, consulted)
    doubt = doubt_of(
        key.definition,
        at=at,
        signed=_signed_at(assertion),
        method=str(key.definition.get("id", "")),
        consulted=consulted,
    )
    if doubt is not None:
        return Finding(Check.ISSUER_KEY, doubt.outcome, doubt.code, {**params, **doubt.params}, consulted)
    return Finding(Check.ISSUER_KEY, Outcome.PASS, "key-of-issuer", params, consulted)


def _signed_at(assertion: Mapping[str, Any]) -> datetime | None:
    """When the assertion says that it was issued."""
    try:
        return read_time(assertion.get("issuedOn", assertion.get("issued_on")), lenient=True)
    except Unreadable:
        return None


# ── The key (OB2-07) ─────────────────────────────────────────────────────────────────────────────────
def _find_keys(
    assertion: Mapping[str, Any], issued: Issued, *, legacy: bool, resources: Resources
) -> list[_Key]:
    """The key that the assertion names, if the issuer lists it; all that it lists if none is named. Never
    empty. Raises Trouble."""
    if issued.profile is None:
        # Open Badges 0.5 knows no keys: an origin publishes none, and the badge cannot bring its own
        issuer = str(issued.issuer["id"])
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-confirmed", issuer=issuer)
    listed = list(_listed(issued.profile))[:_MOST_KEYS]
    named = _named(assertion)
    if not named or issued.profile.is_known_as(named):  # the issuer itself, instead of one of its keys
        return _all_listed(listed, issued.profile, resources=resources)
    for entry in listed:
        if _same(entry.id, named):
            return [
                _read_listed(
                    entry, issued.profile, legacy=legacy, alone=len(listed) == 1, resources=resources
                )
            ]
    return [_unlisted(named, listed, issued.profile, legacy=legacy, resources=resources)]


def _named(assertion: Mapping[str, Any]) -> str:
    """`creator` (2.0), or `url` of `verify` (1.0 and 1.1)."""
    verification = plainly(verification_of(assertion))
    for name in ("creator", "url"):
        value = verification.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, Mapping):
            value = plainly(value).get("id")
        if isinstance(value, str) and value:
            return value
    return ""


def _listed(profile: Loaded) -> Iterator[_Listed]:
    for entry in several(profile.document.get("publicKey")):
        if isinstance(entry, str) and entry:
            yield _Listed(absolute(entry, profile.url))
        elif isinstance(entry, Mapping):
            entry = plainly(entry)
            identifier = entry.get("id")
            name = absolute(identifier, profile.url) if isinstance(identifier, str) else ""
            material = any(entry.get(member) for member in _MATERIAL)
            if name or material:
                yield _Listed(name, entry if material else None)


def _same(one: str, other: str) -> bool:
    return bool(one) and (one == other or same_but_for_tls(one, other))


def _all_listed(listed: list[_Listed], profile: Loaded, *, resources: Resources) -> list[_Key]:
    """Which of its keys an issuer signed with need not be said: the one that fits."""
    if not listed:
        raise _no_key(profile)
    keys: list[_Key] = []
    trouble: Trouble | None = None
    for entry in listed[:_MOST_TRIED]:
        try:
            keys.append(_read_listed(entry, profile, legacy=False, alone=False, resources=resources))
        except Trouble as found:
            trouble = trouble or found
    if trouble is not None and not keys:
        raise trouble
    return keys


def _read_listed(entry: _Listed, profile: Loaded, *, legacy: bool, alone: bool, resources: Resources) -> _Key:
    """A key that the profile lists: it stands there, or at the address that is listed. `alone`: the profile
    names this one and no other."""
    trouble: Trouble | None = None
    if entry.document is not None:
        _refuse_other_owner(entry.document, profile, resources=resources, consulted=profile.consulted[-1:])
        try:
            return _Key(_read(entry.document), definition=entry.document)
        except Trouble as found:
            trouble = found  # a copy that cannot be read; the key has an address of its own
        if not is_web_address(entry.id) or trouble.finding.outcome is Outcome.FAIL:
            raise trouble
    try:
        pem = _bare_pem(entry.id, resources=resources) if legacy else None
        if pem is not None:
            return _Key(pem.key, pem.consulted, listed=alone)
        loaded = load(entry.id, Purpose.KEY, check=Check.ISSUER_KEY, resources=resources)
        if not _same(loaded.url, entry.id):
            raise _unconfirmed(profile, loaded)
        if not _has_owner(loaded.document):
            raise _unconfirmed(profile, loaded)
        _refuse_other_owner(loaded.document, profile, resources=resources, consulted=loaded.consulted)
        return _Key(_read(loaded.document), loaded.consulted, definition=loaded.document)
    except Trouble as found:
        raise trouble or found from None


def _unlisted(
    named: str, listed: list[_Listed], profile: Loaded, *, legacy: bool, resources: Resources
) -> _Key:
    """A key that the assertion names and the profile does not list. Its document may have another address,
    which is listed. Where the issuer lists keys and this is none of them, it contradicts; where it lists
    none, nothing is known of the key but that it fits."""
    pem = _bare_pem(named, resources=resources) if legacy else None
    if pem is not None:
        confirmed = not listed and _names_address(profile.document, named)
        return _Key(pem.key, pem.consulted, listed=confirmed)
    if not listed and not is_web_address(named):
        raise _no_key(profile)
    loaded = load(named, Purpose.KEY, check=Check.ISSUER_KEY, resources=resources)
    for entry in listed:
        if _same(entry.id, loaded.url):
            return _read_listed(entry, profile, legacy=False, alone=False, resources=resources)
    if listed:
        raise stop(
            Check.ISSUER_KEY,
            Outcome.FAIL,
            "key-not-of-issuer",
            *loaded.consulted,
            url=named[:300],
            issuer=profile.url,
        )
    return _Key(_read(loaded.document), loaded.consulted, listed=False)


def _names_address(document: Mapping[str, Any], address: str) -> bool:
    """Open Badges 1.0 has no member for keys; some member of the profile names the very address."""
    for name, value in document.items():
        for one in several(value) if name not in _OF_OTHER_USE else ():
            found = several(list(one.values())) if isinstance(one, Mapping) else [one]
            if any(isinstance(text, str) and _same(text, address) for text in found):
                return True
    return False


def _bare_pem(url: str, *, resources: Resources) -> _Key | None:
    """Open Badges 1.0: the key alone, as text. None if something else stands there. Raises Trouble."""
    if not is_web_address(url):
        return None
    answer = fetch(url, Purpose.KEY, check=Check.ISSUER_KEY, resources=resources)
    if is_json(answer.content_type):
        return None
    consulted = Consulted(url, answer.digest, answer.at)
    stated = {"url": url, "type": answer.content_type[:60] or "-"}
    if answer.content_type not in _PEM_TYPES:
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, **stated)
    text = without_mark(answer.body).decode(errors="replace")
    if "-----BEGIN" not in text:
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, **stated)
    return _Key(_read({"publicKeyPem": text}), (consulted,))


# ── Whose a key says it is ───────────────────────────────────────────────────────────────────────────
def _has_owner(document: Mapping[str, Any]) -> bool:
    return any(_owner_of(document.get(name)) for name in ("owner", "controller"))


def _owner_of(owner: object) -> str:
    """The identifier of an owner who is stated by it or as an object, "" for neither."""
    stated = plainly(owner).get("id") if isinstance(owner, Mapping) else owner
    return stated if isinstance(stated, str) else ""


def _refuse_other_owner(
    document: Mapping[str, Any],
    profile: Loaded,
    *,
    resources: Resources,
    consulted: tuple[Consulted, ...],
) -> None:
    """A key that names another owner than the issuer who lists it contradicts. The owner may be named by an
    address that leads to the issuer's own."""
    for name in ("owner", "controller"):
        owner = _owner_of(document.get(name))
        if not owner or owner == profile.url or profile.is_known_as(owner):
            continue
        if is_web_address(owner):
            other = load_profile(owner, resources=resources)
            if same_but_for_tls(other.url, profile.url):
                continue
        elif not is_url(owner):
            continue  # no identifier at all
        raise stop(
            Check.ISSUER_KEY,
            Outcome.FAIL,
            "key-not-of-issuer",
            *consulted,
            url=owner[:300],
            issuer=profile.url,
        )


def _no_key(profile: Loaded) -> Trouble:
    return stop(
        Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-has-no-key", *profile.consulted, issuer=profile.url
    )


def _unconfirmed(profile: Loaded, loaded: Loaded) -> Trouble:
    consulted = (*profile.consulted, *loaded.consulted)
    return stop(
        Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-confirmed", *consulted, issuer=profile.url
    )


def _read(document: Mapping[str, Any]) -> PublicKey:
    try:
        pem = document.get("publicKeyPem")
        return read_pem(pem) if isinstance(pem, str) else read_verification_method(document)
    except KeyRefused as refusal:
        outcome = Outcome.FAIL if refusal.contradicts else Outcome.INCONCLUSIVE
        raise stop(Check.ISSUER_KEY, outcome, refusal.code) from None
