"""Whatever the bearer changes in a badge of another issuer, it never comes out valid.

One property for each sentence of the law (wallet/verification/README.md, "Open Badges 2 and older"). The
attacker writes the file, answers for every address on hosts of their own, may upload files to the issuer's
host that it does not serve as JSON, and finds an open redirect there. Whatever they write names Mallory;
whatever the issuer writes names Ada. `python3 do.py test --long` tries 20,000 examples of each."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.examples import examples
from tests.smith import BadgeHost, Key, Web
from tests.smith.asking import ask
from wallet.verification.report import Report, Verdict
from wallet.verification.resources import Fetched, Purpose, Unreachable

ISSUER, EVIL = "https://uni.example", "https://evil.example"
KEY, MALLORYS = Key.make("RSA"), Key.make("RSA", number=2)
ADA = {"type": "email", "hashed": False, "identity": "ada@example.org"}
MALLORY = {"type": "email", "hashed": False, "identity": "mallory@example.org"}
NOT_JSON = ["application/octet-stream", "image/png", "text/html", "application/pdf", "application/x-pem-file"]


class World(Web):
    """`served` is what the attacker answers with on every host of their own, under the address asked."""

    def __init__(self) -> None:
        super().__init__()
        self.served: dict[str, Any] = {}
        self.host = BadgeHost(self, host=ISSUER, key=KEY)
        self.honest = self.host.publish(self.host.assertion(recipient=ADA))

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        answer = super().fetch(url, purpose)
        if isinstance(answer, Fetched):
            return answer
        host = (urlsplit(url).hostname or "").rstrip(".")
        redirected = host == "uni.example" and urlsplit(url).path == "/go"
        if host == "uni.example" and not redirected:
            return answer
        document = {"id": url, **self.served.get(purpose.value, self.served.get("any", {}))}
        body = json.dumps(document).encode()
        digest = hashlib.sha256(body).hexdigest()
        final = f"{EVIL}/landed" if redirected else url
        return Fetched(url, final, 200, "application/json", body, digest, self.at)


def forged(report: Report) -> bool:
    """Valid, in the issuer's name, and not the issuer's words."""
    if report.verdict is not Verdict.VALID:
        return False
    document = report.document or {}
    issuer = document["badge"]["issuer"]
    in_its_name = (urlsplit(str(issuer["id"])).hostname or "") == "uni.example"
    return in_its_name and (document["recipient"] != ADA or document["badge"]["name"] != "Baking")


# ── What the attacker writes ──
def addresses(*more: str) -> st.SearchStrategy[str]:
    known = [
        *(f"{ISSUER}/issuer", f"{ISSUER}/badge", f"{ISSUER}/assertions/1", f"{ISSUER}/key", ISSUER),
        *(f"{EVIL}/a/1", f"{EVIL}/issuer", f"{EVIL}/key", EVIL, "urn:uuid:1", "evil.example", "uni.example"),
        *(f"{ISSUER}/go?to={EVIL}/x", f"{ISSUER}@evil.example/", f"{ISSUER}.evil.example/a/1", "#key", ""),
        *(
            "https://UNI.example:443/issuer",
            f"{ISSUER}/uploads/7",
            f"{ISSUER}/issuer/",
            "did:web:uni.example",
        ),
        *more,
    ]
    return st.sampled_from(known)


RULES = st.fixed_dictionaries(
    {},
    optional={
        "allowedOrigins": st.one_of(addresses(), st.lists(addresses(), max_size=3)),
        "startsWith": st.one_of(addresses(), st.lists(addresses(), max_size=3)),
        "type": st.just("VerificationObject"),
    },
)
MALLORYS_KEY = st.fixed_dictionaries(
    {"publicKeyPem": st.just(MALLORYS.pem())},
    optional={"id": addresses(), "owner": addresses(), "type": st.just("CryptographicKey")},
)
PUBLIC_KEYS = st.one_of(MALLORYS_KEY, addresses(), st.lists(st.one_of(MALLORYS_KEY, addresses()), max_size=3))
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "@context": st.just("https://w3id.org/openbadges/v2"),
        "id": addresses(),
        "@id": addresses(),
        "type": st.sampled_from(["Issuer", "Profile", ["Profile"], "Extension"]),
        "name": st.just("Badge House"),
        "url": addresses(),
        "origin": addresses(),
        "verification": st.one_of(RULES, st.lists(RULES, max_size=2)),
        "publicKey": PUBLIC_KEYS,
        "revocationList": addresses(),
    },
)
ISSUERS = st.one_of(PROFILES, st.lists(PROFILES, min_size=1, max_size=2), addresses())


@st.composite
def badges(draw: st.DrawFn) -> Any:
    """An achievement of Mallory's making that names an issuer in some way."""
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "name": "Doctor of Baking",
        "description": "x",
        "criteria": f"{ISSUER}/criteria",
        "image": f"{ISSUER}/badge.png",
        "issuer": draw(ISSUERS),
    }
    if draw(st.booleans()):
        badge["id"] = draw(addresses())
    return draw(st.sampled_from([badge, [badge], f"{ISSUER}/badge", f"{EVIL}/badge"]))


