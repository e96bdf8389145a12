"""A shown page as JSON for whoever asks for that, and as what a frozen link keeps of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from wallet.collection.cards import ReportCard
from wallet.shared_page.offered_paths import OfferedPath, OfferedStep
from wallet.shared_page.page_model import (
    ShownCredential,
    ShownEntry,
    ShownEvidence,
    ShownPage,
    ShownPath,
    ShownSection,
    ShownSkill,
)
from wallet.shared_page.queries import Plan, PlannedItem, PlannedSection

_KEPT = ("title", "organisation", "period", "description", "outcomes", "facts")
_KEPT_OF_A_PATH = ("title", "goal", "percent", "complete")
_TYPES = {
    ShownCredential: "credential",
    ShownEntry: "own-entry",
    ShownEvidence: "evidence",
    ShownSkill: "skill",
    ShownPath: "path",
}


def as_json(page: ShownPage) -> dict[str, Any]:
    """Everything the page shows and nothing else: the same fields, the same words."""
    return {
        "kind": page.kind,
        "title": page.title,
        "language": page.language,
        "display_name": page.display_name,
        "headline": page.headline,
        "contact": page.contact,
        "ends_at": _moment(page.ends_at),
        "as_of": _moment(page.as_of),
        "checked_at": _moment(page.checked_at),
        "summary": {
            "total": page.summary.total,
            "holding": page.summary.holding,
            "tone": page.summary.tone,
            "title": page.summary.title,
            "sentence": page.summary.sentence,
            "news": [sentence for _tone, _icon, sentence in page.summary.news],
        },
        "sections": [_section(section) for section in page.sections],
    }


def _section(section: ShownSection) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "title": section.title,
        "claim": section.claim,
        "words": section.words,
        "items": [_item(item) for item in section.items],
    }


def _item(item: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"type": _TYPES[type(item)], **asdict(item)}
    if isinstance(item, ShownCredential):
        said["report"] = _report(item.report) if item.report else None
        stated = item.transparency
        said["transparency"] = {"stated": stated[0], "of": 11, "missing": list(stated[1])} if stated else None
        for facts in ("size_facts", "assessment_facts", "grade_facts"):
            said[facts] = [{"label": label, "value": value} for label, value in getattr(item, facts)]
        for when in ("issued_at", "expires_at", "checked_at"):
            said[when] = _moment(getattr(item, when))
        said.pop("icon")
        for one in said["inside"]:
            one["issued_at"] = _moment(one["issued_at"])
            one.pop("icon")
    elif isinstance(item, ShownEntry):
        said["self_declared"] = True
        said["facts"] = [{"label": label, "value": value} for label, value in item.facts]
    elif isinstance(item, ShownPath):
        said["awards_a_qualification"] = False
    return said


def _report(report: ReportCard) -> dict[str, Any]:
    return {
        "verdict": report.verdict,
        "case": report.case,
        "word": report.word,
        "sentence": report.sentence,
        "at": _moment(report.at),
        "checks": [
            {
                "check": check.check,
                "outcome": check.outcome,
                "code": check.code if check.check != "recipient" else "",
                "question": check.question,
                "answer": check.answer,
            }
            for check in report.checks
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def freeze(page: ShownPage) -> dict[str, Any]:
    """What a frozen link keeps: the order, the holder's words and own entries as they are now. What badges
    say is theirs and does not change; verdicts are asked live. Ids stay in the database."""
    return {
        "title": page.title,
        "display_name": page.display_name,
        "headline": page.headline,
        "contact": page.contact,
        "sections": [
            {
                "kind": section.kind,
                "title": section.title,
                "claim": section.claim,
                "words": section.words,
                "items": [_frozen(item, page) for item in section.items],
            }
            for section in page.sections
        ],
    }


def _frozen(item: Any, page: ShownPage) -> dict[str, Any]:
    if isinstance(item, ShownSkill):
        return {"skill": item.name}
    id = page.refs.get(item.key, "")
    if isinstance(item, ShownCredential):
        return {"credential": id, "caption": item.caption}
    if isinstance(item, ShownEvidence):
        return {"evidence": id}
    if isinstance(item, ShownPath):
        return {"path": id, "caption": item.caption, "kept": _frozen_path(item, page)}
    kept = {name: getattr(item, name) for name in _KEPT}
    kept["facts"] = [list(fact) for fact in item.facts]
    return {"entry": id, "caption": item.caption, "kept": {**kept, "outcomes": list(item.outcomes)}}


def _frozen_path(path: ShownPath, page: ShownPage) -> dict[str, Any]:
    """How far it was: a frozen link does not go on telling how its holder fares."""
    kept: dict[str, Any] = {name: getattr(path, name) for name in _KEPT_OF_A_PATH}
    kept["counts"] = list(path.counts)
    kept["steps"] = [
        {
            "title": step.title,
            "state": step.state,
            "required": step.required,
            "proofs": [page.refs[key] for key in step.proofs],
        }
        for step in path.steps
    ]
    return kept


def thaw(frozen: Mapping[str, Any], live: Plan) -> Plan:
    """The portfolio as it was. Its language and picture are those of today."""
    return replace(
        live,
        title=str(frozen.get("title", live.title)),
        display_name=str(frozen.get("display_name", "")),
        headline=str(frozen.get("headline", "")),
        contact=str(frozen.get("contact", "")),
        sections=tuple(
            PlannedSection(
                kind=section["kind"],
                title=section["title"],
                claim=section["claim"],
                words=section["words"],
                items=tuple(
                    PlannedItem(
                        credential_id=item.get("credential"),
                        entry_id=item.get("entry"),
                        evidence_id=item.get("evidence"),
                        skill=item.get("skill", ""),
                        caption=item.get("caption", ""),
                        kept=item.get("kept"),
                        path_id=item.get("path", ""),
                    )
                    for item in section["items"]
                ),
            )
            for section in frozen.get("sections", ())
        ),
    )


def kept_entry(entry: ShownEntry, kept: Mapping[str, Any]) -> ShownEntry:
    """An own entry with the words it had when the link was frozen."""
    words = {name: kept[name] for name in _KEPT if name in kept}
    words["outcomes"] = tuple(words.get("outcomes", ()))
    words["facts"] = tuple((label, value) for label, value in words.get("facts", ()))
    return replace(entry, **words)


def kept_path(path: OfferedPath, kept: Mapping[str, Any]) -> OfferedPath:
    """A path that is still there, as far as it was when the link was frozen; without words."""
    steps = tuple(
        OfferedStep(
            title=step["title"],
            state=step["state"],
            word="",
            required=step["required"],
            proofs=tuple((id, "") for id in step["proofs"]),
        )
        for step in kept.get("steps", ())
    )
    same = {name: kept[name] for name in _KEPT_OF_A_PATH if name in kept}
    done, required, beyond = kept.get("counts", (0, 0, 0))
    return replace(path, **same, counts=(done, required, beyond), steps=steps)
