"""The fields of the index that a caller may name. Imports no CKAN."""

from __future__ import annotations

import re

__all__ = ["NAMED", "is_field"]

# fmt: off
NAMED = frozenset((
    # CKAN's own.
    "author", "author_email", "capacity", "ckan_url", "dataset_type", "download_url", "entity_type", "groups", "id", "index_id",
    "indexed_ts", "license", "license_id", "maintainer", "maintainer_email", "metadata_created", "metadata_modified", "name", "name_ngram",
    "notes", "creator_user_id", "isopen", "license_title", "license_url", "num_resources", "num_tags", "revision_id",
    "resources_accessed_recent", "resources_accessed_total",
    "organization", "owner_org", "private", "res_description", "res_format", "res_name", "res_type", "res_url", "site_id", "state",
    "tags", "text", "title", "title_ngram", "title_string", "type", "url", "urls", "version", "views_recent", "views_total",
    "child_of", "depends_on", "dependency_of", "derives_from", "has_derivation", "linked_from", "links_to", "parent_of",
    # The portal's.
    "columns",
    "alternatives", "column_words", "data_kind", "description", "freshness", "frequency", "geometry_type", "has_extent", "labels",
    "notes_en", "own_units", "resource_words", "served_formats", "subjects", "theme", "title_en", "units",
    # Of the dataset's form, each as it was written.
    "hvd_category", "legal_basis_url",
    "access_rights", "contact_address", "contact_email", "contact_name", "contact_phone", "data_until", "issued", "language", "legal_basis",
    "list_number", "modified", "provenance", "spatial", "successor", "temporal_end", "temporal_start", "valid_from", "valid_to",
))
# fmt: on
_PATTERN = re.compile(r"(?:res_)?extras_[\w-]+|vocab_[\w-]+|\w+_date|extent_(?:area|[0-3]_(?:minx|miny|maxx|maxy|area))")


def is_field(name: str) -> bool:
    """Return whether the index has the field for callers: a name of the table, or one of the families of the schema's dynamic fields."""
    return name in NAMED or _PATTERN.fullmatch(name) is not None
