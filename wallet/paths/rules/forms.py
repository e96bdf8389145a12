"""Rules by form: what a person fills in becomes a rule, and a rule becomes the same filled form again.

The form is a list of lines and how many of them are needed. A line is a badge, a skill, an amount, evidence,
a mark, or a group: a list of lines again. Each line may say which badges count for it, and so may the whole.
Every rule of the language can be shown and made; only a weight on the whole, which means nothing, is lost.

Fields of the first line end in "-0", of the second line of a group in it "-0.1".
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wallet.paths.rules.language import AREAS, MOST_DEEP, MOST_NODES, Problem, read_rule
from wallet.paths.rules.where_form import (
    ANYTHING,
    TEXT_LIMIT,
    Narrow,
    conditions_of,
    read_conditions,
    several,
    where_of,
    whole,
)

KINDS = ("skill", "credential", "sum_hours", "sum_ects", "evidence", "manual", "manual_adviser", "group")
SHOWN, SHOWN_IN_GROUP = 3, 2  # so many lines are there to be filled in at least
GROUPS = ("all", "any", "n_of")
MOST_LINES = 2 * MOST_NODES


@dataclass(frozen=True)
class Line:
    """What one line says, as it was typed."""

    kind: str = ""
    text: str = ""  # skills, part of a title, label of a mark
    uris: tuple[str, ...] = ()  # skills by their identifier
    achievement: str = ""  # one particular badge by its identifier
    issuer: str = ""
    amount: str = ""
    area: str = ""
    narrower: bool = False
    weight: str = ""
    key: str = ""  # of a mark, so that it stays made when its words change
    needed: str = "all"
    distinct: bool = False
    lines: tuple[Line, ...] = ()
    where: Narrow = ANYTHING

    @property
    def empty(self) -> bool:
        typed = (self.text, self.uris, self.achievement, self.issuer, self.amount, self.lines)
        return not self.kind and not any(typed)

    @property
    def more(self) -> bool:
        """Whether something stands in what is folded away."""
        return self.where.given or self.weight not in ("", "1")

    @property
    def shown(self) -> tuple[Line, ...]:
        return _filled_up(self.lines, SHOWN_IN_GROUP)


@dataclass(frozen=True)
class RuleForm:
    needed: str = "all"  # all, any, or a number
    distinct: bool = False
    lines: tuple[Line, ...] = ()
    where: Narrow = ANYTHING
    grouped: bool = False  # a group even when it has one line only

    @property
    def shown(self) -> tuple[Line, ...]:
        return _filled_up(self.lines, SHOWN)


def _filled_up(lines: tuple[Line, ...], least: int) -> tuple[Line, ...]:
    return lines + (Line(),) * max(0, least - len(lines))


def rule_of_form(form: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The rule that a submitted form describes, and what is wrong with it."""
    rule = described(read_form(form))
    return rule, read_rule(rule)[1]


def read_form(form: Mapping[str, Any]) -> RuleForm:
    """Everything as it was typed."""
    return RuleForm(
        needed=str(form.get("needed", "all")),
        distinct=bool(form.get("distinct")),
        lines=_Lines(form).read("", 2),
        where=read_conditions(form),
        grouped=bool(form.get("grouped")),
    )


