"""From a verification method's identifier to a checked key that belongs to the issuer (thin; see below)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wallet.verification.keys import PublicKey
from wallet.verification.report import Consulted, Outcome
from wallet.verification.resources import Resources


@dataclass(frozen=True)
class ResolvedKey:
    """`confirmed` is False when the key came only from the message itself (a URL's fragment)."""

    key: PublicKey
    method_id: str
    controller: str
    confirmed: bool
    consulted: tuple[Consulted, ...] = ()


@dataclass(frozen=True)
class KeyProblem:
    """Why there is no key: `outcome` is FAIL or INCONCLUSIVE, to be put on ISSUER_KEY."""

    outcome: Outcome
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    consulted: tuple[Consulted, ...] = ()


def resolve_key(
    method_id: str, *, issuer: str, resources: Resources, purpose: str = "assertionMethod"
) -> ResolvedKey | KeyProblem:
    """The key that `method_id` names, if the issuer's own document lists it for `purpose`.

    `method_id` may be absolute, a bare `#fragment` of the issuer, or "" (then the issuer must list
    exactly one key)."""
    return KeyProblem(Outcome.INCONCLUSIVE, "did-method-not-supported", {"method": method_id})
