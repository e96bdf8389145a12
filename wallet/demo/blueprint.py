"""The blueprint of the demo; its issuer and its sign-in provider add their routes."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("demo", __name__)
