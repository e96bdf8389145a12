"""HTTP of the signed original of what was shared: only where its holder ticked it, byte for byte."""

from __future__ import annotations

from flask import Response

from wallet.collection import service as collection
from wallet.credentials.parsing.names import safe_name
from wallet.services import services
from wallet.sharing import visitor
from wallet.sharing.errors import LinkLeadsNowhere
from wallet.sharing.views.blueprint import blueprint
from wallet.sharing.views.page import for_strangers, open_now
from wallet.web.attachments import attachment

# What a form of file is saved as; anything else as plain bytes.
ENDINGS = {"png": "png", "svg": "svg", "pdf": "pdf", "json": "json", "jwt": "jwt", "jws": "jws", "xml": "xml"}


@blueprint.get("/s/<secret>/<key>/original")
def original(secret: str, key: str) -> Response:
    """The stored bytes of one credential on the page. Its own file name stays with the holder."""
    link = open_now(secret)
    if not link.include_original or not key.startswith("c"):
        raise LinkLeadsNowhere()
    page = visitor.page_behind(link, services=services())
    id = page.refs.get(key)
    shown = next((credential for credential in page.credentials if credential.key == key), None)
    if id is None or shown is None:
        raise LinkLeadsNowhere()
    kept = collection.original_of(link.holder, id, services=services())
    ending = ENDINGS.get(kept.name.rpartition(".")[2].lower(), "bin")
    name = safe_name(shown.title, number=1, ending=ending).removeprefix("0001-")
    return for_strangers(attachment(kept.data, name, "application/octet-stream"))
