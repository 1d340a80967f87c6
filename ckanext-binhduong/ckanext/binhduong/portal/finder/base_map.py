"""The outside base map that an operator may put under our own boundaries; off unless configured."""

from typing import Any
from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.answer_headers.page_policy import allow_sources

__all__ = ["allow_base_map", "base_map"]


def base_map() -> dict[str, str] | None:
    """Return ``{"tiles", "credit"}`` of the configured raster tiles; None when there are none, or the address is no https one."""
    tiles = tk.config["ckanext.binhduong.base_map_tiles"]
    if not tiles or urlsplit(tiles).scheme != "https":
        return None
    return {"tiles": tiles, "credit": tk.config["ckanext.binhduong.base_map_credit"]}


def allow_base_map() -> None:
    """Let this answer's Content-Security-Policy fetch the tiles from their host, and from nowhere else."""
    configured: Any = base_map()
    if configured:
        host = f"https://{urlsplit(configured['tiles']).netloc}"
        allow_sources({"connect-src": host, "img-src": host})
