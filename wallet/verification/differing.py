"""Where a file says otherwise than the issuer's own copy of the same badge: title, recipient, issuer, dates.

A hosted badge is what its issuer hosts; the file only says where to look. Whoever gave the file must read
what in it is not the issuer's word. More or less evidence, narrative or pictures is no difference."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from wallet.credentials.parsing import values
from wallet.credentials.parsing.times import read_time
from wallet.credentials.parsing.values import several
from wallet.errors import Unreadable
from wallet.verification.identity.addresses import same_but_for_tls
from wallet.verification.openbadges2.assertion import Issued, Loaded, plainly
from wallet.verification.report import Check, Finding, Outcome

CODE = "file-differs-from-hosted-copy"
_LONGEST = 300
_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5}


def differing_facts(
    claimed: Mapping[str, Any], hosted: Loaded, issued: Issued, *, check: Check = Check.PROOF
) -> list[Finding]:
    """A finding for each fact: `field` (title, achievement, recipient, issuer, issued, expires), `file` and
    `issuer` as either states it, "" where it does not, or only by a hash. PASS: the proof is about the
    issuer's copy, and holds for that."""
    found = _differences(plainly(claimed), hosted.document, issued)
    return [
        Finding(
            check,
            Outcome.PASS,
            CODE,
            {"field": field, "file": _short(file), "issuer": _short(issuer)},
            hosted.consulted[-1:],
        )
        for field, file, issuer in found
    ]


def _differences(
    claimed: Mapping[str, Any], hosted: Mapping[str, Any], issued: Issued
) -> Iterator[tuple[str, str, str]]:
    yield from _titles(claimed.get("badge"), hosted.get("badge"), issued)
    if "recipient" in claimed and not _same_recipients(claimed, hosted):
        yield "recipient", _plain_recipient(claimed), _plain_recipient(hosted)
    yield from _issuers(claimed, issued)
    dates = (("issued", ("issuedOn", "issued_on")), ("expires", ("expires",)))
    for field, names in dates:
        one, other = (_first(document, names) for document in (claimed, hosted))
        if not _same_moment(one, other) and (one is not None or field == "expires"):
            yield field, values.string(one), values.string(other)


# ── Title ────────────────────────────────────────────────────────────────────────────────────────────
def _titles(claimed: object, hosted: object, issued: Issued) -> Iterator[tuple[str, str, str]]:
    badge = plainly(claimed) if isinstance(claimed, Mapping) else {}
    stated = _words(badge.get("name"))
    proved = _words(issued.badge.get("name"))
    if stated and not stated <= proved:
        yield "title", _one(badge.get("name")), _one(issued.badge.get("name"))
    address = badge.get("id") if badge else claimed
    if not isinstance(address, str) or not address or stated:
        return
    known = [issued.badge.get("id"), hosted, hosted.get("id") if isinstance(hosted, Mapping) else None]
    led_here = issued.achievement is not None and issued.achievement.is_known_as(address)
    if not led_here and not any(one == address or same_but_for_tls(one, address) for one in known):
        yield "achievement", address, values.string(issued.badge.get("id"))


def _words(name: object) -> set[str]:
    return {_folded(text) for text in values.text(name).values()}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _one(name: object) -> str:
    return values.plain(name)


# ── Recipient ────────────────────────────────────────────────────────────────────────────────────────
def _recipients(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(identity, salt) of each stated; Open Badges 0.5 writes the salt beside a recipient that is text."""
    found = []
    for stated in several(document.get("recipient")):
        if isinstance(stated, str):
            found.append((stated, values.string(document.get("salt"))))
        elif isinstance(stated, Mapping):
            found.append((values.string(stated.get("identity")), values.string(stated.get("salt"))))
    return found


def _same_recipients(claimed: Mapping[str, Any], hosted: Mapping[str, Any]) -> bool:
    there = _recipients(hosted)
    return all(any(_same_recipient(one, other) for other in there) for one in _recipients(claimed))


def _same_recipient(one: tuple[str, str], other: tuple[str, str]) -> bool:
    (first, salt), (second, other_salt) = one, other
    if _is_hash(first) and _is_hash(second):
        return first.lower() == second.lower() and salt == other_salt
    if _is_hash(first):
        return _hashes_to(second, first, salt)
    if _is_hash(second):
        return _hashes_to(first, second, other_salt)
    return _folded(first).casefold() == _folded(second).casefold()


def _is_hash(identity: str) -> bool:
    return "$" in identity and "@" not in identity


def _hashes_to(plain: str, identity: str, salt: str) -> bool:
    name, _, wanted = identity.partition("$")
    algorithm = _ALGORITHMS.get(name.lower())
    spellings = {plain, plain.strip(), plain.strip().lower()}
    return algorithm is not None and any(
        algorithm((one + salt).encode(errors="replace")).hexdigest() == wanted.lower() for one in spellings
    )


def _plain_recipient(document: Mapping[str, Any]) -> str:
    """The address, "" for a hash: neither it nor its salt is for anybody's eyes (OB2-15)."""
    return ", ".join(identity for identity, _ in _recipients(document) if identity and not _is_hash(identity))


# ── Issuer ───────────────────────────────────────────────────────────────────────────────────────────
def _issuers(claimed: Mapping[str, Any], issued: Issued) -> Iterator[tuple[str, str, str]]:
    badge = claimed.get("badge")
    badge = plainly(badge) if isinstance(badge, Mapping) else {}
    stated = badge.get("issuer", claimed.get("issuer"))
    if stated is None:
        return
    named = plainly(stated) if isinstance(stated, Mapping) else {"id": stated}
    own = issued.issuer
    address = values.string(named.get("id")) or values.string(named.get("origin"))
    same = issued.profile.is_known_as(address) if issued.profile else same_but_for_tls(address, own["id"])
    names, own_names = _words(named.get("name")), _words(own.get("name"))
    if (address and not same) or (names and not names <= own_names):
        beside = bool(address) and not same
        yield "issuer", _name_or(named, address, beside=beside), _name_or(own, str(own["id"]), beside=beside)


def _name_or(issuer: Mapping[str, Any], address: str, *, beside: bool) -> str:
    name = _one(issuer.get("name"))
    if not name or not address or not beside:
        return name or address
    return f"{name} ({address})"


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────────
def _first(document: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((document[name] for name in names if document.get(name) is not None), None)


def _same_moment(one: object, other: object) -> bool:
    if one == other:
        return True
    try:
        return read_time(one, lenient=True) == read_time(other, lenient=True)
    except Unreadable:
        return False


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
