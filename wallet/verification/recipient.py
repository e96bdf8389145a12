"""Check 7: whether the credential speaks about this person, by addresses and identifiers they have proven."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from wallet.credentials.parsing.pasted import visible
from wallet.credentials.parsing.values import items
from wallet.verification.report import Check, Finding, Outcome
from wallet.verification.spellings import fold, spellings


@dataclass(frozen=True)
class Recipient:
    """Who asks. Only what was proven: an address that was merely typed in never goes here. A proven address
    may stand in several spellings, as its issuers wrote it."""

    emails: tuple[str, ...] = ()
    dids: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Identity:
    """One statement of who the subject is. `kind` is email, did or other; `plain` is the identity itself,
    `digest` a hash of it under one of `algorithms`. `firm`: that none of the holder's own fits means that it
    is somebody else; otherwise it means nothing."""

    kind: str
    plain: str = ""
    digest: str = ""
    algorithms: tuple[str, ...] = ()
    salt: str = ""
    firm: bool = True


class _Answer(Enum):
    """How one identity compares with what the holder has proven."""

    SAME = "recipient-matches"
    SAME_BY_WEAK_HASH = "recipient-matches-weak-hash"
    DIFFERENT = "issued-to-someone-else"
    CANNOT_TELL = "recipient-hash-cannot-tell"
    CANNOT_MATCH = "recipient-cannot-match"
    NOTHING_PROVEN = "nothing-to-compare"


# Open Badges 2.0 IdentityObject `type`, Open Badges 3.0 IdentifierTypeEnum; without their namespaces.
_EMAIL = {"email", "emailaddress", "mbox"}
# SHA-256 and MD5 are the kinds that Open Badges 2.0 IdentityHash names. A match under SHA-1 is a match too;
# that nothing matches says nothing, because no profile says how such a hash is made.
_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5, "sha1": hashlib.sha1}
_STANDARD = ("sha256", "md5")
_BY_LENGTH = {64: ("sha256",), 32: ("md5",), 40: ("sha1",)}  # hexadecimal digits, where no kind is stated
_HASH = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9_-]{0,15}(?=\$)|(?:sha[_-]?\d{1,3}|md5)(?=:))[$:](?P<digest>.+)",
    re.DOTALL | re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_MAILBOX = re.compile(r"[^<>]*<\s*([^<>\s]+@[^<>\s]+)\s*>")  # RFC 5322 §3.4: a name before the address
_IDENTITIES = 50
_ADDRESSES = 50
_SALT = 1000  # characters; it is hashed with every spelling
MOST_HASHES = 40_000  # of one check, all identities together: a tenth of a second


def check_recipient(document: Mapping[str, Any], *, recipient: Recipient | None) -> Finding:
    """PASS if one proven address or DID is the stated subject; FAIL only if all that could be compared
    differ and nothing is left that could not. The verdict does not hang on it: a badge of somebody else is
    still a good badge."""
    if recipient is None:
        return Finding(Check.RECIPIENT, Outcome.NOT_APPLICABLE, "nobody-asked")
    identities = list(dict.fromkeys(_identities(document)))
    if not identities:
        return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, "recipient-not-stated")
    comparison = _Comparison(recipient)
    answers = {comparison.answer(identity) for identity in identities[:_IDENTITIES]}
    beyond = len(identities) > _IDENTITIES
    for same in (_Answer.SAME, _Answer.SAME_BY_WEAK_HASH):
        if same in answers:
            return Finding(Check.RECIPIENT, Outcome.PASS, same.value)
    if _Answer.CANNOT_TELL in answers:
        return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, _Answer.CANNOT_TELL.value)
    if _Answer.DIFFERENT in answers and not beyond:
        return Finding(Check.RECIPIENT, Outcome.FAIL, _Answer.DIFFERENT.value)
    unread = beyond or answers == {_Answer.CANNOT_MATCH}
    left = _Answer.CANNOT_MATCH if unread else _Answer.NOTHING_PROVEN
    return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, left.value)


class _Comparison:
    """Compares identities with what one holder has proven, within a bounded number of hashes."""

    def __init__(self, recipient: Recipient) -> None:
        self.proven = {"email": recipient.emails[:_ADDRESSES], "did": recipient.dids[:_ADDRESSES]}
        self.left = MOST_HASHES
        self._emails: tuple[str, ...] | None = None

    def answer(self, identity: _Identity) -> _Answer:
        proven = self.proven.get(identity.kind, ())
        if identity.kind == "other":
            return _Answer.CANNOT_MATCH
        if identity.digest and not identity.algorithms:
            return _Answer.CANNOT_TELL if proven else _Answer.NOTHING_PROVEN
        if not proven:
            return _Answer.NOTHING_PROVEN
        if identity.plain:
            return self._plain(identity, proven)
        return self._hashed(identity)

    def _plain(self, identity: _Identity, proven: Iterable[str]) -> _Answer:
        wanted = _normal(identity.plain, identity.kind)
        found = False
        for address in proven:
            found |= _same(wanted, _normal(address, identity.kind))
        return _Answer.SAME if found else _Answer.DIFFERENT if identity.firm else _Answer.CANNOT_MATCH

    def _hashed(self, identity: _Identity) -> _Answer:
        wanted, salt = identity.digest.lower(), identity.salt.encode(errors="replace")
        for name in identity.algorithms:
            algorithm, found = _ALGORITHMS[name], False
            for spelling in self._spelled(identity.kind):
                if self.left <= 0:
                    return _Answer.CANNOT_TELL
                text = spelling.encode(errors="replace")
                # Open Badges 2.0 IdentityHash: the hash of identity + salt; some put the salt first, and some
                # state one and leave it out
                for salted in (text + salt, salt + text, text) if salt else (text,):
                    self.left -= 1
                    found |= _same(algorithm(salted).hexdigest(), wanted)
            if found:
                return _Answer.SAME if name == "sha256" else _Answer.SAME_BY_WEAK_HASH
        return _Answer.DIFFERENT if identity.firm else _Answer.CANNOT_TELL

    def _spelled(self, kind: str) -> tuple[str, ...]:
        if kind != "email":
            return tuple(did.strip() for did in self.proven["did"])
        if self._emails is None:
            every = (spelling for address in self.proven["email"] for spelling in spellings(address))
            self._emails = tuple(dict.fromkeys(every))
        return self._emails


def _same(one: str, other: str) -> bool:
    """In a time that does not tell how much of them is alike: strangers may ask too."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _normal(text: str, kind: str) -> str:
    return fold(text) if kind == "email" else text.strip()


