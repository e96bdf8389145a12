"""Facts of a credential: what is counted, out of any dialect, and nothing that is only hinted at."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.unit.credentials.test_transparency import SHAPES, _spoiled
from tests.unit.credentials.transparent import CLAIMS, LOCAL, PLAIN, ob3
from wallet.collection.facts import facts_of

AT = datetime(2026, 11, 22, tzinfo=UTC)
ESCO = "http://data.europa.eu/esco/skill/1"


def facts(document, dialect="ob3"):
    return facts_of(document, dialect=dialect, at=AT)


def aligned(**more):
    skill = {"type": ["Alignment"], "targetName": "Use  Spreadsheets", "targetUrl": ESCO}
    return ob3(achievement={"id": "https://a.example/excel", "alignment": [skill], **more})


def test_a_skill_goes_by_its_address_and_its_folded_label_and_is_named_once():
    said = facts(aligned())
    assert said["achievement"] == "https://a.example/excel"
    assert {ESCO, "use spreadsheets"} <= set(said["skills"])
    assert said["skill_names"][ESCO] == "Use  Spreadsheets"
    assert "use spreadsheets" not in said["skill_names"]


def test_amounts_are_decimal_strings_and_the_level_a_number():
    said = facts(LOCAL, "elm")
    assert (said["ects"], said["eqf"], said["transparency"]) == ("2.5", 5, 10)
    assert said["missing"] == ["quality"]
    assert said["assessed"] is True and said["kind"] == "skill"


@pytest.mark.parametrize("status", ["Failed", "Withdrew", "InProgress", "Enrolled"])
def test_what_was_not_achieved_says_so(status):
    document = aligned()
    document["credentialSubject"]["result"] = [{"type": ["Result"], "status": status}]
    assert facts(document)["failed"] is True
    document["credentialSubject"]["result"] = [{"type": ["Result"], "status": "Completed"}]
    assert facts(document)["failed"] is False


def test_prose_that_mentions_a_skill_proves_none():
    assert facts(ob3(achievement={"description": "You will love spreadsheets."}))["skills"] == []


def test_a_record_names_what_is_inside_it():
    record = {
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"verifiableCredential": [{**aligned(), "id": "urn:uuid:1"}]},
    }
    assert facts(record, "clr")["part_names"] == ["urn:uuid:1", "https://a.example/excel"]


@pytest.mark.parametrize("document", [{}, {"credentialSubject": 3}, {"badge": []}, PLAIN, CLAIMS])
@pytest.mark.parametrize("dialect", ["ob2", "ob3", "clr", "elm", "sdjwt", "unknown"])
def test_whatever_there_is_the_answer_is_plain_json(document, dialect):
    assert json.loads(json.dumps(facts(document, dialect)))["parts"] == []


def test_two_thousand_spoiled_documents_still_give_plain_json():
    for seed in range(2_000):
        dice = random.Random(seed)
        shape, dialect = dice.choice(SHAPES)
        said = facts(_spoiled(shape, dice), dialect)
        assert json.loads(json.dumps(said)) == said, seed
        assert said["ects"] is None or Decimal(said["ects"]) > 0
        assert set(said["areas"]) <= {"digital", "green", "social", "employment"}
        assert set(said["skill_names"]) <= set(said["skills"])
