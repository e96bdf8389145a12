"""An SVG from a stranger, written anew: only shapes, gradients and words of an own list are copied.

Nothing is drawn here. What leaves this module can run nothing, fetch nothing and name nothing outside itself:
elements and attributes that are not on the lists are left behind with all they hold, so are comments,
instructions, metadata and the badge. Values have to match a plain pattern, identifiers are replaced by our
own, style sheets become attributes. The only module that makes a Picture of another kind than PNG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from wallet.credentials.carriers.pictures import MAX_SIDE, Picture
from wallet.credentials.carriers.svg import feed_svg
from wallet.errors import Unreadable

MEDIA_TYPE = "image/svg+xml"
MAX_BYTES = 200_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 40
MAX_VALUE = 1_000
MAX_USED = 5_000  # elements drawn once more by `use`
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"

_SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"])
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_ELEMENTS = (
    _SHAPES
    | _GRADIENTS
    | frozenset(["svg", "g", "defs", "symbol", "use", "tspan", "stop", "clipPath", "switch", "a"])
)

# Each text can be read by these in one way only: a pattern that may split it in many could stop the server.
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_LENGTH = rf"{_NUMBER}(?:px|pt|pc|mm|cm|in|em|ex|%)?"
_COLOUR = r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}|(?:rgb|hsl)a?\([0-9.,%\s/]{1,60}\)"
_INSIDE = r"url\(\s*[\"']?#(?P<id>[^\"'()\s]{1,200})[\"']?\s*\)"
_KINDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?:{pattern})\Z")
    for kind, pattern in {
        "length": _LENGTH,
        "lengths": rf"\s*{_LENGTH}(?:[\s,]+{_LENGTH})*\s*|none",
        "numbers": r"[-+0-9.eE,\s]*",
        "path": r"[MmZzLlHhVvCcSsQqTtAa0-9eE+\-.,\s]*",
        "transform": r"(?:[\s,]*(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([-+0-9.eE,\s]*\))*\s*",
        "paint": rf"{_COLOUR}|{_INSIDE}(?:\s+(?:{_COLOUR}))?",
        "colour": _COLOUR,
        "word": r"[a-zA-Z][a-zA-Z -]{0,40}",
        "weight": r"[a-z]{4,8}|[1-9]00",
        "font": r"[\w ,'\"-]{1,200}",
        "inside": _INSIDE,
    }.items()
}


def _each(names: str, kind: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


_ATTRIBUTES: Mapping[str, str] = {
    **_each("x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height dx dy textLength", "lengths"),
    **_each("stroke-width stroke-dashoffset stroke-miterlimit font-size offset", "length"),
    **_each("opacity fill-opacity stroke-opacity stop-opacity letter-spacing", "length"),
    **_each("fill stroke", "paint"),
    **_each("color stop-color", "colour"),
    **_each("transform gradientTransform", "transform"),
    **_each("fill-rule clip-rule stroke-linecap stroke-linejoin text-anchor", "word"),
    **_each("dominant-baseline font-style visibility display preserveAspectRatio", "word"),
    **_each("gradientUnits spreadMethod clipPathUnits lengthAdjust", "word"),
    "d": "path",
    "points": "numbers",
    "viewBox": "numbers",
    "stroke-dasharray": "lengths",
    "rotate": "numbers",
    "font-weight": "weight",
    "font-family": "font",
    "clip-path": "inside",
}
_ONLY_STYLE = frozenset(("d", "points", "viewBox", "transform", "gradientTransform"))  # not from a style
_DECLARATION = re.compile(r"\s*([a-z-]{1,30})\s*:\s*([^;]{1,300}?)\s*(?:;|\Z)")
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,4000})\}")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]{0,60})\Z")
_PRIVATE = re.compile(r"(?:sha\d+|md5)\$|[^\s@]+@[^\s@]+|[\w+/=.-]{60,}")  # no word of a badge's face


@dataclass
class _Node:
    tag: str  # without the namespace; "" for what is not copied
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)

    def nodes(self) -> Iterator[_Node]:
        for child in self.children:
            if isinstance(child, _Node):
                yield child
                yield from child.nodes()


class _Tree:
    """A parser's target that keeps what may be drawn, and the text of style sheets aside."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.open: list[_Node] = []
        self.dropped = 0  # how deep we are inside something that is left behind
        self.in_style = False
        self.elements = 0
        self.sheet: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(_SVG) if tag.startswith(_SVG) else ""
        if self.root is None and name != "svg":
            raise Unreadable("not-svg")
        hidden = attributes.get("display", "").strip() == "none"
        if self.dropped or name not in _ELEMENTS or hidden:
            self.dropped += 1
            self.in_style = self.dropped == 1 and name == "style"
            return
        self.elements += 1
        if self.elements > MAX_ELEMENTS or len(self.open) >= MAX_DEPTH:
            raise Unreadable("picture-too-large")
        node = _Node(name, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, tag: str) -> None:
        if self.dropped:
            self.dropped -= 1
            self.in_style = False
        else:
            self.open.pop()

    def data(self, text: str) -> None:
        if self.in_style:
            self.sheet.append(text)
        elif not self.dropped and self.open and self.open[-1].tag in ("text", "tspan"):
            self.open[-1].children.append(text)

    def close(self) -> None:
        return None


