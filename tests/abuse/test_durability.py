"""DATA-02, -03 and -07: power cuts, kills between two steps, and people who leave while we work for them."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.integration.collection.issuer import Issuer, Web
from tests.integration.collection.people import open_app, sign_in
from wallet.exports import file_jobs
from wallet.imports import service as imports
from wallet.sharing import visitor as visiting
from wallet.store import Store, erasing, originals, personal
from wallet.store.models.account import Account
from wallet.store.models.base import Base
from wallet.store.models.credential import HeldCredential, Original
from wallet.store.models.imports import ImportBatch, ImportItem
from wallet.store.models.job import Job
from wallet.store.originals import keep_original

ROOT = Path(__file__).parents[2]
UPLOAD = """
import os, signal, sys
from pathlib import Path
from tests.integration.collection.issuer import Web
from tests.integration.collection.people import open_app
from wallet.imports import service as imports
from wallet.store import Store, clock, originals

url, folder, holder, instant = sys.argv[1:]
store = Store(url)
app = open_app(store, Web(clock), Path(folder))
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)

def then_die(function):
    def called(*given, **named):
        answer = function(*given, **named)
        die()
        return answer
    return called

if instant == "between bytes and row":
    originals.keep_original = then_die(originals.keep_original)
elif instant == "between row and commit":
    imports.add_item = then_die(imports.add_item)
with app.test_request_context():
    for number in range(3):
        files = [(f"{number}.txt", b"kept whole %d" % number)]
        imports.import_files(holder, files, services=app.extensions["wallet"])
        if instant == "between commit and reply":
            die()
        os.write(1, b"kept\\n")
"""


def account_of(store: Store) -> str:
    with store.write() as session:
        account = Account(issuer="https://id.example", subject="ana")
        session.add(account)
        session.flush()
        return account.id


def upload(
    store: Store, folder: Path, instant: str, *, under: tuple[str, ...] = ()
) -> subprocess.CompletedProcess:
    url = store.url.render_as_string(hide_password=False)
    command = [*under, sys.executable, "-c", UPLOAD, url, str(folder), account_of(store), instant]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


# -- DATA-02 ---------------------------------------------------------------------------------------------


def test_data_02_the_log_is_on_the_disk_before_anything_is_acknowledged(sqlite_store: Store, tmp_path: Path):
    """Of the calls to the system: after the last write to the log and before each reply, it is synced."""
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not be used here")
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,pwrite64,write"
    done = upload(
        sqlite_store, tmp_path, "", under=(strace, "-f", "-y", "-qq", "-e", calls, "-o", str(trace))
    )
    assert done.stdout == "kept\n" * 3, done.stderr
    written = synced = False
    replies = 0
    for line in trace.read_text(errors="replace").splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*wallet\.sqlite3-wal>", line):
            written, synced = True, False
        elif re.search(r"f(data)?sync\(\d+<[^>]*wallet\.sqlite3-wal>", line):
            synced = True
        elif re.search(r'write\(1<[^>]*>, "kept', line):
            replies += 1
            assert written and synced, f"reply {replies} came before the log was on the disk"
            written = synced = False
    assert replies == 3


def test_data_02_every_connection_asks_for_full_durability(store: Store):
    for opened in (store.read, store.write, store.write):
        with opened() as session:
            if store.is_sqlite:
                assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
                assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            else:  # what the server's operator has set is never lowered by us
                source = "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'"
                assert session.execute(text(source)).scalar_one() not in {"session", "client"}


# -- DATA-03 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "kept"),
    [("between bytes and row", 0), ("between row and commit", 0), ("between commit and reply", 1)],
)
def test_data_03_a_kill_between_two_steps_leaves_all_or_nothing(
    store: Store, tmp_path: Path, instant: str, kept: int
):
    done = upload(store, tmp_path, instant)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with store.read() as session:
        for table in (Original, ImportBatch, ImportItem, Job):
            assert session.scalar(select(func.count()).select_from(table)) == kept, table
        for item in session.scalars(select(ImportItem)):
            assert originals.read_original(session, item.original_digest) == b"kept whole 0"


def test_data_03_there_is_never_a_row_without_its_bytes(store: Store, clock):
    holder = account_of(store)
    with store.write() as session:
        digest = keep_original(session, b"bytes", "text/plain")
        batch = ImportBatch(account_id=holder)
        session.add(batch)
        session.flush()
        session.add(ImportItem(batch_id=batch.id, position=0, original_digest=digest))
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(delete(Original).where(Original.digest == digest))
    with pytest.raises(IntegrityError), store.write() as session:
        row = {"id": "0" * 32, "batch_id": batch.id, "position": 1, "original_digest": "0" * 64}
        session.execute(insert(ImportItem).values(row))
    clock.move(timedelta(days=2))
    assert originals.sweep(store) == 0


def test_data_03_bytes_of_nobody_are_swept_after_a_day_and_not_before(store: Store, clock, monkeypatch):
    monkeypatch.setattr(originals, "STRETCH", 3)
    with store.write() as session:
        for number in range(8):
            keep_original(session, b"orphan %d" % number, "text/plain")
    assert originals.sweep(store) == 0
    clock.move(timedelta(days=1, seconds=1))
    assert originals.sweep(store) == 8
    with store.read() as session:
        assert session.scalars(select(Original.digest)).all() == []


# -- DATA-07 ---------------------------------------------------------------------------------------------


@pytest.fixture
def ana(store: Store, tmp_path: Path, clock):
    return sign_in(open_app(store, Web(clock), tmp_path), "ana@example.org")


def erase(store: Store, holder: str) -> dict[str, int]:
    """As the hourly job does, in another thread of work than the one that is interrupted by it."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(erasing.erase_account, store, holder).result()


