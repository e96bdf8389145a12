"""The lines of the catalogue that the import and the pages of what one holds decide."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from struct import pack

from sqlalchemy import func, select

from tests.integration.collection.conftest import ana, app, bob, issuer, picture, web  # noqa: F401
from wallet.store.models.account import EmailProof
from wallet.store.models.credential import HeldCredential, Original
from wallet.store.models.job import Job


def held_by(person) -> int:
    with person.services.store.read() as session:
        return session.scalar(
            select(func.count()).select_from(HeldCredential).where(HeldCredential.account_id == person.id)
        )


def test_file_08_a_picture_that_is_also_a_page_leaves_as_a_plain_picture(ana, issuer, picture):  # noqa: F811
    drawing = picture(issuer.token("Sheets"))
    inside = b"<html><script>alert(1)</script></html>"
    chunk = pack(">I", len(inside)) + b"puNk" + inside + pack(">I", zlib.crc32(b"puNk" + inside))
    ana.add(("badge.png", drawing[:33] + chunk + drawing[33:]))
    (credential,) = ana.held()
    drawn = ana.get(f"/credentials/{credential}/picture")
    assert b"script" not in drawn.data
    assert drawn.mimetype == "image/png"
    assert drawn.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in drawn.headers["Content-Security-Policy"]


def test_file_08_the_original_is_never_drawn_by_the_browser(ana, issuer):  # noqa: F811
    credential = ana.add_one(issuer.token("Sheets"), name="badge.html")
    answer = ana.get(f"/credentials/{credential}/original")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_file_16_anothers_badge_is_kept_and_never_counted_as_mine(ana, issuer):  # noqa: F811
    ana.add(("mine.jwt", issuer.token("Eve's", to="eve@example.org")))
    home = ana.get("/").text
    assert held_by(ana) == 1
    assert re.search(r"\b0 badges", home)
    assert "one issued to someone else" in home


def test_ob2_14_a_typed_address_proves_nothing(ana, web):  # noqa: F811
    with ana.services.store.write() as session:
        session.add(
            EmailProof(
                account_id=ana.id, address="bob@example.org", normalised="bob@example.org", source="link"
            )
        )
    ana.paste(web.host_badge("aid", title="First aid", to="bob@example.org"))
    ana.work()
    assert "one issued to someone else" in ana.get("/").text


def test_file_39_an_import_killed_midway_goes_on_and_repeats_nothing(ana, issuer):  # noqa: F811
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(1, 101):
            content = b"{" if number == 57 else issuer.token(f"Badge {number}")
            archive.writestr(f"badge-{number:03}.jwt", content)
    answer = ana.upload(("all.zip", packed.getvalue()))
    ana.services.jobs.run_due(1 + 57)  # the archive and 57 entries, then the process is killed
    page = ana.get(answer.location).text
    states = {state: page.count(f'data-state="{state}"') for state in ("done", "refused", "waiting")}
    assert states == {"done": 56, "refused": 1, "waiting": 43}
    ana.work()
    assert held_by(ana) == 99
    again = ana.add(("all.zip", packed.getvalue()))
    assert again.count('data-state="duplicate"') == 99
    assert held_by(ana) == 99


def test_file_39_a_worker_that_died_within_an_entry_leaves_no_half(ana, issuer, monkeypatch, clock):  # noqa: F811
    from datetime import timedelta

    from wallet.imports import service as imports

    verify = imports.verify_held

    def killed(*_args, **_given):
        raise SystemExit  # after the credential was taken in, before it was verified

    monkeypatch.setattr(imports, "verify_held", killed)
    answer = ana.upload(("a.jwt", issuer.token("Sheets")))
    try:
        ana.work()
    except SystemExit:
        pass
    assert held_by(ana) == 1
    assert "hx-trigger" in ana.get(answer.location).text
    monkeypatch.setattr(imports, "verify_held", verify)
    clock.move(timedelta(minutes=5))  # the lease of the dead worker runs out
    ana.work()
    assert 'data-state="done"' in ana.get(answer.location).text
    assert held_by(ana) == 1
    with ana.services.store.read() as session:
        assert session.scalars(select(Job.state).where(Job.kind == "import-item")).all() == ["done"]


def test_authz_03_no_side_door_shows_anothers_badge(ana, bob, issuer, picture):  # noqa: F811
    ana.add(("badge.png", picture(issuer.token("Private words"))))
    (credential,) = ana.held()
    doors = [f"/credentials/{credential}{end}" for end in ("", "/picture", "/original")]
    doors.append(f"/linkedin/{credential}")
    for door in doors:
        assert bob.get(door).status_code == 404
        assert b"Private words" not in bob.get(door, headers={"HX-Request": "true"}).data
    assert "Private words" not in bob.get("/?q=private").text


def test_authz_05_what_a_form_adds_is_ignored(ana, bob, issuer):  # noqa: F811
    answer = ana.post(
        "/add",
        {
            "text": issuer.token("Altered", alter=True).decode(),
            "account_id": bob.id,
            "verdict": "valid",
            "checked_at": "2026-01-01",
        },
    )
    assert answer.status_code == 303
    ana.work()
    assert held_by(bob) == 0
    assert "</svg>Altered</span>" in ana.get("/").text


def test_authz_10_bytes_are_reached_through_ones_own_row_never_by_their_digest(ana, bob, issuer):  # noqa: F811
    ana.add_one(issuer.token("Sheets"))
    with ana.services.store.read() as session:
        digest = session.scalars(select(Original.digest)).first()
    for path in (f"/credentials/{digest}/original", f"/documents/{digest}", f"/credentials/{digest}/picture"):
        assert bob.get(path).status_code == 404
        assert ana.get(path).status_code == 404


def test_ssrf_26_a_strangers_address_is_text_unless_it_is_public_and_the_issuer_recognised(ana, issuer):  # noqa: F811
    addresses = ["javascript:alert(1)", "data:text/html,x", "http://127.0.0.1/", "https://school.example/e"]
    evidence = [{"id": address, "type": ["Evidence"], "name": f"E{n}"} for n, address in enumerate(addresses)]
    credential = ana.add_one(issuer.token("Sheets", evidence=evidence))
    page = ana.get(f"/credentials/{credential}").text
    for address in addresses:
        assert f'href="{address}' not in page
    assert "https://school.example/e" in page
