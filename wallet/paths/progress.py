"""How far a path has come: exact fractions, no clock, no database. Pure.

A leaf is 1 or 0, or the part of an amount that is there; `all` is the weighted mean, `any` the best,
`n_of` the mean of the n best, `distinct` the greatest matching in which no credential serves twice. A group
that is empty or asks for more than it has is 0. Percent is rounded down, and is 100 only when complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from wallet.paths.credit_sum import count_once
from wallet.paths.rules.language import (
    CredentialRule,
    EvidenceRule,
    GroupRule,
    ManualRule,
    Rule,
    SkillRule,
    SumRule,
    Where,
)

AWAITING = Fraction(99, 100)  # everything is there but the adviser's word
NONE: frozenset[str] = frozenset()
MOST_TITLES_KEPT = 500


@dataclass(frozen=True)
class Counted:
    """A credential as progress sees it. `fault` says why it can never count: revoked, suspended, invalid,
    failed (its own result says so), another-person. Texts are normalised (`rules.normal`)."""

    id: str
    achievement: str = ""
    title: str = ""
    issuers: frozenset[str] = NONE  # identifiers and names
    skills: frozenset[str] = NONE
    ects: Fraction | None = None
    hours: Fraction | None = None
    eqf: int | None = None
    issued_on: date | None = None
    expires_on: date | None = None  # of the achievement, not of a token
    verified: bool = False
    fault: str = ""
    proof_kind: str = "other"
    transparency: int = 0
    areas: frozenset[str] = NONE
    assessed: bool = False
    parts: frozenset[str] = NONE  # ids of credentials held that are parts of this one


@dataclass(frozen=True)
class Lost:
    """A credential that would count here, were it not for this."""

    id: str
    reason: str  # expired, revoked, suspended, invalid, failed, another-person


@dataclass(frozen=True)
class Measured:
    value: Fraction
    used: tuple[str, ...] = ()  # credentials that make it up, in a fixed order
    lost: tuple[Lost, ...] = ()


class Holdings:
    """What is held on one day, indexed so that many rules can be measured quickly."""

    def __init__(
        self,
        credentials: Iterable[Counted],
        *,
        today: date,
        narrower: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.today = today
        self.all = {credential.id: credential for credential in credentials}
        self.narrower = narrower or {}
        self._by_skill: dict[str, set[str]] = defaultdict(set)
        self._by_achievement: dict[str, set[str]] = defaultdict(set)
        self._fitting: dict[Where, frozenset[str]] = {}
        self._titled: dict[str, frozenset[str]] = {}
        for one in self.all.values():
            for skill in one.skills:
                self._by_skill[skill].add(one.id)
            if one.achievement:
                self._by_achievement[one.achievement].add(one.id)
        self.excludes = self._exclusions()

    def with_skills(self, skills: frozenset[str], *, include_narrower: bool = False) -> set[str]:
        wanted = set(skills)
        if include_narrower:
            for skill in skills:
                wanted |= self.narrower.get(skill, NONE)
        return set().union(*(self._by_skill.get(skill, set()) for skill in wanted))

    def with_achievement(self, achievement: str) -> set[str]:
        return set(self._by_achievement.get(achievement, ()))

    def with_title(self, part: str) -> set[str]:
        if part not in self._titled:
            if len(self._titled) >= MOST_TITLES_KEPT:
                self._titled.clear()
            self._titled[part] = frozenset(id for id, one in self.all.items() if part in one.title)
        return set(self._titled[part])

    def fitting(self, where: Where) -> frozenset[str]:
        """Ids of those that `where` lets through, whether or not they are current and without fault."""
        asked = replace(where, not_expired=None)  # being current is judged apart, so that it can be told
        if asked not in self._fitting:
            self._fitting[asked] = frozenset(
                self.all
                if asked == Where()
                else (one.id for one in self.all.values() if _fits(one, asked, self.today))
            )
        return self._fitting[asked]

    def fault_of(self, one: Counted, where: Where) -> str:
        if one.fault:
            return one.fault
        expired = one.expires_on is not None and one.expires_on < self.today
        return "expired" if expired and where.current_only else ""

    def _exclusions(self) -> dict[str, frozenset[str]]:
        """Who must not be counted beside whom: a whole and what is within it, and re-issues."""
        found: dict[str, set[str]] = {}

        def exclude(one: str, other: str) -> None:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)

        for one in self.all.values():
            if one.parts:
                for part in self._within(one):
                    exclude(one.id, part)
        for alike in self._by_achievement.values():
            issues: dict[frozenset[str], list[str]] = defaultdict(list)
            for one_id in alike if len(alike) > 1 else ():
                issues[self.all[one_id].issuers].append(one_id)
            for same in issues.values():
                for one_id, other in combinations(same, 2):
                    exclude(one_id, other)
        return {key: frozenset(value) for key, value in found.items()}

    def _within(self, whole: Counted) -> set[str]:
        seen: set[str] = set()
        todo = list(whole.parts)
        while todo:
            part = todo.pop()
            if part in self.all and part not in seen and part != whole.id:
                seen.add(part)
                todo.extend(self.all[part].parts)
        return seen


@dataclass(frozen=True)
class Deeds:
    """What was done for one step beside credentials: evidence given, marks made (key -> by whom)."""

    evidence: int = 0
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def measure_rule(rule: Rule, holdings: Holdings, deeds: Deeds, *, where: Where | None = None) -> Measured:
    """The value of a rule between 0 and 1, what makes it up, and what would but for its state."""
    merged = rule.where.within(where or Where())
    match rule:
        case CredentialRule() | SkillRule():
            used, lost = _sorted_out(_candidates(rule, holdings), holdings, merged)
            return Measured(Fraction(1 if used else 0), used, () if used else lost)
        case SumRule():
            return _measure_sum(rule, holdings, merged)
        case EvidenceRule():
            return Measured(min(Fraction(1), Fraction(deeds.evidence, rule.least)))
        case ManualRule():
            return Measured(Fraction(1 if rule.by in deeds.marks.get(rule.key, NONE) else 0))
        case GroupRule():
            return _measure_group(rule, holdings, deeds, merged)
    return Measured(Fraction(0))


def _candidates(rule: CredentialRule | SkillRule, holdings: Holdings) -> set[str]:
    if isinstance(rule, SkillRule):
        return holdings.with_skills(rule.any_of, include_narrower=rule.include_narrower)
    found: set[str] | None = holdings.with_achievement(rule.achievement) if rule.achievement else None
    if rule.title_contains:
        titled = holdings.with_title(rule.title_contains)
        found = titled if found is None else found & titled
    if rule.issuer:
        ids = holdings.all if found is None else found
        found = {one for one in ids if rule.issuer in holdings.all[one].issuers}
    return found or set()


def _sorted_out(
    ids: Iterable[str], holdings: Holdings, where: Where
) -> tuple[tuple[str, ...], tuple[Lost, ...]]:
    """Those that count, and those that would."""
    used, lost = [], []
    for one in sorted(holdings.fitting(where).intersection(ids)):
        fault = holdings.fault_of(holdings.all[one], where)
        if fault:
            lost.append(Lost(one, fault))
        else:
            used.append(one)
    return tuple(used), tuple(lost)


def _fits(one: Counted, where: Where, today: date) -> bool:
    return (
        (not where.verified_only or one.verified)
        and (not where.assessed_only or one.assessed)
        and (where.min_eqf is None or (one.eqf or 0) >= where.min_eqf)
        and (where.min_transparency is None or one.transparency >= where.min_transparency)
        and (where.issuers is None or bool(one.issuers & where.issuers))
        and (where.proof_kind is None or one.proof_kind in where.proof_kind)
        and (where.areas is None or bool(one.areas & where.areas))
        and _recent(one, where, today)
    )


def _recent(one: Counted, where: Where, today: date) -> bool:
    if where.max_age_days is None and where.issued_after is None:
        return True
    if one.issued_on is None:
        return False
    oldest = today - timedelta(days=where.max_age_days) if where.max_age_days is not None else date.min
    return one.issued_on >= oldest and (where.issued_after is None or one.issued_on > where.issued_after)


def _measure_sum(rule: SumRule, holdings: Holdings, where: Where) -> Measured:
    ids: Iterable[str] = holdings.with_skills(rule.skills) if rule.skills else holdings.fitting(where)
    if rule.area:
        ids = [one for one in ids if rule.area in holdings.all[one].areas]
    amounts = {one: amount for one in ids if (amount := getattr(holdings.all[one], rule.unit))}
    used, lost = _sorted_out(amounts, holdings, where)
    total = count_once({one: amounts[one] for one in used}, holdings.excludes)
    return Measured(min(Fraction(1), total / rule.least), used, lost if total < rule.least else ())


def _measure_group(rule: GroupRule, holdings: Holdings, deeds: Deeds, where: Where) -> Measured:
    parts = [measure_rule(member, holdings, deeds, where=where) for member in rule.of]
    lost = tuple(dict.fromkeys(one for part in parts for one in part.lost))
    if rule.distinct:
        chosen = _matching([part.used for part in parts])
        value = Fraction(min(len(chosen), rule.needed), rule.needed)
        return Measured(value, tuple(sorted(chosen)), lost if value < 1 else ())
    if rule.kind == "all":
        weights = sum((member.weight for member in rule.of), Fraction(0))
        value = sum((m.weight * p.value for m, p in zip(rule.of, parts, strict=True)), Fraction(0)) / weights
    else:
        parts = sorted(parts, key=lambda part: part.value, reverse=True)[: rule.needed]
        value = sum((part.value for part in parts), Fraction(0)) / rule.needed
    used = tuple(sorted({one for part in parts for one in part.used}))
    return Measured(value, used, lost if value < 1 else ())


def _matching(wanted: list[tuple[str, ...]]) -> set[str]:
    """The credentials of a greatest matching of requirements to credentials (augmenting paths)."""
    taken: dict[str, int] = {}

    def place(requirement: int, tried: set[str]) -> bool:
        for one in wanted[requirement]:
            if one in tried:
                continue
            tried.add(one)
            if one not in taken or place(taken[one], tried):
                taken[one] = requirement
                return True
        return False

    for requirement in range(len(wanted)):
        place(requirement, set())
    return set(taken)


@dataclass(frozen=True)
class StepFacts:
    """A step to be measured. `review`: none, requested, accepted, returned."""

    id: str
    rule: Rule
    weight: Fraction = Fraction(1)
    required: bool = True
    needs_review: bool = False
    review: str = "none"
    due_on: date | None = None
    deeds: Deeds = field(default_factory=Deeds)


@dataclass(frozen=True)
class StepProgress:
    id: str
    value: Fraction
    complete: bool
    awaiting: bool  # only the adviser's word is missing
    used: tuple[str, ...]
    lost: tuple[Lost, ...]

    @property
    def percent(self) -> int:
        return _percent(self.value, self.complete)


@dataclass(frozen=True)
class PathProgress:
    value: Fraction  # exact, over the required steps
    complete: bool
    steps: tuple[StepProgress, ...]
    done: int  # required steps complete
    required: int
    done_beyond: int  # optional steps complete
    next_step: str | None  # earliest deadline among what is required and open, then the order of steps

    @property
    def percent(self) -> int:
        return _percent(self.value, self.complete)


def _percent(value: Fraction, complete: bool) -> int:
    return 100 if complete else min(99, int(100 * value))


def measure_step(step: StepFacts, holdings: Holdings) -> StepProgress:
    measured = measure_rule(step.rule, holdings, step.deeds)
    met = measured.value == 1
    awaiting = met and step.needs_review and step.review != "accepted"
    value = AWAITING if awaiting else measured.value
    return StepProgress(step.id, value, met and not awaiting, awaiting, measured.used, measured.lost)


def measure_path(steps: Iterable[StepFacts], holdings: Holdings) -> PathProgress:
    """Progress of the whole path. Without a required step: 0, not complete."""
    facts = list(steps)
    measured = [measure_step(step, holdings) for step in facts]
    required = [(step, result) for step, result in zip(facts, measured, strict=True) if step.required]
    weights = sum((step.weight for step, _ in required), Fraction(0))
    gained = sum((step.weight * result.value for step, result in required), Fraction(0))
    open_ones = [
        (step.due_on or date.max, place, step.id)
        for place, (step, result) in enumerate(required)
        if not result.complete
    ]
    done = sum(result.complete for _, result in required)
    return PathProgress(
        value=gained / weights if weights else Fraction(0),
        complete=bool(required) and done == len(required),
        steps=tuple(measured),
        done=done,
        required=len(required),
        done_beyond=sum(result.complete for result in measured) - done,
        next_step=min(open_ones)[2] if open_ones else None,
    )
