"""A micro-credential described in five steps, for institutions. It ends in a description, not a credential.

The handbook's five-step model is known by its picture only; these five steps are our own reading of it. Of
the eleven elements two cannot be described, they are given when a credential is issued: who the learner is
and the date. The author says how the learner will be identified; the date every credential has by its
standard. Both are shown as "given when it is issued", never as stated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from wallet.collection import transparency_texts as words
from wallet.course_guide.errors import TooManyDescriptions
from wallet.credentials.elements import MANDATORY
from wallet.credentials.parsing.amounts import positive
from wallet.credentials.transparency import read_elements
from wallet.errors import NotFound
from wallet.services import Services
from wallet.store.models.course_guide import Description
from wallet.web import languages

MOST = 100
LIMIT = 4_000
STEPS = (1, 2, 3, 4, 5)
FIELDS: Mapping[int, tuple[str, ...]] = {
    1: ("title", "about", "audience", "inLanguage"),
    2: ("outcomes", "level"),
    3: ("ects", "hours", "participation", "prerequisites"),
    4: ("criteria", "assessment", "supervision"),
    5: ("body", "url", "country", "learner", "quality", "stacking"),
}
AT_ISSUE = ("learner", "date")
ASSESSMENTS = (
    *("written_examination", "oral_examination", "practical_assessment", "quiz", "continuous_evaluation"),
    *("portfolio", "project_work", "artefact", "marked_assignment", "observation", "interview"),
)
PARTICIPATIONS = ("online", "onsite", "blended", "work_based", "project", "lab", "self_study")
SUPERVISIONS = ("unsupervised_no_id", "unsupervised_id", "supervised_no_id", "supervised_id")
LEARNERS = ("name", "email", "number")
CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_IDENTITY = {"name": "name", "email": "emailAddress", "number": "username"}
# Spelled as `credentials.prose` looks for it, so that the wallet finds it in the badge again.
PREREQUISITES = {"en": "Prerequisites", "pl": "Wymagania wstępne"}
_AT = "2000-01-01T00:00:00Z"  # stands for the date of issue while the elements are counted


@dataclass(frozen=True)
class CheckLine:
    """One of the eleven: whether it is stated, or is given when a credential is issued."""

    key: str
    name: str
    help: str
    status: str  # present, weak, missing, at-issue
    word: str
    icon: str
    step: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    stated: int  # of the eleven, with what is given at issue
    at_issue: int
    headline: str
    lines: tuple[CheckLine, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(line.name for line in self.lines if line.status in {"missing", "weak"})


@dataclass(frozen=True)
class Described:
    id: str
    title: str
    content: Mapping[str, str]
    updated_at: datetime


def list_described(author: str, *, services: Services) -> tuple[Described, ...]:
    query = (
        select(Description)
        .where(Description.account_id == author)
        .order_by(Description.updated_at.desc(), Description.id)
    )
    with services.store.read() as session:
        return tuple(_card(row) for row in session.scalars(query))


def described(author: str, id: str, *, services: Services) -> Described:
    with services.store.read() as session:
        return _card(_own(session, author, id))


def save(author: str, id: str | None, step: int, form: Mapping[str, str], *, services: Services) -> str:
    """Keep what one step says; the other steps stay as they are. Returns the description's id."""
    said = {name: _cleaned(form.get(name, "")) for name in FIELDS.get(step, ())}
    with services.store.write() as session:
        if id is None:
            mine = select(func.count()).select_from(Description).where(Description.account_id == author)
            if session.scalar(mine) >= MOST:
                raise TooManyDescriptions(most=MOST)
            row = Description(account_id=author, content={}, created_at=services.clock.now())
            session.add(row)
        else:
            row = _own(session, author, id)
        row.content = {**row.content, **said}
        row.title = " ".join(row.content.get("title", "").split())[:200]
        row.updated_at = services.clock.now()
        session.flush()
        return row.id


def remove(author: str, id: str, *, services: Services) -> None:
    with services.store.write() as session:
        session.delete(_own(session, author, id))


def _own(session: Any, author: str, id: str) -> Description:
    query = select(Description).where(Description.id == id, Description.account_id == author)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _card(row: Description) -> Described:
    return Described(row.id, row.title, row.content, row.updated_at)


def _cleaned(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text.replace("\r\n", "\n")).strip()[:LIMIT]


