"""The postman: the one module that sends e-mail. Without SMTP in the settings, letters go to the log."""

from __future__ import annotations

import logging
import smtplib
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from wallet.accounts.errors import MailNotSent
from wallet.fetching.connecting import trust

log = logging.getLogger(__name__)

SECONDS = 10


def send(settings: Any, *, to: str, subject: str, body: str) -> None:
    """Hand a letter over; raises Refused `mail-not-sent` when the server does not take it."""
    if not settings.smtp_url:
        if settings.environment == "production":
            raise MailNotSent()
        log.warning("No mail server is set; the letter to %s reads:\n%s\n\n%s", to, subject, body)
        return
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies to this
    message.set_content(body)
    try:
        with _connect(settings.smtp_url) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as problem:
        log.error("the mail server did not take a letter: %s", type(problem).__name__)
        raise MailNotSent() from problem


def _connect(url: str) -> smtplib.SMTP:
    """smtps://user:password@host:465, smtp://…:587 (STARTTLS), or smtp://localhost:25 without."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = trust(None)
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
        if host not in {"localhost", "127.0.0.1", "::1"}:
            server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
