"""What is stated of the elements, on the page of a credential: counted, folded, in words, and never red; and
European, record and SD-JWT credentials all the way from the file to that page."""

from __future__ import annotations

import json
import re

import pytest

from tests.unit.credentials.transparent import CLAIMS, LOCAL, PLAIN, elm, ob3, sd_jwt


def page_of(person, data: bytes | str, language: str = "en") -> str:
    held = person.add_one(data if isinstance(data, bytes) else data.encode())
    person.client.set_cookie("language", language)
    return person.get(f"/credentials/{held}").text


def section(page: str) -> str:
    return re.search(r'<section id="collection-transparency".*?</section>', page, re.DOTALL)[0]


def words_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_the_page_counts_what_is_stated_and_says_what_to_ask_for(ana):
    shown = words_of(section(page_of(ana, json.dumps(LOCAL))))
    assert "10 of the 11 elements" in shown
    assert "The issuer has not stated: Quality assurance." in shown
    assert "written examination" in shown and "EQF 5" in shown and "ECTS points: 2.5" in shown
    assert "Slovenia" in shown
    assert "Proof of a skill" in shown


def test_what_is_stated_only_in_prose_is_quoted_and_where_it_was_found_is_said(ana):
    shown = section(page_of(ana, json.dumps(ob3(achievement={"description": "It takes **32 hours**."}))))
    assert "<blockquote" in shown and "It takes 32 hours" in shown  # the marks of Markdown are no words
    assert "We found this only in the description." in shown
    assert "credentialSubject.achievement.description" in shown


def test_missing_is_never_red_and_completeness_is_not_authenticity(ana):
    shown = section(page_of(ana, json.dumps(PLAIN)))
    assert 'data-status="missing"' in shown
    assert 'data-verdict="fail"' not in shown
    assert "says nothing of whether the badge is genuine" in shown
    assert "has not been confirmed" in shown  # nobody signed this file


def test_a_whole_qualification_is_not_counted(ana):
    shown = words_of(section(page_of(ana, json.dumps(ob3(achievement={"achievementType": "Degree"})))))
    assert "of the 11 elements" not in shown and "this is not a micro-credential" in shown


def test_markup_of_a_stranger_stays_text(ana):
    shown = section(page_of(ana, json.dumps(elm(claim={"title": {"en": "<b onclick=x>Data</b>"}}))))
    assert "<b onclick" not in shown and "&lt;b" not in shown and "Data" in shown
    odd = section(page_of(ana, json.dumps(elm(claim={"title": {"en": "<x onclick=x>Data</x>"}}))))
    assert "<x onclick" not in odd and "&lt;x onclick" in odd


@pytest.mark.parametrize(
    ("data", "title", "form"),
    [
        (json.dumps(LOCAL), "Data", "European Digital Credential, not sealed"),
        (
            json.dumps({"payload": json.dumps(LOCAL), "signatures": [{"protected": "eyJiNjQiOmZhbHNlfQ"}]}),
            "Data",
            "European Digital Credential, sealed (JAdES)",
        ),
        (
            sd_jwt(CLAIMS, hide=("title",), keep_back=("level",)),
            "Data in a small office",
            "SD-JWT credential",
        ),
    ],
    ids=["unsealed", "sealed", "sd-jwt"],
)
def test_new_forms_are_kept_shown_and_never_called_verified(ana, data, title, form):
    held = ana.add_one(data.encode())
    page = ana.get(f"/credentials/{held}").text
    assert f"<h1>{title}</h1>" in page and form in page
    assert 'data-verdict="pass" title' not in page
    assert ana.get(f"/credentials/{held}/original").data == data.encode()


def test_what_the_holder_kept_back_is_said_to_be_undisclosed(ana):
    shown = words_of(section(page_of(ana, sd_jwt(CLAIMS, keep_back=("level", "grade")))))
    assert "Not disclosed: Level (EQF, PRK)." in shown
