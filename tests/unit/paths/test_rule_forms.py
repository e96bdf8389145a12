"""The form can make and edit every rule of the language, and loses nothing on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.paths.test_progress import COMM, EXCEL, FIVE, GDPR, SHEET, TWO
from wallet.paths.rules.forms import Line, RuleForm, form_of_rule, read_form, rule_of_form
from wallet.paths.rules.language import read_rule
from wallet.paths.rules.where_form import Narrow, conditions_of, read_conditions, where_of

LABEL = {"type": "manual", "key": "talk", "label": "Talk held", "by": "adviser"}
VECTORS = (
    EXCEL, {**EXCEL, "issuer": "y"}, GDPR, {**GDPR, "where": {"not_expired": False}}, TWO,
    {**TWO, "where": {"verified_only": True}}, FIVE, {**FIVE, "min": 3, "where": {"not_expired": False}},
    {"type": "any", "of": [{**SHEET, "where": {"min_eqf": 5}}]},
    {"type": "all", "of": [{**SHEET, "weight": 3}, {**GDPR, "weight": 1}]},
    {"type": "all", "distinct": True, "of": [SHEET, GDPR], "where": {"not_expired": False}},
    {**SHEET, "where": {"max_age_days": 365}}, {**COMM, "where": {"min_transparency": 8}},
    {"type": "sum", "unit": "hours", "min": 2.5, "skills": ["a, b", "urn:s:1"], "area": "green"},
    {"type": "any", "of": [LABEL, {"type": "n_of", "n": 1, "of": [LABEL, {**TWO, "weight": "1.5"}]}]},
)  # fmt: skip


def sent(form: RuleForm) -> dict[str, object]:
    """What a browser sends of the form as it stands."""
    fields = {"needed": form.needed, **_sent_conditions(form.where, "")}
    fields |= {name: "1" for name in ("distinct", "grouped") if getattr(form, name)}
    return fields | dict(_sent_lines(form.shown, ""))


def _sent_lines(lines: tuple[Line, ...], within: str) -> Iterator[tuple[str, object]]:
    for n, line in enumerate(lines):
        at = f"{within}{n}"
        for name in ("kind", "text", "achievement", "issuer", "amount", "area", "weight", "key", "needed"):
            yield f"{name}-{at}", getattr(line, name)
        yield f"uri-{at}", list(line.uris)
        for name in ("narrower", "distinct"):
            if getattr(line, name):
                yield f"{name}-{at}", "1"
        yield from _sent_conditions(line.where, f"-{at}").items()
        yield from _sent_lines(line.lines, f"{at}.")


def _sent_conditions(where: Narrow, at: str) -> dict[str, object]:
    named = {f"{name}{at}": getattr(where, name) for name in Narrow.__dataclass_fields__}
    return {name: value for name, value in named.items() if value not in (False, ())}


def there_and_back(rule: dict) -> dict:
    made, problems = rule_of_form(sent(form_of_rule(rule)))
    assert problems == ()
    return made


def test_every_vector_comes_back_from_the_form_as_it_was():
    for rule in VECTORS:
        assert read_rule(there_and_back(rule)) == read_rule(rule)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
SKILLS = st.lists(
    WORDS | st.sampled_from(["http://data.europa.eu/esco/skill/1", "urn:s:2"]), min_size=1, max_size=3
)
NUMBER = st.integers(1, 400) | st.sampled_from([0.5, 2.5, "1.25"])
WHERE = st.fixed_dictionaries({}, optional={
    "not_expired": st.booleans(), "verified_only": st.just(True), "assessed_only": st.just(True),
    "min_eqf": st.integers(1, 8), "min_transparency": st.integers(0, 11),
    "max_age_days": st.integers(1, 36_525), "issued_after": st.dates(date(1990, 1, 1)).map(date.isoformat),
    "issuers": st.lists(WORDS, min_size=1, max_size=2),
    "proof_kind": st.lists(st.sampled_from(["skill", "other", "membership"]), min_size=1, unique=True),
    "areas": st.lists(st.sampled_from(["digital", "green"]), min_size=1, unique=True),
})  # fmt: skip
MORE = {"where": WHERE}


def _leaves(**more):
    return st.one_of(
        st.fixed_dictionaries(
            {"type": st.just("skill"), "any_of": SKILLS}, optional={"include_narrower": st.just(True), **more}
        ),
        st.builds(
            lambda chosen, extra: {"type": "credential", **chosen, **extra},
            st.fixed_dictionaries(
                {"title_contains": WORDS}, optional={"achievement": WORDS, "issuer": WORDS}
            ),
            st.fixed_dictionaries({}, optional=more),
        ),
        st.fixed_dictionaries(
            {"type": st.just("sum"), "unit": st.sampled_from(["ects", "hours"]), "min": NUMBER},
            optional={"skills": SKILLS, "area": st.sampled_from(["digital", "social"]), **more},
        ),
        st.fixed_dictionaries({"type": st.just("evidence"), "min": st.integers(1, 9)}, optional=more),
        st.fixed_dictionaries(
            {"type": st.just("manual"), "key": st.sampled_from(["talk", "mark-0", "x y"]), "label": WORDS},
            optional={"by": st.sampled_from(["learner", "adviser"]), **more},
        ),
    )  # fmt: skip


def _groups(members):
    some = st.lists(members, min_size=1, max_size=3)
    return st.builds(
        lambda kind, of, n, extra: {
            "type": kind, "of": of, **({"n": 1 + n % len(of)} if kind == "n_of" else {}), **extra,
        },
        st.sampled_from(["all", "any", "n_of"]),
        some,
        st.integers(0, 9),
        st.fixed_dictionaries({}, optional=MORE),
    )  # fmt: skip


WEIGHED = {**MORE, "weight": st.integers(1, 100) | st.sampled_from(["0.5", 1.5])}
RULES = _leaves(**MORE) | _groups(
    _leaves(**WEIGHED)
    | st.builds(
        lambda rule, weight: {**rule, "weight": weight}, _groups(_leaves(**WEIGHED)), st.integers(1, 9)
    )
)


def _tidy(rule):
    """White space as a form sends it: single blanks."""
    if isinstance(rule, dict):
        return {name: _tidy(value) for name, value in rule.items()}
    if isinstance(rule, list):
        return [_tidy(value) for value in rule]
    return " ".join(rule.split()) if isinstance(rule, str) else rule


@settings(max_examples=1_500, deadline=None)
@given(RULES.map(_tidy))
def test_any_rule_comes_back_from_the_form_as_it_was(rule):
    read, problems = read_rule(rule)
    assert problems == ()
    made = there_and_back(rule)
    assert read_rule(made)[0] == read
    assert there_and_back(made) == made


@settings(max_examples=300, deadline=None)
@given(WHERE)
def test_conditions_come_back_from_the_form_as_they_were(where):
    made = where_of(read_conditions(_sent_conditions(conditions_of(where), "")))
    assert read_rule({**SHEET, "where": made}) == read_rule({**SHEET, "where": where})


def test_what_was_typed_wrong_is_refused_and_kept_as_it_was_typed():
    typed = {
        "kind-0": "sum_ects", "amount-0": "a few", "kind-1": "", "text-1": "Excel", "min_eqf": "high",
        "issued_after": "yesterday", "age": "two", "age_unit": "years", "weight-0": "heavy",
    }  # fmt: skip
    codes = {problem.code for problem in rule_of_form(typed)[1]}
    assert codes == {"sum-without-amount", "weight-out-of-range", "rule-kind-unknown", "where-value-wrong"}
    again = sent(read_form(typed))
    assert {name: again[name] for name in typed} == typed


def test_a_new_mark_never_takes_the_name_of_an_old_one():
    rule, _ = rule_of_form(
        {"kind-0": "manual", "text-0": "New", "kind-1": "manual", "text-1": "Old", "key-1": "mark-0"}
    )
    assert [member["key"] for member in rule["of"]] == ["mark-1", "mark-0"]


def test_a_form_of_more_lines_than_a_rule_can_have_is_refused_not_read_to_its_end():
    lines = {f"kind-{n}.{m}.{k}": "manual" for n in range(20) for m in range(20) for k in range(20)}
    lines |= {f"kind-{n}.{m}": "group" for n in range(20) for m in range(20)}
    lines |= {f"kind-{n}": "group" for n in range(20)}
    lines |= {name.replace("kind", "text"): "x" for name in lines}
    rule, problems = rule_of_form(lines)
    assert "rule-too-large" in {problem.code for problem in problems}
    assert sum(1 for _ in _every_node(rule)) <= 101


def _every_node(rule):
    yield rule
    for member in rule.get("of", ()):
        yield from _every_node(member)
