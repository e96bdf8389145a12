"""Open Badges 0.5 to 2.1: what an assertion must say, and the achievement and issuer it leads to.

Shared by `hosted.py` and `signed.py`. What stands in a badge about its issuer is a name and an address; rules
and keys come from the profile that the issuer itself serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from wallet.credentials.contexts import open_badges_versions
from wallet.credentials.parsing.strict import read_json
from wallet.credentials.parsing.times import is_no_date, read_time
from wallet.credentials.parsing.values import listed, one_of, several
from wallet.credentials.shapes import types_of
from wallet.errors import Unreadable
from wallet.verification.identity.addresses import (
    is_web_address,
    normal,
    same_address,
    same_but_for_tls,
    same_host,
    without_dots,
)
from wallet.verification.report import Check, Consulted, Finding, Outcome
from wallet.verification.resources import Fetched, Purpose, Resources, Unreachable
from wallet.verification.shape import is_url

_JSON_TYPES = ("application/json", "application/ld+json", "text/json")
_PLAIN_TYPES = ("text/plain", "")  # file servers that know no better
_MAX_READS = 4  # an address, and then those that its documents name as their own
_NO_PROFILE = {"Assertion", "BadgeClass", "CryptographicKey", "RevocationList", "Endorsement"}


class Trouble(Exception):
    """A finding that ends the walk from assertion to issuer."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class Read:
    """One fetch: the address asked, and those it was sent on to."""

    asked: str
    sent_on: tuple[str, ...] = ()

    @property
    def led_away(self) -> str:
        """The first other host that it was sent to, "" if it stayed."""
        return next((one for one in self.sent_on if not same_host(one, self.asked)), "")


@dataclass(frozen=True)
class Loaded:
    """A document and the address that it says is its own: the one it was read from last."""

    document: Mapping[str, Any]
    url: str
    reads: tuple[Read, ...]
    consulted: tuple[Consulted, ...]
    insecure: bool = False

    def is_known_as(self, address: object) -> bool:
        """One of the addresses that led here."""
        return any(same_but_for_tls(address, read.asked) for read in self.reads) or same_but_for_tls(
            address, self.url
        )


def stop(check: Check, outcome: Outcome, code: str, *consulted: Consulted, **params: str) -> Trouble:
    return Trouble(Finding(check, outcome, code, params, consulted))


# ── Fetching ─────────────────────────────────────────────────────────────────────────────────────────
def load(url: str, purpose: Purpose, *, check: Check, resources: Resources) -> Loaded:
    """The document at `url`. One that states another address is read again there, and is then the document
    of that address (OB2-02). Raises Trouble.

    What cannot be had is INCONCLUSIVE: a server that is down forges nothing (OB2-11)."""
    reads: list[Read] = []
    consulted: list[Consulted] = []
    insecure = False
    asked = without_dots(url)
    while True:
        if not is_web_address(asked):
            raise stop(check, Outcome.INCONCLUSIVE, "not-on-the-web", *consulted, url=asked[:300])
        answer = fetch(asked, purpose, check=check, resources=resources)
        document = _read_document(answer, asked, purpose, check=check)
        reads.append(Read(asked, _sent_on(answer, asked)))
        consulted.append(Consulted(asked, answer.digest, answer.at))
        insecure = insecure or answer.insecure
        stated = _stated_address(document, asked, purpose)
        if not stated or _is_at_home(stated, asked):
            break
        if len(reads) == _MAX_READS or any(same_address(stated, read.asked) for read in reads):
            raise stop(
                check, Outcome.INCONCLUSIVE, "hosted-id-differs", *consulted, url=asked, id=stated[:300]
            )
        asked = without_dots(stated)
    if purpose in (Purpose.ISSUER, Purpose.KEY) and reads[-1].led_away:
        # The host was asked who it is, and another one answered: an open redirect speaks for nobody.
        raise stop(
            check,
            Outcome.INCONCLUSIVE,
            "hosted-redirected",
            *consulted,
            url=asked,
            to=reads[-1].led_away[:300],
        )
    return Loaded(document, without_dots(stated or asked), tuple(reads), tuple(consulted), insecure)


