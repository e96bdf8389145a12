"""Language tags as issuers write them: `pl`, `pl-PL`, `nl_NL`, `EN`, `pol`, `Polish`. Pure; it imports
nothing of the wallet."""

from __future__ import annotations

import re
from collections.abc import Mapping

# ISO 639-3 as the Publications Office writes it → ISO 639-1.
ALPHA3: Mapping[str, str] = dict(
    pair.split(":")
    for pair in re.findall(
        r"\w+:\w+",
        "bul:bg ces:cs dan:da deu:de ell:el eng:en spa:es est:et fin:fi fra:fr gle:ga hrv:hr hun:hu isl:is"
        " ita:it lav:lv lit:lt ltz:lb mkd:mk mlt:mt nld:nl nor:no nob:nb nno:nn pol:pl por:pt ron:ro rus:ru"
        " slk:sk slv:sl sqi:sq srp:sr swe:sv tur:tr ukr:uk bel:be cat:ca eus:eu glg:gl ara:ar zho:zh jpn:ja"
        " kor:ko bos:bs cnr:sr kat:ka hye:hy heb:he",
    )
)
_NAMES = {
    "english": "en",
    "polish": "pl",
    "polski": "pl",
    "ukrainian": "uk",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "dutch": "nl",
    "nederlands": "nl",
    "spanish": "es",
    "italian": "it",
}
_NONE = frozenset({"", "@none", "none", "default", "x-default", "und", "mul", "zxx"})
_LIKE_A_TAG = re.compile(r"(?:[A-Za-z]{2,3}|[ixIX])(?:[-_][A-Za-z0-9]{1,8}){0,6}\Z")
_AUTHORITY = re.compile(r"https?://[^\s]{1,200}/authority/language/[A-Z]{3}\Z")


def is_language(tag: str) -> bool:
    """Whether a key of an object can be the language of its words (RFC 5646, spelled generously)."""
    stated = tag.strip()
    named = stated.lower() in _NAMES or stated.lower() in _NONE
    return named or _LIKE_A_TAG.match(stated) is not None or _AUTHORITY.match(stated) is not None


def primary(tag: str) -> str:
    """The primary subtag (RFC 5646 §2.2.1) in lower case: `EN_gb` → en, `…/language/POL` → pl; "" where
    none is stated (`@none`, `und`)."""
    if tag.strip().lower() in _NONE:
        return ""
    first = re.split(r"[-_]", tag.strip().rpartition("/")[2], maxsplit=1)[0].lower()
    return ALPHA3.get(first, _NAMES.get(first, first))