@st.composite
def assertions(draw: st.DrawFn) -> dict[str, Any]:
    """A badge for Mallory, of any version."""
    told: dict[str, Any] = {
        "recipient": draw(st.sampled_from([MALLORY, [MALLORY], "mallory@example.org"])),
        "issuedOn": "2026-01-01T00:00:00Z",
        "badge": draw(badges()),
    }
    if draw(st.booleans()):
        told |= {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"}
    if draw(st.booleans()):
        told["id"] = draw(addresses())
    if draw(st.booleans()):
        told["issuer"] = draw(ISSUERS)
    where = {"url": draw(addresses()), "creator": draw(addresses())}
    kept = draw(st.sets(st.sampled_from(["url", "creator"])))
    kind = draw(st.sampled_from(["hosted", "HostedBadge", "signed", "SignedBadge"]))
    stated = {"type": kind} | {name: where[name] for name in kept}
    told[draw(st.sampled_from(["verify", "verification"]))] = draw(st.sampled_from([stated, [stated]]))
    return told


HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "kid": addresses(),
        "jwk": st.just(MALLORYS.jwk()),
        "jku": addresses(),
        "x5u": addresses(),
        "alg": st.sampled_from(["RS256", "rs256", "none", "HS256", "PS256", "RS512"]),
        "typ": st.sampled_from(["JWT", "JOSE"]),
    },
)


def attacked(world: World, assertion: dict[str, Any], profile: Any, badge: Any) -> None:
    world.served = {
        "assertion": {**assertion, "recipient": MALLORY},
        "achievement": badge if isinstance(badge, dict) else {},
        "issuer": profile if isinstance(profile, dict) else {},
        "key": {"publicKeyPem": MALLORYS.pem(), "owner": f"{ISSUER}/issuer"},
    }


# ── The properties ──
@given(assertions(), PROFILES, badges())
@examples(150)
def test_an_issuer_object_in_a_hosted_badge_forges_nothing(told: dict[str, Any], profile: Any, badge: Any):
    world = World()
    attacked(world, told, profile, badge)
    assert not forged(ask(told, world))


@given(assertions(), HEADERS, PROFILES, badges())
@examples(80)
def test_a_key_or_header_that_a_signed_badge_brings_forges_nothing(
    told: dict[str, Any], header: dict[str, Any], profile: Any, badge: Any
):
    world = World()
    attacked(world, told, profile, badge)
    assert not forged(ask(MALLORYS.jws(told, header=header), world))


@given(assertions(), PROFILES, badges(), st.sampled_from(["publicKey", "none", "rules"]))
@examples(80)
def test_a_link_that_the_attacker_answers_for_forges_nothing(
    told: dict[str, Any], profile: Any, badge: Any, own: str
):
    world = World()
    changes = {
        "publicKey": {"publicKey": None},
        "none": {},
        "rules": {"verification": {"startsWith": ISSUER}},
    }
    world.put(world.host.issuer_id, {**world.host.profile, **changes[own]})
    attacked(world, told, profile, badge)
    for link in (f"{EVIL}/a/1", f"{ISSUER}/go?to={EVIL}/a", "https://backpack.example/7"):
        assert not forged(ask(link, world))


HOSTS = st.sampled_from(
    [
        *("uni.example", "UNI.example", "uni.example.", "uni.example.evil.example", "evil.example"),
        *(
            "uni.example@evil.example",
            "evil.example#@uni.example",
            "evil.example?uni.example",
            "xuni.example",
        ),
        *(
            "uni.example:443",
            "uni.example:8443",
            "uni.example:80",
            "uni%2eexample",
            "evil.example\\@uni.example",
        ),
        *("evil.example%2f@uni.example", "[::1]", "uni.example:", "uni.exampIe", "evil.example:443"),
    ]
)
PATHS = st.lists(
    st.sampled_from(
        [
            "assertions",
            "..",
            ".",
            "%2e%2e",
            "%252e%252e",
            "uploads",
            "",
            "1",
            "..%2f",
            "a\\b",
            "assertions%2f",
            "x;y",
        ]
    ),
    max_size=5,
).map("/".join)


@given(
    HOSTS,
    PATHS,
    st.sampled_from(["", "?x=/assertions/", "#/assertions/", "?"]),
    st.sampled_from(["https", "HTTPS", "http"]),
)
@examples(200)
def test_no_spelling_of_an_address_brings_a_foreign_badge_into_the_issuers_scope(
    host: str, path: str, rest: str, scheme: str
):
    """What the network would ask decides whose address it is: here, a second parser and a plain rule."""
    world = World()
    rules = {"startsWith": f"{ISSUER}/assertions/"}
    world.put(world.host.issuer_id, {**world.host.profile, "verification": rules})
    url = f"{scheme}://{host}/{path}{rest}"
    told = {**world.honest, "id": url, "recipient": MALLORY}
    world._answers[url.partition("#")[0]] = Fetched(
        url, url, 200, "application/json", json.dumps(told).encode(), "0" * 64, world.at
    )
    report = ask(told, world)
    if report.verdict is Verdict.VALID:
        parts = urlsplit(url)
        assert (parts.hostname or "").rstrip(".") == "uni.example"
        assert parts.port in (None, 443 if parts.scheme == "https" else 80)
        assert parts.path.startswith("/assertions/") or "/../" in parts.path or "/./" in parts.path
        assert "\\" not in url
        assert parts.username is None


