"""Every finding code, with the check that answers by it (None: more than one), so that each can be worded."""

from __future__ import annotations

from wallet.verification.jsonld.codes import CODES_LD
from wallet.verification.report import Check

_SHAPE = (
    "well-formed notice-of-revocation base-context-missing not-an-identifier term-defined-twice "
    "type-not-defined type-missing subject-without-claims issuance-date-missing bad-date dates-out-of-order "
    "bad-text-value assertion-malformed extension-malformed claims-disagree token-of-another-kind"
)
_ISSUER_KEY = (
    "key-of-issuer key-not-of-issuer issuer-not-confirmed issuer-known-by-key-only hosted-by-issuer "
    "outside-issuer-scope key-not-named shared-host issuer-rules-unreadable hosted-elsewhere"
)
_PROOF = (
    "signature-fits signature-does-not-fit key-of-another-kind algorithm-not-allowed algorithm-not-supported "
    "crit-not-supported damaged-token bad-base64 no-proof hosted-copy hosted-copy-over-http "
    "base-proof hosted-address-missing credential-inside-does-not-hold credential-inside-not-proved "
    "file-differs-from-hosted-copy presentation-empty"
)
_VALIDITY = "expired not-yet-valid in-force-until no-end-date"
_STATUS = (
    "revoked suspended not-revoked not-suspended no-status-stated status-of-list-not-asked "
    "too-many-status-entries status-entry-malformed status-type-not-supported status-index-malformed "
    "status-index-beyond-list status-list-unreachable status-list-unreadable status-list-not-proved "
    "status-list-of-another-kind status-list-of-another-address status-list-malformed "
    "status-purpose-differs status-purpose-not-supported status-issuer-differs status-message "
    "refresh-offered no-refresh-needed credential-without-id"
)
_RECIPIENT = (
    "recipient-matches recipient-matches-weak-hash issued-to-someone-else recipient-hash-cannot-tell "
    "nobody-asked recipient-not-stated recipient-cannot-match nothing-to-compare holder-is-not-subject"
)
_ISSUER_RECOGNISED = "issuer-recognised issuer-not-on-list no-list-kept"
_ENDORSEMENTS = (
    "endorsements-hold endorsements-not-all-hold endorsements-of-something-else endorsements-not-looked-at "
    "no-endorsements"
)
_SEVERAL = (
    "check-failed not-reached no-proof-to-check not-meaningful-without-proof not-meaningful-when-malformed "
    "issuer-not-stated hosted-unreachable hosted-not-json hosted-redirected hosted-id-differs not-on-the-web "
    "too-large too-many-parts too-deep clock-in-doubt"
)

_BY_CHECK = (
    ("recognised not-a-credential no-badge-in-picture", Check.FORMAT),
    (_SHAPE, Check.SHAPE),
    (_ISSUER_KEY, Check.ISSUER_KEY),
    (_PROOF, Check.PROOF),
    (_VALIDITY, Check.VALIDITY),
    (_STATUS, Check.STATUS),
    (_RECIPIENT, Check.RECIPIENT),
    (_ISSUER_RECOGNISED, Check.ISSUER_RECOGNISED),
    (_ENDORSEMENTS, Check.ENDORSEMENTS),
    (_SEVERAL, None),
)


def _merge() -> dict[str, Check | None]:
    merged = dict(CODES_LD)
    for names, check in _BY_CHECK:
        for name in names.split():
            merged[name] = check if merged.get(name, check) is check else None
    return merged


# FORMAT also answers by the codes of `Unreadable` refusals, which `wallet.credentials` raises and names.
CODES: dict[str, Check | None] = _merge()
