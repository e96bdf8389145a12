"""A message to an issuer that names exactly what is not stated. It is written here and sent by its holder:
the server sends nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import force_locale, gettext

from wallet.catalogues import SOURCE
from wallet.collection import transparency_texts
from wallet.collection.reports.statement import title_of
from wallet.collection.service import said_of
from wallet.credentials.dialects import stated_credential
from wallet.credentials.model import words
from wallet.credentials.transparency import read_elements
from wallet.services import Services
from wallet.web import languages

# What may stand in a mailto: address without being taken for more recipients or fields.
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,180}\.[A-Za-z]{2,24}")


@dataclass(frozen=True)
class Question:
    """`mailto` has the issuer's address only where it may be a link; `address` is it as plain text."""

    id: str
    title: str
    issuer: str
    language: str
    missing: tuple[str, ...]  # names, in the reader's language
    subject: str
    message: str
    mailto: str
    address: str


def question_for(holder: str, credential_id: str, *, language: str, services: Services) -> Question:
    """The message in a language of the wallet. NotFound if the credential is not the holder's."""
    said = said_of(holder, credential_id, services=services)
    language = language if language in languages.known() else SOURCE
    found = read_elements(said.document or {}, dialect=said.dialect, at=services.clock.now())
    keys = (*found.missing, *found.weak)
    credential = stated_credential(said.document, dialect=said.dialect)
    with force_locale(languages.locale_of(language)):
        title = (title_of(credential, language) if credential else "") or said.name
        subject = gettext("A question about “%(title)s”", title=title)
        message = _message(title, credential.id if credential else "", keys)
    email = credential.issuer.email.removeprefix("mailto:") if credential else ""
    linked = said.recognised and _ADDRESS.fullmatch(email)
    query = f"subject={quote(subject, safe='')}&body={quote(message, safe='')}"
    return Question(
        id=credential_id,
        title=title,
        issuer=words(credential.issuer.name, language) if credential else "",
        language=language,
        missing=tuple(transparency_texts.element_name(key) for key in keys),
        subject=subject,
        message=message,
        mailto=f"mailto:{quote(email, safe='@') if linked else ''}?{query}",
        address=email,
    )


def _message(title: str, number: str, keys: tuple[str, ...]) -> str:
    lines = [
        gettext("Good morning,"),
        "",
        gettext("I received from you the credential “%(title)s”.", title=title),
        *([gettext("Its number: %(number)s", number=number)] if number else []),
        gettext("I would like others to understand it well. It does not state, or not fully:"),
        "",
        *(
            f"- {transparency_texts.element_name(key)}: {transparency_texts.element_help(key)}"
            for key in keys
        ),
        "",
        gettext(
            "The Council Recommendation 2022/C 243/02 lists these among what a micro-credential should state."
        ),
        gettext("Could you add them to the credential, or tell me where they are written?"),
        "",
        gettext("Thank you"),
    ]
    return "\n".join(lines)
