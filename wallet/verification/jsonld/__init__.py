"""JSON-LD read safely: frozen contexts, the shape gate, RDFC-1.0 with a work budget."""

from __future__ import annotations

from wallet.verification.jsonld.contexts import Contexts, choices
from wallet.verification.jsonld.errors import JsonLdRefused, NotCompacted, TooComplex, UnknownContext
from wallet.verification.jsonld.gate import check_shape, context_urls
from wallet.verification.jsonld.rdfc import canonicalize

__all__ = [
    "Contexts",
    "JsonLdRefused",
    "NotCompacted",
    "TooComplex",
    "UnknownContext",
    "canonicalize",
    "check_shape",
    "choices",
    "context_urls",
]