class _Lines:
    """Reads the lines of a form; more than a rule can have are left unread."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self.form, self.left = form, MOST_LINES

    def read(self, within: str, depth: int) -> tuple[Line, ...]:
        if depth > MOST_DEEP + 1:
            return ()
        lines = []
        for place in (f"{within}{n}" for n in range(MOST_NODES)):
            if f"kind-{place}" in self.form and self.left > 0:
                self.left -= 1
                lines.append(replace(_read_line(self.form, place), lines=self.read(f"{place}.", depth + 1)))
        return tuple(lines)


def _read_line(form: Mapping[str, Any], place: str) -> Line:
    def typed(name: str, most: int = 200) -> str:
        return " ".join(str(form.get(f"{name}-{place}", "")).split())[:most]

    kind = typed("kind")
    return Line(
        kind=kind if kind in KINDS else "",
        text=typed("text", TEXT_LIMIT),
        uris=tuple(one.strip()[:500] for one in several(form, f"uri-{place}") if one.strip()),
        achievement=typed("achievement", 500),
        issuer=typed("issuer", 500),
        amount=typed("amount"),
        area=typed("area") if typed("area") in AREAS else "",
        narrower=bool(form.get(f"narrower-{place}")),
        weight=typed("weight"),
        key=typed("key", 64),
        needed=typed("needed") or "all",
        distinct=bool(form.get(f"distinct-{place}")),
        where=read_conditions(form, f"-{place}"),
    )


def with_another_line(form: RuleForm, place: str) -> RuleForm:
    """The form with one more empty line: in the whole ("root"), or in the group at this place."""
    if place == "root":
        return replace(form, lines=(*form.shown, Line()))
    numbers = [int(part) if part.isascii() and part.isdecimal() else -1 for part in place.split(".")]
    return replace(form, lines=_with_another(form.lines, numbers))


def _with_another(lines: tuple[Line, ...], numbers: list[int]) -> tuple[Line, ...]:
    if not 0 <= numbers[0] < len(lines):
        return lines
    line = lines[numbers[0]]
    if len(numbers) > 1:
        line = replace(line, lines=_with_another(line.lines, numbers[1:]))
    elif line.lines:
        line = replace(line, kind="group", lines=(*line.shown, Line()))
    else:
        line = replace(line, kind="group", lines=line.shown)
    return (*lines[: numbers[0]], line, *lines[numbers[0] + 1 :])


def described(form: RuleForm) -> dict[str, Any]:
    """The rule the form speaks of, whether or not it makes sense."""
    keys = _NewKeys(form.lines)
    members = [_rule(line, keys) for line in form.lines if not line.empty]
    where = where_of(form.where)
    alone = len(members) == 1 and form.needed in ("all", "any") and not form.grouped
    if alone and not (where and "where" in members[0]):
        rule = members[0]
    else:
        rule = _group(form.needed, members, distinct=form.distinct)
    return {**rule, "where": where} if where else rule


def _group(needed: str, members: list[dict[str, Any]], *, distinct: bool) -> dict[str, Any]:
    rule: dict[str, Any] = {"type": needed if needed in ("all", "any") else "n_of", "of": members}
    if rule["type"] == "n_of":
        rule["n"] = whole(needed)
    if distinct:
        rule["distinct"] = True
    return rule


def _rule(line: Line, keys: _NewKeys) -> dict[str, Any]:
    if line.kind == "group":
        members = [_rule(one, keys) for one in line.lines if not one.empty]
        rule = _group(line.needed, members, distinct=line.distinct)
    else:
        rule = _leaf(line, keys)
    if line.weight not in ("", "1"):
        rule["weight"] = _amount(line.weight)
    if where := where_of(line.where):
        rule["where"] = where
    return rule


def _leaf(line: Line, keys: _NewKeys) -> dict[str, Any]:
    skills = [*line.uris, *_parted(line.text)]
    if line.kind == "skill":
        return {"type": "skill", "any_of": skills, **({"include_narrower": True} if line.narrower else {})}
    if line.kind == "credential":
        asked = {"achievement": line.achievement, "title_contains": line.text, "issuer": line.issuer}
        return {"type": "credential", **{name: value for name, value in asked.items() if value}}
    if line.kind in ("sum_hours", "sum_ects"):
        unit = line.kind.removeprefix("sum_")
        rule = {"type": "sum", "unit": unit, "min": _amount(line.amount)}
        return {
            **rule,
            **({"skills": skills} if skills else {}),
            **({"area": line.area} if line.area else {}),
        }
    if line.kind == "evidence":
        return {"type": "evidence", "min": whole(line.amount or "1")}
    if line.kind in ("manual", "manual_adviser"):
        by = "adviser" if line.kind == "manual_adviser" else "learner"
        key = line.key or (next(keys) if line.text else "")
        return {"type": "manual", "key": key, "label": line.text, "by": by}
    return {"type": ""}


class _NewKeys(Iterator[str]):
    """Names for new marks that no mark of the form has."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.known = {one.key for one in _every(lines)}

    def __next__(self) -> str:
        key = next(f"mark-{n}" for n in range(2 * MOST_LINES) if f"mark-{n}" not in self.known)
        self.known.add(key)
        return key


