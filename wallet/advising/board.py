"""Everybody an adviser supports, on one board; and the same as a table for a spreadsheet (EXP-03)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from wallet.advising.accept_invitation import see_an_adviser
from wallet.advising.grants_in_force import SAME_LOOK, Granted, grants_in_force
from wallet.collection.fields import fold
from wallet.paths import pages
from wallet.paths.measuring import Measured, measure_chosen, today_of
from wallet.paths.next_action import next_action
from wallet.services import Services
from wallet.store.models.advising import Comment, GrantLook, Meeting
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import PathSnapshot

IDLE = timedelta(days=30)
SORTS = ("person", "goal", "percent", "next", "activity")
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


@dataclass(frozen=True)
class BoardRow:
    """One path of one person; without a path for whom only portfolios or credentials are open."""

    grant_id: str
    person: str
    path_id: str | None
    goal: str
    goal_key: str
    target: str
    percent: int | None
    exact: str
    next_text: str
    next_on: date | None
    overdue: bool
    last_at: datetime
    to_contact: bool
    ends_at: datetime
    portfolios: tuple[str, ...] = ()
    badges: tuple[tuple[str, str], ...] = ()  # (id, title) of the credentials that may be opened


@dataclass(frozen=True)
class Asked:
    """How the board is to be shown, as the address says it."""

    sort: str = "activity"
    down: bool = False
    query: str = ""
    goal: str = ""
    contact: bool = False


@dataclass(frozen=True)
class Board:
    rows: tuple[BoardRow, ...]  # those asked for, in the order asked for
    people: int
    waiting: int  # to be contacted, of all
    total: int


def board_of(adviser: str, asked: Asked, *, services: Services) -> Board:
    """NotAnAdviser for anybody else. The same few queries, however many people there are."""
    now = services.clock.now()
    with services.store.write() as session:
        see_an_adviser(session, adviser)
        grants = grants_in_force(session, adviser, now=now)
        _note_looks(session, grants, now=now)
    rows = _rows(grants, services=services)
    return Board(
        rows=_sorted([row for row in rows if _fits(row, asked)], asked),
        people=len({grant.holder for grant in grants}),
        waiting=sum(row.to_contact for row in rows),
        total=len(rows),
    )


def _note_looks(session: Session, grants: tuple[Granted, ...], *, now: datetime) -> None:
    """Also being on the list is being looked at."""
    lately = set(
        session.scalars(
            select(GrantLook.grant_id).where(
                GrantLook.grant_id.in_([grant.grant_id for grant in grants]),
                GrantLook.what == "board",
                GrantLook.at > now - SAME_LOOK,
            )
        )
    )
    session.add_all(
        GrantLook(grant_id=grant.grant_id, what="board", at=now)
        for grant in grants
        if grant.grant_id not in lately
    )


def _rows(grants: tuple[Granted, ...], *, services: Services) -> list[BoardRow]:
    chosen: dict[str, set[str]] = {}
    by_path: dict[str, Granted] = {}
    for grant in grants:
        chosen.setdefault(grant.holder, set()).update(grant.paths)
        for path_id in grant.paths:  # opened twice, it is open until the later end
            by_path[path_id] = max(by_path.get(path_id, grant), grant, key=lambda one: one.ends_at)
    measured = measure_chosen(chosen, services=services) if by_path else ()
    lately = _activity([one.path.id for one in measured], services=services)
    rows = [_row(by_path[one.path.id], one, lately.get(one.path.id), services=services) for one in measured]
    with_path = {row.grant_id for row in rows}
    rows += [
        _row(grant, None, None, services=services) for grant in grants if grant.grant_id not in with_path
    ]
    titles = _titles(grants, services=services)
    rows = [replace(row, badges=titles[row.grant_id]) for row in rows]
    # What a second invitation opens again stands there already, in the row of the first.
    shown = {grant.holder for grant in grants if grant.grant_id in with_path}
    again = {grant.grant_id for grant in grants if grant.holder in shown}
    return [row for row in rows if row.path_id or row.badges or row.portfolios or row.grant_id not in again]


def _titles(grants: tuple[Granted, ...], *, services: Services) -> dict[str, tuple[tuple[str, str], ...]]:
    """Of the credentials that may be opened, by grant. One query."""
    mine = {(grant.holder, id) for grant in grants for id in grant.credentials}
    query = select(HeldCredential).where(
        HeldCredential.id.in_([id for _holder, id in mine]), HeldCredential.deleted_at.is_(None)
    )
    with services.store.read() as session:
        rows = session.scalars(query).all() if mine else ()
        found = {(row.account_id, row.id): row.title or row.name for row in rows}
    return {
        grant.grant_id: tuple(
            (id, found[grant.holder, id]) for id in grant.credentials if (grant.holder, id) in found
        )
        for grant in grants
    }


def _activity(path_ids: list[str], *, services: Services) -> dict[str, datetime]:
    """When progress last changed, something was said or written down, for each path. One query."""
    if not path_ids:
        return {}
    kinds = union_all(
        *(
            select(table.path_id.label("path_id"), table.at.label("at")).where(table.path_id.in_(path_ids))
            for table in (PathSnapshot, Comment, Meeting)
        )
    ).subquery()
    with services.store.read() as session:
        found = session.execute(select(kinds.c.path_id, func.max(kinds.c.at)).group_by(kinds.c.path_id))
        return dict(found.all())


def _row(
    grant: Granted, measured: Measured | None, lately: datetime | None, *, services: Services
) -> BoardRow:
    last_at, more = grant.taken_at, {}
    if measured is not None:
        last_at = max(at for at in (measured.path.updated_at, lately) if at is not None)
        more = _progress(measured, services=services)
    idle = (
        measured is not None
        and measured.path.status in {"draft", "active"}
        and last_at + IDLE <= services.clock.now()
    )
    return BoardRow(
        **{**_NO_PATH, **more},
        grant_id=grant.grant_id,
        person=grant.holder_name or _("Without a name"),
        last_at=last_at,
        to_contact=idle,
        ends_at=grant.ends_at,
        portfolios=grant.portfolios,
    )


_NO_PATH: dict[str, Any] = {
    "path_id": None,
    "goal": "",
    "goal_key": "",
    "target": "",
    "percent": None,
    "exact": "",
    "next_text": "",
    "next_on": None,
    "overdue": False,
}


def _progress(measured: Measured, *, services: Services) -> dict[str, Any]:
    card, action = pages.path_card(measured), next_action(measured, today_of(services))
    return {
        "path_id": card.id,
        "goal": card.goal.word,
        "goal_key": card.goal.key,
        "target": card.title,
        "percent": card.percent,
        "exact": card.exact,
        "next_text": action.text,
        "next_on": action.on,
        "overdue": action.overdue,
    }


def _fits(row: BoardRow, asked: Asked) -> bool:
    words = fold(f"{row.person} {row.target}")
    return (
        (not asked.contact or row.to_contact)
        and (not asked.goal or row.goal_key == asked.goal)
        and all(word in words for word in fold(asked.query[:200]).split()[:8])
    )


def _sorted(rows: list[BoardRow], asked: Asked) -> tuple[BoardRow, ...]:
    """By what was asked for, then by person; what is not known stands last, whichever way."""
    key = {
        "person": lambda row: fold(row.person),
        "goal": lambda row: fold(f"{row.goal} {row.target}"),
        "percent": lambda row: row.percent,
        "next": lambda row: row.next_on,
        "activity": lambda row: row.last_at,
    }[asked.sort if asked.sort in SORTS else "activity"]
    rows = sorted(rows, key=lambda row: (fold(row.person), row.path_id or ""))
    known = [row for row in rows if key(row) is not None]
    return tuple(sorted(known, key=key, reverse=asked.down)) + tuple(r for r in rows if key(r) is None)


def as_csv(rows: Iterable[BoardRow], *, comma: str) -> bytes:
    """UTF-8 with its mark, every cell quoted. Nothing of any credential is in it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=comma, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(
        inert(title)
        for title in (
            _("Person"),
            _("Goal"),
            _("Path"),
            _("Percent"),
            _("Next action"),
            _("Next action by"),
            _("Last activity"),
            _("To contact"),
            _("You can see this until"),
        )
    )
    for row in rows:
        writer.writerow(
            inert(cell)
            for cell in (
                row.person,
                row.goal,
                row.target,
                "" if row.percent is None else str(row.percent),
                row.next_text,
                row.next_on.isoformat() if row.next_on else "",
                row.last_at.date().isoformat(),
                _("yes") if row.to_contact else _("no"),
                row.ends_at.date().isoformat(),
            )
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one line, marked as text if it begins like one."""
    begins = cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)
    line = " ".join(cell.split())
    return f"'{line}" if begins else line
