"""A credential and a portfolio as PDF: what stands in it, what never does, and that it is accessible."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from pypdf import PdfReader, PdfWriter

from tests.accessible_pdf import problems_of
from wallet.exports.pdf_content import _drawing
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import OwnEntry
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection


def made(learner, path: str, **form: str) -> bytes:
    """Ask for the PDF, do the work, download it."""
    answer = learner.browser.post(path, form)
    assert answer.status_code == 303, answer.text
    learner.app.extensions["wallet"].jobs.run_due()
    got = learner.browser.get(answer.headers["Location"] + "/download")
    assert got.status_code == 200, learner.browser.get(answer.headers["Location"]).text
    assert got.mimetype == "application/pdf"
    assert got.headers["Cache-Control"] == "no-store"
    return got.data


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.fixture
def portfolio(ola, held, sqlite_store) -> str:
    with sqlite_store.write() as session:
        row = Portfolio(
            account_id=ola.id,
            title="Podanie do Acme",
            language="pl",
            audience="employer",
            display_name="Ola Zażółć",
            headline="Lubię dane",
        )
        entry = OwnEntry(
            account_id=ola.id, kind="project", title="Mapa barier", description="Zbudowałam mapę."
        )
        session.add_all([row, entry])
        session.flush()
        section = PortfolioSection(portfolio_id=row.id, position=0, kind="credentials", title="Co umiem")
        session.add(section)
        session.flush()
        session.add_all(
            [
                PortfolioItem(
                    section_id=section.id,
                    position=0,
                    credential_id=held,
                    caption="Mój pierwszy dowód",
                    reflection="CANARY-REFLECTION",
                ),
                PortfolioItem(section_id=section.id, position=1, entry_id=entry.id, reflection="CANARY-TWO"),
            ]
        )
        return row.id


def test_a_credential_as_pdf_says_what_it_proves_and_how_it_checks_out(ola, held):
    text = text_of(made(ola, f"/exports/credentials/{held}/pdf"))
    assert "Verified" in text
    assert "Checked on 22 November 2026" in text
    assert "This print shows the state of 22 November 2026" in text
    assert "Page 1 of" in text
    assert text.index("What the holder can do") < text.index("About it")


def test_it_is_tagged_named_and_can_be_read_out_from_end_to_end(ola, held, portfolio):
    ola.open_link(held)  # so that there is a QR code
    for path, form in (
        (f"/exports/credentials/{held}/pdf", {}),
        (f"/exports/portfolios/{portfolio}/pdf", {}),
        (f"/exports/credentials/{held}/pdf", {"original": "on"}),
    ):
        data = made(ola, path, **form)
        assert problems_of(data) == [], path
        root = PdfReader(io.BytesIO(data)).trailer["/Root"]
        assert str(root["/Lang"]).startswith("pl" if "portfolios" in path else "en")
        assert "pdfaid:part" in root["/Metadata"].get_data().decode()
    spoiled = PdfWriter(clone_from=io.BytesIO(data))
    for entry in ("/Lang", "/StructTreeRoot", "/Metadata"):
        del spoiled.root_object[entry]
    spoiled.write(written := io.BytesIO())
    assert len(problems_of(written.getvalue())) >= 4, "who looks for nothing finds nothing"


def test_icons_are_drawn_with_lines_in_print_too():
    drawn = _drawing("shield-check")
    assert 'fill="none"' in drawn and 'stroke="currentColor"' in drawn and "class=" not in drawn


def test_what_the_holder_labelled_is_printed_as_their_label(ola, held, sqlite_store):
    with sqlite_store.write() as session:
        session.get(HeldCredential, held).own_field = "green"
    assert "Green (labelled by the holder)" in text_of(made(ola, f"/exports/credentials/{held}/pdf"))


def test_a_portfolio_is_printed_in_its_own_language_with_self_declared_marked(ola, portfolio):
    data = made(ola, f"/exports/portfolios/{portfolio}/pdf")
    text = text_of(data)
    assert "Ola Zażółć" in text
    assert "Zweryfikowana" in text
    assert "Wpis własny – niezweryfikowany" in text
    assert text.index("Mapa barier") < text.index("Wpis własny")
    assert "Potwierdzone: 1 z 1 odznaki" in text
    assert "Każdą potwierdza wydawca" in text
    assert "Własnymi słowami tej osoby Mój pierwszy dowód" in text
    assert str(PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"]).startswith("pl")


def test_no_reflection_no_address_no_hash_and_no_id_is_in_it(ola, held, portfolio, samples):
    for path in (f"/exports/portfolios/{portfolio}/pdf", f"/exports/credentials/{held}/pdf"):
        data = made(ola, path)
        reader = PdfReader(io.BytesIO(data))
        everything = text_of(data) + str(reader.metadata) + str(reader.attachments)
        everything += b"".join(
            item.get_object().get_data()
            for number in range(1, len(reader.xref[0]) + 1)
            if hasattr(item := reader.get_object(number), "get_data")
        ).decode("latin-1")
        for canary in ("CANARY", "ola@dorobek.example", ola.id, held, portfolio, "sha256$"):
            assert canary not in everything, canary


def test_a_qr_code_stands_in_it_only_while_a_link_is_open(ola, held):
    assert "Open the live page" not in text_of(made(ola, f"/exports/credentials/{held}/pdf"))
    path = ola.open_link(held)
    data = made(ola, f"/exports/credentials/{held}/pdf")
    assert "Open the live page" in text_of(data)
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(data)).pages
        for annotation in page.get("/Annots", [])
    ]
    assert f"https://wallet.example{path}" in links


def test_the_address_of_a_link_lies_nowhere_readable_in_the_database(ola, held, sqlite_store):
    secret = ola.open_link(held).removeprefix("/s/")
    made(ola, f"/exports/credentials/{held}/pdf")
    with sqlite_store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT asked, data FROM made_file").all()
    assert rows
    assert all(secret not in str(asked) and not data.startswith(b"%PDF") for asked, data in rows)


def test_the_originals_are_attached_only_when_ticked_and_byte_for_byte(ola, held, badge):
    assert PdfReader(io.BytesIO(made(ola, f"/exports/credentials/{held}/pdf"))).attachments == {}
    data = made(ola, f"/exports/credentials/{held}/pdf", original="on")
    attached = PdfReader(io.BytesIO(data)).attachments
    assert list(attached) == ["c1.png"]
    assert sha256(attached["c1.png"][0]).hexdigest() == sha256(badge).hexdigest()
    assert "attached to this PDF" in text_of(data)
    xmp = PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3" in xmp
    assert "pdfuaid:part" in xmp


def test_a_public_portfolio_never_takes_the_originals_along(ola, portfolio, sqlite_store):
    with sqlite_store.write() as session:
        session.get(Portfolio, portfolio).audience = "public"
    data = made(ola, f"/exports/portfolios/{portfolio}/pdf", original="on")
    assert PdfReader(io.BytesIO(data)).attachments == {}
    assert "Ola Zażółć" not in text_of(data)


def test_the_options_say_what_the_originals_reveal(ola, held, portfolio):
    page = ola.browser.get(f"/exports/credentials/{held}/pdf")
    assert "This personal data would go with it" in page.text
    assert ola.browser.get(f"/exports/portfolios/{portfolio}/pdf").status_code == 200


def test_nobody_else_prints_it(sam, held, portfolio):
    for path in (f"/exports/credentials/{held}/pdf", f"/exports/portfolios/{portfolio}/pdf"):
        assert sam.browser.get(path).status_code == 404
        assert sam.browser.post(path).status_code == 404


def test_more_than_twenty_items_are_made_by_a_job(ola, portfolio, sqlite_store):
    with sqlite_store.write() as session:
        section = session.query(PortfolioSection).filter_by(portfolio_id=portfolio).one()
        session.add_all(
            PortfolioItem(section_id=section.id, position=9 + number, skill=f"skill {number}")
            for number in range(21)
        )
    answer = ola.browser.post(f"/exports/portfolios/{portfolio}/pdf")
    page = answer.headers["Location"]
    assert "Your file is being made" in ola.browser.get(page).text
    ola.app.extensions["wallet"].jobs.run_due()
    assert "Your file is ready" in ola.browser.get(page).text
