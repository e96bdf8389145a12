"""Nothing unsafe starts, and whoever sets the wallet up hears of every problem at once."""

from __future__ import annotations

import importlib.util
import json
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from wallet.errors import Misconfigured
from wallet.providers import Provider
from wallet.settings import FIELDS, Settings

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
GOOD = {
    "WALLET_SECRET_KEY": SECRET,
    "WALLET_BASE_URL": "https://wallet.example.edu",
    "WALLET_OIDC_UNI_ISSUER": "https://login.example.edu",
    "WALLET_OIDC_UNI_CLIENT_ID": "wallet",
    "WALLET_OIDC_UNI_CLIENT_SECRET": "hush",
}


def load(tmp_path: Path, **changes: str | None) -> Settings:
    environ = GOOD | {f"WALLET_{name}": value for name, value in changes.items()}
    return Settings.load({name: value for name, value in environ.items() if value is not None}, tmp_path)


def problems(tmp_path: Path, **changes: str | None) -> str:
    with pytest.raises(Misconfigured) as refused:
        load(tmp_path, **changes)
    return str(refused.value)


def test_a_complete_production_setting_loads(tmp_path: Path):
    settings = load(tmp_path)
    assert settings.environment == "production"
    assert not settings.demo
    assert settings.database_url == f"sqlite:///{tmp_path.resolve() / 'wallet.sqlite3'}"
    assert settings.jobs_url == "sqlite"
    (provider,) = settings.providers
    assert (provider.key, provider.name, provider.issuer) == ("uni", "uni", "https://login.example.edu")
    assert provider.scopes == ("openid", "profile", "email")
    assert provider.client_auth == "client_secret_basic"
    assert settings.own_host == "wallet.example.edu:443"


def test_every_problem_is_named_at_once():
    with pytest.raises(Misconfigured) as refused:
        Settings.load({"WALLET_LANGUAGE": "de", "WALLET_TYPO": "1", "WALLET_TRUSTED_PROXIES": "many"})
    said = str(refused.value)
    for name in ("SECRET_KEY", "BASE_URL", "LANGUAGE", "TYPO", "TRUSTED_PROXIES", "OpenID provider"):
        assert name in said
    assert len(refused.value.problems) == 6
    with pytest.raises(
        Misconfigured
    ) as refused:  # a misspelt environment is no way around production's rules
        Settings.load(
            {"WALLET_ENVIRONMENT": "prod", "WALLET_SECRET_KEY": "ab", "WALLET_BASE_URL": "http://x"}
        )
    said = str(refused.value)
    assert all(name in said for name in ("ENVIRONMENT", "SECRET_KEY", "plain http", "OpenID provider"))


