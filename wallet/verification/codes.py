"""Every finding code, with the check that answers by it (None: more than one), so that each can be worded."""

from __future__ import annotations

from wallet.verification.codes_ld import CODES_LD
from wallet.verification.report import Check

_SHAPE = (
    "well-formed notice-of-revocation base-context-missing not-an-identifier term-defined-twice "
    "type-not-defined type-missing subject-without-claims issuance-date-missing bad-date dates-out-of-order "
    "bad-text-value assertion-malformed extension-malformed claims-disagree token-of-another-kind"
)
_ISSUER_KEY = (
    "key-of-issuer key-not-of-issuer issuer-not-confirmed issuer-known-by-key-only hosted-by-issuer "
    "outside-issuer-scope key-not-named"
)
_PROOF = (
    "signature-fits signature-does-not-fit key-of-another-kind algorithm-not-allowed algorithm-not-supported "
    "crit-not-supported damaged-token bad-base64 no-proof hosted-copy hosted-copy-over-http "
    "base-proof hosted-address-missing credential-inside-does-not-hold credential-inside-not-proved"
)
_VALIDITY = "expired not-yet-valid in-force-until no-end-date"
_STATUS = (
    "revoked suspended not-revoked not-suspended no-status-stated status-of-list-not-asked "
    "too-many-status-entries status-entry-malformed status-type-not-supported status-index-malformed "
    "status-index-beyond-list status-list-unreachable status-list-unreadable status-list-not-proved "
    "status-list-of-another-kind status-list-malformed status-purpose-differs status-purpose-not-supported "
    "status-issuer-differs status-message refresh-offered no-refresh-needed credential-without-id"
)
_RECIPIENT = (
    "recipient-matches recipient-matches-weak-hash issued-to-someone-else nobody-asked recipient-not-stated "
    "recipient-cannot-match nothing-to-compare"
)
_ISSUER_RECOGNISED = "issuer-recognised issuer-not-on-list no-list-kept"
_ENDORSEMENTS = "endorsements-hold endorsements-not-all-hold no-endorsements"
_SEVERAL = (
    "check-failed not-reached no-proof-to-check not-meaningful-without-proof not-meaningful-when-malformed "
    "issuer-not-stated hosted-unreachable hosted-not-json hosted-redirected hosted-id-differs not-on-the-web "
    "too-large"
)

# FORMAT also answers by the codes of `Unreadable` refusals, which `wallet.credentials` raises and names.
CODES: dict[str, Check | None] = {
    **CODES_LD,
    "recognised": Check.FORMAT,
    "not-a-credential": Check.FORMAT,
    "no-badge-in-picture": Check.FORMAT,
    **dict.fromkeys(_SHAPE.split(), Check.SHAPE),
    **dict.fromkeys(_ISSUER_KEY.split(), Check.ISSUER_KEY),
    **dict.fromkeys(_PROOF.split(), Check.PROOF),
    **dict.fromkeys(_VALIDITY.split(), Check.VALIDITY),
    **dict.fromkeys(_STATUS.split(), Check.STATUS),
    **dict.fromkeys(_RECIPIENT.split(), Check.RECIPIENT),
    **dict.fromkeys(_ISSUER_RECOGNISED.split(), Check.ISSUER_RECOGNISED),
    **dict.fromkeys(_ENDORSEMENTS.split(), Check.ENDORSEMENTS),
    **dict.fromkeys(_SEVERAL.split()),
}
