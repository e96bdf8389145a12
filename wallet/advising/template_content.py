"""What a path template holds, read strictly: out of a person's copy anything may come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wallet.paths.rules.forms import form_of_rule
from wallet.paths.rules.language import AREAS, plain_number, read_rule
from wallet.paths.rules.sentences import rule_sentence
from wallet.paths.service import MOST_STEPS, TEXT_LIMIT, line

MOST_DAYS = 3_650


def read_frame(content: Mapping[str, Any]) -> dict[str, Any]:
    """`target`, `days` and `weekly_hours` of the whole."""
    return {
        "target": line(_text(content.get("target"))),
        "days": _whole(content.get("days"), MOST_DAYS),
        "weekly_hours": _whole(content.get("weekly_hours"), 80),
    }


def read_steps(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Its steps; one whose rule cannot be measured or told is left out."""
    kept = content.get("steps")
    steps = (
        [_step(raw) for raw in kept[:MOST_STEPS] if isinstance(raw, dict)] if isinstance(kept, list) else []
    )
    return [step for step in steps if step is not None]


def without_name(text: str, name: str) -> str:
    """ "…" in place of the name and of each of its parts, as whole words."""
    for part in (name, *name.split()):
        if len(part) > 2:
            text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


def rule_without_name(rule: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same for the words of marks in a rule; what badges are asked for stays as it is."""
    clean = dict(rule)
    if isinstance(rule.get("label"), str):
        clean["label"] = without_name(rule["label"], name)
    if isinstance(rule.get("of"), list):
        clean["of"] = [rule_without_name(one, name) if isinstance(one, dict) else one for one in rule["of"]]
    return clean


def _step(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    title, rule = line(_text(raw.get("title"))), raw.get("rule")
    if not title or not _can_be_told(rule):
        return None
    after = raw["after"] if isinstance(raw.get("after"), list) else []
    weight = _text(raw.get("weight"))[:8]
    return {
        "title": title,
        "description": _text(raw.get("description"))[:TEXT_LIMIT],
        "rule": rule,
        "hours": _whole(raw.get("hours"), 5_000),
        "due_days": _whole(raw.get("due_days"), MOST_DAYS),
        "required": raw.get("required") is not False,
        "needs_review": raw.get("needs_review") is True,
        "field": raw["field"] if _text(raw.get("field")) in AREAS else "",
        "weight": weight if plain_number(weight) else "1",
        "after": [one for one in after if isinstance(one, int) and 0 <= one < MOST_STEPS],
    }


def _can_be_told(rule: Any) -> bool:
    if not isinstance(rule, dict) or read_rule(rule)[1]:
        return False
    try:
        rule_sentence(rule, {})
        form_of_rule(rule)
    except (TypeError, ValueError, AttributeError, KeyError):
        return False
    return True


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any, most: int) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool)
    return value if known and 0 < value <= most else None
