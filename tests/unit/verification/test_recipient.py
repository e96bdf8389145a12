"""Whether a credential speaks about this person, by what they have proven."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.smith import BadgeHost, Issuer, Web
from tests.smith.asking import answer, ask
from wallet.verification.recipient import Recipient, check_recipient
from wallet.verification.report import Check, Verdict

ADA = Recipient(emails=("ada@example.org",), dids=("did:example:ada",))


def hashed(text: str, *, salt: str = "", name: str = "sha256") -> str:
    return f"{name}$" + hashlib.new(name, (text + salt).encode()).hexdigest()


def ob2(**recipient: Any) -> dict[str, Any]:
    return {"recipient": {"type": "email", "hashed": True, **recipient}}


def ob3(*identifiers: dict[str, Any], **subject: Any) -> dict[str, Any]:
    return {"credentialSubject": {"identifier": list(identifiers), **subject}}


def ob3_email(value: str, **members: Any) -> dict[str, Any]:
    return {"type": "IdentityObject", "identityType": "emailAddress", "identityHash": value, **members}


MATCHES = {
    "plain": ob2(hashed=False, identity="ada@example.org"),
    "plain in other case": ob2(hashed=False, identity="Ada@Example.ORG"),
    "salted": ob2(identity=hashed("ada@example.org", salt="deadsea"), salt="deadsea"),
    "without salt": ob2(identity=hashed("ada@example.org")),
    "empty salt": ob2(identity=hashed("ada@example.org"), salt=""),
    "upper-case hex": ob2(identity="sha256$" + hashed("ada@example.org")[7:].upper()),
    "hashed as text": ob2(identity=hashed("ada@example.org"), hashed="true"),
    "hashed not said": {"recipient": {"type": "email", "identity": hashed("ada@example.org")}},
    "hash of the upper-case address": ob2(identity=hashed("ADA@EXAMPLE.ORG", salt="s"), salt="s"),
    "Open Badges 0.5": {"recipient": "ada@example.org"},
    "Open Badges 0.5 hashed": {"recipient": hashed("ada@example.org", salt="s"), "salt": "s"},
    "Open Badges 3": ob3(ob3_email(hashed("ada@example.org", salt="s"), hashed=True, salt="s")),
    "Open Badges 3 plain": ob3(ob3_email("ada@example.org", hashed=False)),
    "second of two": ob3(ob3_email("bob@example.org"), ob3_email("ada@example.org")),
    "DID": {"credentialSubject": {"id": "did:example:ada"}},
    "mailto": {"credentialSubject": {"id": "mailto:ada@example.org"}},
}


@pytest.mark.parametrize("document", MATCHES.values(), ids=MATCHES)
def test_a_proven_address_or_did_matches(document: dict[str, Any]):
    assert check_recipient(document, recipient=ADA).code == "recipient-matches"


def test_md5_matches_and_is_called_weak():
    document = ob2(identity=hashed("ada@example.org", salt="s", name="md5"), salt="s")
    assert check_recipient(document, recipient=ADA).code == "recipient-matches-weak-hash"


OTHERS = {
    "plain": ob2(hashed=False, identity="bob@example.org"),
    "hashed": ob2(identity=hashed("bob@example.org", salt="s"), salt="s"),
    "salt left out of the sum": ob2(identity=hashed("ada@example.org"), salt="s"),
    "plus tag": ob2(hashed=False, identity="ada+x@example.org"),
    "DID": {"credentialSubject": {"id": "did:example:bob"}},
    "unknown hash": ob2(identity="crc32$1234"),
}


@pytest.mark.parametrize("document", OTHERS.values(), ids=OTHERS)
def test_what_differs_was_issued_to_someone_else(document: dict[str, Any]):
    assert check_recipient(document, recipient=ADA).code == "issued-to-someone-else"


OPEN = {
    "nobody stated": ({"credentialSubject": {"achievement": {}}}, ADA, "recipient-not-stated"),
    "telephone": ({"recipient": {"type": "telephone", "identity": "123"}}, ADA, "recipient-cannot-match"),
    "url": ({"recipient": {"type": "url", "identity": "https://a.example"}}, ADA, "recipient-cannot-match"),
    "no address proven": (
        ob2(identity=hashed("a@b.c")),
        Recipient(dids=("did:example:ada",)),
        "nothing-to-compare",
    ),
    "no DID proven": (
        {"credentialSubject": {"id": "did:example:x"}},
        Recipient(("a@b.c",)),
        "nothing-to-compare",
    ),
}


@pytest.mark.parametrize(("document", "recipient", "code"), OPEN.values(), ids=OPEN)
def test_what_cannot_be_compared_stays_open(document: dict[str, Any], recipient: Recipient, code: str):
    finding = check_recipient(document, recipient=recipient)
    assert (finding.outcome.value, finding.code) == ("inconclusive", code)


@pytest.mark.parametrize(
    "odd", [[], 7, {"identity": 7}, {"identity": ["x"], "type": ["email"]}, {"type": "email"}]
)
def test_odd_values_break_nothing(odd: Any):
    check_recipient({"recipient": odd, "credentialSubject": [odd, {"identifier": odd}]}, recipient=ADA)


def test_somebody_elses_badge_is_still_a_good_badge():
    web = Web()
    host = BadgeHost(web)
    report = ask(host.publish(host.assertion(email="bob@example.org")), web, recipient=ADA)
    assert answer(report, Check.RECIPIENT) == ("fail", "issued-to-someone-else")
    assert report.verdict is Verdict.VALID


def test_nobody_asked():
    web = Web()
    issuer = Issuer(web)
    report = ask(issuer.sign(issuer.credential()), web)
    assert answer(report, Check.RECIPIENT) == ("not_applicable", "nobody-asked")
