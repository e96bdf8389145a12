"""POST /add: keep first, verify second."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from sqlalchemy import func, select

from wallet.store.models.credential import HeldCredential, Original, VerdictRun
from wallet.store.models.imports import ImportBatch, ImportItem


def count(person, table) -> int:
    with person.services.store.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_the_page_offers_files_and_a_place_to_paste(ana):
    page = ana.get("/add").text
    assert 'type="file" name="files" multiple' in page
    assert 'name="text"' in page


def test_an_upload_is_kept_before_anything_is_verified(ana, issuer):
    answer = ana.upload(("sheet.jwt", issuer.token("Sheets")))
    assert answer.status_code == 303
    assert answer.location.startswith("/add/")
    assert count(ana, Original) == 1
    assert count(ana, HeldCredential) == 0
    assert "hx-trigger" in ana.get(answer.location).text


def test_many_files_at_once_each_get_a_row_and_a_verdict(ana, issuer, picture):
    page = ana.add(
        ("good.jwt", issuer.token("Sheets", to="ana@example.org")),
        ("baked.png", picture(issuer.token("Baked"))),
        ("altered.jwt", issuer.token("Altered", alter=True)),
        ("holiday.png", picture()),
        ("notes.txt", b"dear diary"),
    )
    assert page.count('data-state="done"') == 3
    assert page.count('data-state="refused"') == 2
    assert "Verified" in page
    assert "It was changed after it was signed." in page
    assert "hx-trigger" not in page.split('id="imports-progress"')[1].split("</section>")[0]
    assert len(ana.held()) == 3


def test_an_upload_of_nothing_says_so(ana):
    answer = ana.post("/add", {"text": "  "})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_pasted_text_is_a_credential_too(ana, issuer):
    answer = ana.paste(issuer.token("Pasted"))
    ana.work()
    assert "Pasted" in ana.get(answer.location).text
    assert len(ana.held()) == 1


def test_a_link_is_fetched_by_the_job_and_its_bytes_become_the_original(ana, web):
    url = web.host_badge("first-aid", title="First aid")
    answer = ana.paste(url)
    assert web.asked == []
    ana.work()
    assert "First aid" in ana.get(answer.location).text
    (held,) = ana.held()
    kept = ana.get(f"/credentials/{held}/original").data
    assert json.loads(kept)["id"] == url


def test_a_link_to_a_web_page_is_refused_with_a_sentence(ana, web):
    web.put("https://school.example/badge", b"<!doctype html><title>x</title>", kind="text/html")
    answer = ana.paste("https://school.example/badge")
    ana.work()
    page = ana.get(answer.location).text
    assert 'data-state="refused"' in page
    assert "page" in page.lower()
    assert "https://school.example/badge" in page  # the link that was pasted, not a file's name
    assert "pasted.txt" not in page
    assert ana.held() == []


def test_the_badge_behind_a_link_to_its_page_is_added(ana, web):
    badge = web.host_badge("first-aid", title="First aid")
    head = f'<link rel="alternate" type="application/ld+json" href="{badge}">'
    web.put("https://school.example/first-aid", head.encode(), kind="text/html")
    answer = ana.paste("https://school.example/first-aid")
    ana.work()
    assert "First aid" in ana.get(answer.location).text
    (held,) = ana.held()
    assert json.loads(ana.get(f"/credentials/{held}/original").data)["id"] == badge


def test_pasted_text_that_is_no_badge_is_not_called_a_file(ana):
    answer = ana.paste("Dear Ana, congratulations")
    ana.work()
    page = ana.get(answer.location).text
    assert "What was pasted" in page
    assert "pasted.txt" not in page


def test_a_link_that_nobody_answers_is_refused_and_says_that_nobody_answered(ana):
    answer = ana.paste("https://gone.example/badge")
    ana.work()
    page = ana.get(answer.location).text
    assert 'data-state="refused"' in page
    assert "no better words" not in page


def test_the_same_credential_twice_is_recognised_whatever_carries_it(ana, issuer, picture):
    token = issuer.token("Sheets")
    ana.add(("sheet.jwt", token))
    page = ana.add(("sheet.png", picture(token)))
    assert 'data-state="duplicate"' in page
    assert "Already in your wallet" in page
    (held,) = ana.held()
    assert f"/credentials/{held}" in page


def test_the_same_file_twice_in_one_upload_is_added_once(ana, issuer):
    token = issuer.token("Sheets")
    page = ana.add(("a.jwt", token), ("b.jwt", token))
    assert page.count('data-state="done"') == 1
    assert page.count('data-state="duplicate"') == 1


def test_two_people_may_hold_the_same_credential(ana, bob, issuer):
    token = issuer.token("Sheets")
    ana.add(("a.jwt", token))
    bob.add(("a.jwt", token))
    assert len(ana.held()) == len(bob.held()) == 1
    assert ana.held() != bob.held()


def archive(**files: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("_", "."), content)
    return packed.getvalue()


def test_an_archive_opens_into_one_row_for_each_file(ana, issuer):
    page = ana.add(("all.zip", archive(a_jwt=issuer.token("A"), b_txt=b"no", c_jwt=issuer.token("C"))))
    assert page.count('data-state="opened"') == 1
    assert page.count('data-state="done"') == 2
    assert page.count('data-state="refused"') == 1


def test_a_crash_between_two_entries_loses_nothing_and_adds_nothing_twice(ana, issuer):
    content = archive(**{f"n{n}_jwt": issuer.token(f"Badge {n}") for n in range(6)})
    answer = ana.upload(("all.zip", content))
    ana.services.jobs.run_due(4)  # the archive and three entries; then the process dies
    assert len(ana.held()) == 3
    assert "Checked 3 of 6" in ana.get(answer.location).text
    ana.work()
    assert len(ana.held()) == 6
    page = ana.add(("all.zip", content))
    assert page.count('data-state="duplicate"') == 6


def test_a_presentation_with_several_gives_each_its_own_place(ana, issuer):
    one, two = issuer.token("One").decode(), issuer.token("Two").decode()
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [one, two],
    }
    content = json.dumps(presentation).encode()
    page = ana.add(("both.json", content))
    assert page.count('data-state="done"') == 2
    ids = ana.held()
    assert len(ids) == 2
    assert {ana.get(f"/credentials/{held}/original").data for held in ids} == {content}
    assert "One" in ana.get("/").text
    assert "Two" in ana.get("/").text


def test_a_job_that_runs_twice_changes_nothing(ana, issuer):
    from wallet.imports.service import run_item

    ana.add(("a.jwt", issuer.token("A")))
    with ana.services.store.read() as session:
        item = session.scalars(select(ImportItem.id)).one()
    run_item(item, services=ana.services)
    assert count(ana, VerdictRun) == 1
    assert len(ana.held()) == 1


def test_a_full_wallet_says_so(wallet_of, issuer):
    small = wallet_of(max_credentials_per_account=1)
    small.add(("a.jwt", issuer.token("A")))
    assert small.upload(("b.jwt", issuer.token("B"))).status_code == 400
    assert count(small, ImportBatch) == 1


def test_a_stranger_cannot_add(app, issuer):
    answer = app.test_client().post("/add", base_url="http://127.0.0.1:8000", data={"text": "x"})
    assert answer.status_code == 401
