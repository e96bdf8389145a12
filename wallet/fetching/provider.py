"""HTTP to the sign-in providers that the operator has configured: trusted addresses, untrusted answers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter

from wallet.fetching.connecting import trust

MAX_BYTES = 1_000_000  # discovery documents, key sets, tokens
SECONDS = 10.0

S = TypeVar("S", bound=requests.Session)


class ProviderAdapter(HTTPAdapter):
    """Bounds every answer in time and size, and follows no redirect."""

    def __init__(self, *, ca: str | Path | None = None) -> None:
        self._ca = str(ca) if ca else None
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Besides the usual authorities also this computer's, for an institution that has one of its own."""
        if self._ca is None:
            options["ssl_context"] = trust(None)
        super().init_poolmanager(*args, **options)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """requests.exceptions.ConnectionError when too large, Timeout when too slow, TooManyRedirects."""
        end = time.monotonic() + SECONDS
        options["timeout"] = min(SECONDS, options.get("timeout") or SECONDS)
        options["stream"] = True
        options["proxies"] = {}
        if self._ca:
            options["verify"] = self._ca
        response = super().send(request, **options)
        if response.is_redirect:
            response.close()
            raise requests.TooManyRedirects("a provider's address must not redirect", response=response)
        body = bytearray()
        for part in response.iter_content(16 * 1024):
            body += part
            if len(body) > MAX_BYTES:
                response.close()
                raise requests.ConnectionError("the provider's answer is too large")
            if time.monotonic() > end:
                response.close()
                raise requests.Timeout("the provider's answer is too slow")
        response._content = bytes(body)
        return response


def guard(session: S, *, ca: str | Path | None = None) -> S:
    """Puts the bounds on an existing session (Authlib brings its own)."""
    session.trust_env = False
    adapter = ProviderAdapter(ca=ca)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def provider_session(ca: str | Path | None = None) -> requests.Session:
    """A session for a configured provider: no proxies or netrc from the environment, 10 s, 1 MB."""
    return guard(requests.Session(), ca=ca)
