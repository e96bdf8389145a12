"""Skills and gaps as services, on both databases: kept and read back, each holder's apart, added up once."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest

from tests.integration.skills.test_gaps import in_use, occupation, skill
from wallet.errors import NotFound
from wallet.paths.service import PathWish, make_path
from wallet.skills import target_skills
from wallet.skills.skill_profile import having
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account
from wallet.store.models.credential import HeldCredential, Original
from wallet.store.models.path import Step


@pytest.fixture
def services(store, clock):
    with store.write() as session:
        session.add(Original(digest="0" * 64, size=1, media_type="x", data=b"x"))
    return SimpleNamespace(store=store, clock=wallet_clock)


def holder_of(services, name, **badges):
    """A new holder of badges with these facts, valid if they do not say otherwise."""
    with services.store.write() as session:
        account = Account(issuer="i", subject=name)
        session.add(account)
        session.flush()
        for place, (title, facts) in enumerate(badges.items()):
            row = HeldCredential(
                account_id=account.id,
                original_digest="0" * 64,
                fingerprint=f"{place:064x}",
                carrier="json",
                dialect="ob3",
                title=title,
                issuer_name="Academy",
                issuer_id="https://academy.example",
                issued_at=services.clock.now(),
                verdict=facts.pop("verdict", "valid"),
                facts=facts,
            )
            session.add(row)
        return account.id


def path_of(holder, services, goal="reskilling"):
    return make_path(holder, PathWish(title="Analyst", goal=goal), services=services)


def test_hours_and_credits_of_a_whole_and_of_its_parts_are_added_up_once_and_nobody_elses(services):
    one = holder_of(
        services,
        "one",
        whole={"achievement": "urn:w", "ects": "6", "hours": "150", "part_names": ["urn:p", "urn:q"]},
        part={"achievement": "urn:p", "ects": "2", "hours": "50"},
        another={"achievement": "urn:q", "ects": "2.5"},
        beside={"achievement": "urn:o", "ects": "0.1", "hours": "8"},
        revoked={"achievement": "urn:r", "ects": "30", "hours": "900", "verdict": "revoked"},
    )
    two = holder_of(services, "two", part={"achievement": "urn:p", "ects": "2", "skills": ["welding"]})
    have = having(one, services=services, language="en")
    assert (have.ects.total, have.ects.twice) == (Fraction(61, 10), Fraction(9, 2))
    assert (have.hours.total, have.hours.twice) == (Fraction(158), Fraction(50))
    assert have.skills == ()
    other = having(two, services=services, language="en")
    assert (other.ects.total, [known.key for known in other.skills]) == (Fraction(2), ["welding"])


def test_an_occupation_a_list_and_what_was_confirmed_are_kept_until_steps_are_made_of_them(services):
    in_use(services.store)
    proofs = {f"badge {n}": {"skills": [skill(n)]} for n in range(4)}
    one = holder_of(services, "one", **proofs, sheets={"skills": ["data in spreadsheets"]})
    two = holder_of(services, "two")
    path = path_of(one, services)
    asked = {"services": services, "language": "en"}
    target_skills.choose_occupation(one, path, occupation(0), **asked)
    assert target_skills.paste_needs(one, path, "Spreadsheets\nForklift", services=services) == 2
    target_skills.confirm_fit(one, path, "spreadsheets", "data in spreadsheets", fits=True, **asked)
    target_skills.paste_needs(
        one, path, "Forklift\nSpreadsheets", services=services
    )  # what was confirmed stays
    page = target_skills.gap_page(one, path, **asked)
    assert (page.occupation, page.pasted) == ("tester 0", "Forklift\nSpreadsheets")
    assert [len(page.of_state(state)) for state in ("proven", "stale", "declared", "missing")] == [5, 0, 0, 7]
    assert len(page.proofs) == 5  # what a portfolio for that need is made of
    wished = ["forklift", skill(7), skill(0), "spreadsheets"]  # two of them are proven: no step
    assert target_skills.make_steps(one, path, wished, **asked) == 2
    assert target_skills.make_steps(one, path, wished, **asked) == 0
    with services.store.read() as session:
        rules = [step.rule["any_of"] for step in session.query(Step).filter_by(path_id=path)]
    assert sorted(rules) == [["Forklift"], [skill(7)]]
    for deed in (
        lambda: target_skills.gap_page(two, path, **asked),
        lambda: target_skills.paste_needs(two, path, "x", services=services),
        lambda: target_skills.choose_occupation(two, path, occupation(0), **asked),
        lambda: target_skills.confirm_fit(two, path, "forklift", "x", fits=False, **asked),
        lambda: target_skills.make_steps(two, path, ["forklift"], **asked),
    ):
        with pytest.raises(NotFound):
            deed()
    assert target_skills.gap_page(two, path_of(two, services), **asked).gaps == ()
