"""One GET over a socket that may lie, stall or never end: http.client reads, a counting wire guards it."""

from __future__ import annotations

import http.client
import io
import socket
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from wallet.credentials.parsing.strict import inflate
from wallet.errors import Unreadable
from wallet.fetching.addresses import Target
from wallet.fetching.deadlines import Deadline
from wallet.fetching.policy import RULES, accepts, cap
from wallet.fetching.problems import FetchProblem
from wallet.verification.resources import Purpose

HEAD_BYTES = 64 * 1024  # status line and headers, interim answers included
READ_AHEAD = io.DEFAULT_BUFFER_SIZE
REDIRECTS = (301, 302, 303, 307, 308)
_BOMS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\0\0\xfe\xff": "utf-32",
}


@dataclass(frozen=True)
class Answer:
    """What came back from one hop. `location` is set for a redirect, whose body is not read."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    date: datetime | None = None  # when the server says that it made the answer


class _Wire(io.RawIOBase):
    """A socket as a file that ends everything at the deadline and counts what comes in."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self.room = HEAD_BYTES + READ_AHEAD
        self.problem = "bad-answer"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.room <= 0:
            raise FetchProblem(self.problem, "more bytes than allowed")
        self._sock.settimeout(self._deadline.left())
        try:
            count = self._sock.recv_into(buffer[: self.room])
        except TimeoutError:
            raise FetchProblem("timeout", "reading") from None
        self.room -= count
        return count

    def allow_body(self, most: int) -> None:
        # Chunk sizes and trailers cost bytes too; twice the cap is generous and still a bound.
        self.room, self.problem = 2 * most + HEAD_BYTES, "too-large"


class _Carrier:
    """What http.client.HTTPResponse wants of a socket."""

    def __init__(self, wire: _Wire) -> None:
        self._file = io.BufferedReader(wire, READ_AHEAD)

    def makefile(self, mode: str) -> io.BufferedIOBase:
        return self._file


def exchange(
    sock: socket.socket, target: Target, purpose: Purpose, *, deadline: Deadline, agent: str
) -> Answer:
    """Ask and read. FetchProblem: timeout, bad-answer, too-large, encoding-refused, wrong-…"""
    try:
        sock.settimeout(deadline.left())
        sock.sendall(_request(target, purpose, agent))
        wire = _Wire(sock, deadline)
        response = http.client.HTTPResponse(_Carrier(wire), method="GET")  # type: ignore[arg-type]
        response.begin()
        return _read(response, wire, purpose)
    except TimeoutError:
        raise FetchProblem("timeout", "writing") from None
    except (http.client.HTTPException, ValueError) as error:
        raise FetchProblem("bad-answer", f"{type(error).__name__}") from None
    except OSError as error:
        raise FetchProblem("bad-answer", f"broken off: {type(error).__name__}") from None


def _request(target: Target, purpose: Purpose, agent: str) -> bytes:
    """The same few headers for everybody: no cookie, no referer, no trace of who asks."""
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.netloc}",
        f"User-Agent: {agent}",
        f"Accept: {RULES[purpose].accept}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
    )
    if any(ord(char) < 0x20 or ord(char) > 0x7E for line in lines for char in line):
        raise FetchProblem("url-malformed", "would break the request")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _read(response: http.client.HTTPResponse, wire: _Wire, purpose: Purpose) -> Answer:
    status, headers = response.status, response.headers
    if not 200 <= status <= 599:
        raise FetchProblem("bad-answer", f"status {status}")
    for name in ("Content-Length", "Transfer-Encoding", "Content-Encoding", "Content-Type", "Location"):
        if len(set(headers.get_all(name, []))) > 1:
            raise FetchProblem("bad-answer", f"two different {name} headers")
    media_type, charset = _media_type(str(headers.get("Content-Type", "")))
    if status in REDIRECTS and (location := str(headers.get("Location", "")).strip()):
        return Answer(status, media_type, b"", location, date=_date(headers))
    most = cap(purpose, media_type)
    wire.allow_body(most)
    if status >= 300:
        return Answer(status, media_type, _error_body(response, most), date=_date(headers))
    if not accepts(purpose, media_type):
        raise FetchProblem("wrong-content-type", media_type, found=media_type)
    date, body = _date(headers), _body(response, most)
    _check_text(body, purpose, media_type, charset)
    return Answer(status, media_type, body, date=date)


def _date(headers: Message) -> datetime | None:
    """`Date` (RFC 9110 §6.6.1). None where it is missing, stated twice or no date, and for an answer out of a
    cache, whose `Date` is of when it was first made (RFC 9111 §5.1 `Age`)."""
    stated = headers.get_all("Date", [])
    if len(stated) != 1 or any(age.strip() != "0" for age in headers.get_all("Age", [])):
        return None
    try:
        date = parsedate_to_datetime(stated[0])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _error_body(response: http.client.HTTPResponse, most: int) -> bytes:
    """A 404 stays a 404 even when its page is too large or oddly packed; it then has no body."""
    try:
        return _body(response, most)
    except FetchProblem as problem:
        if problem.code == "timeout":
            raise
        return b""


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    if response.length is not None and response.length > most:
        raise FetchProblem("too-large", f"announced {response.length}")
    parts: list[bytes] = []
    room = most
    while part := response.read(min(64 * 1024, room + 1)):
        room -= len(part)
        if room < 0:
            raise FetchProblem("too-large")
        parts.append(part)
    if response.length:
        raise FetchProblem("bad-answer", "shorter than announced")
    return _inflated(b"".join(parts), str(response.headers.get("Content-Encoding", "")), most)


def _inflated(body: bytes, coding: str, most: int) -> bytes:
    coding = coding.strip().lower()
    if coding in ("", "identity") or not body:
        return body
    if coding in ("gzip", "x-gzip"):
        kinds = [16 + zlib.MAX_WBITS]
    elif coding == "deflate":
        kinds = [zlib.MAX_WBITS, -zlib.MAX_WBITS]  # RFC 9110 says zlib; many servers send it bare
    else:
        raise FetchProblem("encoding-refused", coding, found=coding[:40])
    for wbits in kinds:
        try:
            return inflate(body, max_bytes=most, wbits=wbits)
        except Unreadable as problem:
            if problem.code == "too-large":
                raise FetchProblem("too-large", "after inflating") from None
    raise FetchProblem("encoding-refused", "damaged compression", found=coding)


def _media_type(header: str) -> tuple[str, str]:
    """Content-Type → (media type, charset), lower case, "" where not stated."""
    media_type, *parameters = header.lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            return media_type.strip(), value.strip().strip('"')
    return media_type.strip(), ""


def _check_text(body: bytes, purpose: Purpose, media_type: str, charset: str) -> None:
    """JSON travels as UTF-8 (RFC 8259 §8.1, which lets a reader ignore a byte order mark); anything else is
    named and refused."""
    if "json" not in RULES[purpose].kinds or media_type.startswith("image/") or "octet-stream" in media_type:
        return
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise FetchProblem("wrong-charset", charset, found=charset[:40])
    for mark, name in _BOMS.items():
        if body.startswith(mark):
            raise FetchProblem("wrong-charset", name, found=name)
    if body.startswith(b"\x89PNG"):
        return
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise FetchProblem("wrong-charset", "not UTF-8", found="not utf-8") from None
    if "\0" in text:
        raise FetchProblem("wrong-charset", "NUL", found="utf-16")
