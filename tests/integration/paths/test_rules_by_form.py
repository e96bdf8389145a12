"""Steps and conditions are made and edited by form: what the page shows and sends is what is kept."""

from __future__ import annotations

import html
import re

from sqlalchemy import select

from tests.integration.paths.forms_read import form_with
from tests.integration.paths.test_paths import make_path
from tests.unit.paths.test_rule_forms import VECTORS
from wallet.paths.rules.language import read_rule
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, PathSnapshot, Step


def add_step(learner, path, **form):
    answer = learner.browser.post(f"{path}/steps/new", {"title": "A step", **form})
    assert answer.status_code == 303, answer.text
    return re.search(r"#step-(\w+)", answer.headers["Location"]).group(1)


def stored(store, table=Step):
    with store.read() as session:
        found = session.scalars(select(table)).all()
        session.expunge_all()
        return found


def test_a_form_sent_back_as_it_was_shown_changes_no_rule(ola, sqlite_store):
    path = make_path(ola)
    step = add_step(ola, path, **{"kind-0": "evidence"})
    for rule in VECTORS:
        with sqlite_store.write() as session:
            session.get(Step, step).rule = rule
        page = ola.browser.get(f"{path}/steps/{step}").text
        assert "&#34;type&#34;" not in page and '"type":' not in page  # no JSON for people
        answer = ola.browser.post(f"{path}/steps/{step}", form_with(page, "kind-0"))
        assert answer.status_code == 303, answer.text
        (kept,) = stored(sqlite_store)
        assert read_rule(kept.rule) == read_rule(rule)
    assert "the vocabulary" not in page


def test_a_group_is_opened_without_a_script_and_nothing_typed_is_lost(ola, sqlite_store):
    path = make_path(ola)
    typed = {"title": "Sheets", "weight": "2", "kind-0": "group", "kind-1": "skill", "text-1": "SQL"}
    page = ola.browser.post(f"{path}/steps/new", {**typed, "add": "0"}).text
    sent = form_with(page, "kind-0.1")
    assert {name: sent[name] for name in typed} == typed
    sent = sent.to_dict() | {"kind-0.0": "sum_ects", "amount-0.0": "2,5", "kind-0.1": "manual"}
    sent |= {"text-0.1": "Exam passed", "needed-0": "any", "min_eqf-0.0": "4", "needed": "all"}
    assert ola.browser.post(f"{path}/steps/new", sent).status_code == 303
    (step,) = stored(sqlite_store)
    said = (
        "All of these: (one of these: (at least 2.5 ECTS credits – counting only badges: at level 4 "
        "(EQF, PRK) or higher); own mark “Exam passed” (without a badge)); a badge for the skill “SQL”"
    )
    assert said in html.unescape(ola.browser.get(path).text)
    assert [member["type"] for member in step.rule["of"]] == ["any", "skill"]


def test_a_refused_step_says_which_number_is_wrong_and_keeps_what_was_typed(ola, sqlite_store):
    path = make_path(ola)
    typed = {
        "title": "A & B", "description": "why", "hours": "7", "due_on": "2027-01-01", "weight": "3",
        "kind-0": "sum_hours", "amount-0": "12", "area-0": "green", "min_eqf": "9",
        "issuers": "Acme, HR\nULC", "kind-1": "credential", "text-1": "Excel", "issuer-1": "Acme",
        "age-1": "2", "age_unit-1": "years",
    }  # fmt: skip
    answer = ola.browser.post(f"{path}/steps/new", {**typed, "optional": "1", "areas": "social"})
    assert answer.status_code == 400
    assert "a whole number from 1 to 8" in answer.text
    sent = form_with(answer.text, "kind-0")
    assert {name: sent[name] for name in typed} == typed
    assert sent["areas"] == "social" and "optional" in sent
    assert stored(sqlite_store) == []


def test_what_a_whole_path_asks_holds_for_every_step_and_is_said(ola, held, sqlite_store):
    path = make_path(ola)
    add_step(
        ola, path, **{"kind-0": "credential", "issuer-0": stored(sqlite_store, HeldCredential)[0].issuer_name}
    )
    add_step(ola, path, **{"kind-0": "sum_hours", "amount-0": "1"})
    assert 'data-state="done"' in ola.browser.get(path).text
    edit = form_with(ola.browser.get(f"{path}/edit").text, "target")
    refused = ola.browser.post(f"{path}/edit", {**edit.to_dict(), "min_transparency": "12", "age": "3"})
    assert refused.status_code == 400 and "from 0 to 11" in refused.text
    again = form_with(refused.text, "target")
    assert (again["min_transparency"], again["age"], again["target"]) == ("12", "3", "data analyst")
    wanted = {**again.to_dict(), "min_transparency": "", "age": "", "issued_after": "2999-01-01"}
    assert ola.browser.post(f"{path}/edit", wanted).status_code == 303
    page = html.unescape(ola.browser.get(path).text)
    assert "Counting only badges: issued after 1 Jan 2999 – on every step." in page
    assert 'data-state="done"' not in page
    assert max(stored(sqlite_store, PathSnapshot), key=lambda point: point.number).percent == 0
    stale = ola.browser.post(f"{path}/edit", {**wanted, "title": "Typed meanwhile"})
    assert stale.status_code == 409 and "Typed meanwhile" in stale.text
    plan = ola.browser.get(f"{path.replace('/paths', '/plans')}").text
    assert plan and stored(sqlite_store, Path)[0].conditions == {"issued_after": "2999-01-01"}


def test_conditions_of_a_path_are_printed_in_its_plan(ola):
    path = make_path(ola, verified_only="1")
    answer = ola.browser.post(f"{path.replace('/paths', '/plans')}", {"language": "en"})
    assert "Counting only badges: that check out" in ola.browser.get(answer.headers["Location"]).text
