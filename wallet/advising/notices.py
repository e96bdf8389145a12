"""What a holder is told on the home page about advisers: an invitation was taken up, a comment waits."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from wallet.services import Services
from wallet.store.models.account import Account
from wallet.store.models.advising import Comment, Grant
from wallet.store.models.path import Path
from wallet.web.notices import Notice, Way

LASTS = timedelta(days=7)
MOST = 3  # of each kind; the rest is on the pages themselves
CUT = 160


def notices(holder: str, *, services: Services, about: str = "") -> tuple[Notice, ...]:
    """News of the last week, newest first. They are about paths, never about one credential."""
    if about:
        return ()
    since = services.clock.now() - LASTS
    with services.store.read() as session:
        comments = session.execute(
            select(Comment, Path.title)
            .join(Path, Path.id == Comment.path_id)
            .where(Path.account_id == holder, Path.deleted_at.is_(None), Comment.at > since)
            .order_by(Comment.at.desc(), Comment.id)
        ).all()
        taken = session.execute(
            select(Grant.name, Account.name)
            .join(Account, Account.id == Grant.adviser_id)
            .where(Grant.account_id == holder, Grant.taken_at > since, Grant.closed_at.is_(None))
            .order_by(Grant.taken_at.desc())
            .limit(MOST)
        ).all()
    newest: dict[str, tuple[Comment, str]] = {}
    for comment, title in comments:
        newest.setdefault(comment.path_id, (comment, title))
    waiting = [found for found in newest.values() if found[0].author_id not in {None, holder}]
    return (
        *(_comment(comment, title) for comment, title in waiting[:MOST]),
        *(_taken(meant, name) for meant, name in taken),
    )


def _comment(comment: Comment, title: str) -> Notice:
    said = " ".join(comment.words.split())
    said = said if len(said) <= CUT else said[: CUT - 1] + "…"
    return Notice(
        tone="none",
        icon="message-square",
        title=_("%(who)s wrote about “%(path)s”.", who=comment.author_name or _("Somebody"), path=title),
        sentence=_("“%(words)s”", words=said),
        ways=(Way(_("Read and answer"), url_for("paths.path", id=comment.path_id, _anchor="talk")),),
    )


def _taken(meant: str, name: str) -> Notice:
    return Notice(
        tone="none",
        icon="user-check",
        title=_("%(who)s took up your invitation.", who=name or _("Somebody")),
        sentence=_("You meant: %(name)s. If that is not who you meant, close it.", name=meant),
        ways=(Way(_("Who sees what"), url_for("advising.grants")),),
    )
