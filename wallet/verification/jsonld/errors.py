"""Why a JSON-LD document was not taken as its proof's text."""

from __future__ import annotations

from wallet.errors import WalletError


class JsonLdRefused(WalletError):
    """`params` may hold `where`, `url` or `terms` for the sentence."""


class UnknownContext(JsonLdRefused):
    """A context that no package brings and no pin allows: nothing was proved, nothing was refuted."""

    code = "context-not-known"

    def __init__(self, url: str) -> None:
        super().__init__(self.code, url=url)
        self.url = url


class TooComplex(JsonLdRefused):
    """More work than an honest credential asks for."""

    code = "too-complex"


class NotCompacted(JsonLdRefused):
    """What a reader of the JSON sees is not all that the proof covers, or the reverse. `code` says how."""

    code = "not-compacted"

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where=where)
        self.where = where
