"""Identifiers of issuers that lead to a document (did:web and https), and when two are one identity."""

from __future__ import annotations

import re

from wallet.verification.identity.addresses import is_web_address, same_address


def is_published(identifier: str) -> bool:
    """Whether the identifier leads to a document."""
    return identifier.startswith("did:web:") or is_web_address(identifier)


def same_identity(one: str, other: str) -> bool:
    """Whether two identifiers lead to the same place, however they are spelled: did:web is a host's name and
    its path (did:web §Method-specific identifier), an https issuer an address (RFC 3986 §6.2)."""
    if one == other:
        return True
    if one.startswith("did:web:") and other.startswith("did:web:"):
        try:
            return did_web_address(one) == did_web_address(other)
        except ValueError:
            return False
    return same_address(one, other)


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DID_WEB = re.compile(
    rf"did:web:(?P<host>{_LABEL}(?:\.{_LABEL})*)(?P<port>%3[Aa][1-9][0-9]{{0,4}})?"
    r"(?P<path>(?::[A-Za-z0-9._~-]+)*)\Z"
)


def did_web_address(did: str) -> str:
    """The address of a did:web document (did:web §Read). Raises ValueError unless the identifier is one
    that cannot mean anything but a host, a port and plain path segments."""
    match = _DID_WEB.match(did)
    if match is None or len(did) > 1000:
        raise ValueError("not a did:web identifier")
    port = (match["port"] or "")[3:]
    segments = match["path"].split(":")[1:]
    numeric = match["host"].rpartition(".")[2].isdigit()
    if numeric or (port and int(port) > 65535) or any(set(segment) == {"."} for segment in segments):
        raise ValueError("not a did:web identifier")
    place = "/".join(segments) if segments else ".well-known"
    return f"https://{match['host'].lower()}{':' + port if port else ''}/{place}/did.json"
