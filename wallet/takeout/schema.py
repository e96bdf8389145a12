# ruff: noqa: E501 (a sentence stands on one line)
"""The JSON Schema of `wallet.json`, drawn from what is declared to be a person's (`store.personal`).

`python -m wallet.takeout.schema` writes it to `wallet.schema.json`; a test holds the two together.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Integer, LargeBinary

from wallet.store import personal
from wallet.store.models.columns import JsonText, UtcTime

SCHEMA = Path(__file__).parent / "wallet.schema.json"
FORMAT, FORMAT_VERSION = "dorobek-wallet", 1
IN_FILES = {("verdict_run", "report")}  # long: they stand in history/, one file for each credential

ABOUT = {
    "account": "Who the person is to this wallet: the account at the sign-in service (issuer, subject), name, "
    "language, role.",
    "emails": "E-mail addresses and how each was proven.",
    "sign_ins": "Browsers that were signed in. Nothing here signs anybody in.",
    "credentials": "The badges. original_digest names the file with the bytes as they were given; fingerprint is "
    "the same for the same credential whatever carried it. verdict, another (issued to somebody "
    "else) and checked_at are what was last found, no promise.",
    "verdicts": "Every verification, oldest first. Its full report stands in history/.",
    "documents": "Certificates kept as documents of one's own, without a machine-readable credential.",
    "imports": "What was handed in at once, as long as its report is kept.",
    "import_items": "The things of an import and what became of each.",
    "links": "Share links: to what, for whom, until when. Not their addresses: those are secrets that the wallet "
    "does not know itself.",
    "entries": "What the person states of themselves. Nobody else vouches for it.",
    "evidence": "Files, addresses and words that support an entry (entry_id) or stand by themselves.",
    "portfolios": "Chosen, ordered sets with words around them, each for one kind of reader.",
    "portfolio_sections": "The sections of the portfolios, ordered by position.",
    "portfolio_items": "What stands in a section: exactly one of credential_id, entry_id, evidence_id, skill. "
    "In a section of kind path_progress skill is the id of a path. caption is public; reflection was never "
    "shown to anybody.",
    "linkedin_posts": "What the person put on LinkedIn, and when.",
    "keys": "The identifier (did) under which presentations were signed. The private key is not exported.",
    "made_files": "Files that were being made or lay ready when this one was made.",
    "paths": "Where the person wants to go.",
    "steps": "The steps of the paths, ordered by position, each with its rule.",
    "step_evidence": "What was put to a step as its evidence.",
    "step_marks": "What was ticked off by hand.",
    "path_snapshots": "How far a path was at a moment, and the plan as it was printed.",
    "wins": "What was reached.",
    "grants": "Whom the person let see what, until when.",
    "grant_looks": "What they looked at.",
    "proposals": "What they proposed.",
    "comments": "What was said about paths and steps.",
    "meetings": "Meetings with advisers.",
    "diagnoses": "What was found to be there and to be missing.",
    "path_templates": "Templates the person made.",
    "descriptions": "Descriptions of learning offers the person wrote.",
}


def schema() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "format": {"const": FORMAT},
        "version": {"const": FORMAT_VERSION},
        "made_at": {"$ref": "#/$defs/moment"},
        "made_by": {"type": "string"},
        "language": {
            "type": "string",
            "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
            "description": "The language of index.html, as HTML names languages.",
        },
    }
    for table in personal.tables_of_accounts():
        declared = personal.PERSONAL[table.name]
        columns = [name for name in declared.exported if (table.name, name) not in IN_FILES]
        row = _object({name: _kind(table.c[name]) for name in columns})
        about = {"description": ABOUT[declared.name]}
        one = table.name == personal.ROOT
        properties[declared.name] = {**about, **row} if one else {**about, "type": "array", "items": row}
    properties["files"] = {
        "description": "Every other file of data in the ZIP. A row that names a digest means the file with it.",
        "type": "array",
        "items": _object(
            {
                "path": {"type": "string"},
                "sha256": {"$ref": "#/$defs/digest"},
                "size": {"type": "integer", "minimum": 0},
            }
        ),
    }
    moment = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wallet.json",
        "description": "Everything that one person has in a Dorobek wallet, as “Take my data” writes it.",
        **_object(properties),
        "$defs": {
            "moment": {"type": "string", "description": "UTC, with microseconds.", "pattern": moment},
            "digest": {
                "type": "string",
                "description": "SHA-256 in lower-case hex.",
                "pattern": "^[0-9a-f]{64}$",
            },
        },
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _kind(column: Column[Any]) -> dict[str, Any]:
    kind = column.type
    found: dict[str, Any]
    if isinstance(kind, UtcTime):
        found = {"$ref": "#/$defs/moment"}
    elif isinstance(kind, JsonText):
        found = {"type": ["object", "array"]}
    elif isinstance(kind, Boolean):
        found = {"type": "boolean"}
    elif isinstance(kind, Integer):
        found = {"type": "integer"}
    elif isinstance(kind, LargeBinary):
        raise TypeError(f"{column} has bytes: those are exported as files")
    elif column.name in {"original_digest", "picture_digest", "fingerprint"}:
        found = {"$ref": "#/$defs/digest"}
    else:
        found = {"type": "string"}
    return {"anyOf": [found, {"type": "null"}]} if column.nullable else found


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
