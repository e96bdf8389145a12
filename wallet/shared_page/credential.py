"""One held credential as a reader gets it: what it says, and what was last found about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from wallet.collection import cards
from wallet.collection.nested import inside_cards
from wallet.collection.reports import statement
from wallet.collection.reports.recipient_words import another_sentence, for_reader
from wallet.collection.reports.rendered import draw_plain
from wallet.collection.texts import field_words
from wallet.collection.transparency_texts import country_name, element_name, kind_words, value_words
from wallet.credentials.model import Achievement, Credential, words
from wallet.credentials.parsing.countries import country_code
from wallet.credentials.parsing.values import items
from wallet.credentials.proof_kinds import KINDS, proves_participation_only
from wallet.fetching.addresses import is_linkable
from wallet.shared_page.audiences import Fields
from wallet.shared_page.page_model import Fact, ShownCredential, ShownEvidence, ShownInside
from wallet.shared_page.queries import Held
from wallet.shared_page.summary import is_old, old_words
from wallet.verification.report import Verdict
from wallet.web.languages import current, day
from wallet.web.words import verdict_words

BIRTH_DATES = frozenset({"dateofbirth", "birthdate"})  # ELM, schema.org and VC vocabularies
OUTCOMES = 12
LONGEST_AMONG_MANY = 300  # characters of a name on a page of many badges
_PIECES = 20
_INSIDE = 50  # as many as the verifier looks at

Words = tuple[str, str, str, str]  # (word, sentence, tone, icon)


def shown_credential(
    held: Held, key: str, fields: Fields, *, now: datetime, caption: str = "", full: bool = True
) -> ShownCredential:
    """Only what `fields` allows is read out of the credential. `full`: with the reports inside its report and
    with names in whatever length; else as one among many."""
    row, language = held.row, current()
    credential = held.credential()
    recognised = statement.is_recognised(held.shown)
    found = (
        cards.report_card(held.newest, inside=full, said=held.stated()) if held.newest is not None else None
    )
    report = for_reader(found) if found is not None else None
    inside = _inside(held, now=now)
    word, sentence, tone, icon = _with_inside(_verdict(held, found, now=now), inside)
    achievement = credential.achievement if credential is not None else Achievement()
    name = str if full else _short
    return ShownCredential(
        key=key,
        title=name((statement.title_of(credential, language) if credential else "") or row.title),
        issuer=name(_issuer(credential, language)),
        issuer_country=_country(credential),
        issuer_recognised=recognised,
        issued_at=credential.issued_at if credential else None,
        expires_at=credential.expires_at if credential else None,
        outcomes=tuple(name(outcome) for outcome in _without_doubtful(_outcomes(achievement), inside)),
        description=_description(credential, language),
        criteria=words(achievement.criteria, language),
        size_facts=_size(held, achievement, full=fields.size == "full"),
        assessment_facts=_assessment(held) if fields.assessment else (),
        grade_facts=_grades(credential) if fields.grade else (),
        recipient_name=credential.subject.name if credential and fields.recipient_name else "",
        birth_date=_birth_date(held) if fields.birth_date else "",
        evidence=_evidence(credential, key, recognised=recognised) if fields.evidence else (),
        report=report,
        verdict=report.verdict if report else None,
        another=row.another,
        another_sentence=another_sentence() if row.another else "",
        word=word,
        sentence=sentence,
        tone=tone,
        icon=icon,
        checked_at=held.newest.at if held.newest is not None else None,
        field=row.own_field or row.field or "other",
        has_picture=row.picture_digest is not None,
        has_original=fields.original,
        caption=caption,
        transparency=_transparency(held) if fields.transparency != "none" else None,
        labelled=tuple(_labelled(row.own_kind, row.own_field)),
        proved=held.proved,
        inside=inside,
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_AMONG_MANY else name[: LONGEST_AMONG_MANY - 1] + "…"


def _birth_date(held: Held) -> str:
    """As the credential states it of its subject, where a proof covers it; "" where it states none."""
    document = held.document if held.proved else None
    subjects = (document or {}).get("credentialSubject")
    for subject in items(subjects):
        for name, value in subject.items() if isinstance(subject, Mapping) else ():
            if name.rpartition(":")[2].lower() in BIRTH_DATES and isinstance(value, str):
                try:
                    return day(datetime.fromisoformat(value[:10]))
                except ValueError:
                    continue
    return ""


def _labelled(kind: str | None, field: str | None) -> Iterator[str]:
    """The holder's own labels, never to be taken for the issuer's words."""
    if kind in KINDS:
        yield _("%(word)s (labelled by the holder)", word=kind_words(kind))
    if field:
        yield _("%(word)s (labelled by the holder)", word=field_words(field))


def is_hidden(held: Held, *, now: datetime) -> bool:
    """Over, or mere participation: shown only to readers for whom that counts."""
    if held.row.verdict == Verdict.EXPIRED.value:
        return True
    if held.newest is not None and held.newest.verdict is Verdict.EXPIRED:
        return True
    if held.row.expires_at is not None and held.row.expires_at <= now:
        return True
    return proves_participation_only(held.proves)


def skill_names(held: Held) -> Iterator[str]:
    """What the credential proves its holder can do: stated outcomes, and what it is aligned to. A proof of
    participation proves none of it."""
    credential = held.credential()
    if credential is None or not held.proved or proves_participation_only(held.proves):
        return
    yield from _outcomes(credential.achievement)


def _verdict(held: Held, found: cards.ReportCard | None, *, now: datetime) -> tuple[str, str, str, str]:
    """The words of the newest run. What held too long ago is told as that, and is not green (SHARE-13)."""
    if held.newest is None or found is None:
        return verdict_words(None)
    word, sentence, tone, icon = found.word, found.sentence, found.tone, found.icon
    if tone == "pass" and is_old(held.newest.at, now=now):
        return old_words(held.newest.at, now=now)
    if tone == "pass" and held.row.expires_at is not None and held.row.expires_at <= now:
        return verdict_words(Verdict.EXPIRED)
    return word, sentence, tone, icon


def _inside(held: Held, *, now: datetime) -> tuple[ShownInside, ...]:
    """What stands inside a learner record, each with a result of its own; () for every other credential."""
    if held.dialect != "clr":
        return ()
    language, report = current(), held.newest
    shown = []
    for card in inside_cards(
        held.document, dialect=held.dialect, report=report, language=language, most=_INSIDE
    ):
        word, tone, icon = _("Stated by the record; it has no signature of its own"), "", ""
        if card.own:
            word, tone, icon = _("Could not be checked by itself"), "none", "circle-question-mark"
        if card.verdict is not None:
            word, _sentence, tone, icon = verdict_words(card.case)
            if tone == "pass" and held.newest is not None and is_old(held.newest.at, now=now):
                word, _sentence, tone, icon = old_words(held.newest.at, now=now)
        shown.append(ShownInside(card.title, card.issuer, card.issued_at, word, tone, icon))
    return tuple(shown)


def _with_inside(told: Words, inside: tuple[ShownInside, ...]) -> Words:
    """The words for a learner record: never more green than the worst of what is inside it."""
    doubts = {one.tone for one in inside} - {"pass", ""}
    if told[2] != "pass" or not doubts:
        return told
    return verdict_words(Verdict.VALID, doubt="grave" if doubts & {"fail", "warn"} else "open")


def _without_doubtful(outcomes: tuple[str, ...], inside: tuple[ShownInside, ...]) -> tuple[str, ...]:
    """A record's outcomes are the titles inside: those that do not hold are no outcome of anything."""
    doubtful = {one.title for one in inside if one.tone not in {"pass", ""}}
    doubtful -= {one.title for one in inside if one.tone in {"pass", ""}}
    return tuple(outcome for outcome in outcomes if outcome not in doubtful)


