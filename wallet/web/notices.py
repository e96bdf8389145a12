"""What needs the holder's attention besides a badge's own verdict: rooms offer it, the wallet's home and a
credential's page show it. So a page of one room warns about another's matter without knowing that room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True)
class Way:
    """Something the holder can do about it: a link, or with `post` a form's button."""

    words: str
    url: str
    icon: str = ""
    post: bool = False


@dataclass(frozen=True)
class Notice:
    """What happened, and what to do. `about` is the credential it concerns."""

    tone: str  # warn, fail, none
    icon: str
    title: str
    sentence: str
    about: str = ""
    ways: tuple[Way, ...] = ()


Source = Callable[..., tuple[Notice, ...]]  # (holder, about: credential id or "") -> notices
_KEY = "wallet.notices"


def offer(app: Flask, source: Source) -> None:
    """Ask this source from now on."""
    app.extensions.setdefault(_KEY, []).append(source)


def notices_of(holder: str, *, about: str = "") -> tuple[Notice, ...]:
    """Everything that needs the holder's attention, or what concerns one credential."""
    sources: list[Source] = current_app.extensions.get(_KEY, [])
    return tuple(notice for source in sources for notice in source(holder, about))
