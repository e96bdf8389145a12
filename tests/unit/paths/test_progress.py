"""The vectors of the rule language, and what must hold for every wallet."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallet.paths.progress import Counted, Deeds, Holdings, Lost, StepFacts, measure_path, measure_rule
from wallet.paths.rules.language import SumRule, read_rule

TODAY = date(2026, 11, 22)
A = Counted(
    "A", "excel", "excel", frozenset({"x"}), frozenset({"sheet"}), ects=Fraction(2), hours=Fraction(50),
    eqf=4, issued_on=date(2026, 5, 1), verified=True, proof_kind="skill", transparency=9,
)  # fmt: skip
B = Counted(
    "B", "gdpr", "gdpr", frozenset({"y"}), frozenset({"gdpr", "sheet"}), ects=Fraction(1), eqf=3,
    issued_on=date(2024, 1, 1), expires_on=date(2026, 1, 1), verified=True, proof_kind="skill",
)  # fmt: skip
C = Counted(
    "C", "comm", "comm", frozenset({"z"}), frozenset({"comm"}), hours=Fraction(10),
    issued_on=date(2026, 9, 1), verified=False, proof_kind="skill", transparency=3,
)  # fmt: skip
EXCEL = {"type": "credential", "achievement": "excel", "issuer": "x"}
GDPR = {"type": "skill", "any_of": ["gdpr"]}
SHEET = {"type": "skill", "any_of": ["sheet"]}
COMM = {"type": "skill", "any_of": ["comm"]}
TWO = {"type": "n_of", "n": 2, "of": [SHEET, GDPR, COMM]}
FIVE = {"type": "sum", "unit": "ects", "min": 5}


def value_of(rule, *held, today=TODAY, deeds=None):
    read, _ = read_rule(rule)
    return measure_rule(read, Holdings(held or (A, B, C), today=today), deeds or Deeds()).value


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        pytest.param(EXCEL, 1, id="tv1"),
        pytest.param({**EXCEL, "issuer": "y"}, 0, id="tv2"),
        pytest.param(GDPR, 0, id="tv3"),
        pytest.param({**GDPR, "where": {"not_expired": False}}, 1, id="tv4"),
        pytest.param(TWO, 1, id="tv5"),
        pytest.param({**TWO, "where": {"verified_only": True}}, Fraction(1, 2), id="tv6"),
        pytest.param(FIVE, Fraction(2, 5), id="tv7"),
        pytest.param({**FIVE, "min": 3, "where": {"not_expired": False}}, 1, id="tv8"),
        pytest.param({"type": "any", "of": [{**SHEET, "where": {"min_eqf": 5}}]}, 0, id="tv9"),
        pytest.param({"type": "all", "of": []}, 0, id="tv10"),
        pytest.param(
            {"type": "all", "of": [{**SHEET, "weight": 3}, {**GDPR, "weight": 1}]}, Fraction(3, 4), id="tv11"
        ),
        pytest.param(
            {"type": "all", "distinct": True, "of": [SHEET, GDPR], "where": {"not_expired": False}},
            1,
            id="tv12",
        ),
        pytest.param({"type": "all", "distinct": True, "of": [SHEET, SHEET]}, Fraction(1, 2), id="tv13"),
        pytest.param({"type": "n_of", "n": 4, "of": [SHEET]}, 0, id="tv14"),
        pytest.param({"type": "credential"}, 0, id="tv15"),
        pytest.param({**SHEET, "where": {"max_age_days": 365}}, 1, id="tv16"),
        pytest.param({**COMM, "where": {"min_transparency": 8}}, 0, id="tv17"),
    ],
)
def test_a_rule_measures_as_its_vector_says(rule, value):
    assert value_of(rule) == value


def step(rule, **more):
    return StepFacts(more.pop("id", repr(rule)), read_rule(rule)[0], **more)


def test_tv18_a_path_is_the_weighted_mean_of_its_required_steps():
    steps = [step(EXCEL, weight=Fraction(2)), step(FIVE), step(GDPR), step(TWO, required=False)]
    path = measure_path(steps, Holdings((A, B, C), today=TODAY))
    assert (path.percent, path.value, path.complete) == (60, Fraction(3, 5), False)
    assert (path.done, path.required, path.done_beyond) == (1, 3, 1)


@pytest.mark.parametrize(
    ("review", "percent", "complete"),
    [("none", 99, False), ("requested", 99, False), ("accepted", 100, True)],
)
def test_tv19_tv20_what_waits_for_the_adviser_is_not_complete(review, percent, complete):
    path = measure_path([step(EXCEL, needs_review=True, review=review)], Holdings((A,), today=TODAY))
    assert (path.percent, path.complete) == (percent, complete)
    assert path.steps[0].awaiting is not complete


def test_tv21_without_required_steps_nothing_is_complete():
    path = measure_path([step(EXCEL, required=False)], Holdings((A,), today=TODAY))
    assert (path.percent, path.complete, path.next_step) == (0, False, None)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"type": "all", "of": []}, "group-empty"),
        ({"type": "n_of", "n": 4, "of": [SHEET]}, "group-needs-more-than-it-has"),
        ({"type": "n_of", "n": 0, "of": [SHEET]}, "group-needs-more-than-it-has"),
        ({"type": "credential"}, "credential-without-selector"),
        ({"type": "skill", "any_of": [" "]}, "skill-without-name"),
        ({"type": "sum", "unit": "ects", "min": 0}, "sum-without-amount"),
        ({"type": "sum", "unit": "days", "min": 1}, "sum-without-amount"),
        ({"type": "sum", "unit": "ects", "min": "1e999999999"}, "sum-without-amount"),  # never written out
        ({**SHEET, "weight": "1e-999999999"}, "weight-out-of-range"),
        ({"type": "evidence", "min": 0}, "evidence-without-amount"),
        ({"type": "manual", "key": ""}, "mark-without-key"),
        ({"type": "wish"}, "rule-kind-unknown"),
        ([], "rule-not-an-object"),
        ({**SHEET, "where": {"min_eqf": 9}}, "where-value-wrong"),
        ({**SHEET, "where": {"max_age_day": 3}}, "where-value-wrong"),
        ({**SHEET, "weight": 0}, "weight-out-of-range"),
        ({"type": "all", "distinct": True, "of": [FIVE]}, "distinct-needs-credentials"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_when_it_is_saved(rule, code):
    assert code in {problem.code for problem in read_rule(rule)[1]}


def test_a_rule_too_deep_or_too_large_is_refused():
    deep = SHEET
    for _ in range(5):
        deep = {"type": "all", "of": [deep]}
    assert {problem.code for problem in read_rule(deep)[1]} == {"rule-too-large"}
    wide = {"type": "all", "of": [SHEET] * 50}
    assert {problem.code for problem in read_rule(wide)[1]} == {"rule-too-large"}
    assert read_rule({"type": "all", "of": [SHEET] * 49})[1] == ()


def test_what_an_ancestor_asks_cannot_be_relaxed_below():
    inner = {**GDPR, "where": {"not_expired": False}}
    assert value_of({"type": "all", "of": [inner]}) == 1
    assert value_of({"type": "all", "of": [inner], "where": {"not_expired": True}}) == 0
    tightened = {**GDPR, "where": {"not_expired": True}}
    assert value_of({"type": "all", "of": [tightened], "where": {"not_expired": False}}) == 0
    both = {**SHEET, "where": {"issuers": ["x"]}}
    assert value_of({"type": "any", "of": [both], "where": {"issuers": ["y"]}}) == 0
    assert value_of({"type": "any", "of": [{**SHEET, "where": {"min_eqf": 2}}], "where": {"min_eqf": 5}}) == 0


@pytest.mark.parametrize("fault", ["revoked", "suspended", "invalid", "failed", "another-person"])
def test_what_was_withdrawn_never_counts_and_is_named(fault):
    gone = replace(A, fault=fault)
    measured = measure_rule(read_rule(EXCEL)[0], Holdings((gone,), today=TODAY), Deeds())
    assert measured.value == 0
    assert measured.lost == (Lost("A", fault),)


def test_what_expired_is_named_as_the_reason():
    measured = measure_rule(read_rule(GDPR)[0], Holdings((A, B, C), today=TODAY), Deeds())
    assert measured.lost == (Lost("B", "expired"),)
    assert value_of(GDPR, B, today=date(2026, 1, 1)) == 1, "the last day still counts"


def test_a_whole_and_its_parts_count_once():
    parts = [Counted(f"p{n}", f"p{n}", ects=Fraction(2)) for n in range(3)]
    whole = Counted("w", "w", ects=Fraction(5), parts=frozenset({"p0", "p1", "p2"}))
    ten = {"type": "sum", "unit": "ects", "min": 10}
    assert value_of(ten, *parts) == Fraction(6, 10)
    assert value_of(ten, *parts, whole) == Fraction(6, 10)
    assert value_of(ten, *parts[:2], whole) == Fraction(5, 10)
    larger = replace(whole, ects=Fraction(8))
    assert value_of(ten, *parts, larger) == Fraction(8, 10)
    second = Counted("v", "v", ects=Fraction(1), parts=frozenset({"p0"}))
    assert value_of(
        ten, parts[0], second, Counted("u", "u", ects=Fraction(1), parts=frozenset({"p0"}))
    ) == Fraction(2, 10)


def test_the_same_achievement_issued_again_counts_once():
    again = replace(A, id="A2", ects=Fraction(3))
    assert value_of(FIVE, A, again) == Fraction(3, 5)
    assert value_of(FIVE, A, replace(again, issuers=frozenset({"other"}))) == 1


def test_evidence_and_marks_count_as_the_rule_says():
    assert value_of({"type": "evidence", "min": 2}, deeds=Deeds(evidence=1)) == Fraction(1, 2)
    mark = {"type": "manual", "key": "talk", "label": "Talk held", "by": "adviser"}
    assert value_of(mark, deeds=Deeds(marks={"talk": frozenset({"learner"})})) == 0
    assert value_of(mark, deeds=Deeds(marks={"talk": frozenset({"adviser"})})) == 1


def test_amounts_are_exact():
    tenths = [Counted(f"t{n}", f"t{n}", ects=Fraction("0.1")) for n in range(3)]
    assert value_of({"type": "sum", "unit": "ects", "min": 0.3}, *tenths) == 1


def test_the_next_step_is_the_earliest_deadline_among_open_required_ones():
    steps = [
        step(EXCEL, id="done", due_on=date(2026, 12, 1)),
        step(FIVE, id="later", due_on=date(2027, 3, 1)),
        step(GDPR, id="sooner", due_on=date(2027, 1, 1)),
        step(GDPR, id="undated"),
        step(GDPR, id="extra", required=False, due_on=date(2026, 12, 2)),
    ]
    assert measure_path(steps, Holdings((A,), today=TODAY)).next_step == "sooner"


SKILLS = st.sampled_from(["s1", "s2", "s3"])
HELD = st.builds(
    Counted,
    id=st.uuids().map(str),
    achievement=st.sampled_from(["", "a1", "a2", "a3"]),
    issuers=st.frozensets(st.sampled_from(["i1", "i2"]), min_size=1, max_size=2),
    skills=st.frozensets(SKILLS, max_size=3),
    ects=st.none() | st.fractions(min_value=0, max_value=6, max_denominator=10),
    eqf=st.none() | st.integers(1, 8),
    issued_on=st.none() | st.dates(date(2020, 1, 1), TODAY),
    expires_on=st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    verified=st.booleans(),
    fault=st.sampled_from(["", "", "", "revoked"]),
    transparency=st.integers(0, 11),
)
WHERE = st.fixed_dictionaries(
    {},
    optional={
        "not_expired": st.booleans(),
        "verified_only": st.booleans(),
        "min_eqf": st.integers(1, 8),
        "min_transparency": st.integers(0, 11),
        "max_age_days": st.integers(1, 2000),
        "issuers": st.lists(st.sampled_from(["i1", "i2"]), min_size=1, max_size=2),
    },
)
LEAF = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("skill"), "any_of": st.lists(SKILLS, min_size=1)}, optional={"where": WHERE}
    ),
    st.fixed_dictionaries(
        {"type": st.just("credential"), "achievement": st.sampled_from(["a1", "a2"])},
        optional={"where": WHERE},
    ),
    st.fixed_dictionaries(
        {"type": st.just("sum"), "unit": st.just("ects"), "min": st.integers(1, 12)},
        optional={"where": WHERE},
    ),
)
RULE = st.recursive(
    LEAF,
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(["all", "any"]), "of": st.lists(inner, min_size=1, max_size=3)},
        optional={"where": WHERE, "distinct": st.booleans()},
    ),
    max_leaves=6,
)


def parted(held: list[Counted]) -> list[Counted]:
    """Every third one has the two before it as parts."""
    return [
        replace(one, parts=frozenset({held[n - 1].id, held[n - 2].id})) if n % 3 == 2 else one
        for n, one in enumerate(held)
    ]


@settings(max_examples=400, deadline=None)
@given(RULE, st.lists(HELD, max_size=7))
def test_another_credential_never_lowers_progress(rule, held):
    never_lowers(rule, parted(held))


def never_lowers(rule, held):
    read, _ = read_rule(rule)
    fewer = measure_rule(read, Holdings(held[:-1], today=TODAY), Deeds()).value
    more = measure_rule(read, Holdings(held, today=TODAY), Deeds()).value
    assert 0 <= fewer <= more <= 1


@settings(max_examples=400, deadline=None)
@given(st.lists(RULE, min_size=1, max_size=4), st.lists(HELD, max_size=5), st.booleans())
def test_it_is_100_percent_when_complete_and_never_before(rules, held, review):
    never_100_before(rules, held, review)


def never_100_before(rules, held, review):
    steps = [step(rule, id=str(n), needs_review=review) for n, rule in enumerate(rules)]
    path = measure_path(steps, Holdings(held, today=TODAY))
    assert (path.percent == 100) is path.complete
    assert path.complete is all(one.complete for one in path.steps)
    assert not (review and path.complete)
    reverse = measure_path(steps[::-1], Holdings(held[::-1], today=TODAY))
    assert (reverse.value, reverse.complete) == (path.value, path.complete)


@settings(max_examples=400, deadline=None)
@given(st.lists(HELD, max_size=7))
def test_parts_are_never_counted_beside_their_whole(held):
    never_twice(parted(held))


def never_twice(held):
    held = [replace(one, fault="", expires_on=None) for one in held]
    total = (
        measure_rule(SumRule(unit="ects", least=Fraction(1000)), Holdings(held, today=TODAY), Deeds()).value
        * 1000
    )
    everything = sum((one.ects or Fraction(0) for one in held), Fraction(0))
    for whole in held:
        parts = sum((one.ects or Fraction(0) for one in held if one.id in whole.parts), Fraction(0))
        assert total <= everything - min(whole.ects or Fraction(0), parts)


def random_where(dice):
    every = {
        "not_expired": dice.random() < 0.5,
        "verified_only": dice.random() < 0.5,
        "min_eqf": dice.randint(1, 8),
        "min_transparency": dice.randint(0, 11),
        "max_age_days": dice.randint(1, 2000),
        "issuers": ["i1"],
    }
    return {name: value for name, value in every.items() if dice.random() < 0.15}


def random_rule(dice, depth=0):
    kind = dice.choice(
        ["skill", "credential", "sum", "all", "any", "n_of"] if depth < 3 else ["skill", "sum"]
    )
    leaves = {
        "skill": {"any_of": [dice.choice(["s1", "s2", "s3"])]},
        "credential": {"achievement": dice.choice(["a1", "a2"])},
        "sum": {"unit": "ects", "min": dice.randint(1, 12)},
    }
    if kind in leaves:
        return {"type": kind, "where": random_where(dice), **leaves[kind]}
    of = [random_rule(dice, depth + 1) for _ in range(dice.randint(1, 3))]
    return {
        "type": kind, "of": of, "n": dice.randint(1, len(of)), "where": random_where(dice),
        "distinct": dice.random() < 0.3,
    }  # fmt: skip


def random_held(dice):
    def maybe(value):
        return value if dice.random() < 0.7 else None

    return [
        Counted(
            id=f"{dice.random()}",
            achievement=dice.choice(["", "a1", "a2", "a3"]),
            issuers=frozenset({dice.choice(["i1", "i2"])}),
            skills=frozenset(dice.sample(["s1", "s2", "s3"], dice.randint(0, 3))),
            ects=maybe(Fraction(dice.randint(0, 60), 10)),
            eqf=maybe(dice.randint(1, 8)),
            issued_on=maybe(date(dice.randint(2020, 2026), 3, 1)),
            expires_on=maybe(date(dice.randint(2025, 2028), 1, 1)),
            verified=dice.random() < 0.7,
            fault=dice.choice(["", "", "", "revoked"]),
            transparency=dice.randint(0, 11),
        )
        for _ in range(dice.randint(0, 7))
    ]


def test_the_three_laws_hold_for_ten_thousand_wallets():
    for seed in range(10_000):
        dice = random.Random(seed)
        held, rule = parted(random_held(dice)), random_rule(dice)
        try:
            never_lowers(rule, held)
            never_100_before([rule, random_rule(dice)], held, dice.random() < 0.3)
            never_twice(held)
        except AssertionError as failure:
            raise AssertionError(f"wallet {seed}: {rule} {held}") from failure
