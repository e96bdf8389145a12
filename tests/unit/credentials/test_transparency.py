"""The eleven and five elements: the golden table of domain.md §2.6, row by row, and every rule and trap."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.credentials.transparent import (
    ATTENDANCE,
    CLAIMS,
    EDUBADGE,
    EQF6,
    HIGHER,
    LOCAL,
    MOODLE,
    PLAIN,
    VOCATIONAL,
    concept,
    elm,
    ob3,
    sd_jwt,
)
from tests.vectors import VECTORS, needs_vectors
from wallet.credentials.competence import FIELDS, field_of_competence
from wallet.credentials.elements import NOTES, PROVENANCES
from wallet.credentials.proof_kinds import KINDS, REASONS, kind_of_proof
from wallet.credentials.reading import read_envelope
from wallet.credentials.transparency import (
    MANDATORY,
    OPTIONAL,
    STATUSES,
    Transparency,
    read_elements,
    read_own_entry,
)


def of_file(name: str) -> Transparency:
    envelope = read_envelope((VECTORS / name).read_bytes())
    assert envelope.refusal is None and envelope.claimed is not None
    return read_elements(envelope.claimed, dialect=envelope.dialect)


def disclosed(text: str) -> Transparency:
    envelope = read_envelope(text.encode())
    assert envelope.claimed is not None
    return read_elements(envelope.claimed, dialect=envelope.dialect)


# ── The golden table ─────────────────────────────────────────────────────────────────────────────────
@needs_vectors
@pytest.mark.parametrize(
    ("name", "stated", "weak", "missing"),
    [
        ("elm/eu-elm/Sample-MC-Annex1-signed.jsonld", 10, "", "quality"),
        ("elm/eu-elm/Sample-MC-Annex1-unsigned.jsonld", 9, "date", "quality"),
        ("elm/eu-elm/Sample-MC-Annex1-unsigned-uploadable.json", 9, "date", "quality"),
        (
            "elm/eu-elm/Sample-CertOfPart-unsigned.jsonld",
            5,
            "date workload",
            "outcomes level assessment quality",
        ),
        (
            "ob3-di/1edtech-ob3-spec/fullOpenBadge--00-Complete-OpenBadgeCredential.json",
            6,
            "workload assessment quality",
            "level participation",
        ),
    ],
)
def test_published_files_come_out_as_the_golden_table_has_them(name, stated, weak, missing):
    found = of_file(name)
    assert (found.stated, found.weak, found.missing) == (stated, tuple(weak.split()), tuple(missing.split()))


@pytest.mark.parametrize(
    ("document", "dialect", "stated", "weak", "missing"),
    [
        pytest.param(LOCAL, "elm", 10, "", "quality", id="EDC 2026, local concepts"),
        pytest.param(
            ATTENDANCE,
            "elm",
            5,
            "",
            "outcomes workload level assessment participation quality",
            id="EDC 2026, attendance",
        ),
        pytest.param(HIGHER, "ob3", 8, "learner country outcomes", "", id="OB3 higher education"),
        pytest.param(VOCATIONAL, "ob3", 8, "learner outcomes", "quality", id="OB3 vocational"),
        pytest.param(
            PLAIN,
            "ob3",
            4,
            "learner workload assessment",
            "country level participation quality",
            id="OB3 2026",
        ),
        pytest.param(
            MOODLE,
            "ob2",
            3,
            "learner outcomes assessment",
            "country workload level participation quality",
            id="OB2 minimal",
        ),
        pytest.param(EDUBADGE, "ob2", 9, "learner", "country", id="OB2 with extensions"),
        pytest.param(CLAIMS, "sdjwt", 11, "", "", id="SD-JWT full"),
    ],
)
def test_files_of_the_kinds_the_golden_table_names_come_out_as_it_has_them(
    document, dialect, stated, weak, missing
):
    found = read_elements(document, dialect=dialect)
    assert (found.stated, found.weak, found.missing) == (stated, tuple(weak.split()), tuple(missing.split()))


def test_what_is_withheld_is_told_exactly_where_the_place_of_a_digest_tells_it():
    digest = {"...": "a" * 43}
    inside = CLAIMS | {"learningOutcomes": [digest], "escoReference": [], "awardingBody": {"_sd": ["b" * 43]}}
    inside = {
        name: claim for name, claim in inside.items() if name not in ("level", "learningOutcomeSummary")
    }
    found = read_elements(inside, dialect="sdjwt")
    assert set(found.withheld) == {"outcomes", "awarding_body"} and found.missing == ("level",)
    assert {found.element(key).note for key in found.withheld} == {"kept-back"}
    shaped = {
        "issuer": {"name": "Maple School"},
        "credentialSubject": {"achievement": {"name": "Safe passwords", "_sd": ["c" * 43]}},
    }
    found = read_elements(shaped, dialect="sdjwt")
    assert {"learner", "country", "date"} <= set(found.missing)
    assert {"workload", "level", "quality"} <= set(found.withheld)
    shaped["issuer"]["_sd"] = ["d" * 43]
    assert "country" in read_elements(shaped, dialect="sdjwt").withheld
    assert read_elements({**shaped, "_sd": ["e" * 43]}, dialect="sdjwt").missing == ()


def test_what_the_holder_keeps_back_is_withheld_and_not_missing():
    kept = ("issuanceDate", "formOfParticipation", "qualityAssurance")
    found = disclosed(sd_jwt(CLAIMS, hide=("title", "givenName"), keep_back=kept))
    assert (found.stated, found.missing) == (8, ())
    assert found.withheld == ("date", "participation", "quality")
    assert {found.element(key).note for key in found.withheld} == {"may-be-withheld"}


def test_a_full_sd_jwt_states_all_eleven():
    found = disclosed(sd_jwt(CLAIMS, hide=("title", "issuanceDate", "level")))
    assert found.stated == 11 and found.complete
    assert found.normalised.esco == ("http://data.europa.eu/esco/skill/aaaa",)


@needs_vectors
def test_the_commissions_sample_is_read_into_our_own_terms():
    stated = of_file("elm/eu-elm/Sample-MC-Annex1-signed.jsonld").normalised
    assert (stated.ects, stated.hours, stated.eqf) == (Decimal(2), Decimal(60), 6)
    assert (stated.countries, stated.languages) == (("IE",), ("en",))
    assert (stated.participation, stated.assessment) == (("blended",), ("artefact",))
    assert (stated.supervision, stated.grade) == ("unsupervised_no_id", "Pass")
    assert len(stated.outcomes) == 2 and len(stated.esco) == 4


# ── ECTS, hours, durations ───────────────────────────────────────────────────────────────────────────
def workload(
    document: dict[str, Any], dialect: str = "elm"
) -> tuple[str, str, Decimal | None, Decimal | None]:
    found = read_elements(document, dialect=dialect)
    element = found.element("workload")
    return element.status, element.note, found.normalised.ects, found.normalised.hours


def points(framework: dict[str, Any], point: Any) -> dict[str, Any]:
    return elm(spec={"creditPoint": {"framework": framework, "point": point}})


ECTS = concept("http://data.europa.eu/snb/education-credit/6fcec5c5af", "anything")
ECVET = concept("http://data.europa.eu/snb/education-credit/60b314e826", "ECTS")


@pytest.mark.parametrize("written", ["2.5", "2,5", 2.5])
def test_points_are_ects_when_the_framework_says_so_however_the_number_is_written(written):
    assert workload(points(ECTS, written)) == ("present", "", Decimal("2.5"), None)


def test_ecvet_is_not_ects_whatever_its_label_says():
    assert workload(points(ECVET, "2")) == ("weak", "other-than-ects", None, None)


def test_a_local_framework_is_known_by_its_label():
    local = concept("urn:epass:framework:1", "European Credit Transfer and Accumulation System")
    assert workload(points(local, "2"))[2] == Decimal(2)


@pytest.mark.parametrize("written", ["0", -1, "two", True, None, "1e9"])
def test_what_is_no_number_above_zero_is_no_workload(written):
    assert workload(points(ECTS, written))[0] == "missing"


def test_more_than_thirty_points_are_told_of():
    assert workload(points(ECTS, "60"))[:2] == ("present", "above-30-ects")


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("PT60H", ("present", "", None, Decimal(60))),
        ("PT90M", ("present", "", None, Decimal("1.5"))),
        ("P5D", ("weak", "ambiguous-duration", None, None)),
        ("P2W", ("weak", "ambiguous-duration", None, None)),
        ("P60M", ("weak", "suspicious-duration", None, None)),
        ("P2M", ("weak", "suspicious-duration", None, None)),
        ("sixty", ("missing", "", None, None)),
        ("P", ("missing", "", None, None)),
    ],
)
def test_a_duration_is_hours_only_when_it_says_hours(written, outcome):
    assert workload(elm(spec={"volumeOfLearning": written})) == outcome


def test_months_are_never_shown_as_hours_even_beside_points():
    document = points(ECTS, "2")
    document["credentialSubject"]["hasClaim"]["specifiedBy"]["volumeOfLearning"] = "P60M"
    assert workload(document) == ("present", "suspicious-duration", Decimal(2), None)


def test_hours_that_were_spent_are_not_the_hours_that_are_needed():
    document = elm(claim={"influencedBy": {"type": "LearningActivity", "workload": "PT2H"}})
    assert workload(document) == ("weak", "actual-hours", None, None)


@pytest.mark.parametrize("where", ["creditsEarned", "creditsAvailable"])
def test_credits_of_an_open_badge_have_no_unit(where):
    place = {"subject": {where: 42}} if where == "creditsEarned" else {"achievement": {where: 42}}
    assert workload(ob3(**place), "ob3") == ("weak", "unit-unknown", None, None)


def test_hours_are_never_turned_into_points():
    assert workload(VOCATIONAL, "ob3") == ("present", "", None, Decimal(240))


# ── Levels ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("written", ["EQF-6", "EQF 6", "Level 6", "ERK 6", 6, "6"])
def test_levels_are_read_in_all_their_spellings(written):
    found = read_elements(CLAIMS | {"level": written}, dialect="sdjwt")
    assert (found.element("level").status, found.normalised.eqf) == ("present", 6)


@pytest.mark.parametrize("written", [0, 9, "EQF 9", 4.5, "Level 4,5"])
def test_levels_that_do_not_exist_are_weak(written):
    found = read_elements(CLAIMS | {"level": written}, dialect="sdjwt")
    element = found.element("level")
    assert (element.status, element.note, found.normalised.eqf) == ("weak", "level-out-of-range", None)


def test_a_level_of_the_polish_framework_is_the_same_european_level():
    polish = EQF6 | {"targetFramework": "Polska Rama Kwalifikacji", "targetUrl": "", "targetName": "PRK 4"}
    stated = read_elements(ob3(achievement={"alignment": polish}), dialect="ob3").normalised
    assert (stated.prk, stated.eqf) == (4, 4)


def test_a_national_level_of_another_country_is_no_european_level():
    found = read_elements(elm(spec={"nqfLevel": concept("", "RQF Level 6")}), dialect="elm")
    assert (found.element("level").status, found.normalised.eqf) == ("present", None)


# ── Countries, languages ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("code", "country"), [("POL", "PL"), ("SVN", "SI"), ("GRC", "GR"), ("1A0", "XK")])
def test_three_letters_of_the_eu_list_become_two_of_iso(code, country):
    address = f"http://publications.europa.eu/resource/authority/country/{code}"
    document = elm()
    body = document["credentialSubject"]["hasClaim"]["awardedBy"]["awardingBody"][0]
    body["location"] = {"address": {"countryCode": {"id": address}}}
    assert read_elements(document, dialect="elm").normalised.countries == (country,)


@pytest.mark.parametrize(
    ("address", "status", "note"),
    [
        ({"addressCountryCode": "PL"}, "present", ""),
        ({"addressCountryCode": "XX"}, "weak", "no-country-code"),
        ({"addressCountryCode": "ZZ"}, "weak", "no-country-code"),
        ({"addressCountry": "Polska"}, "weak", "by-name"),
        ({"addressCountry": "Poland"}, "weak", "by-name"),
        ({"addressCountry": "Atlantis"}, "weak", "no-country-code"),
        ({}, "missing", ""),
    ],
)
def test_a_country_counts_when_it_is_a_code(address, status, note):
    element = read_elements(ob3(issuer={"address": address}), dialect="ob3").element("country")
    assert (element.status, element.note) == (status, note)


def test_the_sealers_country_is_not_the_awarding_bodys():
    document = elm(issuer={"id": "urn:1", "legalName": {"en": "Seals"}, "location": elm_location("ESP")})
    assert read_elements(document, dialect="elm").normalised.countries == ("SI",)
    del document["credentialSubject"]["hasClaim"]["awardedBy"]
    found = read_elements(document, dialect="elm")
    assert (found.element("country").status, found.element("country").provenance) == ("weak", "derived")
    assert (found.element("awarding_body").status, found.element("awarding_body").note) == (
        "weak",
        "body-is-sealer",
    )


def elm_location(code: str) -> dict[str, Any]:
    return {
        "address": {"countryCode": {"id": f"http://publications.europa.eu/resource/authority/country/{code}"}}
    }


@pytest.mark.parametrize(
    ("written", "tags"),
    [("nl_NL", ("nl-NL",)), ("en_EN", ("en",)), ("en-EN", ("en",)), ("pl", ("pl",)), ("klingon", ())],
)
def test_languages_are_tags_and_a_region_that_does_not_exist_is_left_out(written, tags):
    found = read_elements(ob3(achievement={"inLanguage": written}), dialect="ob3")
    assert found.normalised.languages == tags


# ── Participation, assessment, supervision ───────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("online", "online"),
        ("E-learning", "online"),
        ("zdalnie", "online"),
        ("face-to-face", "onsite"),
        ("stacjonarnie", "onsite"),
        ("hybrydowo", "blended"),
        ("work experience", "work_based"),
        ("wolontariat", "volunteering"),
        ("onsite or blended", ""),
    ],
)
def test_forms_of_participation_are_known_by_their_names_and_the_unknown_stay_as_written(written, code):
    element = read_elements(ob3(achievement={"participationType": written}), dialect="ob3").element(
        "participation"
    )
    assert element.status == "present"
    assert (element.value[0].code, element.value[0].words) == (code, {"": written})


def test_the_mode_of_the_assessment_is_not_the_form_of_participation():
    spec = {"mode": concept("http://data.europa.eu/snb/learning-assessment/920fbb3cbe", "Online")}
    document = elm(claim={"provenBy": {"type": "LearningAssessment", "specifiedBy": spec}})
    assert read_elements(document, dialect="elm").element("participation").status == "missing"


@pytest.mark.parametrize(
    ("suffix", "code"),
    [
        ("6e6cb2cc78", "written_examination"),
        ("d30284d7df", "oral_examination"),
        ("6a4db9f11d", "practical_assessment"),
        ("b1b68f6735", "quiz"),
        ("3484bd7e51", "continuous_evaluation"),
        ("19a2e5e671", "peer_assessment"),
        ("c4256a2726", "problem_based"),
        ("4f03b91c0e", "portfolio"),
        ("795dac4096", "project_work"),
        ("de4d165a6c", "artefact"),
        ("2939dae15f", "marked_assignment"),
        ("56539a6507", "group_performance"),
        ("812e3b0ae1", "peer_review"),
        ("7331eb4762", "attendance"),
    ],
)
def test_each_type_of_assessment_of_the_eu_is_known_by_its_address(suffix, code):
    kind = {"id": f"http://data.europa.eu/snb/assessment/{suffix}"}
    document = elm(claim={"provenBy": {"specifiedBy": {"dcType": kind}}})
    found = read_elements(document, dialect="elm")
    assert found.normalised.assessment == (code,)
    assert found.element("assessment").note == ("attendance-only" if code == "attendance" else "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("testing", "quiz"),
        ("application of a skill", "practical_assessment"),
        ("recognition of prior learning", "prior_learning"),
        ("project-assessment", "project_work"),
        ("Exam", "written_examination"),
        ("Artifact", "artefact"),
        ("wywiad ustrukturyzowany", "interview"),
        ("analiza dowodów i deklaracji", "analysis_of_evidence"),
    ],
)
def test_other_vocabularies_of_assessment_are_known_by_their_words(written, code):
    found = read_elements(CLAIMS | {"typeOfAssessment": written}, dialect="sdjwt")
    assert found.normalised.assessment == (code,)


def test_an_assessment_without_a_type_is_weak():
    document = elm(claim={"provenBy": {"title": {"en": "Final"}}})
    element = read_elements(document, dialect="elm").element("assessment")
    assert (element.status, element.note) == ("weak", "type-not-stated")


@pytest.mark.parametrize(
    ("watched", "identified", "code"),
    [
        (True, True, "supervised_id"),
        (True, False, "supervised_no_id"),
        (False, True, "unsupervised_id"),
        (False, False, "unsupervised_no_id"),
    ],
)
def test_two_answers_about_supervision_are_four_states(watched, identified, code):
    badge = EDUBADGE["badge"] | {"assessmentSupervised": watched, "assessmentIdVerified": identified}
    assert read_elements(EDUBADGE | {"badge": badge}, dialect="ob2").normalised.supervision == code


# ── Quality, stackability, dates, learner ────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("suffix", "code"),
    [
        ("003293d2ce", "licence"),
        ("820101cba6", "external_programme"),
        ("bb4618238e", "external_institutional"),
        ("e57dddfcf3", "licence"),
        ("0000000000", "other"),
    ],
)
def test_accreditations_are_told_apart_by_their_type(suffix, code):
    accreditation = {"dcType": {"id": f"http://data.europa.eu/snb/accreditation/{suffix}"}}
    found = read_elements(elm(spec={"accreditation": accreditation}), dialect="elm")
    assert (found.stated, found.normalised.quality) == (6, (code,))


def test_an_accreditation_whose_time_is_over_is_stated_and_noted():
    document = elm(spec={"accreditation": [{"expiryDate": "2025-01-01T00:00:00Z"}]})
    notes = [
        read_elements(document, dialect="elm", at=datetime(year, 6, 1, tzinfo=UTC)).element("quality").note
        for year in (2024, 2026)
    ]
    assert notes == ["", "review-overdue"]


def test_an_endorsement_is_no_quality_assurance():
    document = ob3(achievement={"endorsement": [{"type": ["VerifiableCredential"]}]})
    element = read_elements(document, dialect="ob3").element("quality")
    assert (element.status, element.note) == ("weak", "endorsement-only")


def test_a_related_achievement_is_not_a_step_towards_another():
    found = read_elements(ob3(achievement={"related": [{"id": "https://a.example"}]}), dialect="ob3")
    assert found.element("stackability").status == "missing"


def test_stackable_towards_nothing_is_stated_and_noted():
    element = read_elements(EDUBADGE, dialect="ob2").element("stackability")
    assert (element.status, element.note, element.value[0].code) == ("present", "no-target", "stackable")


def test_when_it_begins_to_hold_is_not_when_it_was_issued():
    document = elm()
    del document["issued"], document["issuanceDate"]
    element = read_elements(document, dialect="elm").element("date")
    assert (element.status, element.note) == ("weak", "valid-from-only")


def test_the_technical_dates_of_a_token_are_no_date_of_issue():
    claims = {name: value for name, value in CLAIMS.items() if name != "issuanceDate"}
    assert read_elements(claims | {"iat": 1, "exp": 2}, dialect="sdjwt").missing == ("date",)


def test_the_heading_of_the_form_is_a_weak_title():
    document = elm(claim={"title": {}}, spec={"title": []})
    element = read_elements(document, dialect="elm").element("title")
    assert (element.status, element.note) == ("weak", "title-of-form")


def test_a_language_map_may_hold_lists_and_odd_tags():
    document = elm(claim={"title": {"en_EN": ["Data", "and charts"]}})
    assert read_elements(document, dialect="elm").element("title").value[0].words == {
        "en": "Data · and charts"
    }


# ── Prose ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Kurs trwa 32 godziny i kończy się rozmową.", "workload"),
        ("Za kurs otrzymuje się 2,5 punktu ECTS.", "workload"),
        ("The course takes 12 hours.", "workload"),
        ("Kwalifikacja na poziomie ERK 4.", "level"),
        ("Zajęcia odbywają się zdalnie.", "participation"),
        ("Na koniec egzamin przed komisją.", "assessment"),
        ("Kierunek ma akredytację PKA.", "quality"),
        ("Wymagania wstępne: znajomość arkusza.", "prerequisites"),
    ],
)
def test_what_stands_only_in_prose_is_weak_and_quoted(said, key):
    element = read_elements(ob3(achievement={"description": said}), dialect="ob3").element(key)
    assert (element.status, element.provenance, element.note) == ("weak", "issuer_text", "in-text-only")
    assert element.quote.strip("…") in said


def test_prose_never_lowers_what_is_stated_in_its_place():
    document = ob3(achievement={"participationType": "online", "description": "Zajęcia stacjonarne."})
    assert read_elements(document, dialect="ob3").normalised.participation == ("online",)


def test_numbers_out_of_prose_are_not_added_up():
    found = read_elements(ob3(achievement={"description": "12 hours"}), dialect="ob3")
    assert found.normalised.hours is None


# ── Learner records, one's own entries ───────────────────────────────────────────────────────────────
def record(*children: dict[str, Any]) -> dict[str, Any]:
    document = ob3(name="Record")
    document["type"] = ["VerifiableCredential", "ClrCredential"]
    document["credentialSubject"] = {"id": "did:key:z6Mk", "verifiableCredential": list(children)}
    return document


def test_a_record_is_as_well_described_as_the_least_described_thing_in_it():
    found = read_elements(record(HIGHER, ob3()), dialect="clr")
    element = found.element("participation")
    assert (element.status, element.note) == ("weak", "in-parts-only")
    assert read_elements(record(HIGHER, HIGHER), dialect="clr").element("participation").status == "present"


def test_points_of_the_parts_of_a_record_are_not_added_up():
    assert read_elements(record(HIGHER, HIGHER), dialect="clr").normalised.ects is None
    assert read_elements(record(HIGHER), dialect="clr").normalised.ects == Decimal("2.5")


OWN = {
    "learner": "Ola Nowak",
    "title": "Sprawne tabele",
    "country": "Polska",
    "awarding_body": "Szkoła Klon",
    "date": "2026-03-01",
    "outcomes": ["czyści tabelę"],
    "workload": {"hours": "12", "ects": ""},
    "level": "none",
    "assessment": ["test"],
    "participation": "online",
    "quality": "internal",
}


def test_what_i_say_myself_counts_as_said_by_me():
    found = read_own_entry(OWN)
    assert (found.stated, found.complete) == (10, True)
    assert {element.provenance for element in found.elements if element.value} == {"self_declared"}
    assert found.normalised.hours == Decimal(12) and found.normalised.countries == ("PL",)


def test_a_level_is_not_applicable_only_when_somebody_says_so():
    assert read_own_entry(OWN).element("level").status == "not_applicable"
    assert read_own_entry({name: said for name, said in OWN.items() if name != "level"}).missing == ("level",)


# ── Any JSON ─────────────────────────────────────────────────────────────────────────────────────────
NAMES = (
    *(
        "issuer",
        "credentialSubject",
        "achievement",
        "alignment",
        "badge",
        "recipient",
        "hasClaim",
        "specifiedBy",
    ),
    *(
        "provenBy",
        "influencedBy",
        "awardedBy",
        "awardingBody",
        "location",
        "address",
        "countryCode",
        "id",
        "type",
    ),
    *(
        "creditPoint",
        "volumeOfLearning",
        "learningOutcome",
        "title",
        "name",
        "description",
        "criteria",
        "ECTS",
    ),
    *(
        "level",
        "notionalWorkload",
        "_sd",
        "verifiableCredential",
        "eqfLevel",
        "dcType",
        "accreditation",
        "result",
    ),
    *(
        "prefLabel",
        "identifier",
        "issuanceDate",
        "workload",
        "targetUrl",
        "targetName",
        "extensions:EQFExtension",
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=30,
)


AT = datetime(2026, 1, 1, tzinfo=UTC)
DIALECTS = ("ob1", "ob2", "ob3", "clr", "elm", "sdjwt", "vc", "", "vp")
SHAPES = [(LOCAL, "elm"), (HIGHER, "ob3"), (EDUBADGE, "ob2"), (CLAIMS, "sdjwt"), (record(PLAIN), "clr")]


def _whole(found: Transparency) -> None:
    assert tuple(element.key for element in found.elements) == (*MANDATORY, *OPTIONAL)
    counts = [
        sum(element.status == status for element in found.elements if element.key in MANDATORY)
        for status in STATUSES
    ]
    assert sum(counts) == 11 and found.stated == counts[0]
    for element in found.elements:
        assert element.note in ("", *NOTES)
        assert element.provenance in ("", *PROVENANCES)
        assert element.status != "present" or element.provenance in ("issuer_structured", "self_declared")
        assert element.status != "missing" or not element.value
    assert found.normalised == found.normalised


@settings(max_examples=200, deadline=None)
@given(document=JSON, dialect=st.sampled_from(DIALECTS))
def test_any_json_has_sixteen_elements_and_never_breaks_the_check(document, dialect):
    _whole(read_elements(document, dialect=dialect, at=AT))
    _whole(read_own_entry(document))


def test_ten_thousand_documents_of_odd_parts_never_break_the_check():
    """Half are any JSON out of the names that dialects use, half real shapes with parts replaced. A seed that
    fails is named, so that it can be run alone."""
    for seed in range(10_000):
        dice = random.Random(seed)
        if seed % 2:
            shape, dialect = dice.choice(SHAPES)
            document = _spoiled(shape, dice)
        else:
            document, dialect = _any_json(dice, 4), dice.choice(DIALECTS)
        try:
            found = read_elements(document, dialect=dialect, at=AT)
            _whole(found)
            assert found == read_elements(document, dialect=dialect, at=AT)
            if isinstance(document, dict):
                kind, reason = kind_of_proof(document, dialect, found)
                assert kind in KINDS and reason in REASONS
                assert set(field_of_competence(document, dialect=dialect)) <= set(FIELDS)
            _whole(read_own_entry(document))
        except Exception as failure:
            raise AssertionError(f"document {seed}: {dialect} {document!r}"[:2000]) from failure


ODD = (
    *(None, True, 0, -1, 3, 2.5, 10**40, "", " ", "PT30H", "P60M", "6", "EQF 5", "PL", "2026-01-02"),
    *("\ud800", "<b>", "http://data.europa.eu/snb/eqf/6", "a" * 300),
)


def _any_json(dice: random.Random, depth: int) -> Any:
    roll = dice.random()
    if depth == 0 or roll < 0.25:
        return dice.choice(ODD)
    if roll < 0.45:
        return [_any_json(dice, depth - 1) for _ in range(dice.randrange(4))]
    return {dice.choice(NAMES): _any_json(dice, depth - 1) for _ in range(dice.randrange(1, 7))}


def _spoiled(value: Any, dice: random.Random) -> Any:
    """Members somewhere inside become anything."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name = dice.choice(sorted(value))
        return value | {name: _spoiled(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.7:
        return [_spoiled(value[0], dice), *value[1:]]
    return _any_json(dice, 3)


def test_of_the_learner_only_a_name_is_repeated_and_never_a_number_or_an_address():
    subject = {
        "nationalID": {"notation": "LA-234218"},
        "contactPoint": {"emailAddress": {"id": "mailto:ola@example.org"}},
        "fullName": {},
    }
    identifiers = [
        {"identityType": "emailAddress", "identityHash": "ola@example.org"},
        {"identityType": "nationalIdentityNumber", "identityHash": "LA-234218"},
    ]
    recipient = {"type": "email", "hashed": False, "identity": "ola@example.org"}
    for document, dialect in (
        (elm(subject=subject), "elm"),
        (ob3(subject={"identifier": identifiers, "id": "did:key:LA-234218"}), "ob3"),
        (EDUBADGE | {"recipient": recipient}, "ob2"),
    ):
        found = read_elements(document, dialect=dialect)
        assert found.element("learner").status == "present"
        assert "LA-234218" not in repr(found) and "ola@example.org" not in repr(found)
