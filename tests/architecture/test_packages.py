"""An address names its package; package, blueprint, templates and integration tests have one name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.peers.wallet_in_test import open_wallet
from wallet import DEMO, FEATURES

ROOT = Path(__file__).parents[2]
WALLET = ROOT / "wallet"
PACKAGES = {**FEATURES, **DEMO}
# Folders of templates that belong to a package without addresses of its own.
DRAWN_BY_OTHERS = {"shared_page"}
# Integration tests of what has no pages.
WITHOUT_PAGES = {"jobs"}
MOST_SIBLINGS = 15
# More, with the reason: docs/adr/0012-features-as-packages.md.
LARGER = {"web", "advising", "collection", "credentials", "fetching"}


@pytest.fixture
def app(store) -> Flask:
    return open_wallet(store, demo=True)


def rules(app: Flask):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_the_first_part_of_every_address_belongs_to_one_package(app):
    owner = {part: package for package, parts in PACKAGES.items() for part in parts}
    assert sum(len(parts) for parts in PACKAGES.values()) == len(owner)
    strays = [
        f"{rule.rule}: {rule.endpoint}"
        for rule in rules(app)
        if rule.endpoint.partition(".")[0] != owner.get(rule.rule.split("/")[1])
    ]
    assert strays == []


def test_a_package_has_one_blueprint_whose_views_are_its_own(app):
    assert set(app.blueprints) == set(PACKAGES)
    strays = [
        f"{rule.endpoint}: {app.view_functions[rule.endpoint].__module__}"
        for rule in rules(app)
        if not app.view_functions[rule.endpoint].__module__.startswith(
            f"wallet.{rule.endpoint.partition('.')[0]}."
        )
    ]
    assert strays == []


def test_views_draw_the_templates_of_their_own_package():
    strays = []
    for package in PACKAGES:
        places = [WALLET / package / "views.py", *(WALLET / package / "views").glob("*.py")]
        for path in places:
            if not path.exists():
                continue
            for folder, name in re.findall(r'"([a-z_]+)/([a-z_]+\.html)"', path.read_text(encoding="utf-8")):
                if folder not in {package, "web", *DRAWN_BY_OTHERS}:
                    strays.append(f"{path.relative_to(WALLET)}: {folder}/{name}")
    assert strays == []


def test_folders_of_templates_and_of_integration_tests_are_named_after_packages():
    templates = {path.name for path in (WALLET / "templates").glob("*") if any(path.glob("*"))}
    assert templates - set(PACKAGES) - DRAWN_BY_OTHERS == set()
    tests = {path.name for path in (ROOT / "tests" / "integration").iterdir() if any(path.glob("test_*.py"))}
    assert tests - set(PACKAGES) - WITHOUT_PAGES == set()


def test_the_readme_prints_the_table():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"<!-- packages:begin -->\n(.*?)<!-- packages:end -->", readme, re.S)
    rows = [
        f"| {', '.join(f'`/{part}`' for part in parts)} | {package} |" for package, parts in PACKAGES.items()
    ]
    assert told and told.group(1) == "\n".join(["| address | package |", "|---|---|", *rows, ""])


def test_a_package_is_small_or_says_why():
    large = {
        path.parent.relative_to(WALLET).as_posix()
        for path in WALLET.rglob("__init__.py")
        if len([one for one in path.parent.glob("*.py") if one.name != "__init__.py"]) > MOST_SIBLINGS
        and "migrations" not in path.as_posix()
        and path.parent.name != "models"
    }
    assert large - LARGER - {"."} == set()


def test_an_old_address_leads_to_the_new_one(app):
    answer = app.test_client().get("/paths/abc/gaps?occupation=x", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/skills/gaps/abc?occupation=x"
