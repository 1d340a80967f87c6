"""A dataset and its published tables, as the writers of descriptions take them. Imports no CKAN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ckanext.binhduong.metadata.tables.column_types import ColumnType, type_of
from ckanext.binhduong.vn import slug

__all__ = ["Dataset", "Table", "filled"]


@dataclass(frozen=True)
class Table:
    """A published table of a resource.

    Attributes:
        resource: the resource, as ``package_show`` gives it.
        facts: as the helper ``binhduong_described_tables`` gives them.
        page: the resource's address.
        slug: a short name, unlike that of the dataset's other resources.
    """

    resource: dict[str, Any]
    facts: dict[str, Any]
    page: str
    slug: str

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns in order: name, type and the data dictionary's entry."""
        return self.facts["columns"]

    @property
    def key(self) -> str | None:
        """The name of the key column, if one is declared."""
        return self.facts["key"]

    def is_shape(self, column: dict[str, Any]) -> bool:
        """Whether a column has shapes in it."""
        return bool(self.facts["geometry"]) and self.facts["geometry"]["column"] == column["name"]

    def type_of(self, column: dict[str, Any]) -> ColumnType:
        """Return what the type of a column of the CSV is called."""
        return type_of(column["type"], is_shape=self.is_shape(column))

    def file(self, ext: str) -> dict[str, Any]:
        """Return ``{address, sha256, size}`` of a file: that of the release, whose content never changes; of one that is not made yet only
        the address of the newest."""
        made = self.facts["files"].get(ext)
        if made is None:
            return {"address": f"{self.page}/export.{ext}", "sha256": None, "size": None}
        return {**made, "address": f"{self.page}/release/{self.facts['number']}/{made['name']}"}


@dataclass(frozen=True)
class Dataset:
    """A dataset as ``package_show`` gives it, with its published tables in its resources' order."""

    data: dict[str, Any]
    site: str
    portal: str
    tables: list[Table]

    @classmethod
    def of(cls, data: dict[str, Any], tables: dict[str, dict[str, Any]], site: str, portal: str) -> Dataset:
        """Put together a dataset.

        Args:
            data: as ``package_show`` gives it.
            tables: resource id → facts, as the helper ``binhduong_described_tables`` gives them.
            site: the portal's public address without a final slash.
            portal: the portal's name, which stands as the maker of samples.
        """
        names = _slugs(data["resources"])
        described = [
            Table(resource, tables[resource["id"]], f"{site}/dataset/{data['name']}/resource/{resource['id']}", names[resource["id"]])
            for resource in data["resources"]
            if resource["id"] in tables
        ]
        return cls(data, site, portal, described)

    @property
    def address(self) -> str:
        """The dataset's page."""
        return f"{self.site}/dataset/{self.data['name']}"

    @property
    def maker(self) -> str:
        """Who stands for the rows: the agency; of samples the portal, which made them."""
        if self.data.get("data_kind") == "sample":
            return self.portal
        return (self.data.get("organization") or {}).get("title") or self.portal

    @property
    def licence(self) -> dict[str, str]:
        """The licence: ``name`` (its code), ``title``, and ``path``, an address that says what it is."""
        code = self.data.get("license_id") or ""
        known = self.data.get("license_url") or f"{self.site}/id/licence/{code}"
        return {"name": code, "title": self.data.get("license_title") or code, "path": known}

    @property
    def keywords(self) -> list[str]:
        """The keywords; a sample has one that says so in each language."""
        words = [tag.get("display_name") or tag["name"] for tag in self.data.get("tags", [])]
        return words + (["dữ liệu mẫu", "sample data"] if self.data.get("data_kind") == "sample" else [])

    @property
    def changed(self) -> str:
        """The day the dataset was last changed, as its page says it: YYYY-MM-DD."""
        published = (self.data.get("freshness") or {}).get("published")
        return (published or self.data.get("modified") or self.data["metadata_modified"])[:10]

    @property
    def first_published(self) -> str:
        """The day the dataset was first published: YYYY-MM-DD."""
        return (self.data.get("issued") or self.data["metadata_created"])[:10]

    @property
    def version(self) -> str:
        """A version by semantic versioning: the publisher's own where it is one, else the sum of its tables' releases."""
        said = str(self.data.get("version") or "")
        if said.replace(".", "").isdecimal() and said.count(".") == 2:
            return said
        return f"1.{sum(table.facts['number'] or 0 for table in self.tables)}.0"

    @property
    def period(self) -> tuple[date | None, date | None]:
        """What time the rows are about: first and last day, None where it is open."""
        first, last = (self.data.get(name) for name in ("temporal_start", "temporal_end"))
        return date.fromisoformat(first[:10]) if first else None, date.fromisoformat(last[:10]) if last else None


def _slugs(resources: list[dict[str, Any]]) -> dict[str, str]:
    """Return a name for each resource, made of its title; a number tells those of one title apart."""
    names: dict[str, str] = {}
    for resource in resources:
        wanted = slug(resource.get("name") or "", 60) or "tep"
        taken = set(names.values())
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        names[resource["id"]] = name
    return names


def filled(described: dict[str, Any]) -> dict[str, Any]:
    """Return a description without what is not known."""
    return {name: value for name, value in described.items() if value not in (None, "")}
