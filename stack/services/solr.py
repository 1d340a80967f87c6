"""Solr: its jars from Maven, and an instance's home with the two cores that share our configset."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path

from stack.instance import CONFIG, SOLR_LIB, Instance
from stack.shell import Problem, run, say

SERVER = CONFIG / "solr" / "server"
CONFIGSET = CONFIG / "solr" / "conf"
LIVE = "ckan"
CORES = (LIVE, "ckan_test")


def ensure_jars() -> None:
    """Solr, Jetty and JTS at the versions of the pom; nothing when they are there already."""
    stamp = SOLR_LIB.parent / ".pom-sha256"
    digest = hashlib.sha256((SERVER / "pom.xml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Solr from Maven (half a minute the first time)")
    shutil.rmtree(SOLR_LIB, ignore_errors=True)
    SOLR_LIB.mkdir(parents=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={SOLR_LIB}", "-DincludeScope=runtime"]
    run(["mvn", "-q", "-B", *goal], cwd=SERVER, remedy="Maven could not fetch Solr: check the machine's network and Maven's settings.")
    stamp.write_text(digest)


def ensure_home(instance: Instance) -> bool:
    """Solr's home, its cores and the configset; returns whether the configset changed (the cores must then be reloaded).

    A core's folder keeps its name when a rebuilt index takes the place of the old one: where a core is, its properties say.
    """
    home = instance.var / "solr"
    for core in sorted(set(CORES) - _cores(home)):
        folder = home / core
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "core.properties").write_text(f"name={core}\nconfigSet=portal\n")
    shutil.copyfile(SERVER / "solr.xml", home / "solr.xml")
    webapp = instance.var / "solr-webapp" / "WEB-INF"
    webapp.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SERVER / "web.xml", webapp / "web.xml")
    return _copy_configset(home / "configsets" / "portal" / "conf")


def _cores(home: Path) -> set[str]:
    """The names of the cores in a home."""
    texts = [path.read_text() for path in home.glob("*/core.properties")]
    return {name for text in texts for name in re.findall(r"^name=(.*)$", text, re.M)}


def _copy_configset(target: Path) -> bool:
    before = _digest(target)
    if before == _digest(CONFIGSET):
        return False
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(CONFIGSET, target)
    return True


def _digest(folder: Path) -> str:
    """One digest of every file's name and bytes; empty for a folder that is not there."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def is_ready(instance: Instance) -> bool:
    """Whether both cores answer a query."""
    return all(_answers(f"http://{instance.address_of('solr')}/solr/{core}/select?q=*:*&rows=0") for core in CORES)


def reload_cores(instance: Instance) -> None:
    """Let a running Solr read the configset anew; the core that answers readers gets it with the rebuilt index."""
    for core in _cores(instance.var / "solr") - {LIVE}:
        _answers(f"http://{instance.address_of('solr')}/solr/admin/cores?action=RELOAD&core={core}")


def is_empty(instance: Instance) -> bool:
    """Whether the core that answers readers has no document."""
    with urllib.request.urlopen(f"http://{instance.address_of('solr')}/solr/{LIVE}/select?q=*:*&rows=0&wt=json", timeout=10) as answer:
        return not json.load(answer)["response"]["numFound"]


def empty_core(instance: Instance, core: str) -> None:
    """Make a core on a running Solr, or remove all documents from one that is there."""
    base = f"http://{instance.address_of('solr')}/solr"
    _answers(f"{base}/admin/cores?action=CREATE&name={core}&configSet=portal")
    everything = urllib.request.Request(
        f"{base}/{core}/update?commit=true", b'{"delete": {"query": "*:*"}}', {"Content-Type": "application/json"}
    )
    if not _answers(everything):
        raise Problem(f"Solr's core {core} cannot be emptied", "Read its log: make logs")


def _answers(url: str | urllib.request.Request) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
