"""The marks that a rule asks of the career adviser. Pure."""

from __future__ import annotations

from collections.abc import Mapping

ADVISER = "adviser"


def asked_marks(rule: object) -> list[tuple[str, str]]:
    """(key, label) of each."""
    if not isinstance(rule, Mapping):
        return []
    if rule.get("type") == "manual":
        return [(str(rule.get("key", "")), str(rule.get("label", "")))] if rule.get("by") == ADVISER else []
    return [found for member in rule.get("of", ()) or () for found in asked_marks(member)]
