"""Links and tokens as people paste them and programs write them: wrapped, quoted, with invisible marks."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from wallet.credentials.parsing.strict import read_json
from wallet.errors import Unreadable

_ADDRESS = re.compile(r"https?://[^\s<>\"\\]{1,2000}\Z", re.IGNORECASE)
_ADDRESSES = re.compile(r"(?<![\w.+/-])https?://[^\s<>\"\\]{1,2000}", re.IGNORECASE)
# A host with a dot (or a port) and a path, or one that begins with www: as people write a link without https://.
_BARE = re.compile(
    r"(?:www\.[^\s<>\"\\/@]+|(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::[0-9]{1,5})?/|[a-z0-9-]+:[0-9]{2,5}/)[^\s<>\"\\@]*\Z",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?:authorization:\s*)?bearer\s+", re.IGNORECASE)  # RFC 6750 §2.1
_QUOTES = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_ENDS = ".,;:!?" + _QUOTES
_OPENED = {")": "(", "]": "["}
_OFFER = re.compile(
    r"(?:openid-credential-offer|openid-initiate-issuance|haip|haip-vci|dccrequest):"
    r"|https?://\S*[?&]credential_offer(?:_uri)?=",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:openid4vp|openid-vc|haip-vp|mdoc-openid4vp|eudi-openid4vp|siopv2|openid):"
    r"|https?://\S*[?&](?:request_uri|presentation_definition)=",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """The text without characters that nobody sees (zero width, direction marks, byte order marks)."""
    if text.isascii():
        return text
    return "".join(one for one in text if unicodedata.category(one) != "Cf")


def read_address(text: str, *, bare: bool = False) -> str:
    """The web address that a text is, "" when it is none. Angle brackets (RFC 3986 Appendix C) and quotation
    marks around it, and characters that nobody sees, are no part of it. `bare`: it may lack its https://."""
    if len(text) > 4000:
        return ""
    found = visible(text).strip()
    if found.startswith("<") and found.endswith(">"):
        found = found[1:-1].strip().removeprefix("URL:")
    found = found.strip(_QUOTES)
    if _ADDRESS.match(found):
        return found
    return "https://" + found if bare and _BARE.match(found) else ""


def address_within(text: str) -> str:
    """The one web address in words around it, as it stands in a mail or a message; "" where there is none or
    more than one, and in what begins like JSON or markup. The mark that ends a sentence is no part of it."""
    if len(text) > 4000 or text.strip()[:1] in ("{", "[", "<"):
        return ""
    found = {_without_end(one) for one in _ADDRESSES.findall(visible(text))}
    return found.pop() if len(found) == 1 else ""


def _without_end(address: str) -> str:
    address = address.rstrip(_ENDS)
    while address[-1:] in _OPENED and address.count(_OPENED[address[-1]]) < address.count(address[-1]):
        address = address[:-1].rstrip(_ENDS)
    return address


def plain_token(text: str) -> str:
    """A token without what stands around it: quotation marks, brackets, `Bearer`, line breaks."""
    found = _BEARER.sub("", visible(text).strip().strip("<>" + _QUOTES), count=1).strip().strip(_QUOTES)
    return re.sub(r"\s+", "", found)


def the_one(texts: Iterable[bytes]) -> bytes:
    """The text that several copies in one picture are: the first, if all are the same JSON or the same letter
    by letter; b"" if none is there. Empty ones say nothing. Raises Unreadable: ambiguous-badge."""
    stated = list(dict.fromkeys(filter(None, texts)))
    if len(stated) > 1 and len({_one_spelling(text) for text in stated}) > 1:
        raise Unreadable("ambiguous-badge")
    return stated[0] if stated else b""


def _one_spelling(text: bytes) -> bytes:
    """JSON without its freedom of order, blanks and escapes; any other text as it is."""
    try:
        return json.dumps(read_json(text), sort_keys=True).encode()
    except Unreadable:
        return text


def refuse_offer(text: str) -> None:
    """Raises Unreadable: credential-offer for a link that offers a credential (OpenID4VCI §4.1),
    presentation-request for one that asks for some (OpenID4VP §5)."""
    link = visible(text[:8000]).strip().strip("<>" + _QUOTES)
    if _OFFER.match(link):
        raise Unreadable("credential-offer")
    if _REQUEST.match(link):
        raise Unreadable("presentation-request")
