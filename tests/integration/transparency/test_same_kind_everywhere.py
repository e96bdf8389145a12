"""What a credential proves is judged once: every page says the same of it, in both languages."""

from __future__ import annotations

import html

import pytest

from wallet.collection.holdings import holdings_of
from wallet.skills.skill_profile import having

SKILLS = [{"type": ["Alignment"], "targetName": "Welding", "targetUrl": "https://x.example/1"}]
# title, what the achievement states, the holder's own label, and the kind that every page then tells
TABLE = {
    "a course": ("Welding", {"achievementType": "Course"}, "", "skill"),
    "no type": ("Welding", {}, "", "skill"),
    "a membership": ("Guild of welders", {"achievementType": "Membership"}, "", "membership"),
    "an activity": ("Work in the yard", {"achievementType": "Fieldwork"}, "", "participation"),
    "a type of one's own": ("Day of welders", {"achievementType": "ext:Attendance"}, "", "participation"),
    "English words": ("Certificate of attendance", {"achievementType": "Badge"}, "", "participation"),
    "Polish words": ("Potwierdzenie uczestnictwa", {"achievementType": "Badge"}, "", "participation"),
    "words of the title": ("Participated in Hackathon", {}, "", "participation"),
    "words, as part of others": ("Participatory budgeting", {"achievementType": "Badge"}, "", "skill"),
    "a degree": ("Bachelor of welding", {"achievementType": "Degree"}, "", "qualification"),
    "an unknown type": ("Welding", {"achievementType": "ext:Odd"}, "", "other"),
    "labelled participation": ("Welding", {"achievementType": "Course"}, "participation", "participation"),
    "labelled a skill": ("Yard", {"achievementType": "Fieldwork"}, "skill", "skill"),
}
# What each page says, by language: the words of the kinds, and of the reasons for a proposal.
KINDS = {
    "en": {
        "skill": "Proof of a skill",
        "participation": "Proof of participation",
        "membership": "Proof of membership",
        "qualification": "Diploma or qualification",
        "other": "Not recognised",
    },
    "pl": {
        "skill": "Dowód umiejętności",
        "participation": "Potwierdzenie uczestnictwa",
        "membership": "Dowód członkostwa",
        "qualification": "Dyplom",
        "other": "Nie rozpoznano",
    },
}
PROVES_A_SKILL = {"en": "it proves a skill", "pl": "jest dowodem umiejętności"}
TOOK_PART = {"en": "It proves that you took part", "pl": "Potwierdza udział"}
BESIDE_A_SKILL = {
    "en": {"participation": "proof of participation", "membership": "membership"},
    "pl": {"participation": "potwierdzenie uczestnictwa", "membership": "członkostwo"},
}


@pytest.fixture
def held(ana, issuer, request):
    title, stated, own, _kind = TABLE[request.param]
    token = issuer.token(title, to="ana@example.org", achievement={"alignment": SKILLS, **stated})
    held = ana.add_one(token)
    if own:
        ana.post(f"/credentials/{held}/labels", {"kind": own})
    return held


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(("held", "name"), [(name, name) for name in TABLE], indirect=["held"], ids=TABLE)
def test_every_page_says_the_same_kind_in_both_languages(ana, held, name, language):
    title, _stated, _own, kind = TABLE[name]
    assert ana.post(f"/language/{language}").status_code == 303
    only_took_part = kind in {"participation", "membership"}

    # what paths count, the table as JSON, and the badge's own page
    assert holdings_of(ana.id, services=ana.services)[0].kind == kind
    told = ana.get(f"/transparency/{held}.json").get_json()["kind"]
    assert (told["by_holder"] or told["found"]) == kind
    assert f"<strong>{KINDS[language][kind]}" in page_of(ana, f"/credentials/{held}")

    # the skills that it speaks of
    (skill,) = having(ana.id, services=ana.services, language=language).skills
    assert skill.state == ("declared" if only_took_part else "proven")
    beside = page_of(ana, "/skills").partition("Welding</strong>")[2].partition("</ul>")[0]
    said = {key for key, words in BESIDE_A_SKILL[language].items() if f"{words}</" in beside}
    assert said == ({kind} if only_took_part else set())

    # a portfolio: what is proposed to stay, and what an employer gets to see
    made = ana.post(
        "/portfolios/new",
        {"title": "Mine", "audience": "employer", "language": language, "credential": held},
    )
    strongest = page_of(ana, f"{made.location}/strongest")
    assert (PROVES_A_SKILL[language] in strongest) is (kind == "skill")
    assert (TOOK_PART[language] in strongest) is only_took_part
    assert (title in page_of(ana, f"{made.location}/preview?as=employer")) is not only_took_part


def page_of(person, path: str) -> str:
    answer = person.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)
