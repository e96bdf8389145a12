"""What the paper says: a shown page as plain data for the typesetter, in the page's own language.

Only what stands in a `ShownPage` comes here, so that nothing else can be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from wallet.collection.reports.rendered import draw_plain
from wallet.fetching.addresses import is_linkable
from wallet.printing.glyphs import printable
from wallet.printing.qr import render_qr
from wallet.shared_page.page_model import (
    ShownCredential,
    ShownEntry,
    ShownEvidence,
    ShownInside,
    ShownPage,
    ShownPath,
    ShownSection,
    ShownSkill,
)
from wallet.web.icons import LINE, icon
from wallet.web.languages import long_day, moment, size
from wallet.web.words import another_words

MOST_LETTERS = 20_000  # of one text; more is cut and said to be


@dataclass(frozen=True)
class Attached:
    """A signed original that goes into the PDF, for the credential with this key."""

    key: str
    data: bytes
    media_type: str
    suffix: str  # json, jwt, png…


@dataclass(frozen=True)
class Print:
    """A page and what is printed with it."""

    page: ShownPage
    made_at: datetime
    address: str = ""  # of an open link to the same thing; it becomes a QR code
    link_ends_at: datetime | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # key -> PNG of ours
    portrait: bytes | None = None
    originals: tuple[Attached, ...] = ()
    check_address: str = ""  # where anyone can check a file
    part: tuple[int, int] = (1, 1)  # which of how many documents this is


def print_data(asked: Print) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(data for the template, files that it reads). Call it in the language of the page."""
    page = asked.page
    single = page.kind == "credential"
    named = page.display_name
    data = {
        "single": single,
        "language": page.language,
        "title": f"{page.title} – {named}" if named else page.title,
        "author": [named] if named else [],
        "running": " · ".join(filter(None, (named, page.title))),
        "over": _over(asked),
        "heading": page.title if single or not named else named,
        "under": named if single else (page.title if named else ""),
        "headline": page.headline,
        "contact": _lines(page.contact),
        "portrait": "portrait.png" if asked.portrait else "",
        "address": asked.address,
        "qr": render_qr(asked.address).decode() if asked.address else "",
        "summary": _summary(page),
        "frozen": _("The selection is that of %(day)s; the verdicts are newer.", day=long_day(page.as_of))
        if page.as_of
        else "",
        "words": _words(asked),
        "sections": [_section(part, asked) for part in page.sections],
        "notes": _notes(asked),
        "attached": [_attachment(file, page) for file in asked.originals],
    }
    data["icons"] = {name: _drawing(name) for name in sorted(_icons(data))}
    files = {f"{key}.png": picture for key, picture in asked.pictures.items()}
    files |= {f"{file.key}.original": file.data for file in asked.originals}
    if asked.portrait:
        files["portrait.png"] = asked.portrait
    return _clean(data, keep=("icons", "qr", "address", "path", "url")), files


def _over(asked: Print) -> str:
    kind = _("Credential") if asked.page.kind == "credential" else _("Portfolio")
    part, parts = asked.part
    which = _("part %(part)s of %(parts)s", part=part, parts=parts)
    return kind if parts == 1 else f"{kind} · {which}"


def in_parts(asked: Print, most: int) -> list[Print]:
    """The same in documents of at most `most` things each, in the order of the page."""
    parts: list[list[ShownSection]] = [[]]
    room = most
    for section in asked.page.sections:
        left = list(section.items)
        first = True
        while left or first:
            if room == 0:
                parts.append([])
                room = most
            taken, left = left[:room], left[room:]
            room -= len(taken)
            told = {} if first else {"words": "", "claim": ""}
            parts[-1].append(replace(section, items=tuple(taken), **told))
            first = False
    return [
        replace(asked, page=replace(asked.page, sections=tuple(part)), part=(number, len(parts)))
        for number, part in enumerate(parts, 1)
    ]


