"""Words that strangers may see: those of public datasets. CKAN lists the tags and formats of private datasets and drafts to everybody."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model
from ckan.authz import is_sysadmin
from ckan.types import Context

__all__ = ["public_formats", "public_tags", "sees_all"]


def sees_all(context: Context) -> bool:
    """Whether a caller may see every dataset, and so every word: system administrators, and the portal itself."""
    return bool(context.get("ignore_auth")) or is_sysadmin(str(context.get("user") or ""))


def public_tags(names: Iterable[str]) -> set[str]:
    """Return those of these names that are free tags of a public dataset: one statement."""
    rows = (
        sa.select(model.Tag.name)
        .join(model.PackageTag, model.PackageTag.tag_id == model.Tag.id)
        .join(model.Package, model.Package.id == model.PackageTag.package_id)
        .where(model.Tag.name.in_(list(names)), model.PackageTag.state == "active", *_public())
    )
    return set(model.Session.scalars(rows.distinct()))


def public_formats(names: Iterable[str]) -> set[str]:
    """Return those of these names, in lower case, that are the format of a resource of a public dataset: one statement."""
    lower = sa.func.lower(model.Resource.format)
    rows = sa.select(lower).join(model.Package, model.Package.id == model.Resource.package_id)
    rows = rows.where(lower.in_([name.lower() for name in names]), model.Resource.state == "active", *_public())
    return set(model.Session.scalars(rows.distinct()))


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    return model.Package.state == "active", model.Package.private.is_(False)
