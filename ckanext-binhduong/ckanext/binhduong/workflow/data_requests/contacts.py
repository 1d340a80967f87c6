"""Every night: delete what somebody left to be reached by, some days after the answer. It was left for the answer alone."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.core import scheduler
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.workflow.data_requests import settings
from ckanext.binhduong.workflow.data_requests.model import DataRequest

__all__ = ["delete_contacts", "register"]


def delete_contacts() -> str:
    """Delete the contacts of requests that were closed long enough ago."""
    before = utcnow() - timedelta(days=settings.contact_days())
    gone = sa.update(DataRequest).where(DataRequest.contact != "", DataRequest.closed < before).values(contact="")
    gone = gone.returning(DataRequest.id).execution_options(synchronize_session=False)
    count = len(model.Session.scalars(gone).all())
    model.Session.commit()
    return f"deleted {count} contacts of requests for data"


def register() -> None:
    """Do it once a day."""
    scheduler.register("data-request-contacts", scheduler.Regular(delete_contacts, timedelta(days=1), timedelta(hours=20, minutes=30)))
