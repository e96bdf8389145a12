"""Lists of what an issuer of Open Badges has taken back: of 2.0, and of 1.0 with its uids."""

from __future__ import annotations

from typing import Any

import pytest

from tests.smith import Key, Web
from tests.smith.asking import answer, ask
from tests.smith.badges import BadgeHost
from wallet.verification.report import Check, Report, Verdict

LIST = "https://badges.example/revoked"
MINE = "https://badges.example/assertions/1"


@pytest.fixture
def host() -> BadgeHost:
    return BadgeHost(Web(), key=Key.make("RSA"), revocationList=LIST)


def with_list(host: BadgeHost, served: Any) -> Report:
    if served is not None:
        host.web.put(LIST, served)
    return ask(host.sign(host.assertion()), host.web)


def listed(entries: Any, **changes: Any) -> dict[str, Any]:
    document = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": LIST,
        "type": "RevocationList",
        "issuer": "https://badges.example/issuer",
        "revokedAssertions": entries,
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


@pytest.mark.parametrize(
    "entry", [MINE, {"id": MINE}, {"id": MINE, "revocationReason": "Copied"}, {"uid": MINE}]
)
def test_what_is_listed_is_taken_back(host: BadgeHost, entry: Any):
    assert with_list(host, listed([entry])).verdict is Verdict.REVOKED
    assert with_list(host, listed(entry)).verdict is Verdict.REVOKED
    assert with_list(host, listed([7, entry])).verdict is Verdict.REVOKED


@pytest.mark.parametrize("entries", [[], ["https://badges.example/assertions/2"], [{"uid": "other"}]])
def test_what_is_not_listed_is_not(host: BadgeHost, entries: Any):
    assert with_list(host, listed(entries)).verdict is Verdict.VALID
    assert with_list(host, listed(entries, issuer=None)).verdict is Verdict.VALID
    assert with_list(host, listed(entries, id=LIST.replace("https", "http"))).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("served", "code"),
    [
        (None, "status-list-unreachable"),
        (b"<html>", "status-list-unreadable"),
        (b"[]", "status-list-malformed"),
        ({}, "status-list-malformed"),
        ({"error": "not found"}, "status-list-malformed"),
        (listed([[MINE]]), "status-list-malformed"),
        (listed([None]), "status-list-malformed"),
        (listed([7]), "status-list-malformed"),
        (listed([{"name": "x"}]), "status-list-malformed"),
        (listed([{"id": ""}]), "status-list-malformed"),
        (listed([{"id": MINE, "revoked": "no"}]), "status-list-malformed"),
        (listed([], id="https://badges.example/other-list"), "status-list-of-another-address"),
        (listed([], issuer="https://other.example/issuer"), "status-issuer-differs"),
    ],
)
def test_a_list_that_cannot_be_read_or_is_another_stays_open(host: BadgeHost, served: Any, code: str):
    report = with_list(host, served)
    assert answer(report, Check.STATUS) == ("inconclusive", code)
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("served", "verdict"),
    [
        ({"abc123": "Copied"}, Verdict.REVOKED),
        ({"abc123": None}, Verdict.REVOKED),
        ({"other": "Copied"}, Verdict.VALID),
        ({}, Verdict.VALID),
        ({"other": {"reason": "x"}}, Verdict.UNDETERMINED),
        ({"@context": "https://w3id.org/openbadges/v2", "other": "x"}, Verdict.UNDETERMINED),
        ([], Verdict.UNDETERMINED),
    ],
)
def test_the_list_of_open_badges_1_names_uids(served: Any, verdict: Verdict):
    host = BadgeHost(Web(), key=Key.make("RSA"), revocationList=LIST)
    host.web.put(LIST, served)
    assertion = host.assertion(
        id=None,
        uid="abc123",
        verification=None,
        verify={"type": "signed", "url": host.key_id},
        **{"@context": None, "type": None},
    )
    report = ask(host.key.jws(assertion, header={}), host.web)
    assert report.verdict is verdict, report.findings
