"""The plan in print: what it holds, who decides, and that an old one never changes."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf
import pytest

from tests.integration.paths.test_paths import make_path
from wallet.plans import service as plans
from wallet.store import clock as wallet_clock
from wallet.store.models.advising import Diagnosis, Meeting
from wallet.store.models.path import Path, PathSnapshot, Step

PARTS = (
    "Osoba i doradca",
    "Cel",
    "Diagnoza",
    "Działania wspierane przez instytucję",
    "Działania samodzielne",
)
PARTS += ("Terminy", "Kontakty z doradcą", "Warunki zakończenia", "Postęp", "Uwagi doradcy")


@pytest.fixture
def path(ola, sqlite_store) -> str:
    """The address of a path with two steps, a diagnosis and meetings."""
    address = make_path(ola, closing_terms="After the second badge.")
    path_id = address.rpartition("/")[2]
    today = wallet_clock.now().date()
    with sqlite_store.write() as session:
        session.add_all(
            [
                Step(
                    path_id=path_id,
                    position=0,
                    title="Sheets",
                    rule={"type": "sum", "unit": "ects", "min": "5"},
                    hours=40,
                    due_on="2027-02-01",
                ),
                Step(
                    path_id=path_id,
                    position=1,
                    title="Paid course",
                    rule={"type": "evidence", "min": 1},
                    supported=True,
                ),
                Diagnosis(
                    account_id=ola.id,
                    path_id=path_id,
                    source="adviser",
                    author_name="Anna Nowak",
                    items=[
                        {"label": "Excel", "self_level": 3, "needed_level": 2},
                        {"label": "SQL", "self_level": 0, "needed_level": 2},
                    ],
                ),
                Meeting(
                    account_id=ola.id,
                    path_id=path_id,
                    kind="call",
                    held_on=(today - timedelta(days=3)).isoformat(),
                    next_on=(today + timedelta(days=30)).isoformat(),
                    note="A private note of the meeting",
                ),
            ]
        )
    return address


def form_of(ola, path: str, **more) -> dict:
    page = ola.browser.get(f"{path.replace('/paths', '/plans')}").text
    steps = re.findall(r'name="step" value="(\w+)" checked', page)
    return {"name": "Ola Z.", "step": steps, "language": "en", **more}


def printed(ola, path: str, **more) -> str:
    answer = ola.browser.post(f"{path.replace('/paths', '/plans')}", form_of(ola, path, **more))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def kept(app, ola, address: str) -> plans.PrintedPlan:
    path_id, number = re.search(r"/plans/(\w+)/(\d+)", address).groups()
    return plans.printed_plan(ola.id, path_id, int(number), services=app.extensions["wallet"])


def text_of(data: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s+", " ", text.replace("\xad", ""))


def test_an_old_plan_stays_as_it_was_when_the_path_changes(app, ola, path, sqlite_store):
    first = printed(ola, path)
    before, page = kept(app, ola, first), ola.browser.get(first).text
    with sqlite_store.write() as session:
        step = session.query(Step).filter_by(title="Sheets").one()
        step.title, step.rule = "Another step", {"type": "evidence", "min": 3}
        session.get(Path, path.rpartition("/")[2]).title = "Another path"
    after = kept(app, ola, first)
    assert after == before
    assert plans.digest_of(after.content) == after.digest == before.digest
    assert "Sheets" in page and "Sheets" in ola.browser.get(first).text
    assert plans.render_pdf(before) == plans.render_pdf(after)
    second = printed(ola, path)
    assert second != first and kept(app, ola, second).digest != before.digest


def test_the_same_plan_printed_twice_has_one_number_and_one_digest(app, ola, path, sqlite_store):
    first, again = printed(ola, path), printed(ola, path)
    assert first == again
    with sqlite_store.read() as session:
        assert session.query(PathSnapshot).filter(PathSnapshot.digest != "").count() == 1


def test_the_plan_has_its_ten_parts_in_polish_and_says_what_it_is_not(app, ola, path):
    address = printed(ola, path, language="pl")
    page = ola.browser.get(address).text
    assert "Indywidualny plan rozwoju – załącznik do IPD" in page
    for number, part in enumerate(PARTS, 1):
        assert f"{number}. {part}" in page
    assert "Mierzalny wynik: co najmniej 5 punktów ECTS" in page
    assert "Ukończenie ścieżki nie oznacza nadania kwalifikacji" in page
    assert "decyduje instytucja uznająca" in page
    assert re.search('<article[^>]* lang="pl"', page)


def test_supported_and_own_actions_strengths_and_gaps_meetings_and_terms_stand_apart(app, ola, path):
    parts = [part["blocks"] for part in kept(app, ola, printed(ola, path)).content["parts"]]
    assert [step["title"] for step in parts[3][0]["items"]] == ["Paid course"]
    assert [step["title"] for step in parts[4][0]["items"]] == ["Sheets"]
    assert "at least 5 ECTS credits" in parts[4][0]["items"][0]["sentence"]
    assert parts[2][1]["items"] == ["Excel"] and parts[2][2]["items"] == ["SQL"]
    assert "Anna Nowak" in parts[2][0]["texts"][0]
    assert len(parts[6][0]["items"]) == len(parts[6][1]["items"]) == 1
    assert parts[7][0]["texts"] == ["After the second badge."]
    assert "A private note" not in str(parts)


def test_only_the_steps_chosen_are_printed_and_the_flag_decides_what_is_ticked(app, ola, path, sqlite_store):
    with sqlite_store.write() as session:
        session.query(Step).filter_by(title="Sheets").one().in_plan = False
    content = str(kept(app, ola, printed(ola, path)).content)
    assert "Paid course" in content and "Sheets" not in content


def test_the_holder_decides_about_the_name_and_a_pesel_is_refused(app, ola, path):
    assert "Ola Z" not in str(kept(app, ola, printed(ola, path, name="")).content)
    for field in ("name", "adviser", "institution", "remarks"):
        answer = ola.browser.post(
            f"{path.replace('/paths', '/plans')}", form_of(ola, path, **{field: "PESEL 44051401359"})
        )
        assert answer.status_code == 400 or answer.status_code == 422, answer.status_code
        assert "There is a PESEL number in it" in answer.text
    assert not plans.holds_pesel("tel. 48 600 700 800, 44051401358")


def test_a_qr_code_is_printed_only_where_it_is_turned_on_and_its_address_is_kept_sealed(
    app, ola, path, sqlite_store
):
    secret = app.extensions["wallet"].settings.base_url.rstrip("/") + "/s/" + "k" * 43
    off = printed(ola, path, address=secret)
    assert kept(app, ola, off).address == "" and "/qr" not in ola.browser.get(off).text
    on = printed(ola, path, address=secret, with_link="1")
    assert kept(app, ola, on).address == secret
    assert ola.browser.get(f"{on}/qr").mimetype == "image/svg+xml"
    (link,) = pypdf.PdfReader(io.BytesIO(ola.browser.get(f"{on}/pdf").data)).pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == secret
    with sqlite_store.read() as session:
        assert "k" * 43 not in str([row.content for row in session.query(PathSnapshot)])
    foreign = ola.browser.post(
        f"{path.replace('/paths', '/plans')}",
        form_of(ola, path, with_link="1", address="https://evil.example/s/x"),
    )
    assert "not the address of a link of this wallet" in foreign.text


@pytest.mark.parametrize(("language", "tag"), [("pl", "pl"), ("en", "en")])
def test_the_pdf_has_text_tags_title_and_language(ola, path, language, tag):
    answer = ola.browser.get(printed(ola, path, language=language) + "/pdf")
    assert answer.mimetype == "application/pdf" and "attachment" in answer.headers["Content-Disposition"]
    document = pypdf.PdfReader(io.BytesIO(answer.data))
    root = document.trailer["/Root"]
    assert root["/Lang"].startswith(tag) and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    text = text_of(answer.data)
    assert "Sheets" in text and "SHA-256" in text
    assert ("Działania samodzielne" if language == "pl" else "Actions of one’s own") in text


def test_words_that_are_markup_elsewhere_are_printed_as_they_are(ola, path):
    address = printed(ola, path, remarks='#read("/etc/passwd") $x$ *b* <b>日本</b>')
    assert "#read" in text_of(ola.browser.get(f"{address}/pdf").data)
    assert "&lt;b&gt;" in ola.browser.get(address).text


def test_a_plan_of_somebody_else_is_not_there(ola, sam, path):
    address = printed(ola, path)
    for place in (f"{path.replace('/paths', '/plans')}", address, f"{address}/pdf", f"{address}/qr"):
        assert sam.browser.get(place).status_code == 404, place
    assert sam.browser.post(f"{path.replace('/paths', '/plans')}", {"name": "x"}).status_code == 404
    assert ola.browser.get(f"{path.replace('/paths', '/plans')}/99").status_code == 404
