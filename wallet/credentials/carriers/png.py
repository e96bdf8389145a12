"""PNG chunks, walked by hand (PNG 3rd edition §5): a picture library is never asked where the badge is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from wallet.credentials.parsing.pasted import the_one
from wallet.credentials.parsing.strict import BLANKS, MAX_TEXT, inflate, too_large
from wallet.errors import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS = ("openbadges", "openbadgecredential")  # OB 1.0 to 2.1 Baking; OB 3.0 §5.3
_READ_TOO = frozenset({*KEYWORDS, "openbadge"})  # as salava writes it; compared without case
MAX_BADGES = 4  # chunks that may say the same: some bakers write both tEXt and iTXt
MAX_PADDING = 65_536  # whitespace or zeros after IEND, as mail and file systems add them
MAX_CHUNKS = 10_000
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


@dataclass(frozen=True)
class Chunk:
    kind: bytes
    data: bytes
    start: int  # offset of the length field
    end: int
    intact: bool = True  # the checksum fits (§5.3)

    @property
    def keyword(self) -> str:
        """Of a text chunk (§11.3.3), folded; "" for every other."""
        if self.kind not in _TEXTS:
            return ""
        return self.data[:80].partition(b"\0")[0].decode("latin-1").strip().casefold()


def walk_chunks(png: bytes) -> Iterator[Chunk]:
    """Every chunk from IHDR to IEND, each with what its checksum says. Raises Unreadable: damaged-png,
    too-many-chunks, trailing-data (more than padding after IEND)."""
    if not png.startswith(SIGNATURE):
        raise Unreadable("damaged-png")
    position, count, size = len(SIGNATURE), 0, len(png)
    while True:
        count += 1
        if count > MAX_CHUNKS:
            raise Unreadable("too-many-chunks", most=MAX_CHUNKS)
        if size - position < 12:
            raise Unreadable("damaged-png")
        length, kind = struct.unpack_from(">I4s", png, position)
        end = position + 12 + length
        if length > 0x7FFF_FFFF or end > size or not kind.isalpha():
            raise Unreadable("damaged-png")
        data = png[position + 8 : end - 4]
        (checksum,) = struct.unpack_from(">I", png, end - 4)
        intact = zlib.crc32(data, zlib.crc32(kind)) == checksum
        if (kind == b"IHDR") != (count == 1) or (kind == b"IHDR" and length != 13):
            raise Unreadable("damaged-png")
        yield Chunk(kind, data, position, end, intact)
        position = end
        if kind == b"IEND":
            break
    if size - position > MAX_PADDING or png[position:].strip(b"\0 \t\r\n"):
        raise Unreadable("trailing-data")


def take_out_png(png: bytes) -> bytes:
    """The credential baked into a PNG: JSON, a compact JWS or (before OB 1.1) a bare address, in UTF-8.

    The same badge may stand in it more than once. A damaged chunk elsewhere is no fault of the badge.
    Raises Unreadable: damaged-png, damaged-badge, trailing-data, too-many-chunks, ambiguous-badge (two that
    differ), no-badge-in-picture, damaged-compression, too-large."""
    chunks: dict[tuple[bytes, bytes], Chunk] = {}
    whole = True
    for chunk in walk_chunks(png):
        whole = whole and chunk.intact
        if chunk.keyword not in _READ_TOO:
            continue
        if not chunk.intact:
            raise Unreadable("damaged-badge")
        chunks.setdefault((chunk.kind, chunk.data), chunk)
        if len(chunks) > MAX_BADGES:
            raise Unreadable("ambiguous-badge")
    text = the_one(_text_of(chunk).strip(BLANKS) for chunk in chunks.values())
    if not text and not whole:
        raise Unreadable("damaged-png")  # what is damaged may have been the badge
    if not text:
        raise Unreadable("no-badge-in-picture")
    if len(text) > MAX_TEXT:
        raise too_large(MAX_TEXT)
    return text


def _text_of(chunk: Chunk) -> bytes:
    _, _, rest = chunk.data.partition(b"\0")
    if chunk.kind == b"tEXt":
        return _utf_8(rest)
    if chunk.kind == b"zTXt":
        if rest[:1] != b"\0":  # the one compression method there is, §11.3.3.3
            raise Unreadable("damaged-png")
        return _utf_8(inflate(rest[1:], max_bytes=MAX_TEXT))
    if len(rest) < 4 or rest[0] not in (0, 1) or rest[1] != 0:
        raise Unreadable("damaged-png")
    language, separator, rest2 = rest[2:].partition(b"\0")
    translated, separator2, text = rest2.partition(b"\0")
    if not separator or not separator2 or max(len(language), len(translated)) > 200:
        raise Unreadable("damaged-png")
    return inflate(text, max_bytes=MAX_TEXT) if rest[0] else text


def _utf_8(text: bytes) -> bytes:
    """tEXt and zTXt are Latin-1 (§11.3.3.2); most bakers write UTF-8 there, which cannot be taken for it."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1").encode()
    return text


def bake_png(png: bytes, payload: bytes, keyword: str) -> bytes:
    """The same picture with `payload` in one plain iTXt chunk after IHDR; earlier badges are taken out.

    Raises Unreadable as `walk_chunks` does, ValueError for a keyword no standard knows."""
    if keyword not in KEYWORDS:
        raise ValueError(keyword)
    body = keyword.encode() + b"\0\0\0\0\0" + payload
    baked = bytearray(SIGNATURE)
    for chunk in walk_chunks(png):
        if chunk.keyword in _READ_TOO:
            continue
        baked += png[chunk.start : chunk.end]
        if chunk.kind == b"IHDR":
            baked += struct.pack(">I", len(body)) + b"iTXt" + body
            baked += struct.pack(">I", zlib.crc32(b"iTXt" + body))
    return bytes(baked)
