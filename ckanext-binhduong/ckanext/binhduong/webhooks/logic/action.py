"""Webhooks by the API."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.logic import validate
from ckan.plugins import toolkit as tk
from ckan.types import Context, DataDict

from ckanext.binhduong.core.language import say
from ckanext.binhduong.core.outbound.faults import remedy
from ckanext.binhduong.webhooks import keeping, listing
from ckanext.binhduong.webhooks.logic import schema
from ckanext.binhduong.webhooks.model import Webhook
from ckanext.binhduong.webhooks.outbox.delivering import reach_of
from ckanext.binhduong.webhooks.outbox.visibility import is_public

__all__ = [
    "webhook_create",
    "webhook_delete",
    "webhook_delivery_list",
    "webhook_list",
    "webhook_patch",
    "webhook_replay",
    "webhook_rotate_secret",
    "webhook_show",
    "webhook_test",
]


@validate(schema.create)
def webhook_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have events sent to an address, by POST, signed after Standard Webhooks.

    Args:
        url: the endpoint, a public https address; in a network that the operator opened to agencies http too. Redirects are not followed.
        events: those that are wanted, at least one: release.published, dataset.changed, dataset.deleted; without it all.
        description: what it is for, at most 200 characters.
        agency: name or id of an agency: events of its datasets only.
        dataset: name or id of a public dataset: its events only.
        owner_agency: name or id of the agency whose webhook it is, which its administrators share; without it the account's own.

    Returns:
        What ``webhook_show`` has, and ``secret``, which is shown this once.
    """
    tk.check_access("webhook_create", context, data_dict)
    owner = _agency("owner_agency", data_dict["owner_agency"]) if data_dict.get("owner_agency") else None
    wanted = {name: data_dict[name] for name in ("url", "description", "events")} | _narrowed(data_dict)
    _check_address(data_dict["url"], owner)
    webhook, secret = keeping.make(_account(context), owner, wanted)
    model.Session.commit()
    return {**_shown(webhook), "secret": secret}


@tk.side_effect_free
def webhook_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List the webhooks of the account, and of the agencies that it administers, the newest first.

    Returns:
        ``{count, webhooks}``, each as ``webhook_show`` has it.
    """
    tk.check_access("webhook_list", context, data_dict)
    own = tk.get_action("organization_list_for_user")(tk.fresh_context(context), {"permission": "update"})
    found = listing.shown(listing.found(_account(context), [each["id"] for each in own]))
    return {"count": len(found), "webhooks": found}


@tk.side_effect_free
@validate(schema.one)
def webhook_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one webhook: where to, what, whether it is on, why not, since when it fails, how many deliveries wait.

    Args:
        id: its id.
    """
    return _shown(_own("webhook_show", context, data_dict))


