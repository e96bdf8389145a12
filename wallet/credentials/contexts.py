"""Which version of Open Badges a JSON-LD context stands for, under every address it has had.

The vocabulary has moved from Mozilla to the Badge Alliance and to IMS Global, now 1EdTech. A badge names the
address of its day. Reader and verifier both ask here, so that they know the same addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    stated = document.get("@context")
    contexts = stated if isinstance(stated, list) else [stated]
    return {version for context in contexts if (version := open_badges_version(context))}
