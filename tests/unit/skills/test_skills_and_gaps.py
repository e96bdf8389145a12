"""Skills once each with their proofs, gaps in their order, and never a match by words alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wallet.collection.holdings import HeldFacts
from wallet.paths.measuring import counted
from wallet.paths.progress import Holdings
from wallet.skills.gaps import Need, gaps_of, may_fit, needs_of
from wallet.skills.service import Declared, skills_of, sum_of

TODAY = date(2026, 11, 22)
SKILL = "http://data.europa.eu/esco/skill/"


def held(id, *, verdict="valid", issued="2026-01-01", expires=None, kind="skill", **facts):
    return HeldFacts(
        id=id,
        title=f"Badge {id}",
        issuer_name="Academy",
        issuer_id="https://academy.example",
        verdict=verdict,
        issued_on=date.fromisoformat(issued),
        expires_on=date.fromisoformat(expires) if expires else None,
        field="",
        kind=kind,
        facts=facts,
    )


def can(*credentials, entries=(), labels=None):
    return skills_of([(one, counted(one)) for one in credentials], entries, today=TODAY, labels=labels)


def test_h03_two_credentials_that_share_an_address_are_one_skill_with_two_proofs():
    (skill,) = can(held("a", skills=[SKILL + "x"]), held("b", skills=[SKILL + "x"]))
    assert [proof.id for proof in skill.proofs] == ["a", "b"]


def test_a_label_and_its_address_are_one_skill_when_a_credential_names_both():
    names = {SKILL + "x": "Teach dancing"}
    (skill,) = can(
        held("a", skills=[SKILL + "x", "teach dancing"], skill_names=names),
        held("b", skills=["teach dancing"]),
    )
    assert (skill.key, skill.label, len(skill.proofs)) == (SKILL + "x", "Teach dancing", 2)


def test_a_label_of_two_addresses_stands_for_neither():
    skills = can(
        held("a", skills=[SKILL + "x"], skill_names={SKILL + "x": "Lead"}),
        held("b", skills=[SKILL + "y"], skill_names={SKILL + "y": "lead"}),
        held("c", skills=["lead"]),
    )
    assert len(skills) == 3


def test_h11_what_is_only_said_never_stands_among_the_proven():
    skills = can(
        held("a", skills=["one"]),
        held("b", skills=["two"], expires="2026-02-01"),
        held("c", skills=["three"], issued="2023-01-01"),
        held("d", skills=["four"], verdict="undetermined"),
        entries=[Declared("e", "Project", "Me", ("Five", "One"))],
    )
    assert {skill.key: skill.state for skill in skills} == {
        "one": "proven",
        "two": "stale",
        "three": "stale",
        "four": "declared",
        "five": "declared",
    }


@pytest.mark.parametrize("kind", ["participation", "membership"])
def test_a_proof_of_participation_declares_its_skills_and_proves_none_but_its_hours_count(kind):
    took_part = held("a", skills=["one"], hours="8", kind=kind)
    (skill,) = can(took_part)
    assert (skill.state, skill.proofs[0].why) == ("declared", kind)
    (skill,) = can(took_part, held("b", skills=["one"]))
    assert [(proof.id, proof.state) for proof in skill.proofs] == [("b", "proven"), ("a", "declared")]
    assert sum_of("hours", [(took_part, counted(took_part))], {}, today=TODAY).total == 8


def test_what_was_withdrawn_or_failed_proves_nothing():
    assert can(held("a", skills=["x"], verdict="revoked"), held("b", skills=["y"], failed=True)) == ()


def test_a_whole_and_its_parts_are_added_up_once():
    whole = held("w", achievement="w", ects=6, parts=["p"])
    part = held("p", achievement="p", ects=2)
    other = held("o", achievement="o", ects="1.5")
    old = held("x", achievement="x", ects=9, expires="2026-01-02")
    pairs = [(one, counted(one)) for one in (whole, part, other, old)]
    holdings = Holdings((two for _, two in pairs), today=TODAY)
    total = sum_of("ects", pairs, holdings.excludes, today=TODAY)
    assert (total.total, total.stating, total.twice) == (Fraction(15, 2), 3, Fraction(2))


def ten_needs():
    return [Need(f"skill {n}", f"{SKILL}{n}") for n in range(10)]


def upskilling():
    valid = [held(f"v{n}", skills=[f"{SKILL}{n}"]) for n in range(4)]
    gone = [held(f"g{n}", skills=[f"{SKILL}{n}"], expires="2026-03-01") for n in (4, 5)]
    return can(*valid, *gone)


def test_h29_ten_needed_six_proved_two_of_them_expired_leaves_four_missing_and_two_stale():
    gaps = [gap for gap in gaps_of(ten_needs(), upskilling()) if gap.is_gap]
    assert [gap.state for gap in gaps] == ["missing"] * 4 + ["stale"] * 2


def test_h30_what_carries_over_and_what_is_missing_are_disjoint_and_cover_the_target():
    gaps = gaps_of(ten_needs(), upskilling())
    over = {gap.need.uri for gap in gaps if not gap.is_gap}
    gap = {gap.need.uri for gap in gaps if gap.is_gap}
    assert (over & gap, over | gap) == (set(), {need.uri for need in ten_needs()})


def test_what_is_optional_comes_after_everything_essential():
    needs = [Need("nice", SKILL + "n", essential=False), Need("must", SKILL + "m")]
    assert [gap.need.label for gap in gaps_of(needs, ())] == ["must", "nice"]


def test_equal_words_are_a_guess_until_the_holder_confirms():
    skills = can(held("a", skills=["data analysis"]))
    (gap,) = gaps_of([Need("Data analysis", source="list")], skills)
    assert (gap.state, [skill.key for skill in gap.guesses]) == ("missing", ["data analysis"])
    (gap,) = gaps_of([Need("Data analysis", source="list")], skills, {"data analysis": "data analysis"})
    assert (gap.state, gap.confirmed, gap.guesses) == ("proven", True, ())


def test_endings_of_words_do_not_hide_a_guess_and_unlike_words_make_none():
    skills = can(held("a", skills=["praca z danymi w arkuszu"]), held("b", skills=["taniec"]))
    assert [skill.key for skill in may_fit("Znajomość arkuszy", skills)] == ["praca z danymi w arkuszu"]
    assert may_fit("Spawanie", skills) == ()


def test_a_pasted_list_is_read_line_by_line_without_bullets_and_repeats():
    text = (
        "Wymagania\n• Obsługa klienta;\n- obsługa klienta\n\n1. Excel\n2) Język angielski\n---\n3 lata pracy"
    )
    assert needs_of(text) == ("Wymagania", "Obsługa klienta", "Excel", "Język angielski", "3 lata pracy")