def _words(asked: Print) -> dict[str, str]:
    ends = asked.link_ends_at
    return {
        "state": _("This print shows the state of %(day)s.", day=long_day(asked.made_at)),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "own": _("In the learner’s own words"),
        "self": _("Self-declared – not verified"),
        "plan": _("A plan of the author’s own – not a qualification"),
        "can": _("What the holder can do"),
        "about": _("About it"),
        "inside": _("Inside it, each with a result of its own"),
        "earned": _("How it was earned"),
        "facts": _("Facts"),
        "evidence": _("Evidence"),
        "unproved": _("Everything here is what the file says of itself; it could not be confirmed."),
        "portrait": _("Picture of %(name)s", name=asked.page.display_name or _("the learner")),
        "qr": _("QR code of the live page"),
        "open": _("Open the live page"),
        "live": _("Today’s state, until %(day)s: scan, or open", day=long_day(ends))
        if ends
        else _("Today’s state: scan, or open"),
    }


def _summary(page: ShownPage) -> dict[str, Any]:
    told = page.summary
    return {
        "tone": told.tone,
        "icon": told.icon,
        "title": told.title,
        "sentence": told.sentence,
        "news": [{"tone": tone, "icon": icon, "sentence": words} for tone, icon, words in told.news],
    }


def _notes(asked: Print) -> list[str]:
    notes = [
        _(
            "“Verified” means: the signature, the dates, the status and the issuer’s key were checked by the "
            "wallet on the day that is given. Paper cannot be checked: rely on the live page or on the "
            "signed file."
        )
    ]
    if any(isinstance(item, ShownEntry) for part in asked.page.sections for item in part.items):
        notes.append(_("What is marked as self-declared nobody but the learner vouches for."))
    if any(isinstance(item, ShownPath) for part in asked.page.sections for item in part.items):
        notes.append(
            _("The wallet counts how far the steps are done. Completing a path awards no qualification.")
        )
    if asked.originals:
        notes.append(
            _(
                "The signed originals are attached to this PDF. Anyone can check them, for example at "
                "%(address)s.",
                address=asked.check_address,
            )
        )
    else:
        notes.append(_("The signed files themselves are not part of this print."))
    notes.append(_("Made on %(moment)s with Dorobek.", moment=moment(asked.made_at)))
    return notes


def _section(part: ShownSection, asked: Print) -> dict[str, Any]:
    keys = {item.key: item.title for item in asked.page.credentials}
    return {
        "title": part.title,
        "claim": part.claim,
        "words": _lines(part.words),
        "skills": [_skill(item, keys) for item in part.items if isinstance(item, ShownSkill)],
        "paths": [_path(item, keys) for item in part.items if isinstance(item, ShownPath)],
        "evidence": _evidence(item for item in part.items if isinstance(item, ShownEvidence)),
        "items": [
            _credential(item, asked) if isinstance(item, ShownCredential) else _entry(item)
            for item in part.items
            if isinstance(item, ShownCredential | ShownEntry)
        ],
    }


def _skill(skill: ShownSkill, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": skill.name,
        "declared": skill.declared,
        "proofs": _proved_by(skill.proofs, titles),
    }


def _path(path: ShownPath, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": path.title,
        "meta": f"{path.goal_word} · {path.percent}% ({path.exact})",
        "steps": [
            {
                "title": step.title,
                "word": step.word,
                "beyond": "" if step.required else _("beyond what is needed"),
                "proofs": _proved_by(step.proofs, titles),
            }
            for step in path.steps
        ],
        "caption": _lines(path.caption),
    }


def _proved_by(keys: Iterable[str], titles: Mapping[str, str]) -> str:
    proofs = ", ".join(titles[key] for key in keys if key in titles)
    return _("proved by: %(titles)s", titles=proofs) if proofs else ""


def _credential(item: ShownCredential, asked: Print) -> dict[str, Any]:
    attached = any(file.key == item.key for file in asked.originals)
    issuer = item.issuer or _("Issuer not stated")
    checked = (
        _("Checked on %(day)s", day=long_day(item.checked_at)) if item.checked_at else _("Not checked yet")
    )
    return {
        "kind": "credential",
        "title": item.title or _("Without a title"),
        "picture": f"{item.key}.png" if item.key in asked.pictures else "",
        "meta": " · ".join(
            filter(
                None,
                (
                    f"{issuer} ({item.issuer_country})" if item.issuer_country else issuer,
                    _("issued on %(day)s", day=long_day(item.issued_at)) if item.issued_at else "",
                    _("valid until %(day)s", day=long_day(item.expires_at))
                    if item.expires_at
                    else _("states no end"),
                ),
            )
        ),
        "tone": item.tone,
        "icon": item.icon,
        "word": item.word,
        "sentence": item.sentence,
        "checked": checked,
        "labels": list(item.labelled),
        "another": [another_words()[0], item.another_sentence] if item.another else [],
        "proved": item.proved,
        "outcomes": [_cut(outcome) for outcome in item.outcomes],
        "description": _lines(draw_plain(item.description)),
        "criteria": _lines(draw_plain(item.criteria)),
        "facts": [list(fact) for fact in _facts(item)],
        "inside": [_inside(one) for one in item.inside],
        "evidence": _evidence(item.evidence),
        "caption": _lines(item.caption),
        "attached": _("The signed file is attached to this PDF.") if attached else "",
    }


