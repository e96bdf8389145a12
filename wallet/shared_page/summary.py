"""What stands first on a shared page: how many check out, the worst news first. Never green over a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.shared_page.page_model import News, ShownCredential, Summary

LATELY = timedelta(days=30)  # a check older than this holds no longer as an answer (SHARE-13)
NEWS_SHOWN = 6
_RANK = {"fail": 0, "warn": 1, "none": 2, "pass": 3}
_ICONS = {
    "fail": "octagon-x",
    "warn": "triangle-alert",
    "none": "circle-question-mark",
    "pass": "shield-check",
}


def is_old(checked_at: datetime | None, *, now: datetime) -> bool:
    return checked_at is None or now - checked_at > LATELY


def old_words(checked_at: datetime | None, *, now: datetime) -> tuple[str, str, str, str]:
    """(word, sentence, tone, icon) of what held when it was last asked, too long ago."""
    days = (now - checked_at).days if checked_at else 0
    sentence = ngettext(
        "It held when it was last checked, %(num)s day ago. What its issuer says today is not known.",
        "It held when it was last checked, %(num)s days ago. What its issuer says today is not known.",
        days,
    )
    return _("Could not check recently"), sentence, "none", "clock"


def sum_up(credentials: Sequence[ShownCredential], *, own_words: bool) -> Summary:
    """`own_words`: something on the page is the holder's word alone."""
    total = len(credentials)
    holding = sum(credential.tone == "pass" for credential in credentials)
    if total == 0:
        title = _("Nothing on this page was checked")
        sentence = _("It holds only what its author says of themselves.")
        return Summary(0, 0, "none", "pencil", title, sentence)
    news = _news(credentials)
    tone = news[0][0] if news else "pass"
    return Summary(
        total=total,
        holding=holding,
        tone=tone,
        icon=_ICONS[tone],
        title=_title(total, holding),
        sentence=_sentence(total, holding, own_words=own_words),
        news=news[:NEWS_SHOWN],
    )


def _title(total: int, holding: int) -> str:
    return ngettext(
        "%(holding)s of %(num)s badge checks out",
        "%(holding)s of %(num)s badges check out",
        total,
        holding=holding,
    )


def _sentence(total: int, holding: int, *, own_words: bool) -> str:
    if holding == 0:
        return _("Do not rely on it before you know why.")
    if holding < total:
        return _("Look at what does not, before you rely on it.")
    if own_words:
        return _("Each is confirmed by the issuer it names. What its author says themselves is marked.")
    return _("Each is confirmed by the issuer it names.")


def _news(credentials: Sequence[ShownCredential]) -> tuple[News, ...]:
    """What does not hold, by name, the worst first. The names are the issuers' words, never the learner's."""
    bad = [credential for credential in credentials if credential.tone != "pass"]
    bad.sort(key=lambda credential: _RANK[credential.tone])
    return tuple(
        (c.tone, c.icon, _("%(word)s: “%(title)s”", title=c.title or _("Without a title"), word=c.word))
        for c in bad
    )
