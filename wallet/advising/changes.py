"""What an adviser's change is, and whether the path still is as it was when the change was written. Pure.

A change is a mapping: its own `id`, `kind`, `state`, and what it would `set`; `saw` holds what stood in those
places when it was written. If the holder altered one of them meanwhile, the change is outdated: it is told
so, and never applied. `step` and `title` say which step it is about.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ADD, CHANGE, REMOVE, NEXT, PATH = "add-step", "change-step", "remove-step", "next-action", "path"
KINDS = (ADD, CHANGE, REMOVE, NEXT, PATH)
OPEN, ACCEPTED, DECLINED, OUTDATED = "open", "accepted", "declined", "outdated"
# What an adviser may propose of a step, in the order in which it is told. Nothing else is ever taken over.
STEP_FIELDS = (
    "title",
    "description",
    "rule",
    "hours",
    "due_on",
    "required",
    "needs_review",
    "field",
    "after",
)
PATH_FIELDS = ("due_on", "weekly_hours")
NEXT_FIELDS = ("next_action", "next_action_on")
Change = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """The path as it stands: values of the path, and of each step by its id."""

    path: Mapping[str, Any]
    steps: Mapping[str, Mapping[str, Any]]

    @property
    def titles(self) -> dict[str, str]:
        return {id: str(values["title"]) for id, values in self.steps.items()}


def values_of_step(step: Any) -> dict[str, Any]:
    """What may be proposed of a step, as it is."""
    return {name: list(step.after) if name == "after" else getattr(step, name) for name in STEP_FIELDS}


def standing_of(path: Any, steps: Iterable[Any]) -> Standing:
    values = {name: getattr(path, name) for name in (*PATH_FIELDS, *NEXT_FIELDS)}
    return Standing(values, {step.id: values_of_step(step) for step in steps})


def add_step(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return _change(ADD, {name: wanted[name] for name in STEP_FIELDS if name in wanted})


def change_step(step_id: str, wanted: Mapping[str, Any], now: Standing) -> dict[str, Any]:
    """Only what differs; `set` is empty if nothing does."""
    saw = now.steps[step_id]
    different = {name: wanted[name] for name in STEP_FIELDS if name in wanted and wanted[name] != saw[name]}
    seen = {name: saw[name] for name in different}
    return _change(CHANGE, different, saw=seen, step=step_id, title=saw["title"])


def remove_step(step_id: str, now: Standing) -> dict[str, Any]:
    saw = now.steps[step_id]
    return _change(REMOVE, {}, saw=saw, step=step_id, title=saw["title"])


def change_path(wanted: Mapping[str, Any], now: Standing) -> list[dict[str, Any]]:
    """One change for each value that differs: each is answered by itself."""
    return [
        _change(PATH, {name: wanted[name]}, saw={name: now.path[name]})
        for name in PATH_FIELDS
        if name in wanted and wanted[name] != now.path[name]
    ]


def next_action(wanted: Mapping[str, Any], now: Standing) -> list[dict[str, Any]]:
    saw = {name: now.path[name] for name in NEXT_FIELDS}
    asked = {name: wanted.get(name, "") for name in NEXT_FIELDS}
    return [_change(NEXT, asked, saw=saw)] if asked != saw and all(asked.values()) else []


def _change(kind: str, wanted: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": secrets.token_hex(8), "kind": kind, "state": OPEN, "set": dict(wanted), **more}


def is_outdated(change: Change, now: Standing) -> bool:
    """Whether what the change was written about is no longer as it was."""
    kind, saw = change.get("kind"), change.get("saw") or {}
    if kind == ADD:  # the very step is there by now
        wanted = change.get("set") or {}
        same = ("title", "rule")
        return any(all(step[name] == wanted.get(name) for name in same) for step in now.steps.values())
    if kind in (CHANGE, REMOVE):
        step = now.steps.get(str(change.get("step")))
        return step is None or _differs(saw, step)
    if kind in (PATH, NEXT):
        return _differs(saw, now.path)
    return True


def _differs(saw: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
    return any(name not in stands or stands[name] != value for name, value in saw.items())


def state_of(change: Change, now: Standing) -> str:
    """Its state as it is to be shown: an open change that is outdated says so before it is answered."""
    state = str(change.get("state", OPEN))
    return OUTDATED if state == OPEN and is_outdated(change, now) else state


def added(changes: Iterable[Change], more: Iterable[Change]) -> list[dict[str, Any]]:
    """A draft with more changes. A newer one about the same thing takes the place of the older."""
    newer = list(more)
    about = {_about(one) for one in newer} - {None}
    return [dict(one) for one in changes if _about(one) not in about] + [dict(one) for one in newer]


def _about(change: Change) -> tuple[str, str] | None:
    kind = change["kind"]
    if kind in (CHANGE, REMOVE):
        return "step", str(change["step"])
    if kind == PATH:
        return PATH, ",".join(change["set"])
    return (NEXT, "") if kind == NEXT else None
