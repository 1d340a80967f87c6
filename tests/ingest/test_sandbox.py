"""The child sees nothing but its own file, reaches nothing, and GDAL in it has no driver but ours."""

import json
import subprocess
import sys
from pathlib import Path

from ckanext.binhduong.ingest.readers.gdal_drivers import ALLOWED
from ckanext.binhduong.ingest.sandbox import confinement

PROBE = """
import json, os, socket, sys
def tried(act):
    try:
        act()
    except OSError:
        return False
    return True
outside = tried(lambda: open(sys.argv[1]).read())
own = tried(lambda: open(sys.argv[2]).read())
network = tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=2))
print(json.dumps({"outside": outside, "own": own, "network": network, "secret": "SECRET_KEY" in os.environ}))
"""


def _inside(source: Path, out: Path, *arguments: str) -> str:
    command = confinement.command(out / "request.json", source, out)
    at = command.index(sys.executable)
    wrapped = [*command[:at], sys.executable, *arguments]
    return subprocess.run(wrapped, env=confinement.environment(), capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_child_reaches_neither_other_files_nor_the_network(tmp_path: Path, monkeypatch) -> None:
    """Under bubblewrap a file beside the input cannot be opened, a listening port not reached, the portal's environment not read."""
    import socket

    monkeypatch.setenv("SECRET_KEY", "x")
    out, source, secret = tmp_path / "out", tmp_path / "in.csv", tmp_path / "secret.txt"
    out.mkdir()
    source.write_text("a")
    secret.write_text("b")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = json.loads(_inside(source, out, "-c", PROBE, str(secret), str(source), str(port)))
    bubble = confinement.confinement() == "bubblewrap"
    assert seen == {"outside": not bubble, "own": True, "network": confinement.confinement() == "limits", "secret": False}


def test_gdal_has_no_driver_but_ours(tmp_path: Path) -> None:
    """VRT, HTTP, WFS, CSV and the rest are not there to be used."""
    program = "from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio; print(*pyogrio().list_drivers(), sep='|')"
    found = set(_inside(tmp_path / "none", tmp_path, "-c", program).strip().split("|"))
    assert {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf"} <= found <= ALLOWED
