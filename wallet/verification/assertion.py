"""Open Badges 0.5 to 2.1: what an assertion must say, and the achievement and issuer it leads to.

Shared by `hosted.py` and `signed.py`. The issuer's profile comes from its own id, never from a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wallet.credentials.strict import read_json
from wallet.credentials.times import read_time
from wallet.errors import Unreadable
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable
from wallet.verification.shape import is_url, several

CONTEXTS = (
    "https://w3id.org/openbadges/v1",
    "https://w3id.org/openbadges/v2",
    "https://w3id.org/openbadges/v2.1",
)
_JSON_TYPES = ("application/json", "application/ld+json", "text/json")


class Trouble(Exception):
    """A finding that ends the walk from assertion to issuer."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class Loaded:
    """A document of the issuer, from `url`."""

    document: Mapping[str, Any]
    url: str
    consulted: Consulted
    insecure: bool = False


def stop(check: Check, outcome: Outcome, code: str, *consulted: Consulted, **params: str) -> Trouble:
    return Trouble(Finding(check, outcome, code, params, consulted))


def load(url: str, purpose: Purpose, *, check: Check, resources: Resources) -> Loaded:
    """A JSON object from `url`, whose own id (if it states one) is that address. Raises Trouble.

    What cannot be had is INCONCLUSIVE: a server that is down forges nothing (OB2-11)."""
    if not is_http(url):
        raise stop(check, Outcome.INCONCLUSIVE, "not-on-the-web", url=url[:300])
    answer = resources.fetch(url, purpose)
    if isinstance(answer, Unreachable):
        raise stop(
            check,
            Outcome.INCONCLUSIVE,
            "hosted-unreachable",
            Consulted(url, "", answer.at),
            url=url,
            why=answer.code,
        )
    return read_answer(answer, check=check)


def read_answer(answer: Fetched, *, check: Check) -> Loaded:
    """The JSON object of an answer that is one. Raises Trouble."""
    url = answer.url
    consulted = Consulted(url, answer.digest, answer.at)
    if answer.status != 200:
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-unreachable", consulted, url=url, why=str(answer.status)
        )
    # OB2-04: a file that somebody has uploaded to the issuer's own host is not the issuer speaking
    if answer.content_type not in _JSON_TYPES and not answer.content_type.endswith("+json"):
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, url=url, type=answer.content_type[:60]
        )
    if (urlsplit(answer.final_url).hostname or "") != (urlsplit(url).hostname or ""):
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-redirected", consulted, url=url, to=answer.final_url[:300]
        )
    try:
        document = read_json(answer.body)
    except Unreadable as refusal:
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, url=url, why=refusal.code
        ) from None
    if not isinstance(document, Mapping):
        raise stop(check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, url=url)
    return Loaded(document, url, consulted, answer.insecure)


def resolve_issuer(
    assertion: Mapping[str, Any], *, resources: Resources
) -> tuple[dict[str, Any], list[Consulted], bool]:
    """The achievement with its issuer's profile in it, what was consulted, and whether any came over http.

    Embedded or linked badges both occur; the issuer is fetched from its own id (OB2-06). Raises Trouble."""
    consulted: list[Consulted] = []
    insecure = False
    badge = assertion.get("badge")
    if isinstance(badge, Mapping) and "issuer" not in badge and is_http(badge.get("id")):
        badge = badge["id"]  # only a reference, written as an object
    if isinstance(badge, str):
        loaded = load(badge, Purpose.ACHIEVEMENT, check=Check.ISSUER_KEY, resources=resources)
        _same_id(loaded)
        consulted.append(loaded.consulted)
        insecure = loaded.insecure
        badge = {"id": loaded.url, **loaded.document}
    if not isinstance(badge, Mapping):
        raise stop(Check.SHAPE, Outcome.FAIL, "assertion-malformed", where="badge")
    issuer = badge.get("issuer")
    if isinstance(issuer, Mapping) and "id" not in issuer and is_http(issuer.get("origin")):
        # Open Badges 0.5 has no profiles: the origin itself is the issuer, and scope asks whether it is
        return {**badge, "issuer": {**issuer, "id": issuer["origin"]}}, consulted, insecure
    issuer_url = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if not isinstance(issuer_url, str):
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-stated")
    loaded = load(issuer_url, Purpose.ISSUER, check=Check.ISSUER_KEY, resources=resources)
    _same_id(loaded)
    consulted.append(loaded.consulted)
    profile = {**loaded.document, "id": loaded.url}
    return {**badge, "issuer": profile}, consulted, insecure or loaded.insecure


def _same_id(loaded: Loaded) -> None:
    stated = loaded.document.get("id")
    if stated is not None and not same_address(stated, loaded.url):
        raise stop(
            Check.ISSUER_KEY,
            Outcome.FAIL,
            "hosted-id-differs",
            loaded.consulted,
            url=loaded.url,
            id=str(stated)[:300],
        )


def is_http(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://")) and is_url(url)


def same_address(one: object, other: object) -> bool:
    """Equal but for http or https, which old issuers changed after issuing, and for `www.`-less hosts not."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return one.partition("://")[2] == other.partition("://")[2] and is_http(one) and is_http(other)


# ── SHAPE ────────────────────────────────────────────────────────────────────────────────────────────
def check_assertion(assertion: Mapping[str, Any], *, dialect: str) -> Finding:
    """SHAPE of an assertion: Open Badges 2.0 (or 1.1) with a context, or one of 0.5 and 1.0 without."""
    for code, where in _faults(assertion, dialect=dialect):
        return Finding(Check.SHAPE, Outcome.FAIL, code, {"where": where})
    return Finding(Check.SHAPE, Outcome.PASS, "well-formed")


def _faults(assertion: Mapping[str, Any], *, dialect: str) -> Iterator[tuple[str, str]]:
    if "@context" in assertion:
        if not any(context in CONTEXTS for context in several(assertion["@context"])):
            yield "base-context-missing", "@context"
        if "Assertion" not in several(assertion.get("type")):
            yield "type-missing", "type"
        if not is_url(assertion.get("id")):
            yield "not-an-identifier", "id"
    elif "uid" in assertion and not isinstance(assertion.get("recipient"), Mapping):
        yield "assertion-malformed", "recipient"  # 1.0 made the recipient an IdentityObject
    if not assertion.get("recipient") or not isinstance(assertion["recipient"], str | Mapping):
        yield "assertion-malformed", "recipient"
    if not isinstance(assertion.get("badge"), str | Mapping) or not assertion["badge"]:
        yield "assertion-malformed", "badge"
    for name in ("issuedOn", "issued_on", "expires"):
        if assertion.get(name) is not None and not _is_time(assertion[name]):
            yield "bad-date", name
    if "@context" in assertion and "issuedOn" not in assertion:
        yield "issuance-date-missing", "issuedOn"
    image = assertion.get("image")
    if isinstance(image, Mapping):
        image = image.get("id")
    if isinstance(image, str) and image.startswith("data:"):
        yield "assertion-malformed", "image"  # an assertion's image is where it can be fetched from
    yield from _extensions(assertion)


def _extensions(assertion: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Open Badges 2.0, Extensions: each node brings the context that defines it, and is typed."""
    for name, value in assertion.items():
        if not name.startswith("extensions:"):
            continue
        for node in several(value):
            if not isinstance(node, Mapping) or "@context" not in node or not several(node.get("type")):
                yield "extension-malformed", name[:80]


def _is_time(value: object) -> bool:
    try:
        read_time(value, lenient=True)
    except Unreadable:
        return False
    return True