def fetch(url: str, purpose: Purpose, *, check: Check, resources: Resources) -> Fetched:
    """An answer with a document. Raises Trouble; *gone* is the issuer's word that a badge was revoked."""
    answer = resources.fetch(url.partition("#")[0], purpose)
    consulted = Consulted(url, "" if isinstance(answer, Unreachable) else answer.digest, answer.at)
    if isinstance(answer, Unreachable):
        if answer.code == "wrong-content-type":
            raise stop(
                check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, url=url, type=answer.found[:60]
            )
        raise stop(check, Outcome.INCONCLUSIVE, "hosted-unreachable", consulted, url=url, why=answer.code)
    if purpose is Purpose.ASSERTION and answer.status == 410:
        raise revoked(url, consulted, _body(answer))
    if answer.status != 200:
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-unreachable", consulted, url=url, why=str(answer.status)
        )
    return answer


def is_json(content_type: str) -> bool:
    return content_type in _JSON_TYPES or content_type.endswith("+json")


def _read_document(answer: Fetched, url: str, purpose: Purpose, *, check: Check) -> Mapping[str, Any]:
    """OB2-04: what says who somebody is, or what their keys are, must be served as JSON. A file that
    somebody has uploaded to the issuer's own host is not the issuer speaking."""
    consulted = Consulted(url, answer.digest, answer.at)
    plain = purpose in (Purpose.ASSERTION, Purpose.ACHIEVEMENT) and answer.content_type in _PLAIN_TYPES
    stated = {"url": url, "type": answer.content_type[:60] or "-"}
    if not plain and not is_json(answer.content_type):
        raise stop(check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, **stated)
    try:
        document = read_json(answer.body)
    except Unreadable as refusal:
        raise stop(
            check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, **stated, why=refusal.code
        ) from None
    if isinstance(document, list) and len(document) == 1:
        document = document[0]
    if not isinstance(document, Mapping):
        raise stop(check, Outcome.INCONCLUSIVE, "hosted-not-json", consulted, **stated)
    document = plainly(document)
    if purpose is Purpose.ASSERTION and is_revoked(document):
        raise revoked(url, consulted, document)
    return document


def _body(answer: Fetched) -> Mapping[str, Any]:
    try:
        value = read_json(answer.body)
    except Unreadable:
        return {}
    return value if isinstance(value, Mapping) else {}


def _sent_on(answer: Fetched, asked: str) -> tuple[str, ...]:
    hops = (*answer.hops, answer.final_url)
    return tuple(one for one in hops if one and not same_address(one, asked.partition("#")[0]))


def _stated_address(document: Mapping[str, Any], asked: str, purpose: Purpose) -> str:
    """Where the document says it is at home, "" if it does not say."""
    stated = document.get("id")
    if purpose is Purpose.ASSERTION and not is_web_address(stated):
        verify = verification_of(document).get("url")
        stated = verify if is_web_address(verify) else stated
    if not isinstance(stated, str) or not stated:
        return ""
    if is_web_address(stated):
        return stated
    if not is_url(stated):  # relative to where it stands (RFC 3986 §5)
        try:
            joined = urljoin(asked, stated)
        except ValueError:
            return stated
        return joined if is_web_address(joined) else stated
    return "" if purpose is Purpose.ACHIEVEMENT else stated


def _is_at_home(stated: str, asked: str) -> bool:
    """The same address. One that says http and was read over https is the better protected one."""
    if same_address(stated, asked):
        return True
    return normal(asked).startswith("https://") and same_but_for_tls(stated, asked)


# ── Members ──────────────────────────────────────────────────────────────────────────────────────────
_SINGLE = (
    *("id", "uid", "recipient", "badge", "verification", "verify", "image", "issuedOn", "issued_on"),
    *("expires", "issuer", "criteria", "origin", "owner", "controller", "publicKeyPem", "name", "url"),
    *("revocationList", "revoked", "salt"),
)
_OPTIONAL = ("expires", "image", "evidence", "narrative", "revoked", "revocationReason")


