"""Hosted and signed Open Badges 2. Names begin with the lines of the abuse catalogue they hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.smith import BadgeHost, Key, Web
from tests.smith.asking import answer, ask
from wallet.verification.openbadges2.hosted import in_scope
from wallet.verification.report import Check, Verdict
from wallet.verification.resources import Fetched


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def host(web: Web) -> BadgeHost:
    return BadgeHost(web)


def test_a_badge_at_its_own_address_is_valid_and_shows_achievement_and_issuer(web: Web, host: BadgeHost):
    report = ask(host.publish(host.assertion()), web)
    assert (report.format, report.verdict) == ("ob2-hosted", Verdict.VALID)
    assert report.document is not None
    assert report.document["badge"]["name"] == "Baking"
    assert report.document["badge"]["issuer"]["name"] == "Badge House"


def test_ob2_01_a_badge_on_the_attackers_host_does_not_speak_for_the_university(web: Web, host: BadgeHost):
    evil = BadgeHost(web, host="https://evil.example")
    report = ask(evil.publish(evil.assertion(badge=host.badge_id)), web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "outside-issuer-scope")
    assert report.verdict is Verdict.INVALID


def test_ob2_01_an_embedded_badge_cannot_bring_its_own_issuer(web: Web, host: BadgeHost):
    evil = BadgeHost(web, host="https://evil.example")
    fake = {**host.badge, "issuer": {**host.profile, "verification": {"allowedOrigins": "evil.example"}}}
    report = ask(evil.publish(evil.assertion(badge=fake)), web)
    assert report.verdict is Verdict.INVALID


def test_ob2_02_a_document_with_another_id_is_read_again_there(web: Web, host: BadgeHost):
    told = host.assertion(path="/old")
    web.put(told["id"], host.publish(host.assertion(path="/new")))
    assert ask(told, web).verdict is Verdict.VALID
    web.put(told["id"], {**told, "id": "https://badges.example/nowhere"})
    assert ask(told, web).verdict is Verdict.UNDETERMINED  # what is not there says nothing


def test_ob2_02_a_badge_whose_own_address_is_another_host_is_judged_there(web: Web, host: BadgeHost):
    evil = BadgeHost(web, host="https://other.example")
    foreign = evil.publish(evil.assertion(badge=host.badge_id))
    told = host.assertion()
    web.put(told["id"], {**told, "id": foreign["id"]})
    report = ask(told, web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "outside-issuer-scope")
    assert report.document is None


def test_ob2_02_two_documents_that_name_each_other_prove_nothing(web: Web, host: BadgeHost):
    told = host.assertion()
    web.put(told["id"], {**told, "id": "https://badges.example/liar"})
    web.put("https://badges.example/liar", told)
    assert answer(ask(told, web), Check.PROOF) == ("inconclusive", "hosted-id-differs")


def test_ob2_03_the_hosted_copy_is_what_is_shown(web: Web, host: BadgeHost):
    hosted = host.publish(host.assertion(narrative="as issued"))
    report = ask({**hosted, "narrative": "and a doctorate", "issuedOn": "1999-01-01T00:00:00Z"}, web)
    assert report.verdict is Verdict.VALID
    assert report.document is not None
    assert report.document["narrative"] == "as issued"
    assert report.document["issuedOn"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("content_type", ["application/json", "application/ld+json", "text/plain", ""])
@pytest.mark.parametrize("document", ["assertion", "badge"])
def test_a_badge_may_be_served_as_plain_text(web: Web, host: BadgeHost, content_type: str, document: str):
    told = host.publish(host.assertion())
    served = told if document == "assertion" else host.badge
    web.put(served["id"], served, content_type=content_type)
    assert ask(told, web).verdict is Verdict.VALID


@pytest.mark.parametrize("content_type", ["image/png", "text/html", "application/octet-stream"])
@pytest.mark.parametrize("document", ["assertion", "badge"])
def test_ob2_04_a_file_of_another_type_is_no_badge_and_its_type_is_named(
    web: Web, host: BadgeHost, content_type: str, document: str
):
    told = host.publish(host.assertion())
    served = told if document == "assertion" else host.badge
    web.put(served["id"], served, content_type=content_type)
    report = ask(told, web)
    check = Check.PROOF if document == "assertion" else Check.ISSUER_KEY
    assert answer(report, check) == ("inconclusive", "hosted-not-json")
    assert report.finding(check).params["type"] == content_type
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/octet-stream", "text/html"])
def test_ob2_04_a_profile_must_be_served_as_json(web: Web, host: BadgeHost, content_type: str):
    web.put(host.issuer_id, host.profile, content_type=content_type)
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "hosted-not-json")


SCOPES = {
    "own host by default": (None, "https://uni.example/a/1", True),
    "another host": (None, "https://uni.example.evil/a/1", False),
    "subdomain": (None, "https://x.uni.example/a/1", False),
    "userinfo": (None, "https://uni.example@evil.example/a/1", False),
    "userinfo on the host": (None, "https://x@uni.example/a/1", False),
    "other port": (None, "https://uni.example:8443/a/1", False),
    "upper case": (None, "https://UNI.example/a/1", True),
    "allowed origin": ({"allowedOrigins": "cdn.example"}, "https://cdn.example/1", True),
    "allowed origin as URL": ({"allowedOrigins": ["https://cdn.example"]}, "https://cdn.example/1", True),
    "not the allowed origin": ({"allowedOrigins": "cdn.example"}, "https://uni.example/1", False),
    "inside startsWith": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/1",
        True,
    ),
    "one of several": (
        {"startsWith": ["https://x.example/", "https://uni.example/"]},
        "https://uni.example/1",
        True,
    ),
    "outside startsWith": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/uploads/1",
        False,
    ),
    "startsWith as text only": ({"startsWith": "https://uni.example"}, "https://uni.example.evil/1", False),
    "dots": ({"startsWith": "https://uni.example/badges/"}, "https://uni.example/badges/../uploads/1", False),
    "coded dots": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/%2e%2e/uploads/1",
        False,
    ),
    "backslash": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/..\\uploads/1",
        False,
    ),
    "dots that a server may decode": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/%252e%252e/uploads/1",
        False,
    ),
    "a coded slash": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/..%2fuploads/1",
        False,
    ),
    "allowed origin with a path": (
        {"allowedOrigins": "https://cdn.example/uni/"},
        "https://cdn.example/evil/1",
        False,
    ),
    "inside the path of an allowed origin": (
        {"allowedOrigins": ["cdn.example/uni/"]},
        "https://cdn.example/uni/1",
        True,
    ),
    "allowed origin with a user": (
        {"allowedOrigins": "https://uni.example@cdn.example"},
        "https://cdn.example/1",
        False,
    ),
    "allowed origin with a port": ({"allowedOrigins": "cdn.example:8443"}, "https://cdn.example/1", False),
    "at the allowed port": ({"allowedOrigins": "cdn.example:8443"}, "https://cdn.example:8443/1", True),
    "any host": ({"allowedOrigins": "*"}, "https://evil.example/1", False),
    "a query": ({"startsWith": "https://uni.example/b?id="}, "https://uni.example/b?id=7", True),
    "another query": ({"startsWith": "https://uni.example/b?id="}, "https://uni.example/b?x=7", False),
    "rules elsewhere": ("https://uni.example/rules", "https://uni.example/1", False),
    "inside a segment": (
        {"startsWith": "https://uni.example/badges/12"},
        "https://uni.example/badges/123",
        True,
    ),
    "both rules": (
        {"startsWith": "https://uni.example/b/", "allowedOrigins": "cdn.example"},
        "https://uni.example/b/1",
        False,
    ),
    "odd rules": ({"startsWith": 7, "allowedOrigins": {"x": 1}}, "https://uni.example/1", False),
    "a rule as an object": (
        {"allowedOrigins": [{"id": "https://b.uni.example"}]},
        "https://uni.example/1",
        False,
    ),
    "two sets of rules": (
        [{"startsWith": "https://uni.example/a/"}, {"allowedOrigins": "uni.example"}],
        "https://uni.example/1",
        False,
    ),
    "rules of which there are none": (
        {"startsWith": None, "allowedOrigins": []},
        "https://uni.example/1",
        True,
    ),
    "dots with a parameter": (
        {"startsWith": "https://uni.example/badges/"},
        "https://uni.example/badges/..;/uploads/1",
        False,
    ),
    "no URL": (None, "https://[", False),
}


@pytest.mark.parametrize(("rules", "url", "inside"), SCOPES.values(), ids=SCOPES)
def test_ob2_05_scope_is_compared_by_parsed_parts(rules: Any, url: str, inside: bool):
    profile = {"id": "https://uni.example/issuer", **({"verification": rules} if rules else {})}
    assert in_scope(url, profile) is inside


def test_ob2_06_the_issuer_is_whoever_the_profile_says_if_it_is_served_there(web: Web, host: BadgeHost):
    web.put(host.issuer_id, {**host.profile, "id": "https://harvard.example/issuer"})
    told = host.publish(host.assertion())
    assert ask(told, web).verdict is Verdict.UNDETERMINED
    BadgeHost(web, host="https://harvard.example")
    report = ask(told, web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "outside-issuer-scope")
    assert report.finding(Check.ISSUER_KEY).params["issuer"] == "https://harvard.example/issuer"


@pytest.mark.parametrize("identifier", ["urn:uuid:1", "did:web:badges.example"])
def test_ob2_06_a_profile_that_names_no_web_address_is_nobodys(web: Web, host: BadgeHost, identifier: str):
    web.put(host.issuer_id, {**host.profile, "id": identifier})
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "not-on-the-web")


@pytest.mark.parametrize("identifier", ["urn:uuid:1", "did:web:badges.example", "ftp://badges.example/1"])
def test_ob2_06_what_is_not_on_the_web_cannot_be_hosted(web: Web, host: BadgeHost, identifier: str):
    report = ask(host.assertion(id=identifier), web)
    assert answer(report, Check.PROOF) == ("inconclusive", "not-on-the-web")


def test_ob2_06_an_issuer_who_is_not_on_the_web_stays_open(web: Web, host: BadgeHost):
    badge = {**host.badge, "issuer": "did:web:badges.example"}
    report = ask(host.publish(host.assertion(badge=badge)), web)
    assert report.verdict is Verdict.UNDETERMINED


# ── revocation and outages ──
def test_ob2_10_gone_is_revoked_with_its_reason(web: Web, host: BadgeHost):
    told = host.assertion()
    notice = {"id": told["id"], "revoked": True, "revocationReason": "Issued in error"}
    web.put(told["id"], notice, status=410)
    report = ask(told, web)
    assert report.verdict is Verdict.REVOKED
    assert report.finding(Check.STATUS).params["reason"] == "Issued in error"
    web.put(told["id"], "", status=410, content_type="text/html")
    assert ask(told, web).verdict is Verdict.REVOKED


def test_ob2_10_revoked_true_is_revoked(web: Web, host: BadgeHost):
    told = host.assertion()
    for written in (True, "true", 1):  # issuers write it so
        web.put(told["id"], {**told, "revoked": written})
        assert ask(told, web).verdict is Verdict.REVOKED
    for written in (False, "false", 0, None, ""):
        web.put(told["id"], {**told, "revoked": written})
        assert ask(told, web).verdict is Verdict.VALID


@pytest.mark.parametrize("status", [404, 401, 403, 500, 502, 301])
def test_ob2_11_an_error_leaves_the_question_open(web: Web, host: BadgeHost, status: int):
    told = host.publish(host.assertion(), status=status)
    report = ask(told, web)
    assert answer(report, Check.PROOF) == ("inconclusive", "hosted-unreachable")
    assert report.verdict is Verdict.UNDETERMINED
    assert report.document is None


@pytest.mark.parametrize("name", ["issuer_id", "badge_id"])
def test_ob2_11_an_outage_of_any_part_leaves_the_question_open(web: Web, host: BadgeHost, name: str):
    told = host.publish(host.assertion())
    web.take_down(getattr(host, name))
    assert ask(told, web).verdict is Verdict.UNDETERMINED


def test_ob2_11_a_sign_in_page_or_a_parked_domain_leaves_the_question_open(web: Web, host: BadgeHost):
    told = host.assertion()
    web.put(told["id"], "<html>This domain is for sale</html>", content_type="text/html")
    assert ask(told, web).verdict is Verdict.UNDETERMINED
    web.put(told["id"], told, final_url="https://parking.example/")
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("inconclusive", "hosted-redirected")
    assert ask(told, web).document is None


def test_plain_http_is_marked(web: Web):
    host = BadgeHost(web, host="http://badges.example")
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.PROOF) == ("pass", "hosted-copy-over-http")


# ── shapes ──
def test_ob2_12_an_assertion_of_1_0_lives_at_its_verify_address(web: Web, host: BadgeHost):
    url = f"{host.host}/legacy/1"
    told = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": host.badge_id,
        "issuedOn": "2016-05-01",
        "verify": {"type": "hosted", "url": url},
    }
    web.put(url, told)
    assert ask(told, web).verdict is Verdict.VALID
    elsewhere = {**told, "verify": {"type": "hosted", "url": "https://evil.example/1"}}
    web.put(url, elsewhere)
    assert ask(told, web).verdict is Verdict.UNDETERMINED
    web.put("https://evil.example/1", elsewhere)
    assert ask(told, web).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("origin", "verdict"), [("https://old.example", Verdict.VALID), ("https://uni.example", Verdict.INVALID)]
)
def test_ob2_12_of_0_5_the_origin_is_the_issuer(web: Web, origin: str, verdict: Verdict):
    issuer = {"origin": origin, "name": "Old House"}
    badge = {
        "version": "0.5.0",
        "name": "Pie",
        "image": "/pie.png",
        "description": "Pie",
        "criteria": "/pie",
        "issuer": issuer,
    }
    told = {"recipient": "ada@example.org", "issued_on": "2012-05-01", "badge": badge}
    url = web.put("https://old.example/badge/1", told)
    report = ask(url, web)
    assert report.verdict is verdict
    if verdict is Verdict.VALID:
        assert report.document is not None
        assert report.document["badge"]["issuer"]["name"] == "Old House"


def test_a_badge_that_is_only_a_reference_is_followed(web: Web, host: BadgeHost):
    report = ask(host.publish(host.assertion(badge={"id": host.badge_id, "type": "BadgeClass"})), web)
    assert report.document is not None
    assert report.document["badge"]["name"] == "Baking"


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": None},
        {"badge": None},
        {"issuedOn": "yesterday"},
        {"image": "data:image/png;base64,AA=="},
        {"@context": "https://w3id.org/openbadges/invalid"},
        {
            "extensions:exampleExtension": {
                "type": ["Extension", "extensions:ExampleExtension"],
                "exampleProperty": 7,
            }
        },
    ],
)
def test_a_malformed_assertion_is_not_valid_even_if_a_sound_one_is_hosted(
    web: Web, host: BadgeHost, changes: dict[str, Any]
):
    host.publish(host.assertion())
    assert ask(host.assertion(**changes), web).verdict in (Verdict.INVALID, Verdict.UNREADABLE)


def test_ob2_19_expiry(web: Web, host: BadgeHost):
    assert ask(host.publish(host.assertion(expires="2026-02-01T00:00:00Z")), web).verdict is Verdict.EXPIRED
    assert ask(host.publish(host.assertion(expires="2030-02-01")), web).verdict is Verdict.VALID


# ── signed ──
def test_a_signed_badge_is_valid(web: Web, host: BadgeHost):
    report = ask(host.sign(host.assertion()), web)
    assert (report.format, report.verdict) == ("ob2-signed", Verdict.VALID)
    assert report.document is not None
    assert report.document["badge"]["issuer"]["name"] == "Badge House"


def test_ob2_07_a_key_that_the_issuer_does_not_name_is_refused(web: Web, host: BadgeHost):
    mallory = Key.make("RSA", number=2)
    key = {
        "type": "CryptographicKey",
        "id": f"{host.host}/mine",
        "owner": host.issuer_id,
        "publicKeyPem": mallory.pem(),
    }
    web.put(key["id"], key)
    token = mallory.jws({**host.assertion(), "verification": {"type": "signed", "creator": key["id"]}})
    report = ask(token, web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "key-not-of-issuer")


def test_ob2_07_a_key_of_another_owner_is_refused(web: Web, host: BadgeHost):
    other = BadgeHost(web, host="https://other.example")
    web.put(
        host.key_id,
        {"id": host.key_id, "owner": other.issuer_id, "publicKeyPem": host.key.pem()},
    )
    token = host.sign(host.assertion())
    assert answer(ask(token, web), Check.ISSUER_KEY) == ("fail", "key-not-of-issuer")
    web.take_down(other.issuer_id)  # the other name may lead to the same issuer: nobody could look
    assert ask(token, web).verdict is Verdict.UNDETERMINED


def test_ob2_08_lies_of_the_header_are_refused(web: Web, host: BadgeHost):
    mallory = Key.make("RSA", number=2)
    for token in (
        host.sign(host.assertion(), header={"alg": "none"}),
        host.sign(host.assertion(), header={"alg": "HS256"}),
        host.sign(host.assertion(), key=mallory, header={"jwk": mallory.jwk()}),
    ):
        assert ask(token, web).verdict is Verdict.INVALID


def test_a_key_that_cannot_be_fetched_leaves_the_question_open(web: Web, host: BadgeHost):
    token = host.sign(host.assertion())
    web.take_down(host.key_id)
    assert ask(token, web).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    "entry",
    ["https://badges.example/assertions/1", {"id": "https://badges.example/assertions/1"}, {"uid": "1"}],
)
def test_stat_13_a_signed_badge_on_its_issuers_list_is_revoked(web: Web, entry: Any):
    host = BadgeHost(web, revocationList="https://badges.example/revoked")
    token = host.sign(host.assertion(uid="1"))
    assert ask(token, web).verdict is Verdict.UNDETERMINED
    listed = {"type": "RevocationList", "id": "https://badges.example/revoked", "issuer": host.issuer_id}
    web.put("https://badges.example/revoked", {**listed, "revokedAssertions": []})
    assert ask(token, web).verdict is Verdict.VALID
    web.put("https://badges.example/revoked", {**listed, "revokedAssertions": [entry]})
    assert ask(token, web).verdict is Verdict.REVOKED
    web.put(
        "https://badges.example/revoked",
        {**listed, "revokedAssertions": [], "issuer": "https://other.example/"},
    )
    assert ask(token, web).verdict is Verdict.UNDETERMINED
    web.put("https://badges.example/revoked", "<html>", content_type="text/html")
    assert ask(token, web).verdict is Verdict.UNDETERMINED


# ── Open Badges 1.0: the key alone, as text ──
def bare_pem(web: Web, host: BadgeHost, *, url: str = "", key: Key | None = None) -> str:
    """A token of 1.0 whose `verify.url` is a bare PEM."""
    url, key = url or f"{host.host}/key.pem", key or host.key
    web.put(url, key.pem(), content_type="text/plain")
    told = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": host.badge_id,
        "issuedOn": 1463000000,
        "verify": {"type": "signed", "url": url},
    }
    return key.jws(told, header={"alg": "rs256"})


@pytest.mark.parametrize("member", ["publicKey", "key", "pem"])
def test_a_bare_pem_counts_where_the_profile_names_its_address_and_no_other_key(
    web: Web, host: BadgeHost, member: str
):
    profile = {**host.profile, "publicKey": None, member: f"{host.host}/key.pem"}
    web.put(host.issuer_id, profile)
    assert ask(bare_pem(web, host), web).verdict is Verdict.VALID


def test_a_bare_pem_on_the_issuers_host_is_not_yet_the_issuers(web: Web, host: BadgeHost):
    mallory = Key.make("RSA", number=2)
    token = bare_pem(web, host, url=f"{host.host}/uploads/7.pem", key=mallory)
    for listed in (host.key_id, None, [host.key_id, f"{host.host}/uploads/7.pem"]):
        web.put(host.issuer_id, {**host.profile, "publicKey": listed})
        report = ask(token, web)
        assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")
        assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "image/png", ""])
def test_a_bare_pem_must_be_served_as_text(web: Web, host: BadgeHost, content_type: str):
    web.put(host.issuer_id, {**host.profile, "publicKey": f"{host.host}/key.pem"})
    token = bare_pem(web, host)
    web.put(f"{host.host}/key.pem", host.key.pem(), content_type=content_type)
    assert answer(ask(token, web), Check.ISSUER_KEY) == ("inconclusive", "hosted-not-json")


def test_a_bare_pem_is_no_key_of_open_badges_2(web: Web, host: BadgeHost):
    web.put(host.key_id, host.key.pem(), content_type="text/plain")
    assert ask(host.sign(host.assertion()), web).verdict is Verdict.UNDETERMINED


# ── signed: what the profile lists ──
def entry(host: BadgeHost, **changes: Any) -> dict[str, Any]:
    return {
        "type": "CryptographicKey",
        "id": host.key_id,
        "owner": host.issuer_id,
        "publicKeyPem": host.key.pem(),
        **changes,
    }


def test_an_issuer_who_lists_no_key_confirms_none(web: Web, host: BadgeHost):
    web.put(host.issuer_id, {**host.profile, "publicKey": None})
    report = ask(host.sign(host.assertion()), web)  # the key's own document names the right owner
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")
    assert report.verdict is Verdict.UNDETERMINED
    unnamed = host.key.jws({**host.assertion(), "verification": {"type": "SignedBadge"}})
    assert answer(ask(unnamed, web), Check.ISSUER_KEY) == ("inconclusive", "issuer-has-no-key")


@pytest.mark.parametrize("broken", ["literal", "crlf", "one line", "spaces"])
def test_a_key_in_the_profile_is_read_however_its_lines_are_broken(web: Web, host: BadgeHost, broken: str):
    pem = host.key.pem()
    written = {
        "literal": pem.replace("\n", "\\n"),
        "crlf": pem.replace("\n", "\r\n"),
        "one line": pem.replace("\n", ""),
        "spaces": pem.replace("\n", " "),
    }[broken]
    web.put(host.issuer_id, {**host.profile, "publicKey": entry(host, publicKeyPem=written)})
    web.take_down(host.key_id)
    assert ask(host.sign(host.assertion()), web).verdict is Verdict.VALID


@pytest.mark.parametrize("pem", ["", "-----BEGIN PUBLIC KEY-----", "no key", None])
def test_a_key_that_cannot_be_read_proves_nothing_and_may_stand_at_its_own_address(
    web: Web, host: BadgeHost, pem: str | None
):
    web.put(host.issuer_id, {**host.profile, "publicKey": entry(host, publicKeyPem=pem)})
    token = host.sign(host.assertion())
    assert ask(token, web).verdict is Verdict.VALID
    web.take_down(host.key_id)
    assert ask(token, web).verdict is Verdict.UNDETERMINED


def test_which_of_several_keys_it_was_need_not_be_said(web: Web, host: BadgeHost):
    other = entry(host, id=f"{host.host}/other", publicKeyPem=Key.make("RSA", number=2).pem())
    web.put(host.issuer_id, {**host.profile, "publicKey": [other, entry(host)]})
    token = host.key.jws({**host.assertion(), "verification": {"type": "SignedBadge"}})
    assert ask(token, web).verdict is Verdict.VALID
    strange = Key.make("RSA", number=3).jws({**host.assertion(), "verification": {"type": "SignedBadge"}})
    assert ask(strange, web).verdict is Verdict.INVALID


def test_an_issuer_may_name_itself_instead_of_its_key(web: Web, host: BadgeHost):
    told = {**host.assertion(), "verification": {"type": "signed", "creator": host.issuer_id}}
    assert ask(host.key.jws(told), web).verdict is Verdict.VALID
    assert ask(Key.make("RSA", number=2).jws(told), web).verdict is Verdict.INVALID


@pytest.mark.parametrize("written", ["/key", "key", "#key"])
def test_a_profile_may_list_its_keys_by_relative_addresses(web: Web, host: BadgeHost, written: str):
    address = f"{host.issuer_id}#key" if written == "#key" else host.key_id
    listed = entry(host, id=written) if written == "#key" else written
    web.put(host.issuer_id, {**host.profile, "publicKey": [listed]})
    told = {**host.assertion(), "verification": {"type": "signed", "creator": address}}
    assert ask(host.key.jws(told), web).verdict is Verdict.VALID


def test_a_key_document_that_does_not_say_whose_it_is_is_not_counted(web: Web, host: BadgeHost):
    web.put(host.key_id, {"id": host.key_id, "publicKeyPem": host.key.pem()})
    report = ask(host.sign(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")


def test_a_key_whose_document_names_another_address_is_the_one_that_is_listed(web: Web, host: BadgeHost):
    document = entry(host)
    web.put(f"{host.key_id}?v=1", document)
    told = {**host.assertion(), "verification": {"type": "signed", "creator": f"{host.key_id}?v=1"}}
    assert ask(host.key.jws(told), web).verdict is Verdict.VALID
    mallory = Key.make("RSA", number=2)
    web.put(f"{host.key_id}?v=1", {**document, "publicKeyPem": mallory.pem()})
    assert ask(mallory.jws(told), web).verdict is Verdict.INVALID  # the key is the one at its own address


@pytest.mark.parametrize("member", ["publicKey", "verification"])
def test_keys_and_rules_of_an_embedded_issuer_are_not_looked_at(web: Web, host: BadgeHost, member: str):
    mallory = Key.make("RSA", number=2)
    own = {
        "publicKey": entry(host, id=f"{host.host}/k", publicKeyPem=mallory.pem()),
        "verification": {"allowedOrigins": ["evil.example"], "startsWith": "https://evil.example/"},
    }
    for issuer in (
        {**host.profile, member: own[member]},
        {"origin": host.host, "name": "X", member: own[member]},
    ):
        badge = {**host.badge, "issuer": issuer}
        told = {**host.assertion(badge=badge), "id": "https://evil.example/1"}
        signed = {**told, "verification": {"type": "signed", "creator": f"{host.host}/k"}}
        web.put(told["id"], told)
        assert ask(told, web).verdict is Verdict.INVALID
        assert ask(mallory.jws(signed), web).verdict in (Verdict.INVALID, Verdict.UNDETERMINED)


def test_an_origin_of_0_5_signs_nothing(web: Web, host: BadgeHost):
    badge = {**host.badge, "issuer": {"origin": host.host, "name": "Badge House", "publicKey": entry(host)}}
    report = ask(host.sign(host.assertion(badge=badge)), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")


# ── where a badge may be hosted ──
def test_each_address_on_the_way_is_asked(web: Web):
    rules = {"startsWith": "https://badges.example/assertions/"}
    host = BadgeHost(web, verification=rules)
    told = host.publish(host.assertion())
    assert ask(told, web).verdict is Verdict.VALID
    # the address given is inside, and the document says it is at home outside
    outside = {**told, "id": "https://badges.example/uploads/1"}
    web.put(outside["id"], outside)
    web.put(told["id"], outside)
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("fail", "outside-issuer-scope")
    # the address given leads outside by a redirect, at its end or on the way
    web.put(told["id"], told, final_url="https://badges.example/uploads/1")
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("inconclusive", "hosted-redirected")
    web.put(told["id"], told, hops=("https://evil.example/1",))
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("inconclusive", "hosted-redirected")
    # the address given is sent on outside, and what answers there names an address inside
    web.put(told["id"], {**told, "id": f"{told['id']}2"}, final_url="https://evil.example/1")
    web.put(f"{told['id']}2", {**told, "id": f"{told['id']}2"})
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("inconclusive", "hosted-elsewhere")
    # the address given is another's, whose document is the issuer's
    web.put(told["id"], told)
    web.put("https://evil.example/1", told)
    report = ask({**told, "id": "https://evil.example/1"}, web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "hosted-elsewhere")


def test_a_link_to_a_copy_elsewhere_leads_to_the_issuers_own(web: Web, host: BadgeHost):
    told = host.publish(host.assertion())
    link = web.put("https://backpack.example/share/7?identity=ada", told)
    report = ask(link, web)
    assert report.verdict is Verdict.VALID
    assert report.finding(Check.PROOF).params["url"] == told["id"]
    evil = {**told, "id": "https://backpack.example/share/7?identity=ada"}
    web.put(link, evil)
    assert ask(link, web).verdict is Verdict.INVALID


def test_a_redirect_to_a_place_that_the_issuer_allows_is_the_issuers(web: Web):
    host = BadgeHost(web, verification={"allowedOrigins": ["badges.example", "cdn.example"]})
    told = host.publish(host.assertion(), final_url="https://cdn.example/1.json")
    assert ask(told, web).verdict is Verdict.VALID


@pytest.mark.parametrize("what", ["issuer_id", "key_id"])
def test_a_profile_or_key_that_another_host_answers_with_is_nobodys(web: Web, host: BadgeHost, what: str):
    address = getattr(host, what)
    served = web._answers[address]
    token = host.sign(host.assertion())
    assert isinstance(served, Fetched)
    for changes in ({"final_url": "https://evil.example/x"}, {"hops": ("https://evil.example/x",)}):
        web.put(address, served.body, **changes)
        report = ask(token, web)
        assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "hosted-redirected")
        if what == "issuer_id":
            assert ask(host.publish(host.assertion()), web).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("origin", "inside"),
    [
        ("https://old.example", True),
        ("http://old.example/", True),
        ("https://old.example:443", True),
        ("https://old.example:8443", False),
        ("https://old.example/other", False),
        ("https://sub.old.example", False),
        ("https://old.example@evil.example", None),
    ],
)
def test_an_origin_is_that_origin_exactly(web: Web, origin: str, inside: bool | None):
    badge = {"name": "Pie", "image": "/pie.png", "description": "Pie", "criteria": "/pie"}
    badge["issuer"] = {"origin": origin, "name": "Old House"}
    told = {"recipient": "ada@example.org", "issued_on": "2012-05-01", "badge": badge}
    verdict = ask(web.put("https://old.example/badge/1", told), web).verdict
    assert verdict is {True: Verdict.VALID, False: Verdict.INVALID, None: Verdict.UNDETERMINED}[inside]
    if origin == "https://old.example":  # less protected than the origin: not it
        insecure = web.put("http://old.example/badge/1", told)
        assert ask(insecure, web).verdict is Verdict.INVALID


def test_a_path_with_dots_is_another_place_of_the_server(web: Web):
    """A server may hand `/uploads/..%2e/issuer` to whatever answers for uploads."""
    host = BadgeHost(web, verification={"startsWith": "https://badges.example/assertions/"})
    forged = {**host.profile, "verification": {"startsWith": "https://badges.example/"}}
    web.put("https://badges.example/uploads/%2e%2e/issuer", forged)
    badge = {**host.badge, "issuer": "https://badges.example/uploads/%2e%2e/issuer"}
    told = host.publish(host.assertion(path="/uploads/1", badge=badge))
    assert answer(ask(told, web), Check.ISSUER_KEY) == ("fail", "outside-issuer-scope")


@pytest.mark.parametrize(
    "rules",
    [
        {"startsWith": "/assertions/"},
        {"startsWith": ["/a/", "https://other.example/"]},
        {"allowedOrigins": "https://["},
        {"allowedOrigins": "*.example"},
        "https://badges.example/rules",
    ],
)
def test_rules_that_cannot_be_read_leave_the_question_open(web: Web, rules: Any):
    host = BadgeHost(web, verification=rules)
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-rules-unreadable")


def test_an_achievement_that_another_host_answers_with_is_not_the_issuers(web: Web):
    host = BadgeHost(web, verification={"allowedOrigins": ["badges.example", "cdn.example"]})
    told = host.publish(host.assertion())
    forged = {**host.badge, "name": "Doctor of Baking"}
    web.put(host.badge_id, forged, final_url="https://evil.example/badge")
    for given in (told, host.sign(told)):
        report = ask(given, web)
        assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "hosted-redirected")
        assert report.proved is None
    web.put(host.badge_id, host.badge, final_url="https://cdn.example/badge")
    assert ask(told, web).verdict is Verdict.VALID


def test_json_that_calls_itself_signed_is_asked_about_on_its_issuers_list(web: Web):
    host = BadgeHost(web, revocationList="https://badges.example/revoked")
    told = host.publish(
        host.assertion(verification={"type": ["SignedBadge"], "creator": "https://x.example/k"})
    )
    listed = {"type": "RevocationList", "id": "https://badges.example/revoked", "issuer": host.issuer_id}
    web.put("https://badges.example/revoked", {**listed, "revokedAssertions": [told["id"]]})
    assert ask(told, web).verdict is Verdict.REVOKED
    web.put("https://badges.example/revoked", {**listed, "revokedAssertions": []})
    assert ask(told, web).verdict is Verdict.VALID


def test_a_listed_key_whose_document_is_at_home_elsewhere_is_not_the_listed_one(web: Web, host: BadgeHost):
    mallory = Key.make("RSA", number=2)
    other = entry(host, id="https://badges.example/uploads/k", publicKeyPem=mallory.pem())
    web.put(other["id"], other)
    web.put(host.key_id, other)
    report = ask(host.sign(host.assertion(), key=mallory), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")


def test_a_document_that_was_read_without_tls_is_read_again_where_it_says_https(web: Web):
    host = BadgeHost(web, host="http://badges.example")
    secure = {**host.profile, "id": "https://badges.example/issuer"}
    web.put(host.issuer_id, secure)
    told = host.publish(host.assertion())
    assert ask(told, web).verdict is Verdict.UNDETERMINED
    web.put("https://badges.example/issuer", secure)
    assert ask(told, web).verdict is Verdict.VALID


def test_a_stated_address_with_dots_is_read_where_they_lead(web: Web):
    host = BadgeHost(web, verification={"startsWith": "https://badges.example/assertions/"})
    told = host.publish(host.assertion())
    dotted = {**told, "id": "https://badges.example/uploads/%2e%2e/assertions/1"}
    web.put(dotted["id"], {**dotted, "narrative": "forged"})
    web.put("https://badges.example/assertions/7", dotted)
    report = ask({**told, "id": "https://badges.example/assertions/7"}, web)
    assert report.document is not None
    assert "narrative" not in report.document


def test_an_open_redirect_on_the_issuers_host_makes_no_issuer(web: Web, host: BadgeHost):
    door = "https://badges.example/go?to=https://evil.example/profile.json"
    profile = {**host.profile, "id": door, "name": "Badge House"}
    web.put(door, profile, final_url="https://evil.example/profile.json")
    told = host.assertion(
        id="https://badges.example/go?to=https://evil.example/a.json", badge={**host.badge, "issuer": door}
    )
    web.put(told["id"], told, final_url="https://evil.example/a.json")
    assert ask(told, web).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("kind", ["Assertion", "BadgeClass", "CryptographicKey"])
def test_another_document_of_the_issuers_host_is_no_profile(web: Web, host: BadgeHost, kind: str):
    web.put(host.issuer_id, {**host.profile, "type": kind})
    assert ask(host.publish(host.assertion()), web).verdict is Verdict.UNDETERMINED


def test_a_profile_with_a_context_must_name_itself(web: Web, host: BadgeHost):
    nameless = {name: value for name, value in host.profile.items() if name != "id"}
    web.put(host.issuer_id, nameless)
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-document-unreadable")


@pytest.mark.parametrize(
    ("issuer", "url", "verdict"),
    [
        ("https://s3.amazonaws.com/uni/issuer", "https://s3.amazonaws.com/uni/a/1", Verdict.VALID),
        ("https://s3.amazonaws.com/uni/issuer", "https://s3.amazonaws.com/evil/a/1", Verdict.UNDETERMINED),
        (
            "https://cdn.jsdelivr.net/gh/uni/issuer",
            "https://cdn.jsdelivr.net/gh/evil/1",
            Verdict.UNDETERMINED,
        ),
        ("https://uni.github.io/issuer", "https://uni.github.io/a/1", Verdict.VALID),
        ("https://uni.github.io/issuer", "https://evil.github.io/a/1", Verdict.INVALID),
    ],
)
def test_a_shared_host_is_nobodys_own(web: Web, issuer: str, url: str, verdict: Verdict):
    host = BadgeHost(web)
    web.put(issuer, {**host.profile, "id": issuer})
    told = host.assertion(id=url, badge={**host.badge, "issuer": issuer})
    assert ask(host.publish(told), web).verdict is verdict


# ── unusual, and no fault ──
@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("https://Badges.EXAMPLE/issuer", "https://badges.example/issuer"),
        ("https://badges.example:443/issuer", "https://badges.example/issuer"),
        ("https://badges.example/issuer/", "https://badges.example/issuer"),
        ("https://badges.example/issuer?format=json", "https://badges.example/issuer"),
        ("https://badges.example/issuer", "https://badges.example/issuer?v=2"),
        ("/issuer", "https://badges.example/issuer"),
        ("http://badges.example/issuer", "https://badges.example/issuer"),
    ],
)
def test_an_issuer_may_write_its_address_in_several_ways(
    web: Web, host: BadgeHost, written: str, served: str
):
    profile = {**host.profile, "id": written}
    web.put(host.issuer_id, profile)
    web.put(written, profile)
    web.put(served, profile)
    web.put(host.badge_id, {**host.badge, "issuer": served})
    assert ask(host.publish(host.assertion()), web).verdict is Verdict.VALID
    assert ask(host.sign(host.assertion()), web).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ["recipient", "badge", "verification", "issuedOn", "id", "type", "image"])
def test_a_list_of_one_is_the_thing_itself_in_an_assertion(web: Web, host: BadgeHost, name: str):
    told = host.assertion(image=f"{host.host}/image.png")
    listed = {**told, name: [told[name]]}
    web.put(told["id"], listed)
    for given in (told, listed):
        assert ask(given, web).verdict is Verdict.VALID
    assert ask(host.sign(listed), web).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ["issuer", "name", "criteria", "id", "type", "image"])
def test_a_list_of_one_is_the_thing_itself_in_an_achievement(web: Web, host: BadgeHost, name: str):
    listed = {**host.badge, name: [host.badge[name]]}
    web.put(host.badge_id, listed)
    assert ask(host.publish(host.assertion()), web).verdict is Verdict.VALID
    assert ask(host.publish(host.assertion(badge=[listed])), web).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ["publicKey", "id", "type", "name", "verification"])
def test_a_list_of_one_is_the_thing_itself_in_a_profile(web: Web, name: str):
    host = BadgeHost(web, verification={"startsWith": ["https://badges.example/assertions/"]})
    web.put(host.issuer_id, {**host.profile, name: [host.profile[name]]})
    told = host.publish(host.assertion())
    assert ask(told, web).verdict is Verdict.VALID
    assert ask(host.sign(told), web).verdict is Verdict.VALID
    outside = host.publish(host.assertion(path="/elsewhere/1"))
    assert ask(outside, web).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "context",
    [
        *("http://standard.openbadges.org/1.1/context.json", "https://w3id.org/openbadges/v2/"),
        *(
            "https://openbadgespec.org/v2/context.json",
            "https://purl.imsglobal.org/spec/ob/v2p0/context.json",
        ),
        *(
            "https://purl.1edtech.org/spec/ob/v2p0/context.json",
            "https://w3id.org/openbadges/v2/context.json",
        ),
        *(
            "https://W3ID.org/openbadges/v2",
            "https://w3id.org/openbadges/v1",
            "http://w3id.org/openbadges/v2",
        ),
        *("https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.json", ["https://w3id.org/openbadges/v2"]),
        ["https://w3id.org/openbadges/v2", "https://badges.example/own.json"],
    ],
)
def test_a_context_is_known_under_every_address_it_has_had(web: Web, host: BadgeHost, context: Any):
    told = host.publish(host.assertion(**{"@context": context}))
    assert ask(told, web).verdict is Verdict.VALID
    assert ask(host.sign(told), web).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "extension",
    [
        {"name": "Ada Byron"},
        {"@context": "https://x.example/context.json", "@type": ["Extension", "extensions:X"], "name": "Ada"},
        {"type": "Extension"},
        "text",
        [],
        {"type": ["Extension", "extensions:ApplyLink"], "url": "https://badges.example/apply"},
    ],
)
def test_an_extension_without_a_schema_is_no_fault(web: Web, host: BadgeHost, extension: Any):
    told = host.publish(host.assertion(**{"extensions:thing": extension}))
    assert ask(told, web).verdict is Verdict.VALID


@pytest.mark.parametrize("empty", [None, "", [], {}])
@pytest.mark.parametrize("name", ["expires", "image", "evidence", "narrative", "revoked"])
def test_an_optional_member_may_be_empty(web: Web, host: BadgeHost, name: str, empty: Any):
    told = {**host.assertion(), name: empty}
    assert ask(host.publish(told), web).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "nothing", [0, "0", False, "null", "None", "never", "0000-00-00", "0000-00-00 00:00:00"]
)
def test_what_programs_write_for_no_date_is_no_end(web: Web, host: BadgeHost, nothing: Any):
    told = host.assertion(expires=nothing)
    for badge in (host.publish(told), host.sign(told)):
        report = ask(badge, web)
        assert report.verdict is Verdict.VALID
        assert report.finding(Check.VALIDITY).code == "no-end-date"
        assert report.document is not None and "expires" not in report.document


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "0000-01-01"])
def test_an_end_that_cannot_be_read_is_no_end_of_nothing(web: Web, host: BadgeHost, day: str):
    assert ask(host.publish(host.assertion(expires=day)), web).verdict is Verdict.INVALID


@pytest.mark.parametrize("name", ["owner", "controller"])
def test_the_owner_of_a_key_may_be_an_object_and_must_be_the_issuer(web: Web, host: BadgeHost, name: str):
    key = {"id": host.key_id, "type": "CryptographicKey", "publicKeyPem": host.key.pem()}
    web.put(host.key_id, {**key, name: {"id": host.issuer_id, "type": "Issuer"}})
    assert ask(host.sign(host.assertion()), web).verdict is Verdict.VALID
    other = BadgeHost(web, host="https://other.example")
    web.put(host.key_id, {**key, name: {"id": other.issuer_id}})
    assert ask(host.sign(host.assertion()), web).verdict is Verdict.INVALID


def test_a_member_of_an_extension_may_be_a_list_of_one(web: Web, host: BadgeHost):
    link = {"type": ["Extension", "extensions:ApplyLink"], "url": ["https://badges.example/apply"]}
    assert ask(host.publish(host.assertion(**{"extensions:ApplyLink": link})), web).verdict is Verdict.VALID


def test_keywords_of_json_ld_are_as_good_as_their_aliases(web: Web, host: BadgeHost):
    told = host.assertion()
    told["@id"], told["@type"] = told.pop("id"), told.pop("type")
    web.put(told["@id"], told)
    web.put(host.issuer_id, {**host.profile, "@id": host.issuer_id, "id": host.issuer_id})
    assert ask(told, web).verdict is Verdict.VALID


def test_blockcerts_2_is_no_hosted_badge(web: Web, host: BadgeHost):
    merkle = {"type": ["MerkleProofVerification2017", "Extension"], "publicKey": "ecdsa-koblitz-pubkey:1"}
    shapes: list[dict[str, Any]] = [
        {"verification": merkle},
        {"signature": {"type": ["MerkleProof2017", "Extension"], "merkleRoot": "0"}},
        {"@context": ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v2"]},
    ]
    for shape in shapes:
        anchored = host.assertion(**shape)
        for given, served in (
            (anchored, anchored),
            (host.assertion(), anchored),
            (anchored, host.assertion()),
        ):
            web.put(anchored["id"], served)
            report = ask(given, web)
            assert answer(report, Check.PROOF) == ("inconclusive", "proof-not-supported")
            assert report.verdict is Verdict.UNDETERMINED


# ── what the file says and the issuer does not ──
def differences(report: Any) -> dict[str, tuple[str, str]]:
    return {
        one.params["field"]: (one.params["file"], one.params["issuer"])
        for one in report.findings
        if one.code == "file-differs-from-hosted-copy"
    }


def test_a_file_that_was_edited_is_judged_by_the_issuers_copy_and_told_from_it(web: Web, host: BadgeHost):
    plain = {"type": "email", "hashed": False, "identity": "ada@example.org"}
    told = host.publish(host.assertion(recipient=plain))
    edited = {
        **told,
        "recipient": {**plain, "identity": "mallory@example.org"},
        "issuedOn": "1999-01-01T00:00:00Z",
        "expires": "2099-01-01T00:00:00Z",
        "badge": {**host.badge, "name": "Doctor of Baking", "issuer": {**host.profile, "name": "Harvard"}},
    }
    report = ask(edited, web)
    assert report.verdict is Verdict.VALID
    assert differences(report) == {
        "title": ("Doctor of Baking", "Baking"),
        "recipient": ("mallory@example.org", "ada@example.org"),
        "issuer": ("Harvard", "Badge House"),
        "issued": ("1999-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        "expires": ("2099-01-01T00:00:00Z", ""),
    }
    assert report.finding(Check.PROOF).code == "file-differs-from-hosted-copy"
    assert report.document is not None
    assert report.document["badge"]["name"] == "Baking"
    assert report.document["recipient"]["identity"] == "ada@example.org"


def test_a_differing_hash_is_told_without_the_hash(web: Web, host: BadgeHost):
    host.publish(host.assertion())
    assert differences(ask(host.assertion(email="mallory@example.org"), web)) == {"recipient": ("", "")}


def test_another_achievement_or_issuer_by_address_is_told(web: Web, host: BadgeHost):
    told = host.publish(host.assertion())
    other = {**told, "badge": "https://badges.example/doctorate"}
    assert differences(ask(other, web)) == {
        "achievement": ("https://badges.example/doctorate", host.badge_id)
    }
    foreign = {**told, "badge": {**host.badge, "issuer": "https://harvard.example/issuer"}}
    assert differences(ask(foreign, web)) == {
        "issuer": ("https://harvard.example/issuer", f"Badge House ({host.issuer_id})")
    }


def test_harmless_differences_are_none(web: Web, host: BadgeHost):
    told = host.publish(host.assertion(expires="2030-01-01"))
    plain = {"type": "email", "hashed": False, "identity": "ada@example.org"}
    for changes in (
        {"evidence": "https://badges.example/work"},
        {"narrative": "more"},
        {"image": f"{host.host}/i.png"},
        {"badge": host.badge},
        {"badge": {**host.badge, "issuer": host.profile}},
        {"badge": "https://BADGES.example/badge"},
        {"expires": "2030-01-01T00:00:00+00:00"},
        {"issuedOn": "2026-01-01T01:00:00+01:00"},
        {"recipient": [told["recipient"]]},
        {"recipient": plain},
        {"badge": {"id": host.badge_id, "type": "BadgeClass"}},
    ):
        report = ask({**told, **changes}, web)
        assert report.verdict is Verdict.VALID
        assert differences(report) == {}, changes
        assert report.finding(Check.PROOF).code == "hosted-copy"


# ── the operator's list ──
def test_an_issuer_is_on_the_list_however_its_address_is_written(web: Web, host: BadgeHost):
    told = host.publish(host.assertion())
    for written in (host.issuer_id, "https://BADGES.example:443/issuer"):
        web.known = {written: "Badge House"}
        report = ask(told, web)
        assert answer(report, Check.ISSUER_RECOGNISED) == ("pass", "issuer-recognised")
    web.known = {"https://badges.example/issuers": "Another"}
    assert answer(ask(told, web), Check.ISSUER_RECOGNISED) == ("inconclusive", "issuer-not-on-list")


def test_a_name_on_the_list_is_not_told_of_an_issuer_whom_nobody_has_confirmed(web: Web, host: BadgeHost):
    web.known = {host.issuer_id: "Badge House"}
    web.put(host.issuer_id, {**host.profile, "publicKey": None})
    report = ask(
        Key.make("RSA", number=2).jws(
            {**host.assertion(), "verification": {"type": "signed", "creator": host.key_id}}
        ),
        web,
    )
    assert report.finding(Check.ISSUER_RECOGNISED).outcome.value != "pass"
    web.put(host.issuer_id, {**host.profile, "publicKey": None})
    report = ask(host.sign(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "issuer-not-confirmed")
    assert report.finding(Check.ISSUER_RECOGNISED).outcome.value == "not_applicable"
