"""A held credential out of the wallet, as other programs read it. What the issuer signed is never touched: it
is handed out as it was given, taken out of its picture, or put into one."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from wallet.collection import nested
from wallet.collection import service as collection
from wallet.collection.service import Kept
from wallet.credentials.carriers.baking import bake_png, bake_svg, take_out_png, take_out_svg
from wallet.credentials.envelope import Envelope
from wallet.credentials.parsing.names import safe_name
from wallet.credentials.sdjwt.disclosing import ELEMENT, choose_disclosures, disclosures_of
from wallet.errors import NotFound, WalletError
from wallet.exports.errors import FormNotPossible, NothingToHandOut, TakeoutTooLarge
from wallet.exports.file_jobs import Making, Progress
from wallet.exports.zips import ZipWriter
from wallet.services import Services
from wallet.store import originals
from wallet.store.models.credential import HeldCredential, Original

MEDIA_TYPES = {
    "json": "application/json",
    "jwt": "application/jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}
FORMS = tuple(MEDIA_TYPES)
_BADGES = ("ob1", "ob2", "ob3")  # only Open Badges have a standard for being baked into a picture
_ICONS = Path(__file__).parent.parent / "static" / "icons"
MOST_BYTES = 400_000_000
LONGEST_CLAIM = 120


@dataclass(frozen=True)
class Held:
    """A credential of the holder, opened. `envelope.payload` is what was signed."""

    id: str
    title: str
    envelope: Envelope
    fingerprint: str


def open_held(holder: str, credential_id: str, *, services: Services) -> Held:
    """NotFound if it is not there or not theirs."""
    with services.store.read() as session:
        row = session.scalars(
            select(HeldCredential).where(
                HeldCredential.account_id == holder,
                HeldCredential.id == credential_id,
                HeldCredential.deleted_at.is_(None),
            )
        ).one_or_none()
        if row is None:
            raise NotFound()
        data = originals.read_original(session, row.original_digest)
    envelope = nested.open_original(data, name=row.name, fingerprint=row.fingerprint)
    return Held(row.id, row.title or row.name, envelope, row.fingerprint)


def forms_of(held: Held) -> tuple[str, ...]:
    """In which forms this credential can be handed out, besides the file as it was given."""
    envelope = held.envelope
    if envelope.refusal is not None:
        return ()
    text = ("jwt",) if _is_token(envelope) else () if envelope.claimed is None else ("json",)
    return (*text, "png", "svg") if envelope.dialect in _BADGES else text


def written_as(holder: str, credential_id: str, form: str, *, services: Services) -> Kept:
    """The credential in one of its forms. NotFound for a form it does not have."""
    held = open_held(holder, credential_id, services=services)
    if form not in forms_of(held):
        raise NotFound()
    envelope = held.envelope
    if form in ("json", "jwt"):
        data = envelope.payload
    elif envelope.carrier == form:
        data = envelope.original  # it is such a picture already
    else:
        picture = collection.shown_picture_of(holder, credential_id, services=services)
        data = _baked(envelope, form, picture)
    name = safe_name(held.title, number=1, ending=form).removeprefix("0001-")
    return Kept(data, name, MEDIA_TYPES[form])


def choosable_claims(held: Held) -> tuple[tuple[str, str], ...]:
    """(name, value in words) of every claim of an SD-JWT that its holder may show or withhold."""
    if held.envelope.refusal is not None or held.envelope.outer_proof != "sd-jwt":
        return ()
    found = disclosures_of(held.envelope.payload.decode())
    named = ((one.name, _in_words(one.value)) for one in found if one.name != ELEMENT)
    return tuple(dict(named).items())


def disclosed(holder: str, credential_id: str, names: Collection[str], *, services: Services) -> Kept:
    """The SD-JWT with these claims disclosed and no others. Refused for any other kind of credential."""
    held = open_held(holder, credential_id, services=services)
    if held.envelope.refusal is not None or held.envelope.outer_proof != "sd-jwt":
        raise FormNotPossible()
    token = choose_disclosures(held.envelope.payload.decode(), names)
    name = safe_name(held.title, number=1, ending="jwt").removeprefix("0001-")
    return Kept(token.encode(), name, "application/dc+sd-jwt")


def _in_words(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_CLAIM else text[: LONGEST_CLAIM - 1] + "…"


def _is_token(envelope: Envelope) -> bool:
    return bool(envelope.token) or envelope.outer_proof == "sd-jwt"


def _baked(envelope: Envelope, form: str, picture: Kept | None) -> bytes:
    """The signed payload in the badge's own picture, or in a plain one of ours; and out again, to be sure."""
    payload = envelope.payload
    newer = envelope.dialect == "ob3"
    own = picture.data if picture is not None and picture.media_type == MEDIA_TYPES[form] else None
    try:
        if form == "png":
            plain = own or (_ICONS / "icon-512.png").read_bytes()
            baked = bake_png(plain, payload, "openbadgecredential" if newer else "openbadges")
            whole = take_out_png(baked) == payload.strip()
        else:
            plain = own or (_ICONS / "logo.svg").read_bytes()
            baked = bake_svg(plain, payload, version=3 if newer else 2)
            whole = take_out_svg(baked) == payload.strip()
    except WalletError:
        raise FormNotPossible() from None
    if not whole:
        raise FormNotPossible()
    return baked


def make_originals(making: Making, progress: Progress, services: Services) -> tuple[bytes, str, str]:
    """Every original of the holder once, under names that cannot collide or climb, with their digests."""
    with services.store.read() as session:
        rows = session.execute(
            select(HeldCredential, Original.size)
            .join(Original, Original.digest == HeldCredential.original_digest)
            .where(HeldCredential.account_id == making.holder, HeldCredential.deleted_at.is_(None))
            .order_by(HeldCredential.created_at, HeldCredential.id)
        ).all()
        if not rows:
            raise NothingToHandOut()
        if sum(row.size for row in rows) > MOST_BYTES:
            raise TakeoutTooLarge(most=MOST_BYTES // 1_000_000)
        archive, paths, listed = ZipWriter(services.clock.now()), {}, []
        for number, (row, _size) in enumerate(rows, 1):
            if row.original_digest not in paths:
                data = originals.read_original(session, row.original_digest)
                path = "originals/" + safe_name(row.name or row.title, number=number, ending=_ending(row))
                paths[row.original_digest] = archive.add(path, data)
            written = paths[row.original_digest]
            listed.append(_entry(row, written.path, written.sha256, written.size))
            progress(number, len(rows))
    manifest = {"format": "dorobek-originals", "version": 1, "credentials": listed}
    archive.add("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode())
    return archive.finish(), f"originals-{services.clock.now():%Y-%m-%d}.zip", "application/zip"


def _ending(row: HeldCredential) -> str:
    return {"url": "txt"}.get(row.carrier, row.carrier if row.carrier in (*FORMS, "pdf") else "")


def _entry(row: HeldCredential, path: str, sha256: str, size: int) -> dict[str, object]:
    return {
        "path": path,
        "sha256": sha256,
        "size": size,
        "title": row.title,
        "issuer": row.issuer_name,
        "name": row.name,
    }
