"""Text that a program already read as Latin-1 although it was TCVN3, VNI or Windows-1258: cells in .VnTime, DBF fields without .cpg."""

import pyarrow as pa

from ckanext.binhduong.ingest.readers.text_encoding import as_bytes
from ckanext.binhduong.vn import LegacyEncoding, decode_legacy, detect_encoding


def legacy_of(texts: list[str]) -> LegacyEncoding | None:
    """Name the legacy encoding behind some texts, or None when they are what they look like."""
    marked = " ".join(text for text in texts if not text.isascii())
    inner = as_bytes(marked) if marked else None
    return detect_encoding(inner) if inner else None


def decode(text: str, encoding: LegacyEncoding) -> str:
    """Return the text meant; text that has other letters than Latin-1's is left as it is."""
    inner = as_bytes(text)
    return text if inner is None or text.isascii() else decode_legacy(inner, encoding)


def decoded(cells: pa.Array, encoding: LegacyEncoding | None) -> pa.Array:
    """Return a column of text with every distinct cell decoded once; other columns and no encoding: as they are."""
    if encoding is None or not pa.types.is_string(cells.type):
        return cells
    encoded = cells.dictionary_encode()
    return pa.array([decode(value, encoding) for value in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)