def _every(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _every(line.lines)


def _amount(typed: str) -> int | str:
    text = typed.replace(",", ".").strip()
    return int(text) if text.isascii() and text.isdecimal() else text


def form_of_rule(rule: Mapping[str, Any]) -> RuleForm:
    """The form filled with a stored rule."""
    where = conditions_of(rule.get("where"))
    if rule.get("type") not in GROUPS:
        line = replace(_line(rule), where=ANYTHING)
        return RuleForm(lines=() if line.empty else (line,), where=where)
    lines = _lines(rule)
    return RuleForm(_needed(rule), rule.get("distinct") is True, lines, where, grouped=len(lines) < 2)


def _lines(rule: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(_line(member) for member in rule.get("of", ()) if isinstance(member, Mapping))


def _needed(rule: Mapping[str, Any]) -> str:
    return str(rule.get("n", "")) if rule.get("type") == "n_of" else str(rule.get("type"))


def _line(rule: Mapping[str, Any]) -> Line:
    line = replace(_kind_of_line(rule), where=conditions_of(rule.get("where")))
    weight = str(rule.get("weight", ""))
    return replace(line, weight="" if weight == "1" else weight)


def _kind_of_line(rule: Mapping[str, Any]) -> Line:
    kind = rule.get("type")
    if kind in GROUPS:
        return Line("group", needed=_needed(rule), distinct=rule.get("distinct") is True, lines=_lines(rule))
    if kind == "skill":
        text, uris = _words_and_uris(rule.get("any_of", ()))
        return Line("skill", text, uris, narrower=rule.get("include_narrower") is True)
    if kind == "credential":
        return Line(
            "credential",
            rule.get("title_contains", ""),
            achievement=rule.get("achievement", ""),
            issuer=rule.get("issuer", ""),
        )
    if kind == "sum":
        text, uris = _words_and_uris(rule.get("skills", ()))
        unit = f"sum_{rule.get('unit')}"
        return Line(unit, text, uris, amount=str(rule.get("min", "")), area=rule.get("area", ""))
    if kind == "evidence":
        return Line("evidence", amount=str(rule.get("min", 1)))
    if kind == "manual":
        by = "manual_adviser" if rule.get("by") == "adviser" else "manual"
        return Line(by, rule.get("label", ""), key=rule.get("key", ""))
    return Line()


def _words_and_uris(skills: Any) -> tuple[str, tuple[str, ...]]:
    """Skills by their words, as they are typed, and those by their identifier."""
    words = [one for one in skills if not _is_uri(one)]
    return ", ".join(_quoted(one) for one in words), tuple(one for one in skills if _is_uri(one))


def _is_uri(skill: str) -> bool:
    return ("://" in skill or skill.startswith("urn:")) and not any(one.isspace() for one in skill)


def _quoted(skill: str) -> str:
    return '"' + skill.replace('"', '""') + '"' if "," in skill or '"' in skill else skill


def _parted(text: str) -> list[str]:
    """Several skills in one line, parted by commas, are alternatives; one with a comma stands in quotes."""
    parts = next(csv.reader([text.replace("\0", "")], skipinitialspace=True), [])
    return [part.strip() for part in parts if part.strip()]
