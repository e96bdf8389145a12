"""HTTP of sharing: a holder's links, and what strangers get behind them."""

from __future__ import annotations

from wallet.sharing.views import embeds, links, locked, originals, page  # noqa: F401  (each adds its routes)
from wallet.sharing.views.blueprint import blueprint

__all__ = ["blueprint"]
