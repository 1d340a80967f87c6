"""CKAN's own feeds of datasets (``/feeds/…``), in the language that the catalogue is written in."""

from __future__ import annotations

from typing import Any

from ckan.views.feed import CKANFeed

__all__ = ["Feed"]


class Feed(CKANFeed):
    """CKAN says "en" of every feed, whatever its words are; titles and descriptions of datasets are Vietnamese first."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **{**more, "language": "vi"})
