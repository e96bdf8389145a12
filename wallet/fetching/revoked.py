"""Certificates that their authority took back, as far as the operator keeps revocation lists.

Python's TLS does not ask whether a certificate was revoked, and asking each authority would tell it whom we
visit. So the operator may keep the lists (RFC 5280, 5) in a folder, renewed by a job of their own; what
stands on one of them is refused.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from cryptography import x509
from cryptography.x509.extensions import ExtensionNotFound

from wallet.fetching.problems import FetchProblem

_log = logging.getLogger(__name__)
MOST_LISTS = 500
LARGEST = 50_000_000  # bytes; the largest lists in public use have about 30 MB


class RevocationLists:
    """The lists in a folder (*.crl, *.pem; DER or PEM), read again when a file changes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._lists: dict[bytes, list[x509.CertificateRevocationList]] = {}
        self._lock = threading.Lock()

    def refuse_revoked(self, certificate: bytes) -> None:
        """FetchProblem("tls-failed") if the certificate (DER) stands on a list of its issuer."""
        if self._folder is None:
            return
        asked = x509.load_der_x509_certificate(certificate)
        for listed in self._of_issuer(self._folder, asked.issuer.public_bytes()):
            entry = listed.get_revoked_certificate_by_serial_number(asked.serial_number)
            if entry is not None and not _taken_off(entry):
                raise FetchProblem("tls-failed", "certificate revoked")

    def _of_issuer(self, folder: Path, name: bytes) -> list[x509.CertificateRevocationList]:
        with self._lock:
            files = sorted(path for path in folder.glob("*") if path.suffix in {".crl", ".pem"})
            seen = tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in files[:MOST_LISTS])
            if seen != self._seen:
                self._lists = {}
                for file in files[:MOST_LISTS]:
                    listed = _read(file)
                    if listed is not None:
                        self._lists.setdefault(listed.issuer.public_bytes(), []).append(listed)
                self._seen = seen
            return self._lists.get(name, [])


def _read(file: Path) -> x509.CertificateRevocationList | None:
    """None, and a line in the log, for what is no revocation list: the others still count."""
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError("too large")
        data = file.read_bytes()
        pem = data.lstrip().startswith(b"-----")
        return x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
    except (OSError, ValueError) as problem:
        _log.warning("revocation list %s cannot be read: %s", file.name, type(problem).__name__)
        return None


def _taken_off(entry: x509.RevokedCertificate) -> bool:
    """A delta list may say that a certificate on hold is good again (RFC 5280, 5.3.1)."""
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (ExtensionNotFound, ValueError):
        return False
    return reason is x509.ReasonFlags.remove_from_crl
