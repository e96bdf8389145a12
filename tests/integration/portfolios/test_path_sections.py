"""Progress on a path within a portfolio: who sees it, and what of it."""

from __future__ import annotations

import html
import io
import json

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select

from tests.integration.portfolios.builder import Builder
from wallet.shared_page import compose
from wallet.shared_page.audiences import fields_of
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, Step

PRIVATE = ("secret-remark", "secret-next-action", "secret-closing-terms", "secret-description")


@pytest.fixture
def path(ola, held, clock) -> str:
    """A path of three steps: one proved by the badge, one by another badge, one that was returned."""
    with ola.store.write() as session:
        badge = session.get(HeldCredential, held)
        mine = Path(
            account_id=ola.id,
            title="To be an analyst",
            goal="reskilling",
            next_action=PRIVATE[1],
            next_action_on="2027-01-01",
            closing_terms=PRIVATE[2],
        )
        session.add(mine)
        session.flush()
        for place, (title, rule, more) in enumerate(
            [
                ("Have the badge", {"type": "credential", "title_contains": badge.title}, {}),
                (
                    "Show a report",
                    {"type": "evidence", "min": 1},
                    {"needs_review": True, "review": "returned", "review_words": PRIVATE[0]},
                ),
                ("A talk", {"type": "manual", "key": "talk", "by": "learner"}, {"description": PRIVATE[3]}),
            ]
        ):
            session.add(Step(path_id=mine.id, position=place, title=title, rule=rule, **more))
        return mine.id


@pytest.fixture
def portfolio(ola, held, path) -> Builder:
    built = Builder(ola, held, audience="adviser")
    section = built.add_section("path_progress")
    assert built.add(section, f"path:{path}").status_code == 303
    return built


def composed(ola, portfolio, audience: str, **chosen):
    services = ola.app.extensions["wallet"]
    with ola.app.test_request_context():
        return compose.compose_portfolio(
            ola.id, portfolio.id, fields=fields_of(audience, chosen), services=services
        )


def open_link(ola, portfolio, audience: str, **form) -> tuple[str, str]:
    """(where it leads, where it is governed)"""
    asked = {"name": audience, "ends": "90", "audience": audience, **form}
    answer = ola.browser.post(f"/links/portfolios/{portfolio.id}/new", asked)
    assert answer.status_code == 303, answer.text
    page = ola.browser.get(answer.headers["Location"]).text
    start = page.index("/s/")
    return page[start : page.index('"', start)], answer.headers["Location"]


def test_an_adviser_sees_how_far_a_path_has_come_and_what_proves_it_and_nothing_else(
    ola, portfolio, stranger
):
    address, _ = open_link(ola, portfolio, "adviser", **{"adviser.paths": "on"})
    page = html.unescape(stranger.get(address).text)
    for words in (
        "To be an analyst",
        "Reskilling",
        "33%",
        "1 of 3 steps",
        "Have the badge",
        "not a qualification",
        "awards no qualification",
    ):
        assert words in page, words
    assert 'href="#c1"' in page[page.index("Have the badge") :]
    for secret in (*PRIVATE, "Returned"):
        assert secret not in page
    said = json.loads(stranger.get(f"{address}.json").text)
    (shown,) = [item for part in said["sections"] for item in part["items"] if item["type"] == "path"]
    assert shown["percent"] == 33 and shown["steps"][0]["proofs"] == ["c1"]
    assert not any(secret in json.dumps(said) for secret in (*PRIVATE, portfolio.id, "remark"))


def test_a_proof_that_is_not_on_the_page_is_not_named(ola, held, portfolio, path):
    title = composed(ola, portfolio, "adviser").credentials[0].title
    alone = Builder(ola, audience="adviser", title="Only the path")
    alone.add(alone.add_section("path_progress"), f"path:{path}")
    page = composed(ola, alone, "adviser")
    (shown,) = page.sections[0].items
    assert shown.steps[0].state == "done" and shown.steps[0].proofs == ()
    assert title not in json.dumps(compose.as_json(page))


def test_ten_paths_take_as_many_queries_as_one(ola, portfolio, stranger):
    address, _ = open_link(ola, portfolio, "adviser", **{"adviser.paths": "on"})
    engine, asked = ola.store.engine, []
    stranger.get(address)
    event.listen(engine, "before_cursor_execute", listener := lambda *call: asked.append(call[2]))
    stranger.get(address)
    one = len(asked)
    with ola.store.write() as session:
        more = [Path(account_id=ola.id, title=f"Path {number}", goal="other") for number in range(9)]
        session.add_all(more)
        session.flush()
        ids = [path.id for path in more]
    assert portfolio.add(portfolio.section("path_progress"), *(f"path:{id}" for id in ids)).status_code == 303
    asked.clear()
    assert "Path 8" in stranger.get(address).text
    event.remove(engine, "before_cursor_execute", listener)
    assert len(asked) == one


