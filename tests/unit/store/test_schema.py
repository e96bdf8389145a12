"""From nothing to head; the migrations and the models say the same; a mismatch never starts."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, MetaData, inspect, text

from wallet.errors import Misconfigured
from wallet.store import Store, schema
from wallet.store.models.base import Base
from wallet.store.models.columns import PlainText, UtcTime


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Store]:
    opened = Store(empty_database_url)
    yield opened
    opened.dispose()


def differences(store: Store, metadata: MetaData) -> list:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_the_migrations_make_exactly_the_models(empty: Store):
    empty.upgrade()
    assert differences(empty, Base.metadata) == []


def test_that_comparison_would_see_a_forgotten_migration(empty: Store):
    empty.upgrade()
    changed = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["account"].append_column(Column("forgotten", PlainText()))
    changed.tables["job"].c.finished_at.nullable = False
    kinds = {str(d[0] if isinstance(d, tuple) else d[0][0]) for d in differences(empty, changed)}
    assert kinds == {"add_column", "modify_nullable"}


def test_a_changed_type_would_be_seen_too(store: Store):
    changed = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["account"].c.name.type = UtcTime()
    assert [d[0][0] for d in differences(store, changed)] == ["modify_type"]


def test_upgrading_twice_changes_nothing(empty: Store):
    empty.upgrade()
    empty.upgrade()
    empty.check_schema()


def test_a_database_without_tables_does_not_start(empty: Store):
    with pytest.raises(Misconfigured, match=r"no tables yet.*wallet upgrade"):
        empty.check_schema()


def test_a_database_of_a_newer_version_does_not_start_and_is_not_migrated(store: Store):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(Misconfigured, match="newer"):
            store.check_schema()
        with pytest.raises(Misconfigured, match="newer"):
            store.upgrade()
    finally:
        with store.engine.begin() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :head"), {"head": schema.head()}
            )


def test_a_database_whose_version_was_lost_does_not_start(sqlite_store: Store):
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(Misconfigured, match="older version"):
        sqlite_store.check_schema()


def test_a_migration_that_fails_leaves_the_old_schema_whole(empty: Store):
    with empty.engine.begin() as connection:  # in the way of the last tables of the first migration
        connection.execute(text("CREATE TABLE verdict_run (x TEXT)"))
    with pytest.raises(Exception, match="verdict_run"):
        empty.upgrade()
    with empty.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["verdict_run"]


def test_two_upgrades_at_once_take_turns(empty: Store, empty_database_url: str):
    problems = []

    def run() -> None:
        one = Store(empty_database_url)
        try:
            one.upgrade()
        except Exception as problem:
            problems.append(problem)
        finally:
            one.dispose()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    empty.check_schema()


def test_killed_during_a_migration_the_schema_is_the_old_one_or_the_new_one(tmp_path):
    """DATA-13: five kills at growing moments around the migration; never anything in between."""
    program = (
        "import sys; from wallet.store import Store; print('go', flush=True); Store(sys.argv[1]).upgrade()"
    )
    outcomes = set()
    for number in range(5):
        url = f"sqlite:///{tmp_path / f'{number}.sqlite3'}"
        child = subprocess.Popen([sys.executable, "-c", program, url], stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(number * 0.015)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        opened = Store(url)
        try:
            opened.check_schema()
            outcomes.add("new")
        except Misconfigured as problem:
            assert "no tables yet" in str(problem)
            outcomes.add("old")
        opened.upgrade()
        opened.check_schema()
        opened.dispose()
    assert outcomes
