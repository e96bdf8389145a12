# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Why bytes were refused: one entry for each code of `wallet.credentials.codes`."""

from __future__ import annotations

from wallet.marks import mark

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
        mark("We don't recognise this as a badge"),
        mark("It is none of the forms in which badges come, and not a web address that we can open."),
        _ENTRY,
    ),
    "empty-file": (mark("The file is empty"), mark("There is nothing in it."), _DOWNLOAD),
    "too-large": (
        mark("It is larger than we read"),
        mark("We read up to %(most)s MB here. The limit is ours and says nothing about the badge."),
        mark(
            "If it is a collection, add its badges one by one. Otherwise ask the issuer for a badge with a smaller picture."
        ),
    ),
    "compressed-file": (
        mark("This file is compressed in a way that we don't open"),
        mark("Of compressed files we open only ZIP."),
        mark("Unpack it and add the badge files from it, or pack them as ZIP."),
    ),
    "empty-list": (
        mark("There is no badge in it"),
        mark("It is made to hold badges, but it is empty."),
        mark("Look where you got it whether there are badges for you at all."),
    ),
    "credential-offer": (
        mark("This offers a badge, but is not the badge itself"),
        mark(
            "It is an invitation to collect a badge (OpenID4VCI). This wallet can't accept such invitations yet."
        ),
        mark("Collect the badge on the issuer's page, then add its file or link here."),
    ),
    "presentation-request": (
        mark("This asks for a badge, but is not a badge itself"),
        mark("It is a request to show one (OpenID4VP). This wallet can't answer such requests yet."),
        mark("Share your badge with a link or a file instead."),
    ),
    "web-page": (
        mark("This is a web page, not a badge"),
        mark("The page may show a badge, but the badge itself is another file."),
        mark("Look on that page for “Download” or “Share”, and add that file or that link."),
    ),
    "xml-not-supported": (
        mark("We can't read a badge in this XML or HTML"),
        mark(
            "Badges come as JSON, as a signed text (JWT), or inside a PNG, SVG or PDF. European Digital Credentials in XML are not checked here."
        ),
        _ENTRY,
    ),
    # text
    "not-json": (
        mark("The text is not whole JSON"),
        mark("It begins like JSON, but a bracket, a comma or a quotation mark is missing or out of place."),
        _DOWNLOAD,
    ),
    "bad-text": (
        mark("Some of its characters can't be read"),
        mark("It is not saved as UTF-8, or holds characters that a text cannot hold."),
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
        mark("A part of it written in base64 is damaged"),
        mark("Some characters are missing, or do not belong there."),
        _DOWNLOAD,
    ),
    "duplicate-key": (mark("The same thing is said twice in it"), _TWO_WAYS, _ASK),
    "too-many-parts": (
        mark("It has more parts than we read"),
        mark("We read up to %(most)s. The limit is ours and says nothing about the badge."),
        _ASK,
    ),
    "too-deep": (
        mark("It is nested too deeply"),
        mark("We read up to %(most)s layers. The limit is ours and says nothing about the badge."),
        _ASK,
    ),
    "damaged-compression": (mark("A compressed part of it is damaged"), _DAMAGED, _DOWNLOAD),
    "trailing-data": (
        mark("Something follows after the end of the picture"),
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
    "ambiguous-badge": (mark("It is not clear which badge this file holds"), _TWO_WAYS, _ASK),
    "damaged-badge": (
        mark("The badge in this picture is damaged"),
        mark("Its checksum does not fit: some of it was lost or changed on the way."),
        _DOWNLOAD,
    ),
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
    "too-many-chunks": (
        mark("The picture has too many parts"),
        mark("We look through up to %(most)s. The limit is ours and says nothing about the badge."),
        _ASK,
    ),
    "not-svg": (
        mark("This is not an SVG drawing"),
        mark("There is an SVG somewhere in it, but the file itself is something else."),
        _DOWNLOAD,
    ),
    "document-type": (
        mark("The drawing brings declarations that we don't follow"),
        mark(
            "Such declarations (a document type with rules of its own, or the inclusion of another file) can be used to read files or to exhaust a computer."
        ),
        _ASK,
    ),
    # PDF
    "pdf-without-credential": (
        mark("This PDF holds no badge"),
        mark("We found no badge attached to it, so there is nothing in it that we can check."),
        _OWN,
    ),
    "encrypted-pdf": (
        mark("The PDF is encrypted"),
        mark("We cannot look inside."),
        mark("Save it without protection and add it again."),
    ),
    "pdf-too-complex": (
        mark("The PDF has too many attachments"),
        mark("It has more than %(most)s attachments, and we look through no more than that."),
        _ENTRY,
    ),
    # archives
    "damaged-archive": (mark("The ZIP file is damaged"), _DAMAGED, _DOWNLOAD),
    "duplicate-entry": (mark("Two files in the ZIP have the same name"), _TWO_WAYS, _UNPACK),
    "empty-archive": (mark("The ZIP file is empty"), mark("There is no file in it."), _DOWNLOAD),
    "encrypted-entry": (
        mark("This file in the ZIP is locked with a password"),
        mark("We cannot look inside."),
        _UNPACK,
    ),
    "nested-archive": (mark("There is a ZIP inside the ZIP"), mark("We open one layer only."), _UNPACK),
    "odd-entry": (
        mark("A file in the ZIP has an unusual name or packing"),
        mark("We open only the common ones, for safety."),
        _UNPACK,
    ),
    "office-document": (
        mark("This is a document or an app, not a ZIP of badges"),
        mark(
            "Such files are packed like a ZIP (Word, OpenDocument, e-books, apps), but hold no badge files."
        ),
        _ENTRY,
    ),
    "overlapping-entries": (
        mark("Files in the ZIP lie on top of each other"),
        mark("That is how files are made that burst when they are unpacked."),
        _UNPACK,
    ),
    "too-many-entries": (
        mark("There is too much in it"),
        mark("At most %(most)s are taken from one file. The limit is ours."),
        mark("Divide it into smaller ones."),
    ),
    "several-in-one-file": (
        mark("There are several badges where we expected one"),
        mark("Which of them is meant, nobody could say."),
        mark("Add or check them one by one."),
    ),
    # tokens
    "damaged-token": (
        mark("The signed text (JWT) is damaged"),
        _DAMAGED,
        mark("Copy or download it once more, from its first letter to its last."),
    ),
    "encrypted-backup": (
        mark("This backup of a wallet is locked"),
        mark("The badges in it are encrypted with a password that we don't have."),
        mark("Export it from that wallet without encryption, or export its badges one by one."),
    ),
    "encrypted-token": (
        mark("The badge is encrypted"),
        mark("Only the person it was locked for can open it."),
        _ASK,
    ),
    "jws-json-not-supported": (
        mark("It is signed in a form that we do not read"),
        mark(
            "We read this form (JWS in JSON) only for European Digital Credentials; badges we read in the compact form."
        ),
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
        mark("It says who issues badges, and is not a badge itself."),
        mark("Ask the issuer for your own badge."),
    ),
    "key-only": (
        mark("This is a key, not a badge"),
        mark("Issuers publish keys so that badges can be checked."),
        mark("Ask the issuer for your own badge."),
    ),
    "endorsement-only": (
        mark("This is an endorsement, not a badge"),
        mark("It speaks well of a badge or an issuer, and is not a badge itself."),
        mark("Ask the issuer for your own badge."),
    ),
    "status-list-only": (
        mark("This is a list of withdrawn badges"),
        mark("Issuers publish it so that badges can be checked."),
        mark("Ask the issuer for your own badge."),
    ),
    "presentation-only": (
        mark("There is no badge in this presentation"),
        mark("A presentation is made to show badges, but there is none in it that we can read."),
        _ASK,
    ),
    "bad-recipient": (
        mark("It does not say properly whom it is for"),
        mark("The recipient is written in a way the standard does not know."),
        _ASK,
    ),
}