def test_an_employer_and_anybody_else_never_see_a_path_and_a_school_only_by_choice(ola, portfolio, stranger):
    with_words = portfolio.section("path_progress")
    portfolio.post(f"/sections/{with_words}", {"title": "canary-title", "words": "canary-words"})
    canaries = ("To be an analyst", "Have the badge", "canary-title", "canary-words", "33%")
    for audience, form in (
        ("employer", {"employer.paths": "on"}),
        ("public", {"public.paths": "on"}),
        ("school", {}),
    ):
        address, _ = open_link(ola, portfolio, audience, **form)
        for outlet in (address, f"{address}.json", f"{address}/card.png"):
            answer = stranger.get(outlet)
            told = html.unescape(answer.text) + str(answer.headers)
            assert not any(canary in told for canary in canaries), (audience, outlet)
        assert not any(
            canary in json.dumps(compose.freeze(composed(ola, portfolio, audience)))
            for canary in (*canaries, "path")
        )
    address, _ = open_link(ola, portfolio, "school", **{"school.paths": "on"})
    assert "To be an analyst" in stranger.get(address).text


def test_a_path_is_put_in_once_and_only_ones_own(ola, sam, portfolio, path):
    section = portfolio.section("path_progress")
    portfolio.add(section, f"path:{path}")
    assert portfolio.page().count("To be an analyst") >= 1
    assert [item.skill for item in portfolio.rows()[2] if item.skill] == [path]
    his = Builder(sam, audience="adviser")
    assert his.add(his.add_section("path_progress"), f"path:{path}").status_code == 404
    assert portfolio.add(portfolio.section(), f"path:{path}").status_code == 404
    assert "never sees this section" not in portfolio.page()
    copied = portfolio.browser.post(f"{portfolio.path}/duplicate", {"audience": "employer"})
    assert "never sees this section" in portfolio.browser.get(copied.headers["Location"]).text


def test_a_deleted_path_stands_nowhere_and_an_empty_section_is_not_shown(ola, portfolio, path, clock):
    with ola.store.write() as session:
        session.scalars(select(Path).where(Path.id == path)).one().deleted_at = clock.now()
    assert [part.kind for part in composed(ola, portfolio, "adviser").sections] == ["credentials"]
    assert "To be an analyst" not in portfolio.page()


def test_a_frozen_link_shows_words_and_progress_as_of_then_until_it_is_frozen_again_or_not_at_all(
    ola, portfolio, path, stranger, clock
):
    address, manage = open_link(ola, portfolio, "adviser", frozen="on", **{"adviser.paths": "on"})
    edit = manage.split("?")[0].rstrip("/") + "/edit"
    assert "frozen" in ola.browser.get(edit).text
    section = portfolio.section()
    portfolio.post(f"/sections/{section}", {"words": "written later"})
    with ola.store.write() as session:
        session.scalars(select(Step).where(Step.path_id == path, Step.position == 2)).one().title = "Later"
    frozen = html.unescape(stranger.get(address).text)
    assert "written later" not in frozen and "Later" not in frozen and "A talk" in frozen
    assert "as of" in frozen
    polish = html.unescape(stranger.get(f"{address}?lang=pl").text)
    assert "1 z 3" in polish and "Zrobione" in polish, "frozen, in the reader's language"
    as_before = {"name": "adviser", "audience": "adviser", **ticked(ola, edit)}
    ola.browser.post(edit, {**as_before, "frozen": "on"})
    assert "written later" not in stranger.get(address).text, "saving the form again does not thaw it"
    again = ola.browser.post(edit, {**as_before, "frozen": "on", "freeze": "again"})
    assert again.status_code == 303
    assert "written later" in stranger.get(address).text
    portfolio.post(f"/sections/{section}", {"words": "the last words"})
    assert "the last words" not in stranger.get(address).text
    ola.browser.post(edit, as_before)
    assert "the last words" in stranger.get(address).text


def ticked(ola, edit: str) -> dict[str, str]:
    import re

    page = ola.browser.get(edit).text
    found = re.findall(r'<input[^>]*name="(adviser\.[a-z_]+)"[^>]*checked', page)
    return dict.fromkeys(found, "on")


def paper(ola, portfolio: str, **form) -> str:
    answer = ola.browser.post(f"/exports/portfolios/{portfolio}/pdf", form)
    ola.app.extensions["wallet"].jobs.run_due()
    data = ola.browser.get(answer.headers["Location"] + "/download").data
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_paper_says_the_same_to_whom_it_may_and_that_no_qualification_is_awarded(ola, portfolio):
    form = ola.browser.get(f"/exports/portfolios/{portfolio.id}/pdf").text
    assert 'name="paths" checked' in form
    text = paper(ola, portfolio.id, paths="on")
    for words in ("To be an analyst", "33%", "1 of 3 steps", "Have the badge", "awards no qualification"):
        assert words in text, words
    assert not any(secret in text for secret in PRIVATE)
    copies = {}
    for audience in ("employer", "public", "school"):
        copied = ola.browser.post(f"{portfolio.path}/duplicate", {"audience": audience})
        copies[audience] = copied.headers["Location"].rpartition("/")[2]
    for audience in ("employer", "public"):
        assert 'name="paths"' not in ola.browser.get(f"/exports/portfolios/{copies[audience]}/pdf").text
        text = paper(ola, copies[audience], paths="on")
        assert "To be an analyst" not in text and "33%" not in text, audience
    assert "To be an analyst" not in paper(ola, copies["school"])
    assert "To be an analyst" in paper(ola, copies["school"], paths="on")


def test_paper_tells_how_to_reach_somebody_only_if_they_show_it(ola, held):
    contact = {"contact": "reach-me-here", "audience": "adviser"}
    assert "reach-me-here" not in paper(ola, Builder(ola, held, **contact).id)
    assert "reach-me-here" in paper(ola, Builder(ola, held, **contact, show_contact="on").id)
