"""The job that measures a dataset and writes its graph after a change, so that who reads the catalogue finds both done."""

from __future__ import annotations

import logging
from typing import Any

from ckan import model
from redis.exceptions import RedisError

from ckanext.binhduong.core.jobs import queueing
from ckanext.binhduong.core.jobs.independent_steps import do_each
from ckanext.binhduong.core.jobs.registry import DEFAULT, job
from ckanext.binhduong.metadata.bulk import graphs, stored
from ckanext.binhduong.metadata.quality import measuring

__all__ = ["enqueue", "forget", "write"]

log = logging.getLogger(__name__)


def enqueue(dataset: dict[str, Any]) -> None:
    """Queue the work on a dataset that changed, once however often it changes meanwhile; without Redis it is done when it is read."""
    if dataset.get("state", "active") == "deleted" or dataset.get("type", "dataset") != "dataset":
        return
    try:
        queueing.enqueue(
            "metadata.graph", {"dataset_id": dataset["id"]}, job_id=f"binhduong-graph-{dataset['id']}", title="graph of a dataset"
        )
    except RedisError:
        log.warning("the job queue does not answer: the graph of dataset %s is written when it is read", dataset["id"])


@job("metadata.graph", DEFAULT)
def write(dataset_id: str) -> None:
    """Measure a dataset, then write its graph, which says the points; a private one is only measured."""
    do_each({"quality": lambda: measuring.measure_dataset(dataset_id), "graph": lambda: graphs.write_dataset(dataset_id)})


def forget() -> None:
    """Forget the graphs of what is not public any more: every night."""
    stored.forget_gone()
    model.Session.commit()