def _issuer(credential: Credential | None, language: str) -> str:
    return (words(credential.issuer.name, language) or credential.issuer.id) if credential else ""


def _country(credential: Credential | None) -> str:
    written = credential.issuer.country if credential else ""
    return country_name(country_code(written)) or written


def _description(credential: Credential | None, language: str) -> str:
    if credential is None:
        return ""
    return words(credential.achievement.description, language) or words(credential.description, language)


def _outcomes(achievement: Achievement) -> tuple[str, ...]:
    aligned = (a.name or a.code for a in achievement.skills)
    return tuple(dict.fromkeys(name for name in (*achievement.outcomes, *aligned) if name))[:OUTCOMES]


def _size(held: Held, achievement: Achievement, *, full: bool) -> tuple[Fact, ...]:
    found = held.transparency
    if found is None:
        return ((_("Credits"), achievement.credits),) if achievement.credits else ()
    said = found.normalised
    facts = [(_("ECTS credits"), _number(said.ects)), (_("Hours"), _number(said.hours))]
    if full:
        facts += [(_("Level (EQF)"), _number(said.eqf)), (_("Level (PRK)"), _number(said.prk))]
    told = tuple((label, value) for label, value in facts if value)
    if not full:
        return told[:1]
    return told


def _number(value: Any) -> str:
    """As the reader's language writes it: 2.5 or 2,5."""
    return str(format_decimal(value)) if value not in (None, "") else ""


def _assessment(held: Held) -> tuple[Fact, ...]:
    """How it was assessed, in the words of the vocabulary and not in the codes that issuers write."""
    found = held.transparency
    if found is None:
        return ()
    told = (
        (element_name(key), ", ".join(value_words(found.element(key), current())))
        for key in ("assessment", "supervision", "quality")
    )
    return tuple((label, value) for label, value in told if value)


def _grades(credential: Credential | None) -> tuple[Fact, ...]:
    results = credential.results[:20] if credential else ()
    return tuple((result.name or _("Result"), result.value) for result in results if result.value)


def _evidence(credential: Credential | None, key: str, *, recognised: bool) -> tuple[ShownEvidence, ...]:
    shown = []
    for place, piece in enumerate(credential.evidence[:_PIECES] if credential else (), 1):
        linked = recognised and is_linkable(piece.url)
        told = piece.narrative or piece.description
        if piece.name or told or linked:
            shown.append(
                ShownEvidence(
                    key=f"{key}-{place}",
                    kind="link" if linked else "text",
                    title=piece.name,
                    words=draw_plain(told),
                    url=piece.url if linked else "",
                )
            )
    return tuple(shown)


def _transparency(held: Held) -> tuple[int, tuple[str, ...]] | None:
    found = held.transparency
    if found is None:
        return None
    return found.stated, tuple(element_name(key) for key in found.missing)
