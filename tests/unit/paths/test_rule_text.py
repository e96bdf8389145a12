"""Rules read back as sentences, in both languages."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale

from wallet.paths.rules.sentences import conditions_sentence, rule_sentence
from wallet.web import languages

ESCO = "http://data.europa.eu/esco/skill/5fd5c985"
NAMES = {ESCO: "develop digital content", "urn:a:1": "Spreadsheets I"}
EXCEL, GDPR = {"type": "skill", "any_of": ["Excel"]}, {"type": "skill", "any_of": ["GDPR"]}
TALK = {"type": "manual", "key": "talk", "label": "Talk held"}


def hours(least, **more):
    return {"type": "sum", "unit": "hours", "min": least, **more}


def ects(least):
    return {"type": "sum", "unit": "ects", "min": least}


def proof(**where):
    return {"type": "evidence", "min": 1, "where": where}


def group(kind, *of, **more):
    return {"type": kind, "of": list(of), **more}


ONE = ("At least 1 piece of evidence of your own", "Co najmniej 1 własny dowód")
ONLY = (" – counting only badges: ", " – liczą się tylko odznaki: ")
TABLE = (
    ({"type": "credential", "title_contains": "Excel"},
     "A badge with “Excel” in its name", "Odznaka, która ma w nazwie „Excel”"),
    ({"type": "credential", "title_contains": "Excel", "issuer": "Acme"},
     "A badge with “Excel” in its name, issued by “Acme”",
     "Odznaka, która ma w nazwie „Excel”, wydawca: „Acme”"),
    ({"type": "credential", "issuer": "Acme"},
     "Any badge issued by “Acme”", "Dowolna odznaka, wydawca: „Acme”"),
    ({"type": "credential", "achievement": "urn:a:1"},
     "The badge “Spreadsheets I”", "Odznaka „Spreadsheets I”"),
    ({"type": "credential", "achievement": "urn:a:2"}, "One particular badge", "Jedna określona odznaka"),
    (EXCEL, "A badge for the skill “Excel”", "Odznaka za umiejętność „Excel”"),
    ({"type": "skill", "any_of": [ESCO, "Excel"], "include_narrower": True},
     "A badge for one of the skills “develop digital content” or “Excel” (or a narrower one)",
     "Odznaka za jedną z umiejętności „develop digital content” lub „Excel” (lub umiejętność węższą)"),
    ({"type": "skill", "any_of": ["a", "b", "c"]},
     "A badge for one of the skills “a”, “b” or “c”", "Odznaka za jedną z umiejętności „a”, „b” lub „c”"),
    (ects(1), "At least 1 ECTS credit", "Co najmniej 1 punkt ECTS"),
    (ects(2), "At least 2 ECTS credits", "Co najmniej 2 punkty ECTS"),
    (ects("5"), "At least 5 ECTS credits", "Co najmniej 5 punktów ECTS"),
    (ects(2.5), "At least 2.5 ECTS credits", "Co najmniej 2,5 punktu ECTS"),
    (hours(1), "At least 1 hour", "Co najmniej 1 godzina"),
    (hours(22), "At least 22 hours", "Co najmniej 22 godziny"),
    (hours(12), "At least 12 hours", "Co najmniej 12 godzin"),
    (hours("1.5"), "At least 1.5 hours", "Co najmniej 1,5 godziny"),
    (hours(10, skills=["Excel"]),
     "At least 10 hours from badges for the skill “Excel”",
     "Co najmniej 10 godzin z odznak za umiejętność „Excel”"),
    (hours(10, skills=["Excel", "SQL"], area="digital"),
     "At least 10 hours from badges for the skills “Excel” or “SQL” in the field “Digital”",
     "Co najmniej 10 godzin z odznak za umiejętności „Excel” lub „SQL” z obszaru „Cyfrowe”"),
    (hours(3, area="green"),
     "At least 3 hours from badges in the field “Green”",
     "Co najmniej 3 godziny z odznak z obszaru „Zielone”"),
    ({"type": "evidence", "min": 1}, *ONE),
    ({"type": "evidence", "min": 2},
     "At least 2 pieces of evidence of your own", "Co najmniej 2 własne dowody"),
    ({"type": "evidence", "min": 5},
     "At least 5 pieces of evidence of your own", "Co najmniej 5 własnych dowodów"),
    (TALK, "Own mark “Talk held” (without a badge)", "Własne potwierdzenie: „Talk held” (bez odznaki)"),
    ({**TALK, "by": "adviser"}, "The adviser’s mark “Talk held”", "Potwierdzenie doradcy: „Talk held”"),
    (group("all", EXCEL, GDPR, distinct=True),
     "All of these: a badge for the skill “Excel”; a badge for the skill “GDPR”, each by a different badge",
     "Każde z tych wymagań: odznaka za umiejętność „Excel”; odznaka za umiejętność „GDPR”, "
     "każde potwierdzone inną odznaką"),
    (group("any", EXCEL, ects(5)),
     "One of these: a badge for the skill “Excel”; at least 5 ECTS credits",
     "Jedno z tych wymagań: odznaka za umiejętność „Excel”; co najmniej 5 punktów ECTS"),
    (group("n_of", EXCEL, GDPR, ects(5), n=2),
     "2 of these 3: a badge for the skill “Excel”; a badge for the skill “GDPR”; at least 5 ECTS credits",
     "2 z tych 3 wymagań: odznaka za umiejętność „Excel”; odznaka za umiejętność „GDPR”; "
     "co najmniej 5 punktów ECTS"),
    (group("all", {**EXCEL, "weight": 3}, group("any", GDPR, ects(1), weight="0.5")),
     "All of these: a badge for the skill “Excel” (weight 3); "
     "(one of these: a badge for the skill “GDPR”; at least 1 ECTS credit) (weight 0.5)",
     "Każde z tych wymagań: odznaka za umiejętność „Excel” (waga 3); "
     "(jedno z tych wymagań: odznaka za umiejętność „GDPR”; co najmniej 1 punkt ECTS) (waga 0,5)"),
    (group("all", EXCEL), "A badge for the skill “Excel”", "Odznaka za umiejętność „Excel”"),
    (proof(verified_only=True, assessed_only=True),
     ONE[0] + ONLY[0] + "that check out, with an assessment",
     ONE[1] + ONLY[1] + "potwierdzone przy sprawdzeniu, z oceną efektów uczenia się"),
    (proof(min_eqf=4, min_transparency=8),
     ONE[0] + ONLY[0] + "at level 4 (EQF, PRK) or higher, stating at least 8 of the 11 facts",
     ONE[1] + ONLY[1] + "na poziomie 4 (ERK, PRK) lub wyższym, podające co najmniej 8 z 11 elementów"),
    (proof(max_age_days=365), ONE[0] + ONLY[0] + "not older than 1 year",
     ONE[1] + ONLY[1] + "nie starsze niż 1 rok"),
    (proof(max_age_days=730), ONE[0] + ONLY[0] + "not older than 2 years",
     ONE[1] + ONLY[1] + "nie starsze niż 2 lata"),
    (proof(max_age_days=180), ONE[0] + ONLY[0] + "not older than 6 months",
     ONE[1] + ONLY[1] + "nie starsze niż 6 miesięcy"),
    (proof(max_age_days=1), ONE[0] + ONLY[0] + "not older than 1 day",
     ONE[1] + ONLY[1] + "nie starsze niż 1 dzień"),
    (proof(issued_after="2025-06-01", issuers=["Acme", "ULC"]),
     ONE[0] + ONLY[0] + "issued after 1 Jun 2025, issued by “Acme” or “ULC”",
     ONE[1] + ONLY[1] + "wydane po 1 cze 2025, których wydawcą jest „Acme” lub „ULC”"),
    (proof(proof_kind=["skill", "qualification"], areas=["digital"]),
     ONE[0] + ONLY[0] + "of the kind “proof of skill” or “qualification or degree”, in the field “Digital”",
     ONE[1] + ONLY[1] + "rodzaju „dowód umiejętności” lub „kwalifikacja lub dyplom”, z obszaru „Cyfrowe”"),
    (proof(verified_only=True, not_expired=False),
     ONE[0] + ONLY[0] + "that check out; expired badges count too",
     ONE[1] + ONLY[1] + "potwierdzone przy sprawdzeniu; odznaki po terminie ważności też się liczą"),
    ({**EXCEL, "where": {"not_expired": True}},
     "A badge for the skill “Excel” – expired badges never count",
     "Odznaka za umiejętność „Excel” – odznaki po terminie ważności nigdy się nie liczą"),
    ({"type": "wish"}, "Nothing that can be measured yet", "Nic, co dałoby się zmierzyć"),
)  # fmt: skip


def test_every_kind_of_rule_reads_as_a_sentence_in_both_languages():
    app = Flask("words")
    languages.set_up(app)
    for place, language in ((1, "en_GB"), (2, "pl_PL")):
        with app.app_context(), force_locale(language):
            said = [rule_sentence(row[0], NAMES) for row in TABLE]
        assert said == [row[place] for row in TABLE]


def test_what_a_whole_path_asks_of_badges_is_one_sentence():
    app = Flask("words")
    languages.set_up(app)
    where = {"verified_only": True, "max_age_days": 1825}
    with app.app_context(), force_locale("pl_PL"):
        assert conditions_sentence({}) == ""
        said = "Liczą się tylko odznaki: potwierdzone przy sprawdzeniu, nie starsze niż 5 lat"
        assert conditions_sentence(where) == said
