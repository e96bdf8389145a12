"""Fields of competence and folding."""

from __future__ import annotations

import pytest

from tests.unit.credentials.transparent import ob3
from wallet.collection.fields import fold, search_text, suggest_field
from wallet.credentials.dialects import read_credential
from wallet.credentials.model import Achievement, Alignment, Credential, Profile, Subject


def credential(title: str = "", **more) -> Credential:
    return Credential("", "ob3", Profile("", {"": "Ąę"}), Achievement(name={"": title}, **more), Subject())


@pytest.mark.parametrize(
    ("text", "folded"), [("Zażółć GĘŚLĄ jaźń", "zazolc gesla jazn"), ("ŁÓDŹ", "lodz"), ("Straße", "strasse")]
)
def test_folding_forgets_case_and_diacritics(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Praca z danymi w arkuszu", "digital"),
        ("Gospodarka obiegu zamkniętego", "green"),
        ("Facilitating small teams", "social"),
        ("Job interview lab", "work"),
        ("Warunki pracy w magazynach", "work"),
        ("Meditation practices, with a practical test", "other"),
        ("Harp for beginners", "other"),
    ],
)
def test_the_field_follows_from_the_words(title, field):
    assert suggest_field(credential(title)) == field


@pytest.mark.parametrize(
    ("framework", "field"), [("DigComp 2.2", "digital"), ("GreenComp", "green"), ("EntreComp", "work")]
)
def test_a_framework_the_issuer_names_decides_against_any_words(framework, field):
    alignment = {"targetName": "x", "targetUrl": "https://a.example", "targetFramework": framework}
    document = ob3(achievement={"name": "Facilitating small teams", "alignment": [alignment]})
    assert suggest_field(read_credential(document, dialect="ob3")) == field


def test_an_alignment_weighs_more_than_the_description():
    aligned = credential("Course", alignments=(Alignment("Climate action"),), description={"": "data"})
    assert suggest_field(aligned) == "green"


def test_one_word_of_a_description_says_too_little():
    described = credential("Minor", description={"en": "Proficiency in these critical practices."})
    assert suggest_field(described) == "other"
    described = credential("Minor", description={"en": "Critical reading in a team."})
    assert suggest_field(described) == "social"


def test_a_short_sign_is_a_whole_word_and_never_part_of_another():
    assert suggest_field(credential("Aida and the airship")) == "other"


def test_search_reaches_title_issuer_outcomes_and_tags():
    text = search_text(credential("Tytuł", tags=("Łąka",), outcomes=("Śpiewa",)), "plik.png")
    assert all(word in text for word in ("tytul", "ae", "laka", "spiewa", "plik.png"))
