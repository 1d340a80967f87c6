"""For how long an answer may be kept that no commit has made old: one table of endpoints and actions. Imports no CKAN.

A commit ends every kept answer at once. These lives bound what no commit announces: the time of day. What is not in the tables is not
kept: personal pages, forms, health, the state of jobs (which is in Redis). Of a file, the answer that names it to nginx is kept, never its
bytes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

__all__ = ["FILES", "lifetime"]

HOUR = 3600
#: Pages say "two hours ago".
RELATIVE = 300
#: "Open now", and the age of a reading in minutes.
MINUTE = 60
#: Of a file CKAN is asked again (it looks at the size on the disk), by each reader after this time; what is kept is for when it is away.
MOMENT = 1

#: Views that send a stored file.
FILES = ("binhduong_releases.download", "binhduong_exports.export", "binhduong_exports.download_release")
_ENDPOINTS = {
    **dict.fromkeys(FILES, MOMENT),
    **dict.fromkeys(("binhduong.home", "dataset.search", "dataset.read", "dataset_resource.read", "resource.read"), RELATIVE),
    **dict.fromkeys(("binhduong.agencies", "binhduong.themes", "organization.read", "group.read", "binhduong.plan"), RELATIVE),
    **dict.fromkeys(("activity.package_activity", "activity.organization_activity", "activity.group_activity"), RELATIVE),
    **dict.fromkeys(("binhduong_versions.history", "binhduong_versions.choose", "binhduong_versions.dataset_feed"), RELATIVE),
    **dict.fromkeys(("binhduong_versions.resource_feed", "binhduong_quality.show_board", "binhduong_quality.board_csv"), RELATIVE),
    "binhduong.embed": RELATIVE,
    **dict.fromkeys(
        (
            "binhduong.finder",
            "binhduong.finder_card",
            "binhduong.finder_point",
            "binhduong.feature",
            "binhduong.place",
            "binhduong.compare_places",
            "binhduong.compare_stations",
            "binhduong.place_values",
        ),
        MINUTE,
    ),
    **dict.fromkeys(("home.about", "binhduong.places", "binhduong_docs.reference", "binhduong.saved_views"), HOUR),
    **dict.fromkeys(("binhduong_docs.openapi", "binhduong_catalogue.place", "binhduong_metadata.identifier"), HOUR),
    **dict.fromkeys(("binhduong_rows.rows", "binhduong_rows.openapi", "binhduong.chart"), HOUR),
    **dict.fromkeys(("binhduong_search.show_extents", "binhduong.dataset_card"), HOUR),
    **dict.fromkeys(("dcat.read_catalog", "dcat.read_dataset"), HOUR),
    **dict.fromkeys(
        (
            "binhduong_records.landing",
            "binhduong_records.conformance",
            "binhduong_records.api",
            "binhduong_records.collections",
            "binhduong_records.collection",
            "binhduong_records.items",
            "binhduong_records.item",
        ),
        HOUR,
    ),
    **dict.fromkeys(tuple(f"binhduong_feeds.{kind}" for kind in ("custom", "general", "group", "organization", "tag")), HOUR),
}
#: What the light path answers without a view of Flask's.
_LIGHT = {"geo.tile": HOUR}
_ACTIONS = {
    **dict.fromkeys(("package_list", "package_search", "package_show", "package_autocomplete", "resource_show", "resource_search"), HOUR),
    **dict.fromkeys(("organization_list", "organization_show", "group_list", "group_show", "tag_list", "tag_show", "tag_search"), HOUR),
    **dict.fromkeys(("license_list", "vocabulary_list", "vocabulary_show", "group_package_show"), HOUR),
    **dict.fromkeys(("place_search", "place_show", "place_at", "release_list", "release_show"), HOUR),
    **dict.fromkeys(("datastore_search", "datastore_info", "table_search", "table_profile", "table_chart", "table_map"), HOUR),
    **dict.fromkeys(("package_activity_list", "organization_activity_list", "group_activity_list"), HOUR),
    **dict.fromkeys(("dataset_suggest", "feature_suggest"), HOUR),
    **dict.fromkeys(("feature_search", "feature_show", "layer_list"), MINUTE),
    # Counted every five minutes; no commit of the catalogue says so.
    "usage_show": RELATIVE,
}


def lifetime(endpoint: str | None, action: str | None, now: datetime) -> int:
    """Return for how many seconds an answer may be kept; 0 for one that is not kept.

    Args:
        endpoint: Flask's name of the view, or the light path's of what it answers.
        action: the action, where the view is that of the Action API.
        now: the time where the portal is: what depends on the day ends with it (the age of data, last days).
    """
    longest = _ACTIONS.get(action or "", 0) if endpoint == "api.action" else (_ENDPOINTS | _LIGHT).get(endpoint or "", 0)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(longest, int((midnight - now).total_seconds()))
