"""Make a KML one that GDAL reads as it is written: unpacked, without a DOCTYPE, its fields as text under names that survive."""

import re
from html import unescape
from pathlib import Path

from ckanext.binhduong.ingest.detection import zip_archives
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused

_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DTD_WIDE = tuple("<!DOCTYPE".encode(wide) for wide in ("utf-16-le", "utf-16-be"))
_TYPED_FIELD = re.compile(rb"""(<(?:\w+:)?SimpleField\b[^>]*?\btype=)(["'])(?:int|uint|short|ushort|float|double|bool|boolean)\2""")
_DATA_NAME = re.compile(rb"""(?P<before><(?:\w+:)?Data\b[^>]*?\bname=)(?P<quote>["'])(?P<name>[^"'<>]{1,200})(?P=quote)""")
_SPOILT = re.compile(rb"[^A-Za-z0-9_]")
_BLOCK = 2**20


def unpacked_kml(path: Path, target: Path) -> Path:
    """Return the KML of a KMZ, unpacked to ``target``: doc.kml, or the first there is."""
    members = [member for member in zip_archives.list_members(path) if member.filename.lower().endswith(".kml")]
    chosen = next((member for member in members if member.filename.lower() == "doc.kml"), members[0])
    zip_archives.unpack(path, chosen, target)
    return target


def untyped(path: Path, target: Path) -> dict[str, str]:
    """Copy a KML with its typed fields as text: GDAL makes 0 or no of what it cannot read, and all values of a KML are text anyway.

    Names of data that GDAL would spoil ("Điện thoại" → "__i___n_tho___i") get names of ours; returns ours → theirs.
    """
    rest, names = b"", dict[bytes, bytes]()

    def renamed(match: re.Match[bytes]) -> bytes:
        ours = names.setdefault(match["name"], f"truong{len(names) + 1}_".encode()) if _SPOILT.search(match["name"]) else match["name"]
        return match["before"] + b'"' + ours + b'"'

    with path.open("rb") as old, target.open("wb") as new:
        while block := old.read(_BLOCK):
            rest += block
            end = max(rest.rfind(b"<"), 0)
            new.write(_DATA_NAME.sub(renamed, _TYPED_FIELD.sub(rb"\1\2string\2", rest[:end])))
            rest = rest[end:]
        new.write(rest)
    return {ours.decode(): unescape(name.decode("utf-8", "replace")) for name, ours in names.items()}


def check_xml(path: Path, job: Job) -> None:
    """Refuse a DOCTYPE, and tell of links to other places."""
    links, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            piece = rest + block
            if _DTD.search(piece) or any(mark in piece for mark in _DTD_WIDE):
                raise Refused("doctype-refused")
            links += block.count(b"<NetworkLink>")
            rest = piece[-32:]
    if links:
        job.findings.add("links-dropped", count=links)
