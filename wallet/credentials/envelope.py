"""The outer form in which a credential was received, and what was found inside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wallet.errors import Unreadable


@dataclass(frozen=True)
class Envelope:
    """One received thing. Nothing in it is verified: `claimed` is only what the bytes say of themselves.

    `carrier` is json, jwt, png, svg or url; "" when the bytes were refused before that was known.
    `dialect` is ob1, ob2, ob3, vc, vp or unknown."""

    original: bytes = field(repr=False)  # the file as given, or the entry of a ZIP; never re-serialised
    name: str = ""  # for display only; never a path
    carrier: str = ""
    media_type: str = "application/octet-stream"
    dialect: str = "unknown"
    payload: bytes = field(default=b"", repr=False)  # JSON, compact JWS or URL, as taken out of the carrier
    claimed: Mapping[str, Any] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)  # compact JWS, if it is one
    url: str = ""  # hosted address, when that is all the carrier holds
    refusal: Unreadable | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the original, lower-case hex."""
        return hashlib.sha256(self.original).hexdigest()
