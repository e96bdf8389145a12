"""A third language is a folder with a catalogue: nothing else in the wallet is told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import build_translations
from tests.learners import Learner
from wallet.accounts.service import person
from wallet.demo.samples import SAMPLES

FOLDER = Path(__file__).with_name("ukrainian")
HELP = "/how-checking-works"


@pytest.fixture
def translations() -> tuple[Path, ...]:
    build_translations.compile_stale(FOLDER)
    return (FOLDER,)


@pytest.fixture
def olha(ola: Learner) -> Learner:
    """Ola, who has chosen Ukrainian at the foot of a page."""
    assert ola.browser.post("/language/uk").status_code == 303
    return ola


def test_the_catalogue_says_thirty_texts_of_the_wallet():
    said = build_translations.read(build_translations.catalogues(FOLDER)[0])
    state = build_translations.compare(said, build_translations.extract())
    assert len(said) == 30
    assert (state.unused, state.wrong) == ((), ())
    assert len(state.missing) > 2000


def test_every_page_offers_it_and_a_choice_stays_with_the_account(ola):
    page = ola.browser.get("/me")
    assert page.headers["Content-Language"] == "en"
    assert '<button type="submit" class="link" lang="uk">Українська</button>' in page.text
    assert ola.browser.post("/language/uk").status_code == 303
    page = ola.browser.get("/me")
    assert page.headers["Content-Language"] == "uk"
    assert '<html lang="uk">' in page.text
    assert '<span aria-current="true" lang="uk">Українська</span>' in page.text
    services = ola.app.extensions["wallet"]
    assert person(ola.id, session_id="", services=services).language == "uk"


def test_what_is_not_translated_stands_there_in_english(olha):
    page = olha.browser.get("/me").text
    assert "<title>Я" in page
    assert "Твоє ім’я" in page and "Your name" not in page
    assert "Everything here is yours: take it with you, or have it erased." in page


def test_the_browsers_wish_is_heard(stranger):
    page = stranger.get(HELP, headers={"Accept-Language": "uk-UA,uk;q=0.9,en;q=0.5"})
    assert page.headers["Content-Language"] == "uk"
    assert "<h1>Як ми перевіряємо</h1>" in page.text


def test_plurals_and_dates_are_ukrainian(olha, samples):
    counted = []
    for sample in [sample for sample in SAMPLES.values() if sample.learner.key == "ola"][:5]:
        olha.receive(samples.file(sample), sample.file_name)
        counted += re.findall(r"\d+ відзнак\w*", olha.browser.get("/").text)
    assert counted == ["1 відзнака", "2 відзнаки", "3 відзнаки", "4 відзнаки", "5 відзнак"]
    assert "<dt>Тут від</dt><dd>22 лист. 2026" in olha.browser.get("/me").text


def test_a_portfolio_and_its_page_for_strangers_may_be_in_it(olha, held, stranger):
    form = {"title": "Робота", "language": "uk", "audience": "employer"}
    assert olha.browser.post("/portfolios/new", form).status_code == 303
    assert '· <span lang="uk">Українська</span> ·' in olha.browser.get("/portfolios").text
    link = olha.open_link(held, audience="public")
    assert "?lang=uk" in stranger.get(link).text
    page = stranger.get(f"{link}?lang=uk")
    assert page.headers["Content-Language"] == "uk"
    assert '<meta property="og:locale" content="uk_UA">' in page.text
    assert "Як ми перевіряємо" in page.text


def test_the_letter_to_an_issuer_may_be_in_it(olha, held):
    page = olha.browser.get(f"/transparency/{held}/ask").text
    assert re.search(r'<a href="[^"]*language=uk" lang="uk"', page)


def test_another_app_of_the_process_does_not_speak_it(olha, sqlite_store):
    from tests.peers.wallet_in_test import Browser, open_wallet

    other = Browser(open_wallet(sqlite_store))
    assert "Українська" not in other.get(HELP).text
    assert other.post("/language/uk").status_code == 404
