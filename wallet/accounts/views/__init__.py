"""HTTP of accounts: signing in and out, the page about oneself, leaving."""

from __future__ import annotations

from typing import Any

from flask import Flask

from wallet.accounts.views import account, leaving
from wallet.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "set_up"]


def set_up(app: Flask, settings: Any) -> None:
    account.set_up(app, settings)
    leaving.set_up(app, settings)
