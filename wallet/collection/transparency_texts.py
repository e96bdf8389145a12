"""Words for the transparency check: elements, statuses, notes, values, kinds of proof.

No red anywhere: what an issuer has not stated is a question to ask, not a fault of the badge."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext

from wallet.credentials.elements import MANDATORY, Element, Fact
from wallet.credentials.model import words as in_language
from wallet.credentials.parsing.times import read_time
from wallet.errors import Unreadable
from wallet.marks import mark

# element -> (its name, what it means in plain words)
ELEMENTS: dict[str, tuple[str, str]] = {
    "learner": (mark("Learner"), mark("Who learned it.")),
    "title": (mark("Title"), mark("What the badge is called.")),
    "country": (mark("Country or region of issue"), mark("Where it was issued.")),
    "awarding_body": (mark("Awarding body"), mark("Who says that you can do it.")),
    "date": (mark("Date of issue"), mark("When it was issued.")),
    "outcomes": (mark("Learning outcomes"), mark("What you know and can do.")),
    "workload": (mark("Workload"), mark("How much time the learning takes, in ECTS points or hours.")),
    "level": (
        mark("Level (EQF, PRK)"),
        mark("How demanding it is, from 1 to 8 in the European or the Polish framework."),
    ),
    "assessment": (mark("Type of assessment"), mark("How somebody found out that you can do it.")),
    "participation": (mark("Form of participation"), mark("Online, on site or both.")),
    "quality": (mark("Quality assurance"), mark("Who watches over the quality of the learning.")),
    "prerequisites": (mark("Prerequisites"), mark("What was needed to begin.")),
    "supervision": (
        mark("Supervision and identity check"),
        mark("Whether somebody watched the assessment and looked at an identity document."),
    ),
    "grade": (mark("Grade achieved"), mark("How well it went.")),
    "stackability": (mark("Stacking"), mark("Whether it is a step towards something larger.")),
    "further": (mark("Further information"), mark("Documents and pages that say more.")),
}

# status -> (word, icon)
STATUSES: dict[str, tuple[str, str]] = {
    "present": (mark("stated"), "check"),
    "weak": (mark("incomplete"), "circle-dashed"),
    "missing": (mark("not stated"), "x"),
    "not_applicable": (mark("does not apply"), "minus"),
    "withheld": (mark("not disclosed"), "eye-off"),
}

NOTES: dict[str, str] = {
    "above-30-ects": mark("This is a lot for a micro-credential: check whether it is not a larger whole."),
    "activity-type-only": mark("The issuer states the kind of activity, not how one took part."),
    "actual-hours": mark("This is the time that was spent; how much is needed is not stated."),
    "ambiguous-duration": mark("Stated in days or weeks; how many hours that is, nobody says."),
    "attendance-only": mark("Only presence was assessed. It proves participation, not a skill."),
    "body-is-sealer": mark("Known is who signed the badge; who awarded it is not stated."),
    "by-name": mark("Written as a name, not as a country code."),
    "endorsement-only": mark("Somebody recommends it; that is no quality assurance."),
    "hashed": mark("There is only a fingerprint of an address; the person cannot be read from it."),
    "in-parts-only": mark("Some of the things inside state it, not all."),
    "in-text-only": mark("We found this only in the description."),
    "level-out-of-range": mark("Levels go from 1 to 8; what is written here is none of them."),
    "may-be-withheld": mark("The holder keeps parts of this credential back. This may be one of them."),
    "kept-back": mark("The holder keeps this part of the credential back."),
    "no-country-code": mark("What is written here is no country."),
    "no-target": mark("It can be built upon; towards what is not stated."),
    "opaque-id": mark("There is only a number or an address, no name."),
    "other-than-ects": mark("These are points of another system than ECTS."),
    "review-overdue": mark("The time of this accreditation is over."),
    "suspicious-duration": mark("A duration is stated in months, which hardly can be meant; we left it out."),
    "title-of-form": mark("Only the heading of the form is there."),
    "type-not-stated": mark("There is an assessment; of which type it was is not stated."),
    "unit-unknown": mark("Points are stated without saying which."),
    "valid-from-only": mark("Stated is from when it holds; when it was issued is not."),
}

# Codes of the vocabularies (wallet/credentials/concepts.py and its readers).
VALUES: dict[str, str] = {
    # participation
    "online": mark("online"),
    "onsite": mark("on site"),
    "blended": mark("blended (partly online)"),
    "work_based": mark("at the workplace"),
    "project": mark("in a project"),
    "lab": mark("in a laboratory"),
    "volunteering": mark("volunteering"),
    "self_study": mark("self-study"),
    "personalised": mark("individually"),
    # assessment
    "written_examination": mark("written examination"),
    "oral_examination": mark("oral examination"),
    "practical_assessment": mark("practical assessment"),
    "quiz": mark("quiz or test"),
    "continuous_evaluation": mark("continuous evaluation"),
    "peer_assessment": mark("assessment by peers"),
    "problem_based": mark("problem-based learning"),
    "portfolio": mark("portfolio of works"),
    "project_work": mark("project work"),
    "artefact": mark("assessment of something made"),
    "marked_assignment": mark("marked assignment"),
    "group_performance": mark("performance of a group"),
    "peer_review": mark("review by peers"),
    "attendance": mark("attendance"),
    "prior_learning": mark("recognition of prior learning"),
    "interview": mark("interview"),
    "observation": mark("observation"),
    "analysis_of_evidence": mark("analysis of evidence"),
    "presentation": mark("presentation"),
    "debate": mark("debate"),
    # supervision
    "unsupervised_no_id": mark("without supervision, identity not checked"),
    "unsupervised_id": mark("without supervision, identity checked"),
    "supervised_no_id": mark("with supervision, identity not checked"),
    "supervised_id": mark("with supervision, identity checked"),
    # quality
    "internal": mark("internal quality assurance"),
    "external_institutional": mark("external, of the institution"),
    "external_programme": mark("external, of the programme"),
    "licence": mark("a licence"),
    "sectoral": mark("recognition by the sector"),
    "certifying_body_zsk": mark("certifying institution (ZSK)"),
    # stackability
    "standalone": mark("stands on its own"),
    "stackable": mark("can be part of something larger"),
    "part": mark("part of a qualification"),
    "whole": mark("made up of parts"),
    # learner
    "email": mark("an e-mail address"),
    "number": mark("a number"),
    "key": mark("an identifier"),
}

PROVENANCES: dict[str, str] = {
    "issuer_structured": mark("from the issuer's field"),
    "issuer_text": mark("found in the description"),
    "derived": mark("concluded from something else"),
    "self_declared": mark("stated by you"),
}

KINDS: dict[str, str] = {
    "skill": mark("Proof of a skill"),
    "participation": mark("Proof of participation"),
    "membership": mark("Proof of membership"),
    "qualification": mark("Diploma or qualification: this is not a micro-credential"),
    "other": mark("Not recognised: look at the description"),
}

REASONS: dict[str, str] = {
    "type-of-qualification": mark("The issuer says that it is a degree, a diploma or a licence."),
    "profile-of-qualification": mark("The issuer marks it as the award of a qualification."),
    "type-of-membership": mark("The issuer says that it is a membership."),
    "type-of-participation": mark("The issuer says that it is an activity."),
    "activity-only": mark("It speaks of an activity only, not of something achieved."),
    "attendance-assessed": mark("Only presence was assessed."),
    "completed-without-assessment": mark("It states neither an assessment nor learning outcomes."),
    "words-of-participation": mark("Its words speak of participation, and no assessment is stated."),
    "type-of-skill": mark("The issuer says what kind of achievement it is, and describes it."),
    "badge-described": mark("It is a badge, and its words tell what was learned or how it was assessed."),
    "assessed": mark("It states how it was assessed."),
    "outcomes-stated": mark("It states learning outcomes."),
    "not-recognised": mark("It states neither its kind nor an assessment nor learning outcomes."),
}


# Special words that stand on these pages, each with its plain explanation.
SPECIAL: tuple[tuple[str, str], ...] = (
    (
        mark("micro-credential"),
        mark("The record of what somebody learned in a short course, and how that was found out."),
    ),
    (
        mark("learning outcome"),
        mark("What somebody knows and can do afterwards; not what the course talked about."),
    ),
    (mark("ECTS"), mark("A European measure of study: one point is 25 to 30 hours of work.")),
    (
        mark("EQF and PRK"),
        mark("The European and the Polish framework: eight levels, the same in both, from simple to expert."),
    ),
    (mark("ESCO"), mark("The European list of skills and occupations, the same in all languages.")),
    (
        mark("quality assurance"),
        mark("Somebody watches whether the learning is good: the institution itself or another one."),
    ),
    (mark("stacking"), mark("Putting small credentials together so that they make up something larger.")),
    (mark("issuer"), mark("Who made the badge and stands behind it: a school, a company, an association.")),
)


def elements_told() -> list[tuple[str, str]]:
    """(name, what it means) of the eleven, in the order of the annex."""
    return [(element_name(key), element_help(key)) for key in MANDATORY]


def special_words() -> list[tuple[str, str]]:
    return [(gettext(word), gettext(sentence)) for word, sentence in SPECIAL]


def element_name(key: str) -> str:
    return gettext(ELEMENTS[key][0])


def element_help(key: str) -> str:
    return gettext(ELEMENTS[key][1])


def status_words(status: str) -> tuple[str, str]:
    """(word, icon)"""
    word, icon = STATUSES[status]
    return gettext(word), icon


def note_words(note: str) -> str:
    return gettext(NOTES[note]) if note in NOTES else ""


def provenance_words(provenance: str) -> str:
    return gettext(PROVENANCES[provenance]) if provenance in PROVENANCES else ""


def headline(stated: int) -> str:
    return gettext(
        "Transparency: %(stated)s of the 11 elements that the Council of the EU recommends", stated=stated
    )


def value_words(element: Element, language: str) -> tuple[str, ...]:
    """Each thing stated, once, in the reader's language where we know it, else in the issuer's words."""
    if element.key == "country":
        said = [_country(fact, language) for fact in element.value]
    else:
        said = [fact_words(fact, language) for fact in element.value]
    return tuple(dict.fromkeys(word for word in said if word))


def fact_words(fact: Fact, language: str) -> str:
    own = in_language(fact.words, language)
    if fact.amount is not None:
        return _amount(fact.amount, fact.unit)
    if fact.unit == "day":
        return _day(fact.code)
    if fact.unit == "eqf" and fact.code:
        return gettext("EQF %(level)s", level=fact.code)
    if fact.unit == "prk" and fact.code:
        return gettext("PRK %(level)s (EQF %(level)s)", level=fact.code)
    if fact.code in VALUES:
        value = gettext(VALUES[fact.code])
        return f"{value}: {own}" if fact.code in ("stackable", "whole") and own else value
    return own or fact.uri


def _country(fact: Fact, language: str) -> str:
    return country_name(fact.code) or in_language(fact.words, language)


def country_name(code: str) -> str:
    """A country by its name in the reader's language, else its code."""
    locale = get_locale()
    return (locale.territories.get(code, "") if locale is not None else "") or code


def _amount(amount: Decimal, unit: str) -> str:
    number = format_decimal(amount)
    unit = unit.removesuffix("_part")
    many = int(amount) if amount == int(amount) else 5
    if unit == "ects":
        if amount != int(amount):
            return gettext("ECTS points: %(number)s", number=number)
        return ngettext("%(number)s ECTS point", "%(number)s ECTS points", many, number=number)
    if unit in ("hours", "hours_spent"):
        if amount != int(amount):
            return gettext("hours: %(number)s", number=number)
        return ngettext("%(number)s hour", "%(number)s hours", many, number=number)
    return gettext("credits: %(number)s", number=number)


def _day(written: str) -> str:
    try:
        return str(format_date(read_time(written, lenient=True), "long"))
    except Unreadable:
        return written


def kind_words(kind: str) -> str:
    return gettext(KINDS[kind])


def reason_words(reason: str) -> str:
    return gettext(REASONS[reason])
