"""HTML that issuers write into names, descriptions and criteria, as text and as Markdown. Pure.

Only tags that HTML knows are taken for tags, so that `List<String>` and `a < b` stay what they are. Every
pattern is linear in the text; one with tags is read up to `MOST` characters, a name up to `LONGEST_NAME`.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

MOST = 20_000  # characters of a text with tags in it
LONGEST_NAME = 2_000
DEEPEST = 20  # tags inside one another that are marked in Markdown
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer"
        " form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary table tbody tfoot"
        " thead tr ul",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big br button cite code data del dfn em font i img input ins kbd label link"
        " mark meta o q s samp small span strike strong sub sup td th time tt u var wbr",
    )
)
_SILENT = frozenset(
    re.findall(r"\w+", "embed iframe math noscript object script select style svg template textarea title")
)
_KNOWN = _BLOCKS | _INLINE | _SILENT
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s[^<>\"']*(?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*)?)/?>"
    r"|<!--(?:(?!-->)[^<]){0,2000}-->|<![A-Za-z][^<>]{0,200}>"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HREF = re.compile(
    r"\bhref\s{0,5}=\s{0,5}(?:\"(?P<a>https?://[^\"\s<>()]{1,2000})\"|'(?P<b>https?://[^'\s<>()]{1,2000})')",
    re.I,
)
_ALT = re.compile(r"\balt\s{0,5}=\s{0,5}(?:\"(?P<a>[^\"<>]{1,300})\"|'(?P<b>[^'<>]{1,300})')", re.I)
_MARKDOWN_LINE = re.compile(r"(?:[-*+]|\d{1,3}[.)]|#{1,6}|>)\s")


def plain(text: str) -> str:
    """The words of a name, a title or a label: no tags, entities as the characters they stand for."""
    return " ".join(_converted(text[:LONGEST_NAME], markdown=False).split()) if _marked_up(text) else text


def markdown(text: str) -> str:
    """A longer text with its HTML written as Markdown; what was Markdown already stays as it is."""
    return _converted(text[:MOST], markdown=True) if _marked_up(text) else text


def _marked_up(text: str) -> bool:
    return ("<" in text and _TAG.search(text[:MOST]) is not None) or (
        "&" in text and _ENTITY.search(text[:MOST]) is not None
    )


@lru_cache(maxsize=512)
def _converted(text: str, *, markdown: bool) -> str:
    names = {match["name"].lower() for match in _TAG.finditer(text) if match["name"]}
    if not names & _KNOWN:
        decoded = _decoded(text)
        # HTML that was escaped once more on its way into the file: nothing but tags around words
        if decoded != text and decoded.lstrip().startswith("<") and decoded.rstrip().endswith(">"):
            names = {match["name"].lower() for match in _TAG.finditer(decoded) if match["name"]}
            text = decoded
        if not names & _KNOWN:
            return _decoded(text)
    return _Writer(markdown=markdown, page=bool(names & _BLOCKS)).write(text)


def _decoded(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    said = html.unescape(match[0])
    if said == match[0]:
        return said
    # No entity may bring what the text itself may not hold: controls, marks that turn the reading direction
    return "".join(one if one.isprintable() else " " if one.isspace() else "" for one in said)


class _Writer:
    """Tags in, Markdown (or bare words) out. `page`: it has blocks, so its line breaks mean nothing."""

    def __init__(self, *, markdown: bool, page: bool) -> None:
        self._markdown = markdown
        self._page = page
        self._out: list[str] = []
        self._open: list[tuple[str, int, str]] = []  # (tag, where its words begin, address)
        self._lists: list[int] = []  # the next number of each list around; 0 for one without numbers
        self._silent = ""

    def write(self, text: str) -> str:
        at = 0
        for match in _TAG.finditer(text):
            name = (match["name"] or "").lower()
            if name and name not in _KNOWN:
                continue
            self._words(text[at : match.start()])
            at = match.end()
            if name:
                self._tag(name, match["rest"] or "", closing=bool(match["close"]))
        self._words(text[at:])
        lines = [
            line.rstrip() if not line.endswith("  ") else line for line in "".join(self._out).split("\n")
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line if line.strip() else "" for line in lines)).strip()

    def _words(self, text: str) -> None:
        if not text or self._silent:
            return
        if self._page:
            text = _flowing(text) if text.strip() else " "
            if text == " " and (not self._out or self._out[-1].endswith(("\n", " "))):
                return
            if self._out and self._out[-1].endswith(("\n", "- ", ". ")):
                text = text.lstrip(" ")
        self._out.append(_decoded(text))

    def _tag(self, name: str, rest: str, *, closing: bool) -> None:
        if self._silent or name in _SILENT:
            if closing and name == self._silent:
                self._silent = ""
            elif not closing and not self._silent:
                self._silent = name
        elif name in _MARKS or name == "a":
            if closing:
                self._close(name)
            elif len(self._open) < DEEPEST:
                self._open.append((name, len(self._out), _address(rest)))
        elif name in ("ul", "ol"):
            self._list(name, closing=closing)
        elif name == "li":
            self._item(closing=closing)
        elif name in _BLOCKS:
            self._out.append("\n\n" if not self._lists else "\n" if name == "tr" else " ")
            if self._markdown and not closing and re.fullmatch("h[1-6]", name) and not self._lists:
                self._out.append("#" * int(name[1]) + " ")
        elif name == "br":
            self._out.append(
                "  \n" if self._markdown and not self._lists else "\n" if not self._lists else " "
            )
        elif name in ("td", "th") and closing:
            self._out.append("  ")
        elif name == "img":
            found = _ALT.search(rest)
            self._out.append(_decoded(found["a"] or found["b"]) if found else "")

    def _list(self, name: str, *, closing: bool) -> None:
        if closing and self._lists:
            self._lists.pop()
        elif not closing and len(self._lists) < DEEPEST:
            self._lists.append(1 if name == "ol" else 0)
        self._out.append("\n" if self._lists and not closing else "\n\n" if not self._lists else "")

    def _item(self, *, closing: bool) -> None:
        if closing:
            return
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        indent = "   " * max(len(self._lists) - 1, 0)
        self._out.append(f"\n{indent}{f'{number}.' if number else '-'} ")

    def _close(self, name: str) -> None:
        """Words between a tag and its end, marked as Markdown marks them; nothing is marked that is empty."""
        place = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == name), None)
        if place is None:
            return
        _name, begin, address = self._open[place]
        del self._open[place:]
        inside = "".join(self._out[begin:])
        words = inside.strip()
        if not self._markdown or not words or "\n" in words:
            return
        before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        if name == "a":
            if not address:
                return
            words = f"<{address}>" if words == address else f"[{words}]({address})"
        else:
            words = f"{_MARKS[name]}{words}{_MARKS[name]}"
        self._out[begin:] = [before, words, after]


def _flowing(text: str) -> str:
    """White space of HTML is one space; a blank line, or a line that Markdown reads, stays a line."""
    parts = re.split(r"[ \t\r\f]*\n[ \t\r\f]*", re.sub(r"[ \t\r\f]+", " ", text))
    said = parts[0]
    for part in parts[1:]:
        said += "\n" if not part or said.endswith("\n") or _MARKDOWN_LINE.match(part) else " "
        said += part
    return said


def _address(rest: str) -> str:
    found = _HREF.search(rest)
    return html.unescape(found["a"] or found["b"]) if found else ""
