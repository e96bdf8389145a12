"""The store: tables, migrations, original bytes, the only commit, the only clock. No Flask, no rules."""

from __future__ import annotations

from wallet.store import paths as _paths  # noqa: F401  (their tables belong to the one metadata)
from wallet.store import shown as _shown  # noqa: F401
from wallet.store.database import Store, after_commit, in_transaction

__all__ = ["Store", "after_commit", "in_transaction"]
