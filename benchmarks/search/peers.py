"""The two portals that are measured: ours, and CKAN with ckanext-spatial as they come; each with its own Solr core and web process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What ckanext-spatial's documentation adds to CKAN's schema for the backend solr-bbox.
BOX_FIELDS = "".join(
    f'<field name="{name}" type="float" indexed="true" stored="true" docValues="true"/>' for name in ("minx", "miny", "maxx", "maxy")
)
STOCK_SOLR = Path(str(find_spec("ckan").origin)).parent / "config" / "solr"  # found, not imported: CKAN puts its own `tests` on the path
PORTAL_CONFIGSET = ROOT / "config" / "solr" / "conf"
STOCK_PLUGINS = "spatial_metadata spatial_query"


@dataclass(frozen=True)
class Peer:
    """A portal under measurement: its name, its Solr core, its configuration file and the port of its web process (loopback)."""

    name: str
    core: str
    ini: Path
    port: int

    @property
    def is_ours(self) -> bool:
        return self.name == "portal"


def make_peers(work: Path, base_ini: Path, solr: str, port: int) -> list[Peer]:
    """Write the peers' configurations into ``work`` and make their cores in the Solr at ``solr`` (http://host:port/solr)."""
    stock_conf = stock_configset(work / "stock-conf")
    peers = []
    for number, (name, conf, extra) in enumerate(
        [
            ("portal", PORTAL_CONFIGSET, {}),
            ("stock", stock_conf, {"ckan.plugins": STOCK_PLUGINS, "ckanext.spatial.search_backend": "solr-bbox"}),
        ]
    ):
        core = f"bench_{name}"
        make_core(solr, core, conf, base_ini.parent / "solr" / core)
        options = {"ckan.site_id": core, "solr_url": f"{solr}/{core}", "ckan.site_url": f"http://127.0.0.1:{port + number}", **extra}
        ini = work / f"{name}.ini"
        lines = ["[app:main]", f"use = config:{base_ini}", *(f"{key} = {value}" for key, value in options.items()), ""]
        ini.write_text("\n".join(lines), encoding="utf-8")
        peers.append(Peer(name, core, ini, port + number))
    return peers


def remove_cores(peers: list[Peer], solr: str) -> None:
    """Take the cores away with their data."""
    for peer in peers:
        remove_core(solr, peer.core)


def remove_core(solr: str, core: str) -> None:
    """Take one core away with its data."""
    _admin(solr, action="UNLOAD", core=core, deleteInstanceDir="true")


def fill(peer: Peer, count: int) -> None:
    """Index the generated catalogue as the peer does, in a process with the peer's plugins."""
    subprocess.run([sys.executable, "-m", "benchmarks.search.fill", str(peer.ini), str(count), peer.name], check=True, cwd=ROOT)


def serve(peer: Peer) -> subprocess.Popen[bytes]:
    """Start the peer's web process (granian, one worker, four threads) and wait until it answers."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(peer.port), "--log-level", "warning", "benchmarks.search.site:application"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "CKAN_INI": str(peer.ini)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while not _answers(f"http://127.0.0.1:{peer.port}/api/3/action/package_search?rows=0"):
        if time.monotonic() > deadline or process.poll() is not None:
            process.terminate()
            raise RuntimeError(f"{peer.name} did not start")
        time.sleep(0.5)
    return process


def stock_configset(folder: Path) -> Path:
    """Write CKAN's own schema, with the fields of ckanext-spatial, and a plain solrconfig into ``folder``; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = (STOCK_SOLR / "schema.xml").read_text(encoding="utf-8")
    (folder / "schema.xml").write_text(schema.replace("<fields>", f"<fields>{BOX_FIELDS}"), encoding="utf-8")
    for name in ("protwords.txt", "synonyms.txt", "stopwords.txt"):
        (folder / name).write_text("", encoding="utf-8")
    shutil.copyfile(ROOT / "benchmarks" / "search" / "stock-solrconfig.xml", folder / "solrconfig.xml")
    return folder


def make_core(solr: str, core: str, conf: Path, instance: Path) -> None:
    """Make a core anew; ``instance`` is below Solr's home, beside the instance's configuration: it takes cores from nowhere else."""
    _admin(solr, action="UNLOAD", core=core, deleteInstanceDir="true", must=False)
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(conf, instance / "conf")
    _open_to_solr(instance)
    _admin(solr, action="CREATE", name=core, instanceDir=str(instance))


def reload_core(solr: str, core: str, conf: Path, instance: Path) -> None:
    """Let a core read its configset anew and keep its documents."""
    shutil.copytree(conf, instance / "conf", dirs_exist_ok=True)
    _open_to_solr(instance / "conf")
    _admin(solr, action="RELOAD", core=core)


def _open_to_solr(folder: Path) -> None:
    """Solr may run as another user than whoever measures."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)


def _admin(solr: str, *, must: bool = True, **arguments: str) -> None:
    try:
        urllib.request.urlopen(f"{solr}/admin/cores?{urllib.parse.urlencode(arguments)}", timeout=60).close()
    except urllib.error.HTTPError as error:
        if must:
            raise RuntimeError(f"Solr refused {arguments}: {error.read(500)!r}") from error


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
