"""Proposals below the pages, on both databases: written under a grant, answered once."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from wallet.advising import diagnoses, proposal_answers, proposals, step_reviews
from wallet.errors import NotFound, Refused
from wallet.paths.service import StepWish, save_step
from wallet.services import Services
from wallet.skills.diagnosis_item import Item
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account
from wallet.store.models.advising import Grant, Proposal
from wallet.store.models.path import Path, PathSnapshot, Step, StepMark, Win

SQL = {"type": "skill", "any_of": ["sql"]}
MARK = {"type": "manual", "key": "mark-0", "label": "Talk held", "by": "adviser"}


@pytest.fixture
def services(store, clock) -> Services:
    return Services(settings=None, store=store, jobs=None, fetcher=None, clock=wallet_clock)


@pytest.fixture
def people(store, clock) -> tuple[str, str, str]:
    """(holder, adviser, path): the path is granted, and has one step."""
    with store.write() as session:
        ola = Account(issuer="i", subject="ola", name="Ola", role="learner")
        jan = Account(issuer="i", subject="jan", name="Jan", role="adviser")
        session.add_all([ola, jan])
        session.flush()
        path = Path(account_id=ola.id, title="To data", goal="other")
        session.add(path)
        session.flush()
        step = Step(path_id=path.id, position=0, title="Tables", rule={"type": "evidence", "min": 1})
        now = clock.now()
        grant = Grant(
            account_id=ola.id, adviser_id=jan.id, name="Jan", taken_at=now, ends_at=now.replace(2027)
        )
        grant.scope = {"paths": [path.id]}
        session.add_all([step, grant])
        return ola.id, jan.id, path.id


def one(store, table, **by):
    with store.read() as session:
        found = session.scalars(select(table).filter_by(**by)).one()
        session.expunge_all()
    return found


def close(store):
    with store.write() as session:
        session.scalars(select(Grant)).one().closed_at = wallet_clock.now()


def test_a_sent_proposal_outlives_its_grant_and_is_applied_as_the_holders_own_edit(store, services, people):
    holder, adviser, path_id = people
    proposals.propose_step(adviser, path_id, None, StepWish("Databases", SQL, hours="20"), services=services)
    (first,) = (step.id for step in [one(store, Step)])
    proposals.propose_step(adviser, path_id, first, StepWish("Tables", MARK), services=services)
    proposals.propose_for_path(adviser, path_id, {"due_on": "2027-06-30"}, services=services)
    with pytest.raises(NotFound):  # a draft is not there for the holder
        proposal_answers.proposal_for(holder, path_id, one(store, Proposal).id, services=services)
    proposals.send(adviser, path_id, "Begin with this.", services=services)
    close(store)
    with pytest.raises(NotFound):
        proposals.withdraw(adviser, path_id, one(store, Proposal).id, services=services)
    row = one(store, Proposal)
    states = proposal_answers.answer(
        holder, path_id, row.id, proposal_answers.ALL, "accept", services=services
    )
    assert states == ("accepted",) * 3
    kept = one(store, Path)
    assert (kept.due_on, kept.version) == ("2027-06-30", 2)
    assert one(store, Step, title="Databases").rule == SQL
    assert one(store, Step, title="Tables").rule == MARK
    assert one(store, Proposal).state == "answered"
    assert one(store, PathSnapshot).exact == "0"
    for stranger in (adviser, "f" * 32):
        with pytest.raises(NotFound):
            proposal_answers.answer(
                stranger, path_id, row.id, proposal_answers.ALL, "accept", services=services
            )


def test_a_grant_closed_in_flight_writes_nothing(store, services, people, monkeypatch):
    _, adviser, path_id = people
    step = one(store, Step).id
    item = Item("SQL", needed_level=3)
    close(store)
    deeds = (
        lambda: proposals.propose_step(adviser, path_id, None, StepWish("x", SQL), services=services),
        lambda: proposals.propose_removal(adviser, path_id, step, services=services),
        lambda: proposals.send(adviser, path_id, "", services=services),
        lambda: step_reviews.review(adviser, path_id, step, {"deed": "accept"}, services=services),
        lambda: step_reviews.mark_step(adviser, path_id, step, "mark-0", done=True, services=services),
        lambda: diagnoses.save(adviser, path_id, [item], "", services=services, language="en"),
    )
    for deed in deeds:
        with pytest.raises(NotFound):
            deed()
    with store.read() as session:
        assert not session.scalars(select(Proposal)).all() and not session.scalars(select(StepMark)).all()


def test_two_answers_at_one_moment_apply_a_change_once(store, services, people):
    holder, adviser, path_id = people
    proposals.propose_step(adviser, path_id, None, StepWish("Databases", SQL), services=services)
    proposals.send(adviser, path_id, "", services=services)
    row, outcomes = one(store, Proposal).id, []

    def answer() -> None:
        try:
            outcomes.append(proposal_answers.answer(holder, path_id, row, "all", "accept", services=services))
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(str, outcomes)) == ["('accepted',)", "proposal-is-answered"]
    assert one(store, Step, title="Databases").position == 1


def test_a_change_that_cannot_be_applied_leaves_all_as_it_was(store, services, people):
    holder, adviser, path_id = people
    proposals.propose_for_path(
        adviser, path_id, {"weekly_hours": "4", "due_on": "2027-06-30"}, services=services
    )
    proposals.send(adviser, path_id, "", services=services)
    with store.write() as session:
        session.scalars(select(Path)).one().start_on = "2028-01-01"
    row = one(store, Proposal).id
    with pytest.raises(Refused, match="path-ends-before-it-starts"):
        proposal_answers.answer(holder, path_id, row, "all", "accept", services=services)
    assert one(store, Path).weekly_hours is None
    assert {change["state"] for change in one(store, Proposal).changes} == {"open"}
    with pytest.raises(Refused):
        proposal_answers.answer(holder, path_id, row, "all", "perhaps", services=services)


def test_the_advisers_acceptance_completes_a_step_and_both_wins_are_kept(store, services, people):
    holder, adviser, path_id = people
    step = one(store, Step).id
    wish = StepWish("Talk", {"type": "all", "of": [MARK]}, needs_review=True)
    save_step(holder, path_id, step, wish, services=services)
    with store.write() as session:
        session.get(Step, step).review = "requested"
    step_reviews.review(adviser, path_id, step, {"deed": "accept", "laid": ""}, services=services)
    with store.read() as session:
        assert [win.kind for win in session.scalars(select(Win))] == ["evidence-accepted"]
    step_reviews.mark_step(adviser, path_id, step, "mark-0", done=True, services=services)
    with store.read() as session:
        kinds = sorted(win.kind for win in session.scalars(select(Win).where(Win.path_id == path_id)))
    assert kinds == ["evidence-accepted", "percent", "percent", "percent", "percent", "step-done"]
    assert one(store, StepMark).marked_by == adviser
