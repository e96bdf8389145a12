# ruff: noqa: E501 (one row of a table stands on one line)
"""Small vocabularies: forms of participation, types of assessment, supervision, quality assurance.

EU concepts by the last part of their address; everything else, local ids among them, by label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wallet.credentials.parsing import values
from wallet.credentials.parsing.languages import spoken

_EU = "http://data.europa.eu/snb/"


def _table(rows: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """`code | suffixes | spellings` → by suffix, by label."""
    by_suffix: dict[str, str] = {}
    by_label: dict[str, str] = {}
    for row in rows.strip().splitlines():
        code, suffixes, spellings = (part.strip() for part in row.split("|"))
        by_suffix |= dict.fromkeys(suffixes.split(), code)
        by_label |= dict.fromkeys((spelling.strip() for spelling in spellings.split(";")), code)
        by_label[code.replace("_", " ")] = code
    return by_suffix, by_label


PARTICIPATION = _table("""
online       | 920fbb3cbe | online; e-learning; elearning; zdalnie; na odległość; online (zdalnie); distance; remote
onsite       | 9191af2ed9 | presential; onsite; on-site; on site; face-to-face; face to face; in person; stacjonarnie
blended      | e92d221e4d | blended; hybrid; mixed; hybrydowo; mieszana; mieszana (hybrydowa); blended learning
work_based   | 729f3bed4b | workbased; work based; work-based; work experience; workplace; w miejscu pracy
project      | 7813801c77 | project based; project-based; project; projektowa
lab          | ed4c557045 | research-lab based; lab; laboratory; laboratoryjna
volunteering | 59eaf34fab | volunteering; wolontariat
self_study   | b660f5dcea | self-motivated study; self study; self-study; samokształcenie
personalised |            | personalized learning activities; personalised learning activities; indywidualna
""")

ASSESSMENT = _table("""
written_examination   | 6e6cb2cc78 | written-examination; written exam; egzamin pisemny; exam; examination
oral_examination      | d30284d7df | oral-examination; oral exam; egzamin ustny
practical_assessment  | 6a4db9f11d | practical-assessment; performance; application of a skill; ocena praktyczna
quiz                  | b1b68f6735 | quiz; test; testing; test teoretyczny; quiz / test
continuous_evaluation | 3484bd7e51 | continuous evaluation; continuous assessment; ocena ciągła
peer_assessment       | 19a2e5e671 | peer-assessment; ocena koleżeńska
problem_based         | c4256a2726 | problem based learning; problem-based learning; uczenie się problemowe
portfolio             | 4f03b91c0e | portfolio-assessment; portfolio assessment
project_work          | 795dac4096 | project work; project-assessment; project; praca projektowa; projekt
artefact              | de4d165a6c | artefact assessment; artifact; artefact; ocena wytworu
marked_assignment     | 2939dae15f | marked assignment; assignment; oceniane zadanie
group_performance     | 56539a6507 | group performance; wynik pracy grupowej
peer_review           | 812e3b0ae1 | peer review; recenzja koleżeńska
attendance            | 7331eb4762 | level of attendance; attendance; poziom obecności; obecność
prior_learning        |            | recognition of prior learning; rpl; uznanie wcześniejszego uczenia się
interview             |            | wywiad; wywiad swobodny; wywiad ustrukturyzowany; interview
observation           |            | obserwacja; obserwacja w warunkach rzeczywistych; obserwacja w warunkach symulowanych; observation
analysis_of_evidence  |            | analiza dowodów i deklaracji; analysis of evidence
presentation          |            | prezentacja; presentation
debate                |            | debata; debate
""")

# "unsupervised-no-id" and its three neighbours, as the annex distinguishes them.
SUPERVISION = _table("""
unsupervised_no_id | c598449d64 | unsupervised without id verification; unsupervised with no identity verification
unsupervised_id    | df2880c5cb | unsupervised with id verification
supervised_no_id   |            | supervised without id verification; supervised with no identity verification
supervised_id      | 70be69aaf9 | supervised with id verification; supervised online with id verification; supervised on-site with id verification
""")

QUALITY = _table("""
internal               |            | internal quality assurance; internal; wewnętrzne
external_institutional | bb4618238e | institutional quality assurance; institutional accreditation; institutional
external_programme     | 820101cba6 | program quality assurance; programme quality assurance; programme accreditation
licence                | 003293d2ce e57dddfcf3 | institutional license; institutional licence; program license; programme licence
sectoral               |            | sectoral; sector recognition; branżowe
certifying_body_zsk    |            | instytucja certyfikująca; instytucja certyfikująca zsk; certifying body zsk
""")


def code_of(vocabulary: tuple[Mapping[str, str], Mapping[str, str]], concept: Any) -> str:
    """Our code for a concept (an object, an address or plain words), "" when nobody knows it."""
    by_suffix, by_label = vocabulary
    address = values.identifier(concept)
    suffix = by_suffix.get(address.rpartition("/")[2]) if address.startswith(_EU) else None
    if suffix:
        return suffix
    for label in labels_of(concept):
        found = by_label.get(_even(label))
        if found:
            return found
    return ""


def labels_of(concept: Any) -> tuple[str, ...]:
    """The words of a concept, English first."""
    if isinstance(concept, Mapping):
        said = dict(spoken(concept.get("prefLabel", concept.get("title", concept.get("name")))))
        return tuple(dict.fromkeys([*([said["en"]] if "en" in said else []), *said.values()]))
    written = values.string(concept)
    return (written,) if written and not written.startswith(("http:", "https:", "urn:")) else ()


def _even(label: str) -> str:
    return re.sub(r"[\s_]+", " ", label).strip(" .").casefold()


def supervision_of(supervised: Any, identified: Any) -> str:
    """Two answers of yes or no → one of four states, "" when neither was given."""
    if not isinstance(supervised, bool) and not isinstance(identified, bool):
        return ""
    watched = "supervised" if supervised is True else "unsupervised"
    return f"{watched}_{'id' if identified is True else 'no_id'}"
