"""Language tags (BCP 47) out of what issuers write for one. Pure tables; no locale database."""

from __future__ import annotations

import re
from typing import Any

from wallet.credentials.model import Text
from wallet.credentials.parsing import values
from wallet.credentials.parsing.countries import ALPHA2
from wallet.credentials.parsing.language_tags import ALPHA3, primary

_TAG = re.compile(
    r"(?P<language>[a-zA-Z]{2,3})(?:[-_](?P<script>[a-zA-Z]{4}))?(?:[-_](?P<region>[a-zA-Z]{2}))?\Z"
)
_AUTHORITY = re.compile(r"/authority/language/(?P<code>[A-Z]{3})\Z")


def language_tag(written: str) -> str:
    """`nl_NL` → nl-NL; `en_EN` → en, EN being no country; `…/language/POL` → pl; "" for anything else."""
    found = _AUTHORITY.search(written)
    if found:
        return ALPHA3.get(found["code"].lower(), found["code"].lower())
    match = _TAG.match(written.strip())
    if match is None:
        return ""
    language = ALPHA3.get(match["language"].lower(), match["language"].lower())
    script = f"-{match['script'].title()}" if match["script"] else ""
    region = (match["region"] or "").upper()
    return f"{language}{script}-{region}" if region in ALPHA2 else f"{language}{script}"


def spoken(value: Any, *, prose: bool = False) -> Text:
    """Words by language, with every tag made even: a language map, a plain text, or a list of these. What
    stands under a tag that is none keeps it. `prose`: a longer text, as Markdown."""
    found: dict[str, str] = {}
    for tag, said in (values.prose(value) if prose else values.text(value)).items():
        found.setdefault(language_tag(tag) or primary(tag), said)
    return found
