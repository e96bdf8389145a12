"""The ten parts of a printed plan, worded. What is made here is printed and kept: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.advising import comment_words
from wallet.paths.cards import PathPage, ProofCard, StepCard
from wallet.paths.rules.sentences import field_word
from wallet.web import languages
from wallet.web.words import verdict_words

Part = dict[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True)
class PlanWish:
    """What the holder decided about the print. The name is theirs to give; there is no place for a PESEL."""

    name: str = ""
    adviser: str = ""
    institution: str = ""
    remarks: str = ""
    steps: frozenset[str] = frozenset()
    address: str = ""  # of an open link of the holder's, for the QR code; "" = none


@dataclass(frozen=True)
class Checked:
    """What was found about a badge that proves a step, about what is inside it, and when."""

    verdict: str | None = None
    doubt: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Source:
    """What a plan is made of."""

    page: PathPage
    wish: PlanWish
    talk: comment_words.Talk
    checked: dict[str, Checked]  # by credential
    today: date
    number: int


def plan_content(source: Source) -> dict[str, Any]:
    """Everything that is printed, in the language of this answer."""
    makers = (_who, _goal, _diagnosis, _supported, _own, _dates, _contacts, _ending, _progress, _remarks)
    return {
        "form": 1,
        "language": languages.current(),
        "title": _("Individual development plan – annex to the IAP"),
        "path": source.page.card.title,
        "name": source.wish.name,
        "number": source.number,
        "state": _("Snapshot no. %(number)s, as of %(day)s", number=source.number, day=_day(source.today)),
        "on": source.today.isoformat(),
        "parts": [
            {"title": f"{place}. {title}", "blocks": blocks}
            for place, (title, blocks) in enumerate((maker(source) for maker in makers), 1)
        ],
        "footer": _(
            "Completing the path does not award a qualification. Whether micro-credentials are credited or "
            "combined is decided by the institution that recognises them."
        ),
        "note": _(
            "Made by its owner with Dorobek as an annex. It is not the statutory document and does not "
            "replace it."
        ),
        "signatures": [_("Date and signature of the participant"), _("Date and signature of the adviser")],
        "qr": _("The owner’s page, as long as the link is open") if source.wish.address else "",
    }


def _day(value: date | None) -> str:
    return languages.long_day(value) if value else ""  # type: ignore[arg-type]


def _facts(*pairs: tuple[str, str]) -> Block:
    return {"kind": "facts", "pairs": [[label, value] for label, value in pairs if value]}


def _text(*texts: str) -> Block:
    return {"kind": "text", "texts": [text for text in texts if text]}


def _list(title: str, items: list[str]) -> Block:
    return {"kind": "list", "title": title, "items": items}


def _blank() -> str:
    return _("not stated")


def _who(source: Source) -> tuple[str, list[Block]]:
    wish = source.wish
    pairs = (
        (_("Participant"), wish.name or _blank()),
        (_("Adviser"), wish.adviser or _blank()),
        (_("Institution"), wish.institution or _blank()),
    )
    return _("Person and adviser"), [_facts(*pairs)]


def _goal(source: Source) -> tuple[str, list[Block]]:
    page, card = source.page, source.page.card
    return _("Goal"), [
        _facts(
            (_("Path"), card.title),
            (_("Kind of path"), card.goal.word),
            (_("Occupation or qualification aimed at"), card.target),
            (_("Present occupation"), page.current_occupation),
            (_("Beginning"), _day(date.fromisoformat(page.start_on)) if page.start_on else ""),
            (_("Deadline"), _day(card.due_on) or _blank()),
            (_("Time a week"), _hours(page.weekly_hours)),
            (_("What counts"), page.counting),
        )
    ]


def _hours(hours: int | None) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", hours) if hours else ""


def _diagnosis(source: Source) -> tuple[str, list[Block]]:
    found = source.talk.diagnosis
    if found is None:
        return _("Diagnosis"), [_text(_("No diagnosis was written down yet."))]
    said = _("Written by %(name)s on %(day)s.", name=found.author, day=_day(found.on))
    own = _("Written by the participant on %(day)s.", day=_day(found.on))
    return _("Diagnosis"), [
        _text(found.title, said if found.author else own),
        _list(_("Strengths"), list(found.strengths) or [_("none written down")]),
        _list(_("Gaps"), list(found.gaps) or [_("none written down")]),
    ]


def _chosen(source: Source, *, supported: bool) -> list[StepCard]:
    return [
        step for step in source.page.steps if step.id in source.wish.steps and step.supported is supported
    ]


def _supported(source: Source) -> tuple[str, list[Block]]:
    steps = _chosen(source, supported=True)
    none = _text(_("No action supported by the institution is part of this plan."))
    return _("Actions supported by the institution"), [_steps(steps, source)] if steps else [none]


def _own(source: Source) -> tuple[str, list[Block]]:
    steps = _chosen(source, supported=False)
    none = _text(_("No action of one’s own is part of this plan."))
    return _("Actions of one’s own"), [_steps(steps, source)] if steps else [none]


def _steps(steps: list[StepCard], source: Source) -> Block:
    return {"kind": "steps", "items": [_step(step, source) for step in steps]}


def _step(step: StepCard, source: Source) -> dict[str, Any]:
    state = step.word if step.state != "open" or not step.percent else f"{step.word} ({step.percent}%)"
    return {
        "title": step.title,
        "sentence": _("Measurable result: %(rule)s.", rule=step.sentence[:1].lower() + step.sentence[1:]),
        "words": step.description,
        "pairs": _facts(
            (_("State"), _("Under way") if step.under_way and step.state == "open" else state),
            (_("Deadline"), _day(step.due_on) or _blank()),
            (_("Workload"), _hours(step.hours) or _blank()),
            (_("Field"), field_word(step.field) if step.field else ""),
            (_("Kind"), "" if step.required else _("beyond what is required")),
        )["pairs"],
        "proofs": [_proof(proof, source) for proof in step.proofs]
        + [lost.reason for lost in step.lost]
        + [_("Own evidence: %(title)s", title=one.title) for one in step.evidence]
        + [
            _("Marked by the participant, without a badge: %(label)s", label=label)
            for _key, label, marked in step.marks
            if marked
        ]
        + ([_("Accepted by the adviser on %(day)s", day=_day(step.accepted_on))] if step.accepted_on else []),
    }


def _proof(proof: ProofCard, source: Source) -> str:
    found = source.checked.get(proof.id, Checked())
    told = _(
        "“%(title)s”, %(issuer)s, no. %(number)s",
        title=proof.title,
        issuer=proof.issuer_name or _("Issuer not stated"),
        number=proof.id[:8],
    )
    word = verdict_words(found.verdict, doubt=found.doubt)[0]
    checked = _("%(verdict)s, checked on %(day)s", verdict=word, day=_day(found.on)) if found.on else word
    return f"{told} – {checked}"


def _dates(source: Source) -> tuple[str, list[Block]]:
    page = source.page
    following = page.next_action
    steps = sorted(
        (step for step in page.steps if step.id in source.wish.steps and step.due_on),
        key=lambda step: (step.due_on, step.place),
    )
    lines = [f"{_day(step.due_on)} – {step.title}" for step in steps]
    if page.card.due_on:
        lines.append(f"{_day(page.card.due_on)} – " + _("end of the path"))
    chosen = following.step_id is None or following.step_id in source.wish.steps
    planned = following.text and following.on and chosen
    told = f"{following.text} – {_day(following.on)}" if planned else _("no next action with a date was set")
    return _("Dates"), [
        _facts((_("Next action"), told)),
        *([_list("", lines)] if lines else []),
        *([_text(page.feasibility.sentence)] if page.feasibility else []),
    ]


def _contacts(source: Source) -> tuple[str, list[Block]]:
    held, planned = source.talk.held, source.talk.planned
    if not held and not planned:
        return _("Contacts with the adviser"), [_text(_("None were written down yet."))]
    return _("Contacts with the adviser"), [
        _list(_("Planned"), [f"{_day(on)} – {comment_words.kind_word(kind)}" for on, kind in planned])
        if planned
        else _facts((_("Planned"), _("none"))),
        _list(_("Held"), [f"{_day(on)} – {comment_words.kind_word(kind)}" for on, kind in held])
        if held
        else _facts((_("Held"), _("none"))),
    ]


def _ending(source: Source) -> tuple[str, list[Block]]:
    usual = _("All required steps are done, or the participant and the adviser agree to end the plan.")
    return _("When the plan ends"), [_text(source.page.closing_terms or usual)]


def _progress(source: Source) -> tuple[str, list[Block]]:
    card = source.page.card
    return _("Progress"), [
        {"kind": "bar", "percent": card.percent, "label": f"{card.percent}%"},
        _facts(
            (_("Progress"), f"{card.percent}% ({card.exact})"),
            (_("As of"), _day(source.today)),
            (_("Number of the snapshot"), str(source.number)),
        ),
        *([_text(source.page.fell)] if source.page.fell else []),
    ]


def _remarks(source: Source) -> tuple[str, list[Block]]:
    statement = _("I know this plan and take part in it of my own will.")
    return _("Remarks of the adviser, statement of the participant"), [
        _text(source.wish.remarks) if source.wish.remarks else {"kind": "lines", "count": 3},
        _text(statement),
        {"kind": "signatures"},
    ]
