"""Finding codes of JSON-LD, keys, identifiers and Data Integrity proofs, with the check that speaks them.

A code that several checks use maps to None.
"""

from __future__ import annotations

from wallet.verification.report import Check

CODES_LD: dict[str, Check | None] = {
    # SHAPE: the gate
    "shape-plain": Check.SHAPE,
    "all-covered": Check.SHAPE,
    "not-compacted": Check.SHAPE,
    "unsigned-terms": Check.SHAPE,
    "id-not-absolute": Check.SHAPE,
    "not-json-ld": Check.SHAPE,
    "context-missing": Check.SHAPE,
    "context-order": Check.SHAPE,
    "inline-context": Check.SHAPE,
    "described-twice": Check.SHAPE,
    "context-not-known": Check.SHAPE,
    "too-complex": None,
    # ISSUER_KEY
    "issuer-key-found": Check.ISSUER_KEY,
    "issuer-not-confirmed": Check.ISSUER_KEY,
    "issuer-not-stated": None,
    "issuer-mismatch": Check.ISSUER_KEY,
    "issuer-unreachable": Check.ISSUER_KEY,
    "issuer-moved": Check.ISSUER_KEY,
    "issuer-document-unreadable": Check.ISSUER_KEY,
    "issuer-document-not-json": Check.ISSUER_KEY,
    "issuer-document-unnamed": Check.ISSUER_KEY,
    "issuer-has-no-key": Check.ISSUER_KEY,
    "did-mismatch": Check.ISSUER_KEY,
    "did-method-not-supported": Check.ISSUER_KEY,
    "key-identifier-malformed": Check.ISSUER_KEY,
    "key-not-listed": Check.ISSUER_KEY,
    "key-not-for-purpose": Check.ISSUER_KEY,
    "key-ambiguous": Check.ISSUER_KEY,
    "key-revoked": Check.ISSUER_KEY,
    "key-expired": Check.ISSUER_KEY,
    "key-dates-unreadable": Check.ISSUER_KEY,
    "key-malformed": Check.ISSUER_KEY,
    "key-weak": Check.ISSUER_KEY,
    "key-holds-secret": Check.ISSUER_KEY,
    "key-not-for-signing": Check.ISSUER_KEY,
    "algorithm-not-supported": None,
    # PROOF
    "signature-fits": Check.PROOF,
    "signature-answers": Check.PROOF,
    "question-not-answered": Check.PROOF,
    "signature-does-not-fit": Check.PROOF,
    "signature-malformed": Check.PROOF,
    "no-proof": Check.PROOF,
    "base-proof": Check.PROOF,
    "proof-malformed": Check.PROOF,
    "proof-purpose-wrong": Check.PROOF,
    "proof-from-the-future": Check.PROOF,
    "expired": None,
    "proof-not-supported": Check.PROOF,
    "proof-chain-not-supported": Check.PROOF,
    "no-key-to-check-with": Check.PROOF,
    "key-does-not-fit-suite": Check.PROOF,
    "key-for-another-algorithm": Check.PROOF,
    "shape-hides": Check.PROOF,
    "not-read-safely": Check.PROOF,
    "check-failed": None,
}
