"""What a form says at its fields."""

from __future__ import annotations

from lxml import html


def at_field(page: str, field: str) -> str:
    """What is said at a field: the words that its `aria-describedby` leads to; the summary says the same."""
    found = html.fromstring(page)
    [shown] = found.xpath("//*[@id=$name]", name=field)
    assert shown.get("aria-invalid") == "true", field
    [words] = found.xpath("//*[@id=$name]", name=shown.get("aria-describedby").split()[-1])
    said = " ".join(words.text_content().split())
    [link] = found.xpath("//*[@role='alert']//a[@href=$to]", to=f"#{field}")
    assert " ".join(link.text_content().split()) == said
    return said
