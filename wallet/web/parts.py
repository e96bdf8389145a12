"""What one package adds to another's page, so that neither has to know the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

Source = Callable[..., Mapping[str, Any]]  # (holder, **about) -> what the page's template gets besides
_KEY = "wallet.parts"


def offer(app: Flask, page: str, source: Source) -> None:
    """Ask this source whenever `page` (an endpoint's name) is drawn."""
    app.extensions.setdefault(_KEY, {}).setdefault(page, []).append(source)


def parts_of(page: str, holder: str, **about: Any) -> dict[str, Any]:
    """What all sources add to the page, in the order in which they were offered."""
    sources: list[Source] = current_app.extensions.get(_KEY, {}).get(page, [])
    return {name: value for source in sources for name, value in source(holder, **about).items()}
