"""Make a GeoJSON one that GDAL reads whole: a feature a line, or a bare list, becomes a collection; U+0000 becomes a sign of ours."""

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NUL = "\ufdd0"
"""A noncharacter, which no text holds, for U+0000 in the copy."""
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
_BLOCK = 2**20
_MAX_LINE = 64 * 2**20
_AROUND = b"\xef\xbb\xbf\x1e \t\r\n"
"""What may stand around a line's text: byte order mark, the record sign of RFC 8142, blanks."""


def prepare(path: Path, target: Path) -> bool:
    """Put the GeoJSON at ``path``, or a copy that GDAL reads whole, at ``target``; returns whether the copy has ``NUL``."""
    with path.open("rb") as file:
        lined = _is_lined(file)
        file.seek(0)
        listed = file.read(4096).lstrip(_AROUND).startswith(b"[")
    nul = _has_nul(path)
    if not lined and not listed and not nul:
        target.symlink_to(path)
        return False
    with path.open("rb") as file, target.open("wb") as out:
        for block in _as_collection(file) if lined else _in_collection(file) if listed else _blocks(file):
            out.write(_NUL.sub(rb"\1\\ufdd0", block))
    return nul


def _is_lined(file: BinaryIO) -> bool:
    """Return whether a file holds a feature or shape a line, not one collection."""
    lines = (line.strip(_AROUND) for line in iter(lambda: file.readline(_MAX_LINE), b""))
    first, second = itertools.islice(itertools.chain((line for line in lines if line), (b"", b"")), 2)
    try:
        start = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return bool(second) and isinstance(start, dict) and start.get("type") != "FeatureCollection"


def _as_collection(file: BinaryIO) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","features":['
    comma = b""
    for line in file:
        text = line.strip(_AROUND)
        if text:
            shape = not re.search(rb'"type"\s*:\s*"Feature"', text)
            yield comma + (b'{"type":"Feature","properties":{},"geometry":%b}' % text if shape else text) + b"\n"
            comma = b","
    yield b"]}"


def _in_collection(file: BinaryIO) -> Iterator[bytes]:
    """Yield a bare list of features as a collection."""
    yield b'{"type":"FeatureCollection","features":'
    yield from _blocks(file)
    yield b"}"


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in pieces that end within no escape."""
    rest = b""
    while block := file.read(_BLOCK):
        rest += block
        end = max(rest.rfind(b'"'), 0)
        yield rest[:end]
        rest = rest[end:]
    yield rest


def _has_nul(path: Path) -> bool:
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if _NUL.search(rest + block):
                return True
            rest = block[-16:]
    return False
