"""Where an instance lives: its directory, its ports, its public address.

An instance is a directory (``PORTAL_VAR``) and eleven consecutive ports (from ``PORTAL_PORT``). Everything it writes is below the
directory, everything it listens on is among the ports, so that two instances share nothing but the installed tools.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from stack.shell import Problem

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
CONFIG = ROOT / "config"
EXTENSION = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong"
VENV = TOOLS / "venv"
SOLR_LIB = TOOLS / "solr" / "lib"

# The offset of each process's port from PORTAL_PORT; nginx has the port itself, the only one meant for others.
PORT_OFFSETS = {
    "nginx": 0,
    "web": 1,
    "postgres": 2,
    "solr": 3,
    "redis": 4,
    "supervisor": 5,
    "web2": 6,
    "health": 7,
    "health2": 8,
    "metrics": 9,
    "files": 10,
}


@dataclass(frozen=True)
class Instance:
    """One running portal: ``var`` (absolute), ``host`` and first ``port``, and ``url``, the address the public sees."""

    var: Path
    host: str
    port: int
    url: str

    def port_of(self, process: str) -> int:
        """The port of one of ``PORT_OFFSETS``' processes."""
        return self.port + PORT_OFFSETS[process]

    def address_of(self, process: str) -> str:
        """``host:port`` of a process: on the loopback, or where ``PORTAL_<PROCESS>`` says (containers: docker/compose.yaml)."""
        return os.environ.get(f"PORTAL_{process.upper()}_ADDRESS") or f"127.0.0.1:{self.port_of(process)}"

    @property
    def log_dir(self) -> Path:
        return self.var / "log"

    @property
    def ckan_ini(self) -> Path:
        return self.var / "ckan.ini"

    @property
    def test_ini(self) -> Path:
        return self.var / "test.ini"

    @property
    def local_url(self) -> str:
        """nginx as this machine reaches it, whatever the public address is."""
        return f"http://{self.host}:{self.port}"


def from_environment() -> Instance:
    """The instance that ``PORTAL_VAR``, ``PORTAL_HOST``, ``PORTAL_PORT`` and ``PORTAL_URL`` name; raises Problem on a bad one."""
    host = os.environ.get("PORTAL_HOST") or "127.0.0.1"
    text = os.environ.get("PORTAL_PORT") or "5000"
    if not text.isdigit() or not 1024 <= int(text) <= 65525:
        raise Problem(f"PORTAL_PORT={text} is not a port", "Give a number from 1024 to 65525, for example: PORTAL_PORT=5000 make up")
    var = (ROOT / (os.environ.get("PORTAL_VAR") or "var")).resolve()
    url = (os.environ.get("PORTAL_URL") or f"http://{host}:{text}").rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise Problem(f"PORTAL_URL={url} is not a web address", "Give the public address with its scheme: PORTAL_URL=https://example.vn")
    return Instance(var=var, host=host, port=int(text), url=url)
