"""Odd values made even: whatever stands where a text, a list, a time or a picture should, or nothing at all.

Every reader here is total; a part that cannot be understood is left out, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wallet.credentials.model import Image, Text
from wallet.credentials.times import read_time
from wallet.errors import Unreadable


def string(value: object) -> str:
    """A string as written, a number in digits, else ""."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def items(value: object) -> list[Any]:
    """JSON-LD makes no difference between one value and a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Mapping[str, Any]]:
    return [item for item in items(value) if isinstance(item, Mapping)]


def first_object(value: object) -> Mapping[str, Any]:
    return next(iter(objects(value)), {})


def identifier(value: object) -> str:
    """The id of something referred to by address or embedded."""
    if isinstance(value, Mapping):
        return string(value.get("id", value.get("@id")))
    return string(value)


def text(value: object, language: str = "") -> Text:
    """Words by language: a plain string, JSON-LD value objects, a language map, or a list of these."""
    found: dict[str, str] = {}
    for item in items(value):
        if isinstance(item, str | int | float):
            if string(item):
                found.setdefault(language, string(item))
        elif isinstance(item, Mapping) and "@value" in item:
            if string(item["@value"]):
                found.setdefault(string(item.get("@language")) or language, string(item["@value"]))
        elif isinstance(item, Mapping):
            for tag, written in item.items():
                said = " · ".join(string(part) for part in items(written) if string(part))
                if said and _is_language(tag):
                    found.setdefault("" if tag in ("@none", "none") else tag, said)
    return found


def _is_language(tag: str) -> bool:
    return tag == "@none" or (2 <= len(tag.split("-")[0]) <= 4 and tag.replace("-", "").isalnum())


def plain(value: object) -> str:
    """The first words there are, whatever the language."""
    return next(iter(text(value).values()), "")


def time(value: object, *, lenient: bool = False) -> datetime | None:
    try:
        return read_time(value, lenient=lenient)
    except Unreadable:
        return None


def image(value: object) -> Image | None:
    """`{id, type, caption}`, an address or a data: URI. Anything else is no picture."""
    for item in items(value):
        url = identifier(item)
        if url.startswith(("https://", "http://", "data:image/")):
            caption = plain(item.get("caption")) if isinstance(item, Mapping) else ""
            return Image(url, caption)
    return None
