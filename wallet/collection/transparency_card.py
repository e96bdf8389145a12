"""How much of what a micro-credential should state a credential states, ready to be shown. It is read from
the document that the proof covers; where there is none, from what the file says, and the card says so."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wallet.collection import transparency_texts as words
from wallet.credentials.elements import MANDATORY, Element
from wallet.credentials.proof_kinds import KINDS, kind_in_force, kind_of_proof
from wallet.credentials.transparency import read_elements, read_own_entry

_MARKS = re.compile(r"[*_`#>]+|\\(?=\W)|!?\[|\]\([^()\s]*\)?|\]")
MOST = 30  # values shown of one element


@dataclass(frozen=True)
class ElementCard:
    """One element: whether it is stated, with what value, and where that was found."""

    key: str
    name: str
    help: str
    status: str  # present, weak, missing, not_applicable, withheld
    word: str
    icon: str
    values: tuple[str, ...]
    provenance: str
    path: str
    note: str
    quote: str


@dataclass(frozen=True)
class TransparencyCard:
    """`counted` is False for a whole qualification, of which the eleven are not asked."""

    headline: str
    stated: int
    complete: bool
    counted: bool
    kind: str
    kind_word: str
    reason: str
    elements: tuple[ElementCard, ...]  # the eleven
    further: tuple[ElementCard, ...]  # of the other five those that are stated
    missing: tuple[str, ...]  # names
    weak: tuple[str, ...]
    withheld: tuple[str, ...]
    proved: bool
    own_kind: str = ""  # the holder's own labels, shown as theirs
    own_kind_word: str = ""
    own_field: str = ""

    @property
    def proves(self) -> str:
        """The kind of proof that counts: the holder's own label, else what was found."""
        return kind_in_force(self.kind, self.own_kind)


def labelled(card: TransparencyCard, *, kind: str, field: str) -> TransparencyCard:
    """The card with the holder's own labels beside what was found."""
    if kind not in KINDS:
        kind = ""
    return replace(card, own_kind=kind, own_kind_word=words.kind_words(kind) if kind else "", own_field=field)


def kind_choices() -> tuple[tuple[str, str], ...]:
    """(code, word) of each kind of proof that a holder may choose."""
    return tuple((kind, words.kind_words(kind)) for kind in KINDS)


@dataclass(frozen=True)
class OwnTransparency:
    """How much of the eleven an own entry states: all of it self-declared."""

    stated: int
    missing: tuple[str, ...]


def entry_transparency(details: Mapping[str, Any]) -> OwnTransparency:
    """`details` as an own entry keeps them, with title, learner, awarding_body and date added."""
    found = read_own_entry(details)
    return OwnTransparency(found.stated, _names((*found.missing, *found.weak)))


def transparency_card(
    document: Mapping[str, Any] | None, *, dialect: str, language: str, at: datetime, proved: bool
) -> TransparencyCard | None:
    """The card, or None when there is no document to read."""
    if document is None:
        return None
    found = read_elements(document, dialect=dialect, at=at)
    kind, reason = kind_of_proof(document, dialect, found)
    cards = [_element(element, language) for element in found.elements]
    return TransparencyCard(
        headline=words.headline(found.stated),
        stated=found.stated,
        complete=found.complete,
        counted=kind != "qualification",
        kind=kind,
        kind_word=words.kind_words(kind),
        reason=words.reason_words(reason),
        elements=tuple(card for card in cards if card.key in MANDATORY),
        further=tuple(card for card in cards if card.key not in MANDATORY and card.status != "missing"),
        missing=_names(found.missing),
        weak=_names(found.weak),
        withheld=_names(found.withheld),
        proved=proved,
    )


def _words(quote: str) -> str:
    """A few words from the middle of a text, without the marks of Markdown."""
    return " ".join(html.unescape(_MARKS.sub("", quote)).split())


def _names(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words.element_name(key) for key in keys)


def _element(element: Element, language: str) -> ElementCard:
    word, icon = words.status_words(element.status)
    quoted = bool(element.quote)
    return ElementCard(
        key=element.key,
        name=words.element_name(element.key),
        help=words.element_help(element.key),
        status=element.status,
        word=word,
        icon=icon,
        values=() if quoted else words.value_words(element, language)[:MOST],
        provenance=words.provenance_words(element.provenance),
        path=element.path,
        note=words.note_words(element.note),
        quote=_words(element.quote),
    )
