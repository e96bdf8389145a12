"""The sign-in providers of this wallet, each with its own client; and, in the demo alone, our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from wallet.accounts.cards import ProviderCard
from wallet.accounts.oidc import Client
from wallet.errors import NotFound
from wallet.fetching.provider import provider_session
from wallet.store import clock

KEY = "wallet.sign_in_clients"


class Clients:
    """One client for each configured provider, by key."""

    def __init__(self, providers: Any, *, ca: str | Path | None = None) -> None:
        self._clients = {
            provider.key: Client(provider, open_session=lambda: provider_session(ca), clock=clock)
            for provider in providers
        }

    def add(self, provider: Any, open_session: Callable[[], Any]) -> None:
        """One more, reached in another way (the demo's own provider lives in this very process)."""
        self._clients[provider.key] = Client(provider, open_session=open_session, clock=clock)

    def __getitem__(self, key: str) -> Client:
        if key not in self._clients:
            raise NotFound()
        return self._clients[key]

    def get(self, key: str) -> Client | None:
        return self._clients.get(key)

    def cards(self) -> tuple[ProviderCard, ...]:
        return tuple(
            ProviderCard(client.key, client.name, client.broken) for client in self._clients.values()
        )


def set_up(app: Flask, settings: Any) -> None:
    app.extensions[KEY] = Clients(settings.providers)


def clients() -> Clients:
    return current_app.extensions[KEY]
