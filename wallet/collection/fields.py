"""Which field of competence a credential speaks of, by plain words in it; and folding for search."""

from __future__ import annotations

import re
import unicodedata

from wallet.credentials.competence import field_of_competence
from wallet.credentials.model import Credential

FIELDS = ("digital", "green", "social", "work", "other")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})

# Beginnings of words, folded, in English and Polish; a beginning that ends in a space is a whole word.
_SIGNS = {
    "digital": (
        "digital cyfrow data dane danych danymi program python javascript java  sql software comput komput"
        " informat internet web  cyber spreadsheet arkusz excel coding code  kodow algorithm algorytm network"
        " sieci baz  cloud chmur artificial sztuczn ai  machine analityk analytics wizualiz visuali"
        " blockchain database developer html digcomp robot"
    ),
    "green": (
        "green zielon climat klimat sustainab zrownowaz ecolog ekolog environment srodowisk energ circular"
        " obieg recykl recycl waste odpad biodivers bioroznorod renewable odnawial carbon emisj greencomp"
    ),
    "social": (
        "social spolecz team zespol communicat komunikac leader lider przywod collaborat wspolprac facilitat"
        " moderac mediat mentor volunteer wolontar conflict konflikt empat present prezentac negotiat negocj"
        " intercultur miedzykultur teach nauczan coach wystapien creativ kreatyw"
        " critical krytyczn language jezyk"
    ),
    "work": (
        "employ zatrudn job  praca pracod pracow pracuj prace  pracy  prac  career karier cv  interview"
        " rekrutac business biznes entrepreneur przedsiebior manage zarzadz safety bhp  bezpieczen aid  pomoc"
        " account ksiegow finan market sales sprzedaz customer klient logist office biur project projekt"
        " warehouse magazyn"
    ),
}
_BEGINNINGS = {name: tuple(re.findall(r"[^ ]+ (?= )|[^ ]+", words)) for name, words in _SIGNS.items()}


def fold(text: str) -> str:
    """Lower case, without diacritics: «Zażółć» and «zazolc» are found alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_LETTERS)


def suggest_field(credential: Credential) -> str:
    """digital, green, social, work, or other when nothing speaks clearly. What it is aligned to
    decides; where that is silent, its words do, of which names of frameworks and tags weigh more."""
    aligned = field_of_competence(credential.raw, dialect=credential.dialect)
    if aligned:
        return "work" if aligned[0] == "employment" else aligned[0]
    achievement = credential.achievement
    strong = [*achievement.tags, *(a.name for a in achievement.alignments)]
    strong += [a.framework for a in achievement.alignments] + list(achievement.name.values())
    return field_of_words(strong, [*achievement.description.values(), *achievement.outcomes])


def field_of_words(strong: list[str], weak: list[str]) -> str:
    """The field that these texts speak of; what stands in `strong` weighs three times as much, and one word
    in a description says too little."""
    points = {name: 3 * _count(strong, name) + _count(weak, name) for name in _BEGINNINGS}
    best = max(points, key=lambda name: points[name])
    return best if points[best] > 1 else "other"


def _count(texts: list[str], name: str) -> int:
    words = f" {' '.join(re.findall(r'[a-z0-9]+', fold(' '.join(texts))))} "
    return sum(words.count(" " + beginning) for beginning in _BEGINNINGS[name])


def search_text(credential: Credential, *more: str) -> str:
    """Everything a person may look for: title, issuer, outcomes, alignments, tags, description."""
    achievement = credential.achievement
    texts = [
        *achievement.name.values(),
        *credential.name.values(),
        *credential.issuer.name.values(),
        *achievement.tags,
        *achievement.outcomes,
        *(part for a in achievement.alignments for part in (a.name, a.framework, a.code)),
        *achievement.description.values(),
        *achievement.criteria.values(),
        *more,
    ]
    return " ".join(fold(" ".join(text.split())) for text in texts if text)[:20_000]
