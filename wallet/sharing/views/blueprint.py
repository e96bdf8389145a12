"""The blueprint of sharing; `wallet.sharing.views` fills it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("sharing", __name__)
