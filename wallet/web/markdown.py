"""An issuer's Markdown as safe markup: parsed without raw HTML, then held against an allow-list.

Links stay links only when the caller says that the issuer is recognised; else their words stay, and the
address stands behind them as plain text (anti-phishing, SSRF-26). Pictures never load from elsewhere.
"""

from __future__ import annotations

import html
import re

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


def render_markdown(text: str, links: bool = False) -> Markup:
    """Safe markup. Whatever cannot be rendered within bounds is cut, never passed through."""
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).disable("html_block")
    drawn = parser.render(text[:MAX_LENGTH], {"links": links})
    clean = nh3.clean(
        drawn,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"https", "http"},
        link_rel="noopener noreferrer nofollow ugc",
    )
    return Markup(clean)  # noqa: S704 nh3's allow-list has just been over it


def plain_markdown(text: str) -> str:
    """The same words without any markup, a line for each paragraph: for what is no web page."""
    text = text.encode("utf-8", "replace").decode()
    drawn = re.sub(r"</(?:p|li|h\d|blockquote|pre)>|<br ?/?>", "\n", str(render_markdown(text)))
    return html.unescape(nh3.clean(drawn, tags=set())) if text else ""
