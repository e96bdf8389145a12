"""Odd values made even: whatever stands where a text, a list, a time or a picture should, or nothing at all.

Every reader here is total; a part that cannot be understood is left out, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from wallet.credentials.model import Image, Text
from wallet.credentials.parsing import markup
from wallet.credentials.parsing.language_tags import is_language
from wallet.credentials.parsing.times import read_stated
from wallet.errors import Unreadable


def one_of(value: Any) -> Any:
    """What a list of one holds, which to JSON-LD is the thing itself; any other value as it is."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def string(value: object) -> str:
    """A string as written (alone or in a list of one), a number in digits, else ""."""
    value = one_of(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def listed(value: object) -> list[Any]:
    """One or many as a list, which to JSON-LD is no difference; nothing at all is a list of None."""
    return value if isinstance(value, list) else [value]


def items(value: object) -> list[Any]:
    """One or many as a list; nothing at all is an empty one."""
    return [] if value is None else listed(value)


def several(value: object) -> list[Any]:
    """One or many as a list without the nulls, which say nothing; what is absent is an empty one."""
    return [item for item in listed(value) if item is not None]


def objects(value: object) -> list[Mapping[str, Any]]:
    return [item for item in items(value) if isinstance(item, Mapping)]


def first_object(value: object) -> Mapping[str, Any]:
    return next(iter(objects(value)), {})


def identifier(value: object) -> str:
    """The id of something referred to by address or embedded."""
    value = one_of(value)
    if isinstance(value, Mapping):
        return string(value.get("id", value.get("@id")))
    return string(value)


def text(value: object, language: str = "") -> Text:
    """Words by language: a plain string, JSON-LD value objects, a language map, or a list of these. HTML in
    them is taken for what it shows: names and labels hold words, no tags."""
    return {tag: said for tag, written in _by_language(value, language) if (said := markup.plain(written))}


def prose(value: object, language: str = "") -> Text:
    """Words by language for a longer text (description, criteria, narrative): Markdown, also where the issuer
    wrote HTML."""
    return {tag: said for tag, written in _by_language(value, language) if (said := markup.markdown(written))}


def _by_language(value: object, language: str) -> Iterable[tuple[str, str]]:
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
                said = " · ".join(_spoken(part) for part in items(written) if _spoken(part))
                if said and is_language(tag) and not (tag == "id" and (":" in said or "type" in item)):
                    found.setdefault("" if tag in ("@none", "none") else tag, said)
    return found.items()


def _spoken(part: object) -> str:
    return string(part.get("@value")) if isinstance(part, Mapping) else string(part)


def plain(value: object) -> str:
    """The first words there are, whatever the language."""
    return next(iter(text(value).values()), "")


def plain_prose(value: object) -> str:
    """The first longer text there is, whatever the language, as Markdown."""
    return next(iter(prose(value).values()), "")


def time(value: object, *, lenient: bool = False) -> datetime | None:
    """An aware moment whose own date is the day that the issuer wrote: in the offset that is stated, or a
    minute earlier where a day ends at 24:00."""
    try:
        stated = read_stated(value, lenient=lenient)
    except Unreadable:
        return None
    for offset in (stated.offset, stated.offset - timedelta(minutes=1)):
        try:
            moment = stated.moment.astimezone(timezone(offset))
        except (ValueError, OverflowError):
            continue
        if moment.date() == stated.day:
            return moment
    return stated.moment


def earliest(document: Mapping[str, Any], *names: str, lenient: bool = False) -> datetime | None:
    """The earliest of the times that stand under these names; what cannot be read is left out."""
    found = (time(item, lenient=lenient) for name in names for item in items(document.get(name)))
    return min((moment for moment in found if moment is not None), default=None)


def first_time(document: Mapping[str, Any], *names: str, lenient: bool = False) -> datetime | None:
    """The time under the first of these names that has one."""
    found = (earliest(document, name, lenient=lenient) for name in names)
    return next((moment for moment in found if moment is not None), None)


def image(value: object) -> Image | None:
    """`{id, type, caption}`, an address or a data: URI. Anything else is no picture."""
    for item in items(value):
        url = identifier(item)
        if url.startswith(("https://", "http://", "data:image/")):
            caption = plain(item.get("caption")) if isinstance(item, Mapping) else ""
            return Image(url, caption)
    return None
