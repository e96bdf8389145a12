"""The plan in print: a snapshot with a number that is made once and reads the same ever after.

The content is kept as it was printed, words and all; its digest is SHA-256 of its canonical JSON (RFC 8785).
An old plan is printed from what was kept, never from the path as it is now. The address in a QR code opens
something of the holder's: it is kept sealed beside the content, which holds its digest only.
"""

from __future__ import annotations

import base64
import json
import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path as Folder
from typing import Any

import rfc8785
from sqlalchemy import func, select

from wallet.advising import comment_words
from wallet.collection.nested import doubt_of
from wallet.errors import NotFound
from wallet.paths import pages
from wallet.paths.measuring import Measured, measure_paths, today_of
from wallet.plans.content import Checked, PlanWish, Source, plan_content
from wallet.plans.errors import PlanHoldsPesel, PlanLinkNotOurs
from wallet.printing import typesetting
from wallet.printing.glyphs import plainest, printable
from wallet.printing.qr import render_qr
from wallet.sealing import SealBroken, Sealer
from wallet.services import Services
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, PathSnapshot

_log = logging.getLogger(__name__)
TEMPLATE = Folder(__file__).parent / "plan.typ"
NAME_LIMIT = 120
REMARKS_LIMIT = 4_000
TABLE, COLUMN = "path_snapshot", "address"
_ELEVEN = re.compile(r"(?<!\d)(?:\d[ -]?){10}\d(?!\d)")
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


@dataclass(frozen=True)
class PlanCard:
    """One plan that was printed."""

    number: int
    at: datetime
    percent: int
    digest: str


@dataclass(frozen=True)
class PrintedPlan:
    number: int
    at: datetime
    digest: str
    content: dict[str, Any]
    address: str  # for the QR code, "" if none


def options_of(
    holder: str, path_id: str, *, services: Services
) -> tuple[pages.PathPage, tuple[PlanCard, ...]]:
    """The path with its steps, and the plans printed so far, newest first."""
    page = pages.path_page(holder, path_id, services=services)
    with services.store.read() as session:
        cards = tuple(
            PlanCard(one.number, one.at, one.percent, one.digest)
            for one in session.scalars(_printed(path_id).limit(50))
        )
    return page, cards


def _printed(path_id: str) -> Any:
    """The plans printed so far, newest first. Measuring points that nobody printed have no digest."""
    return (
        select(PathSnapshot)
        .where(PathSnapshot.path_id == path_id, PathSnapshot.digest != "")
        .order_by(PathSnapshot.number.desc())
    )


def print_plan(holder: str, path_id: str, wish: PlanWish, *, services: Services) -> int:
    """Keep the plan as it is today; the number of its snapshot. What was printed already, word by word the
    same, keeps the number it has."""
    wish = _cleaned(wish, services=services)
    (measured,) = measure_paths(holder, services=services, path_id=path_id)
    source = _source(measured, wish, services=services)
    with services.store.write() as session:
        kept = session.scalars(_printed(path_id).limit(1)).one_or_none()
        if kept is not None and kept.digest == digest_of(_content(replace(source, number=kept.number))):
            return kept.number
        newest = session.scalar(select(func.max(PathSnapshot.number)).where(PathSnapshot.path_id == path_id))
        content = _content(replace(source, number=(newest or 0) + 1))
        snapshot = PathSnapshot(
            path_id=path_id,
            number=content["number"],
            at=services.clock.now(),
            percent=measured.progress.percent,
            exact=str(measured.progress.value),
            digest=digest_of(content),
        )
        session.add(snapshot)
        session.flush()
        sealed = ""
        if wish.address:
            seal = Sealer(services.settings).seal
            sealed = base64.b64encode(seal(TABLE, snapshot.id, COLUMN, wish.address.encode())).decode()
        snapshot.content = {"plan": content, "sealed": sealed}
        return snapshot.number


