"""The guards beside CKAN's own way of changing datasets: the last one at the commit, and those of the tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import has_request_context

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.workflow.approval import datasets, switch
from ckanext.binhduong.workflow.own_datasets import record
from ckanext.binhduong.workflow.roles import holders, limits
from ckanext.binhduong.workflow.schedule import rows

__all__ = [
    "before_commit",
    "only_proposes",
    "refuse_datasets_of_theme",
    "refuse_relation",
    "refuse_rows",
    "refuse_theme",
    "refuse_timed",
]


def before_commit(entity: Any) -> None:
    """Refuse, whoever asks and by whatever code, that a dataset becomes public before its time, or without an approval becomes public,
    leaves its agency or comes into another one that everybody sees.

    Raises:
        ValidationError: its time is not there, or nobody has approved it; nothing is committed.
    """
    if not isinstance(entity, model.Package) or entity.state != "active" or switch.is_carried_out(entity.id):
        return
    if not entity.private:
        _refuse_early(entity.id)
    proposes = holders.only_proposes(_caller(), entity.owner_org)
    if proposes or switch.is_used():
        _refuse_unapproved(entity, proposes)


def _caller() -> str:
    """Return the name of who sent the request, whatever context the code inside it made; empty outside of requests."""
    return str(tk.current_user.name) if has_request_context() and tk.current_user.is_authenticated else ""


def _refuse_early(package_id: str) -> None:
    with model.Session.no_autoflush:
        planned = rows.time_of(package_id)
    if planned:
        words = tk._("This dataset becomes public at {time} (UTC). Clear that time first to make it public now.")
        raise tk.ValidationError({"private": [words.format(time=f"{planned:%Y-%m-%d %H:%M}")]})


def _refuse_unapproved(entity: model.Package, proposes: bool) -> None:
    assert model.meta.engine
    with model.meta.engine.connect() as connection:
        stored = sa.text("SELECT owner_org, state = 'active' AND NOT private AS is_public FROM package WHERE id = :id")
        before = connection.execute(stored, {"id": entity.id}).first()
    appears = not entity.private and not (before and before.is_public) and (proposes or switch.is_guarded(entity.id, entity.owner_org))
    agency = before.owner_org if before else entity.owner_org
    moves = agency != entity.owner_org and (switch.requires(agency) or (not entity.private and switch.requires(entity.owner_org)))
    if appears or moves:
        words = tk._("This agency publishes only what a second person approved. Save the dataset as private, then submit it for approval.")
        raise tk.ValidationError({"private": [words]})


def refuse_rows(data_dict: dict[str, Any], user: str) -> None:
    """Refuse that rows of a public table are written without an approval; an unseen dataset is held until CKAN has committed.

    Args:
        data_dict: what CKAN's action was sent.
        user: name of who writes them.

    Raises:
        ValidationError: the dataset is public and its agency asks for approval, or it is the portal's own.
    """
    given = data_dict.get("resource")
    named = given if isinstance(given, dict) else {}
    package_id = _package_of(data_dict.get("resource_id") or named.get("id")) or named.get("package_id")
    if isinstance(package_id, str) and record.is_of_portal(package_id):
        words = tk._("The portal makes this table itself. Change what the dataset’s description says it is made of; the table follows.")
        raise tk.ValidationError({"resource_id": [words]})
    package = datasets.guarded(package_id, user=user)
    if package and _is_or_becomes_public(datasets.hold(package.id), user):
        words = tk._(
            "This agency publishes only what a second person approved, so rows of a public table are not written directly. Upload a file, "
            "or have the agency's administrators declare that the dataset skips approval."
        )
        raise tk.ValidationError({"resource_id": [words]})


def only_proposes(package_id: str, user: str) -> bool:
    """Whether what a user (by name) changes of a dataset waits for another person, whatever its agency's rule."""
    package = model.Package.get(package_id)
    return bool(package) and holders.only_proposes(user, package.owner_org)


def refuse_timed(package_id: str, user: str) -> None:
    """Refuse that a contributor deletes a dataset with a time, or changes what becomes public then; its row is held from then on.

    Raises:
        ValidationError: the dataset has a time; CKAN's transaction is rolled back.
    """
    if only_proposes(package_id, user):
        has_time = bool(rows.time_of(datasets.hold(package_id).id))
        limits.check_alone(public=False, stays=False, has_time=has_time)


def refuse_relation(context: Context, data_dict: dict[str, Any]) -> None:
    """Refuse a relation with a dataset whose change needs a second person: its words are public at once, and no submission holds them.

    Raises:
        NotAuthorized: the caller may not change both datasets.
        ValidationError: one of them needs a second person.
    """
    named = tk.get_or_bust(data_dict, ["subject", "object"])
    if any(datasets.guarded(each, user=context.get("user") or "") for each in named):
        # CKAN asks the same for a change of the relation and for taking it away.
        tk.check_access("package_relationship_create", tk.fresh_context(context), data_dict)
        words = tk._("What a second person approves has no relations: they are public at once. Name the other dataset in the description.")
        raise tk.ValidationError({"subject": [words]})


def refuse_theme(context: Context, data_dict: dict[str, Any]) -> None:
    """Refuse that a public dataset is put into a theme, or taken out of it, without the second person that its change needs.

    Raises:
        ValidationError: the dataset is public and needs one.
    """
    if data_dict.get("object_type") == "package":
        _refuse_theme_of(data_dict.get("object"), "object", context)


def refuse_datasets_of_theme(context: Context, data_dict: dict[str, Any]) -> None:
    """Refuse the same where a theme is saved with its datasets (``packages``, as CKAN reads it).

    Raises:
        ValidationError: a public dataset that needs a second person would come into the theme or leave it.
    """
    if "packages" not in data_dict:
        return
    theme = model.Group.get(data_dict.get("id") or data_dict.get("name"))
    member = model.Member
    stored = sa.select(member.table_id, member.capacity).where(
        member.group_id == (theme.id if theme else None), member.table_name == "package", member.state == "active"
    )
    given = [each for each in data_dict["packages"] or [] if isinstance(each, dict)]
    named = ((model.Package.get(each.get("id") or each.get("name")), each.get("capacity", "public")) for each in given)
    wanted = {(package.id, capacity) for package, capacity in named if package}
    for package_id, _ in wanted ^ {(row.table_id, row.capacity) for row in model.Session.execute(stored)}:
        _refuse_theme_of(package_id, "packages", context)


def _refuse_theme_of(reference: Any, field: str, context: Context) -> None:
    package = datasets.guarded(reference, user=context.get("user") or "")
    if package and datasets.is_public(package):
        words = tk._(
            "This agency publishes only what a second person approved. Choose the themes in the dataset’s form; that change waits."
        )
        raise tk.ValidationError({field: [words]})


def _is_or_becomes_public(package: model.Package, user: str) -> bool:
    """Whether everybody sees a dataset, or will at its time without anybody having seen what a contributor writes now."""
    return datasets.is_public(package) or bool(rows.time_of(package.id) and holders.only_proposes(user, package.owner_org))


def _package_of(resource_id: Any) -> str | None:
    resource = model.Resource.get(resource_id) if isinstance(resource_id, str) and resource_id else None
    if resource or not isinstance(resource_id, str):
        return str(resource.package_id) if resource else None
    with datastore_connection.transaction() as cursor:
        cursor.execute('SELECT alias_of FROM "_table_metadata" WHERE name = %s AND alias_of IS NOT NULL', (resource_id,))
        row = cursor.fetchone()
    return _package_of(row[0]) if row and row[0] != resource_id else None