def _inside(one: ShownInside) -> dict[str, str]:
    issued = _("issued on %(day)s", day=long_day(one.issued_at)) if one.issued_at else ""
    about = " · ".join(filter(None, (one.issuer or _("Issuer not stated"), issued)))
    return {"title": one.title or _("Without a title"), "about": about, "word": one.word, "tone": one.tone}


def _facts(item: ShownCredential) -> Iterable[tuple[str, str]]:
    if item.recipient_name:
        yield _("Name in the credential"), item.recipient_name
    if item.birth_date:
        yield _("Date of birth in the credential"), item.birth_date
    yield from item.size_facts
    yield from item.assessment_facts
    yield from item.grade_facts
    if item.transparency:
        stated, missing = item.transparency
        told = _("%(stated)s of 11 facts stated", stated=stated)
        if missing:
            told = f"{told}; " + _("not stated: %(names)s", names=", ".join(missing))
        yield _("Transparency"), told


def _entry(item: ShownEntry) -> dict[str, Any]:
    return {
        "kind": "entry",
        "tone": "warn",
        "title": item.title or _("Without a title"),
        "meta": " · ".join(filter(None, (item.kind_word, item.organisation, item.period))),
        "outcomes": [_cut(outcome) for outcome in item.outcomes],
        "description": _lines(item.description),
        "facts": [list(fact) for fact in item.facts],
        "evidence": _evidence(item.evidence),
        "caption": _lines(item.caption),
    }


def _evidence(items: Iterable[ShownEvidence]) -> list[dict[str, Any]]:
    told = []
    for item in items:
        kinds = {"file": _("File"), "link": _("Address"), "text": _("Note")}
        about = size(item.size) if item.size else ""
        told.append(
            {
                "title": item.title or kinds.get(item.kind, _("Note")),
                "about": f"({', '.join(filter(None, (item.media_type, about)))})" if about else "",
                "url": item.url if is_linkable(item.url) else "",
                "shown": item.url,
                "words": _lines(item.words),
            }
        )
    return told


def _attachment(file: Attached, page: ShownPage) -> dict[str, str]:
    titles = {item.key: item.title for item in page.credentials}
    title = titles.get(file.key, "")
    return {
        "name": f"{file.key}.{file.suffix}",
        "path": f"{file.key}.original",
        "media_type": file.media_type,
        "description": _("Signed original: %(title)s", title=title),
    }


def _lines(text: str) -> list[str]:
    """A text as its paragraphs."""
    return [line.strip() for line in _cut(text).splitlines() if line.strip()]


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}… " + _("(cut here)")


def _icons(told: Any) -> set[str]:
    if isinstance(told, dict):
        own = {told["icon"]} if isinstance(told.get("icon"), str) else set()
        return own.union(*(_icons(value) for value in told.values()))
    return set().union(*(_icons(value) for value in told)) if isinstance(told, list) else set()


def _drawing(name: str) -> str:
    """The icon by itself: what the page's style sheet says of its lines stands in it."""
    lines = "".join(LINE)
    drawn = str(icon(name)).replace(' class="icon stroke"', lines, 1)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _clean(told: Any, *, keep: tuple[str, ...] = ()) -> Any:
    """The same, with every text as the fonts can print it; what is ours and no text stays as it is."""
    if isinstance(told, str):
        return printable(told)
    if isinstance(told, dict):
        return {key: value if key in keep else _clean(value, keep=keep) for key, value in told.items()}
    return [_clean(value, keep=keep) for value in told] if isinstance(told, list) else told