def _identities(document: Mapping[str, Any]) -> Iterator[_Identity]:
    """Everybody whom the document names as its recipient: one in a list is the thing itself (JSON-LD)."""
    for recipient in items(document.get("recipient")):
        if isinstance(recipient, str):  # Open Badges 0.5: the address, or its hash with the salt beside it
            yield _read_identity({"identity": recipient, "type": "email", "salt": document.get("salt")})
        elif isinstance(recipient, Mapping):
            yield from _read_object(recipient)
    for subject in items(document.get("credentialSubject")):
        if isinstance(subject, str):
            yield _plain(subject)
        if not isinstance(subject, Mapping):
            continue
        for identifier in items(subject.get("id")):
            if isinstance(identifier, str):
                yield _plain(identifier)
        for stated in items(subject.get("identifier")):
            if isinstance(stated, str):
                yield _plain(stated)
            elif isinstance(stated, Mapping):
                yield from _read_object(stated)


def _read_object(stated: Mapping[str, Any]) -> Iterator[_Identity]:
    """An Open Badges 2.0 IdentityObject (`identity`, `type`) or an Open Badges 3.0 one (`identityHash`,
    `identityType`), of one identity or several."""
    values = stated.get("identityHash", stated.get("identity"))
    for value in items(values) or [None]:
        for one in _apart(value):
            yield _read_identity({**stated, "identity": one})


def _apart(value: object) -> list[object]:
    """The addresses of a text that lists several (RFC 5322 §3.4, or with semicolons); else what it is."""
    if not isinstance(value, str) or value.count("@") < 2:
        return [value]
    return [one for one in re.split("[,;]", value) if "@" in one]


def _read_identity(stated: Mapping[str, Any]) -> _Identity:
    value, kind = stated.get("identity"), _kind(stated)
    if not isinstance(value, str) or not value.strip():
        return _Identity("other")
    value = value.strip()
    if value.lower().startswith(("did:", "mailto:")):
        return _plain(value)
    if "@" in value:  # no hash holds this sign, whatever `hashed` says
        value = visible(value).strip(" \t\r\n\"'.")
        mailbox = _MAILBOX.fullmatch(value)
        return (
            _Identity(kind or "email", plain=mailbox[1] if mailbox else value) if kind != "other" else _OTHER
        )
    return _read_hash(value, kind, stated.get("salt")) if kind != "other" else _OTHER


def _read_hash(value: str, kind: str, salt: object) -> _Identity:
    """What is no address is a hash: `hashed` is written true, "true", or left out, so the form tells. Where
    its kind or what was hashed is not stated, a match is a match, and no match says nothing."""
    stated = _HASH.fullmatch(value)
    read = _salt(salt)
    if stated is None:
        digest = value if _HEX.fullmatch(value) else ""
        if not digest:
            return _OTHER
        names = _BY_LENGTH.get(len(digest), ())
        return _Identity(kind or "email", "", digest, names if read is not None else (), read or "", False)
    name = re.sub("[-_]", "", stated["name"].lower())
    digest = stated["digest"].strip()
    readable = read is not None and _BY_LENGTH.get(len(digest)) == (name,) and _HEX.fullmatch(digest)
    firm = bool(kind) and name in _STANDARD
    return _Identity(kind or "email", "", digest, (name,) if readable else (), read or "", firm)


_OTHER = _Identity("other")


def _kind(stated: Mapping[str, Any]) -> str:
    """email, did, other; "" where none is stated. The terms of a namespace are its terms."""
    given = stated.get("identityType")
    names = items(given if given not in (None, "") else stated.get("type"))
    terms = {re.split(r"[#/:]", name.strip().lower())[-1] for name in names if isinstance(name, str)}
    terms -= {"identityobject", "identityhash", ""}
    if terms & _EMAIL:
        return "email"
    return "did" if "did" in terms else "other" if terms else ""


def _salt(stated: object) -> str | None:
    """The salt as it was put to the identity; None for what cannot be one."""
    values = items(stated)
    if not values:
        return ""
    salt = values[0]
    if len(values) > 1 or isinstance(salt, bool) or not isinstance(salt, str | int | float):
        return None
    text = str(salt)
    return text if len(text) <= _SALT else None


def _plain(identifier: str) -> _Identity:
    identifier = identifier.strip()
    if identifier.lower().startswith("did:"):  # with a fragment it names a key of that very subject
        return _Identity("did", plain=identifier.partition("#")[0])
    if identifier.lower().startswith("mailto:"):
        return _Identity("email", plain=identifier)
    return _OTHER
