"""Whether a credential speaks about this person, by what they have proven."""

from __future__ import annotations

import hashlib
import time
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
    "hashed as it was proven": ob2(identity=hashed("ada@example.org")),
    "hash of the capitalised address": ob2(identity=hashed("Ada@example.org")),
    "hash of a capitalised domain": ob2(identity=hashed("ada@Example.org")),
    "hash of a domain in capitals": ob2(identity=hashed("ada@EXAMPLE.ORG")),
    "hash of each part capitalised": ob2(identity=hashed("Ada@Example.Org")),
    "hash with a space before": ob2(identity=hashed(" ada@example.org")),
    "hash with a space behind": ob2(identity=hashed("ada@example.org ", salt="s"), salt="s"),
    "hash with a line's end": ob2(identity=hashed("ada@example.org\n")),
    "hash with a Windows line's end": ob2(identity=hashed("ada@example.org\r\n")),
    "hash of the address as URI": ob2(identity=hashed("mailto:ada@example.org")),
    "salt in front": ob2(identity=hashed("deadsea" + "ada@example.org"), salt="deadsea"),
    "salt in front of a spelling": ob2(identity=hashed("deadsea" + "Ada@Example.org"), salt="deadsea"),
    "salt as number": ob2(identity=hashed("ada@example.org", salt="20260"), salt=20260),
    "salt in a list of one": ob2(identity=hashed("ada@example.org", salt="s"), salt=["s"]),
    "hash without its kind": ob2(identity=hashed("ada@example.org")[7:]),
    "salted hash without its kind": ob2(identity=hashed("ada@example.org", salt="s")[7:], salt="s"),
    "kind in capitals": ob2(identity="SHA256$" + hashed("ada@example.org")[7:]),
    "kind with a dash": ob2(identity="sha-256$" + hashed("ada@example.org")[7:]),
    "hash with a line's end behind it": ob2(identity=hashed("ada@example.org") + "\n"),
    "said to be hashed and not": ob2(identity="ada@example.org"),
    "with a name before it": ob2(hashed=False, identity="Ada Lovelace <ada@example.org>"),
    "plain with spaces": ob2(hashed=False, identity=" ada@example.org\n"),
    "type in a list of one": {"recipient": {"type": ["email"], "identity": "ada@example.org"}},
    "type among others": {"recipient": {"type": ["IdentityObject", "email"], "identity": "ada@example.org"}},
    "type with its namespace": {"recipient": {"type": "schema:email", "identity": hashed("ada@example.org")}},
    "type not stated": {"recipient": {"identity": "ada@example.org", "hashed": False}},
    "type not stated, hashed": {"recipient": {"identity": hashed("ada@example.org"), "hashed": True}},
    "recipient in a list of one": {"recipient": [ob2(identity=hashed("ada@example.org"))["recipient"]]},
    "second of two recipients": {
        "recipient": [
            {"type": "email", "hashed": False, "identity": "bob@example.org"},
            {"type": "email", "hashed": True, "identity": hashed("ada@example.org")},
        ]
    },
    "salt stated and left out of the sum": ob2(identity=hashed("ada@example.org"), salt="s"),
    "in quotation marks": ob2(hashed=False, identity='"ada@example.org"'),
    "with a full stop": ob2(hashed=False, identity="ada@example.org."),
    "with a mark nobody sees": ob2(hashed=False, identity="ada@example.org\u200b"),
    "one of several in a text": ob2(hashed=False, identity="bob@example.org; ada@example.org"),
    "with a comma in the name": ob2(hashed=False, identity='"Lovelace, Ada" <ada@example.org>'),
    "DID of a key of hers": {"credentialSubject": {"id": "did:example:ada#key-1"}},
    "identity in a list of one": ob2(identity=[hashed("ada@example.org")]),
    "Open Badges 0.5": {"recipient": "ada@example.org"},
    "Open Badges 0.5 hashed": {"recipient": hashed("ada@example.org", salt="s"), "salt": "s"},
    "Open Badges 3": ob3(ob3_email(hashed("ada@example.org", salt="s"), hashed=True, salt="s")),
    "Open Badges 3 plain": ob3(ob3_email("ada@example.org", hashed=False)),
    "second of two": ob3(ob3_email("bob@example.org"), ob3_email("ada@example.org")),
    "DID": {"credentialSubject": {"id": "did:example:ada"}},
    "mailto": {"credentialSubject": {"id": "mailto:ada@example.org"}},
    "mailto in capitals": {"credentialSubject": {"id": "MAILTO:Ada@example.org"}},
    "mailto with percent-encoding": {"credentialSubject": {"id": "mailto:ada%40example.org?subject=x"}},
    "subject in a list of one": {"credentialSubject": [{"id": "did:example:ada"}]},
    "second of two subjects": {"credentialSubject": [{"id": "did:example:bob"}, {"id": "did:example:ada"}]},
    "subject as its identifier": {"credentialSubject": "did:example:ada"},
    "Open Badges 3, type in a list": ob3(
        {"identityType": ["emailAddress"], "identityHash": "ada@example.org"}
    ),
    "Open Badges 3, one object": {"credentialSubject": {"identifier": ob3_email("ada@example.org")}},
    "Open Badges 3 without the kind of hash": ob3(ob3_email(hashed("Ada@example.org")[7:], hashed=True)),
    "Open Badges 3, salt as number": ob3(ob3_email(hashed("ada@example.org", salt="7"), salt=7)),
    "Open Badges 3, beside an identifier of the issuer's": {
        "credentialSubject": {
            "id": "urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427",
            "identifier": [ob3_email(hashed("ada@example.org", salt="s"), salt="s")],
        }
    },
}


