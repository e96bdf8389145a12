"""Check 7: whether the credential speaks about this person, by addresses and identifiers they have proven."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wallet.verification.report import Check, Finding, Outcome


@dataclass(frozen=True)
class Recipient:
    """Who asks. Only what was proven: an address that was merely typed in never goes here."""

    emails: tuple[str, ...] = ()
    dids: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Identity:
    """One statement of who the subject is. `kind` is email, did or other; `digest`: `sha256$…`."""

    kind: str
    plain: str = ""
    digest: str = ""
    salt: str = ""


_EMAIL = {"email", "emailaddress", "schema:email", "https://schema.org/email", "http://schema.org/email"}
_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5}
_MAXIMUM = 50


def check_recipient(document: Mapping[str, Any], *, recipient: Recipient | None) -> Finding:
    """PASS if one proven address or DID is the stated subject; FAIL only if all that could be compared
    differ. The verdict does not hang on it: a badge of somebody else is still a good badge."""
    if recipient is None:
        return Finding(Check.RECIPIENT, Outcome.NOT_APPLICABLE, "nobody-asked")
    identities = list(_identities(document))[:_MAXIMUM]
    if not identities:
        return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, "recipient-not-stated")
    compared = False
    for identity in identities:
        proven = {"email": recipient.emails, "did": recipient.dids}.get(identity.kind, ())
        for address in proven[:_MAXIMUM]:
            compared = True
            if code := _match(identity, address):
                return Finding(Check.RECIPIENT, Outcome.PASS, code)
    if compared:
        return Finding(Check.RECIPIENT, Outcome.FAIL, "issued-to-someone-else")
    if all(identity.kind == "other" for identity in identities):
        return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, "recipient-cannot-match")
    return Finding(Check.RECIPIENT, Outcome.INCONCLUSIVE, "nothing-to-compare")


def _match(identity: _Identity, address: str) -> str:
    if identity.plain:
        same = _same(_normal(identity.plain, identity.kind), _normal(address, identity.kind))
        return "recipient-matches" if same else ""
    name, _, wanted = identity.digest.partition("$")
    algorithm = _ALGORITHMS.get(name.lower())
    if algorithm is None:
        return ""
    found = False
    for variant in _variants(address, identity.kind):
        # OB 2.0 "IdentityHash": hex of hash(identity + salt); issuers write the hex in either case
        found |= _same(algorithm((variant + identity.salt).encode()).hexdigest(), wanted.lower())
    if not found:
        return ""
    return "recipient-matches" if name.lower() == "sha256" else "recipient-matches-weak-hash"


def _same(one: str, other: str) -> bool:
    """In a time that does not tell how much of them is alike: strangers may ask too."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _variants(address: str, kind: str) -> tuple[str, ...]:
    """Spellings under which an issuer may have hashed the same address."""
    text = address.strip()
    if kind != "email":
        return (text,)
    return tuple(
        dict.fromkeys((text, text.lower(), text.upper(), text.capitalize(), f"mailto:{text.lower()}"))
    )


def _normal(text: str, kind: str) -> str:
    text = text.strip()
    return text.lower().removeprefix("mailto:") if kind == "email" else text


def _identities(document: Mapping[str, Any]) -> Iterator[_Identity]:
    recipient = document.get("recipient")
    if isinstance(recipient, str):  # OB 0.5: the address, or its hash with the salt beside it
        yield _read_identity({"identity": recipient, "type": "email", "salt": document.get("salt")})
    elif isinstance(recipient, Mapping):
        yield _read_identity(recipient)
    for subject in _several(document.get("credentialSubject")):
        if not isinstance(subject, Mapping):
            continue
        identifier = subject.get("id")
        if isinstance(identifier, str):
            yield _plain(identifier)
        for stated in _several(subject.get("identifier")):
            if isinstance(stated, Mapping):
                yield _read_identity(stated)


def _read_identity(stated: Mapping[str, Any]) -> _Identity:
    """An OB 2 IdentityObject (`identity`, `type`) or an OB 3 one (`identityHash`, `identityType`)."""
    value = stated.get("identityHash", stated.get("identity"))
    kind = stated.get("identityType", stated.get("type"))
    salt = stated.get("salt")
    if not isinstance(value, str) or not value:
        return _Identity("other")
    email = isinstance(kind, str) and kind.lower() in _EMAIL
    if not email and not (isinstance(kind, str) and kind.lower() == "did"):
        return _plain(value) if value.startswith(("did:", "mailto:")) else _Identity("other")
    name, dollar, _ = value.partition("$")
    # `hashed` is written true, "true", or left out; the prefix tells more reliably than the flag
    if dollar and name.lower() in _ALGORITHMS:
        return _Identity(
            "email" if email else "did", digest=value, salt=salt if isinstance(salt, str) else ""
        )
    return _Identity("email" if email else "did", plain=value)


def _plain(identifier: str) -> _Identity:
    if identifier.startswith("did:"):
        return _Identity("did", plain=identifier)
    if identifier.lower().startswith("mailto:"):
        return _Identity("email", plain=identifier)
    return _Identity("other")


def _several(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
