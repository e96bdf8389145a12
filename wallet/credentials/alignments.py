"""What an alignment speaks of: a skill, a level, an accreditation, or where it leads. Pure.

Open Badges 3.0 §Alignment names nothing but a target; issuers of micro-credentials put the level of the
qualification and the decision of an accrediting body there too, and neither is anything a holder can do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wallet.credentials.parsing import values

_LEVELS = ("eqf", "erk", "prk", "european qualifications framework", "polska rama kwalifikacji")
_OTHER = (
    "nqf",
    "nlqf",
    "dqr",
    "isced",
    "qualifications framework",
    "qualification framework",
    "rama kwalifikacji",
    "ramy kwalifikacji",
    "deutscher qualifikationsrahmen",
    "bologna cycle",
)
_LEVEL_TYPES = frozenset({"eqf", "prk", "erk"})
_OTHER_TYPES = frozenset({"nqf", "nlqf", "isced", "iscedf", "qualificationlevel", "educationlevel"})
_QUALITY_TYPES = frozenset({"qualityassurance", "accreditation", "accreditationdecision"})
_QUALITY = ("quality assurance", "accreditation", "akredytac", "zapewnianie jakości", "zapewnienie jakości")
_ONWARDS = frozenset({"ceterms:credential", "ext:credential"})


def kind_of(alignment: Mapping[str, Any]) -> str:
    """level (of the European or the Polish framework), quality, onwards, other (another framework of levels
    or of fields of study) or skill. Open Badges 1.1 and 2.0 name the same members without `target`."""
    types = {values.string(kind).casefold() for kind in values.items(alignment.get("targetType"))}
    bare = {kind.rpartition(":")[2].rpartition("/")[2].rpartition("#")[2] for kind in types}
    framework = values.plain(alignment.get("targetFramework", alignment.get("framework"))).casefold()
    url = values.identifier(
        alignment.get("targetUrl", alignment.get("targetURL", alignment.get("url")))
    ).casefold()
    if bare & _LEVEL_TYPES or "/snb/eqf/" in url:
        return "level"
    if framework in _LEVELS or framework.startswith(tuple(f"{name} " for name in _LEVELS)):
        return "level"
    if bare & _QUALITY_TYPES or any(name in framework for name in _QUALITY):
        return "quality"
    if types & _ONWARDS:
        return "onwards"
    return "other" if bare & _OTHER_TYPES or "/snb/isced" in url or _names_other(framework) else "skill"


def _names_other(framework: str) -> bool:
    words = re.findall(r"\w+", framework)
    return any(name in words or (" " in name and name in framework) for name in _OTHER)
