"""Classifications of skills and occupations (ESCO): imported to look at, put in use, rolled back; searched.

One import of each language is in use at a time; its predecessor stays, so that it can come back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from wallet.collection.fields import fold
from wallet.credentials.parsing.names import normal
from wallet.errors import NotFound
from wallet.services import Services
from wallet.store import Store, clock
from wallet.store.models.vocabulary import Concept, ConceptLink, Vocabulary
from wallet.vocabulary import sample
from wallet.vocabulary.errors import NothingToRollBack, VocabularyNeedsAVersion, VocabularyNotUsable
from wallet.vocabulary.esco_csv import LANGUAGE, VERSION, Reading
from wallet.web import languages

CHUNK = 5_000
ESCO = "http://data.europa.eu/esco/"


@dataclass(frozen=True)
class VocabularyCard:
    id: str
    version: str
    language: str
    state: str  # loading, preview, in-use, replaced
    skills: int
    occupations: int
    links: int
    problems: tuple[tuple[str, int], ...]
    at: datetime


@dataclass(frozen=True)
class Found:
    """A concept: its labels by language."""

    uri: str
    label: str
    fields: tuple[str, ...] = ()
    essential: bool = True


def keep_reading(store: Store, reading: Reading, *, version: str, language: str) -> str:
    """Put what was read into the store as a preview; nobody sees it until it is put in use."""
    if reading.stops:
        raise VocabularyNotUsable(what="; ".join(": ".join(stop) for stop in reading.stops))
    if not VERSION.fullmatch(version) and version != sample.VERSION:
        raise VocabularyNeedsAVersion()
    with store.write() as session:
        row = Vocabulary(
            kind="esco",
            version=version,
            language=language,
            state="loading",
            counts=reading.counts,
            at=clock.now(),
        )
        session.add(row)
        session.flush()
        kept = row.id
    for table, rows in ((Concept, reading.concepts), (ConceptLink, reading.links)):
        for start in range(0, len(rows), CHUNK):
            part = [{"vocabulary_id": kept, **one} for one in rows[start : start + CHUNK]]
            with store.write() as session:  # short, so that whoever uses the wallet does not wait
                session.execute(insert(table), part)
    with store.write() as session:
        session.execute(update(Vocabulary).where(Vocabulary.id == kept).values(state="preview"))
    return kept


def keep_sample(store: Store, language: str) -> str:
    """The packaged sample, as a preview like any other."""
    if language not in sample.LANGUAGES:
        raise VocabularyNotUsable(what=f"language: {language[:20]}")
    concepts = [
        {
            "kind": "skill",
            "uri": uri,
            "label": words[language],
            "folded": fold(words[language]),
            "others": [],
            "fields": [words["field"]],
            "broader": [],
        }
        for uri, words in sample.SAMPLE.items()
    ]
    return keep_reading(store, Reading(concepts=concepts), version=sample.VERSION, language=language)


def list_vocabularies(store: Store) -> tuple[VocabularyCard, ...]:
    """All imports, the latest first."""
    with store.read() as session:
        rows = session.scalars(select(Vocabulary).order_by(Vocabulary.at.desc(), Vocabulary.id)).all()
        return tuple(_card(row) for row in rows)


def _card(row: Vocabulary) -> VocabularyCard:
    counts = row.counts or {}
    return VocabularyCard(
        id=row.id,
        version=row.version,
        language=row.language,
        state=row.state,
        skills=int(counts.get("skills", 0)),
        occupations=int(counts.get("occupations", 0)),
        links=int(counts.get("links", 0)),
        problems=tuple(sorted((str(key), int(value)) for key, value in counts.get("problems", {}).items())),
        at=row.at,
    )


def use_vocabulary(store: Store, vocabulary_id: str) -> None:
    """Put it in use; what was in use for its language steps back and can return."""
    with store.write() as session:
        row = session.get(Vocabulary, vocabulary_id)
        if row is None or row.state == "loading":
            raise NotFound()
        if row.state != "in-use":
            _replace_by(session, row)


def roll_back(store: Store, language: str) -> str:
    """Take what is in use for that language out again and put the one before in its place."""
    if not LANGUAGE.fullmatch(language):
        raise NothingToRollBack()
    with store.write() as session:
        before = session.scalars(
            select(Vocabulary)
            .where(Vocabulary.state == "replaced", Vocabulary.language == language)
            .order_by(Vocabulary.at.desc(), Vocabulary.id)
        ).all()
        if not before:
            raise NothingToRollBack()
        latest = max(before, key=lambda row: ((row.counts or {}).get("left", ""), row.at))
        _replace_by(session, latest, leaving="preview")
        return latest.id


def _replace_by(session: Any, row: Vocabulary, *, leaving: str = "replaced") -> None:
    for other in session.scalars(
        select(Vocabulary).where(Vocabulary.state == "in-use", Vocabulary.language == row.language)
    ).all():
        other.state = leaving
        other.counts = {**(other.counts or {}), "left": clock.now().isoformat()}
    session.flush()
    row.state = "in-use"


def remove_vocabulary(store: Store, vocabulary_id: str) -> None:
    """Remove an import that is not in use, with everything it brought."""
    with store.write() as session:
        row = session.get(Vocabulary, vocabulary_id)
        if row is None or row.state == "in-use":
            raise NotFound()
        session.execute(delete(ConceptLink).where(ConceptLink.vocabulary_id == row.id))
        session.execute(delete(Concept).where(Concept.vocabulary_id == row.id))
        session.execute(delete(Vocabulary).where(Vocabulary.id == row.id))


def _in_use(language: str) -> Any:
    """Ids of what is in use, that of the reader's language first."""
    return (
        select(Vocabulary.id)
        .where(Vocabulary.state == "in-use")
        .order_by((Vocabulary.language != language), Vocabulary.language)
    )


