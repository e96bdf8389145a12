"""`index.html` of a person's copy: what stands in `wallet.json`, to be read without us and without a script.

Built from the document itself, so that the page and the file beside it cannot say two things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask import render_template

from wallet.entries.texts import kind_words
from wallet.portfolios.texts import kind_word
from wallet.shared_page.page_model import PATHS
from wallet.store.models.columns import in_offset
from wallet.web.words import verdict_words

STYLE = Path(__file__).parent / "takeout.css"
# What a browser may open from a folder. A picture that can hold a script (SVG) is named, not linked.
OPENABLE = (".png", ".jpg", ".pdf", ".json", ".jwt", ".txt")


@dataclass(frozen=True)
class FileLine:
    path: str
    href: str  # "" for what is better not opened in a browser


@dataclass(frozen=True)
class BadgeLine:
    title: str
    issuer: str
    issued_at: datetime | None
    expires_at: datetime | None
    word: str
    tone: str
    another: bool  # issued to somebody else
    checked_at: datetime | None
    picture: str
    original: FileLine | None
    history: FileLine | None
    deleted: bool


@dataclass(frozen=True)
class EvidenceLine:
    title: str
    words: str
    url: str  # as text
    href: str  # only http and https
    file: FileLine | None


@dataclass(frozen=True)
class EntryLine:
    kind: str
    title: str
    organisation: str
    period: str
    description: str
    facts: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]
    deleted: bool


@dataclass(frozen=True)
class ItemLine:
    title: str
    caption: str
    reflection: str


@dataclass(frozen=True)
class SectionLine:
    kind: str  # in words
    title: str
    claim: str
    words: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class PortfolioLine:
    title: str
    headline: str
    name: str
    contact: str
    sections: tuple[SectionLine, ...]
    deleted: bool


def render_index(
    document: Mapping[str, Any], *, paths: Mapping[str, str], doubts: Mapping[str, str], language: str
) -> str:
    """`paths`: digest, or `history:<credential>`, -> path inside the ZIP; `doubts`: credential -> what
    `collection.nested` found inside it. In the language that is set."""
    file = _file_of(paths)
    evidence = {row["id"]: (row["entry_id"], _evidence(row, file)) for row in document["evidence"]}
    return render_template(
        "takeout/index.html",
        language=language,
        wallet=document,
        made_at=_moment(document["made_at"]),
        badges=tuple(_badge(row, paths, file, doubts.get(row["id"], "")) for row in document["credentials"]),
        documents=tuple(
            (row["name"], row["note"], file(row["original_digest"])) for row in document["documents"]
        ),
        entries=tuple(_entry(row, evidence) for row in document["entries"]),
        loose=tuple(line for entry, line in evidence.values() if entry is None),
        portfolios=tuple(_portfolio(row, document) for row in document["portfolios"]),
        links=tuple(
            (row["name"], _moment(row["opened_at"]), _moment(row["ends_at"])) for row in document["links"]
        ),
    )


def _file_of(paths: Mapping[str, str]) -> Callable[[str | None], FileLine | None]:
    def line(key: str | None) -> FileLine | None:
        path = paths.get(key or "")
        if path is None:
            return None
        return FileLine(path, quote(path) if path.endswith(OPENABLE) else "")

    return line


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _badge(
    row: Mapping[str, Any],
    paths: Mapping[str, str],
    file: Callable[[str | None], FileLine | None],
    doubt: str,
) -> BadgeLine:
    word, _, tone, _ = verdict_words(row.get("verdict_case") or row["verdict"], doubt=doubt)
    return BadgeLine(
        title=row["title"] or row["name"],
        issuer=row["issuer_name"],
        issued_at=in_offset(_moment(row["issued_at"]), row.get("issued_offset")),
        expires_at=in_offset(_moment(row["expires_at"]), row.get("expires_offset")),
        word=word,
        tone=tone,
        another=row["another"],
        checked_at=_moment(row["checked_at"]),
        picture=paths.get(row["picture_digest"] or "", ""),
        original=file(row["original_digest"]),
        history=file(f"history:{row['id']}"),
        deleted=row["deleted_at"] is not None,
    )


def _evidence(row: Mapping[str, Any], file: Callable[[str | None], FileLine | None]) -> EvidenceLine:
    scheme = urlsplit(row["url"]).scheme.lower() if _splits(row["url"]) else ""
    return EvidenceLine(
        title=row["title"] or row["name"] or row["url"],
        words=row["words"],
        url=row["url"],
        href=row["url"] if scheme in {"http", "https"} else "",
        file=file(row["original_digest"]),
    )


def _splits(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _entry(row: Mapping[str, Any], evidence: Mapping[str, tuple[str | None, EvidenceLine]]) -> EntryLine:
    return EntryLine(
        kind=kind_words(row["kind"]),
        title=row["title"],
        organisation=row["organisation"],
        period=" – ".join(part for part in (row["began_on"], row["ended_on"]) if part),
        description=row["description"],
        facts=tuple(_facts(row["details"])),
        evidence=tuple(line for entry, line in evidence.values() if entry == row["id"]),
        deleted=row["deleted_at"] is not None,
    )


def _facts(details: object) -> list[str]:
    """Whatever stands in the details, as lines; the names are those of the file."""
    if not isinstance(details, Mapping):
        return []
    return [f"{name}: {_flat(value)}" for name, value in details.items() if value not in (None, "", [], {})]


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_flat(item)}" for name, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_flat(item) for item in value)
    return str(value)


def _portfolio(row: Mapping[str, Any], document: Mapping[str, Any]) -> PortfolioLine:
    titles = {
        one["id"]: one["title"] or one.get("name") or one.get("url") or ""
        for kind in ("credentials", "entries", "evidence", "paths")
        for one in document[kind]
    }
    sections = sorted(
        (one for one in document["portfolio_sections"] if one["portfolio_id"] == row["id"]),
        key=lambda one: one["position"],
    )
    return PortfolioLine(
        title=row["title"],
        headline=row["headline"],
        name=row["display_name"],
        contact=row["contact"],
        sections=tuple(_section(one, document, titles) for one in sections),
        deleted=row["deleted_at"] is not None,
    )


def _section(row: Mapping[str, Any], document: Mapping[str, Any], titles: Mapping[str, str]) -> SectionLine:
    items = sorted(
        (one for one in document["portfolio_items"] if one["section_id"] == row["id"]),
        key=lambda one: one["position"],
    )
    return SectionLine(
        kind=kind_word(row["kind"]),
        title=row["title"],
        claim=row["claim"],
        words=row["words"],
        items=tuple(
            ItemLine(
                title=titles.get(one["skill"], "")
                if row["kind"] == PATHS
                else one["skill"]
                or titles.get(one["credential_id"] or one["entry_id"] or one["evidence_id"] or "", ""),
                caption=one["caption"],
                reflection=one["reflection"],
            )
            for one in items
        ),
    )
