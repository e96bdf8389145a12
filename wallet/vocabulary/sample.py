"""A sample, not the classification: four skills of ESCO whose addresses are verified, labels our own.

It shows how skills with identifiers look before an operator imports the official files. Nothing may be added
here that was not looked up in the Commission's own publication.
"""

from __future__ import annotations

VERSION = "sample"
_SKILL = "http://data.europa.eu/esco/skill/"

SAMPLE: dict[str, dict[str, str]] = {
    f"{_SKILL}ccdf3597-5c80-410f-896d-e1bdfa223de9": {
        "en": "stimulate creativity in the team",
        "pl": "pobudzanie kreatywności w zespole",
        "field": "social",
    },
    f"{_SKILL}80f308e6-0e09-404a-80cd-ec5f50f6f304": {
        "en": "communicate with target community",
        "pl": "komunikowanie się ze społecznością docelową",
        "field": "social",
    },
    f"{_SKILL}326809fc-238d-40c2-881e-40042f7f2f0d": {
        "en": "establish collaborative relations",
        "pl": "nawiązywanie współpracy",
        "field": "social",
    },
    f"{_SKILL}5fd5c985-eaaa-47aa-8314-62359c54505a": {
        "en": "develop digital content",
        "pl": "tworzenie treści cyfrowych",
        "field": "digital",
    },
}
# In which languages the labels are written.
LANGUAGES = tuple(code for code in next(iter(SAMPLE.values())) if code != "field")
