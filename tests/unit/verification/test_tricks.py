"""Tricks by which what is not the issuer's word could pass for it: each comes out as it should."""

from __future__ import annotations

from typing import Any

import pytest

from tests.smith import BadgeHost, Key, Web
from tests.smith.asking import answer, ask
from wallet.verification.report import Check, Report, Verdict

EVIL = "https://evil.example"


# ── Open Badges 2 and older ──
def of_05(origin: str, url: str) -> Report:
    """A badge of Open Badges 0.5 at `url`, whose issuer calls itself a university and is an `origin`."""
    web = Web()
    issuer = {"origin": origin, "name": "Harvard University"}
    badge = {"version": "0.5.0", "name": "PhD", "description": "x", "image": "/i.png", "criteria": "/c"}
    assertion = {"recipient": "mallory@example.org", "issued_on": "2026-01-01"}
    verify = {"type": "hosted", "url": url}
    document = {**assertion, "badge": {**badge, "issuer": issuer}, "verify": verify}
    web.put(url, document)
    return ask(document, web)


@pytest.mark.parametrize(
    ("origin", "url", "verdict"),
    [
        ("https://badges.example", "https://badges.example/1", Verdict.VALID),
        (
            "https://raw.githubusercontent.com",
            "https://raw.githubusercontent.com/m/x/1",
            Verdict.UNDETERMINED,
        ),
        ("https://storage.googleapis.com", "https://storage.googleapis.com/mallory/1", Verdict.UNDETERMINED),
        ("https://github.com/uni", "https://github.com/uni/badges/1", Verdict.VALID),
        ("https://github.com/uni", "https://github.com/mallory/1", Verdict.INVALID),
    ],
)
def test_an_origin_that_many_people_share_is_no_issuer(origin: str, url: str, verdict: Verdict):
    report = of_05(origin, url)
    assert report.verdict is verdict
    if verdict is Verdict.UNDETERMINED:
        assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "shared-host")


@pytest.mark.parametrize("member", ["image", "url", "revocationList"])
def test_a_key_where_the_profile_has_something_else_is_not_the_issuers(member: str):
    """Whoever may replace the logo has not become the issuer."""
    web, mallory = Web(), Key.make("RSA", number=2)
    host = BadgeHost(web)
    place = f"{host.host}/logo"
    profile = {name: value for name, value in host.profile.items() if name != "publicKey"}
    web.put(host.issuer_id, {**profile, member: place})
    web.put(place, mallory.pem(), content_type="text/plain")
    assertion = host.assertion(uid="1", **{"@context": None, "type": None, "id": None, "verification": None})
    report = ask(mallory.jws({**assertion, "verify": {"type": "signed", "url": place}}), web)
    assert report.verdict is not Verdict.VALID
    assert answer(report, Check.ISSUER_KEY)[1] == "issuer-not-confirmed"


def test_a_revocation_counts_though_the_list_still_says_http():
    web = Web()
    host = BadgeHost(web, revocationList="https://badges.example/revoked")
    assertion = host.assertion()
    listed: dict[str, Any] = {"type": "RevocationList", "id": "https://badges.example/revoked"}
    for entries, verdict in (
        ([assertion["id"].replace("https:", "http:")], Verdict.REVOKED),
        ([assertion["id"] + "0"], Verdict.VALID),
    ):
        web.put(listed["id"], {**listed, "issuer": host.issuer_id, "revokedAssertions": entries})
        assert ask(host.sign(assertion), web).verdict is verdict
