"""Every failure a person can meet: a family of classes, each with a code, an HTTP status and its sentences.

A feature's own stand in its `errors.py`. The sentences are marked for translation here and translated where
they are shown (`web.words.error_words`): a pure module raises, only the web and the command line speak.
"""

from __future__ import annotations

from typing import Any

from wallet.marks import mark


class WalletError(Exception):
    """A failure with a name. `code` is a kebab slug, `status` is HTTP's, `params` fill the sentences: `what`
    happened, what it `means`, what to `do`; "" where there is nothing to say."""

    status = 500
    code = "unexpected"
    what = ""
    means = ""
    do = ""

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code)


def sentences() -> dict[str, tuple[str, str, str]]:
    """What the classes that are loaded say: code -> (what, means, do), in English."""
    found: dict[str, tuple[str, str, str]] = {}
    waiting = [WalletError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "what" in vars(kind) and kind.what:
            found[kind.code] = (kind.what, kind.means, kind.do)
    return found


class Unreadable(WalletError):
    """The bytes are not a credential we can read; `code` names why (`damaged-png`, `duplicate-key`…)."""

    status = 422
    code = "not-recognised"


class NotFound(WalletError):
    """Not there, or not yours: the two answer alike."""

    status = 404
    code = "not-found"
    what = mark("There is nothing here for you")
    means = mark("The page does not exist, or it belongs to somebody else. We do not tell which.")
    do = mark("Check the address, or go back to your wallet.")


class Refused(WalletError):
    """We understood and will not do it (wrong state, limit reached, unsafe address)."""

    status = 400
    code = "refused"
    what = mark("That cannot be done")
    means = mark("We understood it, but as things stand it is not possible.")
    do = mark("Load the page anew; perhaps it has changed meanwhile.")


class Conflict(Refused):
    """Somebody (often the same person in another window) changed it since; nothing is overwritten."""

    status = 409
    code = "changed-meanwhile"
    what = mark("This was changed meanwhile")
    means = mark("In another window, or on another device. So that nothing is lost, nothing was changed now.")
    do = mark("Look at it as it is now, and do it once more.")


class SignInFailed(WalletError):
    """The provider's answer did not hold; nobody is signed in and no account was made."""

    status = 401
    code = "sign-in-failed"
    what = mark("You were not signed in")
    means = mark("The answer of the sign-in service did not hold. No account was made.")
    do = mark("Start again. If it keeps happening, tell whoever runs this wallet.")


class Misconfigured(WalletError):
    """The settings do not allow a start; `problems` names every one of them at once."""

    code = "misconfigured"

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems=problems)
        self.problems = problems

    def __str__(self) -> str:
        return "The wallet cannot start with these settings:\n" + "\n".join(
            f"  - {problem}" for problem in self.problems
        )
