"""Put a layer's file where GDAL may open it: unpacked, complete, under a plain name of ours, without anything that runs.

Zip members are bounded and unpacked by hand (GDAL unpacks bombs without complaint); XML with a DOCTYPE is refused; of a GeoPackage with
views a copy is read from which they were dropped, unseen.
"""

import shutil
import sqlite3
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ckanext.binhduong.ingest.detection import zip_archives
from ckanext.binhduong.ingest.job import Job
from ckanext.binhduong.ingest.model import Refused
from ckanext.binhduong.ingest.readers.layers import dbf, dbf_encoding, geojson_files, kml_files
from ckanext.binhduong.vn import LegacyEncoding

_SUFFIX = {"GeoJSON": ".geojson", "KML": ".kml", "KMZ": ".kml", "GeoPackage": ".gpkg", "FlatGeobuf": ".fgb"}
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass
class Opened:
    """A file GDAL may open, the layer to read when already chosen, the encoding behind its Latin-1 text, whether it has no CRS, how many of
    its records are marked as deleted (GDAL counts them and does not give them), feature → a date field of its, from 0, and what no date is
    in it; names of fields in the copy → those of the file; whether U+0000
    stands as ``geojson_files.NUL`` in it."""

    path: Path
    layer: str | None = None
    legacy: LegacyEncoding | None = None
    no_crs: bool = False
    deleted: int = 0
    no_dates: dict[int, tuple[int, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    nul: bool = False


def prepared(path: Path, job: Job) -> Opened:
    """Return the file to open for the job's format."""
    found = job.detected.format
    if found == "Shapefile":
        return _shapefile(path, job)
    target = job.work / f"layer{_SUFFIX[found]}"
    opened = Opened(target)
    if found in ("KML", "KMZ"):
        opened.names = kml_files.untyped(kml_files.unpacked_kml(path, job.work / "packed.kml") if found == "KMZ" else path, target)
    elif found == "GeoPackage" and (views := _views(path)):
        shutil.copyfile(path, target)
        _drop_views(target, views)
        job.findings.add("views-ignored", value=", ".join(views), count=len(views))
    elif found == "GeoJSON":
        opened.nul = geojson_files.prepare(path, target)
    else:
        target.symlink_to(path)
    if found in ("KML", "KMZ"):
        kml_files.check_xml(target, job)
    return opened


def _views(path: Path) -> list[str]:
    """Return the names of a SQLite file's views; reading the list of names runs nothing.

    Raises:
        Refused: a table that GDAL itself asks is a view, or the file is no database.
    """
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            names = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='view'")]
    except sqlite3.Error as error:
        raise Refused("layer-broken", value="GeoPackage") from error
    if any(name.lower().startswith(("gpkg_", "sqlite_", "rtree_")) for name in names):
        raise Refused("layer-broken", value="GeoPackage")
    return names


_FORGET_VIEW = ("DELETE FROM gpkg_contents WHERE table_name = ?", "DELETE FROM gpkg_geometry_columns WHERE table_name = ?")


def _drop_views(path: Path, views: list[str]) -> None:
    try:
        with sqlite3.connect(path) as database:
            triggers = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]
            for kind, names in (("TRIGGER", triggers), ("VIEW", views)):
                for name in names:
                    quoted = name.replace('"', '""')
                    database.execute(f'DROP {kind} "{quoted}"')
            for statement in _FORGET_VIEW:
                database.executemany(statement, [(view,) for view in views])
    except sqlite3.Error as error:
        raise Refused("layer-broken", value="GeoPackage") from error


def _shapefile(path: Path, job: Job) -> Opened:
    stem = _choose_stem(path, job)
    folder = job.work / "shapefile"
    folder.mkdir()
    found = _parts(path, stem)
    for suffix, member in found.items():
        zip_archives.unpack(path, member, folder / f"layer{suffix}")
    for needed in (".shp", ".dbf"):
        if needed not in found:
            raise Refused("shapefile-part-missing", value=needed)
    if ".shx" not in found:
        job.findings.add("shapefile-index-rebuilt")
    if ".prj" not in found:
        job.layer_without_crs = True
    legacy = dbf_encoding.settle(folder, job)
    deleted, no_dates = dbf.settle(folder / "layer.dbf")
    if deleted:
        job.findings.add("records-deleted", count=deleted)
    return Opened(folder / "layer.shp", "layer", legacy, ".prj" not in found, deleted, no_dates)


def _parts(path: Path, stem: str) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a layer by suffix; LOP.DBF beside lop.shp is one of them where there is no lop.dbf."""
    exact: dict[str, zipfile.ZipInfo] = {}
    alike: dict[str, zipfile.ZipInfo] = {}
    for member in zip_archives.list_members(path):
        name = PurePosixPath(member.filename)
        own, suffix = str(name.with_suffix("")), name.suffix.lower()
        if suffix in _PARTS and own.casefold() == stem.casefold():
            (exact if own == stem else alike)[suffix] = member
    return alike | exact


def _choose_stem(path: Path, job: Job) -> str:
    shapes = [
        PurePosixPath(member.filename) for member in zip_archives.list_members(path) if member.filename.lower().endswith((".shp", ".dbf"))
    ]
    shapes = [name for name in shapes if not name.parts[0].startswith("__MACOSX")]
    drawn = {str(name.with_suffix("")) for name in shapes if name.suffix.lower() == ".shp"}
    folded = {stem.casefold() for stem in drawn}
    stems = [stem for name in shapes if (stem := str(name.with_suffix(""))) in drawn or stem.casefold() not in folded]
    stems = list(dict.fromkeys(stems))
    names = [PurePosixPath(stem).name for stem in stems]
    if job.options.layer is not None and job.options.layer not in names:
        raise Refused("layer-unknown", value=job.options.layer, understood=", ".join(names))
    chosen = job.options.layer or names[0]
    job.source.layer = chosen
    if len(stems) > 1:
        job.findings.common["layer"] = chosen
        if job.options.layer is None:
            job.findings.add("layers-several", value=", ".join(names), understood=chosen, count=len(names))
    return stems[names.index(chosen)]
