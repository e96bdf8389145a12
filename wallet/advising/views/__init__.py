"""HTTP of advising: the holder's side and the adviser's side."""

from __future__ import annotations

from typing import Any

from flask import Flask

from wallet.advising.views import adviser, diagnoses, grants, portfolios, proposals, templates  # noqa: F401
from wallet.advising.views.blueprint import blueprint

__all__ = ["blueprint", "set_up"]


def set_up(app: Flask, settings: Any) -> None:
    for part in (grants, proposals, diagnoses):
        part.set_up(app, settings)
