"""Writing ZIP files: names that cannot collide, climb or surprise a system; the digest of every file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Written:
    path: str
    sha256: str
    size: int


@dataclass
class ZipWriter:
    """Files one after another; `finish` adds the list of digests (`sha256sum -c SHA256SUMS`)."""

    at: datetime
    written: list[Written] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._buffer = io.BytesIO()
        self._zip = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED)

    def add(self, path: str, data: bytes) -> Written:
        facts = Written(path, sha256(data).hexdigest(), len(data))
        self._put(path, data)
        self.written.append(facts)
        return facts

    def _put(self, path: str, data: bytes) -> None:
        info = zipfile.ZipInfo(path, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o100644 << 16
        self._zip.writestr(info, data)

    def finish(self) -> bytes:
        lines = (f"{one.sha256}  {one.path}\n" for one in self.written)
        self._put(SUMS, "".join(lines).encode())
        self._zip.close()
        return self._buffer.getvalue()
