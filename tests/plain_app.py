"""An app that has everything but people."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wallet import create_app
from wallet.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    shutil.copy(sqlite_template, tmp_path / "wallet.sqlite3")
    return Settings(
        environment="test",
        secret_key="of the tests, and of nothing else 0123456789",
        base_url="http://localhost",
        database_url=f"sqlite:///{tmp_path / 'wallet.sqlite3'}",
        instance=tmp_path,
        default_language="en",
    )


@pytest.fixture
def build(settings: Settings):
    """Call it for an app with other settings."""
    return lambda **changes: create_app(settings.model_copy(update=changes))


@pytest.fixture
def app(build):
    return build()


@pytest.fixture
def client(app):
    return app.test_client()
