"""What a person types into any form is kept without characters that turn the direction of text or control
something: one title bent by U+202E bends the sentences around it, on the pages of others too."""

from __future__ import annotations

from html.parser import HTMLParser

from sqlalchemy import select

from tests.abuse.test_authz import ADVISERS, OWNED, SELF, Things, things
from tests.peers.wallet_in_test import Browser
from wallet.store import originals
from wallet.store.models.account import Account
from wallet.store.models.base import Base
from wallet.store.models.imports import ImportItem
from wallet.store.models.path import Path

__all__ = ["things"]

BENT = "Gda\u202eńsk\u2066 \x07port\x1b"
STRAIGHT = "Gdańsk port"
TYPED = {"text", "search", ""}  # types of inputs whose letters are a person's own
LEFT_OUT = {"file", "submit", "password", "checkbox", "radio"}
LEFT_ALONE = {"accounts.leave_now", "accounts.erase", "accounts.sign_out", "accounts.sign_out_everywhere"}
EARLIER = ("/delete", "/remove", "/close", "/leave", "sign-out", "/undo", "/erase", "/end")


class Forms(HTMLParser):
    """The forms of a page: where each is sent, its fields as a browser would send them, and those typed."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self.found: list[tuple[str, dict[str, str], set[str]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        is_there = {name for name, _ in given}
        of = {name: value or "" for name, value in given}
        if tag == "form":
            self.found.append(
                ((of.get("action") or self._address) if of.get("method") == "post" else "", {}, set())
            )
        if not self.found:
            return
        _, fields, typed = self.found[-1]
        name, kind = of.get("name", ""), of.get("type", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in is_there or self._select not in fields):
            fields[self._select] = of.get("value", "")
        elif tag == "textarea" or (tag == "input" and kind in TYPED and name):
            fields[name] = of.get("value", "")
            if "pattern" not in is_there and "inputmode" not in is_there:
                typed.add(name)
        elif tag == "input" and (kind not in LEFT_OUT or "checked" in is_there):
            fields[name] = of.get("value", "")


def sent(browser: Browser, address: str, page: str) -> int:
    """Send every form of the page with bent words in every field for words, one field at a time as well:
    where one is refused, the others are not held back by it."""
    forms = Forms(address)
    forms.feed(page)
    count = 0
    for action, fields, typed in forms.found:
        if not action or not typed or any(part in action for part in EARLIER):
            continue
        count += 1
        for bent in (typed, *({name} for name in sorted(typed)[:12])):
            browser.post(action, {**fields, **dict.fromkeys(bent, BENT)})
    return count


def all_words(store) -> str:
    """Everything kept but bytes."""
    with store.read() as session:
        rows = [row for table in Base.metadata.tables.values() for row in session.execute(select(table))]
        return " ".join(repr(value) for row in rows for value in row if not isinstance(value, bytes))


def test_every_form_of_every_page_keeps_words_straight(app, ola, things: Things, sqlite_store):
    with sqlite_store.write() as session:
        session.get(Account, ola.id).role = "adviser"
    build = app.url_map.bind("wallet.example").build
    count = 0
    for endpoint in sorted((SELF | OWNED.keys() | ADVISERS.keys()) - LEFT_ALONE):
        if not any("GET" in rule.methods for rule in app.url_map.iter_rules(endpoint)):
            continue
        address = build(endpoint) if endpoint in SELF else things.address(app, endpoint)
        answer = ola.browser.get(address)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            count += sent(ola.browser, address, answer.text)
    kept = all_words(sqlite_store)
    assert count > 20 and kept.count(STRAIGHT) > 15, (count, kept.count(STRAIGHT))
    for unseen in (r"\u202e", r"\u2066", r"\x07", r"\x1b"):
        assert unseen not in kept


def test_the_title_of_a_path_is_straight(app, ola, sqlite_store):
    ola.browser.post("/paths/new", {"title": BENT, "goal": "other", "target": BENT})
    with sqlite_store.read() as session:
        assert session.scalars(select(Path.title)).all() == [STRAIGHT]


def test_what_may_be_signed_is_kept_to_the_letter(app, ola, sqlite_store):
    pasted = '{"name": "' + BENT + '"}'
    assert ola.browser.post("/add", {"text": pasted}).status_code == 303
    with sqlite_store.read() as session:
        digest = session.scalars(select(ImportItem.original_digest)).one()
        assert originals.read_original(session, digest) == pasted.encode()
