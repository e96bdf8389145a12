"""Issuers' Markdown is rendered when it is recorded; whoever looks pays for a look-up."""

from __future__ import annotations

import pytest
from flask import render_template_string

from tests.smith.issuer import Issuer
from tests.smith.web import Web
from tests.worst import MARKDOWN, ROOM, SHAPES, _fill, criteria
from wallet.collection.reports import rendered
from wallet.shared_page.preview_image import CardFacts, Pen, render_card
from wallet.store.models.credential import HeldCredential, RenderedText, VerdictRun
from wallet.web import markdown

TEXT = "Shows **welding** of [plates](https://uni.example/plates)"


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(Web())


@pytest.fixture
def no_reading(monkeypatch):
    """From the moment it is called, nobody may read Markdown."""

    def forbid() -> None:
        def refuse(*_given, **_named):
            raise AssertionError("somebody who only looks had Markdown read")

        monkeypatch.setattr(markdown._PARSER, "render", refuse)

    return forbid


def test_who_looks_sees_markup_and_reads_none(ola, stranger, issuer, no_reading):
    held = ola.receive(criteria(issuer, TEXT), "badge.jwt")
    path = ola.open_link(held)
    no_reading()
    for page in (stranger.get(path), stranger.get(f"{path}/c1"), ola.browser.get(f"/credentials/{held}")):
        assert page.status_code == 200
        assert "<strong>welding</strong>" in page.text
        assert 'href="https://uni.example/plates"' not in page.text  # nobody knows the issuer


def test_addresses_are_links_where_the_issuer_is_recognised(ola, issuer, recognise, no_reading):
    recognise(ola, issuer)
    held = ola.receive(criteria(issuer, TEXT), "badge.jwt")
    no_reading()
    assert 'href="https://uni.example/plates"' in ola.browser.get(f"/credentials/{held}").text


def test_a_text_that_is_not_stored_is_shown_as_paragraphs(ola, sqlite_store, issuer, no_reading):
    held = ola.receive(criteria(issuer, "Shows **welding**\n\nwell & <soundly"), "badge.jwt")
    with sqlite_store.write() as session:
        session.query(RenderedText).delete()
    no_reading()
    page = ola.browser.get(f"/credentials/{held}").text
    assert "<p>Shows **welding**</p>\n<p>well &amp; &lt;soundly</p>" in page


def test_what_is_stored_goes_with_the_credential(ola, sqlite_store, issuer):
    held = ola.receive(criteria(issuer, TEXT), "badge.jwt")
    with sqlite_store.write() as session:
        assert session.query(RenderedText).filter_by(credential_id=held).count() == 1
        session.delete(session.get(HeldCredential, held))
    with sqlite_store.read() as session:
        assert session.query(RenderedText).count() == 0


def test_checking_again_stores_it_once(ola, sqlite_store, issuer):
    held = ola.receive(criteria(issuer, TEXT), "badge.jwt")
    for _ in range(2):
        ola.browser.post(f"/credentials/{held}/check")
    with sqlite_store.read() as session:
        assert session.query(RenderedText).count() == 1
        assert session.query(VerdictRun).count() == 3


def test_another_credential_of_the_page_lends_no_words(ola, app, sqlite_store, issuer):
    ola.receive(criteria(issuer, TEXT), "badge.jwt")
    with app.test_request_context("/"):
        assert "<strong>" not in render_template_string("{{ text|markdown }}", text=TEXT)


@pytest.mark.parametrize("name", MARKDOWN)
def test_reading_costs_a_bounded_number_of_steps(name, issuer):
    """All texts of one credential share one budget, whatever they hold."""
    text = _fill(MARKDOWN[name])
    work = markdown.Work()
    for part in range(60):
        markdown.render_markdown(text[part * 10_000 : (part + 1) * 10_000], False, work)
    assert work.steps >= -60 and work.markup >= -60 * 6 * 10_000  # each stops at its first step too many


def test_what_costs_too_much_is_plain_and_still_all_there():
    text = "[" * 40_000 + "*end*"
    drawn = str(markdown.render_markdown(text, False, markdown.Work(steps=1_000)))
    assert drawn == f"<p>{text}</p>"


LONG = [*SHAPES, *(f"markdown: {name}" for name in ("definitions", "brackets", "links", "one word"))]


@pytest.mark.parametrize("name", LONG)
def test_pages_read_and_send_a_bounded_size(ola, stranger, sqlite_store, issuer, name, no_reading):
    data = SHAPES[name](issuer) if name in SHAPES else criteria(issuer, _fill(MARKDOWN[name[10:]]))
    held = ola.receive(data, "badge.jwt")
    path = ola.open_link(held, audience="school")
    with sqlite_store.read() as session:
        run = session.query(VerdictRun).filter_by(credential_id=held).one()
        assert len(run.shown or run.report) <= 300_000
        stored = session.query(RenderedText).filter_by(credential_id=held).all()
        assert sum(len(one.markup) + len(one.linked or "") for one in stored) <= 2 * markdown.MOST_MARKUP
        assert len(stored) <= rendered.MOST_TEXTS
    no_reading()
    for address, browser in (
        (path, stranger),
        (f"{path}.json", stranger),
        (f"/credentials/{held}", ola.browser),
    ):
        page = browser.get(address)
        assert page.status_code == 200 and len(page.data) < ROOM


def test_the_short_form_hides_no_recipient(ola, stranger, issuer, sqlite_store):
    """Comparing an address reads all that the credential says, however long it is."""
    document = issuer.credential()
    document["credentialSubject"] |= {
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityType": "emailAddress", "identityHash": one}
            for one in [f"a{n}@x.example" for n in range(40)]
        ],
        "filler": [[[{"a": 1}] * 20] * 20] * 60,
    }
    held = ola.receive(issuer.sign_jwt(document).encode(), "badge.jwt")
    with sqlite_store.read() as session:
        assert "a39@x.example" not in session.query(VerdictRun).filter_by(credential_id=held).one().shown
    path = ola.open_link(held, audience="school")
    answer = stranger.post(f"{path}/whose", {"email": "a39@x.example"})
    assert "It was issued to this address." in answer.text


def test_a_card_measures_few_letters_however_long_the_title_is(monkeypatch):
    measured = []
    width = Pen.width
    monkeypatch.setattr(Pen, "width", lambda pen, text: (measured.append(len(text)), width(pen, text))[1])
    for word in ("a" * 20_000, "a " * 10_000):
        render_card(CardFacts(word, word, "Verified", "pass", "22 Nov 2026", None))
    assert sum(measured) < 400_000
