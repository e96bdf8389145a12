"""An adviser proposes, the holder answers; evidence judged, a diagnosis made steps, templates copied."""

# ruff: noqa: F811 (fixtures come in by import)
from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.integration.advising.advised import Adviser, invite, jan, path  # noqa: F401
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, PathTemplate, Proposal
from wallet.store.models.entry import OwnEntry
from wallet.store.models.path import Path, Step, StepEvidence, StepMark, Win

RULE = {"kind-0": "skill", "text-0": "SQL"}


@pytest.fixture
def granted(ola, jan, path) -> str:
    """The id of Ola's path, shown to Jan, who may suggest."""
    _, code = invite(ola, paths=path)
    assert jan.take(code).status_code == 303
    return path


def words_of(page) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page.text).split()))


def rows(store, table, **by):
    with store.read() as session:
        found = list(session.scalars(select(table).filter_by(**by)))
        session.expunge_all()
    return found


def steps_of(store, path_id) -> list[Step]:
    return sorted(rows(store, Step, path_id=path_id), key=lambda step: step.position)


def propose(jan, path_id, *, say="") -> str:
    """Send the draft; the address at which the holder answers."""
    assert jan.browser.post(f"/advise/paths/{path_id}/propose/send", {"words": say}).status_code == 303
    (sent,) = rows(jan.store, Proposal, path_id=path_id, state="open")
    return f"/advisers/paths/{path_id}/proposals/{sent.id}"


def changes_of(store, path_id) -> list[dict]:
    return rows(store, Proposal, path_id=path_id)[-1].changes


def test_changes_are_told_in_words_and_answered_one_by_one(ola, jan, granted, sqlite_store):
    first, second = steps_of(sqlite_store, granted)
    desk, browser = f"/advise/paths/{granted}/propose", jan.browser
    assert browser.post(f"{desk}/step", {"title": "Learn SQL", "hours": "20", **RULE}).status_code == 303
    form = browser.get(f"{desk}/step/{first.id}").text
    assert 'value="Have the badge"' in form
    changed = {"title": first.title, "kind-0": "sum_ects", "amount-0": "2", "after": second.id}
    assert browser.post(f"{desk}/step/{first.id}", changed).status_code == 303
    assert browser.post(f"{desk}/step/{second.id}/remove").status_code == 303
    whole = {"due_on": "2027-06-30", "weekly_hours": "4", "next_action": "Call the school"}
    assert browser.post(f"{desk}/path", {**whole, "next_action_on": "2026-12-01"}).status_code == 303
    before = rows(sqlite_store, Path, id=granted)[0].version
    assert "proposes" not in ola.browser.get(f"/paths/{granted}").text  # a draft is the adviser's alone
    address = propose(jan, granted, say="Let us begin with SQL.")
    assert "What your adviser proposes" in ola.browser.get(f"/paths/{granted}").text
    told = words_of(ola.browser.get(address))
    for words in (
        "Let us begin with SQL.",
        "Add a step: “Learn SQL”",
        "Done with: a badge for the skill “SQL”",
        "Done with: at least 2 ECTS credits instead of a badge with “Tworzenie treści” in its name",
        "Better done after: “Read charts” instead of none",
        "Remove the step “Read charts”",
        "Deadline: 30 June 2027 instead of none",
        "Hours a week: 4 hours instead of none",
        "Next action: “Call the school” by 1 December 2026 instead of none",
    ):
        assert words in told, words
    changes = {
        change["kind"] + ",".join(change["set"]): change for change in changes_of(sqlite_store, granted)
    }
    add = next(change for kind, change in changes.items() if kind.startswith("add-step"))
    deadline = changes["pathdue_on"]
    assert ola.browser.post(f"{address}/answer", {"change": add["id"], "deed": "accept"}).status_code == 303
    ola.browser.post(f"{address}/answer", {"change": deadline["id"], "deed": "decline"})
    titles = [step.title for step in steps_of(sqlite_store, granted)]
    assert titles == ["Have the badge", "Read charts", "Learn SQL"]
    kept = rows(sqlite_store, Path, id=granted)[0]
    assert (kept.due_on, kept.version) == ("", before + 1)
    ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"})
    kept, titles = rows(sqlite_store, Path, id=granted)[0], steps_of(sqlite_store, granted)
    assert [step.title for step in titles] == ["Have the badge", "Learn SQL"]
    assert titles[0].rule == {"type": "sum", "unit": "ects", "min": 2}
    assert (kept.weekly_hours, kept.next_action, kept.next_action_on) == (4, "Call the school", "2026-12-01")
    seen = words_of(browser.get(desk))
    assert seen.count("accepted") >= 5 and "declined" in seen
    assert ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"}).status_code == 400


