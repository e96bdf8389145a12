"""What an alignment speaks of: only a skill is something that the holder can do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wallet.credentials.alignments import kind_of
from wallet.credentials.openbadges2.reader import read_ob2
from wallet.credentials.openbadges3.reader import read_ob3

CASE = Path(__file__).parents[4] / "shared/cases/field/66b-accreditation-as-skill"


@pytest.mark.parametrize(
    ("alignment", "kind"),
    [
        ({"targetName": "Welding", "targetType": "CFItem"}, "skill"),
        ({"targetName": "Welding", "targetFramework": "ESCO"}, "skill"),
        ({"targetName": "Welding", "targetType": "ceasn:Competency"}, "skill"),
        ({"targetName": "EQF level 4", "targetType": "ext:EQF"}, "level"),
        ({"targetName": "5", "targetFramework": "European Qualifications Framework (EQF)"}, "level"),
        ({"targetName": "4", "targetFramework": "Polska Rama Kwalifikacji"}, "level"),
        ({"name": "4", "framework": "PRK"}, "level"),
        ({"targetUrl": "http://data.europa.eu/snb/eqf/4"}, "level"),
        ({"targetName": "M Psychology", "targetType": ["ext:QualityAssurance"]}, "quality"),
        ({"targetName": "Decision 12", "targetFramework": "Accreditation decisions"}, "quality"),
        ({"targetName": "Uchwała 3", "targetFramework": "Polska Komisja Akredytacyjna"}, "quality"),
        ({"targetName": "Level 6", "targetFramework": "NLQF"}, "other"),
        ({"targetName": "0613", "targetUrl": "http://data.europa.eu/snb/isced-f/0613"}, "other"),
        ({"targetName": "Diploma", "targetType": "ceterms:Credential"}, "onwards"),
        ({}, "skill"),
    ],
)
def test_each_kind_is_told_apart(alignment, kind):
    assert kind_of(alignment) == kind


@pytest.mark.parametrize("read", [read_ob2, read_ob3])
def test_levels_and_accreditations_are_no_skills(read):
    stated = [
        {"targetName": "Welding", "targetUrl": "https://skills.example/1"},
        {"targetName": "EQF level 4", "targetType": "ext:EQF", "targetUrl": "https://levels.example/4"},
        {"targetName": "Accredited", "targetType": "ext:QualityAssurance", "targetUrl": "https://q.example"},
    ]
    achievement = {"name": "Welding", "alignment": stated}
    document = {"badge": achievement, "credentialSubject": {"achievement": achievement}}
    assert [skill.name for skill in read(document).achievement.skills] == ["Welding"]
    assert len(read(document).achievement.alignments) == 3


@pytest.mark.skipif(not CASE.exists(), reason="the shared cases are not here")
def test_a_published_example_with_a_level_and_an_accreditation_lists_no_skill():
    document = json.loads(next(CASE.glob("theed*.json")).read_text(encoding="utf-8"))
    achievement = read_ob3(document).achievement
    assert achievement.alignments and not achievement.skills
