"""How much work one verification may be, all documents in it together: no file may keep a processor for long.

Each document has limits of its own where it is read; a presentation of many, or a document with many proofs,
is looked at many times. The limit is counted in parts of documents, so that the same file always has the same
answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from wallet.verification.jsonld.errors import TooComplex

MOST = 32_000  # parts read as JSON-LD, each time that one is: about two seconds
LOOK = 25  # what looking at any document costs, however small
_BYTES = 65_536  # inflated in the time of one part
_PLAIN = 8  # parts of plain JSON put in canonical form in the time of one


@dataclass
class _Left:
    parts: int = MOST


_left: ContextVar[_Left | None] = ContextVar("work_left", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """What is verified inside shares one limit."""
    if _left.get() is not None:
        yield
        return
    token = _left.set(_Left())
    try:
        yield
    finally:
        _left.reset(token)


def spend(parts: int = 0, *, plain: int = 0, inflated: int = 0) -> None:
    """Count `parts` of JSON-LD, `plain` parts of JSON or bytes that were `inflated`. Raises TooComplex where
    the verification has used up its limit; outside of one nothing is counted."""
    left = _left.get()
    if left is None:
        return
    left.parts -= parts + plain // _PLAIN + inflated // _BYTES
    if left.parts < 0:
        raise TooComplex
