"""The command `wallet`: what it does, and that it speaks in sentences when it cannot."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from wallet import cli, create_app
from wallet.errors import Misconfigured
from wallet.store import Store, clock
from wallet.store.models.account import Account, EmailProof
from wallet.store.models.job import Job
from wallet.store.originals import keep_original
from wallet.version import __version__

ROOT = Path(__file__).parents[2]


@pytest.fixture
def wallet(tmp_path: Path, monkeypatch, capsys):
    """Call it like the command; gives (exit code, what was printed, what was complained of)."""
    for name in list(os.environ):
        if name.startswith("WALLET_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("WALLET_ENVIRONMENT", "test")
    monkeypatch.setenv("WALLET_SECRET_KEY", "0123456789abcdef" * 2)
    monkeypatch.setenv("WALLET_BASE_URL", "http://localhost")
    monkeypatch.setenv("WALLET_INSTANCE", str(tmp_path / "instance"))

    def call(*argv: object) -> tuple[int, str, str]:
        code = cli.main([str(part) for part in argv])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def live(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'instance' / 'wallet.sqlite3'}")


def test_upgrade_makes_the_tables_and_a_second_time_changes_nothing(wallet, tmp_path: Path):
    assert wallet("upgrade")[0] == 0
    live(tmp_path).check_schema()
    assert wallet("upgrade")[0] == 0
    assert not (tmp_path / "instance" / "backups").exists()


def test_upgrade_backs_up_an_older_database_before_it_touches_it(wallet, tmp_path: Path, monkeypatch):
    wallet("upgrade")
    monkeypatch.setattr(cli, "head", lambda: "a newer one")
    code, out, _ = wallet("upgrade")
    assert code == 0
    (made,) = (tmp_path / "instance" / "backups").iterdir()
    assert str(made) in out


def test_a_backup_is_made_and_restored(wallet, tmp_path: Path):
    wallet("upgrade")
    store = live(tmp_path)
    with store.write() as session:
        session.add(Account(issuer="i", subject="kept"))
    path = tmp_path / "b.sqlite3"
    assert wallet("backup", path)[0] == 0
    with store.write() as session:
        session.add(Account(issuer="i", subject="later"))
    store.dispose()
    code, _, err = wallet("restore", path)
    assert code == 1
    assert "--force" in err
    code, out, _ = wallet("restore", path, "--force")
    assert (code, "1 people" in out) == (0, True)
    with store.read() as session:
        assert session.scalars(select(Account.subject)).all() == ["kept"]
    store.dispose()
    path.write_bytes(path.read_bytes()[:5000])
    code, _, err = wallet("restore", path, "--force")
    assert code == 1
    assert "damaged" in err
    with store.read() as session:
        assert session.scalars(select(Account.subject)).all() == ["kept"]


def test_the_doctor_is_content_with_a_sound_wallet(wallet):
    wallet("upgrade")
    code, out, _ = wallet("doctor")
    assert code == 0
    assert out.count("ok  ") == 11


def test_the_doctor_names_each_illness(wallet, tmp_path: Path):
    wallet("upgrade")
    store = live(tmp_path)
    with store.write() as session:
        digest = keep_original(session, b"as given", "text/plain")
        session.add(Job(kind="x", state="parked"))
        session.execute(text("DROP TRIGGER original_no_update"))
        session.execute(text("UPDATE original SET data = 'otherwise'"))
    (tmp_path / "instance" / "wallet.sqlite3").chmod(0o644)
    code, out, _ = wallet("doctor")
    assert code == 1
    bad = [line.split()[1] for line in out.splitlines() if line.startswith("BAD")]
    assert bad == ["privacy", "originals", "jobs"]
    assert digest in out


def test_the_doctor_says_how_to_install_what_makes_pdf_files(wallet, monkeypatch):
    wallet("upgrade")
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "typst" else find(name, *a)
    )
    code, out, _ = wallet("doctor")
    assert code == 1
    assert "pip install 'dorobek-wallet[pdf]'" in out


def test_it_says_its_version(wallet, capsys):
    with pytest.raises(SystemExit) as end:
        wallet("--version")
    assert end.value.code == 0
    assert capsys.readouterr().out == f"Dorobek {__version__}\n"


@pytest.mark.parametrize("name", ["wallet", "dorobek"])
def test_it_can_be_called_by_both_of_its_names(name):
    command = Path(sys.executable).with_name(name)
    said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"Dorobek {__version__}\n"


def test_the_doctor_says_which_command_makes_the_tables(wallet):
    code, out, _ = wallet("doctor")
    assert code == 1
    assert "wallet upgrade" in out


def test_settings_that_are_wrong_are_all_named_without_a_traceback(wallet, monkeypatch):
    monkeypatch.setenv("WALLET_ENVIRONMENT", "production")
    monkeypatch.setenv("WALLET_TYPO", "1")
    for command in ("run", "work", "upgrade", "doctor", "reverify"):
        code, _, err = wallet(command)
        assert code == 1
        assert "plain http" in err
        assert "WALLET_TYPO" in err
        assert "Traceback" not in err


@pytest.mark.parametrize("command", ["run", "work", "reverify", "backup"])
def test_nothing_starts_on_a_schema_that_does_not_fit(wallet, tmp_path: Path, command: str):
    arguments = (tmp_path / "b.sqlite3",) if command == "backup" else ()
    code, _, err = wallet(command, *arguments)
    assert code == 1
    assert "wallet upgrade" in err
    wallet("upgrade")
    with live(tmp_path).write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, _, err = wallet(command, *arguments)
    assert code == 1
    assert "newer version" in err


def test_a_wsgi_server_that_asks_for_the_app_itself_is_refused_too(wallet):
    with pytest.raises(Misconfigured, match="wallet upgrade"):
        create_app()
    wallet("upgrade")
    assert create_app().test_client().get("/health").status_code == 200


@pytest.mark.xdist_group("postgresql")
def test_all_of_it_on_postgresql(wallet, new_postgresql, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("WALLET_DATABASE_URL", new_postgresql())
    store = Store(os.environ["WALLET_DATABASE_URL"])
    assert wallet("upgrade")[0] == 0
    with store.write() as session:
        session.add(Account(issuer="i", subject="kept"))
    assert wallet("backup", tmp_path / "b.sqlite3")[0] == 0
    with store.write() as session:
        session.add(Account(issuer="i", subject="later"))
    assert wallet("restore", tmp_path / "b.sqlite3")[0] == 1
    code, out, _ = wallet("restore", tmp_path / "b.sqlite3", "--force")
    assert code == 0
    (aside,) = (tmp_path / "instance" / "backups").iterdir()  # what was replaced is not lost
    assert str(aside) in out
    with store.read() as session:
        assert session.scalars(select(Account.subject)).all() == ["kept"]
    code, out, _ = wallet("doctor")
    assert (code, out.count("ok  ")) == (0, 11)
    store.dispose()


def test_a_database_that_is_not_there_is_a_sentence(wallet, monkeypatch):
    monkeypatch.setenv("WALLET_DATABASE_URL", "sqlite:////no/such/folder/wallet.sqlite3")
    code, _, err = wallet("upgrade")
    assert code == 1
    assert "The database did not answer" in err
    assert "Traceback" not in err


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def serving(*argv: object, port: int, **environ: str) -> Iterator[subprocess.Popen]:
    """The command in a process of its own, once it answers."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WALLET_")}
    child = subprocess.Popen(
        [sys.executable, "-m", "wallet", *map(str, argv), "--port", str(port)],
        cwd=ROOT,
        env=clean | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _ in range(300):
            if child.poll() is not None or answers(port):
                break
            time.sleep(0.1)
        yield child
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        child.communicate(timeout=40)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_the_demo_sets_itself_up_and_answers_and_a_second_one_says_the_port_is_taken(tmp_path: Path):
    port = free_port()
    with serving("demo", "--instance", tmp_path / "i", port=port):
        assert answers(port)
        assert (tmp_path / "i" / "demo.sqlite3").stat().st_mode & 0o077 == 0
        with serving("demo", "--instance", tmp_path / "other", port=port) as second:
            said, _ = second.communicate(timeout=40)
        assert second.returncode == 1
        assert "in use" in said and "--port" in said
        assert "Traceback" not in said
        assert "Dorobek is at" not in said  # somebody else is


@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn is not there")
def test_run_serves_with_several_processes_of_which_one_works_and_stops_when_told(tmp_path: Path):
    port = free_port()
    environ = {
        "WALLET_ENVIRONMENT": "test",
        "WALLET_SECRET_KEY": "0123456789abcdef" * 2,
        "WALLET_BASE_URL": f"http://127.0.0.1:{port}",
        "WALLET_INSTANCE": str(tmp_path),
    }
    store = Store(f"sqlite:///{tmp_path / 'wallet.sqlite3'}")
    store.upgrade()
    with store.write() as session:
        session.add(Job(id="waiting", kind="housekeeping"))
    environ |= {"HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": ""}
    with serving("run", "--workers", "2", port=port, **environ) as child:
        assert answers(port)
        assert not (tmp_path / "home").exists()  # nothing that two wallets of one account would share
        state = ""
        for _ in range(200):
            with store.read() as session:
                state = session.get_one(Job, "waiting").state
            if state == "done":
                break
            time.sleep(0.1)
        assert state == "done"
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=40)
    assert child.returncode == 0
    assert not answers(port)


