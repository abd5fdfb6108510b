"""A service on the web, asked over HTTP: forms are posted, over one connection, and nothing is waited for for ever.

Proxies that the environment names are not used. Credentials come from the environment, and go to no other host than
the one that was named.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import html
import http.client
import io
import ipaddress
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit

from kg import __version__
from kg.errors import OutsideError, PainKGError, UsageError, visible

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_ANSWER_BYTES = 256 * 1024 * 1024
MAX_MESSAGE_CHARACTERS = 300
MAX_REDIRECTS = 5
#: Of a page that tells of an error, no more is read.
_ERROR_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_DENIED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
#: Nobody is at home under that path, or does not take what is posted there.
_WRONG_PLACE = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE}
_SUCH_AS = "give the URL of the query service, such as https://example.org/sparql"
_VARIABLES = "PAINKG_ENDPOINT_USER and PAINKG_ENDPOINT_PASSWORD, or PAINKG_ENDPOINT_TOKEN"


class RefusedError(OutsideError):
    """The server is there, and has no answer to what it was asked."""


class Reply(NamedTuple):
    """What a server answered.

    Attributes:
        media: its media type, in lower case, without parameters.
        body: its bytes, all of them.
    """

    media: str
    body: bytes


class Service:
    """A service at a URL. One request at a time; more wait.

    Args:
        url: of the service, http or https.
        timeout: seconds that a request may take in all; 0 for as long as it takes.

    Raises:
        UsageError: it is no such URL, or the credentials in the environment cannot be used with it.
    """

    _connection: http.client.HTTPConnection | None = None

    def __init__(self, url: str, timeout: float) -> None:
        if not 0 <= timeout <= threading.TIMEOUT_MAX:
            raise UsageError(f"timeout {timeout:g}: give a number of seconds, or 0 for never")
        self._named = self._target = _split(url)
        self._timeout = timeout
        self._authorization = _authorization(self._named)
        self._origin: tuple[str, str] | None = None
        self._lock = threading.Lock()
        self._deadline = 0.0

    def __str__(self) -> str:
        """Its URL, without what may stand behind a question mark: a key perhaps."""
        return _shown(self._named)

    def __del__(self) -> None:
        """The connection goes with the service."""
        if self._connection is not None:
            self._connection.close()

    def post(self, form: list[tuple[str, str]], accept: str) -> Reply:
        """Post a form and read the answer.

        Args:
            form: names and values.
            accept: the media types that are wanted.

        Raises:
            RefusedError: the server has no answer to that.
            OutsideError: it is out of reach, too slow, or answers what is no answer.
        """
        body = urlencode(form).encode()
        with self._lock:
            self._deadline = time.monotonic() + self._timeout
            try:
                return self._follow(body, accept)
            except BaseException as error:
                # Whatever is left of the answer is not the beginning of the next.
                self._close()
                if isinstance(error, OSError | http.client.HTTPException):
                    raise self._explained(error) from error
                raise

    def _left(self) -> float | None:
        """The seconds that are left for this request; None for as long as it takes.

        Raises:
            TimeoutError: none is left.
        """
        if not self._timeout:
            return None
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _follow(self, body: bytes, accept: str) -> Reply:
        """Send the request, and follow where the server points to."""
        target, form = self._target, body
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(target, form, accept)
            if response.status not in _REDIRECTS:
                return self._read(target, response)
            target = self._redirected(target, response.getheader("Location") or "")
            if response.status in _PERMANENT:
                self._target = target
            if response.status == HTTPStatus.SEE_OTHER:
                form = b""
            self._close()
        raise OutsideError(f"{self}: redirects more than {MAX_REDIRECTS} times; {_SUCH_AS}")

    def _redirected(self, here: SplitResult, location: str) -> SplitResult:
        try:
            return _split(urljoin(here.geturl(), location))
        except UsageError as error:
            raise OutsideError(f"{self}: redirects to what is not followed: {error}") from error

    def _send(self, target: SplitResult, body: bytes, accept: str) -> http.client.HTTPResponse:
        """Send over the connection that is open; where the server has closed it meanwhile, over a new one."""
        origin = (target.scheme, target.netloc)
        if self._connection is not None and self._origin == origin:
            with contextlib.suppress(ConnectionError):
                return self._exchange(self._connection, target, body, accept)
        self._close()
        self._connection, self._origin = self._connect(target), origin
        return self._exchange(self._connection, target, body, accept)

    def _connect(self, target: SplitResult) -> http.client.HTTPConnection:
        assert target.hostname  # noqa: S101 - tells the type checker; _split has seen to it
        kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
        connection = kind(target.hostname, target.port, timeout=self._left())
        connection.response_class = functools.partial(_TimedResponse, self._left)  # type: ignore[assignment]  # called as a class is
        return connection

    def _exchange(
        self, connection: http.client.HTTPConnection, target: SplitResult, body: bytes, accept: str
    ) -> http.client.HTTPResponse:
        headers = {"Accept": accept, "User-Agent": f"painkg/{__version__}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._authorization and _origin(target) == _origin(self._named):
            headers["Authorization"] = self._authorization
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        if connection.sock is not None:
            connection.sock.settimeout(self._left())
        connection.request("POST" if body else "GET", path, body or None, headers)
        return connection.getresponse()

    def _read(self, target: SplitResult, response: http.client.HTTPResponse) -> Reply:
        media = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if response.status != HTTPStatus.OK:
            raise self._refusal(target, response.status, response.read(_ERROR_BYTES))
        # Virtuoso's word for an answer that may go on beyond its last row.
        if most := response.getheader("X-SPARQL-MaxRows"):
            raise RefusedError(f"{self}: it cuts its answers at {visible(most)} rows; ask for fewer, with LIMIT")
        body = bytearray()
        while chunk := response.read(_CHUNK):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                raise OutsideError(
                    f"{self}: the answer is larger than {MAX_ANSWER_BYTES // 1024**2} MiB; ask for less, with LIMIT"
                )
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        if media == "text/html" or re.match(rb"\s*<(?:!doctype html|html)", body, re.IGNORECASE):
            raise OutsideError(f"{self}: answers with a web page, not with results; {_SUCH_AS}")
        return Reply(media, bytes(body))

    def _refusal(self, target: SplitResult, status: int, page: bytes) -> PainKGError:
        said = first_line(page)
        if status in _DENIED:
            if self._authorization and _origin(target) != _origin(self._named):
                why = f"it redirects to {_shown(target)}, and credentials are not sent to another host"
            elif self._authorization:
                why = "it does not accept the credentials in the environment"
            else:
                why = f"it asks for credentials; set {_VARIABLES} in the environment"
            return OutsideError(f"{self}: HTTP {status}: {why}")
        if status in _WRONG_PLACE:
            return OutsideError(f"{self}: HTTP {status}: no query service there; {_SUCH_AS}")
        if status == HTTPStatus.BAD_REQUEST:
            return RefusedError(f"{self}: HTTP {status}: it refuses the query: {said or 'it does not say why'}")
        if status == HTTPStatus.PARTIAL_CONTENT:
            return RefusedError(f"{self}: HTTP {status}: it gave up before the answer was complete; ask for less")
        return RefusedError(f"{self}: HTTP {status}: it failed: {said or _phrase(status)}")

    def _explained(self, error: OSError | http.client.HTTPException) -> OutsideError:
        """What went wrong on the way, for people."""
        if isinstance(error, socket.gaierror):
            reason = "the host is unknown"
        elif isinstance(error, ConnectionRefusedError):
            reason = "nobody listens there; is the server running?"
        elif isinstance(error, TimeoutError):
            reason = f"no answer within {self._timeout:g} s"
        elif isinstance(error, ssl.SSLCertVerificationError):
            reason = f"its certificate is not trusted: {error.verify_message}"
        elif isinstance(error, ssl.SSLError):
            reason = "it does not speak https there; give an http:// URL if it is on this machine"
        elif isinstance(error, http.client.IncompleteRead):
            reason = "the answer was cut off before its end"
        elif isinstance(error, ConnectionError):
            reason = "it closed the connection without an answer"
        elif isinstance(error, OSError):
            reason = f"out of reach: {error.strerror or error}"
        else:
            reason = "what it answers is not HTTP"
        return OutsideError(f"{self}: {reason}")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _TimedResponse(http.client.HTTPResponse):
    """A response of which every piece has to come before the time for the whole is up.

    Args:
        left: the seconds that are left.
        sock: where it comes from.
        options: of the base class.
    """

    def __init__(self, left: Callable[[], float | None], sock: socket.socket, **options: Any) -> None:
        super().__init__(sock, **options)
        assert isinstance(self.fp, io.BufferedReader)  # noqa: S101 - tells the type checker; nothing is read yet
        self.fp = io.BufferedReader(_Timed(left, sock, self.fp.detach()))


class _Timed(io.RawIOBase):
    """Reads from a socket. Its own time-out is for one piece, and starts anew with each."""

    def __init__(self, left: Callable[[], float | None], sock: socket.socket, inner: io.RawIOBase) -> None:
        self._left, self._sock, self._inner = left, sock, inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        self._sock.settimeout(self._left())
        return self._inner.readinto(buffer)

    def close(self) -> None:
        self._inner.close()
        super().close()


def first_line(page: bytes) -> str:
    """What a server says of an error: the first line that says something, without tags, cut."""
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>", " ", page.decode("utf-8", "replace"))
    text = html.unescape(re.sub(r"<[^<>]*>", "\n", text)) if re.search(r"(?i)</\w+>", text) else text
    # An object says its error in any of its members.
    text = " ".join(text.split()) if text.lstrip().startswith("{") else text
    lines = [" ".join(line.split()) for line in text.splitlines()]
    said = [line for line in lines if any(map(str.isalpha, line))]
    if not said:
        return ""
    line = " ".join(said[:2]) if said[0].endswith(":") else said[0]
    return visible(line if len(line) <= MAX_MESSAGE_CHARACTERS else line[: MAX_MESSAGE_CHARACTERS - 1] + "…")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "it does not say why"


def _split(url: str) -> SplitResult:
    """The parts of a URL that can be asked.

    Raises:
        UsageError: it is none, or holds credentials.
    """
    try:
        parts = urlsplit(url.strip())
        parts = parts._replace(
            path=quote(parts.path, safe="/%:@!$&'()*+,;=~"), query=quote(parts.query, safe="/%:@!$&'()*+,;=~?")
        )
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bad port or host, or what is no text
        valid = False
    # Ends of lines inside have been dropped without a word.
    if not valid or re.search(r"\s", parts.netloc) or re.search(r"[\x00-\x1f\x7f]", url):
        raise UsageError(f"“{visible(_shortened(url))}” is no http:// or https:// URL; {_SUCH_AS}")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{_shown(parts)}: a URL with a password in it ends up in logs and lists of processes; "
            f"set {_VARIABLES} in the environment"
        )
    return parts


def _shortened(url: str) -> str:
    """A URL that is wrong, without what may be a password in it."""
    return re.sub(r"(?<=//)[^/@]*@", "", url)[:MAX_MESSAGE_CHARACTERS]


def _shown(parts: SplitResult) -> str:
    return visible(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def _authorization(parts: SplitResult) -> str:
    """The header that the environment's credentials make; empty where it holds none.

    Raises:
        UsageError: they are incomplete or ambiguous, or anybody on the way could read them.
    """
    user, password, token = (os.environ.get(f"PAINKG_ENDPOINT_{name}", "") for name in ("USER", "PASSWORD", "TOKEN"))
    if not (user or password or token):
        return ""
    if token and (user or password):
        raise UsageError(f"the environment holds two kinds of credentials; set either {_VARIABLES}")
    if not token and not (user and password):
        raise UsageError("PAINKG_ENDPOINT_USER and PAINKG_ENDPOINT_PASSWORD go together; one of them is not set")
    if token and not re.fullmatch(r"[!-~]+", token):
        raise UsageError("PAINKG_ENDPOINT_TOKEN holds what no token holds: a space, perhaps, or the end of a line")
    if parts.scheme == "http" and not _loopback(parts.hostname or ""):
        raise UsageError(f"{_shown(parts)}: credentials are not sent over http:// to another machine; use https://")
    if token:
        return f"Bearer {token}"
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode('utf-8', 'surrogateescape')).decode()}"
