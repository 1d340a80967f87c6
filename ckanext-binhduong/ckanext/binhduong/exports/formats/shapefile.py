"""A zipped Shapefile, for programs that take nothing else. Knows no CKAN.

The format is from 1990: names of ten characters, texts of 254 bytes, no difference between an empty text and none, no times, two gigabytes
a file, one kind of shape. The archive therefore holds ``ten-cot.csv``, which says which short name is which column.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from ckanext.binhduong.exports.formats.delimited import csv_line
from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels, without_shapes
from ckanext.binhduong.exports.formats.vector import WGS84, write_layer

__all__ = ["short_names", "write_shapefile"]

_LENGTH = 10
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_shapefile(table: Table, target: Path, facts: Facts, epsg: int = WGS84) -> None:
    """Write the archive; its parts lie beside it until they are packed.

    Raises:
        pyogrio.errors.DataSourceError: the layer mixes kinds of shapes, or a part would have more than two gigabytes.
    """
    names = short_names([column["name"] for column in without_shapes(table)])
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        options = {"2GB_LIMIT": "YES", "DBF_DATE_LAST_UPDATE": facts.published.isoformat()}
        write_layer(table, Path(folder) / f"{facts.dataset}.shp", "ESRI Shapefile", facts.dataset, epsg, names, layer_options=options)
        (Path(folder) / "ten-cot.csv").write_text(_mapping(table, names), encoding="utf-8-sig", newline="")
        (Path(folder) / "gioi-thieu.txt").write_text(f"{facts.title}\r\n{facts.line}\r\n", encoding="utf-8-sig", newline="")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(Path(folder).iterdir()):
                _pack(archive, part)


def short_names(names: list[str]) -> dict[str, str]:
    """Name each column in at most ten characters; what would be equal gets a number at its end."""
    taken: set[str] = set()
    short: dict[str, str] = {}
    for name in names:
        candidates = (
            name[:_LENGTH] if not number else f"{name[: _LENGTH - len(str(number)) - 1]}_{number}" for number in range(len(names))
        )
        short[name] = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(short[name])
    return short


def _mapping(table: Table, names: dict[str, str]) -> str:
    rows = [
        [names[column["name"]], column["name"], entry["label"], entry.get("label_en", "")]
        for column, entry in zip(table.columns, labels(table), strict=True)
        if column["name"] in names
    ]
    return "".join(csv_line(row) for row in [["ten_ngan", "ten_cot", "tieu_de", "title"], *rows])


def _pack(archive: zipfile.ZipFile, part: Path) -> None:
    """Add a file with a fixed date, so that the same release gives the same bytes."""
    entry = zipfile.ZipInfo(part.name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with part.open("rb") as source, archive.open(entry, "w", force_zip64=part.stat().st_size > 1 << 31) as packed:
        while block := source.read(1 << 20):
            packed.write(block)
