"""What stands behind an address that was handed in instead of a file."""

from __future__ import annotations

from urllib.parse import urlsplit

from wallet.verification.resources import Fetched, Purpose, Resources

MAX_LINK = 2048  # bytes: what is longer is no address that anybody pasted


def followed(data: bytes, *, resources: Resources) -> bytes:
    """What an address leads to. What is no address, and one that gives no document, stays as it is: the
    verifier then says what it could not reach."""
    if len(data) > MAX_LINK:
        return data
    text = data.decode("utf-8", "replace").strip()
    if not is_address(text):
        return data
    answer = resources.fetch(text, Purpose.ASSERTION)
    if isinstance(answer, Fetched) and answer.status == 200 and answer.body:
        return answer.body
    return data


def is_address(text: str) -> bool:
    """Whether the whole text is one web address."""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        return False
    return scheme in {"http", "https"} and not any(one.isspace() for one in text)
