# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why bytes were refused: one entry for each code of `wallet.credentials.codes`."""

from __future__ import annotations

from wallet.web.marks import mark

_ASK = mark("Ask the issuer for the badge again.")
_DOWNLOAD = mark("Download it once more from where you got it; it may have been damaged on the way.")
_OWN = mark("Ask the issuer for the badge file, or keep this one as a document of your own.")
_ENTRY = mark(
    "Ask the issuer for the badge file. An achievement without one can be described as an entry of your own, with evidence."
)
_TWO_WAYS = mark(
    "It can be read in two ways, and two programs might see two different badges. So we read neither."
)
_DAMAGED = mark("It ends too early or its parts do not fit together.")
_UNPACK = mark("Unpack it and add the badge files from it.")

REFUSAL_WORDS: dict[str, tuple[str, str, str]] = {
    "not-recognised": (
        mark("We do not recognise this file"),
        mark("It is none of the forms in which badges come."),
        _ENTRY,
    ),
    "empty-file": (mark("The file is empty"), mark("There is not a single byte in it."), _DOWNLOAD),
    "too-large": (
        mark("The file is too large"),
        mark("No badge that we know needs so much room."),
        mark("If it is a collection, add its badges one by one."),
    ),
    "web-page": (
        mark("This is a web page, not a badge"),
        mark("The page may show a badge, but the badge itself is another file."),
        mark("Look on that page for “Download”, or add the address of the page as a link."),
    ),
    "xml-not-supported": (
        mark("This XML is not a badge that we read"),
        mark("European Digital Credentials in XML are not checked here yet."),
        _ENTRY,
    ),
    # text
    "not-json": (
        mark("The text is not JSON"),
        mark("Badges are written in JSON; here a bracket, a comma or more is missing."),
        _DOWNLOAD,
    ),
    "bad-text": (
        mark("The text is not proper text"),
        mark("It is not written in UTF-8, or holds characters that cannot stand in a badge."),
        _DOWNLOAD,
    ),
    "utf-16-text": (
        mark("The text is saved as UTF-16"),
        mark("Badges are written in UTF-8, so we can't read this file."),
        mark("Download it again, or open it in a text editor and save it as UTF-8."),
    ),
    "bad-number": (
        mark("A number in it cannot be read safely"),
        mark("It is too large or written in a way that programs read differently."),
        _ASK,
    ),
    "bad-date": (
        mark("A date in it cannot be read"),
        mark("Dates must be written as the standard says."),
        _ASK,
    ),
    "bad-base64": (
        mark("A packed part of it is damaged"),
        mark("It holds characters that do not belong there."),
        _DOWNLOAD,
    ),
    "duplicate-key": (mark("The same thing is said twice in it"), _TWO_WAYS, _ASK),
    "too-deep": (mark("It is nested too deeply"), mark("No honest badge has so many layers."), _ASK),
    "damaged-compression": (mark("A compressed part of it is damaged"), _DAMAGED, _DOWNLOAD),
    "trailing-data": (
        mark("Something follows after the end of the file"),
        mark("What stands there belongs to nothing, and could hide a second badge."),
        _DOWNLOAD,
    ),
    # pictures
    "no-badge-in-picture": (
        mark("This picture holds no badge"),
        mark(
            "It may show one, but the data that can be checked is not inside. That gets lost when a picture is edited, sent by a messenger or photographed."
        ),
        _OWN,
    ),
    "ambiguous-badge": (mark("There are two badges in this file"), _TWO_WAYS, _ASK),
    "damaged-png": (mark("The picture is damaged"), _DAMAGED, _DOWNLOAD),
    "damaged-svg": (mark("The drawing is damaged"), _DAMAGED, _DOWNLOAD),
    "damaged-picture": (mark("The picture cannot be opened"), _DAMAGED, _DOWNLOAD),
    "picture-not-raster": (
        mark("This kind of picture is not shown"),
        mark("Only PNG, JPEG, GIF and WebP are drawn anew for the wallet."),
        mark("The badge itself can be checked without its picture."),
    ),
    "picture-too-large": (
        mark("The picture is too large"),
        mark("It has more points than we draw."),
        mark("The badge itself can be checked without its picture."),
    ),
    "too-many-chunks": (mark("The picture has too many parts"), mark("No honest badge has so many."), _ASK),
    "not-svg": (
        mark("This is not a drawing of the kind SVG"),
        mark("Its name or beginning promises one."),
        _DOWNLOAD,
    ),
    "document-type": (
        mark("The drawing brings its own language rules"),
        mark(
            "Such rules (a document type) can be used to read files or to exhaust a computer. We open none."
        ),
        _ASK,
    ),
    # PDF
    "pdf-without-credential": (
        mark("This PDF holds no badge"),
        mark("It is a document to be read by people. What it says cannot be checked by a computer."),
        _OWN,
    ),
    "encrypted-pdf": (
        mark("The PDF is locked with a password"),
        mark("We cannot look inside."),
        mark("Save it without the password and add it again."),
    ),
    "pdf-too-complex": (
        mark("The PDF is too complicated"),
        mark("We stopped looking for a badge in it."),
        _ENTRY,
    ),
    # archives
    "damaged-archive": (mark("The ZIP file is damaged"), _DAMAGED, _DOWNLOAD),
    "duplicate-entry": (mark("Two files in the ZIP have the same name"), _TWO_WAYS, _UNPACK),
    "empty-archive": (mark("The ZIP file is empty"), mark("There is no file in it."), _DOWNLOAD),
    "encrypted-entry": (
        mark("The ZIP file is locked with a password"),
        mark("We cannot look inside."),
        _UNPACK,
    ),
    "nested-archive": (mark("There is a ZIP inside the ZIP"), mark("We open one layer only."), _UNPACK),
    "odd-entry": (
        mark("A file in the ZIP is packed in an unusual way"),
        mark("We open only the common ones, for safety."),
        _UNPACK,
    ),
    "office-document": (
        mark("This is an office document, not a badge"),
        mark("What it says cannot be checked by a computer."),
        _ENTRY,
    ),
    "overlapping-entries": (
        mark("Files in the ZIP lie on top of each other"),
        mark("That is how files are made that burst when they are unpacked."),
        _UNPACK,
    ),
    "too-many-entries": (
        mark("There is too much in it"),
        mark("At most 200 badges are taken from one file."),
        mark("Divide it into smaller ones."),
    ),
    "several-in-one-file": (
        mark("There are several badges in this file"),
        mark("Here only one can be taken at a time."),
        mark("Add them to your wallet, or send them one by one."),
    ),
    # tokens
    "damaged-token": (
        mark("The signed text (JWT) is damaged"),
        _DAMAGED,
        mark("Copy or download it once more, from its first letter to its last."),
    ),
    "encrypted-token": (
        mark("The badge is encrypted"),
        mark("Only the person it was locked for can open it."),
        _ASK,
    ),
    "jws-json-not-supported": (
        mark("It is signed in a form that we do not read"),
        mark("We read the compact form of JWS, not the one written as JSON."),
        _ASK,
    ),
    "sd-jwt-not-supported": (
        mark("This is an SD-JWT, which we do not check yet"),
        mark("It lets its owner hide parts of it. We say nothing about it rather than something half true."),
        _ASK,
    ),
    # documents that are not a credential
    "not-a-credential": (
        mark("This is not a badge"),
        mark("It is readable, but it does not say that somebody has earned something."),
        _ENTRY,
    ),
    "no-credential-type": (mark("It does not say what it is"), mark("A badge must name its own type."), _ASK),
    "unknown-context": (
        mark("It is written in a vocabulary we do not know"),
        mark("Without knowing what its words mean we cannot say what it states."),
        _ASK,
    ),
    "achievement-only": (
        mark("This describes a badge that can be earned"),
        mark("It does not say that somebody has earned it."),
        mark("Ask the issuer for your own badge."),
    ),
    "issuer-only": (
        mark("This describes an issuer"),
        mark("It is a visiting card, not a badge."),
        mark("Ask the issuer for your own badge."),
    ),
    "key-only": (
        mark("This is a key, not a badge"),
        mark("Issuers publish keys so that badges can be checked."),
        mark("Ask the issuer for your own badge."),
    ),
    "endorsement-only": (
        mark("This is an endorsement, not a badge"),
        mark("It praises somebody else's badge or issuer."),
        mark("Ask the issuer for your own badge."),
    ),
    "status-list-only": (
        mark("This is a list of withdrawn badges"),
        mark("Issuers publish it so that badges can be checked."),
        mark("Ask the issuer for your own badge."),
    ),
    "presentation-only": (
        mark("This is an envelope without a badge"),
        mark("It is made to hold badges for showing, but there is none in it that we can read."),
        _ASK,
    ),
    "bad-recipient": (
        mark("It does not say properly whom it is for"),
        mark("The recipient is written in a way the standard does not know."),
        _ASK,
    ),
}
