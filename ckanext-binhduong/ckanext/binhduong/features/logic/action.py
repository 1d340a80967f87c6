"""Actions of the package `features`: published layers and their features, for everybody, by GET."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.connections.databases import geo_database
from ckanext.binhduong.core.parameters import read_limit, read_text, refuse_unknown, required_text
from ckanext.binhduong.core.problems.action_errors import ckan_errors
from ckanext.binhduong.features.layers import as_public, published_layers
from ckanext.binhduong.features.query.arguments import read_question
from ckanext.binhduong.features.query.names import features_named
from ckanext.binhduong.features.query.search import find_feature, find_features
from ckanext.binhduong.features.readings.links import add_latest

__all__ = ["feature_search", "feature_show", "feature_suggest", "layer_list"]

_SUGGESTED, _MOST_SUGGESTED = 10, 100


@tk.side_effect_free
def feature_search(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Find features of the published layers.

    :param theme: a theme's code, e.g. ``nha-thuoc``, or several with commas between
    :param layer: a layer's id, or several with commas between
    :param q: words, with or without marks; all must be there, the last may be the beginning of a word
    :param near: ``lon,lat`` (degrees, WGS 84): nearest first, with ``distance_m``
    :param radius: metres around ``near``
    :param at: ``lon,lat``: only shapes that cover this point
    :param within: an administrative unit of either list, e.g. ``724@2024``
    :param bbox: ``w,s,e,n`` (degrees, WGS 84)
    :param open_now: ``true``: only what is open at this moment by its own hours, ``false``: only what is closed; unknown is neither
    :param always_open: ``true``: only what never closes, ``false``: only what does
    :param filters: JSON, values of columns of role category or type boolean: ``{"loai_hinh": ["Nhà thuốc"], "gpp": true}``
    :param facets: ``true``: give the values of these columns with their counts too (first page)
    :param counts: ``true``: give the number of features of each layer too (first page)
    :param limit: 1 to 1000, 20 if not given
    :param cursor: ``next_cursor`` of the page before, with the same other arguments

    :returns: ``features``: GeoJSON, with ``layer``, ``theme``, ``dataset`` and, with ``near``, ``distance_m`` (spheroid metres) beside
        ``properties``, ``open`` (null: not known) and ``open_changes`` (when that ends), and ``latest`` where the dataset declares a table
        of readings; ``next_cursor`` (null on the last page); ``count``
        (first page only, when it is at most 10,000); with ``counts`` also ``counts``, by layer (null above
        10,000); with ``within`` also ``boundary``: "approximate" for units of 2025
    """
    tk.check_access("feature_search", context, data_dict)
    with ckan_errors():
        answer, layers = find_features(geo_database(), read_question(data_dict), tk.config["SECRET_KEY"])
        add_latest(answer["features"], layers)
    return answer


@tk.side_effect_free
def feature_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show one feature.

    :param layer: a layer's id
    :param id: the feature's id

    :returns: the GeoJSON Feature as ``feature_search`` gives it, with ``permalink`` (null unless the layer has a key column: without one
        the id may change with the next release) and the title of its dataset
    """
    tk.check_access("feature_show", context, data_dict)
    with ckan_errors():
        refuse_unknown(data_dict, ("layer", "id"))
        feature, layer = find_feature(geo_database(), required_text(data_dict, "layer"), required_text(data_dict, "id"))
        add_latest([feature], [layer])
    link = f"{tk.config['ckan.site_url'].rstrip('/')}/feature/{layer['layer']}/{quote(feature['id'], safe='')}"
    names = {name: layer[name] for name in ("dataset_title", "dataset_title_en", "license_id", "data_kind", "release")}
    return {**feature, **names, "permalink": link if layer["key_column"] else None}


@tk.side_effect_free
def feature_suggest(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Suggest features by their names while a reader types.

    :param q: the beginning of a name, with or without marks; all words must be in it, the last may be the beginning of a word
    :param limit: 1 to 100, 10 if not given

    :returns: ``id``, ``name``, ``layer``, ``theme`` and ``dataset`` of each, of every layer in turn; none for fewer than three letters
    """
    tk.check_access("feature_suggest", context, data_dict)
    with ckan_errors():
        refuse_unknown(data_dict, ("q", "limit"))
        limit = read_limit("limit", data_dict.get("limit", _SUGGESTED), _MOST_SUGGESTED)
        return features_named(geo_database(), read_text("q", data_dict.get("q") or ""), limit)


@tk.side_effect_free
def layer_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List the published layers.

    :param theme: a theme's code

    :returns: for each layer ``id``, ``title``, ``title_en``, ``theme``, ``geometry_type``, ``count``, ``extent`` (w,s,e,n), ``fields`` (the
        published columns: id, type, title, role), ``release``, ``published``, ``dataset`` and what belongs to it
    """
    tk.check_access("layer_list", context, data_dict)
    with ckan_errors():
        refuse_unknown(data_dict, ("theme",))
        theme = read_question({"theme": data_dict.get("theme")}).theme
        return [as_public(row) for row in published_layers(geo_database(), theme)]
