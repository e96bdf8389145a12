"""Import, list, show, check and delete on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from wallet.imports.service import run_item
from wallet.store.models.imports import ImportItem


def test_the_whole_way_of_a_badge_on_sqlite_and_postgresql(store, open_for, issuer, picture):
    ana = open_for(store)
    token = issuer.token("Sheets", to="ana@example.org")
    page = ana.add(("a.jwt", token), ("b.png", picture(token)), ("c.txt", b"?"))
    assert page.count('data-state="done"') == 1
    assert page.count('data-state="duplicate"') == 1
    assert page.count('data-state="refused"') == 1
    (held,) = ana.held()
    assert "Verified" in ana.get(f"/credentials/{held}").text
    assert ana.post(f"/credentials/{held}/check").status_code == 303
    ana.post(f"/credentials/{held}/delete")
    assert ana.held() == []


def test_the_same_badge_by_two_uploads_at_one_moment_is_held_once(store, open_for, issuer):
    ana = open_for(store)
    token = issuer.token("Sheets")
    pages = [ana.upload((f"{number}.jwt", token)).location for number in range(4)]
    with store.read() as session:
        items = session.scalars(select(ImportItem.id)).all()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda item: run_item(item, services=ana.services), items))
    assert len(ana.held()) == 1
    states = [ana.get(page).text.split('data-state="')[1].split('"')[0] for page in pages]
    assert sorted(states) == ["done", "duplicate", "duplicate", "duplicate"]
