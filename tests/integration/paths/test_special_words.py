"""On every page where a special word stands, its plain explanation is one touch away."""

from __future__ import annotations

import html
import re

from babel.support import Translations

from build_translations import TRANSLATIONS
from tests.integration.paths.test_paths import make_path
from wallet.demo.samples import SAMPLES
from wallet.web.glossary import plain_text, specials_in

_SUMMARY = re.compile(r'<details class="term"><summary>([^<]*)')


def test_each_special_word_of_a_page_is_explained_on_that_page_in_the_readers_language(ola, samples):
    sample = next(iter(SAMPLES.values()))
    badge = ola.receive(samples.file(sample), sample.file_name)
    pages = [
        "/",
        "/add",
        "/skills",
        "/transparency/compare",
        "/guide",
        "/paths",
        "/portfolios",
        "/me",
        "/check",
    ]
    pages += [f"/credentials/{badge}", f"/transparency/{badge}/ask", "/me/leave", "/how-checking-works"]
    pages += [f"/links/credentials/{badge}/new", ola.open_link(badge), "/advisers/new", "/portfolios/new"]
    path = make_path(ola, goal="return")
    ola.browser.post(f"{path.replace('/paths', '/skills/gaps')}/list", {"needs": "ESCO\nJSON, CSV"})
    printed = ola.browser.post(
        f"{path.replace('/paths', '/plans')}", {"name": "Ola", "language": "pl"}
    ).headers["Location"]
    pages += [
        path,
        f"{path.replace('/paths', '/skills/gaps')}",
        f"{path}/steps/new",
        f"{path.replace('/paths', '/plans')}",
        printed,
    ]
    for language in ("en", "pl"):
        ola.browser.post(f"/language/{language}", {})
        seen = 0
        for address in pages:
            answer = ola.browser.get(address)
            assert answer.status_code == 200, address
            main = re.search(r"<main.*?</main>", answer.text, re.DOTALL)[0]
            told = {html.unescape(word) for word in _SUMMARY.findall(answer.text)}
            for special in specials_in(plain_text(main)):
                word = Translations.load(TRANSLATIONS, [language]).gettext(special.word)
                itself = any(special in specials_in(summary) for summary in told)
                assert word in told or itself, f"{address} ({language}): {word}"
                seen += 1
        assert seen > len(pages)