def test_a_role_is_given_by_proven_address_or_by_id_and_to_one_account_alone(wallet, tmp_path: Path):
    wallet("upgrade")
    with live(tmp_path).write() as session:
        people = [Account(id=key * 32, issuer="https://id.example", subject=key, name=key) for key in "ab"]
        session.add_all(people)
        session.flush()
        for person, address, proven in (("a", "Jan@x.example", True), ("b", "jan@x.example", False)):
            proof = EmailProof(
                account_id=person * 32, address=address, normalised="jan@x.example", source="link"
            )
            proof.proven_at = clock.now() if proven else None
            session.add(proof)
    code, said, _ = wallet("role", "JAN@x.example", "adviser")
    assert (code, "learner before, adviser now" in said) == (0, True)
    assert wallet("role", "b" * 32, "operator")[0] == 0
    code, _, complaint = wallet("role", "eve@x.example", "adviser")
    assert (code, "Nothing was changed" in complaint) == (1, True)
    with live(tmp_path).write() as session:
        session.scalars(
            select(EmailProof).where(EmailProof.proven_at.is_(None))
        ).one().proven_at = clock.now()
    code, _, complaint = wallet("role", "jan@x.example", "learner")
    assert (code, "a" * 32 in complaint and "b" * 32 in complaint) == (1, True)
    with live(tmp_path).read() as session:
        assert {row.id[0]: row.role for row in session.scalars(select(Account))} == {
            "a": "adviser",
            "b": "operator",
        }


def test_verify_does_not_wait_for_what_the_wallet_needs(tmp_path: Path):
    (tmp_path / "badge.json").write_text("{}")
    asked = "import sys; from wallet.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", asked, "verify", "--json", str(tmp_path / "badge.json")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert '"verdict"' in said
    assert not {"pydantic", "flask", "huey", "wallet.settings"} & set(said.split())
