"""The spellings under which issuers write one e-mail address, and the one form in which they are the same.

A hash says nothing of how its text was spelled (Open Badges 2.0 IdentityHash names no normal form), so what
an issuer may have hashed is tried: the case of each part, the domain's, blanks around it, an address as URI.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from itertools import chain, combinations, product
from urllib.parse import unquote

_BETWEEN = re.compile(r"([.\-_+'])")  # what parts of a mailbox's name are parted by
_PARTS = 4  # of which every choice of capitals is tried; of more only the usual ones
_BLANKS = (("", " "), ("", "\n"), ("", "\r\n"), ("", "\t"), (" ", ""), ("\n", ""), ("\t", ""), (" ", " "))


def fold(address: str) -> str:
    """For comparing two addresses: without `mailto:`, blanks and case, its domain in ASCII. Mailboxes
    that tell `A` from `a` are not met in practice."""
    text = unicodedata.normalize("NFKC", _bare(address)).casefold()
    local, at, domain = text.rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def _bare(address: str) -> str:
    """Without `mailto:`, its percent-encoding and its header fields (RFC 6068 §2)."""
    text = address.strip()
    if text[:7].lower() != "mailto:":
        return text
    return unquote(text[7:].partition("?")[0]).strip()


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower() if not domain.isascii() else domain
    except UnicodeError:
        return domain


def _in_letters(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        return domain


def spellings(address: str) -> Iterator[str]:
    """Spellings of an address, the likeliest first; some twice."""
    given = _bare(address)
    local, at, domain = given.rpartition("@")
    if not at:
        yield given
        return
    usual = (
        *(given, given.lower(), f"{local}@{domain.lower()}", f"{_titled(local)}@{domain.lower()}"),
        *(given.upper(), given.capitalize(), f"{_titled(local)}@{_titled(domain)}"),
    )
    yield from usual
    locals = dict.fromkeys((local, *_local_parts(local)))
    forms = (domain, _ascii(domain.lower()), _in_letters(domain.lower()))
    domains = dict.fromkeys((domain, *chain.from_iterable(map(_domains, forms))))
    for one, other in product(locals, domains):
        yield f"{one}@{other}"
    for one in dict.fromkeys(usual):
        for before, after in _BLANKS:
            yield f"{before}{one}{after}"
        yield f"mailto:{one}"
        if not one.isascii():  # letters and their marks apart, as some systems keep them
            yield unicodedata.normalize("NFD", one)
            yield unicodedata.normalize("NFC", one)


def _titled(text: str) -> str:
    """A capital at the beginning of each part, and nowhere else."""
    return "".join(part.capitalize() for part in _BETWEEN.split(text))


def _local_parts(local: str) -> Iterator[str]:
    yield from (local.lower(), local.upper())
    yield from _capitals(local.lower(), _BETWEEN)


def _domains(domain: str) -> Iterator[str]:
    yield from (domain.lower(), domain.upper())
    yield from _capitals(domain.lower(), re.compile(r"([.\-])"))
    first, dot, rest = domain.lower().partition(".")
    yield f"{first.upper()}{dot}{rest}"  # UMK.pl
    most, dot, last = domain.lower().rpartition(".")
    yield f"{most.upper()}{dot}{last}"  # CS.UMK.pl


def _capitals(text: str, between: re.Pattern[str]) -> Iterator[str]:
    """Every choice of parts that begin with a capital; of many parts only: all, the first, the last, both."""
    pieces = between.split(text)
    places = range(0, len(pieces), 2)  # what stands between is at the odd places
    last = places[-1]
    chosen: Iterable[Container[int]] = (places, (0,), (last,), (0, last))
    if len(places) <= _PARTS:
        chosen = chain.from_iterable(combinations(places, count) for count in range(1, len(places) + 1))
    for capitals in chosen:
        yield "".join(
            piece.capitalize() if place in capitals else piece for place, piece in enumerate(pieces)
        )
