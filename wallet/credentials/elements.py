"""The elements of Annex I of Council Recommendation 2022/C 243/02, and what may be said of each of them.

Eleven are asked of every micro-credential; five more where they are relevant. A statement of an element has a
status, a value in our own words (codes; the words for people: collection/transparency_texts.py), and where it
was found. Completeness is not authenticity: nothing here looks at a proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from wallet.credentials.model import Text

MANDATORY = (
    *("learner", "title", "country", "awarding_body", "date", "outcomes"),
    *("workload", "level", "assessment", "participation", "quality"),
)
OPTIONAL = ("prerequisites", "supervision", "grade", "stackability", "further")
NUMBERS: Mapping[str, str] = {key: f"M{place}" for place, key in enumerate(MANDATORY, 1)} | {
    key: f"O{place}" for place, key in enumerate(OPTIONAL, 1)
}
STATUSES = ("present", "weak", "missing", "not_applicable", "withheld")
PROVENANCES = ("issuer_structured", "issuer_text", "derived", "self_declared")

# Why a statement is as it is. Each has words in collection/transparency_texts.py.
NOTES = (
    "above-30-ects",  # more than a micro-credential usually is
    "activity-type-only",  # what kind of activity it was, not how one took part
    "actual-hours",  # time that was spent, not the workload that is needed
    "ambiguous-duration",  # days or weeks: how many hours is not said
    "attendance-only",  # the assessment is presence
    "body-is-sealer",  # who awarded is not said: only who signed
    "by-name",  # a country written as a name
    "endorsement-only",  # somebody recommends it; that is no quality assurance
    "hashed",  # only a fingerprint of the learner's address
    "in-text-only",  # found in prose
    "in-parts-only",  # some of the things inside a record say it
    "level-out-of-range",
    "kept-back",  # its own claim is there, undisclosed
    "may-be-withheld",  # the holder keeps parts back; whether this is among them nobody can tell
    "no-country-code",  # XX and the like
    "no-target",  # stackable, but towards what is not said
    "opaque-id",  # the learner is a number or an address of a key
    "other-than-ects",  # credits of another system
    "review-overdue",  # the accreditation's time is over
    "suspicious-duration",  # P60M: sixty months are hardly meant
    "title-of-form",  # only the form's heading ("Micro-credential") is there
    "type-not-stated",  # there is an assessment; of which type is not said
    "unit-unknown",  # credits without a unit
    "valid-from-only",  # when it begins to hold is not when it was issued
)


@dataclass(frozen=True)
class Fact:
    """One thing stated. `code` is our word for it ("online", "PL", "6"), "" where the vocabularies do not
    know it; `words` are the issuer's own."""

    code: str = ""
    words: Text = field(default_factory=dict)
    amount: Decimal | None = None
    unit: str = ""  # ects, hours, credits; eqf, prk, nqf
    uri: str = ""


@dataclass(frozen=True)
class Element:
    key: str
    status: str = "missing"
    value: tuple[Fact, ...] = ()
    provenance: str = ""  # one of PROVENANCES, "" when nothing was found
    path: str = ""  # where in the document
    note: str = ""  # one of NOTES
    quote: str = ""  # the fragment, when it was found in prose


@dataclass(frozen=True)
class Normalised:
    """What the elements come to, for adding up and comparing. Empty or None = not stated."""

    ects: Decimal | None = None
    hours: Decimal | None = None
    eqf: int | None = None
    prk: int | None = None
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    languages: tuple[str, ...] = ()  # BCP 47
    participation: tuple[str, ...] = ()
    assessment: tuple[str, ...] = ()
    supervision: str = ""
    quality: tuple[str, ...] = ()
    grade: str = ""
    stackability: str = ""  # standalone, stackable, part, whole
    esco: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transparency:
    """All sixteen elements in the order of the annex, each exactly once."""

    elements: tuple[Element, ...]
    languages: tuple[str, ...] = ()

    def element(self, key: str) -> Element:
        return next(element for element in self.elements if element.key == key)

    def _of(self, status: str) -> tuple[str, ...]:
        return tuple(e.key for e in self.elements if e.status == status and e.key in MANDATORY)

    @property
    def stated(self) -> int:
        """How many of the eleven are stated as they should be."""
        return len(self._of("present"))

    @property
    def weak(self) -> tuple[str, ...]:
        return self._of("weak")

    @property
    def missing(self) -> tuple[str, ...]:
        return self._of("missing")

    @property
    def withheld(self) -> tuple[str, ...]:
        return self._of("withheld")

    @property
    def complete(self) -> bool:
        """All eleven; the level may not apply, if the issuer says so."""
        level = self.element("level").status == "not_applicable"
        return self.stated == len(MANDATORY) or (level and self.stated == len(MANDATORY) - 1)

    @property
    def normalised(self) -> Normalised:
        return Normalised(
            ects=self._amount("workload", "ects"),
            hours=self._amount("workload", "hours"),
            eqf=self._number("eqf"),
            prk=self._number("prk"),
            countries=self._codes("country"),
            languages=self.languages,
            participation=self._codes("participation"),
            assessment=self._codes("assessment"),
            supervision=next(iter(self._codes("supervision")), ""),
            quality=self._codes("quality"),
            grade=next((_first(fact.words) for fact in self.element("grade").value), ""),
            stackability=next(iter(self._codes("stackability")), ""),
            esco=tuple(dict.fromkeys(f.uri for f in self.element("outcomes").value if "/esco/" in f.uri)),
            outcomes=tuple(
                said
                for fact in self._structured("outcomes")
                if (said := _first(fact.words)) and not fact.unit
            ),
        )

    def _structured(self, key: str) -> tuple[Fact, ...]:
        element = self.element(key)
        return element.value if element.status == "present" else ()

    def _codes(self, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.code for fact in self._structured(key) if fact.code))

    def _amount(self, key: str, unit: str) -> Decimal | None:
        return next((f.amount for f in self._structured(key) if f.unit == unit and f.amount), None)

    def _number(self, unit: str) -> int | None:
        """A level of the Polish framework is the same level of the European one."""
        units = (unit, "prk") if unit == "eqf" else (unit,)
        codes = [f.code for one in units for f in self._structured("level") if f.unit == one and f.code]
        return int(codes[0]) if codes else None


def _first(words: Text) -> str:
    return next((said for said in words.values() if said), "")


_BEST = ("present", "not_applicable", "withheld", "weak", "missing")


def gathered(found: Iterable[Element], languages: tuple[str, ...] = ()) -> Transparency:
    """All sixteen; what nobody found is missing. The best statement of an element counts, then the first."""
    by_key: dict[str, Element] = {}
    for element in found:
        known = by_key.get(element.key)
        if known is None or _BEST.index(element.status) < _BEST.index(known.status):
            by_key[element.key] = element
    return Transparency(tuple(by_key.get(key, Element(key)) for key in (*MANDATORY, *OPTIONAL)), languages)


def present(key: str, value: Iterable[Fact], path: str, *, note: str = "") -> Element:
    """Stated by the issuer, in a place made for it."""
    return Element(key, "present", tuple(value), "issuer_structured", path, note)


def weak(key: str, value: Iterable[Fact], path: str, note: str, *, quote: str = "") -> Element:
    """Something is there, but not as it should be. With a `quote` it was found in prose."""
    provenance = "issuer_text" if quote else "issuer_structured"
    return Element(key, "weak", tuple(value), provenance, path, note, quote)


def derived(key: str, value: Iterable[Fact], path: str, note: str) -> Element:
    """Concluded from something else; never more than weak."""
    return Element(key, "weak", tuple(value), "derived", path, note)
