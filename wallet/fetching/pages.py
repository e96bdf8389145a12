"""Where a web page about a badge says that the badge itself is: candidates, which prove nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from wallet.credentials.reading import read_envelopes
from wallet.fetching.policy import accepts
from wallet.verification.resources import Purpose

MOST = 4  # candidates of each kind that are looked at: whoever asks is waiting
_MOST_TAGS = 500
_LINK = re.compile(r"<link\s([^<>]{1,4000})>", re.I)
_SCRIPT = re.compile(r"<script\s([^<>]{1,1000})>", re.I)
_SCRIPT_END = re.compile(r"</script", re.I)
_ATTRIBUTE = re.compile(r"([A-Za-z-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True)
class PagePointers:
    """What a page names: `inside` are data blocks of its own, `addresses` absolute web addresses."""

    inside: tuple[bytes, ...]
    addresses: tuple[str, ...]


def read_page(body: bytes, *, at: str) -> PagePointers:
    """The JSON-LD blocks and the `alternate` links of the page that stands at an address, those of its own
    host first, at most `MOST` of each. Total: a page that is none names nothing."""
    text = body.decode("utf-8", "replace")
    return PagePointers(tuple(_blocks(text)[:MOST]), tuple(_alternates(text, at)[:MOST]))


def holds_badge(body: bytes) -> bool:
    """Whether there is a credential in these bytes themselves, and not only the address of one."""
    return any(found.refusal is None and found.carrier != "url" for found in read_envelopes(body))


def _blocks(text: str) -> list[bytes]:
    found: list[bytes] = []
    for tag in _some(_SCRIPT, text):
        if len(found) == MOST:
            break
        if _attributes(tag[1]).get("type", "").strip().lower() != "application/ld+json":
            continue
        end = _SCRIPT_END.search(text, tag.end())
        if end is None:
            break
        found.append(text[tag.end() : end.start()].strip().encode())
    return found


def _alternates(text: str, at: str) -> list[str]:
    found: list[str] = []
    for tag in _some(_LINK, text):
        attributes = _attributes(tag[1])
        relations = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        typed = "alternate" in relations and kind and accepts(Purpose.ASSERTION, kind)
        if not (typed or "openbadges-assertion" in relations):
            continue
        try:
            address = urljoin(at, attributes.get("href", "").strip()).partition("#")[0]
            known = urlsplit(address).scheme in ("http", "https")
        except ValueError:
            continue
        if known and address != at and address not in found:
            found.append(address)
    host = urlsplit(at).netloc
    return sorted(found, key=lambda address: urlsplit(address).netloc != host)


def _some(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [match for match, _ in zip(pattern.finditer(text), range(_MOST_TAGS), strict=False)]


def _attributes(inside: str) -> dict[str, str]:
    """The first of each name counts, as in a browser."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
