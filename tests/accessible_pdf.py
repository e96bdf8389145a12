"""What PDF/UA-1 (ISO 14289-1) asks of a document, as far as its structure can tell, read with pypdf.

Typst writes the files and refuses what it knows to be wrong; this looks at what was written, on its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

# Operators that leave marks on the page: text, paths, shadings, pictures.
PAINTS = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"f",
    b"F",
    b"f*",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"S",
    b"s",
    b"sh",
    b"Do",
    b"EI",
}


def problems_of(data: bytes) -> list[str]:
    """Everything that is amiss, in words; [] for a document with which nothing is."""
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    found = [*_catalogue(reader, root)]
    if "/StructTreeRoot" not in root:
        return [*found, "there is no structure tree"]
    elements = list(_elements(root["/StructTreeRoot"], _roles(root["/StructTreeRoot"])))
    found += _headings([kind for kind, _element in elements])
    for kind, element in elements:
        if kind == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            found.append("a picture without words for it")
    for number, page in enumerate(reader.pages, 1):
        found += [f"page {number}: {problem}" for problem in _page(page, reader)]
    return found


def _catalogue(reader: PdfReader, root: DictionaryObject) -> Iterator[str]:
    xmp = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    if not _yes(root.get("/MarkInfo", {}).get("/Marked")):
        yield "it does not say that it is tagged"
    if _yes(root.get("/MarkInfo", {}).get("/Suspects")):
        yield "its tags are suspect"
    if not str(root.get("/Lang", "")):
        yield "it has no language"
    if not (reader.metadata and reader.metadata.title) or "dc:title" not in xmp:
        yield "it has no title"
    if not _yes(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "its title is not shown"
    if not re.search(r"pdfuaid:part(>|=\")1", xmp):
        yield "it does not say that it is PDF/UA-1"


def _yes(said: Any) -> bool:
    """pypdf's own `false` counts as true in Python."""
    return bool(getattr(said, "value", said))


def _roles(tree: DictionaryObject) -> dict[str, str]:
    return {str(own): str(standard) for own, standard in tree.get("/RoleMap", {}).items()}


def _elements(node: Any, roles: dict[str, str]) -> Iterator[tuple[str, DictionaryObject]]:
    """Every element of the tree in reading order, by its standard type."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _elements(child, roles)
        return
    if not isinstance(node, DictionaryObject):
        return  # a piece of marked content, by its number
    if "/S" in node:
        kind = str(node["/S"])
        yield roles.get(kind, kind), node
    if "/K" in node:
        yield from _elements(node["/K"], roles)


def _headings(kinds: list[str]) -> Iterator[str]:
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    if not levels or levels[0] != 1:
        yield "it does not begin with a first heading"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _page(page: Any, reader: PdfReader) -> Iterator[str]:
    if "/StructParents" not in page:
        yield "nothing of it is in the structure"
    for font in _fonts(page.get("/Resources")):
        if "/ToUnicode" not in font:
            yield f"the letters of {font.get('/BaseFont')} cannot be read out"
    open_marks: list[bool] = []  # of each open mark, whether it is in the structure or an artifact
    untagged = 0
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            numbered = (
                len(operands) > 1 and isinstance(operands[1], DictionaryObject) and "/MCID" in operands[1]
            )
            open_marks.append(operands[0] == "/Artifact" or numbered)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in PAINTS and not any(open_marks):
            untagged += 1
    if untagged:
        yield f"{untagged} marks belong neither to the structure nor to the decoration"
    for annotation in page.get("/Annots", ()):
        link = annotation.get_object()
        if page.get("/Tabs") != "/S":
            yield "its links do not follow the structure"
        if link.get("/Subtype") == "/Link" and ("/StructParent" not in link or not link.get("/Contents")):
            yield "a link without words for it, or outside the structure"


def _fonts(resources: Any, seen: frozenset[int] = frozenset()) -> Iterator[DictionaryObject]:
    """The fonts of a page and of the forms that are drawn on it."""
    resources = resources.get_object() if resources is not None else {}
    for font in resources.get("/Font", {}).values():
        yield font.get_object()
    for form in resources.get("/XObject", {}).values():
        number = form.idnum if isinstance(form, IndirectObject) else id(form)
        if number not in seen and "/Resources" in form.get_object():
            yield from _fonts(form.get_object()["/Resources"], seen | {number})
