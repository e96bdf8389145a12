"""What a holder can do: each skill once, with what proves it, and how well it is proved. Pure.

proven: a valid credential that is not expired and not older than three years; stale: valid ones, but only
expired or older; declared: said without a credential that could be verified, or by one that proves only that
its holder took part. What was withdrawn, failed or does not hold proves nothing and is not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from wallet.collection.holdings import HeldFacts
from wallet.credentials.proof_kinds import proves_participation_only
from wallet.paths.credit_sum import count_once
from wallet.paths.goals import STALE_AFTER_DAYS
from wallet.paths.progress import Counted
from wallet.paths.rules.language import AREAS, normal

PROVEN, STALE, DECLARED = STATES = ("proven", "stale", "declared")
AREA_OF_FIELD = {"work": "employment"}


@dataclass(frozen=True)
class Proof:
    """A credential or an own entry behind a skill. `state` is what it makes of the skill."""

    id: str
    title: str
    by: str
    state: str
    why: str = ""  # expired, old, unverified, participation, membership, entry
    issued_on: date | None = None

    @property
    def is_entry(self) -> bool:
        return self.why == "entry"


@dataclass(frozen=True)
class Skill:
    key: str  # its URI, else its folded label
    label: str
    state: str
    proofs: tuple[Proof, ...]
    areas: frozenset[str] = frozenset()

    @property
    def uri(self) -> str:
        return self.key if is_uri(self.key) else ""


@dataclass(frozen=True)
class Declared:
    """An own entry, as far as skills are concerned."""

    id: str
    title: str
    by: str
    outcomes: tuple[str, ...]
    area: str = ""


@dataclass(frozen=True)
class Sum:
    """What credentials state in one unit, none counted twice."""

    total: Fraction
    stating: int  # credentials that state it and are valid today
    twice: Fraction  # what was left out because it is in another one


def is_uri(key: str) -> bool:
    return key.startswith(("http://", "https://", "urn:"))


def standing(held: HeldFacts, counted: Counted, today: date) -> tuple[str, str]:
    """What a credential makes of its skills, and why; ("", "") if nothing."""
    if counted.fault:
        return "", ""
    if held.verdict not in {"valid", "expired"}:
        return DECLARED, "unverified"
    if held.verdict == "expired" or (counted.expires_on is not None and counted.expires_on < today):
        return STALE, "expired"
    if counted.issued_on is not None and counted.issued_on < today - timedelta(days=STALE_AFTER_DAYS):
        return STALE, "old"
    return PROVEN, ""


def skills_of(
    held: Iterable[tuple[HeldFacts, Counted]],
    entries: Iterable[Declared],
    *,
    today: date,
    labels: Mapping[str, str] | None = None,
) -> tuple[Skill, ...]:
    """Each skill once, the proven ones first, then by label. `labels` are better names of URIs."""
    gathered = _Gathered(labels or {})
    pairs = list(held)
    gathered.learn_names(one for one, _ in pairs)
    for one, counted in pairs:
        state, why = standing(one, counted, today)
        if state in (PROVEN, STALE) and proves_participation_only(one.kind):
            state, why = DECLARED, one.kind
        if state:
            proof = Proof(one.id, one.title, one.issuer_name, state, why, one.issued_on)
            for key, label in gathered.skills_in(one):
                gathered.add(key, label, proof, counted.areas)
    for entry in entries:
        proof = Proof(entry.id, entry.title, entry.by, DECLARED, "entry")
        for outcome in dict.fromkeys(entry.outcomes):
            key = gathered.key_of(normal(outcome))
            gathered.add(key, outcome.strip(), proof, frozenset({entry.area} if entry.area else ()))
    return gathered.result()


class _Gathered:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.names: dict[str, str] = {}
        self.uri_of: dict[str, str] = {}
        self.proofs: dict[str, dict[str, Proof]] = defaultdict(dict)
        self.areas: dict[str, set[str]] = defaultdict(set)

    def learn_names(self, held: Iterable[HeldFacts]) -> None:
        """Which label stands for which URI, as credentials say that name both. A label of two different
        URIs stands for none."""
        meant: dict[str, set[str]] = defaultdict(set)
        for one in held:
            if one.another:
                continue
            for uri, label in dict(one.facts.get("skill_names") or {}).items():
                if is_uri(str(uri)):
                    meant[normal(str(label))].add(str(uri))
        self.uri_of = {label: next(iter(uris)) for label, uris in meant.items() if len(uris) == 1}

    def key_of(self, key: str) -> str:
        return self.uri_of.get(key, key)

    def skills_in(self, held: HeldFacts) -> Iterable[tuple[str, str]]:
        names = {str(k): str(v) for k, v in dict(held.facts.get("skill_names") or {}).items()}
        own = {normal(label): uri for uri, label in names.items() if is_uri(uri)}
        for given in held.facts.get("skills", ()):
            key = own.get(str(given)) or self.key_of(str(given))
            yield key, names.get(key) or names.get(str(given)) or ("" if is_uri(key) else str(given))

    def add(self, key: str, label: str, proof: Proof, areas: frozenset[str]) -> None:
        if not key:
            return
        if label and not self.names.get(key):
            self.names[key] = label
        self.proofs[key][proof.id] = proof
        self.areas[key] |= {AREA_OF_FIELD.get(area, area) for area in areas} & AREAS

    def result(self) -> tuple[Skill, ...]:
        found = []
        for key, by_id in self.proofs.items():
            proofs = sorted(by_id.values(), key=lambda one: (STATES.index(one.state), one.title))
            label = self.labels.get(key) or self.names.get(key) or key
            found.append(Skill(key, label, proofs[0].state, tuple(proofs), frozenset(self.areas[key])))
        return tuple(sorted(found, key=lambda one: (STATES.index(one.state), normal(one.label))))


def sum_of(
    unit: str,
    held: Iterable[tuple[HeldFacts, Counted]],
    excludes: Mapping[str, frozenset[str]],
    *,
    today: date,
) -> Sum:
    """ECTS or hours of what is valid today (however old), a whole and its parts counted once."""
    amounts: dict[str, Fraction] = {}
    for one, counted in held:
        amount = counted.ects if unit == "ects" else counted.hours
        state, why = standing(one, counted, today)
        if amount and (state == PROVEN or why == "old"):
            amounts[one.id] = amount
    total = count_once(amounts, excludes)
    return Sum(total, len(amounts), sum(amounts.values(), Fraction(0)) - total)
