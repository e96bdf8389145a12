"""The one place through which everything that leaves passes: a page for one kind of reader.

What the reader does not get (`Fields`) is not put in, so that no outlet can leave it out by forgetting.
Verdicts are always those of the newest runs, also where a link shows a portfolio as it was at one moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from wallet.collection.reports.rendered import draw_plain
from wallet.entries.cards import EntryCard, EvidencePiece
from wallet.errors import NotFound
from wallet.services import Services
from wallet.shared_page import offered_paths, serialize
from wallet.shared_page.audiences import Fields
from wallet.shared_page.credential import is_hidden, shown_credential, skill_names
from wallet.shared_page.offered_paths import OfferedPath, Paths
from wallet.shared_page.page_model import (
    FULL_REPORTS,
    PATHS,
    ShownCredential,
    ShownEntry,
    ShownEvidence,
    ShownPage,
    ShownPath,
    ShownSection,
    ShownSkill,
    ShownStep,
    Summary,
)
from wallet.shared_page.preview_image import DRAWING
from wallet.shared_page.queries import (
    Held,
    Plan,
    PlannedItem,
    PlannedSection,
    Stock,
    read_credentials,
    read_plan,
    read_stock,
)
from wallet.shared_page.summary import sum_up
from wallet.web import languages
from wallet.web.words import another_words

as_json = serialize.as_json
freeze = serialize.freeze
thaw = serialize.thaw

PREVIEW_TEXT = 200
PORTRAIT = "p1"  # the key of the portfolio's own picture


class _Keys:
    """Names things by their place: the same thing has the same key wherever it stands."""

    def __init__(self) -> None:
        self.refs: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._count: dict[str, int] = {}

    def key(self, letter: str, id: str) -> str:
        if (letter, id) not in self._known:
            self._count[letter] = self._count.get(letter, 0) + 1
            key = f"{letter}{self._count[letter]}"
            self._known[letter, id] = key
            if id:
                self.refs[key] = id
        return self._known[letter, id]


class _Composer:
    """Builds the things of one page."""

    def __init__(
        self,
        stock: Stock,
        fields: Fields,
        *,
        now: datetime,
        full: bool = True,
        only: str = "",
        paths: Paths | None = None,
    ) -> None:
        self.stock, self.fields, self.now = stock, fields, now
        self.full, self.only = full, only  # whose reasons are told in full: all, or that of one key
        self.offered_paths = paths
        self.keys = _Keys()
        self.credentials: dict[str, ShownCredential] = {}
        self.entries: dict[str, ShownEntry] = {}

    def section(self, planned: PlannedSection) -> ShownSection:
        items = [shown for item in planned.items if (shown := self.item(item)) is not None]
        if planned.kind == "timeline":
            items.sort(key=_when, reverse=True)
        return ShownSection(planned.kind, planned.title, planned.words, planned.claim, tuple(items))

    def item(self, item: PlannedItem) -> ShownCredential | ShownEntry | ShownEvidence | ShownSkill | None:
        if item.credential_id:
            return self.credential(item.credential_id, caption=item.caption)
        if item.entry_id:
            return self.entry(item)
        if item.evidence_id:
            return self.standing_evidence(item)
        return None  # skills and paths are told once everything else is known

    def credential(self, id: str, *, caption: str = "", always: bool = False) -> ShownCredential | None:
        held = self.stock.credentials.get(id)
        if held is None or not (always or _is_shown(held, self.fields, now=self.now)):
            return None
        key = self.keys.key("c", id)
        full = self.full or key == self.only
        shown = shown_credential(held, key, self.fields, now=self.now, caption=caption, full=full)
        self.credentials.setdefault(key, shown)
        return shown

    def entry(self, item: PlannedItem) -> ShownEntry | None:
        card = self.stock.entries.get(item.entry_id or "")
        if card is None:
            return None
        key = self.keys.key("e", card.id)
        shown = _entry(card, key, item.caption, self.pieces(card.evidence))
        if item.kept is not None:
            shown = serialize.kept_entry(shown, item.kept)
        self.entries.setdefault(key, shown)
        return shown

    def pieces(self, given: Iterable[EvidencePiece]) -> tuple[ShownEvidence, ...]:
        if not self.fields.evidence:
            return ()
        return tuple(_evidence(piece, self.keys.key("f", piece.id)) for piece in given)

    def standing_evidence(self, item: PlannedItem) -> ShownEvidence | None:
        piece = self.stock.evidence.get(item.evidence_id or "")
        return self.pieces((piece,))[0] if piece is not None and self.fields.evidence else None

    def skills(self, planned: PlannedSection) -> tuple[ShownSkill, ...]:
        """Each once, with the badges shown here that prove it; those that only the holder names, after."""
        proofs: dict[str, list[str]] = {}
        named: dict[str, str] = {}
        for key, credential in self.credentials.items():
            if credential.tone == "pass":
                for name in skill_names(self.stock.credentials[self.keys.refs[key]]):
                    named.setdefault(name.casefold(), name)
                    proofs.setdefault(name.casefold(), []).append(key)
        asked = {item.skill.casefold(): item.skill for item in planned.items if item.skill}
        wanted = asked or named
        shown = [
            ShownSkill(
                self.keys.key("s", folded), name, tuple(proofs.get(folded, ())), declared=folded not in proofs
            )
            for folded, name in wanted.items()
        ]
        return tuple(sorted(shown, key=lambda skill: skill.declared))

    def paths(self, planned: PlannedSection) -> tuple[ShownPath, ...]:
        """Each that is there; of what proves a step only badges that stand on this page."""
        shown = {self.keys.refs[key]: key for key in self.credentials}
        found = []
        for item in planned.items:
            path = self.stock.paths.get(item.path_id)
            if path is not None:
                if item.kept is not None and self.offered_paths is not None:
                    path = self.offered_paths.worded(serialize.kept_path(path, item.kept))
                key = self.keys.key("w", path.id)
                found.append(_path(path, key, item.caption, shown))
        return tuple(found)


def _is_shown(held: Held, fields: Fields, *, now: datetime) -> bool:
    return not held.row.another and (fields.expired or not is_hidden(held, now=now))


def _count(plan: Plan, stock: Stock, fields: Fields, *, now: datetime) -> int:
    """How many credentials the page shows."""
    listed = (
        item for section in plan.sections if section.kind not in ("skills", PATHS) for item in section.items
    )
    found = (
        stock.credentials.get(id) for id in {item.credential_id for item in listed if item.credential_id}
    )
    return sum(held is not None and _is_shown(held, fields, now=now) for held in found)


def _path(path: OfferedPath, key: str, caption: str, shown: Mapping[str, str]) -> ShownPath:
    return ShownPath(
        key=key,
        title=path.title,
        goal=path.goal,
        goal_word=path.goal_word,
        percent=path.percent,
        exact=path.exact,
        complete=path.complete,
        counts=path.counts,
        caption=caption,
        steps=tuple(
            ShownStep(
                title=step.title,
                state=step.state,
                word=step.word,
                required=step.required,
                proofs=tuple(shown[id] for id, _title in step.proofs if id in shown),
            )
            for step in path.steps
        ),
    )


def _when(item: Any) -> str:
    if isinstance(item, ShownCredential):
        return item.issued_at.isoformat() if item.issued_at else ""
    return getattr(item, "began_on", "") or ""


def _entry(card: EntryCard, key: str, caption: str, evidence: tuple[ShownEvidence, ...]) -> ShownEntry:
    return ShownEntry(
        key=key,
        kind=card.kind,
        kind_word=card.kind_word,
        title=card.title,
        organisation=card.organisation,
        period=card.period,
        description=card.description,
        outcomes=card.outcomes,
        facts=card.facts,
        evidence=evidence,
        caption=caption,
        began_on=card.ended_on or card.began_on,
    )


def _evidence(piece: EvidencePiece, key: str) -> ShownEvidence:
    """The name of a file stays here: people put into it what they would not write on a page."""
    return ShownEvidence(
        key=key,
        kind=piece.kind,
        title=piece.title or piece.kind_word,
        words=piece.words,
        url=piece.url,
        media_type=piece.media_type,
        size=piece.size,
        has_picture=piece.has_picture,
    )


def compose_portfolio(
    holder: str,
    portfolio_id: str,
    *,
    fields: Fields,
    services: Services,
    frozen: Mapping[str, Any] | None = None,
    only: str = "",
) -> ShownPage:
    """One's own portfolio as a reader with these fields gets it. `frozen`: what `freeze` kept of a moment;
    what was deleted since is gone from it too. On a page of many badges the reasons are told in full of
    `only` that key: the page has no place for them."""
    with services.store.read() as session:
        live = read_plan(session, holder, portfolio_id)
        plan = thaw(frozen, live) if frozen is not None else live
        stock = read_stock(session, holder, plan, evidence=fields.evidence)
    paths = offered_paths.paths(services)
    if fields.paths:
        stock.paths.update(_paths_of(holder, plan, paths, services=services))
    now = services.clock.now()
    many = _count(plan, stock, fields, now=now) > FULL_REPORTS
    composer = _Composer(stock, fields, now=now, full=not many, only=only, paths=paths)
    sections = _sections(composer, plan)
    name = " ".join(plan.display_name.split()) if fields.name else ""
    shown = tuple(composer.credentials.values())
    own_words = bool(composer.entries) or any(s.words or s.claim or s.kind == PATHS for s in sections)
    summary = sum_up(shown, own_words=own_words)
    with force_locale(languages.locale_of(plan.language)):
        told = sum_up(shown, own_words=own_words).title
    title = f"{name} – {plan.title}" if name and name != plan.title else plan.title
    portrait = bool(fields.name and plan.picture_digest)
    if portrait:
        composer.keys.refs[PORTRAIT] = portfolio_id
    return ShownPage(
        kind="portfolio",
        title=plan.title,
        language=plan.language,
        display_name=name,
        initials=_initials(name),
        headline=plan.headline,
        contact=plan.contact if fields.contact else "",
        has_picture=portrait,
        sections=sections,
        summary=summary,
        ends_at=None,
        as_of=None,
        checked_at=_oldest(shown),
        preview_title=title,
        preview_text=_cut(f"{told}. {plan.headline}".strip()),
        card_version=_version(title, summary, shown),
        refs=composer.keys.refs,
    )


def _paths_of(holder: str, plan: Plan, paths: Paths | None, *, services: Services) -> dict[str, OfferedPath]:
    """Those of the plan that are there and the holder's. Asked only for readers who may see paths."""
    wanted = {item.path_id for section in plan.sections for item in section.items if item.path_id}
    if paths is None or not wanted:
        return {}
    return {path.id: path for path in paths.shown(holder, wanted, services=services)}


