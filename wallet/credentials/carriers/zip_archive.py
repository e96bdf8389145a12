"""ZIP, by its central directory and by hand (APPNOTE 4.3): what is listed, once, not overlapping, not nested.

Names in an archive are words for people. They never become a path."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from wallet.credentials.parsing.strict import inflate, too_large
from wallet.errors import Unreadable

MAX_ENTRIES = 200
MAX_TOTAL = 50_000_000
MAX_ENTRY = 10_000_000
MAX_PADDING = 65_536
_END = b"PK\x05\x06"
_CENTRAL = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
STARTS = (_LOCAL, _END)
_DEFLATE, _STORED = 8, 0
_DOCUMENTS = (
    "[Content_Types].xml",
    "META-INF/MANIFEST.MF",
    "META-INF/manifest.xml",
    "META-INF/container.xml",
)
_NOISE = (".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold. `nested`: an archive inside is kept as a file, and never opened. `skip`:
    what begins so is neither unpacked nor counted."""

    entries: int = MAX_ENTRIES
    total: int = MAX_TOTAL
    entry: int = MAX_ENTRY
    nested: bool = False
    skip: tuple[str, ...] = ()


ORDINARY = Limits()


@dataclass(frozen=True)
class Entry:
    """`data` is empty when `refusal` is set."""

    name: str
    data: bytes
    refusal: Unreadable | None = None


@dataclass(frozen=True)
class _Listed:
    name: str
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    attributes: int
    offset: int


def list_names(data: bytes, *, limits: Limits = ORDINARY) -> list[str]:
    """What the directory lists; nothing is unpacked. Raises Unreadable as `read_archive` does."""
    return [item.name for item in _directory(data, limits)]


def read_archive(data: bytes, *, limits: Limits = ORDINARY) -> list[Entry]:
    """Every file in the archive, in its order; folders and the systems' own litter left out.

    An odd entry carries its refusal (encrypted-entry, nested-archive, odd-entry, duplicate-entry, too-large,
    damaged-archive, damaged-compression), the others are still read. Raises Unreadable for the whole:
    damaged-archive, too-many-entries, too-large, overlapping-entries, empty-archive, office-document."""
    listed = _directory(data, limits)
    if any(item.name in _DOCUMENTS for item in listed):
        raise Unreadable("office-document")
    wanted = [item for item in listed if not limits.skip or not item.name.startswith(limits.skip)]
    if sum(item.size for item in wanted) > limits.total:
        raise too_large(limits.total)
    _refuse_overlap(data, listed)
    entries: list[Entry] = []
    seen: set[str] = set()
    for item in wanted:
        if item.raw_name.endswith(b"/") or _is_litter(item.name):
            continue
        try:
            if item.name in seen:
                raise Unreadable("duplicate-entry")
            seen.add(item.name)
            entries.append(Entry(item.name, _contents(data, item, limits)))
        except Unreadable as refusal:
            entries.append(Entry(item.name, b"", refusal))
    if not entries:
        raise Unreadable("empty-archive")
    return entries


def _directory(data: bytes, limits: Limits) -> list[_Listed]:
    data = _without_padding(data)
    end = data.rfind(_END, max(0, len(data) - 22 - 65_535))
    if end < 0 or len(data) - end < 22:
        raise Unreadable("damaged-archive")
    disk, start_disk, here, count, size, offset, comment = struct.unpack_from("<4H2IH", data, end + 4)
    if 0xFFFF in (here, count) or 0xFFFF_FFFF in (size, offset):
        raise Unreadable("too-many-entries", most=limits.entries)  # ZIP64: no learner has that many badges
    if disk or start_disk or here != count or end + 22 + comment != len(data) or offset + size != end:
        raise Unreadable("damaged-archive")
    if count > limits.entries:
        raise Unreadable("too-many-entries", most=limits.entries)
    listed = []
    position = offset
    for _ in range(count):
        if data[position : position + 4] != _CENTRAL or position + 46 > end:
            raise Unreadable("damaged-archive")
        flags, method = struct.unpack_from("<2H", data, position + 8)
        checksum, packed, full, name_length, extra, note = struct.unpack_from("<3I3H", data, position + 16)
        attributes, local = struct.unpack_from("<2I", data, position + 38)
        raw = data[position + 46 : position + 46 + name_length]
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
        listed.append(_Listed(name, raw, flags, method, checksum, packed, full, attributes, local))
        position += 46 + name_length + extra + note
    if position != end:
        raise Unreadable("damaged-archive")
    return listed


def _without_padding(data: bytes) -> bytes:
    """Without the whitespace or zeros that mail and file systems put after an archive that has no comment."""
    tail = data[-MAX_PADDING:]
    end = tail.rfind(_END)
    bare = end >= 0 and not tail[end + 22 :].strip(b"\0 \t\r\n") and tail[end + 20 : end + 22] == b"\0\0"
    return data[: len(data) - len(tail) + end + 22] if bare else data


def _refuse_overlap(data: bytes, listed: list[_Listed]) -> None:
    """One body shared by many entries is how a small file becomes a huge one (CVE-2024-0450)."""
    reached = 0
    for item in sorted(listed, key=lambda entry: entry.offset):
        if item.offset < reached:
            raise Unreadable("overlapping-entries")
        reached = _body_start(data, item) + item.packed
    if reached > len(data):
        raise Unreadable("damaged-archive")


def _body_start(data: bytes, item: _Listed) -> int:
    if data[item.offset : item.offset + 4] != _LOCAL or item.offset + 30 > len(data):
        raise Unreadable("damaged-archive")
    name_length, extra = struct.unpack_from("<2H", data, item.offset + 26)
    return item.offset + 30 + int(name_length) + int(extra)


def _contents(data: bytes, item: _Listed, limits: Limits) -> bytes:
    if item.flags & 0x2041:
        raise Unreadable("encrypted-entry")
    unix_kind = item.attributes >> 28
    if unix_kind not in (0, 8) or _is_odd(item.name):
        raise Unreadable("odd-entry")
    if item.size > limits.entry:
        raise too_large(limits.entry)
    start = _body_start(data, item)
    if data[item.offset + 30 : item.offset + 30 + len(item.raw_name)] != item.raw_name:
        raise Unreadable("odd-entry")  # two names for one body
    packed = data[start : start + item.packed]
    if item.method == _STORED:
        contents = packed
    elif item.method == _DEFLATE:
        contents = inflate(packed, max_bytes=item.size, wbits=-zlib.MAX_WBITS)
    else:
        raise Unreadable("odd-entry")
    if len(contents) != item.size or zlib.crc32(contents) != item.checksum:
        raise Unreadable("damaged-archive")
    if contents.startswith(STARTS) and not limits.nested:
        raise Unreadable("nested-archive")
    return contents


def _is_odd(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":" or "\0" in name


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in _NOISE
