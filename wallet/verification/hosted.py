"""Open Badges hosted verification: the truth is what stands at the assertion's own address.

The uploaded copy only says where to look (Open Badges 2.0, Hosted Verification). What is shown is the hosted
copy, and it speaks for the issuer only where the issuer's own profile lets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from wallet.credentials.envelope import Envelope
from wallet.credentials.strict import read_json
from wallet.errors import Unreadable
from wallet.verification.assertion import (
    Trouble,
    check_assertion,
    is_http,
    load,
    read_answer,
    resolve_issuer,
    same_address,
    stop,
)
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable


@dataclass(frozen=True)
class Hosted:
    """`document` is the hosted assertion with achievement and issuer put in; None unless it was proved."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None


def check_hosted(envelope: Envelope, *, resources: Resources) -> Hosted:
    """SHAPE, ISSUER_KEY, PROOF and STATUS of a hosted assertion."""
    claimed = envelope.claimed or {}
    findings: list[Finding] = []
    try:
        url = hosted_address(envelope)
        if is_revoked(claimed):
            # The file itself is a notice of revocation. Taken at its word: that can only lower the verdict.
            params = {"reason": claimed["revocationReason"][:300]} if _reason(claimed) else {}
            return Hosted((_shape_of_notice(), Finding(Check.STATUS, Outcome.FAIL, "revoked", params)))
        if claimed:
            findings.append(check_assertion(claimed, dialect=envelope.dialect))
        assertion, consulted, insecure = _fetch_assertion(url, resources=resources)
        findings.append(check_assertion(assertion, dialect=envelope.dialect))
        badge, more, insecure_too = resolve_issuer(assertion, resources=resources)
    except Trouble as trouble:
        return Hosted((*findings, trouble.finding))
    findings.append(_scope(url, badge["issuer"], consulted=(consulted, *more)))
    code = "hosted-copy-over-http" if insecure or insecure_too else "hosted-copy"
    findings.append(Finding(Check.PROOF, Outcome.PASS, code, {"url": url}, (consulted,)))
    findings.append(Finding(Check.STATUS, Outcome.PASS, "not-revoked", {"url": url}, (consulted,)))
    return Hosted(tuple(findings), {**assertion, "badge": badge})


def hosted_address(envelope: Envelope) -> str:
    """Where the assertion says it lives: `id`, or in 0.5 and 1.0 `verify.url`. Raises Trouble."""
    claimed = envelope.claimed or {}
    verify = claimed.get("verify", claimed.get("verification"))
    candidates = [claimed.get("id")]
    if isinstance(verify, Mapping):
        candidates.append(verify.get("url"))
    candidates.append(envelope.url)
    for candidate in candidates:
        if isinstance(candidate, str) and candidate:
            if not is_http(candidate):
                # `urn:` and `did:` cannot be hosted (OB2-06): nobody can look, so nothing is proved
                raise stop(Check.PROOF, Outcome.INCONCLUSIVE, "not-on-the-web", url=candidate[:300])
            return candidate
    raise stop(Check.PROOF, Outcome.INCONCLUSIVE, "hosted-address-missing")


def _fetch_assertion(url: str, *, resources: Resources) -> tuple[Mapping[str, Any], Consulted, bool]:
    answer = resources.fetch(url, Purpose.ASSERTION)
    if isinstance(answer, Unreachable):
        consulted = Consulted(url, "", answer.at)
        raise stop(
            Check.PROOF, Outcome.INCONCLUSIVE, "hosted-unreachable", consulted, url=url, why=answer.code
        )
    consulted = Consulted(url, answer.digest, answer.at)
    if answer.status == 410:
        raise _revoked(url, consulted, _reason(_body(answer)))
    loaded = read_answer(answer, check=Check.PROOF)
    stated = loaded.document.get("id", _verify_url(loaded.document))
    if stated is not None and not same_address(stated, url):
        loaded, url = _fetch_again(loaded.document, stated, url, resources=resources)
        consulted = loaded.consulted
    if is_revoked(loaded.document):
        raise _revoked(url, consulted, _reason(loaded.document))
    return loaded.document, consulted, loaded.insecure


