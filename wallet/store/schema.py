"""From an empty or an older database to the schema this program speaks; never anything in between."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from wallet.errors import Misconfigured

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x446F726F  # pg_advisory_xact_lock: two upgrades at once take turns


def head() -> str:
    """The revision this program speaks."""
    found = ScriptDirectory(str(_FOLDER)).get_current_head()
    if found is None:
        raise Misconfigured(["This installation has lost its migrations; install it again."])
    return found


def current(connection: Connection) -> str | None:
    """The revision of the database; None for one without tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Run every missing migration inside the transaction of `connection`. The caller commits."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    refuse_the_future(current(connection))
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def check(connection: Connection) -> None:
    """Raise `Misconfigured` with one sentence unless the database is exactly what this program speaks."""
    found = current(connection)
    if found == head():
        return
    if found is None and not inspect(connection).has_table("account"):
        raise Misconfigured(["The database has no tables yet. Make them with: wallet upgrade"])
    refuse_the_future(found)
    raise Misconfigured(
        ["The database is of an older version. Migrate it (a backup is made first) with: wallet upgrade"]
    )


def refuse_the_future(found: str | None) -> None:
    """Raise `Misconfigured` for a revision that this program has never heard of."""
    if found is None:
        return
    try:
        ScriptDirectory(str(_FOLDER)).get_revision(found)
    except CommandError:
        raise Misconfigured(
            ["The database is of a newer version than this program. Install the newer program."]
        ) from None