@pytest.mark.parametrize("document", MATCHES.values(), ids=MATCHES)
def test_a_proven_address_or_did_matches(document: dict[str, Any]):
    assert check_recipient(document, recipient=ADA).code == "recipient-matches"


def test_md5_matches_and_is_called_weak():
    document = ob2(identity=hashed("ada@example.org", salt="s", name="md5"), salt="s")
    assert check_recipient(document, recipient=ADA).code == "recipient-matches-weak-hash"


DOE = Recipient(emails=("john.doe-smith@mail.example",))


@pytest.mark.parametrize(
    "spelled",
    [
        "John.Doe-Smith@mail.example",
        "John.doe-smith@mail.example",
        "john.Doe-Smith@Mail.example",
        "John.Doe-Smith@Mail.Example",
        "JOHN.DOE-SMITH@MAIL.EXAMPLE",
        "JOHN.DOE-SMITH@mail.example",
        "john.doe-smith@MAIL.example",
        "John.Doe-Smith@mail.example ",
    ],
)
@pytest.mark.parametrize("order", ["{0}{1}", "{1}{0}"], ids=["salt behind", "salt in front"])
def test_the_spellings_that_issuers_hash_are_tried(spelled: str, order: str):
    digest = hashed(order.format(spelled, "salt"))
    for document in (ob2(identity=digest, salt="salt"), ob3(ob3_email(digest, salt="salt"))):
        assert check_recipient(document, recipient=DOE).code == "recipient-matches"


@pytest.mark.parametrize("between", ".-_+")
def test_each_part_of_a_mailbox_may_begin_with_a_capital(between: str):
    spelled, proven = f"Jan{between}Nowak@example.org", f"jan{between}nowak@example.org"
    asked = Recipient(emails=(proven,))
    assert check_recipient(ob2(identity=hashed(spelled)), recipient=asked).code == "recipient-matches"


def test_a_spelling_nobody_guesses_matches_once_its_holder_has_given_it():
    document = ob2(identity=hashed("jMcDonald@example.org", salt="s"), salt="s")
    known = Recipient(emails=("jmcdonald@example.org",))
    given = Recipient(emails=("jmcdonald@example.org", "jMcDonald@example.org"))
    assert check_recipient(document, recipient=known).code == "issued-to-someone-else"
    assert check_recipient(document, recipient=given).code == "recipient-matches"


@pytest.mark.parametrize("spelled", ["zoë@example.org", "zoe\u0308@example.org"])
@pytest.mark.parametrize("proven", ["zoë@example.org", "zoe\u0308@example.org"])
def test_a_letter_and_its_mark_may_be_hashed_as_one_or_as_two(spelled: str, proven: str):
    asked = Recipient(emails=(proven,))
    assert check_recipient(ob2(identity=hashed(spelled)), recipient=asked).code == "recipient-matches"


def test_several_addresses_of_others_are_somebody_elses():
    document = ob2(hashed=False, identity="bob@example.org, eve@example.org")
    assert check_recipient(document, recipient=ADA).code == "issued-to-someone-else"


def test_a_domain_of_other_letters_is_the_same_in_either_form():
    coded = Recipient(emails=("ada@xn--przykad-rjb.pl",))
    for spelled in ("ada@przykład.pl", "Ada@Przykład.pl"):
        assert check_recipient(ob2(identity=hashed(spelled)), recipient=coded).code == "recipient-matches"
    asked = Recipient(emails=("ada@przykład.pl",))
    plain = ob2(hashed=False, identity="ada@xn--przykad-rjb.pl")
    assert check_recipient(plain, recipient=asked).code == "recipient-matches"
    coded = ob2(identity=hashed("ada@xn--przykad-rjb.pl"))
    assert check_recipient(coded, recipient=asked).code == "recipient-matches"


