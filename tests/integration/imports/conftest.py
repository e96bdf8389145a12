from __future__ import annotations

from tests.integration.collection.fixtures import ana, app, bob, issuer, open_for, picture, wallet_of, web

__all__ = ["ana", "app", "bob", "issuer", "open_for", "picture", "wallet_of", "web"]
