"""Keys that their issuer has revoked or let expire (Controlled Identifiers 1.0 §2.2), in all proofs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.smith import Issuer, Web
from tests.smith.asking import answer, ask
from tests.smith.badges import BadgeHost
from wallet.verification.report import Check, Report, Verdict

Ask = Callable[..., Report]


def _controller(web: Web, ends: dict[str, Any]) -> Issuer:
    issuer = Issuer(web, did="web")
    method = {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.id,
        "publicKeyMultibase": issuer.key.multikey(),
    }
    issuer.publish(f"https://{issuer.host}/.well-known/did.json", verificationMethod=[{**method, **ends}])
    return issuer


def _token(web: Web, ends: dict[str, Any]) -> Any:
    issuer = _controller(web, ends)
    return issuer.sign_jwt(issuer.credential())


def _data_integrity(suite: str) -> Callable[[Web, dict[str, Any]], Any]:
    def make(web: Web, ends: dict[str, Any]) -> Any:
        issuer = _controller(web, ends)
        return issuer.sign(issuer.credential(), suite=suite)

    return make


def _badge_key(web: Web, ends: dict[str, Any]) -> Any:
    host = BadgeHost(web)
    document = {"id": host.key_id, "owner": host.issuer_id, "publicKeyPem": host.key.pem(), **ends}
    web.put(host.key_id, document)
    return host.sign(host.assertion())


def _profile_key(web: Web, ends: dict[str, Any]) -> Any:
    host = BadgeHost(web)
    document = {"id": host.key_id, "owner": host.issuer_id, "publicKeyPem": host.key.pem(), **ends}
    web.put(host.issuer_id, {**host.profile, "publicKey": document})
    return host.sign(host.assertion())


# All of them say that they were issued on 1 January 2026; they are checked on 22 November 2026.
KINDS: dict[str, Callable[[Web, dict[str, Any]], Any]] = {
    "token": _token,
    "eddsa-jcs-2022": _data_integrity("eddsa-jcs-2022"),
    "eddsa-rdfc-2022": _data_integrity("eddsa-rdfc-2022"),
    "Open Badges 2, key document": _badge_key,
    "Open Badges 2, key in the profile": _profile_key,
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
either = pytest.mark.parametrize(
    ("member", "code"), [("revoked", "key-revoked"), ("expires", "key-expired")], ids=["revoked", "expires"]
)


@every_kind
@either
def test_a_badge_signed_after_the_end_of_its_key_is_not_from_the_issuer(
    make: Callable[[Web, dict[str, Any]], Any], member: str, code: str
) -> None:
    web = Web()
    report = ask(make(web, {member: "2025-01-01T00:00:00Z"}), web)
    assert report.verdict is Verdict.INVALID
    assert answer(report, Check.ISSUER_KEY) == ("fail", code)


@every_kind
@either
def test_a_badge_of_an_ended_key_that_says_it_is_older_is_left_open(
    make: Callable[[Web, dict[str, Any]], Any], member: str, code: str
) -> None:
    """It may be genuine, or written today by whoever has the key."""
    web = Web()
    thing = make(web, {member: "2026-06-01T00:00:00Z"})
    report = ask(thing, web)
    assert report.verdict is Verdict.UNDETERMINED
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", code)
    assert answer(report, Check.PROOF)[0] == "pass"
    assert report.finding(Check.ISSUER_KEY).params["since"] == "2026-06-01T00:00:00+00:00"
    # ── at a moment before the end, nothing had ended ──
    earlier = ask(thing, web, at=datetime.fromisoformat("2026-05-31T23:59:59+00:00"))
    assert earlier.verdict is Verdict.VALID


@every_kind
@either
def test_a_key_that_ends_later_is_in_force(
    make: Callable[[Web, dict[str, Any]], Any], member: str, code: str
) -> None:
    web = Web()
    thing = make(web, {member: "2026-11-22T12:00:01Z"})
    assert ask(thing, web).verdict is Verdict.VALID
    at_the_end = ask(thing, web, at=datetime.fromisoformat("2026-11-22T12:00:01+00:00"))
    assert at_the_end.verdict is Verdict.UNDETERMINED


@every_kind
@either
def test_an_end_that_cannot_be_read_leaves_the_badge_open(
    make: Callable[[Web, dict[str, Any]], Any], member: str, code: str
) -> None:
    web = Web()
    report = ask(make(web, {member: "when the course ends"}), web)
    assert report.verdict is Verdict.UNDETERMINED
    assert answer(report, Check.ISSUER_KEY) == ("inconclusive", "key-dates-unreadable")


@every_kind
def test_an_altered_badge_of_an_ended_key_is_altered(make: Callable[[Web, dict[str, Any]], Any]) -> None:
    web = Web()
    thing = make(web, {"revoked": "2026-06-01T00:00:00Z"})
    if isinstance(thing, dict):
        thing["name"] = "Doctor of Medicine"
    else:
        thing = thing[:-8] + ("A" * 8 if not thing.endswith("AAAAAAAA") else "B" * 8)
    assert ask(thing, web).verdict is Verdict.INVALID
