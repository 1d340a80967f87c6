"""What pages and mails call events, states and reasons: in English, the ids of the messages in the catalogue. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.core.problems.translation import marked as _
from ckanext.binhduong.webhooks.outbox import events
from ckanext.binhduong.webhooks.outbox.outcome import FAULTS

__all__ = ["EVENTS", "FAULTS", "REASONS", "STATES"]

EVENTS = {
    events.RELEASE_PUBLISHED: _("a file or table has a new release"),
    events.DATASET_CHANGED: _("a dataset has changed, or has become public"),
    events.DATASET_DELETED: _("a dataset is public no more"),
}
STATES = {
    "waiting": _("Waits"),
    "delivered": _("Taken"),
    "failed": _("Failed"),
    "withdrawn": _("Not sent: the dataset or file is not public any more"),
}
REASONS = {
    "gone": _("The endpoint answered 410 Gone: it wants no more messages."),
    "failing": _("The endpoint has taken no message for days."),
    "owner": _("The account or agency that it belongs to is not active any more."),
}
"""Why the portal switched a webhook off."""
