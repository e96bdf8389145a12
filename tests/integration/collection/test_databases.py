"""Import, list, show, check and delete on both databases."""

from __future__ import annotations


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
