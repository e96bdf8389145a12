"""Answers kept for a while: by full URL and purpose, in memory here, in the store by the same protocol."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime
from typing import Protocol

from wallet.verification.resources import Fetched, Purpose, Unreachable

Kept = Fetched | Unreachable


class Cache(Protocol):
    """`get` gives what was put and has not passed `expires_at`; the answer's own `at` says how old it is."""

    def get(self, url: str, purpose: Purpose, now: datetime) -> Kept | None: ...

    def put(self, url: str, purpose: Purpose, answer: Kept, *, expires_at: datetime) -> None: ...


class MemoryCache:
    """Oldest out first, by number and by bytes."""

    def __init__(self, *, most_entries: int = 2000, most_bytes: int = 50_000_000) -> None:
        self._most_entries, self._most_bytes = most_entries, most_bytes
        self._entries: OrderedDict[tuple[str, Purpose], tuple[datetime, Kept]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, url: str, purpose: Purpose, now: datetime) -> Kept | None:
        with self._lock:
            expires_at, answer = self._entries.get((url, purpose), (now, None))
            return answer if now < expires_at else None

    def put(self, url: str, purpose: Purpose, answer: Kept, *, expires_at: datetime) -> None:
        with self._lock:
            self._drop((url, purpose))
            self._entries[(url, purpose)] = (expires_at, answer)
            self._bytes += _size(answer)
            while len(self._entries) > self._most_entries or self._bytes > self._most_bytes:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: tuple[str, Purpose]) -> None:
        if key in self._entries:
            self._bytes -= _size(self._entries.pop(key)[1])


def _size(answer: Kept) -> int:
    return len(answer.body) if isinstance(answer, Fetched) else 0
