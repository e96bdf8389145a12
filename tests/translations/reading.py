"""What a page says: its text and the attributes that are shown or read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

SHOWN = ("alt", "aria-label", "placeholder", "title", "label", "data-copied", "data-confirm")
TYPED = {"text", "search", "email", "url", "date", "number", "password", "tel"}
SILENT = {"script", "style", "code", "pre"}  # code is what a machine wrote, or is to be typed as it stands
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path", "circle"}


@dataclass
class Form:
    """A form that is sent by POST: what stands in it already, and the fields in which people write."""

    action: str
    given: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """`said` are the texts in the language of the page; `links` the addresses it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: list[tuple[str, bool]] = []  # tag, and whether what is in it is in the page's language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self._note_form(tag, given)
        ours = (not self._open or self._open[-1][1]) and tag not in SILENT
        ours = ours and (tag == "html" or "lang" not in given)
        if ours:
            self.said += [given[name] for name in SHOWN if given.get(name, "").strip()]
            if given.get("type") in ("submit", "button") and tag == "input":
                self.said.append(given.get("value", ""))
            if tag == "meta" and given.get("name") == "description":
                self.said.append(given.get("content", ""))
        if tag not in VOID:
            self._open.append((tag, ours))

    def _note_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form" and given.get("method", "").lower() == "post":
            self.forms.append(Form(given.get("action", "")))
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else "")
        if not self.forms or not name or name == "csrf_token":
            return
        if tag == "textarea" or kind in TYPED:
            self.forms[-1].typed.add(name)
        elif tag == "input" and kind == "hidden":
            self.forms[-1].given[name] = given.get("value", "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and (not self._open or self._open[-1][1]):
            self.said.append(" ".join(data.split()))


def read_page(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def local(links: list[str]) -> Iterator[str]:
    for link in links:
        if link.startswith("/") and not link.startswith("//"):
            yield link.partition("#")[0]
