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

    `carrier` is json, jwt, png, svg, pdf or url; "" when the bytes were refused before that was known.
    `dialect` is ob1, ob2, ob3, clr, elm, sdjwt, vc, vp or unknown. `outer_proof` is jades or sd-jwt
    when the proof stands around the document and is of a kind that is not checked yet; `claimed` is then what
    it surrounds."""

    original: bytes = field(repr=False)  # the file as given, or the entry of a ZIP; never re-serialised
    name: str = ""  # for display only; never a path
    carrier: str = ""
    media_type: str = "application/octet-stream"
    dialect: str = "unknown"
    payload: bytes = field(default=b"", repr=False)  # JSON, compact JWS or URL, as taken out of the carrier
    claimed: Mapping[str, Any] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)  # compact JWS, if it is one
    url: str = ""  # hosted address, when that is all the carrier holds
    outer_proof: str = ""
    part: int = 0  # of several in one file that is no archive: which, counted from 1
    refusal: Unreadable | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the original, lower-case hex."""
        return hashlib.sha256(self.original).hexdigest()

    @property
    def misnamed(self) -> bool:
        """The name's ending speaks of another kind of file than the bytes are. The bytes decide."""
        stated = _ENDINGS.get(self.name.rpartition(".")[2].lower())
        if stated is None or self.media_type not in _KINDS:
            return False
        return self.media_type not in stated


_TEXTS = frozenset({"application/json", "application/jwt", "text/uri-list", "text/plain"})
_ENDINGS: dict[str, frozenset[str]] = {
    "png": frozenset({"image/png"}),
    "svg": frozenset({"image/svg+xml"}),
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "gif": frozenset({"image/gif"}),
    "webp": frozenset({"image/webp"}),
    "pdf": frozenset({"application/pdf"}),
    "zip": frozenset({"application/zip"}),
    "html": frozenset({"text/html"}),
    "xml": frozenset({"application/xml", "image/svg+xml"}),
    "json": _TEXTS,
    "jsonld": _TEXTS,
    "jwt": _TEXTS,
    "jws": _TEXTS,
    "txt": _TEXTS,
}
_KINDS = frozenset().union(*_ENDINGS.values())
