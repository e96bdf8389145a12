"""Names of the formats, as `Report.format` gives them."""

from __future__ import annotations

from wallet.marks import mark

FORMATS: dict[str, str] = {
    "ob2-hosted": mark("Open Badges 2, kept by the issuer"),
    "ob2-signed": mark("Open Badges 2, signed (JWS)"),
    "ob3-di": mark("Open Badges 3, with a Data Integrity proof"),
    "ob3-jwt": mark("Open Badges 3, signed as a JWT"),
    "clr-di": mark("Comprehensive Learner Record 2, with a Data Integrity proof"),
    "clr-jwt": mark("Comprehensive Learner Record 2, signed as a JWT"),
    "elm-di": mark("European Digital Credential, not sealed"),
    "elm-jwt": mark("European Digital Credential, signed as a JWT"),
    "elm-jades": mark("European Digital Credential, sealed (JAdES)"),
    "sd-jwt": mark("SD-JWT credential, parts of which its holder may withhold"),
    "vc-di": mark("Verifiable Credential, with a Data Integrity proof"),
    "vc-jwt": mark("Verifiable Credential, signed as a JWT"),
    "vp-di": mark("Presentation of credentials, with a Data Integrity proof"),
    "vp-jwt": mark("Presentation of credentials, signed as a JWT"),
    "picture": mark("a picture without a badge in it"),
    "unknown": mark("a form we do not know"),
}
