"""What stands behind an address that was handed in instead of a file."""

from __future__ import annotations

from wallet.credentials.parsing.pasted import address_within, read_address, refuse_offer
from wallet.errors import Unreadable
from wallet.fetching.links import open_link
from wallet.verification.resources import Resources

MAX_LINK = 2048  # bytes: what is longer is no address that anybody pasted


def followed(data: bytes, *, resources: Resources) -> bytes:
    """What an address leads to. What is no address, and one that gives no document, stays as it is: the
    verifier then says what it could not reach."""
    return follow(data, resources=resources)[0]


def follow(data: bytes, *, resources: Resources) -> tuple[bytes, Unreadable | None]:
    """What an address leads to, and nothing; or the data as it is, and why nothing was behind the address."""
    url = _address(data)
    if not url:
        return data, None
    body = open_link(url, resources=resources)
    return (data, body) if isinstance(body, Unreadable) else (body, None)


def is_address(text: str) -> bool:
    """Whether the whole text is one web address."""
    return bool(read_address(text))


def _address(data: bytes) -> str:
    if len(data) > MAX_LINK:
        return ""
    text = data.decode("utf-8", "replace")
    try:
        refuse_offer(text)
        address = read_address(text, bare=True) or address_within(text)
        refuse_offer(address)
    except Unreadable:  # a link in form, but not one to a badge: the reader says what it is
        return ""
    return address
