"""The rule language of steps: JSON in, frozen rules or the problems with them out. Pure.

A rule says what completes a step: a credential, a skill, a sum of ECTS or hours, evidence, a mark by hand,
or a group of rules (all, any, n of). `where` narrows which credentials count; it is inherited and only
gets stricter on the way down. A node that makes no sense is kept as `Broken`: it measures 0 and never
counts as met, and whoever saves the rule is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from wallet.credentials.parsing.names import normal

MOST_DEEP = 5
MOST_NODES = 50
PROOF_KINDS = frozenset({"skill", "participation", "membership", "qualification", "other"})
AREAS = frozenset({"digital", "green", "social", "employment"})
UNITS = frozenset({"ects", "hours"})


@dataclass(frozen=True)
class Where:
    """Which credentials count. None: not asked. The merged form of every node on the way down."""

    not_expired: bool | None = None
    verified_only: bool = False
    assessed_only: bool = False
    min_eqf: int | None = None
    min_transparency: int | None = None
    max_age_days: int | None = None
    issued_after: date | None = None
    issuers: frozenset[str] | None = None
    proof_kind: frozenset[str] | None = None
    areas: frozenset[str] | None = None

    def within(self, outer: Where) -> Where:
        """This one under `outer`: the stricter of both in every respect."""
        return Where(
            not_expired=_stricter_flag(outer.not_expired, self.not_expired),
            verified_only=outer.verified_only or self.verified_only,
            assessed_only=outer.assessed_only or self.assessed_only,
            min_eqf=_most(outer.min_eqf, self.min_eqf),
            min_transparency=_most(outer.min_transparency, self.min_transparency),
            max_age_days=_least(outer.max_age_days, self.max_age_days),
            issued_after=_most(outer.issued_after, self.issued_after),
            issuers=_common(outer.issuers, self.issuers),
            proof_kind=_common(outer.proof_kind, self.proof_kind),
            areas=_common(outer.areas, self.areas),
        )

    @property
    def current_only(self) -> bool:
        """Whether an expired credential is left out: yes, unless a node on the way said otherwise."""
        return self.not_expired is not False


@dataclass(frozen=True)
class Rule:
    weight: Fraction = field(default=Fraction(1), kw_only=True)
    where: Where = field(default=Where(), kw_only=True)


@dataclass(frozen=True)
class Broken(Rule):
    """A node that cannot be measured; `code` says why."""

    code: str = ""


@dataclass(frozen=True)
class CredentialRule(Rule):
    achievement: str = ""
    title_contains: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class SkillRule(Rule):
    any_of: frozenset[str] = frozenset()
    include_narrower: bool = False


@dataclass(frozen=True)
class SumRule(Rule):
    unit: str = "ects"
    least: Fraction = Fraction(1)
    skills: frozenset[str] = frozenset()
    area: str = ""


@dataclass(frozen=True)
class EvidenceRule(Rule):
    least: int = 1


@dataclass(frozen=True)
class ManualRule(Rule):
    key: str = ""
    label: str = ""
    by: str = "learner"


@dataclass(frozen=True)
class GroupRule(Rule):
    """all, any, or n_of; `needed` is how many of `of` it takes."""

    kind: str = "all"
    of: tuple[Rule, ...] = ()
    needed: int = 0
    distinct: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong with a rule, and where in it (a path such as `of.1.where`)."""

    code: str
    where: str = ""


