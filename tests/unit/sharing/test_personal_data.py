"""What an original would reveal: named generously, of the learner alone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from wallet.sharing.personal_data import personal_lines


@pytest.fixture(autouse=True)
def in_english():
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def labels(document) -> dict[str, str]:
    return {label.split(",")[0]: value for label, value in personal_lines(document)}


def test_a_hashed_address_and_a_plain_one_are_told_apart():
    hashed = {"recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$ab"}}
    plain = {"recipient": {"type": "email", "hashed": False, "identity": "ola@dorobek.example"}}
    assert list(labels(hashed)) == [
        "E-mail address as a fingerprint; whoever guesses the address can confirm it"
    ]
    assert labels(plain) == {"E-mail address": "ola@dorobek.example"}


def test_what_a_european_credential_states_of_a_person_is_named():
    subject = {
        "id": "urn:x:1",
        "givenName": {"en": "Ola"},
        "dateOfBirth": "2001-02-03",
        "nationalID": {"notation": "01220312345"},
        "citizenshipCountry": [{"id": "http://example.org/POL"}],
        "hasClaim": [{"awardedBy": {"awardingBody": [{"legalName": "School"}]}}],
    }
    found = labels({"credentialSubject": subject, "issuer": {"email": "school@example.org"}})
    assert found["Your name"] == "Ola"
    assert found["Date of birth"] == "2001-02-03"
    assert "Citizenship" in found
    assert "01220312345" in " ".join(value for _, value in personal_lines({"credentialSubject": subject}))
    assert "school@example.org" not in str(found)
    assert "School" not in str(found)


def test_an_identifier_that_is_hashed_inside_a_subject_is_found():
    subject = {
        "identifier": [{"type": "IdentityObject", "hashed": True, "identityHash": "sha256$ff", "salt": "x"}],
        "achievement": {"name": "Sheets", "creator": {"email": "a@b.example"}},
    }
    found = labels({"credentialSubject": subject})
    assert list(found.values()) == ["sha256$ff"]


def test_of_nothing_nothing_is_said():
    assert personal_lines(None) == ()
    assert personal_lines({"credentialSubject": {"achievement": {"name": "x"}}}) == ()


def test_a_bottomless_document_ends():
    deep: dict = {}
    for _ in range(500):
        deep = {"inner": deep, "email": "x@example.org"}
    assert personal_lines({"credentialSubject": deep})
