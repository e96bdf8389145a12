"""Why somebody else's server gave us nothing. None of this proves anything about a badge."""

from __future__ import annotations

from wallet.marks import mark

_NO_SIGN = mark("This is no sign of forgery; we could not look, that is all.")
_LATER = mark("Check again later.")
_ISSUER = mark("Ask the issuer; only they can mend it.")

NETWORK: dict[str, tuple[str, str, str]] = {
    "scheme-not-allowed": (mark("The address is not protected (no https)"), _NO_SIGN, _ISSUER),
    "url-malformed": (mark("The address is not written as an address should be"), _NO_SIGN, _ISSUER),
    "url-not-public": (mark("The address is not on the public internet"), _NO_SIGN, _ISSUER),
    "could-not-reach": (mark("The server could not be reached"), _NO_SIGN, _LATER),
    "timeout": (mark("The server did not answer in time"), _NO_SIGN, _LATER),
    "tls-failed": (mark("The server could not prove that it is who it claims to be"), _NO_SIGN, _LATER),
    "bad-answer": (mark("The server's answer broke off or was garbled"), _NO_SIGN, _LATER),
    "encoding-refused": (mark("The server's answer is packed in a way we do not open"), _NO_SIGN, _ISSUER),
    "wrong-content-type": (mark("The server answered with something of another kind"), _NO_SIGN, _ISSUER),
    "wrong-charset": (mark("The server's answer is not written in UTF-8"), _NO_SIGN, _ISSUER),
    "redirect-refused": (mark("The server sent us on to where we do not follow"), _NO_SIGN, _ISSUER),
    "too-many-fetches": (mark("We have asked this server often enough for now"), _NO_SIGN, _LATER),
}