def search(store: Store, text: str, *, kind: str, language: str, most: int = 12) -> tuple[Found, ...]:
    """Concepts whose label holds every word of the text, in any language in use; each once, shown in the
    reader's own language where there is a label in it."""
    words = fold(text[:120]).split()[:6]
    if not words:
        return ()
    with store.read() as session:
        query = select(Concept.uri).where(
            Concept.vocabulary_id.in_(session.scalars(_in_use(language)).all()), Concept.kind == kind
        )
        for word in words:
            query = query.where(Concept.folded.contains(word, autoescape=True))
        uris = session.scalars(query.order_by(Concept.folded).limit(most * 3)).all()
    known = concepts(store, uris, language=language)
    found = [known[uri] for uri in dict.fromkeys(uris) if uri in known]
    return tuple(sorted(found, key=lambda one: (not fold(one.label).startswith(words[0]), len(one.label))))[
        :most
    ]


def concepts(store: Store, uris: Iterable[str], *, language: str) -> dict[str, Found]:
    """What is known of these addresses, in the reader's language where possible."""
    asked = [uri for uri in dict.fromkeys(uris) if uri.startswith(ESCO)]
    found: dict[str, Found] = {}
    if not asked:
        return found
    with store.read() as session:
        order = session.scalars(_in_use(language)).all()
        for start in range(0, len(asked), 500):
            rows = session.scalars(
                select(Concept).where(
                    Concept.vocabulary_id.in_(order), Concept.uri.in_(asked[start : start + 500])
                )
            ).all()
            for row in sorted(rows, key=lambda row: order.index(row.vocabulary_id)):
                found.setdefault(row.uri, Found(row.uri, row.label, tuple(row.fields)))
    return found


def names_in_rules(rules: Iterable[Any], *, services: Services) -> dict[str, str]:
    """Names of the skills that rules ask for by address, in the reader's language. Asks the store only if
    there are such."""
    uris = sorted({uri for rule in rules for uri in skills_in_rule(rule) if uri.startswith(ESCO)})
    found = concepts(services.store, uris, language=languages.current()) if uris else {}
    return {uri: one.label for uri, one in found.items()}


def skills_in_rule(rule: Any) -> set[str]:
    """The skills that a rule names anywhere."""
    if not isinstance(rule, dict):
        return set()
    found = {normal(one) for one in rule.get("any_of", ()) if isinstance(one, str)}
    return found.union(*(skills_in_rule(inner) for inner in rule.get("of", ())))


def asked_by(store: Store, occupation_uri: str, *, language: str) -> tuple[Found, ...]:
    """The skills an occupation asks for, essential ones first; as the first vocabulary that knows it says."""
    if not occupation_uri.startswith(ESCO):
        return ()
    with store.read() as session:
        for vocabulary_id in session.scalars(_in_use(language)).all():
            links = session.execute(
                select(ConceptLink.skill_uri, ConceptLink.essential).where(
                    ConceptLink.vocabulary_id == vocabulary_id, ConceptLink.occupation_uri == occupation_uri
                )
            ).all()
            if links:
                break
        else:
            return ()
    known = concepts(store, [link.skill_uri for link in links], language=language)
    asked = [
        Found(link.skill_uri, known[link.skill_uri].label, known[link.skill_uri].fields, link.essential)
        for link in links
        if link.skill_uri in known
    ]
    return tuple(sorted(asked, key=lambda one: (not one.essential, fold(one.label))))


def is_ready(store: Store, *, kinds: Collection[str] = ("occupation",)) -> bool:
    """Whether anything of these kinds is in use."""
    with store.read() as session:
        return (
            session.scalars(
                select(Concept.id)
                .join(Vocabulary, Vocabulary.id == Concept.vocabulary_id)
                .where(Vocabulary.state == "in-use", Concept.kind.in_(tuple(kinds)))
                .limit(1)
            ).first()
            is not None
        )
