"""PNG chunks, walked by hand (PNG 3rd edition §5): a picture library is never asked where the badge is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from wallet.credentials.strict import inflate
from wallet.errors import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = ("openbadges", "openbadgecredential")  # OB 1.0 to 2.1 Baking; OB 3.0 §5.3
MAX_CHUNKS = 10_000
MAX_INFLATED = 1_048_576
MAX_TEXT = 2_000_000
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


@dataclass(frozen=True)
class Chunk:
    kind: bytes
    data: bytes
    start: int  # offset of the length field
    end: int


def walk_chunks(png: bytes) -> Iterator[Chunk]:
    """Every chunk from IHDR to IEND, checksums proved. Raises Unreadable: damaged-png, too-many-chunks."""
    if not png.startswith(SIGNATURE):
        raise Unreadable("damaged-png")
    position, count, size = len(SIGNATURE), 0, len(png)
    while True:
        count += 1
        if count > MAX_CHUNKS:
            raise Unreadable("too-many-chunks")
        if size - position < 12:
            raise Unreadable("damaged-png")
        length, kind = struct.unpack_from(">I4s", png, position)
        end = position + 12 + length
        if length > 0x7FFF_FFFF or end > size or not kind.isalpha():
            raise Unreadable("damaged-png")
        data = png[position + 8 : end - 4]
        (checksum,) = struct.unpack_from(">I", png, end - 4)
        if zlib.crc32(data, zlib.crc32(kind)) != checksum:
            raise Unreadable("damaged-png")
        if (kind == b"IHDR") != (count == 1) or (kind == b"IHDR" and length != 13):
            raise Unreadable("damaged-png")
        yield Chunk(kind, data, position, end)
        position = end
        if kind == b"IEND":
            break
    if position != size:
        raise Unreadable("trailing-data")


def take_out_png(png: bytes) -> bytes:
    """The credential baked into a PNG: JSON, a compact JWS or (before OB 1.1) a bare address.

    Raises Unreadable: damaged-png, trailing-data, too-many-chunks, ambiguous-badge, no-badge-in-picture,
    damaged-compression, too-large."""
    badges = []
    lookalikes = 0
    for chunk in walk_chunks(png):
        if chunk.kind in _TEXTS:
            keyword = chunk.data[:80].partition(b"\0")[0].decode("latin-1")
            if keyword in KEYWORDS:
                badges.append(chunk)
            elif keyword.strip().casefold() in KEYWORDS:
                lookalikes += 1
    if len(badges) + lookalikes > 1:
        raise Unreadable("ambiguous-badge")
    if not badges:
        raise Unreadable("no-badge-in-picture")
    text = _text_of(badges[0])
    if len(text) > MAX_TEXT:
        raise Unreadable("too-large")
    if not text.strip():
        raise Unreadable("no-badge-in-picture")
    return text


def _text_of(chunk: Chunk) -> bytes:
    _, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == b"tEXt":
        return rest
    if chunk.kind == b"zTXt":
        if rest[:1] != b"\0":  # the one compression method there is, §11.3.3.3
            raise Unreadable("damaged-png")
        return inflate(rest[1:], max_bytes=MAX_INFLATED)
    if len(rest) < 4 or rest[0] not in (0, 1) or rest[1] != 0:
        raise Unreadable("damaged-png")
    language, separator, rest2 = rest[2:].partition(b"\0")
    translated, separator2, text = rest2.partition(b"\0")
    if not separator or not separator2 or max(len(language), len(translated)) > 200:
        raise Unreadable("damaged-png")
    return inflate(text, max_bytes=MAX_INFLATED) if rest[0] else text


def bake_png(png: bytes, payload: bytes, keyword: str) -> bytes:
    """The same picture with `payload` in one plain iTXt chunk after IHDR; earlier badges are taken out.

    Raises Unreadable as `walk_chunks` does, ValueError for a keyword no standard knows."""
    if keyword not in KEYWORDS:
        raise ValueError(keyword)
    body = keyword.encode() + b"\0\0\0\0\0" + payload
    baked = bytearray(SIGNATURE)
    for chunk in walk_chunks(png):
        name = chunk.data[:80].partition(b"\0")[0].decode("latin-1").strip().casefold()
        if chunk.kind in _TEXTS and name in KEYWORDS:
            continue
        baked += png[chunk.start : chunk.end]
        if chunk.kind == b"IHDR":
            baked += struct.pack(">I", len(body)) + b"iTXt" + body
            baked += struct.pack(">I", zlib.crc32(b"iTXt" + body))
    return bytes(baked)
