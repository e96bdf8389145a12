"""A learner record as a reader gets it: what is inside, each with a result of its own, and never more green
than the worst of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from wallet.collection.inside import inside_cards
from wallet.shared_page.page_model import ShownInside
from wallet.shared_page.queries import Held
from wallet.shared_page.summary import is_old, old_words
from wallet.verification.report import Verdict
from wallet.web.languages import current
from wallet.web.words import verdict_words

Told = tuple[str, str, str, str]  # (word, sentence, tone, icon)
MOST = 50  # as many as the verifier looks at


def shown_inside(held: Held, *, now: datetime) -> tuple[ShownInside, ...]:
    """What stands inside a record; () for every other credential."""
    if held.dialect != "clr":
        return ()
    language, report = current(), held.newest
    shown = []
    for card in inside_cards(
        held.document, dialect=held.dialect, report=report, language=language, most=MOST
    ):
        word, tone, icon = _("Stated by the record; it has no signature of its own"), "", ""
        if card.own:
            word, tone, icon = _("Could not be checked by itself"), "none", "circle-question-mark"
        if card.verdict is not None:
            word, _sentence, tone, icon = verdict_words(card.case)
            if tone == "pass" and held.newest is not None and is_old(held.newest.at, now=now):
                word, _sentence, tone, icon = old_words(held.newest.at, now=now)
        shown.append(ShownInside(card.title, card.issuer, card.issued_at, word, tone, icon))
    return tuple(shown)


def with_inside(told: Told, inside: tuple[ShownInside, ...]) -> Told:
    """The words for the whole. What holds itself, while something inside does not, is not told as green."""
    doubts = {one.tone for one in inside} - {"pass", ""}
    if told[2] != "pass" or not doubts:
        return told
    return verdict_words(Verdict.VALID, doubt="grave" if doubts & {"fail", "warn"} else "open")


def without_doubtful(outcomes: tuple[str, ...], inside: tuple[ShownInside, ...]) -> tuple[str, ...]:
    """A record's outcomes are the titles inside: those that do not hold are no outcome of anything."""
    doubtful = {one.title for one in inside if one.tone not in {"pass", ""}}
    doubtful -= {one.title for one in inside if one.tone in {"pass", ""}}
    return tuple(outcome for outcome in outcomes if outcome not in doubtful)
