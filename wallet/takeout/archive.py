"""Reading a copy (`takeout`) from its ZIP. Pure; nothing it says is believed but the bytes themselves.

A file is found by the digest of what it holds, never by what the copy lists for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from wallet.credentials.carriers.zip_archive import STARTS, Limits, list_names, read_archive
from wallet.credentials.parsing.strict import read_json
from wallet.errors import Unreadable
from wallet.takeout.errors import TakeoutNotReadable
from wallet.takeout.schema import FORMAT, FORMAT_VERSION

DOCUMENT = "wallet.json"
DOCUMENT_BYTES = 60_000_000
MOST_MEMBERS = 3_000_000
# History stays in the copy: what once was found is not believed, so there is no need to unpack it.
LIMITS = Limits(entries=20_000, total=260_000_000, entry=DOCUMENT_BYTES, nested=True, skip=("history/",))


@dataclass(frozen=True)
class Copy:
    """`files`: SHA-256 of the bytes -> the bytes."""

    document: Mapping[str, Any]
    files: Mapping[str, bytes]

    def rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        """What the document lists under `name`, without what was put away and without what is no row."""
        listed = self.document.get(name)
        for row in listed if isinstance(listed, list) else ():
            if isinstance(row, dict) and not row.get("deleted_at"):
                yield row

    def file_of(self, row: Mapping[str, Any], column: str = "original_digest") -> bytes | None:
        digest = row.get(column)
        return self.files.get(digest) if isinstance(digest, str) else None


def looks_like_copy(data: bytes) -> bool:
    """Is it a ZIP that lists a wallet.json?"""
    if not data.startswith(STARTS):
        return False
    try:
        return DOCUMENT in list_names(data, limits=LIMITS)
    except Unreadable:
        return False


def read_copy(data: bytes) -> Copy:
    """Raises Unreadable: takeout-not-readable, or as `read_archive` does."""
    entries = {entry.name: entry.data for entry in read_archive(data, limits=LIMITS) if entry.refusal is None}
    try:
        document = read_json(
            entries.pop(DOCUMENT), max_bytes=DOCUMENT_BYTES, max_depth=40, max_members=MOST_MEMBERS
        )
    except (Unreadable, KeyError):
        raise TakeoutNotReadable() from None
    known = isinstance(document, dict) and document.get("format") == FORMAT
    if not known or document.get("version") != FORMAT_VERSION:
        raise TakeoutNotReadable()
    return Copy(document, {sha256(bytes_).hexdigest(): bytes_ for bytes_ in entries.values()})
