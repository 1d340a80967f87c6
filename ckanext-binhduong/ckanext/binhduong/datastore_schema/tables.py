"""The one definition of the portal's tables in the database ``datastore``, and of the hidden columns of a published table.

Readers take the columns of ``geo.layers`` from here, writers those of ``portal.layer``; the view and the triggers' functions are generated
from it (``generated.py``). A change here needs a revision in ``migrations/versions``; a test compares a migrated database with this module.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

__all__ = ["HIDDEN_COLUMNS", "LAYER_COLUMNS", "SPATIAL_COLUMNS", "change", "layer", "metadata", "published"]

SPATIAL_COLUMNS = ("_geom", "_geom_3857", "_rank")
"""Of a published layer's table: the shape in EPSG:4326, in EPSG:3857, and how early a map shows it."""

HIDDEN_COLUMNS = ("_id", "_full_text", *SPATIAL_COLUMNS)
"""Columns of a published table that are no data of its publisher; ``_id`` and ``_full_text`` are CKAN's."""

metadata = sa.MetaData(schema="portal")
_UNLISTED = {"listed": False}


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


layer = sa.Table(
    "layer",
    metadata,
    sa.Column("resource_id", sa.Text, primary_key=True),
    # The id stays with the resource, so that a layer that returns keeps it and no other dataset can take it.
    sa.Column("layer", sa.Text, nullable=False, unique=True),
    # Whether the view `geo.<layer>` stands now.
    sa.Column("visible", sa.Boolean, nullable=False, server_default=sa.false(), info=_UNLISTED),
    _text("title"),
    _text("title_en"),
    _text("theme"),
    _text("dataset"),
    _text("dataset_id"),
    _text("dataset_title"),
    _text("dataset_title_en"),
    _text("organization"),
    _text("organization_title"),
    _text("license_id"),
    _text("data_kind"),
    sa.Column("geometry_type", sa.Text, nullable=False),
    sa.Column("feature_count", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    # West, south, east, north in degrees (WGS 84).
    sa.Column("extent", pg.ARRAY(sa.Double)),
    # [{id, type, title, title_en, role}] in the table's order.
    sa.Column("fields", pg.JSONB, nullable=False, server_default=sa.text("'[]'")),
    sa.Column("key_column", sa.Text),
    sa.Column("release", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("published", sa.DateTime(timezone=True)),
    sa.Column("units", pg.ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.CheckConstraint("layer ~ '^[a-z0-9-]+$' AND octet_length(layer) <= 63", name="layer_layer_check"),
    sa.Index("layer_dataset_id", "dataset_id"),
)
"""One row a layer that was ever published."""

LAYER_COLUMNS = tuple(column.name for column in layer.columns if column.info.get("listed", True))
"""What ``geo.layers`` has of a published layer."""

published = sa.Table(
    "published",
    metadata,
    sa.Column("resource_id", sa.Text, primary_key=True),
    sa.Column("release_id", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("layer", sa.Text),
    sa.Column("extent", pg.ARRAY(sa.Double)),
    sa.Column("published", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
"""Which release each table is, written in the transaction that puts the table in its place."""

change = sa.Table(
    "change",
    metadata,
    sa.Column("resource_id", sa.Text, primary_key=True),
    # xid8, which SQLAlchemy does not know.
    sa.Column("transaction", sa.types.NullType, primary_key=True),
    sa.Column("made", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
"""Which transactions changed a published table after its release: a row each, so that writers do not wait for one another."""
