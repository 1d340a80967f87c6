"""Servers on the loopback that behave, and that do not: real ones, which the client really calls."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

__all__ = ["certificate", "serving"]

_BOMB = gzip.compress(b"\0" * 50_000_000)


class _Handler(BaseHTTPRequestHandler):
    """``/status/404``, ``/to?<address>``, ``/loop``, ``/nohead``, ``/cuthead``, ``/slow``, ``/drip``, ``/large``, ``/bomb``, ``/garbage``,
    ``/close``, else 200."""

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        path, _, target = self.path.partition("?")
        kind, _, rest = path.lstrip("/").partition("/")
        answers: dict[str, Callable[[], object]] = {
            "status": lambda: self._answer(int(rest)),
            "to": lambda: self._answer(302, {"Location": unquote(target)}),
            "loop": lambda: self._answer(301, {"Location": "/loop"}),
            "nohead": lambda: self._answer(405 if self.command == "HEAD" else 200),
            "cuthead": lambda: None if self.command == "HEAD" else self._answer(200),
            "slow": lambda: time.sleep(3),
            "drip": self._drip,
            "large": lambda: self._answer(200, body=b"x" * 1_000_000),
            "bomb": lambda: self._answer(200, {"Content-Encoding": "gzip"}, _BOMB),
            "garbage": lambda: self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"),
            "close": lambda: None,
        }
        with contextlib.suppress(OSError):
            answers.get(kind, lambda: self._answer(200, body=b"hello"))()

    do_HEAD = do_GET

    def _answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _drip(self) -> None:
        """A header line that never ends, a byte at a time: each comes before the reader's own time limit."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        return


@contextlib.contextmanager
def serving(tls: tuple[Path, Path] | None = None) -> Iterator[ThreadingHTTPServer]:
    """A server on a free port of 127.0.0.1; its ``asked`` has (method, path) of each request.

    Args:
        tls: files of its certificate and key.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.asked = []  # type: ignore[attr-defined]
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path) -> tuple[Path, Path]:
    """Files of a certificate that signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(key.private_bytes(*plain))
    return paths
