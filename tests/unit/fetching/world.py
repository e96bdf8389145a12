"""A network that records every lookup and connection, and raw servers on loopback that may misbehave."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wallet.fetching import Fetcher, FetchPolicy

PUBLIC = "93.184.215.14"
JSON = b"Content-Type: application/json\r\n"


class Clock:
    def __init__(self):
        self.time = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)

    def now(self):
        return self.time

    def later(self, **passed):
        self.time += datetime.timedelta(**passed)


class Disguised(socket.socket):
    """A loopback socket that says it is connected where the fetcher wanted to go."""

    peer = ("", 0)

    def getpeername(self):
        return self.peer


class Net:
    """Fake DNS (`names`: host → answers; a list of lists gives one answer a lookup), recording connector."""

    def __init__(self, names=None):
        self.names = dict(names or {})
        self.lookups = []
        self.connects = []
        self.ports = {}  # address → loopback port, "refuse" or "drop"; anything else is refused

    def resolve(self, host, port):
        self.lookups.append(host)
        answer = self.names.get(host)
        if answer is None:
            raise socket.gaierror("no such name")
        return answer.pop(0) if isinstance(answer[0], list) else answer

    def connect(self, address, port, seconds):
        self.connects.append((address, port))
        to = self.ports.get(address, "refuse")
        if to == "drop":
            time.sleep(seconds)
            raise TimeoutError
        if to == "refuse":
            raise ConnectionRefusedError
        sock = Disguised(socket.AF_INET, socket.SOCK_STREAM)
        sock.settimeout(seconds)
        sock.connect(("127.0.0.1", to))
        sock.peer = (address, port)
        return sock


def fetcher(net=None, *, clock=None, cache=None, note_time=None, **policy):
    """A fetcher on the fake network; without one on loopback, through allowed_hosts."""
    settings = {"deadline": 5.0, "reach": 2.0, "allow_http": True} | policy
    seams = {} if net is None else {"resolver": net.resolve, "connector": net.connect}
    return Fetcher(FetchPolicy(**settings), clock=clock or Clock(), cache=cache, note_time=note_time, **seams)


class Server:
    """Answers each connection with `answer`: bytes, or a callable (connection, request)."""

    def __init__(self, answer, *, tls=None):
        self.answer, self.tls = answer, tls
        self.requests = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self._run, daemon=True).start()

    def url(self, path="/a", scheme="http"):
        return f"{scheme}://{self.host}{path}"

    def _run(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            held.enter_context(connection)
            if callable(self.tls):
                self.tls(connection)
                return
            if self.tls:
                connection = held.enter_context(self.tls.wrap_socket(connection, server_side=True))
            request = b""
            while b"\r\n\r\n" not in request and (part := connection.recv(65536)):
                request += part
            if not request:
                return
            self.requests.append(request)
            self._say(connection, request)

    def _say(self, connection, request):
        if callable(self.answer):
            self.answer(connection, request)
        else:
            connection.sendall(self.answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listening.close()


def ok(body=b"{}", headers=JSON):
    return b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.certificate = self._sign(self.name, self.key.public_key(), days=30, authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, *, name="127.0.0.1", days=30, self_signed=False):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        signer = (subject, key) if self_signed else (self.name, self.key)
        certificate = self._sign(subject, key.public_key(), days=days, name=name, signer=signer)
        file = self.folder / f"server-{name}-{days}-{self_signed}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def revoke(self, served: Path, *, into: Path) -> None:
        """A revocation list on which the certificate in `served` stands."""
        now = datetime.datetime.now(datetime.UTC)
        serial = x509.load_pem_x509_certificate(served.read_bytes()).serial_number
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now).build()
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(now)
            .next_update(now + datetime.timedelta(days=7))
            .add_revoked_certificate(entry)
            .sign(self.key, hashes.SHA256())
        )
        into.write_bytes(listed.public_bytes(serialization.Encoding.DER))

    def _sign(self, subject, public_key, *, days, name=None, authority=False, signer=None):
        issuer, key = signer or (self.name, self.key)
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
            )
        )
        if authority:  # Python 3.13 asks for what RFC 5280 §4.2.1 demands of an authority
            builder = builder.add_extension(_signs_certificates(), critical=True)
        if name:
            builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(name)]), critical=False)
        return builder.sign(key, hashes.SHA256())


def _signs_certificates():
    unused = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "encipher_only", "decipher_only"),
        ),
        False,
    )
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **unused)


def _alternative(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
