"""Answers kept in the store, so that every process and the next start know them too."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from wallet.fetching.cache import Kept, MemoryCache
from wallet.store import Store
from wallet.store.models.cache import CachedDocument
from wallet.verification.resources import Fetched, Purpose, Unreachable

_BETWEEN = " "  # addresses hold no space: those on the way stand before the last one, in one column
FAILED = 0  # as a status: no answer; `content_type` then holds the code, `final_url` what was found
MAX_KEY = 2000  # bytes of a URL that an index takes
_log = logging.getLogger(__name__)


class StoreCache:
    """`cache.Cache` over the table `cached_document`, with a memory of this process before it.

    A store that cannot answer is a cache that knows nothing: never a reason for a fetch to fail."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._near = MemoryCache()

    def get(self, url: str, purpose: Purpose, now: datetime) -> Kept | None:
        near = self._near.get(url, purpose, now)
        if near is not None or not _fits(url, purpose):
            return near
        try:
            with self._store.read() as session:
                row = session.get(CachedDocument, (url, purpose.value))
                if row is None or row.expires_at <= now:
                    return None
                answer, expires_at = _answer(row), row.expires_at
        except SQLAlchemyError:
            _log.exception("the kept answers could not be read")
            return None
        self._near.put(url, purpose, answer, expires_at=expires_at)
        return answer

    def put(self, url: str, purpose: Purpose, answer: Kept, *, expires_at: datetime) -> None:
        self._near.put(url, purpose, answer, expires_at=expires_at)
        if not _fits(url, purpose):
            return
        try:
            with self._store.write() as session:
                session.merge(_row(url, purpose, answer, expires_at))
        except SQLAlchemyError as problem:  # two at the same moment: either answer will do
            _log.info("an answer was not kept: %s", type(problem).__name__)


def _fits(url: str, purpose: Purpose) -> bool:
    """Pictures are kept elsewhere, drawn anew; of a web page only the way to the badge is wanted."""
    return purpose not in (Purpose.IMAGE, Purpose.PAGE) and len(url.encode()) <= MAX_KEY


def _row(url: str, purpose: Purpose, answer: Kept, expires_at: datetime) -> CachedDocument:
    row = CachedDocument(url=url, purpose=purpose.value, fetched_at=answer.at, expires_at=expires_at)
    if isinstance(answer, Fetched):
        row.status, row.content_type = answer.status, answer.content_type
        row.final_url = _BETWEEN.join((*answer.hops, answer.final_url))
        row.body, row.digest = answer.body, answer.digest
    else:
        row.status, row.content_type, row.final_url = FAILED, answer.code, answer.found
        row.body, row.digest = b"", ""
    return row


def _answer(row: CachedDocument) -> Kept:
    if row.status == FAILED:
        return Unreachable(row.url, row.content_type, row.fetched_at, row.final_url)
    *hops, final_url = row.final_url.split(_BETWEEN)
    return Fetched(
        url=row.url,
        final_url=final_url,
        status=row.status,
        content_type=row.content_type,
        body=row.body,
        digest=row.digest,
        at=row.fetched_at,
        # Nothing leads from https down to http, so only an address that began there was ever unprotected.
        insecure=row.url.lower().startswith("http:"),
        hops=tuple(hops),
    )