def nothing_is_left(person) -> None:
    """No row of theirs, no byte, no job that could bring them back."""
    store = person.services.store
    for _ in range(3):
        person.work()
    with store.read() as session:
        for name in personal.owned_tables():
            table = Base.metadata.tables[name]
            mine = select(func.count()).select_from(table).where(personal.of_account(table, person.id))
            assert session.scalar(mine) == 0, name
        assert session.scalars(select(Original.digest)).all() == []
        assert session.scalars(select(Base.metadata.tables["picture"].c.digest)).all() == []
        unfinished = select(Job.kind).where(Job.state.in_(("queued", "running", "parked", "failed")))
        assert [kind for kind in session.scalars(unfinished) if kind in {imports.IMPORT, file_jobs.JOB}] == []
        assert person.id not in str([job.payload for job in session.scalars(select(Job))])


def test_data_07_an_account_erased_while_its_badge_is_being_verified_stays_erased(ana):
    web = ana.services.fetcher
    issuer = Issuer(web)
    fetch, erased = web.fetch, []

    def leaving(url, purpose):
        if not erased:
            erased.append(erase(ana.services.store, ana.id))
        return fetch(url, purpose)

    web.fetch = leaving
    ana.upload(("a.jwt", issuer.token("A")), ("b.jwt", issuer.token("B")))
    ana.work()
    assert erased
    nothing_is_left(ana)


@pytest.mark.parametrize("step", ["read_files", "take_in", "verify_held", "close_item"])
def test_data_07_an_account_erased_at_any_step_of_an_import_stays_erased(ana, step, monkeypatch):
    issuer = Issuer(ana.services.fetcher)
    doing, erased = getattr(imports, step), []

    def leaving(*given, **named):
        if not erased:
            erased.append(erase(ana.services.store, ana.id))
        return doing(*given, **named)

    monkeypatch.setattr(imports, step, leaving)
    ana.upload(("a.jwt", issuer.token("A")))
    ana.work()
    assert erased
    nothing_is_left(ana)


def test_data_07_an_account_erased_during_its_re_verification_stays_erased(ana, clock):
    web = ana.services.fetcher
    ana.add_one(Issuer(web).token("A"))
    clock.move(timedelta(days=8))
    with ana.services.store.write() as session:
        ana.services.jobs.enqueue(session, "reverify-due", {}, long=True)
    fetch = web.fetch
    erased = []

    def leaving(url, purpose):
        erased.append(erase(ana.services.store, ana.id))
        return fetch(url, purpose)

    web.fetch = leaving
    ana.work()
    assert erased
    nothing_is_left(ana)


def test_data_07_an_account_erased_while_its_file_is_being_made_stays_erased(ana):
    erased = []

    def make(made, progress, services):
        progress(1, 2)
        erased.append(erase(services.store, made.holder))
        progress(2, 2)
        return b"everything", "all.zip", "application/zip"

    file_jobs.offer_maker("test", make, services=ana.services)
    with ana.app.test_request_context():
        file_jobs.ask_file(ana.id, "test", {"language": "en"}, services=ana.services)
    ana.work()
    assert erased
    nothing_is_left(ana)


def test_data_07_an_account_erased_while_somebody_opens_its_link_stays_erased(ana, monkeypatch):
    held = ana.add_one(Issuer(ana.services.fetcher).token("A", to="ana@example.org"))
    answer = ana.post(f"/links/credentials/{held}/new", {"name": "Acme", "ends": "90"})
    page = ana.get(answer.location).text
    path = re.search(r"/s/[\w-]+", page).group()
    behind, erased = visiting.page_behind, []

    def leaving(*given, **named):
        if not erased:
            erased.append(erase(ana.services.store, ana.id))
        return behind(*given, **named)

    monkeypatch.setattr(visiting, "page_behind", leaving)
    visitor = ana.app.test_client()
    assert visitor.get(path, base_url="http://127.0.0.1:8000").status_code in {200, 404}
    assert erased
    nothing_is_left(ana)
    assert visitor.get(path, base_url="http://127.0.0.1:8000").status_code == 404


def test_data_07_an_upload_of_an_erased_account_is_not_kept(ana):
    erasing.erase_account(ana.services.store, ana.id)
    data = {"files": [(BytesIO(b"x"), "a.txt")]}
    answer = ana.post("/add", data, content_type="multipart/form-data")
    assert answer.status_code < 500
    with pytest.raises(DBAPIError), ana.app.test_request_context():
        imports.import_files(ana.id, [("a.txt", b"x")], services=ana.services)
    nothing_is_left(ana)
    with ana.services.store.read() as session:
        assert session.scalars(select(HeldCredential.id)).all() == []
