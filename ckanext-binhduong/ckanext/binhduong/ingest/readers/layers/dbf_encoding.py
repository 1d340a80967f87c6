"""The encoding of a Shapefile's attributes: what a person says, else its .cpg where it agrees with the bytes of the DBF."""

import codecs
import re
import struct
from pathlib import Path

from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers.layers import dbf
from ckanext.binhduong.ingest.readers.text_encoding import standard_name
from ckanext.binhduong.vn import LegacyEncoding, decode_legacy, detect_encoding

_HEAD = 4 * 2**20


def settle(folder: Path, job: Job) -> LegacyEncoding | None:
    """Write the .cpg by which GDAL reads ``layer.dbf``; return the encoding behind its Latin-1 text, where it is one that GDAL lacks.

    Raises:
        Refused: ``layer-broken`` where records and shapes differ, ``encoding-broken`` or ``encoding-unknown`` for what a person says.
    """
    text = _attributes(folder)
    if job.options.encoding:
        return _as_said(standard_name(job.options.encoding), text, folder, job)
    return _as_found(text, folder, job)


def _attributes(folder: Path) -> bytes:
    """Return the bytes of the first records, blanks for zeros."""
    with (folder / "layer.dbf").open("rb") as file:
        head = file.read(_HEAD)
    if len(head) < 32:
        raise Refused("layer-broken", value="DBF")
    records, start = struct.unpack_from("<IH", head, 4)
    index = folder / "layer.shx"
    if index.exists() and records != (index.stat().st_size - 100) // 8:  # a record a shape, or attributes stand beside the wrong one
        raise Refused("layer-broken", value=f"DBF: {records}")
    return head[start:].replace(b"\0", b" ")


def _as_said(encoding: str, text: bytes, folder: Path, job: Job) -> LegacyEncoding | None:
    job.source.encoding = encoding
    legacy = next((each for each in LegacyEncoding if each.value == encoding), None)
    if legacy is None:
        _check_fits(encoding, text, folder)
    if encoding == "utf-8" and not _is_utf8(text):
        job.cut = dbf.mend_utf8(folder / "layer.dbf")
    (folder / "layer.cpg").write_text("ISO-8859-1" if legacy else encoding.upper())
    return legacy


def _check_fits(encoding: str, text: bytes, folder: Path) -> None:
    """Refuse an encoding that does not exist, or in which the attributes are no text."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(text)
    except UnicodeError as error:
        if encoding != "utf-8" or not dbf.is_mostly_utf8(folder / "layer.dbf"):
            raise Refused("encoding-broken", value=encoding) from error
    except (LookupError, TypeError) as error:
        raise Refused("encoding-unknown", value=encoding) from error


def _as_found(text: bytes, folder: Path, job: Job) -> LegacyEncoding | None:
    """Write a .cpg for the DBF that agrees with its bytes: what a file says of its encoding is often what its program's default was."""
    cpg = folder / "layer.cpg"
    said = cpg.read_text("latin-1").strip()[:40] if cpg.exists() else None
    unicode = said is None or said.upper().replace("-", "") == "UTF8"
    if unicode and not _is_utf8(text) and dbf.is_mostly_utf8(folder / "layer.dbf"):
        job.cut = dbf.mend_utf8(folder / "layer.dbf")
        cpg.write_text("UTF-8")
        job.source.encoding = "utf-8"
        return None
    legacy = detect_encoding(text)
    if legacy is None and (text.isascii() or _is_utf8(text)):
        cpg.write_text("UTF-8")
        job.source.encoding = "utf-8"
    elif legacy is not None or unicode:
        cpg.write_text("ISO-8859-1")
        job.source.encoding = legacy.value if legacy else "iso-8859-1"
        job.findings.add("encoding-converted", value=job.source.encoding.upper(), understood=_example(text, legacy))
    else:
        job.source.encoding = said
    return legacy


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data)
    return True


def _example(text: bytes, legacy: LegacyEncoding | None) -> str:
    marked = next((part.strip() for part in re.split(rb"\s{2,}", text) if not part.isascii()), b"")
    return decode_legacy(marked, legacy) if legacy else marked.decode("latin-1")
