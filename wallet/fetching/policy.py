"""What may be fetched, how much of it, how long it may take and how long it stays good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from wallet.credentials.parsing.strict import MAX_TEXT
from wallet.verification.resources import Purpose
from wallet.version import __version__

# Nothing listens on the discard port of a learner's machine: the demo's issuer that is always down.
DEMO_DOWN = "localhost:9"  # by name: a did:web must not be a number

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Rule:
    """Caps and manners for one purpose. `max_bytes` holds for the body on the wire and after inflating."""

    max_bytes: int
    max_age: timedelta
    kinds: tuple[str, ...]  # of KINDS
    accept: str


# Media types by kind. An unstated type and octet-stream pass everywhere: plain file servers send them,
# and the strict readers look at the bytes anyway. HTML passes only as a page, never as a document.
_ANY = frozenset({"", "application/octet-stream", "binary/octet-stream"})
KINDS = {
    "json": frozenset(
        {
            *("application/json", "text/json", "text/plain", "application/vc", "application/vp"),
            *("application/did", "application/cid"),  # DID 1.1, Controlled Identifiers 1.0
        }
    ),
    "token": frozenset(
        {"application/jwt", "application/jose", "application/jose+json", "application/sd-jwt"}
    ),
    "key": frozenset({"application/x-pem-file", "application/pem-certificate-chain"}),
    "page": frozenset({"text/html", "application/xhtml+xml"}),
    "image": frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}),
}
_SUFFIXES = {"json": "+json", "token": "+jwt"}

_JSON = "application/ld+json, application/json;q=0.9, application/vc, application/jwt;q=0.8, */*;q=0.1"
_PAGE = "text/html, application/xhtml+xml;q=0.9"
_PICTURE = "image/png, image/svg+xml, image/webp, image/jpeg, */*;q=0.1"


def _json(hours: float, *kinds: str, most: int = MAX_TEXT) -> Rule:
    return Rule(most, timedelta(hours=hours), ("json", "token", *kinds), _JSON)


_FIVE_MINUTES = 5 / 60
RULES = {
    Purpose.ASSERTION: _json(_FIVE_MINUTES, "image"),  # the hosted copy is also the word on revocation
    Purpose.ACHIEVEMENT: _json(1),
    Purpose.ISSUER: _json(1),
    Purpose.KEY: _json(1, "key", most=MEGABYTE),
    Purpose.DID: _json(1, most=MEGABYTE),
    Purpose.STATUS: _json(_FIVE_MINUTES),
    Purpose.CONTEXT: _json(24 * 30, most=MEGABYTE),  # its digest is pinned, so it cannot go stale
    Purpose.IMAGE: Rule(2 * MAX_TEXT, timedelta(hours=24), ("image",), _PICTURE),
    Purpose.PAGE: Rule(2 * MEGABYTE, timedelta(hours=_FIVE_MINUTES), ("page",), _PAGE),
}
FAILURE_AGE = timedelta(minutes=5)  # how long a failure is remembered before the next try


def cap(purpose: Purpose, media_type: str) -> int:
    """Bytes allowed. A baked picture behind a credential's link has the room of a picture."""
    if media_type.startswith("image/"):
        return RULES[Purpose.IMAGE].max_bytes
    return RULES[purpose].max_bytes


def accepts(purpose: Purpose, media_type: str) -> bool:
    """Is this media type (lower case, no parameters) one we read for this purpose?"""
    kinds = RULES[purpose].kinds
    if media_type in _ANY or any(media_type in KINDS[kind] for kind in kinds):
        return True
    return any(media_type.endswith(suffix) for kind, suffix in _SUFFIXES.items() if kind in kinds)


@dataclass(frozen=True)
class FetchPolicy:
    """The operator's choices. Entries of `allowed_hosts` are exact "host:port"; default: nobody inside.

    An allowed host may be numeric or private; everything else (scheme, caps, deadline) still holds.
    """

    allow_http: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()  # names or addresses of this very wallet
    user_agent: str = f"Dorobek/{__version__}"
    extra_ports: frozenset[int] = frozenset()
    ca_file: Path | None = None  # added to the system's authorities
    revocation_lists: Path | None = None  # a folder of certificate revocation lists, kept by the operator
    deadline: float = 10.0  # seconds for everything: waiting, DNS, connecting, TLS, headers, body, redirects
    reach: float = 3.0  # seconds for DNS and connecting; all failures to reach a host answer at this moment
    host_concurrency: int = 2
    host_burst: int = 30  # then `host_rate` a second to one host
    host_rate: float = 5.0
    caller_quota: int = 600  # fetches an hour for one caller

    @classmethod
    def of(cls, settings: Any, **changes: Any) -> Self:
        """The policy the settings ask for. The demo may talk to itself, and to its issuer that is down."""
        base = urlsplit(settings.base_url)
        host, port = base.hostname or "", base.port or (443 if base.scheme == "https" else 80)
        allowed = {entry.lower() for entry in settings.allowed_internal_hosts}
        if settings.demo:
            allowed |= {f"{host}:{port}", DEMO_DOWN}
        chosen: dict[str, Any] = {
            "allow_http": settings.allow_http_issuers or settings.demo,
            "allowed_hosts": frozenset(allowed),
            "own_hosts": frozenset({host}),
            "revocation_lists": getattr(settings, "revocation_lists", None),
        }
        return cls(**(chosen | changes))
