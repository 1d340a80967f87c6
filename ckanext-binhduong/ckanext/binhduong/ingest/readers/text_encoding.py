"""Make a text file readable as UTF-8, and say in which encoding it was written.

Tried in this order: what a person says, a byte order mark, UTF-8 (and within it text that some program saved after reading it wrongly:
"Thá»§ Dáº§u Má»™t", "ThuÒ DâÌu Môòt"), the legacy encodings that the package ``vn`` knows by their byte patterns.
Where nothing fits the officer is asked.
"""

import codecs
from collections.abc import Callable
from pathlib import Path

from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.vn import LegacyEncoding, decode_legacy, detect_encoding, nfc

_BLOCK = 4 * 2**20
_SAMPLE = 512 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TO_BYTES = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_NAMES = {"utf8": "utf-8", "windows-1258": "cp1258", "vn3": "tcvn3", "abc": "tcvn3", "vni-windows": "vni"}

Decoder = Callable[[bytes], str]


def readable(path: Path, job: Job) -> tuple[str, Path]:
    """Return the encoding's name and a UTF-8 file (without mark) with the same text: the file itself where that is so already.

    Raises:
        Refused: ``encoding-unknown`` when no encoding gives Vietnamese text, ``encoding-broken`` when the one named does not fit.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if job.options.encoding:
        return _as_told(path, standard_name(job.options.encoding), job)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None) or _unmarked_utf16(head)
    if encoding:
        return encoding.replace("-sig", ""), _recoded(path, encoding, job)
    if _is_utf8(path):
        return _perhaps_mojibake(path, head, job)
    legacy = detect_encoding(head)
    if legacy is None:
        raise Refused("encoding-unknown", value=_first_marked(head.decode("latin-1")))
    return _legacy(path, legacy, head, job)


def standard_name(encoding: str) -> str:
    """Return an encoding's name as the portal writes it; an unknown one as it is."""
    lower = encoding.strip().lower().replace("_", "-")
    return _NAMES.get(lower, lower)


def _as_told(path: Path, encoding: str, job: Job) -> tuple[str, Path]:
    if encoding in {each.value for each in LegacyEncoding}:
        return encoding, _by_lines(path, lambda line: decode_legacy(line, LegacyEncoding(encoding)), job)
    return encoding, _recoded(path, "utf-8-sig" if encoding == "utf-8" else encoding, job)


def _unmarked_utf16(head: bytes) -> str | None:
    zeros = head[:2000].count(0)
    if zeros < 0.2 * min(len(head), 2000):
        return None
    return "utf-16-le" if head[1:2000:2].count(0) > head[:2000:2].count(0) else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _perhaps_mojibake(path: Path, head: bytes, job: Job) -> tuple[str, Path]:
    text = head.decode("utf-8", "ignore")
    inner = as_bytes(text)
    if inner is None or text.isascii():
        return "utf-8", path
    if _is_doubled(inner):
        return "utf-8", _mended(path, text, lambda line: nfc((as_bytes(line.decode()) or line).decode("utf-8")), job)
    legacy = detect_encoding(inner)
    if legacy is None:
        return "utf-8", path
    return "utf-8", _mended(path, text, lambda line: decode_legacy(as_bytes(line.decode()) or line, legacy), job)


def _is_doubled(inner: bytes) -> bool:
    text = inner.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return wrong <= 1 and any(ord(char) > 0x7F and char != "\ufffd" for char in text)


def as_bytes(text: str) -> bytes | None:
    """Return the bytes that a program showed as ``text`` because it took them for Windows-1252, or None when there are none."""
    try:
        return text.translate(_TO_BYTES).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _mended(path: Path, before: str, decode: Decoder, job: Job) -> Path:
    out = _by_lines(path, decode, job)
    wrong = _first_marked(before)
    job.findings.add("encoding-mojibake", value=wrong, understood=decode(wrong.encode()))
    return out


def _legacy(path: Path, encoding: LegacyEncoding, head: bytes, job: Job) -> tuple[str, Path]:
    out = _by_lines(path, lambda line: decode_legacy(line, encoding), job)
    job.findings.add("encoding-converted", value=encoding.value.upper(), understood=_first_marked(decode_legacy(head, encoding)))
    return encoding.value, out


def _first_marked(text: str) -> str:
    """Return the first line with a letter beyond ASCII, for a person to judge the reading by."""
    return next((line.strip()[:80] for line in text.splitlines() if not line.isascii()), "")


def _by_lines(path: Path, decode: Decoder, job: Job) -> Path:
    """Write the file anew through ``decode``, cut at line ends: a tone stands apart from its letter, but never on the next line."""
    target = job.work / "text.csv"
    try:
        with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
            while block := file.read(_BLOCK):
                out.write(decode(block + file.readline()))
    except UnicodeError as error:
        raise Refused("encoding-broken", value=job.options.encoding) from error
    return target


def _recoded(path: Path, encoding: str, job: Job) -> Path:
    target = job.work / "text.csv"
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
            while block := file.read(_BLOCK):
                out.write(decoder.decode(block))
            out.write(decoder.decode(b"", final=True))
    except UnicodeError as error:
        raise Refused("encoding-broken", value=encoding) from error
    except (LookupError, TypeError) as error:
        raise Refused("encoding-unknown", value=encoding) from error
    return target