def plainly(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it plainly reads: JSON-LD makes no difference between a value and a list of one, nor
    between `id` and `@id`; an optional member that is null or empty is not there."""
    result = dict(document)
    for name, keyword in (("id", "@id"), ("type", "@type")):
        if name not in result and keyword in result:
            result[name] = result[keyword]
    for name in _SINGLE:
        value = result.get(name)
        if isinstance(value, list) and len(value) == 1:
            result[name] = value[0]
    for name in _OPTIONAL:
        if name in result and result[name] in (None, "", [], {}):
            del result[name]
    if is_no_date(result.get("expires")):
        result.pop("expires", None)
    if result.get("@context") in (None, "", [], {}):
        result.pop("@context", None)
    return result


def verification_of(assertion: Mapping[str, Any]) -> Mapping[str, Any]:
    """`verification` of 1.1 and 2.0, `verify` of 0.5 to 1.1; {} for anything else than an object."""
    for name in ("verification", "verify"):
        value = assertion.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, Mapping):
            return value
    return {}


def is_revoked(document: Mapping[str, Any]) -> bool:
    """`revoked` is a boolean; issuers who write it as a number or as text mean the same."""
    stated = document.get("revoked")
    return stated is True or str(stated).strip().lower() in ("true", "1")


def revoked(url: str, consulted: Consulted, document: Mapping[str, Any]) -> Trouble:
    reason = document.get("revocationReason")
    params = {"url": url, "reason": reason[:300]} if isinstance(reason, str) and reason else {"url": url}
    return Trouble(Finding(Check.STATUS, Outcome.FAIL, "revoked", params, (consulted,)))


def other_proof(assertion: Mapping[str, Any]) -> str:
    """The kind of a proof that Open Badges does not define (Blockcerts 2 anchors its badges in a chain of
    blocks), "" if there is none. Being hosted proves nothing of such a badge."""
    kinds = [*types_of(verification_of(assertion))]
    for signature in several(assertion.get("signature")):
        kinds += types_of(signature) if isinstance(signature, Mapping) else []
    named = next((kind for kind in kinds if "Merkle" in kind or "Blockcert" in kind), "")
    if named:
        return named[:60]
    contexts = [one for one in several(assertion.get("@context")) if isinstance(one, str)]
    return "Blockcerts" if any("blockcerts" in one.lower() for one in contexts) else ""


# ── From the assertion to its issuer ─────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Issued:
    """`badge` is the achievement with the issuer's own profile in it. `profile` is where that was read; None
    for an issuer of Open Badges 0.5, which is an origin and publishes no profile. `achievement` is where the
    achievement was read, None if the assertion brought it."""

    badge: Mapping[str, Any]
    profile: Loaded | None
    achievement: Loaded | None = None

    @property
    def issuer(self) -> Mapping[str, Any]:
        issuer: Mapping[str, Any] = self.badge["issuer"]
        return issuer

    @property
    def consulted(self) -> tuple[Consulted, ...]:
        return tuple(one for loaded in (self.achievement, self.profile) if loaded for one in loaded.consulted)

    @property
    def insecure(self) -> bool:
        return any(loaded.insecure for loaded in (self.achievement, self.profile) if loaded)


def resolve_issuer(assertion: Mapping[str, Any], *, resources: Resources, at: str = "") -> Issued:
    """The achievement and the issuer's profile, fetched from the issuer's own address (OB2-06). `at` is where
    the assertion stands. Raises Trouble.

    An issuer object in the badge gives its address and nothing else: no rules, no keys."""
    achievement: Loaded | None = None
    badge = assertion.get("badge")
    if isinstance(badge, Mapping):
        badge = plainly(badge)
        if "issuer" not in badge and "issuer" not in assertion and is_web_address(badge.get("id")):
            badge = badge["id"]  # only a reference, written as an object
    if isinstance(badge, str):
        achievement = load(
            absolute(badge, at), Purpose.ACHIEVEMENT, check=Check.ISSUER_KEY, resources=resources
        )
        badge = {**achievement.document, "id": achievement.url}
    if not isinstance(badge, Mapping):
        raise stop(Check.SHAPE, Outcome.FAIL, "assertion-malformed", where="badge")
    stated = badge.get("issuer", assertion.get("issuer"))
    if isinstance(stated, list) and len(stated) == 1:
        stated = stated[0]
    issuer = plainly(stated) if isinstance(stated, Mapping) else {"id": stated}
    if "id" not in issuer and is_web_address(issuer.get("origin")):
        # Open Badges 0.5 has no profiles: the origin itself is the issuer, and scope asks whether it is
        named = {name: issuer[name] for name in ("name", "org", "contact", "origin") if name in issuer}
        return Issued({**badge, "issuer": {**named, "id": issuer["origin"]}}, None, achievement)
    if not isinstance(issuer.get("id"), str) or not issuer["id"]:
        raise stop(Check.ISSUER_KEY, Outcome.INCONCLUSIVE, "issuer-not-stated")
    address = absolute(issuer["id"], achievement.url if achievement else at)
    profile = load_profile(address, resources=resources)
    return Issued({**badge, "issuer": {**profile.document, "id": profile.url}}, profile, achievement)


def load_profile(address: str, *, resources: Resources) -> Loaded:
    """The profile that the issuer serves. It must say whose it is. Raises Trouble."""
    profile = load(address, Purpose.ISSUER, check=Check.ISSUER_KEY, resources=resources)
    document = profile.document
    # Open Badges 1.0 (no context) gave its IssuerOrganization a name and an address, and no id.
    named = isinstance(document.get("id"), str) or (
        "@context" not in document and document.get("name") and document.get("url")
    )
    if not named or _NO_PROFILE.intersection(types_of(document)):
        raise stop(
            Check.ISSUER_KEY,
            Outcome.INCONCLUSIVE,
            "issuer-document-unreadable",
            *profile.consulted,
            url=profile.url,
        )
    return profile


def absolute(address: str, base: str) -> str:
    """A reference relative to where it stands (RFC 3986 §5); an identifier of any kind as it is."""
    if is_url(address) or not is_web_address(base):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


# ── SHAPE ────────────────────────────────────────────────────────────────────────────────────────────
def check_assertion(assertion: Mapping[str, Any], *, dialect: str) -> Finding:
    """SHAPE of an assertion: Open Badges 2.0 (or 1.1) with a context, or one of 0.5 and 1.0 without."""
    assertion = plainly(assertion)
    for code, where in _faults(assertion):
        return Finding(Check.SHAPE, Outcome.FAIL, code, {"where": where})
    if "@context" in assertion and not open_badges_versions(assertion):
        named = next((one for one in several(assertion["@context"]) if isinstance(one, str)), "")
        return Finding(Check.SHAPE, Outcome.INCONCLUSIVE, "context-not-known", {"url": named[:300]})
    return Finding(Check.SHAPE, Outcome.PASS, "well-formed")


def _faults(assertion: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "@context" in assertion:
        if "Assertion" not in types_of(assertion):
            yield "type-missing", "type"
        if not is_url(assertion.get("id")):
            yield "not-an-identifier", "id"
    if not _is_recipient(assertion.get("recipient")):
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


def _is_recipient(value: object) -> bool:
    """An IdentityObject, the address or hash of 0.5, or several of them."""
    many = listed(value)
    return bool(many) and all(isinstance(one, str | Mapping) and bool(one) for one in many)


# The extensions whose schema the standard's own validator holds: type → (member, its full name).
_SCHEMAS = {
    "ExampleExtension": (("exampleProperty", "http://schema.org/text"),),
    "ApplyLink": (("url", "http://schema.org/url"),),
}


def _extensions(assertion: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Open Badges 2.0, Extensions: one that declares a type with a published schema must hold to it. What
    declares no type, or one that nobody has published, is more than the standard asks for, and no fault."""
    for name, value in assertion.items():
        if not name.startswith("extensions:"):
            continue
        for node in several(value):
            types = types_of(node) if isinstance(node, Mapping) else ()
            for declared in types:
                members = _SCHEMAS.get(declared.rpartition("#")[2].rpartition(":")[2], ())
                if members and not any(isinstance(one_of(node.get(member)), str) for member in members[0]):
                    yield "extension-malformed", name[:80]


def _is_time(value: object) -> bool:
    try:
        read_time(value, lenient=True)
    except Unreadable:
        return False
    return True
