"""Copies that are too large for a page: made and brought in by whoever runs the wallet (`wallet export`)."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from wallet.accounts.emails import normalise
from wallet.errors import WalletError
from wallet.imports.service import import_files
from wallet.services import Services
from wallet.store.models.account import Account, EmailProof
from wallet.takeout.export import make_takeout
from wallet.web.languages import locale_of


class NotOnePerson(WalletError):
    """No account, or more than one, has proven the address."""

    code = "not-one-person"

    def __str__(self) -> str:
        return "Not exactly one person has proven this address. Nothing was done."


def export_copy(app: Flask, address: str, path: Path) -> None:
    """Write the person's copy to `path`, which must not exist, for the operator's eyes only."""
    home: Services = app.extensions["wallet"]
    holder, language = _person(address, services=home)
    with app.app_context(), force_locale(locale_of(language)):
        data, _, _ = make_takeout(holder, services=home, language=language, most=None)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def import_copy(app: Flask, address: str, path: Path) -> None:
    """Hand the copy at `path` to the queue, as if the person had added it."""
    home: Services = app.extensions["wallet"]
    holder, _ = _person(address, services=home)
    import_files(holder, [(path.name, path.read_bytes())], services=home)


def _person(address: str, *, services: Services) -> tuple[str, str]:
    query = (
        select(Account.id, Account.language)
        .join(EmailProof, EmailProof.account_id == Account.id)
        .where(
            EmailProof.normalised == normalise(address),
            EmailProof.proven_at.is_not(None),
            Account.erase_at.is_(None),
        )
    )
    with services.store.read() as session:
        found = session.execute(query).all()
    if len(found) != 1:
        raise NotOnePerson()
    holder, language = found[0]
    return holder, language or services.settings.default_language
