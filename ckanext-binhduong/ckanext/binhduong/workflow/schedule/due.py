"""What is due becomes public: looked at every ten seconds by the worker's clock, in PostgreSQL alone, so that a lost queue loses nothing.

A dataset is shown in the transaction that takes its time off the list; a file is taken off it in the transaction that hands it to its job.
So each happens once, whoever looks and however often, and a crash leaves either both or nothing. What stands in the way for good is kept as
the reason of a failed time; what may pass is tried again, after growing pauses.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish import jobs
from ckanext.binhduong.workflow.approval import decisions, files, switch, versions
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.schedule import setting
from ckanext.binhduong.workflow.schedule.model import Schedule
from ckanext.binhduong.workflow.schedule.moments import retry_after

__all__ = ["Obstacle", "carry_out_due"]

log = logging.getLogger(__name__)

_OPEN = ("waiting", "publishing")
_CHECKING = timedelta(seconds=10)
_JOB_IS_LATE = timedelta(seconds=10)
"""How long the job of a file may wait in its queue before the file is published here."""


class Obstacle(Exception):
    """Why nothing is published at the time: ``reason`` is a code of ``pages.words.REASONS``; ``passes`` when it may pass by itself."""

    def __init__(self, reason: str, detail: str = "", *, passes: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.passes = reason, detail, passes


def carry_out_due() -> int:
    """Publish what is due; return how many times were looked at. An error with one leaves the others to be done."""
    due = sa.select(Schedule.id, Schedule.package_id).where(Schedule.state.in_(_OPEN), Schedule.next_attempt <= utcnow())
    found = model.Session.execute(due.order_by(Schedule.publish_at, Schedule.id).limit(1000)).all()
    model.Session.rollback()
    for schedule_id, package_id in found:
        _carry_out(schedule_id, package_id)
    return len(found)


def _carry_out(schedule_id: str, package_id: str) -> None:
    try:
        _act(schedule_id, package_id)
    except Obstacle as obstacle:
        model.Session.rollback()
        _note(schedule_id, package_id, obstacle)
    except tk.ValidationError as error:
        model.Session.rollback()
        _note(schedule_id, package_id, Obstacle("invalid", ", ".join(sorted(error.error_dict))))
    except Exception:
        # The boundary of one time: whatever it was, the next one has nothing to do with it.
        model.Session.rollback()
        log.exception("The publication %s is tried again", schedule_id)
        _note(schedule_id, package_id, Obstacle("machine", passes=True))
    finally:
        model.Session.remove()


def _act(schedule_id: str, package_id: str) -> None:
    precedence.hold(package_id)
    model.Session.expire_all()
    schedule, package = Schedule.held(schedule_id), model.Package.get(package_id)
    if not schedule or schedule.state not in _OPEN or schedule.next_attempt > utcnow():
        model.Session.rollback()
    elif schedule.state == "publishing":
        _look_after(schedule)
    else:
        _check(schedule, package)
        assert package
        (_show_file if schedule.resource_id else _show_dataset)(schedule, package)


def _check(schedule: Schedule, package: model.Package | None) -> None:
    if not package or package.state != "active":
        raise Obstacle("deleted")
    if (package.owner_org or "") != schedule.organization_id:
        raise Obstacle("moved")


def _author(schedule: Schedule) -> str:
    user = model.User.get(schedule.author)
    return str(user.name) if user else tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]


def _show_dataset(schedule: Schedule, package: model.Package) -> None:
    package_id, schedule_id = package.id, schedule.id
    if files.waiting_in(package_id):
        raise Obstacle("checking", passes=True)
    if switch.is_guarded(package_id, package.owner_org):
        _check_approved(package)
    schedule.state = "publishing"
    decisions.save(package_id, _author(schedule), "package_patch", {"id": package_id, "private": False})
    _done(schedule_id)


def _check_approved(package: model.Package) -> None:
    """Hold the newest submission against the dataset as it is now, its files and its time."""
    of = (Submission.package_id == package.id, Submission.kind == "publication")
    latest = model.Session.scalars(sa.select(Submission).where(*of).order_by(Submission.submitted.desc()).limit(1)).first()
    if not latest or latest.state != "approved":
        raise Obstacle("unapproved")
    if latest.hash != versions.publication_of(package.id)["hash"]:
        raise Obstacle("changed")
    try:
        decisions.check_tables(package)
    except tk.ValidationError as error:
        raise Obstacle("changed") from error


def _show_file(schedule: Schedule, package: model.Package) -> None:
    release, resource = Release.latest(str(schedule.resource_id)), model.Resource.get(str(schedule.resource_id))
    if not resource or resource.state != "active":
        raise Obstacle("deleted")
    if release and release.state in ("pending", "running"):
        raise Obstacle("checking", passes=True)
    if not release or release.state != "submitted":
        raise Obstacle("no-file" if not release or release.state == "published" else "refused")
    if not files.is_approved(model.Session.connection(), release.id):
        raise Obstacle("unapproved")
    schedule.state, schedule.release_id, schedule.next_attempt = "publishing", release.id, utcnow() + _JOB_IS_LATE
    schedule_id, release_id = schedule.id, release.id
    model.Session.flush()
    decisions.put_forward(release, _author(schedule))
    again = Release.get(release_id)
    if again and again.state == "published":
        _done(schedule_id)


def _look_after(schedule: Schedule) -> None:
    """See what became of what was begun: a dataset may lack in the index, a file in its queue."""
    schedule_id, release_id, package_id = schedule.id, schedule.release_id, schedule.package_id
    model.Session.rollback()
    if not release_id:
        search.rebuild(package_id)
        _done(schedule_id)
        return
    release = Release.get(release_id)
    if release and release.state == "pending":
        # The queue is long, or lost. A job that comes later finds it published.
        jobs.run(release_id)
        release = Release.get(release_id)
    if release and release.state in ("pending", "running"):
        raise Obstacle("checking", passes=True)
    if not release or release.state != "published":
        raise Obstacle("refused" if release and release.state != "submitted" else "changed")
    _done(schedule_id)


def _done(schedule_id: str) -> None:
    schedule = Schedule.held(schedule_id)
    if schedule:
        schedule.close("done")
    model.Session.commit()


def _note(schedule_id: str, package_id: str, obstacle: Obstacle) -> None:
    """Keep the reason, and when to look again; a failed time lets what waits for approval be approved without it."""
    precedence.hold(package_id)
    schedule = Schedule.held(schedule_id)
    if not schedule or schedule.state not in _OPEN:
        model.Session.rollback()
        return
    # A file's check takes as long as it takes; its own job ends it.
    checking = obstacle.reason == "checking"
    pause = _CHECKING if checking else retry_after(schedule.attempts)
    schedule.attempts += 0 if checking else 1
    if obstacle.passes and pause:
        schedule.reason, schedule.detail, schedule.next_attempt = obstacle.reason, obstacle.detail, utcnow() + pause
    else:
        schedule.close("failed", "", obstacle.reason, obstacle.detail)
        model.Session.flush()
        package = model.Package.get(package_id)
        if package and package.state == "active" and obstacle.reason == "unapproved":
            setting.submit_without_time(package, schedule.resource_id)
    model.Session.commit()