def test_what_the_holder_altered_meanwhile_is_outdated_and_never_overwritten(ola, jan, granted, sqlite_store):
    first, second = steps_of(sqlite_store, granted)
    desk = f"/advise/paths/{granted}/propose"
    jan.browser.post(f"{desk}/step/{first.id}", {"title": "Jan's title", "kind-0": "skill", "text-0": "x"})
    jan.browser.post(f"{desk}/step/{second.id}/remove")
    jan.browser.post(f"{desk}/path", {"due_on": "2027-06-30"})
    address = propose(jan, granted)
    own = {"title": "Ola's own title", "kind-0": "credential", "text-0": "Praca z danymi"}
    ola.browser.post(f"/paths/{granted}/steps/{first.id}", own)
    ola.browser.post(f"/paths/{granted}/steps/{second.id}", {**own, "title": "Kept", "hours": "3"})
    told = words_of(ola.browser.get(address))
    assert told.count("outdated: the path was changed meanwhile") == 2
    answer = ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"})
    assert "2 changes were not applied" in words_of(ola.browser.get(answer.headers["Location"]))
    assert [step.title for step in steps_of(sqlite_store, granted)] == ["Ola's own title", "Kept"]
    assert rows(sqlite_store, Path, id=granted)[0].due_on == "2027-06-30"
    assert [change["state"] for change in changes_of(sqlite_store, granted)] == ["outdated"] * 2 + [
        "accepted"
    ]


def test_an_adviser_withdraws_and_what_was_answered_stays(ola, jan, granted, sqlite_store):
    jan.browser.post(f"/advise/paths/{granted}/propose/path", {"due_on": "2027-06-30", "weekly_hours": "4"})
    address = propose(jan, granted)
    first = changes_of(sqlite_store, granted)[0]
    ola.browser.post(f"{address}/answer", {"change": first["id"], "deed": "accept"})
    given = {"proposal": address.rpartition("/")[2]}
    assert jan.browser.post(f"/advise/paths/{granted}/propose/withdraw", given).status_code == 303
    assert ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"}).status_code == 400
    kept = rows(sqlite_store, Path, id=granted)[0]
    assert (kept.due_on, kept.weekly_hours) == ("2027-06-30", None)
    assert "withdrawn what was not answered" in words_of(ola.browser.get(address))


def plan_of(ola, path_id, step_id) -> str:
    """The words of a newly printed plan."""
    form = {"name": "Ola", "language": "en", "step": step_id}
    printed = ola.browser.post(f"/plans/{path_id}", form)
    assert printed.status_code == 303, printed.text
    return words_of(ola.browser.get(printed.headers["Location"]))


def lay(ola, path_id, step_id, title="My report") -> str:
    form = {"kind": "project", "title": title, "began": "2020", "organisation": "Bakery"}
    answer = ola.browser.post("/entries/new", form)
    assert answer.status_code == 303, answer.text
    made = re.search("[0-9a-f]{32}", answer.headers["Location"]).group(0)
    assert ola.browser.post(f"/paths/{path_id}/steps/{step_id}/evidence", {"entry": made}).status_code == 303
    return made


