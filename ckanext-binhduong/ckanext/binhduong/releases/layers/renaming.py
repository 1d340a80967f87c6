"""What is renamed in CKAN is renamed in the layers: of a dataset within the request, of a whole agency by a job."""

from __future__ import annotations

import logging
import uuid

import psycopg2
import sqlalchemy as sa
from ckan import model
from redis.exceptions import RedisError

from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.core.connections.datastore_connection import Busy, Locked
from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.registry import PUBLISH, job
from ckanext.binhduong.releases.layers import registry
from ckanext.binhduong.releases.publish.settlement import dataset_for

__all__ = ["enqueue_agency", "refresh_agency", "refresh_dataset"]

log = logging.getLogger(__name__)


def enqueue_agency(agency_id: str) -> None:
    """Have the layers of an agency's datasets refreshed by a job; without Redis the nightly repair does it."""
    try:
        job_id = f"binhduong-layers-{agency_id}-{uuid.uuid4().hex[:8]}"
        queueing.enqueue("releases.refresh_agency", {"agency_id": agency_id}, job_id=job_id, title="layers of a renamed agency")
    except RedisError:
        log.exception("The layers of agency %s wait for the next repair: the job queue does not answer", agency_id)


@job("releases.refresh_agency", PUBLISH)
def refresh_agency(agency_id: str) -> None:
    """Bring an agency's name to the layers of its datasets."""
    owned = model.Session.scalars(sa.select(model.Package.id).where(model.Package.owner_org == agency_id)).all()
    with datastore_connection.transaction() as cursor:
        cursor.execute("SELECT DISTINCT dataset_id FROM portal.layer WHERE dataset_id = ANY(%s) ORDER BY 1", (list(owned),))
        with_layers = [row[0] for row in cursor.fetchall()]
    for package_id in with_layers:
        refresh_dataset(package_id)


def refresh_dataset(package_id: str) -> None:
    """Bring a dataset's layers in line. What fails here only shows too little, and the repair does it again."""
    try:
        if registry.has_layers(package_id):
            dataset = dataset_for(package_id)
            # Reading opened a transaction; the layers' own connection must find the dataset's row free.
            model.Session.commit()
            registry.refresh(dataset)
    except (Busy, Locked, psycopg2.Error):
        log.exception("The layers of dataset %s wait for the next repair", package_id)
