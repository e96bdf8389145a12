"""Every failure a person can meet: a closed family, each with a code, an HTTP status and no prose.

The sentences (what happened, what it means, what to do) live in `wallet.web.words`, in Polish and
English, keyed by `code`. A pure module raises; only the web and the command line speak.
"""

from __future__ import annotations

from typing import Any


class WalletError(Exception):
    """A failure with a name. `code` is a kebab slug, `params` fill the sentence, `status` is HTTP's."""

    status = 500
    code = "unexpected"

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code)


class Unreadable(WalletError):
    """The bytes are not a credential we can read; `code` names why (`damaged-png`, `duplicate-key`…)."""

    status = 422
    code = "not-recognised"


class NotFound(WalletError):
    """Not there, or not yours: the two answer alike."""

    status = 404
    code = "not-found"


class Refused(WalletError):
    """We understood and will not do it (wrong state, limit reached, unsafe address)."""

    status = 400
    code = "refused"


class Conflict(Refused):
    """Somebody (often the same person in another window) changed it since; nothing is overwritten."""

    status = 409
    code = "changed-meanwhile"


class SignInFailed(WalletError):
    """The provider's answer did not hold; nobody is signed in and no account was made."""

    status = 401
    code = "sign-in-failed"


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
