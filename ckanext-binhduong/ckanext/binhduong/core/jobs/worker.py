"""CKAN's worker, without loading CKAN anew for each job.

CKAN's own worker forks a process for each job and loads its whole environment in it again: about two seconds a job. The fork has that
environment already. What a fork may not share is closed before it: CKAN's and the DataStore's engines (CKAN's worker and the datastore
plugin's ``before_fork`` do that); Redis's pools and ours notice the fork themselves. Settings that a system administrator changed
are read again.
"""

from __future__ import annotations

from typing import NoReturn

from ckan.lib import app_globals
from ckan.lib.jobs import Worker
from rq import Queue
from rq.job import Job

from ckanext.binhduong.core import request_id
from ckanext.binhduong.core.jobs import origin

__all__ = ["PreforkedWorker"]


class PreforkedWorker(Worker):
    """A worker of some queues; each job runs in a process of its own, which may die or hang alone."""

    def main_work_horse(self, job: Job, queue: Queue) -> NoReturn:
        """Run a job in the process forked for it."""
        app_globals.reset()
        # Whatever it logs stands beside the lines of the request that queued it.
        request_id.follow(job.meta.get("request_id"))
        origin.follow(job.meta.get("user"))
        super(Worker, self).main_work_horse(job, queue)
