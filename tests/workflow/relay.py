"""A mail relay on the loopback: SMTP as `smtplib` speaks it, what it took, and a way to be away."""

from __future__ import annotations

import socketserver
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import ClassVar, cast

__all__ = ["Relay"]


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("220 relay")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA"):
                self._say("354 go on")
                self._take()
            elif line.startswith(b"QUIT"):
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        time.sleep(self.server.seconds)
        self.server.taken.append(b"".join(lines))
        self._say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads: ClassVar[bool] = True
    seconds = 0.0
    taken: list[bytes]


class Relay:
    """Takes mails until it is closed; ``address`` is what ``smtp.server`` says."""

    def __init__(self) -> None:
        self.server = _Server(("127.0.0.1", 0), _Session)
        self.server.taken = []
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def mails(self) -> list[EmailMessage]:
        """What it took, the oldest first."""
        return [cast(EmailMessage, message_from_bytes(each, policy=policy.default)) for each in self.server.taken]

    def close(self) -> None:
        """Be away from now on."""
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()