def test_evidence_is_returned_with_a_reason_then_accepted_and_the_win_is_noted(
    ola, jan, granted, sqlite_store
):
    step = steps_of(sqlite_store, granted)[1]
    form = {"title": "A project", "kind-0": "evidence", "amount-0": "1", "needs_review": "on"}
    ola.browser.post(f"/paths/{granted}/steps/{step.id}", form)
    review = f"/advise/paths/{granted}/steps/{step.id}/review"
    assert jan.browser.post(review, {"deed": "accept"}).status_code == 400  # nobody asked yet
    assert "asks you to look" not in jan.browser.get("/advise").text
    lay(ola, granted, step.id)
    assert "asks you to look" in jan.browser.get("/advise").text
    page = jan.browser.get(f"/advise/paths/{granted}").text
    laid = re.search(r'name="laid" value="([0-9a-f,]*)"', page).group(1)
    assert jan.browser.post(review, {"deed": "return", "laid": laid, "words": " "}).status_code == 400
    returned = jan.browser.post(review, {"deed": "return", "laid": laid, "words": "Add the dates."})
    assert returned.status_code == 303
    told = words_of(ola.browser.get(f"/paths/{granted}"))
    assert "Add the dates." in told and "Returned by Jan Kowalski on" in told
    ola.browser.post(f"/paths/{granted}/steps/{step.id}/review")
    lay(ola, granted, step.id, "Another")  # something else lies there than what Jan saw
    assert jan.browser.post(review, {"deed": "accept", "laid": laid}).status_code == 400
    laid = re.search(r'name="laid" value="([0-9a-f,]*)"', jan.browser.get(f"/advise/paths/{granted}").text)
    assert jan.browser.post(review, {"deed": "accept", "laid": laid.group(1)}).status_code == 303
    (kept,) = rows(sqlite_store, Step, id=step.id)
    assert (kept.review, kept.reviewed_by, kept.reviewed_at) == ("accepted", jan.id, wallet_clock.now())
    kinds = {win.kind for win in rows(sqlite_store, Win, account_id=ola.id)}
    assert {"evidence-accepted", "step-done"} <= kinds
    told = words_of(ola.browser.get(f"/paths/{granted}"))
    assert "Your adviser accepted “A project”." in told and "Accepted by Jan Kowalski" in told
    assert "Accepted by the adviser on 22" in plan_of(ola, granted, step.id)
    (first, *_) = rows(sqlite_store, StepEvidence, step_id=step.id)
    ola.browser.post(f"/paths/{granted}/steps/{step.id}/evidence/{first.id}/remove")
    assert rows(sqlite_store, Step, id=step.id)[0].review == "none"  # not what was accepted any more


def test_an_advisers_mark_is_made_where_it_is_asked_for_and_goes_with_its_words(
    ola, jan, granted, sqlite_store
):
    step = steps_of(sqlite_store, granted)[0]
    where = f"/paths/{granted}/steps/{step.id}"
    ola.browser.post(where, {"title": "Talk", "kind-0": "manual_adviser", "text-0": "Talk held"})
    ola.browser.post(f"{where}/mark", {"key": "mark-0", "done": "1"})  # her own mark is not the adviser's
    assert "is done" not in ola.browser.get(f"/paths/{granted}").text
    mark = f"/advise/paths/{granted}/steps/{step.id}/mark"
    assert jan.browser.post(mark, {"key": "another", "done": "1"}).status_code == 400
    assert jan.browser.post(mark, {"key": "mark-0", "done": "1"}).status_code == 303
    told = words_of(ola.browser.get(f"/paths/{granted}"))
    assert "“Talk” is done" in told and "Talk held – marked by Jan Kowalski" in told
    jan.browser.post(mark, {"key": "mark-0", "done": "0"})
    assert not rows(sqlite_store, StepMark, step_id=step.id, role="adviser")
    jan.browser.post(mark, {"key": "mark-0", "done": "1"})
    changed = {"title": "Talk", "kind-0": "manual_adviser", "text-0": "Passed the exam", "key-0": "mark-0"}
    ola.browser.post(where, changed)
    assert not rows(sqlite_store, StepMark, step_id=step.id, role="adviser")  # he marked other words


def test_rules_lie_01_that_an_original_was_seen_is_shown_and_counts_for_no_rule(
    ola, jan, granted, sqlite_store
):
    step = steps_of(sqlite_store, granted)[1]
    entry = lay(ola, granted, step.id)
    original = f"/advise/paths/{granted}/steps/{step.id}/original"
    assert jan.browser.post(original, {"entry": "f" * 32, "seen": "1"}).status_code == 400
    assert jan.browser.post(original, {"entry": entry, "seen": "1", "note": "Paper, 2020"}).status_code == 303
    shown = "“My report”: confirmed by an adviser (this is no digital verification)"
    assert shown in words_of(ola.browser.get(f"/paths/{granted}"))
    assert "Confirmed by an adviser (this is no" in words_of(ola.browser.get(f"/entries/{entry}"))
    # whatever key and whoever's mark a rule asks for, the note is none
    with sqlite_store.write() as session:
        rules = [
            {"type": "manual", "key": key, "label": "x", "by": by}
            for key in (entry, f"seen:{entry}", "original")
            for by in ("adviser", "learner")
        ]
        session.get(Step, step.id).rule = {"type": "any", "of": rules}
    assert "is done" not in ola.browser.get(f"/paths/{granted}").text
    assert 'data-state="done"' not in ola.browser.get(f"/paths/{granted}").text
    with sqlite_store.write() as session:
        session.get(OwnEntry, entry).updated_at = wallet_clock.now().replace(year=2027)
    assert "the entry was changed after that" in words_of(ola.browser.get(f"/paths/{granted}"))
    jan.browser.post(original, {"entry": entry, "seen": "0"})
    assert shown not in words_of(ola.browser.get(f"/paths/{granted}"))


