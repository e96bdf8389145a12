"""Where to begin: what one has already, told in the way that fits the goal, and proposed first steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import force_locale

from wallet.collection.holdings import HeldFacts
from wallet.errors import NotFound
from wallet.paths import service
from wallet.paths.goals import STALE_AFTER_DAYS, StarterStep, goal, starter_steps
from wallet.paths.measuring import FAULTS, Measured, measure_paths, today_of
from wallet.paths.rules.sentences import rule_sentence
from wallet.services import Services
from wallet.web.languages import known

SHOWN = 8


@dataclass(frozen=True)
class StartCard:
    """`heading` and what stands under it; `steps` are proposals not taken yet."""

    heading: str
    holding: tuple[HeldFacts, ...]
    stale: tuple[HeldFacts, ...]
    steps: tuple[tuple[int, StarterStep], ...]


def start_of(measured: Measured, *, services: Services) -> StartCard:
    key = measured.path.goal
    current, stale = sort_by_age(measured.held.values(), today=today_of(services))
    taken = _taken(measured)
    steps = tuple(
        (number, StarterStep(one.title, one.rule, one.hours, rule_sentence(one.rule)))
        for number, one in enumerate(starter_steps(key))
        if number not in taken
    )
    # Upskilling looks first at what has become old; every other goal at what is there.
    first, second = (stale, current) if key == "upskilling" else (current, stale)
    return StartCard(
        heading=goal(key).first,
        holding=first[:SHOWN],
        stale=second[:SHOWN] if key == "upskilling" else stale[:SHOWN],
        steps=steps,
    )


def _taken(measured: Measured) -> set[int]:
    """The numbers of the proposals that are steps already, whichever language they were taken over in."""
    titles, taken = {step.title for step in measured.steps}, set()
    for language in known().values():
        with force_locale(language.locale):
            proposals = starter_steps(measured.path.goal)
        taken |= {number for number, one in enumerate(proposals) if one.title in titles}
    return taken


def sort_by_age(
    held: Iterable[HeldFacts], *, today: date
) -> tuple[tuple[HeldFacts, ...], tuple[HeldFacts, ...]]:
    """(what counts today, what expired or is older than three years); what does not hold is in neither."""
    current, stale = [], []
    for one in held:
        if one.another or one.verdict in FAULTS:
            continue
        expired = one.verdict == "expired" or (one.expires_on is not None and one.expires_on < today)
        old = one.issued_on is not None and one.issued_on < today - timedelta(days=STALE_AFTER_DAYS)
        (stale if expired or old else current).append(one)
    return tuple(current), tuple(stale)


def take_starter(holder: str, path_id: str, number: int, *, services: Services) -> str:
    """Make a step of the proposal with this number."""
    (measured,) = measure_paths(holder, services=services, path_id=path_id)
    proposals = starter_steps(measured.path.goal)
    if not 0 <= number < len(proposals):
        raise NotFound()
    one = proposals[number]
    wish = service.StepWish(title=one.title, rule=one.rule, hours=str(one.hours or ""))
    return service.save_step(holder, path_id, None, wish, services=services)