def _sections(composer: _Composer, plan: Plan) -> tuple[ShownSection, ...]:
    """Two rounds: skills are proved by badges that may stand further down."""
    first = [composer.section(planned) for planned in plan.sections]
    shown = []
    for section, planned in zip(first, plan.sections, strict=True):
        items = section.items
        if planned.kind == "skills":
            items = composer.skills(planned)
        elif planned.kind == PATHS:
            items = composer.paths(planned)
            if not composer.fields.paths:
                continue  # nor what is written beside them
        elif planned.kind == "timeline" and not planned.items:
            every = [*composer.credentials.values(), *composer.entries.values()]
            items = tuple(sorted(every, key=_when, reverse=True))
        if items or section.words or section.claim:
            shown.append(ShownSection(section.kind, section.title, section.words, section.claim, items))
    return tuple(shown)


def compose_credential(
    holder: str, credential_id: str, *, fields: Fields, services: Services, language: str = ""
) -> ShownPage:
    """One's own credential as a reader with these fields gets it. `language`: of its preview."""
    with services.store.read() as session:
        held = read_credentials(session, holder, {credential_id})
    if credential_id not in held:
        raise NotFound()
    composer = _Composer(Stock(credentials=held), fields, now=services.clock.now())
    shown = composer.credential(credential_id, always=True)
    assert shown is not None
    spoken = language or languages.current()
    with force_locale(languages.locale_of(spoken)):
        told = shown_credential(held[credential_id], "c1", fields, now=composer.now)
    title = f"{told.title} – {told.issuer}" if told.issuer else told.title
    summary = Summary(
        total=1,
        holding=int(shown.tone == "pass"),
        tone="warn" if shown.another and shown.tone == "pass" else shown.tone,
        icon=_icon(shown),
        title=" · ".join((shown.word, another_words()[0])) if shown.another else shown.word,
        sentence=" ".join(filter(None, (shown.sentence, shown.another_sentence))),
    )
    return ShownPage(
        kind="credential",
        title=shown.title,
        language=spoken,
        display_name="",
        initials="",
        headline="",
        contact="",
        has_picture=False,
        sections=(ShownSection("credentials", items=(shown,)),),
        summary=summary,
        ends_at=None,
        as_of=None,
        checked_at=shown.checked_at,
        preview_title=title or _("Without a title"),
        preview_text=_cut(" ".join(draw_plain(told.description).split()) or ", ".join(told.outcomes)),
        card_version=_version(title, summary, (shown,)),
        refs=composer.keys.refs,
    )


def _icon(shown: ShownCredential) -> str:
    if shown.tone != "pass":
        return shown.icon
    return "users" if shown.another else "shield-check"


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def _oldest(shown: tuple[ShownCredential, ...]) -> datetime | None:
    """None also when one was never checked: no date speaks for all of them then."""
    dates = [credential.checked_at for credential in shown]
    return min(date for date in dates if date) if dates and all(dates) else None


def _cut(text: str) -> str:
    return text if len(text) <= PREVIEW_TEXT else text[: PREVIEW_TEXT - 1] + "…"


def _version(title: str, summary: Summary, shown: tuple[ShownCredential, ...]) -> str:
    """Changes whenever the drawn card would: scrapers keep pictures by address."""
    oldest = _oldest(shown)
    drawn = (
        DRAWING,
        title,
        summary.tone,
        summary.holding,
        summary.total,
        oldest and oldest.date().isoformat(),
    )
    pictures = [credential.has_picture for credential in shown[:1]]
    return hashlib.sha256(repr((drawn, pictures)).encode()).hexdigest()[:10]
