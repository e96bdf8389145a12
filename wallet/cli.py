"""The command `wallet`, except `wallet verify`, which `wallet.__main__` answers. Whatever goes wrong is said
in a sentence, never as a traceback."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from wallet import doctor, serving
from wallet.errors import Misconfigured, WalletError
from wallet.sealing import Sealer, check_sealed, reseal
from wallet.settings import DEMO_PORT, Settings
from wallet.store import Store, clock
from wallet.store.schema import head
from wallet.version import __version__
from wallet.vocabulary.cli import run_vocabulary, vocabulary_command


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("huey", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        return int(arguments.run(arguments) or 0)
    except KeyboardInterrupt:
        return 130
    except WalletError as refusal:
        return _say(str(refusal))
    except DBAPIError as problem:
        return _say(
            f"The database did not answer as it should ({type(problem.orig).__name__}: {problem.orig})."
        )
    except OSError as problem:
        return _say(f"{problem.strerror or problem}{f': {problem.filename}' if problem.filename else ''}.")


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 1 to 65535")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wallet", description="A wallet for what you can prove you can do.")
    parser.add_argument("--version", action="version", version=f"Dorobek {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], Any], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        added.add_argument("--instance", type=Path, help="folder of the database and the backups")
        if name != "demo":
            added.add_argument("--demo", action="store_true", help="act on the demo's data")
        return added

    serve = command("run", _run, "Serve the wallet (settings come from WALLET_ variables).")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument("--workers", type=int, default=2, help="web processes, where gunicorn is there")
    demo = command("demo", _demo, "Serve the wallet on this computer with demo people and badges.")
    demo.add_argument("--port", type=_port, default=DEMO_PORT)
    # named for the help alone: `wallet.__main__` has answered it before
    commands.add_parser("verify", help="Check credentials in files (wallet verify --help).")
    command("work", _work, "Do background work until stopped.")
    command("reverify", _reverify, "Check again every credential that is due, now.")
    command("upgrade", _upgrade, "Make or migrate the schema; backs up first.")
    command("backup", _backup, "Write a backup while the wallet runs.").add_argument("path", type=Path)
    restore = command("restore", _restore, "Replace everything by a backup, once it proved whole.")
    restore.add_argument("path", type=Path)
    restore.add_argument("--force", action="store_true", help="even if the wallet holds data")
    command("reseal", _reseal, "Lock anew, with the newest sealing key, what an older one locked.")
    for name, run, words in (
        ("export", _export, "Write one person's copy of everything that is theirs, of any size."),
        ("import", _import, "Bring such a copy into one person's wallet, larger than an upload may be."),
    ):
        moved = command(name, run, words)
        moved.add_argument("path", type=Path)
        moved.add_argument("--email", required=True, help="an address that this person has proven")
    gone = command(
        "forget", _forget, "Remove badges about a person from wallets of others, at their request."
    )
    gone.add_argument("address", help="the e-mail address to which the badges were issued")
    gone.add_argument("--yes", action="store_true", help="remove them; without it they are only counted")
    role = command("role", _role, "Make an account a learner's, a career adviser's or an operator's.")
    role.add_argument("who", help="an address that this person alone has proven, or the account's id")
    role.add_argument("role", choices=("learner", "adviser", "operator"))
    vocabulary_command(command("vocabulary", _vocabulary, "Import a classification of skills (ESCO)."))
    command("doctor", _doctor, "Look over settings, database, originals and jobs; change nothing.")
    return parser


def _settings(arguments: argparse.Namespace) -> Settings:
    if getattr(arguments, "demo", False):
        return Settings.from_demo(arguments.instance or Path("instance"))
    settings = Settings.load(instance=arguments.instance)
    settings.ensure_instance()
    return settings


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    store = Store(settings.database_url)
    try:
        yield store
    finally:
        store.dispose()


def _ready(settings: Settings) -> Any:
    """The app, on a store that it fits."""
    from wallet import create_app

    store = Store(settings.database_url)
    try:
        store.check_schema()
        check_sealed(store, Sealer(settings))
        if settings.environment == "production" and doctor.too_open(store):
            raise Misconfigured(["The database file can be read by everyone on this computer: chmod 600 it."])
    except BaseException:
        store.dispose()
        raise
    return create_app(settings, store=store)


def _start_jobs(app: Any) -> None:
    services = app.extensions["wallet"]
    if services.settings.jobs_url == "sqlite":
        services.jobs.start_in_process()


def _vocabulary(arguments: argparse.Namespace) -> int:
    with _opened(_settings(arguments)) as store:
        store.check_schema()
        code, lines = run_vocabulary(store, arguments)
    print(*lines, sep="\n")
    return code


def _role(arguments: argparse.Namespace) -> None:
    from wallet.accounts.roles import give_role

    with _opened(_settings(arguments)) as store:
        store.check_schema()
        account, name, before = give_role(store, arguments.who, arguments.role)
    print(f"{name or 'Account'} ({account}): {before} before, {arguments.role} now.")
    if before != arguments.role:
        print("Every sign-in of this account has ended; the new role holds from the next one.")


def _forget(arguments: argparse.Namespace) -> None:
    from wallet.operator import forgetting

    with _opened(_settings(arguments)) as store:
        store.check_schema()
        if arguments.yes:
            print(f"{forgetting.forget(store, arguments.address)} removed for good. Backups still hold them.")
            return
        others, own = forgetting.badges_about(store, arguments.address)
    print(f"{len(others)} in wallets of others, {own} in wallets of people who have proven the address.")
    print("Nothing was removed. With --yes, those of others are; their own, people delete themselves.")


def _run(arguments: argparse.Namespace) -> None:
    settings = _settings(arguments)
    app = _ready(settings)  # every problem is named here, once, and not by each worker
    if not serving.has_gunicorn():
        _start_jobs(app)
        serving.serve_with_waitress(app, host=arguments.host, port=arguments.port)
        return
    app.extensions["wallet"].store.dispose()
    serving.serve_with_gunicorn(
        lambda: _ready(settings),
        bind=f"{arguments.host}:{arguments.port}",
        workers=arguments.workers,
        started=_start_jobs,
    )


def _demo(arguments: argparse.Namespace) -> None:
    settings = Settings.from_demo(arguments.instance or Path("instance"), arguments.port)
    _bring_up_to_date(settings)
    app = _ready(settings)
    _start_jobs(app)
    told = f"\n  Dorobek is at {settings.base_url}\n  Stop it with Ctrl-C.\n"
    try:
        serving.serve_with_waitress(
            app, host="127.0.0.1", port=arguments.port, ready=lambda: print(told, flush=True)
        )
    finally:
        app.extensions["wallet"].jobs.stop()


def _work(arguments: argparse.Namespace) -> None:
    app = _ready(_settings(arguments))
    jobs, settings = app.extensions["wallet"].jobs, app.extensions["wallet"].settings
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if settings.jobs_url == "sqlite":
        jobs.start_in_process()  # waits while a web process does the work
    else:
        jobs.start()
    print("Working. Stop with Ctrl-C.", flush=True)
    stop.wait()
    jobs.stop()


def _reverify(arguments: argparse.Namespace) -> None:
    from wallet.collection.reverify import reverify_due

    services = _ready(_settings(arguments)).extensions["wallet"]
    handed = 0
    while more := reverify_due(services=services):
        handed += more
        services.jobs.run_due(limit=10 * more)
    print(f"{handed} credentials were due.")


def _upgrade(arguments: argparse.Namespace) -> None:
    made = _bring_up_to_date(_settings(arguments))
    print(f"Backed up to {made}." if made else "No backup was needed.", f"The schema is at version {head()}.")


def _bring_up_to_date(settings: Settings) -> Path | None:
    """Migrate; what was there is backed up first. Returns where to."""
    made = None
    with _opened(settings) as store:
        if store.revision() not in {None, head()}:
            made = _backup_path(settings, f"before-{head()}")
            store.backup(made)
        store.upgrade()
    return made


def _backup_path(settings: Settings, name: str) -> Path:
    return settings.instance / "backups" / f"{name}-{clock.now():%Y%m%dT%H%M%S}.sqlite3"


def _backup(arguments: argparse.Namespace) -> None:
    with _opened(_settings(arguments)) as store:
        store.check_schema()
        store.backup(arguments.path)
    print(f"Backed up to {arguments.path}. It holds personal data: keep it as safe as the wallet.")


def _restore(arguments: argparse.Namespace) -> None:
    from wallet.store.backup import check_backup

    settings = _settings(arguments)
    rows = check_backup(arguments.path)
    with _opened(settings) as store:
        if arguments.force and not store.is_sqlite and store.revision() is not None:
            kept = _backup_path(settings, "before-restore")
            store.backup(kept)
            print(f"What was there is kept in {kept}.")
        store.restore(arguments.path, force=arguments.force)
    people, held = rows["account"][0], rows["held_credential"][0]
    print(f"Restored: {people} people, {held} credentials. Everyone signs in anew.")
    print("Share links that were closed after the backup was made are open again.")


def _reseal(arguments: argparse.Namespace) -> None:
    settings = _settings(arguments)
    with _opened(settings) as store:
        store.check_schema()
        sealer = Sealer(settings)
        check_sealed(store, sealer)
        print(f"{reseal(store, sealer)} sealed with the newest key. All are: older keys can be taken away.")


def _export(arguments: argparse.Namespace) -> None:
    from wallet.takeout import cli as moving_by_hand

    moving_by_hand.export_copy(_ready(_settings(arguments)), arguments.email, arguments.path)
    print(f"Written to {arguments.path}. It is this person's alone: hand it over, then delete it.")


def _import(arguments: argparse.Namespace) -> None:
    from wallet.takeout import cli as moving_by_hand

    moving_by_hand.import_copy(_ready(_settings(arguments)), arguments.email, arguments.path)
    print("Handed to the queue. A running wallet takes it in.")


def _doctor(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    good = True
    with _opened(settings) as store:
        for answer in doctor.examine(settings, store):
            print(f"{'ok  ' if answer.good else 'BAD '} {answer.question:10} {answer.said}", flush=True)
            good = good and answer.good
    return 0 if good else 1
