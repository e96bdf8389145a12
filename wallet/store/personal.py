"""Whose is what: every column of every table that goes with an account, and whether its owner gets it.

This is the one place. Export and erasure are read from it and from the schema's foreign keys, and a test
fails for a column that nobody has declared: a new one is either the person's, and then it is in their copy,
or there is a reason here why it is not.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Table, exists, select

from wallet.store import personal_paths
from wallet.store.declaring import COUNTS, DERIVED, OPENS, OURS, OWNER, PRIVATE_ID, Declared, names
from wallet.store.models.base import Base

__all__ = ["NOT_OF_ONE_PERSON", "PERSONAL", "Declared", "of_account", "owned_tables", "rows_of"]

ROOT = "account"

PERSONAL: dict[str, Declared] = {
    "account": Declared(
        "account",
        names("id issuer subject name language role picture created_at last_seen_at erase_at"),
    ),
    "email_proof": Declared(
        "emails",
        names("address spellings source proven_at created_at"),
        {
            "id": PRIVATE_ID,
            "account_id": OWNER,
            "normalised": DERIVED,
            "secret_hash": OPENS,
            "secret_expires_at": "the end of a secret that is not exported",
        },
    ),
    "session_record": Declared(
        "sign_ins",
        names("created_at seen_at expires_at provider auth_time"),
        {"id": OPENS, "account_id": OWNER, "id_token": OPENS},
    ),
    "held_credential": Declared(
        "credentials",
        names(
            "id original_digest fingerprint name carrier dialect title issuer_name issuer_id issued_at "
            "expires_at issued_offset expires_offset field verdict verdict_case another checked_at "
            "picture_digest created_at deleted_at own_kind own_field"
        ),
        {
            "account_id": OWNER,
            "search_text": DERIVED,
            "facts": DERIVED,
            "due_at": OURS,
            "verifier_version": OURS,
            "version": COUNTS,
        },
    ),
    "verdict_run": Declared(
        "verdicts",
        names("credential_id at verdict verdict_case verifier_version trigger report"),
        {"id": "a number that counts the checks of everybody", "shown": DERIVED},
    ),
    "rendered_text": Declared(
        "rendered_texts",
        (),
        {"credential_id": DERIVED, "digest": DERIVED, "markup": DERIVED, "linked": DERIVED},
    ),
    "own_document": Declared(
        "documents", names("id original_digest name media_type note created_at"), {"account_id": OWNER}
    ),
    "import_batch": Declared("imports", names("id created_at"), {"account_id": OWNER}),
    "import_item": Declared(
        "import_items",
        names("batch_id position name original_digest state code params credential_id"),
        {"id": PRIVATE_ID},
    ),
    "share_link": Declared(
        "links",
        names(
            "id credential_id portfolio_id name opened_at ends_at paused_at closed_at views language "
            "audience fields include_original embeddable frozen frozen_at"
        ),
        {
            "account_id": OWNER,
            "secret_hash": OPENS,
            "secret_prefix": OPENS,
            "password_hash": OPENS,
            "wrong_tries": "counts what strangers typed",
            "blocked_until": "follows from what strangers typed",
        },
    ),
    "own_entry": Declared(
        "entries",
        names(
            "id kind title organisation began_on ended_on description details created_at updated_at "
            "deleted_at"
        ),
        {"account_id": OWNER},
    ),
    "evidence": Declared(
        "evidence",
        names("id entry_id kind title words url original_digest picture_digest name media_type created_at"),
        {"account_id": OWNER},
    ),
    "portfolio": Declared(
        "portfolios",
        names(
            "id title language audience display_name headline contact show_contact picture_digest "
            "created_at updated_at deleted_at"
        ),
        {"account_id": OWNER, "version": COUNTS},
    ),
    "portfolio_section": Declared(
        "portfolio_sections", names("id portfolio_id position kind title claim words")
    ),
    "portfolio_item": Declared(
        "portfolio_items",
        names("section_id position credential_id entry_id evidence_id skill caption reflection"),
        {"id": PRIVATE_ID},
    ),
    "linkedin_post": Declared(
        "linkedin_posts",
        names("credential_id link_id kind at removed_at"),
        {"id": PRIVATE_ID, "account_id": OWNER},
    ),
    "holder_key": Declared(
        "keys", names("did created_at"), {"id": PRIVATE_ID, "account_id": OWNER, "sealed": OPENS}
    ),
    "made_file": Declared(
        "made_files",
        names("kind name media_type state created_at expires_at"),
        {
            "id": PRIVATE_ID,
            "account_id": OWNER,
            "asked": "names what the file was made of, which is exported itself",
            "progress": "how far a job was",
            "total": "how far a job was",
            "data": "a copy of what is exported itself, thrown away after a day",
        },
    ),
    **personal_paths.PATHS,
}

# Tables that no account owns, and why they hold nothing that has to be given out or erased with one.
NOT_OF_ONE_PERSON: dict[str, str] = {
    "rate_count": "digests and numbers that are over within the hour; nothing leads back to anybody",
    "clock_reading": "what strangers' servers stated as the time; swept after a day",
    "login_flow": "a sign-in under way, before anybody is known; swept within the hour",
    "original": "bytes by their digest; exported as files and swept when nobody refers to them",
    "picture": "pictures by their digest; exported as files and swept when nobody refers to them",
    "job": "names rows by their ids; the person's are removed with the account",
    "cached_document": "strangers' answers; those about the person's badges are removed with the account",
    "erasure": "that an account was erased and how many rows went, nothing about whom",
    **personal_paths.NOT_OF_ONE_PERSON,
}


def owned_tables() -> dict[str, tuple[str, ...]]:
    """Every table whose rows go with an account, the account first, and the way there: its foreign-key
    columns, one for each step. Read from the schema: rows that cascade belong."""
    ways: dict[str, tuple[str, ...]] = {ROOT: ()}
    for table in Base.metadata.sorted_tables:
        found = [
            (key.parent.name, *ways[key.column.table.name])
            for key in table.foreign_keys
            if key.ondelete == "CASCADE" and key.column.table.name in ways and not key.parent.nullable
        ]
        if found:
            ways[table.name] = min(found, key=len)
    return ways


def of_account(table: Table, holder: str) -> ColumnElement[bool]:
    """The condition that a row of `table` goes with the account `holder`."""
    way = owned_tables()[table.name]
    if table.name == ROOT:
        return table.c.id == holder
    column = table.c[way[0]]
    if len(way) == 1:
        return column == holder
    above = next(key.column.table for key in column.foreign_keys)
    return exists(select(above.c.id).where(above.c.id == column, of_account(above, holder)))


def rows_of(table: Table, holder: str) -> Select[tuple[object, ...]]:
    """What the person gets of a table, in an order that does not change."""
    columns = [table.c[name] for name in PERSONAL[table.name].exported]
    return select(*columns).where(of_account(table, holder)).order_by(*table.primary_key.columns)


def tables_of_accounts() -> list[Table]:
    """The declared tables of which the person gets anything, those that are referred to first."""
    declared = {name for name, table in PERSONAL.items() if table.exported}
    return [table for table in Base.metadata.sorted_tables if table.name in declared]
