"""A rule read back as a sentence, in the reader's language. People see this, never the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.web import languages

Names = Mapping[str, str]  # URI -> label


def rule_sentence(rule: Mapping[str, Any], names: Names | None = None) -> str:
    """What completes a step, as one sentence that begins with a capital letter and has no full stop."""
    sentence = _said(rule, names or {})
    return sentence[:1].upper() + sentence[1:]


def _said(rule: Mapping[str, Any], names: Names) -> str:
    speakers = {
        "credential": _credential,
        "skill": _skill,
        "sum": _sum,
        "evidence": _evidence,
        "manual": _manual,
        "all": _group,
        "any": _group,
        "n_of": _group,
    }
    speak = speakers.get(str(rule.get("type")))
    if speak is None:
        return _("nothing that can be measured yet")
    return speak(rule, names) + _conditions(rule.get("where") or {})


def _credential(rule: Mapping[str, Any], names: Names) -> str:
    title = rule.get("title_contains") or names.get(rule.get("achievement", ""), "")
    issuer = names.get(rule.get("issuer", ""), rule.get("issuer", ""))
    if title and issuer:
        return _("a badge “%(title)s” from %(issuer)s", title=title, issuer=issuer)
    if title:
        return _("a badge “%(title)s”", title=title)
    if rule.get("achievement"):
        return _("one particular badge")
    return _("a badge from %(issuer)s", issuer=issuer)


def _skill(rule: Mapping[str, Any], names: Names) -> str:
    skills = _listed(rule.get("any_of", ()), names)
    if len(rule.get("any_of", ())) == 1:
        return _("a badge for the skill %(skill)s", skill=skills)
    return _("a badge for one of the skills %(skills)s", skills=skills)


def _listed(skills: Any, names: Names) -> str:
    return ", ".join(_("“%(title)s”", title=names.get(skill, skill)) for skill in skills)


def _sum(rule: Mapping[str, Any], names: Names) -> str:
    least = languages.number(rule.get("min", 0))
    many = _plural(rule.get("min", 0))
    if rule.get("unit") == "ects":
        text = ngettext(
            "at least %(least)s ECTS credit", "at least %(least)s ECTS credits", many, least=least
        )
    else:
        text = ngettext("at least %(least)s hour", "at least %(least)s hours", many, least=least)
    if rule.get("skills"):
        text += _(" from badges for %(skills)s", skills=_listed(rule["skills"], names))
    if rule.get("area"):
        text += _(" from badges in the field “%(field)s”", field=field_word(rule["area"]))
    return text


def _plural(value: Any) -> int:
    """Fractions take the form of "many" in both languages, near enough in plain lists of amounts."""
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return 5
    return int(number) if number.is_integer() else 5


def _evidence(rule: Mapping[str, Any], names: Names) -> str:
    return ngettext(
        "at least %(num)s piece of evidence of your own",
        "at least %(num)s pieces of evidence of your own",
        int(rule.get("min", 1)),
    )


def _manual(rule: Mapping[str, Any], names: Names) -> str:
    label = rule.get("label") or rule.get("key", "")
    if rule.get("by") == "adviser":
        return _("your adviser’s mark “%(label)s”", label=label)
    return _("your own mark “%(label)s” (without a badge)", label=label)


def _group(rule: Mapping[str, Any], names: Names) -> str:
    members = [_said(member, names) for member in rule.get("of", ()) if isinstance(member, Mapping)]
    if len(members) == 1 and rule.get("type") != "n_of":
        return members[0]
    listed = "; ".join(members)
    if rule.get("type") == "any":
        text = _("one of these: %(rules)s", rules=listed)
    elif rule.get("type") == "n_of":
        text = _("%(n)s of these %(of)s: %(rules)s", n=rule.get("n", 0), of=len(members), rules=listed)
    else:
        text = _("all of these: %(rules)s", rules=listed)
    return text + (_(", each by a different badge") if rule.get("distinct") is True else "")


def _conditions(where: Mapping[str, Any]) -> str:
    parts = []
    if where.get("verified_only"):
        parts.append(_("that checks out"))
    if where.get("assessed_only"):
        parts.append(_("with an assessment"))
    if where.get("min_eqf"):
        parts.append(_("at level %(level)s or higher", level=where["min_eqf"]))
    if where.get("max_age_days"):
        parts.append(_age(int(where["max_age_days"])))
    if where.get("issued_after"):
        parts.append(_("issued after %(day)s", day=languages.day(date.fromisoformat(where["issued_after"]))))
    if where.get("issuers"):
        parts.append(_("from %(issuers)s", issuers=", ".join(where["issuers"])))
    if where.get("min_transparency"):
        parts.append(_("stating at least %(n)s of the 11 facts", n=where["min_transparency"]))
    if where.get("proof_kind"):
        parts.append(
            _("of the kind %(kinds)s", kinds=", ".join(kind_word(kind) for kind in where["proof_kind"]))
        )
    if where.get("areas"):
        parts.append(
            _("in the field %(fields)s", fields=", ".join(field_word(one) for one in where["areas"]))
        )
    if where.get("not_expired") is False:
        parts.append(_("even if it has expired"))
    return "".join(f", {part}" for part in parts)


def _age(days: int) -> str:
    if days % 365 == 0:
        return ngettext("not older than %(num)s year", "not older than %(num)s years", days // 365)
    if days % 30 == 0:
        return ngettext("not older than %(num)s month", "not older than %(num)s months", days // 30)
    return ngettext("not older than %(num)s day", "not older than %(num)s days", days)


def kind_word(kind: str) -> str:
    words = {
        "skill": _("proof of skill"),
        "participation": _("proof of participation"),
        "membership": _("membership"),
        "qualification": _("qualification or degree"),
        "other": _("other"),
    }
    return words.get(kind, kind)


def field_word(field: str) -> str:
    words = {
        "digital": _("Digital"),
        "green": _("Green"),
        "social": _("Social"),
        "employment": _("Employment"),
        "work": _("Work"),
    }
    return words.get(field, field)


def problem_sentence(code: str) -> str:
    """Why a rule cannot be saved, and what to do."""
    sentences = {
        "credential-without-selector": _("Say which badge: part of its name, or who issues it."),
        "skill-without-name": _("Name at least one skill."),
        "sum-without-amount": _("Say how many ECTS credits or hours: a number above 0."),
        "evidence-without-amount": _("Say how many pieces of evidence: 1 or more."),
        "mark-without-key": _("Say in a few words what is to be marked as done."),
        "group-empty": _("Add at least one line to choose from."),
        "group-needs-more-than-it-has": _(
            "More is asked for than there are lines. Lower the number or add lines."
        ),
        "distinct-needs-credentials": _("“Each by a different badge” works with badges and skills only."),
        "rule-too-large": _("This is too much for one step. Make two steps of it."),
        "weight-out-of-range": _("A weight is a number above 0, up to 100."),
        "where-value-wrong": _("One of the conditions has a value that makes no sense. Look at the numbers."),
        "area-unknown": _("Choose one of the four fields."),
    }
    return sentences.get(code, _("This cannot be measured. Choose what completes the step."))