def printed_plan(holder: str, path_id: str, number: int, *, services: Services) -> PrintedPlan:
    """As it was printed. NotFound unless the path is the holder's and that plan was printed."""
    query = (
        select(PathSnapshot)
        .join(Path, Path.id == PathSnapshot.path_id)
        .where(
            Path.id == path_id,
            Path.account_id == holder,
            Path.deleted_at.is_(None),
            PathSnapshot.number == number,
            PathSnapshot.digest != "",
        )
    )
    with services.store.read() as session:
        row = session.scalars(query).one_or_none()
        if row is None or row.content is None:
            raise NotFound()
        address = ""
        if row.content.get("sealed"):
            try:
                opened = Sealer(services.settings).unseal
                address = opened(TABLE, row.id, COLUMN, base64.b64decode(row.content["sealed"])).decode()
            except SealBroken:
                _log.warning("the address in a printed plan cannot be opened any more")
        return PrintedPlan(row.number, row.at, row.digest, row.content["plan"], address)


def digest_of(content: dict[str, Any]) -> str:
    return sha256(rfc8785.dumps(content)).hexdigest()


def render_pdf(plan: PrintedPlan) -> bytes:
    """PDF/UA-1 and PDF/A-2a; the same plan gives the same bytes."""
    told = _printable({**plan.content, "digest": plan.digest})
    told["address"] = plan.address
    told["code"] = render_qr(plan.address).decode() if plan.address else ""
    at = int(plan.at.timestamp())
    try:
        return typesetting.typeset(json.dumps(told), {}, at=at, template=TEMPLATE)
    except typesetting.NotTypeset as problem:
        _log.warning("typeset in plain letters only (%s)", problem.params["stage"])
        told = {**_printable(told, plain=True), "address": told["address"], "code": told["code"]}
        return typesetting.typeset(json.dumps(told), {}, at=at, template=TEMPLATE)


def _printable(told: Any, *, plain: bool = False) -> Any:
    if isinstance(told, str):
        return plainest(printable(told)) if plain else printable(told)
    if isinstance(told, dict):
        return {key: _printable(value, plain=plain) for key, value in told.items()}
    return [_printable(value, plain=plain) for value in told] if isinstance(told, list) else told


def _content(source: Source) -> dict[str, Any]:
    content = plan_content(source)
    address = source.wish.address
    return {**content, "link": sha256(address.encode()).hexdigest() if address else ""}


def _source(measured: Measured, wish: PlanWish, *, services: Services) -> Source:
    today = today_of(services)
    holder = measured.path.account_id
    page = pages.page_of(measured, services=services)
    used = {proof.id for step in page.steps for proof in step.proofs}
    return Source(
        page=page,
        wish=wish,
        talk=comment_words.talk_of(holder, measured.path.id, today=today, services=services),
        checked=_checked(holder, used, services=services),
        today=today,
        number=0,
    )


def _checked(holder: str, used: set[str], *, services: Services) -> dict[str, Checked]:
    query = select(
        HeldCredential.id,
        HeldCredential.verdict,
        HeldCredential.verdict_case,
        HeldCredential.checked_at,
        HeldCredential.facts,
    ).where(HeldCredential.account_id == holder, HeldCredential.id.in_(used))
    with services.store.read() as session:
        return {
            row.id: Checked(
                row.verdict_case or row.verdict,
                doubt_of(row.facts),
                row.checked_at.date() if row.checked_at else None,
            )
            for row in session.execute(query)
        }


def _cleaned(wish: PlanWish, *, services: Services) -> PlanWish:
    if any(holds_pesel(text) for text in (wish.name, wish.adviser, wish.institution, wish.remarks)):
        raise PlanHoldsPesel()
    address = wish.address.strip()
    home = services.settings.base_url.rstrip("/") + "/s/"
    if address and (not address.startswith(home) or len(address) > 300 or re.search(r"\s", address)):
        raise PlanLinkNotOurs(home=home)
    return replace(
        wish,
        name=_line(wish.name),
        adviser=_line(wish.adviser),
        institution=_line(wish.institution),
        remarks=wish.remarks.replace("\r\n", "\n").strip()[:REMARKS_LIMIT],
        address=address,
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:NAME_LIMIT]


def holds_pesel(text: str) -> bool:
    """Whether eleven digits in it make a PESEL: a day of birth and the right check digit."""
    for found in _ELEVEN.finditer(text):
        digits = [int(letter) for letter in found[0] if letter.isdecimal()]
        month, day = (digits[2] * 10 + digits[3]) % 20, digits[4] * 10 + digits[5]
        total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False))
        if 1 <= month <= 12 and 1 <= day <= 31 and (10 - total % 10) % 10 == digits[10]:
            return True
    return False
