"""Transparency as people use it: as JSON, labelled by oneself, asked of the issuer, side by side."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integration.transparency.test_transparency import section, words_of
from tests.unit.credentials.transparent import LOCAL, PLAIN, ob3


def add(person, document) -> str:
    return person.add_one(json.dumps(document).encode(), "badge.json")


def test_the_whole_table_is_there_as_json(ana):
    held = add(ana, LOCAL)
    answer = ana.get(f"/transparency/{held}.json")
    told = answer.get_json()
    assert (told["stated"], told["of"], told["missing"]) == (10, 11, ["quality"])
    assert [one["number"] for one in told["elements"][:11]] == [f"M{n}" for n in range(1, 12)]
    assert told["normalised"]["ects"] == "2.5" and told["normalised"]["eqf"] == 5
    assert told["proved"] is False and told["kind"] == {
        "found": "skill",
        "reason": "assessed",
        "by_holder": None,
    }


def test_a_label_of_ones_own_goes_first_is_marked_and_can_be_taken_back(ana):
    held = add(ana, LOCAL)
    assert (
        ana.post(f"/credentials/{held}/labels", {"kind": "participation", "field": "green"}).status_code
        == 303
    )
    page = ana.get(f"/credentials/{held}").text
    shown = words_of(section(page))
    assert "Proof of participation labelled by you" in shown
    assert "What we found: Proof of a skill." in shown
    assert "Green · labelled by you" in words_of(page)
    told = ana.get(f"/transparency/{held}.json").get_json()
    assert (told["kind"]["by_holder"], told["field"]["by_holder"]) == ("participation", "green")
    ana.post(f"/credentials/{held}/labels", {"kind": "participation", "undo": "1"})
    assert "labelled by you" not in words_of(ana.get(f"/credentials/{held}").text)


def test_a_label_that_there_is_not_is_refused(ana):
    held = add(ana, LOCAL)
    answer = ana.post(f"/credentials/{held}/labels", {"kind": "doctorate"})
    assert answer.status_code == 400 and "Choose one of those offered" in answer.text


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_question_names_exactly_what_is_missing_and_nothing_is_sent(ana, web, language):
    held = add(ana, LOCAL)
    asked = list(web.asked)
    page = ana.get(f"/transparency/{held}/ask?language={language}").text
    message = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]
    named = [line for line in message.splitlines() if line.startswith("- ")]
    expected = {"en": "- Quality assurance:", "pl": "- Zapewnianie jakości:"}[language]
    assert len(named) == 1 and named[0].startswith(expected)
    mailto = re.search(r'href="(mailto:[^"]+)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(mailto).query)["body"][0].strip().splitlines() == [
        line.replace("&#34;", '"') for line in message.strip().splitlines()
    ]
    assert web.asked == asked


def test_the_address_of_an_issuer_nobody_knows_is_text_and_no_link(ana):
    document = ob3()
    document["issuer"] = {"id": "https://x.example", "name": "X", "email": "a@x.example?bcc=b@y.example"}
    page = ana.get(f"/transparency/{add(ana, document)}/ask").text
    assert 'href="mailto:?subject=' in page and "a@x.example?bcc" in page


def test_two_are_set_side_by_side_and_what_differs_says_so_in_words(ana):
    one, two = add(ana, LOCAL), add(ana, PLAIN)
    page = ana.get(f"/transparency/compare?id={one}&id={two}").text
    assert page.count('data-differs="') == 11
    row = next(r for r in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if "Workload" in r)
    assert (
        "differs" in words_of(row) and "ECTS points: 2.5" in words_of(row) and "incomplete" in words_of(row)
    )
    same = ana.get(f"/transparency/compare?id={one}&id={one}")
    assert same.status_code == 400


def test_choosing_needs_no_script_and_one_or_five_are_refused(ana, bob):
    one, two = add(ana, LOCAL), add(ana, PLAIN)
    first = ana.get(f"/transparency/compare?id={one}")  # as a badge's own page leads here
    assert first.status_code == 200 and 'role="alert"' not in first.text
    page = ana.get("/transparency/compare").text
    assert page.count('type="checkbox" name="id"') == 2
    answer = ana.get("/transparency/compare?" + "&".join(f"id={n}" for n in (one, two, "3", "4", "5")))
    assert answer.status_code == 400 and "Choose two, three or four" in answer.text
    assert bob.get(f"/transparency/compare?id={one}&id={two}").status_code == 404
    for path in ("/ask", ".json"):
        assert bob.get(f"/transparency/{one}{path}").status_code == 404
    assert bob.post(f"/credentials/{one}/labels", {"kind": "skill"}).status_code == 404


def test_an_own_entry_counts_what_it_states_and_says_that_it_is_self_declared(ana):
    form = {"kind": "project", "title": "A web page", "began": "2025", "outcomes": "HTML", "hours": "20"}
    answer = ana.post("/entries/new", form)
    assert answer.status_code == 303, answer.text
    assert re.search(r"[4-9] of the 11 elements, stated by you", ana.get(answer.location).text)


def test_help_tells_what_the_eleven_are_and_links_the_act(ana):
    page = ana.get("/how-checking-works").text
    assert "CELEX:32022H0627(02)" in page and page.count('class="term"') >= 11
