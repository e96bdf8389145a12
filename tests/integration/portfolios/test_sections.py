"""Sections and what stands in them: added, worded, moved, taken out; and what the wallet proposes."""

from __future__ import annotations

import html

import pytest

from tests.integration.portfolios.builder import Builder
from wallet.demo.samples import SAMPLES
from wallet.portfolios import sections as service
from wallet.store.models.credential import HeldCredential
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.portfolio import PortfolioItem, PortfolioSection


@pytest.fixture
def portfolio(ola, held) -> Builder:
    return Builder(ola, held)


@pytest.fixture
def entry(ola, sqlite_store) -> str:
    with sqlite_store.write() as session:
        row = OwnEntry(account_id=ola.id, kind="project", title="School garden", ended_on="2024-06")
        session.add(row)
        session.flush()
        return row.id


@pytest.mark.parametrize("kind", ["credentials", "skills", "evidence", "words", "timeline", "path_progress"])
def test_a_section_of_each_kind_is_added_at_the_end(portfolio, kind):
    new = portfolio.add_section(kind)
    assert portfolio.rows()[1][-1].id == new
    assert portfolio.browser.get(f"{portfolio.path}/sections/{new}").status_code == 200
    assert portfolio.browser.get(f"{portfolio.path}/sections/{new}/add").status_code == 200


@pytest.mark.parametrize("kind", ["plans", "", "script"])
def test_a_kind_that_is_not_offered_is_refused(portfolio, kind):
    assert portfolio.post("/sections", {"kind": kind}).status_code == 400
    assert len(portfolio.rows()[1]) == 1


def test_a_claim_stands_over_its_proof(portfolio):
    section = portfolio.section()
    said = {"title": "People", "claim": "I can lead a small team", "words": "First.\n\nSecond."}
    assert portfolio.post(f"/sections/{section}", said).status_code == 303
    row = portfolio.rows()[1][0]
    assert (row.title, row.claim, row.words) == ("People", "I can lead a small team", "First.\n\nSecond.")
    page = portfolio.page()
    assert page.index("I can lead a small team") < page.index("Akademia Demo Dorobek")


def test_words_that_are_too_long_are_refused_whole(portfolio):
    answer = portfolio.post(f"/sections/{portfolio.section()}", {"words": "ą" * 4001, "claim": "short"})
    assert answer.status_code == 400
    assert "4001" in answer.text and "ą" * 4001 in answer.text
    assert portfolio.rows()[1][0].claim == ""


def test_sections_move_up_and_down_as_far_as_there_is_room(portfolio):
    first, second = portfolio.section(), portfolio.add_section("words")
    order = lambda: [section.id for section in portfolio.rows()[1]]  # noqa: E731
    portfolio.post(f"/sections/{second}/move", {"to": "up"})
    assert order() == [second, first]
    portfolio.post(f"/sections/{second}/move", {"to": "up"})
    assert order() == [second, first]
    portfolio.post(f"/sections/{second}/move", {"to": "down"})
    assert order() == [first, second]
    portfolio.post("/order", {"ids": f"{second} {first}"})
    assert order() == [second, first]


def test_for_htmx_the_builder_comes_back_with_its_new_version_and_says_what_moved(portfolio):
    portfolio.skills("one", "two")
    item = portfolio.rows()[2]
    second = next(row for row in item if row.skill == "two")
    answer = portfolio.post(f"/items/{second.id}/move", {"to": "up"}, headers={"HX-Request": "true"})
    text = html.unescape(answer.text)
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'data-said="“two” is now number 1 of 2."' in text
    assert f'name="version" value="{portfolio.version()}"' in text
    assert portfolio.named() == ["two", "one"]


def test_what_is_dragged_keeps_its_order_and_foreign_ids_mean_nothing(portfolio):
    section = portfolio.skills("a", "b", "c")
    ids = {row.skill: row.id for row in portfolio.rows()[2] if row.skill}
    answer = portfolio.post(f"/sections/{section}/order", {"ids": f"{ids['c']} {'f' * 32} {ids['a']}"})
    assert answer.status_code == 303
    assert portfolio.named() == ["c", "a", "b"]


