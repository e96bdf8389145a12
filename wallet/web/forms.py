"""What every form is made of. A form is a class; its fields know their label, help, limits and messages. All
errors are found at once and stand at their fields; what was typed and chosen stays.

The form token is asked for by `wallet.web.security.csrf`, once for every POST, so no form has a field for it.
Texts are marked where they stand and translated when they are shown: a form can be read without a request."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import wtforms
from flask import Response, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms.validators import StopValidation

from wallet.credentials.parsing.typed import cleaned
from wallet.errors import Conflict, WalletError
from wallet.marks import mark
from wallet.web.htmx import render, wants_fragment
from wallet.web.words import error_words

LINE, TEXT = 200, 5_000  # letters
_TOO_LONG = mark("This is too long: at most %(most)s letters fit here")
_NOT_OFFERED = mark("Choose one of those offered")


class Said:
    """A sentence that is translated when it is shown."""

    def __init__(self, message: str, **params: Any) -> None:
        self.message, self.params = message, params

    def __str__(self) -> str:
        said: str = gettext(self.message)
        return said % self.params if self.params else said


class Told(Said):
    """A refusal of the service, in its own words."""

    def __init__(self, problem: WalletError) -> None:
        super().__init__(problem.code, **problem.params)

    def __str__(self) -> str:
        what, means, do = error_words(self.message, self.params)
        return f"{what}. {means} {do}".strip()


class Wrong(StopValidation):
    """What a field holds cannot be kept; the sentence says what would do."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(Said(message, **params))


# ── Text, as it is kept ──────────────────────────────────────────────────────────────────────────────
def one_line(text: str) -> str:
    """Without line breaks, controls and what turns the direction of text; blanks folded."""
    return " ".join(cleaned(text).split())


def several_lines(text: str) -> str:
    """The same, in lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(cleaned(line).rstrip() for line in lines).strip()


# ── Fields ───────────────────────────────────────────────────────────────────────────────────────────
class Line(wtforms.StringField):
    """One line of text. `missing`: what is said if it is empty; without it the field is optional."""

    clean: Callable[[str], str] = staticmethod(one_line)

    def __init__(
        self,
        label: str,
        *,
        help: str = "",
        missing: str = "",
        most: int = LINE,
        kind: str = "text",
        mode: str = "",
        fill: str = "off",
        **more: Any,
    ) -> None:
        super().__init__(label, **more)
        self.help, self.missing, self.most = help, missing, most
        self.kind, self.mode, self.fill = kind, mode, fill

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        written = [value for value in valuelist if isinstance(value, str)]
        self.data = self.clean(written[0]) if written else ""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise Wrong(self.missing) if self.missing else StopValidation()
        if len(self.data) > self.most:
            raise Wrong(_TOO_LONG, most=self.most)


class Area(Line):
    """Text of several lines."""

    clean = staticmethod(several_lines)

    def __init__(self, label: str, *, most: int = TEXT, rows: int = 4, **more: Any) -> None:
        super().__init__(label, most=most, **more)
        self.rows = rows


class Choice(Line):
    """One of those offered. `offered` gives (value, words, …) in the reader's language, when it is shown."""

    def __init__(
        self, label: str, offered: Callable[[], Iterable[Sequence[Any]]], *, none: str = "", **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.offered, self.none = offered, none

    def is_offered(self) -> bool:
        return any(self.data == one[0] for one in self.offered())

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.is_offered():
            raise Wrong(_NOT_OFFERED)


class Tick(wtforms.BooleanField):
    """A box. `missing`: what is said if it is not ticked."""

    def __init__(self, label: str, *, help: str = "", missing: str = "", **more: Any) -> None:
        super().__init__(label, **more)
        self.help, self.missing = help, missing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = list(valuelist[:1]) == ["yes"]

    def pre_validate(self, form: Any) -> None:
        if self.missing and not self.data:
            raise Wrong(self.missing)


class Files(wtforms.MultipleFileField):
    """Files; of each, one byte more than may be kept is read, so that too large ones are known."""

    def __init__(self, label: str, *, help: str = "", most: int, **more: Any) -> None:
        super().__init__(label, **more)
        self.help, self.missing, self.most = help, "", most

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        chosen = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]
        self.data = [(one.filename or "", one.stream.read(self.most + 1)) for one in chosen]


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────────
class _Words:
    """The app's own translations, for the few texts that come with WTForms."""

    gettext = staticmethod(gettext)
    ngettext = staticmethod(ngettext)


class Form(wtforms.Form):
    """`at`: the field at which a refusal of the service is told; without one it stands in the summary."""

    at: Mapping[type[WalletError], str] = {}
    status = 400  # of the answer that shows the errors

    class Meta:
        csrf = False

        def get_translations(self, _form: Any) -> _Words:
            return _Words()

    @classmethod
    def sent(cls, **more: Any) -> Any:
        """The form as it came with the request; on a GET, as `data` says."""
        posted = request.method == "POST"
        return cls(CombinedMultiDict([request.form, request.files]) if posted else None, **more)

    @classmethod
    def of(cls, values: Mapping[str, str], **more: Any) -> Any:
        """The form as if these values had been typed."""
        return cls(MultiDict(values), **more)

    def add(self, name: str, message: Said) -> None:
        """One more error at the field of this name; "" for the form as a whole."""
        if not name:
            self.form_errors.append(message)
            return
        self[name].errors = [*self[name].errors, message]

    def refuse(self, problem: WalletError) -> None:
        """What only the service could know."""
        places = [name for kind, name in self.at.items() if isinstance(problem, kind)]
        self.status = 409 if isinstance(problem, Conflict) else 400
        self.add(places[0] if places else "", Told(problem))

    @property
    def is_wrong(self) -> bool:
        return bool(self.form_errors) or any(field.errors for field in self)

    @property
    def all_errors(self) -> list[tuple[Any, Any]]:
        """(field, or None for the whole form; message), in the order of the fields."""
        return [(None, error) for error in self.form_errors] + [
            (field, error) for field in self for error in field.errors
        ]


def show(
    form: Form, page: str, partial: str | None = None, /, *, place: str = "", **context: Any
) -> Response:
    """The page with the form. With errors it has the form's status, and htmx, which would put the answer of a
    failure among the messages, puts the part back to its `place`."""
    answer = render(page, partial, form=form, **context)
    if form.is_wrong:
        answer.status_code = form.status
        if partial and place and wants_fragment():
            answer.headers["HX-Retarget"] = place
            answer.headers["HX-Reswap"] = "outerHTML"
    return answer
