"""The servers that are measured, one process each: ours as `make up` starts it, tipg and pygeoapi in environments of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.features.clients import PATIENCE
from benchmarks.features.layers import BOX

__all__ = ["Server", "start_ours", "start_pygeoapi", "start_tipg"]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_PATIENCE = 180


@dataclass
class Server:
    """A running server: its port on the loopback, and its process."""

    port: int
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)


def start_ours(folder: Path, base_ini: Path, port: int) -> Server:
    """Start our process as supervisord does (`config/web.py`), with its lanes, and answers kept by the nginx of ``front``."""
    version = folder / "nginx" / "catalogue-version"
    version.parent.mkdir(parents=True, exist_ok=True)
    options = {
        "ckan.site_url": f"http://127.0.0.1:{port}",
        "ckanext.binhduong.lanes": "true",
        "ckanext.binhduong.catalogue_version_file": version,
    }
    lines = ["[app:main]", f"use = config:{base_ini}", *(f"{key} = {value}" for key, value in options.items()), ""]
    (folder / "ours.ini").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(ROOT / "config" / "web.py"), f"127.0.0.1:{port}", f"127.0.0.1:{port + 1}"]
    return _start(command, {"CKAN_INI": str(folder / "ours.ini")}, port, "/geo", folder / "ours.log")


def start_tipg(folder: Path, peers: Path, address: str, port: int) -> Server:
    """Start tipg on the DataStore's database."""
    settings = {"DATABASE_URL": address, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_DB_EXCLUDE_FUNCTIONS": '["*"]'}
    settings["TIPG_DB_TABLES"] = '["public.bench_vung", "public.bench_vung_3857", "public.bench_diem"]'
    command = [
        _python(peers, "tipg", sys.executable),
        "-m",
        "uvicorn",
        "tipg.main:app",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    return _start(command, settings, port, "/collections/public.bench_vung", folder / "tipg.log")


def start_pygeoapi(folder: Path, peers: Path, address: str, port: int) -> Server:
    """Start pygeoapi on the DataStore's database, behind gunicorn as its documentation has it."""
    python = _python(peers, "pygeoapi", _newest_python())
    config, described = folder / "pygeoapi.yml", folder / "pygeoapi-openapi.yml"
    config.write_text(_config(address, port), encoding="utf-8")
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    # What nobody waits for any more would go on and take the time of those who are measured next.
    settings["PGOPTIONS"] = f"-c statement_timeout={PATIENCE}s"
    generate = [python, "-c", "from pygeoapi import cli; cli()", "openapi", "generate", str(config), "--output-file", str(described)]
    subprocess.run(generate, check=True, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    command = [
        python,
        "-m",
        "gunicorn",
        "-w",
        "1",
        "--threads",
        "8",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "pygeoapi.flask_app:APP",
    ]
    return _start(command, settings, port, "/collections/bench_vung?f=json", folder / "pygeoapi.log")


def _python(folder: Path, name: str, base: str) -> str:
    """Return the interpreter of a peer's environment, made with the pinned versions of ``NAME.txt`` when it is not there."""
    python = folder / name / "bin" / "python"
    if not python.exists():
        subprocess.run([base, "-m", "venv", str(folder / name)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(HERE / f"{name}.txt")], check=True)
    return str(python)


def _newest_python() -> str:
    """Return the interpreter for pygeoapi, whose newest version needs 3.12: ``BENCH_PYTHON`` where one is named, else ours."""
    return os.environ.get("BENCH_PYTHON", sys.executable)


def _start(command: list[str], settings: dict[str, str], port: int, first: str, log: Path) -> Server:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=output, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + _PATIENCE
    while not _answers(f"http://127.0.0.1:{port}{first}"):
        if time.monotonic() > deadline or process.poll() is not None:
            process.terminate()
            raise RuntimeError(f"{command[:4]} did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.5)
    return Server(port, process)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _config(address: str, port: int) -> str:
    parts = urlsplit(address)
    place = f"host: {parts.hostname}, port: {parts.port}, dbname: {parts.path[1:]}, user: {parts.username}, password: '{parts.password}'"
    data = f"{{{place}, search_path: [public, postgis]}}"
    resources = "".join(
        _RESOURCE.format(name=name, data=data, box=list(BOX), tiles=_TILES.format(name=name, data=data))
        for name in ("bench_vung", "bench_diem")
    )
    return _SERVER.format(port=port) + resources


_SERVER = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  language: en-US
  pretty_print: false
  limits: {{default_items: 10, max_items: 10000}}
  map: {{url: 'https://tile.openstreetmap.org/{{z}}/{{x}}/{{y}}.png', attribution: OSM}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: bench, description: bench, keywords: [bench], terms_of_service: none, url: 'http://127.0.0.1'}}
  license: {{name: CC-BY, url: 'http://127.0.0.1'}}
  provider: {{name: bench, url: 'http://127.0.0.1'}}
  contact: {{name: bench}}
resources:
"""
_RESOURCE = """
  {name}:
    type: collection
    title: {name}
    description: {name}
    keywords: [bench]
    extents: {{spatial: {{bbox: {box}, crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'}}}}
    providers:
      - {{type: feature, name: PostgreSQL, data: {data}, id_field: id, table: {name}, geom_field: geom}}
{tiles}
"""
_TILES = """      - {{type: tile, name: MVT-postgresql, data: {data}, id_field: id, table: {name}, geom_field: geom,
         options: {{zoom: {{min: 0, max: 16}}}}, format: {{name: pbf, mimetype: application/vnd.mapbox-vector-tile}}}}
"""
