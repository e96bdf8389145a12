"""Rules by form: what a person fills in becomes a rule, and a rule becomes a filled form again.

The form says: how many of the lines are needed, then up to six lines, each a badge, a skill, an amount,
evidence or a mark, and below the conditions that hold for all of them. Deeper rules (from templates) are
shown as sentences and replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wallet.pathways.rules import Problem, read_rule

LINES = 6
LEAVES = ("skill", "credential", "sum_hours", "sum_ects", "evidence", "manual", "manual_adviser")
CONDITIONS = (
    "verified_only",
    "assessed_only",
    "current_or_not",
    "min_eqf",
    "max_age_months",
    "proof_of_skill",
)


@dataclass(frozen=True)
class Line:
    kind: str = ""
    text: str = ""  # skill, part of a title, label of a mark
    issuer: str = ""
    amount: str = ""
    skill_uri: str = ""


@dataclass(frozen=True)
class RuleForm:
    needed: str = "all"  # all, any, or a number
    distinct: bool = False
    lines: tuple[Line, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    deep: bool = False  # a rule the form cannot show; saving replaces it


def rule_of_form(form: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The rule that a submitted form describes, and what is wrong with it."""
    leaves = [leaf for n in range(LINES) if (leaf := _leaf(form, n))]
    where = _where(form)
    needed = form.get("needed", "all")
    if len(leaves) == 1 and needed in ("all", "any"):
        rule = leaves[0]
    else:
        rule = {"type": needed if needed in ("all", "any") else "n_of", "of": leaves}
        if rule["type"] == "n_of":
            rule["n"] = int(needed) if needed.isdecimal() and needed.isascii() else 0
        if form.get("distinct"):
            rule["distinct"] = True
    if where:
        rule["where"] = where
    return rule, read_rule(rule)[1]


def _leaf(form: Mapping[str, str], n: int) -> dict[str, Any] | None:
    kind = form.get(f"kind-{n}", "")
    text = " ".join(form.get(f"text-{n}", "").split())[:200]
    amount = form.get(f"amount-{n}", "").strip().replace(",", ".")
    if kind == "skill" and (text or form.get(f"uri-{n}")):
        return {"type": "skill", "any_of": _skills(text, form.get(f"uri-{n}", ""))}
    if kind == "credential" and (text or form.get(f"issuer-{n}")):
        issuer = " ".join(form.get(f"issuer-{n}", "").split())[:200]
        return {"type": "credential", "title_contains": text, **({"issuer": issuer} if issuer else {})}
    if kind in ("sum_hours", "sum_ects"):
        unit = kind.removeprefix("sum_")
        return {"type": "sum", "unit": unit, "min": amount, **({"skills": _skills(text, "")} if text else {})}
    if kind == "evidence":
        return {"type": "evidence", "min": int(amount) if amount.isdecimal() else 1}
    if kind in ("manual", "manual_adviser") and text:
        by = "adviser" if kind == "manual_adviser" else "learner"
        return {"type": "manual", "key": f"mark-{n}", "label": text, "by": by}
    return {"type": "skill", "any_of": []} if kind else None


def _skills(text: str, uri: str) -> list[str]:
    """Several skills in one line, parted by commas, are alternatives."""
    return [one for one in (uri.strip(), *(part.strip() for part in text.split(","))) if one]


def _where(form: Mapping[str, str]) -> dict[str, Any]:
    where: dict[str, Any] = {}
    if form.get("verified_only"):
        where["verified_only"] = True
    if form.get("assessed_only"):
        where["assessed_only"] = True
    if form.get("expired_too"):
        where["not_expired"] = False
    if form.get("proof_of_skill"):
        where["proof_kind"] = ["skill"]
    for name, member, times in (
        ("min_eqf", "min_eqf", 1),
        ("max_age_months", "max_age_days", 30),
        ("min_transparency", "min_transparency", 1),
    ):
        given = form.get(name, "").strip()
        if given:
            months = int(given) if given.isdecimal() and given.isascii() else -1
            years = member == "max_age_days" and months > 0 and months % 12 == 0
            where[member] = months // 12 * 365 if years else months * times
    return where


def form_of_rule(rule: Mapping[str, Any]) -> RuleForm:
    """The form filled with a stored rule."""
    kind = rule.get("type")
    if kind in ("all", "any", "n_of"):
        leaves = [leaf for leaf in rule.get("of", ()) if isinstance(leaf, Mapping)]
        deep = len(leaves) > LINES or any(
            leaf.get("type") in ("all", "any", "n_of") or leaf.get("where") or leaf.get("weight")
            for leaf in leaves
        )
        needed = str(rule.get("n", "all")) if kind == "n_of" else str(kind)
        return RuleForm(
            needed,
            rule.get("distinct") is True,
            tuple(_line(leaf) for leaf in leaves[:LINES]),
            rule.get("where") or {},
            deep,
        )
    return RuleForm(lines=(_line(rule),) if kind else (), where=rule.get("where") or {})


def _line(leaf: Mapping[str, Any]) -> Line:
    kind = leaf.get("type")
    if kind == "skill":
        return Line("skill", ", ".join(leaf.get("any_of", ())))
    if kind == "credential":
        return Line("credential", leaf.get("title_contains", ""), issuer=leaf.get("issuer", ""))
    if kind == "sum":
        return Line(
            f"sum_{leaf.get('unit')}", ", ".join(leaf.get("skills", ())), amount=str(leaf.get("min", ""))
        )
    if kind == "evidence":
        return Line("evidence", amount=str(leaf.get("min", 1)))
    if kind == "manual":
        return Line("manual_adviser" if leaf.get("by") == "adviser" else "manual", leaf.get("label", ""))
    return Line()
