"""Template helpers of the pages, a module a subject; their names begin with ``binhduong_``."""

from ckanext.binhduong.portal.base_map.description import binhduong_base_map
from ckanext.binhduong.portal.embed.framing import binhduong_frame
from ckanext.binhduong.portal.helpers.catalogue import (
    binhduong_agencies,
    binhduong_agency_title,
    binhduong_facet_label,
    binhduong_layer_themes,
    binhduong_layers_of,
    binhduong_place_filters,
    binhduong_theme_counts,
    binhduong_themes,
)
from ckanext.binhduong.portal.helpers.charts import (
    binhduong_chart,
    binhduong_chart_file,
    binhduong_chart_title,
    binhduong_chart_value,
)
from ckanext.binhduong.portal.helpers.citation import binhduong_citation
from ckanext.binhduong.portal.helpers.dataset import (
    binhduong_code,
    binhduong_related,
    binhduong_summary,
)
from ckanext.binhduong.portal.helpers.freshness import binhduong_freshness, binhduong_freshness_of
from ckanext.binhduong.portal.helpers.home import binhduong_hits, binhduong_home
from ckanext.binhduong.portal.helpers.language import binhduong_in_language, binhduong_short
from ckanext.binhduong.portal.helpers.page import (
    binhduong_asset,
    binhduong_completed,
    binhduong_core_scripts,
    binhduong_directions,
    binhduong_error_note,
    binhduong_feature_url,
    binhduong_icon,
    binhduong_is_ours,
    binhduong_short_address,
    binhduong_without,
)
from ckanext.binhduong.portal.helpers.resource import binhduong_release_status
from ckanext.binhduong.portal.helpers.rows import binhduong_first_rows, binhduong_has_points, binhduong_row_url, binhduong_rows
from ckanext.binhduong.portal.helpers.tables import (
    binhduong_columns,
    binhduong_embed_url,
    binhduong_fields,
    binhduong_filter,
    binhduong_frequent,
    binhduong_map_rows_url,
    binhduong_map_words,
    binhduong_rows_api,
    binhduong_table_url,
    binhduong_table_view,
)
from ckanext.binhduong.portal.helpers.words import (
    binhduong_cell,
    binhduong_date,
    binhduong_distance,
    binhduong_moment,
    binhduong_number,
    binhduong_size,
)

__all__ = [
    "binhduong_agencies",
    "binhduong_agency_title",
    "binhduong_asset",
    "binhduong_base_map",
    "binhduong_cell",
    "binhduong_chart",
    "binhduong_chart_file",
    "binhduong_chart_title",
    "binhduong_chart_value",
    "binhduong_citation",
    "binhduong_code",
    "binhduong_columns",
    "binhduong_completed",
    "binhduong_core_scripts",
    "binhduong_date",
    "binhduong_directions",
    "binhduong_distance",
    "binhduong_embed_url",
    "binhduong_error_note",
    "binhduong_facet_label",
    "binhduong_feature_url",
    "binhduong_fields",
    "binhduong_filter",
    "binhduong_first_rows",
    "binhduong_frame",
    "binhduong_frequent",
    "binhduong_freshness",
    "binhduong_freshness_of",
    "binhduong_has_points",
    "binhduong_hits",
    "binhduong_home",
    "binhduong_icon",
    "binhduong_in_language",
    "binhduong_is_ours",
    "binhduong_layer_themes",
    "binhduong_layers_of",
    "binhduong_map_rows_url",
    "binhduong_map_words",
    "binhduong_moment",
    "binhduong_number",
    "binhduong_place_filters",
    "binhduong_related",
    "binhduong_release_status",
    "binhduong_row_url",
    "binhduong_rows",
    "binhduong_rows_api",
    "binhduong_short",
    "binhduong_short_address",
    "binhduong_size",
    "binhduong_summary",
    "binhduong_table_url",
    "binhduong_table_view",
    "binhduong_theme_counts",
    "binhduong_themes",
    "binhduong_without",
]
