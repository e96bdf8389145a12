"""What a report shows first, and what folds away."""

from __future__ import annotations

import pytest

from tests.smith.web import NOW
from wallet.collection.cards import report_card
from wallet.verification.report import Check, Finding, Outcome, Report

PASS, FAIL, OPEN, NONE = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE
DIFFERS = "file-differs-from-hosted-copy"
DOCUMENT = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://pg.example", "name": "PG"},
    "credentialSubject": {"achievement": {"name": "Welding"}},
}


@pytest.fixture(autouse=True)
def english(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def report(*changes: tuple[Check, Outcome, str], document=DOCUMENT, **more) -> Report:
    changed = {check for check, _outcome, _code in changes}
    held = [Finding(check, PASS, "held") for check in Check if check not in changed]
    found = (*held, *(Finding(*change) for change in changes))
    return Report("ob3-jwt", found, NOW, document=document, claimed=DOCUMENT, **more)


def test_failed_and_open_checks_come_first_and_the_passed_ones_fold():
    card = report_card(
        report(
            (Check.ISSUER_RECOGNISED, OPEN, "issuer-not-on-list"),
            (Check.STATUS, FAIL, "revoked"),
            (Check.ENDORSEMENTS, NONE, "no-endorsements"),
        )
    )
    assert [check.code for check in card.unfolded] == ["revoked", "issuer-not-on-list"]
    assert [check.code for check in card.checks][:2] == ["revoked", "issuer-not-on-list"]
    assert len(card.passed) == 6
    assert [check.code for check in card.unasked] == ["no-endorsements"]


def test_an_issuer_is_never_confirmed_by_a_signature_that_does_not_fit():
    card = report_card(report((Check.PROOF, FAIL, "signature-does-not-fit"), document=None))
    issuer = next(check for check in card.checks if check.check == "issuer_key")
    assert issuer.question == "Issuer not confirmed" and issuer in card.unfolded
    assert "Issuer confirmed" not in [check.question for check in card.checks]
    assert card.case == "altered" and not card.proved


def test_a_check_that_stays_open_in_one_respect_is_not_told_as_passed_in_another():
    found = report()
    both = (*found.findings, Finding(Check.ISSUER_KEY, OPEN, "issuer-not-confirmed"))
    card = report_card(Report("ob3-jwt", both, NOW, document=DOCUMENT))
    said = [check.question for check in card.checks]
    assert "Issuer not confirmed" in said and "Issuer confirmed" not in said


def test_a_file_that_differs_is_told_at_once_and_nothing_reads_unaltered():
    differing = Finding(Check.PROOF, PASS, DIFFERS, {"field": "title", "file": "Master", "issuer": "Welding"})
    hosted = report((Check.PROOF, PASS, "hosted-copy"))
    card = report_card(Report("ob2-hosted", (*hosted.findings, differing), NOW, document=DOCUMENT))
    assert [check.code for check in card.unfolded] == [DIFFERS]
    assert "Master" in card.unfolded[0].answer and "Welding" in card.unfolded[0].answer
    told = [card.sentence, *(check.question for check in card.checks)]
    assert not any("naltered" in text for text in told)
    assert card.case == "valid"


def test_what_is_inside_has_a_verdict_a_title_and_checks_of_its_own():
    endorsement = {**DOCUMENT, "type": ["VerifiableCredential", "EndorsementCredential"]}
    inner = report((Check.PROOF, FAIL, "signature-does-not-fit"), document=None)
    card = report_card(report(nested=(inner, report(document=endorsement))))
    assert [(one.word, one.title, one.issuer) for one in card.nested] == [
        ("Altered", "Welding", "PG"),
        ("Verified", "Welding", "PG"),
    ]
    assert [one.endorsement for one in card.nested] == [False, True]
