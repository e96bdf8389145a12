"""The blueprint of advising; `wallet.advising.views` fills it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("advising", __name__)
