"""The store: tables, migrations, original bytes, the only commit, the only clock. No Flask, no rules."""

from __future__ import annotations

from wallet.store import models as _models  # noqa: F401  (makes the metadata whole)
from wallet.store.database import Store, after_commit, in_transaction

__all__ = ["Store", "after_commit", "in_transaction"]
