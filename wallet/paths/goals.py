"""The kinds of goal, each with its own words and first steps. The reason of a break is never asked."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

GOALS = ("upskilling", "reskilling", "return", "other")
FIRST_STEP_HOURS = 20  # a return begins small
LARGE_STEP_HOURS = 150
STALE_AFTER_DAYS = 3 * 365  # a proof older than this is called stale when one wants to be up to date


@dataclass(frozen=True)
class Goal:
    key: str
    word: str
    sentence: str
    target_label: str  # what the form asks for
    example: str
    first: str  # heading of what is shown first


def goal(key: str) -> Goal:
    return _goals()[key if key in GOALS else "other"]


def all_goals() -> tuple[Goal, ...]:
    return tuple(_goals()[key] for key in GOALS)


def _goals() -> dict[str, Goal]:
    goals = (
        Goal(
            "upskilling",
            _("Upskilling"),
            _("I stay in my occupation and bring my skills up to date."),
            _("My occupation"),
            _("e.g. office worker"),
            _("What to refresh first"),
        ),
        Goal(
            "reskilling",
            _("Reskilling"),
            _("I move to another occupation and build on what I have."),
            _("The occupation I want to work in"),
            _("e.g. data analyst"),
            _("What you take with you"),
        ),
        Goal(
            "return",
            _("Return to work"),
            _("I come back after a break, one small step at a time. Nobody asks why you were away."),
            _("What I want to do"),
            _("e.g. work in a kitchen, part time"),
            _("What still counts"),
        ),
        Goal(
            "other",
            _("A goal of my own"),
            _("One badge, one exam, one project: anything with an end."),
            _("What I want to reach"),
            _("e.g. driving a forklift by June"),
            _("What you have already"),
        ),
    )
    return {one.key: one for one in goals}


@dataclass(frozen=True)
class StarterStep:
    """A step the holder may take over with one press."""

    title: str
    rule: dict
    hours: int | None = None
    sentence: str = ""


def starter_steps(key: str) -> tuple[StarterStep, ...]:
    """The template of each goal: proposals, never filled in by themselves."""
    evidence = {"type": "evidence", "min": 1}
    templates = {
        "upskilling": (
            StarterStep(_("Renew one thing that has become old"), _sum("hours", 10, 365), 10),
            StarterStep(_("Learn one new tool of my trade"), _sum("ects", 1, 365), 30),
            StarterStep(_("Show it at work: one example of my own"), evidence, 5),
        ),
        "reskilling": (
            StarterStep(_("Talk with somebody who does this work"), _mark("talk", _("Talk held")), 2),
            StarterStep(_("A first course in the new field"), _sum("ects", 2, 730), 60),
            StarterStep(_("A first project to show"), evidence, 40),
        ),
        "return": (
            StarterStep(_("One short course, at my own pace"), _sum("hours", 5, 730), FIRST_STEP_HOURS),
            StarterStep(_("Write down what I did at home, for others, as a volunteer"), evidence, 5),
            StarterStep(_("Update one thing employers ask for"), _sum("hours", 15, 730), FIRST_STEP_HOURS),
        ),
        "other": (StarterStep(_("The first small part"), _mark("first", _("First part done")), 10),),
    }
    return templates[key if key in templates else "other"]


def _sum(unit: str, least: int, max_age_days: int) -> dict:
    return {"type": "sum", "unit": unit, "min": least, "where": {"max_age_days": max_age_days}}


def _mark(key: str, label: str) -> dict:
    return {"type": "manual", "key": key, "label": label, "by": "learner"}