def read_rule(data: object) -> tuple[Rule, tuple[Problem, ...]]:
    """The rule and every problem found in it. Without problems it may be saved."""
    reader = _Reader()
    rule = reader.read(data, "", 1)
    return rule, tuple(reader.problems)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes = 0

    def _broken(self, code: str, at: str) -> Broken:
        self.problems.append(Problem(code, at))
        return Broken(code=code)

    def read(self, data: object, at: str, depth: int) -> Rule:
        self.nodes += 1
        if not isinstance(data, Mapping):
            return self._broken("rule-not-an-object", at)
        if depth > MOST_DEEP or self.nodes > MOST_NODES:
            return self._broken("rule-too-large", at)
        readers = {
            "credential": self._credential,
            "skill": self._skill,
            "sum": self._sum,
            "evidence": self._evidence,
            "manual": self._manual,
        }
        kind = data.get("type")
        if kind in ("all", "any", "n_of"):
            rule = self._group(data, at, depth)
        elif isinstance(kind, str) and kind in readers:
            rule = readers[kind](data, at)
        else:
            return self._broken("rule-kind-unknown", at)
        return replace(rule, weight=self._weight(data, at), where=self._where(data, at))

    def _weight(self, data: Mapping[str, Any], at: str) -> Fraction:
        weight = plain_number(data.get("weight", 1))
        if weight is None or not 0 < weight <= 100:
            self.problems.append(Problem("weight-out-of-range", at))
            return Fraction(1)
        return weight

    def _credential(self, data: Mapping[str, Any], at: str) -> Rule:
        chosen = {name: _text(data.get(name)) for name in ("achievement", "title_contains", "issuer")}
        if not any(chosen.values()):
            return self._broken("credential-without-selector", at)
        return CredentialRule(
            achievement=chosen["achievement"],
            title_contains=normal(chosen["title_contains"]),
            issuer=normal(chosen["issuer"]),
        )

    def _skill(self, data: Mapping[str, Any], at: str) -> Rule:
        skills = _texts(data.get("any_of"))
        if not skills:
            return self._broken("skill-without-name", at)
        return SkillRule(any_of=skills, include_narrower=data.get("include_narrower") is True)

    def _sum(self, data: Mapping[str, Any], at: str) -> Rule:
        least = plain_number(data.get("min"))
        if least is None or least <= 0 or data.get("unit") not in UNITS:
            return self._broken("sum-without-amount", at)
        area = _text(data.get("area"))
        if area and area not in AREAS:
            return self._broken("area-unknown", at)
        return SumRule(unit=data["unit"], least=least, skills=_texts(data.get("skills")), area=area)

    def _evidence(self, data: Mapping[str, Any], at: str) -> Rule:
        least = _whole(data.get("min", 1))
        if least is None or least < 1:
            return self._broken("evidence-without-amount", at)
        return EvidenceRule(least=least)

    def _manual(self, data: Mapping[str, Any], at: str) -> Rule:
        key, by = _text(data.get("key")), data.get("by", "learner")
        if not key or by not in ("learner", "adviser"):
            return self._broken("mark-without-key", at)
        return ManualRule(key=key, label=_text(data.get("label")), by=by)

    def _group(self, data: Mapping[str, Any], at: str, depth: int) -> Rule:
        members = data.get("of")
        if not isinstance(members, list) or not members:
            return self._broken("group-empty", at)
        prefix = f"{at}.of" if at else "of"
        of = tuple(self.read(member, f"{prefix}.{n}", depth + 1) for n, member in enumerate(members))
        kind, distinct = data["type"], data.get("distinct") is True
        needed = {"all": len(of), "any": 1}.get(kind) or _whole(data.get("n"))
        if needed is None or not 1 <= needed <= len(of):
            return self._broken("group-needs-more-than-it-has", at)
        if distinct and not all(isinstance(rule, CredentialRule | SkillRule | Broken) for rule in of):
            return self._broken("distinct-needs-credentials", at)
        return GroupRule(kind=kind, of=of, needed=needed, distinct=distinct)

    def _where(self, data: Mapping[str, Any], at: str) -> Where:
        given = data.get("where", {})
        place = f"{at}.where" if at else "where"
        if not isinstance(given, Mapping):
            self.problems.append(Problem("where-not-an-object", place))
            return Where()
        where, wrong = _read_where(given)
        self.problems.extend(Problem("where-value-wrong", f"{place}.{name}") for name in wrong)
        return where


def _read_where(given: Mapping[str, Any]) -> tuple[Where, list[str]]:
    """What is understood of it, and the names of the members that are not."""
    readers: dict[str, Callable[[object], Any]] = {
        "not_expired": _flag,
        "verified_only": _flag,
        "assessed_only": _flag,
        "min_eqf": lambda value: _between(value, 1, 8),
        "min_transparency": lambda value: _between(value, 0, 11),
        "max_age_days": lambda value: _between(value, 1, 36_525),
        "issued_after": _day,
        "issuers": lambda value: _texts(value) or None,
        "proof_kind": lambda value: _among(value, PROOF_KINDS),
        "areas": lambda value: _among(value, AREAS),
    }
    understood: dict[str, Any] = {}
    wrong = []
    for name, value in given.items():
        read = readers[name](value) if name in readers else None
        if read is None:
            wrong.append(str(name))
        else:
            understood[name] = read
    return Where(**understood), wrong


def _stricter_flag(outer: bool | None, inner: bool | None) -> bool | None:
    if outer is None or inner is None:
        return inner if outer is None else outer
    return outer or inner


def _most(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else max(one, other)


def _least(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else min(one, other)


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return other if one is None else one if other is None else one & other


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        return frozenset()
    return frozenset(normal(text) for text in value if isinstance(text, str) and text.strip())


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _between(value: object, low: int, high: int) -> int | None:
    number = _whole(value)
    return number if number is not None and low <= number <= high else None


def _among(value: object, known: frozenset[str]) -> frozenset[str] | None:
    chosen = _texts(value)
    return chosen if chosen and chosen <= known else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


# No exponents: “1e999999999” is ten letters, and a number that no machine can write out.
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{0,9})?")


def plain_number(value: object) -> Fraction | None:
    """Exact: a decimal is what it says (0.1 is a tenth), never its nearest binary fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    written = str(value).strip().replace(",", ".")
    return Fraction(written) if PLAIN_NUMBER.fullmatch(written) else None
