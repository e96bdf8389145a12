"""Five steps to a description: nothing is lost on the way, and the check says what is missing."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.accessible_pdf import problems_of
from wallet.credentials.transparency import read_elements

ALL = {
    1: {"title": "Data in spreadsheets", "about": "Works with data.", "inLanguage": "en"},
    2: {"outcomes": "prepares a pivot table\nreads a chart", "level": "4"},
    3: {"ects": "2,5", "hours": "60", "participation": "blended", "prerequisites": "A computer"},
    4: {"criteria": "Both tasks done.", "assessment": "practical_assessment", "supervision": "supervised_id"},
    5: {"body": "Akademia", "url": "https://academy.example", "country": "PL", "learner": "name"},
}
QUALITY = {"quality": "Internal review every year"}


@pytest.fixture
def guide(ola) -> str:
    answer = ola.browser.post("/guide", {})
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition("/")[0]


def fill(ola, guide: str, *, leave: dict | None = None, **more) -> str:
    for step, form in ALL.items():
        sent = {**form, **(QUALITY if step == 5 else {}), **more, "to": str(step + 1)}
        answer = ola.browser.post(f"{guide}/{step}", sent | (leave or {}))
        assert answer.status_code == 303
    return answer.headers["Location"]


def test_everything_filled_in_gives_eleven_of_eleven(ola, guide):
    page = ola.browser.get(fill(ola, guide)).text
    assert "11 of 11 elements" in page and "Not stated yet" not in page
    assert "A description, not a credential" in page and "our own reading" in page


def test_without_quality_it_is_ten_and_quality_is_named(ola, guide):
    page = ola.browser.get(fill(ola, guide, leave={"quality": ""})).text
    assert "10 of 11 elements" in page
    assert "Not stated yet: Quality assurance." in page


def test_learner_and_date_are_said_to_be_given_when_it_is_issued_and_only_if_provided_for(ola, guide):
    page = ola.browser.get(fill(ola, guide)).text
    assert page.count("given when it is issued</span>") == 2
    ola.browser.post(f"{guide}/5", {**ALL[5], **QUALITY, "learner": ""})
    page = ola.browser.get(guide).text
    assert "10 of 11 elements" in page and "Not stated yet: Learner." in page


def test_back_and_forth_nothing_is_lost(ola, guide):
    ola.browser.post(f"{guide}/1", {**ALL[1], "to": "4"})
    forward = ola.browser.post(f"{guide}/4", {**ALL[4], "to": "1"})
    assert forward.headers["Location"].endswith("/1")
    assert 'value="Data in spreadsheets"' in ola.browser.get(f"{guide}/1").text
    assert "Both tasks done." in ola.browser.get(f"{guide}/4").text


def test_the_json_is_an_achievement_that_the_same_check_reads(ola, guide):
    fill(ola, guide)
    answer = ola.browser.get(f"{guide}/achievement.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    achievement = answer.json
    assert achievement["type"] == ["Achievement"] and achievement["achievementType"] == "MicroCredential"
    assert "validFrom" not in achievement and "credentialSubject" not in achievement
    found = read_elements({"credentialSubject": {"achievement": achievement}}, dialect="ob3")
    assert found.stated == 9 and set(found.missing) == {"learner", "date"}
    assert achievement["criteria"]["narrative"].endswith("\n\nPrerequisites: A computer")
    ola.browser.post(f"{guide}/1", {**ALL[1], "inLanguage": "pl"})
    said = ola.browser.get(f"{guide}/achievement.json").json["criteria"]["narrative"]
    assert said.endswith("\n\nWymagania wstępne: A computer")
    assert found.element("supervision").value[0].code == "supervised_id"


def test_the_description_is_printed_with_its_check_for_every_reader(ola, sam, guide):
    address = fill(ola, guide, outcomes="#heading *bold* \\u{1F600}\nreads a chart")
    first = ola.browser.get(f"{address}/description.pdf")
    assert first.mimetype == "application/pdf" and problems_of(first.data) == []
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(first.data)).pages).split())
    for said in ("A description, not a credential", "Data in spreadsheets", "#heading *bold*", "11 of 11"):
        assert said in text, said
    assert ola.browser.get(f"{address}/description.pdf").data == first.data
    assert sam.browser.get(f"{address}/description.pdf").status_code == 404


def test_an_empty_description_states_only_its_date(ola, guide):
    assert "1 of 11 elements" in ola.browser.get(guide).text
    assert ola.browser.get(f"{guide}/achievement.json").status_code == 200


def test_a_description_of_somebody_else_is_not_there(ola, sam, guide):
    for place in (guide, f"{guide}/1", f"{guide}/achievement.json"):
        assert sam.browser.get(place).status_code == 404
    assert sam.browser.post(f"{guide}/1", {"title": "x"}).status_code == 404
    assert sam.browser.post(f"{guide}/delete", {}).status_code == 404
    assert ola.browser.get(f"{guide}/6").status_code == 404


def test_it_is_reached_from_help_and_can_be_deleted(ola, guide):
    assert 'href="/guide"' in ola.browser.get("/how-checking-works").text
    fill(ola, guide)
    assert "Data in spreadsheets" in ola.browser.get("/guide").text
    ola.browser.post(f"{guide}/delete", {})
    assert re.search("Data in spreadsheets<", ola.browser.get("/guide").text) is None


def test_while_one_writes_the_check_is_answered_as_a_part_and_the_words_are_kept(ola, guide):
    answer = ola.browser.post(f"{guide}/1", ALL[1], headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<section id="course-guide-check"')
    assert "2 of 11 elements" in answer.text
    assert "Works with data." in ola.browser.get(f"{guide}/1").text
