"""Which version of Open Badges a JSON-LD context stands for, under every address it has had.

The vocabulary has moved from Mozilla to the Badge Alliance and to IMS Global, now 1EdTech. A badge names the
address of its day. Reader and verifier both ask here, so that they know the same addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wallet.credentials.parsing.values import items

_HOST = r"https?://(?:www\.|purl\.|standard\.)?"
_REST = r"(?:[/.?#].*)?\Z"  # `/context.json`, `.json`, a slash: the host alone and the version decide
_ONE = re.compile(rf"{_HOST}(?:w3id\.org/openbadges/v1|openbadges(?:pec)?\.org/v?1){_REST}", re.IGNORECASE)
_TWO = re.compile(
    rf"{_HOST}(?:w3id\.org/openbadges/v2|openbadges(?:pec)?\.org/v?2"
    r"|(?:imsglobal|1edtech)\.org/spec/ob/v2p[01]"
    r"|imsglobal\.org/sites/default/files/badges/obv2p[01](?:final)?"
    rf"|(?:imsglobal|1edtech)\.github\.io/openbadges-specification(?!/ob_v3)){_REST}",
    re.IGNORECASE,
)


def open_badges_version(context: object) -> int:
    """1 for Open Badges 1.0 and 1.1, 2 for 2.0 and 2.1, 0 for anything else."""
    if not isinstance(context, str):
        return 0
    stated = re.sub(r"\A(https?://[^/]+?):(?:80|443)(?=/)", r"\1", context.strip(), flags=re.IGNORECASE)
    if _TWO.match(stated):
        return 2
    return 1 if _ONE.match(stated) else 0


def open_badges_versions(document: Mapping[str, object]) -> set[int]:
    """The versions that the contexts of a document stand for; empty when none is known."""
    return {
        version for context in items(document.get("@context")) if (version := open_badges_version(context))
    }


# 1EdTech, once IMS Global, serves the contexts of its standards on credentials at both of its names.
_SPECIFICATION = re.compile(
    r"https?://purl\.(?:imsglobal|1edtech)\.org(?P<path>/spec/(?:ob/v3|clr/v2|vc)[^?#]*)"
)
_OPEN_BADGES_3 = re.compile(r"https://(?:purl\.imsglobal\.org/spec/ob/v3p0/|w3id\.org/openbadges/v3)")


def published_as(context: str) -> str:
    """The address under which a context of Open Badges 3.0 or CLR 2.0 is published, given any address that it
    is served at; every other address as it is."""
    found = _SPECIFICATION.fullmatch(context)
    return f"https://purl.imsglobal.org{found['path']}" if found else context


def is_open_badges_3(context: str) -> bool:
    """Whether the address is that of a context of Open Badges 3.0."""
    return _OPEN_BADGES_3.match(published_as(context)) is not None
