"""Whatever page a special word stands on, its plain explanation stands there too."""

from __future__ import annotations

import re

from babel.support import Translations

from build_translations import TRANSLATIONS
from wallet.web.glossary import SPECIALS, plain_text, specials_in

POLISH = {  # what a page says in Polish → the special word that must be told
    "Trzy mikropoświadczenia": "Micro-credential",
    "Wydawcy odznaki": "Issuer",
    "lista efektów uczenia się": "Learning outcome",
    "2,5 punktu ECTS": "ECTS",
    "Poziom ERK 4": "EQF, PRK",
    "Zapewnianie jakości": "Quality assurance",
    "Nadzór i weryfikacja tożsamości": "Supervision",
    "odznaka unieważniona": "Revoked",
    "Możliwości łączenia": "Stacking",
    "dwie luki kompetencyjne": "Skills gap",
    "podpisano kluczem": "Digital signature",
    "Czego nie ujawniono": "SD-JWT and selective disclosure",
    "Twoje dowody": "Evidence",
    "Doradcy zawodowi": "Career adviser",
    "kwalifikacja cząstkowa": "Qualification",
}
ENGLISH = {
    "the issuer's page": "Issuer",
    "Stackable micro-credentials": "Stacking",
    "selectively disclosed": "SD-JWT and selective disclosure",
    "signed by did:web:school": "DID",
    "PDF/A-3 for print": "PDF/A, PDF/UA",
    "two gaps": "Skills gap",
    "endorsed by": "Endorsement",
    "An SD-JWT": "SD-JWT and selective disclosure",
}


def test_a_word_is_found_in_all_its_forms_and_in_no_other_word():
    for text, word in {**POLISH, **ENGLISH}.items():
        assert word in [special.word for special in specials_in(text)], text
    for text in (
        "It did well",
        "Singapore",
        "prospects",
        "przedsięwzięcie",
        "a zip of nothing",
        "designed",
        "You are signed in",
    ):
        assert specials_in(text) == [], text
    assert plain_text("<style>ECTS</style><p title='DID'>A&nbsp;<b>b</b></p><textarea>ESCO</textarea>") == (
        "A&nbsp; b"
    )


def test_every_explanation_is_a_plain_sentence_in_both_languages():
    polish = Translations.load(TRANSLATIONS, ["pl"])
    assert len({special.word for special in SPECIALS}) == len(SPECIALS)
    for special in SPECIALS:
        for told in (special.told, polish.gettext(special.told)):
            assert re.match(r"[A-ZŚŻŹŁĆÓ].{20,190}\.$", told), told
        assert polish.gettext(special.told) != special.told
