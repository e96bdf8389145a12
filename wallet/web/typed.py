"""What a form sends is cleaned before any view reads it, so that no field can be forgotten: characters that
nobody sees, and those that turn the direction of what stands around them, are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Request, current_app
from werkzeug.formparser import FormDataParser

from wallet.credentials.parsing.typed import cleaned

_AS_GIVEN = "fields_as_given"
View = TypeVar("View", bound=Callable[..., Any])


def as_given(*fields: str) -> Callable[[View], View]:
    """A view that needs these fields to the letter: what is signed, and what is secret."""

    def mark(view: View) -> View:
        setattr(view, _AS_GIVEN, frozenset(fields))
        return view

    return mark


class _Parser(FormDataParser):
    as_given: frozenset[str] = frozenset()

    def parse(self, *given: Any, **more: Any) -> Any:
        stream, form, files = super().parse(*given, **more)
        clean = [
            (name, value if name in self.as_given else cleaned(value))
            for name, value in form.items(multi=True)
        ]
        return stream, self.cls(clean), files


class TypedRequest(Request):
    """A request whose form is clean."""

    form_data_parser_class = _Parser

    def make_form_data_parser(self) -> FormDataParser:
        parser = super().make_form_data_parser()
        view = current_app.view_functions.get(self.endpoint or "")
        if isinstance(parser, _Parser):
            parser.as_given = getattr(view, _AS_GIVEN, parser.as_given)
        return parser
