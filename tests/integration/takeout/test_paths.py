"""Paths go out and come in again, equal and once; nothing of another person comes to life."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import select

from tests.integration.takeout.test_takeout import bring, opened, packed, take
from wallet.store.models.advising import Comment, Diagnosis, Grant, Meeting, PathTemplate
from wallet.store.models.course_guide import Description
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.path import Path, PathSnapshot, Step, StepEvidence, StepMark
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection

LISTS = (
    *("paths", "steps", "step_evidence", "step_marks", "path_snapshots", "diagnoses"),
    *("path_templates", "descriptions", "portfolio_items"),
)


def fill(session, holder: str, now) -> str:
    before = now - timedelta(days=40)
    mine = Path(
        account_id=holder, title="Analityczka danych", goal="reskilling", target_label="data analyst",
        start_on="2026-01-01", due_on="2027-06-30", weekly_hours=4, next_action="Zadzwonić",
        next_action_on="2026-12-01", closing_terms="Gdy mam pracę", created_at=before, updated_at=before,
        conditions={"max_age_days": 900},
    )  # fmt: skip
    entry = OwnEntry(
        account_id=holder, kind="project", title="Mapa barier", began_on="2024", created_at=before
    )
    piece = Evidence(account_id=holder, kind="text", words="Opis mapy", created_at=before)
    session.add_all([mine, entry, piece])
    session.flush()
    first = Step(
        path_id=mine.id, position=0, title="Rozmowa", weight="1.5", hours=2,
        rule={"type": "manual", "key": "talk", "label": "Odbyta", "by": "learner"},
    )  # fmt: skip
    session.add(first)
    session.flush()
    second = Step(
        path_id=mine.id, position=1, title="Projekt", required=False, after=[first.id], field="digital",
        rule={"type": "any", "of": [{"type": "evidence", "min": 1}, {"type": "skill", "any_of": ["SQL"]}]},
    )  # fmt: skip
    session.add(second)
    session.flush()
    session.add_all(
        [
            StepEvidence(step_id=second.id, entry_id=entry.id, at=before),
            StepEvidence(step_id=second.id, evidence_id=piece.id, at=before),
            StepMark(step_id=first.id, key="talk", role="learner", marked_by=holder, note="w", at=before),
            PathSnapshot(path_id=mine.id, number=1, at=before, percent=0, exact="0"),
            PathSnapshot(
                path_id=mine.id, number=2, at=now, percent=100, exact="1",
                reason={"lost": [{"title": "Kurs", "reason": "expired", "on": "2026-05-01"}]},
            ),
            Diagnosis(
                account_id=holder, path_id=mine.id, source="list", at=before, title="Ogłoszenie",
                items=[{"is": "need", "label": "SQL"}, {"is": "fit", "need": "sql", "skill": "sql"}],
            ),
            PathTemplate(
                account_id=holder, title="Wzór", goal="return", content={"steps": []}, updated_at=before
            ),
            Description(
                account_id=holder, title="Kurs SQL", content={"title": "Kurs SQL", "ects": "2"},
                created_at=before, updated_at=before,
            ),
        ]
    )  # fmt: skip
    portfolio = Portfolio(account_id=holder, title="Dla doradcy", language="pl", audience="adviser")
    session.add(portfolio)
    session.flush()
    section = PortfolioSection(portfolio_id=portfolio.id, position=0, kind="path_progress")
    session.add(section)
    session.flush()
    session.add(PortfolioItem(section_id=section.id, position=0, skill=mine.id, caption="moja droga"))
    return mine.id


def without_ids(data: bytes) -> dict[str, list]:
    """The lists of a copy with every id replaced by what it stands for."""
    document = json.loads(opened(data).read("wallet.json"))
    names = {
        row["id"]: f"<{row['title'] or row.get('words')}>"
        for kind in ("paths", "steps", "entries", "evidence")
        for row in document[kind]
    }

    def told(value):
        if isinstance(value, dict):
            return {key: told(one) for key, one in value.items() if key not in {"id", "section_id"}}
        if isinstance(value, list):
            return [told(one) for one in value]
        return names.get(value, value) if isinstance(value, str) else value

    return {name: sorted((told(row) for row in document[name]), key=str) for name in LISTS}


def test_exp_05_paths_out_in_and_out_again_are_equal_and_once(app, ola, sam, sqlite_store, clock):
    with sqlite_store.write() as session:
        fill(session, ola.id, clock.now())
    first = take(app, ola.id)
    bring(app, sam, first)
    expected = without_ids(first)
    assert {name: len(rows) for name, rows in expected.items()} == {
        "paths": 1, "steps": 2, "step_evidence": 2, "step_marks": 1, "path_snapshots": 2, "diagnoses": 1,
        "path_templates": 1, "descriptions": 1, "portfolio_items": 1,
    }  # fmt: skip
    assert without_ids(take(app, sam.id)) == expected
    bring(app, sam, first)
    assert without_ids(take(app, sam.id)) == expected, "taken in twice, everything is there once"
    with sqlite_store.read() as session:
        id = session.scalars(select(Path.id).where(Path.account_id == sam.id)).one()
    assert "Analityczka danych" in sam.browser.get(f"/paths/{id}").text


def test_no_grant_no_word_and_no_decision_of_an_adviser_comes_to_life(app, ola, sam, sqlite_store, clock):
    with sqlite_store.write() as session:
        id = fill(session, ola.id, clock.now())
        step = session.scalars(select(Step).where(Step.path_id == id, Step.position == 0)).one()
        step.needs_review, step.review, step.review_words = True, "accepted", "forged-words"
        session.add_all(
            [
                StepMark(step_id=step.id, key="seen", role="adviser"),
                Grant(account_id=ola.id, name="Jan", ends_at=clock.now() + timedelta(days=9)),
                Comment(path_id=id, words="forged-words", author_name="Jan"),
                Meeting(account_id=ola.id, path_id=id, kind="call", note="forged-words"),
                Diagnosis(account_id=ola.id, path_id=id, source="adviser", author_name="Jan", items=[]),
                PathSnapshot(
                    path_id=id, number=3, percent=100, exact="1", content={"plan": {"a": 1}}, digest="a" * 64
                ),
            ]
        )
        session.scalars(select(PathTemplate)).one().shared = True
    bring(app, sam, take(app, ola.id))
    brought = take(app, sam.id)
    document = json.loads(opened(brought).read("wallet.json"))
    assert b"forged-words" not in opened(brought).read("wallet.json")
    assert not any(document[name] for name in ("grants", "comments", "meetings", "proposals"))
    assert [row["role"] for row in document["step_marks"]] == ["learner"]
    assert [row["source"] for row in document["diagnoses"]] == ["list"]
    assert {row["review"] for row in document["steps"]} == {"none", "requested"}
    assert not any(row["digest"] or row["content"] for row in document["path_snapshots"])
    assert [row["shared"] for row in document["path_templates"]] == [False]


def test_nonsense_about_paths_breaks_no_page(app, ola, sam, sqlite_store, clock):
    with sqlite_store.write() as session:
        fill(session, ola.id, clock.now())
    archive = opened(take(app, ola.id))
    document = json.loads(archive.read("wallet.json"))
    bad = (
        1,
        None,
        {},
        [],
        "x",
        {"a": []},
        [[]],
        "9" * 5000,
        True,
        -1,
        "2026-13-45",
        {"type": "all", "of": []},
    )
    for name in (*LISTS, "comments"):
        for row in list(document[name])[:2]:
            for column in row:
                document[name] += [{**row, column: value} for value in bad]
    (template,) = [row for row in document["path_templates"] if row["title"] == "Wzór"][:1]
    for number, content in enumerate(({"steps": [1, {"title": [], "rule": {}}]}, {"steps": {}, "days": "x"})):
        document["path_templates"].append({**template, "title": f"Wzór {number}", "content": content})
    files = {name: archive.read(name) for name in archive.namelist()}
    bring(app, sam, packed(files | {"wallet.json": json.dumps(document).encode()}))
    with sqlite_store.read() as session:
        paths = session.scalars(select(Path.id).where(Path.account_id == sam.id)).all()
        described = session.scalars(select(Description.id).where(Description.account_id == sam.id)).all()
        portfolios = session.scalars(select(Portfolio.id).where(Portfolio.account_id == sam.id)).all()
        steps = session.scalars(select(Step.path_id).join(Path).where(Path.account_id == sam.id)).all()
    assert paths and described and portfolios and len(steps) <= 100 * len(paths)
    pages = [
        "/paths",
        "/templates",
        "/portfolios",
        *(f"{page}/{id}" for id in paths for page in ("/paths", "/skills/gaps", "/plans")),
    ]
    pages += [f"/portfolios/{id}/preview?as=adviser" for id in portfolios]
    for page in pages:
        assert sam.browser.get(page).status_code == 200, page
    take(app, sam.id)