def test_things_of_the_wallet_are_added_once(portfolio, held, entry, sqlite_store):
    section = portfolio.section()
    portfolio.add(section, f"credential:{held}", f"entry:{entry}", f"entry:{entry}")
    items = portfolio.rows()[2]
    assert [(item.credential_id, item.entry_id) for item in items] == [(held, None), (None, entry)]
    page = portfolio.page()
    assert "School garden" in page
    assert "Project, entered by yourself" in page


def test_a_section_takes_only_what_belongs_in_it(portfolio, held):
    skills = portfolio.add_section("skills")
    assert portfolio.add(skills, f"credential:{held}").status_code == 404
    words = portfolio.add_section("words")
    assert portfolio.add(words, f"credential:{held}").status_code == 404
    assert portfolio.add(portfolio.section(), "skill:cooking").status_code == 404


def test_nothing_ticked_is_said(portfolio):
    answer = portfolio.add(portfolio.section())
    assert answer.status_code == 400
    assert "Nothing was chosen" in answer.text


def test_skills_come_from_badges_and_from_the_holder_and_stand_once(portfolio, held, sqlite_store):
    section = portfolio.add_section("skills")
    assert "readers see every skill" in portfolio.page()
    with sqlite_store.write() as session:
        session.get(HeldCredential, held).verdict = "revoked"
    none = portfolio.browser.get(f"{portfolio.path}/sections/{section}/add").text
    assert 'name="skill" value="' not in none  # readers would not see it as proved
    with sqlite_store.write() as session:
        session.get(HeldCredential, held).verdict = "valid"
    page = html.unescape(portfolio.browser.get(f"{portfolio.path}/sections/{section}/add").text)
    assert 'name="skill" value="' in page
    portfolio.post(
        f"/sections/{section}/add", {"skill": ["Reading tables"], "skills": "cooking\n\n Cooking \nR"}
    )
    assert portfolio.named() == ["Reading tables", "cooking", "R"]
    portfolio.add(section, skills="COOKING\nPython")
    assert portfolio.named() == ["Reading tables", "cooking", "R", "Python"]


def test_evidence_is_written_down_in_place(portfolio, sqlite_store):
    section = portfolio.add_section("evidence")
    said = {"new": "evidence", "title": "Report", "url": "https://example.org/report.pdf", "words": "mine"}
    assert portfolio.post(f"/sections/{section}/add", said).status_code == 303
    with sqlite_store.read() as session:
        piece = session.query(Evidence).one()
        assert (piece.kind, piece.account_id, piece.entry_id) == ("link", portfolio.learner.id, None)
    assert "Report" in portfolio.page()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://127.0.0.1/", "file:///etc/passwd", "example"])
def test_evidence_is_no_address_that_is_none(portfolio, sqlite_store, url):
    section = portfolio.add_section("evidence")
    assert portfolio.post(f"/sections/{section}/add", {"new": "evidence", "url": url}).status_code == 400
    with sqlite_store.read() as session:
        assert session.query(Evidence).count() == 0


def test_a_caption_and_a_private_note_are_kept_apart(portfolio):
    item = portfolio.rows()[2][0].id
    portfolio.post(f"/items/{item}", {"caption": "I did it", "reflection": "It was hard"})
    row = portfolio.rows()[2][0]
    assert (row.caption, row.reflection) == ("I did it", "It was hard")
    page = portfolio.page()
    assert "I did it" in page
    assert "It was hard" not in page  # not even on the builder's own page, only where it is written
    form = portfolio.browser.get(f"{portfolio.path}/items/{item}").text
    assert "Private note, never shown" in form
    assert "It was hard" in form


