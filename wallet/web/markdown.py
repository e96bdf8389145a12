"""An issuer's Markdown as safe markup: parsed without raw HTML, then held against an allow-list.

Links stay links only when the caller says that the issuer is recognised; else their words stay, and the
address stands behind them as plain text (anti-phishing, SSRF-26). Pictures never load from elsewhere.

Reading Markdown can cost much more than its length says, so the work is counted (`Work`): a text that takes
more than its share is shown as plain paragraphs. What issuers write is rendered when it is recorded
(`collection.rendered`), not when somebody looks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markupsafe import Markup

from wallet.fetching.addresses import is_linkable

TAGS = (
    "p",
    "br",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "a",
)
MAX_LENGTH = 50_000
MOST_STEPS = 200_000  # calls of the parser's rules for all texts of one credential
MOST_MARKUP = 300_000  # characters that may come out of them
# What can mean anything to the parser. A text without any of it is its own paragraphs.
_ACTIVE = re.compile(r"[*_`\[\]<>#&\\!]|^[ \t]*(?:[-+=]|\d+[.)])|^(?: {4}|\t)|  +\n", re.MULTILINE)


class TooMuchWork(Exception):
    """The text costs more than it may."""


class Work:
    """How much may still be done: steps of the parser, and characters that come out."""

    def __init__(self, steps: int = MOST_STEPS, markup: int = MOST_MARKUP) -> None:
        self.steps, self.markup = steps, markup

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooMuchWork

    def drawn(self, markup: str) -> None:
        self.markup -= len(markup)
        if self.markup < 0:
            raise TooMuchWork


class _Renderer(RendererHTML):
    """Headings begin below the page's own; a picture is its words; a link may be its words and address."""

    def heading_open(self, tokens, index, options, env):
        return f"<h{min(int(tokens[index].tag[1]) + 2, 6)}>"

    def heading_close(self, tokens, index, options, env):
        return f"</h{min(int(tokens[index].tag[1]) + 2, 6)}>"

    def image(self, tokens, index, options, env):
        return nh3.clean_text(tokens[index].content)

    def link_open(self, tokens, index, options, env):
        address = str(tokens[index].attrs.get("href", ""))
        linked = env["links"] and is_linkable(address)
        env.setdefault("open", []).append("" if linked else address)
        return f'<a href="{nh3.clean_text(address)}">' if linked else ""

    def link_close(self, tokens, index, options, env):
        address = env["open"].pop()
        if not address:
            return "</a>"
        words = tokens[index - 1].content if index else ""
        return "" if words == address else f" ({nh3.clean_text(address)})"


def _counted(rule: Callable[..., Any]) -> Callable[..., Any]:
    def run(state: Any, *given: Any) -> Any:
        state.env["work"].step()
        return rule(state, *given)

    return run


def _parser() -> MarkdownIt:
    """One that counts each call of a rule in `env["work"]`."""
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).disable("html_block")
    for ruler in (parser.block.ruler, parser.inline.ruler, parser.inline.ruler2):
        for rule in ruler.get_all_rules():
            found = ruler.__rules__[ruler.__find__(rule)]
            found.fn = _counted(found.fn)
        ruler.__cache__ = None
    return parser


_PARSER = _parser()


def render_markdown(text: str, links: bool = False, work: Work | None = None) -> Markup:
    """Safe markup. What costs more than `work` allows becomes plain paragraphs; nothing is passed through."""
    text, work = text[:MAX_LENGTH], work or Work()
    if not is_marked_up(text):
        return paragraphs(text)
    try:
        drawn = _PARSER.render(text, {"links": links, "work": work})
        work.drawn(drawn)
    except TooMuchWork:
        return paragraphs(text)
    clean = nh3.clean(
        drawn,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https", "http"},
        link_rel="noopener noreferrer nofollow ugc",
    )
    return Markup(clean)  # noqa: S704 nh3's allow-list has just been over it


def rendered_earlier(markup: str) -> Markup:
    """What `render_markdown` returned when it was stored."""
    return Markup(markup)  # noqa: S704 nh3's allow-list has been over it


def is_marked_up(text: str) -> bool:
    """Whether anything in it may mean more than its letters."""
    return _ACTIVE.search(text) is not None


def paragraphs(text: str) -> Markup:
    """The letters as they are, in paragraphs and lines: costs what it is long."""
    parts = (part.strip() for part in re.split(r"\n[ \t\r]*\n", text[:MAX_LENGTH]))
    return Markup("\n").join(
        Markup("<p>%s</p>") % Markup("<br>\n").join(part.splitlines()) for part in parts if part
    )


def plain_markdown(text: str) -> str:
    """The same words without any markup, a line for each paragraph: for what is no web page."""
    return unmarked(render_markdown(text)) if text else ""


def unmarked(markup: Markup) -> str:
    """Safe markup as plain text."""
    text = str(markup).encode("utf-8", "replace").decode()  # half a character cannot be sanitised
    drawn = re.sub(r"</(?:p|li|h\d|blockquote|pre)>|<br ?/?>\n?", "\n", text)
    return html.unescape(nh3.clean(drawn, tags=set()))
