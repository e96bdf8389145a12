"""Extension members of Open Badges 2 that production servers write into Open Badges 3.0 documents.

No context of Open Badges 3.0 defines the prefix, so of such a member the signature covers that it is there,
and not what it says. Each is listed here by its name: a document that carries one is taken, and the member is
left out of what was proved. Any other name with a colon stays refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Open Badges 2.0 §Extensions, the community's registry, and what badgr-server and edubadges add to it.
_NAMES = """
    ApplyLink AssessmentExtension BasedOnExtension CategoryExtension CompetencyExtension ECTSExtension
    EQFExtension GeoCoordinates GradingTableExtension LanguageExtension LearningOutcomeExtension
    LevelExtension LicenseExtension OrgImageExtension OriginalCreator RecipientProfile recipientProfile
    StudyLoadExtension TimeInvestmentExtension
"""
EXTENSIONS = frozenset(f"extensions:{name}" for name in _NAMES.split())

# Those servers sign with PyLD, which reads a relative identifier (the `CC-0` of a licence) against this.
_PYLD_BASE = "http://example.org/base/"


def bases_of(document: Mapping[str, Any]) -> tuple[str | None, ...]:
    """The bases to read a document against: none, and for one with extensions the base of its signer's tool.
    Outside of extensions the gate admits no identifier that a base could change."""
    return (None, _PYLD_BASE) if any(True for _ in extensions_in(document)) else (None,)


def without_extensions(value: Any) -> Any:
    """A copy without the extension members, at any depth."""
    if isinstance(value, list):
        return [without_extensions(item) for item in value]
    if isinstance(value, Mapping):
        return {name: without_extensions(item) for name, item in value.items() if name not in EXTENSIONS}
    return value


def extensions_in(value: Any) -> Iterator[Any]:
    """What stands under each extension member, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from extensions_in(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name in EXTENSIONS:
                yield item
            else:
                yield from extensions_in(item)
