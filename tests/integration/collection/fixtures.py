"""The wallet with two signed-in people, an issuer that signs, and a web that answers or does not."""

from __future__ import annotations

import pytest

from tests.integration.collection.issuer import Issuer, Web, png
from tests.integration.collection.people import Person, open_app, sign_in


@pytest.fixture
def web(clock):
    return Web(clock)


@pytest.fixture
def issuer(web):
    return Issuer(web)


@pytest.fixture
def picture():
    """Builds a small PNG, with a credential baked in if one is given."""
    return png


@pytest.fixture
def app(sqlite_store, web, tmp_path):
    return open_app(sqlite_store, web, tmp_path)


@pytest.fixture
def wallet_of(sqlite_store, web, tmp_path):
    """Opens a wallet with other settings, or in another language, for Ana."""

    def open_one(*, language: str = "en", **settings) -> Person:
        return sign_in(
            open_app(sqlite_store, web, tmp_path, **settings), "ana@example.org", language=language
        )

    return open_one


@pytest.fixture
def open_for(web, tmp_path):
    """Opens a wallet for Ana over the store that is handed in."""
    return lambda store: sign_in(open_app(store, web, tmp_path), "ana@example.org")


@pytest.fixture
def ana(app) -> Person:
    return sign_in(app, "ana@example.org")


@pytest.fixture
def bob(app) -> Person:
    return sign_in(app, "bob@example.org")
