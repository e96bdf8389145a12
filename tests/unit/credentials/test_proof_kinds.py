"""What a credential proves, with the reason; and the fields of competence its alignments speak of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.unit.credentials.test_transparency import JSON
from tests.unit.credentials.transparent import (
    ATTENDANCE,
    CLAIMS,
    EDUBADGE,
    HIGHER,
    LOCAL,
    MOODLE,
    SKILLS,
    concept,
    elm,
    ob3,
)
from tests.vectors import VECTORS, needs_vectors
from wallet.credentials.competence import FIELDS, field_of_competence
from wallet.credentials.proof_kinds import KINDS, REASONS, is_micro_credential, kind_in_force, kind_of_proof
from wallet.credentials.reading import read_envelope
from wallet.credentials.transparency import read_elements


def kind(document: dict[str, Any], dialect: str = "ob3") -> tuple[str, str]:
    return kind_of_proof(document, dialect, read_elements(document, dialect=dialect))


PRESENCE = concept("http://data.europa.eu/snb/assessment/7331eb4762", "level of attendance")


@pytest.mark.parametrize(
    ("document", "dialect", "expected"),
    [
        (ob3(achievement={"achievementType": "Degree"}), "ob3", ("qualification", "type-of-qualification")),
        (ob3(achievement={"achievementType": "Membership"}), "ob3", ("membership", "type-of-membership")),
        (
            ob3(achievement={"achievementType": "Fieldwork"}),
            "ob3",
            ("participation", "type-of-participation"),
        ),
        (
            ob3(achievement={"achievementType": "CertificateOfCompletion"}),
            "ob3",
            ("participation", "completed-without-assessment"),
        ),
        (
            ob3(achievement={"name": "Zaświadczenie o udziale", "achievementType": "Badge"}),
            "ob3",
            ("participation", "words-of-participation"),
        ),
        (HIGHER, "ob3", ("skill", "type-of-skill")),
        (ob3(achievement={"achievementType": "ext:Odd"}), "ob3", ("other", "not-recognised")),
        (ATTENDANCE, "elm", ("participation", "activity-only")),
        (elm(claim={"provenBy": {"dcType": PRESENCE}}), "elm", ("participation", "attendance-assessed")),
        (LOCAL, "elm", ("skill", "assessed")),
        (CLAIMS, "sdjwt", ("skill", "assessed")),
        (EDUBADGE, "ob2", ("skill", "assessed")),
        (MOODLE, "ob2", ("skill", "badge-described")),
        (
            MOODLE
            | {"badge": {"type": "BadgeClass", "name": "Safe passwords", "criteria": "https://a.example"}},
            "ob2",
            ("other", "not-recognised"),
        ),
        (
            MOODLE | {"badge": MOODLE["badge"] | {"name": "Zaświadczenie o udziale", "criteria": {}}},
            "ob2",
            ("participation", "words-of-participation"),
        ),
    ],
)
def test_the_first_rule_that_fits_names_the_kind_and_the_reason(document, dialect, expected):
    assert kind(document, dialect) == expected


@pytest.mark.parametrize(
    "title",
    ["Udział w projekcie", "Lista obecności", "Participated in Hackathon", "Uczestniczka warsztatów"],
)
def test_a_title_that_tells_of_taking_part_is_no_skill_unless_it_was_assessed(title):
    outcomes = {"name": title, "achievementType": "Badge", "alignment": SKILLS}
    assert kind(ob3(achievement=outcomes), "ob3") == ("participation", "words-of-participation")
    assessed = HIGHER["credentialSubject"]["achievement"] | {"name": title}
    document = HIGHER | {"credentialSubject": HIGHER["credentialSubject"] | {"achievement": assessed}}
    assert kind(document, "ob3")[0] == "skill"


@pytest.mark.parametrize("title", ["Participatory budgeting", "First aid", "Helping participants learn"])
def test_other_titles_are_skills(title):
    achievement = {"name": title, "achievementType": "Badge", "alignment": SKILLS}
    assert kind(ob3(achievement=achievement), "ob3") == ("skill", "type-of-skill")


@pytest.mark.parametrize("stated", ["ext:Attendance", "ext:Participation"])
def test_a_type_of_the_issuers_own_that_says_presence_is_participation(stated):
    assert kind(ob3(achievement={"achievementType": stated}), "ob3")[0] == "participation"


def test_the_holders_own_label_goes_first_if_it_is_one():
    assert kind_in_force("skill", "participation") == "participation"
    assert kind_in_force("skill", None) == kind_in_force("skill", "doctorate") == "skill"


def test_an_award_of_many_points_at_a_level_is_a_qualification():
    spec = {
        "eqfLevel": concept("http://data.europa.eu/snb/eqf/6"),
        "creditPoint": {"framework": concept("", "ECTS"), "point": "180"},
    }
    document = elm(spec=spec, credentialProfiles=concept("http://data.europa.eu/snb/credential/6cf8e68c43"))
    assert kind(document, "elm") == ("qualification", "profile-of-qualification")


@needs_vectors
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("elm/eu-elm/Sample-CertOfPart-unsigned.jsonld", "participation"),
        ("elm/eu-elm/Sample-MC-Annex1-signed.jsonld", "skill"),
        ("ob3-di/1edtech-ob3-spec/fullOpenBadge--00-Complete-OpenBadgeCredential.json", "qualification"),
    ],
)
def test_published_files_prove_what_they_prove(name, expected):
    envelope = read_envelope((VECTORS / name).read_bytes())
    assert kind(envelope.claimed, envelope.dialect)[0] == expected


def test_a_micro_credential_is_a_skill_that_was_assessed_after_little_learning():
    for document, small in (
        (CLAIMS, True),
        (CLAIMS | {"notionalWorkload": {"value": 60, "unit": "ECTS"}}, False),
    ):
        assert is_micro_credential("skill", read_elements(document, dialect="sdjwt")) is small
    assert not is_micro_credential("participation", read_elements(CLAIMS, dialect="sdjwt"))
    assert not is_micro_credential("skill", read_elements(MOODLE, dialect="ob2"))


def aligned(**alignment: str) -> dict[str, Any]:
    return ob3(achievement={"alignment": [{"type": ["Alignment"], "targetName": "x", **alignment}]})


@pytest.mark.parametrize(
    ("alignment", "fields"),
    [
        ({"targetUrl": "http://data.europa.eu/snb/dcf/u69o196gu6"}, ("digital",)),
        ({"targetFramework": "DigComp 2.2", "targetUrl": "https://a.example"}, ("digital",)),
        ({"targetFramework": "GreenComp", "targetUrl": "https://a.example"}, ("green",)),
        ({"targetFramework": "LifeComp", "targetUrl": "https://a.example"}, ("social",)),
        ({"targetFramework": "EntreComp", "targetUrl": "https://a.example"}, ("employment",)),
        ({"targetUrl": "http://data.europa.eu/snb/isced-f/0613"}, ("digital",)),
        ({"targetUrl": "http://data.europa.eu/snb/isced-f/0521"}, ("green",)),
        ({"targetUrl": "http://data.europa.eu/snb/isced-f/0111"}, ()),
        ({"targetUrl": "http://data.europa.eu/esco/skill/1"}, ()),
    ],
)
def test_the_field_follows_the_framework_and_nothing_is_guessed(alignment, fields):
    assert field_of_competence(aligned(**alignment), dialect="ob3") == fields


@needs_vectors
def test_the_commissions_sample_speaks_of_digital_and_then_of_social_competence():
    envelope = read_envelope((VECTORS / "elm/eu-elm/Sample-MC-Annex1-signed.jsonld").read_bytes())
    assert field_of_competence(envelope.claimed, dialect="elm") == ("digital", "social")


@settings(max_examples=200, deadline=None)
@given(document=JSON)
def test_any_json_has_a_kind_with_a_reason_and_breaks_nothing(document):
    document = document if isinstance(document, dict) else {"credentialSubject": document}
    for dialect in ("ob2", "ob3", "elm", "sdjwt", "clr"):
        found, reason = kind(document, dialect)
        assert found in KINDS and reason in REASONS
        assert set(field_of_competence(document, dialect=dialect)) <= set(FIELDS)
