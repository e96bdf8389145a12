# ruff: noqa: F811 (fixtures come in by import)
"""No text of a page bypasses gettext, and none needs more room than there is on a phone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from babel import Locale
from flask_babel import force_locale

from tests.integration.exports.test_pdf import made, text_of
from tests.translations.pseudo import CODE, pseudo
from tests.translations.reading import read_page
from tests.translations.walking import demo_walk, grant, jan, pseudo_folder, things, translations, walks  # noqa: F401
from wallet.credentials.reading import read_envelope
from wallet.demo.samples import SAMPLES
from wallet.store.models.portfolio import Portfolio
from wallet.takeout.export import make_takeout
from wallet.web.languages import locale_of

# Endpoints that answer with files, with redirects, with fragments, or to machines.
NO_PAGES = {
    *(
        "static",
        "callback",
        "picture",
        "preview_image",
        "qr",
        "page_qr",
        "evidence",
        "original",
        "progress",
        "oembed",
    ),
    *("portfolio_file", "portfolio_picture"),
    *("academy", "assertion", "badge", "issuer", "status"),  # the demo's issuer
    *("discovery", "jwks", "userinfo", "end_session"),  # the demo's provider
}
# What people and issuers wrote (tests/abuse/test_authz.py), and names that are the same in every language.
WRITTEN = (
    *(
        "Ola Zielińska",
        "Jan Kowalski",
        "Sam Reed",
        "Lea Nowak",
        "Jan",
        "Dorobek Demo Academy",
        "Acme, HR",
        "Bakery",
    ),
    *("For work", "Data analyst", "Spreadsheets", "Sheets", "A plan", "To data", "Signed"),
)
NAMES = ("Dorobek", "ESCO", "JSON", "DID", "PNG", "JWT", "SHA", "UTC", "English", "Polski")
MONTHS = "|".join(
    {name for size in ("abbreviated", "wide") for name in Locale("en").months["format"][size].values()}
)
DATA = re.compile(
    rf"\b\d{{1,2}} ({MONTHS}) \d{{4}}\b"  # Babel writes dates, sizes and countries
    r"|\b[\d.,]+ ([kMG]B|byte)\b"
    r"|\b\S+@dorobek\.example\b|\bhttps?://\S+|\bdid:\S+|\burn:uuid:\S+|\bsha256\$\S+|\b\w+\.(png|pdf)\b"
    r"|eddsa-rdfc-2022|\b\w{4}…"  # a cryptosuite; how a link's secret begins
    r"|…\w+|\b([0-9A-Z]{4}-){3}[0-9A-Z]{4}\b"  # a quotation that begins inside a word; an invitation's code
)


def issuers_words(thing: Any, *, text: bool = False) -> Iterator[str]:
    """Every word of what the issuer says in a badge."""
    if isinstance(thing, str):
        if text:
            yield from re.findall(r"\w+", thing)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from issuers_words(
                value, text=key in ("name", "description", "narrative", "tag", "targetName")
            )
    elif isinstance(thing, list):
        for value in thing:
            yield from issuers_words(value, text=text)


@pytest.fixture
def plain_words(badge):
    """The words in a text that are nobody's data and yet not accented."""
    issuers = set(issuers_words(read_envelope(badge).claimed))
    issuers.update(word for sample in SAMPLES.values() for word in re.findall(r"\w+", sample.title))
    countries = set(Locale("en", "GB").territories.values())
    ours = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in (*WRITTEN, *NAMES)))

    def found(text: str) -> list[str]:
        if text in countries:
            return []
        left = ours.sub(" ", DATA.sub(" ", text))
        return [
            word
            for word in re.findall(r"\b[^\W\d_]{2,}\b", left)
            if re.search("[A-Za-z]{2}", word) and word not in issuers
        ]

    return found


def test_the_pseudo_language_keeps_gaps_and_grows_by_a_third():
    said = pseudo("%(who)s wrote about <b>your</b> badges, and you may answer them here.")
    assert "%(who)s" in said and "<b>" in said and "wrote" not in said
    assert 1.25 < len(said) / 70 < 1.45


def test_no_text_of_any_page_bypasses_the_catalogue(walks, demo_walk, plain_words):
    found = {}
    for who, walk in {**walks, "demo": demo_walk}.items():
        for address, page in walk.pages.items():
            assert '<html lang="en-XA"' in page, f"{who}: {address}"
            for said in read_page(page).said:
                if words := plain_words(said):
                    found.setdefault(" ".join(words), f"{who}: {address}: {said}")
    assert list(found.values()) == []


def test_no_refusal_of_a_form_bypasses_the_catalogue(walks, plain_words):
    found, answers = {}, 0
    for who in ("learner", "adviser", "stranger"):
        for address, page in walks[who].refusals().items():
            answers += 1
            for said in read_page(page).said:
                if words := plain_words(said):
                    found.setdefault(" ".join(words), f"{who}: {address}: {said}")
    assert list(found.values()) == []
    assert answers > 25


def test_no_text_of_a_file_for_people_bypasses_the_catalogue(walks, ola, things, plain_words):
    """The take-out's page, and what is printed: a badge, a portfolio, a plan, a description."""
    with ola.app.app_context(), force_locale(locale_of(CODE)):
        data, _, _ = make_takeout(ola.id, services=ola.app.extensions["wallet"], language=CODE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = {"index.html": read_page(archive.read("index.html").decode()).said}
    ids = things.ids
    with ola.store.write() as session:
        session.get_one(Portfolio, ids["portfolio"]).language = CODE
    for path in (
        f"/exports/credentials/{ids['credential']}/pdf",
        f"/exports/portfolios/{ids['portfolio']}/pdf",
    ):
        said[path] = [text_of(made(ola, path))]
    ola.browser.post(f"/plans/{ids['path']}", {"name": "Ola Zielińska", "language": CODE})
    for path in (f"/plans/{ids['path']}/2/pdf", f"/guide/{ids['description']}/description.pdf"):
        answer = ola.browser.get(path)
        assert answer.status_code == 200, path
        said[path] = [text_of(answer.data)]
    found = {path: [words for text in texts if (words := plain_words(text))] for path, texts in said.items()}
    assert found == {path: [] for path in said}


def test_every_page_of_the_map_was_walked(walks, demo_walk):
    """A page that is not reached proves nothing."""
    every = [*walks.values(), demo_walk]
    reached = {endpoint for walk in every for endpoint in (*walk.endpoints, *walk.files)}
    left = {
        rule.endpoint.rpartition(".")[2]
        for walk in every
        for rule in walk.browser.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint not in reached
    }
    assert left - NO_PAGES == set()
    assert len({endpoint for walk in every for endpoint in walk.endpoints}) > 70
