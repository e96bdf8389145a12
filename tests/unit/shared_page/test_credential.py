"""What a reader is told of how a badge was assessed: words, never the codes that issuers write."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

from flask_babel import force_locale

from tests.plain_app import build, settings  # noqa: F401
from wallet.credentials.elements import Element, Fact, Normalised
from wallet.credentials.model import Achievement, Profile
from wallet.shared_page import credential as showing

STATED = {
    "assessment": (
        Fact(code="written_examination", words={"en": "WRIT_EX"}),
        Fact(words={"en": "In our way"}),
    ),
    "supervision": (Fact(code="supervised_id", words={"en": "SUP-ID"}),),
    "quality": (),
}
HELD = SimpleNamespace(
    transparency=SimpleNamespace(
        element=lambda key: Element(key, value=STATED[key]),
        normalised=Normalised(ects=Decimal("2.5"), hours=Decimal(60), eqf=5),
    )
)


def test_facts_are_told_in_the_words_of_the_vocabulary_and_numbers_as_the_language_writes_them(build):  # noqa: F811
    app = build()
    credential = SimpleNamespace(issuer=Profile(id="", country="POL"))
    with app.test_request_context():
        with force_locale("en"):
            english = dict(showing._assessment(HELD)), showing._country(credential)
        with force_locale("pl"):
            polish = dict(showing._assessment(HELD)), showing._country(credential)
            size = dict(showing._size(HELD, Achievement(), full=True))
    assert english == (
        {
            "Type of assessment": "written examination, In our way",
            "Supervision and identity check": "with supervision, identity checked",
        },
        "Poland",
    )
    assert "WRIT_EX" not in str(polish) and "SUP-ID" not in str(polish) and polish[1] == "Polska"
    assert "egzamin pisemny, In our way" in polish[0].values()
    assert list(size.values())[:3] == ["2,5", "60", "5"]
