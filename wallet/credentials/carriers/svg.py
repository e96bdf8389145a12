"""SVG as a carrier. It is read, never drawn; nothing in it is fetched or run.

Genuine badges name the SVG 1.1 DTD, so a document type is passed over as long as it declares nothing
itself; an internal subset, where entities live, is refused at its first character."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from wallet.credentials.parsing.pasted import the_one
from wallet.credentials.parsing.strict import BLANKS, MAX_TEXT, too_large, without_mark
from wallet.errors import Unreadable

NAMESPACE_2 = "http://openbadges.org"  # OB 1.1 to 2.1 Baking, element `assertion`
NAMESPACE_3 = "https://purl.imsglobal.org/ob/v3p0"  # OB 3.0 §5.3.2, element `credential`
# Bakers write the addresses with the other scheme, the publisher's other name, the path of the specification
# or a slash, and either element in either. A badge passed over would be called a bare drawing.
_BADGE = re.compile(
    r"\{https?://(?:(?:www\.)?openbadges\.org|purl\.(?:imsglobal|1edtech)\.org/(?:spec/)?ob/v3p0)/?\}"
    r"(?:assertion|credential)",
    re.IGNORECASE,
)
_ROOT = "{http://www.w3.org/2000/svg}svg"
_INCLUDE = "{http://www.w3.org/2001/XInclude}"
MAX_BYTES = 2 * MAX_TEXT  # a badge's text, its markup characters escaped, and the drawing around it
MAX_BADGES = 4  # some tools bake again what has been baked
MAX_DEPTH = 200
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 200
_LONG_TAG = re.compile(rb"<[^<>]{20000,}")


class _Badges:
    """A parser's target that keeps nothing but badge elements."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.inside = 0  # the depth at which the open badge element began
        self.found: list[tuple[str, list[str]]] = []  # `verify` and text of each badge element

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too-deep", most=MAX_DEPTH)
        if self.elements > MAX_ELEMENTS or len(attributes) > MAX_ATTRIBUTES:
            raise Unreadable("too-many-parts", most=MAX_ELEMENTS)
        if self.elements == 1 and tag != _ROOT:
            raise Unreadable("not-svg")
        if tag.startswith(_INCLUDE):
            raise Unreadable("document-type")
        if self.inside:
            raise Unreadable("ambiguous-badge")  # markup inside what should be text
        if _BADGE.fullmatch(tag):
            self.inside = self.depth
            self.found.append((attributes.get("verify", "").strip(), []))
            if len(self.found) > MAX_BADGES:
                raise Unreadable("ambiguous-badge")

    def end(self, tag: str) -> None:
        if self.inside == self.depth:
            self.inside = 0
        self.depth -= 1

    def data(self, text: str) -> None:
        if self.inside:
            self.found[-1][1].append(text)

    def close(self) -> None:
        return None


class _Parser(DefusedXMLParser):
    def __init__(self, target: Any) -> None:
        super().__init__(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: int
    ) -> None:
        if has_internal_subset:
            raise Unreadable("document-type")


def take_out_svg(svg: bytes) -> bytes:
    """The credential baked into an SVG: the element's text, or when that is empty its `verify` attribute. The
    same badge may stand in it more than once.

    Raises Unreadable: too-large, too-deep, document-type (entities, internal subset, XInclude), damaged-svg,
    not-svg, ambiguous-badge (two that differ), no-badge-in-picture."""
    payload = the_one([_payload(verify, "".join(pieces).strip()) for verify, pieces in _parse(svg).found])
    if not payload:
        raise Unreadable("no-badge-in-picture")
    if len(payload) > MAX_TEXT:
        raise too_large(MAX_TEXT)
    return payload


def _payload(verify: str, text: str) -> bytes:
    if text and verify not in ("", text) and not verify.startswith(("http://", "https://", "urn:", "did:")):
        raise Unreadable("ambiguous-badge")  # a JWS in the attribute and something else in the text
    return (text or verify).encode()


def _parse(svg: bytes) -> _Badges:
    target = _Badges()
    feed_svg(svg, target)
    return target


def feed_svg(svg: bytes, target: Any) -> None:
    """Hand an SVG's elements and text to a parser's `target`, with nothing declared, fetched or expanded.

    Raises Unreadable: too-large, too-many-parts, document-type, damaged-svg, and what the target raises."""
    if len(svg) > MAX_BYTES:
        raise too_large(MAX_BYTES)
    if any(tag.group().count(b"=") > 20 * MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(svg)):
        # before the parser gathers a million attributes
        raise Unreadable("too-many-parts", most=MAX_ELEMENTS)
    svg = without_mark(svg).strip(BLANKS)  # nothing may stand before the XML declaration, and no NUL at all
    parser: Any = _Parser(target)
    feed: Callable[[bytes], None] = parser.feed
    try:
        feed(svg)
        parser.close()
    except Unreadable:
        raise
    except DefusedXmlException:
        raise Unreadable("document-type") from None
    except (ParseError, ValueError, LookupError):
        # An element already complete when the text after it breaks is no reason to trust half a file.
        raise Unreadable("damaged-svg") from None


_ROOT_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def bake_svg(svg: bytes, payload: bytes, *, version: int = 3) -> bytes:
    """The same picture with `payload` (JSON or a compact JWS) in a badge element after the root's start tag.

    Only UTF-8 SVG without a badge. Raises Unreadable as `take_out_svg`, ambiguous-badge if one is there."""
    if _parse(svg).found:
        raise Unreadable("ambiguous-badge")
    root = _ROOT_TAG.search(_without_prologue(svg))
    try:
        svg.decode("utf-8")
        text = payload.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Unreadable("bad-text") from None
    if root is None or root.group().endswith(b"/>"):
        raise Unreadable("damaged-svg")
    namespace, element = (NAMESPACE_3, "credential") if version == 3 else (NAMESPACE_2, "assertion")
    if text.startswith("{"):
        attribute, body = "", escape(text, {"\r": "&#13;"})
    else:
        attribute, body = f" verify={quoteattr(text)}", ""
    badge = f'<openbadges:{element} xmlns:openbadges="{namespace}"{attribute}>{body}</openbadges:{element}>'
    baked = svg[: root.end()] + badge.encode() + svg[root.end() :]
    if take_out_svg(baked) != payload.strip():  # characters that XML cannot carry
        raise Unreadable("bad-text")
    return baked


def _without_prologue(svg: bytes) -> bytes:
    """Comments, declarations and instructions blanked, lengths kept, so that a tag found is a real one."""
    return re.sub(
        rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*>",
        lambda match: b" " * len(match.group()),
        svg,
        flags=re.DOTALL,
    )
