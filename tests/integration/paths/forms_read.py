"""What a browser would send of a form, read from the page."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class _Fields(HTMLParser):
    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.sent: MultiDict[str, str] = MultiDict()
        self.select, self.options, self.area = "", [], ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in given}
        if tag == "form":
            self.fields = MultiDict()
        if tag == "input" and of.get("name") and of["name"] != "csrf_token":
            if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                self.fields.add(of["name"], of.get("value", ""))
        elif tag == "select":
            self.select, self.options = of.get("name", ""), []
        elif tag == "option":
            self.options.append((of.get("value", ""), "selected" in of))
        elif tag == "textarea":
            self.area = of.get("name", "")
            self.fields.add(self.area, "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] = self.fields[self.area] + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, on in self.options if on] or [self.options[0][0]]
            self.fields.add(self.select, chosen[-1])
        elif tag == "textarea":
            self.area = ""
        elif tag == "form" and self.wanted in self.fields:
            self.sent = self.fields


def form_with(page: str, field: str) -> MultiDict[str, str]:
    """The fields of the form that has this field, as they stand."""
    reader = _Fields(field)
    reader.feed(page)
    return reader.sent
