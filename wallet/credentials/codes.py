"""Every code with which this room refuses bytes; each has its words in `wallet.web.words`."""

from __future__ import annotations

REFUSALS: frozenset[str] = frozenset(
    {
        # text and numbers
        "bad-base64",
        "bad-date",
        "bad-number",
        "bad-text",
        "duplicate-key",
        "not-json",
        "too-deep",
        "too-large",
        "too-many-parts",
        "utf-16-text",
        "damaged-compression",
        # files and pictures
        "ambiguous-badge",
        "damaged-badge",
        "damaged-picture",
        "damaged-png",
        "damaged-svg",
        "document-type",
        "compressed-file",
        "empty-file",
        "empty-list",
        "no-badge-in-picture",
        "not-recognised",
        "not-svg",
        "picture-not-raster",
        "picture-too-large",
        "too-many-chunks",
        "trailing-data",
        "web-page",
        "xml-not-supported",
        # PDF
        "encrypted-pdf",
        "pdf-too-complex",
        "pdf-without-credential",
        # archives
        "damaged-archive",
        "duplicate-entry",
        "empty-archive",
        "encrypted-entry",
        "nested-archive",
        "odd-entry",
        "office-document",
        "overlapping-entries",
        "several-in-one-file",
        "too-many-entries",
        # tokens
        "damaged-token",
        "encrypted-backup",
        "encrypted-token",
        "jws-json-not-supported",
        "sd-jwt-not-supported",
        # documents that are not a credential
        "achievement-only",
        "bad-recipient",
        "credential-offer",
        "presentation-request",
        "endorsement-only",
        "issuer-only",
        "key-only",
        "no-credential-type",
        "not-a-credential",
        "presentation-only",
        "status-list-only",
        "unknown-context",
    }
)
