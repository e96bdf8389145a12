"""A pseudo-language: every text of the wallet accented, longer and in brackets, so that a text which bypasses
gettext stands out, and one that has no room to grow overflows."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import build_translations

CODE = "en-XA"  # the tag that CLDR reserves for such a language; gettext's folder for it is en@xa
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACCENTED = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"
LETTERS = str.maketrans(PLAIN, ACCENTED)
# Not to be accented: gaps, tags, entities.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|&\w+;)")
GROWTH = 0.36


def pseudo(text: str) -> str:
    """`Save %(num)s badges` → `⟦Šåååvéé %(num)s ƀåååðĝééš⟧`: 30 to 40 % longer, words stay words."""
    letters = sum(len(part) for part in KEPT.split(text)[::2])
    left = max(round(letters * GROWTH) - 2, 0)  # the brackets are two of it
    out = []
    for place, part in enumerate(KEPT.split(text)):
        if place % 2:
            out.append(part)
            continue
        words = []
        for word in re.split(r"(\s+)", part):
            more = min(left, round(len(word) * GROWTH) + 1) if re.search("[a-z]", word) else 0
            left -= more
            words.append(_grown(word, more).translate(LETTERS))
        out.append("".join(words))
    return f"⟦{''.join(out)}⟧"


def _grown(word: str, more: int) -> str:
    """With its vowels, or else its letters, said longer."""
    places = [place for place, letter in enumerate(word) if letter in "aeiouy"]
    places = places or [place for place, letter in enumerate(word) if letter.isalpha()]
    times = dict.fromkeys(places, 1)
    for place, _ in zip(cycle(places), range(more), strict=False):
        times[place] += 1
    return "".join(letter * times.get(place, 1) for place, letter in enumerate(word))


def write_pseudo(folder: Path) -> Path:
    """A folder of languages with this one, compiled from the texts that stand in the code now."""
    catalogue = Catalog(locale="en")
    for message in build_translations.extract():
        if not message.id:
            continue
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(pseudo(form) for form in forms)
        catalogue.add(message.id, said if len(said) > 1 else said[0], context=message.context)
    path = folder / "en@xa" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    return folder
