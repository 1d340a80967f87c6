"""The files of a release."""

from __future__ import annotations

from typing import Any

from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.exports.listing import list_files
from ckanext.binhduong.exports.logic import schema
from ckanext.binhduong.releases.ledger import history
from ckanext.binhduong.releases.ledger.model import Release

__all__ = ["release_files"]


@tk.side_effect_free
@validate(schema.release_files)
def release_files(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List the files that a release can be had in.

    Args:
        id: a resource's id.
        number: a release's number; without it the newest.

    Returns:
        ``[{format, use, label, ext, crs, state, size, url}]``: ``use`` is sheet, map or program; ``state`` is ready, pending, failed, or
        on-request (made when first asked for); ``size`` in bytes once it is made; empty for a file that is no table.
    """
    tk.check_access("release_files", context, data_dict)
    number = data_dict.get("number")
    release = Release.current(data_dict["id"]) if number is None else history.numbered(data_dict["id"], number)
    return list_files(release, is_newest=number is None) if release else []