def test_a_diagnosis_is_read_by_its_holder_and_its_gaps_become_proposed_steps(
    ola, jan, granted, sqlite_store
):
    where = f"/advise/paths/{granted}/diagnosis"
    assert jan.browser.post(where, {"deed": "save"}).status_code == 400
    lines = {"label-0": "Excel", "needed-0": "2", "adviser-0": "3"}
    lines |= {"label-1": "SQL", "needed-1": "3", "adviser-1": "1", "self-1": "4", "uri-1": "http://made.up/1"}
    lines |= {"label-2": "Talking to people", "needed-2": "9", "label-3": " "}
    assert jan.browser.post(where, {**lines, "title": "First talk"}).status_code == 303
    page = words_of(jan.browser.get(where))
    assert "1 gap" in page and "SQL: needed 3, there is 1" in page
    assert "1 – first steps" in words_of(ola.browser.get(f"/skills/gaps/{granted}"))
    gaps = words_of(ola.browser.get(f"/skills/gaps/{granted}"))
    assert "From an adviser's diagnosis: First talk" in gaps
    assert "SQL From an adviser's diagnosis" in gaps and "Excel From an adviser's diagnosis" not in gaps
    assert jan.browser.post(f"{where}/steps").status_code == 303
    jan.browser.post(f"{where}/steps")  # not twice
    address = propose(jan, granted)
    assert len(changes_of(sqlite_store, granted)) == 1
    ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"})
    step = steps_of(sqlite_store, granted)[-1]
    assert (step.title, step.rule) == ("SQL", {"type": "skill", "any_of": ["SQL"]})


def test_a_template_holds_nothing_of_the_person_and_copies_do_not_follow_it(
    ola, jan, sam, granted, sqlite_store
):
    first = steps_of(sqlite_store, granted)[0]
    secret = {"title": "Have the badge", "description": "After my illness", "due_on": "2026-12-22"}
    ola.browser.post(f"/paths/{granted}/steps/{first.id}", {**secret, "kind-0": "evidence", "hours": "5"})
    lay(ola, granted, first.id)
    named = {"title": "Talk of Ola with the school", "kind-0": "manual", "text-0": "OLA ZIELIŃSKA came"}
    second = steps_of(sqlite_store, granted)[1].id
    ola.browser.post(f"/paths/{granted}/steps/{second}", {**named, "kind-1": "skill", "text-1": "violas"})
    made = jan.browser.post(f"/advise/paths/{granted}/template", {"title": "To data work"})
    address = made.headers["Location"].partition("?")[0]
    (kept,) = rows(sqlite_store, PathTemplate)
    stored = str(kept.content)
    assert (
        "illness" not in stored
        and "ola " not in stored.lower()
        and "2026" not in stored
        and "My report" not in stored
    )
    assert kept.content["steps"][0]["due_days"] == 30
    assert sam.browser.get(address).status_code == 404  # kept to himself until he shares it
    shared = {"title": "To data work", "goal": "reskilling", "shared": "on", "version": "1", "days": "90"}
    assert jan.browser.post(f"{address}/edit", shared).status_code == 303
    assert jan.browser.post(f"{address}/edit", shared).status_code == 409  # of an older version
    assert "To data work" in sam.browser.get("/templates").text
    own = sam.browser.post(f"{address}/start").headers["Location"].rpartition("/")[2]
    assert [step.due_on for step in steps_of(sqlite_store, own)] == ["2026-12-22", ""]
    assert (
        jan.browser.post(f"{address}/steps/new", {"title": "More", **RULE, "due_days": "7"}).status_code
        == 303
    )
    assert jan.browser.post(f"{address}/steps/0/remove").status_code == 303
    assert [step.title for step in steps_of(sqlite_store, own)] == [
        "Have the badge",
        "Talk of … with the school",
    ]
    (kept,) = rows(sqlite_store, PathTemplate)
    assert kept.version == 4 and [step["title"] for step in kept.content["steps"]] == [
        "Talk of … with the school",
        "More",
    ]
    asked = {"template": kept.id}
    assert jan.browser.post(f"/advise/paths/{granted}/propose/template", asked).status_code == 303
    assert [change["set"]["title"] for change in changes_of(sqlite_store, granted)] == [
        "Talk of … with the school",
        "More",
    ]
    with sqlite_store.write() as session:
        session.get(Account, jan.id).role = "learner"
    assert sam.browser.get(address).status_code == 404  # only an adviser shares


