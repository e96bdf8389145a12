"""A learner with a path, and a career adviser to whom it may be opened."""

from __future__ import annotations

import re

import pytest

from tests.learners import Learner
from wallet.store.models.account import Account

OPEN = {"name": "Jan, labour office", "ends": "90", "may_comment": "on", "may_propose": "on", "deed": "open"}


class Adviser(Learner):
    """Somebody whose account has the role."""

    def __init__(self, app, store, name: str = "Jan Kowalski", email: str = "jan@dorobek.example") -> None:
        super().__init__(app, store, name, email)
        with store.write() as session:
            session.get(Account, self.id).role = "adviser"

    def take(self, code: str):
        return self.browser.post("/advise/take", {"code": code})


def invite(learner: Learner, **scope) -> tuple[str, str]:
    """(id, code) of a new invitation."""
    answer = learner.browser.post("/advisers/new", {**OPEN, **scope})
    assert answer.status_code == 303, answer.text
    page = learner.browser.get(answer.headers["Location"]).text
    code = re.search(r"<code>([0-9A-Z-]{19})</code>", page).group(1)
    return answer.headers["Location"].rpartition("/")[2], code


@pytest.fixture
def jan(app, sqlite_store) -> Adviser:
    return Adviser(app, sqlite_store)


@pytest.fixture
def path(ola) -> str:
    """The id of Ola's path with two steps."""
    form = {"goal": "reskilling", "target": "data analyst", "title": "Data analyst"}
    id = ola.browser.post("/paths/new", form).headers["Location"].rpartition("/")[2]
    for title, text in (("Have the badge", "Tworzenie treści"), ("Read charts", "charts")):
        ola.browser.post(f"/paths/{id}/steps/new", {"title": title, "kind-0": "credential", "text-0": text})
    return id
