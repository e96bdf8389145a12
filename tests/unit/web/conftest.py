from __future__ import annotations

from tests.plain_app import app, build, client, settings

__all__ = ["app", "build", "client", "settings"]