# ── What it comes to ─────────────────────────────────────────────────────────────────────────────────
def achievement_of(thing: Described) -> dict[str, Any]:
    """The Achievement of Open Badges 3.0, with the properties that issuers of micro-credentials add."""
    said = thing.content
    id = f"urn:uuid:{thing.id[:8]}-{thing.id[8:12]}-{thing.id[12:16]}-{thing.id[16:20]}-{thing.id[20:32]}"
    creator = {"type": ["Profile"], "id": said.get("url") or f"{id}#creator", "name": said.get("body", "")}
    if country := said.get("country", ""):
        creator["address"] = {"type": ["Address"], "addressCountryCode": country}
    found = {
        "@context": [CONTEXT],
        "id": id,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": said.get("title", ""),
        "description": "\n\n".join(filter(None, (said.get("about", ""), said.get("audience", "")))),
        "inLanguage": said.get("inLanguage", ""),
        "criteria": {"narrative": _criteria(said)} if _criteria(said) else {},
        "creator": creator if said.get("body") or country else {},
        "alignment": _alignments(said, id),
        "ECTS": _amount(said.get("ects", "")),
        "timeInvestment": _amount(said.get("hours", "")),
        "assessmentType": _label(said.get("assessment", "")),
        "participationType": _label(said.get("participation", "")),
        **_supervision(said.get("supervision", "")),
    }
    return {key: value for key, value in found.items() if value not in ("", [], {}, None)}


def _criteria(said: Mapping[str, str]) -> str:
    """In the language of the description, as far as there is a heading in it."""
    before = said.get("prerequisites", "")
    heading = PREREQUISITES.get(said.get("inLanguage", ""), PREREQUISITES["en"])
    return "\n\n".join(filter(None, (said.get("criteria", ""), f"{heading}: {before}" if before else "")))


def _alignments(said: Mapping[str, str], id: str) -> list[dict[str, Any]]:
    lines = [line.strip("-• ") for line in said.get("outcomes", "").splitlines()]
    found = [
        _alignment(line, f"{id}#outcome-{place}", "ext:LearningOutcome")
        for place, line in enumerate(filter(None, lines), 1)
    ]
    if level := said.get("level", ""):
        url = f"http://data.europa.eu/snb/eqf/{level}"
        found.append(_alignment(f"EQF {level}", url, "ext:EQF", targetFramework="EQF", targetCode=level))
    if quality := said.get("quality", ""):
        found.append(_alignment(quality, f"{id}#quality", "ext:QualityAssurance"))
    if towards := said.get("stacking", ""):
        found.append(_alignment(towards, f"{id}#towards", "ceterms:Credential"))
    return found


def _alignment(name: str, url: str, kind: str, **more: str) -> dict[str, Any]:
    return {"type": ["Alignment"], "targetName": name, "targetUrl": url, "targetType": kind, **more}


def _amount(text: str) -> float | None:
    amount = positive(text)
    return float(amount) if amount else None


def _label(code: str) -> str:
    return code.replace("_", " ")


def _supervision(code: str) -> dict[str, Any]:
    if code not in SUPERVISIONS:
        return {}
    watched = "supervised" if code.startswith("supervised") else "none"
    return {"supervisionType": watched, "identityChecked": not code.endswith("no_id")}


def check(thing: Described) -> Check:
    """The eleven elements in a credential as it would be issued from this description."""
    kind = _IDENTITY.get(thing.content.get("learner", ""))
    subject: dict[str, Any] = {"achievement": achievement_of(thing)}
    if kind:
        subject["identifier"] = [{"identityType": kind, "identityHash": "-", "hashed": False}]
    found = read_elements({"credentialSubject": subject, "validFrom": _AT}, dialect="ob3")
    lines = tuple(_line(element) for element in found.elements if element.key in MANDATORY)
    later = sum(line.status == "at-issue" for line in lines)
    stated = sum(line.status in {"present", "at-issue"} for line in lines)
    headline = _("%(stated)s of 11 elements", stated=stated)
    return Check(stated, later, headline, lines)


def _line(element: Any) -> CheckLine:
    later = element.key in AT_ISSUE and element.status == "present"
    word, icon = (_("given when it is issued"), "clock") if later else words.status_words(element.status)
    return CheckLine(
        key=element.key,
        name=words.element_name(element.key),
        help=words.element_help(element.key),
        status="at-issue" if later else element.status,
        word=word,
        icon=icon,
        step=STEP_OF.get(element.key, 5),
        values=() if later or element.quote else words.value_words(element, languages.current())[:10],
    )


STEP_OF = {
    "title": 1,
    "outcomes": 2,
    "level": 2,
    "workload": 3,
    "participation": 3,
    "assessment": 4,
}


def step_words() -> tuple[tuple[int, str, str], ...]:
    """(number, name, what it asks)."""
    return (
        (1, _("Competence"), _("What people will be able to do, and whom it is for.")),
        (
            2,
            _("Learning outcomes"),
            _("What exactly one knows and can do afterwards, at what level."),
        ),
        (3, _("Form and workload"), _("How one takes part, and how much time it takes.")),
        (4, _("Criteria and verification"), _("How it is found out that the outcomes were reached.")),
        (5, _("Issue, transparency and quality"), _("Who issues it, to whom, and who watches over quality.")),
    )
