"""Every setting, read once at boot. All problems are named together; nothing unsafe starts.

A field of `Settings` carries its default and, as its description, what the README says of it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from annotated_types import Ge
from pydantic import (
    AfterValidator,
    BeforeValidator,
    DirectoryPath,
    Field,
    FilePath,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from wallet.catalogues import shipped
from wallet.errors import Misconfigured
from wallet.extras import extra_missing, how_to_install
from wallet.providers import Provider, names_a_provider, read_providers

__all__ = ["FIELDS", "Provider", "SettingWords", "Settings"]

PREFIX = "WALLET_"
MIN_SECRET = 32  # characters
MAX_NUMBER = 10**12
ENVIRONMENTS = ("production", "demo", "test")
DEMO_PORT = 8000


class Problems(ValueError):
    """What is wrong with a setting, a whole sentence each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences

    @classmethod
    def refuse(cls, sentences: list[str]) -> None:
        """Raises Problems if there are any."""
        if sentences:
            raise cls(*sentences)


def _with_commas(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _resolved(path: Path) -> Path:
    return path.resolve()


Listed = Annotated[tuple[str, ...], BeforeValidator(_with_commas)]


class Settings(BaseSettings):
    """What the operator chose. `Settings(…)` takes only what it is given; `load` reads the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", validate_by_name=True, hide_input_in_errors=True
    )

    environment: str = Field(
        default="production",
        description="`production`, `demo` or `test`. Only `demo` and `test` may use plain http.",
    )
    secret_key: str = Field(
        default="",
        repr=False,
        description="At least 32 random characters; signs cookies and queue messages. Keep it secret; "
        "changing it signs everyone out of forms under way.",
    )
    base_url: str = Field(
        default="",
        description="The address people type, https and without a path: `https://wallet.example.edu`.",
    )
    instance: Annotated[Path, AfterValidator(_resolved)] = Field(
        default=Path("instance"), description="Folder for the database, backups, locks and the demo's secret."
    )
    database_url: str = Field(
        default="",
        repr=False,
        description="`sqlite:////path/to/file` or `postgresql://user:password@host/name`.",
        json_schema_extra={"default": "`wallet.sqlite3` in the instance folder"},
    )
    jobs_url: str = Field(
        default="sqlite",
        repr=False,
        description="Who carries background work: `sqlite` (threads inside the web process), `redis://…`, "
        "`valkey://…` or `postgresql://…` (then run `wallet work` beside it). Losing it loses no work.",
    )
    sealing_keys: Listed = Field(
        default=(),
        repr=False,
        description="Keys that lock what the database may not hold openly, 32 random characters or more "
        "each, with commas between. The first one locks, all of them open: to change it, put the new one "
        "in front, run `wallet reseal`, and take the old one away.",
        json_schema_extra={"default": "(from SECRET_KEY)"},
    )
    providers: tuple[Provider, ...] = Field(
        default=(),
        repr=False,
        description='JSON file with the OpenID providers: `[{"key": "uni", "name": "University", '
        '"issuer": "https://…", "client_id": "…", "client_secret": "…"}]`. '
        "Or, for each, `WALLET_OIDC_<KEY>_ISSUER`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, `…_NAME`, "
        "`…_SCOPES`, `…_CLIENT_AUTH`.",
    )
    smtp_url: str = Field(
        default="",
        repr=False,
        description="`smtp://user:password@host:587` (STARTTLS) or `smtps://…`. Without it a confirmation "
        "link cannot be sent, and only addresses proven by the provider count; "
        "the demo writes the link to its log.",
    )
    mail_from: str = Field(default="", description="Sender of confirmation mails; needed with SMTP_URL.")
    allow_http_issuers: bool = Field(
        default=False,
        description="`yes` to fetch from old issuers over plain http too; such answers are marked as "
        "unprotected.",
    )
    allowed_internal_hosts: Listed = Field(
        default=(),
        description="`host:port` pairs, separated by commas, which the wallet may fetch from although they "
        "are not on the public internet.",
    )
    recognised_issuers_file: FilePath | None = Field(
        default=None,
        validation_alias="WALLET_RECOGNISED_ISSUERS",
        description='JSON file `{"issuer id": "name"}` of the issuers you recognise. Without it the wallet '
        "says that no list is kept.",
    )
    revocation_lists: DirectoryPath | None = Field(
        default=None,
        description="Folder of certificate revocation lists (`*.crl`, `*.pem`) that you keep up to date. "
        "What stands on one is refused; without it a revoked TLS certificate is not noticed.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        lt=MAX_NUMBER,
        description="How many proxies before the wallet set X-Forwarded-For and -Proto.",
    )
    default_language: str = Field(
        default="pl",
        validation_alias="WALLET_LANGUAGE",
        description="The language where a person's wish is not known: `en`, or a folder of "
        "`wallet/translations`.",
    )
    max_upload_bytes: int = Field(
        default=50 * 1024 * 1024,
        ge=1024,
        lt=MAX_NUMBER,
        description="Largest upload accepted at once, in bytes.",
    )
    max_credentials_per_account: int = Field(
        default=5000,
        ge=1,
        lt=MAX_NUMBER,
        validation_alias="WALLET_MAX_CREDENTIALS",
        description="How many credentials and documents one person may keep.",
    )
    max_bytes_per_account: int = Field(
        default=1_000_000_000,
        ge=1_000_000,
        lt=MAX_NUMBER,
        validation_alias="WALLET_MAX_BYTES",
        description="How many bytes of badges, documents and evidence one person may keep. What is above it "
        "is refused file by file.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # the demo and the tests are what they are built from, whatever is set around

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, instance: Path | None = None) -> Settings:
        """Settings from WALLET_ variables. Raises `Misconfigured` with every problem at once."""
        given = _Variables(cls, environ)() | ({} if instance is None else {"instance": instance})
        problems = [*_unknown(environ), *_unsafe_around(environ, given.get("environment"))]
        try:
            settings = cls(**given)
        except ValidationError as refused:
            for error in refused.errors(include_url=False):
                problems += _sentences(error)
        if problems:
            raise Misconfigured(problems)
        return settings

    @classmethod
    def from_demo(cls, instance: Path, port: int = DEMO_PORT) -> Settings:
        """Settings of the demo: this computer only, a secret of its own kept under `instance`."""
        instance.mkdir(parents=True, exist_ok=True)
        host = f"127.0.0.1:{port}"
        settings = cls(
            environment="demo",
            secret_key=_demo_secret(instance / "demo-secret"),
            base_url=f"http://{host}",
            database_url=f"sqlite:///{(instance / 'demo.sqlite3').resolve()}",
            instance=instance,
            allow_http_issuers=True,
            allowed_internal_hosts=(host,),
        )
        listed = settings.instance / "demo" / "recognised.json"  # written by wallet.demo when it starts
        return settings.model_copy(update={"recognised_issuers_file": listed})

    @property
    def demo(self) -> bool:
        return self.environment == "demo"

    @property
    def test(self) -> bool:
        return self.environment == "test"

    @property
    def own_host(self) -> str:
        """`host:port` of this wallet, the port always stated."""
        address = urlsplit(self.base_url)
        return f"{address.hostname}:{address.port or (443 if address.scheme == 'https' else 80)}"

    def ensure_instance(self) -> Path:
        self.instance.mkdir(parents=True, exist_ok=True)
        return self.instance

    @field_validator("environment", "default_language")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        variable, known = (
            ("ENVIRONMENT", ENVIRONMENTS)
            if info.field_name == "environment"
            else ("LANGUAGE", tuple(shipped()))
        )
        if value not in known:
            raise Problems(f"{PREFIX}{variable} must be one of {', '.join(known)}.")
        return value

    @field_validator("secret_key")
    @classmethod
    def _cannot_be_guessed(cls, key: str) -> str:
        if not key:
            raise Problems(
                f"{PREFIX}SECRET_KEY is missing. Make one with: "
                "python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        if _is_plain(key):
            raise Problems(f"{PREFIX}SECRET_KEY is too short or too plain: {MIN_SECRET} random characters.")
        return key

    @field_validator("sealing_keys")
    @classmethod
    def _cannot_be_guessed_either(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        if any(_is_plain(key) for key in keys):
            raise Problems(f"{PREFIX}SEALING_KEYS: {MIN_SECRET} random characters each; a comma between.")
        return keys

    @field_validator("base_url")
    @classmethod
    def _is_where_people_go(cls, url: str, info: ValidationInfo) -> str:
        url, problems = url.rstrip("/"), []
        base = _split(url)
        if not url:
            problems.append(f"{PREFIX}BASE_URL is missing: the address people type.")
        elif base is None or base[0] not in {"http", "https"} or not base[1]:
            problems.append(f"{PREFIX}BASE_URL must be an address like https://wallet.example.edu.")
        elif base[2]:
            problems.append(f"{PREFIX}BASE_URL must not have a path, query or name in it.")
        if url.startswith("http://") and _in_production(info):
            problems.append(f"{PREFIX}BASE_URL is plain http: a production wallet needs https.")
        Problems.refuse(problems)
        return url

    @field_validator("database_url", mode="before")
    @classmethod
    def _lies_in_the_instance(cls, url: Any, info: ValidationInfo) -> Any:
        return url or f"sqlite:///{info.data['instance'] / 'wallet.sqlite3'}"

    @field_validator("database_url")
    @classmethod
    def _keeps_what_it_gets_to_itself(cls, url: str, info: ValidationInfo) -> str:
        database = _split(url)
        if database is None or database[0].split("+")[0] not in {"sqlite", "postgresql"}:
            raise Problems(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://.")
        _refuse_without_its_extra("DATABASE_URL", url)
        if _in_production(info) and url.startswith("sqlite"):
            path = urlsplit(url).path
            if ":memory:" in url or not path.strip("/"):
                raise Problems(
                    f"{PREFIX}DATABASE_URL keeps the database in memory: everything would be lost at a stop."
                )
            _refuse_open_to_others(Path(path.removeprefix("/")))
        return url

    @field_validator("jobs_url")
    @classmethod
    def _names_a_queue(cls, url: str) -> str:
        jobs = _split(url)
        if url != "sqlite" and (
            jobs is None or jobs[0] not in {"redis", "rediss", "valkey", "valkeys", "postgresql"}
        ):
            raise Problems(f"{PREFIX}JOBS_URL must be sqlite, redis://…, valkey://… or postgresql://….")
        _refuse_without_its_extra("JOBS_URL", url)
        return url

    @field_validator("providers", mode="before")
    @classmethod
    def _let_people_in(cls, given: Any, info: ValidationInfo) -> Any:
        problems: list[str] = []
        production = _in_production(info)
        if isinstance(given, Mapping):  # variables
            given = read_providers(given, problems, https_only=production)
        if production and not given and not problems:
            problems.append(
                f"No OpenID provider ({PREFIX}PROVIDERS or {PREFIX}OIDC_…): nobody could sign in."
            )
        if production and any(one.key == "demo" or "/demo-provider" in one.issuer for one in given):
            problems.append("The demo provider lets anyone be anyone: it cannot be used in production.")
        Problems.refuse(problems)
        return given

    @field_validator("smtp_url")
    @classmethod
    def _names_a_mail_server(cls, url: str) -> str:
        smtp = _split(url)
        if url and (smtp is None or smtp[0] not in {"smtp", "smtps"} or not smtp[1]):
            raise Problems(f"{PREFIX}SMTP_URL must be smtp://host:port or smtps://host:port.")
        return url

    @field_validator("mail_from")
    @classmethod
    def _can_send(cls, address: str, info: ValidationInfo) -> str:
        if info.data.get("smtp_url") != "" and "@" not in address:
            raise Problems(f"{PREFIX}MAIL_FROM must be an e-mail address when {PREFIX}SMTP_URL is set.")
        return address

    @field_validator("allowed_internal_hosts")
    @classmethod
    def _state_their_ports(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        Problems.refuse(
            [
                f"{PREFIX}ALLOWED_INTERNAL_HOSTS: “{host}” is not host:port."
                for host in hosts
                if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}", host)
            ]
        )
        return hosts


class SettingWords(NamedTuple):
    """What the README says about one setting."""

    variable: str
    default: str
    meaning: str

    @classmethod
    def of(cls, name: str, field: FieldInfo) -> SettingWords:
        return cls(_variable(name, field), _default(field), field.description or "")


def _variable(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or PREFIX + name.upper())


def _default(field: FieldInfo) -> str:
    if isinstance(field.json_schema_extra, dict):
        return str(field.json_schema_extra["default"])
    if field.default in ("", (), None):
        return "(none)"
    if isinstance(field.default, bool):
        return "`yes`" if field.default else "`no`"
    return f"`{field.default}`"


FIELDS = tuple(SettingWords.of(name, field) for name, field in Settings.model_fields.items())


class _Variables(PydanticBaseSettingsSource):
    """The variables of an environment by the names that the README gives. A blank one counts as not set."""

    def __init__(self, settings_cls: type[BaseSettings], environ: Mapping[str, str]) -> None:
        super().__init__(settings_cls)
        self.environ = environ

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        if field_name == "providers":  # several variables, and a file
            return (
                {one: self.environ[one] for one in self.environ if names_a_provider(one)},
                field_name,
                False,
            )
        return self.environ.get(_variable(field_name, field), "").strip() or None, field_name, False

    def __call__(self) -> dict[str, Any]:
        read = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name, _complex in read if value is not None}


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {words.variable for words in FIELDS}
    return [
        f"{name} is not a setting of the wallet (a typing error?)."
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known and not names_a_provider(name)
    ]


def _sentences(error: ErrorDetails) -> tuple[str, ...]:
    """What a person reads about one error of one field."""
    name, field = next(
        (name, field)
        for name, field in Settings.model_fields.items()
        if error["loc"][0] in (name, field.validation_alias)
    )
    variable = _variable(name, field)
    match error["type"]:
        case "value_error" if isinstance(error["ctx"]["error"], Problems):
            return error["ctx"]["error"].sentences
        case "path_not_file":
            return (f"{variable}: there is no file {error['input']}.",)
        case "path_not_directory":
            return (f"{variable}: there is no folder {error['input']}.",)
        case "bool_parsing":
            return (f"{variable} must be yes or no.",)
    for rule in field.metadata:
        if isinstance(rule, Ge):
            return (f"{variable} must be a whole number, {rule.ge} or more.",)
    return (f"{variable}: {error['msg']}.",)


def _in_production(info: ValidationInfo) -> bool:
    """What is no demo and no test is production; a misspelt environment was meant for it too."""
    return info.data.get("environment") not in {"demo", "test"}


def _is_plain(key: str) -> bool:
    return len(key) < MIN_SECRET or len(set(key)) < 8


def _unsafe_around(environ: Mapping[str, str], environment: str | None) -> list[str]:
    """What is unsafe about the process in which a production wallet starts."""
    debug = environ.get("FLASK_DEBUG", "0").strip().lower()
    if environment in {"demo", "test"} or debug in {"", "0", "false", "no", "off"}:
        return []
    return ["FLASK_DEBUG is on: whoever meets an error could run programs here. Take it away."]


def _refuse_without_its_extra(setting: str, url: str) -> None:
    if extra := extra_missing(url):
        raise Problems(f"{PREFIX}{setting} needs a package that is not installed: {how_to_install(extra)}.")


def _refuse_open_to_others(file: Path) -> None:
    if os.name != "posix":
        return
    try:
        open_to_others = file.stat().st_mode & 0o006
    except OSError:  # not there yet: it is made for its owner alone
        return
    if open_to_others:
        raise Problems(
            f"The database file {file} can be read or changed by everybody on this computer: chmod 600."
        )


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
