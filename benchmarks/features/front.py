"""The project's nginx in front of our process: what it keeps for readers without an account. Without its limits for one address, which a
benchmark comes from.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from pathlib import Path

from stack.refusals import write_refusals
from stack.settings import compression

__all__ = ["start_front"]

ROOT = Path(__file__).resolve().parents[2]
_LIMIT = re.compile(r"^\s*limit_(?:req|conn) .*\n", re.MULTILINE)


def start_front(folder: Path, port: int, web_port: int) -> subprocess.Popen[bytes]:
    """Start nginx on a port of the loopback before the process on another, and wait until it listens.

    Args:
        folder: what is kept, the catalogue's version (``nginx/catalogue-version``) and logs.
        port: of nginx, which takes the next one too.
        web_port: of the web process; health is not asked.
    """
    for name in ("run", "log", "nginx", "storage/base-map"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_refusals(folder / "nginx" / "errors")
    values = {
        "var": str(folder),
        "host": "127.0.0.1",
        "nginx_port": str(port),
        "files_port": str(port + 1),
        "own_public": str(folder),
        "ckan_public": str(folder),
        **compression(),
    }
    values |= {f"{name}_address": f"127.0.0.1:{web_port}" for name in ("web", "web2", "health", "health2")}
    text = _LIMIT.sub("", (ROOT / "config" / "nginx.conf").read_text("utf-8"))
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    # As root nginx would give its workers to a user who may not read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    command = ["/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", f"daemon off; {user}"]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise RuntimeError("nginx did not start")
