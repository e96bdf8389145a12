"""Hosted and signed Open Badges 2. Names begin with the lines of the abuse catalogue they hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.smith import BadgeHost, Key, Web
from tests.smith.asking import answer, ask
from wallet.verification.hosted import in_scope
from wallet.verification.report import Check, Verdict


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


def test_ob2_02_a_document_with_another_id_is_read_again_there_on_the_same_host_only(
    web: Web, host: BadgeHost
):
    told = host.assertion(path="/old")
    web.put(told["id"], host.publish(host.assertion(path="/new")))
    assert ask(told, web).verdict is Verdict.VALID
    web.put(told["id"], {**told, "id": "https://other.example/1"})
    report = ask(told, web)
    assert answer(report, Check.PROOF) == ("fail", "hosted-id-differs")
    web.put(told["id"], {**told, "id": "https://badges.example/liar"})
    web.put("https://badges.example/liar", told)
    assert ask(told, web).verdict is Verdict.INVALID


def test_ob2_03_the_hosted_copy_is_what_is_shown(web: Web, host: BadgeHost):
    hosted = host.publish(host.assertion(narrative="as issued"))
    report = ask({**hosted, "narrative": "and a doctorate", "issuedOn": "1999-01-01T00:00:00Z"}, web)
    assert report.verdict is Verdict.VALID
    assert report.document is not None
    assert report.document["narrative"] == "as issued"
    assert report.document["issuedOn"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "image/png", "text/html", "application/octet-stream", ""]
)
def test_ob2_04_a_file_that_somebody_uploaded_there_is_no_badge(web: Web, host: BadgeHost, content_type: str):
    report = ask(host.publish(host.assertion(), content_type=content_type), web)
    assert answer(report, Check.PROOF) == ("inconclusive", "hosted-not-json")
    assert report.verdict is Verdict.UNDETERMINED


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
    "odd rules": ({"startsWith": 7, "allowedOrigins": {"x": 1}}, "https://uni.example/1", True),
    "no URL": (None, "https://[", False),
}


@pytest.mark.parametrize(("rules", "url", "inside"), SCOPES.values(), ids=SCOPES)
def test_ob2_05_scope_is_compared_by_parsed_parts(rules: Any, url: str, inside: bool):
    profile = {"id": "https://uni.example/issuer", **({"verification": rules} if rules else {})}
    assert in_scope(url, profile) is inside


def test_ob2_06_the_profile_is_fetched_from_its_own_id(web: Web, host: BadgeHost):
    web.put(host.issuer_id, {**host.profile, "id": "https://harvard.example/issuer"})
    report = ask(host.publish(host.assertion()), web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "hosted-id-differs")


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
    assert answer(ask(told, web), Check.PROOF) == ("inconclusive", "hosted-redirected")


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
    web.put(url, {**told, "verify": {"type": "hosted", "url": "https://evil.example/1"}})
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
        {"extensions:exampleExtension": {"type": ["Extension"]}},
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
    web.put(
        host.key_id,
        {"id": host.key_id, "owner": "https://other.example/issuer", "publicKeyPem": host.key.pem()},
    )
    assert answer(ask(host.sign(host.assertion()), web), Check.ISSUER_KEY) == ("fail", "key-not-of-issuer")


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


def test_open_badges_1_0_signed_with_a_bare_pem_on_the_issuers_host(web: Web, host: BadgeHost):
    web.put(f"{host.host}/key.pem", host.key.pem(), content_type="text/plain")
    told = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": host.badge_id,
        "issuedOn": 1463000000,
        "verify": {"type": "signed", "url": f"{host.host}/key.pem"},
    }
    assert ask(host.key.jws(told, header={"alg": "rs256"}), web).verdict is Verdict.VALID
    web.put("https://evil.example/key.pem", Key.make("RSA", number=2).pem(), content_type="text/plain")
    evil = {**told, "verify": {"type": "signed", "url": "https://evil.example/key.pem"}}
    report = ask(Key.make("RSA", number=2).jws(evil), web)
    assert answer(report, Check.ISSUER_KEY) == ("fail", "key-not-of-issuer")