def test_a_template_out_of_a_strange_file_shows_what_can_be_told_and_breaks_no_page(ola, sqlite_store):
    good = {"title": "SQL", "rule": {"type": "skill", "any_of": ["sql"]}, "after": [-1, "x", 7], "hours": "9"}
    rule = {"type": "sum", "unit": "ects", "min": 1, "skills": 5}
    bad = [
        {"title": "x", "rule": rule},
        {"title": 3, "rule": {}},
        None,
        {**good, "rule": []},
        {**good, "title": " "},
    ]
    content = {
        "steps": [*bad, {**good, "field": [], "weight": {}}],
        "days": "many",
        "weekly_hours": [],
        "target": 1,
    }
    with sqlite_store.write() as session:
        strange = [content, {"steps": 5}, {}]
        session.add_all(
            PathTemplate(account_id=ola.id, title="Odd", goal="x", content=one) for one in strange
        )
    assert ola.browser.get("/templates").text.count("Odd") == 3
    for row in rows(sqlite_store, PathTemplate):
        page = ola.browser.get(f"/templates/{row.id}")
        assert page.status_code == 200
        if row.content == content:
            assert words_of(page).count("A badge for the skill “sql”") == 1
            made = ola.browser.post(f"/templates/{row.id}/start").headers["Location"]
            assert "A badge for the skill “sql”" in words_of(ola.browser.get(made))


def test_authz_12_without_leave_to_suggest_or_after_the_grant_ended_nothing_is_done(
    ola, jan, granted, sqlite_store
):
    step = steps_of(sqlite_store, granted)[0]
    jan.browser.post(f"/advise/paths/{granted}/propose/path", {"weekly_hours": "4"})
    deeds = {
        f"/advise/paths/{granted}/propose/step": {"title": "x", **RULE},
        f"/advise/paths/{granted}/propose/send": {},
        f"/advise/paths/{granted}/diagnosis": {"label-0": "SQL", "needed-0": "3"},
        f"/advise/paths/{granted}/steps/{step.id}/mark": {"key": "a", "done": "1"},
        f"/advise/paths/{granted}/steps/{step.id}/review": {"deed": "accept"},
        f"/advise/paths/{granted}/template": {"title": "x"},
    }
    for change in ({"may_propose": False}, {"may_propose": True, "closed_at": wallet_clock.now()}):
        with sqlite_store.write() as session:
            grant = session.scalars(select(Grant)).one()
            for name, value in change.items():
                setattr(grant, name, value)
        for address, form in deeds.items():
            assert jan.browser.post(address, form).status_code == 404, (change, address)
    assert [row.state for row in rows(sqlite_store, Proposal)] == ["draft"]
    assert rows(sqlite_store, PathTemplate) == []
    assert "proposes" not in ola.browser.get(f"/paths/{granted}").text


def test_authz_05_a_proposal_sets_only_what_may_be_proposed(ola, jan, granted, sqlite_store):
    step = steps_of(sqlite_store, granted)[0]
    forged = {
        "title": "x",
        **RULE,
        "review": "accepted",
        "weight": "100",
        "under_way": "on",
        "path_id": "f" * 32,
    }
    jan.browser.post(f"/advise/paths/{granted}/propose/step/{step.id}", forged)
    address = propose(jan, granted)
    with sqlite_store.write() as session:  # even if it stood in what is stored
        row = session.scalars(select(Proposal)).one()
        wanted = {"review": "accepted", "account_id": jan.id, "weight": "50", "title": "y"}
        row.changes = [
            {**row.changes[0], "set": {**row.changes[0]["set"], **wanted}},
            {"id": "a" * 16, "kind": "mark-done", "state": "open", "set": {"step": step.id}},
        ]
    ola.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"})
    (kept,) = rows(sqlite_store, Step, id=step.id)
    assert (kept.title, kept.review, kept.weight, kept.under_way) == ("y", "none", "1", False)
    assert [change["state"] for change in changes_of(sqlite_store, granted)] == ["accepted", "outdated"]
    assert jan.browser.post(f"{address}/answer", {"change": "all", "deed": "accept"}).status_code == 404
