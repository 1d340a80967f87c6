"""CSV: one for programs (UTF-8, RFC 4180), one that opens by a double click in an Excel set to Vietnamese. Knows no CKAN.

Excel's: byte-order mark, semicolons, decimal comma, no ``T`` in times, TRUE and FALSE, headers in words; what Excel would run as a formula
begins with an apostrophe. Why, and what Excel still does to codes: ``docs/releases/files.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from ckanext.binhduong.core.spreadsheet_text import FORMULA, NUMBER
from ckanext.binhduong.exports.formats.column_texts import compute, iso_texts, joined, quoted
from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels, pieces, without_shapes
from ckanext.binhduong.exports.formats.shapes import wkt_texts

__all__ = ["csv_line", "csv_rows", "stream_csv", "stream_excel_csv"]

_END = "\r\n"


def stream_csv(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield CSV for programs: the columns' names, then a row a line; shapes as WKT."""
    names = [column["name"] for column in table.columns]
    yield csv_line(names).encode()
    for batch in pieces(table):
        yield csv_rows([_plain(batch.column(name), name == table.geometry_column) for name in names], ",")


def _plain(column: pa.Array, shapes: bool) -> pa.Array:
    return wkt_texts(column) if shapes else iso_texts(column)


def stream_excel_csv(table: Table, facts: Facts) -> Iterator[bytes]:
    """Yield CSV for Vietnamese Excel: the columns' titles, then a row a line; without shapes, which no cell can hold."""
    names = [column["name"] for column in without_shapes(table)]
    heads = [entry["label"] for column, entry in zip(table.columns, labels(table), strict=True) if column["name"] in names]
    yield b"\xef\xbb\xbf" + csv_line(_harmless(pa.array(heads, pa.string())).to_pylist(), ";").encode()
    for batch in pieces(table):
        yield csv_rows([_for_excel(batch.column(name)) for name in names], ";")


def _for_excel(column: pa.Array) -> pa.Array:
    text = iso_texts(column, " ")
    if pa.types.is_string(column.type):
        return _harmless(text)
    if pa.types.is_boolean(column.type):
        return compute.ascii_upper(text)
    return compute.replace_substring(text, ".", ",") if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type) else text


def _harmless(text: pa.Array) -> pa.Array:
    risky = compute.and_not(compute.match_substring_regex(text, FORMULA), compute.match_substring_regex(text, NUMBER))
    return compute.if_else(risky, compute.binary_join_element_wise("'", text, ""), text)


def csv_line(values: list[str], delimiter: str = ",") -> str:
    """Return one row of CSV with its end."""
    return delimiter.join(quoted(pa.array(values, pa.string()), delimiter).to_pylist()) + _END


def csv_rows(columns: list[pa.Array], delimiter: str = ",") -> bytes:
    """Return the rows of columns of text as CSV; null becomes nothing, the empty text ``""``."""
    before = ["", *[delimiter] * (len(columns) - 1)]
    return "".join(joined([quoted(column, delimiter) for column in columns], before, _END).to_pylist()).encode()
