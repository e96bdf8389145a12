"""Every setting, read once at boot. All problems are named together; nothing unsafe starts (R32).

A setting is a field of `Settings` with `words(variable, default, meaning)`; the table in the README and
`wallet doctor` are read from the same words, so a setting cannot exist without an explanation.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wallet.catalogues import shipped
from wallet.errors import Misconfigured
from wallet.providers import Provider, read_providers

__all__ = ["FIELDS", "Provider", "SettingWords", "Settings"]

PREFIX = "WALLET_"
MIN_SECRET = 32  # characters
ENVIRONMENTS = ("production", "demo", "test")
DEMO_PORT = 8000


@dataclass(frozen=True)
class SettingWords:
    """What the README says about one setting."""

    variable: str
    default: str
    meaning: str


def words(variable: str, default: str, meaning: str) -> dict[str, SettingWords]:
    return {"words": SettingWords(PREFIX + variable, default, meaning)}


@dataclass(frozen=True)
class Settings:
    environment: str = field(
        metadata=words(
            "ENVIRONMENT",
            "production",
            "`production`, `demo` or `test`. Only `demo` and `test` may use plain http.",
        )
    )
    secret_key: str = field(
        repr=False,
        metadata=words(
            "SECRET_KEY",
            "(none)",
            "At least 32 random characters; signs cookies and queue messages. Keep it secret; changing it "
            "signs everyone out of forms under way.",
        ),
    )
    base_url: str = field(
        metadata=words(
            "BASE_URL",
            "(none)",
            "The address people type, https and without a path: `https://wallet.example.edu`.",
        )
    )
    database_url: str = field(
        repr=False,
        metadata=words(
            "DATABASE_URL",
            "`wallet.sqlite3` in the instance folder",
            "`sqlite:////path/to/file` or `postgresql://user:password@host/name`.",
        ),
    )
    instance: Path = field(
        metadata=words(
            "INSTANCE", "`instance`", "Folder for the database, backups, locks and the demo's secret."
        )
    )
    jobs_url: str = field(
        default="sqlite",
        repr=False,
        metadata=words(
            "JOBS_URL",
            "`sqlite`",
            "Who carries background work: `sqlite` (threads inside the web process), `redis://…`, "
            "`valkey://…` or `postgresql://…` (then run `wallet work` beside it). Losing it loses no work.",
        ),
    )
    sealing_keys: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=words(
            "SEALING_KEYS",
            "(from SECRET_KEY)",
            "Keys that lock what the database may not hold openly, 32 random characters or more each, with "
            "commas between. The first one locks, all of them open: to change it, put the new one in front, "
            "run `wallet reseal`, and take the old one away.",
        ),
    )
    providers: tuple[Provider, ...] = field(
        default=(),
        repr=False,
        metadata=words(
            "PROVIDERS",
            "(none)",
            'JSON file with the OpenID providers: `[{"key": "uni", "name": "University", '
            '"issuer": "https://…", "client_id": "…", "client_secret": "…"}]`. '
            "Or, for each, `WALLET_OIDC_<KEY>_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, `…_NAME`, "
            "`…_SCOPES`, `…_CLIENT_AUTH`.",
        ),
    )
    smtp_url: str = field(
        repr=False,
        default="",
        metadata=words(
            "SMTP_URL",
            "(none)",
            "`smtp://user:password@host:587` (STARTTLS) or `smtps://…`. Without it a confirmation link "
            "cannot be sent, and only addresses proven by the provider count; "
            "the demo writes the link to its log.",
        ),
    )
    mail_from: str = field(
        default="",
        metadata=words("MAIL_FROM", "(none)", "Sender of confirmation mails; needed with SMTP_URL."),
    )
    allow_http_issuers: bool = field(
        default=False,
        metadata=words(
            "ALLOW_HTTP_ISSUERS",
            "`no`",
            "`yes` to fetch from old issuers over plain http too; such answers are marked as unprotected.",
        ),
    )
    allowed_internal_hosts: tuple[str, ...] = field(
        default=(),
        metadata=words(
            "ALLOWED_INTERNAL_HOSTS",
            "(none)",
            "`host:port` pairs, separated by commas, which the wallet may fetch from although they are "
            "not on the public internet.",
        ),
    )
    recognised_issuers_file: Path | None = field(
        default=None,
        metadata=words(
            "RECOGNISED_ISSUERS",
            "(none)",
            'JSON file `{"issuer id": "name"}` of the issuers you recognise. Without it the wallet says '
            "that no list is kept.",
        ),
    )
    revocation_lists: Path | None = field(
        default=None,
        metadata=words(
            "REVOCATION_LISTS",
            "(none)",
            "Folder of certificate revocation lists (`*.crl`, `*.pem`) that you keep up to date. What stands "
            "on one is refused; without it a revoked TLS certificate is not noticed.",
        ),
    )
    trusted_proxies: int = field(
        default=0,
        metadata=words(
            "TRUSTED_PROXIES", "`0`", "How many proxies before the wallet set X-Forwarded-For and -Proto."
        ),
    )
    default_language: str = field(
        default="pl",
        metadata=words(
            "LANGUAGE",
            "`pl`",
            "The language where a person's wish is not known: `en`, or a folder of `wallet/translations`.",
        ),
    )
    max_upload_bytes: int = field(
        default=50 * 1024 * 1024,
        metadata=words("MAX_UPLOAD_BYTES", "`52428800`", "Largest upload accepted at once, in bytes."),
    )
    max_credentials_per_account: int = field(
        default=5000,
        metadata=words(
            "MAX_CREDENTIALS", "`5000`", "How many credentials and documents one person may keep."
        ),
    )
    max_bytes_per_account: int = field(
        default=1_000_000_000,
        metadata=words(
            "MAX_BYTES",
            "`1000000000`",
            "How many bytes of badges, documents and evidence one person may keep. What is above it is "
            "refused file by file.",
        ),
    )
    demo: bool = field(default=False)  # follows from environment
    test: bool = field(default=False)

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, instance: Path | None = None) -> Settings:
        """Settings from WALLET_ variables. Raises `Misconfigured` with every problem at once."""
        problems = _unknown(environ)
        values = _read_all(environ, problems, instance)
        settings = cls(**values)
        problems += _inconsistent(settings)
        if not (settings.demo or settings.test):
            problems += _unsafe_around(environ, settings)
        if problems:
            raise Misconfigured(problems)
        return settings

    @classmethod
    def from_demo(cls, instance: Path, port: int = DEMO_PORT) -> Settings:
        """Settings of the demo: this computer only, a secret of its own kept under `instance`."""
        instance.mkdir(parents=True, exist_ok=True)
        host = f"127.0.0.1:{port}"
        return cls(
            environment="demo",
            secret_key=_demo_secret(instance / "demo-secret"),
            base_url=f"http://{host}",
            database_url=f"sqlite:///{(instance / 'demo.sqlite3').resolve()}",
            instance=instance.resolve(),
            allow_http_issuers=True,
            allowed_internal_hosts=(host,),
            recognised_issuers_file=instance.resolve() / "demo" / "recognised.json",  # written by wallet.demo
            demo=True,
        )

    @property
    def own_host(self) -> str:
        """`host:port` of this wallet, the port always stated."""
        address = urlsplit(self.base_url)
        return f"{address.hostname}:{address.port or (443 if address.scheme == 'https' else 80)}"

    def ensure_instance(self) -> Path:
        self.instance.mkdir(parents=True, exist_ok=True)
        return self.instance


FIELDS: tuple[SettingWords, ...] = tuple(
    f.metadata["words"] for f in fields(Settings) if "words" in f.metadata
)
_OIDC = re.compile(r"WALLET_OIDC_([A-Z0-9]+)_(ISSUER|CLIENT_ID|CLIENT_SECRET|NAME|SCOPES|CLIENT_AUTH)")


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {words.variable for words in FIELDS}
    return [
        f"{name} is not a setting of the wallet (a typing error?)."
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known and not _OIDC.fullmatch(name)
    ]


def _read_all(environ: Mapping[str, str], problems: list[str], instance: Path | None) -> dict[str, Any]:
    def text(name: str, default: str = "") -> str:
        return environ.get(PREFIX + name, "").strip() or default

    folder = (instance or Path(text("INSTANCE", "instance"))).resolve()
    environment = text("ENVIRONMENT", "production")
    issuers_file, lists = text("RECOGNISED_ISSUERS"), text("REVOCATION_LISTS")
    return {
        "environment": environment,
        "secret_key": text("SECRET_KEY"),
        "base_url": text("BASE_URL").rstrip("/"),
        "database_url": text("DATABASE_URL", f"sqlite:///{folder / 'wallet.sqlite3'}"),
        "instance": folder,
        "jobs_url": text("JOBS_URL", "sqlite"),
        "sealing_keys": tuple(key.strip() for key in text("SEALING_KEYS").split(",") if key.strip()),
        "providers": read_providers(environ, problems, allow_http=environment != "production"),
        "smtp_url": text("SMTP_URL"),
        "mail_from": text("MAIL_FROM"),
        "allow_http_issuers": _yes_or_no(text("ALLOW_HTTP_ISSUERS", "no"), "ALLOW_HTTP_ISSUERS", problems),
        "allowed_internal_hosts": _hosts(text("ALLOWED_INTERNAL_HOSTS"), problems),
        "recognised_issuers_file": Path(issuers_file) if issuers_file else None,
        "revocation_lists": Path(lists) if lists else None,
        "trusted_proxies": _number(text("TRUSTED_PROXIES", "0"), "TRUSTED_PROXIES", problems),
        "default_language": text("LANGUAGE", "pl"),
        "max_upload_bytes": _number(
            text("MAX_UPLOAD_BYTES", str(50 * 1024 * 1024)), "MAX_UPLOAD_BYTES", problems, least=1024
        ),
        "max_credentials_per_account": _number(
            text("MAX_CREDENTIALS", "5000"), "MAX_CREDENTIALS", problems, least=1
        ),
        "max_bytes_per_account": _number(
            text("MAX_BYTES", "1000000000"), "MAX_BYTES", problems, least=1_000_000
        ),
        "demo": environment == "demo",
        "test": environment == "test",
    }


def _yes_or_no(value: str, name: str, problems: list[str]) -> bool:
    if value.lower() in {"yes", "true", "1", "on"}:
        return True
    if value.lower() not in {"no", "false", "0", "off"}:
        problems.append(f"{PREFIX}{name} must be yes or no.")
    return False


def _number(value: str, name: str, problems: list[str], *, least: int = 0) -> int:
    if re.fullmatch(r"[0-9]{1,12}", value) and int(value) >= least:
        return int(value)
    problems.append(f"{PREFIX}{name} must be a whole number, {least} or more.")
    return least


def _hosts(value: str, problems: list[str]) -> tuple[str, ...]:
    hosts = tuple(part.strip() for part in value.split(",") if part.strip())
    for host in hosts:
        if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}", host):
            problems.append(f"{PREFIX}ALLOWED_INTERNAL_HOSTS: “{host}” is not host:port.")
    return hosts


def _inconsistent(settings: Settings) -> list[str]:
    """What cannot work, or must not, whichever way the single values were read."""
    problems = [*_bad_choices(settings), *_bad_addresses(settings)]
    if not (settings.demo or settings.test):  # a misspelt environment was meant for production
        problems += _unsafe_in_production(settings)
    return problems


def _bad_choices(settings: Settings) -> list[str]:
    problems = []
    for name, value, known in (
        ("ENVIRONMENT", settings.environment, ENVIRONMENTS),
        ("LANGUAGE", settings.default_language, tuple(shipped())),
    ):
        if value not in known:
            problems.append(f"{PREFIX}{name} must be one of {', '.join(known)}.")
    if not settings.secret_key:
        problems.append(
            f"{PREFIX}SECRET_KEY is missing. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    elif len(settings.secret_key) < MIN_SECRET or len(set(settings.secret_key)) < 8:
        problems.append(f"{PREFIX}SECRET_KEY is too short or too plain: {MIN_SECRET} random characters.")
    if any(len(key) < MIN_SECRET or len(set(key)) < 8 for key in settings.sealing_keys):
        problems.append(f"{PREFIX}SEALING_KEYS: {MIN_SECRET} random characters each; a comma between.")
    if settings.recognised_issuers_file is not None and not settings.recognised_issuers_file.is_file():
        problems.append(f"{PREFIX}RECOGNISED_ISSUERS: there is no file {settings.recognised_issuers_file}.")
    if settings.revocation_lists is not None and not settings.revocation_lists.is_dir():
        problems.append(f"{PREFIX}REVOCATION_LISTS: there is no folder {settings.revocation_lists}.")
    return problems


def _bad_addresses(settings: Settings) -> list[str]:
    problems = []
    base = _split(settings.base_url)
    if not settings.base_url:
        problems.append(f"{PREFIX}BASE_URL is missing: the address people type.")
    elif base is None or base[0] not in {"http", "https"} or not base[1]:
        problems.append(f"{PREFIX}BASE_URL must be an address like https://wallet.example.edu.")
    elif base[2]:
        problems.append(f"{PREFIX}BASE_URL must not have a path, query or name in it.")
    database = _split(settings.database_url)
    if database is None or database[0].split("+")[0] not in {"sqlite", "postgresql"}:
        problems.append(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://.")
    jobs = _split(settings.jobs_url)
    if settings.jobs_url != "sqlite" and (
        jobs is None or jobs[0] not in {"redis", "rediss", "valkey", "valkeys", "postgresql"}
    ):
        problems.append(f"{PREFIX}JOBS_URL must be sqlite, redis://…, valkey://… or postgresql://….")
    if settings.smtp_url:
        smtp = _split(settings.smtp_url)
        if smtp is None or smtp[0] not in {"smtp", "smtps"} or not smtp[1]:
            problems.append(f"{PREFIX}SMTP_URL must be smtp://host:port or smtps://host:port.")
        if "@" not in settings.mail_from:
            problems.append(f"{PREFIX}MAIL_FROM must be an e-mail address when {PREFIX}SMTP_URL is set.")
    return problems


def _unsafe_in_production(settings: Settings) -> list[str]:
    problems = []
    if settings.base_url.startswith("http://"):
        problems.append(f"{PREFIX}BASE_URL is plain http: a production wallet needs https.")
    if settings.database_url.startswith("sqlite") and (
        ":memory:" in settings.database_url or not urlsplit(settings.database_url).path.strip("/")
    ):
        problems.append(
            f"{PREFIX}DATABASE_URL keeps the database in memory: everything would be lost at a stop."
        )
    if not settings.providers:
        problems.append(f"No OpenID provider ({PREFIX}PROVIDERS or {PREFIX}OIDC_…): nobody could sign in.")
    for provider in settings.providers:
        if provider.key == "demo" or "/demo-provider" in provider.issuer:
            problems.append("The demo provider lets anyone be anyone: it cannot be used in production.")
    return problems


def _unsafe_around(environ: Mapping[str, str], settings: Settings) -> list[str]:
    """What is unsafe about where a production wallet starts (OPS-01)."""
    problems = []
    if environ.get("FLASK_DEBUG", "0").strip().lower() not in {"", "0", "false", "no", "off"}:
        problems.append("FLASK_DEBUG is on: whoever meets an error could run programs here. Take it away.")
    path = urlsplit(settings.database_url).path
    if settings.database_url.startswith("sqlite:///") and os.name == "posix":
        file = Path(path.removeprefix("/") or "/")
        try:
            open_to_others = file.stat().st_mode & 0o006
        except OSError:  # not there yet: it is made for its owner alone
            open_to_others = 0
        if open_to_others:
            problems.append(
                f"The database file {file} can be read or changed by everybody on this computer: chmod 600."
            )
    return problems


def _split(url: str) -> tuple[str, str, str] | None:
    """(scheme, host, everything that should not be in a base address), or None where it is no address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    extra = parts.path.strip("/") + parts.query + parts.fragment + (parts.username or "")
    return parts.scheme, parts.hostname or "", extra


def _demo_secret(path: Path) -> str:
    """The demo's own secret, made once, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if len(kept) >= MIN_SECRET:
            return kept
        path.unlink()
        return _demo_secret(path)
    secret = secrets.token_hex(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret
