"""Badges baked into pictures: taking a credential out of one, putting one in."""

from __future__ import annotations

from wallet.credentials.carriers.png import bake_png, take_out_png
from wallet.credentials.carriers.svg import bake_svg, take_out_svg

__all__ = ["bake_png", "bake_svg", "take_out_png", "take_out_svg"]