@validate(schema.patch)
def webhook_patch(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change a webhook, or switch it off or on again; what happened while it was off is not sent.

    Args:
        id: its id.
        url, events, description, agency, dataset: as ``webhook_create`` takes them; what is missing stays, an empty agency or dataset no
            longer narrows it, and the id of the one it has keeps it, also while that is not public.
        state: on or off.
    """
    webhook = _own("webhook_patch", context, data_dict)
    wanted = {name: data_dict[name] for name in ("url", "description", "events", "state") if name in data_dict}
    wanted |= _narrowed(data_dict, webhook)
    if "url" in data_dict:
        _check_address(data_dict["url"], webhook.organization_id)
    keeping.change(webhook, wanted)
    model.Session.commit()
    return _shown(webhook)


@validate(schema.one)
def webhook_delete(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Delete a webhook with its deliveries.

    Args:
        id: its id.
    """
    webhook = _own("webhook_delete", context, data_dict)
    webhook_id = webhook.id
    model.Session.delete(webhook)
    model.Session.commit()
    return {"id": webhook_id}


@validate(schema.one)
def webhook_rotate_secret(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give a webhook a new secret. For 24 hours each message has two signatures, of the new secret and of the one before.

    Args:
        id: its id.

    Returns:
        What ``webhook_show`` has, and ``secret``, which is shown this once.
    """
    webhook = _own("webhook_rotate_secret", context, data_dict)
    secret = keeping.renew_secret(webhook)
    model.Session.commit()
    return {**_shown(webhook), "secret": secret}


@validate(schema.one)
def webhook_test(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have an event ``webhook.test`` sent within seconds.

    Args:
        id: the webhook's id.

    Returns:
        The delivery, as ``webhook_delivery_list`` has it; what became of it is there later.
    """
    delivery_id = keeping.send_test(_own("webhook_test", context, data_dict))
    model.Session.commit()
    return _shown_delivery(delivery_id)


@tk.side_effect_free
@validate(schema.deliveries)
def webhook_delivery_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List what was sent to a webhook and what waits, the newest event first; kept for 30 days.

    Args:
        id: the webhook's id.
        state: waiting, delivered, failed or withdrawn (its dataset is not public any more).
        limit: how many, at most 100; without it 50.
        offset: how many to leave out.

    Returns:
        ``{count, deliveries: [{id, message_id, event, sequence, made, data, state, next_attempt, attempts}]}``; an attempt is
        ``{made, status, fault, milliseconds}``. docs/webhooks.md describes them.
    """
    webhook = _own("webhook_delivery_list", context, data_dict)
    count, found = listing.found_deliveries(webhook.id, data_dict.get("state"), data_dict["limit"], data_dict["offset"])
    return {"count": count, "deliveries": found}


@validate(schema.one)
def webhook_replay(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have an event delivered once more, under the message id that it had.

    Args:
        id: the delivery's id.
    """
    tk.check_access("webhook_replay", context, data_dict)
    found = listing.delivery_found(data_dict["id"], for_change=True)
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no delivery with this id."))
    keeping.replay(*found)
    model.Session.commit()
    return _shown_delivery(data_dict["id"])


def _account(context: Context) -> str:
    user = model.User.get(context.get("user"))
    return str(user.id) if user else ""


def _own(action: str, context: Context, data_dict: DataDict) -> Webhook:
    tk.check_access(action, context, data_dict)
    is_changed = action not in ("webhook_show", "webhook_delivery_list")
    webhook = model.Session.get(Webhook, data_dict["id"], populate_existing=True, with_for_update=is_changed)
    if webhook is None:
        raise tk.ObjectNotFound(tk._("There is no webhook with this id."))
    return webhook


def _shown(webhook: Webhook) -> dict[str, Any]:
    return listing.shown([webhook])[0]


def _shown_delivery(delivery_id: str) -> dict[str, Any]:
    found = listing.delivery_found(delivery_id)
    assert found
    return listing.shown_deliveries([found[1:]])[0]


def _check_address(url: str, owner: str | None) -> None:
    if fault := reach_of(owner).address_fault(url):
        words = remedy(fault)
        raise tk.ValidationError({"url": [say(f"“{url[:200]}” {words['vi']}", f"“{url[:200]}” {words['en']}")]})


def _narrowed(data_dict: DataDict, now: Webhook | None = None) -> dict[str, str | None]:
    """What narrows a webhook; one that is changed keeps what it has, also when that is hidden or deleted meanwhile."""
    found: dict[str, str | None] = {}
    for field, find in (("agency", _agency), ("dataset", _dataset)):
        if field in data_dict:
            reference, kept = data_dict[field] or None, getattr(now, f"{field}_id", None)
            found[f"{field}_id"] = find(field, reference) if reference and reference != kept else reference
    return found


def _agency(field: str, reference: str) -> str:
    group = model.Group.get(reference)
    if not group or not group.is_organization or group.state != "active":
        raise tk.ValidationError({field: [tk._("There is no agency with this name or id.")]})
    return str(group.id)


def _dataset(field: str, reference: str) -> str:
    named = sa.or_(model.Package.id == reference, model.Package.name == reference)
    found = model.Session.scalar(sa.select(model.Package.id).where(named, is_public()).limit(1))
    if not found:
        raise tk.ValidationError({field: [tk._("There is no public dataset with this name or id.")]})
    return str(found)
