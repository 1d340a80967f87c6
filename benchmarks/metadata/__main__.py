"""``python -m benchmarks.metadata --ini …/test.ini``: seconds in which the whole catalogue is read, ours and the peer's. See README.md."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.metadata.catalogue import fill, remove

_PAGE = 100
AIMS = {"cold": 5, "warm": 50, "one": 10}
"""How many times as fast as the peer, at least."""
_ONE = 100
"""How many datasets are read one by one."""


def main() -> int:
    """Fill the instance's empty catalogue, read it in each way, print a table; give 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.metadata", description=__doc__)
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("--datasets", type=int, default=1000)
    parser.add_argument("--form", default="ttl", choices=["ttl", "xml", "jsonld"])
    parser.add_argument("--json", type=Path, help="where to write the figures")
    asked = parser.parse_args()
    # CKAN puts its own folder, which has a package `tests`, first in the path: `catalogue` is imported before it.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(str(asked.ini)))._wsgi_app
    with TemporaryDirectory() as folder:
        _follow_version(Path(folder))
        begun = time.monotonic()
        fill(app, asked.datasets)
        print(f"{asked.datasets} datasets were made in {time.monotonic() - begun:.0f} s\n", file=sys.stderr)
        try:
            figures = _measured(app, asked.form, asked.datasets)
        finally:
            remove(app)
    if asked.json:
        asked.json.write_text(json.dumps({"datasets": asked.datasets, "form": asked.form, "seconds": figures}, indent=1))
    return _report(figures, min(asked.datasets, _ONE))


def _follow_version(folder: Path) -> None:
    """Have the process follow a version of the catalogue, as each process of the portal does; an instance for tests has none."""
    from ckanext.binhduong.core.catalogue_version import commits

    commits.follow(folder / "version")
    commits.announce()


def _measured(app: Any, form: str, datasets: int) -> dict[str, float]:
    """Read the catalogue in each way, the peer's first, and the peer's once more at the end: the better of the two counts."""
    client, pages = app.test_client(), -(-datasets // _PAGE)
    figures = {"peer": _timed(lambda: _paged(client, form, pages, stock=True))}
    figures["paged"] = _timed(lambda: _paged(client, form, pages, stock=False))
    figures["cold"] = _timed(lambda: _whole(client, f"/catalog/all.{form}", datasets))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures["warm"] = min(_timed(lambda: _whole(client, f"/catalog/all.{form}", datasets)) for _ in range(3))
    figures["warm nt"] = min(_timed(lambda: _whole(client, "/catalog/all.nt", datasets)) for _ in range(3))
    figures["megabytes more while warm"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    figures["peer"] = min(figures["peer"], _timed(lambda: _paged(client, form, pages, stock=True)))
    names = [f"bench-{number:06}" for number in range(min(datasets, _ONE))]
    figures["one peer"] = min(_timed(lambda: _each(client, form, names, stock=True)) for _ in range(2))
    figures["one"] = min(_timed(lambda: _each(client, form, names, stock=False)) for _ in range(2))
    return figures


def _timed(read: Callable[[], None]) -> float:
    begun = time.monotonic()
    read()
    return round(time.monotonic() - begun, 3)


def _whole(client: Any, address: str, datasets: int) -> None:
    found = 0
    answer = client.get(address)
    assert answer.status_code == 200
    for piece in answer.iter_encoded():
        found += piece.count(b"bench-agency-contact@")
    assert found >= datasets, found


def _paged(client: Any, form: str, pages: int, *, stock: bool) -> None:
    """Read every page of the feed: by ckanext-dcat's own serializer and profile, or by ours."""
    with _as_stock() if stock else nullcontext():
        for number in range(1, pages + 1):
            answer = client.get(f"/catalog.{form}?page={number}")
            assert (answer.status_code, b"bench-agency-contact@" in answer.data) == (200, True)


def _each(client: Any, form: str, names: list[str], *, stock: bool) -> None:
    """Read datasets one by one. The peer is asked for its profile by name, else our action would answer from the kept graph."""
    query = "?profiles=euro_dcat_ap_3" if stock else ""
    with _as_stock() if stock else nullcontext():
        for name in names:
            answer = client.get(f"/dataset/{name}.{form}{query}")
            assert (answer.status_code, b"bench-agency-contact@" in answer.data) == (200, True)


@contextmanager
def _as_stock() -> Iterator[None]:
    """Have ckanext-dcat write with its own serializer and profile."""
    from ckan.plugins import toolkit as tk
    from ckanext.dcat import helpers, logic
    from ckanext.dcat.processors import RDFSerializer

    ours, profiles = logic.RDFSerializer, tk.config["ckanext.dcat.rdf.profiles"]
    logic.RDFSerializer = helpers.RDFSerializer = RDFSerializer
    tk.config["ckanext.dcat.rdf.profiles"] = "euro_dcat_ap_3"
    try:
        yield
    finally:
        logic.RDFSerializer = helpers.RDFSerializer = ours
        tk.config["ckanext.dcat.rdf.profiles"] = profiles


def _report(figures: dict[str, float], count: int) -> int:
    names = {
        "peer": "ckanext-dcat's paged feed, its own profile",
        "paged": "the paged feed, our profile",
        "cold": "the whole catalogue, nothing written before",
        "warm": "the whole catalogue",
        "warm nt": "the whole catalogue in N-Triples",
        "one peer": f"{count} datasets one by one, ckanext-dcat's own profile",
        "one": f"{count} datasets one by one",
    }
    print("| read | seconds | times as fast as the peer | aim |\n|---|---|---|---|")
    missed = False
    for name, words in names.items():
        ratio = figures["one peer" if name.startswith("one") else "peer"] / figures[name]
        missed = missed or ratio < AIMS.get(name, 0)
        aim = f"≥ {AIMS[name]}{'' if ratio >= AIMS[name] else ': missed'}" if name in AIMS else ""
        print(f"| {words} | {figures[name]} | {ratio:.1f} | {aim} |")
    print(f"\nMemory while reading warm: {figures['megabytes more while warm']:.1f} MB more than before.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
