"""Files, links and words that a learner adds themselves, under attack: FILE, XSS, AUTHZ."""

from __future__ import annotations

import html
import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from tests.integration.entries.test_entries import PDF, STAMP, make, page_of, photo, pieces, support
from wallet.entries.evidence import MAX_FILE, evidence_file, evidence_picture, list_evidence
from wallet.entries.evidence_kinds import kind_of, proper_name
from wallet.errors import NotFound
from wallet.store.models.entry import Evidence, OwnEntry

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "</textarea><svg onload=alert(1)>",
    "{{7*7}}${7*7}%(x)s{0.__class__}",
    "&lt;b&gt;",
    "<!--",
)


def packed(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        if first:
            archive.writestr(*first)
        for name in names:
            archive.writestr(name, b"x")
    return written.getvalue()


def huge_png() -> bytes:
    """60 000 x 60 000 points in a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


REFUSED = {
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a page after a mark": b"\xef\xbb\xbf <html>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "a program": b"MZ\x90\0\3\0\0\0",
    "an ELF": b"\x7fELF\2\1\1\0",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an archive": packed("a.txt"),
    "an office file with macros": packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "bytes": bytes(range(256)),
    "Java": b"\xca\xfe\xba\xbe\0\0\0\x34",
    "zeros": b"\0" * 5000,
}
TAKEN = {
    "application/pdf": PDF,
    "image/png": photo((8, 8), "PNG"),
    "image/jpeg": photo((8, 8)),
    "image/webp": photo((8, 8), "WEBP"),
    "image/gif": photo((8, 8), "GIF"),
    "text/plain": "Zażółć gęślą jaźń\n".encode(),
    "video/mp4": b"\0\0\0\x18ftypisom\0\0\2\0",
    "audio/mpeg": b"ID3\4\0\0\0\0\0\0",
    "application/vnd.oasis.opendocument.text": packed(
        "content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")
    ),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": packed(
        "[Content_Types].xml", "word/document.xml"
    ),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("name", ["scan.pdf", "photo.png"])
def test_file_09_what_could_run_or_hide_is_refused_whatever_it_is_called(ola, data, name):
    entry = make(ola)
    answer = support(ola, entry, file=(name, data))
    assert answer.status_code == 400
    assert "kind of file is not taken" in answer.text
    assert pieces(ola) == []


@pytest.mark.parametrize(("media_type", "data"), TAKEN.items(), ids=TAKEN.keys())
def test_file_09_the_content_says_what_a_file_is_and_the_name_is_put_right(ola, media_type, data):
    entry = make(ola)
    assert support(ola, entry, file=("payload.exe", data)).status_code == 303
    (piece,) = pieces(ola)
    assert piece.media_type == media_type == kind_of(data).media_type
    assert not piece.name.endswith(".exe")
    answer = ola.browser.get(f"/evidence/{piece.id}/file")
    assert answer.data == data
    assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\3\4\0\0", b"%PDF-1.7"])
def test_file_08_a_file_of_two_kinds_is_shown_only_as_a_picture_drawn_anew(ola, tail):
    entry = make(ola)
    given = photo((40, 20), "PNG") + tail
    assert support(ola, entry, file=("two.png", given)).status_code == 303
    (piece,) = pieces(ola)
    shown = ola.browser.get(f"/evidence/{piece.id}/picture")
    assert tail not in shown.data
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    saved = ola.browser.get(f"/evidence/{piece.id}/file")
    assert saved.data == given
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in saved.headers["Content-Security-Policy"]


def test_file_06_a_picture_of_billions_of_points_is_kept_but_never_drawn(ola):
    assert support(ola, make(ola), file=("huge.png", huge_png())).status_code == 303
    (piece,) = pieces(ola)
    assert piece.picture_digest is None
    assert ola.browser.get(f"/evidence/{piece.id}/picture").status_code == 404


@pytest.mark.parametrize("cut", [20, 60, -20])
def test_file_01_a_damaged_picture_is_refused_with_words(ola, cut):
    answer = support(ola, make(ola), file=("photo.png", photo((300, 300), "PNG")[:cut]))
    assert answer.status_code == 400
    assert "damaged" in answer.text or "opened" in answer.text


def test_file_12_empty_and_too_large_files_are_refused_and_the_limit_itself_is_not(ola):
    entry = make(ola)
    assert support(ola, entry, file=("nothing.pdf", b"")).status_code == 400
    large = b"%PDF-1.7\n" + b"x" * MAX_FILE
    answer = support(ola, entry, file=("large.pdf", large))
    assert answer.status_code == 400
    assert "10 MB" in answer.text
    assert support(ola, entry, file=("whole.pdf", large[:MAX_FILE])).status_code == 303


def test_file_10_a_file_name_is_words_and_never_a_path_or_a_header(ola):
    for name in (
        "../../etc/passwd",
        "CON",
        "\u202egpj.exe",
        "x" * 300,
    ):
        assert support(ola, make(ola), file=(name, PDF)).status_code == 303
    assert proper_name("a.pdf\r\nSet-Cookie: x=1", kind_of(PDF)) == "a.pdfSet-Cookie x=1.pdf"
    assert proper_name('"><b>.pdf', kind_of(PDF)) == "b.pdf"
    for piece in pieces(ola):
        assert piece.name.endswith(".pdf")
        assert not set(piece.name) & set('/\\\r\n"<>\u202e')
        header = ola.browser.get(f"/evidence/{piece.id}/file").headers["Content-Disposition"]
        assert header.count('"') == 2
        assert len(header) < 1000


def test_file_11_what_rides_along_in_a_photo_stays_out_of_the_page(ola):
    support(ola, make(ola), file=("home.jpg", photo((60, 60))))
    shown = ola.browser.get(f"/evidence/{pieces(ola)[0].id}/picture").data
    assert not Image.open(io.BytesIO(shown)).getexif()
    assert b"taken at home" not in shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "//example.org",
        "https://",
        "https://bank.example@evil.example/",
        "https://exa mple.org/",
        "https://example.org/" + "a" * 1000,
        "mailto:ola@dorobek.example",
    ],
)
def test_xss_02_only_web_addresses_become_links(ola, url):
    entry = make(ola)
    answer = support(ola, entry, url=url)
    assert answer.status_code == 400
    assert pieces(ola) == []
    assert f'href="{html.escape(url)}"' not in page_of(ola, entry)


def test_xss_02_a_link_is_kept_without_the_marks_that_turn_it_round(ola):
    entry = make(ola)
    assert support(ola, entry, url="https://example.org/\u202egnp").status_code == 303
    page = page_of(ola, entry)
    assert 'href="https://example.org/gnp"' in page and "\u202e" not in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_xss_01_whatever_is_written_into_an_entry_is_shown_as_it_was_written(ola, payload):
    entry = make(
        ola,
        title=payload,
        organisation=payload,
        description=payload,
        outcomes=payload,
        quality=payload,
    )
    support(ola, entry, words=payload, title=payload)
    support(ola, entry, file=(payload + ".pdf", PDF), title=payload)
    for path in (f"/entries/{entry}", f"/entries/{entry}/edit", "/", f"/?q={payload[:3]}"):
        page = ola.browser.get(path).text
        if payload.lstrip("<") != payload or '"' in payload:
            assert payload not in page
        for tag in ("<script>alert", "<img src=x", "<svg onload", "49{"):
            assert tag not in page
    page = page_of(ola, entry)
    assert html.unescape(page).count(payload) >= 5
    removed = ola.browser.post(f"/entries/{entry}/remove").headers["Location"]
    assert payload in html.unescape(ola.browser.get(removed).text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_xss_08_a_refused_form_gives_back_what_was_written_as_text(ola, payload):
    answer = ola.browser.post(
        "/entries/new", {"kind": payload, "title": payload, "began": payload, "outcomes": payload}
    )
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "<svg onload" not in answer.text
    assert payload in html.unescape(answer.text)


def test_authz_05_no_form_can_make_an_entry_verified_or_anothers(ola, sam):
    entry = make(
        ola,
        verdict="valid",
        verified="true",
        account_id=sam.id,
        holder=sam.id,
        details='{"verdict": "valid"}',
        deleted_at="",
    )
    with ola.store.read() as session:
        row = session.query(OwnEntry).one()
        assert row.account_id == ola.id
        assert row.details.keys() == {"title", "date"}
    page = page_of(ola, entry)
    assert STAMP in page
    assert ">Verified<" not in page


def test_authz_03_evidence_has_no_side_door(ola, sam, app):
    entry = make(ola, files=[("photo.png", photo((9, 9), "PNG"))])
    piece, services = pieces(ola)[0].id, app.extensions["wallet"]
    with app.test_request_context():
        for reach in (evidence_file, evidence_picture):
            with pytest.raises(NotFound):
                reach(sam.id, piece, services=services)
        assert list_evidence(sam.id, services=services, only=[piece]) == ()
    for path in (f"/evidence/{piece}/file", f"/evidence/{piece}/picture", f"/entries/{entry}"):
        assert sam.browser.get(path).status_code == 404
    assert support(sam, entry, words="mine now").status_code == 404
    assert sam.browser.post(f"/evidence/{piece}/remove").status_code == 404
    assert len(pieces(ola)) == 1


def test_authz_09_the_same_file_of_two_learners_is_each_ones_own(ola, sam):
    make(ola, files=[("scan.pdf", PDF)])
    make(sam, files=[("skan.pdf", PDF)])
    with ola.store.read() as session:
        mine = session.query(Evidence).filter_by(account_id=ola.id).one().id
        other = session.query(Evidence).filter_by(account_id=sam.id).one().id
    ola.browser.post(f"/evidence/{mine}/remove")
    assert sam.browser.get(f"/evidence/{other}/file").data == PDF
