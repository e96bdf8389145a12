from __future__ import annotations

import zlib

import pytest

from tests.unit.credentials.makers import OB3, token, written
from wallet.credentials.carriers.pdf import take_out_pdf
from wallet.errors import Unreadable

BADGE = written(OB3)
PACKED = zlib.compress(BADGE)
SIZE = str(len(PACKED)).encode()


def holding(dictionary: bytes, stream: bytes, end: bytes = b"\nendstream") -> bytes:
    return (
        b"%PDF-1.7\n4 0 obj\n<<"
        + dictionary
        + b">>\nstream\r\n"
        + stream
        + end
        + b"\nendobj\n9 0 obj\n12\nendobj"
    )


@pytest.mark.parametrize(
    "pdf",
    [
        holding(b"/Type /EmbeddedFile /Length " + str(len(BADGE)).encode(), BADGE),
        holding(b"/Type/EmbeddedFile/Filter/FlateDecode/Length " + SIZE, PACKED),
        holding(b"/Length " + SIZE + b" /Filter [ /FlateDecode ]\n/Type\n/EmbeddedFile", PACKED),
        holding(b"/Type /EmbeddedFile /Params <</Size 9/CheckSum(x)>> /Length 9 0 R", BADGE),
        holding(b"/Type /EmbeddedFile /Filter /FlateDecode /Length 19 0 R", PACKED, b"\r\nendstream"),
        holding(b"/Type /EmbeddedFile /Filter /FlateDecode", PACKED, b"endstream"),
        holding(b"/Subtype /application#2Fjson /Type /EmbeddedFile", b"\r\n" + BADGE),
    ],
)
def test_an_attached_credential_is_found_however_its_producer_wrote_it(pdf):
    assert take_out_pdf(pdf).strip() == BADGE


def test_an_attached_token_is_found_and_the_same_attachment_twice_is_one():
    once = holding(b"/Type /EmbeddedFile", token(OB3).encode())
    assert take_out_pdf(once + once[8:]) == token(OB3).encode()


@pytest.mark.parametrize(
    "pdf",
    [
        holding(b"/Type /EmbeddedFiles", BADGE),
        holding(b"/Type /XObject", BADGE),
        holding(b"/Type /EmbeddedFile /Filter /LZWDecode", BADGE),
        holding(b"/Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode]", zlib.compress(PACKED)),
        holding(b"/Type /EmbeddedFile /Length 999999", BADGE),
        holding(b"/Type /EmbeddedFile", BADGE, b""),
        b"%PDF-1.7\n/Type /EmbeddedFile >> stream\n" + BADGE + b"\nendstream",
    ],
)
def test_what_is_no_plain_attachment_is_not_seen(pdf):
    with pytest.raises(Unreadable) as caught:
        take_out_pdf(pdf)
    assert caught.value.code == "pdf-without-credential"
