"""A proposed change told as a difference in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.advising import changes
from wallet.advising.changes import Change
from wallet.paths.rules.sentences import Names, field_word, rule_sentence
from wallet.web import languages


def change_heading(change: Change) -> str:
    """What the change would do, in one line."""
    wanted, title = change.get("set") or {}, change.get("title", "")
    kind = change["kind"]
    if kind == changes.ADD:
        return _("Add a step: “%(title)s”", title=wanted.get("title", ""))
    if kind == changes.CHANGE:
        return _("Change the step “%(title)s”", title=title)
    if kind == changes.REMOVE:
        return _("Remove the step “%(title)s”", title=title)
    if kind == changes.NEXT:
        return _("Set what comes next")
    if "weekly_hours" in wanted:
        return _("Change the hours a week")
    return _("Change the deadline of the path")


def change_lines(change: Change, titles: Mapping[str, str], names: Names | None = None) -> tuple[str, ...]:
    """What would be different, line by line: “Deadline: 30 June 2027 instead of none”."""
    kind, wanted, saw = change["kind"], change.get("set") or {}, change.get("saw") or {}
    teller = _Teller(titles, names or {})
    if kind == changes.REMOVE:
        return (_("It goes: %(rule)s", rule=_within(rule_sentence(saw.get("rule") or {}, names))),)
    if kind == changes.NEXT:
        return (_instead(_("Next action"), _next_words(wanted), _next_words(saw)),)
    if kind == changes.ADD:
        told = [
            name for name in changes.STEP_FIELDS if name != "title" and teller.worth_telling(name, wanted)
        ]
        return tuple(
            _("%(what)s: %(value)s", what=_what(name), value=teller.said(name, wanted[name])) for name in told
        )
    order = changes.PATH_FIELDS if kind == changes.PATH else changes.STEP_FIELDS
    return tuple(
        _instead(_what(name), teller.said(name, wanted[name]), teller.said(name, saw.get(name)))
        for name in order
        if name in wanted
    )


def _instead(what: str, new: str, old: str) -> str:
    return _("%(what)s: %(new)s instead of %(old)s", what=what, new=new, old=old)


def _within(sentence: str) -> str:
    """A rule's sentence, within another."""
    return sentence[:1].lower() + sentence[1:]


def _next_words(values: Mapping[str, Any]) -> str:
    text, on = values.get("next_action"), values.get("next_action_on")
    if not text:
        return _("none")
    return _("“%(action)s” by %(day)s", action=text, day=_day(on)) if on else _("“%(title)s”", title=text)


def _what(name: str) -> str:
    words = {
        "title": _("Title"),
        "description": _("Description"),
        "rule": _("Done with"),
        "hours": _("Hours it takes"),
        "due_on": _("Deadline"),
        "required": _("Needed for the path"),
        "needs_review": _("Confirmed by the adviser"),
        "field": _("Field"),
        "after": _("Better done after"),
        "weekly_hours": _("Hours a week"),
    }
    return words[name]


def _day(value: Any) -> str:
    return languages.long_day(date.fromisoformat(value)) if value else _("none")  # type: ignore[arg-type]


class _Teller:
    def __init__(self, titles: Mapping[str, str], names: Names) -> None:
        self.titles, self.names = titles, names

    def worth_telling(self, name: str, wanted: Mapping[str, Any]) -> bool:
        """Of a new step, what is not as usual."""
        usual = {"required": True, "needs_review": False}
        return wanted.get(name, usual.get(name)) not in (usual.get(name), "", None, [])

    def said(self, name: str, value: Any) -> str:
        if name == "rule":
            return _within(rule_sentence(value or {}, self.names))
        if name == "due_on":
            return _day(value)
        if name in ("required", "needs_review"):
            return _("yes") if value else _("no")
        if name == "after":
            known = [_("“%(title)s”", title=self.titles[one]) for one in value or () if one in self.titles]
            return ", ".join(known) or _("none")
        if value in (None, ""):
            return _("none")
        if name in ("hours", "weekly_hours"):
            return ngettext("%(num)s hour", "%(num)s hours", int(value))
        if name == "field":
            return field_word(str(value))
        return _("“%(title)s”", title=value)


def state_word(state: str) -> str:
    words = {
        "open": _("not answered yet"),
        "accepted": _("accepted"),
        "declined": _("declined"),
        "outdated": _("outdated: the path was changed meanwhile"),
        "withdrawn": _("withdrawn"),
    }
    return words.get(state, state)
