"""A proposed change: what it would do, in words of both languages, and when it is outdated."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale

from wallet.advising import changes
from wallet.advising.changes import Standing
from wallet.advising.texts import change_heading, change_lines
from wallet.paths.adviser_marks import asked_marks
from wallet.skills.diagnosis_item import Item, items_of
from wallet.web import languages

SQL, EXCEL = {"type": "skill", "any_of": ["SQL"]}, {"type": "skill", "any_of": ["Excel"]}
STEP = {
    "title": "Tables",
    "description": "",
    "rule": EXCEL,
    "hours": None,
    "due_on": "",
    "required": True,
    "needs_review": False,
    "field": "",
    "after": [],
}
PATH = {"due_on": "", "weekly_hours": None, "next_action": "", "next_action_on": ""}
NOW = Standing(PATH, {"a": STEP, "b": {**STEP, "title": "Charts"}})
WHOLE = {
    **STEP,
    "title": "Databases",
    "description": "From the beginning",
    "rule": SQL,
    "hours": 2,
    "due_on": "2027-06-30",
    "required": False,
    "needs_review": True,
    "field": "digital",
    "after": ["b", "gone"],
}


def told(change) -> list[str]:
    return [change_heading(change), *change_lines(change, NOW.titles)]


def test_every_kind_of_change_is_told_as_a_difference_in_both_languages():
    (deadline, weekly) = changes.change_path({"due_on": "2027-06-30", "weekly_hours": 5}, NOW)
    (coming,) = changes.next_action({"next_action": "Call", "next_action_on": "2026-12-01"}, NOW)
    changed = changes.change_step("a", WHOLE, NOW)
    table = (
        (deadline, ["Change the deadline of the path", "Deadline: 30 June 2027 instead of none"],
         ["Zmienić termin ścieżki", "Termin: 30 czerwca 2027 (dotąd: brak)"]),
        (weekly, ["Change the hours a week", "Hours a week: 5 hours instead of none"],
         ["Zmienić liczbę godzin w tygodniu", "Godziny w tygodniu: 5 godzin (dotąd: brak)"]),
        (coming, ["Set what comes next", "Next action: “Call” by 1 December 2026 instead of none"],
         ["Ustalić następne działanie", "Następne działanie: „Call” do 1 grudnia 2026 (dotąd: brak)"]),
        (changes.remove_step("a", NOW),
         ["Remove the step “Tables”", "It goes: a badge for the skill “Excel”"],
         ["Usunąć krok „Tables”", "Odpadnie: odznaka za umiejętność „Excel”"]),
        (changes.add_step({**STEP, "title": "Databases", "rule": SQL}),
         ["Add a step: “Databases”", "Done with: a badge for the skill “SQL”"],
         ["Dodać krok: „Databases”", "Zaliczy go: odznaka za umiejętność „SQL”"]),
        (changed, ["Change the step “Tables”", "Title: “Databases” instead of “Tables”",
          "Description: “From the beginning” instead of none",
          "Done with: a badge for the skill “SQL” instead of a badge for the skill “Excel”",
          "Hours it takes: 2 hours instead of none", "Deadline: 30 June 2027 instead of none",
          "Needed for the path: no instead of yes", "Confirmed by the adviser: yes instead of no",
          "Field: Digital instead of none", "Better done after: “Charts” instead of none"],
         ["Zmienić krok „Tables”", "Nazwa: „Databases” (dotąd: „Tables”)"]),
    )  # fmt: skip
    app = Flask("words")
    languages.set_up(app)
    for change, english, polish in table:
        with app.app_context(), force_locale("en_GB"):
            assert told(change) == english
        with app.app_context(), force_locale("pl_PL"):
            assert told(change)[: len(polish)] == polish


def test_a_change_holds_only_what_differs_and_what_may_be_proposed():
    assert changes.change_step("a", STEP, NOW)["set"] == {}
    forged = {**STEP, "hours": 3, "review": "accepted", "weight": "9", "under_way": True}
    assert changes.change_step("a", forged, NOW)["set"] == {"hours": 3}
    assert set(changes.add_step(forged)["set"]) == set(changes.STEP_FIELDS)
    assert changes.change_path({"due_on": "", "version": 9, "title": "x"}, NOW) == []
    assert changes.next_action({"next_action": "", "next_action_on": ""}, NOW) == []


def test_a_change_is_outdated_exactly_when_what_it_was_written_about_is_different():
    hours = changes.change_step("a", {**STEP, "hours": 3}, NOW)
    (deadline,) = changes.change_path({"due_on": "2027-06-30"}, NOW)
    gone, new = changes.remove_step("a", NOW), changes.add_step({**STEP, "title": "New"})

    def standing(path=(), **step):
        return Standing({**PATH, **dict(path)}, {"a": {**STEP, **step}})

    cases = (
        (hours, standing(), False),
        (hours, standing(title="Another title"), False),  # another field: nothing is lost by it
        (hours, standing(hours=5), True),
        (hours, Standing(PATH, {}), True),
        (gone, standing(), False),
        (gone, standing(title="Another title"), True),
        (deadline, standing(), False),
        (deadline, standing({"weekly_hours": 4}), False),
        (deadline, standing({"due_on": "2028-01-01"}), True),
        (new, standing(), False),
        (new, standing(title="New"), True),  # it is there by now
        ({"id": "x", "kind": "mark-done", "state": "open", "set": {}}, standing(), True),
    )
    for change, now, outdated in cases:
        assert changes.is_outdated(change, now) is outdated, (change, now)
    assert changes.state_of({**hours, "state": "accepted"}, standing(hours=5)) == "accepted"


def test_a_draft_has_one_change_about_a_thing_the_newest():
    first, second = changes.change_step("a", {**STEP, "hours": 3}, NOW), changes.remove_step("a", NOW)
    other = changes.change_step("b", WHOLE, NOW)
    draft = changes.added([first, other], [second])
    assert [change["id"] for change in draft] == [other["id"], second["id"]]


def test_an_item_of_a_diagnosis_is_a_gap_below_what_is_needed_and_a_strength_where_it_reaches_it():
    assert Item("x", needed_level=3, adviser_level=2, self_level=4).is_gap  # the adviser's word comes first
    assert Item("x", needed_level=1).is_gap and not Item("x").is_gap
    assert Item("x", needed_level=2, self_level=2).is_strength and not Item("x", needed_level=0).is_strength
    kept = [{"label": "a", "needed_level": 9, "self_level": "3", "source": "list"}, {"is": "need"}, 7, None]
    (item,) = items_of(kept)
    assert (item.needed_level, item.self_level, item.source) == (None, 3, "own")
    assert items_of(Item("x", "u", 1, 2, 3, "esco").kept() for _ in range(1)) == (
        Item("x", "u", 1, 2, 3, "esco"),
    )


def test_only_marks_by_the_adviser_are_asked_of_the_adviser():
    mine, yours = ({"type": "manual", "key": by, "label": "l", "by": by} for by in ("learner", "adviser"))
    assert asked_marks({"type": "all", "of": [mine, {"type": "any", "of": [yours]}, 3]}) == [("adviser", "l")]
