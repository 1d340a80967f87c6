"""The worker processes: CKAN's background jobs by queue, and the clock, forked from this process, which loads CKAN once."""

import logging
import os
from functools import partial

from ckanext.binhduong.observability.logs import configure

configure("worker")

from ckan.cli import load_config  # noqa: E402  (logging first: a failing start must be able to say why)
from ckan.config.middleware import make_app  # noqa: E402

from ckanext.binhduong.core import scheduler  # noqa: E402
from ckanext.binhduong.core.catalogue_version import commits  # noqa: E402
from ckanext.binhduong.core.jobs import process_pool, prompt_work  # noqa: E402
from ckanext.binhduong.core.jobs.independent_steps import SomeFailed  # noqa: E402
from ckanext.binhduong.core.jobs.registry import WORKERS  # noqa: E402
from ckanext.binhduong.core.jobs.worker import PreforkedWorker  # noqa: E402
from ckanext.binhduong.releases.maintenance.repair import repair  # noqa: E402

log = logging.getLogger("worker")


def work(queues: tuple[str, ...]) -> None:
    """Do the jobs of some queues, for as long as the process lives."""
    PreforkedWorker(queues).work(with_scheduler=True)


def recover() -> None:
    """Queue again what the last worker was killed over (docs/releases/operation.md). Should this fail, the workers start all the same."""
    scheduler.ensure()
    try:
        log.info("repair: %s", repair())
    except SomeFailed as error:
        log.error("repair failed in part: %s", error)


if __name__ == "__main__":
    make_app(load_config(os.environ["CKAN_INI"]))
    # A worker that was killed between a commit and its announcement.
    commits.announce()
    process_pool.run_apart(recover)
    workers = {name: partial(work, queues) for name, queues in WORKERS.items()}
    process_pool.serve({**workers, "clock": prompt_work.run}, recover)
