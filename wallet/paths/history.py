"""The history of a path: a point each time its progress changes, and small wins, once each and private."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sqlalchemy import delete, func, select

from wallet.paths.measuring import Measured, measure_paths
from wallet.services import Services
from wallet.store.housekeeping import UNDO
from wallet.store.models.credential import HeldCredential
from wallet.store.models.path import Path, PathSnapshot, Win

QUARTERS = (25, 50, 75, 100)


def record_progress(holder: str, *, services: Services) -> None:
    """Write down what has changed since the last point, for every path of the holder. Running it twice
    changes nothing more."""
    for measured in measure_paths(holder, services=services):
        if measured.path.status in {"active", "done"}:
            _record(measured, services=services)
    _first_badge(holder, services=services)


def _record(measured: Measured, *, services: Services) -> None:
    path, progress = measured.path, measured.progress
    with services.store.write() as session:
        last = session.scalars(
            select(PathSnapshot)
            .where(PathSnapshot.path_id == path.id)
            .order_by(PathSnapshot.number.desc())
            .limit(1)
        ).one_or_none()
        if last is None or Fraction(last.exact) != progress.value:
            fell = last is not None and progress.value < Fraction(last.exact)
            session.add(
                PathSnapshot(
                    path_id=path.id,
                    number=(last.number if last else 0) + 1,
                    at=services.clock.now(),
                    percent=progress.percent,
                    exact=str(progress.value),
                    reason=_reason(measured, fell=fell),
                )
            )
        earned = _earned(measured)
        known = select(Win.ref).where(Win.account_id == path.account_id, Win.ref.in_(earned))
        for ref in set(session.scalars(known)):
            del earned[ref]
        session.add_all(
            Win(
                account_id=path.account_id,
                path_id=path.id,
                kind=kind,
                ref=ref,
                params=params,
                at=services.clock.now(),
            )
            for ref, (kind, params) in earned.items()
        )


def _earned(measured: Measured) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every win there is at this moment, by what it refers to."""
    path, progress = measured.path, measured.progress
    titles = {step.id: step.title for step in measured.steps}
    earned: dict[str, tuple[str, dict[str, Any]]] = {}
    for step in progress.steps:
        if step.complete:
            used = [measured.held[one].title for one in step.used[:3] if one in measured.held]
            earned[step.id] = ("step-done", {"step": titles[step.id], "by": used})
    for quarter in QUARTERS:
        if progress.percent >= quarter:
            earned[f"{path.id}:{quarter}"] = ("percent", {"percent": quarter, "path": path.title})
    return earned


def record_everybody(*, services: Services) -> int:
    """Once a day: what expired over night lowers progress without anybody looking. How many holders."""
    with services.store.read() as session:
        holders = session.scalars(
            select(Path.account_id)
            .where(Path.deleted_at.is_(None), Path.status.in_(("active", "done")))
            .distinct()
        ).all()
    for holder in holders:
        record_progress(holder, services=services)
    return len(holders)


def purge_deleted(*, services: Services) -> int:
    """Paths deleted a week ago go for good. Returns how many."""
    with services.store.write() as session:
        gone = session.execute(delete(Path).where(Path.deleted_at <= services.clock.now() - UNDO))
        return int(gone.rowcount)


def _reason(measured: Measured, *, fell: bool) -> dict[str, Any]:
    """Why the points differ: what was lost, if progress fell."""
    if not fell:
        return {}
    lost = {one.id: one.reason for step in measured.progress.steps for one in step.lost}
    return {
        "lost": [
            {
                "title": measured.held[key].title,
                "reason": reason,
                "on": str(measured.held[key].expires_on or "") if reason == "expired" else "",
            }
            for key, reason in list(lost.items())[:5]
            if key in measured.held
        ]
    }


def _first_badge(holder: str, *, services: Services) -> None:
    with services.store.write() as session:
        held = session.scalars(
            select(func.count())
            .select_from(HeldCredential)
            .where(
                HeldCredential.account_id == holder,
                HeldCredential.deleted_at.is_(None),
                ~HeldCredential.another,
            )
        ).one()
        known = session.scalars(
            select(Win.id).where(Win.account_id == holder, Win.kind == "first-badge")
        ).first()
        if held and known is None:
            session.add(
                Win(
                    account_id=holder,
                    path_id=None,
                    kind="first-badge",
                    ref="",
                    params={},
                    at=services.clock.now(),
                )
            )


def wins_of(
    holder: str, *, services: Services, path_id: str | None = None, most: int = 12
) -> list[tuple[str, dict, Any]]:
    """(kind, params, at), newest first."""
    query = select(Win).where(Win.account_id == holder).order_by(Win.at.desc(), Win.id).limit(most)
    if path_id is not None:
        query = query.where(Win.path_id == path_id)
    with services.store.read() as session:
        return [(win.kind, win.params, win.at) for win in session.scalars(query)]


def points_of(path_id: str, *, services: Services) -> list[tuple[Any, int, str, dict]]:
    """(at, percent, exact, reason) of a path already known to be the holder's, oldest first."""
    query = select(PathSnapshot).where(PathSnapshot.path_id == path_id).order_by(PathSnapshot.number)
    with services.store.read() as session:
        return [(point.at, point.percent, point.exact, point.reason) for point in session.scalars(query)]