def _fetch_again(document: Mapping[str, Any], stated: object, url: str, *, resources: Resources) -> Any:
    """OB2-02: a document found elsewhere than at its id is read once more at its id, on the same host."""
    here, there = urlsplit(url), urlsplit(str(stated)) if is_http(stated) else None
    if there is None or there.hostname != here.hostname:
        raise stop(Check.PROOF, Outcome.FAIL, "hosted-id-differs", url=url, id=str(stated)[:300])
    loaded = load(str(stated), Purpose.ASSERTION, check=Check.PROOF, resources=resources)
    if not same_address(loaded.document.get("id"), stated):
        raise stop(
            Check.PROOF, Outcome.FAIL, "hosted-id-differs", loaded.consulted, url=url, id=str(stated)[:300]
        )
    return loaded, str(stated)


def _verify_url(document: Mapping[str, Any]) -> object:
    verify = document.get("verify")
    return verify.get("url") if isinstance(verify, Mapping) else None


def is_revoked(document: Mapping[str, Any]) -> bool:
    """`revoked` is a boolean; issuers who write it as a number or as text mean the same."""
    stated = document.get("revoked")
    return stated is True or str(stated).strip().lower() in ("true", "1")


def _revoked(url: str, consulted: Consulted, reason: str) -> Trouble:
    params = {"url": url, "reason": reason} if reason else {"url": url}
    return Trouble(Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,)))


def _reason(document: Mapping[str, Any]) -> str:
    reason = document.get("revocationReason")
    return reason[:300] if isinstance(reason, str) else ""


def _shape_of_notice() -> Finding:
    return Finding(Check.SHAPE, Outcome.PASS, "notice-of-revocation")


def _body(answer: Fetched) -> Mapping[str, Any]:
    try:
        value = read_json(answer.body)
    except Unreadable:
        return {}
    return value if isinstance(value, Mapping) else {}


# ── Scope: where an issuer's assertions may live (Open Badges 2.0, VerificationObject of a Profile) ──
def _scope(url: str, issuer: Mapping[str, Any], *, consulted: tuple[Consulted, ...]) -> Finding:
    params = {"issuer": str(issuer["id"]), "url": url}
    inside = in_scope(url, issuer)
    outcome = Outcome.PASS if inside else Outcome.FAIL
    return Finding(
        Check.ISSUER_KEY, outcome, "hosted-by-issuer" if inside else "outside-issuer-scope", params, consulted
    )


def in_scope(url: str, issuer: Mapping[str, Any]) -> bool:
    """Whether an assertion at `url` speaks for the issuer: `startsWith` if stated, and `allowedOrigins`, by
    default the host of the issuer's own id. Compared by parsed parts, never as bare text (OB2-05)."""
    stated = issuer.get("verification")
    rules = stated if isinstance(stated, Mapping) else {}
    prefixes = _texts(rules.get("startsWith"))
    if prefixes and not any(_starts_with(url, prefix) for prefix in prefixes):
        return False
    origins = _texts(rules.get("allowedOrigins"))
    if not origins and prefixes:
        return True
    place = _origin(url)
    return place is not None and place in {_origin(one) for one in origins or [str(issuer.get("id"))]}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]


def _origin(text: str) -> tuple[str, int | None] | None:
    """Host and explicit port of a URL, or of a bare host as `allowedOrigins` writes them."""
    try:
        parts = urlsplit(text if "://" in text else "//" + text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.username is not None or parts.password is not None:
        return None
    return host.rstrip(".").lower(), None if port in (80, 443) else port


def _starts_with(url: str, prefix: str) -> bool:
    place, wanted = _origin(url), _origin(prefix)
    if place is None or place != wanted or "://" not in prefix:
        return False
    path, start = unquote(urlsplit(url).path), unquote(urlsplit(prefix).path)
    if ".." in path.split("/") or "\\" in path:
        return False
    segments, wanted_segments = path.split("/"), start.split("/")
    last = (
        wanted_segments.pop()
    )  # `…/badges/12` also allows `…/badges/123`: a prefix may end inside a segment
    if segments[: len(wanted_segments)] != wanted_segments:
        return False
    rest = segments[len(wanted_segments) :]
    return not last or bool(rest and rest[0].startswith(last))
