"""Only the strongest: what is proposed to stay, what to go, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wallet.portfolios.strongest import Candidate, propose

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STRONG = Candidate(
    id="a",
    title="Working with data",
    issuer="Academy",
    achievement="https://academy.example/data",
    verdict="valid",
    kind="skill",
    outcomes=3,
    issued_at=NOW - timedelta(days=30),
)


def only(candidate: Candidate):
    (proposal,) = propose([candidate], at=NOW)
    return proposal


def test_what_holds_proves_a_skill_says_what_and_is_in_force_stays_with_each_reason():
    proposal = only(STRONG)
    assert proposal.keep
    assert proposal.reasons == ("verified", "skill", "says-what", "current")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"verdict": "revoked"}, "not-verified"),
        ({"verdict": "undetermined"}, "not-verified"),
        ({"verdict": "unsigned"}, "not-verified"),
        ({"verdict": None}, "not-verified"),
        ({"another": True}, "another"),
        ({"another": True, "verdict": "expired"}, "another"),
        ({"verdict": "expired"}, "ended"),
        ({"expires_at": NOW}, "ended"),
        ({"kind": "membership"}, "participation"),
        ({"kind": "participation"}, "participation"),
        ({"outcomes": 0}, "says-little"),
        ({"outcomes": 0, "stated": 7}, "says-little"),
    ],
)
def test_one_weakness_is_enough_to_go_and_is_named(change, reason):
    proposal = only(replace(STRONG, **change))
    assert (proposal.keep, proposal.reasons) == (False, (reason,))


def test_without_outcomes_it_stays_when_most_of_what_should_be_stated_is():
    assert only(replace(STRONG, outcomes=0, stated=8)).reasons[2] == "transparent"


def test_it_is_in_force_until_its_last_moment():
    assert only(replace(STRONG, expires_at=NOW + timedelta(seconds=1))).keep


def test_of_several_alike_the_newest_stays_and_the_other_names_it():
    older = replace(STRONG, id="old", issued_at=NOW - timedelta(days=400))
    undated = replace(STRONG, id="undated", issuer=" ACADEMY ", issued_at=None)
    found = {proposal.id: proposal for proposal in propose([older, STRONG, undated], at=NOW)}
    assert [found[name].keep for name in ("old", "a", "undated")] == [False, True, False]
    assert found["old"].reasons == ("repeated",)
    assert found["old"].like == found["undated"].like == "a"


def test_a_newer_one_that_is_weak_takes_no_place():
    revoked = replace(STRONG, id="new", verdict="revoked", issued_at=NOW)
    found = {proposal.id: proposal.keep for proposal in propose([STRONG, revoked], at=NOW)}
    assert found == {"a": True, "new": False}


def test_the_same_achievement_of_another_issuer_is_another():
    other = replace(STRONG, id="b", issuer="University")
    assert all(proposal.keep for proposal in propose([STRONG, other], at=NOW))


def test_each_gets_its_answer_in_the_order_given():
    given = [replace(STRONG, id=str(n), achievement=str(n)) for n in range(5)]
    assert [proposal.id for proposal in propose(given, at=NOW)] == list("01234")


@pytest.mark.parametrize("kind", ["qualification", "other", ""])
def test_what_is_no_proof_of_a_skill_is_not_said_to_be_one(kind):
    assert only(replace(STRONG, kind=kind)).reasons == ("verified", "says-what", "current")
