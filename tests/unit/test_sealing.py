"""What the database may hold only locked: GDPR-07 (keys outside, rotation) and GDPR-08 (a wrong key)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wallet import cli, doctor
from wallet.accounts import sessions
from wallet.errors import Misconfigured
from wallet.sealing import SealBroken, Sealer, check_sealed, reseal
from wallet.settings import Settings
from wallet.store import Store
from wallet.store import clock as wallet_clock
from wallet.store.models.account import Account, SessionRecord
from wallet.store.models.export import HolderKey

OLD, NEW, OTHER = (name + "-0123456789abcdef0123456789abcdef" for name in ("old", "new", "other"))
SECRET = b"a private key of 32 bytes, nearly"


def sealer(*keys: str, secret: str = "the secret key 0123456789abcdef0123") -> Sealer:
    return Sealer(SimpleNamespace(sealing_keys=keys, secret_key=secret))


def put_key(store: Store, sealed_by: Sealer, name: str = "ola") -> str:
    with store.write() as session:
        account = Account(issuer="https://id.example", subject=name)
        session.add(account)
        session.flush()
        row = HolderKey(account_id=account.id, did="did:key:z6Mk", sealed=b"")
        session.add(row)
        session.flush()
        row.sealed = sealed_by.seal("holder_key", row.id, "sealed", SECRET)
        return row.id


def opened(store: Store, row_id: str, by: Sealer) -> bytes:
    with store.read() as session:
        return by.unseal("holder_key", row_id, "sealed", session.get(HolderKey, row_id).sealed)


def test_gdpr_07_what_is_sealed_is_not_in_the_bytes_and_twice_the_same_looks_different():
    one = sealer(OLD).seal("holder_key", "1", "sealed", SECRET)
    assert SECRET[:8] not in one
    assert one != sealer(OLD).seal("holder_key", "1", "sealed", SECRET)
    assert sealer(OLD).unseal("holder_key", "1", "sealed", one) == SECRET


@pytest.mark.parametrize(
    "place", [("other", "1", "sealed"), ("holder_key", "2", "sealed"), ("holder_key", "1", "x")]
)
def test_gdpr_07_a_sealed_value_moved_to_another_place_does_not_open(place):
    with pytest.raises(SealBroken):
        sealer(OLD).unseal(*place, sealer(OLD).seal("holder_key", "1", "sealed", SECRET))


def test_gdpr_07_a_changed_byte_or_a_piece_of_it_does_not_open():
    one = sealer(OLD).seal("holder_key", "1", "sealed", SECRET)
    for spoiled in (one[:-1] + bytes([one[-1] ^ 1]), one[:20], one[:3], b"", SECRET):
        with pytest.raises(SealBroken):
            sealer(OLD).unseal("holder_key", "1", "sealed", spoiled)


def test_gdpr_07_keys_are_changed_without_losing_anything(store: Store):
    rows = [put_key(store, sealer(OLD), name) for name in ("ola", "sam", "ana")]
    both = sealer(NEW, OLD)
    check_sealed(store, both)
    assert reseal(store, both) == 3
    assert reseal(store, both) == 0
    check_sealed(store, sealer(NEW))
    assert {opened(store, row, sealer(NEW)) for row in rows} == {SECRET}
    with pytest.raises(SealBroken):
        opened(store, rows[0], sealer(OLD))


def test_gdpr_07_without_a_key_of_its_own_the_secret_key_seals_and_one_can_be_set_later(store: Store):
    row = put_key(store, sealer())
    check_sealed(store, sealer(NEW))
    assert opened(store, row, sealer(NEW)) == SECRET
    changed = sealer(NEW, secret="another secret key 0123456789abcdef")
    with pytest.raises(Misconfigured):
        check_sealed(store, changed)


def test_gdpr_08_with_a_wrong_key_nothing_starts_and_a_sentence_says_why(
    sqlite_url, tmp_path, monkeypatch, capsys
):
    store = Store(sqlite_url)
    put_key(store, sealer(OLD))
    store.dispose()
    for name, value in {
        "ENVIRONMENT": "test",
        "SECRET_KEY": "only for tests: 0123456789abcdef0123456789",
        "BASE_URL": "http://127.0.0.1:9000",
        "DATABASE_URL": sqlite_url,
        "SEALING_KEYS": OTHER,
    }.items():
        monkeypatch.setenv(f"WALLET_{name}", value)
    assert cli.main(["work", "--instance", str(tmp_path)]) == 1
    assert "WALLET_SEALING_KEYS" in capsys.readouterr().err
    assert cli.main(["reseal", "--instance", str(tmp_path)]) == 1
    assert cli.main(["doctor", "--instance", str(tmp_path)]) == 1
    assert "BAD  sealing" in capsys.readouterr().out
    monkeypatch.setenv("WALLET_SEALING_KEYS", f"{NEW},{OLD}")
    assert cli.main(["reseal", "--instance", str(tmp_path)]) == 0
    assert "1 sealed with the newest key" in capsys.readouterr().out


def test_gdpr_08_a_plain_key_is_refused_with_the_other_settings(tmp_path):
    with pytest.raises(Misconfigured) as refused:
        Settings.load({"WALLET_SEALING_KEYS": f"{OLD},short"}, tmp_path)
    assert "WALLET_SEALING_KEYS" in str(refused.value)


def test_the_doctor_says_which_key_seals(sqlite_store, tmp_path):
    settings = SimpleNamespace(sealing_keys=(), secret_key="s" * 40)
    good, said = doctor._sealing(sqlite_store, settings)
    assert good
    assert "made from WALLET_SECRET_KEY" in said


def test_r25_the_providers_token_lies_sealed_in_the_session_or_not_at_all(sqlite_store):
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvbGEifQ.c2ln"
    identity = SimpleNamespace(id_token=token, auth_time=None)
    given = {"provider": "uni", "identity": identity, "now": wallet_clock.now()}
    with sqlite_store.write() as session:
        account = Account(issuer="https://id.example", subject="ola")
        session.add(account)
        session.flush()
        sessions.open_session(session, account, **given)
        sessions.open_session(session, account, sealer=sealer(OLD), **given)
    with sqlite_store.read() as session:
        rows = session.query(SessionRecord).order_by(SessionRecord.id_token.is_(None).desc()).all()
    assert rows[0].id_token is None
    assert "eyJ" not in rows[1].id_token
    assert sessions.hint_of(rows[1], sealer(NEW, OLD)) == token
    assert [sessions.hint_of(row, sealer(NEW)) for row in rows] == ["", ""]
