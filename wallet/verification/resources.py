"""The verifier's only window to the world. Who implements it decides what may be fetched and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Purpose(Enum):
    """What a document is wanted for: decides size caps, content types and cache policy."""

    ASSERTION = "assertion"  # a hosted OB 2 assertion or a credential behind a link
    ACHIEVEMENT = "achievement"  # an OB 2 BadgeClass
    ISSUER = "issuer"  # an OB 2 issuer Profile
    KEY = "key"  # CryptographicKey, JWK, JWKS, verification method or controller document
    DID = "did"  # did:web did.json
    STATUS = "status"  # status list or revocation list
    CONTEXT = "context"  # JSON-LD context whose digest is pinned
    IMAGE = "image"
    PAGE = "page"  # a web page about a badge, read for the address of the badge itself


@dataclass(frozen=True)
class Fetched:
    """An answer from the network: `url` as asked, `final_url` after redirects, `body` after decoding.

    `hops` are the addresses between the two, where there was more than one redirect."""

    url: str
    final_url: str
    status: int  # HTTP status; 200 for a document, 404 and 410 are told apart by the verifier
    content_type: str  # media type without parameters, lower case, "" if not stated
    body: bytes
    digest: str  # SHA-256 of body, lower-case hex
    at: datetime  # aware, UTC
    insecure: bool = False  # came over plain http
    hops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreachable:
    """No answer that could be used. Never proves anything but that we could not look."""

    url: str
    code: str  # kebab slug: could-not-reach, timeout, url-not-public, too-large, tls-failed…
    at: datetime
    found: str = ""  # what was there instead (a media type, an encoding), where that may be told


class Resources(Protocol):
    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        """Answer for an absolute URL. Total: never raises. Any HTTP status is a `Fetched`."""
        ...
