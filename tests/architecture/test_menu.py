"""The main menu marks where one is: on every page of the map, signed in, one entry, and the right one."""

from __future__ import annotations

import re

import pytest

from tests.abuse.test_authz import ADVISERS, OWNED, SELF, Things, things
from tests.peers.wallet_in_test import open_wallet
from wallet import DEMO, FEATURES, MENU
from wallet.store.models.account import Account

__all__ = ["things"]

# By hand, on purpose: where a person would look for the page. The pages of an adviser are `people`.
MARKED = {
    "wallet": """collection.home collection.credential collection.document entries.entry
        entries.edit transparency.ask transparency.compare linkedin.add
        sharing.open_link exports.forms exports.form exports.pdf_options exports.presentation exports.made""",
    "portfolios": """portfolios.list portfolios.create portfolios.portfolio portfolios.head portfolios.preview
        portfolios.section portfolios.add portfolios.strongest portfolios.item sharing.links sharing.opened
        sharing.edit_link sharing.lock_link sharing.open_portfolio_link exports.portfolio_pdf_options""",
    "add": "imports.add imports.batch entries.new entries.from_document",
    "paths": """paths.list paths.create paths.path paths.edit paths.step plans.plan plans.printed
        skills.skills skills.gaps advising.templates advising.template advising.create_template
        advising.edit_template advising.grants advising.invite advising.invited
        advising.template_step advising.proposal""",
    "check": "checker.check",
    "": "checker.help",
    "me": """accounts.me accounts.leave accounts.confirm_email accounts.waiting_to_go takeout.page
        course_guide.list course_guide.step course_guide.description""",
}
WHERE = {endpoint: entry for entry, pages in MARKED.items() for endpoint in pages.split()}
LEADS_TO = {"/": "wallet", "/portfolios": "portfolios", "/add": "add", "/paths": "paths", "/check": "check"}
LEADS_TO |= {"/me": "me", "/advise": "people"}
FEWER = {"add": 1, "check": 1, "": 0}  # in one of the two menus, or in none; the others in both


@pytest.fixture
def adviser(ola, sqlite_store):
    """She looks after others too, so her menu has all its entries."""
    with sqlite_store.write() as session:
        session.get(Account, ola.id).role = "adviser"
    return ola


def marked(page: str) -> list[str]:
    menus = "".join(re.findall(r'<nav (?:class="tabbar" )?aria-label="Main.*?</nav>', page, re.DOTALL))
    return [LEADS_TO[href] for href in re.findall(r'<a href="([^"]+)"[^>]* aria-current="page"', menus)]


def test_every_page_marks_its_own_entry_of_the_menu(app, adviser, things: Things):
    build = app.url_map.bind("wallet.example").build
    looked_at = set()
    for rule in app.url_map.iter_rules():
        endpoint = rule.endpoint
        if "GET" not in rule.methods or endpoint not in {*SELF, *OWNED, *ADVISERS, *WHERE}:
            continue
        named = endpoint in OWNED or endpoint in ADVISERS
        answer = adviser.browser.get(things.address(app, endpoint) if named else build(endpoint))
        if answer.mimetype != "text/html" or 'aria-label="Main' not in answer.text:
            continue
        looked_at.add(endpoint)
        entry = WHERE.get(endpoint, "people" if endpoint in ADVISERS else "nowhere")
        assert marked(answer.text) == [entry] * FEWER.get(entry, 2), endpoint
    assert len(looked_at) > 60 and WHERE.keys() - looked_at <= {
        "accounts.waiting_to_go",  # leads back whoever has not left
        "portfolios.preview",  # has the bar of a shared page
        "exports.presentation",  # a file
        "exports.form",
    }


def test_the_table_of_the_menu_names_packages_and_pages_that_are_there(sqlite_store):
    known = {*FEATURES, *DEMO, *open_wallet(sqlite_store, demo=True).view_functions}
    assert MENU.keys() - known == set()
    assert FEATURES.keys() - MENU.keys() == {"web", "vocabulary"}  # for machines; for whoever runs the wallet
