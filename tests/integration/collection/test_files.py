"""The original, the picture, the documents of one's own: whose they are and how they are sent."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from wallet.web.attachments import disposition


def test_the_original_is_exactly_the_file_that_was_given(ana, issuer):
    content = issuer.token("Sheets") + b"\r\n"
    held = ana.add_one(content, name="Zaświadczenie „A”.jwt")
    answer = ana.get(f"/credentials/{held}/original")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Za%C5%9Bwiadczenie" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"


def test_a_file_name_cannot_break_the_header():
    header = disposition('a"\r\nSet-Cookie: x=1; żółw.png')
    assert "\r" not in header
    assert "\n" not in header
    assert header.count('"') == 2


def test_the_picture_is_redrawn_and_boxed_in(ana, issuer, picture):
    baked = picture(issuer.token("Sheets"))
    held = ana.add_one(baked + b"", name="badge.png")
    answer = ana.get(f"/credentials/{held}/picture")
    assert answer.mimetype == "image/png"
    assert answer.data != baked
    assert b"openbadgecredential" not in answer.data
    assert Image.open(BytesIO(answer.data)).size == (64, 64)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert f"/credentials/{held}/picture" in ana.get("/").text


def test_a_picture_behind_an_address_is_fetched_at_import(ana, web):
    held = ana.add_one(web.host_badge("aid", title="First aid").encode())
    assert "https://badges.example/picture.png" in web.asked
    assert ana.get(f"/credentials/{held}/picture").status_code == 200


def test_no_address_is_asked_for_a_picture_of_what_does_not_hold(ana, web, issuer):
    image = {"image": {"id": "https://tracker.example/p.png", "type": "Image"}}
    ana.add_one(issuer.token("Altered", alter=True, achievement=image))
    assert "https://tracker.example/p.png" not in web.asked


def test_without_a_picture_the_sign_of_its_field_is_drawn(ana, issuer):
    held = ana.add_one(issuer.token("Climate"))
    assert ana.get(f"/credentials/{held}/picture").status_code == 404
    assert f"/credentials/{held}/picture" not in ana.get("/").text


def test_original_and_picture_of_another_are_not_there(ana, bob, issuer, picture):
    held = ana.add_one(picture(issuer.token("Sheets")), name="badge.png")
    assert bob.get(f"/credentials/{held}/original").status_code == 404
    assert bob.get(f"/credentials/{held}/picture").status_code == 404


def keep_address(page: str) -> str:
    start = page.index('action="/add/')
    return page[start + 8 : page.index('"', start + 8)]


def test_a_certificate_without_a_badge_can_be_kept_as_ones_own(ana, bob, picture):
    page = ana.add(("diploma.png", picture()))
    address = keep_address(page)
    assert bob.post(address).status_code == 404
    assert ana.post(address).status_code == 303
    assert ana.post(address).status_code == 303
    home = ana.get("/").text
    assert home.count("diploma.png") == 1
    document = home.split('href="/documents/')[1].split('"')[0]
    assert "nothing in it can be checked" in ana.get(f"/documents/{document}").text
    download = ana.get(f"/documents/{document}?download=1")
    assert download.data == picture()
    assert download.headers["Content-Disposition"].startswith("attachment;")
    assert bob.get(f"/documents/{document}").status_code == 404
    assert bob.post(f"/documents/{document}/delete").status_code == 404
    ana.post(f"/documents/{document}/delete")
    assert "diploma.png" not in ana.get("/").text


def test_what_is_no_certificate_cannot_be_kept(ana):
    page = ana.add(("notes.txt", b"dear diary"))
    assert "/keep" not in page
