"""One view, three readers: a browser without scripts, htmx, and the back button."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from wallet.web.htmx import done, render

WALLET = Path(__file__).parents[3] / "wallet"
PAGE, PART = "web/problem.html", "web/_problem.html"
WORDS = {"code": "c", "what": "What.", "means": "Means.", "do": "Do.", "status": 400}


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
    ids=["browser", "htmx", "boosted", "back-button"],
)
def test_only_htmx_gets_the_part(app, headers, whole):
    with app.test_request_context(headers=headers):
        answer = render(PAGE, PART, **WORDS)
    assert ("<html" in answer.get_data(as_text=True)) is whole
    assert "What." in answer.get_data(as_text=True)
    assert "HX-Request" in answer.headers["Vary"]


def test_a_page_without_a_part_is_always_whole(app):
    with app.test_request_context(headers={"HX-Request": "true"}):
        assert "<html" in render(PAGE, **WORDS).get_data(as_text=True)


def test_after_a_post_a_browser_is_led_on_by_303(app):
    with app.test_request_context(method="POST"):
        answer = done("collection.credential", id="abc", other="not in the address")
    assert answer.status_code == 303
    assert answer.location == "/credentials/abc"


def test_after_a_post_htmx_gets_the_changed_part_and_an_event(app):
    with app.test_request_context(method="POST", headers={"HX-Request": "true"}):
        answer = done("checker.help", PART, "thingChanged", **WORDS)
    assert answer.status_code == 200
    assert "What." in answer.get_data(as_text=True)
    assert json.loads(answer.headers["HX-Trigger"]) == {"thingChanged": {}}


def test_after_a_post_without_a_part_htmx_is_led_on_by_its_own_header(app):
    with app.test_request_context(method="POST", headers={"HX-Request": "true"}):
        answer = done("checker.help", values={})
    assert answer.headers["HX-Redirect"] == "/how-checking-works"


def calls() -> list[tuple[str, list]]:
    found = []
    for path in sorted(WALLET.rglob("views.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"render", "done"}
            ):
                texts = [
                    arg.value
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
                found.append((node.func.id, texts))
    return found


def parts() -> list[str]:
    return sorted({text for _, texts in calls() for text in texts if re.search(r"/_\w+\.html$", text)})


def includes(page: str) -> str:
    """The page's source with all that it includes or extends from its own room."""
    seen, waiting = set(), [page]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        source = (WALLET / "templates" / name).read_text(encoding="utf-8")
        waiting += re.findall(r'{%-? (?:include|import|from|extends) ["\']([^"\']+)["\']', source)
    return " ".join(sorted(seen))


@pytest.mark.parametrize("part", parts())
def test_a_part_has_one_root_whose_id_comes_from_its_path(part):
    source = (WALLET / "templates" / part).read_text(encoding="utf-8")
    room, name = re.fullmatch(r"(\w+)/_(\w+)\.html", part).groups()
    markup = re.sub(r"{#.*?#}|{%.*?%}", "", source, flags=re.DOTALL).strip()
    assert re.match(rf'<\w+[^>]*\bid="{room.replace("_", "-")}-{name.replace("_", "-")}"', markup), markup[
        :120
    ]
    assert markup.endswith(">")


@pytest.mark.parametrize(
    ("page", "part"),
    sorted({(texts[0], texts[1]) for name, texts in calls() if name == "render" and len(texts) > 1}),
    ids=lambda name: name.rpartition("/")[2],
)
def test_the_page_includes_the_very_file_that_the_fragment_is(page, part):
    assert part in includes(page)
