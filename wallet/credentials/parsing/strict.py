"""Strict readers: the only JSON parser, base64url decoder and inflater of the pure rooms.

Two honest programs must never read different things out of the same bytes, so what a lenient parser
would quietly settle (a key given twice, a number that does not fit, half a character) is refused here.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from wallet.errors import Unreadable

# The one limit for a credential's text, whatever it is written as (JSON, a token, in a picture or a drawing,
# from an issuer's server): room for a picture of 1.5 MB embedded in a badge that is a token.
MAX_TEXT = 5_000_000
MAX_MEMBERS = 100_000
_LARGEST_INTEGER = 2**53 - 1  # RFC 7493 §2.2: beyond it two parsers may hold two different numbers
BLANKS = (
    b" \t\r\n\f\0\x1a"  # what programs put around a text: blanks, zeros of a fixed length, an old end of file
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Two characters of ASCII in UTF-16 or UTF-32, either byte order, with a mark or without. Only text begins so:
# a picture or a film also has zero bytes, and is not called text.
_UTF_16 = re.compile(
    rb"(?:\xff\xfe|\xfe\xff)?(?:(?:[\t\n\r -~]\0){2}|(?:\0[\t\n\r -~]){2})"
    rb"|(?:\xff\xfe\0\0|\0\0\xfe\xff)?(?:(?:[\t\n\r -~]\0{3}){2}|(?:\0{3}[\t\n\r -~]){2})"
)
_STRING = re.compile(r'"(?:[^"\\]++|\\.|\\\Z)*+(?:"|\Z)', re.DOTALL)  # never fails once begun: linear
_TO_URL = bytes.maketrans(b"+/", b"-_")
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_DATA_URL = re.compile(
    r"data:(?P<type>[\w.+/-]*)(?P<parameters>(?:;[\w.+=\"-]*)*),", re.IGNORECASE | re.ASCII
)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")


def read_json(
    data: bytes | str, *, max_bytes: int = MAX_TEXT, max_depth: int = 64, max_members: int = MAX_MEMBERS
) -> Any:
    """One JSON text (RFC 8259 in UTF-8, within I-JSON, RFC 7493); a byte order mark before it is ignored
    (RFC 8259 §8.1).

    Raises Unreadable: too-large, too-many-parts, utf-16-text, bad-text (not UTF-8, half a surrogate pair,
    NUL), too-deep, duplicate-key, bad-number (NaN, overflow, -0, integers beyond 2^53 - 1), not-json."""
    text = _text(data, max_bytes)
    _refuse_depth(text, max_depth)
    members = 0

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal members
        members += len(found)
        if members > max_members:
            raise Unreadable("too-many-parts", most=max_members)
        result = dict(found)
        if len(result) != len(found):
            seen: set[str] = set()
            repeated = next(key for key, _ in found if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise Unreadable("duplicate-key", key=repeated[:80])
        return result

    try:
        value = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError):
        raise Unreadable("not-json") from None
    if "\\u" in text:
        _refuse_half_characters(value)
    return value


def too_large(most: int) -> Unreadable:
    """The refusal of what is larger than `most` bytes; it names the limit in megabytes."""
    return Unreadable("too-large", most=f"{most / 1_000_000:g}")


def without_mark(data: bytes) -> bytes:
    """The same text without a UTF-8 byte order mark in front, which says nothing (RFC 8259 §8.1)."""
    return data.removeprefix(_BYTE_ORDER_MARK)


def refuse_utf_16(data: bytes) -> None:
    """Raises Unreadable utf-16-text for text that begins as UTF-16 or UTF-32 does."""
    if _UTF_16.match(data):
        raise Unreadable("utf-16-text")


def _text(data: bytes | str, max_bytes: int) -> str:
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    try:
        if isinstance(data, str):
            if len(data.encode()) > max_bytes:
                raise too_large(max_bytes)
            text = data.removeprefix("\ufeff")
        else:
            refuse_utf_16(data)
            text = without_mark(data).decode("utf-8")
    except UnicodeError:
        raise Unreadable("bad-text") from None
    if "\0" in text:
        raise Unreadable("bad-text")
    return text


def _refuse_depth(text: str, max_depth: int) -> None:
    """Before parsing, because the parser recurses. Strings are lexed as the parser lexes them."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > max_depth:
            raise Unreadable("too-deep", most=max_depth)


def _integer(digits: str) -> int:
    if digits == "-0" or len(digits) > 17 or abs(int(digits)) > _LARGEST_INTEGER:
        raise Unreadable("bad-number")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")) or (value == 0 and digits.startswith("-")):
        raise Unreadable("bad-number")
    return value


def _no_constant(name: str) -> NoReturn:
    raise Unreadable("bad-number")


def _refuse_half_characters(value: Any) -> None:
    """Escapes can spell what UTF-8 cannot hold (a lone surrogate) and PostgreSQL will not store (NUL)."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            if _NO_CHARACTER.search(item):
                raise Unreadable("bad-text")
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())


def read_base64url(text: str) -> bytes:
    """Unpadded base64url without stray bits (RFC 7515 §2, RFC 4648 §3.5). Raises Unreadable bad-base64."""
    if not _BASE64URL.match(text) or len(text) % 4 == 1:
        raise Unreadable("bad-base64")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        raise Unreadable("bad-base64") from None
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Unreadable("bad-base64")
    return data


def read_data_url(text: str) -> bytes:
    """What a `data:` URL holds (RFC 2397), in base64 of either alphabet or percent-encoded. Raises
    Unreadable: not-recognised for a text that is none, bad-base64."""
    head = _DATA_URL.match(text)
    if head is None:
        raise Unreadable("not-recognised")
    inside = unquote_to_bytes(text[head.end() :])
    if not head["parameters"].lower().endswith(";base64"):
        return inside
    packed = inside.translate(_TO_URL, b" \t\r\n").rstrip(b"=")
    return read_base64url(packed.decode("ascii", "replace"))


def write_base64url(data: bytes) -> str:
    """The counterpart of `read_base64url`."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def inflate(data: bytes, *, max_bytes: int, wbits: int = zlib.MAX_WBITS) -> bytes:
    """One whole compressed stream: `wbits` 15 zlib, 31 gzip, -15 bare deflate. Holds at most `max_bytes`.

    Raises Unreadable: too-large, damaged-compression (also for anything after the stream's end)."""
    stream = zlib.decompressobj(wbits)
    try:
        result = stream.decompress(data, max_bytes + 1)
    except zlib.error:
        raise Unreadable("damaged-compression") from None
    if len(result) > max_bytes:
        raise too_large(max_bytes)
    if not stream.eof or stream.unused_data or stream.unconsumed_tail:
        raise Unreadable("damaged-compression")
    return result


def inflate_start(data: bytes, *, max_bytes: int = 4096) -> bytes:
    """The first bytes of a zlib stream, b"" when it is damaged: to tell what is in one that is too large."""
    try:
        return zlib.decompressobj().decompress(data, max_bytes)
    except zlib.error:
        return b""
