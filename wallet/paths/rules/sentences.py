"""A rule read back as a sentence, in the reader's language. People see this, never the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from wallet.paths.rules.language import plain_number
from wallet.web import languages

Names = Mapping[str, str]  # URI -> label


def rule_sentence(rule: Mapping[str, Any], names: Names | None = None) -> str:
    """What completes a step, as one sentence that begins with a capital letter and has no full stop."""
    sentence = _said(rule, names or {})
    return sentence[:1].upper() + sentence[1:]


def conditions_sentence(where: Mapping[str, Any]) -> str:
    """Which badges count, as a sentence of its own; "" if all of them do."""
    sentence = _counting(where)
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
    counting = _counting(rule.get("where") or {})
    return speak(rule, names) + (f" – {counting}" if counting else "")


def _credential(rule: Mapping[str, Any], names: Names) -> str:
    issuer = names.get(rule.get("issuer", ""), rule.get("issuer", ""))
    if rule.get("achievement"):
        known = names.get(rule["achievement"], "")
        text = _("the badge “%(title)s”", title=known) if known else _("one particular badge")
    elif rule.get("title_contains"):
        text = _("a badge with “%(title)s” in its name", title=rule["title_contains"])
    else:
        return _("any badge issued by “%(issuer)s”", issuer=issuer)
    return text + _(", issued by “%(issuer)s”", issuer=issuer) if issuer else text


def _skill(rule: Mapping[str, Any], names: Names) -> str:
    skills = _listed(rule.get("any_of", ()), names)
    if len(rule.get("any_of", ())) == 1:
        text = _("a badge for the skill %(skill)s", skill=skills)
    else:
        text = _("a badge for one of the skills %(skills)s", skills=skills)
    return text + (_(" (or a narrower one)") if rule.get("include_narrower") is True else "")


def _listed(skills: Any, names: Names) -> str:
    return _or(_("“%(title)s”", title=names.get(skill, skill)) for skill in skills)


def _or(words: Iterable[str]) -> str:
    return format_list(list(words), style="or", locale=languages.locale_of(languages.current()))


def _sum(rule: Mapping[str, Any], names: Names) -> str:
    text = _amount(str(rule.get("unit")), rule.get("min", 0))
    if skills := rule.get("skills"):
        text += ngettext(
            " from badges for the skill %(skills)s",
            " from badges for the skills %(skills)s",
            len(skills),
            skills=_listed(skills, names),
        )
    elif rule.get("area"):
        text += _(" from badges")
    return text + (_(" in the field “%(field)s”", field=field_word(rule["area"])) if rule.get("area") else "")


def _amount(unit: str, amount: Any) -> str:
    """At least so much. A part of one takes a form of its own in Polish."""
    least = languages.number(amount)
    if (whole := _whole(amount)) is None:
        if unit == "ects":
            return _("at least %(part)s ECTS credits", part=least)
        return _("at least %(part)s hours", part=least)
    if unit == "ects":
        return ngettext(
            "at least %(least)s ECTS credit", "at least %(least)s ECTS credits", whole, least=least
        )
    return ngettext("at least %(least)s hour", "at least %(least)s hours", whole, least=least)


def _whole(value: Any) -> int | None:
    number = plain_number(value)
    return int(number) if number is not None and number.denominator == 1 else None


def _evidence(rule: Mapping[str, Any], names: Names) -> str:
    return ngettext(
        "at least %(num)s piece of evidence of your own",
        "at least %(num)s pieces of evidence of your own",
        int(rule.get("min", 1)),
    )


def _manual(rule: Mapping[str, Any], names: Names) -> str:
    label = rule.get("label") or rule.get("key", "")
    if rule.get("by") == "adviser":
        return _("the adviser’s mark “%(label)s”", label=label)
    return _("own mark “%(label)s” (without a badge)", label=label)


def _group(rule: Mapping[str, Any], names: Names) -> str:
    of = [member for member in rule.get("of", ()) if isinstance(member, Mapping)]
    if len(of) == 1:
        return _said(of[0], names)
    listed = "; ".join(_member(member, names) for member in of)
    if rule.get("type") == "any":
        text = _("one of these: %(rules)s", rules=listed)
    elif rule.get("type") == "n_of":
        text = _("%(n)s of these %(of)s: %(rules)s", n=rule.get("n", 0), of=len(of), rules=listed)
    else:
        text = _("all of these: %(rules)s", rules=listed)
    return text + (_(", each by a different badge") if rule.get("distinct") is True else "")


def _member(rule: Mapping[str, Any], names: Names) -> str:
    """One of several: a group, or one with conditions of its own, is put in brackets."""
    said = _said(rule, names)
    if (rule.get("type") in ("all", "any", "n_of") and len(rule.get("of", ())) > 1) or rule.get("where"):
        said = f"({said})"
    if str(rule.get("weight", 1)) != "1":
        said += " " + _("(weight %(weight)s)", weight=languages.number(rule["weight"]))
    return said


def _counting(where: Mapping[str, Any]) -> str:
    parts = [part for part in (_level_and_age(where) + _kind_and_origin(where)) if part]
    said = _("counting only badges: %(conditions)s", conditions=", ".join(parts)) if parts else ""
    expired = {
        False: _("expired badges count too"),
        True: _("expired badges never count"),
    }.get(where.get("not_expired"), "")  # type: ignore[arg-type]
    return "; ".join(part for part in (said, expired) if part)


def _level_and_age(where: Mapping[str, Any]) -> list[str]:
    after, level, facts = (where.get(name) for name in ("issued_after", "min_eqf", "min_transparency"))
    return [
        _("that check out") if where.get("verified_only") else "",
        _("with an assessment") if where.get("assessed_only") else "",
        _("at level %(level)s (EQF, PRK) or higher", level=level) if level else "",
        _age(int(where["max_age_days"])) if where.get("max_age_days") else "",
        _("issued after %(day)s", day=languages.day(date.fromisoformat(after))) if after else "",  # type: ignore[arg-type]
        _("stating at least %(n)s of the 11 facts", n=facts) if facts else "",
    ]


def _kind_and_origin(where: Mapping[str, Any]) -> list[str]:
    issuers, kinds, areas = (where.get(name) or () for name in ("issuers", "proof_kind", "areas"))
    return [
        _("issued by %(issuers)s", issuers=_listed(issuers, {})) if issuers else "",
        _("of the kind %(kinds)s", kinds=_listed(map(kind_word, kinds), {})) if kinds else "",
        _("in the field %(fields)s", fields=_listed(map(field_word, areas), {})) if areas else "",
    ]


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


def problem_sentence(code: str, at: str = "") -> str:
    """Why a rule cannot be saved, and what to do. `at`: where in the rule, as `Problem.where` says it."""
    if code == "where-value-wrong":
        return _wrong_condition(at.rpartition(".")[2])
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
        "rule-kind-unknown": _("Something is written in a line, but not what it is. Choose it in the line."),
        "area-unknown": _("Choose one of the four fields."),
    }
    return sentences.get(code, _("This cannot be measured. Choose what completes the step."))


def _wrong_condition(name: str) -> str:
    sentences = {
        "min_eqf": _("The level (EQF or PRK) is a whole number from 1 to 8."),
        "min_transparency": _("Of the 11 facts, ask for a whole number from 0 to 11."),
        "max_age_days": _("“Not older than” takes a whole number above 0, and at most 100 years."),
        "issued_after": _("“Issued after” takes a date, such as 2025-01-31."),
    }
    return sentences.get(
        name, _("One of the conditions has a value that makes no sense. Look at the numbers.")
    )
