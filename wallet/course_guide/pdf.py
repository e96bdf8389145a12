"""The description of a micro-credential as PDF (PDF/UA-1, PDF/A-2a): what was written and the check of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from wallet.course_guide import service
from wallet.printing import typesetting
from wallet.printing.glyphs import plainest, printable

TEMPLATE = Path(__file__).parent / "guide.typ"

_log = logging.getLogger(__name__)


def render_pdf(
    thing: service.Described, *, answers: Mapping[int, Sequence[tuple[str, str]]], language: str
) -> bytes:
    """The same description gives the same bytes."""
    told = _told(thing, answers, language)
    at = int(thing.updated_at.timestamp())
    try:
        return typesetting.typeset(json.dumps(_cleaned(told, printable)), {}, at=at, template=TEMPLATE)
    except typesetting.NotTypeset as problem:
        _log.warning("typeset in plain letters only (%s)", problem.params["stage"])
        return typesetting.typeset(json.dumps(_cleaned(told, plainest)), {}, at=at, template=TEMPLATE)


def _told(
    thing: service.Described, answers: Mapping[int, Sequence[tuple[str, str]]], language: str
) -> dict[str, Any]:
    check = service.check(thing)
    return {
        "language": language,
        "title": thing.title or _("Without a title"),
        "kind": _("A description, not a credential"),
        "note": _("Made in five steps of our own reading of the model. It proves nothing about anybody."),
        "nothing": _("Nothing was written here yet."),
        "about": _(
            "Read from the description by the same check as every badge here. The learner and the date are not part of a description: they are given when a credential is issued, and count if that is provided for."  # noqa: E501
        ),
        "parts": [
            {"name": f"{number}. {name}", "pairs": [list(pair) for pair in answers[number]]}
            for number, name, _asks in service.step_words()
        ],
        "headline": check.headline,
        "lines": [
            f"{line.name}: {line.word}" + (f" ({', '.join(line.values)})" if line.values else "")
            for line in check.lines
        ],
    }


def _cleaned(told: Any, letters: Any) -> Any:
    if isinstance(told, str):
        return letters(told)
    if isinstance(told, dict):
        return {key: _cleaned(value, letters) for key, value in told.items()}
    return [_cleaned(value, letters) for value in told] if isinstance(told, list) else told
