# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Findings about the issuer and the key. code -> (answer, how we know)."""

from __future__ import annotations

from wallet.marks import mark

_ASK_ISSUER = mark("Ask the issuer; only they can mend it.")

ISSUER_WORDS: dict[str, tuple[str, str]] = {
    "key-of-issuer": (
        mark("The key that signed it is published by the issuer."),
        mark(
            "Issuer: %(issuer)s. We took the key from the issuer's own address or identifier, not from the badge."
        ),
    ),
    "issuer-key-found": (
        mark("The key that signed it is published by the issuer."),
        mark("Issuer: %(issuer)s. Key: %(method)s."),
    ),
    "hosted-by-issuer": (
        mark("It lies at the issuer's own address."),
        mark("Issuer: %(issuer)s. Address: %(url)s."),
    ),
    "outside-issuer-scope": (
        mark("It lies at an address that does not belong to the issuer it names."),
        mark("Issuer: %(issuer)s. Address: %(url)s. Anyone can put a file there that names somebody else."),
    ),
    "hosted-elsewhere": (
        mark("The file names an address that is not the issuer's. The issuer's own copy is at another one."),
        mark("Issuer: %(issuer)s. Add the badge from the issuer's address instead: %(home)s."),
    ),
    "shared-host": (
        mark("Many people can put files on this server, so its address does not show whose badge it is."),
        mark("Issuer: %(issuer)s. Address: %(url)s. The issuer's profile can name its own folder there."),
    ),
    "issuer-rules-unreadable": (
        mark("The issuer's rules about where its badges may be kept could not be read."),
        mark("Issuer: %(issuer)s. Address: %(url)s."),
    ),
    "issuer-not-stated": (
        mark("It does not say who issued it."),
        mark("Without an issuer there is nobody who could stand behind it."),
    ),
    "issuer-mismatch": (
        mark("The key belongs to somebody other than the issuer it names."),
        mark("Issuer: %(issuer)s. Key: %(method)s."),
    ),
    "key-not-of-issuer": (
        mark("The key that signed it is not one of the issuer's keys."),
        mark("Issuer: %(issuer)s. We asked there which keys are theirs."),
    ),
    "issuer-not-confirmed": (
        mark(
            "The key came only with the badge itself. It proves that nothing was changed, but not who issued it."
        ),
        mark("Issuer named: %(issuer)s. Nothing published there names this key."),
    ),
    "issuer-known-by-key-only": (
        mark("The issuer is known only as a key, which anybody can make, and is not on this wallet's list."),
        mark("Identifier of the issuer: %(issuer)s."),
    ),
    "issuer-unreachable": (
        mark("The issuer's server gave no answer: %(why)s. This is no sign of forgery."),
        mark("We asked at %(url)s. Check again later."),
    ),
    "issuer-document-unreadable": (
        mark("What the issuer publishes about itself could not be read, or does not say whose it is."),
        mark("We asked at %(url)s."),
    ),
    "issuer-document-not-json": (
        mark(
            "What stands at the issuer's address is not served as JSON, so it does not speak for the issuer."
        ),
        mark("Address: %(url)s. Type: %(type)s. Anyone may have uploaded such a file there."),
    ),
    "issuer-document-unnamed": (
        mark("The document at the issuer's address does not say whose it is."),
        mark("We asked at %(url)s."),
    ),
    "issuer-moved": (
        mark("The issuer's address now leads to another one, and keys must come from the first."),
        mark("We asked at %(url)s."),
    ),
    "issuer-has-no-key": (mark("The issuer publishes no key with which this could be checked."), _ASK_ISSUER),
    "did-method-not-supported": (
        mark("The issuer's kind of identifier is not one we can look up yet."),
        mark("Identifier: %(method)s. We look up did:key, did:jwk, did:web and https addresses."),
    ),
    "did-mismatch": (
        mark("The document at the issuer's address speaks of somebody else."),
        mark("We asked for %(did)s."),
    ),
    "key-ambiguous": (
        mark("The issuer publishes two different keys under one name."),
        mark("Key: %(method)s. Which one is meant cannot be told."),
    ),
    "key-identifier-malformed": (mark("The key is not named properly."), mark("Key: %(method)s.")),
    "key-not-listed": (
        mark("The issuer does not publish the key that the badge names."),
        mark("Key: %(method)s. It may have been replaced, or never have been theirs."),
    ),
    "key-not-for-purpose": (
        mark("The issuer publishes this key, but not for signing badges."),
        mark("Key: %(method)s."),
    ),
    "key-revoked": (
        mark("The issuer has revoked the key that signed it."),
        mark(
            "Key: %(method)s. Revoked: %(since)s. Anyone who has the key can still sign and state an earlier date."
        ),
    ),
    "key-expired": (
        mark("The key that signed it has expired."),
        mark("Key: %(method)s. Expired: %(since)s. The issuer can sign the badge again with a newer key."),
    ),
    "key-dates-unreadable": (
        mark("We can't read until when the issuer lets this key be used."),
        mark("Key: %(method)s."),
    ),
    "key-not-for-signing": (
        mark("The key is not made for signing."),
        mark("It says of itself that it serves another purpose."),
    ),
    "key-not-named": (mark("It does not name the key with which it was signed."), _ASK_ISSUER),
    "key-malformed": (
        mark("The key is damaged or not written properly."),
        mark("A key that can be read in two ways is not used."),
    ),
    "key-weak": (
        mark("The key is too weak to prove anything."),
        mark("With today's computers it could be guessed."),
    ),
    "key-holds-secret": (
        mark("The issuer has published the secret half of the key."),
        mark("Anyone could sign with it now, so it proves nothing."),
    ),
    "key-of-another-kind": (
        mark("The key does not fit the way it claims to be signed (%(algorithm)s)."),
        mark("Mixing the two is a known trick, so it is refused."),
    ),
    # Open Badges 2: walking from the badge to the issuer
    "hosted-unreachable": (
        mark("The issuer's server did not give us its copy: %(why)s. This is no sign of forgery."),
        mark("We asked at %(url)s. Check again later."),
    ),
    "hosted-not-json": (
        mark("The issuer's server answered with something that is not a badge."),
        mark("We asked at %(url)s and got a file of the type “%(type)s”. Perhaps the page has moved."),
    ),
    "hosted-redirected": (
        mark("The issuer's server sent us to another address, which proves nothing for the first."),
        mark("We asked at %(url)s."),
    ),
    "hosted-id-differs": (
        mark("The issuer's server gives contradictory addresses for it, so we can't tell which copy counts."),
        mark("What stands at %(url)s names another address as its own: %(id)s."),
    ),
    "hosted-address-missing": (
        mark("It does not say where the issuer keeps its copy."),
        mark("A badge without a signature can only be checked against that copy."),
    ),
    "not-on-the-web": (
        mark("It names an address that is not on the web."),
        mark("So the issuer cannot be asked."),
    ),
    "notice-of-revocation": (mark("It is the issuer's notice that the badge was taken back."), ""),
}