def rewrite_svg(svg: bytes) -> Picture:
    """The same drawing in plain SVG. Raises Unreadable: what `feed_svg` refuses (entities, size, damage),
    not-svg, picture-too-large, damaged-picture (nothing in it can be drawn, or it has no sane size)."""
    tree = _Tree()
    feed_svg(svg, tree)
    if tree.root is None or not any(node.tag in _SHAPES for node in tree.root.nodes()):
        raise Unreadable("damaged-picture")
    box = _box(tree.root.attributes)
    scale = MAX_SIDE / max(box[2:])
    width, height = max(1, round(box[2] * scale)), max(1, round(box[3] * scale))
    view = " ".join(f"{number:g}" for number in box)
    written = _Writer(tree.root, _class_rules("".join(tree.sheet))).write()
    data = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{width}" height="{height}">'
        f"{written}</svg>"
    ).encode()
    if len(data) > MAX_BYTES:
        raise Unreadable("picture-too-large")
    return Picture(data, width, height, MEDIA_TYPE)


def _box(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    numbers = re.findall(_NUMBER, attributes.get("viewBox", "")[:200])
    if len(numbers) != 4:
        sides = [
            re.match(rf"\s*({_NUMBER})(?:px)?\s*\Z", attributes.get(side, "")) for side in ("width", "height")
        ]
        numbers = ["0", "0", *(found[1] for found in sides if found)]
    if len(numbers) != 4:
        raise Unreadable("damaged-picture")
    x, y, width, height = (float(number) for number in numbers)
    if not (1e-3 <= width <= 1e5 and 1e-3 <= height <= 1e5 and abs(x) <= 1e6 and abs(y) <= 1e6):
        raise Unreadable("damaged-picture")
    if not 0.02 <= width / height <= 50:
        raise Unreadable("damaged-picture")
    return x, y, width, height


def _class_rules(sheet: str) -> dict[str, dict[str, str]]:
    """What plain `.name { … }` rules say, as drawing programs write them. A sheet with more is not read."""
    if len(sheet) > 20_000:
        return {}
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    if "@" in sheet or "\\" in sheet or "<" in sheet:
        return {}
    rules: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(sheet):
        for selector in selectors.split(","):
            if named := _CLASS.match(selector.strip()):
                rules.setdefault(named[1], {}).update(_declarations(body))
    return rules


def _declarations(style: str) -> dict[str, str]:
    if "\\" in style or "/*" in style:  # escapes and comments only serve to hide
        return {}
    return {
        name: value
        for name, value in _DECLARATION.findall(style[:4000])
        if name in _ATTRIBUTES and name not in _ONLY_STYLE
    }


class _Writer:
    """Nodes out as text, their identifiers under names of our own."""

    def __init__(self, root: _Node, rules: Mapping[str, Mapping[str, str]]) -> None:
        self.root, self.rules = root, rules
        self.places: dict[str, _Node] = {}
        for node in root.nodes():
            if identifier := node.attributes.get("id"):
                self.places.setdefault(identifier, node)
        self.named: dict[str, str] = {}
        self.used = 0

    def write(self) -> str:
        return self._inside(self.root)

    def _inside(self, node: _Node) -> str:
        pieces = []
        for child in node.children:
            if isinstance(child, str):
                pieces.append(_words(child))
            else:
                pieces.append(self._element(child))
        return "".join(pieces)

    def _element(self, node: _Node) -> str:
        attributes = self._attributes(node)
        if attributes.get("display") == "none" or (node.tag == "use" and "href" not in attributes):
            return ""
        tag = "g" if node.tag in ("switch", "a") else node.tag  # a link leads nowhere
        written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        inside = self._inside(node)
        return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"

    def _attributes(self, node: _Node) -> dict[str, str]:
        said = {name: value for name, value in node.attributes.items() if name in _ATTRIBUTES}
        for name in node.attributes.get("class", "").split()[:20]:
            said.update(self.rules.get(name, {}))
        said.update(_declarations(node.attributes.get("style", "")))
        kept: dict[str, str] = {}
        identifier = node.attributes.get("id", "")
        if identifier and self.places.get(identifier) is node:
            kept["id"] = self._name(identifier)
        for name, value in said.items():
            if (plain := self._plain(name, value.strip())) is not None:
                kept[name] = plain
        if node.tag == "clipPath":
            kept.pop("clip-path", None)  # no chains of them
        target = node.attributes.get("href", node.attributes.get(_XLINK, "")).strip()
        if node.tag in _GRADIENTS | {"use"} and self._may_refer(node, target):
            kept["href"] = "#" + self._name(target[1:])
        return kept

    def _plain(self, name: str, value: str) -> str | None:
        kind = _ATTRIBUTES[name]
        if len(value) > (MAX_BYTES if kind in ("path", "numbers") else MAX_VALUE):
            return None
        found = _KINDS[kind].match(value)
        if found is None:
            return None
        inner = found.groupdict().get("id")
        if inner is None:
            return value
        target = self.places.get(inner)
        wanted = {"clipPath"} if name == "clip-path" else _GRADIENTS
        if target is None or target.tag not in wanted:
            return None
        return f"url(#{self._name(inner)})"

    def _may_refer(self, node: _Node, target: str) -> bool:
        """Gradients may build on gradients. `use` may repeat what itself repeats nothing (no recursion, no
        growing by powers), and not without end."""
        place = self.places.get(target[1:]) if target.startswith("#") else None
        if place is None:
            return False
        if node.tag != "use":
            return place.tag in _GRADIENTS
        if self.used > MAX_USED:
            return False
        inside = [place, *place.nodes()]
        self.used += len(inside)
        return self.used <= MAX_USED and not any(one.tag == "use" for one in inside)

    def _name(self, identifier: str) -> str:
        return self.named.setdefault(identifier, f"i{len(self.named) + 1}")


def _words(text: str) -> str:
    """A label as it is; nothing of what only serves to carry something: hashes, addresses, tokens."""
    if len(text) > MAX_VALUE or _PRIVATE.search(text):
        return ""
    return escape("".join(letter if letter.isprintable() else " " for letter in text))
