"""HTTP of the design guide: five forms, a check beside them, and the description at the end."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_login import current_user

from wallet.collection import transparency_texts as words
from wallet.course_guide import pdf, service
from wallet.credentials.elements import Element, Fact
from wallet.entries.texts import country_choices
from wallet.errors import NotFound
from wallet.services import services
from wallet.web.htmx import done, render, wants_fragment
from wallet.web.languages import current, known
from wallet.web.limits import limiter

blueprint = Blueprint("course_guide", __name__)


@blueprint.get("/guide", endpoint="list")
def my_descriptions() -> Response:
    """The five steps, and the descriptions written so far."""
    things = service.list_described(current_user.id, services=services())
    return render(
        "course_guide/list.html",
        things=[(thing, service.check(thing)) for thing in things],
        steps=service.step_words(),
    )


@blueprint.post("/guide", endpoint="create")
def create() -> Response:
    id = service.save(current_user.id, None, 1, {"inLanguage": current()}, services=services())
    return done("course_guide.step", values={"id": id, "number": 1})


@blueprint.route("/guide/<id>/<int:number>", methods=["GET", "POST"])
def step(id: str, number: int) -> Response:
    if number not in service.STEPS:
        raise NotFound()
    if request.method == "POST":
        service.save(current_user.id, id, number, request.form, services=services())
        if wants_fragment():  # a field was changed: it is kept, and what is stated is counted anew
            return _counted(id, number)
        return _onward(id, number)
    thing = service.described(current_user.id, id, services=services())
    return render(
        "course_guide/step.html",
        thing=thing,
        number=number,
        steps=service.step_words(),
        check=service.check(thing),
        given=thing.content,
        options=_options(),
    )


def _counted(id: str, number: int) -> Response:
    thing = service.described(current_user.id, id, services=services())
    check = service.check(thing)
    return render("course_guide/_check.html", thing=thing, number=number, check=check, live=True)


def _onward(id: str, number: int) -> Response:
    """Where the button that was pressed leads; what was written is kept, whichever it was."""
    wanted = request.form.get("to", "")
    if wanted.isascii() and wanted.isdecimal() and int(wanted) in service.STEPS:
        return done("course_guide.step", values={"id": id, "number": int(wanted)})
    return done("course_guide.description", values={"id": id})


@blueprint.get("/guide/<id>")
def description(id: str) -> Response:
    thing = service.described(current_user.id, id, services=services())
    return render(
        "course_guide/description.html",
        thing=thing,
        check=service.check(thing),
        steps=service.step_words(),
        answers=_answers(thing),
    )


@blueprint.get("/guide/<id>/achievement.json", endpoint="json")
def achievement(id: str) -> Response:
    thing = service.described(current_user.id, id, services=services())
    text = json.dumps(service.achievement_of(thing), ensure_ascii=False, indent=2)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="achievement.json"'
    return answer


@blueprint.get("/guide/<id>/description.pdf", endpoint="pdf")
@limiter.limit("30 per minute")
def printed(id: str) -> Response:
    thing = service.described(current_user.id, id, services=services())
    answer = Response(
        pdf.render_pdf(thing, answers=_answers(thing), language=current()), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="description.pdf"'
    return answer


@blueprint.post("/guide/<id>/delete", endpoint="delete")
def delete(id: str) -> Response:
    service.remove(current_user.id, id, services=services())
    return done("course_guide.list")


def _options() -> dict[str, list[tuple[str, str]]]:
    return {
        "inLanguage": [(code, language.name) for code, language in known().items()],
        "level": [(str(level), str(level)) for level in range(1, 9)],
        "participation": _named("participation", service.PARTICIPATIONS),
        "assessment": _named("assessment", service.ASSESSMENTS),
        "supervision": _named("supervision", service.SUPERVISIONS),
        "country": list(country_choices()),
        "learner": [
            ("name", _("by name")),
            ("email", _("by e-mail address")),
            ("number", _("by a number of ours")),
        ],
    }


def _named(key: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    said = [words.value_words(Element(key, "present", (Fact(code),)), current()) for code in codes]
    return [(code, name[0] if name else code) for code, name in zip(codes, said, strict=True)]


def field_words() -> dict[str, str]:
    return {
        "title": _("Name of the micro-credential"),
        "about": _("The competence, in plain words"),
        "audience": _("For whom"),
        "inLanguage": _("Language of the description"),
        "outcomes": _("Learning outcomes"),
        "level": _("Level (EQF/PRK)"),
        "ects": _("ECTS credits"),
        "hours": _("Hours"),
        "participation": _("Form of participation"),
        "prerequisites": _("Prerequisites"),
        "criteria": _("Criteria of verification"),
        "assessment": _("Type of assessment"),
        "supervision": _("Supervision and identity check"),
        "body": _("Awarding body"),
        "url": _("Its address on the web"),
        "country": _("Country"),
        "learner": _("How the learner is identified"),
        "quality": _("Quality assurance"),
        "stacking": _("Counts towards"),
    }


def _answers(thing: service.Described) -> dict[int, list[tuple[str, str]]]:
    """What was written, by step, with words for what was chosen from a list."""
    options, names = _options(), field_words()
    return {
        number: [
            (names[key], dict(options[key]).get(said, said) if key in options else said)
            for key in keys
            if (said := thing.content.get(key, ""))
        ]
        for number, keys in service.FIELDS.items()
    }
