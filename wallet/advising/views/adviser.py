"""HTTP of an adviser's own pages: taking up an invitation, the board, and what was granted."""

from __future__ import annotations

from pathlib import PurePath

from flask import Response, make_response, render_template, request
from flask_login import current_user

from wallet.advising import access, board, comments
from wallet.advising.accept_invitation import NotAnAdviser, take_up
from wallet.advising.comment_words import kind_word
from wallet.advising.views.blueprint import blueprint
from wallet.errors import Refused
from wallet.paths.goals import all_goals
from wallet.services import services
from wallet.web import languages
from wallet.web.attachments import attachment
from wallet.web.htmx import done, render
from wallet.web.limits import limiter
from wallet.web.words import error_words

GUESSES = "10 per minute; 60 per hour"  # 80 random bits stand behind each


def _asked() -> board.Asked:
    asked = request.args
    sort = asked.get("sort", "")
    return board.Asked(
        sort=sort if sort in board.SORTS else "activity",
        down=asked.get("down") == "1",
        query=asked.get("q", "")[:200],
        goal=asked.get("goal", ""),
        contact=asked.get("contact") == "1",
    )


@blueprint.get("/advise", endpoint="board")
def people() -> Response:
    asked = _asked()
    return render(
        "advising/board.html",
        board=board.board_of(current_user.id, asked, services=services()),
        asked=asked,
        goals=all_goals(),
    )


@blueprint.get("/advise/people.csv")
def people_csv() -> Response:
    rows = board.board_of(current_user.id, _asked(), services=services()).rows
    data = board.as_csv(rows, comma=";" if languages.decimal_comma() else ",")
    return attachment(data, f"dorobek-{services().clock.now():%Y-%m-%d}.csv", "text/csv")


@blueprint.route("/advise/take", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"])
def take() -> Response:
    """Type the code of an invitation."""
    if current_user.role != "adviser":
        raise NotAnAdviser()
    refused, typed = None, request.form.get("code", "")
    if request.method == "POST":
        try:
            take_up(current_user.id, typed, services=services())
            return done("advising.board", values={"sort": "activity", "down": "1"})
        except Refused as problem:
            refused = problem
    return _ask_for_code(typed[:40], refused)  # one sign may be wrong of the sixteen


@blueprint.get("/advise/take/<code>")
def come(code: str) -> Response:
    """By the link or the QR code: the code is typed in already. Looking uses nothing up."""
    if current_user.role != "adviser":
        raise NotAnAdviser()
    return _ask_for_code(code[:40], None)


def _ask_for_code(code: str, refused: Refused | None) -> Response:
    problem = error_words(refused.code, refused.params) if refused else None
    page = render_template("advising/take.html", code=code, problem=problem)
    return make_response(page, refused.status if refused else 200)


@blueprint.get("/advise/paths/<id>")
def path(id: str) -> Response:
    seen = access.path_for(current_user.id, id, services=services())
    return render(
        "advising/path.html",
        grant=seen.grant,
        seen=seen.shown,
        meeting_kinds=[(kind, kind_word(kind)) for kind in comments.KINDS],
        today=services().clock.now().date().isoformat(),
    )


@blueprint.get("/advise/credentials/<id>")
def credential(id: str) -> Response:
    seen = access.credential_for(current_user.id, id, services=services())
    return render("advising/credential.html", grant=seen.grant, seen=seen.shown)


@blueprint.get("/advise/paths/<id>/evidence/<evidence_id>")
def evidence(id: str, evidence_id: str) -> Response:
    kept = access.evidence_for(current_user.id, id, evidence_id, services=services())
    name = f"dorobek-{evidence_id[:8]}{PurePath(kept.name).suffix[:10]}"  # its own name stays with the holder
    return attachment(kept.data, name, kept.media_type)


@blueprint.post("/advise/paths/<id>/comments")
def comment(id: str) -> Response:
    form = request.form
    comments.say_as_adviser(
        current_user.id, id, form.get("step", ""), form.get("words", ""), services=services()
    )
    return done("advising.path", values={"id": id, "_anchor": "talk"})


@blueprint.post("/advise/paths/<id>/meetings")
def meet(id: str) -> Response:
    comments.note_meeting(current_user.id, id, request.form, services=services())
    return done("advising.path", values={"id": id, "_anchor": "meetings"})
