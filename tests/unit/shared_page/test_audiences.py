"""The table of readers, cell by cell."""

from __future__ import annotations

from dataclasses import fields as fields_in

import pytest

from wallet.shared_page.audiences import AUDIENCES, CHOICES, LINK_DAYS, PROPOSED, Fields, fields_of

# field: employer, school, adviser, public
TABLE = {
    "name": (True, True, True, False),
    "contact": (False, False, True, False),
    "birth_date": (False, False, False, False),
    "size": ("short", "full", "full", "short"),
    "assessment": (True, True, True, True),
    "grade": (False, True, True, False),
    "transparency": ("short", "full", "full", "none"),
    "evidence": (True, True, True, False),
    "paths": (False, False, True, False),
    "expired": (False, True, True, False),
    "recipient_name": (False, True, True, False),
    "original": (False, False, False, False),
}
# field: who may get it by choice, beyond what the table says
BY_CHOICE = {
    "name": ("public",),
    "contact": ("employer",),
    "birth_date": ("school",),
    "grade": ("employer",),
    "evidence": ("public",),
    "paths": ("school",),
    "expired": ("employer",),
    "recipient_name": ("employer",),
    "original": ("employer", "school", "adviser"),
}
EVERYTHING = {field.name: True for field in fields_in(Fields)}


def test_the_table_names_every_field():
    assert set(TABLE) == {field.name for field in fields_in(Fields)}


@pytest.mark.parametrize("field", TABLE)
@pytest.mark.parametrize("place, audience", list(enumerate(AUDIENCES)))
def test_each_reader_gets_what_the_table_says(audience: str, place: int, field: str):
    assert getattr(fields_of(audience), field) == TABLE[field][place]


@pytest.mark.parametrize("field", [name for name, cells in TABLE.items() if isinstance(cells[0], bool)])
@pytest.mark.parametrize("place, audience", list(enumerate(AUDIENCES)))
def test_whatever_is_chosen_a_reader_gets_no_more_than_the_table_allows(audience, place, field):
    allowed = TABLE[field][place] or audience in BY_CHOICE.get(field, ())
    assert getattr(fields_of(audience, EVERYTHING), field) is allowed


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_may_be_chosen_may_be_switched_on_and_off(audience):
    for field in CHOICES[audience]:
        assert getattr(fields_of(audience, {field: True}), field) is True
        assert getattr(fields_of(audience, {field: False}), field) is False


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("value", ["full", "no", 1, 0, None, [True], {"on": True}])
def test_only_true_and_false_are_choices(audience, value):
    assert fields_of(audience, dict.fromkeys(EVERYTHING, value)) == fields_of(audience)


@pytest.mark.parametrize("audience", ["", "everyone", "Employer"])
def test_an_unknown_reader_gets_the_least(audience):
    assert fields_of(audience, EVERYTHING) == fields_of("public")


@pytest.mark.parametrize("chosen", [{"reflections": True}, {"size": "full"}, {"transparency": "full"}])
def test_what_is_no_choice_is_passed_over(chosen):
    assert fields_of("public", chosen) == fields_of("public")


@pytest.mark.parametrize("chosen", [["original"], "original"])
def test_choices_that_are_no_table_are_passed_over(chosen):
    assert fields_of("school", chosen) == fields_of("school")


def test_a_birth_date_is_for_schools_alone_and_an_original_is_never_public():
    assert [who for who in AUDIENCES if "birth_date" in CHOICES[who]] == ["school"]
    assert "original" not in CHOICES["public"]


def test_links_end_sooner_for_employers_than_for_schools_and_none_lives_forever():
    assert LINK_DAYS == {"employer": 90, "school": 180, "adviser": 180, "public": 365}


def test_what_is_proposed_may_also_be_chosen():
    assert all(set(fields) <= set(CHOICES[audience]) for audience, fields in PROPOSED.items())