@pytest.mark.parametrize(
    "name,value,said",
    [
        ("SECRET_KEY", None, "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "too short"),
        ("SECRET_KEY", "a" * 64, "too plain"),
        ("BASE_URL", None, "BASE_URL is missing"),
        ("BASE_URL", "http://wallet.example.edu", "plain http"),
        ("BASE_URL", "wallet.example.edu", "must be an address"),
        ("BASE_URL", "https://wallet.example.edu/wallet", "must not have a path"),
        ("BASE_URL", "https://[", "must be an address"),
        ("DATABASE_URL", "sqlite://", "in memory"),
        ("DATABASE_URL", "sqlite:///:memory:", "in memory"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must begin"),
        ("DATABASE_URL", "sqlite://[", "DATABASE_URL must begin"),
        ("JOBS_URL", "amqp://x", "JOBS_URL must be"),
        ("ENVIRONMENT", "live", "ENVIRONMENT must be"),
        ("SMTP_URL", "mail.example.edu", "SMTP_URL must be"),
        ("SMTP_URL", "smtp://mail.example.edu", "MAIL_FROM"),
        ("ALLOW_HTTP_ISSUERS", "perhaps", "yes or no"),
        ("ALLOWED_INTERNAL_HOSTS", "10.0.0.1", "not host:port"),
        ("RECOGNISED_ISSUERS", "/no/such/file", "no file /no/such/file"),
        ("REVOCATION_LISTS", "/no/such/folder", "no folder /no/such/folder"),
        ("MAX_UPLOAD_BYTES", "-1", "MAX_UPLOAD_BYTES must be a whole number"),
        ("MAX_CREDENTIALS", "0", "MAX_CREDENTIALS must be a whole number"),
        ("PROVIDERS", "/no/such/file", "no readable file"),
        ("OIDC_UNI_ISSUER", "http://login.example.edu", "must be an https address"),
        (
            "OIDC_UNI_ISSUER",
            "https://wallet.example.edu/demo-provider",
            "must be an https address|cannot be used",
        ),
        ("OIDC_UNI_ISSUER", None, "issuer is missing"),
        ("OIDC_UNI_CLIENT_ID", None, "client_id is missing"),
        ("OIDC_UNI_SCOPES", "email", "must hold openid"),
        ("OIDC_UNI_CLIENT_AUTH", "magic", "client_auth must be one of"),
        ("OIDC_DEMO_ISSUER", "https://x.example", "“demo”"),
        ("OIDC_UNI_COLOUR", "blue", "not a setting"),
        ("SECRETKEY", "x", "WALLET_SECRETKEY is not a setting"),
    ],
)
def test_production_refuses(tmp_path: Path, name: str, value: str | None, said: str):
    message = problems(tmp_path, **{name: value})
    assert any(part in message for part in said.split("|"))


def test_the_demo_provider_is_refused_in_production_even_when_it_is_complete(tmp_path: Path):
    complete = {
        "OIDC_DEMO_ISSUER": "https://x.example",
        "OIDC_DEMO_CLIENT_ID": "w",
        "OIDC_DEMO_CLIENT_SECRET": "s",
    }
    assert "anyone be anyone" in problems(tmp_path, **complete)


def test_a_wallet_into_which_nobody_could_sign_in_is_refused(tmp_path: Path):
    nobody = {"OIDC_UNI_ISSUER": None, "OIDC_UNI_CLIENT_ID": None, "OIDC_UNI_CLIENT_SECRET": None}
    assert "nobody could sign in" in problems(tmp_path, **nobody)


def test_providers_come_from_a_file_too(tmp_path: Path):
    path = tmp_path / "providers.json"
    described = {
        "key": "lycee",
        "name": "Lycée",
        "issuer": "https://l.example",
        "client_id": "c",
    }
    path.write_text(json.dumps([described]), encoding="utf-8")
    settings = load(tmp_path, PROVIDERS=str(path))
    assert [provider.name for provider in settings.providers] == ["Lycée", "uni"]
    assert settings.providers[0].client_auth == "none"  # a public client: PKCE alone


@pytest.mark.parametrize(
    "content,said",
    [
        ("{", "is not JSON"),
        ("{}", "a list of objects"),
        ('[{"key": "A b"}]', "needs a key"),
        (
            '[{"key": "x", "issuer": "https://x.example", "client_id": "c", "colour": "blue"}]',
            "colour is not known",
        ),
        ('[{"key": "x", "issuer": 3, "client_id": "c"}]', "must be text"),
        ('[{"key": "uni", "issuer": "https://x.example", "client_id": "c"}]', "named twice"),
    ],
)
def test_a_file_of_providers_that_is_wrong_is_named(tmp_path: Path, content: str, said: str):
    path = tmp_path / "providers.json"
    path.write_text(content, encoding="utf-8")
    assert said in problems(tmp_path, PROVIDERS=str(path))


def test_secrets_are_not_printed_with_the_settings(tmp_path: Path):
    settings = load(
        tmp_path,
        DATABASE_URL="postgresql://wallet:databasepassword@db.example/wallet",
        JOBS_URL="redis://:queuepassword@q.example",
        SMTP_URL="smtp://u:mailpassword@m.example",
        MAIL_FROM="wallet@example.edu",
    )
    assert not [word for word in (SECRET, "hush", "password") if word in repr(settings)]
    with pytest.raises(ValidationError) as refused:
        Settings(
            secret_key="a mistyped one", database_url="mysql://wallet:databasepassword@db.example/wallet"
        )
    assert not [word for word in ("mistyped", "password") if word in str(refused.value)]
    with pytest.raises(ValidationError) as refused:
        Provider(key="Uni", issuer="https://login.example.edu", client_id="wallet", client_secret="hush")
    assert "hush" not in str(refused.value)


def test_settings_cannot_be_changed_but_copied_with_a_change(tmp_path: Path):
    settings = load(tmp_path)
    with pytest.raises(ValidationError):
        settings.base_url = "https://other.example"
    assert settings.model_copy(update={"trusted_proxies": 2}).trusted_proxies == 2
    assert settings.trusted_proxies == 0


def test_the_environment_around_the_demo_does_not_change_it(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("WALLET_SMTP_URL", "smtp://mail.example")
    monkeypatch.setenv("WALLET_LANGUAGE", "en")
    demo = Settings.from_demo(tmp_path)
    assert (demo.smtp_url, demo.default_language) == ("", "pl")


def test_plain_http_is_for_the_demo_and_for_tests(tmp_path: Path):
    assert load(tmp_path, ENVIRONMENT="test", BASE_URL="http://localhost:5000").own_host == "localhost:5000"


def test_the_demo_has_a_secret_of_its_own_that_stays(tmp_path: Path):
    first, second = Settings.from_demo(tmp_path / "a"), Settings.from_demo(tmp_path / "a", 9000)
    assert first.secret_key == second.secret_key
    assert first.secret_key != Settings.from_demo(tmp_path / "b").secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "a" / "demo-secret").stat().st_mode) == 0o600
    assert first.demo
    assert second.base_url == "http://127.0.0.1:9000"
    assert second.allowed_internal_hosts == ("127.0.0.1:9000",)


def test_the_demo_itself_passes_the_checks_but_could_never_be_production(tmp_path: Path):
    demo = Settings.from_demo(tmp_path)
    environ = {"WALLET_SECRET_KEY": demo.secret_key, "WALLET_BASE_URL": demo.base_url}
    assert Settings.load(environ | {"WALLET_ENVIRONMENT": "demo"}, tmp_path).demo
    with pytest.raises(Misconfigured):
        Settings.load(environ, tmp_path)


def test_every_setting_is_explained():
    assert len(FIELDS) == len(Settings.model_fields)
    assert len({words.variable for words in FIELDS}) == len(FIELDS)
    for words in FIELDS:
        assert words.variable.startswith("WALLET_")
        assert len(words.meaning) > 20
        assert words.default


@pytest.mark.parametrize(
    ("setting", "address", "module", "extra"),
    [
        ("DATABASE_URL", "postgresql://wallet@localhost/wallet", "psycopg", "postgresql"),
        ("JOBS_URL", "postgresql://wallet@localhost/wallet", "psycopg", "postgresql"),
        ("JOBS_URL", "valkeys://localhost", "redis", "queue"),
    ],
)
def test_a_setting_that_needs_an_extra_says_how_to_install_it(
    tmp_path: Path, monkeypatch, setting: str, address: str, module: str, extra: str
):
    load(tmp_path, **{setting: address})
    without(monkeypatch, module)
    assert f"WALLET_{setting} needs" in problems(tmp_path, **{setting: address})
    assert f"pip install 'dorobek-wallet[{extra}]'" in problems(tmp_path, **{setting: address})


def without(monkeypatch, module: str) -> None:
    """As if `module` were not installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == module else find(name, *rest)
    )
