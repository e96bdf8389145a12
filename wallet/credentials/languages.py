"""Language tags (BCP 47) out of what issuers write for one. Pure tables; no locale database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wallet.credentials import values
from wallet.credentials.countries import ALPHA2
from wallet.credentials.model import Text

_TAG = re.compile(
    r"(?P<language>[a-zA-Z]{2,3})(?:[-_](?P<script>[A-Z][a-z]{3}))?(?:[-_](?P<region>[a-zA-Z]{2}))?\Z"
)
_AUTHORITY = re.compile(r"/authority/language/(?P<code>[A-Z]{3})\Z")
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


def language_tag(written: str) -> str:
    """`nl_NL` → nl-NL; `en_EN` → en, EN being no country; `…/language/POL` → pl; "" for anything else."""
    found = _AUTHORITY.search(written)
    if found:
        return ALPHA3.get(found["code"].lower(), found["code"].lower())
    match = _TAG.match(written.strip())
    if match is None:
        return ""
    language = ALPHA3.get(match["language"].lower(), match["language"].lower())
    script = f"-{match['script']}" if match["script"] else ""
    region = (match["region"] or "").upper()
    return f"{language}{script}-{region}" if region in ALPHA2 else f"{language}{script}"


def spoken(value: Any) -> Text:
    """Words by language, with every tag made even: a language map, a plain text, or a list of these."""
    found: dict[str, str] = {}
    for item in values.items(value):
        if isinstance(item, Mapping) and "@value" not in item:
            for tag, written in item.items():
                said = " · ".join(
                    values.string(part) for part in values.items(written) if values.string(part)
                )
                even = "" if tag in ("@none", "none") else language_tag(str(tag))
                if said and (even or tag in ("@none", "none")):
                    found.setdefault(even, said)
        else:
            for tag, said in values.text(item).items():
                found.setdefault(language_tag(tag), said)
    return found
