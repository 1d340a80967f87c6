"""Make a text file readable as UTF-8, and say in which encoding it was written."""

import codecs
from pathlib import Path

from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused

_BLOCK = 4 * 2**20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def readable(path: Path, job: Job) -> tuple[str, Path]:
    """Give the encoding's name and a UTF-8 file (without mark) with the same text: the file itself where that is so already.

    Raises:
        Refused: ``encoding-unknown`` when no encoding gives Vietnamese text.
    """
    with path.open("rb") as file:
        head = file.read(4)
    encoding = job.options.encoding or next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if encoding is None and _is_utf8(path):
        return "utf-8", path
    if encoding is None:
        raise Refused("encoding-unknown")
    return encoding.replace("-sig", ""), _recoded(path, encoding, job.work / "text.csv")


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


def _recoded(path: Path, encoding: str, target: Path) -> Path:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
            while block := file.read(_BLOCK):
                out.write(decoder.decode(block))
            out.write(decoder.decode(b"", final=True))
    except UnicodeError as error:
        raise Refused("encoding-broken", value=encoding) from error
    except LookupError as error:
        raise Refused("encoding-unknown", value=encoding) from error
    return target
