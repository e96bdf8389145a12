"""Resources out of a folder: `documents.json` maps URL → file beside it. No network, whatever happens."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from wallet.credentials.parsing.strict import read_json
from wallet.errors import Unreadable
from wallet.verification.resources import Fetched, Purpose, Unreachable

_MAX_MAPPING = 20_000_000
_MAX_DOCUMENT = 20_000_000

# The answer's media type, by what the file is called; what has no ending is looked at.
_TYPES = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".jwk": "application/jwk+json",
    ".jwt": "application/vc+jwt",
    ".jws": "application/jose",
    ".pem": "application/x-pem-file",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".txt": "text/plain",
}


class OfflineResources:
    """Answers only what the mapping names; anything else is unreachable (`not-in-documents`).

    An entry is a file name, or an object: `{"file": …, "status": 410, "content_type": …}`, or
    `{"must_fail": true}` / `{"absent": true}` for what must not answer."""

    def __init__(self, mapping: Mapping[str, object], *, folder: Path, at: datetime) -> None:
        self._mapping = mapping
        self._folder = folder.resolve()
        self._at = at

    @classmethod
    def from_file(cls, path: Path, *, at: datetime) -> OfflineResources:
        """Raises Unreadable when the mapping itself is no JSON object; OSError when it is not there."""
        mapping = read_json(path.read_bytes(), max_bytes=_MAX_MAPPING)
        if not isinstance(mapping, dict):
            raise Unreadable("not-json")
        return cls(mapping, folder=path.parent, at=at)

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        entry = self._mapping.get(url)
        if entry is None and "#" in url:
            entry = self._mapping.get(url.partition("#")[0])
        if isinstance(entry, str):
            entry = {"file": entry}
        if not isinstance(entry, Mapping) or entry.get("must_fail") or entry.get("absent"):
            return Unreachable(url, "not-in-documents", self._at)
        name = entry.get("file")
        body = self._read(name) if isinstance(name, str) else b""
        if body is None:
            return Unreachable(url, "not-in-documents", self._at)
        stated = entry.get("content_type")
        status = entry.get("status", 200)
        return Fetched(
            url=url,
            final_url=url,
            status=status if isinstance(status, int) else 200,
            content_type=stated if isinstance(stated, str) else _guess(str(name), body),
            body=body,
            digest=hashlib.sha256(body).hexdigest(),
            at=self._at,
            insecure=url.startswith("http:"),
        )

    def _read(self, name: str) -> bytes | None:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            return None  # the mapping may come from a stranger: nothing outside its own folder
        try:
            if path.stat().st_size > _MAX_DOCUMENT:
                return None
            return path.read_bytes()
        except OSError:
            return None


def _guess(name: str, body: bytes) -> str:
    known = _TYPES.get(PurePosixPath(name).suffix.lower())
    if known:
        return known
    start = body.lstrip()[:1]
    return "application/json" if start in (b"{", b"[") else "text/html" if start == b"<" else "text/plain"
