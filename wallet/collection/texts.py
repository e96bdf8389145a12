"""Words of this room's own: filters, triggers, what became of an import."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from wallet.marks import mark

_FIELDS = {
    "": mark("All"),
    "digital": mark("Digital"),
    "green": mark("Green"),
    "social": mark("Social"),
    "work": mark("Employment"),
    "other": mark("Other"),
    "attention": mark("Needs attention"),
}
_TRIGGERS = {
    "import": mark("when it was added"),
    "holder": mark("asked by you"),
    "visitor": mark("asked by someone with your link"),
    "schedule": mark("by itself"),
    "address": mark("after you confirmed an address or entered its spelling"),
}


def field_words(field: str) -> str:
    """A field of competence, or a filter."""
    return gettext(_FIELDS.get(field, _FIELDS["other"]))


def trigger_words(trigger: str) -> str:
    """Why a check was made."""
    return gettext(_TRIGGERS.get(trigger, _TRIGGERS["schedule"]))


def opened_words(kind: str, count: int) -> str:
    """What was inside a file that holds several."""
    if kind == "presentation":
        return ngettext("One badge inside", "%(num)d badges inside", count)
    return ngettext("One file inside", "%(num)d files inside", count)


def waiting_words() -> tuple[str, str]:
    """(word, sentence) of what was not looked at yet."""
    return gettext("Waiting"), gettext("It is kept; its check comes next.")


def running_words() -> tuple[str, str]:
    return gettext("Checking"), gettext("Reading it and asking its issuer.")


def interrupted_words() -> tuple[str, str]:
    """(word, sentence) of what stopped the wallet each time it was read."""
    return (
        gettext("Interrupted"),
        gettext("The wallet stopped while it was reading this. Your file is kept; we try again every day."),
    )


def duplicate_words() -> tuple[str, str]:
    return gettext("Already in your wallet"), gettext("The same badge is there; nothing was added twice.")


def document_words() -> tuple[str, str]:
    return gettext("Kept as your document"), gettext("It is yours to keep. Nobody has checked it.")


def refused_word() -> str:
    return gettext("Not added")
