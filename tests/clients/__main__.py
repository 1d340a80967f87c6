"""``python -m tests.clients ADDRESS [READER …]``: run clients on a portal and print the table; fails when one read something else."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from tests.clients import catalogue_readers, table_readers
from tests.clients.portal import Portal, Reading

HEAD = """# Clients and validators

What each client read of a portal with the seed catalogue, and whether it equals what the Action API gives. Printed by `make clients`
(`tests/clients/`) on a running portal; it fails when something is not equal. The readers of ckanext-harvest run without their queue.
"""
LIBRARIES = (
    *("ckanapi", "ckanext-dcat", "ckanext-harvest", "rdflib", "pyshacl", "feedparser", "openapi-spec-validator", "schemathesis"),
    *("frictionless", "csvw", "mlcroissant", "duckdb", "pandas", "pyogrio", "geopandas"),
)
READERS = {read.__name__.strip("_"): read for read in (*catalogue_readers.READERS, *table_readers.READERS)}

_ID = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}/")
"""The id of a resource is another one in each portal: the table is the same without it."""

Read = Callable[[Portal, Path], Iterable[Reading]]


def main(address: str, names: list[str]) -> int:
    """Print the table of the readers that are named, or of all; give the command's exit code."""
    chosen, different = names or list(READERS), 0
    print(HEAD)
    print(f"Versions: {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}.\n")
    if left_out := [name for name in READERS if name not in chosen]:
        print(f"Not run for this table: {', '.join(left_out)}.\n")
    print("| client | read | equal |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(address)
        for name in chosen:
            begun = time.monotonic()
            for reading in _readings(READERS[name], portal, Path(folder)):
                different += bool(reading.differs)
                equal = f"**not equal**: {reading.differs}".replace("|", "\\|")[:300] if reading.differs else "equal"
                read = _ID.sub("/…/", reading.read)
                print(f"| {reading.client} | {read} | {equal} |", flush=True)
            print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return 1 if different else 0


def _readings(read: Read, portal: Portal, folder: Path) -> list[Reading]:
    try:
        return list(read(portal, folder))
    except Exception as error:  # a client that cannot read at all is a line of the table, not its end
        return [Reading(read.__name__.strip("_"), "stopped", f"{type(error).__name__}: {error}")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
