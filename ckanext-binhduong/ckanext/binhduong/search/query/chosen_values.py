"""What a reader has chosen in the facets of a page: values of one facet are alternatives, facets narrow each other. Imports no CKAN.

CKAN's pages write each value of the address as a condition of its own, ``theme:"a" theme:"b"``, all of which must hold. Here they are taken
out of that text and become one filter a field. It bears the field's name as a tag, and the field's own counts leave it out: they say what
choosing another value adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.binhduong.search.query.bounds.fields import is_field

__all__ = ["CHOSEN", "FIELDS", "Chosen", "chosen_in"]

CHOSEN = "_chosen"
"""The key in ``extras`` under which the action hands over what is chosen."""
FIELDS = frozenset({
    "theme", "organization", "res_format", "served_formats", "license_id", "units", "own_units", "frequency", "freshness", "data_kind",
    "geometry_type", "has_extent", "hvd_category", "tags", "groups",
})  # fmt: skip
"""Codes that are compared as they are."""
_SEPARATOR = "\x1f"
_UNFIT = re.compile(r'["\\{}\x00-\x1f]')
"""What cannot stand in a filter of this kind; such a value stays CKAN's condition, which finds nothing or is refused."""


@dataclass(frozen=True)
class Chosen:
    """Field → the values of which a dataset has one; none when nothing is chosen."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def filters(self) -> list[str]:
        """Return a tagged filter for Solr for each field."""
        return [f'{{!terms f={name} tag={name} separator="{_SEPARATOR}"}}{_SEPARATOR.join(values)}' for name, values in self.values.items()]

    def counted(self, fields: Iterable[str]) -> list[str]:
        """Return the fields of facets, those with chosen values so that the choice of their own values does not count."""
        return [f"{{!field ex={name} key={name}}}{name}" if name in self.values else name for name in fields]

    def conditions(self) -> dict[str, str]:
        """Return field → the same as a condition in Lucene's language."""
        return {name: f"{name}:({' OR '.join(_quoted(value) for value in values)})" for name, values in self.values.items()}


def _quoted(value: str) -> str:
    return f'"{value}"'


def chosen_in(fq: str, asked: Sequence[tuple[str, str]]) -> tuple[str, Chosen]:
    """Return the filter without what is chosen in facets, and that; what others hang on an address (``utm_source``) is no filter.

    Args:
        fq: as CKAN's page writes it.
        asked: name and value of each argument of the page, in order; what does not stand in the filter is not chosen.
    """
    values: dict[str, dict[str, None]] = {}
    for name, value in asked:
        condition = f" {name}:{_quoted(value)}"
        is_choice = name in FIELDS and value and not _UNFIT.search(value)
        if (is_choice or not is_field(name)) and condition in fq:
            # The last one: before the reader's own stands that of the page (a theme's datasets).
            head, _, tail = fq.rpartition(condition)
            fq = head + tail
            if is_choice:
                values.setdefault(name, {})[value] = None
    return fq, Chosen({name: tuple(each) for name, each in values.items()})
