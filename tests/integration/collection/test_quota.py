"""How much one person may keep: in bytes and in number, counted over everything, refused file by file."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
import subprocess
import zipfile

import pytest
from sqlalchemy import delete, event, func, select
from sqlalchemy.exc import DBAPIError

from tests.integration.collection.people import Person, open_app
from wallet.collection.quota import kept_by
from wallet.entries import service as entries
from wallet.entries.content import Content
from wallet.errors import Refused
from wallet.imports import service as imports
from wallet.store import Store, originals
from wallet.store.database import is_full
from wallet.store.models.credential import HeldCredential, Original, OwnDocument
from wallet.store.models.imports import ImportItem
from wallet.takeout.export import make_takeout
from wallet.web.languages import size

ENTRY = Content(
    kind="project",
    title="A bridge",
    organisation="",
    began_on="2025",
    ended_on="2025",
    description="",
    details={},
)


def kept(person):
    with person.services.store.read() as session:
        return kept_by(session, person.id, services=person.services)


def codes(person) -> list[str]:
    with person.services.store.read() as session:
        return list(session.scalars(select(ImportItem.code).order_by(ImportItem.position)))


@pytest.fixture
def open_app_of(sqlite_store, web, tmp_path):
    """The same person, in a wallet with other settings."""

    def open_one(person: Person, **settings) -> Person:
        app = open_app(sqlite_store, web, tmp_path, **settings)
        again = Person(person.id, app, app.test_client())
        again.sign_in_again()
        return again

    return open_one


def archive(*files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for number, data in enumerate(files):
            packed.writestr(f"{number}.jwt", data)
    return made.getvalue()


def test_of_several_files_those_above_the_limit_are_refused_alone(wallet_of, issuer, picture):
    small, large = issuer.token("Small"), issuer.token("Large" + "x" * 9_000)
    ana = wallet_of(max_bytes_per_account=len(small) + 5_000)
    page = ana.add(("a.jwt", small), ("b.jwt", large), ("c.txt", b"dear diary"))
    assert codes(ana)[:2] == ["", "no-room-for-file"] and codes(ana)[2] != "no-room-for-file"
    assert "There is no room for this file" in page
    assert f"may hold {size(len(small) + 5_000)}." in page
    assert len(ana.held()) == 1 and "Small" in ana.get("/").text
    with ana.services.store.read() as session:
        sizes = session.scalars(select(Original.size)).all()
    assert len(large) not in sizes  # nothing of what was refused is kept


def test_it_is_said_in_polish_too(wallet_of, issuer):
    ana = wallet_of(max_bytes_per_account=1_000, language="pl")
    assert "Nie ma miejsca na ten plik" in ana.add(("b.jwt", issuer.token("Large" + "x" * 9_000)))
    assert "zajmują 0 kB" in ana.get("/takeout").text


def test_the_same_bytes_count_once(wallet_of, issuer):
    token = issuer.token("Same")
    ana = wallet_of(max_bytes_per_account=len(token) + 10)
    for _ in range(3):
        ana.add(("a.jwt", token))
    assert "no-room-for-file" not in codes(ana)
    assert kept(ana).size == len(token)


def test_an_archive_that_finds_no_room_is_refused(wallet_of, issuer):
    tokens = [issuer.token(f"Badge {number}" + "x" * 2_000) for number in range(6)]
    packed = archive(*tokens)
    ana = wallet_of(max_bytes_per_account=len(packed) + 10)
    ana.add(("first.jwt", issuer.token("First")))
    ana.add(("all.zip", packed))
    assert codes(ana) == ["", "no-room-for-file"]  # the archive itself found no room beside the first badge


def test_an_archive_is_let_go_for_what_is_in_it(wallet_of, issuer):
    tokens = [issuer.token(f"Badge {number}" + "x" * 2_000) for number in range(3)]
    packed = archive(*tokens)
    ana = wallet_of(max_bytes_per_account=len(packed))
    ana.add(("all.zip", packed))
    assert "no-room-for-file" not in codes(ana) and len(ana.held()) == 3
    assert kept(ana).size == sum(map(len, tokens))


def test_a_compressed_archive_cannot_unpack_past_the_limit(wallet_of, issuer):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.json", b'{"n": %d, "filler": "' % number + b"x" * 20_000 + b'"}')
    ana = wallet_of(max_bytes_per_account=50_000)
    ana.add(("all.zip", made.getvalue()))
    assert codes(ana).count("no-room-for-file") == 3
    assert kept(ana).size <= 50_000


def test_what_a_link_leads_to_counts(wallet_of, issuer, web):
    token = issuer.token("Linked" + "x" * 9_000)
    ana = wallet_of(max_bytes_per_account=5_000)
    web.put("https://uni.example/badge.jwt", token)
    ana.paste("https://uni.example/badge.jwt")
    ana.work()
    assert "no-room-for-file" in codes(ana) and not ana.held()


def test_evidence_of_an_entry_counts_and_is_refused_in_words(wallet_of):
    ana = wallet_of(max_bytes_per_account=20_000)
    text = b"What I built. " * 1_000
    entries.make_entry(ana.id, ENTRY, services=ana.services, files=[("a.txt", text)])
    assert kept(ana).size == len(text)
    with pytest.raises(Refused) as refused:
        entries.make_entry(ana.id, ENTRY, services=ana.services, files=[("b.txt", text + b"More")])
    assert refused.value.code == "no-room-for-file"
    assert refused.value.params == {"used": "14 kB", "most": "20 kB"}
    assert len(entries.list_entries(ana.id, services=ana.services)) == 1  # nothing half kept


def test_the_number_holds_inside_an_archive_too(wallet_of, issuer):
    ana = wallet_of(max_credentials_per_account=2)
    ana.add(("all.zip", archive(*(issuer.token(f"Badge {number}") for number in range(4)))))
    assert len(ana.held()) == 2
    assert codes(ana).count("wallet-full") == 2


def test_a_document_counts_and_is_refused_past_the_number(wallet_of, picture, issuer):
    ana = wallet_of(max_credentials_per_account=1)
    batches = [ana.upload((name, picture())).location.rsplit("/", 1)[1] for name in ("a.png", "b.png")]
    ana.work()
    with ana.services.store.read() as session:
        items = dict(session.execute(select(ImportItem.batch_id, ImportItem.id)).all())
    first, second = (f"/add/{batch}/items/{items[batch]}/keep" for batch in batches)
    assert ana.post(first).status_code == 303 and kept(ana).count == 1
    refused = ana.post(second)
    assert refused.status_code == 400 and "wallet-full" in refused.text
    assert ana.post(first).status_code == 303  # asked twice, it is kept once and is no second one
    assert rows(ana)["own_document"] == 1
    assert ana.upload(("a.jwt", issuer.token("A"))).status_code == 400  # no room for a badge either


def test_documents_of_a_copy_count_and_those_past_the_number_are_named(wallet_of, open_app_of, picture):
    ana = wallet_of()
    with ana.services.store.write() as session:
        digest = originals.keep_original(session, picture(), media_type="image/png")
        for name in ("Diploma.png", "Licence.png"):
            session.add(OwnDocument(account_id=ana.id, original_digest=digest, name=name, media_type="x/y"))
    with ana.app.test_request_context():
        copy = make_takeout(ana.id, services=ana.services, language="en")[0]
    with ana.services.store.write() as session:
        session.execute(delete(OwnDocument))
    small = open_app_of(ana, max_credentials_per_account=1)
    page = small.add(("copy.zip", copy))
    assert rows(small)["own_document"] == 1 and codes(small).count("wallet-full") == 1
    assert "Diploma.png" in page and "Licence.png" in page


def test_a_link_and_a_pasted_badge_count(wallet_of, issuer, web):
    ana = wallet_of(max_credentials_per_account=1)
    web.put("https://uni.example/badge.jwt", issuer.token("Linked"))
    waiting = [ana.paste("https://uni.example/badge.jwt"), ana.paste(issuer.token("Pasted"))]
    assert [answer.status_code for answer in waiting] == [303, 303]  # nothing is kept yet
    ana.work()
    assert len(ana.held()) == 1 and codes(ana).count("wallet-full") == 1
    assert ana.paste("https://uni.example/badge.jwt").status_code == 400


def test_evidence_has_a_number_of_its_own_and_leaves_this_one_alone(wallet_of, issuer):
    ana = wallet_of(max_credentials_per_account=1)
    entries.make_entry(ana.id, ENTRY, services=ana.services, files=[("a.txt", b"one"), ("b.txt", b"two")])
    assert kept(ana).count == 0
    ana.add_one(issuer.token("A"))


def test_deleted_badges_count_for_their_week(wallet_of, issuer):
    ana = wallet_of()
    ana.add(("a.jwt", issuer.token("Gone")))
    before = kept(ana).size
    ana.post(f"/credentials/{ana.held()[0]}/delete")
    assert kept(ana).size == before > 0


def test_my_data_says_how_much_there_is(wallet_of, issuer):
    ana = wallet_of(max_bytes_per_account=2_000_000_000, max_credentials_per_account=300)
    ana.add(("a.jwt", issuer.token("One")), ("b.jwt", issuer.token("Two")))
    page = ana.get("/takeout").text
    assert f"take {size(kept(ana).size)}. You may keep up to 2 GB" in page
    assert "You have 2 badges and documents. You may keep up to 300." in page


@pytest.mark.parametrize(
    ("octets", "said"),
    [(0, "0 kB"), (1, "1 kB"), (14_001, "15 kB"), (998_999, "999 kB"), (999_999, "1 MB"), (1_000_000, "1 MB"),
     (1_500_000, "1.5 MB"), (1_500_001, "1.6 MB"),
     (25_000_000, "25 MB"), (1_000_000_000, "1 GB"), (1_500_000_000, "1.5 GB")],
)  # fmt: skip
def test_sizes_are_said_as_people_read_them(octets, said):
    assert size(octets) == said


# ── no room on the disk ──


def rows(person) -> dict[str, int]:
    tables = (HeldCredential, ImportItem, Original, OwnDocument)
    with person.services.store.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in tables
        }


def limit_pages(person, more: int) -> None:
    """From now on the database may grow by so many pages: what SQLite does when a disk is full."""

    def prepare(connection, _record=None) -> None:
        cursor = connection.cursor()
        there = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {there + more}")
        cursor.close()

    person.services.store.engine.dispose()
    event.listen(person.services.store.engine, "connect", prepare)


def test_a_full_disk_is_said_with_507_and_nothing_is_half_kept(ana, issuer):
    ana.add(("a.jwt", issuer.token("Before")))
    before = rows(ana)
    limit_pages(ana, 8)
    answer = ana.upload(("b.jwt", issuer.token("Late")), ("c.jwt", issuer.token("Large" + "x" * 400_000)))
    assert answer.status_code == 507
    assert "The wallet has no room left" in answer.text and "What was kept before is safe" in answer.text
    assert rows(ana) == before
    assert ana.get("/").status_code == 200 and "Before" in ana.get("/").text
    said = ana.post("/add", {"text": "x" * 900_000}, headers={"Accept": "application/json"})
    assert said.status_code == 507 and said.json["code"] == "disk-full"


class _Postgres(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EIO, "Input/output error"), False),
        (DBAPIError("INSERT", {}, _Postgres("53100")), True),
        (DBAPIError("INSERT", {}, _Postgres("57014")), False),
        (DBAPIError("INSERT", {}, sqlite3.OperationalError("database or disk is full")), True),
        (DBAPIError("INSERT", {}, sqlite3.OperationalError("database is locked")), False),
    ],
)
def test_a_full_disk_is_known_by_what_each_database_says(ana, monkeypatch, error, full):
    def fail(*_given, **_named):
        raise error

    monkeypatch.setattr(imports, "import_files", fail)
    assert is_full(error) is full
    assert (ana.upload(("a.txt", b"x")).status_code == 507) is full


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounting needs root")
def test_a_full_file_system_is_said_with_507(tmp_path, issuer, sqlite_store, open_for):
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        store = Store(f"sqlite:///{folder}/wallet.sqlite3")
        store.upgrade()
        ana = open_for(store)
        ana.add(("a.jwt", issuer.token("Before")))
        before = rows(ana)
        answer = ana.upload(("big.txt", os.urandom(9_000_000)))
        assert answer.status_code == 507 and "The wallet has no room left" in answer.text
        assert rows(ana) == before
        assert ana.get("/").status_code == 200
        store.dispose()
    finally:
        subprocess.run(["umount", folder], check=False)