@given(
    st.sampled_from(["id", "badge", "verification", "verify"]),
    addresses(f"{EVIL}/assertions/1", "https://uni.example.evil.example/assertions/1"),
    st.booleans(),
)
@examples(100)
def test_another_address_in_a_genuine_badge_leads_to_no_other_words(name: str, address: str, embed: bool):
    world = World()
    world.served = {
        "assertion": {**world.honest, "recipient": MALLORY, "id": address},
        "achievement": {**world.host.badge, "name": "Doctor of Baking"},
        "issuer": {**world.host.profile, "verification": {"allowedOrigins": "evil.example"}},
    }
    told = copy.deepcopy(world.honest)
    told[name] = {"type": "hosted", "url": address} if name.startswith("verif") else address
    if embed:
        told["badge"] = {**world.host.badge, "issuer": {**world.host.profile, "id": address}}
    report = ask(told, world)
    assert not forged(report)
    if report.verdict is Verdict.VALID:  # then by the issuer's own copy
        assert report.document is not None
        assert report.document["recipient"] == ADA


@given(
    st.sampled_from(NOT_JSON),
    st.sampled_from(["assertion", "issuer", "key", "badge"]),
    st.sampled_from([f"{ISSUER}/uploads/7", f"{ISSUER}/~mallory/x.json", f"{ISSUER}/issuer/7"]),
    PROFILES,
)
@examples(100)
def test_a_file_uploaded_to_the_issuers_host_proves_nothing(
    content_type: str, kind: str, place: str, profile: dict[str, Any]
):
    world = World()
    documents = {
        "assertion": {**world.honest, "id": place, "recipient": MALLORY},
        "issuer": {**world.host.profile, **profile, "id": place},
        "key": {"id": place, "owner": world.host.issuer_id, "publicKeyPem": MALLORYS.pem()},
        "badge": {**world.host.badge, "id": place, "name": "Doctor of Baking"},
    }
    body = MALLORYS.pem() if content_type == "application/x-pem-file" else documents[kind]
    world.put(place, body, content_type=content_type)
    attempts: list[Any] = [
        documents["assertion"],
        {
            **world.honest,
            "id": f"{EVIL}/1",
            "recipient": MALLORY,
            "badge": {**world.host.badge, "issuer": place},
        },
    ]
    world.served = {"assertion": attempts[1]}
    for verification in ({"type": "signed", "creator": place}, {"type": "signed", "url": place}):
        payload = {**world.honest, "recipient": MALLORY, "verification": verification}
        attempts.append(MALLORYS.jws(payload))
        legacy = {name: value for name, value in payload.items() if name not in ("@context", "type", "id")}
        attempts.append(MALLORYS.jws({**legacy, "uid": "1", "verify": legacy.pop("verification")}))
    for attempt in attempts:
        assert not forged(ask(attempt, world))


@given(
    st.dictionaries(
        st.sampled_from(
            ["recipient", "issuedOn", "expires", "evidence", "narrative", "revoked", "badge", "image"]
        ),
        st.one_of(st.none(), st.text(max_size=12), st.just(MALLORY), st.just("2030-01-01"), badges()),
        max_size=4,
    )
)
@examples(150)
def test_an_edited_copy_is_never_shown(changes: dict[str, Any]):
    world = World()
    report = ask({**world.honest, **changes}, world)
    if report.document is not None:
        assert report.document["recipient"] == ADA
        assert report.document["badge"]["name"] == "Baking"
        assert report.document["issuedOn"] == "2026-01-01T00:00:00Z"
    edited = changes.get("recipient", ADA) not in (ADA, [ADA])
    if report.verdict is Verdict.VALID and edited:
        assert any(one.code == "file-differs-from-hosted-copy" for one in report.findings)


@given(st.data())
@examples(60)
def test_an_origin_of_0_5_covers_that_origin_only_and_no_signature(data: st.DataObject):
    world = World()
    origin = data.draw(st.sampled_from([ISSUER, f"{ISSUER}/", "https://uni.example:443", f"{ISSUER}/badges"]))
    issuer = {"origin": origin, "name": "Badge House", **data.draw(PROFILES)}
    assume("id" not in issuer and "@id" not in issuer)
    issuer["origin"] = origin
    badge = {**world.host.badge, "name": "Doctor of Baking", "issuer": issuer}
    told = {"recipient": "mallory@example.org", "issued_on": "2012-05-01", "badge": badge}
    address = data.draw(addresses())
    told["verify"] = {"type": data.draw(st.sampled_from(["hosted", "signed"])), "url": address}
    world.served = {"assertion": told}
    assert not forged(ask(told, world))
    assert not forged(ask(MALLORYS.jws(told), world))