CANNOT_TELL = {
    "SHA-512": ob2(identity=hashed("ada@example.org", name="sha512")),
    "SHA-1 of another": ob2(identity=hashed("bob@example.org", name="sha1")),
    "a hash of no kind of another": ob2(identity=hashed("bob@example.org")[7:]),
    "an MD5 of no kind of another": ob2(identity=hashed("bob@example.org", name="md5")[4:]),
    "a hash of no known length": ob2(identity="ab" * 24),
    "an unknown kind": ob2(identity="crc32$1234"),
    "SHA-256 that is no such thing": ob2(identity="sha256$c2hvcnQ="),
    "SHA-256 cut short": ob2(identity=hashed("ada@example.org")[:-1]),
    "a salt that cannot be read": ob2(identity=hashed("bob@example.org"), salt={"a": 1}),
    "a salt that is too long": ob2(identity=hashed("bob@example.org"), salt="s" * 100_000),
    "what was hashed is not said": {"recipient": {"identity": hashed("bob@example.org"), "hashed": True}},
    "one of another, one of an unknown kind": ob3(
        ob3_email("bob@example.org"), ob3_email("sha512$" + "0" * 128, hashed=True)
    ),
    "Open Badges 3, SHA-384": ob3(ob3_email(hashed("ada@example.org", name="sha384"), hashed=True)),
}


@pytest.mark.parametrize("document", CANNOT_TELL.values(), ids=CANNOT_TELL)
def test_a_hash_that_cannot_be_compared_accuses_nobody(document: dict[str, Any]):
    finding = check_recipient(document, recipient=ADA)
    assert (finding.outcome.value, finding.code) == ("inconclusive", "recipient-hash-cannot-tell")


def test_a_match_under_sha1_is_a_match_and_called_weak():
    document = ob2(identity=hashed("Ada@example.org", salt="s", name="sha1"), salt="s")
    assert check_recipient(document, recipient=ADA).code == "recipient-matches-weak-hash"


def test_the_costliest_recipient_is_compared_in_bounded_work():
    proven = Recipient(emails=tuple(f"ada.x{n}@mail{n}.example.org" for n in range(50)))
    many = [{"type": "email", "identity": f"sha256${n:064x}", "salt": "s" * 999} for n in range(500)]
    before = time.process_time()
    finding = check_recipient({"recipient": many}, recipient=proven)
    assert time.process_time() - before < 1
    assert finding.code == "recipient-hash-cannot-tell"


def test_more_recipients_than_are_looked_at_accuse_nobody():
    many = [{"type": "email", "hashed": False, "identity": f"a{n}@example.org"} for n in range(60)]
    finding = check_recipient({"recipient": many}, recipient=ADA)
    assert finding.outcome.value == "inconclusive"


OTHERS = {
    "plain": ob2(hashed=False, identity="bob@example.org"),
    "hashed": ob2(identity=hashed("bob@example.org", salt="s"), salt="s"),
    "plus tag": ob2(hashed=False, identity="ada+x@example.org"),
    "DID": {"credentialSubject": {"id": "did:example:bob"}},
    "hashed, salt as number": ob2(identity=hashed("bob@example.org", salt="7"), salt=7),
    "recipient in a list of one": {"recipient": [{"type": ["email"], "identity": "bob@example.org"}]},
    "two recipients, neither": {
        "recipient": [
            {"type": "email", "identity": "bob@example.org"},
            {"type": "email", "identity": hashed("eve@example.org")},
        ]
    },
    "said to be hashed and not": ob2(identity="bob@example.org"),
    "one letter differs": ob2(identity=hashed("adaa@example.org")),
    "the same mailbox elsewhere": ob2(identity=hashed("ada@example.com")),
    "mailto": {"credentialSubject": {"id": "mailto:bob@example.org"}},
    "Open Badges 3": ob3(ob3_email(hashed("bob@example.org", salt="s"), hashed=True, salt="s")),
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


def test_an_altered_badge_that_names_somebody_else_is_neither_whole_nor_mine():
    web = Web()
    issuer = Issuer(web)
    for to, expected in (("bob", "issued-to-someone-else"), ("ada", "not-meaningful-without-proof")):
        document = issuer.sign(issuer.credential())
        document["credentialSubject"]["identifier"] = [ob3_email(f"{to}@example.org", hashed=False)]
        report = ask(document, web, recipient=ADA)
        assert report.verdict is Verdict.INVALID
        assert answer(report, Check.RECIPIENT)[1] == expected


def test_an_unsigned_badge_never_becomes_mine_by_what_it_says():
    web = Web()
    issuer = Issuer(web)
    document = issuer.credential()
    document["credentialSubject"]["identifier"] = [ob3_email("ada@example.org", hashed=False)]
    report = ask(document, web, recipient=ADA)
    assert answer(report, Check.RECIPIENT)[0] != "pass"


def test_nobody_asked():
    web = Web()
    issuer = Issuer(web)
    report = ask(issuer.sign(issuer.credential()), web)
    assert answer(report, Check.RECIPIENT) == ("not_applicable", "nobody-asked")
