"""POST /credentials/<id>/delete and /restore: undone within a week, then gone for good."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from wallet.collection.jobs import purge_deleted
from wallet.store.models.credential import HeldCredential, VerdictRun


def test_deleting_offers_to_undo_and_undoing_brings_all_back(ana, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    answer = ana.post(f"/credentials/{held}/delete")
    assert answer.status_code == 303
    home = ana.get(answer.location).text
    assert f'action="/credentials/{held}/restore"' in home
    assert "“Sheets” was deleted" in home
    assert ana.get(f"/credentials/{held}").status_code == 404
    assert ana.get(f"/credentials/{held}/original").status_code == 404
    assert ana.post(f"/credentials/{held}/restore").status_code == 303
    assert "when it was added" in ana.get(f"/credentials/{held}").text


def test_adding_it_again_brings_it_back(ana, issuer):
    token = issuer.token("Sheets")
    held = ana.add_one(token)
    ana.post(f"/credentials/{held}/delete")
    ana.add(("again.jwt", token))
    assert ana.held() == [held]


def test_after_a_week_it_is_gone_for_good_with_its_history(ana, issuer, clock):
    held = ana.add_one(issuer.token("Sheets"))
    kept = ana.add_one(issuer.token("Kept"))
    ana.post(f"/credentials/{held}/delete")
    clock.move(timedelta(days=6))
    assert purge_deleted(services=ana.services) == 0
    clock.move(timedelta(days=1, hours=1))
    assert purge_deleted(services=ana.services) == 1
    ana.sign_in_again()
    assert ana.post(f"/credentials/{held}/restore").status_code == 404
    with ana.services.store.read() as session:
        assert session.scalars(select(HeldCredential.id)).all() == [kept]
        assert session.scalar(select(func.count()).select_from(VerdictRun)) == 1


def test_another_learner_who_holds_the_same_badge_keeps_it(ana, bob, issuer, clock):
    token = issuer.token("Sheets")
    hers, his = ana.add_one(token), bob.add_one(token)
    ana.post(f"/credentials/{hers}/delete")
    clock.move(timedelta(days=30))
    purge_deleted(services=ana.services)
    bob.sign_in_again()
    assert bob.get(f"/credentials/{his}/original").data == token


def test_nobody_deletes_or_restores_for_another(ana, bob, issuer):
    held = ana.add_one(issuer.token("Sheets"))
    assert bob.post(f"/credentials/{held}/delete").status_code == 404
    ana.post(f"/credentials/{held}/delete")
    assert bob.post(f"/credentials/{held}/restore").status_code == 404
    assert "Sheets" not in bob.get(f"/?deleted={held}").text
