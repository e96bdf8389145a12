"""What the page of samples says about each file."""

from __future__ import annotations

from flask_babel import gettext


def sample_words(kind: str) -> str:
    """One sentence: what is the matter with this file. Needs a request (for the language)."""
    return {
        "holds": gettext("Signed and in order: it should hold."),
        "token": gettext("The same in another form: a signed token in a text file."),
        "hosted": gettext("An older badge (Open Badges 2.0): the issuer's own server confirms it."),
        "expired": gettext("It was good for two years, and they are over."),
        "revoked": gettext("The academy has taken it back."),
        "altered": gettext("Somebody changed one word after it was signed."),
        "silent": gettext("The issuer's server does not answer, so nobody can tell for now."),
    }[kind]
