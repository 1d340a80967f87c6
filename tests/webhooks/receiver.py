"""An endpoint on the loopback: it keeps every message, and answers as it is told."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Message", "Receiver", "receiving"]


@dataclass(frozen=True)
class Message:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Its message id."""
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        """Its body."""
        return json.loads(self.body)

    def is_signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is right: the specification in the standard library, not the package that signs."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        content = b".".join((self.id.encode(), self.headers["webhook-timestamp"].encode(), self.body))
        right = "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
        return right in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """Where messages come to; ``answer`` gives the status of one, and may wait."""

    port: int
    got: list[Message] = field(default_factory=list)
    answer: Callable[[Message], int] = lambda _: 204
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """The types of the messages, in the order they came."""
        return [message.said["type"] for message in self.got]


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    """An endpoint on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = Message(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            receiver.got.append(message)
            with contextlib.suppress(OSError):
                self.send_response(receiver.answer(message))
                for name, value in {**receiver.headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    receiver = Receiver(server.server_port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
