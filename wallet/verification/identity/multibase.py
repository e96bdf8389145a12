"""Multibase text and multicodec prefixes, read strictly (Controlled Identifiers 1.0, §2.4 and §2.5)."""

from __future__ import annotations

from wallet.credentials.parsing import strict
from wallet.errors import Unreadable

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: value for value, letter in enumerate(_BASE58)}
MAX_TEXT = 8192  # an RSA-8192 key in base58 is 1,500 letters; decoding costs the square of the length


def read_base58(text: str) -> bytes:
    """Base58 in Bitcoin's alphabet. Raises ValueError."""
    if not text or len(text) > MAX_TEXT:
        raise ValueError("base58 text is empty or too long")
    number = 0
    for letter in text:
        if letter not in _DIGITS:
            raise ValueError("not base58")
        number = number * 58 + _DIGITS[letter]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def write_base58(data: bytes) -> str:
    """The inverse of `read_base58`."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = _BASE58[digit] + letters
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def read_base64url(text: str) -> bytes:
    """Unpadded base64url in its one canonical spelling (RFC 7515 §2). Raises ValueError."""
    try:
        return strict.read_base64url(text)
    except Unreadable:
        raise ValueError("not base64url") from None


def read_base64(text: str) -> bytes:
    """Base64 in either alphabet, padded or not, with line breaks or without, as keys are published (RFC 4648
    §4, §5). Two spellings of the same bytes do no harm there: a key is compared by what it is. Raises
    ValueError."""
    if len(text) > 4 * MAX_TEXT:
        raise ValueError("base64 text is too long")
    plain = "".join(text.split()).rstrip("=")
    return read_base64url(plain.replace("+", "-").replace("/", "_"))


def read_multibase(text: object) -> bytes:
    """`z…` (base58btc) or `u…` (base64url). Raises ValueError for anything else."""
    if not isinstance(text, str) or len(text) < 2 or len(text) > MAX_TEXT:
        raise ValueError("not multibase")
    if text[0] == "z":
        return read_base58(text[1:])
    if text[0] == "u":
        return read_base64url(text[1:])
    raise ValueError("unknown multibase prefix")


def write_multibase(data: bytes) -> str:
    """Base58btc with its prefix."""
    return "z" + write_base58(data)
