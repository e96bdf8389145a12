"""Own entries: what a person states themselves, with evidence, marked everywhere as not verified."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from lxml import html
from PIL import Image
from sqlalchemy import select

from tests.reading_forms import at_field
from wallet.entries import service as entries
from wallet.entries.content import Content
from wallet.entries.jobs import purge_deleted
from wallet.errors import Refused
from wallet.store.models.credential import Original, OwnDocument
from wallet.store.models.entry import Evidence, OwnEntry

STAMP = "Own entry – not verified"
PDF = b"%PDF-1.7\n% Zaswiadczenie\n%%EOF\n"


def photo(size=(2000, 1000), kind="JPEG") -> bytes:
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "#c0a080").save(drawn, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return drawn.getvalue()


def make(learner, *, files=(), **form) -> str:
    """A new entry through the form; its id."""
    given = {"kind": "volunteering", "title": "Food bank", "began": "2024", **form}
    answer = learner.browser.post(
        "/entries/new", {**given, "files": [(BytesIO(data), name) for name, data in files]}
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def support(learner, entry: str, *, file=None, **form):
    given = {**form, **({"files": (BytesIO(file[1]), file[0])} if file else {})}
    return learner.browser.post(f"/entries/{entry}/evidence", given)


def page_of(learner, entry: str) -> str:
    return learner.browser.get(f"/entries/{entry}").text


def pieces(learner) -> list[Evidence]:
    with learner.store.read() as session:
        return list(session.scalars(select(Evidence).order_by(Evidence.created_at)))


def test_a_title_and_one_date_are_enough(ola):
    entry = make(ola, title="Food bank", began="2024")
    page = page_of(ola, entry)
    assert "Food bank" in page
    assert "since 2024" in page
    assert STAMP in page


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"title": " "}, "title"),
        ({"began": ""}, "began"),
        ({"began": "last summer"}, "began"),
        ({"began": "2026-02-30"}, "began"),
        ({"began": "2060"}, "began"),
        ({"began": "05.2024", "ended": "2023"}, "ended"),
        ({"hours": "a lot"}, "hours"),
        ({"ects": "-2"}, "ects"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_cannot_be_kept_is_explained_at_its_field_and_nothing_is_lost(ola, form, field):
    given = {"kind": "work", "title": "Baker", "began": "2020", "organisation": "Mill", **form}
    answer = ola.browser.post("/entries/new", given)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="Mill"' in answer.text
    start = answer.text.index(f'id="{field}"')
    assert 'aria-invalid="true"' in answer.text[start : answer.text.index(">", start)]
    with ola.store.read() as session:
        assert session.query(OwnEntry).count() == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2024", "2024"),
        ("05.2024", "2024-05"),
        ("2024-5", "2024-05"),
        ("17.5.2024", "2024-05-17"),
        ("2024-05-17", "2024-05-17"),
        (" 17 05 2024 ", "2024-05-17"),
    ],
)
def test_dates_are_read_as_people_write_them(ola, written, kept):
    make(ola, began=written)
    with ola.store.read() as session:
        assert session.query(OwnEntry).one().began_on == kept


def test_the_other_elements_are_kept_under_their_names_and_shown(ola):
    entry = make(
        ola,
        kind="certificate",
        title="Spreadsheets in the office",
        began="17.05.2024",
        organisation="Adult Education Centre",
        country="PL",
        outcomes="- plans a budget\n• sorts and filters\n\n",
        hours="30",
        ects="2,5",
        level="4",
        assessment="practical",
        participation="blended",
        quality="PKA",
    )
    with ola.store.read() as session:
        assert session.query(OwnEntry).one().details == {
            "title": "Spreadsheets in the office",
            "country": "PL",
            "awarding_body": "Adult Education Centre",
            "date": "2024-05-17",
            "outcomes": ["plans a budget", "sorts and filters"],
            "workload": {"hours": 30, "ects": 2.5},
            "level": 4,
            "assessment": "practical",
            "participation": "blended",
            "quality": "PKA",
        }
    page = page_of(ola, entry)
    for said in ("plans a budget", "Poland", "2.5", "practical assessment", "blended", "PKA"):
        assert said in page


WRONG = {
    "kind": "hobby",
    "title": "",
    "began": "last summer",
    "ended": "2060",
    "organisation": "o" * 201,
    "description": "d" * 5001,
    "outcomes": "\n".join(["one"] * 31),
    "hours": "a lot",
    "ects": "-2",
    "level": "9",
    "country": "ZZ",
    "assessment": "by magic",
    "participation": "asleep",
    "quality": "q" * 201,
}


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("htmx", [False, True], ids=["a page", "a fragment"])
def test_all_that_is_wrong_is_said_at_once_at_each_field_in_the_language_of_the_reader(ola, language, htmx):
    ola.browser.post(f"/language/{language}")
    headers = {"HX-Request": "true"} if htmx else {}
    answer = ola.browser.post("/entries/new", WRONG, headers=headers)
    assert answer.status_code == 400
    said = {field: at_field(answer.text, field) for field in WRONG}
    assert all(said.values())
    assert ("Choose one of those offered" in said["country"]) == (language == "en")
    assert ("200" in said["quality"]) and ("5000" in said["description"])
    [summary] = html.fromstring(answer.text).xpath("//*[@role='alert']")
    assert (summary.get("tabindex"), "autofocus" in summary.attrib) == ("-1", True)
    assert [link.get("href")[1:] for link in summary.iter("a")] == list(WRONG)
    for field in ("began", "organisation", "description", "hours", "ects", "quality"):
        assert WRONG[field] in answer.text
    with ola.store.read() as session:
        assert session.query(OwnEntry).count() == 0


@pytest.mark.parametrize("language", ["en", "pl"])
def test_evidence_that_is_refused_is_told_at_its_field_and_the_words_stay(ola, language):
    entry = make(ola)
    ola.browser.post(f"/language/{language}")
    given = {"title": "t" * 201, "words": "w" * 5001, "url": "https://example.org/" + "u" * 1000}
    answer = support(ola, entry, **given)
    assert answer.status_code == 400
    for field in ("evidence-name", "evidence-words", "evidence-url"):
        assert at_field(answer.text, field)
    assert given["words"] in answer.text
    answer = support(ola, entry, url="ftp://example.org", words="kept so far")
    assert at_field(answer.text, "evidence-url")
    assert "kept so far" in answer.text
    answer = support(ola, entry, file=("run.exe", b"MZ" + bytes(200)), title="Mine")
    assert at_field(answer.text, "evidence-file")
    assert 'value="Mine"' in answer.text
    part = ola.browser.post(f"/entries/{entry}/evidence", {"url": "?"}, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (400, "#evidence")
    assert part.text.lstrip().startswith("<section")
    assert pieces(ola) == []


def test_controls_and_what_turns_the_direction_of_text_are_not_kept(ola):
    entry = make(ola, title="Food\u202e bank\u2066\x07", description="one\u202d\ntwo\u2069")
    with ola.store.read() as session:
        row = session.get(OwnEntry, entry)
        assert (row.title, row.description) == ("Food bank", "one\ntwo")


def test_the_service_keeps_no_entry_without_a_title_whoever_asks(ola):
    with pytest.raises(Refused):
        Content("work", "", "", "2024", "", "", {})


def test_an_entry_stands_on_home_in_its_own_block_with_its_own_sign(ola, held):
    make(ola, title="Food bank")
    home = ola.browser.get("/").text
    block = home[home.index('id="entries-entries"') :]
    block = block[: block.index("</section>")]
    assert "Food bank" in block
    assert STAMP in block
    assert 'class="own"' in block
    for sign in ("data-verdict", "credential", "Verified"):
        assert sign not in block.replace('id="entries-entries"', "")
    assert home.index('class="credential"') < home.index('id="entries-entries"')


def test_a_wallet_with_nothing_but_an_entry_is_not_called_empty(ola):
    make(ola)
    assert "Your wallet is empty" not in ola.browser.get("/").text


def test_search_finds_entries_too_and_filters_of_badges_leave_them_out(ola, held):
    make(ola, title="Food bank", outcomes="leads a shift")
    assert "Food bank" in ola.browser.get("/?q=shift").text
    assert "Food bank" not in ola.browser.get("/?q=astronomy").text
    assert "Food bank" not in ola.browser.get("/?field=digital").text


def test_adding_offers_entries_as_the_third_way(ola):
    page = ola.browser.get("/add").text
    assert 'href="/entries/new"' in page
    assert ola.browser.get("/entries/new?kind=project").status_code == 200


def test_changing_an_entry_begins_from_what_it_says(ola):
    entry = make(ola, title="Food bank", outcomes="one\ntwo", ects="2,5", began="05.2024")
    form = ola.browser.get(f"/entries/{entry}/edit").text
    assert 'value="Food bank"' in form
    assert "one\ntwo" in form
    assert 'value="2.5"' in form
    answer = ola.browser.post(
        f"/entries/{entry}/edit", {"kind": "work", "title": "Bakery", "began": "2020", "ended": "2021"}
    )
    assert answer.status_code == 303
    page = page_of(ola, entry)
    assert "Bakery" in page
    assert "2020 – 2021" in page
    assert "Food bank" not in page


def test_removing_can_be_undone_for_a_week_and_then_it_is_gone_with_its_evidence(ola, app, clock):
    entry = make(ola, files=[("scan.pdf", PDF)])
    piece = pieces(ola)[0].id
    home = ola.browser.get(ola.browser.post(f"/entries/{entry}/remove").headers["Location"]).text
    assert "“Food bank” was removed" in home
    assert ola.browser.get(f"/entries/{entry}").status_code == 404
    assert ola.browser.get(f"/evidence/{piece}/file").status_code == 404
    ola.browser.post(f"/entries/{entry}/restore")
    assert ola.browser.get(f"/evidence/{piece}/file").data == PDF
    ola.browser.post(f"/entries/{entry}/remove")
    clock.move(timedelta(days=8))
    purge_deleted(services=app.extensions["wallet"])
    with ola.store.read() as session:
        assert session.query(OwnEntry).count() == session.query(Evidence).count() == 0
        assert session.query(Original).filter_by(size=len(PDF)).count() == 0


# -- evidence -------------------------------------------------------------------------------------------


def test_a_file_is_kept_to_the_byte_and_only_ever_saved(ola):
    entry = make(ola, files=[("Zaświadczenie.pdf", PDF)])
    answer = ola.browser.get(f"/evidence/{pieces(ola)[0].id}/file")
    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Za%C5%9Bwiadczenie.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Supported by evidence" in page_of(ola, entry)


def test_a_picture_is_drawn_anew_for_the_page_and_kept_as_given_beside(ola):
    given = photo()
    entry = make(ola, files=[("scan.jpg", given)])
    piece = pieces(ola)[0]
    shown = ola.browser.get(f"/evidence/{piece.id}/picture")
    assert shown.mimetype == "image/png"
    assert Image.open(BytesIO(shown.data)).size == (1280, 640)
    assert b"taken at home" not in shown.data
    assert ola.browser.get(f"/evidence/{piece.id}/file").data == given
    assert f"/evidence/{piece.id}/picture" in page_of(ola, entry)


def test_links_and_words_are_evidence_too(ola):
    entry = make(ola)
    assert support(ola, entry, url="https://example.org/project", title="My project").status_code == 303
    assert support(ola, entry, words="Situation: two of us\nand a queue").status_code == 303
    page = page_of(ola, entry)
    assert 'href="https://example.org/project" target="_blank" rel="noopener noreferrer nofollow' in page
    assert "and a queue" in page


def test_evidence_is_removed_for_good(ola):
    entry = make(ola, files=[("scan.pdf", PDF)])
    piece = pieces(ola)[0].id
    assert ola.browser.post(f"/evidence/{piece}/remove").status_code == 303
    assert pieces(ola) == []
    assert "No evidence yet" in page_of(ola, entry)


def test_empty_evidence_is_explained_in_the_form(ola):
    answer = support(ola, make(ola), title="nothing else")
    assert answer.status_code == 400
    assert "There was nothing to add" in answer.text
    assert 'value="nothing else"' in answer.text


def test_no_more_than_twenty_pieces_for_an_entry(ola):
    entry = make(ola)
    for number in range(20):
        assert support(ola, entry, words=f"story {number}").status_code == 303
    answer = support(ola, entry, words="one too many")
    assert answer.status_code == 400
    assert "too much evidence" in answer.text


def test_a_social_skill_without_evidence_is_asked_for_a_story_and_with_it_says_so(ola):
    entry = make(ola, title="Team leader", outcomes="leads a small team\nmediates in conflicts")
    page = page_of(ola, entry)
    assert "hard to prove by a paper" in page
    for question in ("Situation", "Task", "Action", "Result"):
        assert question in page
    support(ola, entry, words="We were two, and forty people waited.")
    page = page_of(ola, entry)
    assert "hard to prove" not in page
    assert "Supported by evidence" in page


# -- a document becomes an entry --------------------------------------------------------------------------


@pytest.fixture
def document(ola) -> str:
    from wallet.store import originals

    with ola.store.write() as session:
        digest = originals.keep_original(session, PDF, media_type="application/octet-stream")
        row = OwnDocument(
            account_id=ola.id, original_digest=digest, name="Kurs BHP.pdf", media_type="application/pdf"
        )
        session.add(row)
        session.flush()
        return row.id


def test_a_document_becomes_an_entry_with_that_file_as_its_evidence(ola, document):
    assert f"/entries/from-document/{document}" in ola.browser.get(f"/documents/{document}").text
    form = ola.browser.get(f"/entries/from-document/{document}").text
    assert 'value="Kurs BHP"' in form
    answer = ola.browser.post(
        f"/entries/from-document/{document}", {"kind": "certificate", "title": "Kurs BHP", "began": "2023"}
    )
    page = ola.browser.get(answer.headers["Location"]).text
    assert "Kurs BHP.pdf" in page
    assert ola.browser.get(f"/evidence/{pieces(ola)[0].id}/file").data == PDF
    assert ola.browser.get(f"/documents/{document}").status_code == 404


def test_a_document_stays_as_it_is_while_the_form_is_not_right(ola, document):
    answer = ola.browser.post(
        f"/entries/from-document/{document}", {"kind": "certificate", "title": "Kurs BHP"}
    )
    assert answer.status_code == 400
    assert ola.browser.get(f"/documents/{document}").status_code == 200
    assert pieces(ola) == []


# -- the service ------------------------------------------------------------------------------------------


def test_entries_come_with_their_evidence_in_two_queries_and_the_latest_first(ola, app):
    from sqlalchemy import event

    for year in ("2019", "2024", "2021"):
        make(ola, title=f"In {year}", began=year, ended=year, files=[(f"{year}.pdf", PDF)])
    services, asked = app.extensions["wallet"], []
    event.listen(services.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with app.test_request_context():
        cards = entries.list_entries(ola.id, services=services)
        some = entries.list_entries(ola.id, services=services, only=[cards[2].id])
    assert [card.title for card in cards] == ["In 2024", "In 2021", "In 2019"]
    assert [card.evidence[0].name for card in cards] == ["2024.pdf", "2021.pdf", "2019.pdf"]
    assert [card.title for card in some] == ["In 2019"]
    assert len([query for query in asked if query.startswith("SELECT")]) == 4
