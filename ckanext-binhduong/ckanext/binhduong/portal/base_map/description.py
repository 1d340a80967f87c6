"""What a page says of the base map to the script that draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.base_map import archives

__all__ = ["binhduong_base_map"]

#: Who made what the map shows; each name leads to its licence or source.
_CREDITS = (
    ("GSHHG", "https://www.soest.hawaii.edu/pwessel/gshhg/"),
    ("censusVN2009", "https://github.com/LucieContamin/censusVN2009"),
    ("GeoNames", "https://www.geonames.org/"),
    ("OurAirports", "https://ourairports.com/data/"),
    ("© OpenStreetMap", "https://www.openstreetmap.org/copyright"),
)
_TILES = "/binhduong/base-map/base-map.pmtiles"


def binhduong_base_map() -> dict[str, Any]:
    """Return what the script must know.

    ``tiles`` is the address of the PMTiles file that ships, with its content's digest; ``streets`` that of the operator's own, None without
    one; ``credit`` is HTML; ``lists`` and ``locale`` are the words of the map's buttons.
    """
    built = archives.newest(Path(tk.config["ckan.storage_path"]))
    return {
        "tiles": tk.h.binhduong_asset(_TILES),
        "streets": tk.h.url_for_static(archives.ADDRESS + built) if built else None,
        "credit": " · ".join(f'<a href="{address}" rel="noopener">{name}</a>' for name, address in _CREDITS),
        "lists": {
            "2025": tk._("Units since 1 July 2025 (approximate borders). Press for those before."),
            "2024": tk._("Units before 1 July 2025. Press for those since."),
        },
        "locale": {
            "AttributionControl.ToggleAttribution": tk._("Show or hide the sources"),
            **tk.h.binhduong_map_words()["locale"],
        },
    }
