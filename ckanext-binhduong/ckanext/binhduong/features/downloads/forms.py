"""The files that an answer can be had in: one table, from which requests are read, links made and the OpenAPI document is written.

Imports no CKAN.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True)
class Form:
    """A kind of file.

    Attributes:
        name: the value of ``f``, and the end of the file's name.
        title: as links show it.
        media: its media type.
    """

    name: str
    title: str
    media: str


FORMS = {
    form.name: form
    for form in (
        Form("csv", "CSV", "text/csv"),
        Form("geojson", "GeoJSON", "application/geo+json"),
        Form("ndjson", "NDJSON", "application/x-ndjson"),
        Form("fgb", "FlatGeobuf", "application/flatgeobuf"),
    )
}
"""Each form by its name."""