def test_what_is_taken_out_stays_in_the_wallet(portfolio, held, sqlite_store):
    item = portfolio.rows()[2][0].id
    assert portfolio.post(f"/items/{item}/remove").status_code == 303
    assert portfolio.rows()[2] == []
    assert "it stays in your wallet" in portfolio.page()
    with sqlite_store.read() as session:
        assert session.get(HeldCredential, held).deleted_at is None


def test_a_section_goes_with_what_stands_in_it(portfolio, held, sqlite_store):
    assert portfolio.post(f"/sections/{portfolio.section()}/remove").status_code == 303
    with sqlite_store.read() as session:
        assert session.query(PortfolioSection).count() == session.query(PortfolioItem).count() == 0
        assert session.query(HeldCredential).count() == 1


def test_a_timeline_stands_in_the_order_of_dates(portfolio, held, entry):
    section = portfolio.add_section("timeline")
    assert (
        "readers see everything on this page" in portfolio.page()
    )  # and not "an empty section is not shown"
    portfolio.add(section, f"entry:{entry}", f"credential:{held}")
    page = portfolio.page()
    part = page[page.index(f'data-sort-id="{section}"') :]
    assert part.index("Akademia Demo Dorobek") < part.index("School garden")  # 2025 before 2024
    assert "Ordered by date" in part


def entries(portfolio: Builder, count: int) -> None:
    with portfolio.learner.store.write() as session:
        rows = [
            OwnEntry(account_id=portfolio.learner.id, kind="work", title=f"Work {n}") for n in range(count)
        ]
        session.add_all(rows)
        session.flush()
        keys = [f"entry:{row.id}" for row in rows]
    assert portfolio.add(portfolio.section(), *keys).status_code == 303


@pytest.mark.parametrize(
    ("count", "told"),
    [(7, ""), (8, "Up to 7 are read with care"), (12, "Up to 7"), (13, "best ones get lost")],
)
def test_past_seven_things_there_is_advice_and_past_twelve_a_warning(portfolio, count, told):
    entries(portfolio, count - 1)  # one badge is there
    page = portfolio.page()
    assert ("Less is more" in page) is bool(told)
    assert told in page


def test_advice_never_stops_anybody_but_there_is_an_end(portfolio, monkeypatch):
    entries(portfolio, 20)
    monkeypatch.setattr(service, "MOST_ITEMS", 21)
    assert portfolio.add(portfolio.section("credentials")).status_code == 400
    section = portfolio.add_section("skills")
    answer = portfolio.add(section, skills="one more")
    assert answer.status_code == 400
    assert "no more room" in answer.text


@pytest.fixture
def many(ola, portfolio, samples) -> dict[str, str]:
    """Everything else that the demo's academy has issued, by the name of its sample."""
    for name, sample in SAMPLES.items():
        if name.startswith("ola-") and name != "ola-holds.png":
            ola.receive(samples.file(sample), name)
    with ola.store.read() as session:
        found = {row.name: row.id for row in session.query(HeldCredential)}
    found.pop("badge.png")
    portfolio.add(portfolio.section(), *(f"credential:{id}" for id in found.values()))
    return found


def test_only_the_strongest_is_proposed_with_reasons_and_changes_nothing_by_itself(portfolio, many):
    before = [item.id for item in portfolio.rows()[2]]
    page = html.unescape(portfolio.browser.get(f"{portfolio.path}/strongest").text)
    assert "would stay" in page
    assert "Because it checks out, it proves a skill" in page
    assert "would go" in page
    assert "an employer sees it only if you choose so" in portfolio.page()  # of the one that has ended
    assert [item.id for item in portfolio.rows()[2]] == before


def test_only_what_the_holder_ticks_goes(portfolio, many, held):
    gone = next(iter(many.values()))
    assert portfolio.post("/strongest", {"credential": [gone]}).status_code == 303
    left = {item.credential_id for item in portfolio.rows()[2]}
    assert left == {held, *many.values()} - {gone}
    assert portfolio.post("/strongest", {"credential": []}).status_code == 400
