"""A row that a release has taken out, as a feature. Imports no CKAN."""

from collections.abc import Mapping
from typing import Any

__all__ = ["last_feature"]


def last_feature(layer: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row that was taken out as a feature like ``feature_show``'s, with the release that it was last in.

    Args:
        layer: as ``layer_list`` gives it.
        last: as ``release_row`` gives it.
    """
    about = {name: layer.get(name) for name in ("dataset", "dataset_title", "dataset_title_en", "theme", "license_id", "data_kind")}
    gone = {"gone": True, "last_release": last["number"], "last_published": last["published"]}
    values = {"type": "Feature", "id": last["key"], "geometry": last["geometry"], "properties": last["values"]}
    return {**values, "layer": layer["id"], **about, **gone}
