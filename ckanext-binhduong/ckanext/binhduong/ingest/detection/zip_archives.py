"""List a zip's members and bound them before anything is unpacked.

The end-of-directory record is read first, by hand: ``zipfile`` would build an object a member before anyone could count them.
"""

import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ckanext.binhduong.ingest.model import Refused

MAX_MEMBERS = 10_000
MAX_DIRECTORY_BYTES = 4 * 2**20
"""The central directory of 10,000 members with long names."""
MAX_BYTES = 2 * 2**30
"""Unpacked size of all members."""
MAX_RATIO = 200
"""Unpacked to packed; a spreadsheet's XML stays near 10–50. Only looked at above ``RATIO_FREE_BYTES``."""
RATIO_FREE_BYTES = 10 * 2**20
_END = struct.Struct("<4s4H2LH")
_ARCHIVES = (".zip", ".kmz", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2")


def list_members(path: Path) -> list[zipfile.ZipInfo]:
    """Return the members of the zip at ``path``.

    Raises:
        Refused: broken, too many or too large members, unsafe names, links, encryption, overlaps, archives inside.
    """
    _check_end_record(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused("zip-broken") from error
    _check_sizes(path, members)
    _check_names(members)
    return members


def _check_end_record(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Refused("zip-broken")
    _, _, _, _, count, directory_bytes, _, _ = _END.unpack_from(tail, at)
    if count > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise Refused("zip-too-many", value=count, limit=MAX_MEMBERS)


def _check_sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    packed_file = path.stat().st_size
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if packed > packed_file:
        raise Refused("zip-overlap")
    if unpacked > MAX_BYTES or (unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1)):
        raise Refused("zip-bomb", value=f"{packed_file / 2**20:.1f} MB → {unpacked / 2**20:.0f} MB", limit=MAX_RATIO)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.filename
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if name.startswith(("/", "\\")) or ".." in parts or ":" in name[:2] or "\0" in name:
            raise Refused("zip-unsafe-name", value=name)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Refused("zip-link", value=name)
        if member.flag_bits & 0x1:
            raise Refused("zip-encrypted", value=name)
        if name in seen:
            raise Refused("zip-duplicate", value=name)
        if name.lower().endswith(_ARCHIVES):
            raise Refused("zip-nested", value=name)
        seen.add(name)


def read_member(path: Path, name: str, limit: int) -> bytes:
    """Return one member's bytes, counting what really comes out: a directory may lie about its sizes."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            data = file.read(limit + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, KeyError, zlib.error) as error:
        raise Refused("zip-broken", value=name) from error
    if len(data) > limit:
        raise Refused("zip-bomb", value=name, limit=MAX_RATIO)
    return data


def beginning(path: Path, name: str) -> bytes:
    """Return a member's first bytes, where a DOCTYPE would stand."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            return file.read(4096)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise Refused("zip-broken", value=name) from error


def unpack(path: Path, member: zipfile.ZipInfo, target: Path) -> None:
    """Write one member to ``target``, stopping where it grows beyond the size the directory gave."""
    written = 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file, target.open("wb") as out:
            while block := file.read(2**20):
                written += len(block)
                if written > member.file_size:
                    raise Refused("zip-bomb", value=member.filename, limit=MAX_RATIO)
                out.write(block)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise Refused("zip-broken", value=member.filename) from error
