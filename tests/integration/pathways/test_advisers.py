"""A holder lets an adviser see: invited, taken up, looked at, talked over, closed."""

from __future__ import annotations

from tests.integration.pathways.advised import OPEN, Adviser, invite, jan, path  # noqa: F401


def test_the_whole_way_from_the_preview_to_the_closed_door(ola, jan, path, held):
    preview = ola.browser.post(
        "/advisers/new", {**OPEN, "deed": "preview", "paths": path, "credentials": held}
    )
    assert preview.status_code == 200, preview.text
    assert "Have the badge" in preview.text
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    grant, code = invite(ola, paths=path, credentials=held)
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    assert jan.take(code.lower().replace("-", " ")).status_code == 303
    board = jan.browser.get("/advise").text
    assert "Ola Zielińska" in board
    seen = jan.browser.get(f"/advise/paths/{path}")
    assert seen.status_code == 200
    assert "Have the badge" in seen.text
    assert jan.browser.get(f"/advise/credentials/{held}").status_code == 200
    assert jan.browser.get(f"/paths/{path}").status_code == 404
    ola.browser.post(f"/advisers/{grant}/close")
    assert jan.browser.get(f"/advise/paths/{path}").status_code == 404
    assert "Ola Zielińska" not in jan.browser.get("/advise").text
