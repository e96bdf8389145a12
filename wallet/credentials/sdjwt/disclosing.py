"""Handing out an SD-JWT with only the chosen claims (RFC 9901 §4.1): what is withheld stays a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from wallet.credentials.parsing.strict import read_base64url, read_json, write_base64url
from wallet.credentials.sdjwt.reader import read_sd_jwt

_HASHES = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}
ELEMENT = "…"  # an element of a list has no name of its own


@dataclass(frozen=True)
class Disclosure:
    """One claim that can be shown or withheld."""

    name: str
    value: Any
    text: str
    digest: str


def disclosures_of(token: str) -> tuple[Disclosure, ...]:
    """Every claim that the token discloses now. Raises Unreadable as `read_sd_jwt`."""
    read = read_sd_jwt(token)
    digest = _HASHES[str(read.token.claims().get("_sd_alg", "sha-256"))]
    found = []
    for text in read.disclosures:
        parts = read_json(read_base64url(text))
        name = str(parts[1]) if len(parts) == 3 else ELEMENT
        found.append(Disclosure(name, parts[-1], text, write_base64url(digest(text.encode()).digest())))
    return tuple(found)


def choose_disclosures(token: str, names: Collection[str]) -> str:
    """The same token with the claims of these names, and those they stand in, disclosed and no others. The
    elements of a list go with the claim that holds the list. A key binding is dropped: it was for what was
    shown before."""
    found = disclosures_of(token)
    inside = {digest: one for one in found for digest in _digests(one.value)}
    kept = {one.digest for one in found if one.name in names}
    growing = True
    while growing:
        parents = {inside[one.digest].digest for one in found if one.digest in kept and one.digest in inside}
        elements = {
            one.digest
            for one in found
            if one.name == ELEMENT and one.digest in inside and inside[one.digest].digest in kept
        }
        growing = not (parents | elements) <= kept
        kept |= parents | elements
    return "~".join([token.split("~")[0], *(one.text for one in found if one.digest in kept), ""])


def _digests(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            listed = item.get("_sd")
            if isinstance(listed, list):
                yield from (digest for digest in listed if isinstance(digest, str))
            if isinstance(item.get("..."), str):
                yield item["..."]
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
