"""A small internet for tests: answers what was put there, in every way a real server can let one down."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from wallet.verification.resources import Fetched, Purpose, Unreachable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Web:
    """`Resources` in memory. `asked` lists every (address, purpose) that was wanted."""

    def __init__(self, *, at: datetime = NOW) -> None:
        self.at = at
        self.asked: list[tuple[str, Purpose]] = []
        self.known: dict[str, str] = {}  # issuers by identifier: the list an operator would keep here
        self._answers: dict[str, Fetched | Unreachable] = {}

    def fetch(self, url: str, purpose: Purpose) -> Fetched | Unreachable:
        self.asked.append((url, purpose))
        return self._answers.get(url, Unreachable(url, "connection-failed", self.at))

    def put(
        self,
        url: str,
        body: bytes | str | dict[str, Any] | list[Any],
        *,
        status: int = 200,
        content_type: str = "application/json",
        final_url: str = "",
        hops: tuple[str, ...] = (),
    ) -> str:
        data = (
            body
            if isinstance(body, bytes)
            else (body if isinstance(body, str) else json.dumps(body)).encode()
        )
        self._answers[url] = Fetched(
            url=url,
            final_url=final_url or url,
            status=status,
            content_type=content_type,
            body=data,
            digest=hashlib.sha256(data).hexdigest(),
            at=self.at,
            insecure=url.startswith("http:"),
            hops=hops,
        )
        return url

    def take_down(self, url: str, *, code: str = "timeout") -> None:
        self._answers[url] = Unreachable(url, code, self.at)
